"""Own figures in files: the template with what is there, and a filled-in file read with every finding at once.

The columns are ``groesse;monat;wert``. What holds for a month file holds here too: CSV or XLSX, decimal comma, nothing
guessed, a file is taken over as a whole or not at all, and rows without a value say nothing.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from kennzahlen.eigene.controlling.werte import Eingabe, Stelle
from kennzahlen.eigene.eingabe import Unlesbar, lies_wert
from kennzahlen.eigene.masse import eingabetext
from kennzahlen.meldungen.hochladen import HOECHSTENS_BYTES
from kennzahlen.meldungen.lieferung.fehler import FehlerhafteDatei, Fehlerliste, abgelehnt
from kennzahlen.meldungen.lieferung.felder import monatsleser
from kennzahlen.meldungen.lieferung.lesen import Format, lies_tabelle
from kennzahlen.meldungen.lieferung.tabelle import Tabelle, ausgefuellte

SPALTEN = ("groesse", "monat", "wert")
HOECHSTENS_WERTE = 5_000


def lies_datei(*, dateiname: str, inhalt: bytes, masse: Mapping[str, str], bis: date) -> list[Eingabe]:
    """The figures of a file, ``vorher`` left None; ``masse`` are the units of the figures that may be entered.

    Raises :class:`~kennzahlen.meldungen.lieferung.fehler.FehlerhafteDatei` with every error of the file.
    """
    fehler = Fehlerliste()
    try:
        if len(inhalt) > HOECHSTENS_BYTES:
            raise abgelehnt("die Datei ist zu groß", f"höchstens {HOECHSTENS_BYTES // 1024 // 1024} MB")
        _, gelesen = lies_tabelle(inhalt, fehler, SPALTEN)
        tabelle = ausgefuellte(gelesen)
        if len(tabelle.nummern) > HOECHSTENS_WERTE:
            raise abgelehnt("zu viele Werte", f"höchstens {HOECHSTENS_WERTE} Werte je Datei; bitte teilen")
        eingaben = _lies_zeilen(tabelle, masse, bis, fehler)
        fehler.wirf()
        if not eingaben:
            raise abgelehnt("in keiner Zeile steht ein Wert", "mindestens eine Zeile mit einer Zahl")
    except FehlerhafteDatei as mangel:
        raise FehlerhafteDatei(mangel.fehler, mangel.anzahl, dateiname) from None
    return eingaben


def _lies_zeilen(tabelle: Tabelle, masse: Mapping[str, str], bis: date, fehler: Fehlerliste) -> list[Eingabe]:
    lies_monat = monatsleser(bis)
    eingaben: dict[Stelle, Eingabe] = {}
    zeilen: dict[Stelle, int] = {}
    for position in range(len(tabelle.nummern)):
        code, monat, text = (tabelle.spalten[name][position].strip() for name in SPALTEN)
        spalte = "groesse"
        try:
            _pruefe_code(code, masse)
            spalte = "monat"
            stelle = (code, _monat(lies_monat(monat)))
            spalte = "wert"
            _pruefe_einmal(stelle, zeilen)
            zeilen[stelle] = int(tabelle.nummern[position])
            eingaben[stelle] = Eingabe(*stelle, None, lies_wert(text, masse[code]))
        except Unlesbar as mangel:
            fehler.melde(tabelle.fehler(position, spalte, mangel))
    return list(eingaben.values())


def _pruefe_code(code: str, masse: Mapping[str, str]) -> None:
    if code in masse:
        return
    aehnlich = get_close_matches(code[:40].upper(), masse, n=1)
    liste = "der Code einer eigenen Grundgröße, die nicht im Archiv ist"
    raise Unlesbar("unbekannte eigene Grundgröße", f"{aehnlich[0]}? Sonst {liste}" if aehnlich else liste)


def _pruefe_einmal(stelle: Stelle, zeilen: Mapping[Stelle, int]) -> None:
    if stelle in zeilen:
        was = f"dieselbe Angabe steht schon in Zeile {zeilen[stelle]}"
        raise Unlesbar(was, f"jede Angabe nur einmal; diese oder Zeile {zeilen[stelle]} streichen")


def _monat(seit_null: int) -> date:
    return date(seit_null // 12, seit_null % 12 + 1, 1)


# -- The way out -----------------------------------------------------------------------------------------------


def vorlage(codes: Sequence[str], werte: Mapping[Stelle, Decimal], monate: Sequence[date], art: Format) -> bytes:
    """A file with a row per figure and month, filled in as far as there are values."""
    zeilen = [(code, f"{monat:%Y-%m}", werte.get((code, monat))) for code in codes for monat in monate]
    return _als_xlsx(zeilen) if art is Format.XLSX else _als_csv(zeilen)


def _als_csv(zeilen: Sequence[tuple[str, str, Decimal | None]]) -> bytes:
    texte = [";".join(SPALTEN), *(f"{code};{monat};{eingabetext(wert)}" for code, monat, wert in zeilen)]
    return "".join(f"{text}\r\n" for text in texte).encode("ascii")


def _als_xlsx(zeilen: Sequence[tuple[str, str, Decimal | None]]) -> bytes:
    mappe = Workbook(write_only=True)
    blatt = mappe.create_sheet("Eigene Zahlen")
    blatt.freeze_panes = "A2"
    blatt.append(SPALTEN)
    for code, monat, wert in zeilen:
        zellen = [WriteOnlyCell(blatt, inhalt) for inhalt in (code, monat)]
        for zelle in zellen:
            zelle.number_format = "@"
        blatt.append([*zellen, wert])
    ausgabe = io.BytesIO()
    mappe.save(ausgabe)
    return ausgabe.getvalue()
