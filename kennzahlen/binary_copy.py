"""Whole tables of numbers between PostgreSQL and NumPy, by COPY in binary format and without a loop over values.

Every row of such a transfer has the same length: integers, and arrays of a fixed number of places without NULL. So
a block of rows is one structured NumPy array, big-endian, with PostgreSQL's length words as fields of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from psycopg import Cursor

KOPF = b"PGCOPY\n\xff\r\n\0" + bytes(8)
ENDE = b"\xff\xff"
_OID = {">i2": 21, ">i4": 23, ">i8": 20, ">f8": 701}


@dataclass(frozen=True)
class Spalte:
    """A column: its name, the big-endian NumPy type of its numbers, and for an array the number of places."""

    name: str
    typ: str
    stellen: int = 0

    def felder(self) -> list[Any]:
        """The fields of the structured type: a length word, for an array its header, and the numbers."""
        if not self.stellen:
            return [(f"_{self.name}", ">i4"), (self.name, self.typ)]
        element = np.dtype([("laenge", ">i4"), ("wert", self.typ)])
        return [(f"_{self.name}", ">i4"), (f"_{self.name}_kopf", ">i4", 5), (self.name, element, self.stellen)]

    def rahme(self, block: NDArray[Any]) -> None:
        """Fill in the length words and the array header."""
        groesse = np.dtype(self.typ).itemsize
        if not self.stellen:
            block[f"_{self.name}"] = groesse
            return
        block[f"_{self.name}"] = 20 + self.stellen * (4 + groesse)
        block[f"_{self.name}_kopf"] = (1, 0, _OID[self.typ], self.stellen, 1)
        block[self.name]["laenge"] = groesse


class Frager(Protocol):
    """What a query needs of a cursor, Django's or the driver's."""

    def execute(self, query: str, params: Sequence[Any], /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def zeilentyp(spalten: Sequence[Spalte]) -> np.dtype[Any]:
    """The structured type of one row that is written."""
    return np.dtype([("_spalten", ">i2"), *(feld for spalte in spalten for feld in spalte.felder())])


def neuer_block(spalten: Sequence[Spalte], zeilen: int) -> NDArray[Any]:
    """Rows ready to be filled; a scalar column is ``block[name]``, an array column ``block[name]["wert"]``."""
    muster = np.zeros(1, zeilentyp(spalten))
    muster["_spalten"] = len(spalten)
    for spalte in spalten:
        spalte.rahme(muster)
    # As plain bytes: field by field the length words of a large table would take longer than its numbers.
    return np.tile(muster.view(f"V{muster.itemsize}"), zeilen).view(muster.dtype)


def schreibe(cursor: Cursor[Any], tabelle: str, spalten: Sequence[Spalte], block: NDArray[Any]) -> None:
    """Append the rows of a block to a table."""
    namen = ", ".join(spalte.name for spalte in spalten)
    with cursor.copy(f"COPY {tabelle} ({namen}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(KOPF)
        copy.write(np.ascontiguousarray(block).view(np.uint8).data)
        copy.write(ENDE)


def lies(
    cursor: Cursor[Any], abfrage: str, parameter: Sequence[Any], spalten: Sequence[Spalte], *, je: str
) -> NDArray[Any]:
    """The rows of a query whose columns have exactly these types and no NULL, in no order.

    All rows that agree in the column ``je`` come as one message: a message per row costs more than what is in it.
    """
    with cursor.copy(f"COPY ({_gebuendelt(abfrage, spalten, je)}) TO STDOUT (FORMAT BINARY)", parameter) as copy:
        copy.set_types(["bytea"])
        return _als_block((buendel for (buendel,) in copy.rows()), spalten)


def frage(
    cursor: Frager, abfrage: str, parameter: Sequence[Any], spalten: Sequence[Spalte], *, je: str
) -> NDArray[Any]:
    """The same as an ordinary query: for some hundred rows, COPY takes longer to begin than to read."""
    cursor.execute(_gebuendelt(abfrage, spalten, je), parameter)
    return _als_block((buendel for (buendel,) in cursor.fetchall()), spalten)


def _gebuendelt(abfrage: str, spalten: Sequence[Spalte], je: str) -> str:
    namen = ", ".join(spalte.name for spalte in spalten)
    return f"SELECT string_agg(record_send(zeile), '') FROM ({abfrage}) AS zeile ({namen}) GROUP BY {je}"


def _als_block(buendel: Iterable[bytes], spalten: Sequence[Spalte]) -> NDArray[Any]:
    daten = b"".join(buendel)
    typ = _gelesener_zeilentyp(spalten)
    if len(daten) % typ.itemsize:
        raise ValueError("Die Abfrage liefert Zeilen verschiedener Länge.")
    return np.frombuffer(daten, typ)


def _gelesener_zeilentyp(spalten: Sequence[Spalte]) -> np.dtype[Any]:
    """The structured type of ``record_send``: as a row that is written, and before each column its type."""
    felder = (feld for spalte in spalten for feld in ((f"_{spalte.name}_typ", ">i4"), *spalte.felder()))
    return np.dtype([("_spalten", ">i4"), *felder])
