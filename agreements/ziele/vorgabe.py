"""What is agreed about a Ziel, per dimension: the parameters of its rule of Zielerreichung, as values. Pure.

Rates are fractions (``Decimal("0.253")`` is 25,3 %). A Vorgabe is written into the agreement as sorted pairs of name
and plain text (:func:`als_paare`) and read back from them (:func:`aus_paaren`), so that equal rules read equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from agreements.ziele.dimension import Dimension, Richtung

Paare = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Jahreswert:
    """The Zielwert of a year; from ``teilweise`` on (on its less favourable side) the Ziel counts as partly reached."""

    jahr: int
    wert: Decimal
    teilweise: Decimal | None = None


@dataclass(frozen=True)
class Zielwert:
    """A number for each year of the period; the last one decides for the whole."""

    jahre: tuple[Jahreswert, ...]


@dataclass(frozen=True)
class Jahreskorridor:
    """The corridor of a year, both ends in it; ``teilweise`` as for a Zielwert."""

    jahr: int
    von: Decimal
    bis: Decimal
    teilweise: Decimal | None = None


@dataclass(frozen=True)
class Zielkorridor:
    """A corridor for each year of the period; the last one decides for the whole."""

    jahre: tuple[Jahreskorridor, ...]


@dataclass(frozen=True)
class Tendenz:
    """A direction; ``um`` is the least change (for "halten": the tolerance).

    A measure that is a change against the year before (K1, K3) is looked at by itself: "senken" means that what it
    measures has become less. Every other one is compared with the month before the period.
    """

    richtung: Richtung
    um: Decimal = Decimal(0)


class Massstab(StrEnum):
    """Which part of the comparison group a value has to reach."""

    MEDIAN = "median"
    DREI_VIERTEL = "drei_viertel"
    GUENSTIGES_VIERTEL = "guenstiges_viertel"


MASSSTABTITEL: dict[Massstab, str] = {
    Massstab.MEDIAN: "mindestens so günstig wie der Median der Vergleichsgruppe",
    Massstab.DREI_VIERTEL: "nicht im ungünstigsten Viertel der Vergleichsgruppe",
    Massstab.GUENSTIGES_VIERTEL: "im günstigsten Viertel der Vergleichsgruppe",
}


@dataclass(frozen=True)
class Relativ:
    """A position in the comparison group, as a part of it, never as a rank (FACHKONZEPT 3)."""

    massstab: Massstab


@dataclass(frozen=True)
class Meilenstein:
    """A described step and the day until which it is to be done."""

    text: str
    bis: date


@dataclass(frozen=True)
class Qualitativ:
    """Milestones: all of them, and the Ziel is reached; a part of them (P), and it is partly reached."""

    meilensteine: tuple[Meilenstein, ...]


@dataclass(frozen=True)
class Beobachtung:
    """Nothing is agreed but to watch."""


Vorgabe = Zielwert | Zielkorridor | Tendenz | Relativ | Qualitativ | Beobachtung


def als_paare(vorgabe: Vorgabe) -> Paare:
    """The parameters as sorted pairs of name and plain text."""
    return tuple(sorted(_felder(vorgabe).items()))


def _felder(vorgabe: Vorgabe) -> dict[str, str]:
    match vorgabe:
        case Zielwert(jahre):
            return {name: text for j in jahre for name, text in _jahr(j.jahr, wert=j.wert, teilweise=j.teilweise)}
        case Zielkorridor(jahre):
            return {
                name: text for j in jahre for name, text in _jahr(j.jahr, von=j.von, bis=j.bis, teilweise=j.teilweise)
            }
        case Tendenz(richtung, um):
            return {"richtung": richtung.value, "um": _zahl(um)}
        case Relativ(massstab):
            return {"massstab": massstab.value}
        case Qualitativ(meilensteine):
            return _meilensteine(meilensteine)
        case Beobachtung():
            return {}


def _jahr(jahr: int, **werte: Decimal | None) -> Iterable[tuple[str, str]]:
    return [(f"{jahr}.{name}", _zahl(wert)) for name, wert in werte.items() if wert is not None]


def _zahl(wert: Decimal) -> str:
    """A number in one spelling only: "0.25", whether it was 0.25 or 0.250."""
    return f"{wert.normalize():f}" if wert else "0"


def _meilensteine(meilensteine: Iterable[Meilenstein]) -> dict[str, str]:
    felder: dict[str, str] = {}
    for nummer, stein in enumerate(meilensteine, start=1):
        felder |= {f"{nummer:02}.text": stein.text, f"{nummer:02}.bis": stein.bis.isoformat()}
    return felder


def aus_paaren(dimension: Dimension, paare: Iterable[tuple[str, str]]) -> Vorgabe | None:
    """The Vorgabe that pairs describe; None where they are not a complete one."""
    felder = dict(paare)
    try:
        return _LESER[dimension](felder)
    except (KeyError, ValueError, InvalidOperation):
        return None


def _je_nummer(felder: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Names such as "2027.wert" grouped by what stands before the point, in order; ``ValueError`` without any."""
    gruppen: dict[str, dict[str, str]] = {}
    for name, text in sorted(felder.items()):
        nummer, _, feld = name.partition(".")
        gruppen.setdefault(nummer, {})[feld] = text
    if not gruppen:
        raise ValueError("Es ist nichts vereinbart.")
    return gruppen


def _oder_nichts(felder: Mapping[str, str], name: str) -> Decimal | None:
    return Decimal(felder[name]) if name in felder else None


def _lies_zielwert(felder: Mapping[str, str]) -> Zielwert:
    return Zielwert(
        tuple(
            Jahreswert(int(jahr), Decimal(f["wert"]), _oder_nichts(f, "teilweise"))
            for jahr, f in _je_nummer(felder).items()
        )
    )


def _lies_korridor(felder: Mapping[str, str]) -> Zielkorridor:
    return Zielkorridor(
        tuple(
            Jahreskorridor(int(jahr), Decimal(f["von"]), Decimal(f["bis"]), _oder_nichts(f, "teilweise"))
            for jahr, f in _je_nummer(felder).items()
        )
    )


def _lies_tendenz(felder: Mapping[str, str]) -> Tendenz:
    return Tendenz(Richtung(felder["richtung"]), Decimal(felder["um"]))


def _lies_meilensteine(felder: Mapping[str, str]) -> Qualitativ:
    steine = (Meilenstein(f["text"], date.fromisoformat(f["bis"])) for f in _je_nummer(felder).values())
    return Qualitativ(tuple(steine))


_LESER: dict[Dimension, Callable[[Mapping[str, str]], Vorgabe]] = {
    Dimension.ZIELWERT: _lies_zielwert,
    Dimension.ZIELKORRIDOR: _lies_korridor,
    Dimension.TENDENZ: _lies_tendenz,
    Dimension.RELATIV: lambda felder: Relativ(Massstab(felder["massstab"])),
    Dimension.QUALITATIV: _lies_meilensteine,
    Dimension.BEOBACHTUNG: lambda felder: Beobachtung(),
}
