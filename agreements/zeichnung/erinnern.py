"""Reminders by e-mail: some days before the time to sign is over, and once when it is over.

A reminder is recorded in the transaction that sends it, under a key that allows one per party, text and deadline: a
repeated or a second task sends nothing; a mail that could not be handed over leaves no record, so the next day tries
again. Nothing of what the agreement says travels by mail.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agreements.models import Festtext, Vertragspartei, Zeichnungserinnerung
from agreements.recht import ZIELVEREINBARUNG, Zustand
from agreements.zeichnung.post import adressen_von, brief
from agreements.zeichnungsfristen import fristen_von
from agreements.zeichnungsrecht import erinnert_wird_ab
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang

_VORHER = (
    "Der Text der Zielvereinbarung ist festgestellt; {partei} hat noch nicht gezeichnet. Gezeichnet werden kann bis "
    "zum {frist}."
)
_DANACH = (
    "{partei} hat den festgestellten Text nicht bis zum {frist} gezeichnet. Gezeichnet werden kann wieder, sobald eine "
    "Vertragspartei die Frist verlängert."
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Faellig:
    """A party that has not signed a text, shortly before or after the deadline."""

    festtext: Festtext
    partei: Vertragspartei
    frist: date
    abgelaufen: bool


def erinnere_an_zeichnung(*, durch: Zugang, am: datetime) -> int:
    """Send every reminder that is due on a day and has not gone out yet; returns how many."""
    gesendet = 0
    for faellig in list(_faellige(timezone.localdate(am))):
        try:
            gesendet += _erinnere(faellig, durch, am)
        except OSError:  # what mail servers raise, smtplib's own errors included
            _log.exception("Die Erinnerung an %s ging nicht hinaus.", faellig.partei)
    return gesendet


def _faellige(heute: date) -> Iterator[_Faellig]:
    texte = list(
        Festtext.objects.offen()
        .filter(zielvereinbarung__zustand=Zustand.ABGESTIMMT)
        .select_related("zielvereinbarung__runde")
        .prefetch_related("zeichnungen", "zielvereinbarung__vertragsparteien")
        .order_by("pk")
    )
    fristen = fristen_von(texte)
    for text in texte:
        frist = fristen[text.pk]
        if heute < erinnert_wird_ab(frist):
            continue
        gezeichnet = {zeichnung.vertragspartei_id for zeichnung in text.zeichnungen.all()}
        for partei in text.zielvereinbarung.vertragsparteien.all():
            if partei.pk not in gezeichnet:
                yield _Faellig(text, partei, frist, heute > frist)


@transaction.atomic
def _erinnere(faellig: _Faellig, durch: Zugang, am: datetime) -> bool:
    """Record and send one reminder, unless another process has it already, or there is nobody to send it to."""
    adressen = adressen_von([faellig.partei], Befugnis.ZEICHNEN, timezone.localdate(am))
    if not adressen:
        return False
    _, neu = Zeichnungserinnerung.objects.get_or_create(
        festtext=faellig.festtext,
        vertragspartei=faellig.partei,
        frist=faellig.frist,
        abgelaufen=faellig.abgelaufen,
        defaults={"gesendet_am": am, "empfaenger": len(adressen)},
    )
    if neu:
        vereinbarung = faellig.festtext.zielvereinbarung
        daten = {"vertragspartei": faellig.partei.pk, "frist": faellig.frist.isoformat(), "empfaenger": len(adressen)}
        akt = "an_zeichnung_erinnern"
        eintragen(durch=durch, am=am, akt=akt, norm=ZIELVEREINBARUNG, objekt=vereinbarung, daten=daten)
        text = _DANACH if faellig.abgelaufen else _VORHER
        betreff = "Frist zum Zeichnen abgelaufen" if faellig.abgelaufen else "Bitte zeichnen"
        worte = {"partei": faellig.partei.bezeichnung, "frist": zahlen.tag(faellig.frist)}
        brief(vereinbarung, betreff, text.format(**worte), adressen).send()
    return neu
