"""The doors of own figures and of the ring: every role at every door, and what the pages do."""

from __future__ import annotations

import io
from datetime import date
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from kennzahlen.eigene.festlegung import Festlegung
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.vergleichsring.satz import lege_fest, uebernimm_mustersatz
from kennzahlen.eigene.zeitraum import Rhythmus
from kennzahlen.models import EigeneDefinition, EigenerWert, EigeneZahl, Ringmeldung, Ringwert, Ringzahl
from tests.kennzahlen.eigene.eigenes import (
    JETZT,
    WUPPERTAL,
    grundgroesse,
    kennzahl,
    liefere,
    melde,
    ring_mit_mitgliedern,
    werte,
)
from tests.welt import Welt
from zielsystem.befugnisse import ROLLEN, Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Gruppenzugehoerigkeit
from zielsystem.parties.zugriff import anonym, may, visible

pytestmark = pytest.mark.django_db
FUEHREND = (Rolle.LEITUNG, Rolle.CONTROLLING)
GEHEIM = "Streng interne Zahl"
PARTEIEN = ("bmas", "bmf", "ba", "dlt", "land-05", "land-06", "kommune-05124", "jobcenter-05111", WUPPERTAL)


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def eigene(welt: Welt) -> None:
    """Wuppertal keeps a figure and a formula, with values."""
    melde(welt.parteien[WUPPERTAL], date(2025, 1, 1), [{"ELB": 1000}] * 12)
    grundgroesse(welt, titel=GEHEIM)
    kennzahl(welt, "E_X", "E_GESPRAECHE / ELB", titel=f"{GEHEIM} je eLb")
    werte(welt, "E_GESPRAECHE", {date(2025, monat, 1): 40 + monat for monat in range(1, 13)})


@pytest.fixture
def verglichen(welt: Welt) -> None:
    """Ring 1 compares, and two members released figures of 2025."""
    ring = ring_mit_mitgliedern(welt)
    leitung = welt.zugang(WUPPERTAL, Rolle.LEITUNG)
    for code, formel in (("B_ELB", ""), ("B_INT", ""), ("Q_INT", "B_INT / B_ELB")):
        mass = Mass.ANTEIL if formel else Mass.ANZAHL
        festlegung = Festlegung(f"{GEHEIM} {code}", mass, date(2024, 1, 1), formel=formel)
        lege_fest(ring=ring, code=code, rhythmus=Rhythmus.JAHR, festlegung=festlegung, durch=leitung, am=JETZT)
    for nr, ags in enumerate(("05124", "05113", "05554", "05974")):
        liefere(welt, ring, ags, "2025", {"B_ELB": 1000, "B_INT": 100 + 10 * nr})


def client(welt: Welt, schluessel: str, rolle: Rolle) -> Client:
    browser = Client()
    browser.force_login(welt.personen[f"{schluessel}.{rolle}"])
    return browser


def text(antwort: HttpResponse) -> str:
    return unescape(antwort.content.decode())


def _rollen(eigene: bool) -> tuple[Rolle, ...]:
    """Every role of the own party; of others those that are allowed the most."""
    return tuple(Rolle) if eigene else (Rolle.LEITUNG, Rolle.CONTROLLING)


# -- Every role at every door ----------------------------------------------------------------------------------

EIGENE_SEITEN = (
    "/eigene-zahlen/",
    "/eigene-zahlen/?tabelle=kennzahl&ausgabe=csv",
    "/eigene-zahlen/werte/",
    "/eigene-zahlen/hochladen/",
    "/eigene-zahlen/vorlage/?von=2025-01&bis=2025-12&art=csv",
    "/eigene-zahlen/neu/kennzahl/",
    "/eigene-zahlen/E_X/",
    "/eigene-zahlen/E_X/?tabelle=verlauf&ausgabe=xlsx",
    "/eigene-zahlen/E_X/verlauf.svg",
    "/eigene-zahlen/E_X/aendern/",
)


