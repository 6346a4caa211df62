"""Checks of reported figures: hard ones by worked cases, jumps by what they must find and what they must leave."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennzahlen.cube import Cube, Nachfolge, monatsreihe
from kennzahlen.meldungen.plausibilitaet import REGELN, Befund, Schwere, entwicklung, pruefe
from kennzahlen.recht import GRUNDGROESSEN, SPALTE, TEILE_DES_GANZEN, Groessenart
from tests.kennzahlen.faelle import Fall, faelle, monatserster
from zielsystem.parameter.recht import Parameter
from zielsystem.recht import Norm

FAELLE = faelle("plausibilitaet.yaml")
AB = date(2021, 1, 1)
MONATE = 36


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall.name)
def test_worked_case(fall: Fall) -> None:
    stichmonat = monatserster(fall.rest["stichmonat"]) if "stichmonat" in fall.rest else fall.cube.monate[-1]
    alle = np.ones(fall.cube.werte.shape[:2], dtype=bool)
    befunde = [
        befund
        for befund in pruefe(fall.cube, alle, stichmonat, nachfolgen=fall.nachfolgen)
        if befund.code == fall.rest["regel"] and befund.groesse in fall.rest.get("nur", SPALTE)
    ]
    gefunden = [
        {
            "einheit": fall.einheiten[befund.einheit],
            "monat": f"{befund.monat:%Y-%m}",
            "groesse": befund.groesse,
            "gemeldet": befund.gemeldet,
            "erwartet": befund.erwartet,
            "text": befund.text,
        }
        for befund in befunde
    ]
    assert len(gefunden) == len(fall.rest["befunde"]), gefunden
    for ist, soll in zip(gefunden, fall.rest["befunde"], strict=True):
        assert {name: ist[name] for name in soll} == soll


def test_every_hard_rule_has_a_worked_case_that_finds_something() -> None:
    belegt = {fall.rest["regel"] for fall in FAELLE if fall.rest["befunde"]}
    assert belegt == {regel.code for regel in REGELN if regel.schwere is Schwere.HART}


def test_the_tolerance_is_a_parameter() -> None:
    fall = next(fall for fall in FAELLE if fall.name.startswith("Kleine Jobcenter"))
    weiter = [
        Parameter(code, code, Decimal(wert), Norm("§ 51b SGB II"))
        for code, wert in {
            "BESTAND_TOLERANZ_ANTEIL": "0.04",
            "BESTAND_TOLERANZ_PERSONEN": "0",
            "SPRUNG_FAKTOR": "4",
            "SPRUNG_MINDESTANTEIL": "0",
            "SPRUNG_BEOBACHTUNGEN": "6",
            "SPRUNG_VERGLEICHSEINHEITEN": "10",
            "SPRUNG_EURO_JE_FALL": "500",
        }.items()
    ]
    alle = np.ones(fall.cube.werte.shape[:2], dtype=bool)
    befunde = pruefe(fall.cube, alle, fall.cube.monate[-1], parameter=weiter)
    assert not [befund for befund in befunde if befund.code == "BESTANDSGLEICHUNG"]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_hard_rules_find_what_plain_loops_find(seed: int) -> None:
    zufall = np.random.default_rng(seed)
    form = (3, 5, len(GRUNDGROESSEN))
    werte = zufall.integers(-1, 30, form).astype(float)
    werte[zufall.random(form) < 0.1] = np.nan
    cube = Cube((7, 8, 9), monatsreihe(date(2019, 2, 1), 5), werte)
    zu_pruefen = zufall.random(form[:2]) < 0.7
    befunde = pruefe(cube, zu_pruefen, date(2020, 3, 1))
    gefunden = {(b.code, b.einheit, b.monat, b.groesse) for b in befunde if b.schwere is Schwere.HART}
    assert gefunden == set(von_hand(cube, zu_pruefen, date(2020, 3, 1)))


def von_hand(cube: Cube, zu_pruefen: np.ndarray, stichmonat: date) -> list[tuple[str, int, date, str]]:
    """The hard rules once more, one figure at a time."""
    gefunden = []
    for e, m in np.argwhere(zu_pruefen).tolist():
        monat, zeile = cube.monate[m], cube.werte[e, m]
        for groesse in GRUNDGROESSEN:
            wert = zeile[SPALTE[groesse.code]]
            spaet = groesse.code == "INT_NACHHALTIG" and monat.replace(year=monat.year + 1) > stichmonat
            erhoben = {"INT_KONT": monat >= date(2019, 4, 1), "INT_NACHHALTIG": monat < date(2019, 4, 1)}
            if np.isnan(wert) and erhoben.get(groesse.code, True) and not spaet:
                gefunden.append(("FEHLT", e, monat, groesse.code))
            if not np.isnan(wert) and not erhoben.get(groesse.code, True):
                gefunden.append(("AUSSER_GELTUNG", e, monat, groesse.code))
            if wert < 0:
                gefunden.append(("NEGATIV", e, monat, groesse.code))
        for teile, ganzes in TEILE_DES_GANZEN:
            if sum(zeile[SPALTE[t]] for t in teile if zeile[SPALTE[t]] == zeile[SPALTE[t]]) > zeile[SPALTE[ganzes]]:
                gefunden.append(("TEIL_GROESSER_GANZES", e, monat, teile[0]))
        elb, zugang, abgang = (zeile[SPALTE[code]] for code in ("ELB", "ELB_ZUGANG", "ELB_ABGANG"))
        if m and abs(elb - (cube.werte[e, m - 1, SPALTE["ELB"]] + zugang - abgang)) > 3:
            gefunden.append(("BESTANDSGLEICHUNG", e, monat, "ELB"))
    return gefunden


@pytest.mark.parametrize(("bestand", "gefragt"), [(1015, False), (1016, True), (1005, False), (1004, True)])
def test_langzeitleistungsbezieher_that_do_not_follow_from_the_movements_are_questioned(
    bestand: int, gefragt: bool
) -> None:
    werte = np.full((1, 2, len(GRUNDGROESSEN)), 50.0)
    werte[0, :, SPALTE["ELB"]] = 2000
    werte[0, :, SPALTE["LZB"]] = 1000, bestand
    werte[0, 1, SPALTE["LZB_ZUGANG"]], werte[0, 1, SPALTE["LZB_ABGANG"]] = 30, 20
    cube = Cube((7,), monatsreihe(AB, 2), werte)
    alle = np.ones((1, 2), dtype=bool)
    befunde = [b for b in pruefe(cube, alle, cube.monate[-1]) if b.code == "BESTANDSGLEICHUNG_LZB"]
    assert bool(befunde) is gefragt
    zahl = f"{bestand:,}".replace(",", ".")
    text = (
        f"LZB für Februar 2021 ist {zahl}. Der Bestand des Vormonats (1.000) zuzüglich LZB_ZUGANG (30) abzüglich "
        "LZB_ABGANG (20) ergibt 1.010; zulässig ist eine Abweichung von 5. Bitte berichtigen oder erklären."
    )
    beteiligte = ("LZB", "LZB_ZUGANG", "LZB_ABGANG")
    for b in befunde:
        assert (b.schwere, b.monat, b.erwartet, b.text) == (Schwere.WEICH, date(2021, 2, 1), "1.010 (± 5)", text)
        assert (b.groesse, b.gemeldet, b.beteiligte) == ("LZB", bestand, beteiligte)


# -- Jumps -----------------------------------------------------------------------------------------------------


def plausibles_land(einheiten: int, seed: int = 0) -> np.ndarray:
    """Jobcenter of very different size (the first: 8000 eLb), with season, trend, chance; [unit, month, Grundgröße]."""
    zufall = np.random.default_rng(seed)
    groesse = np.exp(zufall.uniform(np.log(300), np.log(40000), (einheiten, 1, 1)))
    groesse[0] = 8000
    saison = 1 + 0.15 * np.sin(2 * np.pi * np.arange(MONATE) / 12)[None, :, None]
    trend = np.exp(np.cumsum(zufall.normal(0, 0.004, (einheiten, MONATE, 1)), axis=1))
    anteil = zufall.uniform(0.01, 0.06, (einheiten, 1, len(GRUNDGROESSEN)))
    werte = zufall.poisson(groesse * saison * trend * anteil).astype(float)
    for spalte, grundgroesse in enumerate(GRUNDGROESSEN):
        if grundgroesse.art is not Groessenart.STROM:
            je_fall = 100_000 if grundgroesse.art is Groessenart.GELD else 1
            ruhig = np.exp(zufall.normal(0, 0.004, (einheiten, MONATE, 1)))
            werte[:, :, spalte] = np.rint(groesse * saison**0.2 * trend * ruhig * je_fall)[:, :, 0]
    werte[:, :, SPALTE["INT_NACHHALTIG"]] = np.nan
    return werte


def spruenge(werte: np.ndarray, monate: slice = slice(24, 36), **rest: object) -> list[Befund]:
    """The jumps found in the last year."""
    zu_pruefen = np.zeros(werte.shape[:2], dtype=bool)
    zu_pruefen[:, monate] = True
    reihe = monatsreihe(AB, werte.shape[1])
    befunde = pruefe(Cube(tuple(range(len(werte))), reihe, werte), zu_pruefen, reihe[-1], **rest)  # type: ignore[arg-type]
    return [befund for befund in befunde if befund.code.startswith("SPRUNG")]


def spanne(befund: Befund) -> tuple[int, int]:
    """The range that a finding shows, as in the cube (money in cents)."""
    von, bis = (int("".join(filter(str.isdigit, teil))) for teil in befund.erwartet.split(" bis "))
    return von, bis


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    einheiten=st.sampled_from([1, 12]),
    code=st.sampled_from(["ELB", "LZB", "INT", "LLU", "LUH", "EINTRITT_OEB"]),
    regel=st.sampled_from(["SPRUNG_VORMONAT", "SPRUNG_VORJAHR"]),
    gemeinsam=st.sampled_from([0.5, 0.97, 1.0, 1.6]),
    hoch=st.booleans(),
)
def test_a_figure_is_questioned_exactly_outside_the_range_that_is_shown(
    seed: int, einheiten: int, code: str, regel: str, gemeinsam: float, hoch: bool
) -> None:
    werte = plausibles_land(einheiten, seed)
    werte[1:, -1] = np.rint(werte[1:, -1] * gemeinsam)

    def befund(wert: float) -> Befund | None:
        werte[0, -1, SPALTE[code]] = wert
        gefunden = spruenge(werte, slice(35, 36))
        return next((b for b in gefunden if (b.code, b.einheit, b.groesse) == (regel, 0, code)), None)

    weit_weg = befund(100 * werte[0, -1, SPALTE[code]] if hoch else 0)
    assert weit_weg is not None
    rand, schritt = (spanne(weit_weg)[1], 1) if hoch else (spanne(weit_weg)[0], -1)
    assert befund(rand) is None
    daneben = befund(rand + schritt)
    assert daneben is not None
    assert spanne(daneben) == spanne(weit_weg)


@pytest.mark.parametrize("einheiten", [1, 5, 60])
def test_plausible_figures_are_hardly_ever_questioned(einheiten: int) -> None:
    runden = max(1, 60 // einheiten)
    befunde = sum(len(spruenge(plausibles_land(einheiten, seed))) for seed in range(runden))
    assert befunde < 0.002 * runden * einheiten * 12 * 20


@pytest.mark.parametrize("code", ["LLU", "ELB", "LZB", "INT"])
@pytest.mark.parametrize("fehler", [10.0, 0.1])
@pytest.mark.parametrize("einheiten", [1, 40])
def test_a_slipped_decimal_is_found_against_month_and_year(code: str, fehler: float, einheiten: int) -> None:
    werte = plausibles_land(einheiten, 3)
    werte[0, 30, SPALTE[code]] = round(werte[0, 30, SPALTE[code]] * fehler)
    gefunden = [b for b in spruenge(werte, slice(30, 31)) if b.einheit == 0 and b.groesse == code]
    assert [b.code for b in gefunden] == ["SPRUNG_VORMONAT", "SPRUNG_VORJAHR"]
    assert all(b.gemeldet == werte[0, 30, SPALTE[code]] for b in gefunden)


def test_swapped_digits_of_a_large_stock_are_found() -> None:
    werte = plausibles_land(40)
    werte[0, :, SPALTE["ELB"]] = np.linspace(12300, 12500, MONATE).round()
    werte[0, 30, SPALTE["ELB"]] = 14270  # for 12470
    befund = next(b for b in spruenge(werte, slice(30, 31)) if b.einheit == 0)
    assert befund.text.startswith(
        "ELB für Juli 2023 ist 14.270, nach 12.466 im Juni 2023 (+14,5\u202f%). "
        "Nach den bisherigen Veränderungen dieses Jobcenters und denen aller Jobcenter üblich wären "
    )
    von, bis = spanne(befund)
    assert 11500 < von < 12472 < bis < 13500


def test_the_usual_range_continues_the_jobcenters_own_trend() -> None:
    werte = plausibles_land(1)
    werte[0, :, SPALTE["ELB"]] = np.rint(10000 * 1.08 ** np.arange(MONATE))
    vorher, uebliches = werte[0, 29, SPALTE["ELB"]], werte[0, 30, SPALTE["ELB"]]
    werte[0, 30, SPALTE["ELB"]] = 2 * uebliches
    befund = next(b for b in spruenge(werte, slice(30, 31)) if b.groesse == "ELB")
    von, bis = spanne(befund)
    assert von == np.ceil(0.95 * vorher)
    assert uebliches < bis < 1.05 * uebliches


def test_money_is_judged_by_the_cases_it_stands_for_and_shown_in_euros() -> None:
    werte = plausibles_land(1)
    werte[0, :, SPALTE["LUH"]] = 100 * 500_00
    werte[0, 30, SPALTE["LUH"]] = 110 * 500_00
    assert not [b for b in spruenge(werte, slice(30, 31)) if b.groesse == "LUH"]
    werte[0, 30, SPALTE["LUH"]] = 200 * 500_00
    befund = next(b for b in spruenge(werte, slice(30, 31)) if b.groesse == "LUH")
    assert befund.text.startswith(
        "LUH für Juli 2023 ist 100.000,00\u202f€, nach 50.000,00\u202f€ im Juni 2023 (+100,0\u202f%)."
    )
    von, bis = (
        float(t.replace(".", "").replace(",", ".")) for t in befund.erwartet.replace("\u202f€", "").split(" bis ")
    )
    assert 30_000 < von < 50_000 < bis < 70_000


def test_a_jump_against_the_year_names_the_month_of_the_year_before() -> None:
    werte = plausibles_land(1)
    werte[0, 30, SPALTE["ELB"]] *= 2
    jahr = next(b for b in spruenge(werte, slice(30, 31)) if b.code == "SPRUNG_VORJAHR")
    assert " im Juli 2022 (" in jahr.text


def test_a_development_that_all_jobcenter_share_is_no_finding() -> None:
    werte = plausibles_land(40, 5)
    werte[:, 30, SPALTE["INT"]] = np.rint(werte[:, 30, SPALTE["INT"]] * 0.4)
    gemeinsam = [b for b in spruenge(werte, slice(30, 31)) if b.groesse == "INT"]
    allein = [b for e in range(40) for b in spruenge(werte[e : e + 1], slice(30, 31)) if b.groesse == "INT"]
    assert len(gemeinsam) <= 1
    assert len(allein) >= 10


def test_who_does_not_share_the_common_development_is_found() -> None:
    werte = plausibles_land(40, 5)
    werte[:, 30:, SPALTE["ELB"]] = np.rint(werte[:, 30:, SPALTE["ELB"]] * 1.5)
    werte[7, 30:, SPALTE["ELB"]] = np.rint(werte[7, 30:, SPALTE["ELB"]] * 1.5)
    befunde = [b for b in spruenge(werte, slice(30, 31)) if b.groesse == "ELB" and b.code == "SPRUNG_VORMONAT"]
    assert [b.einheit for b in befunde] == [7]
    assert "Bei allen Jobcentern war die mittlere Veränderung +" in befunde[0].text


TYPEN = np.repeat([1, 2], 20)[:, None].repeat(MONATE, axis=1)
"""The first twenty Jobcenter are of one Vergleichstyp, the others of another."""


def test_a_jump_is_judged_by_the_vergleichstyp_and_not_by_all() -> None:
    werte = plausibles_land(40, 5)
    werte[:20, 30, SPALTE["ELB"]] = np.rint(werte[:20, 30, SPALTE["ELB"]] * 1.5)
    werte[25, 30, SPALTE["ELB"]] = np.rint(werte[25, 30, SPALTE["ELB"]] * 1.5)
    befunde = [b for b in spruenge(werte, slice(30, 31), typen=TYPEN) if b.groesse == "ELB"]
    assert {b.einheit for b in befunde} == {25}
    assert all("denen seines Vergleichstyps üblich wären" in b.text for b in befunde)
    assert all("In seinem Vergleichstyp war die mittlere Veränderung " in b.text for b in befunde)
    assert not any("alle" in b.text for b in befunde)


def test_who_has_too_few_of_its_vergleichstyp_is_compared_with_all_and_told_so() -> None:
    werte = plausibles_land(40, 5)
    werte[20:31, 30, SPALTE["ELB"]] = np.nan
    werte[[7, 35], 30, SPALTE["ELB"]] = np.rint(werte[[7, 35], 30, SPALTE["ELB"]] * 1.5)
    vormonat = [b for b in spruenge(werte, slice(30, 31), typen=TYPEN) if b.code == "SPRUNG_VORMONAT"]
    unter_gleichen, unter_allen = (b.text for b in vormonat if b.groesse == "ELB")
    assert "Vergleichstyps üblich wären" in unter_gleichen
    assert "denen aller Jobcenter üblich wären" in unter_allen
    assert " (in seinem Vergleichstyp haben weniger als 10 gemeldet)." in unter_allen


def test_one_month_alone_is_judged_as_among_all_of_them() -> None:
    """A form checks one Jobcenter by what is known of the others; an import checks it in the midst of them."""
    werte = plausibles_land(40, 8)
    typen = np.roll(TYPEN, 3, axis=0)
    typen[:, 24:] = TYPEN[:, 24:]
    werte[:, 30] = np.rint(werte[:, 30] * np.random.default_rng(1).uniform(0.5, 2, werte[:, 30].shape))
    cube = Cube(tuple(range(40)), monatsreihe(AB, MONATE), werte)
    gemeinsam = entwicklung(cube, cube.monate[-1], typen)
    alle = spruenge(werte, slice(30, 31), typen=typen)
    assert len(alle) > 40
    for einheit in (0, 17, 25):
        eine = slice(einheit, einheit + 1)
        allein = spruenge(werte[eine], slice(30, 31), typen=typen[eine], entwicklung=gemeinsam)
        assert [b.text for b in allein] == [b.text for b in alle if b.einheit == einheit]


def test_what_jumps_every_month_is_usual_for_this_jobcenter() -> None:
    werte = plausibles_land(1, 2)
    werte[0, :, SPALTE["EINTRITT_OEB"]] = np.tile([100, 180, 60], MONATE)[:MONATE]
    assert not [b for b in spruenge(werte) if b.groesse == "EINTRITT_OEB" and b.code == "SPRUNG_VORMONAT"]


def test_small_changes_are_never_questioned_however_calm_the_past() -> None:
    werte = plausibles_land(1, 2)
    werte[0, :, SPALTE["ELB"]] = 1_000_000
    werte[0, 30, SPALTE["ELB"]] = 1_049_000
    assert not [b for b in spruenge(werte, slice(30, 31)) if b.groesse == "ELB"]
    werte[0, 30, SPALTE["ELB"]] = 1_051_000
    assert [b.groesse for b in spruenge(werte, slice(30, 31))] == ["ELB", "ELB"]


def test_less_than_six_changes_are_no_past_to_judge_by() -> None:
    werte = plausibles_land(1, 2)[:, :7]
    werte[0, -1, SPALTE["ELB"]] *= 10
    assert not spruenge(werte[:, 1:], slice(0, 6))
    assert [(b.code, b.groesse) for b in spruenge(werte, slice(0, 7))] == [("SPRUNG_VORMONAT", "ELB")]


def test_small_numbers_may_double_and_vanish() -> None:
    werte = plausibles_land(1, 2)
    werte[0, :, SPALTE["EINTRITT_OEB"]] = np.random.default_rng(1).poisson(3, MONATE)
    werte[0, 30, SPALTE["EINTRITT_OEB"]] = 0
    werte[0, 31, SPALTE["EINTRITT_OEB"]] = 7
    assert not [b for b in spruenge(werte) if b.groesse == "EINTRITT_OEB"]


def test_a_merger_is_no_jump() -> None:
    werte = plausibles_land(2, 4)
    werte[0, 30:] += werte[1, 30:]
    werte[1, 30:] = np.nan
    assert [b for b in spruenge(werte, slice(30, 31)) if b.groesse == "ELB"]
    assert not [b for b in spruenge(werte, nachfolgen=[Nachfolge(1, 0, 30)]) if b.groesse == "ELB"]


def test_findings_come_by_unit_and_month_and_only_for_what_is_checked() -> None:
    werte = plausibles_land(3, 4)
    werte[:, 26:30, SPALTE["ELB"]] = np.nan
    zu_pruefen = np.zeros(werte.shape[:2], dtype=bool)
    zu_pruefen[2, 26] = zu_pruefen[0, 29] = zu_pruefen[0, 27] = True
    cube = Cube((0, 1, 2), monatsreihe(AB, MONATE), werte)
    befunde = [b for b in pruefe(cube, zu_pruefen, cube.monate[-1]) if b.code == "FEHLT"]
    assert [(b.einheit, b.monat) for b in befunde] == [
        (0, date(2023, 4, 1)),
        (0, date(2023, 6, 1)),
        (2, date(2023, 3, 1)),
    ]


def test_a_unit_that_does_not_exist_is_not_asked_for_figures() -> None:
    werte = plausibles_land(2, 4)
    werte[:, 29, SPALTE["ELB"]] = np.nan
    zu_pruefen = np.zeros(werte.shape[:2], dtype=bool)
    zu_pruefen[0, 29] = True
    existiert = np.ones_like(zu_pruefen)
    existiert[0, 29] = False
    cube = Cube((0, 1), monatsreihe(AB, MONATE), werte)
    assert pruefe(cube, zu_pruefen, cube.monate[-1], existiert=existiert) == []


def test_nothing_to_check_gives_nothing() -> None:
    leer = np.zeros((0, 3, len(GRUNDGROESSEN)))
    assert pruefe(Cube((), monatsreihe(AB, 3), leer), np.zeros((0, 3), dtype=bool), AB) == []
