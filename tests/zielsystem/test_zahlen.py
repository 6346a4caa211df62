"""Numbers and days as people read them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zielsystem import zahlen

FAELLE: list[tuple[Callable[..., str], tuple[Any, ...], str]] = [
    (zahlen.prozent, (0.1234,), "12,3\u202f%"),
    (zahlen.prozent, (0.1235,), "12,4\u202f%"),
    (zahlen.prozent, (0.12345, 2), "12,35\u202f%"),
    (zahlen.prozent, (0.285, 0), "29\u202f%"),
    (zahlen.prozent, (1.005, 1), "100,5\u202f%"),
    (zahlen.prozent, (0.00005, 2), "0,01\u202f%"),
    (zahlen.prozent, (-0.1235,), "\u221212,4\u202f%"),
    (zahlen.prozent, (-0.0001,), "0,0\u202f%"),
    (zahlen.prozent, (0,), "0,0\u202f%"),
    (zahlen.prozent, (12.5,), "1.250,0\u202f%"),
    (zahlen.prozent, (Decimal("0.123450"),), "12,3\u202f%"),
    (zahlen.prozent, (np.float64(0.1235),), "12,4\u202f%"),
    (zahlen.prozent, (float("nan"),), "–"),
    (zahlen.prozent, (Decimal("NaN"),), "–"),
    (zahlen.prozent, (None,), "–"),
    (zahlen.veraenderung, (0.012,), "+1,2\u202f%"),
    (zahlen.veraenderung, (-0.012,), "\u22121,2\u202f%"),
    (zahlen.veraenderung, (0.0004,), "0,0\u202f%"),
    (zahlen.veraenderung, (-0.0004,), "0,0\u202f%"),
    (zahlen.veraenderung, (0.0005,), "+0,1\u202f%"),
    (zahlen.veraenderung, (None,), "–"),
    (zahlen.prozentpunkte, (0.004,), "+0,4\u00a0Prozentpunkte"),
    (zahlen.prozentpunkte, (-0.0125, 1), "\u22121,3\u00a0Prozentpunkte"),
    (zahlen.prozentpunkte, (None,), "–"),
    (zahlen.ganzzahl, (1234567,), "1.234.567"),
    (zahlen.ganzzahl, (999,), "999"),
    (zahlen.ganzzahl, (1000.5,), "1.001"),
    (zahlen.ganzzahl, (2.5,), "3"),
    (zahlen.ganzzahl, (-1234,), "\u22121.234"),
    (zahlen.ganzzahl, (np.int64(5000),), "5.000"),
    (zahlen.ganzzahl, (0,), "0"),
    (zahlen.ganzzahl, (None,), "–"),
    (zahlen.dezimalzahl, (1234.56,), "1.234,6"),
    (zahlen.dezimalzahl, (None,), "–"),
    (zahlen.euro_aus_cent, (123456789,), "1.234.567,89\u202f€"),
    (zahlen.euro_aus_cent, (5,), "0,05\u202f€"),
    (zahlen.euro_aus_cent, (-150,), "\u22121,50\u202f€"),
    (zahlen.euro_aus_cent, (0.5,), "0,01\u202f€"),
    (zahlen.euro_aus_cent, (10**15 + 1,), "10.000.000.000.000,01\u202f€"),
    (zahlen.euro_aus_cent, (None,), "–"),
    (zahlen.monat, (date(2026, 3, 1),), "März 2026"),
    (zahlen.monat, (date(2025, 12, 31),), "Dezember 2025"),
    (zahlen.monat, (None,), "–"),
    (zahlen.tag, (date(2026, 3, 1),), "01.03.2026"),
    (zahlen.tag, (datetime(2026, 3, 1, 23, 59),), "01.03.2026"),
    (zahlen.tag, (None,), "–"),
    (zahlen.zeitpunkt, (datetime(2026, 3, 1, 14, 5),), "01.03.2026, 14:05 Uhr"),
    (zahlen.zeitpunkt, (None,), "–"),
]


@pytest.mark.parametrize(("schreiben", "eingabe", "erwartet"), FAELLE)
def test_a_value_is_written_the_german_way(
    schreiben: Callable[..., str], eingabe: tuple[Any, ...], erwartet: str
) -> None:
    assert schreiben(*eingabe) == erwartet


def test_infinity_is_an_error_and_not_a_text() -> None:
    with pytest.raises(ValueError, match="Keine darstellbare Zahl"):
        zahlen.prozent(float("inf"))


@pytest.mark.parametrize(
    ("text", "anteil"),
    [
        ("25,3 %", "0.253"),
        ("25,3", "0.253"),
        (" 25 %", "0.25"),
        ("25,3\u202f%", "0.253"),
        ("\u22121,5 %", "-0.015"),
        ("-1,5", "-0.015"),
        ("–1,5", "-0.015"),
        ("+0,4 %", "0.004"),
        ("1.250,0 %", "12.5"),
        ("0", "0"),
    ],
)
def test_percent_is_read_as_it_is_written(text: str, anteil: str) -> None:
    assert zahlen.lies_prozent(text) == Decimal(anteil)


@pytest.mark.parametrize("text", ["", "%", "viel", "25.3", "25,3,1", "1.25,0", "25,3 % 4", "--1", "1e5", "25,", "٣"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="keine Angabe in Prozent"):
        zahlen.lies_prozent(text)


@pytest.mark.parametrize(
    ("text", "cent"), [("1.234.567,89 €", 123456789), ("5", 500), ("0,05", 5), ("12 Euro", 1200), ("-1,50", -150)]
)
def test_money_is_read_in_cents(text: str, cent: int) -> None:
    assert zahlen.lies_cent(text) == cent


@pytest.mark.parametrize("text", ["", "€", "12.5", "0,005", "zehn"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="kein Betrag in Euro"):
        zahlen.lies_cent(text)


@given(st.decimals(min_value=-9, max_value=9, places=3))
def test_what_is_shown_can_be_read_again(anteil: Decimal) -> None:
    assert zahlen.lies_prozent(zahlen.prozent(anteil)) == zahlen.lies_prozent(zahlen.veraenderung(anteil)) == anteil
