"""How often somebody is told by e-mail what waits. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

MONTAG = 0


class Turnus(StrEnum):
    """How often the digest goes out."""

    TAEGLICH = "taeglich"
    WOECHENTLICH = "woechentlich"
    NIE = "nie"


TURNUSTITEL = {
    Turnus.TAEGLICH: "an jedem Werktag",
    Turnus.WOECHENTLICH: "montags",
    Turnus.NIE: "nie",
}

VORGABE = Turnus.WOECHENTLICH
"""For those who have chosen nothing."""


def heute_dran(turnus: Turnus, tag: date) -> bool:
    """Whether the digest goes out on a day: on weekdays, or on Mondays."""
    match turnus:
        case Turnus.TAEGLICH:
            return tag.weekday() < 5
        case Turnus.WOECHENTLICH:
            return tag.weekday() == MONTAG
        case Turnus.NIE:
            return False
