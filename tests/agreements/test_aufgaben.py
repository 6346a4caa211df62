"""What waits for whom: it follows from where things stand, belongs to who may do it, and is told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.aufgaben import aufgaben_von
from agreements.aufgaben.neues import betritt, neues
from agreements.aufgaben.rundbrief import sende_rundbriefe, waehle_turnus
from agreements.lifecycle import verhandlung_aufnehmen
from agreements.models import Auswertung, Auswertungsbestaetigung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.turnus import Turnus, heute_dran
from agreements.zieldialog import dialoge
from tests.agreements.lebenslaeufe import verhandle, versetze
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.test_zieldialoge import in_kraft, vorhaben
from tests.agreements.zeichnungen import zeichenbar
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle

MONTAG = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SEITE = "/zielvereinbarungen/aufgaben/"


@pytest.fixture
def welt(db: None) -> Welt:
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def codes(welt: Welt, wer: str, rolle: Rolle = Rolle.LEITUNG, am: date = HEUTE) -> set[tuple[str, str]]:
    return {(a.art.code, a.gegenstand.split(",")[0]) for a in aufgaben_von(welt.zugang(wer, rolle, am))}


def text(client: Client, adresse: str, **parameter: str) -> str:
    antwort = client.get(adresse, parameter)
    assert antwort.status_code == 200, (adresse, antwort.status_code)
    return unescape(antwort.content.decode())


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.LEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


# -- What waits ------------------------------------------------------------------------------------------------


def test_a_fixed_text_waits_for_every_party_to_sign(welt: Welt) -> None:
    zeichenbar(welt, 4, "05124", runde=False)
    for wer in ("land-05", "jobcenter-05124", "kommune-05124"):
        assert ("zeichnen", "Nr. 4: Jobcenter Wuppertal") in codes(welt, wer)
    assert "/zeichnung/" in text(als(welt, "land-05"), SEITE)


def test_an_evaluation_waits_until_the_own_party_confirms_it(welt: Welt) -> None:
    v = versetze(vereinbarung(4, "05124"), Zustand.IN_AUSWERTUNG)
    eine = ("bewerten", "Nr. 4: Jobcenter Wuppertal")
    (noch_leer,) = (a for a in aufgaben_von(welt.zugang("land-05", Rolle.LEITUNG)) if a.art.code == "bewerten")
    assert noch_leer.hinweis == "noch zu berechnen"

    auswertung = Auswertung.objects.create(zielvereinbarung=v, fassung=1, berechnet_am=JETZT)
    Auswertungsbestaetigung.objects.create(
        auswertung=auswertung, vertragspartei=v.vertragsparteien.get(seite="steuernd"), fassung=1, bestaetigt_am=JETZT
    )
    assert eine not in codes(welt, "land-05")
    assert eine in codes(welt, "jobcenter-05124")
    assert eine not in codes(welt, "jobcenter-05124", Rolle.LESEND)

    Auswertung.objects.update(fassung=2)
    assert eine in codes(welt, "land-05")


def test_drafts_wait_for_every_party_to_begin(welt: Welt) -> None:
    eine = ("aufnehmen", "Nr. 4: Jobcenter Wuppertal")
    for wer in ("land-05", "jobcenter-05124", "kommune-05124"):
        assert eine in codes(welt, wer)
        assert eine not in codes(welt, wer, Rolle.LESEND)
    for wer in ("land-06", "bmas", "ba"):
        assert eine not in codes(welt, wer)


def test_what_a_party_has_not_accepted_waits_for_it_alone(welt: Welt) -> None:
    land = welt.zugang("land-05", Rolle.LEITUNG)
    verhandlung_aufnehmen(vereinbarung=vereinbarung(4, "05124"), durch=land, am=JETZT)
    eine = ("pruefen", "Nr. 4: Jobcenter Wuppertal")
    assert eine in codes(welt, "land-05")
    assert eine in codes(welt, "jobcenter-05124", Rolle.SACHBEARBEITUNG)
    assert ("aufnehmen", "Nr. 4: Jobcenter Wuppertal") not in codes(welt, "land-05")


def test_who_records_a_result_is_asked_for_it(welt: Welt) -> None:
    def nachweise(wer: str) -> set[str]:
        return {gegenstand for code, gegenstand in codes(welt, wer) if code == "nachweis"}

    assert any("Bundeshaushalt" in gegenstand for gegenstand in nachweise("bmas"))
    assert any("Haushalt der Kommune" in gegenstand for gegenstand in nachweise("kommune-05124"))
    assert not any("Bundeshaushalt" in gegenstand for gegenstand in nachweise("land-05"))
    assert nachweise("bmf") >= {"Einvernehmen des Bundesministeriums der Finanzen"}
    assert not any("Benehmen" in gegenstand for gegenstand in nachweise("bmas"))


def test_nobody_is_asked_for_a_result_that_changes_nothing_any_more(welt: Welt) -> None:
    weich = {"Haushalt der Kommune", "Abweichungen von der Vereinbarung"}

    def gefragt() -> set[str]:
        alle = {gegenstand for _, gegenstand in codes(welt, "kommune-05124")}
        return {wort for wort in weich if any(wort in gegenstand for gegenstand in alle)}

    assert gefragt() == weich
    versetze(vereinbarung(4, "05124"), Zustand.GREMIENVORBEHALT)
    assert gefragt() == set()


def test_a_concluded_agreement_asks_its_steering_side_to_plan_dialogues(welt: Welt) -> None:
    in_kraft(vereinbarung(4, "05124"))
    eine = ("dialoge_planen", "Nr. 4: Jobcenter Wuppertal")
    assert eine in codes(welt, "land-05")
    assert eine not in codes(welt, "jobcenter-05124")
    dialoge.plane(
        vereinbarungen=[vereinbarung(4, "05124")],
        vorhaben=vorhaben(date(2027, 2, 3)),
        durch=welt.zugang("land-05", Rolle.LEITUNG),
        am=JETZT,
    )
    assert eine not in codes(welt, "land-05")


def test_the_controlling_is_asked_for_its_months(welt: Welt) -> None:
    assert any(code == "melden" for code, _ in codes(welt, "jobcenter-05124", Rolle.CONTROLLING))
    assert not any(code == "melden" for code, _ in codes(welt, "land-05", Rolle.CONTROLLING))


def test_nobody_waits_without_a_party(welt: Welt) -> None:
    for rolle in (Rolle.LESEND, Rolle.ADMINISTRATION):
        assert aufgaben_von(welt.zugang("bmas", rolle)) == []


def test_the_page_shows_tasks_by_kind_with_their_day(welt: Welt) -> None:
    seite = text(als(welt, "land-05"), SEITE)
    assert "Verhandlung aufnehmen (2)" in seite
    assert "Nr. 4: Jobcenter Wuppertal" in seite
    assert "31.01.2027" in seite


def test_the_list_asks_the_same_for_one_and_for_many(welt: Welt) -> None:
    def abfragen() -> int:
        zugang = welt.zugang("ba", Rolle.LEITUNG)
        with CaptureQueriesContext(connection) as gezaehlt:
            assert aufgaben_von(zugang)
        return len(gezaehlt)

    eine = abfragen()
    verhandlung_aufnehmen(vereinbarung=vereinbarung(2, "05111"), durch=welt.zugang("ba", Rolle.LEITUNG), am=JETZT)
    verhandelt = abfragen()
    verhandlung_aufnehmen(vereinbarung=vereinbarung(2, "06411"), durch=welt.zugang("ba", Rolle.LEITUNG), am=JETZT)
    assert abfragen() == verhandelt
    assert (eine, verhandelt) == (28, 43)


# -- What is new -----------------------------------------------------------------------------------------------


def test_news_are_what_others_did_since_the_last_visit(welt: Welt) -> None:
    land, jobcenter = welt.zugang("land-05", Rolle.LEITUNG), welt.zugang("jobcenter-05124", Rolle.LEITUNG)
    seit = betritt(land, JETZT - timedelta(hours=2))
    assert seit
    assert neues(land, seit) == []
    verhandlung_aufnehmen(vereinbarung=vereinbarung(4, "05124"), durch=jobcenter, am=JETZT)
    seit = betritt(land, JETZT + timedelta(hours=1))
    assert seit == JETZT - timedelta(hours=2)
    assert [(n.akt, n.gegenstand, n.partei) for n in neues(land, seit)] == [
        ("Verhandlung aufnehmen", "Nr. 4: Jobcenter Wuppertal, 2027", "Jobcenter Wuppertal")
    ]
    assert neues(jobcenter, JETZT - timedelta(days=1)) == []
    assert neues(welt.zugang("land-06", Rolle.LEITUNG), JETZT - timedelta(days=1)) == []
    assert betritt(land, JETZT + timedelta(hours=1, minutes=10)) == seit
    assert betritt(land, JETZT + timedelta(hours=3)) == JETZT + timedelta(hours=1, minutes=10)


# -- The digest ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turnus", "tag", "dran"),
    [
        (Turnus.WOECHENTLICH, date(2026, 11, 23), True),
        (Turnus.WOECHENTLICH, date(2026, 11, 24), False),
        (Turnus.TAEGLICH, date(2026, 11, 24), True),
        (Turnus.TAEGLICH, date(2026, 11, 28), False),
        (Turnus.NIE, date(2026, 11, 23), False),
    ],
)
def test_the_digest_has_its_days(turnus: Turnus, tag: date, dran: bool) -> None:
    assert heute_dran(turnus, tag) is dran


def test_the_digest_goes_out_once_to_those_for_whom_something_waits(welt: Welt, mailoutbox: list[Any]) -> None:
    for name in ("land-05.leitung", "land-05.lesend", "jobcenter-05124.leitung"):
        welt.personen[name].email = f"{name}@example.org"
        welt.personen[name].save()
    waehle_turnus(nutzer=welt.personen["jobcenter-05124.leitung"], turnus=Turnus.NIE)
    assert sende_rundbriefe(am=MONTAG) == 1
    assert sende_rundbriefe(am=MONTAG) == 0
    (brief,) = mailoutbox
    assert brief.to == ["land-05.leitung@example.org"]
    assert "Verhandlung aufnehmen (2)" in brief.body
    assert "/zielvereinbarungen/vereinbarungen/" in brief.body
    assert brief.body.count("http://") >= 3


def test_the_turnus_is_chosen_on_the_page(welt: Welt) -> None:
    client = als(welt, "land-05")
    client.post(f"{SEITE}turnus/", {"turnus": "taeglich"})
    assert 'value="taeglich" checked' in text(client, SEITE)
    assert client.post(f"{SEITE}turnus/", {"turnus": "stündlich"}).status_code == 404


# -- Search ----------------------------------------------------------------------------------------------------


def funde(welt: Welt, wer: str, q: str) -> str:
    return text(als(welt, wer), "/zielvereinbarungen/suche/", q=q)


def test_search_finds_german_forms_in_what_one_sees(welt: Welt) -> None:
    assert "Nr. 4: Jobcenter Wuppertal" in funde(welt, "land-05", "wuppertal")
    assert (
        "<mark>Wuppertal</mark>" in als(welt, "land-05").get("/zielvereinbarungen/suche/?q=Wuppertal").content.decode()
    )
    assert "Nichts gefunden" in funde(welt, "land-06", "Wuppertal")
    assert "Nichts gefunden" in funde(welt, "bmas", "Wuppertal")


def test_search_finds_what_milestones_say(welt: Welt) -> None:
    verhandle(vereinbarung(4, "05124"), welt)
    seite = als(welt, "land-05").get("/zielvereinbarungen/suche/?q=Konzepte").content.decode()
    assert "<mark>Konzept</mark> liegt" in seite
    assert "Meilensteine" in seite
    assert "Nichts gefunden" in funde(welt, "land-05", "2027-06-30")


@pytest.mark.parametrize("q", ["", " ", "'", '"', "!", "a & | !", "<script>alert(1)</script>", "%00", "ü" * 300, "-"])
def test_whatever_is_typed_is_an_answer(welt: Welt, q: str) -> None:
    antwort = als(welt, "land-05").get("/zielvereinbarungen/suche/", {"q": q})
    assert antwort.status_code == 200
    assert b"<script>alert" not in antwort.content


def test_the_index_is_used(welt: Welt) -> None:
    """Every text has an index over its German stems, made with the same expression as the search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%_suche'")
        definitionen = [zeile[0] for zeile in cursor.fetchall()]
    assert len(definitionen) == 4
    assert all("to_tsvector('german'" in eine and "USING gin" in eine for eine in definitionen)
    assert Zielvereinbarung.objects.count() > 3
