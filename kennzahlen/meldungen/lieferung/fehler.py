"""What is wrong with a delivered file, in words that help to put it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

HOECHSTENS = 1_000
"""So many errors are told in words; the rest is counted."""

SPALTEN = ("traeger", "monat", "groesse", "wert")
"""The columns of a month file, in the order in which the file is written and errors of a row are told."""


@dataclass(frozen=True, slots=True)
class Fehler:
    """One error: where it stands, what stands there, what is wrong and what would be right.

    ``zeile`` counts from 1; 0 means the file as a whole. ``spalte`` is empty for a whole row. ``zelle`` is the
    cell of an XLSX sheet, such as ``D5``.
    """

    zeile: int
    spalte: str
    wert: str
    was: str
    richtig: str
    zelle: str = ""

    def __str__(self) -> str:
        zelle = f" ({self.zelle})" if self.zelle else ""
        ort = [
            f"Zeile {self.zeile}" if self.zeile else "",
            f"Spalte {self.spalte}{zelle}" if self.spalte else zelle.strip(),
            f"„{zeige(self.wert)}“" if self.wert else "",
        ]
        stelle = ", ".join(filter(None, ort))
        return f"{stelle}{': ' if stelle else ''}{self.was}; richtig wäre: {self.richtig}"


class FehlerhafteDatei(Exception):
    """The file is refused as a whole: the first errors in the order of the file, and how many there are."""

    def __init__(self, fehler: Sequence[Fehler], anzahl: int, dateiname: str = "") -> None:
        super().__init__(fehler, anzahl, dateiname)
        self.fehler = list(fehler)
        self.anzahl = anzahl
        self.dateiname = dateiname

    def __str__(self) -> str:
        kopf = f"{zeige(self.dateiname)}: " if self.dateiname else ""
        menge = "1 Fehler" if self.anzahl == 1 else f"{self.anzahl} Fehler"
        if self.anzahl > len(self.fehler):
            menge += f", die ersten {len(self.fehler)}"
        return "\n".join([f"{kopf}{menge}:", *map(str, self.fehler)])


def abgelehnt(was: str, richtig: str, *, zeile: int = 0, wert: str = "") -> FehlerhafteDatei:
    """The refusal of a file that cannot be read at all, for one reason."""
    return FehlerhafteDatei([Fehler(zeile, "", wert, was, richtig)], 1)


class Fehlerliste:
    """Collects every error of one file and keeps the first of them in words."""

    def __init__(self) -> None:
        self.anzahl = 0
        self._fehler: list[Fehler] = []

    def melde(self, fehler: Fehler) -> None:
        """Add one error; whoever reads the file row by row reports in the order of the rows."""
        self.anzahl += 1
        if self.anzahl <= HOECHSTENS:
            self._fehler.append(fehler)

    def melde_alle(self, stellen: NDArray[np.intp], erklaere: Callable[[int], Fehler]) -> None:
        """Add the errors of one rule: ascending positions in the table, of which only the first are put in words."""
        self.anzahl += len(stellen)
        self._fehler += map(erklaere, stellen[:HOECHSTENS].tolist())

    def wirf(self, dateiname: str = "") -> None:
        """Raise :class:`FehlerhafteDatei` if anything was reported."""
        if self.anzahl:
            raise FehlerhafteDatei(nsmallest(HOECHSTENS, self._fehler, key=_rang), self.anzahl, dateiname)


def _rang(fehler: Fehler) -> tuple[int, int]:
    return fehler.zeile, SPALTEN.index(fehler.spalte) if fehler.spalte in SPALTEN else -1


def zeige(text: str, hoechstens: int = 60) -> str:
    """A text as it may stand in a message: on one line, without control characters, not too long."""
    lesbar = "".join(zeichen if zeichen.isprintable() else "\ufffd" for zeichen in text[: hoechstens + 1])
    return lesbar if len(lesbar) <= hoechstens else f"{lesbar[:hoechstens]}…"
