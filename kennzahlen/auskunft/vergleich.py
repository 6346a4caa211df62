"""Comparison of units (§ 48a Abs. 1 SGB II): where a value lies in its group, and what moved a ratio.

A group is described by its median, its quartiles and its spread, never by ranks: there is no first and no last
(FACHKONZEPT 3). Quartiles are interpolated linearly between the two neighbouring values of the ordered list
(Hyndman and Fan 1996, definition 7; QUARTILE.INKL of spreadsheets).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from kennzahlen.cube import Zahlen

QUARTILE_AB = 4
"""With fewer values a group has no quartiles, and its median would be little more than somebody's value."""


# -- A group ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Verteilung:
    """How the values of a group are spread, each array [month]; NaN where there are fewer than QUARTILE_AB.

    ``anzahl`` counts the values it rests on.
    """

    anzahl: NDArray[np.int64]
    tief: Zahlen
    q1: Zahlen
    median: Zahlen
    q3: Zahlen
    hoch: Zahlen

    @property
    def abstand(self) -> Zahlen:
        """The spread: from the first to the third quartile lies the middle half of the group."""
        weite: Zahlen = self.q3 - self.q1
        return weite


def verteilung(werte: Zahlen) -> Verteilung:
    """The spread of values [unit, month], NaN left out: of every month in one go."""
    sortiert = np.sort(werte, axis=0)
    anzahl = np.count_nonzero(~np.isnan(werte), axis=0)
    genug = anzahl >= QUARTILE_AB

    def quantil(anteil: float) -> Zahlen:
        stelle = np.maximum(anzahl - 1, 0) * anteil
        unten = stelle.astype(np.int64)
        oben = np.minimum(unten + 1, np.maximum(anzahl - 1, 0))
        tief, hoch = (np.take_along_axis(sortiert, nr[None], axis=0)[0] for nr in (unten, oben))
        wert: Zahlen = np.where(genug, tief + (hoch - tief) * (stelle - unten), np.nan)
        return wert

    if not len(werte):
        leer = np.full(werte.shape[1:], np.nan)
        return Verteilung(anzahl, leer, leer, leer, leer, leer)
    return Verteilung(anzahl, *(quantil(anteil) for anteil in (0.0, 0.25, 0.5, 0.75, 1.0)))


class Lage(StrEnum):
    """Where a value lies in its group."""

    UNTER_Q1 = "im unteren Viertel"
    MITTE = "in der mittleren Hälfte"
    UEBER_Q3 = "im oberen Viertel"


def lage(wert: float, q1: float, q3: float) -> Lage:
    """The part of the group in which a value lies; on a quartile it belongs to the middle half.

    Raises ``ValueError`` where the value or a quartile is not a number: what is unknown has no position.
    """
    if wert != wert or q1 != q1 or q3 != q3:
        raise ValueError("Ohne Wert oder Quartile gibt es keine Lage.")
    if wert < q1:
        return Lage.UNTER_Q1
    return Lage.UEBER_Q3 if wert > q3 else Lage.MITTE


# -- Two measures ----------------------------------------------------------------------------------------------


def rangkorrelation(x: Zahlen, y: Zahlen) -> float | None:
    """Spearman's rank correlation of two measures [unit], ties at their mean rank, incomplete pairs left out.

    None with fewer than QUARTILE_AB pairs, or where one of the measures is the same everywhere.
    """
    paare = ~np.isnan(x) & ~np.isnan(y)
    if np.count_nonzero(paare) < QUARTILE_AB:
        return None
    rang_x, rang_y = (_raenge(werte[paare]) for werte in (x, y))
    rang_x, rang_y = rang_x - rang_x.mean(), rang_y - rang_y.mean()
    nenner = float(np.sqrt((rang_x**2).sum() * (rang_y**2).sum()))
    return float((rang_x * rang_y).sum()) / nenner if nenner else None


def _raenge(werte: Zahlen) -> Zahlen:
    """Rank of each value, from 1; equal values share the mean of theirs."""
    _, stelle, haeufigkeit = np.unique(werte, return_inverse=True, return_counts=True)
    bis = np.cumsum(haeufigkeit)
    mittlerer: Zahlen = bis - (haeufigkeit - 1) / 2
    return mittlerer[stelle]


# -- What moved a ratio ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quotient:
    """A ratio before it is divided, exact."""

    zaehler: Fraction
    nenner: Fraction

    @property
    def wert(self) -> Fraction:
        """Numerator by denominator."""
        return self.zaehler / self.nenner


@dataclass(frozen=True)
class Zerlegung:
    """The change of a ratio as the sum of what the numerator and what the denominator brought to it, exact."""

    vorher: Quotient
    nachher: Quotient
    zaehler: Fraction
    nenner: Fraction

    @property
    def veraenderung(self) -> Fraction:
        """The whole change."""
        return self.zaehler + self.nenner


def zerlege(vorher: Quotient, nachher: Quotient) -> Zerlegung:
    """Divide the change of a ratio between numerator and denominator, by the symmetric midpoint method.

    What the numerator brings is its change at the mean of both reciprocal denominators; what the denominator brings
    is the change of its reciprocal at the mean of both numerators. That is the mean of the two orders in which one
    could let them change (Shapley value): it adds up exactly, does not depend on the order, turns its sign when
    before and after are swapped, and unlike logarithmic methods has a value for a numerator of zero. Raises
    ``ValueError`` for a denominator of zero: then there is no ratio.
    """
    if not vorher.nenner or not nachher.nenner:
        raise ValueError("Ein Quotient mit Nenner null lässt sich nicht zerlegen.")
    kehrwerte = (1 / vorher.nenner, 1 / nachher.nenner)
    return Zerlegung(
        vorher,
        nachher,
        zaehler=(nachher.zaehler - vorher.zaehler) * sum(kehrwerte) / 2,
        nenner=(kehrwerte[1] - kehrwerte[0]) * (vorher.zaehler + nachher.zaehler) / 2,
    )
