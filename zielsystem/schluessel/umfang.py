"""What a token can be for. Pure.

Only acts that a program does in somebody's stead: reading, reporting, moving a negotiation. What binds a party or a
person (signing, instructing, publishing, managing accounts) is done by the person.
"""

from __future__ import annotations

from datetime import timedelta

from zielsystem.befugnisse import Befugnis

VERLEIHBAR: dict[Befugnis, str] = {
    Befugnis.SEHEN: "Lesen, was Sie in diesem Amt sehen",
    Befugnis.MELDUNG_ERFASSEN: "Meldungen erfassen und einreichen",
    Befugnis.MELDUNG_FREIGEBEN: "Meldungen freigeben und zurücknehmen",
    Befugnis.VERHANDELN: "Zielvereinbarungen in der Verhandlung weiterführen",
}
"""What can be given to a token, in words. Reading comes with every one: nothing can be done with what is invisible."""

LAUFZEITEN: dict[int, str] = {30: "30 Tage", 90: "90 Tage", 180: "ein halbes Jahr", 365: "ein Jahr"}
"""How long one may be valid, in days (P)."""

HOECHSTENS_JE_AMT = 20
"""So many valid ones an Amt can have (P)."""

MELDE_NUTZUNG_NACH = timedelta(minutes=1)
"""The last use is kept to the minute: a request costs no write."""


def verleihbare(befugnisse: frozenset[Befugnis]) -> tuple[Befugnis, ...]:
    """What somebody with these rights can give to a token; empty without the right to see."""
    return tuple(b for b in VERLEIHBAR if b in befugnisse) if Befugnis.SEHEN in befugnisse else ()
