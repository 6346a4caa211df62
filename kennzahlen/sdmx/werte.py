"""From stored series to observations with their status. Pure.

Of a value that is withheld nothing is said but that it is: no numerator, no denominator, no counts of months or units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from kennzahlen.formeln import Grund
from kennzahlen.recht import fassungen
from kennzahlen.sdmx.aufbau import MERKMALE
from kennzahlen.sdmx.codelisten import MONATLICH, REIHEN, einheitencode, grundcode, masseinheit
from zielsystem.zahlen import bruch


@dataclass(frozen=True)
class Jahresreihe:
    """One stored year of a measure of a unit: seven arrays, a place per month from January on."""

    jahr: int
    wert: Sequence[float]
    zaehler: Sequence[int]
    nenner: Sequence[int]
    monate: Sequence[int]
    fehlend: Sequence[int]
    grund: Sequence[int]


class Beobachtung(NamedTuple):
    """One observation: month (``2026-07``), value as text (None: there is none), attributes in order of MERKMALE."""

    monat: str
    wert: str | None
    merkmale: tuple[str | None, ...]


class Reihe(NamedTuple):
    """A series: key in the order of SCHLUESSEL, its attributes in the order of REIHENMERKMALE, its observations."""

    schluessel: tuple[str, ...]
    merkmale: tuple[str, ...]
    beobachtungen: tuple[Beobachtung, ...]


@dataclass(frozen=True)
class Zeitraum:
    """The months asked for, both included, and the last one that is final in the release."""

    von: date
    bis: date
    endgueltig_bis: date


def reihe(code: str, einheit: str, jahre: Iterable[Jahresreihe], zeitraum: Zeitraum) -> Reihe:
    """The series of a measure of a unit. Months in which unit or measure did not exist have no observation."""
    kennzahl, geschlecht = REIHEN[code]
    schluessel = (MONATLICH, kennzahl, einheitencode(einheit), geschlecht)
    beobachtungen = tuple(eine for jahr in jahre for eine in _beobachtungen(code, jahr, zeitraum))
    return Reihe(schluessel, (masseinheit(code),), beobachtungen)


def _beobachtungen(code: str, jahr: Jahresreihe, zeitraum: Zeitraum) -> Iterator[Beobachtung]:
    spalten = (jahr.wert, jahr.zaehler, jahr.nenner, jahr.monate, jahr.fehlend, jahr.grund)
    for monat, (wert, zaehler, nenner, vorhanden, fehlend, grund) in enumerate(zip(*spalten, strict=True), 1):
        erster = date(jahr.jahr, monat, 1)
        if grund == Grund.AUSSERHALB or not zeitraum.von <= erster <= zeitraum.bis:
            continue
        text = f"{jahr.jahr}-{monat:02}"
        if grund == Grund.GEHEIM:
            yield Beobachtung(text, None, _GEHEIM)
            continue
        mit_summen = grund in (Grund.OK, Grund.NENNER_NULL)
        merkmale = _merkmale(
            grund,
            erster > zeitraum.endgueltig_bis,
            vorhanden if vorhanden != _fenster(code, erster) else None,
            fehlend or None,
            _ist_bruch(code, erster),
        )
        summen = (str(zaehler), str(nenner)) if mit_summen else (None, None)
        yield Beobachtung(text, _bruch(wert) if grund == Grund.OK else None, (*merkmale, *summen))


def _bruch(wert: float) -> str | None:
    """:func:`zielsystem.zahlen.bruch`, which is asked itself only where half up depends on the digits one reads."""
    genau = abs(wert) * 1_000_000
    ganze = int(genau)
    if abs(genau - ganze - 0.5) < 1e-3:
        return bruch(wert)
    ganze += genau - ganze > 0.5
    return f"{'-' if wert < 0 and ganze else ''}{ganze // 1_000_000}.{ganze % 1_000_000:06d}"


@cache
def _merkmale(
    grund: int, vorlaeufig: bool, monate: int | None, fehlend: int | None, neu_definiert: bool
) -> tuple[str | None, ...]:
    """All attributes but the sums; there are few different ones. ``monate`` and ``fehlend`` only where any lack."""
    unvollstaendig = monate is not None or fehlend is not None
    werte = {
        "OBS_STATUS": _status(grund, neu_definiert, unvollstaendig, vorlaeufig),
        "CONF_STATUS": "F",
        "GRUND": grundcode(Grund(grund)) if grund else None,
        "VORLAEUFIG": "true" if vorlaeufig else None,
        "UNVOLLSTAENDIG": "true" if unvollstaendig else None,
        "MONATE_VORHANDEN": _text(monate),
        "EINHEITEN_FEHLEND": _text(fehlend),
    }
    return tuple(werte[name] for name in MERKMALE[:-2])


def _text(zahl: int | None) -> str | None:
    return None if zahl is None else str(zahl)


def _status(grund: int, neu_definiert: bool, unvollstaendig: bool, vorlaeufig: bool) -> str:
    """The code of CL_OBS_STATUS; where several apply the first of break, incomplete, provisional (the attributes
    VORLAEUFIG and UNVOLLSTAENDIG say the others as well).
    """
    if grund:
        return "M" if grund == Grund.NENNER_NULL else "O"
    for code, zutreffend in (("B", neu_definiert), ("D", unvollstaendig), ("P", vorlaeufig)):
        if zutreffend:
            return code
    return "A"


_GEHEIM: tuple[str | None, ...] = tuple(
    {"OBS_STATUS": "Q", "CONF_STATUS": "C", "GRUND": grundcode(Grund.GEHEIM)}.get(name) for name in MERKMALE
)


@cache
def _fenster(code: str, monat: date) -> int:
    """The months a full window has; 0 where no definition is in force."""
    return next((zeile.fenster for zeile in fassungen(code) if monat in zeile.geltung), 0)


@cache
def _ist_bruch(code: str, monat: date) -> bool:
    """Whether this is the first month by a new definition."""
    davor = date(monat.year - (monat.month == 1), (monat.month - 2) % 12 + 1, 1)
    return any(monat in zeile.geltung and davor not in zeile.geltung for zeile in fassungen(code)[1:])


def nur_neues(jetzige: Reihe, damalige: Reihe | None) -> Reihe:
    """Of a series the observations that are new or differ from those of an earlier release."""
    alte: Mapping[str, Beobachtung] = {b.monat: b for b in damalige.beobachtungen} if damalige else {}
    neue = tuple(b for b in jetzige.beobachtungen if alte.get(b.monat) != b)
    return Reihe(jetzige.schluessel, jetzige.merkmale, neue)
