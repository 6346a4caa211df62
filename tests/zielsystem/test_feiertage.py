"""Holidays of all Länder, and working days."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from zielsystem.feiertage import BUNDESWEITE_FEIERTAGE, ist_werktag, naechster_werktag, ostersonntag


@given(st.integers(1583, 4099))
def test_easter_is_where_others_have_it(jahr: int) -> None:
    assert ostersonntag(jahr) == easter(jahr)


def test_the_holidays_of_a_year() -> None:
    """As the Bundesministerium des Innern lists them for 2026."""
    assert [feiertag.im_jahr(2026) for feiertag in BUNDESWEITE_FEIERTAGE] == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14),
        date(2026, 5, 25), date(2026, 10, 3), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "naechster"),
    [
        (date(2026, 4, 2), date(2026, 4, 2)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 5, 14), date(2026, 5, 15)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2027, 12, 31), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2028, 1, 3)),
    ],
)
def test_the_next_working_day(tag: date, naechster: date) -> None:
    assert naechster_werktag(tag) == naechster


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_working_day_is_near_and_none_is_passed_over(tag: date) -> None:
    naechster = naechster_werktag(tag)
    assert ist_werktag(naechster)
    assert 0 <= (naechster - tag).days <= 4
