"""The rule of the breakdown: worked cases, and what holds for any base values and any parameters."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.planung.aufteilung import (
    Basis,
    Behandlung,
    Massstab,
    NichtAufteilbar,
    Regel,
    median,
    teile_auf,
    verteile,
)
from agreements.planung.brief import folgejahr
from agreements.planung.recht import GROESSE, OhneBasis, Richtung

FAELLE = yaml.safe_load(
    (Path(__file__).parents[1] / "recht" / "faelle" / "agreements" / "aufteilung.yaml").read_text(encoding="utf-8")
)


def basis(schluessel: str, gruppe: str, quote: str | None, menge: int | None) -> Basis:
    return Basis(
        schluessel,
        gruppe,
        None if quote is None else Fraction(quote),
        None if menge is None else Fraction(menge),
        "" if quote is not None else "unvollständig",
    )


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall["name"])
def test_the_worked_cases(fall: dict[str, Any]) -> None:
    regel = Regel(
        Richtung(fall["besser"]),
        Fraction(fall["aufholanteil"]),
        ohne_basis=OhneBasis(fall.get("ohne_basis", "gruppe")),
    )
    basen = [basis(schluessel, *angaben) for schluessel, angaben in fall["jobcenter"].items()]
    anteile = {a.basis.schluessel: a for a in teile_auf(basen, fall["soll"], regel)}
    assert {schluessel: anteil.wert for schluessel, anteil in anteile.items()} == fall["erwartet"]
    for schluessel, massstab in fall.get("massstab", {}).items():
        assert anteile[schluessel].massstab is Massstab(massstab)
    for schluessel, behandlung in fall.get("behandlung", {}).items():
        assert anteile[schluessel].behandlung is Behandlung(behandlung)


# -- Whatever the base values and parameters --------------------------------------------------------------------

BRUECHE = st.fractions(min_value=0, max_value=2, max_denominator=10_000)
BASEN = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "B", "C"]),
        st.none() | BRUECHE,
        st.none() | st.fractions(min_value=0, max_value=500_000, max_denominator=12),
    ),
    max_size=40,
)
REGELN = st.builds(
    Regel,
    besser=st.sampled_from(Richtung),
    aufholanteil=st.fractions(min_value=0, max_value=1, max_denominator=1000),
    mindestens=st.integers(1, 6),
    ohne_basis=st.sampled_from(OhneBasis),
)


def nummeriert(angaben: list[tuple[str, Fraction | None, Fraction | None]]) -> list[Basis]:
    return [Basis(f"{nr:05}", *rest) for nr, rest in enumerate(angaben)]


@settings(max_examples=300)
@given(BASEN, st.integers(0, 3_000_000), REGELN)
def test_the_parts_always_add_up_to_the_whole(angaben: Any, soll: int, regel: Regel) -> None:
    try:
        anteile = teile_auf(nummeriert(angaben), soll, regel)
    except NichtAufteilbar:
        verteilbar = [a for a in teile_auf(nummeriert(angaben), 0, regel) if a.wert is not None and a.basis.menge]
        assert soll > 0
        assert all(a.basis.menge is not None and a.basis.menge * 1_000_000 < 1 for a in verteilbar)
        return
    werte = [a.wert for a in anteile if a.wert is not None]
    assert sum(werte) == soll
    assert all(wert >= 0 for wert in werte)


@given(BASEN, st.integers(0, 100_000), REGELN, st.randoms())
def test_the_order_of_the_input_does_not_matter(angaben: Any, soll: int, regel: Regel, zufall: Any) -> None:
    basen = nummeriert(angaben)
    gemischt = basen[:]
    zufall.shuffle(gemischt)
    try:
        erwartet = teile_auf(basen, soll, regel)
    except NichtAufteilbar:
        with pytest.raises(NichtAufteilbar):
            teile_auf(gemischt, soll, regel)
        return
    assert teile_auf(gemischt, soll, regel) == erwartet


@given(BASEN, REGELN)
def test_nobody_is_expected_to_get_worse_than_the_own_value_before_the_factor(angaben: Any, regel: Regel) -> None:
    for anteil in teile_auf(nummeriert(angaben), 0, regel):
        if anteil.behandlung is Behandlung.EIGENE_BASIS:
            assert anteil.ziel is not None
            assert anteil.basis.quote is not None
            verbesserung = anteil.ziel - anteil.basis.quote
            assert verbesserung >= 0 if regel.besser is Richtung.HOEHER else verbesserung <= 0
            if anteil.median is not None and verbesserung:
                assert abs(verbesserung) <= abs(anteil.median - anteil.basis.quote)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30), st.integers(0, 10**7))
def test_every_part_is_within_one_of_its_exact_share(anteile: list[int], soll: int) -> None:
    ersatz = [1] * len(anteile)
    teile = verteile(anteile, soll, ersatz)
    massgeblich = anteile if sum(anteile) else ersatz
    for anteil, (ganze, auf) in zip(massgeblich, teile, strict=True):
        genau = Fraction(anteil * soll, sum(massgeblich))
        assert abs(ganze + auf - genau) < 1
    assert sum(ganze + auf for ganze, auf in teile) == soll


def test_nothing_to_break_down_by_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(NichtAufteilbar, match="Bezugsgröße"):
        teile_auf([basis("A", "", None, None)], 1, Regel(Richtung.HOEHER, Fraction(0)))
    with pytest.raises(ValueError, match="nicht negativ"):
        teile_auf([], -1, Regel(Richtung.HOEHER, Fraction(0)))


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    assert median([Fraction(4), Fraction(1), Fraction(3), Fraction(2)]) == Fraction(5, 2)
    with pytest.raises(ValueError, match="Median"):
        median([])


def test_a_change_is_measured_in_the_second_year_against_what_the_first_expects() -> None:
    basen = [basis("A", "", "0.98", 1000), basis("B", "", "1.02", 1000), basis("C", "", None, None)]
    anteile = teile_auf(basen, 1980, Regel(Richtung.NIEDRIGER, Fraction(0)))
    spaeter = folgejahr(basen, anteile, GROESSE["K3"])
    assert [b.menge for b in spaeter] == [*(a.wert for a in anteile[:2]), None]
    assert folgejahr(basen, anteile, GROESSE["K2"]) == basen
