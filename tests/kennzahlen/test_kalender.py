"""When what is published."""

from datetime import date

import pytest

from kennzahlen.kalender import Termin, faelliger_berichtsmonat, termine, veroeffentlichungstag, vorlaeufig


@pytest.mark.parametrize(
    ("monat", "tag"),
    [
        (date(2026, 11, 1), date(2026, 11, 20)),  # a Friday
        (date(2026, 6, 1), date(2026, 6, 22)),  # the 20th is a Saturday
        (date(2026, 9, 1), date(2026, 9, 21)),  # the 20th is a Sunday
        (date(2026, 9, 30), date(2026, 9, 21)),
        (date(2024, 5, 1), date(2024, 5, 21)),  # the 20th is Whit Monday
        (date(2019, 4, 1), date(2019, 4, 23)),  # the 20th is a Saturday, the 22nd Easter Monday
        (date(2057, 4, 1), date(2057, 4, 24)),  # the 20th is Good Friday
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


@pytest.mark.parametrize(
    ("stand", "vorlaeufige"), [(date(2026, 4, 20), True), (date(2026, 5, 1), False), (date(2026, 5, 20), False)]
)
def test_january_is_final_in_may(stand: date, vorlaeufige: bool) -> None:
    assert vorlaeufig(date(2026, 1, 1), stand) is vorlaeufige


def test_the_coming_twelve_releases_are_announced_with_their_months() -> None:
    kommende = termine(date(2026, 11, 21))
    assert len(kommende) == 12
    assert kommende[0] == Termin(date(2026, 12, 21), date(2026, 8, 1))
    assert kommende[-1] == Termin(date(2027, 11, 22), date(2027, 7, 1))
    assert [termin.monat for termin in kommende] == sorted({termin.monat for termin in kommende})


def test_the_day_of_the_release_itself_is_announced() -> None:
    assert termine(date(2026, 11, 20))[0].tag == date(2026, 11, 20)