@pytest.mark.parametrize("partei", PARTEIEN)
def test_own_figures_open_to_controlling_and_leitung_of_the_jobcenter_alone(
    welt: Welt, eigene: None, partei: str
) -> None:
    for rolle in _rollen(partei == WUPPERTAL):
        browser = client(welt, partei, rolle)
        for seite in EIGENE_SEITEN:
            antwort = browser.get(seite)
            if partei == WUPPERTAL and rolle in FUEHREND:
                assert antwort.status_code == 200, (rolle, seite)
                assert "no-store" in antwort["Cache-Control"]
            else:
                assert antwort.status_code in (200, 403, 404), (rolle, seite)
                assert antwort.status_code != 200 or partei == "jobcenter-05111", (rolle, seite)
                assert GEHEIM not in text(antwort)


RINGSEITEN = (
    "/vergleichsring/1/",
    "/vergleichsring/1/?tabelle=qualitaet&ausgabe=csv",
    "/vergleichsring/1/satz/",
    "/vergleichsring/1/kennzahlen/Q_INT/",
    "/vergleichsring/1/kennzahlen/Q_INT/?tabelle=mitglieder&ausgabe=xlsx",
    "/vergleichsring/1/kennzahlen/Q_INT/streuung.svg",
    "/vergleichsring/1/kennzahlen/Q_INT/verlauf.svg",
)


@pytest.mark.parametrize("partei", [*PARTEIEN, "jobcenter-05566"])
def test_a_ring_opens_to_its_members_alone(welt: Welt, verglichen: None, partei: str) -> None:
    mitglied = partei in (WUPPERTAL, "jobcenter-05566")
    for rolle in _rollen(mitglied):
        browser = client(welt, partei, rolle)
        herein = mitglied and rolle is not Rolle.ADMINISTRATION
        for seite in RINGSEITEN:
            antwort = browser.get(seite)
            assert antwort.status_code == (200 if herein else 404), (rolle, seite)
            assert not herein or "no-store" in antwort["Cache-Control"]
        fuehrt = herein and rolle in FUEHREND
        for seite in ("/vergleichsring/1/zahlen/", "/vergleichsring/1/zahlen/2025/"):
            assert (browser.get(seite).status_code == 200) is fuehrt, (rolle, seite)
        darf = herein and rolle is Rolle.LEITUNG
        for seite in ("/vergleichsring/1/satz/neu/", "/vergleichsring/1/satz/Q_INT/"):
            assert (browser.get(seite).status_code == 200) is darf, (rolle, seite)


def test_the_anonymous_see_nothing_of_either(welt: Welt, eigene: None, verglichen: None) -> None:
    for seite in (*EIGENE_SEITEN, *RINGSEITEN):
        assert Client().get(seite)["Location"].startswith("/konto/anmelden/")
    for model in (EigeneZahl, Ringzahl, Ringmeldung):
        assert not model.objects.visible_to(anonym(date(2026, 11, 21))).exists()


def test_both_faces_of_the_access_rule_agree(welt: Welt, eigene: None, verglichen: None) -> None:
    alle = {model: list(model.objects.all()) for model in (EigeneZahl, Ringzahl, Ringmeldung)}
    for name, rolle in product((*PARTEIEN, "jobcenter-05566"), Rolle):
        zugang = welt.zugang(name, rolle)
        for (model, stuecke), befugnis in product(alle.items(), ROLLEN[rolle].befugnisse):
            erlaubte = set(visible(zugang, befugnis, model.objects.all()))
            assert {stueck for stueck in stuecke if may(zugang, befugnis, stueck)} == erlaubte


@pytest.mark.parametrize(
    "wer", [None, ("bmas", Rolle.LEITUNG), ("land-05", Rolle.CONTROLLING), (WUPPERTAL, Rolle.LEITUNG)]
)
def test_nothing_of_either_is_in_public_places(
    welt: Welt, eigene: None, verglichen: None, wer: tuple[str, Rolle] | None
) -> None:
    browser = client(welt, *wer) if wer else Client()
    for seite in (
        "/api/v1/",
        "/api/v1/schema/",
        "/api/v1/kennzahlen/",
        "/api/v1/kennzahlwerte/?kennzahl=K2",
        "/api/v1/einheiten/",
        "/kennzahlen/",
        "/einheiten/",
        "/vergleichen/",
        "/meldungen/",
    ):
        inhalt = text(browser.get(seite))
        assert GEHEIM not in inhalt, seite
        assert "E_GESPRAECHE" not in inhalt, seite
    assert browser.get("/api/v1/kennzahlwerte/?kennzahl=E_X").status_code in (400, 404)


