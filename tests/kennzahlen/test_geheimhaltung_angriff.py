"""An attack on what is published: it finds small counts behind primary suppression, and none behind the complete one.

The attacker knows every published value of all units, groups, measures and months, of two releases too, and even
which figure a correction changed. A count is worked out when fewer than three values are possible for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kennzahlen.cube import Nachfolge
from kennzahlen.formeln import Grund, Teile, aggregiere
from kennzahlen.recht import GRUNDGROESSEN, KENNZAHL_CODES, SPALTE
from kennzahlen.veroeffentlichungen.geheimhaltung import Frueheres, Geschuetzt, schuetze, unterdruecke
from tests.kennzahlen.angriff import Angreifer, Glied, Release, kleine_zahlen
from tests.kennzahlen.angriffswelten import Welt, gleichmaessig, verkleinerte_demonstration, zufallswelt

AM = date(2026, 1, 20)
OEB = ("EINTRITT_OEB",)
FRAUEN = ("INT", "INT_W", "INT_M")
ZIELE = 12
"""So many small counts of a world are attacked at most, to keep the time."""


# -- Publishing and attacking ----------------------------------------------------------------------------------


def nur_primaer(welt: Welt) -> Release:
    einzeln = welt.eingabe().einzeln
    return Release(unterdruecke(einzeln, AM), unterdruecke(aggregiere(einzeln, welt.gruppierungen), AM))


def vollstaendig_geschuetzt(welt: Welt) -> Release:
    return Release(*schuetze(welt.eingabe(), AM)[:2])


def nach(releases: Sequence[Geschuetzt], korrigiert: np.ndarray | None = None) -> Frueheres:
    """What these releases did, as the next one sees it; ``korrigiert`` [unit, month] what changed since the last."""
    monate = [release.einzeln.grund.shape[1] for release in releases]
    form = (sum(len(teile.grund) for teile in releases[0][:2]), monate[-1], len(KENNZAHL_CODES))
    geheim, offen = np.zeros((2, *form), dtype=np.bool_)
    for release, erreicht in zip(releases, monate, strict=True):
        muster = np.concatenate([release.einzeln.grund, release.gruppen.grund]) == Grund.GEHEIM
        geheim[:, :erreicht] |= muster
        offen[:, :erreicht] |= ~muster
    paare = [paar for release in releases for paar in release.paare]
    auslassungen = [auslassung for release in releases for auslassung in release.auslassungen]
    return Frueheres(monate[-1], geheim, offen, paare, auslassungen, korrigiert)


def angriff(
    welt: Welt, release: Release, groessen: Sequence[str], ziele: int = ZIELE
) -> list[tuple[str, float, float, float]]:
    """Small counts, their true value and the bounds found."""
    return angriff_auf_mehrere([(welt, release)], groessen, ziele)


def angriff_auf_mehrere(
    veroeffentlicht: Sequence[tuple[Welt, Release]], groessen: Sequence[str], hoechstens: int = ZIELE
) -> list[tuple[str, float, float, float]]:
    angreifer = Angreifer(veroeffentlicht[-1][0].gruppierungen, frozenset(groessen))
    if len(groessen) == 3:
        angreifer.weiss(groessen[0], tuple(groessen[1:]))
    ziele = []
    for welt, release in veroeffentlicht:
        angreifer.liest(release)
        spalten = {groesse: SPALTE[groesse] for groesse in groessen}
        ziele += kleine_zahlen(welt.werte, release, welt.gruppierungen, spalten)
    auswahl = np.random.default_rng(len(ziele)).permutation(len(ziele))[:hoechstens]
    return [(ziele[z].ort, ziele[z].anzahl, *angreifer.grenzen(ziele[z].figuren)) for z in auswahl]


def ermittelt(ergebnis: Sequence[tuple[str, float, float, float]]) -> list[tuple[str, float, float, float]]:
    """The counts for which fewer than three values are possible."""
    return [eines for eines in ergebnis if eines[3] - eines[2] < 2 - 1e-6]


# -- The attack is real ----------------------------------------------------------------------------------------


def genau(ergebnis: Sequence[tuple[str, float, float, float]]) -> bool:
    """Whether at least one small count is known exactly."""
    return any(oben - unten < 1e-6 for _, _, unten, oben in ergebnis)


def mit_zwei_eintritten() -> Welt:
    """Jobcenter 0 has two entries in twelve months, all others fifty a month."""
    welt = gleichmaessig([0, 0, 0, 1, 1, 1], [0, 0, 1, 0, 0, 1])
    for monat in range(13):
        welt = welt.mit((0, monat), EINTRITT_OEB=2.0 if monat == 5 else 0.0)
    return welt


def test_a_total_less_its_other_jobcenter_gives_away_the_small_one() -> None:
    welt = mit_zwei_eintritten()
    assert genau(angriff(welt, nur_primaer(welt), OEB))
    assert not ermittelt(angriff(welt, vollstaendig_geschuetzt(welt), OEB))


def test_a_sum_of_twelve_months_less_eleven_gives_away_the_small_stock() -> None:
    welt = gleichmaessig([0], [0]).mit((0, 7), LZB=1.0)
    assert genau(angriff(welt, nur_primaer(welt), ("LZB",)))
    assert not ermittelt(angriff(welt, vollstaendig_geschuetzt(welt), ("LZB",)))


def test_all_less_men_gives_away_a_few_women() -> None:
    welt = gleichmaessig([0, 0, 0], [0, 0, 0])
    for monat in range(13):
        frauen = 1.0 if monat == 3 else 0.0
        welt = welt.mit((1, monat), INT_W=frauen, INT_M=50.0, INT=50.0 + frauen)
    assert genau(angriff(welt, nur_primaer(welt), FRAUEN))
    assert not ermittelt(angriff(welt, vollstaendig_geschuetzt(welt), FRAUEN))


def korrigiert_auf_zwei() -> tuple[Welt, Welt]:
    """Before and after: no entries of Jobcenter 0, then two."""
    nachher = mit_zwei_eintritten()
    return nachher.mit((0, 5), EINTRITT_OEB=0.0), nachher


def folge(*welten: Welt, erinnern: bool = True) -> list[tuple[Welt, Release]]:
    """The worlds as published one after the other, with or without knowing what the releases before did."""
    erstes = schuetze(welten[0].eingabe(), AM)
    bisher, korrigiert = [erstes], dict[Glied, int]()
    ergebnis = [(welten[0], Release(*erstes[:2]))]
    for vorher, nachher in pairwise(welten):
        monate = vorher.werte.shape[1]
        ungleich = np.nan_to_num(vorher.werte, nan=-1) != np.nan_to_num(nachher.werte[:, :monate], nan=-1)
        korrigiert |= {(GRUNDGROESSEN[g].code, e, m): len(bisher) for e, m, g in np.argwhere(ungleich).tolist()}
        naechstes = schuetze(nachher.eingabe(), AM, nach(bisher, ungleich.any(axis=2)) if erinnern else None)
        bisher.append(naechstes)
        ausgelassen = frozenset((g, e, m) for r in bisher for e, m, groessen, _ in r.auslassungen for g in groessen)
        ergebnis.append((nachher, Release(*naechstes[:2], dict(korrigiert), ausgelassen)))
    return ergebnis


def test_two_releases_give_away_what_a_correction_brought() -> None:
    """Without memory: the partner that is withheld in the second release stands in the first one."""
    vergesslich = folge(*korrigiert_auf_zwei(), erinnern=False)
    assert genau(angriff_auf_mehrere(vergesslich, OEB))
    assert not ermittelt(angriff_auf_mehrere(folge(*korrigiert_auf_zwei()), OEB))


# -- And fails -------------------------------------------------------------------------------------------------

OHNE_VERKLEINERN = (Phase.explicit, Phase.generate)
"""A smaller seed makes no simpler world."""
SAMEN = st.integers(0, 10**6)
GROESSEN = st.sampled_from([OEB, ("LZB",), ("INT_AE",), ("ELB_AE",), ("LZB_AKTIVIERT",), FRAUEN])


@settings(max_examples=8, deadline=None, derandomize=True, phases=OHNE_VERKLEINERN)
@given(SAMEN, GROESSEN)
def test_no_small_count_of_any_world_can_be_worked_out(samen: int, groessen: tuple[str, ...]) -> None:
    welt = zufallswelt(samen, jobcenter=6, monate=15)
    assert ermittelt(angriff(welt, vollstaendig_geschuetzt(welt), groessen)) == []


ZWEI = [
    (samen, groessen, zahl, neue_monate)
    for samen in (0, 1, 7, 99, 1234)
    for groessen, zahl, neue_monate in (
        (OEB, 1, 0),
        (OEB, 2, 2),
        (("LZB",), 2, 1),
        (("LZB",), 9, 0),
        (("INT_AE",), 1, 1),
    )
] + [(42, ("LZB",), 2, 1), (524288, ("LZB",), 1, 2)]
"""The last two: a stock withheld in the first release, corrected before the second, in windows first shown there."""


def aus_zwei_ermittelt(samen: int, groessen: tuple[str, ...], zahl: int, neue_monate: int) -> list:
    """What two releases give away when a count was corrected between them."""
    nachher = zufallswelt(samen, jobcenter=6, monate=16)
    monat = 15 - neue_monate - samen % 5
    vorher = nachher.mit((samen % 5, monat), **{groessen[0]: float(zahl)}).bis(16 - neue_monate)
    return ermittelt(angriff_auf_mehrere(folge(vorher, nachher), groessen))


@pytest.mark.parametrize("fall", ZWEI)
def test_nor_from_two_releases(fall: tuple) -> None:
    assert aus_zwei_ermittelt(*fall) == []


def korrigierte_folge(samen: int, groessen: tuple[str, ...]) -> list[Welt]:
    """Two or three worlds, each with corrections to the one before it and up to two months more."""
    rng = np.random.default_rng(samen)
    monate, welt = 18, zufallswelt(samen, jobcenter=6, monate=18)
    welten = [welt]
    for _ in range(rng.integers(1, 3)):
        for _ in range(rng.integers(1, 3)):
            welt = korrigiert(welt, rng, groessen, monate)
        monate -= int(rng.integers(0, 3))
        welten.append(welt.bis(monate))
    return welten[::-1]


def korrigiert(welt: Welt, rng: np.random.Generator, groessen: tuple[str, ...], monate: int) -> Welt:
    """With another figure at random; women and men add up to the whole again."""
    stelle = (int(rng.integers(0, len(welt.werte))), int(rng.integers(2, monate)))
    groesse, zahl = str(rng.choice(groessen[-2:])), float(rng.choice([0, 1, 2, 3, 9, 40]))
    if np.isnan(welt.werte[*stelle, SPALTE[groesse]]):
        return welt
    neu = welt.mit(stelle, **{groesse: zahl})
    if groessen != FRAUEN:
        return neu
    return neu.mit(stelle, INT=neu.werte[*stelle, SPALTE["INT_W"]] + neu.werte[*stelle, SPALTE["INT_M"]])


GRUPPENRESTE = [(10, FRAUEN), (1022, FRAUEN), (2092, FRAUEN), (2094, FRAUEN)]
"""Worlds in which a group less another has few women or men, or few at all."""


@settings(max_examples=16, deadline=None, derandomize=True, phases=OHNE_VERKLEINERN)
@given(SAMEN, GROESSEN)
def test_nor_from_a_series_of_releases_with_corrections(samen: int, groessen: tuple[str, ...]) -> None:
    releases = folge(*korrigierte_folge(samen, groessen))
    assert ermittelt(angriff_auf_mehrere(releases, groessen)) == []


@pytest.mark.parametrize(("samen", "groessen"), GRUPPENRESTE)
def test_nor_what_is_left_of_a_group_without_another(samen: int, groessen: tuple[str, ...]) -> None:
    welt = zufallswelt(samen, jobcenter=6, monate=18)
    assert ermittelt(angriff(welt, vollstaendig_geschuetzt(welt), groessen, ziele=60)) == []


def test_a_correction_hidden_in_a_large_sum_is_not_told_by_its_neighbour() -> None:
    """Fifty of month 12 become two: the window before is large still, but with it the change would be known."""
    welt = gleichmaessig([0, 0, 0], [0, 0, 0], monate=26)
    for monat in range(2, 26):
        welt = welt.mit((0, monat), EINTRITT_OEB=0.0)
    vorher = welt.mit((0, 12), EINTRITT_OEB=50.0)
    releases = folge(vorher, vorher.mit((0, 12), EINTRITT_OEB=2.0))
    assert ermittelt(angriff_auf_mehrere(releases, OEB)) == []


# -- Single months ---------------------------------------------------------------------------------------------


def mit_kleinen_monaten() -> Welt:
    """Jobcenter 0 has one to six entries a month over thirty months, all others fifty."""
    welt = gleichmaessig([0, 0, 0, 1, 1, 1], [0, 0, 1, 0, 0, 1], monate=30)
    for monat in range(30):
        welt = welt.mit((0, monat), EINTRITT_OEB=1.0 + (monat + 4) * 7 % 6)
    return welt


def monatsgrenzen(releases: Sequence[tuple[Welt, Release]], groesse: str) -> list[float]:
    """For every month of Jobcenter 0 how far apart the lowest and the highest possible figure are."""
    angreifer = Angreifer(releases[-1][0].gruppierungen, frozenset([groesse]))
    for _, release in releases:
        angreifer.liest(release)
    grenzen = (angreifer.grenzen([(0, groesse, 0, monat)]) for monat in range(30))
    return [oben - unten for unten, oben in grenzen]


def test_the_growing_sums_of_a_first_year_give_away_every_single_month() -> None:
    welt = mit_kleinen_monaten()
    assert max(monatsgrenzen([(welt, nur_primaer(welt))], "EINTRITT_OEB")) < 1e-6
    assert min(monatsgrenzen([(welt, vollstaendig_geschuetzt(welt))], "EINTRITT_OEB")) >= 2 - 1e-6


def test_nor_does_a_second_release_give_them_away() -> None:
    welt = mit_kleinen_monaten()
    releases = folge(welt.bis(28), welt)
    assert min(monatsgrenzen(releases, "EINTRITT_OEB")) >= 2 - 1e-6
    verdeckt = geheim(releases[-1][1].einzeln, "K2E2")
    assert verdeckt[:, :11].sum(axis=1).tolist() == [11, 11, 0, 0, 0, 0]
    assert not verdeckt[:, 11:].any()
    assert not geheim(releases[-1][1].gruppen, "K2E2").any()


def test_a_few_women_of_a_month_are_not_told_by_all_less_men() -> None:
    welt = gleichmaessig([0, 0, 0], [0, 0, 0], monate=26)
    for monat in range(26):
        frauen = 2.0 + (monat + 1) % 3
        welt = welt.mit((1, monat), INT_W=frauen, INT_M=50.0, INT=50.0 + frauen)
    verdeckt = vollstaendig_geschuetzt(welt).einzeln
    for code in ("K2", "K2_W"):
        assert geheim(verdeckt, code)[:, :11].all(axis=1).tolist() == [True, True, False]
    assert not geheim(verdeckt, "K2_M").any()


@pytest.mark.parametrize("groessen", [("LZB_ZUGANG",), ("INT_LZB",), FRAUEN])
def test_nor_in_a_demonstration_of_small_numbers(groessen: tuple[str, ...]) -> None:
    welt = verkleinerte_demonstration()
    assert genau(angriff(welt, nur_primaer(welt), groessen))
    assert not ermittelt(angriff(welt, vollstaendig_geschuetzt(welt), groessen))


# -- What it costs, and that it lasts --------------------------------------------------------------------------


def geheim(teile: Teile, code: str) -> np.ndarray:
    """[row, month] what of a measure is withheld."""
    return teile.grund[:, :, KENNZAHL_CODES.index(code)] == Grund.GEHEIM


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    welt = gleichmaessig([0, 0, 1], [0, 1, 0])
    for teile in schuetze(welt.eingabe(), AM)[:2]:
        assert not (teile.grund == Grund.GEHEIM).any()


def test_the_partner_is_the_one_that_costs_the_fewest_totals() -> None:
    """Jobcenter 1 shares Land and kind with 0: so not one total has to go."""
    release = vollstaendig_geschuetzt(mit_zwei_eintritten())
    verdeckt = geheim(release.einzeln, "K2E2")
    assert verdeckt.any(axis=1).tolist() == [True, True, False, False, False, False]
    assert not geheim(release.gruppen, "K2E2").any()
    assert not geheim(release.einzeln, "K2").any()


def test_who_has_nobody_beside_itself_takes_its_totals_along() -> None:
    welt = gleichmaessig([0], [0]).mit((0, 7), LZB=1.0)
    assert geheim(vollstaendig_geschuetzt(welt).gruppen, "K3E2")[:, 7].all()


def test_a_successor_keeps_the_secret_of_the_one_it_took_over() -> None:
    """Jobcenter 2 has the fewest cases and so is the partner; 0 goes up in 1 three months later."""
    welt = gleichmaessig([0, 0, 0], [0, 0, 0]).mit((0, 7), LZB=1.0).mit((2, 7), LZB=20.0)
    einzeln = schuetze(welt.eingabe(nachfolgen=[Nachfolge(0, 1, 10)]), AM).einzeln
    verdeckt = geheim(einzeln, "K3E1")
    assert not verdeckt[1, :10].any()
    assert verdeckt[1, 10:].all()
    assert verdeckt[2, 7:].all()


def test_a_partner_that_takes_the_other_over_is_no_longer_withheld() -> None:
    """From the merger on the successor's sums contain the figures of both."""
    welt = gleichmaessig([0, 0, 0], [0, 0, 0]).mit((0, 7), LZB=1.0).mit((1, 7), LZB=20.0)
    einzeln = schuetze(welt.eingabe(nachfolgen=[Nachfolge(0, 1, 10)]), AM).einzeln
    verdeckt = geheim(einzeln, "K3E1")
    assert verdeckt[1, 7:10].all()
    assert not verdeckt[1, 10:].any()


