"""The reported figures as one dense array, and the series that mergers make of them.

The cube is the one form in which figures reach the formulas and the checks: [unit, month, Grundgröße], persons or
cases as whole numbers and money in cents, NaN where nothing was reported. Whole numbers below 2⁵³ are exact in
float64, so sums do not depend on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kennzahlen.recht import GRUNDGROESSEN

Zahlen = NDArray[np.float64]
Maske = NDArray[np.bool_]
Ganze = NDArray[np.int64]
W = TypeVar("W", bound=np.generic)


def monat_plus(monat: date, anzahl: int) -> date:
    """The first day of the month so many months after (or, negative, before) a month."""
    jahr, stelle = divmod(monat.year * 12 + monat.month - 1 + anzahl, 12)
    return date(jahr, stelle + 1, 1)


def monatsreihe(ab: date, anzahl: int) -> tuple[date, ...]:
    """So many consecutive months from one on, as the dates of their first days."""
    return tuple(monat_plus(ab, abstand) for abstand in range(anzahl))


@dataclass(frozen=True, eq=False)
class Cube:
    """Reported figures [unit, month, Grundgröße in the order of GRUNDGROESSEN]; NaN is missing, 0 is a figure.

    ``einheiten`` are the caller's keys of the units, ``monate`` consecutive first days of months. The cube has to
    reach back to the first figure of each unit whose windows are computed: what lies before it counts as a time
    in which the unit did not report yet. Raises ``ValueError`` where the parts do not fit together.
    """

    einheiten: tuple[int, ...]
    monate: tuple[date, ...]
    werte: Zahlen

    def __post_init__(self) -> None:
        erwartet = (len(self.einheiten), len(self.monate), len(GRUNDGROESSEN))
        if self.werte.shape != erwartet:
            raise ValueError(f"Form der Werte {self.werte.shape} statt {erwartet}.")
        if any(monat.day != 1 for monat in self.monate):
            raise ValueError("Ein Monat ist durch seinen ersten Tag anzugeben.")
        if any(monat_plus(monat, 1) != folgender for monat, folgender in pairwise(self.monate)):
            raise ValueError("Die Monate müssen lückenlos aufeinander folgen.")


@dataclass(frozen=True)
class Nachfolge:
    """A merger, by indices into the cube: from ``monat`` on the successor reports for the predecessor as well.

    A unit has at most one successor. A split has no such row: its parts begin anew, because nobody can say which
    share of the past is whose.
    """

    vorgaenger: int
    nachfolger: int
    monat: int


@dataclass(frozen=True, eq=False)
class Verlaeufe:
    """Which figures the value of a unit and month rests on.

    ``werte`` [series, month, Grundgröße]: first each unit's own series, then one per successor and merger month,
    in which the predecessors' figures before the merger are added. ``reihe`` [unit, month]: the series that the
    unit's value of that month rests on; −1 where the unit does not exist.
    """

    werte: Zahlen
    reihe: Ganze

    @cached_property
    def besteht(self) -> Maske:
        """When each unit exists, [unit, month]."""
        return self.reihe >= 0

    @cached_property
    def _umgelenkt(self) -> tuple[Ganze, Ganze]:
        """Unit and month of the values that rest on a joint series."""
        einheit, monat = np.nonzero(self.reihe >= len(self.reihe))
        return einheit, monat

    def je_einheit(self, feld: NDArray[W]) -> NDArray[W]:
        """Of results per series [series, month], those that count for each unit [unit, month]."""
        ergebnis = feld[: len(self.reihe)].copy()
        einheit, monat = self._umgelenkt
        ergebnis[einheit, monat] = feld[self.reihe[einheit, monat], monat]
        return ergebnis


def verlaeufe(cube: Cube, existiert: Maske | None = None, nachfolgen: Sequence[Nachfolge] = ()) -> Verlaeufe:
    """The series behind every unit and month, mergers taken into account.

    ``existiert`` [unit, month] says when a unit exists (default: always); a predecessor ends with its merger in any
    case. A figure reported for a time in which the unit did not exist is ignored. In a joint series a month is
    missing when one of those that existed then did not report it; one that did not exist adds nothing.
    """
    vorhanden = _vorhanden(cube, existiert, nachfolgen)
    anzahl, laenge, groessen = cube.werte.shape
    zusammenschluesse = sorted({(n.monat, n.nachfolger) for n in nachfolgen})
    werte = np.empty((anzahl + len(zusammenschluesse), laenge, groessen))
    eigene = werte[:anzahl]
    eigene[...] = cube.werte
    eigene[~vorhanden] = np.nan
    reihe = np.where(vorhanden, np.arange(anzahl)[:, None], -1)
    for nummer, (monat, nachfolger) in enumerate(zusammenschluesse, start=anzahl):
        summe, da = _vereint(nachfolger, monat, eigene, vorhanden, nachfolgen)
        werte[nummer] = np.where(da[:, None], summe, np.nan)
        reihe[nachfolger, monat:][vorhanden[nachfolger, monat:]] = nummer
    return Verlaeufe(werte, reihe)


def _vorhanden(cube: Cube, existiert: Maske | None, nachfolgen: Sequence[Nachfolge]) -> Maske:
    form = cube.werte.shape[:2]
    if existiert is not None and existiert.shape != form:
        raise ValueError(f"Form von existiert {existiert.shape} statt {form}.")
    _pruefe_nachfolgen(nachfolgen)
    vorhanden = np.ones(form, dtype=np.bool_) if existiert is None else existiert.copy()
    for nachfolge in nachfolgen:
        vorhanden[nachfolge.vorgaenger, nachfolge.monat :] = False
    return vorhanden


def _pruefe_nachfolgen(nachfolgen: Sequence[Nachfolge]) -> None:
    aufgegangen = {n.vorgaenger: n for n in nachfolgen}
    if len(aufgegangen) < len(nachfolgen):
        raise ValueError("Eine Einheit kann nur in einer anderen aufgehen.")
    for nachfolge in nachfolgen:
        if nachfolge.nachfolger == nachfolge.vorgaenger:
            raise ValueError("Eine Einheit kann nicht in sich selbst aufgehen.")
        naechste = aufgegangen.get(nachfolge.nachfolger)
        if naechste and naechste.monat <= nachfolge.monat:
            raise ValueError("Der Nachfolger besteht im Monat des Zusammenschlusses nicht mehr.")


def _vereint(
    einheit: int, bis: int, eigene: Zahlen, vorhanden: Maske, nachfolgen: Sequence[Nachfolge]
) -> tuple[Zahlen, Maske]:
    """The unit's figures with those of all it took over until a month, and when any of them existed."""
    summe = np.where(vorhanden[einheit][:, None], eigene[einheit], 0.0)
    da = vorhanden[einheit].copy()
    for nachfolge in nachfolgen:
        if nachfolge.nachfolger == einheit and nachfolge.monat <= bis:
            frueher, war_da = _vereint(nachfolge.vorgaenger, nachfolge.monat, eigene, vorhanden, nachfolgen)
            summe += np.where(war_da[:, None], frueher, 0.0)
            da |= war_da
    return summe, da
