"""Reading XLSX: the cells of one sheet as text, so that the rules are those of CSV.

A workbook is a ZIP archive of XML parts. Only the parts that are needed are read, as a stream: openpyxl takes several
times as long for a month of the whole country, needs two passes to tell a formula without a result from a blank cell,
and drops rows that stand out of order. What the archive says of its size is checked before anything is unpacked, and a
part that begins with anything but its root element (a DOCTYPE, say) is refused, so that no entity is ever expanded.
"""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from kennzahlen.meldungen.lieferung import blatt
from kennzahlen.meldungen.lieferung.fehler import abgelehnt
from kennzahlen.meldungen.lieferung.tabelle import Zeile

BLATT = "meldung"
HOECHSTENS_ENTPACKT = 250 * 1024 * 1024
HOECHSTENS_SPALTEN = 64
"""What stands further right is put into one column more, which no header fits."""

_HOECHSTENS_TEILE = 10_000
_HOECHSTENS_VERZEICHNIS = 10 * 1024 * 1024
_LETZTE_ZEILE = 1_048_576
_ALS_XLSX = "in der Tabellenkalkulation neu als „Excel-Arbeitsmappe (.xlsx)“ speichern"
_BESCHAEDIGT = (
    BadZipFile, ElementTree.ParseError, zlib.error, EOFError, LookupError, ValueError, OverflowError, RuntimeError,
)  # fmt: skip
_BEGINN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s[^>]*\?>)?(?:\s|<!--.*?-->)*<[A-Za-z_]", re.DOTALL)
_ZAHL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_DREI_NACHKOMMASTELLEN = re.compile(r"-?[0-9]+\.[0-9]{3}")


def lies_zeilen(inhalt: bytes) -> Iterator[Zeile]:
    """The rows of the sheet „Meldung“, or else of the first one, that are not blank.

    Raises :class:`.fehler.FehlerhafteDatei` where the bytes are no workbook that can be read.
    """
    if inhalt.count(b"PK\x01\x02") > _HOECHSTENS_TEILE:
        raise abgelehnt("die Arbeitsmappe hat zu viele Teile", _ALS_XLSX)
    try:
        with ZipFile(io.BytesIO(inhalt)) as archiv:
            _pruefe_archiv(archiv)
            yield from Arbeitsmappe(archiv).zeilen()
    except _BESCHAEDIGT:
        raise abgelehnt("die Arbeitsmappe ist beschädigt oder in einer anderen Fassung", _ALS_XLSX) from None


def _pruefe_archiv(archiv: ZipFile) -> None:
    teile = archiv.infolist()
    namen = {teil.filename for teil in teile}
    if any(teil.flag_bits & 1 for teil in teile):
        raise abgelehnt("ein Archiv mit Kennwort", "eine Datei ohne Kennwort")
    if "content.xml" in namen:
        raise abgelehnt("ein OpenDocument-Dokument", _ALS_XLSX)
    if "_rels/.rels" not in namen or not any(name.startswith("xl/") for name in namen):
        raise abgelehnt("ein Archiv, aber keine Excel-Arbeitsmappe", "eine CSV- oder XLSX-Datei, nicht gepackt")
    if "xl/workbook.bin" in namen:
        raise abgelehnt("eine binäre Excel-Arbeitsmappe (XLSB)", _ALS_XLSX)
    if any(teil.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for teil in teile):
        raise BadZipFile("unusual compression")
    if sum(teil.file_size for teil in teile) > HOECHSTENS_ENTPACKT:
        groesse = f"höchstens {HOECHSTENS_ENTPACKT // 1024 // 1024} MB"
        raise abgelehnt("die Arbeitsmappe ist entpackt zu groß", f"{groesse}; oder dieselben Zahlen als CSV")


