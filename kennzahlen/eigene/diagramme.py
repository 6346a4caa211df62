"""How values in some unit are drawn: percent as everywhere in the house, everything else as it is written."""

from __future__ import annotations

from functools import partial

from kennzahlen.auskunft.charts import Schreibweise
from kennzahlen.eigene.masse import MASSE, Mass, schreibe


def schreibweise(mass: str) -> Schreibweise | None:
    """The way of writing values of a unit on a chart; None for shares."""
    if Mass(mass) is Mass.ANTEIL:
        return None
    return Schreibweise(partial(_in_worten, mass), MASSE[Mass(mass)].achse)


def _in_worten(mass: str, wert: float) -> str:
    return schreibe(wert, mass)
