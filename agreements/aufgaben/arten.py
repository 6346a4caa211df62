"""What can wait for somebody: the kinds of tasks, in the order in which they are shown. Pure.

A task is no record of its own. It follows from where things stand, so it is there as long as something waits and gone
as soon as it is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zielsystem.befugnisse import Befugnis


@dataclass(frozen=True)
class Aufgabenart:
    """A kind of task: its title as a request, and the right without which it is nobody's."""

    code: str
    titel: str
    befugnis: Befugnis


_B = Befugnis

AUFGABENARTEN: tuple[Aufgabenart, ...] = (
    Aufgabenart("zeichnen", "Zeichnen", _B.ZEICHNEN),
    Aufgabenart("nachweis", "Ergebnis einer Beteiligung nachweisen", _B.NACHWEIS_ERFASSEN),
    Aufgabenart("anmelden", "Bei einem Gremium anmelden", _B.NACHWEIS_ERFASSEN),
    Aufgabenart("aufhebung", "Zur Aufhebung Stellung nehmen", _B.NACHWEIS_ERFASSEN),
    Aufgabenart("pruefen", "Text und Ziele annehmen oder Gegenvorschlag machen", _B.VERHANDELN),
    Aufgabenart("feststellen", "Abgestimmten Text feststellen", _B.VERHANDELN),
    Aufgabenart("aufnehmen", "Verhandlung aufnehmen", _B.VERHANDELN),
    Aufgabenart("planungsbrief", "Planungsbrief veröffentlichen", _B.RUNDE_PLANEN),
    Aufgabenart("anbieten", "Angebotswert abgeben", _B.WERT_ANBIETEN),
    Aufgabenart("beantworten", "Angebotswert beantworten", _B.WERT_BEANTWORTEN),
    Aufgabenart("dialoge_planen", "Zieldialoge planen", _B.ZIELDIALOG_FUEHREN),
    Aufgabenart("bericht", "Bericht zum Zieldialog abgeben", _B.ZIELDIALOG_FUEHREN),
    Aufgabenart("niederschrift", "Niederschrift schreiben oder bestätigen", _B.ZIELDIALOG_FUEHREN),
    Aufgabenart("massnahme", "Maßnahme umsetzen", _B.ZIELDIALOG_FUEHREN),
    Aufgabenart("bewerten", "Zielerreichung bestätigen", _B.VERHANDELN),
    Aufgabenart("einladen", "Zu einer Sitzung einladen", _B.GREMIUM_FUEHREN),
    Aufgabenart("sitzung", "An einer Sitzung teilnehmen", _B.IM_GREMIUM_MITWIRKEN),
    Aufgabenart("umlauf", "Im Umlauf abstimmen", _B.IM_GREMIUM_MITWIRKEN),
    Aufgabenart("gremium_niederschrift", "Niederschrift einer Sitzung vorlegen", _B.GREMIUM_FUEHREN),
    Aufgabenart("gremium_genehmigen", "Niederschrift einer Sitzung genehmigen", _B.NIEDERSCHRIFT_GENEHMIGEN),
    Aufgabenart("umsetzung", "Beschluss eines Gremiums umsetzen", _B.IM_GREMIUM_MITWIRKEN),
    Aufgabenart("streitfall", "Entscheidung eines Streitfalls mitteilen", _B.GREMIUM_FUEHREN),
    Aufgabenart("melden", "Monat melden", _B.MELDUNG_FREIGEBEN),
)
ART = {art.code: art for art in AUFGABENARTEN}


@dataclass(frozen=True)
class Aufgabe:
    """Something that waits: of which kind, about what, where it is done, until when (None: no day is set)."""

    art: Aufgabenart
    gegenstand: str
    url: str
    frist: date | None = None
    hinweis: str = ""

    def ueberfaellig(self, heute: date) -> bool:
        """Whether its day has passed."""
        return self.frist is not None and self.frist < heute


def sortiert(aufgaben: Iterable[Aufgabe]) -> list[Aufgabe]:
    """By day, those without one last, then in the order of the kinds."""
    reihenfolge = {art.code: stelle for stelle, art in enumerate(AUFGABENARTEN)}
    return sorted(aufgaben, key=lambda a: (a.frist or date.max, reihenfolge[a.art.code], a.gegenstand))
