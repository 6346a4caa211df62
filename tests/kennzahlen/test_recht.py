"""The tables of Grundgrößen, Kennzahlen and parameters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from kennzahlen.recht import (
    GROESSE,
    GRUNDGROESSEN,
    HAUPTKENNZAHLEN,
    KENNZAHL_CODES,
    KENNZAHLEN,
    PARAMETER,
    SPALTE,
    TEILE_DES_GANZEN,
    Ausdruck,
    Groessenart,
    Kennzahl,
    Parameter,
    fassungen,
    formel_text,
    gueltige,
    gueltige_groessen,
    kennzahl_am,
    parameter_am,
    vergleichbar,
)
from zielsystem.recht import IMMER, Ausserhalb, Geltung, Norm

MAERZ, APRIL = date(2019, 3, 1), date(2019, 4, 1)


def test_grundgroessen_are_numbered_in_the_order_of_the_cube() -> None:
    assert [groesse.nr for groesse in GRUNDGROESSEN] == list(range(1, 22))
    assert [SPALTE[groesse.code] for groesse in GRUNDGROESSEN] == list(range(21))
    assert GROESSE["INT_KONT"].titel == "Kontinuierliche Beschäftigungen nach Integration"


def test_only_the_two_sums_of_benefits_are_money() -> None:
    assert [groesse.code for groesse in GRUNDGROESSEN if groesse.art is Groessenart.GELD] == ["LLU", "LUH"]
    assert {groesse.code for groesse in GRUNDGROESSEN if groesse.art is Groessenart.BESTAND} == {
        "ELB", "ELB_W", "ELB_M", "ELB_AE", "LZB", "LZB_AKTIVIERT",
    }  # fmt: skip


def test_int_kont_replaces_int_nachhaltig_in_april_2019() -> None:
    vorher = {groesse.code for groesse in gueltige_groessen(MAERZ)}
    nachher = {groesse.code for groesse in gueltige_groessen(APRIL)}
    assert (vorher - nachher, nachher - vorher) == ({"INT_NACHHALTIG"}, {"INT_KONT"})


def test_there_are_seventeen_measures_and_three_of_them_are_kennzahlen() -> None:
    assert KENNZAHL_CODES == (
        "K1", "K1E1", "K1E2", "K1E3", "K1E4",
        "K2", "K2_W", "K2_M", "K2E1", "K2E2", "K2E3", "K2E4",
        "K3", "K3E1", "K3E2", "K3E3", "K3E4",
    )  # fmt: skip
    assert HAUPTKENNZAHLEN == ("K1", "K2", "K3")
    assert all(kennzahl.ergaenzt == kennzahl.code[:2] for kennzahl in KENNZAHLEN if "E" in kennzahl.code)


@pytest.mark.parametrize("monat", [date(2011, 1, 1), MAERZ, APRIL, date(2026, 1, 1)])
def test_every_month_has_one_definition_of_each_measure(monat: date) -> None:
    assert tuple(kennzahl.code for kennzahl in gueltige(monat)) == KENNZAHL_CODES


@pytest.mark.parametrize(("eine", "andere"), list(combinations(KENNZAHLEN, 2)))
def test_two_definitions_of_one_code_never_hold_at_once(eine: Kennzahl, andere: Kennzahl) -> None:
    assert eine.nr != andere.nr
    assert eine.code != andere.code or not eine.geltung.ueberschneidet(andere.geltung)


def test_every_formula_is_made_of_grundgroessen() -> None:
    genutzt = {ausdruck.groesse for kennzahl in KENNZAHLEN for ausdruck in (kennzahl.zaehler, kennzahl.nenner)}
    assert genutzt == set(GROESSE)


def test_parts_and_wholes_are_grundgroessen_of_one_kind() -> None:
    for teile, ganzes in TEILE_DES_GANZEN:
        assert {GROESSE[teil].art for teil in teile} == {GROESSE[ganzes].art}


def test_the_month_of_the_new_regulation_is_still_computed_the_old_way() -> None:
    assert kennzahl_am("K2E3", MAERZ).titel == "Nachhaltigkeit der Integrationen"
    assert kennzahl_am("K2E3", APRIL).titel == "Kontinuierliche Beschäftigung nach Integration"
    assert [kennzahl.nr for kennzahl in fassungen("K2E3")] == [11, 12]


def test_a_break_in_the_series_is_not_comparable() -> None:
    assert vergleichbar("K2E3", date(2015, 1, 1), MAERZ)
    assert not vergleichbar("K2E3", MAERZ, APRIL)
    assert vergleichbar("K2", MAERZ, APRIL)


@pytest.mark.parametrize(
    ("code", "monat", "text"),
    [
        ("K1", APRIL, "LLU(m) / LLU(m−12) − 1"),
        ("K1E3", APRIL, "Σ₁₂ ELB_ZUGANG / Σ₁₂ ELB"),
        ("K1E4", APRIL, "Σ₁₂ ELB_ABGANG / Σ₁₂ ELB (Vormonat)"),
        ("K2", APRIL, "Σ₁₂ INT / Ø₁₂ ELB"),
        ("K2E3", MAERZ, "Σ₁₂ INT_NACHHALTIG (Vorjahr) / Σ₁₂ INT (Vorjahr)"),
        ("K2E3", APRIL, "Σ₁₂ INT_KONT / Σ₁₂ INT"),
        ("K3E2", APRIL, "LZB_AKTIVIERT(m) / LZB(m)"),
    ],
)
def test_formula_is_readable(code: str, monat: date, text: str) -> None:
    assert formel_text(kennzahl_am(code, monat)) == text


def test_norms_are_cited_in_full() -> None:
    assert str(kennzahl_am("K1E3", APRIL).norm) == "§ 4 Abs. 2 Nr. 3 SGB2KennzV"
    assert all(str(zeile.norm).startswith("§ ") for zeile in (*GRUNDGROESSEN, *KENNZAHLEN, *PARAMETER))


@pytest.mark.parametrize("frage", [gueltige, gueltige_groessen, lambda monat: kennzahl_am("K1", monat)])
def test_before_the_encoded_period_the_answer_is_an_error(frage: object) -> None:
    with pytest.raises(Ausserhalb):
        frage(date(2008, 12, 1))  # type: ignore[operator]


def test_an_unknown_code_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(Ausserhalb, match=r"„K4“ gibt es nicht.*K1E1"):
        kennzahl_am("K4", APRIL)


def test_windows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="verschieden lange"):
        Kennzahl(99, "X", "X", Norm("§ 1"), Ausdruck("INT", -11, 0), Ausdruck("ELB", 0, 0), False, IMMER)


@pytest.mark.parametrize(("von", "bis"), [(0, -1), (0, 1)])
def test_a_window_ends_after_it_begins_and_not_after_the_month(von: int, bis: int) -> None:
    with pytest.raises(ValueError, match="Zeitraum"):
        Ausdruck("INT", von, bis)


def test_a_parameter_is_looked_up_by_day_in_the_rows_given() -> None:
    zeilen = (
        Parameter("X", "X", Decimal(3), Norm("§ 1"), Geltung(None, APRIL)),
        Parameter("X", "X", Decimal(4), Norm("§ 1"), Geltung(APRIL, None)),
    )
    assert [parameter_am("X", tag, zeilen) for tag in (MAERZ, APRIL)] == [3, 4]
    assert parameter_am("WARTEZEIT_MONATE", APRIL) == 3
    with pytest.raises(Ausserhalb):
        parameter_am("X", APRIL)
