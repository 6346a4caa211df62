"""An attack on what is published: it finds small counts behind primary suppression, and none behind the complete one.

The attacker knows every published value of all units, groups, measures and months, of two releases too, and even
which figure a correction changed. A count is worked out when fewer than three values are possible for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from demonstration.cube import figures_cube
from kennzahlen.cube import Cube, Nachfolge, monatsreihe
from kennzahlen.formeln import Grund, Gruppierung, Teile, aggregiere, berechne
from kennzahlen.recht import GRUNDGROESSEN, KENNZAHL_CODES, SPALTE
from kennzahlen.veroeffentlichungen.geheimhaltung import Eingabe, Frueheres, schuetze, unterdruecke
from tests.kennzahlen.angriff import Angreifer, Release, kleine_zahlen

AM = date(2026, 1, 20)
AB = date(2023, 1, 1)
OEB = ("EINTRITT_OEB",)
FRAUEN = ("INT", "INT_W", "INT_M")
ZIELE = 12
"""So many small counts of a world are attacked at most, to keep the time."""


@dataclass(frozen=True)
class Welt:
    """Figures [unit, month, Grundgröße] and the groups, the Bund first."""

    werte: np.ndarray
    gruppierungen: tuple[Gruppierung, ...]

    def eingabe(self, **mehr: object) -> Eingabe:
        """Ready to be published."""
        cube = Cube(tuple(range(len(self.werte))), monatsreihe(AB, self.werte.shape[1]), self.werte)
        return Eingabe(cube, berechne(cube, **mehr), self.gruppierungen, **mehr)

    def bis(self, monate: int) -> Welt:
        """Its first months."""
        gruppierungen = (Gruppierung(g.anzahl, g.zuordnung[:, :monate]) for g in self.gruppierungen)
        return Welt(self.werte[:, :monate], tuple(gruppierungen))

    def mit(self, stelle: tuple[int, int], **zahlen: float) -> Welt:
        """With other figures of a unit and month."""
        werte = self.werte.copy()
        for groesse, zahl in zahlen.items():
            werte[*stelle, SPALTE[groesse]] = zahl
        return replace(self, werte=werte)


def gruppierung(gruppen: Sequence[int], monate: int) -> Gruppierung:
    """The same groups in all months; −1 is no group."""
    return Gruppierung(max(gruppen) + 1, np.repeat(np.array(gruppen, dtype=np.int64)[:, None], monate, axis=1))


def gleichmaessig(laender: Sequence[int], typen: Sequence[int], monate: int = 13) -> Welt:
    """Every Jobcenter reports 50 of everything in every month."""
    werte = np.full((len(laender), monate, len(GRUNDGROESSEN)), 50.0)
    werte[:, :, [SPALTE["INT"], SPALTE["ELB"]]] = 100.0
    gemischt = np.unique(np.array(laender) * 2 + np.array(typen), return_inverse=True)[1]
    gruppen = ([0] * len(laender), laender, typen, gemischt.tolist())
    return Welt(werte, tuple(gruppierung(g, monate) for g in gruppen))


def zufallswelt(samen: int, jobcenter: int, monate: int) -> Welt:
    """Some large, some tiny Jobcenter; one changes its Vergleichstyp, one reports later than the others."""
    rng = np.random.default_rng(samen)
    werte = np.zeros((jobcenter, monate, len(GRUNDGROESSEN)))
    for spalte in range(len(GRUNDGROESSEN)):
        mittel = rng.choice([0.1, 0.5, 2, 10, 40], jobcenter, p=[0.15, 0.15, 0.1, 0.3, 0.3])
        werte[:, :, spalte] = rng.poisson(mittel[:, None], (jobcenter, monate))
    for ganzes in ("ELB", "INT"):
        werte[:, :, SPALTE[ganzes]] = werte[:, :, SPALTE[f"{ganzes}_W"]] + werte[:, :, SPALTE[f"{ganzes}_M"]]
    if rng.random() < 0.3:
        werte[-1, : rng.integers(1, monate)] = np.nan
    land, typ = rng.integers(0, 2, jobcenter), rng.integers(0, 2, jobcenter)
    gemischt = np.unique(land * 2 + typ, return_inverse=True)[1]
    vergleichstyp = gruppierung(rng.integers(0, 3, jobcenter).tolist(), monate)
    vergleichstyp.zuordnung[0, monate // 2 :] = 0
    ring = np.where(typ == 1, rng.integers(0, 2, jobcenter), -1)
    feste = (np.zeros(jobcenter, dtype=np.int64), land, typ, gemischt, ring)
    return Welt(werte, (*(gruppierung(g.tolist(), monate) for g in feste), vergleichstyp))


def verkleinerte_demonstration(monate: int = 16) -> Welt:
    """Twelve Jobcenter of the demonstration as if each had a hundredth of its people."""
    ganz = figures_cube()
    wahl = np.arange(0, 120, 10)
    werte = np.maximum(ganz.werte[wahl, -monate:], 0) // 100.0
    for ganzes in ("ELB", "INT"):
        werte[:, :, SPALTE[ganzes]] = werte[:, :, SPALTE[f"{ganzes}_W"]] + werte[:, :, SPALTE[f"{ganzes}_M"]]
    land = [stelle // 4 for stelle in range(len(wahl))]
    typ = [stelle % 3 // 2 for stelle in range(len(wahl))]
    return replace(gleichmaessig(land, typ, monate), werte=werte)


# -- Publishing and attacking ----------------------------------------------------------------------------------


def nur_primaer(welt: Welt) -> Release:
    einzeln = welt.eingabe().einzeln
    return Release(unterdruecke(einzeln, AM), unterdruecke(aggregiere(einzeln, welt.gruppierungen), AM))


def vollstaendig_geschuetzt(welt: Welt) -> Release:
    return Release(*schuetze(welt.eingabe(), AM))


def nach(*releases: Release) -> Frueheres:
    """What these releases did, as the next one sees it."""
    monate = releases[-1].einzeln.grund.shape[1]
    muster = [np.concatenate([r.einzeln.grund, r.gruppen.grund]) == Grund.GEHEIM for r in releases]
    return Frueheres(monate, np.logical_or.reduce(muster), np.logical_or.reduce([~m for m in muster]))


def angriff(welt: Welt, release: Release, groessen: Sequence[str]) -> list[tuple[str, float, float, float]]:
    """Small counts, their true value and the bounds found."""
    return angriff_auf_zwei([(welt, release)], groessen)


def angriff_auf_zwei(
    veroeffentlicht: Sequence[tuple[Welt, Release]], groessen: Sequence[str]
) -> list[tuple[str, float, float, float]]:
    angreifer = Angreifer(veroeffentlicht[-1][0].gruppierungen, frozenset(groessen))
    if len(groessen) == 3:
        angreifer.weiss(groessen[0], tuple(groessen[1:]))
    ziele = []
    for welt, release in veroeffentlicht:
        angreifer.liest(release)
        spalten = {groesse: SPALTE[groesse] for groesse in groessen}
        ziele += kleine_zahlen(welt.werte, release, welt.gruppierungen, spalten)
    auswahl = np.random.default_rng(len(ziele)).permutation(len(ziele))[:ZIELE]
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


def zwei_releases(vorher: Welt, nachher: Welt, *, erinnern: bool = True) -> list[tuple[Welt, Release]]:
    """Both worlds as published one after the other, with or without knowing what the first release did."""
    erstes = vollstaendig_geschuetzt(vorher)
    monate = vorher.werte.shape[1]
    ungleich = np.argwhere(np.nan_to_num(vorher.werte) != np.nan_to_num(nachher.werte[:, :monate]))
    code = {spalte: code for code, spalte in SPALTE.items()}
    korrigiert = frozenset((code[g], e, m) for e, m, g in ungleich.tolist())
    zweites = schuetze(nachher.eingabe(), AM, nach(erstes) if erinnern else None)
    return [(vorher, erstes), (nachher, Release(*zweites, korrigiert))]


def test_two_releases_give_away_what_a_correction_brought() -> None:
    """Without memory: the partner that is withheld in the second release stands in the first one."""
    vergesslich = zwei_releases(*korrigiert_auf_zwei(), erinnern=False)
    assert genau(angriff_auf_zwei(vergesslich, OEB))
    assert not ermittelt(angriff_auf_zwei(zwei_releases(*korrigiert_auf_zwei()), OEB))


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
]
LUECKE = [(42, ("LZB",), 2, 1), (524288, ("LZB",), 1, 2)]
"""Known and open (docs/confidentiality.md): a stock withheld in the first release and corrected before the second."""


def aus_zwei_ermittelt(samen: int, groessen: tuple[str, ...], zahl: int, neue_monate: int) -> list:
    """What two releases give away when a count was corrected between them."""
    nachher = zufallswelt(samen, jobcenter=6, monate=16)
    monat = 15 - neue_monate - samen % 5
    vorher = nachher.mit((samen % 5, monat), **{groessen[0]: float(zahl)}).bis(16 - neue_monate)
    return ermittelt(angriff_auf_zwei(zwei_releases(vorher, nachher), groessen))


@pytest.mark.parametrize("fall", ZWEI)
def test_nor_from_two_releases(fall: tuple) -> None:
    assert aus_zwei_ermittelt(*fall) == []


@pytest.mark.parametrize("fall", LUECKE)
def test_a_stock_corrected_between_two_releases_is_a_known_gap(fall: tuple) -> None:
    """Fails as soon as the gap is closed: then these worlds belong to ZWEI, and the gap out of the docs."""
    assert aus_zwei_ermittelt(*fall) != []


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
    for teile in schuetze(welt.eingabe(), AM):
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
    einzeln, _ = schuetze(welt.eingabe(nachfolgen=[Nachfolge(0, 1, 10)]), AM)
    verdeckt = geheim(einzeln, "K3E1")
    assert not verdeckt[1, :10].any()
    assert verdeckt[1, 10:].all()
    assert verdeckt[2, 7:].all()


def test_a_partner_that_takes_the_other_over_is_no_longer_withheld() -> None:
    """From the merger on the successor's sums contain the figures of both."""
    welt = gleichmaessig([0, 0, 0], [0, 0, 0]).mit((0, 7), LZB=1.0).mit((1, 7), LZB=20.0)
    einzeln, _ = schuetze(welt.eingabe(nachfolgen=[Nachfolge(0, 1, 10)]), AM)
    verdeckt = geheim(einzeln, "K3E1")
    assert verdeckt[1, 7:10].all()
    assert not verdeckt[1, 10:].any()


