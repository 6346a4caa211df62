"""In what a figure is counted, and how it is written: on pages, on charts, in files. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from zielsystem import zahlen
from zielsystem.ui.rows import Dezimalzahl, Rohwert


class Mass(StrEnum):
    """The units one can choose from."""

    ANZAHL = "anzahl"
    ANTEIL = "anteil"
    ZAHL = "zahl"
    EURO = "euro"
    EURO_JE = "euro_je"


@dataclass(frozen=True)
class Massbeschreibung:
    """A unit in words. ``achse`` is an expression of Vega that writes ``datum.value``; ``je`` asks "per what"."""

    titel: str
    kurz: str
    erklaerung: str
    achse: str
    je: bool = False


_GANZ = "format(datum.value, ',')"
_PROZENT = "format(datum.value * 100, '.1~f') + '\u202f%'"
_EURO = f"{_GANZ} + '\u202f€'"

MASSE: dict[Mass, Massbeschreibung] = {
    Mass.ANZAHL: Massbeschreibung("Anzahl", "Anzahl", "ganze Personen, Fälle, Stellen: 1.234", _GANZ),
    Mass.ANTEIL: Massbeschreibung("Anteil", "Prozent", "Bruch, als Prozent gezeigt: 0,241 ist 24,1 %", _PROZENT),
    Mass.ZAHL: Massbeschreibung("Dezimalzahl", "Zahl", "Schlüssel und Mittelwerte: 75,3", _GANZ),
    Mass.EURO: Massbeschreibung("Euro", "Euro", "Beträge: 1.234,50 €", _EURO),
    Mass.EURO_JE: Massbeschreibung("Euro je …", "Euro", "bezogene Beträge: 1.234,50 € je Fall", _EURO, je=True),
}

HOECHSTENS = Decimal(10) ** 13
"""Entered figures lie below it, with at most four decimals: 17 digits, as the database keeps them."""

NACHKOMMASTELLEN = 4


def schreibe(wert: float | Decimal | None, mass: str) -> str:
    """A value as people read it; "–" where there is none."""
    match Mass(mass):
        case Mass.ANTEIL:
            return zahlen.prozent(wert)
        case Mass.ANZAHL:
            return zahlen.ganzzahl(wert)
        case Mass.ZAHL:
            return zahlen.dezimalzahl(wert, 2)
        case _:
            return zahlen.euro_aus_cent(None if wert is None else _genau(wert) * 100)


def titel(mass: str, je: str = "") -> str:
    """The unit in words, such as "Euro je Leistungsberechtigte"."""
    return f"Euro je {je}" if Mass(mass) is Mass.EURO_JE else MASSE[Mass(mass)].kurz


def roh(wert: float | Decimal | None, mass: str) -> Rohwert:
    """A value as a file holds it: counts whole where they are, shares as fractions, money in euros."""
    if wert is None:
        return None
    genau = _genau(wert)
    match Mass(mass):
        case Mass.ANTEIL:
            return float(wert)
        case Mass.EURO | Mass.EURO_JE:
            return genau.quantize(Decimal("0.01"), ROUND_HALF_UP)
        case _:
            return int(genau) if genau == genau.to_integral_value() else Dezimalzahl(wert)


def eingabetext(wert: Decimal | None) -> str:
    """An entered figure as it is typed: a comma, no grouping, no trailing zeros; empty where there is none."""
    if wert is None:
        return ""
    text = f"{wert:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _genau(wert: float | Decimal) -> Decimal:
    return wert if isinstance(wert, Decimal) else Decimal(repr(float(wert)))
