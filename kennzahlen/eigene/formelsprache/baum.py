"""The tree of a formula: frozen, and of nothing but these five kinds of parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Rechenzeichen = Literal["+", "-", "*", "/"]


class Fensterart(StrEnum):
    """The windows in time, by the word that people write."""

    SUMME12 = "summe12"
    MITTEL12 = "mittel12"
    VORMONAT = "vormonat"
    VORJAHR = "vorjahr"


FENSTER: dict[Fensterart, str] = {
    Fensterart.SUMME12: "Summe der zwölf Monate, die mit dem Monat enden",
    Fensterart.MITTEL12: "Mittel der zwölf Monate, die mit dem Monat enden",
    Fensterart.VORMONAT: "Wert des Monats davor",
    Fensterart.VORJAHR: "Wert desselben Zeitraums im Jahr davor",
}


@dataclass(frozen=True, slots=True)
class Zahl:
    """A number as it was written."""

    wert: Decimal


@dataclass(frozen=True, slots=True)
class Code:
    """A figure by its code, and where it stands in the text."""

    name: str
    stelle: int


@dataclass(frozen=True, slots=True)
class Negativ:
    """The opposite of a part."""

    inhalt: Baum


@dataclass(frozen=True, slots=True)
class Rechnung:
    """Two parts with an operator between them."""

    zeichen: Rechenzeichen
    links: Baum
    rechts: Baum


@dataclass(frozen=True, slots=True)
class Fenster:
    """A part, seen through a window in time."""

    art: Fensterart
    inhalt: Baum
    stelle: int


Baum = Zahl | Code | Negativ | Rechnung | Fenster


def teile(baum: Baum) -> Iterator[Baum]:
    """The tree and all its parts, as they stand in the text, without recursion."""
    offen = [baum]
    while offen:
        teil = offen.pop()
        yield teil
        match teil:
            case Rechnung():
                offen += (teil.rechts, teil.links)
            case Negativ() | Fenster():
                offen.append(teil.inhalt)


def bezuege(baum: Baum) -> dict[str, int]:
    """The codes in a formula, each with the position where it stands first."""
    stellen: dict[str, int] = {}
    for teil in teile(baum):
        if isinstance(teil, Code):
            stellen.setdefault(teil.name, teil.stelle)
    return stellen
