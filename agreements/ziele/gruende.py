"""Why a Ziel was not, or not wholly, reached: the catalogue from which both sides choose, beside their own words. Pure.

A Grund explains, it excuses nobody and leads to no consequence: there are no sanctions (FACHKONZEPT 3; Hinweise des DLT
2010, Abschnitt 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.recht import INKRAFTTRETEN
from zielsystem.recht import Geltung, in_kraft

_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)


@dataclass(frozen=True)
class Grund:
    """A reason; ``worte_noetig``: it says nothing without an explanation."""

    code: str
    titel: str
    worte_noetig: bool = False
    geltung: Geltung = _SEIT_2011


GRUENDE: tuple[Grund, ...] = (
    Grund("arbeitsmarkt", "Der örtliche Arbeitsmarkt hat sich anders entwickelt als angenommen"),
    Grund("zugaenge", "Mehr Menschen sind in den Leistungsbezug gekommen als angenommen"),
    Grund("zusammensetzung", "Die Leistungsberechtigten brauchen mehr oder andere Unterstützung als angenommen"),
    Grund("mittel", "Es standen weniger Eingliederungs- oder Verwaltungsmittel zur Verfügung als angenommen"),
    Grund("personal", "Personal hat gefehlt oder gewechselt"),
    Grund("massnahmen", "Maßnahmen haben später begonnen oder weniger bewirkt als geplant"),
    Grund("beitrag_steuernd", "Ein Beitrag der steuernden Seite ist nicht wie vereinbart erbracht worden"),
    Grund("beitrag_ausfuehrend", "Ein Beitrag der ausführenden Seite ist nicht wie vereinbart erbracht worden"),
    Grund("recht", "Das Recht oder die Statistik hat sich geändert"),
    Grund("organisation", "Organisation oder Technik wurden umgestellt"),
    Grund("zu_hoch", "Das Ziel war zu hoch angesetzt"),
    Grund("sonstiges", "Anderer Grund", worte_noetig=True),
)


def gruende(am: date) -> tuple[Grund, ...]:
    """The reasons that can be chosen for a period that begins on a day."""
    return in_kraft(GRUENDE, am)