def test_the_journal_of_others_and_ones_own_holds_no_value(welt: Welt, eigene: None) -> None:
    assert GEHEIM not in text(client(welt, "bmas", Rolle.LEITUNG).get("/journal/"))
    assert "eigene werte eintragen" in text(client(welt, WUPPERTAL, Rolle.LEITUNG).get("/journal/"))
    assert not any("41" in str(eintrag.daten) for eintrag in Eintrag.objects.filter(akt__startswith="eigene"))


def test_the_own_page_shows_the_box_to_those_who_keep_the_figures(welt: Welt, eigene: None) -> None:
    for partei in PARTEIEN:
        for rolle in Rolle:
            seite = text(client(welt, partei, rolle).get("/jobcenter/05124/"))
            erwartet = partei == WUPPERTAL and rolle in FUEHREND
            assert ("Eigene Kennzahlen" in seite) is erwartet, (partei, rolle)
    assert GEHEIM not in text(client(welt, WUPPERTAL, Rolle.LEITUNG).get("/jobcenter/05111/"))


def test_the_navigation_leads_there_for_those_entitled(welt: Welt) -> None:
    for partei in PARTEIEN:
        for rolle in Rolle:
            punkte = [titel for titel, _, _ in client(welt, partei, rolle).get("/recht/").context["navigation"]]
            assert ("Eigene Zahlen" in punkte) is (partei.startswith("jobcenter") and rolle in FUEHREND)
            assert ("Vergleichsring" in punkte) is (partei == WUPPERTAL and rolle is not Rolle.ADMINISTRATION)


def test_a_figure_of_one_jobcenter_does_not_exist_for_another(welt: Welt, eigene: None) -> None:
    fremd = client(welt, "jobcenter-05111", Rolle.CONTROLLING)
    for seite in ("", "verlauf.svg", "aendern/"):
        assert fremd.get(f"/eigene-zahlen/E_X/{seite}").status_code == 404
    assert fremd.post("/eigene-zahlen/E_X/archiv/", {"akt": "loeschen"}).status_code == 404


# -- Laying down -----------------------------------------------------------------------------------------------


@pytest.fixture
def haus(welt: Welt) -> Client:
    """The Controlling of Wuppertal in the browser."""
    return client(welt, WUPPERTAL, Rolle.CONTROLLING)


NEU = {
    "code": "E_NEU",
    "titel": "Neu",
    "mass": "anzahl",
    "ab": "2025-01",
    "formel": "ELB / 2",
    "beschreibung": "",
    "je": "",
}


def test_a_figure_is_laid_down_and_found_in_the_list(haus: Client) -> None:
    assert haus.post("/eigene-zahlen/neu/kennzahl/", NEU)["Location"] == "/eigene-zahlen/E_NEU/"
    assert "ELB / 2" in text(haus.get("/eigene-zahlen/"))


def test_a_wrong_formula_is_explained_and_nothing_entered_is_lost(haus: Client) -> None:
    antwort = haus.post("/eigene-zahlen/neu/kennzahl/", NEU | {"formel": "ELBX / 2", "titel": "Mein Titel"})
    seite = text(antwort)
    assert "Zeichen 1 („ELBX“): unbekannter Code; richtig wäre: ELB?" in seite
    assert 'value="Mein Titel"' in seite
    assert "ELBX / 2" in seite
    assert not EigeneZahl.objects.exists()


def test_ten_thousand_characters_are_refused_in_one_sentence(haus: Client) -> None:
    seite = text(haus.post("/eigene-zahlen/neu/kennzahl/", NEU | {"formel": "(" * 10_000}))
    assert "die Formel ist zu lang (10000 Zeichen)" in seite


