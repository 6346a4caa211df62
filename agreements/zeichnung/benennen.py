"""Saying who is to sign for a party, and replacing that person before it has signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agreements.models import Unterzeichner, Zielvereinbarung
from agreements.recht import ZIELVEREINBARUNG
from agreements.zeichnung.fehler import NichtZeichenbar, SchonGezeichnet
from agreements.zeichnung.parteien import eigene_partei, sperre
from zielsystem.befugnisse import Befugnis, rollen_mit
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Amt, Nutzer
from zielsystem.parties.zugriff import Zugang, verlange


@transaction.atomic
def benenne_unterzeichner(
    *, vereinbarung: Zielvereinbarung, person: Nutzer | str, funktion: str, durch: Zugang, am: datetime
) -> Unterzeichner:
    """Name who signs for the own party: a person with an account who may sign for it, or anybody by name.

    Somebody named without an account signs on paper or with a certificate. Who was named before is replaced. Raises
    ``PermissionDenied``, :class:`NichtZeichenbar`, ``SchonGezeichnet``.
    """
    gesperrt = sperre(vereinbarung)
    verlange(durch, Befugnis.VERHANDELN, gesperrt)
    partei = eigene_partei(gesperrt, durch)
    if partei is None:
        raise NichtZeichenbar("Sie handeln für keine Vertragspartei dieser Zielvereinbarung.")
    if partei.zeichnungen.gueltig().exists():
        raise SchonGezeichnet("Ihre Partei hat schon gezeichnet; wer gezeichnet hat, lässt sich nicht mehr ersetzen.")
    nutzer = person if isinstance(person, Nutzer) else None
    if nutzer and not zeichnungsberechtigte(gesperrt, durch, am).filter(pk=nutzer.pk).exists():
        raise NichtZeichenbar(f"{nutzer} hat für Ihre Partei kein Amt, das zum Zeichnen berechtigt.", "person")
    name = str(person).strip()
    if not name:
        raise NichtZeichenbar("Bitte wählen Sie eine Person aus oder geben Sie einen Namen an.", "name")
    ersetzt = partei.unterzeichner.benannt().update(ersetzt_am=am)
    neu = Unterzeichner.objects.create(
        vertragspartei=partei,
        name=name,
        funktion=funktion.strip(),
        nutzer=nutzer,
        benannt_am=am,
        benannt_durch=durch.nutzer,
    )
    akt = "unterzeichner_ersetzen" if ersetzt else "unterzeichner_benennen"
    daten = {"vertragspartei": partei.pk, "unterzeichner": neu.pk}
    eintragen(durch=durch, am=am, akt=akt, norm=ZIELVEREINBARUNG, objekt=gesperrt, daten=daten)
    return neu


def zeichnungsberechtigte(vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime) -> QuerySet[Nutzer]:
    """The accounts that may sign for the own party on a day."""
    partei = eigene_partei(vereinbarung, durch)
    haeuser = [pk for pk in (partei.partei_id, partei.rechtstraeger_id) if pk] if partei else []
    aemter = Amt.objects.am(timezone.localdate(am)).filter(partei__in=haeuser, rolle__in=rollen_mit(Befugnis.ZEICHNEN))
    return Nutzer.objects.filter(pk__in=aemter.values("nutzer"), is_active=True).order_by("last_name", "username")
