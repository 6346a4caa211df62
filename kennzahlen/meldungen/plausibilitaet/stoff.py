"""What a rule looks at, and the form in which it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kennzahlen.cube import Ganze, Maske, Zahlen
from kennzahlen.recht import GROESSE, SPALTE, Groessenart, parameter_am
from zielsystem.parameter.recht import Parameter
from zielsystem.recht import IMMER, Geltung, Norm
from zielsystem.zahlen import euro_aus_cent, ganzzahl

if TYPE_CHECKING:
    from kennzahlen.meldungen.plausibilitaet.entwicklung import Entwicklung


class Schwere(StrEnum):
    """HART stops the Meldung, WEICH needs an explanation."""

    HART = "hart"
    WEICH = "weich"


@dataclass(frozen=True)
class Befund:
    """One finding: the figure, what was reported, what would be right, and why, in German.

    ``einheit`` is the index of the unit in the cube; ``gemeldet`` is as in the cube (money in cents). ``beteiligte``
    are the codes of all figures that triggered it, where they are more than ``groesse``.
    """

    code: str
    schwere: Schwere
    einheit: int
    monat: date
    groesse: str
    gemeldet: int | None
    erwartet: str
    text: str
    beteiligte: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Pruefstoff:
    """What the rules look at: series [series, month, Grundgröße], which months of them are due, and parameters.

    ``typen`` [series, month] are the keys of their Vergleichstypen, 0 for none.
    """

    werte: Zahlen
    faellig: Maske
    typen: Ganze
    einheiten: int
    monate: tuple[date, ...]
    stichmonat: date
    parameter: tuple[Parameter, ...]
    entwicklung: Entwicklung | None = None

    def parameter_wert(self, code: str) -> float:
        """The value of a parameter as of the month of the check."""
        return float(parameter_am(code, self.stichmonat, self.parameter))

    def groesse(self, code: str) -> Zahlen:
        """The figures of one Grundgröße, [series, month]."""
        return self.werte[:, :, SPALTE[code]]


@dataclass(frozen=True)
class Treffer:
    """Where a rule is broken, by position in the Pruefstoff, and what to say about it."""

    reihe: int
    monat: int
    groesse: str
    erwartet: str
    text: str
    beteiligte: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regel:
    """One row: what is checked, how severe it is, and on what norm it rests."""

    code: str
    titel: str
    schwere: Schwere
    norm: Norm
    pruefung: Callable[[Pruefstoff], Iterator[Treffer]]
    geltung: Geltung = IMMER


def zahl_text(groesse: str, wert: float) -> str:
    """A figure as people write it: "1.234" persons or cases, "1.234,50 €"."""
    gerundet = round(float(wert))
    return euro_aus_cent(gerundet) if GROESSE[groesse].art is Groessenart.GELD else ganzzahl(gerundet)


def stellen(maske: Maske) -> Iterator[tuple[int, ...]]:
    """The positions that a mask marks."""
    yield from zip(*(achse.tolist() for achse in np.nonzero(maske)), strict=True)


def frueher(werte: Zahlen, abstand: int) -> Zahlen:
    """At each month (second axis) what stood there ``abstand`` months before; NaN where the cube does not reach."""
    frueher = np.full_like(werte, np.nan)
    frueher[:, abstand:] = werte[:, :-abstand]
    return frueher
