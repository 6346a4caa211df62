"""The overview of an agreement and the pages of recorded results: what they say, to whom, what can be done there."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.lifecycle import aendern
from agreements.models import Nachweis, Zielvereinbarung
from agreements.recht import Zustand
from agreements.verhandlung import inhalt_von
from agreements.verhandlung.texte import Eingabe, entwirf
from tests.agreements.lebenslaeufe import (
    PDF,
    oeffne_alle,
    parteien_von,
    stimme_ab,
    unterschreibe,
    versetze,
    weise_nach,
    zugang_von,
)
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.test_views import abfragen, als, text
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag

pytestmark = pytest.mark.django_db
START = "/zielvereinbarungen/"


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def seite_von(eine: Zielvereinbarung) -> str:
    return f"{START}vereinbarungen/{eine.pk}/"


def schritt(client: Client, eine: Zielvereinbarung, code: str, grund: str = "") -> tuple[int, str]:
    antwort = client.post(f"{seite_von(eine)}uebergang/", {"uebergang": code, "grund": grund}, follow=True)
    return antwort.status_code, unescape(antwort.content.decode())


# -- The overview -------------------------------------------------------------------------------------------------


def test_it_says_who_must_act_and_what_stands_in_the_way_with_its_paragraph(welt: Welt) -> None:
    eine = stimme_ab(vereinbarung(3, "06"), welt)
    weise_nach("bund_laender_ausschuss", eine)
    unterschreibe(eine, parteien_von(eine)[0])
    seite = text(als(welt, "land-06"), seite_von(eine))
    assert "Wer handelt: HESSEN" in seite.replace("Hessen", "HESSEN")
    assert "<strong>§ 48b Abs. 1 Satz 3 SGB II</strong>: Der Kooperationsausschuss des Landes" in seite
    assert "<strong>§ 48b Abs. 2 SGB II</strong>: Der Bundestag" in seite
    assert "über einheitliche Grundlagen noch nicht beraten" not in seite
    assert "beraten am 21.11.2026" in seite


def test_a_soft_gate_takes_a_reason_and_a_reason_typed_is_not_lost(welt: Welt) -> None:
    eine, client = vereinbarung(3, "06"), als(welt, "land-06")
    versetze(eine, Zustand.IN_VERHANDLUNG)
    status, seite = schritt(client, eine, "abstimmen", "Der Bund berät ohnehin.")
    assert status == 409
    assert "§ 48b Abs. 3 Satz 2 SGB II" in seite
    assert "Eine Seite trägt nichts bei" in seite
    assert "Der Bund berät ohnehin." in seite
    assert Zielvereinbarung.objects.get(pk=eine.pk).zustand == Zustand.IN_VERHANDLUNG
    versetze(eine, Zustand.ABGESTIMMT)
    status, seite = schritt(client, eine, "zurueck_in_verhandlung", " ")
    assert (status, "Bitte geben Sie einen Grund an." in seite) == (409, True)
    status, seite = schritt(als(welt, "land-06", Rolle.LEITUNG), eine, "schliessen")
    assert (status, "Noch nicht alle Vertragsparteien haben" in seite) == (409, True)
    status, seite = schritt(client, eine, "verhandlung_aufnehmen", "Nachtrag <heute>")
    assert (status, "Ihre Begründung ist nicht gespeichert: „Nachtrag <heute>“" in seite) == (409, True)


def test_a_reason_typed_for_an_act_that_was_stopped_stands_there_again(welt: Welt) -> None:
    eine, client = vereinbarung(2, "05111"), als(welt, "ba", Rolle.LEITUNG)
    versetze(eine, Zustand.IN_KRAFT)
    status, seite = schritt(client, eine, "aufheben", "Neuzuschnitt der Kreise")
    assert (status, "Noch nicht jede Vertragspartei hat ihr Einvernehmen" in seite) == (409, True)
    weise_nach("aufhebung", eine)
    status, seite = schritt(client, eine, "aufheben", "Neuzuschnitt der Kreise")
    assert (status, "Die Zielvereinbarung ist jetzt: aufgehoben." in seite) == (200, True)
    assert Eintrag.objects.get(akt="aufheben").grund == "Neuzuschnitt der Kreise"


@pytest.mark.parametrize(
    ("zustand", "da", "nicht_da"),
    [
        (Zustand.ENTWURF, ["Verhandlung aufnehmen", "Gremienvorbehalt"], ["unter Gremienvorbehalt", "Ziele anweisen"]),
        (Zustand.GESCHLOSSEN, ["von selbst am 01.01.2027", "Änderungsvereinbarung beginnen"], ["Vorbehalt festhalten"]),
        (Zustand.IN_KRAFT, ["von selbst am 01.01.2028", "Einvernehmen mit der Aufhebung erklären"], ["Zurück in"]),
        (Zustand.NICHT_ZUSTANDE_GEKOMMEN, ["nicht zustande gekommen"], ["ausgewertet", "Ziele anweisen"]),
        (Zustand.AUFGEHOBEN, ["aufgehoben"], ["ausgewertet", "Was als Nächstes"]),
    ],
)
def test_each_state_offers_what_can_happen_from_it(
    welt: Welt, zustand: Zustand, da: list[str], nicht_da: list[str]
) -> None:
    eine = versetze(vereinbarung(4, "05124"), zustand)
    seite = text(als(welt, "land-05", Rolle.LEITUNG), seite_von(eine))
    for erwartet in da:
        assert erwartet in seite, erwartet
    for unerwartet in nicht_da:
        assert unerwartet not in seite, unerwartet


def test_the_ba_is_offered_to_instruct_and_nobody_else(welt: Welt) -> None:
    eine = versetze(vereinbarung(2, "05111"), Zustand.NICHT_ZUSTANDE_GEKOMMEN)
    for wer, rolle, angeboten in (
        ("ba", Rolle.LEITUNG, True),
        ("ba", Rolle.SACHBEARBEITUNG, False),
        ("kommune-05111", Rolle.LEITUNG, False),
    ):
        assert ('value="anweisen"' in text(als(welt, wer, rolle), seite_von(eine))) is angeboten, wer
    assert schritt(als(welt, "ba", Rolle.LEITUNG), eine, "anweisen", "Weisung")[0] == 200
    assert "angewiesen (keine Vereinbarung)" in text(als(welt, "ba"), seite_von(eine))


def test_a_vorbehalt_is_named_while_the_text_is_open(welt: Welt) -> None:
    eine, client = vereinbarung(4, "05124"), als(welt, "kommune-05124")
    antwort = client.post(f"{seite_von(eine)}vorbehalt/", {"gremium": "Rat der Stadt"}, follow=True)
    assert "Vorbehalten ist der Beschluss: Rat der Stadt." in unescape(antwort.content.decode())
    zu_lang = client.post(f"{seite_von(eine)}vorbehalt/", {"gremium": "R" * 201})
    assert (zu_lang.status_code, "R" * 201 in zu_lang.content.decode()) == (409, True)
    versetze(eine, Zustand.ABGESTIMMT)
    spaeter = client.post(f"{seite_von(eine)}vorbehalt/", {"gremium": ""})
    assert "Teil des festgestellten Textes" in unescape(spaeter.content.decode())
    assert Zielvereinbarung.objects.get(pk=eine.pk).vorbehalt == "Rat der Stadt"
    assert als(welt, "land-06").post(f"{seite_von(eine)}vorbehalt/", {"gremium": ""}).status_code == 404


# -- Amendments ---------------------------------------------------------------------------------------------------


def test_an_amendment_is_begun_in_the_browser_and_compared_with_the_original(welt: Welt) -> None:
    original = stimme_ab(vereinbarung(3, "06"), welt)
    oeffne_alle(original)
    unterschreibe(original)
    versetze(original, Zustand.GESCHLOSSEN)
    client = als(welt, "bmas", Rolle.LEITUNG)
    status, seite = schritt(client, original, "aendern", "Neue Lage")
    assert (status, "Die Änderungsvereinbarung (Fassung 2) ist als Entwurf angelegt." in seite) == (200, True)
    neu = Zielvereinbarung.objects.get(aendert=original)
    assert "Änderungsvereinbarung, Fassung 2" in text(client, f"{START}{neu.runde_id}/")
    assert "Noch kein Unterschied" in text(client, f"{seite_von(neu)}aenderung/")
    abschnitt = inhalt_von(neu).abschnitte[0]
    eingabe = Eingabe(text=f"{abschnitt.text}\n\nZusätzlich gilt ein Probejahr.", basis=1)
    bmas = zugang_von(welt, parteien_von(neu)[0])
    entwirf(vereinbarung=neu, abschnitt=abschnitt.code, eingabe=eingabe, durch=bmas, am=JETZT)
    vergleich = text(client, f"{seite_von(neu)}aenderung/")
    assert f"Abschnitt: {abschnitt.titel}" in vergleich
    assert "Probejahr" in vergleich.partition("<ins>")[2]
    assert f'href="{seite_von(original)}"' in text(client, seite_von(neu))
    assert f'href="{seite_von(neu)}"' in text(client, seite_von(original))
    assert client.get(f"{seite_von(original)}aenderung/").status_code == 404
    assert als(welt, "land-05").get(f"{seite_von(neu)}aenderung/").status_code == 404


# -- Recorded results ---------------------------------------------------------------------------------------------


def eingabe(**anders: Any) -> dict[str, Any]:
    return {
        "fuer": ["runde"],
        "ergebnis": "beschlossen",
        "am": "2026-11-20",
        "dokument": SimpleUploadedFile("../../bundestag.pdf", PDF),
        "bemerkung": "",
    } | anders


def test_a_result_is_recorded_read_and_taken_back_in_the_browser(welt: Welt) -> None:
    runde, client = vereinbarung(1).runde, als(welt, "bmas")
    liste = f"{START}{runde.pk}/nachweise/"
    assert "Ergebnis erfassen" in text(client, liste)
    antwort = client.post(f"{liste}bundeshaushalt/", eingabe(), follow=True)
    assert "„Beschluss über den Bundeshaushalt“ ist festgehalten." in unescape(antwort.content.decode())
    nachweis = Nachweis.objects.get()
    assert nachweis.dateiname == "bundeshaushalt_2026-11-20.pdf"
    dokument = als(welt, "jobcenter-05111").get(f"{START}nachweise/{nachweis.pk}/")
    assert b"".join(dokument.streaming_content) == PDF  # type: ignore[attr-defined]
    assert dokument["Content-Disposition"] == 'attachment; filename="bundeshaushalt_2026-11-20.pdf"'
    assert "beschlossen am 20.11.2026" in text(als(welt, "jobcenter-05111"), seite_von(vereinbarung(2, "05111")))
    widerruf = f"{START}nachweise/{nachweis.pk}/widerruf/"
    assert "Dieses Feld ist zwingend erforderlich" in unescape(client.post(widerruf, {"grund": ""}).content.decode())
    zurueck = client.post(widerruf, {"grund": "falsches Jahr"}, follow=True)
    assert "falsches Jahr" in unescape(zurueck.content.decode())
    assert not Nachweis.objects.gueltig().exists()
    assert als(welt, "land-05").get(widerruf).status_code == 404
    assert als(welt, "land-05", Rolle.LESEND).get(widerruf).status_code == 403


@pytest.mark.parametrize(
    ("anders", "meldung"),
    [
        ({"fuer": []}, "zwingend"),
        ({"ergebnis": "beraten"}, "gültige Auswahl"),
        ({"am": "2099-01-01"}, "Zukunft"),
        ({"dokument": ""}, "zwingend"),
        ({"dokument": SimpleUploadedFile("a.exe", b"MZ")}, "nicht zulässig"),
        ({"fuer": ["vereinbarung-1"]}, "gültige Auswahl"),
    ],
)
def test_a_wrong_entry_is_explained_and_nothing_is_recorded(welt: Welt, anders: dict[str, Any], meldung: str) -> None:
    adresse = f"{START}{vereinbarung(1).runde_id}/nachweise/bundeshaushalt/"
    seite = unescape(als(welt, "bmas").post(adresse, eingabe(**anders, bemerkung="Bleibt stehen.")).content.decode())
    assert meldung in seite
    assert "Bleibt stehen." in seite
    assert not Nachweis.objects.exists()


@pytest.mark.parametrize(
    ("wer", "art", "status"),
    [
        ("bmf", "einvernehmen_bmf", 200),
        ("land-05", "benehmen_land", 200),
        ("land-06", "benehmen_land", 200),
        ("kommune-05111", "haushalt_kommune", 200),
        ("jobcenter-05124", "haushalt_kommune", 200),
        ("land-05", "bundeshaushalt", 404),
        ("jobcenter-05111", "haushalt_kommune", 404),
        ("dlt", "bund_laender_ausschuss", 404),
        ("bmas", "gibt-es-nicht", 404),
    ],
)
def test_the_form_exists_for_those_who_record_it(welt: Welt, wer: str, art: str, status: int) -> None:
    adresse = f"{START}{vereinbarung(1).runde_id}/nachweise/{art}/"
    assert als(welt, wer).get(adresse).status_code == status
    if status == 200:
        assert als(welt, wer, Rolle.CONTROLLING).get(adresse).status_code == 403


def test_where_nothing_waits_the_page_says_so(welt: Welt) -> None:
    adresse = f"{START}{vereinbarung(1).runde_id}/nachweise/benehmen_land/"
    assert "Im Augenblick wartet keine Vereinbarung darauf" in text(als(welt, "land-06"), adresse)
    assert "Nr. 4: Jobcenter Wuppertal" in text(als(welt, "land-05"), adresse)


def test_a_document_of_others_is_not_there(welt: Welt) -> None:
    nachweis = weise_nach("benehmen_land", vereinbarung(4, "05124"))
    adresse = f"{START}nachweise/{nachweis.pk}/"
    for wer in ("bmas", "ba", "land-06", "kommune-05111", "dlt"):
        assert als(welt, wer, Rolle.LEITUNG).get(adresse).status_code == 404, wer
    assert als(welt, "land-05", Rolle.LESEND).get(adresse).status_code == 200


# -- A round by mistake -------------------------------------------------------------------------------------------


def test_a_round_is_discarded_in_the_browser_by_who_plans(welt: Welt) -> None:
    runde, client = vereinbarung(1).runde, als(welt, "bmas")
    adresse = f"{START}{runde.pk}/verwerfen/"
    assert f'href="{adresse}"' in text(client, f"{START}{runde.pk}/")
    assert f'href="{adresse}"' not in text(als(welt, "land-05"), f"{START}{runde.pk}/")
    assert als(welt, "land-05").post(adresse, {"grund": "x"}).status_code == 404
    assert als(welt, "bmas", Rolle.LESEND).post(adresse, {"grund": "x"}).status_code == 403
    versetze(vereinbarung(3, "06"), Zustand.IN_VERHANDLUNG)
    antwort = unescape(client.post(adresse, {"grund": "Falsches Jahr"}).content.decode())
    assert "Über 1 von 6 Zielvereinbarungen" in antwort
    assert "Falsches Jahr" in antwort
    Zielvereinbarung.objects.filter(nr=3, schluessel="06").delete()
    ende = client.post(adresse, {"grund": "Falsches Jahr"}, follow=True)
    assert "ist verworfen." in unescape(ende.content.decode())
    assert not Zielvereinbarung.objects.exists()


# -- Queries ------------------------------------------------------------------------------------------------------

QUERIES = {"ueberblick": 32, "nachweise": 10, "erfassen": 7}
"""Session, person, Ämter, frame and what the page itself asks; the same for one result and for many."""


def test_pages_ask_the_database_as_often_for_many_results_as_for_one(welt: Welt) -> None:
    eine, client = stimme_ab(vereinbarung(4, "05124"), welt), als(welt, "land-05")
    adressen = {
        "ueberblick": seite_von(eine),
        "nachweise": f"{START}{eine.runde_id}/nachweise/",
        "erfassen": f"{START}{eine.runde_id}/nachweise/benehmen_land/",
    }
    weise_nach("benehmen_land", eine)
    vorher = {name: abfragen(client, adresse) for name, adresse in adressen.items()}
    oeffne_alle(eine)
    for code in ("bundeshaushalt", "benehmen_land", "haushalt_kommune"):
        weise_nach(code, eine)
    unterschreibe(eine)
    nachher = {name: abfragen(client, adresse) for name, adresse in adressen.items()}
    assert nachher == vorher == QUERIES


def test_a_page_that_was_refused_asks_no_more_than_one_that_was_not(welt: Welt) -> None:
    eine, client = versetze(vereinbarung(3, "06"), Zustand.GESCHLOSSEN), als(welt, "land-06")
    aendern(vereinbarung=eine, durch=welt.zugang("land-06", Rolle.LEITUNG), am=JETZT, grund="x")
    schritt(client, eine, "aendern", "Noch eine")
    with CaptureQueriesContext(connection) as gezaehlt:
        status, seite = schritt(client, eine, "aendern", "Noch eine, bitte.")
    assert (status, "schon eine Änderungsvereinbarung" in seite) == (409, True)
    assert len(gezaehlt) < 60
