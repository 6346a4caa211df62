"""Notes on releases: the act of adding one, and those that stand beside the figures of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kennzahlen.models import Einheit, Hinweis, Veroeffentlichung
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.recht import KENNZAHL_CODES, REIHENNUMMER
from kennzahlen.veroeffentlichungen.recht import VEROEFFENTLICHUNG
from kennzahlen.veroeffentlichungen.veroeffentlichung import verlange_veroeffentlichung
from zielsystem import zahlen
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang

CODE_VON = {REIHENNUMMER[code]: code for code in KENNZAHL_CODES}


@dataclass(frozen=True)
class Geltungsbereich:
    """What a note concerns; what is not named is all of it."""

    einheit: Einheit | None = None
    code: str = ""
    monat: date | None = None


@transaction.atomic
def vermerke(
    *,
    veroeffentlichung: Veroeffentlichung,
    art: Hinweisart,
    text: str,
    bereich: Geltungsbereich = Geltungsbereich(),
    durch: Zugang,
    am: datetime,
) -> Hinweis:
    """Add a note to a release; the release and its figures stay as they are. Raises ``PermissionDenied``."""
    verlange_veroeffentlichung(durch)
    hinweis = Hinweis.objects.create(
        veroeffentlichung=veroeffentlichung,
        art=art,
        einheit=bereich.einheit,
        kennzahl=REIHENNUMMER[bereich.code] if bereich.code else None,
        monat=bereich.monat,
        text=text.strip(),
        eingetragen_am=am,
        eingetragen_durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt="vermerken", norm=VEROEFFENTLICHUNG, objekt=hinweis)
    return hinweis


def hinweise_zu(veroeffentlichung: Veroeffentlichung, einheit: Einheit) -> list[dict[str, str]]:
    """The notes on a release that concern a unit, as the page shows them: one query."""
    zeilen = veroeffentlichung.hinweise.filter(Q(einheit=None) | Q(einheit=einheit)).order_by("pk")
    return [
        {
            "art": Hinweisart(hinweis.art).label,
            "wozu": wozu(hinweis.kennzahl, hinweis.monat),
            "text": hinweis.text,
            "am": zahlen.tag(hinweis.eingetragen_am.date()),
        }
        for hinweis in zeilen
    ]


@dataclass(frozen=True)
class Vermerk:
    """A note as machines read it; what it does not name, it concerns all of."""

    nummer: int
    art: str
    text: str
    einheit: str | None
    kennzahl: str | None
    monat: date | None

    def betrifft(self, einheit: str, code: str, monat: date) -> bool:
        """Whether the note concerns a value."""
        return self.einheit in (None, einheit) and self.kennzahl in (None, code) and self.monat in (None, monat)

    def als_objekt(self) -> dict[str, object]:
        """As the API gives it out."""
        return {
            "nummer": self.nummer,
            "art": self.art,
            "text": self.text,
            "einheit": self.einheit,
            "kennzahl": self.kennzahl,
            "monat": f"{self.monat:%Y-%m}" if self.monat else None,
        }


def vermerke_nach_veroeffentlichung(nummern: Iterable[int]) -> dict[int, list[Vermerk]]:
    """All notes on some releases, by the number of the release: one query."""
    ergebnis: dict[int, list[Vermerk]] = {}
    felder = ("veroeffentlichung_id", "pk", "art", "text", "einheit__schluessel", "kennzahl", "monat")
    for veroeffentlichung, nummer, art, text, einheit, kennzahl, monat in (
        Hinweis.objects.filter(veroeffentlichung__in=list(nummern)).order_by("pk").values_list(*felder)
    ):
        vermerk = Vermerk(nummer, art, text, einheit, CODE_VON[kennzahl] if kennzahl else None, monat)
        ergebnis.setdefault(veroeffentlichung, []).append(vermerk)
    return ergebnis


def wozu(kennzahl: int | None, monat: date | None) -> str:
    """Measure and month that a note concerns, as words; empty for all of them."""
    teile = [CODE_VON[kennzahl]] if kennzahl else []
    return ", ".join([*teile, zahlen.monat(monat)] if monat else teile)
