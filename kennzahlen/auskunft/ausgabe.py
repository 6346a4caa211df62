"""Tables of figures as files: CSV for programs, XLSX for spreadsheets.

CSV is UTF-8 with semicolons and a header row; figures have a decimal point and no grouping, a share is a fraction
with six places (0.241 is 24.1 %), money is euros, a month is JJJJ-MM, and what is missing is empty. A spreadsheet in
German would misread the point: XLSX is made for it, with real figures that are shown as percent.

What a cell says in small print (incomplete, secret, not comparable) is a column of its own after the figures.

Names come from outside. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV
injection"), in both kinds of file; figures stay figures, negative ones too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from zielsystem import zahlen
from zielsystem.tabellentext import unschaedlich
from zielsystem.ui.rows import Dezimalzahl, Rohwert, Spalte, Tabelle, Zelle

Herkunft = Sequence[tuple[str, str]]
"""What belongs to the figures: name and text, such as ("Stand", "20.11.2026")."""

_STELLEN = Decimal("0.000001")
_FORMATE: dict[type, str] = {
    int: "#,##0",
    float: "0.0%",
    Dezimalzahl: "#,##0.00##",
    Decimal: "#,##0.00 [$€-407]",
    date: "mmmm yyyy",
}


def als_csv(tabelle: Tabelle) -> bytes:
    """The table as CSV."""
    text = io.StringIO(newline="")
    schreiber = csv.writer(text, delimiter=";", lineterminator="\r\n")
    schreiber.writerows([_csv_wert(wert) for wert in zeile] for zeile in _zeilen(tabelle))
    return text.getvalue().encode()


def _csv_wert(wert: Rohwert | str) -> str | int | None:
    match wert:
        case str():
            return unschaedlich(wert)
        case float() | Decimal():
            genau = Decimal(repr(wert)) if isinstance(wert, float) else wert
            gerundet = genau.quantize(_STELLEN, ROUND_HALF_UP)
            return f"{gerundet.normalize() if gerundet else 0:f}"
        case date():
            return f"{wert:%Y-%m}"
        case _:
            return wert


def als_xlsx(tabelle: Tabelle, herkunft: Herkunft = ()) -> bytes:
    """The table as a workbook: the figures on the first sheet, where they come from on the second."""
    mappe = Workbook(write_only=True)
    blatt = mappe.create_sheet("Zahlen")
    blatt.freeze_panes = "B2"
    kopf, *zeilen = _zeilen(tabelle)
    for nr, titel in enumerate(kopf):
        blatt.column_dimensions[_buchstabe(nr)].width = min(48, max(14, len(str(titel)) + 2, *_laengen(zeilen, nr)))
    blatt.append([_xlsx_zelle(blatt, titel, fett=True) for titel in kopf])
    for zeile in zeilen:
        blatt.append([_xlsx_zelle(blatt, wert) for wert in zeile])
    zweites = mappe.create_sheet("Herkunft")
    zweites.column_dimensions["A"].width, zweites.column_dimensions["B"].width = 24, 90
    for begriff, text in (("Tabelle", tabelle.titel), *herkunft, ("Hinweis", tabelle.hinweis)):
        if text:
            zweites.append([_xlsx_zelle(zweites, begriff, fett=True), _xlsx_zelle(zweites, text)])
    datei = io.BytesIO()
    mappe.save(datei)
    return datei.getvalue()


def _buchstabe(nr: int) -> str:
    return chr(ord("A") + nr) if nr < 26 else f"{_buchstabe(nr // 26 - 1)}{_buchstabe(nr % 26)}"


def _laengen(zeilen: Sequence[Sequence[Rohwert | str]], nr: int) -> list[int]:
    return [len(wert) for zeile in zeilen if isinstance(wert := zeile[nr], str)] or [0]


def _xlsx_zelle(blatt: Any, wert: Rohwert | str, fett: bool = False) -> WriteOnlyCell:
    format_ = _FORMATE.get(type(wert))
    if isinstance(wert, float):
        wert = float(Decimal(repr(wert)).quantize(_STELLEN, ROUND_HALF_UP))
    if isinstance(wert, str):
        wert = ILLEGAL_CHARACTERS_RE.sub("", unschaedlich(wert))
    zelle = WriteOnlyCell(blatt, wert)
    if isinstance(wert, str):
        zelle.data_type = "s"
    elif format_:
        zelle.number_format = format_
    if fett:
        zelle.font, zelle.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return zelle


# -- Rows ------------------------------------------------------------------------------------------------------


def _zeilen(tabelle: Tabelle) -> list[list[Rohwert | str]]:
    """Headings and rows; after the columns of the page those that carry the small print of a column."""
    felder = list(tabelle.felder())
    mit_hinweis = [nr for nr in range(len(tabelle.spalten)) if any(_kleingedrucktes(zeile[nr][1]) for zeile in felder)]
    titel: list[Rohwert | str] = [spalte.titel for spalte in tabelle.spalten]
    titel += [f"{tabelle.spalten[nr].titel}: Hinweis" for nr in mit_hinweis]
    return [titel, *(list(_zeile(zeile, mit_hinweis)) for zeile in felder)]


def _zeile(zeile: Sequence[tuple[Spalte, Zelle]], mit_hinweis: Sequence[int]) -> Iterator[Rohwert | str]:
    for spalte, zelle in zeile:
        yield _wert(spalte, zelle)
    for nr in mit_hinweis:
        yield _kleingedrucktes(zeile[nr][1])


def _kleingedrucktes(zelle: Zelle) -> str:
    return " ".join(filter(None, (zelle.hinweis, zelle.fussnote)))


def _wert(spalte: Spalte, zelle: Zelle) -> Rohwert | str:
    if zelle.roh is not None:
        return zelle.roh
    return None if spalte.zahl and zelle.text in ("", zahlen.FEHLT, zahlen.GEHEIM) else zelle.text
