"""Primary suppression: figures that rest on one or two cases.

A value, its numerator and its denominator are withheld together, because any two of them give the third. Money is
no count of people and stays; a zero tells of nobody and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kennzahlen.cube import Maske, Zahlen
from kennzahlen.formeln import Grund, Teile
from kennzahlen.recht import GROESSE, KENNZAHLEN, PARAMETER, Groessenart, parameter_am
from zielsystem.parameter.recht import Parameter


def unterdruecke(teile: Teile, am: date, zeilen: Iterable[Parameter] = PARAMETER) -> Teile:
    """The parts without those that rest on small counts: these are NaN and have the reason GEHEIM.

    For units and groups alike, after all sums are formed. What is left still lets some of it be worked out:
    :func:`kennzahlen.veroeffentlichungen.geheimhaltung.schuetze` withholds the rest.
    """
    zaehler, nenner = kleine(teile, schwelle(am, zeilen))
    return verborgen(teile, zaehler | nenner)


def schwelle(am: date, zeilen: Iterable[Parameter] = PARAMETER) -> int:
    """The smallest count above zero that may be published on a day."""
    return int(parameter_am("GEHEIM_UNTER", am, zeilen))


def verborgen(teile: Teile, geheim: Maske) -> Teile:
    """The parts with some of them withheld."""
    stellen = np.nonzero(geheim)
    if not len(stellen[0]):
        return teile
    zaehler, nenner, grund = teile.zaehler.copy("K"), teile.nenner.copy("K"), teile.grund.copy("K")
    zaehler[stellen], nenner[stellen], grund[stellen] = np.nan, np.nan, Grund.GEHEIM
    return replace(teile, zaehler=zaehler, nenner=nenner, grund=grund)


def kleine(teile: Teile, unter: int) -> tuple[Maske, Maske]:
    """Where the numerator and where the denominator counts somebody, but fewer than allowed."""
    return _klein(teile, teile.zaehler, _ZAEHLERART, unter), _klein(teile, teile.nenner, _NENNERART, unter)


_ARTEN = tuple(Groessenart)
_LAENGSTES = max(kennzahl.fenster for kennzahl in KENNZAHLEN)


def _arten(groessen: Iterable[str]) -> NDArray[np.uint8]:
    """Kind of the Grundgröße of each definition, over its ``nr``, as position in :data:`_ARTEN`."""
    return np.array([0, *(_ARTEN.index(GROESSE[groesse].art) for groesse in groessen)], dtype=np.uint8)


_ZAEHLERART = _arten(kennzahl.zaehler.groesse for kennzahl in KENNZAHLEN)
_NENNERART = _arten(kennzahl.nenner.groesse for kennzahl in KENNZAHLEN)


def _klein(teile: Teile, summe: Zahlen, art_je_definition: NDArray[np.uint8], unter: int) -> Maske:
    """Events add up over the window. A stock counts the same people every month, so its mean is what matters."""
    klein: Maske = (summe > 0) & (summe < unter * _LAENGSTES)
    stellen = np.nonzero(klein)
    art = art_je_definition[teile.definition[stellen[1:]]]
    grenze = np.where(art == _ARTEN.index(Groessenart.BESTAND), unter * teile.monate[stellen].astype(np.int64), unter)
    klein[stellen] = (summe[stellen] < grenze) & (art != _ARTEN.index(Groessenart.GELD))
    return klein
