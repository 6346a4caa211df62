"""From a tree and figures to values: all rows and periods at once, and the reason wherever there is no value.

Missing figures give no value, never 0, and a zero denominator likewise (FACHKONZEPT 2, rule 2). A window whose months
are not all there has no value either: what somebody defines for themselves is never shown as if it were whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from kennzahlen.eigene.formelsprache.baum import Baum, Code, Fenster, Fensterart, Negativ, Rechnung, Zahl

Zahlen = NDArray[np.float64]
Gruende = NDArray[np.int8]
MONATE = 12


class Grund(IntEnum):
    """Why there is a value (OK) or none."""

    OK = 0
    FEHLT = 1
    VERGLEICH_FEHLT = 2
    LUECKE = 3
    NENNER_NULL = 4
    ZU_GROSS = 5
    KEINE_DEFINITION = 6


GRUND_TEXT: dict[Grund, str] = {
    Grund.OK: "",
    Grund.FEHLT: "Eine Zahl, auf der der Wert beruht, liegt für diesen Zeitraum nicht vor.",
    Grund.VERGLEICH_FEHLT: "Die Zahl des früheren Zeitraums, auf den sich der Wert bezieht, liegt nicht vor.",
    Grund.LUECKE: "In den zwölf Monaten, auf denen der Wert beruht, fehlt mindestens einer.",
    Grund.NENNER_NULL: "Es wäre durch null zu teilen.",
    Grund.ZU_GROSS: "Das Ergebnis ist keine darstellbare Zahl.",
    Grund.KEINE_DEFINITION: "Für diesen Zeitraum ist die Zahl nicht festgelegt.",
}
"""The sentence shown to people for each reason."""


@dataclass(frozen=True, eq=False)
class Ergebnis:
    """Values [row, period], NaN where there is none, and the :class:`Grund` of each."""

    werte: Zahlen
    grund: Gruende

    @classmethod
    def aus(cls, werte: Zahlen) -> Ergebnis:
        """Figures as they were entered: what is not there is missing."""
        return cls(werte, np.where(np.isnan(werte), Grund.FEHLT, Grund.OK).astype(np.int8))


def werte_aus(baum: Baum, zahlen: Mapping[str, Ergebnis], form: tuple[int, int], *, je_jahr: int = 12) -> Ergebnis:
    """The values of a formula, [row, period].

    ``zahlen`` are the figures by code, each of the given ``form`` and over consecutive periods, ``je_jahr`` of them in
    a year. Raises ``KeyError`` for a code that is not among them: :func:`.pruefe` comes first.
    """
    match baum:
        case Zahl():
            return _konstant(float(baum.wert), form)
        case Code():
            return zahlen[baum.name]
        case Negativ():
            inhalt = werte_aus(baum.inhalt, zahlen, form, je_jahr=je_jahr)
            return Ergebnis(-inhalt.werte, inhalt.grund)
        case Fenster():
            return _fenster(baum.art, werte_aus(baum.inhalt, zahlen, form, je_jahr=je_jahr), je_jahr)
        case Rechnung():
            links = werte_aus(baum.links, zahlen, form, je_jahr=je_jahr)
            return _rechne(baum.zeichen, links, werte_aus(baum.rechts, zahlen, form, je_jahr=je_jahr))


def _konstant(wert: float, form: tuple[int, int]) -> Ergebnis:
    return Ergebnis(np.full(form, wert), np.zeros(form, dtype=np.int8))


def _rechne(zeichen: str, links: Ergebnis, rechts: Ergebnis) -> Ergebnis:
    """The reason of the left part goes before that of the right one."""
    with np.errstate(all="ignore"):
        match zeichen:
            case "+":
                werte = links.werte + rechts.werte
            case "-":
                werte = links.werte - rechts.werte
            case "*":
                werte = links.werte * rechts.werte
            case _:
                werte = links.werte / rechts.werte
    grund = np.where(links.grund != Grund.OK, links.grund, rechts.grund)
    if zeichen == "/":
        grund = np.where((grund == Grund.OK) & (rechts.werte == 0), Grund.NENNER_NULL, grund)
    return _geprueft(werte, grund)


def _geprueft(werte: Zahlen, gruende: NDArray[Any]) -> Ergebnis:
    """No value where there is a reason, and a reason where the result is no number."""
    grund = np.where((gruende == Grund.OK) & ~np.isfinite(werte), Grund.ZU_GROSS, gruende).astype(np.int8)
    return Ergebnis(np.where(grund == Grund.OK, werte, np.nan), grund)


def _fenster(art: Fensterart, inhalt: Ergebnis, je_jahr: int) -> Ergebnis:
    if art is Fensterart.VORMONAT:
        return _verschoben(inhalt, 1)
    if art is Fensterart.VORJAHR:
        return _verschoben(inhalt, je_jahr)
    summe = _summe(inhalt)
    return Ergebnis(summe.werte / MONATE, summe.grund) if art is Fensterart.MITTEL12 else summe


def _verschoben(inhalt: Ergebnis, um: int) -> Ergebnis:
    """At each period what stood so many periods before."""
    werte = np.full_like(inhalt.werte, np.nan)
    werte[:, um:] = inhalt.werte[:, :-um]
    grund = np.full_like(inhalt.grund, Grund.VERGLEICH_FEHLT)
    frueher = inhalt.grund[:, :-um]
    grund[:, um:] = np.where(frueher == Grund.FEHLT, Grund.VERGLEICH_FEHLT, frueher)
    return Ergebnis(werte, grund)


def _summe(inhalt: Ergebnis) -> Ergebnis:
    """The sum of twelve months; the month's own reason where it has one, else the gap."""
    davor = ((0, 0), (MONATE - 1, 0))
    werte = sliding_window_view(np.pad(inhalt.werte, davor, constant_values=np.nan), MONATE, axis=1).sum(axis=-1)
    luecke = np.isnan(werte) & (inhalt.grund == Grund.OK)
    return _geprueft(werte, np.where(luecke, Grund.LUECKE, inhalt.grund))
