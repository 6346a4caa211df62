"""When what is published."""

from datetime import date

import pytest

from kennzahlen.kalender import faelliger_berichtsmonat, veroeffentlichungstag


@pytest.mark.parametrize(
    ("monat", "tag"),
    [
        (date(2026, 11, 1), date(2026, 11, 20)),  # a Friday
        (date(2026, 6, 1), date(2026, 6, 22)),  # the 20th is a Saturday
        (date(2026, 9, 1), date(2026, 9, 21)),  # the 20th is a Sunday
        (date(2026, 9, 30), date(2026, 9, 21)),
    ],
)
def test_publication_is_on_the_20th_or_the_next_working_day(monat: date, tag: date) -> None:
    assert veroeffentlichungstag(monat) == tag


@pytest.mark.parametrize(
    ("tag", "monat"),
    [
        (date(2026, 5, 20), date(2026, 1, 1)),
        (date(2026, 3, 20), date(2025, 11, 1)),
        (date(2026, 12, 21), date(2026, 8, 1)),
    ],
)
def test_january_is_published_in_may(tag: date, monat: date) -> None:
    assert faelliger_berichtsmonat(tag) == monat
