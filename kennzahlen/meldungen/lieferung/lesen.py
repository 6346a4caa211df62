"""The way in: bytes become figures, or a refusal that lists every error."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kennzahlen.meldungen.lieferung import arbeitsmappe, textdatei
from kennzahlen.meldungen.lieferung.fehler import SPALTEN, FehlerhafteDatei, Fehlerliste, abgelehnt
from kennzahlen.meldungen.lieferung.pruefung import Traegerliste, pruefe
from kennzahlen.meldungen.lieferung.tabelle import Tabelle, ausgefuellte, ordne
from kennzahlen.recht import GRUNDGROESSEN

HOECHSTENS_BYTES = 50 * 1024 * 1024

_JANUAR_1970 = 1970 * 12
_CSV_ODER_XLSX = "eine CSV- oder XLSX-Datei"
_FREMDE_ARTEN: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "eine Excel-Datei im alten Format (XLS) oder mit Kennwort",
        "als „Excel-Arbeitsmappe (.xlsx)“ ohne Kennwort speichern",
    ),
    (re.compile(rb"%PDF-"), "eine PDF-Datei", _CSV_ODER_XLSX),
    (re.compile(rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ"), "eine gepackte Datei", f"{_CSV_ODER_XLSX}, ausgepackt"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<"), "eine HTML- oder XML-Datei", f"als {_CSV_ODER_XLSX} speichern"),
)


class Format(StrEnum):
    """The two kinds of month file, told apart by content, never by name."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, eq=False)
class Lieferung:
    """The figures of one file, one array per column, in the order of its rows.

    ``einheiten``: ids of the Jobcenter. ``monate``: datetime64[M]. ``groessen``: position in GRUNDGROESSEN, which
    is the column of the cube. ``werte``: persons or cases, or cents for money. ``zeilen``: number of the row in the
    file, from 1. ``pruefsumme``: SHA-256 of the content, in hexadecimal digits. ``leere``: rows without a value that
    were passed over.
    """

    dateiname: str
    format: Format
    pruefsumme: str
    einheiten: NDArray[np.int64]
    monate: NDArray[np.datetime64]
    groessen: NDArray[np.int64]
    werte: NDArray[np.int64]
    zeilen: NDArray[np.int64]
    leere: int = 0

    def __len__(self) -> int:
        return len(self.werte)

    @property
    def codes(self) -> list[str]:
        """The code of the Grundgröße of each row."""
        return [GRUNDGROESSEN[groesse].code for groesse in self.groessen.tolist()]


def lies(
    dateiname: str,
    inhalt: bytes,
    *,
    traeger: Traegerliste,
    bis: date,
    eigene: Collection[int] | None = None,
    leere_uebergehen: bool = False,
) -> Lieferung:
    """The figures of a month file.

    ``traeger`` says which AGS is the key of which Jobcenter, and when; ``bis`` is the last month that may be
    reported; ``eigene`` are the Jobcenter whose rows are taken (None: all), a row of any other is an error.
    ``leere_uebergehen``: a row without a value (of a template filled in partly) says nothing instead of being an
    error. Raises :class:`FehlerhafteDatei` with every error of the file, whatever the bytes are.
    """
    fehler = Fehlerliste()
    try:
        art, gelesen = lies_tabelle(inhalt, fehler)
        tabelle = ausgefuellte(gelesen) if leere_uebergehen else gelesen
        zeilen = pruefe(tabelle, traeger, bis, fehler, eigene)
        fehler.wirf()
        if not len(tabelle.nummern):
            raise abgelehnt("in keiner Zeile steht ein Wert", "mindestens eine Zeile mit einer Zahl")
    except FehlerhafteDatei as mangel:
        raise FehlerhafteDatei(mangel.fehler, mangel.anzahl, dateiname) from None
    return Lieferung(
        dateiname=dateiname,
        format=art,
        pruefsumme=hashlib.sha256(inhalt).hexdigest(),
        einheiten=zeilen.einheiten,
        monate=(zeilen.monate - _JANUAR_1970).astype("datetime64[M]"),
        groessen=zeilen.groessen,
        werte=zeilen.werte,
        zeilen=tabelle.nummern,
        leere=len(gelesen.nummern) - len(tabelle.nummern),
    )


def lies_tabelle(inhalt: bytes, fehler: Fehlerliste, spalten: Sequence[str] = SPALTEN) -> tuple[Format, Tabelle]:
    """The rows of a file with such columns, CSV or XLSX; what is wrong with single rows goes to ``fehler``.

    Raises :class:`FehlerhafteDatei` where it is no such file, or where it has nothing below its header.
    """
    art = _art(inhalt, spalten)
    if art is Format.XLSX:
        tabelle = ordne(arbeitsmappe.lies_zeilen(inhalt), fehler, mit_zellen=True, bekannte=spalten)
    else:
        tabelle = ordne(textdatei.lies_zeilen(inhalt, fehler, spalten), fehler, mit_zellen=False, bekannte=spalten)
    if not len(tabelle.nummern) and not fehler.anzahl:
        raise abgelehnt("unter der Kopfzeile stehen keine Zahlen", "mindestens eine Zeile mit einer Zahl")
    return art, tabelle


def _art(inhalt: bytes, spalten: Sequence[str]) -> Format:
    if not inhalt:
        raise abgelehnt("die Datei ist leer", f"die Kopfzeile {';'.join(spalten)} und darunter die Zahlen")
    if len(inhalt) > HOECHSTENS_BYTES:
        groesse = f"{len(inhalt) / 1024 / 1024:.0f} MB"
        raise abgelehnt("die Datei ist zu groß", f"höchstens {HOECHSTENS_BYTES // 1024 // 1024} MB", wert=groesse)
    for muster, was, richtig in _FREMDE_ARTEN:
        if muster.match(inhalt):
            raise abgelehnt(was, richtig)
    return Format.XLSX if inhalt.startswith(b"PK\x03\x04") else Format.CSV
