"""The way out: figures in the form of a month file, as template or export. What is written here can be read again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from kennzahlen.meldungen.lieferung.fehler import SPALTEN
from kennzahlen.recht import GROESSE, Groessenart

BLATT = "Meldung"


@dataclass(frozen=True, slots=True)
class Zeile:
    """One figure: the AGS of the Jobcenter, the first day of the month, the code of the Grundgröße, the value.

    The value is a number of persons or cases, or cents for money; None leaves the field blank, to be filled in.
    """

    traeger: str
    monat: date
    groesse: str
    wert: int | None


def schreibe_csv(zeilen: Iterable[Zeile]) -> bytes:
    """A CSV file with semicolons, decimal commas and CRLF; the content is pure ASCII, so any encoding fits."""
    texte = [";".join(SPALTEN)]
    texte += (f"{z.traeger};{_monat(z.monat)};{z.groesse};{_text(z)}" for z in zeilen)
    return "".join(f"{text}\r\n" for text in texte).encode("ascii")


def schreibe_xlsx(zeilen: Iterable[Zeile]) -> bytes:
    """An XLSX file with one sheet; AGS and month are text cells, values are numbers."""
    mappe = Workbook(write_only=True)
    blatt = mappe.create_sheet(BLATT)
    blatt.freeze_panes = "A2"
    blatt.append(SPALTEN)
    for zeile in zeilen:
        zellen = [WriteOnlyCell(blatt, inhalt) for inhalt in (zeile.traeger, _monat(zeile.monat), zeile.groesse)]
        for zelle in zellen:
            zelle.number_format = "@"
        wert = WriteOnlyCell(blatt, _zahl(zeile))
        wert.number_format = "0.00" if _geld(zeile) else "0"
        blatt.append([*zellen, wert])
    ausgabe = io.BytesIO()
    mappe.save(ausgabe)
    return ausgabe.getvalue()


def _monat(monat: date) -> str:
    return f"{monat.year:04}-{monat.month:02}"


def _geld(zeile: Zeile) -> bool:
    return GROESSE[zeile.groesse].art is Groessenart.GELD


def _zahl(zeile: Zeile) -> Decimal | int | None:
    """The value as people read it: cents become euros with two decimals."""
    return Decimal(zeile.wert).scaleb(-2) if zeile.wert is not None and _geld(zeile) else zeile.wert


def _text(zeile: Zeile) -> str:
    return "" if zeile.wert is None else str(_zahl(zeile)).replace(".", ",")
