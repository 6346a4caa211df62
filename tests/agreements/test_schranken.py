"""The gates as law: worked cases with their source, forms of participation, reachability, who is never asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agreements.recht import (
    BETEILIGUNGEN,
    FORMEN,
    GESCHEITERTE,
    GESCHLOSSENE,
    TEXT_OFFEN,
    VEREINBARUNG,
    Beteiligungsform,
    Ebene,
    Ergebnis,
    Nachweisstand,
    Seite,
    Traegerseite,
    Vereinbarungsstand,
    Zustand,
)
from agreements.recht.bedingungen import GESETZLICHE_ZIELCODES, TEILHABECODE
from agreements.recht.beteiligung import ABSCHLUSS
from agreements.ziele import gesetzliche_ziele
from zielsystem.recht import Geltung, Hindernis

ORDNER = Path(__file__).parents[1] / "recht" / "faelle" / "agreements"
SCHRANKEN = yaml.safe_load((ORDNER / "schranken.yaml").read_text(encoding="utf-8"))
ABSTIMMEN = yaml.safe_load((ORDNER / "abstimmen.yaml").read_text(encoding="utf-8"))
JAHR_2027 = Geltung(date(2027, 1, 1), date(2028, 1, 1))
ALLE_ZIELE = GESETZLICHE_ZIELCODES | {TEILHABECODE}


def nach_haerte(hindernisse: tuple[Hindernis, ...]) -> dict[str, list[str]]:
    return {
        "hart": sorted(h.code for h in hindernisse if h.hart),
        "soll": sorted(h.code for h in hindernisse if not h.hart),
    }


def erwartet(fall: dict[str, Any]) -> dict[str, list[str]]:
    return {haerte: sorted(codes) for haerte, codes in fall["erwartet"].items()}


def nachweisstand(art: str, ergebnis: str, am: date, belegt: bool = True, bemerkt: bool = False) -> Nachweisstand:
    return Nachweisstand(art, Ergebnis(ergebnis), am, belegt, bemerkt)


@pytest.mark.parametrize("fall", SCHRANKEN, ids=lambda fall: fall["name"])
def test_what_stands_against_signing(fall: dict[str, Any]) -> None:
    stand = Vereinbarungsstand(
        nr=fall["nr"],
        laufzeit=JAHR_2027,
        traegerseite=Traegerseite(fall.get("traegerseite", "beide")),
        nachweise=tuple(nachweisstand(art, *angaben) for art, angaben in fall.get("nachweise", {}).items()),
        vorlage_geschlossen=fall.get("vorlage_geschlossen", False),
        festtext=True,
    )
    zeile = VEREINBARUNG.zeile("zeichnen", Zustand.ABGESTIMMT, fall["tag"])
    assert nach_haerte(zeile.hindernisse(stand, fall["tag"])) == erwartet(fall)


@pytest.mark.parametrize("fall", ABSTIMMEN, ids=lambda fall: fall["name"])
def test_what_stands_against_leaving_negotiation(fall: dict[str, Any]) -> None:
    gegeben = {"ziele": sorted(ALLE_ZIELE), "ohne_beitrag": []} | fall.get("gegeben", {})
    gegeben |= {
        "ziele": frozenset(gegeben["ziele"]),
        "ohne_beitrag": frozenset(Seite(seite) for seite in gegeben["ohne_beitrag"]),
    }
    stand = Vereinbarungsstand(nr=fall["nr"], laufzeit=JAHR_2027, **gegeben)
    zeile = VEREINBARUNG.zeile("abstimmen", Zustand.IN_VERHANDLUNG, fall["tag"])
    assert nach_haerte(zeile.hindernisse(stand, fall["tag"])) == erwartet(fall)


def test_every_case_names_its_source() -> None:
    for fall in (*SCHRANKEN, *ABSTIMMEN):
        assert fall["quelle"], fall["name"]


def test_every_participation_is_in_a_case() -> None:
    genannt = {code for fall in SCHRANKEN for codes in fall["erwartet"].values() for code in codes}
    assert {zeile.code for zeile in BETEILIGUNGEN if "zeichnen" in zeile.akte} <= genannt


# -- Forms of participation ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "ergebnis", "belegt", "bemerkt", "erfuellt"),
    [
        (Beteiligungsform.ANHOERUNG, Ergebnis.STELLUNGNAHME, True, False, True),
        (Beteiligungsform.ANHOERUNG, Ergebnis.FRIST_VERSTRICHEN, True, False, True),
        (Beteiligungsform.ANHOERUNG, Ergebnis.STELLUNGNAHME, False, False, False),
        (Beteiligungsform.BERATUNG, Ergebnis.BERATEN, True, False, True),
        (Beteiligungsform.BERATUNG, Ergebnis.VERTAGT, True, False, False),
        (Beteiligungsform.EROERTERUNG, Ergebnis.EROERTERT, True, False, True),
        (Beteiligungsform.EROERTERUNG, Ergebnis.VERTAGT, True, False, False),
        (Beteiligungsform.BENEHMEN, Ergebnis.ZUGESTIMMT, True, False, True),
        (Beteiligungsform.BENEHMEN, Ergebnis.BEDENKEN, True, True, True),
        (Beteiligungsform.BENEHMEN, Ergebnis.BEDENKEN, True, False, False),
        (Beteiligungsform.BENEHMEN, Ergebnis.BEDENKEN, False, True, False),
        (Beteiligungsform.EINVERNEHMEN, Ergebnis.ZUGESTIMMT, True, False, True),
        (Beteiligungsform.EINVERNEHMEN, Ergebnis.BEDENKEN, True, True, False),
        (Beteiligungsform.EINVERNEHMEN, Ergebnis.VERSAGT, True, True, False),
        (Beteiligungsform.ZUSTIMMUNG, Ergebnis.ZUGESTIMMT, True, False, True),
        (Beteiligungsform.ZUSTIMMUNG, Ergebnis.VERSAGT, True, True, False),
        (Beteiligungsform.BESCHLUSS, Ergebnis.BESCHLOSSEN, True, False, True),
        (Beteiligungsform.BESCHLUSS, Ergebnis.ABGELEHNT, True, False, False),
        (Beteiligungsform.ERKLAERUNG, Ergebnis.NICHTS_ZU_BENENNEN, False, False, True),
        (Beteiligungsform.ERKLAERUNG, Ergebnis.BENANNT, False, False, False),
        (Beteiligungsform.ERKLAERUNG, Ergebnis.BENANNT, False, True, True),
    ],
)
def test_each_form_has_its_own_condition(
    form: Beteiligungsform, ergebnis: Ergebnis, belegt: bool, bemerkt: bool, erfuellt: bool
) -> None:
    nachweis = Nachweisstand("x", ergebnis, date(2026, 12, 1), belegt, bemerkt)
    assert FORMEN[form].erfuellt(nachweis) is erfuellt


def test_every_form_is_described_and_no_two_are_the_same() -> None:
    assert set(FORMEN) == set(Beteiligungsform)
    assert len({form.verlangt for form in FORMEN.values()}) == len(FORMEN)


def test_the_kooperationsausschuss_has_no_say_in_the_content_of_nr_2_and_none_in_nr_4() -> None:
    zeilen = [zeile for zeile in BETEILIGUNGEN if zeile.stelle == "Kooperationsausschuss"]
    assert {nr for zeile in zeilen for nr in zeile.arten} == {2, 3}
    assert all(zeile.ebene is Ebene.LAND for zeile in zeilen if 2 in zeile.arten)


def test_somebody_may_record_every_participation() -> None:
    assert all(zeile.erfassende or zeile.fuer_alle for zeile in BETEILIGUNGEN)


# -- The table as a whole -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", [date(2011, 1, 1), date(2011, 4, 1), date(2026, 12, 1)])
def test_every_state_can_be_reached_from_the_draft(tag: date) -> None:
    erreicht, offen = {Zustand.ENTWURF}, [Zustand.ENTWURF]
    while offen:
        nach = {Zustand(zeile.nach) for zeile in VEREINBARUNG.von(offen.pop(), tag)} - erreicht
        erreicht |= nach
        offen += nach
    assert erreicht == set(Zustand)


def test_nothing_leads_into_conclusion_but_through_every_hard_gate() -> None:
    hart = {zeile.code for zeile in BETEILIGUNGEN if zeile.hart and set(ABSCHLUSS) <= set(zeile.akte)}
    for zeile in VEREINBARUNG.uebergaenge:
        hinein = zeile.nach in GESCHLOSSENE | {Zustand.GREMIENVORBEHALT} and not set(zeile.von) & GESCHLOSSENE
        if hinein:
            bedingungen = {b.code for b in zeile.bedingungen if b.hart}
            assert hart | {"alle_gezeichnet", "text_festgestellt"} <= bedingungen, zeile.code


def test_a_concluded_text_is_never_opened_again() -> None:
    for zeile in VEREINBARUNG.uebergaenge:
        if set(zeile.von) & GESCHLOSSENE:
            assert zeile.nach in GESCHLOSSENE, zeile.code


def test_what_was_instructed_never_becomes_an_agreement() -> None:
    assert not VEREINBARUNG.von(Zustand.ANGEWIESEN, date(2026, 12, 1))
    assert not GESCHEITERTE & GESCHLOSSENE
    assert not TEXT_OFFEN & (GESCHLOSSENE | GESCHEITERTE)


@pytest.mark.parametrize("nr", [1, 2, 3, 4])
def test_the_ziele_of_the_gate_are_those_of_the_catalogue(nr: int) -> None:
    codes = {ziel.code for ziel in gesetzliche_ziele(nr, date(2026, 12, 1))}
    assert codes == (GESETZLICHE_ZIELCODES if nr == 1 else ALLE_ZIELE)


@pytest.mark.parametrize(
    ("nr", "seite", "moeglich"),
    [
        (1, Traegerseite.BEIDE, False),
        (2, Traegerseite.BEIDE, True),
        (2, Traegerseite.BA, True),
        (2, Traegerseite.KOMMUNE, False),
        (3, Traegerseite.BEIDE, False),
        (4, Traegerseite.BEIDE, False),
    ],
)
def test_only_in_the_strand_of_the_ba_is_instructed(nr: int, seite: Traegerseite, moeglich: bool) -> None:
    tag = date(2026, 12, 1)
    zeile = VEREINBARUNG.zeile("anweisen", Zustand.NICHT_ZUSTANDE_GEKOMMEN, tag)
    stand = Vereinbarungsstand(nr=nr, laufzeit=JAHR_2027, traegerseite=seite)
    assert (not zeile.hindernisse(stand, tag)) is moeglich


NACHWEISE = st.builds(
    Nachweisstand,
    beteiligung=st.sampled_from(sorted({zeile.code for zeile in BETEILIGUNGEN})),
    ergebnis=st.sampled_from(Ergebnis),
    am=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    belegt=st.booleans(),
    bemerkt=st.booleans(),
)


@given(
    nr=st.sampled_from([1, 2, 3, 4]),
    nachweise=st.lists(NACHWEISE, max_size=8),
    mehr=NACHWEISE,
    tag=st.dates(date(2026, 1, 1), date(2027, 6, 30)),
)
def test_another_result_never_shuts_a_gate_and_time_never_does(
    nr: int, nachweise: list[Nachweisstand], mehr: Nachweisstand, tag: date
) -> None:
    zeile = VEREINBARUNG.zeile("schliessen", Zustand.ABGESTIMMT, tag)

    def offen(ergebnisse: list[Nachweisstand], am: date) -> set[str]:
        stand = Vereinbarungsstand(nr=nr, laufzeit=JAHR_2027, nachweise=tuple(ergebnisse))
        return {hindernis.code for hindernis in zeile.hindernisse(stand, am)}

    assert offen([*nachweise, mehr], tag) <= offen(nachweise, tag)
    assert offen(nachweise, date(2027, 12, 31)) <= offen(nachweise, tag)
