"""Who sees and does what with agreements before they are concluded (FACHKONZEPT 6): their parties, nobody else."""

from __future__ import annotations

import pytest
from guardian.shortcuts import assign_perm

from agreements.models import Planungsrunde, Zielvereinbarung
from tests.agreements.runden import neue_runde, vereinbarung
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Befugnis, Rolle, rollen_mit
from zielsystem.parties.zugriff import anonym, betrieb, may, visible

pytestmark = pytest.mark.django_db

NR_1, NR_3_NW, NR_3_HE = (1, ""), (3, "05"), (3, "06")
GE_NW, GE_HE, ZKT_NW = (2, "05111"), (2, "06411"), (4, "05124")
ALLE = {NR_1, NR_3_NW, NR_3_HE, GE_NW, GE_HE, ZKT_NW}

BETEILIGT = {
    "bmas": {NR_1, NR_3_NW, NR_3_HE},
    "bmf": set(),
    "ba": {NR_1, GE_NW, GE_HE},
    "dlt": set(),
    "land-05": {NR_3_NW, ZKT_NW},
    "land-06": {NR_3_HE},
    "kommune-05111": {GE_NW},
    "kommune-05124": {ZKT_NW},
    "kommune-06411": {GE_HE},
    "jobcenter-05111": {GE_NW},
    "jobcenter-05124": {ZKT_NW},
    "jobcenter-06411": {GE_HE},
}


@pytest.fixture
def welt() -> Welt:
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def gefunden(vereinbarungen: object) -> set[tuple[int, str]]:
    return {(v.nr, v.schluessel) for v in vereinbarungen}  # type: ignore[attr-defined]


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", BETEILIGT)
def test_an_agreement_before_conclusion_belongs_to_its_parties(welt: Welt, wer: str, rolle: Rolle) -> None:
    zugang = welt.zugang(wer, rolle)
    for befugnis in (Befugnis.SEHEN, Befugnis.VERHANDELN, Befugnis.ENTWURF_ERZEUGEN):
        erwartet = BETEILIGT[wer] if rolle in rollen_mit(befugnis) else set()
        assert gefunden(visible(zugang, befugnis, Zielvereinbarung.objects.all())) == erwartet, befugnis
    for befugnis in Befugnis:
        erlaubte = set(visible(zugang, befugnis, Zielvereinbarung.objects.all()))
        assert {v for v in Zielvereinbarung.objects.all() if may(zugang, befugnis, v)} == erlaubte


def test_every_party_is_in_the_table_above(welt: Welt) -> None:
    assert set(BETEILIGT) == set(welt.parteien)
    assert gefunden(Zielvereinbarung.objects.all()) == ALLE


def test_anonymous_visitors_see_nothing_and_the_operator_everything(welt: Welt) -> None:
    assert not Zielvereinbarung.objects.visible_to(anonym(HEUTE)).exists()
    assert not Planungsrunde.objects.visible_to(anonym(HEUTE)).exists()
    assert gefunden(Zielvereinbarung.objects.visible_to(betrieb(HEUTE))) == ALLE


def test_a_grant_opens_one_agreement_and_no_other(welt: Welt) -> None:
    zugang = welt.zugang("dlt", Rolle.LESEND)
    assign_perm("agreements.sehen", zugang.nutzer, vereinbarung(*ZKT_NW))
    assert gefunden(Zielvereinbarung.objects.visible_to(zugang)) == {ZKT_NW}
    assert not may(zugang, Befugnis.VERHANDELN, vereinbarung(*ZKT_NW))


@pytest.mark.parametrize("rolle", list(Rolle))
def test_the_round_itself_is_seen_by_everyone_who_acts_for_a_party(welt: Welt, rolle: Rolle) -> None:
    for wer in BETEILIGT:
        zugang = welt.zugang(wer, rolle)
        assert Planungsrunde.objects.visible_to(zugang).exists() is (rolle is not Rolle.ADMINISTRATION)
        plant = may(zugang, Befugnis.RUNDE_PLANEN, Planungsrunde.objects.get())
        assert plant is (wer == "bmas" and rolle in (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG))
