"""The access rule: who sees which Meldung (FACHKONZEPT 6), and that both faces of the rule agree."""

from datetime import UTC, date, datetime

import pytest
from guardian.shortcuts import assign_perm

from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Meldung
from tests.welt import BEGINN, HEUTE, Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.models import Amt, Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, anonym, betrieb, may, visible, zugaenge

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def meldungen(welt: Welt) -> dict[str, Meldung]:
    """For every Jobcenter a draft and a released Meldung, named ``<ags> <zustand>``."""

    def melde(ags: str, monat: int, zustand: Meldungszustand) -> Meldung:
        return Meldung.objects.create(
            jobcenter=welt.parteien[f"jobcenter-{ags}"],
            monat=date(2026, monat, 1),
            version=1,
            zustand=zustand,
            werte=[1] * 21,
            quelle="Probe",
            erfasst_am=JETZT,
            freigegeben_am=JETZT if zustand is Meldungszustand.FREIGEGEBEN else None,
        )

    return {
        f"{ags} {zustand}": melde(ags, monat, zustand)
        for ags in ("05111", "05124", "06411")
        for monat, zustand in ((8, Meldungszustand.FREIGEGEBEN), (9, Meldungszustand.ENTWURF))
    }


GE_05, ZKT_05, GE_06 = "05111 freigegeben", "05124 freigegeben", "06411 freigegeben"

SICHT = [
    ("bmas", {GE_05, ZKT_05, GE_06}),
    ("bmf", set()),
    ("ba", {GE_05, GE_06}),
    ("dlt", set()),
    ("land-05", {GE_05, ZKT_05}),
    ("land-06", {GE_06}),
    ("kommune-05111", {GE_05}),
    ("kommune-05124", {ZKT_05}),
    ("kommune-06411", {GE_06}),
    ("jobcenter-05111", {GE_05}),
    ("jobcenter-05124", {ZKT_05}),
    ("jobcenter-06411", {GE_06}),
]
ENTWURF_SEHEN = (Rolle.CONTROLLING, Rolle.LEITUNG)


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize(("schluessel", "freigegebene"), SICHT)
def test_who_sees_which_meldung(
    welt: Welt, meldungen: dict[str, Meldung], schluessel: str, freigegebene: set[str], rolle: Rolle
) -> None:
    erwartet = set(freigegebene) if rolle is not Rolle.ADMINISTRATION else set()
    if schluessel.startswith("jobcenter") and rolle in ENTWURF_SEHEN:
        erwartet.add(f"{schluessel.removeprefix('jobcenter-')} entwurf")
    zugang = welt.zugang(schluessel, rolle)
    sichtbar = set(Meldung.objects.visible_to(zugang))
    assert {name for name, meldung in meldungen.items() if meldung in sichtbar} == erwartet
    for befugnis in Befugnis:
        erlaubte = set(visible(zugang, befugnis, Meldung.objects.all()))
        assert {m for m in meldungen.values() if may(zugang, befugnis, m)} == erlaubte


def test_the_anonymous_see_no_meldung_and_the_operator_all(meldungen: dict[str, Meldung]) -> None:
    assert not Meldung.objects.visible_to(anonym(HEUTE)).exists()
    assert Meldung.objects.visible_to(betrieb(HEUTE)).count() == len(meldungen)


def test_the_ba_sees_a_meldung_by_what_the_jobcenter_was_in_its_month(
    welt: Welt, meldungen: dict[str, Meldung]
) -> None:
    stand = Parteistand.objects.get(partei=welt.parteien["jobcenter-05111"])
    Parteistand.objects.filter(pk=stand.pk).update(bis=date(2026, 9, 1))
    stand.pk, stand.ab, stand.art = None, date(2026, 9, 1), Parteiart.ZKT
    stand.save()
    Meldung.objects.filter(pk=meldungen["05111 entwurf"].pk).update(zustand="freigegeben", freigegeben_am=JETZT)
    sichtbar = Meldung.objects.visible_to(welt.zugang("ba", Rolle.LESEND))
    assert {m.monat.month for m in sichtbar if m.jobcenter == welt.parteien["jobcenter-05111"]} == {8}


def test_a_grant_on_one_object_opens_just_that_one(welt: Welt, meldungen: dict[str, Meldung]) -> None:
    zugang = welt.zugang("land-06", Rolle.LESEND)
    assign_perm("kennzahlen.sehen", zugang.nutzer, meldungen[ZKT_05])
    sichtbar = set(Meldung.objects.visible_to(zugang))
    assert sichtbar == {meldungen[GE_06], meldungen[ZKT_05]}
    assert may(zugang, Befugnis.SEHEN, meldungen[ZKT_05])
    assert not may(zugang, Befugnis.SEHEN, meldungen[GE_05])


def test_rights_end_with_the_amt(welt: Welt) -> None:
    nutzer = welt.personen["bmas.leitung"]
    Amt.objects.filter(nutzer=nutzer).update(bis=HEUTE)
    assert zugaenge(nutzer, HEUTE) == []
    assert Zugang(am=HEUTE, nutzer=nutzer).befugnisse == frozenset()
    assert len(zugaenge(nutzer, BEGINN)) == 1


def test_a_model_without_a_rule_is_closed(welt: Welt) -> None:
    assert not visible(welt.zugang("bmas", Rolle.LEITUNG), Befugnis.SEHEN, Parteistand.objects.all()).exists()
