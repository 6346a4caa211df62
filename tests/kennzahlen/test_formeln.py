"""The formulas: worked cases, a second computation with plain loops, and what must hold for groups."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennzahlen.cube import Cube, Nachfolge, monatsreihe
from kennzahlen.formeln import (
    GRUND_TEXT,
    Grund,
    Gruppierung,
    Teile,
    aggregiere,
    berechne,
    vollstaendig,
    wert,
)
from kennzahlen.recht import GRUNDGROESSEN, KENNZAHL_CODES, KENNZAHLEN, kennzahl_am
from tests.kennzahlen.faelle import Fall, faelle
from tests.kennzahlen.nachrechnung import Welt
from zielsystem.recht import Ausserhalb

FAELLE = faelle("formeln.yaml", "vollstaendigkeit.yaml", "zusammenschluss.yaml", "gruppen.yaml")


def abgelesen(teile: Teile, zeile: int, monat: int, code: str) -> dict[str, Any]:
    """One value with everything that is said about it, in the words of the YAML cases."""
    stelle = (zeile, monat, teile.codes.index(code))
    zahl = wert(teile)[stelle]
    return {
        "zaehler": None if math.isnan(teile.zaehler[stelle]) else int(teile.zaehler[stelle]),
        "nenner": None if math.isnan(teile.nenner[stelle]) else int(teile.nenner[stelle]),
        "monate": int(teile.monate[stelle]),
        "fehlend": int(teile.einheiten_fehlend[stelle]),
        "wert": None if math.isnan(zahl) else float(zahl),
        "grund": Grund(teile.grund[stelle]).name,
        "vollstaendig": bool(vollstaendig(teile)[stelle]),
    }


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall.name)
def test_worked_case(fall: Fall) -> None:
    teile = berechne(fall.cube, existiert=fall.existiert, nachfolgen=fall.nachfolgen)
    gruppen = aggregiere(teile, [fall.gruppierung])
    for erwartung in fall.erwartet:
        von_gruppe = "gruppe" in erwartung
        zeile = fall.gruppen.index(erwartung["gruppe"]) if von_gruppe else fall.einheiten.index(erwartung["einheit"])
        gefunden = abgelesen(
            gruppen if von_gruppe else teile, zeile, fall.stelle(erwartung["monat"]), erwartung["kennzahl"]
        )
        soll: dict[str, Any] = {"zaehler": None, "nenner": None, "wert": None, "grund": "OK"}
        soll |= {name: soll_wert for name, soll_wert in erwartung.items() if name in gefunden}
        soll["wert"] = None if soll["wert"] is None else float(Fraction(soll["wert"]))
        assert {name: gefunden[name] for name in soll} == soll, erwartung


def test_every_definition_has_a_worked_case_with_a_complete_value() -> None:
    belegt = {
        kennzahl_am(e["kennzahl"], fall.cube.monate[fall.stelle(e["monat"])]).nr
        for fall in FAELLE
        for e in fall.erwartet
        if e.get("vollstaendig") and e.get("wert") is not None
    }
    assert belegt == {kennzahl.nr for kennzahl in KENNZAHLEN}


def test_every_reason_has_a_sentence() -> None:
    assert set(GRUND_TEXT) == set(Grund)
    assert all(text.endswith(".") for grund, text in GRUND_TEXT.items() if grund is not Grund.OK)


# -- Against the plain loops -----------------------------------------------------------------------------------


@st.composite
def welten(draw: st.DrawFn) -> Welt:
    """A few units with gaps, zeros, late beginnings, ends and mergers, around the beginning or the series break."""
    einheiten, laenge = draw(st.integers(1, 4)), draw(st.integers(1, 30))
    monate = monatsreihe(draw(st.sampled_from([date(2009, 6, 1), date(2017, 1, 1), date(2018, 1, 1)])), laenge)
    zufall = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    form = (einheiten, laenge, len(GRUNDGROESSEN))
    werte = zufall.integers(0, draw(st.sampled_from([2, 10, 10**11])), form).astype(float)
    werte[zufall.random(form) < draw(st.sampled_from([0, 0.01, 0.1]))] = np.nan
    werte[:, : draw(st.integers(0, laenge - 1)), zufall.random(len(GRUNDGROESSEN)) < 0.3] = np.nan
    existiert = np.ones(form[:2], dtype=bool)
    existiert[draw(st.integers(0, einheiten - 1)), : draw(st.integers(0, laenge - 1))] = False
    return Welt(Cube(tuple(range(einheiten)), monate, werte), existiert, draw(zusammenschluesse(einheiten, laenge)))


def zusammenschluesse(einheiten: int, laenge: int) -> st.SearchStrategy[list[Nachfolge]]:
    """Mergers of a unit into a higher-numbered one, the later the higher: no circles, chains possible."""
    monate = st.lists(st.integers(0, laenge - 1), min_size=einheiten - 1, max_size=einheiten - 1, unique=True)
    if laenge < einheiten:
        return st.just([])
    return monate.flatmap(
        lambda gewaehlt: st.tuples(
            *(
                st.one_of(st.none(), st.builds(Nachfolge, st.just(v), st.integers(v + 1, einheiten - 1), st.just(m)))
                for v, m in enumerate(sorted(gewaehlt))
            )
        ).map(lambda zeilen: [zeile for zeile in zeilen if zeile])
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(welt=welten(), codes=st.lists(st.sampled_from(KENNZAHL_CODES), min_size=1, max_size=5, unique=True))
def test_vectorised_formulas_equal_plain_loops(welt: Welt, codes: list[str]) -> None:
    teile = berechne(welt.cube, codes, existiert=welt.existiert, nachfolgen=welt.nachfolgen)
    for spalte, code in enumerate(codes):
        for einheit, monat in np.ndindex(teile.zaehler.shape[:2]):
            soll = welt.rechne(code, einheit, monat)
            ist = abgelesen(teile, einheit, monat, code)
            assert (ist["grund"], ist["monate"], ist["zaehler"], ist["nenner"]) == (
                soll.grund.name,
                soll.monate,
                soll.zaehler,
                soll.nenner,
            ), (code, einheit, monat, spalte)
            assert ist["wert"] == (None if soll.wert is None else float(soll.wert))


# -- Groups ----------------------------------------------------------------------------------------------------


def zufallscube(einheiten: int, laenge: int, seed: int, ab: date = date(2018, 1, 1)) -> Cube:
    """Figures without gaps."""
    werte = np.random.default_rng(seed).integers(0, 5000, (einheiten, laenge, len(GRUNDGROESSEN))).astype(float)
    return Cube(tuple(range(einheiten)), monatsreihe(ab, laenge), werte)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), gruppen=st.integers(1, 4))
def test_a_group_of_complete_units_equals_one_unit_with_the_summed_figures(seed: int, gruppen: int) -> None:
    cube = zufallscube(7, 30, seed)
    gruppe = np.random.default_rng(seed).integers(-1, gruppen, 7)
    zuordnung = np.repeat(gruppe[:, None], 30, axis=1)
    aggregat = aggregiere(berechne(cube), [Gruppierung(gruppen, zuordnung)])
    for g in set(gruppe.tolist()) - {-1}:
        summe = Cube((0,), cube.monate, cube.werte[gruppe == g].sum(axis=0, keepdims=True))
        einzeln = berechne(summe)
        np.testing.assert_array_equal(wert(aggregat)[g], wert(einzeln)[0])
        np.testing.assert_array_equal(aggregat.monate[g], einzeln.monate[0])
        np.testing.assert_array_equal(aggregat.grund[g] == Grund.OK, einzeln.grund[0] == Grund.OK)


@settings(max_examples=25, deadline=None)
@given(welt=welten(), data=st.data())
def test_a_group_adds_up_its_best_documented_units_and_counts_the_others(welt: Welt, data: st.DataObject) -> None:
    teile = berechne(welt.cube, existiert=welt.existiert, nachfolgen=welt.nachfolgen)
    form = welt.cube.werte.shape[:2]
    seed = data.draw(st.integers(0, 10**6))
    zuordnung = np.random.default_rng(seed).integers(-1, 2, form)
    aggregat = aggregiere(teile, [Gruppierung(2, zuordnung)])
    for g, monat, spalte in np.ndindex(aggregat.zaehler.shape):
        mitglieder = [e for e in range(form[0]) if zuordnung[e, monat] == g]
        bekannt = [e for e in mitglieder if teile.grund[e, monat, spalte] in (Grund.OK, Grund.NENNER_NULL)]
        laengste = max((int(teile.monate[e, monat, spalte]) for e in bekannt), default=0)
        dabei = [e for e in bekannt if teile.monate[e, monat, spalte] == laengste]
        fehlend = [e for e in mitglieder if e not in dabei and teile.grund[e, monat, spalte] != Grund.AUSSERHALB]
        ist = abgelesen(aggregat, g, monat, teile.codes[spalte])
        assert (ist["monate"], ist["fehlend"]) == (laengste, len(fehlend))
        assert ist["zaehler"] == (sum(int(teile.zaehler[e, monat, spalte]) for e in dabei) if dabei else None)
        assert ist["nenner"] == (sum(int(teile.nenner[e, monat, spalte]) for e in dabei) if dabei else None)


def test_several_groupings_stand_one_below_the_other() -> None:
    teile = berechne(zufallscube(3, 14, 1))
    alle = Gruppierung(1, np.zeros((3, 14), dtype=np.int64))
    je_einheit = Gruppierung(3, np.repeat(np.arange(3)[:, None], 14, axis=1))
    zusammen = aggregiere(teile, [alle, je_einheit])
    np.testing.assert_array_equal(wert(zusammen)[0], wert(aggregiere(teile, [alle]))[0])
    np.testing.assert_array_equal(wert(zusammen)[1:], wert(teile))


def test_rows_can_be_taken_out_of_the_parts() -> None:
    teile = berechne(zufallscube(3, 14, 1))
    np.testing.assert_array_equal(wert(teile[1:]), wert(teile)[1:])
    np.testing.assert_array_equal(teile[np.array([True, False, True])].monate, teile.monate[[0, 2]])


# -- What is refused -------------------------------------------------------------------------------------------


def test_an_unknown_kennzahl_is_an_error() -> None:
    with pytest.raises(Ausserhalb, match="K9"):
        berechne(zufallscube(1, 1, 1), ["K9"])


def test_a_group_outside_the_grouping_is_refused() -> None:
    with pytest.raises(ValueError, match=r"−1 … 1"):
        Gruppierung(2, np.array([[0, 2]]))


@pytest.mark.parametrize(
    ("nachfolgen", "satz"),
    [
        ([Nachfolge(0, 1, 3), Nachfolge(0, 2, 4)], "nur in einer anderen"),
        ([Nachfolge(0, 0, 3)], "nicht in sich selbst"),
        ([Nachfolge(0, 1, 3), Nachfolge(1, 0, 5)], "besteht im Monat des Zusammenschlusses nicht mehr"),
    ],
)
def test_impossible_mergers_are_refused(nachfolgen: list[Nachfolge], satz: str) -> None:
    with pytest.raises(ValueError, match=satz):
        berechne(zufallscube(3, 6, 1), nachfolgen=nachfolgen)


@pytest.mark.parametrize(
    ("monate", "laenge", "satz"),
    [
        ((date(2020, 1, 1), date(2020, 3, 1)), 2, "lückenlos"),
        ((date(2020, 1, 15),), 1, "ersten Tag"),
        ((date(2020, 1, 1),), 2, "Form der Werte"),
    ],
)
def test_a_cube_that_does_not_fit_together_is_refused(monate: tuple[date, ...], laenge: int, satz: str) -> None:
    with pytest.raises(ValueError, match=satz):
        Cube((1,), monate, np.zeros((1, laenge, len(GRUNDGROESSEN))))
