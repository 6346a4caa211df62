"""The figures of the demonstration for the Jobcenter of the register: which unit, which months, which numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from demonstration.figures import Flags, Zahlen, generate, merge
from demonstration.register import Aenderung, Ort, nachfolgen, read_aenderungen, read_orte, zu_melden
from kennzahlen.cube import monatsreihe

SEED = 2026
ERSTER_MONAT = date(2018, 1, 1)
ANZAHL_MONATE = 106
"""January 2018 to October 2026."""


@dataclass(frozen=True, eq=False)
class Zahlenwerk:
    """``werte`` [Ort, month, Grundgröße]: int64, money in cents, ``figures.FEHLT`` where nothing is reported."""

    orte: tuple[Ort, ...]
    monate: tuple[date, ...]
    werte: Zahlen

    def zeile(self, ags: str) -> int:
        """The row of the Ort with this key (as in jobcenter.csv)."""
        return next(nummer for nummer, ort in enumerate(self.orte) if ort.ags == ags)


def merkmale(orte: tuple[Ort, ...]) -> tuple[Zahlen, Flags, Flags]:
    """Inhabitants, whether in the east, whether a town; each [Ort]."""
    einwohner = np.array([ort.einwohner for ort in orte], dtype=np.int64)
    return einwohner, np.array([ort.ost for ort in orte]), np.array([ort.stadt for ort in orte])


@lru_cache(maxsize=1)
def figures_by_ort() -> Zahlenwerk:
    """The figures of every Ort on its own for all months, as if no Ort had gone up in another."""
    orte = zu_melden(read_orte(), read_aenderungen(), ERSTER_MONAT)
    monate = monatsreihe(ERSTER_MONAT, ANZAHL_MONATE)
    werte = generate(*merkmale(orte), monate, SEED)
    werte.flags.writeable = False
    return Zahlenwerk(orte, monate, werte)


def figures_cube() -> Zahlenwerk:
    """The figures as the Jobcenter report them: from a merger on, the successor reports for both."""
    getrennt = figures_by_ort()
    ergebnis = Zahlenwerk(getrennt.orte, getrennt.monate, getrennt.werte.copy())
    for nachfolge in _im_zeitraum(getrennt.monate):
        merge(
            ergebnis.werte,
            ergebnis.zeile(nachfolge.vorher),
            ergebnis.zeile(nachfolge.nachher),
            getrennt.monate.index(nachfolge.am.replace(day=1)),
        )
    return ergebnis


def _im_zeitraum(monate: tuple[date, ...]) -> tuple[Aenderung, ...]:
    return tuple(n for n in nachfolgen(read_aenderungen()) if monate[0] < n.am <= monate[-1])