class Arbeitsmappe:
    """An open workbook: its sheet, and what the cells refer to (shared strings, styles that mean a date)."""

    def __init__(self, archiv: ZipFile) -> None:
        self._archiv = archiv
        mappe = dict(self._beziehungen("").values())["officeDocument"]
        baum = self._baum(mappe)
        beziehungen = self._beziehungen(mappe)
        nach_art = dict(beziehungen.values())
        self._blatt = _waehle_blatt(baum, beziehungen)
        self._zeichenfolgen = self._lies_zeichenfolgen(nach_art.get("sharedStrings"))
        self._datumsstile = _datumsstile(self._baum(nach_art["styles"])) if "styles" in nach_art else frozenset()
        angaben = baum.find("{*}workbookPr")
        ab_1904 = angaben is not None and angaben.get("date1904") in ("1", "true")
        self._epoche = MAC_EPOCH if ab_1904 else WINDOWS_EPOCH
        self._stellen: dict[str, int] = {}

    def zeilen(self) -> Iterator[Zeile]:
        """The rows that are not blank, with the numbers the sheet shows."""
        nummer = 0
        with self._oeffne(self._blatt) as strom:
            for angegeben, zellen in blatt.zeilen(strom):
                nummer = nummer + 1 if angegeben is None else angegeben
                if not 1 <= nummer <= _LETZTE_ZEILE:
                    raise ValueError("row outside the sheet")
                felder = self._felder(zellen)
                if any(map(str.strip, felder)):
                    yield nummer, felder

    def _felder(self, zellen: list[blatt.Zelle]) -> list[str]:
        """The texts that the cells would be in a CSV file."""
        felder: list[str] = []
        for buchstaben, stil, text, art, wert in zellen:
            inhalt = self._text(art, stil, wert) if wert else text
            if self._stellen.get(buchstaben) == len(felder):
                felder.append(inhalt)
                continue
            stelle = self._stelle(buchstaben) if buchstaben else min(len(felder), HOECHSTENS_SPALTEN)
            felder += [""] * (stelle - len(felder) + 1)
            felder[stelle] = inhalt
        return felder

    def _stelle(self, buchstaben: str) -> int:
        """The column of a cell, from 0: D5 stands in column 3."""
        if buchstaben not in self._stellen:
            if not re.fullmatch("[A-Z]{1,3}", buchstaben):
                raise ValueError("no cell reference")
            stelle = 0
            for buchstabe in buchstaben:
                stelle = stelle * 26 + ord(buchstabe) - ord("A") + 1
            self._stellen[buchstaben] = min(stelle - 1, HOECHSTENS_SPALTEN)
        return self._stellen[buchstaben]

    def _text(self, art: str, stil: str, wert: str) -> str:
        """A stored value as people see it."""
        if art in ("", "n"):
            return self._datum(wert) if stil in self._datumsstile else zahlentext(wert)
        if art == "s":
            return self._zeichenfolgen[int(wert)]
        if art == "b":
            return "FALSCH" if wert == "0" else "WAHR"
        return wert

    def _datum(self, wert: str) -> str:
        """A day as text; the first day of a month is a month."""
        try:
            tag = from_excel(float(wert), self._epoche)
        except (ValueError, OverflowError):
            return "#WERT!"
        erster = isinstance(tag, datetime) and (tag.day, tag.time()) == (1, time())
        return f"{tag:%Y-%m}" if erster else str(tag)

    def _lies_zeichenfolgen(self, teil: str | None) -> list[str]:
        if not teil:
            return []
        with self._oeffne(teil) as strom:
            return [blatt.zeichen(element) for element in blatt.jedes("}si", strom)]

    def _beziehungen(self, teil: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id → kind of relationship and name of the part."""
        ordner, name = posixpath.split(teil)
        baum = self._baum(posixpath.join(ordner, "_rels", f"{name}.rels"))
        return {
            element.attrib["Id"]: (
                posixpath.basename(element.attrib["Type"]),
                posixpath.normpath(posixpath.join("/", ordner, element.attrib["Target"])).lstrip("/"),
            )
            for element in baum
        }

    def _baum(self, teil: str) -> Element:
        """A small part as a whole."""
        if self._archiv.getinfo(teil).file_size > _HOECHSTENS_VERZEICHNIS:
            raise ValueError("part too large")
        with self._oeffne(teil) as strom:
            return ElementTree.fromstring(strom.read())

    def _oeffne(self, teil: str) -> IO[bytes]:
        strom = self._archiv.open(teil)
        if not _BEGINN.match(strom.peek(4096)[:4096]):  # type: ignore[attr-defined]
            strom.close()
            raise ValueError("no plain XML")
        return strom


def _waehle_blatt(mappe: Element, beziehungen: dict[str, tuple[str, str]]) -> str:
    blaetter = []
    for element in mappe.iterfind("{*}sheets/{*}sheet"):
        angaben = {name.rpartition("}")[2]: wert for name, wert in element.items()}
        art, ziel = beziehungen[angaben["id"]]
        if art == "worksheet":
            blaetter.append((angaben.get("name", "").strip().lower() != BLATT, ziel))
    if not blaetter:
        raise abgelehnt("die Arbeitsmappe hat kein Tabellenblatt", "ein Blatt „Meldung“")
    return min(blaetter, key=lambda blatt: blatt[0])[1]


def _datumsstile(stile: Element) -> frozenset[str]:
    """The numbers of the cell styles whose number format shows a date."""
    eigene = {element.get("numFmtId"): element.get("formatCode") for element in stile.iterfind("{*}numFmts/{*}numFmt")}
    formate = [element.get("numFmtId", "0") for element in stile.iterfind("{*}cellXfs/{*}xf")]
    return frozenset(
        str(nummer)
        for nummer, format_id in enumerate(formate)
        if is_date_format(eigene.get(format_id) or BUILTIN_FORMATS.get(int(format_id)))
    )


def zahlentext(wert: str) -> str:
    """A number as a sheet stores it, written out with a decimal point.

    Fifteen digits count, as in the formula bar: what a sum of euros leaves behind in the seventeenth (0.1 + 0.2) is
    no part of the number. A cell is a number already, so it is never ambiguous: three decimals get a fourth.
    """
    if wert.isdigit() or not _ZAHL.fullmatch(wert):
        return wert
    text = f"{Decimal(f'{float(wert):.15g}'):f}"
    return f"{text}0" if _DREI_NACHKOMMASTELLEN.fullmatch(text) else text
