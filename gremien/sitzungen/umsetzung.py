"""What is to be done after a decision: by whom, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gremien.fehler import NichtMoeglich
from gremien.models import Tagesordnungspunkt, Umsetzung, Umsetzungsvermerk
from gremien.recht import UMSETZUNG
from gremien.sitzungen.lage import tag_von
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import Zugang, verlange


@transaction.atomic
def lege_fest(
    *, punkt: Tagesordnungspunkt, was: str, verantwortlich: Partei, faellig_am: date, durch: Zugang, am: datetime
) -> Umsetzung:
    """Fix what is to be done after an item, once the session has begun; also after the minutes are approved.

    Raises ``PermissionDenied``, :class:`NichtMoeglich`: no words, a day before the session, nothing held yet.
    """
    verlange(durch, Befugnis.GREMIUM_FUEHREN, punkt)
    if punkt.sitzung.zustand in ("geplant", "eingeladen", "laufend", "abgesagt"):
        raise NichtMoeglich("Was zu tun ist, wird festgelegt, wenn der Punkt behandelt wird.")
    if not was.strip():
        raise NichtMoeglich("Bitte geben Sie an, was zu tun ist.", "was")
    if faellig_am < tag_von(punkt.sitzung):
        raise NichtMoeglich("Der Tag liegt vor der Sitzung. Bitte prüfen Sie ihn.", "faellig_am")
    zeile = UMSETZUNG.zeile("festlegen", None, timezone.localdate(am))
    umsetzung = Umsetzung.objects.create(
        punkt=punkt,
        was=was.strip(),
        verantwortlich=verantwortlich,
        faellig_am=faellig_am,
        zustand=zeile.nach,
        festgelegt_am=am,
        festgelegt_durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt="umsetzung_festlegen", norm=zeile.norm, objekt=umsetzung)
    return umsetzung


@transaction.atomic
def vermerke(*, umsetzung: Umsetzung, text: str, durch: Zugang, am: datetime) -> Umsetzungsvermerk:
    """Write down how far it is, by the party responsible or the office. Raises :class:`NichtMoeglich` without words."""
    verlange(durch, Befugnis.IM_GREMIUM_MITWIRKEN, umsetzung)
    if not text.strip():
        raise NichtMoeglich("Bitte schreiben Sie, wie weit es ist.", "text")
    eintragen(durch=durch, am=am, akt="umsetzung_vermerken", objekt=umsetzung)
    return _vermerk(umsetzung, text, durch, am)


def erledige(*, umsetzung: Umsetzung, durch: Zugang, am: datetime, grund: str) -> Umsetzung:
    """Record that it is done, and with what result."""
    return _ende("erledigen", umsetzung, durch, am, grund)


def gib_auf(*, umsetzung: Umsetzung, durch: Zugang, am: datetime, grund: str) -> Umsetzung:
    """Record that it is given up, and why."""
    return _ende("aufgeben", umsetzung, durch, am, grund)


def nimm_wieder_auf(*, umsetzung: Umsetzung, durch: Zugang, am: datetime, grund: str) -> Umsetzung:
    """Record that it is worked on again, and why."""
    return _ende("wieder_aufnehmen", umsetzung, durch, am, grund)


AKTE: dict[str, Callable[..., Umsetzung]] = {
    "erledigen": erledige,
    "aufgeben": gib_auf,
    "wieder_aufnehmen": nimm_wieder_auf,
}
"""The act behind each transition, by its code."""


def naechste_akte(umsetzung: Umsetzung, durch: Zugang) -> list[Knopf]:
    """The acts open to somebody now."""
    return [knopf for knopf in knoepfe(UMSETZUNG, umsetzung, stand=None, durch=durch) if knopf.befugt]


@transaction.atomic
def _ende(code: str, umsetzung: Umsetzung, durch: Zugang, am: datetime, grund: str) -> Umsetzung:
    neu = vollziehe(UMSETZUNG, code, umsetzung, stand=lambda _: None, durch=durch, am=am, grund=grund)
    _vermerk(neu, grund, durch, am)
    return neu


def _vermerk(umsetzung: Umsetzung, text: str, durch: Zugang, am: datetime) -> Umsetzungsvermerk:
    return Umsetzungsvermerk.objects.create(
        umsetzung=umsetzung, text=text.strip(), am=am, partei_id=durch.partei_id, durch=durch.nutzer
    )
