"""Reading Meldungen into the cube."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Ganze, Zahlen
from kennzahlen.recht import GRUNDGROESSEN

_FEHLT = -(2**62)
_EPOCHE = np.datetime64("2000-01-01", "D")

MELDUNGSSPALTEN = (
    Spalte("id", ">i8"),
    Spalte("jobcenter", ">i8"),
    Spalte("tag", ">i4"),
    Spalte("werte", ">i8", len(GRUNDGROESSEN)),
)
ZAHLEN = f"""
    SELECT id, jobcenter_id, monat - DATE '2000-01-01', array_replace(werte, NULL, {_FEHLT}::bigint)
    FROM kennzahlen_meldung
"""
"""The figures of Meldungen, one row each, as :data:`MELDUNGSSPALTEN` names them; a WHERE may follow."""


def monatsnummer(zeilen: NDArray[Any]) -> Ganze:
    """The months of rows, counted from January 1970."""
    return (_EPOCHE + zeilen["tag"].astype("i4")).astype("datetime64[M]").astype(np.int64)


def stellen_auf(jobcenter: Sequence[int], gesucht: NDArray[Any]) -> Ganze:
    """Positions of ids on an axis; −1 for one that is not on it."""
    achse = np.array(jobcenter, dtype=np.int64)
    if not len(achse):
        return np.full(len(gesucht), -1, dtype=np.int64)
    folge = np.argsort(achse)
    stelle = folge[np.minimum(np.searchsorted(achse, gesucht, sorter=folge), len(achse) - 1)]
    return np.where(achse[stelle] == gesucht, stelle, -1)


def breite_aus(werte: Zahlen, jobcenter: Sequence[int], erster: date, zeilen: NDArray[Any]) -> None:
    """Put the figures of rows in their places [unit, month, Grundgröße]; what has no place there is left out."""
    monat = monatsnummer(zeilen) - ((erster.year - 1970) * 12 + erster.month - 1)
    einheit = stellen_auf(jobcenter, zeilen["jobcenter"])
    hier = (einheit >= 0) & (monat >= 0) & (monat < werte.shape[1])
    gemeldet = zeilen["werte"]["wert"][hier].astype(np.float64)
    gemeldet[gemeldet == _FEHLT] = np.nan
    werte[einheit[hier], monat[hier]] = gemeldet
