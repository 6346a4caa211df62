"""What Meldungen say, between the rows of a COPY and arrays: months are days since 2000, a missing figure a number.

Publishing reads the valid figures this way, reporting everything that is stored, and reporting writes so too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kennzahlen.cube import Ganze, Zahlen

FEHLT = -(2**62)
"""Stands for a figure that is not reported: COPY hands whole blocks over, which know no NULL."""

TAG = "monat - DATE '2000-01-01'"
WERTE = f"array_replace(werte, NULL, {FEHLT}::bigint)"
"""SQL of the columns ``tag`` and ``werte`` of such rows."""

_EPOCHE = np.datetime64("2000-01-01", "D")


def monate_von(zeilen: NDArray[Any]) -> NDArray[np.datetime64]:
    """The months of rows."""
    return (_EPOCHE + zeilen["tag"].astype("i4")).astype("datetime64[M]")


def tage_von(monate: NDArray[np.datetime64]) -> Ganze:
    """Months as rows hold them."""
    tage: Ganze = (monate.astype("datetime64[D]") - _EPOCHE).astype(np.int64)
    return tage


def figuren_von(zeilen: NDArray[Any]) -> Zahlen:
    """The figures of rows, NaN where there is none."""
    gemeldet: Zahlen = zeilen["werte"]["wert"].astype(np.float64)
    gemeldet[gemeldet == FEHLT] = np.nan
    return gemeldet


def werte_von(figuren: Zahlen) -> Ganze:
    """Figures as rows hold them."""
    werte: Ganze = np.where(np.isnan(figuren), FEHLT, figuren).astype(np.int64)
    return werte


def stellen_auf(jobcenter: Sequence[int], gesucht: NDArray[Any]) -> Ganze:
    """Positions of ids on an axis; −1 for one that is not on it."""
    achse = np.array(jobcenter, dtype=np.int64)
    if not len(achse):
        return np.full(len(gesucht), -1, dtype=np.int64)
    folge = np.argsort(achse)
    stelle = folge[np.minimum(np.searchsorted(achse, gesucht, sorter=folge), len(achse) - 1)]
    return np.where(achse[stelle] == gesucht, stelle, -1)
