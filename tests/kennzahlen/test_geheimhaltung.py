"""Counts of one or two are not published, nor a rate resting on them (FACHKONZEPT 2, rule 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from kennzahlen.formeln import Grund, Gruppierung, Teile, aggregiere, berechne, vollstaendig, wert
from kennzahlen.veroeffentlichungen.geheimhaltung import unterdruecke
from tests.kennzahlen.faelle import cube_aus
from zielsystem.parameter.recht import Parameter
from zielsystem.recht import Norm

AM = date(2024, 5, 20)


def letzter(teile: Teile, code: str) -> tuple[float, float, float, Grund]:
    """Numerator, denominator, value and reason of the first row in the last month."""
    stelle = (0, -1, teile.codes.index(code))
    return teile.zaehler[stelle], teile.nenner[stelle], wert(teile)[stelle], Grund(teile.grund[stelle])


def veroeffentlicht(ab: str = "2023-01", **reihen: str) -> Teile:
    return unterdruecke(berechne(cube_aus({"A": reihen}, ab)), AM)


@pytest.mark.parametrize("integrationen", ["11*0 1", "10*0 2*1", "11*0 2"])
def test_a_rate_of_one_or_two_cases_shows_neither_value_nor_parts(integrationen: str) -> None:
    zaehler, nenner, quote, grund = letzter(veroeffentlicht(INT=integrationen, ELB="12*1000"), "K2")
    assert np.isnan([zaehler, nenner, quote]).all()
    assert grund is Grund.GEHEIM


def test_one_case_a_month_is_no_secret_over_the_year() -> None:
    assert letzter(veroeffentlicht(INT="12*1", ELB="12*1000"), "K2")[3] is Grund.OK


def test_three_cases_and_none_are_published() -> None:
    assert letzter(veroeffentlicht(INT="9*0 3*1", ELB="12*1000"), "K2")[:2] == (3, 12000)
    assert letzter(veroeffentlicht(INT="12*0", ELB="12*1000"), "K2") == (0, 12000, 0, Grund.OK)


def test_a_small_denominator_is_as_secret_as_a_small_numerator() -> None:
    assert letzter(veroeffentlicht(LZB_AKTIVIERT="0", LZB="2"), "K3E2")[3] is Grund.GEHEIM


def test_a_stock_of_two_people_stays_two_people_over_twelve_months() -> None:
    assert letzter(veroeffentlicht(INT="12*1", ELB="12*2"), "K2")[3] is Grund.GEHEIM
    assert letzter(veroeffentlicht(INT="12*1", ELB="12*3"), "K2")[3] is Grund.OK


def test_a_case_over_a_denominator_of_zero_is_secret_too() -> None:
    assert letzter(veroeffentlicht(INT="12*0", INT_KONT="11*0 1"), "K2E3")[3] is Grund.GEHEIM


def test_money_is_no_count() -> None:
    zaehler, nenner, veraenderung, grund = letzter(veroeffentlicht(LLU="1 11*5 2"), "K1")
    assert (zaehler, nenner, veraenderung, grund) == (2, 1, 1, Grund.OK)


def test_missing_figures_keep_their_own_reason() -> None:
    assert letzter(veroeffentlicht(LZB="2"), "K3E2")[3] is Grund.KEINE_DATEN


def test_secrecy_does_not_make_a_value_incomplete() -> None:
    teile = veroeffentlicht(INT="10*0 2*1", ELB="12*1000")
    assert vollstaendig(teile)[0, -1, teile.codes.index("K2")]


def test_groups_are_formed_first_and_suppressed_after() -> None:
    cube = cube_aus({"A": {"LZB_AKTIVIERT": "2", "LZB": "40"}, "B": {"LZB_AKTIVIERT": "2", "LZB": "60"}}, "2023-01")
    alle = Gruppierung(1, np.zeros((2, 1), dtype=np.int64))
    einzeln = berechne(cube)
    assert letzter(unterdruecke(aggregiere(einzeln, [alle]), AM), "K3E2")[:3] == (4, 100, 0.04)
    with pytest.raises(ValueError, match="Erst zusammenfassen"):
        aggregiere(unterdruecke(einzeln, AM), [alle])


def test_the_threshold_is_a_parameter() -> None:
    teile = berechne(cube_aus({"A": {"LZB_AKTIVIERT": "4", "LZB": "40"}}, "2023-01"))
    strenger = (Parameter("GEHEIM_UNTER", "Schwelle", Decimal(5), Norm("§ 35 SGB I")),)
    assert letzter(unterdruecke(teile, AM), "K3E2")[3] is Grund.OK
    assert letzter(unterdruecke(teile, AM, strenger), "K3E2")[3] is Grund.GEHEIM
