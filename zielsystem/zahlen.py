"""How numbers and days are written for people.

German signs, kaufmännisch rounded (half away from zero, on the decimal digits a reader would see, not on the
binary ones), a real minus sign, "–" for what is not there. Pure: no Django, no locale, no clock.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

Zahl = Decimal | float | int

FEHLT = "–"
GEHEIM = "*"
"""In place of a figure that is withheld so that nobody can be recognised in it."""
MINUS = "\u2212"
SCHMALES_LEERZEICHEN = "\u202f"
"""Narrow no-break space, between a number and the sign of its unit."""
FESTES_LEERZEICHEN = "\u00a0"
"""No-break space, between a number and a word."""

MONATE = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

_DEUTSCH = str.maketrans(",.", ".,")


def prozent(anteil: Zahl | None, stellen: int = 1) -> str:
    """A fraction as percent: 0.1234 is "12,3 %"."""
    return _mit_einheit(_dezimal(anteil, mal=100), stellen, "%")


def veraenderung(anteil: Zahl | None, stellen: int = 1) -> str:
    """A relative change as percent with its sign: 0.012 is "+1,2 %", -0.012 is "−1,2 %"."""
    return _mit_einheit(_dezimal(anteil, mal=100), stellen, "%", plus=True)


def prozentpunkte(abstand: Zahl | None, stellen: int = 1) -> str:
    """The difference of two fractions, with its sign: 0.004 is "+0,4 Prozentpunkte"."""
    zahl = _dezimal(abstand, mal=100)
    return FEHLT if zahl is None else f"{_ziffern(zahl, stellen, plus=True)}{FESTES_LEERZEICHEN}Prozentpunkte"


def bruch(anteil: float | None) -> str | None:
    """A fraction for machines: six places and a decimal point, half up, never "-0.000000"; None stays None."""
    zahl = _dezimal(anteil)
    if zahl is None:
        return None
    gerundet = zahl.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return f"{abs(gerundet) if gerundet == 0 else gerundet:f}"


def ganzzahl(anzahl: Zahl | None) -> str:
    """A count of persons or cases: 1234567 is "1.234.567"."""
    zahl = _dezimal(anzahl)
    return FEHLT if zahl is None else _ziffern(zahl, 0)


def dezimalzahl(wert: Zahl | None, stellen: int = 1) -> str:
    """A plain number with decimals: 1234.56 is "1.234,6"."""
    zahl = _dezimal(wert)
    return FEHLT if zahl is None else _ziffern(zahl, stellen)


def euro_aus_cent(cent: Zahl | None) -> str:
    """An amount of money given in cents: 123456789 is "1.234.567,89 €"."""
    zahl = _dezimal(cent)
    return _mit_einheit(None if zahl is None else zahl / 100, 2, "€")


def monat(monatserster: date | None) -> str:
    """A month, given as any day in it: "März 2026"."""
    return FEHLT if monatserster is None else f"{MONATE[monatserster.month - 1]} {monatserster.year}"


def tag(am: date | None) -> str:
    """A day: "01.03.2026"."""
    return FEHLT if am is None else f"{am:%d.%m.}{am.year}"


def zeitpunkt(am: datetime | None) -> str:
    """A moment, in the time zone it is given in: "01.03.2026, 14:05 Uhr"."""
    return FEHLT if am is None else f"{tag(am)}, {am:%H:%M} Uhr"


# -- What people write ------------------------------------------------------------------------------------------


def lies_prozent(text: str) -> Decimal:
    """A fraction as an official writes it in percent: "25,3 %", "25,3" and "+25,3" are 0.253; a point groups thousands.

    ``ValueError``, in German, for anything else.
    """
    zahl = _gelesen(text.strip().removesuffix("%"))
    if zahl is None:
        raise ValueError(f"„{text.strip()}“ ist keine Angabe in Prozent. Richtig wäre zum Beispiel 25,3 oder −1,5 %.")
    return zahl / 100


def lies_cent(text: str) -> int:
    """An amount of money in cents: "1.234.567,89 €" is 123456789. ``ValueError``, in German, for anything else."""
    zahl = _gelesen(text.strip().removesuffix("€").rstrip().removesuffix("Euro"))
    if zahl is None or zahl * 100 % 1:
        raise ValueError(f"„{text.strip()}“ ist kein Betrag in Euro. Richtig wäre zum Beispiel 1.234.567,89.")
    return int(zahl * 100)


_GESCHRIEBEN = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,\d{1,6})?", re.ASCII)


def _gelesen(text: str) -> Decimal | None:
    """A number in German spelling; None for anything else. A minus may be a hyphen, a dash or a real minus sign."""
    ziffern = "".join(text.split()).replace(MINUS, "-").replace("–", "-")
    return Decimal(ziffern.replace(".", "").replace(",", ".")) if _GESCHRIEBEN.fullmatch(ziffern) else None


# -- How it is done ---------------------------------------------------------------------------------------------


def _dezimal(wert: Zahl | None, mal: int = 1) -> Decimal | None:
    """The number a reader would write down, or None for what is missing. ``ValueError`` for infinity."""
    if wert is None:
        return None
    zahl = Decimal(wert) if isinstance(wert, (Decimal, int)) else Decimal(float.__repr__(float(wert)))
    if zahl.is_nan():
        return None
    if zahl.is_infinite():
        raise ValueError(f"Keine darstellbare Zahl: {wert}")
    return zahl * mal


def _mit_einheit(zahl: Decimal | None, stellen: int, einheit: str, plus: bool = False) -> str:
    if zahl is None:
        return FEHLT
    return f"{_ziffern(zahl, stellen, plus=plus)}{SCHMALES_LEERZEICHEN}{einheit}"


def _ziffern(zahl: Decimal, stellen: int, plus: bool = False) -> str:
    gerundet = zahl.quantize(Decimal(1).scaleb(-stellen), rounding=ROUND_HALF_UP)
    vorzeichen = MINUS if gerundet < 0 else "+" if plus and gerundet > 0 else ""
    return vorzeichen + f"{abs(gerundet):,f}".translate(_DEUTSCH)
