"""The acts that move an agreement from state to state: the only writer of ``Zielvereinbarung.zustand``.

Every act is a row of ``agreements.recht.VEREINBARUNG``; the engine looks it up, asks for the right and for what
hinders it, and writes state and journal.
"""

from __future__ import annotations

from datetime import datetime

from agreements.models import Zielvereinbarung
from agreements.recht import VEREINBARUNG, Vereinbarungsstand
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.zugriff import Zugang


def stand_von(vereinbarung: Zielvereinbarung) -> Vereinbarungsstand:
    """The snapshot that the conditions look at."""
    return Vereinbarungsstand(nr=vereinbarung.nr, laufzeit=vereinbarung.runde.laufzeit)


def verhandlung_aufnehmen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """Begin to negotiate a draft; each of its parties may (§ 48b Abs. 1 SGB II)."""
    return vollziehe(
        VEREINBARUNG, "verhandlung_aufnehmen", vereinbarung, stand=stand_von, durch=durch, am=am, grund=grund
    )


AKTE = {"verhandlung_aufnehmen": verhandlung_aufnehmen}
"""The act behind each transition that leads away from a state, by its code."""


def naechste_akte(vereinbarung: Zielvereinbarung, durch: Zugang) -> list[Knopf]:
    """The acts open or closed to somebody now, each with what stands in its way."""
    return [
        knopf
        for knopf in knoepfe(VEREINBARUNG, vereinbarung, stand=stand_von(vereinbarung), durch=durch)
        if knopf.befugt
    ]
