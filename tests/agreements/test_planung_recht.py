"""What is planned, sums, calendar, forecast: the pure parts of planning."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.planung.kalender import SCHRITT, SCHRITTE, Fortschritt, fristen_von, ruecksprung
from agreements.planung.prognose import KeinePrognose, prognose
from agreements.planung.recht import GROESSE, PLANUNGSGROESSEN, PLANUNGSWERT, parameter, planungsgroessen
from agreements.planung.summen import (
    BA_STRANG,
    BUND,
    OPTIONSKOMMUNEN,
    Betrachter,
    Ebene,
    Posten,
    Summe,
    ebenen_fuer,
    summiere,
)
from agreements.ziele import DIMENSIONSTITEL, GESETZLICHE_ZIELE, Dimension
from kennzahlen.recht import PARAMETER as KENNZAHLPARAMETER
from kennzahlen.recht import kennzahl_am
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.recht import Parteiart

AB = date(2027, 1, 1)
GE, ZKT = Parteiart.GE, Parteiart.ZKT


# -- What is planned -------------------------------------------------------------------------------------------


def test_planned_is_what_the_law_of_ziele_gives_a_zielwert() -> None:
    mit_zielwert = {z.kennzahl for z in GESETZLICHE_ZIELE if z.dimension is Dimension.ZIELWERT}
    assert {g.kennzahl for g in planungsgroessen(AB)} == mit_zielwert == {"K2", "K3"}
    assert Dimension.ZIELWERT in DIMENSIONSTITEL


def test_a_planned_value_is_the_kennzahl_of_the_regulation() -> None:
    for groesse in PLANUNGSGROESSEN:
        definition = kennzahl_am(groesse.kennzahl, AB)
        assert groesse.veraenderung is definition.veraenderung
        assert groesse.teiler == (definition.fenster if definition.nenner.mittel else 1)


@pytest.mark.parametrize(
    ("kennzahl", "personen", "menge", "wert"),
    [
        ("K2", 250, 12_000, Fraction(1, 4)),  # 250 of 1,000 on average
        ("K3", 980, 1000, Fraction(-2, 100)),
        ("K3", 0, 1000, Fraction(-1)),
        ("K2", 5, 0, None),
    ],
)
def test_persons_make_a_value(kennzahl: str, personen: int, menge: int, wert: Fraction | None) -> None:
    assert GROESSE[kennzahl].wert(personen, menge) == wert


@given(st.sampled_from(sorted(GROESSE)), st.integers(0, 10**6), st.integers(1, 10**8))
def test_a_value_leads_back_to_its_persons(kennzahl: str, personen: int, menge: int) -> None:
    wert = GROESSE[kennzahl].wert(personen, menge)
    assert wert is not None
    assert GROESSE[kennzahl].personen_zu(wert, menge) == personen


def test_a_value_below_minus_one_makes_no_negative_persons() -> None:
    assert GROESSE["K3"].personen_zu(Fraction(-2), 1000) == 0


def test_each_side_has_the_acts_that_are_its_own() -> None:
    je_seite: dict[str, set[str]] = {}
    for zeile in PLANUNGSWERT.uebergaenge:
        je_seite.setdefault(str(zeile.befugnis), set()).add(zeile.code)
    assert je_seite[Befugnis.WERT_ANBIETEN] == {"anbieten", "gegenangebot_annehmen"}
    assert je_seite[Befugnis.WERT_BEANTWORTEN] == {"gegenanbieten", "angebot_annehmen", "wieder_eroeffnen"}


def test_parameters_of_planning_are_no_parameters_of_kennzahlen() -> None:
    assert parameter("AUFHOLANTEIL", AB) == parameter("AUFHOLANTEIL", date(2030, 1, 1))
    assert "AUFHOLANTEIL" not in {p.code for p in KENNZAHLPARAMETER}


# -- Sums ------------------------------------------------------------------------------------------------------

POSTEN = [
    Posten(5, GE, "K2", 2027, Summe(3, 1, 0, 300, 310, 12_000)),
    Posten(5, ZKT, "K2", 2027, Summe(2, 2, 1, 100, 90, 6_000)),
    Posten(6, ZKT, "K2", 2027, Summe(5, 0, 0, 500, 500, 24_000)),
    Posten(6, GE, "K3", 2027, Summe(1, 0, 0, 70, 70, 71)),
]


def test_a_value_of_a_level_is_the_sum_of_persons_over_the_sum_of_quantities() -> None:
    (bund, optionskommunen, ge) = summiere(POSTEN, [BUND, OPTIONSKOMMUNEN, BA_STRANG])["K2", 2027]
    assert (bund.anzahl, bund.beantwortet, bund.vereinbart, bund.abstand) == (10, 3, 1, 0)
    assert bund.wert_erwartet("K2") == Fraction(900 * 12, 42_000)
    mittel_der_werte = sum(p.summe.wert_erwartet("K2") or 0 for p in POSTEN[:3]) / 3
    assert bund.wert_erwartet("K2") != mittel_der_werte
    assert (optionskommunen.abstand, ge.abstand) == (-10, 10)


def test_sums_of_the_strands_make_that_of_the_bund() -> None:
    for bund, ge, zkt in summiere(POSTEN, [BUND, BA_STRANG, OPTIONSKOMMUNEN]).values():
        assert ge + zkt == bund


def test_without_a_quantity_a_level_has_no_value() -> None:
    assert Summe().wert_stand("K2") is None


NW_ZKT, HE_ZKT = Ebene(ZKT, 5), Ebene(ZKT, 6)


@pytest.mark.parametrize(
    ("wer", "erwartet"),
    [
        (Betrachter(Parteiart.BMAS), [BUND, BA_STRANG, OPTIONSKOMMUNEN, NW_ZKT, HE_ZKT]),
        (Betrachter(Parteiart.BA), [BUND, BA_STRANG, Ebene(GE, 5), Ebene(GE, 6)]),
        (Betrachter(Parteiart.LAND, 5), [BUND, BA_STRANG, OPTIONSKOMMUNEN, NW_ZKT]),
        (Betrachter(Parteiart.KOMMUNE, 9), [BUND]),
        (Betrachter(ZKT, 9, HE_ZKT), [BUND, HE_ZKT]),
        (Betrachter(ZKT, 9, NW_ZKT), [BUND]),  # two Optionskommunen: each would know the other's value
        (Betrachter(GE, 9, BA_STRANG), [BUND]),  # a single gE has a K3 here
        (Betrachter(None), [BUND]),
    ],
)
def test_everyone_sees_the_sums_of_what_they_negotiate(wer: Betrachter, erwartet: list[Ebene]) -> None:
    assert ebenen_fuer(wer, POSTEN, 3) == erwartet


# -- Calendar --------------------------------------------------------------------------------------------------


def test_the_steps_are_due_relative_to_the_first_day_of_the_period() -> None:
    tage = {schritt.code: schritt.vorgabe(AB) for schritt in SCHRITTE}
    assert tage["planungsbrief"] == date(2026, 9, 30)
    assert tage["angebotswerte"] == date(2026, 10, 31)
    assert tage["gegenangebote"] == date(2026, 11, 15)
    assert tage["bundeshaushalt"] == date(2026, 11, 30)
    assert tage["abschluss_ort"] == date(2027, 1, 31)
    assert SCHRITT["angebotswerte"].vorgabe(date(2028, 6, 1)) == date(2028, 3, 31)


def test_by_default_no_step_is_due_before_the_one_it_follows() -> None:
    for monat in range(1, 13):
        assert ruecksprung(fristen_von(date(2028, monat, 1), {}, {})) is None


def test_another_day_counts_with_its_reason_and_an_order_that_is_wrong_is_noticed() -> None:
    gesetzt = {"planungsbrief": (date(2026, 12, 1), "Koalitionsverhandlungen")}
    fristen = fristen_von(AB, gesetzt, {})
    assert (fristen[0].am, fristen[0].vorgabe, fristen[0].grund) == (
        date(2026, 12, 1),
        date(2026, 9, 30),
        "Koalitionsverhandlungen",
    )
    assert ruecksprung(fristen) == (fristen[0].schritt.titel, fristen[1].schritt.titel)


@pytest.mark.parametrize(
    ("heute", "stand", "lage"),
    [
        (date(2026, 10, 1), Fortschritt(0, 400), "offen"),
        (date(2026, 10, 20), Fortschritt(10, 400), "faellig"),
        (date(2026, 10, 31), Fortschritt(10, 400), "faellig"),
        (date(2026, 11, 1), Fortschritt(399, 400), "ueberfaellig"),
        (date(2026, 11, 1), Fortschritt(400, 400), "erledigt"),
        (date(2026, 11, 1), Fortschritt(), "unbekannt"),
    ],
)
def test_a_step_is_due_late_or_done(heute: date, stand: Fortschritt, lage: str) -> None:
    fristen = fristen_von(AB, {}, {"angebotswerte": stand})
    assert next(f for f in fristen if f.schritt.code == "angebotswerte").lage(heute) == lage


# -- Forecast --------------------------------------------------------------------------------------------------


def reihe(laenge: int, samen: int = 7) -> list[float | None]:
    zufall = np.random.default_rng(samen)
    return list(0.22 + np.cumsum(zufall.normal(0, 0.001, laenge)))


def test_a_forecast_is_the_same_every_time_and_its_interval_grows() -> None:
    eine = prognose(reihe(60), 12, mindestens=36, sicherheit=0.8)
    assert eine == prognose(reihe(60), 12, mindestens=36, sicherheit=0.8)
    breiten = [oben - unten for unten, oben in zip(eine.unten, eine.oben, strict=True)]
    assert breiten == sorted(breiten)
    assert all(u < w < o for u, w, o in zip(eine.unten, eine.wert, eine.oben, strict=True))
    sicherer = prognose(reihe(60), 12, mindestens=36, sicherheit=0.95)
    assert sicherer.oben[-1] > eine.oben[-1]


def test_a_random_walk_stays_in_the_interval_about_as_often_as_promised() -> None:
    getroffen = 0
    for samen in range(100):
        voll = [wert for wert in reihe(72, samen) if wert is not None]
        vorhersage = prognose(voll[:60], 12, mindestens=36, sicherheit=0.8)
        getroffen += vorhersage.unten[-1] <= voll[-1] <= vorhersage.oben[-1]
    assert 65 <= getroffen <= 92


def test_a_series_that_is_too_short_says_so_and_counts_only_what_has_no_gap() -> None:
    with pytest.raises(KeinePrognose, match="35 lückenlose"):
        prognose(reihe(35), 12, mindestens=36, sicherheit=0.8)
    mit_luecke = [*reihe(40), None, *reihe(20)]
    with pytest.raises(KeinePrognose, match="20 lückenlose"):
        prognose(mit_luecke, 12, mindestens=36, sicherheit=0.8)
    with pytest.raises(KeinePrognose, match="0 lückenlose"):
        prognose([*reihe(50), None], 12, mindestens=36, sicherheit=0.8)


def test_a_series_that_never_moves_has_no_interval() -> None:
    with pytest.raises(KeinePrognose, match="bewegt sich nicht"):
        prognose([0.2] * 48, 12, mindestens=36, sicherheit=0.8)