def test_texts_of_people_stay_texts(haus: Client) -> None:
    boese = "<script>alert(1)</script>"
    haus.post("/eigene-zahlen/neu/kennzahl/", NEU | {"titel": boese, "beschreibung": "=1+1"})
    seite = haus.get("/eigene-zahlen/E_NEU/").content.decode()
    assert boese not in seite
    assert "&lt;script&gt;" in seite


def test_a_title_that_looks_like_a_formula_is_quoted_in_files(welt: Welt, haus: Client) -> None:
    grundgroesse(welt, titel="=HYPERLINK(1)")
    zeilen = haus.get("/eigene-zahlen/?tabelle=grundgroesse&ausgabe=csv").content.decode()
    assert "'=HYPERLINK(1)" in zeilen


def test_a_new_definition_and_the_archive(welt: Welt, eigene: None, haus: Client) -> None:
    haus.post("/eigene-zahlen/E_X/aendern/", NEU | {"titel": "Anders", "ab": "2025-07", "formel": "ELB / 4"})
    assert EigeneDefinition.objects.filter(zahl__code="E_X").count() == 2
    assert "neue Definition" in text(haus.get("/eigene-zahlen/E_X/"))
    assert "E_X" in text(haus.post("/eigene-zahlen/E_GESPRAECHE/archiv/", {"akt": "archivieren"}, follow=True))
    haus.post("/eigene-zahlen/E_X/archiv/", {"akt": "archivieren"})
    assert "Eigene Kennzahlen im Archiv" in text(haus.get("/eigene-zahlen/"))
    assert haus.post("/eigene-zahlen/E_X/archiv/", {"akt": "verbrennen"}).status_code == 404


def test_a_chart_says_in_words_what_it_shows(eigene: None, haus: Client) -> None:
    seite = haus.get("/eigene-zahlen/E_X/")
    assert "zuerst 0,04, zuletzt 0,05" in seite.context["alt"]
    assert b"<svg" in haus.get("/eigene-zahlen/E_X/verlauf.svg?format=schmal").content
    assert haus.get("/eigene-zahlen/E_X/verlauf.svg?format=riesig").status_code == 404


# -- Entering --------------------------------------------------------------------------------------------------