@settings(max_examples=15, deadline=None, derandomize=True, phases=OHNE_VERKLEINERN)
@given(SAMEN)
def test_publishing_the_same_again_withholds_the_same(samen: int) -> None:
    welt = zufallswelt(samen, jobcenter=8, monate=16)
    erstes = schuetze(welt.eingabe(), AM)
    zweites = schuetze(welt.eingabe(), AM, nach([erstes]))
    assert (zweites.paare, zweites.auslassungen) == ((), ())
    for frueher, jetzt in zip(erstes[:2], zweites[:2], strict=True):
        assert (frueher.grund == jetzt.grund).all()


@settings(max_examples=15, deadline=None, derandomize=True, phases=OHNE_VERKLEINERN)
@given(SAMEN, st.integers(1, 3))
def test_a_later_release_leaves_the_months_before_as_they_were(samen: int, neue_monate: int) -> None:
    welt = zufallswelt(samen, jobcenter=8, monate=16)
    erstes = schuetze(welt.bis(16 - neue_monate).eingabe(), AM)
    zweites = schuetze(welt.eingabe(), AM, nach([erstes]))
    for frueher, jetzt in zip(erstes[:2], zweites[:2], strict=True):
        assert (frueher.grund == jetzt.grund[:, : 16 - neue_monate]).all()


def test_what_was_withheld_once_stays_withheld() -> None:
    kleine = mit_zwei_eintritten()
    vorher, nachher = kleine, kleine.mit((0, 5), EINTRITT_OEB=40.0)
    (_, erstes), (_, zweites) = folge(vorher, nachher)
    assert (geheim(zweites.einzeln, "K2E2") == geheim(erstes.einzeln, "K2E2")).all()


def test_what_becomes_small_after_publication_is_left_out_of_the_totals() -> None:
    vorher, nachher = korrigiert_auf_zwei()
    (_, erstes), (_, zweites), (_, drittes) = folge(vorher, nachher, nachher)
    spalte = KENNZAHL_CODES.index("K2E2")
    assert not geheim(erstes.einzeln, "K2E2").any()
    assert geheim(zweites.einzeln, "K2E2").any(axis=1).tolist() == [True] + 5 * [False]
    assert not geheim(zweites.gruppen, "K2E2").any()
    assert (zweites.gruppen.einheiten_fehlend[0, 5:, spalte] == 1).all()
    assert (drittes.gruppen.einheiten_fehlend == zweites.gruppen.einheiten_fehlend).all()
