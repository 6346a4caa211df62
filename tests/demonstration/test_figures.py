"""The invented figures: reproducible, plausible, and free of contradictions."""

from datetime import date
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest

from demonstration.cube import ANZAHL_MONATE, SEED, figures_by_ort, figures_cube, merkmale
from demonstration.figures import FEHLT, Zahlen, generate
from demonstration.peers import RINGE, VERGLEICHSTYPEN, ringe, vergleichstypen
from kennzahlen.cube import Cube, Nachfolge
from kennzahlen.meldungen.plausibilitaet import Schwere, pruefe
from kennzahlen.recht import SPALTE

WERTE = figures_by_ort().werte
MONATE = figures_by_ort().monate
ORTE = figures_by_ort().orte


def reihe(code: str, werte: Zahlen = WERTE) -> Zahlen:
    return werte[:, :, SPALTE[code]]


def test_the_same_seed_gives_the_same_figures_bit_by_bit() -> None:
    noch_einmal = generate(*merkmale(ORTE), MONATE, SEED)
    assert sha256(noch_einmal.tobytes()).digest() == sha256(WERTE.tobytes()).digest()
    assert (generate(*merkmale(ORTE), MONATE, SEED + 1) != WERTE).any()


def test_there_are_at_least_72_months_and_they_end_in_october_2026() -> None:
    assert ANZAHL_MONATE == len(MONATE) == 106
    assert (MONATE[0], MONATE[-1]) == (date(2018, 1, 1), date(2026, 10, 1))


def test_a_figure_is_missing_exactly_where_it_is_not_collected() -> None:
    wechsel = MONATE.index(date(2019, 4, 1))
    fehlt = WERTE == FEHLT
    erwartet = np.zeros(WERTE.shape, dtype=bool)
    erwartet[:, wechsel:, SPALTE["INT_NACHHALTIG"]] = True
    erwartet[:, :wechsel, SPALTE["INT_KONT"]] = True
    assert (fehlt == erwartet).all()
    assert (WERTE[~erwartet] >= 0).all()


@pytest.mark.parametrize("bestand", ["ELB", "LZB"])
def test_a_stock_is_last_months_plus_entries_minus_exits(bestand: str) -> None:
    stand = reihe(bestand)
    zugang, abgang = reihe(f"{bestand}_ZUGANG"), reihe(f"{bestand}_ABGANG")
    assert (stand[:, 1:] == stand[:, :-1] + zugang[:, 1:] - abgang[:, 1:]).all()
    assert (abgang[:, 1:] <= stand[:, :-1]).all()


@pytest.mark.parametrize(
    ("teil", "ganzes"),
    [
        ("ELB_AE", "ELB"),
        ("LZB", "ELB"),
        ("LZB_AKTIVIERT", "LZB"),
        ("INT_AE", "INT"),
        ("INT_LZB", "INT"),
        ("INT", "ELB"),
    ],
)
def test_a_part_is_no_larger_than_its_whole(teil: str, ganzes: str) -> None:
    assert (reihe(teil) <= reihe(ganzes)).all()


@pytest.mark.parametrize("code", ["ELB", "INT"])
def test_women_and_men_are_all(code: str) -> None:
    assert (reihe(f"{code}_W") + reihe(f"{code}_M") == reihe(code)).all()


def test_the_country_as_a_whole_is_about_as_large_as_it_is() -> None:
    elb, lzb = reihe("ELB").sum(axis=0), reihe("LZB").sum(axis=0)
    assert 3_500_000 < elb.min() < elb.max() < 4_150_000
    assert (lzb / elb > 0.6).all()
    assert (lzb / elb < 0.72).all()


def test_the_integrationsquote_of_a_year_lies_between_18_and_28_percent() -> None:
    integrationen, elb = reihe("INT").sum(axis=0), reihe("ELB").sum(axis=0)
    quoten = [integrationen[m - 11 : m + 1].sum() / elb[m - 11 : m + 1].mean() for m in range(11, ANZAHL_MONATE)]
    assert 0.18 < min(quoten) < max(quoten) < 0.28


def test_benefits_per_person_follow_the_regelbedarf() -> None:
    euro = reihe("LLU").sum(axis=0) / reihe("ELB").sum(axis=0) / 100
    assert euro[0] == pytest.approx(420, abs=10)
    assert euro[-1] == pytest.approx(569, abs=10)


def test_corona_and_june_2022_show() -> None:
    elb = dict(zip(MONATE, reihe("ELB").sum(axis=0).tolist(), strict=True))
    assert elb[date(2020, 6, 1)] > elb[date(2020, 2, 1)] * 1.01
    assert elb[date(2022, 9, 1)] > elb[date(2022, 5, 1)] * 1.03


def test_from_the_merger_on_the_successor_reports_for_both() -> None:
    zahlen = figures_cube()
    eisenach, wartburgkreis = zahlen.zeile("16056"), zahlen.zeile("16063")
    ab = MONATE.index(date(2021, 7, 1))
    assert (zahlen.werte[eisenach, ab:] == FEHLT).all()
    assert (zahlen.werte[eisenach, :ab] == WERTE[eisenach, :ab]).all()
    beide = WERTE[eisenach] + WERTE[wartburgkreis]
    erhoben = WERTE[wartburgkreis, ab:] != FEHLT
    assert (zahlen.werte[wartburgkreis, ab:][erhoben] == beide[ab:][erhoben]).all()
    assert (zahlen.werte[wartburgkreis, ab:][~erhoben] == FEHLT).all()


def test_every_ort_has_exactly_one_vergleichstyp_and_a_few_change_each_year() -> None:
    einwohner, ost, stadt = merkmale(ORTE)
    jahre = [vergleichstypen(einwohner, ost, stadt, reihe("ELB")[:, m]) for m in range(0, ANZAHL_MONATE, 12)]
    assert set(jahre[0]) == {typ.schluessel for typ in VERGLEICHSTYPEN}
    for vorher, nachher in pairwise(jahre):
        assert 1 <= sum(a != b for a, b in zip(vorher, nachher, strict=True)) <= 25


def test_the_rings_are_of_nearly_equal_size() -> None:
    gruppen = ringe([ort.einwohner or 0 for ort in ORTE if ort.optionskommune])
    groessen = [gruppen.count(ring) for ring in RINGE]
    assert max(groessen) - min(groessen) <= 1


def test_the_checks_find_no_error_and_little_to_explain() -> None:
    zahlen = figures_cube()
    werte = np.where(zahlen.werte == FEHLT, np.nan, zahlen.werte.astype(np.float64))
    eisenach, wartburgkreis = zahlen.zeile("16056"), zahlen.zeile("16063")
    ab = MONATE.index(date(2021, 7, 1))
    existiert = np.ones(werte.shape[:2], dtype=np.bool_)
    existiert[eisenach, ab:] = False
    befunde = pruefe(
        Cube(tuple(range(len(ORTE))), MONATE, werte),
        existiert,
        date(2026, 11, 1),
        existiert=existiert,
        nachfolgen=[Nachfolge(eisenach, wartburgkreis, ab)],
    )
    assert [befund for befund in befunde if befund.schwere is Schwere.HART] == []
    assert [befund for befund in befunde if befund.code == "BESTANDSGLEICHUNG_LZB"] == []
    assert len(befunde) < existiert.sum() / 400