def test_a_year_is_entered_in_a_grid(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    assert haus.get("/eigene-zahlen/werte/?jahr=2025").status_code == 200
    antwort = haus.post("/eigene-zahlen/werte/?jahr=2025", feldwerte(("2025-01", "", "1200"), ("2025-02", "", "")))
    assert antwort.status_code == 302
    assert list(EigenerWert.objects.values_list("monat", "wert")) == [(date(2025, 1, 1), 1200)]


def test_what_cannot_be_read_is_said_at_its_field_and_all_else_is_kept_on_the_page(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    antwort = haus.post("/eigene-zahlen/werte/?jahr=2025", feldwerte(("2025-01", "", "viele"), ("2025-02", "", "7")))
    assert "keine Zahl; richtig wäre" in text(antwort)
    assert 'value="viele"' in text(antwort)
    assert 'value="7"' in text(antwort)
    assert not EigenerWert.objects.exists()


def test_two_at_once_and_the_second_sees_what_the_first_did(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    werte(welt, "E_GESPRAECHE", {date(2025, 1, 1): 5})
    antwort = haus.post("/eigene-zahlen/werte/?jahr=2025", feldwerte(("2025-01", "", "7")))
    assert "inzwischen eingetragen: 5" in text(antwort)
    assert 'value="7"' in text(antwort)
    assert EigenerWert.objects.get().wert == 5
    haus.post("/eigene-zahlen/werte/?jahr=2025", feldwerte(("2025-01", "5", "7")))
    assert EigenerWert.objects.get().wert == 7


def feldwerte(*felder: tuple[str, str, str]) -> dict[str, str]:
    gesendet = {}
    for monat, vorher, neu in felder:
        gesendet |= {f"E_GESPRAECHE-{monat}": neu, f"vorher-E_GESPRAECHE-{monat}": vorher}
    return gesendet


@pytest.mark.parametrize("jahr", ["2008", "2027", "abc", "20255", "²⁰²⁵"])
def test_a_year_that_cannot_be_entered_does_not_exist(haus: Client, jahr: str) -> None:
    assert haus.get("/eigene-zahlen/werte/", {"jahr": jahr}).status_code == 404


# -- Files -----------------------------------------------------------------------------------------------------


def lade(browser: Client, inhalt: bytes, name: str = "werte.csv") -> Any:
    return browser.post("/eigene-zahlen/hochladen/", {"datei": SimpleUploadedFile(name, inhalt)})


def test_a_file_is_checked_first_and_then_taken_over(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    werte(welt, "E_GESPRAECHE", {date(2025, 1, 1): 5})
    geprueft = lade(
        haus, b"groesse;monat;wert\nE_GESPRAECHE;2025-01;6\nE_GESPRAECHE;2025-02;7\nE_GESPRAECHE;2025-03;\n"
    )
    zeilen = [[getattr(z, "text", z) for z in zeile] for zeile in geprueft.context["aenderungen"].zeilen]
    assert zeilen == [["Januar 2025", "E_GESPRAECHE", "5", "6"], ["Februar 2025", "E_GESPRAECHE", "–", "7"]]
    assert EigenerWert.objects.count() == 1
    haus.post("/eigene-zahlen/uebernehmen/", {"paket": geprueft.context["paket"]})
    assert sorted(EigenerWert.objects.values_list("wert", flat=True)) == [6, 7]


def test_a_wrong_file_is_refused_with_every_finding_by_row_and_column(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    roh = (
        b"groesse;monat;wert\nE_GESPRAECH;2025-01;6\nE_GESPRAECHE;Januar;7\nE_GESPRAECHE;2025-02;1,5\n"
        b"E_GESPRAECHE;2025-03;-1\nE_GESPRAECHE;2025-04;3\nE_GESPRAECHE;2025-04;3\nE_GESPRAECHE;2027-01;3\n"
    )
    tabelle = lade(haus, roh).context["mangel"]["tabelle"]
    funde = [[getattr(z, "text", z) for z in zeile][:2] for zeile in tabelle.zeilen]
    assert funde == [
        ["2", "groesse"],
        ["3", "monat"],
        ["4", "wert"],
        ["5", "wert"],
        ["7", "wert"],
        ["8", "monat"],
    ]
    assert tabelle.zeilen[0][4].startswith("E_GESPRAECHE?")
    assert not EigenerWert.objects.exists()


@pytest.mark.parametrize(
    "inhalt",
    [b"", b"\0\0", b"traeger;monat;groesse;wert\n05124;2025-01;ELB;5\n", b"groesse;monat;wert\n", b"PK\x03\x04"],
)
def test_what_is_no_such_file_is_refused(welt: Welt, haus: Client, inhalt: bytes) -> None:
    grundgroesse(welt)
    assert "Es wurde nichts gespeichert" in text(lade(haus, inhalt))


def test_the_template_goes_out_filled_in_and_comes_back_unchanged(welt: Welt, haus: Client) -> None:
    grundgroesse(welt, "E_STELLEN", Mass.ZAHL)
    werte(welt, "E_STELLEN", {date(2025, 1, 1): "12.25", date(2025, 3, 1): 0})
    for art in ("csv", "xlsx"):
        vorlage = haus.get(f"/eigene-zahlen/vorlage/?von=2025-01&bis=2025-03&art={art}")
        assert "Unverändert" in text(lade(haus, vorlage.content, f"vorlage.{art}")), art
    buch = load_workbook(io.BytesIO(vorlage.content)).worksheets[0]
    assert [zelle.value for zelle in buch["C"]] == ["wert", 12.25, None, 0]


def test_a_workbook_of_a_spreadsheet_is_read(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    buch = Workbook()
    for zeile in (("groesse", "monat", "wert"), ("E_GESPRAECHE", "2025-01", 12)):
        buch.active.append(zeile)
    datei = io.BytesIO()
    buch.save(datei)
    geprueft = lade(haus, datei.getvalue(), "werte.xlsx")
    haus.post("/eigene-zahlen/uebernehmen/", {"paket": geprueft.context["paket"]})
    assert EigenerWert.objects.get().wert == 12


def test_a_check_is_nobody_elses_and_cannot_be_altered(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    paket = lade(haus, b"groesse;monat;wert\nE_GESPRAECHE;2025-01;6\n").context["paket"]
    for browser, gesendet in (
        (client(welt, WUPPERTAL, Rolle.LEITUNG), paket),
        (client(welt, "jobcenter-05111", Rolle.CONTROLLING), paket),
        (haus, paket[:-2]),
        (haus, ""),
    ):
        antwort = browser.post("/eigene-zahlen/uebernehmen/", {"paket": gesendet}, follow=True)
        assert "Bitte laden Sie die Datei neu" in text(antwort)
    assert not EigenerWert.objects.exists()


def test_what_changed_since_the_check_stops_it(welt: Welt, haus: Client) -> None:
    grundgroesse(welt)
    paket = lade(haus, b"groesse;monat;wert\nE_GESPRAECHE;2025-01;6\n").context["paket"]
    werte(welt, "E_GESPRAECHE", {date(2025, 1, 1): 5})
    antwort = haus.post("/eigene-zahlen/uebernehmen/", {"paket": paket}, follow=True)
    assert "hat jemand Werte geändert" in text(antwort)
    assert EigenerWert.objects.get().wert == 5


# -- The ring --------------------------------------------------------------------------------------------------


def test_the_overview_shows_own_value_ring_and_spread(verglichen: None, haus: Client) -> None:
    tabellen = {t.schluessel: t for t in haus.get("/vergleichsring/1/").context["tabellen"]}
    zeile = [getattr(z, "text", z) for z in tabellen["qualitaet"].zeilen[0]]
    assert zeile[2:] == [
        "10,0\u202f%",
        "11,5\u202f%",
        "11,5\u202f%",
        "10,8\u202f%",
        "12,3\u202f%",
        "im unteren Viertel",
    ]


def test_the_page_of_a_figure_names_members_by_the_alphabet(verglichen: None, haus: Client) -> None:
    seite = haus.get("/vergleichsring/1/kennzahlen/Q_INT/")
    namen = [zeile[0].text for zeile in seite.context["mitglieder"].zeilen]
    assert namen == sorted(namen)
    assert "im unteren Viertel" in seite.context["lage"]
    assert "Ring insgesamt" in seite.context["verlauf_alt"]
    for gefragt in ("2024", "1999", "2025-Q1", "abc"):
        assert haus.get(f"/vergleichsring/1/kennzahlen/Q_INT/?zeitraum={gefragt}").status_code == 404


def test_figures_go_from_a_draft_to_the_ring_and_back(welt: Welt, verglichen: None) -> None:
    steinfurt = client(welt, "jobcenter-05566", Rolle.CONTROLLING)
    seite = "/vergleichsring/1/zahlen/2025/"
    assert "keine Zahl" in text(steinfurt.post(seite, {"fassung": "1", "B_ELB": "x", "B_INT": "5"}))
    assert not Ringwert.objects.filter(meldung__jobcenter=welt.parteien["jobcenter-05566"]).exists()
    steinfurt.post(seite, {"fassung": "1", "B_ELB": "2000", "B_INT": "500"})
    ziel = f"{seite}uebergang/"
    antwort = steinfurt.post(ziel, {"uebergang": "ringzahlen_freigeben"}, follow=True)
    assert "für den Ring freigegeben" in text(antwort)
    andere = client(welt, WUPPERTAL, Rolle.LESEND).get("/vergleichsring/1/kennzahlen/Q_INT/")
    assert "25,0" in text(andere)
    assert "Bitte geben Sie einen Grund an" in text(
        steinfurt.post(ziel, {"uebergang": "ringzahlen_zuruecknehmen"}, follow=True)
    )
    steinfurt.post(ziel, {"uebergang": "ringzahlen_zuruecknehmen", "grund": "Zahlendreher"})
    assert "25,0" not in text(client(welt, WUPPERTAL, Rolle.LESEND).get("/vergleichsring/1/kennzahlen/Q_INT/"))
    veraltet = steinfurt.post(seite, {"fassung": "1", "B_ELB": "1"})
    assert "inzwischen gespeichert: 2000" in text(veraltet)


def test_the_leitung_takes_over_the_set_in_one_click_and_changes_it(welt: Welt) -> None:
    ring_mit_mitgliedern(welt)
    leitung = client(welt, WUPPERTAL, Rolle.LEITUNG)
    assert "Satz übernehmen" in text(leitung.get("/vergleichsring/1/satz/"))
    assert "Der Satz mit 50 Zahlen gilt ab 2025" in text(
        leitung.post("/vergleichsring/1/satz/uebernehmen/", {"jahr": "2025"}, follow=True)
    )
    neu = {"titel": "Quote", "mass": "anteil", "ab": "2026-01", "formel": "B_INT / B_LB", "beschreibung": "", "je": ""}
    assert leitung.post("/vergleichsring/1/satz/Q_INT/", neu).status_code == 302
    falsch = leitung.post("/vergleichsring/1/satz/Q_INT/", neu | {"formel": "B_INT / B_LX"})
    assert "unbekannter Code; richtig wäre: B_LB?" in text(falsch)
    anderes = {"code": "B_TEST", "rhythmus": "quartal", "formel": ""}
    assert leitung.post("/vergleichsring/1/satz/neu/", neu | anderes | {"mass": "anzahl"}).status_code == 302
    aenderungen = text(client(welt, "jobcenter-05113", Rolle.LESEND).get("/vergleichsring/1/satz/"))
    assert "Jobcenter Wuppertal" in aenderungen
    assert "geändert ab 01.01.2026" in aenderungen


def test_the_way_leads_to_the_own_ring_or_says_that_there_is_none(welt: Welt, verglichen: None) -> None:
    assert client(welt, WUPPERTAL, Rolle.LESEND).get("/vergleichsring/")["Location"] == "/vergleichsring/1/"
    for partei in ("bmas", "jobcenter-05111"):
        assert "Kein Vergleichsring" in text(client(welt, partei, Rolle.LEITUNG).get("/vergleichsring/"))


def test_the_former_ring_stays_for_its_periods(welt: Welt, verglichen: None) -> None:
    mitgliedschaft = Gruppenzugehoerigkeit.objects.filter(partei=welt.parteien[WUPPERTAL])
    mitgliedschaft.update(bis=date(2026, 1, 1))
    assert client(welt, WUPPERTAL, Rolle.LESEND).get("/vergleichsring/1/?zeitraum=2025").status_code == 200
    mitgliedschaft.update(bis=date(2025, 6, 1))
    seite = client(welt, WUPPERTAL, Rolle.LESEND).get("/vergleichsring/1/")
    assert "Noch keine Zahlen" in text(seite)


@pytest.mark.parametrize("seite", ["/vergleichsring/1/", "/vergleichsring/1/kennzahlen/Q_INT/", "/eigene-zahlen/"])
def test_the_queries_of_a_page_do_not_grow(welt: Welt, seite: str) -> None:
    ring = ring_mit_mitgliedern(welt)
    uebernimm_mustersatz(ring=ring, ab=date(2024, 1, 1), durch=welt.zugang(WUPPERTAL, Rolle.LEITUNG), am=JETZT)
    browser = client(welt, WUPPERTAL, Rolle.CONTROLLING)
    anzahlen = []
    for runde, ags in enumerate(("05124", "05113", "05554")):
        liefere(welt, ring, ags, "2025", {"B_ELB": 100, "B_INT": 20})
        grundgroesse(welt, f"E_G{runde}")
        browser.get(seite)
        with CaptureQueriesContext(connection) as gezaehlt:
            assert browser.get(seite).status_code == 200
        anzahlen.append(len(gezaehlt))
    assert len(set(anzahlen)) == 1, anzahlen
