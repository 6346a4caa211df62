"""Month files for the tests: a few Jobcenter, and the two outcomes of reading."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from kennzahlen.meldungen.lieferung import Fehler, FehlerhafteDatei, Lieferung, lies
from zielsystem.recht import Geltung

BIS = date(2026, 9, 1)
"""The last month that may be reported in these tests."""

TRAEGER = {
    "01001": (11, (Geltung(ab=date(2005, 1, 1)),)),
    "14511": (12, (Geltung(ab=date(2005, 1, 1)),)),
    # merged into 03159 on 1.11.2016, which took over the older key 03152
    "03156": (13, (Geltung(ab=date(2005, 1, 1), bis=date(2016, 11, 1)),)),
    "03152": (14, (Geltung(ab=date(2005, 1, 1), bis=date(2016, 11, 1)),)),
    "03159": (14, (Geltung(ab=date(2016, 11, 1)),)),
}

KOPF = "traeger;monat;groesse;wert"


def liest(inhalt: str | bytes, dateiname: str = "meldung.csv") -> Lieferung:
    """Read a file that is right."""
    roh = inhalt.encode() if isinstance(inhalt, str) else inhalt
    return lies(dateiname, roh, traeger=TRAEGER, bis=BIS)


def fehlerdatei(inhalt: str | bytes) -> FehlerhafteDatei:
    """Read a file that is wrong, and return the refusal."""
    try:
        liest(inhalt)
    except FehlerhafteDatei as mangel:
        return mangel
    raise AssertionError("Die Datei wurde angenommen.")


def fehler(inhalt: str | bytes) -> list[Fehler]:
    """The errors of a file that is wrong."""
    return fehlerdatei(inhalt).fehler


def einziger_fehler(inhalt: str | bytes) -> str:
    """The German line for the one error of a file."""
    mangel = fehlerdatei(inhalt)
    assert mangel.anzahl == 1, str(mangel)
    return str(mangel.fehler[0])


def csv(*zeilen: str) -> str:
    """A CSV file with the usual header."""
    return "\n".join([KOPF, *zeilen])


def tupel(lieferung: Lieferung) -> list[tuple[int, str, str, int]]:
    """The figures as (id, month, code, value)."""
    return list(
        zip(
            lieferung.einheiten.tolist(),
            [str(monat) for monat in lieferung.monate],
            lieferung.codes,
            lieferung.werte.tolist(),
            strict=True,
        )
    )


def xlsx(*zeilen: Sequence[Any], blatt: str = "Meldung", formate: dict[str, str] | None = None) -> bytes:
    """A workbook with one sheet; ``formate`` gives number formats by cell."""
    mappe = Workbook()
    tabelle = mappe.active
    tabelle.title = blatt
    for zeile in zeilen:
        tabelle.append(list(zeile))
    for zelle, zahlenformat in (formate or {}).items():
        tabelle[zelle].number_format = zahlenformat
    return gespeichert(mappe)


def gespeichert(mappe: Workbook) -> bytes:
    """The bytes of a workbook."""
    ausgabe = io.BytesIO()
    mappe.save(ausgabe)
    return ausgabe.getvalue()
