"""What must not be shown: figures that rest on one or two cases (FACHKONZEPT 2, rule 5).

Primary suppression. A value, its numerator and its denominator are withheld together, because any two of them
give the third. Money is no count of people and stays; a zero tells of nobody and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kennzahlen.cube import Maske, Zahlen
from kennzahlen.formeln import Grund, Teile
from kennzahlen.recht import GROESSE, KENNZAHLEN, PARAMETER, Groessenart, Parameter, parameter_am


def unterdruecke(teile: Teile, am: date, zeilen: Iterable[Parameter] = PARAMETER) -> Teile:
    """The parts as they may be published on a day: small counts are NaN and have the reason GEHEIM.

    For units and groups alike, after all sums are formed.
    """
    unter = float(parameter_am("GEHEIM_UNTER", am, zeilen))
    geheim = _klein(teile, teile.zaehler, _ZAEHLERART, unter) | _klein(teile, teile.nenner, _NENNERART, unter)
    return replace(
        teile,
        zaehler=np.where(geheim, np.nan, teile.zaehler),
        nenner=np.where(geheim, np.nan, teile.nenner),
        grund=np.where(geheim, np.uint8(Grund.GEHEIM), teile.grund),
    )


_ARTEN = tuple(Groessenart)


def _arten(groessen: Iterable[str]) -> NDArray[np.uint8]:
    """Kind of the Grundgröße of each definition, over its ``nr``, as position in :data:`_ARTEN`."""
    return np.array([0, *(_ARTEN.index(GROESSE[groesse].art) for groesse in groessen)], dtype=np.uint8)


_ZAEHLERART = _arten(kennzahl.zaehler.groesse for kennzahl in KENNZAHLEN)
_NENNERART = _arten(kennzahl.nenner.groesse for kennzahl in KENNZAHLEN)


def _klein(teile: Teile, summe: Zahlen, art_je_definition: NDArray[np.uint8], unter: float) -> Maske:
    """Where a sum counts somebody, but fewer than allowed.

    Events add up over the window. A stock counts the same people again every month, so its mean is what matters.
    """
    art = art_je_definition[teile.definition]
    faelle = np.where(art == _ARTEN.index(Groessenart.BESTAND), summe / np.maximum(teile.monate, 1), summe)
    klein: Maske = (faelle > 0) & (faelle < unter) & (art != _ARTEN.index(Groessenart.GELD))
    return klein
