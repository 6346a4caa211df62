"""A party will not sign: it says why, and everyone is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from agreements.models import Ablehnung, Zielvereinbarung
from agreements.recht import ZIELVEREINBARUNG
from agreements.zeichnung.fehler import NichtZeichenbar, SchonGezeichnet
from agreements.zeichnung.parteien import beginne
from agreements.zeichnung.post import teile_allen_mit
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang


@transaction.atomic
def lehne_ab(*, vereinbarung: Zielvereinbarung, grund: str, durch: Zugang, am: datetime) -> Ablehnung:
    """Decline to sign the text, with a reason that goes to every party. The party may still sign it later.

    Raises ``PermissionDenied``, :class:`NichtZeichenbar`, ``SchonGezeichnet``.
    """
    vorgang = beginne(vereinbarung, durch, Befugnis.ZEICHNEN)
    if not grund.strip():
        raise NichtZeichenbar("Bitte geben Sie an, warum Ihre Partei nicht zeichnet.", "grund")
    if vorgang.festtext.zeichnungen.filter(vertragspartei=vorgang.partei).exists():
        raise SchonGezeichnet("Ihre Partei hat diesen Text schon gezeichnet und kann ihn nicht mehr ablehnen.")
    ablehnung, neu = Ablehnung.objects.get_or_create(
        festtext=vorgang.festtext,
        vertragspartei=vorgang.partei,
        defaults={"grund": grund.strip(), "abgelehnt_am": am, "abgelehnt_durch": durch.nutzer},
    )
    if neu:
        eintragen(
            durch=durch,
            am=am,
            akt="zeichnung_ablehnen",
            norm=ZIELVEREINBARUNG,
            objekt=vorgang.vereinbarung,
            grund=ablehnung.grund,
        )
        teile_allen_mit(
            vorgang.vereinbarung,
            "Zeichnung abgelehnt",
            f"{vorgang.partei.bezeichnung} zeichnet den festgestellten Text nicht.\nGrund: {ablehnung.grund}",
        )
    return ablehnung
