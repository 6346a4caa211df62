"""Comparison: worked cases from tests/recht/faelle/kennzahlen/vergleich.yaml, and what holds for any figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kennzahlen.auskunft.vergleich import Quotient, lage, rangkorrelation, verteilung, zerlege
from tests.kennzahlen.faelle import ORDNER

FAELLE: dict[str, list[dict[str, Any]]] = yaml.safe_load((ORDNER / "vergleich.yaml").read_text("utf-8"))
GANZE = st.integers(min_value=0, max_value=10**12)
POSITIVE = st.integers(min_value=1, max_value=10**12)


def faelle(art: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fall", FAELLE[art], ids=lambda fall: fall["name"])


def quotient(text: str) -> Quotient:
    zaehler, nenner = text.split("/")
    return Quotient(Fraction(zaehler), Fraction(nenner))


def zahlen(werte: list[Any]) -> np.ndarray:
    return np.array([float(str(wert).lstrip(".")) for wert in werte])


@faelle("verteilung")
def test_a_group_is_spread_as_worked_out(fall: dict[str, Any]) -> None:
    ergebnis = verteilung(zahlen(fall["given"])[:, None])
    for name, erwartet in fall["expected"].items():
        np.testing.assert_allclose(getattr(ergebnis, name), zahlen([erwartet]), rtol=1e-15)


@faelle("zerlegung")
def test_a_change_is_divided_as_worked_out(fall: dict[str, Any]) -> None:
    ergebnis = zerlege(*(quotient(fall["given"][zeit]) for zeit in ("vorher", "nachher")))
    assert {name: getattr(ergebnis, name) for name in fall["expected"]} == {
        name: Fraction(wert) for name, wert in fall["expected"].items()
    }


@faelle("lage")
def test_the_position_in_a_group_is_as_worked_out(fall: dict[str, Any]) -> None:
    assert lage(*fall["given"]).value == fall["expected"]


@faelle("rangkorrelation")
def test_the_rank_correlation_is_as_worked_out(fall: dict[str, Any]) -> None:
    ergebnis = rangkorrelation(*(zahlen(fall["given"][achse]) for achse in "xy"))
    assert ergebnis == (None if fall["expected"] is None else pytest.approx(fall["expected"], abs=1e-12))


@given(GANZE, POSITIVE, GANZE, POSITIVE)
def test_the_parts_of_a_change_add_up_and_turn_with_time(z0: int, n0: int, z1: int, n1: int) -> None:
    vorher, nachher = Quotient(Fraction(z0), Fraction(n0)), Quotient(Fraction(z1), Fraction(n1))
    hin, zurueck = zerlege(vorher, nachher), zerlege(nachher, vorher)
    assert hin.zaehler + hin.nenner == nachher.wert - vorher.wert
    assert (hin.zaehler, hin.nenner) == (-zurueck.zaehler, -zurueck.nenner)


@given(st.lists(st.floats(-1, 1) | st.just(float("nan")), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_spread_is_in_order_whatever_the_order_of_the_units(werte: list[float], zufall: Any) -> None:
    gemischt = list(werte)
    zufall.shuffle(gemischt)
    a, b = (verteilung(np.array(liste)[:, None]) for liste in (werte, gemischt))
    stufen = [float(getattr(a, name)[0]) for name in ("tief", "q1", "median", "q3", "hoch")]
    assert all(np.isnan(stufen)) or stufen == sorted(stufen)
    np.testing.assert_array_equal(a.median, b.median)


@given(st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=4, max_size=40))
def test_quartiles_are_those_of_numpy(werte: list[float]) -> None:
    ergebnis = verteilung(np.array(werte)[:, None])
    for name, anteil in (("q1", 25), ("median", 50), ("q3", 75)):
        assert getattr(ergebnis, name)[0] == pytest.approx(np.percentile(werte, anteil), abs=1e-12)


def test_a_group_of_nobody_has_no_spread() -> None:
    ergebnis = verteilung(np.empty((0, 3)))
    assert ergebnis.anzahl.tolist() == [0, 0, 0]
    assert np.isnan(ergebnis.median).all()


@pytest.mark.parametrize("luecke", range(3))
def test_what_is_unknown_has_no_position(luecke: int) -> None:
    werte = [0.2, 0.1, 0.3]
    werte[luecke] = float("nan")
    with pytest.raises(ValueError, match="keine Lage"):
        lage(*werte)


@pytest.mark.parametrize("nenner", [(0, 1), (1, 0)])
def test_a_ratio_by_zero_is_not_divided(nenner: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="Nenner null"):
        zerlege(*(Quotient(Fraction(1), Fraction(n)) for n in nenner))
