"""Reading CSV as people's programs write it: encoding and delimiter found from the content.

Every row stands on one line. A quoted field may hold delimiters and doubled quotes, but no line break: a quote that
is never closed spoils its own line only, and the number of a row is the number of its line.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE
from collections.abc import Iterator, Sequence
from itertools import chain

from kennzahlen.meldungen.lieferung.fehler import SPALTEN, Fehler, Fehlerliste, abgelehnt
from kennzahlen.meldungen.lieferung.tabelle import Zeile

TRENNZEICHEN = (";", ",", "\t")
HOECHSTENS_ZEILEN = 5_000_000

_LEERES = ' "\u00a0' + "".join(TRENNZEICHEN)
_ALS_UTF8 = "die Datei als „CSV UTF-8“ speichern"


def lies_zeilen(inhalt: bytes, fehler: Fehlerliste, spalten: Sequence[str] = SPALTEN) -> Iterator[Zeile]:
    """The rows that are not blank; a row with broken quotes is reported to ``fehler`` and left out.

    Raises :class:`.fehler.FehlerhafteDatei` where the bytes are no text or too many lines.
    """
    text = dekodiere(inhalt).replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > HOECHSTENS_ZEILEN:
        raise abgelehnt("zu viele Zeilen", f"höchstens {HOECHSTENS_ZEILEN} Zeilen je Datei")
    beschrieben = ((nummer, zeile) for nummer, zeile in enumerate(text.split("\n"), 1) if zeile.strip(_LEERES))
    kopf = next(beschrieben, None)
    if kopf is not None:
        yield from _zerlegt(chain((kopf,), beschrieben), trennzeichen(kopf[1], spalten), fehler)


def dekodiere(inhalt: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, or else in Windows-1252."""
    if inhalt.startswith((BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_BE)):
        raise abgelehnt("Zeichencodierung UTF-16 oder UTF-32", _ALS_UTF8)
    if b"\0" in inhalt:
        raise abgelehnt("keine Textdatei (enthält Nullbytes)", f"eine CSV- oder XLSX-Datei; bei UTF-16: {_ALS_UTF8}")
    try:
        return inhalt.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return _dekodiere_windows(inhalt)


def trennzeichen(kopf: str, spalten: Sequence[str] = SPALTEN) -> str:
    """The delimiter that splits the header row into the most columns that are known."""
    return max(TRENNZEICHEN, key=lambda zeichen: len(_bekannte(kopf.split(zeichen), spalten)))


def _bekannte(namen: list[str], spalten: Sequence[str]) -> set[str]:
    return set(spalten) & {name.strip(_LEERES).lower() for name in namen}


def _dekodiere_windows(inhalt: bytes) -> str:
    try:
        return inhalt.decode("cp1252")
    except UnicodeDecodeError as mangel:
        zeile = inhalt.count(b"\n", 0, mangel.start) + 1
        zeichen = f"Byte {inhalt[mangel.start]:#04x}"
        raise abgelehnt("weder UTF-8 noch Windows-1252", _ALS_UTF8, zeile=zeile, wert=zeichen) from None


def _zerlegt(zeilen: Iterator[tuple[int, str]], trenner: str, fehler: Fehlerliste) -> Iterator[Zeile]:
    for nummer, zeile in zeilen:
        if '"' not in zeile:
            yield nummer, zeile.split(trenner)
            continue
        try:
            yield nummer, next(csv.reader([zeile], delimiter=trenner, strict=True, skipinitialspace=True))
        except csv.Error:
            richtig = "am Anfang und am Ende des Feldes je eines, im Feld verdoppelt"
            fehler.melde(Fehler(nummer, "", zeile, "Anführungszeichen falsch gesetzt", richtig))
