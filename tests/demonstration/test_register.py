"""The facts about Jobcenter and what follows from them on a day."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from demonstration.register import (
    BEGINN,
    FactsError,
    Ort,
    geschichte,
    nachfolgen,
    read_aenderungen,
    read_orte,
    verdichtet,
    zu_melden,
)

ORTE, AENDERUNGEN = read_orte(), read_aenderungen()
HEUTE = date(2026, 11, 21)

JE_LAND = {
    "01": 15, "02": 1, "03": 45, "04": 2, "05": 53, "06": 26, "07": 36, "08": 44,
    "09": 96, "10": 6, "11": 12, "12": 18, "13": 8, "14": 13, "15": 14, "16": 22,
}  # fmt: skip
ZKT_JE_LAND = {
    "01": 2, "03": 16, "05": 18, "06": 16, "07": 5, "08": 11, "09": 10,
    "10": 3, "12": 7, "13": 1, "14": 5, "15": 6, "16": 4,
}  # fmt: skip


def am(tag: date) -> list[Ort]:
    staende = (stand for ort in ORTE for stand in geschichte(ort, AENDERUNGEN))
    return [stand.ort for stand in staende if stand.ab <= tag and (stand.bis is None or tag < stand.bis)]


def ort(ags: str) -> Ort:
    return next(ort for ort in ORTE if ort.ags == ags)


def test_every_land_has_its_jobcenter() -> None:
    assert Counter(ort.land for ort in am(HEUTE)) == JE_LAND


def test_every_land_has_the_optionskommunen_of_the_komtrzv() -> None:
    assert Counter(ort.land for ort in am(HEUTE) if ort.optionskommune) == ZKT_JE_LAND


@pytest.mark.parametrize(
    ("tag", "jobcenter", "optionskommunen"),
    [
        (date(2011, 1, 1), 423, 66),
        (date(2011, 9, 3), 423, 66),
        (date(2011, 9, 4), 413, 65),
        (date(2011, 12, 31), 413, 65),
        (date(2012, 1, 1), 413, 105),
        (date(2016, 10, 31), 413, 105),
        (date(2016, 11, 1), 412, 104),
        (date(2021, 6, 30), 412, 104),
        (date(2021, 7, 1), 411, 104),
        (HEUTE, 411, 104),
    ],
)
def test_the_register_counts_as_the_law_had_it(tag: date, jobcenter: int, optionskommunen: int) -> None:
    orte = am(tag)
    assert (len(orte), sum(ort.optionskommune for ort in orte)) == (jobcenter, optionskommunen)


@pytest.mark.parametrize("jahr", range(2011, 2027))
def test_there_are_at_most_69_optionskommunen_before_2012_and_110_after(jahr: int) -> None:
    grenze = 69 if jahr < 2012 else 110  # § 6a Abs. 1 and 4
    assert sum(ort.optionskommune for ort in am(date(jahr, 1, 1))) <= grenze


@pytest.mark.parametrize("tag", sorted({BEGINN, HEUTE, *(a.am for a in AENDERUNGEN)}))
def test_keys_and_names_are_unique_on_every_day(tag: date) -> None:
    orte = am(tag)
    for feld in ("ags", "kommune", "jobcenter"):
        assert len({getattr(ort, feld) for ort in orte}) == len(orte)
    assert all(ort.ags.startswith(ort.land) for ort in orte)


def test_the_states_of_an_ort_follow_each_other_without_gap() -> None:
    for einer in ORTE:
        staende = geschichte(einer, AENDERUNGEN)
        assert [stand.bis for stand in staende[:-1]] == [stand.ab for stand in staende[1:]]
        assert all(stand.bis is None or stand.ab < stand.bis for stand in staende)


def test_who_went_up_in_another_ends_on_that_day_and_the_other_goes_on() -> None:
    for nachfolge in nachfolgen(AENDERUNGEN):
        assert geschichte(ort(nachfolge.vorher), AENDERUNGEN)[-1].bis == nachfolge.am
        assert any(stand.ab <= nachfolge.am for stand in geschichte(ort(nachfolge.nachher), AENDERUNGEN))


def test_nobody_goes_up_in_two_others() -> None:
    assert max(Counter(n.vorher for n in nachfolgen(AENDERUNGEN)).values()) == 1


def test_goettingen_takes_over_osterode_under_a_new_key() -> None:
    alt, neu = geschichte(ort("03159"), AENDERUNGEN)
    assert (alt.ort.ags, neu.ort.ags, neu.ab) == ("03152", "03159", date(2016, 11, 1))
    assert geschichte(ort("03156"), AENDERUNGEN)[-1].bis == date(2016, 11, 1)


def test_essen_was_a_ge_until_2012() -> None:
    assert [(s.ort.traegerform, s.ab) for s in geschichte(ort("05113"), AENDERUNGEN)] == [
        ("gE", BEGINN),
        ("zkT", date(2012, 1, 1)),
    ]


def test_the_kommune_does_not_change_when_only_its_jobcenter_does() -> None:
    assert len(list(verdichtet(geschichte(ort("05113"), AENDERUNGEN), "ags", "kommune"))) == 1


def test_a_change_that_leads_elsewhere_is_refused() -> None:
    falsch = tuple(replace(a, nachher="03160") if a.feld == "ags" else a for a in AENDERUNGEN)
    with pytest.raises(FactsError, match="03159"):
        geschichte(ort("03159"), falsch)


def test_every_change_names_its_source() -> None:
    assert all(aenderung.quelle for aenderung in AENDERUNGEN)


def test_412_orte_have_figures_since_2018_and_all_know_their_inhabitants() -> None:
    orte = zu_melden(ORTE, AENDERUNGEN, date(2018, 1, 1))
    assert len(orte) == 412
    assert all(ort.einwohner for ort in orte)
