"""Reading Meldungen into the cube."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Zahlen
from kennzahlen.gemeldetes import TAG, WERTE, figuren_von, monate_von, stellen_auf
from kennzahlen.recht import GRUNDGROESSEN

MELDUNGSSPALTEN = (
    Spalte("id", ">i8"),
    Spalte("jobcenter", ">i8"),
    Spalte("tag", ">i4"),
    Spalte("werte", ">i8", len(GRUNDGROESSEN)),
)
ZAHLEN = f"SELECT id, jobcenter_id, {TAG}, {WERTE} FROM kennzahlen_meldung"
"""The figures of Meldungen, one row each, as :data:`MELDUNGSSPALTEN` names them; a WHERE may follow."""


def breite_aus(werte: Zahlen, jobcenter: Sequence[int], erster: date, zeilen: NDArray[Any]) -> None:
    """Put the figures of rows in their places [unit, month, Grundgröße]; what has no place there is left out."""
    monat = (monate_von(zeilen) - np.datetime64(erster, "M")).astype(np.int64)
    einheit = stellen_auf(jobcenter, zeilen["jobcenter"])
    hier = (einheit >= 0) & (monat >= 0) & (monat < werte.shape[1])
    werte[einheit[hier], monat[hier]] = figuren_von(zeilen[hier])
