"""Numbers in month files: what is understood, what is refused, and in which words."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennzahlen.meldungen.lieferung.zahlen import Unlesbar, lies_anzahl, lies_cent

BETRAEGE = {
    "0": 0,
    "12": 1200,
    "12,5": 1250,
    "12.5": 1250,
    "12,50": 1250,
    "1234567.89": 123456789,
    "1234567,89": 123456789,
    "1.234.567,89": 123456789,
    "1,234,567.89": 123456789,
    "1.234.567": 123456700,
    "1,234,567": 123456700,
    "1.234,5": 123450,
    "1,234.56": 123456,
    "1 234 567,89": 123456789,
    "1 234": 123400,
    "1\u00a0234\u00a0567,89": 123456789,
    "1\u202f234,56": 123456,
    "1\u2009234.56": 123456,
    "1'234'567.89": 123456789,
    "1’234,50": 123450,
    "0,1": 10,
    "0,12": 12,
    "0.120": 12,
    "0,100": 10,
    "1234,500": 123450,
    "1234.5600": 123456,
    "007": 700,
    "  12,5 ": 1250,
    "\u00a012,5\u00a0": 1250,
    "+3": 300,
    "-5": -500,
    "\u22125": -500,
    "-1.234,56": -123456,
    "-0": 0,
    "9999999999999.99": 999999999999999,
}

ANZAHLEN = {
    "0": 0,
    "12": 12,
    "12,0": 12,
    "12.00": 12,
    "1.234.567": 1234567,
    "1 234": 1234,
    "1234,000": 1234,
    "1.234,0": 1234,
    "1,234.0": 1234,
    "-3": -3,
    "\u22123": -3,
    "000123": 123,
    "999999999999999": 999999999999999,
}

MEHRDEUTIG = ["1.234", "1,234", "12.345", "123,456", "-1.234", "012.345", "1.000", "999,999"]

ABGELEHNT = {
    "": "leer",
    "   ": "leer",
    "k.A.": "keine Zahl",
    "k. A.": "keine Zahl",
    "*": "keine Zahl",
    "-": "keine Zahl",
    "x": "keine Zahl",
    "NaN": "keine Zahl",
    "inf": "keine Zahl",
    "None": "keine Zahl",
    "٣": "keine Zahl",
    "１２": "keine Zahl",
    "0x1F": "keine Zahl",
    "1_000": "keine Zahl",
    "WAHR": "keine Zahl",
    ",5": "keine Zahl",
    "12-13": "keine Zahl",
    "#NV": "ein Fehlerwert der Tabellenkalkulation",
    "#DIV/0!": "ein Fehlerwert der Tabellenkalkulation",
    "1e5": "Exponentenschreibweise",
    "1,5E+05": "Exponentenschreibweise",
    "12 €": "eine Zahl mit Einheit",
    "EUR 12": "eine Zahl mit Einheit",
    "12 %": "eine Zahl mit Einheit",
    "5-": "das Minuszeichen steht hinten",
    "2026-01-15": "ein Datum",
    "2026-01": "ein Datum",
    "15.01.2026": "ein Datum",
    "=A1+B1": "Formel ohne berechneten Wert",
    "1.234.56": "falsch gegliederte Zahl",
    "1,23,456": "falsch gegliederte Zahl",
    "1.234.567.89": "falsch gegliederte Zahl",
    "1.234,567,89": "falsch gegliederte Zahl",
    "0.123.456": "falsch gegliederte Zahl",
    "1234.567.890": "falsch gegliederte Zahl",
    "1 234.567 890": "falsch gegliederte Zahl",
    "1  234": "falsch gegliederte Zahl",
    "12.": "falsch gegliederte Zahl",
    "10000000000000000": "zu groß",
    "9" * 5000: "zu groß",
}


@pytest.mark.parametrize(("text", "cent"), BETRAEGE.items())
def test_amounts_are_read_to_the_cent(text: str, cent: int) -> None:
    assert lies_cent(text) == cent


@pytest.mark.parametrize(("text", "anzahl"), ANZAHLEN.items())
def test_counts_are_read_as_whole_numbers(text: str, anzahl: int) -> None:
    assert lies_anzahl(text) == anzahl


@pytest.mark.parametrize("text", MEHRDEUTIG)
@pytest.mark.parametrize("lies", [lies_anzahl, lies_cent])
def test_a_number_with_two_readings_is_refused(lies, text: str) -> None:
    with pytest.raises(Unlesbar) as mangel:
        lies(text)
    assert mangel.value.was.startswith("mehrdeutig")
    assert text.lstrip("-").replace(".", "").replace(",", "") in mangel.value.richtig


@pytest.mark.parametrize(("text", "was"), ABGELEHNT.items())
@pytest.mark.parametrize("lies", [lies_anzahl, lies_cent])
def test_what_is_no_number_is_refused_by_name(lies, text: str, was: str) -> None:
    with pytest.raises(Unlesbar) as mangel:
        lies(text)
    assert mangel.value.was == was
    assert mangel.value.richtig


@pytest.mark.parametrize("text", ["12,5", "0.5", "1234,001", "0,999"])
def test_a_count_with_a_fraction_is_refused(text: str) -> None:
    with pytest.raises(Unlesbar, match="keine ganze Zahl"):
        lies_anzahl(text)


@pytest.mark.parametrize("text", ["12,3456", "0,123", "0.001", "1234.567"])
def test_an_amount_with_fractions_of_a_cent_is_refused(text: str) -> None:
    with pytest.raises(Unlesbar, match="mehr als zwei Nachkommastellen"):
        lies_cent(text)


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for lies in (lies_anzahl, lies_cent):
        with suppress(Unlesbar):
            assert isinstance(lies(text), int)


def _deutsch(betrag: Decimal) -> str:
    return f"{betrag:,.2f}".translate(str.maketrans(",.", ".,"))


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_every_usual_spelling_of_an_amount_means_the_same(cent: int) -> None:
    betrag = Decimal(cent).scaleb(-2)
    schreibweisen = {
        f"{betrag:.2f}",
        f"{betrag:.2f}".replace(".", ","),
        f"{betrag:,.2f}",
        f"{betrag:,.2f}".replace(",", "'"),
        f"{betrag:,.2f}".replace(",", "\u202f"),
        _deutsch(betrag),
        _deutsch(betrag).replace("-", "\u2212"),
    }
    assert {lies_cent(text) for text in schreibweisen} == {cent}
