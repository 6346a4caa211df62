"""What a delivery brings and what becomes of it: the figures, who delivers them, what is found in them, the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from kennzahlen.cube import Ganze
from kennzahlen.meldungen import plausibilitaet
from kennzahlen.meldungen.recht import Meldungszustand
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Fund:
    """A finding with what it takes to look it up: the Jobcenter, and the row of the file (0: not in the file)."""

    befund: plausibilitaet.Befund
    ags: str
    jobcenter: str
    zeile: int

    def __str__(self) -> str:
        ort = f"Zeile {self.zeile}, " if self.zeile else ""
        return f"{ort}{self.ags} {self.jobcenter}: {self.befund.text}"


class Unplausibel(Exception):
    """The delivery is refused as a whole: figures that cannot be right, and how many of them there are.

    ``auffaellige`` are the striking ones besides, so that everything can be seen to at once.
    """

    def __init__(self, funde: Sequence[Fund], anzahl: int, quelle: str, auffaellige: Sequence[Fund] = ()) -> None:
        super().__init__(funde, anzahl, quelle, auffaellige)
        self.funde = list(funde)
        self.auffaellige = list(auffaellige)
        self.anzahl = anzahl
        self.quelle = quelle

    def __str__(self) -> str:
        menge = "1 Fehler" if self.anzahl == 1 else f"{self.anzahl} Fehler"
        if self.anzahl > len(self.funde):
            menge += f", die ersten {len(self.funde)}"
        return "\n".join([f"{self.quelle}: {menge} in den Zahlen:", *map(str, self.funde)])


@dataclass(frozen=True)
class Ergebnis:
    """What became of a delivery, counted in Meldungen (a Jobcenter's month), and what calls for an explanation.

    ``neue`` had no valid version, ``berichtigte`` had one, ``unveraenderte`` already said the same; ``zustand`` is
    where the first two are now, ``werte`` the number of single figures that differ from before.
    """

    zustand: Meldungszustand
    neue: int
    berichtigte: int
    unveraenderte: int
    werte: int
    auffaellige: tuple[Fund, ...] = ()

    @property
    def geaendert(self) -> bool:
        """Whether anything is different from before."""
        return bool(self.neue or self.berichtigte)

    def zahlen(self) -> dict[str, int | str]:
        """The counts by name, for the journal and for whoever asked a task."""
        namen = ("neue", "berichtigte", "unveraenderte", "werte")
        gezaehlt = {name: getattr(self, name) for name in namen}
        return {"zustand": self.zustand.value, **gezaehlt, "auffaellige": len(self.auffaellige)}


@dataclass(frozen=True, eq=False)
class Angaben:
    """Single figures as they arrive, one per position: Jobcenter (id of the party), month, column of the cube, value.

    ``zeilen`` are their rows in the file; None when there is no file.
    """

    jobcenter: Ganze
    monate: NDArray[np.datetime64]
    groessen: Ganze
    werte: Ganze
    zeilen: Ganze | None = None


@dataclass(frozen=True)
class Auftrag:
    """Who delivers, when, from where, and whether to release; ``daten`` goes into the journal.

    ``begruendung``: why it corrects what is released; where nobody was asked, the source has to do.

    ``mit_nachricht``: the Jobcenter are told by e-mail what remains to be explained. ``tage_her`` [unit, month] by the
    id of the Jobcenter's party and the month: so many days earlier it was reported elsewhere.
    """

    durch: Zugang
    am: datetime
    freigeben: bool
    quelle: str
    daten: Mapping[str, Any] = field(default_factory=dict)
    mit_nachricht: bool = False
    begruendung: str = ""
    tage_her: Mapping[tuple[int, date], int] = field(default_factory=dict)

    @property
    def tag(self) -> date:
        """The day of the act."""
        return timezone.localdate(self.am)

    @property
    def grund(self) -> str:
        """The reason kept with a correction."""
        return self.begruendung or f"Import {self.quelle}"
