"""Recorded results: who may record what, what is refused, what is replaced and taken back, who sees it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction

from agreements.beteiligung import (
    Bezug,
    Erfassung,
    NichtErfassbar,
    erfasse_nachweis,
    erfasse_nachweise,
    nachweise_von,
    offene_bezuege,
    widerrufe_nachweis,
)
from agreements.lifecycle import setze_vorbehalt
from agreements.models import Nachweis, Zielvereinbarung
from agreements.recht import BETEILIGUNGEN, FORMEN, Beteiligung, Ergebnis, Zustand, beteiligung
from tests.agreements.lebenslaeufe import PDF, versetze, weise_nach
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Befugnis, Rolle, rollen_mit
from zielsystem.journal.models import Eintrag
from zielsystem.parties.zugriff import Zugang, anonym, betrieb, may

pytestmark = pytest.mark.django_db


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def zeile(code: str) -> Beteiligung:
    gefunden = beteiligung(code, HEUTE)
    assert gefunden
    return gefunden


def erfasse(code: str, bezug: Bezug, durch: Zugang, **anders: Any) -> Nachweis:
    angaben: dict[str, Any] = {"am": HEUTE, "datei": PDF} | anders
    ergebnis = angaben.pop("ergebnis", zeile_erfuellend(code))
    return erfasse_nachweis(erfassung=Erfassung(zeile(code), ergebnis, **angaben), bezug=bezug, durch=durch, am=JETZT)


def zeile_erfuellend(code: str) -> Ergebnis:
    return FORMEN[zeile(code).form].erfuellend[0]


# -- Who may ------------------------------------------------------------------------------------------------------

ERFASSBAR: dict[str, dict[str, int]] = {
    "bmas": {
        "bundeshaushalt": 1,
        "bund_laender_ausschuss": 1,
        "einvernehmen_bmf": 1,
        "beratung_kooperationsausschuss": 2,
        "verfahren_kooperationsausschuss": 2,
        "benehmen_land": 1,
    },
    "bmf": {"bundeshaushalt": 1, "einvernehmen_bmf": 1},
    "ba": {},
    "dlt": {},
    "land-05": {
        "beratung_kooperationsausschuss": 1,
        "verfahren_kooperationsausschuss": 1,
        "benehmen_land": 1,
        "abweichungen": 1,
    },
    "land-06": {
        "beratung_kooperationsausschuss": 1,
        "verfahren_kooperationsausschuss": 1,
    },
    "kommune-05111": {"haushalt_kommune": 1},
    "kommune-05124": {"haushalt_kommune": 1, "abweichungen": 1},
    "jobcenter-05111": {},
    "jobcenter-05124": {"haushalt_kommune": 1, "abweichungen": 1},
}
"""About how many things each party may record a result, by row, in a round of drafts."""


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", ERFASSBAR)
def test_who_may_record_what(welt: Welt, wer: str, rolle: Rolle) -> None:
    zugang, runde = welt.zugang(wer, rolle), vereinbarung(1).runde
    gefunden = {z.code: len(offene_bezuege(zugang, z, runde)) for z in BETEILIGUNGEN if HEUTE in z.geltung}
    darf = rolle in rollen_mit(Befugnis.NACHWEIS_ERFASSEN)
    assert {code: anzahl for code, anzahl in gefunden.items() if anzahl} == (ERFASSBAR[wer] if darf else {})


def test_the_resolution_of_a_body_is_recorded_by_the_party_whose_body_it_is(welt: Welt) -> None:
    kommune = welt.zugang("kommune-05111", Rolle.SACHBEARBEITUNG)
    eine = setze_vorbehalt(vereinbarung=vereinbarung(2, "05111"), gremium="Rat der Stadt", durch=kommune, am=JETZT)
    bezug = Bezug(eine.runde, vereinbarung=eine)
    for wer in ("bmas", "ba", "jobcenter-05111", "land-05", "kommune-05124"):
        andere = welt.zugang(wer, Rolle.LEITUNG)
        assert not offene_bezuege(andere, zeile("gremienvorbehalt"), eine.runde), wer
        with pytest.raises(PermissionDenied):
            erfasse("gremienvorbehalt", bezug, andere)
    ((_, name),) = offene_bezuege(kommune, zeile("gremienvorbehalt"), eine.runde)
    assert name == "Nr. 2: Jobcenter Düsseldorf: Rat der Stadt"
    assert erfasse("gremienvorbehalt", bezug, kommune).erfasst_fuer_id == kommune.partei_id


def test_the_commune_behind_a_zkt_records_the_resolution_of_its_council(welt: Welt) -> None:
    zkt, kommune = (welt.zugang(f"{art}-05124", Rolle.LEITUNG) for art in ("jobcenter", "kommune"))
    eine = setze_vorbehalt(vereinbarung=vereinbarung(4, "05124"), gremium="Rat der Stadt", durch=zkt, am=JETZT)
    for durch in (zkt, kommune):
        assert erfasse("gremienvorbehalt", Bezug(eine.runde, vereinbarung=eine), durch).pk


@pytest.mark.parametrize(
    ("wer", "code", "nr", "schluessel"),
    [
        ("land-06", "benehmen_land", 4, "05124"),
        ("jobcenter-05124", "benehmen_land", 4, "05124"),
        ("ba", "einvernehmen_bmf", 1, ""),
        ("land-05", "bundeshaushalt", 1, ""),
        ("land-06", "beratung_kooperationsausschuss", 3, "05"),
        ("kommune-05111", "haushalt_kommune", 4, "05124"),
    ],
)
def test_others_cannot_record_it(welt: Welt, wer: str, code: str, nr: int, schluessel: str) -> None:
    eine = vereinbarung(nr, schluessel)
    kommune = welt.parteien["kommune-05124"].pk
    bezug = {
        "vereinbarung": Bezug(eine.runde, vereinbarung=eine),
        "runde": Bezug(eine.runde),
        "kommune": Bezug(eine.runde, partei_id=kommune),
    }[zeile(code).ebene]
    with pytest.raises(PermissionDenied, match="erfasst hier eine andere Stelle"):
        erfasse(code, bezug, welt.zugang(wer, Rolle.LEITUNG))
    assert not Nachweis.objects.exists()


# -- What is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fuer", "anders", "meldung"),
    [
        ("bundeshaushalt", None, {"ergebnis": Ergebnis.BERATEN}, "ist möglich: beschlossen, abgelehnt, vertagt"),
        ("bundeshaushalt", None, {"am": HEUTE + timedelta(days=1)}, "liegt in der Zukunft"),
        ("bundeshaushalt", None, {"datei": b""}, "fügen Sie das Dokument bei"),
        ("bundeshaushalt", None, {"datei": b"MZ\x90 ein Programm"}, "nicht zulässig"),
        ("bundeshaushalt", None, {"datei": PDF + b" " * 11_000_000}, "zu groß"),
        ("bundeshaushalt", (4, "05124"), {}, "wofür"),
        ("benehmen_land", (4, "05124"), {"ergebnis": Ergebnis.BEDENKEN, "bemerkung": "  "}, "worum es geht"),
        ("benehmen_land", (3, "06"), {}, "bei dieser Vereinbarung nicht vorgesehen"),
        ("benehmen_land", None, {}, "wofür"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    welt: Welt, code: str, fuer: tuple[int, str] | None, anders: dict[str, Any], meldung: str
) -> None:
    bezug = Bezug(vereinbarung(1).runde, vereinbarung=vereinbarung(*fuer) if fuer else None)
    with pytest.raises(NichtErfassbar, match=meldung):
        erfasse(code, bezug, betrieb(HEUTE), **anders)
    assert not Nachweis.objects.exists()


def test_several_are_recorded_all_or_none(welt: Welt) -> None:
    runde = vereinbarung(1).runde
    bezuege = [Bezug(runde, vereinbarung=vereinbarung(4, "05124")), Bezug(runde, vereinbarung=vereinbarung(3, "06"))]
    erfassung = Erfassung(zeile("benehmen_land"), Ergebnis.ZUGESTIMMT, HEUTE, PDF)
    with pytest.raises(NichtErfassbar):
        erfasse_nachweise(erfassung=erfassung, bezuege=bezuege, durch=betrieb(HEUTE), am=JETZT)
    assert not Nachweis.objects.exists()


# -- What happens to it -------------------------------------------------------------------------------------------


def test_a_new_result_takes_the_place_of_the_old_one(welt: Welt) -> None:
    eine, land = vereinbarung(4, "05124"), welt.zugang("land-05", Rolle.SACHBEARBEITUNG)
    bezug = Bezug(eine.runde, vereinbarung=eine)
    alt = erfasse("benehmen_land", bezug, land, ergebnis=Ergebnis.BEDENKEN, bemerkung="Zu hohe Werte; erörtert.")
    neu = erfasse("benehmen_land", bezug, land)
    alt.refresh_from_db()
    assert (alt.widerrufen_am, alt.widerrufsgrund) == (JETZT, "durch ein neues Ergebnis abgelöst")
    assert list(Nachweis.objects.gueltig()) == [neu]
    assert [g.nachweis for g in nachweise_von([eine])[eine.pk]] == [neu]
    assert Eintrag.objects.filter(akt="nachweis_erfassen").count() == 2
    assert neu.dokument.read() == PDF


def test_a_result_is_taken_back_with_a_reason_once(welt: Welt) -> None:
    nachweis, bmas = weise_nach("bundeshaushalt", vereinbarung(1)), welt.zugang("bmas", Rolle.LEITUNG)
    with pytest.raises(NichtErfassbar, match="warum"):
        widerrufe_nachweis(nachweis=nachweis, grund=" ", durch=bmas, am=JETZT)
    with pytest.raises(PermissionDenied):
        widerrufe_nachweis(nachweis=nachweis, grund="falsch", durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)
    widerrufe_nachweis(nachweis=nachweis, grund="falscher Tag", durch=bmas, am=JETZT)
    with pytest.raises(NichtErfassbar, match="schon widerrufen"):
        widerrufe_nachweis(nachweis=nachweis, grund="falscher Tag", durch=bmas, am=JETZT)
    assert not Nachweis.objects.gueltig().exists()
    assert Eintrag.objects.get(akt="nachweis_widerrufen").grund == "falscher Tag"


@pytest.mark.parametrize(
    ("code", "nr", "schluessel"),
    [
        ("bundeshaushalt", 1, ""),
        ("verfahren_kooperationsausschuss", 2, "05111"),
        ("haushalt_kommune", 4, "05124"),
        ("benehmen_land", 4, "05124"),
    ],
)
def test_what_a_concluded_agreement_rests_on_stays(welt: Welt, code: str, nr: int, schluessel: str) -> None:
    eine = vereinbarung(nr, schluessel)
    nachweis = weise_nach(code, eine)
    versetze(eine, Zustand.GESCHLOSSEN)
    with pytest.raises(NichtErfassbar, match="geschlossen und ruht auf diesem Nachweis"):
        widerrufe_nachweis(nachweis=nachweis, grund="falsch", durch=betrieb(HEUTE), am=JETZT)
    if sonstige := FORMEN[nachweis.zeile.form].sonst:
        with pytest.raises(NichtErfassbar, match="geschlossen"):
            weise_nach(code, eine, sonstige[0])
    assert Nachweis.objects.gueltig().get() == nachweis


# -- What opens which agreement -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fuer", "oeffnet"),
    [
        ("bundeshaushalt", (1, ""), {(1, ""), (2, "05111"), (2, "06411"), (3, "05"), (3, "06"), (4, "05124")}),
        ("verfahren_kooperationsausschuss", (2, "05111"), {(2, "05111")}),
        ("haushalt_kommune", (2, "05111"), {(2, "05111")}),
        ("haushalt_kommune", (4, "05124"), {(4, "05124")}),
        ("beratung_kooperationsausschuss", (3, "05"), {(3, "05")}),
        ("einvernehmen_bmf", (1, ""), {(1, "")}),
    ],
)
def test_a_result_reaches_the_agreements_it_is_about(
    welt: Welt, code: str, fuer: tuple[int, str], oeffnet: set[tuple[int, str]]
) -> None:
    weise_nach(code, vereinbarung(*fuer))
    alle = list(Zielvereinbarung.objects.select_related("runde"))
    erreicht = nachweise_von(alle)
    assert {(v.nr, v.schluessel) for v in alle if erreicht[v.pk]} == oeffnet


def test_a_result_of_another_round_opens_nothing(welt: Welt) -> None:
    spaeter = neue_runde(ab=date(2028, 1, 1), bis=date(2029, 1, 1))
    eine = Zielvereinbarung.objects.get(runde__ab=date(2027, 1, 1), nr=1)
    weise_nach("bundeshaushalt", eine)
    assert nachweise_von([spaeter.vereinbarungen.get(nr=1)]) == {spaeter.vereinbarungen.get(nr=1).pk: ()}


# -- Who sees it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fuer", "sichtbar"),
    [
        (
            "bundeshaushalt",
            (1, ""),
            {"bmas", "bmf", "ba", "dlt", "land-05", "land-06", "kommune-05111", "kommune-05124", "jobcenter-05124"},
        ),
        (
            "verfahren_kooperationsausschuss",
            (2, "05111"),
            {"bmas", "ba", "land-05", "kommune-05111", "kommune-05124", "jobcenter-05124"},
        ),
        ("haushalt_kommune", (4, "05124"), {"land-05", "kommune-05124", "jobcenter-05124"}),
        ("benehmen_land", (4, "05124"), {"land-05", "kommune-05124", "jobcenter-05124"}),
        ("einvernehmen_bmf", (1, ""), {"bmas", "ba"}),
    ],
)
def test_a_result_is_seen_by_those_whose_agreements_it_opens(
    welt: Welt, code: str, fuer: tuple[int, str], sichtbar: set[str]
) -> None:
    nachweis = weise_nach(code, vereinbarung(*fuer))
    for wer in ("bmas", "bmf", "ba", "dlt", "land-05", "land-06", "kommune-05111", "kommune-05124", "jobcenter-05124"):
        for rolle in Rolle:
            zugang = welt.zugang(wer, rolle)
            erwartet = wer in sichtbar and rolle in rollen_mit(Befugnis.SEHEN)
            assert Nachweis.objects.visible_to(zugang).exists() is erwartet, (wer, rolle)
            assert may(zugang, Befugnis.SEHEN, nachweis) is erwartet
    assert not Nachweis.objects.visible_to(anonym(HEUTE)).exists()


def test_who_recorded_it_sees_it_without_seeing_the_agreement(welt: Welt) -> None:
    eine, bmf = vereinbarung(1), welt.zugang("bmf", Rolle.LEITUNG)
    erfasse("einvernehmen_bmf", Bezug(eine.runde, vereinbarung=eine), bmf)
    assert Nachweis.objects.visible_to(bmf).exists()
    assert not Zielvereinbarung.objects.visible_to(bmf).exists()


# -- The database -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anders", "constraint"),
    [
        ({"ergebnis": "beraten"}, "nachweis_ergebnis"),
        ({"form": "beratung"}, "nachweis_ergebnis"),
        ({"land": "land-05"}, "nachweis_bezug"),
        ({"dokument": "", "sha256": ""}, "nachweis_belegt"),
        ({"sha256": "x"}, "nachweis_sha256"),
        ({"widerrufen_am": JETZT}, "nachweis_widerruf"),
    ],
)
def test_the_database_refuses_what_cannot_be(welt: Welt, anders: dict[str, Any], constraint: str) -> None:
    nachweis = weise_nach("bundeshaushalt", vereinbarung(1))
    if "land" in anders:
        anders = {"land": welt.parteien[anders["land"]]}
    felder = {f.name: getattr(nachweis, f.name) for f in Nachweis._meta.fields if f.name != "id"} | {
        "art": nachweis.art
    }
    widerrufe_nachweis(nachweis=nachweis, grund="Platz", durch=betrieb(HEUTE), am=JETZT)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Nachweis.objects.create(**(felder | anders))


def test_a_result_is_neither_changed_nor_deleted_nor_doubled(welt: Welt) -> None:
    nachweis = weise_nach("bundeshaushalt", vereinbarung(1))
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Nachweis.objects.update(ergebnis="abgelehnt")
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        nachweis.delete()
    nachweis.pk = None
    with pytest.raises(IntegrityError, match="nachweis_ein_gueltiger"), transaction.atomic():
        nachweis.save(force_insert=True)
