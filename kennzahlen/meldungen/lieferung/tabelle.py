"""From rows of fields to the four columns, whatever order they stand in; the same for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from kennzahlen.meldungen.lieferung.fehler import SPALTEN, Fehler, Fehlerliste
from kennzahlen.meldungen.lieferung.zahlen import Unlesbar

_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BUCHSTABEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Zeile = tuple[int, Sequence[str]]
"""A row that is not blank: its number in the file (from 1) and its fields."""


@dataclass(frozen=True, eq=False)
class Tabelle:
    """The rows below the header, column by column, as text; ``nummern`` are the numbers of the rows in the file.

    ``stellen`` says in which column of a sheet a column stands; it is empty for a file without cells.
    """

    nummern: NDArray[np.int64]
    spalten: Mapping[str, Sequence[str]]
    stellen: Mapping[str, int]

    def fehler(self, position: int, spalte: str, mangel: Unlesbar) -> Fehler:
        """A defect of one field of the table as an error that says where it is."""
        nummer = int(self.nummern[position])
        zelle = f"{_BUCHSTABEN[self.stellen[spalte]]}{nummer}" if spalte in self.stellen else ""
        return Fehler(nummer, spalte, self.spalten[spalte][position], mangel.was, mangel.richtig, zelle)


def ordne(
    zeilen: Iterable[Zeile], fehler: Fehlerliste, *, mit_zellen: bool, bekannte: Sequence[str] = SPALTEN
) -> Tabelle:
    """The table of the ``bekannte`` columns; the rows that do not fit the header are reported and left out.

    Raises :class:`.fehler.FehlerhafteDatei` when the header itself is wrong: without it
    nothing can be said about the rows.
    """
    folge = iter(zeilen)
    nummer, kopf = next(folge, (1, ()))
    namen = [name.strip().lower() for name in _gekuerzt(kopf, 0)]
    _pruefe_kopf(nummer, namen, bekannte, fehler)
    fehler.wirf()
    nummern: list[int] = []
    felder: list[str] = []  # one row after the other: so many small lists would keep the garbage collector busy
    for nummer, zeile in folge:
        passend = zeile if len(zeile) == len(namen) else _gekuerzt(zeile, len(namen))
        if mit_zellen and len(passend) < len(namen):
            passend = [*passend, *[""] * (len(namen) - len(passend))]
        if len(passend) == len(namen):
            nummern.append(nummer)
            felder += passend
        else:
            fehler.melde(_falsche_breite(nummer, passend, len(namen)))
    spalten = {name: felder[stelle :: len(namen)] for stelle, name in enumerate(namen)}
    stellen = {name: stelle for stelle, name in enumerate(namen)} if mit_zellen else {}
    return Tabelle(np.array(nummern, dtype=np.int64), spalten, stellen)


def ausgefuellte(tabelle: Tabelle) -> Tabelle:
    """Only the rows that have a value."""
    stellen = [stelle for stelle, wert in enumerate(tabelle.spalten["wert"]) if wert.strip()]
    spalten = {name: [texte[stelle] for stelle in stellen] for name, texte in tabelle.spalten.items()}
    return Tabelle(tabelle.nummern[stellen], spalten, tabelle.stellen)


def _gekuerzt(felder: Sequence[str], mindestens: int) -> Sequence[str]:
    """The fields without the blank ones that surplus delimiters leave at the end."""
    ende = len(felder)
    while ende > mindestens and not felder[ende - 1].strip():
        ende -= 1
    return felder[:ende]


def _falsche_breite(nummer: int, felder: Sequence[str], breite: int) -> Fehler:
    was = f"{len(felder)} Felder statt {breite}" if len(felder) != 1 else f"1 Feld statt {breite}"
    return Fehler(
        nummer,
        "",
        " | ".join(felder[: breite + 2]),
        was,
        f"{breite} Felder wie in der Kopfzeile (ein Feld, das das Trennzeichen enthält, in Anführungszeichen)",
    )


def _pruefe_kopf(nummer: int, namen: list[str], bekannte: Sequence[str], fehler: Fehlerliste) -> None:
    kopfzeile = ";".join(bekannte)
    if not set(namen) & set(bekannte):
        fehler.melde(Fehler(nummer, "", " | ".join(namen), "keine Kopfzeile", f"als erste Zeile {kopfzeile}"))
        return
    for stelle, name in enumerate(namen):
        if name not in bekannte:
            aehnlich = get_close_matches(name.translate(_UMLAUTE), bekannte, n=1)
            richtig = f"{aehnlich[0]}?" if aehnlich else f"nur die Spalten {', '.join(bekannte)}"
            fehler.melde(Fehler(nummer, name, name or f"{stelle + 1}. Spalte ohne Namen", "unbekannte Spalte", richtig))
        elif name in namen[:stelle]:
            fehler.melde(Fehler(nummer, name, name, "doppelte Spalte", f"jede Spalte einmal: {kopfzeile}"))
    for name in bekannte:
        if name not in namen:
            fehler.melde(Fehler(nummer, name, "", "Spalte fehlt", f"die Kopfzeile {kopfzeile}"))
