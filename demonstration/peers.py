"""The comparison groups of the demonstration: Vergleichstypen by place and need, Vergleichsringe by size. PURE.

Both are made up. The BA's own Vergleichstypen rest on many characteristics that are not public per Jobcenter; these
rest on three: where a Jobcenter lies, how many people live there, and its Hilfequote (eLb per inhabitant) against
that of all. Because the Hilfequote moves, some Jobcenter change their type from one year to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

RINGE = ("1", "2", "3", "4", "5", "6", "7")
"""Keys of the Vergleichsringe."""


@dataclass(frozen=True)
class Vergleichstyp:
    """A type; inhabitants and Hilfequote (1: that of all together) are half-open ranges."""

    schluessel: str
    titel: str
    ost: bool
    stadt: bool
    einwohner: tuple[float, float] = (0, inf)
    quote: tuple[float, float] = (0, inf)


_GROSS, _MITTEL, _KLEIN = (250_000, inf), (120_000, 250_000), (0, 120_000)

VERGLEICHSTYPEN: tuple[Vergleichstyp, ...] = (
    Vergleichstyp("A1", "Großstädte im Westen", False, True, (300_000, inf)),
    Vergleichstyp("A2", "Städte im Westen mit hoher Hilfequote", False, True, (0, 300_000), (1.6, inf)),
    Vergleichstyp("A3", "Städte im Westen mit mittlerer Hilfequote", False, True, (0, 300_000), (1.25, 1.6)),
    Vergleichstyp("A4", "Städte im Westen mit niedriger Hilfequote", False, True, (0, 300_000), (0, 1.25)),
    Vergleichstyp("B1", "Große Kreise im Westen mit höherer Hilfequote", False, False, _GROSS, (0.7, inf)),
    Vergleichstyp("B2", "Große Kreise im Westen mit niedriger Hilfequote", False, False, _GROSS, (0, 0.7)),
    Vergleichstyp("B3", "Mittlere Kreise im Westen mit höherer Hilfequote", False, False, _MITTEL, (0.76, inf)),
    Vergleichstyp("B4", "Mittlere Kreise im Westen mit mittlerer Hilfequote", False, False, _MITTEL, (0.6, 0.76)),
    Vergleichstyp("B5", "Mittlere Kreise im Westen mit niedriger Hilfequote", False, False, _MITTEL, (0, 0.6)),
    Vergleichstyp("B6", "Kleine Kreise im Westen mit höherer Hilfequote", False, False, _KLEIN, (0.68, inf)),
    Vergleichstyp("B7", "Kleine Kreise im Westen mit niedriger Hilfequote", False, False, _KLEIN, (0, 0.68)),
    Vergleichstyp("C1", "Berlin und Großstädte im Osten", True, True, (200_000, inf)),
    Vergleichstyp("C2", "Städte im Osten", True, True, (0, 200_000)),
    Vergleichstyp("C3", "Kreise im Osten mit höherer Hilfequote", True, False, quote=(1.02, inf)),
    Vergleichstyp("C4", "Kreise im Osten mit niedriger Hilfequote", True, False, quote=(0, 1.02)),
)


def vergleichstypen(
    einwohner: NDArray[np.int64], ost: NDArray[np.bool_], stadt: NDArray[np.bool_], elb: NDArray[np.int64]
) -> list[str]:
    """The key of each unit's type, from inhabitants, place and erwerbsfähige Leistungsberechtigte; all [unit]."""
    quote = elb / einwohner / (elb.sum() / einwohner.sum())
    schluessel = np.full(len(einwohner), "", dtype=object)
    for typ in VERGLEICHSTYPEN:
        passt = (ost == typ.ost) & (stadt == typ.stadt)
        passt &= (typ.einwohner[0] <= einwohner) & (einwohner < typ.einwohner[1])
        passt &= (typ.quote[0] <= quote) & (quote < typ.quote[1])
        schluessel[passt] = typ.schluessel
    return [str(typ) for typ in schluessel]


def ringe(einwohner: Sequence[int]) -> list[str]:
    """The key of each Optionskommune's Vergleichsring: seven of nearly equal size, the largest in the first."""
    platz = np.empty(len(einwohner), dtype=np.int64)
    platz[np.argsort(-np.asarray(einwohner), kind="stable")] = np.arange(len(einwohner))
    return [RINGE[rang * len(RINGE) // len(einwohner)] for rang in platz]