@settings(max_examples=15, deadline=None, derandomize=True, phases=OHNE_VERKLEINERN)
@given(SAMEN)
def test_publishing_the_same_again_withholds_the_same(samen: int) -> None:
    welt = zufallswelt(samen, jobcenter=8, monate=16)
    erstes = vollstaendig_geschuetzt(welt)
    zweites = schuetze(welt.eingabe(), AM, nach(erstes))
    for frueher, jetzt in zip((erstes.einzeln, erstes.gruppen), zweites, strict=True):
        assert (frueher.grund == jetzt.grund).all()


@settings(max_examples=15, deadline=None, derandomize=True, phases=OHNE_VERKLEINERN)
@given(SAMEN, st.integers(1, 3))
def test_a_later_release_leaves_the_months_before_as_they_were(samen: int, neue_monate: int) -> None:
    welt = zufallswelt(samen, jobcenter=8, monate=16)
    erstes = vollstaendig_geschuetzt(welt.bis(16 - neue_monate))
    zweites = schuetze(welt.eingabe(), AM, nach(erstes))
    for frueher, jetzt in zip((erstes.einzeln, erstes.gruppen), zweites, strict=True):
        assert (frueher.grund == jetzt.grund[:, : 16 - neue_monate]).all()


def test_what_was_withheld_once_stays_withheld() -> None:
    kleine = mit_zwei_eintritten()
    vorher, nachher = kleine, kleine.mit((0, 5), EINTRITT_OEB=40.0)
    (_, erstes), (_, zweites) = zwei_releases(vorher, nachher)
    assert (geheim(zweites.einzeln, "K2E2") == geheim(erstes.einzeln, "K2E2")).all()


def test_what_becomes_small_after_publication_is_left_out_of_the_totals() -> None:
    vorher, nachher = korrigiert_auf_zwei()
    (_, erstes), (_, zweites) = zwei_releases(vorher, nachher)
    spalte = KENNZAHL_CODES.index("K2E2")
    assert not geheim(erstes.einzeln, "K2E2").any()
    assert geheim(zweites.einzeln, "K2E2").any(axis=1).tolist() == [True] + 5 * [False]
    assert not geheim(zweites.gruppen, "K2E2").any()
    assert (zweites.gruppen.einheiten_fehlend[0, 5:, spalte] == 1).all()
    drittes = schuetze(nachher.eingabe(), AM, nach(erstes, zweites))
    assert (drittes[1].einheiten_fehlend == zweites.gruppen.einheiten_fehlend).all()
