"""The pages of planning: what they show, to whom, with how many queries; a move answered in place; the table."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from agreements.models import Gebot, Planungsbrief, Planungsdatei, Planungsrunde, Planungswert, Terminsetzung
from agreements.planung.vorausberechnung import berechne
from kennzahlen.models import Veroeffentlichung
from tests.agreements.planungen import geplante_runde, wert_von, ziehe
from tests.agreements.runden import neue_runde
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

HTMX = {"HX-Request": "true"}
ZKT, GE = "05124", "05111"


@pytest.fixture
def welt(db: None) -> Welt:
    cache.clear()
    return veroeffentlichte_welt()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return geplante_runde(neue_runde())


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.LEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def text(antwort: HttpResponse | Any) -> str:
    assert antwort.status_code == 200, antwort.status_code
    return unescape(antwort.content.decode())


def ort(runde: Planungsrunde, rest: str = "") -> str:
    return f"/zielvereinbarungen/{runde.pk}/planung/{rest}"


def seite(wert: Planungswert) -> str:
    return f"/zielvereinbarungen/planungswerte/{wert.pk}/"


def angaben(akt: str, gesehen: int, **felder: object) -> dict[str, object]:
    return {"akt": akt, f"{akt}-gesehen": gesehen} | {f"{akt}-{name}": wert for name, wert in felder.items()}


# -- Overview --------------------------------------------------------------------------------------------------


def test_before_a_brief_the_page_says_so_and_the_bmas_may_begin(welt: Welt) -> None:
    runde = neue_runde()
    fuer_land = text(als(welt, "land-05").get(ort(runde)))
    assert "Noch kein Planungsbrief" in fuer_land
    assert "Planungsbrief beginnen" not in fuer_land
    assert "Planungsbrief beginnen" in text(als(welt, "bmas").get(ort(runde)))


def test_everyone_sees_the_values_that_are_theirs(welt: Welt, runde: Planungsrunde) -> None:
    gezeigt = {
        "bmas": {"Düsseldorf", "Wuppertal", "Darmstadt"},
        "ba": {"Düsseldorf", "Darmstadt"},
        "land-05": {"Wuppertal"},
        "land-06": set(),
        "kommune-05111": {"Düsseldorf"},
        "jobcenter-05124": {"Wuppertal"},
        "dlt": set(),
    }
    for wer, namen in gezeigt.items():
        inhalt = text(als(welt, wer, Rolle.LESEND).get(ort(runde)))
        werte = inhalt.partition('id="werte"')[2]
        assert {n for n in ("Düsseldorf", "Wuppertal", "Darmstadt") if f"Jobcenter {n}" in werte} == namen, wer
        assert "Was die Werte zusammen ergeben" in inhalt
        tabelle = als(welt, wer, Rolle.LESEND).get(ort(runde, "tabelle.xlsx"))
        blatt = load_workbook(io.BytesIO(tabelle.content)).active
        assert {zeile[1].removeprefix("Jobcenter ") for zeile in blatt.iter_rows(min_row=2, values_only=True)} == namen


def test_a_value_of_others_does_not_exist(welt: Welt, runde: Planungsrunde) -> None:
    fremde = ("land-06", "ba", "jobcenter-05111", "kommune-05111", "dlt", "bmf")
    for wer in fremde:
        client = als(welt, wer)
        assert client.get(seite(wert_von(ZKT))).status_code == 404, wer
        assert client.get(f"{seite(wert_von(ZKT))}prognose.svg").status_code == 404, wer
        antwort = client.post(seite(wert_von(ZKT)), angaben("anbieten", 0, wert=5))
        assert antwort.status_code == 404, wer
    assert als(welt, "land-05", Rolle.ADMINISTRATION).get(seite(wert_von(ZKT))).status_code == 404


def test_the_table_is_narrowed(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, "bmas")
    ziehe(wert_von(ZKT), "anbieten", 9)
    anzahlen = {
        "": 6,
        "?reihe=K3-2027": 3,
        "?land=06": 2,
        "?zustand=angeboten": 1,
        "?suche=Wupper": 2,
        "?suche=05111&reihe=K2-2027": 1,
        "?reihe=unsinn": 6,
    }
    for frage, anzahl in anzahlen.items():
        assert f"{anzahl} Wert" in text(client.get(f"{ort(runde)}{frage}")), frage


def test_the_round_shows_the_calendar_and_leads_to_planning(welt: Welt, runde: Planungsrunde) -> None:
    inhalt = text(als(welt, "jobcenter-05124").get(f"/zielvereinbarungen/{runde.pk}/"))
    assert "Angebotswerte mit Begründung abgeben" in inhalt
    assert "überfällig" in inhalt
    assert ort(runde) in inhalt


def test_lists_take_the_same_queries_for_one_row_and_for_a_hundred(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, "bmas")
    adressen = [ort(runde), ort(runde, "brief/1/aufteilung/"), ort(runde, "tabelle.xlsx")]
    eine = Planungswert.objects.filter(kennzahl="K2", schluessel=ZKT)
    Planungswert.objects.exclude(pk__in=eine).delete()
    wenige = [abfragen(client, adresse) for adresse in adressen]
    vorlage = eine.get()
    Planungswert.objects.bulk_create(
        [
            Planungswert(**{
                feld.attname: getattr(vorlage, feld.attname)
                for feld in Planungswert._meta.concrete_fields
                if feld.attname != "id"
            } | {"jahr": 2030 + nr})
            for nr in range(100)
        ]
    )  # fmt: skip
    assert [abfragen(client, adresse) for adresse in adressen] == wenige
    assert max(wenige) <= 22


def abfragen(client: Client, adresse: str) -> int:
    client.get(adresse)
    with CaptureQueriesContext(connection) as gezaehlt:
        assert client.get(adresse).status_code == 200
    return len(gezaehlt)


# -- The brief -------------------------------------------------------------------------------------------------


def test_the_bmas_writes_and_publishes_in_the_browser(welt: Welt) -> None:
    runde = neue_runde()
    client = als(welt, "bmas", Rolle.SACHBEARBEITUNG)
    bearbeiten = client.post(ort(runde, "brief/neu/"), follow=True)
    assert "Bund im Juli 2026" in text(bearbeiten)
    brief = Planungsbrief.objects.get()
    eingabe = {f"text_{code}": inhalt for code, inhalt in brief.texte.items()}
    eingabe |= {"fassung": "1", "ohne_basis": "gruppe", "wert_K2_2027": "62,5", "anteil_K2_2027": "20"}
    eingabe |= {"wert_K3_2027": "-1,25", "anteil_K3_2027": "10,5"}
    gespeichert = text(client.post(ort(runde, "brief/1/bearbeiten/"), eingabe, follow=True))
    assert "62,5\u202f%" in gespeichert
    erwartungen = {e.kennzahl: (str(e.wert), str(e.aufholanteil)) for e in brief.erwartungen.all()}
    assert erwartungen == {"K2": ("0.625000", "0.200"), "K3": ("-0.012500", "0.105")}
    zu_spaet = text(client.post(ort(runde, "brief/1/bearbeiten/"), eingabe | {"text_anlass": "Bleibt stehen"}))
    assert "inzwischen gespeichert" in zu_spaet
    assert "Bleibt stehen" in zu_spaet
    assert als(welt, "land-05").get(ort(runde, "brief/1/")).status_code == 404
    assert "Alle Parteien sehen ihn ab jetzt" in text(client.post(ort(runde, "brief/1/veroeffentlichen/"), follow=True))
    assert "Erwartungswerte für den Bund" in text(als(welt, "land-05", Rolle.LESEND).get(ort(runde, "brief/1/")))
    assert "schon veröffentlicht" in text(client.post(ort(runde, "brief/1/veroeffentlichen/"), follow=True))


def test_what_is_missing_stands_at_the_button_with_its_paragraph(welt: Welt) -> None:
    runde = neue_runde()
    client = als(welt, "bmas")
    client.post(ort(runde, "brief/neu/"))
    inhalt = text(client.get(ort(runde, "brief/1/")))
    assert "muss ein Erwartungswert gesetzt sein" in inhalt
    assert 'aria-disabled="true"' in inhalt
    assert "ist nicht möglich" in text(client.post(ort(runde, "brief/1/veroeffentlichen/"), follow=True))


def test_nobody_else_comes_to_the_drafts_desk(welt: Welt, runde: Planungsrunde) -> None:
    for wer in ("land-05", "ba", "jobcenter-05124"):
        client = als(welt, wer)
        assert client.post(ort(runde, "brief/neu/")).status_code == 404, wer
        assert client.get(ort(runde, "brief/1/bearbeiten/")).status_code == 404, wer
        assert client.post(ort(runde, "brief/1/veroeffentlichen/")).status_code == 404, wer
        assert client.post(ort(runde, "kalender/"), {"schritt": "angebotswerte"}).status_code == 404, wer


def test_the_rule_is_told_in_words_and_the_breakdown_to_whom_it_concerns(welt: Welt, runde: Planungsrunde) -> None:
    fuer_alle = text(als(welt, "dlt", Rolle.LESEND).get(ort(runde, "brief/1/aufteilung/")))
    assert "Hare und Niemeyer" in fuer_alle
    assert "Jobcenter Wuppertal" not in fuer_alle
    fuer_land = text(als(welt, "land-05", Rolle.LESEND).get(ort(runde, "brief/1/aufteilung/?reihe=K3-2027")))
    assert "Jobcenter Wuppertal" in fuer_land
    assert "Jobcenter Düsseldorf" not in fuer_land


# -- A value ---------------------------------------------------------------------------------------------------


def test_the_page_of_a_value_derives_it_step_by_step(welt: Welt, runde: Planungsrunde) -> None:
    wert = wert_von(ZKT)
    inhalt = text(als(welt, f"jobcenter-{ZKT}").get(seite(wert)))
    assert "Ausgangswert des Jobcenters für K2" in inhalt
    assert re.search(rf"Erwartungswert: {wert.erwartet:,}\.".replace(",", r"\."), inhalt)
    assert "Die Prognose ist noch nicht berechnet" in inhalt
    berechne(Veroeffentlichung.objects.get().pk)
    assert "Zu kurz für eine Prognose" in text(als(welt, f"jobcenter-{ZKT}").get(seite(wert)))
    bild = als(welt, f"jobcenter-{ZKT}").get(f"{seite(wert)}prognose.svg")
    assert bild.status_code == 200
    assert "Erwartungswert 2027" in bild.content.decode()
    assert "private" in bild["Cache-Control"]


def test_a_move_is_answered_in_place_with_the_new_sums(welt: Welt, runde: Planungsrunde) -> None:
    wert = wert_von(ZKT)
    client = als(welt, f"jobcenter-{ZKT}", Rolle.CONTROLLING)
    eingabe = angaben("anbieten", 0, wert=wert.erwartet - 25, begruendung="Lage", quelle="Statistik")
    antwort = text(client.post(seite(wert), eingabe, headers=HTMX))
    assert "<html" not in antwort
    assert 'id="verhandlung"' in antwort
    assert re.search(r'id="planungssummen"[^>]*hx-swap-oob="outerHTML"', antwort)
    assert "−25" in antwort.partition('id="planungssummen"')[2]
    assert "Gespeichert." in antwort
    ohne_skript = als(welt, "land-05").post(seite(wert), angaben("angebot_annehmen", 1))
    assert (ohne_skript.status_code, ohne_skript["Location"]) == (302, seite(wert))
    assert wert_von(ZKT).zustand == "vereinbart"


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(welt: Welt, runde: Planungsrunde) -> None:
    wert = wert_von(ZKT)
    client = als(welt, f"jobcenter-{ZKT}")
    antwort = text(client.post(seite(wert), angaben("anbieten", 0, wert=1, begruendung="Nur ein Grund"), headers=HTMX))
    assert "gehört eine Quelle dazu" in antwort
    assert "Nur ein Grund" in antwort
    assert not Gebot.objects.exists()
    kaputt = text(client.post(seite(wert), angaben("anbieten", 0, wert="viele"), headers=HTMX))
    assert 'value="viele"' in kaputt


def test_who_answers_an_older_state_sees_the_new_one_and_keeps_the_text(welt: Welt, runde: Planungsrunde) -> None:
    wert = ziehe(wert_von(ZKT), "anbieten", 900)
    ziehe(wert, "gegenanbieten", 950)
    land = als(welt, "land-05")
    antwort = text(
        land.post(seite(wert), angaben("gegenanbieten", 1, wert=940, begruendung="Mein Grund"), headers=HTMX)
    )
    assert "Inzwischen hat jemand anderes geantwortet" in antwort
    assert "Mein Grund" in antwort
    assert 'name="gegenanbieten-gesehen" value="2"' in antwort
    weg = text(land.post(seite(wert), angaben("angebot_annehmen", 1), headers=HTMX))
    assert "nicht mehr möglich" in weg
    assert Gebot.objects.count() == 2


def test_an_unknown_move_does_not_exist(welt: Welt, runde: Planungsrunde) -> None:
    assert als(welt, "land-05").post(seite(wert_von(ZKT)), {"akt": "erwarten"}).status_code == 404


def test_readers_see_the_negotiation_but_no_form(welt: Welt, runde: Planungsrunde) -> None:
    ziehe(wert_von(ZKT), "anbieten", 900)
    for wer, rolle in (("bmas", Rolle.LEITUNG), ("kommune-05124", Rolle.LEITUNG), ("land-05", Rolle.LESEND)):
        inhalt = text(als(welt, wer, rolle).get(seite(wert_von(ZKT))))
        assert "900" in inhalt, wer
        assert 'name="akt"' not in inhalt, wer


# -- Calendar --------------------------------------------------------------------------------------------------


def test_the_bmas_moves_a_day_with_a_reason(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, "bmas")
    ohne_grund = client.post(ort(runde, "kalender/"), {"schritt": "angebotswerte", "termin": "2026-11-09", "grund": ""})
    assert ohne_grund.status_code == 200
    assert not Terminsetzung.objects.exists()
    eingabe = {"schritt": "angebotswerte", "termin": "2026-11-09", "grund": "Herbstferien"}
    assert "Herbstferien" in text(client.post(ort(runde, "kalender/"), eingabe, follow=True))
    assert Terminsetzung.objects.get().termin == date(2026, 11, 9)
    assert "Termin ändern" not in text(als(welt, "land-05").get(ort(runde, "kalender/")))
    zu_frueh = text(client.post(ort(runde, "kalender/"), eingabe | {"termin": "2020-01-01"}))
    assert "liegt nicht" in zu_frueh


# -- The table in and out --------------------------------------------------------------------------------------


def ausgefuellt(client: Client, runde: Planungsrunde, antworten: dict[tuple[str, str], dict[str, object]]) -> bytes:
    """The downloaded table with some answers filled in."""
    mappe = load_workbook(io.BytesIO(client.get(ort(runde, "tabelle.xlsx")).content))
    blatt = mappe.active
    spalten = {zelle.value: zelle.column for zelle in blatt[1]}
    for zeile in range(2, blatt.max_row + 1):
        schluessel, kennzahl = (blatt.cell(zeile, spalten[name]).value for name in ("Schlüssel", "Kennzahl"))
        for spalte, wert in antworten.get((schluessel, kennzahl), {}).items():
            blatt.cell(zeile, spalten[spalte]).value = wert
    datei = io.BytesIO()
    mappe.save(datei)
    return datei.getvalue()


def lade_hoch(client: Client, runde: Planungsrunde, inhalt: bytes) -> Any:
    datei = io.BytesIO(inhalt)
    datei.name = "werte.xlsx"
    return client.post(ort(runde, "einlesen/"), {"datei": datei}, follow=True)


def test_a_table_is_checked_and_then_taken_over_as_a_whole(welt: Welt, runde: Planungsrunde) -> None:
    for ags, zahl in ((GE, 600), ("06411", 2000)):
        ziehe(wert_von(ags), "anbieten", zahl)
    client = als(welt, "ba", Rolle.CONTROLLING)
    antworten: dict[tuple[str, str], dict[str, object]] = {
        (GE, "K2"): {"Neuer Wert": 620, "Begründung": "=Vergleichsgruppe"},
        ("06411", "K2"): {"Annehmen": "ja"},
    }
    geprueft = lade_hoch(client, runde, ausgefuellt(client, runde, antworten))
    inhalt = text(geprueft)
    assert "Nur geprüft: Es wurde noch nichts gespeichert." in inhalt
    assert Gebot.objects.count() == 2
    adresse = geprueft.redirect_chain[-1][0]
    assert "Übernommen: 2 Werte." in text(client.post(adresse, follow=True))
    assert (wert_von(GE).zustand, wert_von(GE).wert) == ("gegenangebot", 620)
    assert wert_von("06411").zustand == "vereinbart"
    assert "Übernommen: 2 Werte." in text(client.post(adresse, follow=True))
    assert Gebot.objects.count() == 4
    assert Planungsdatei.objects.get().inhalt is None


FALSCHES: list[tuple[dict[str, object], str, str]] = [
    ({"Neuer Wert": "viele"}, "Neuer Wert", "keine Zahl"),
    ({"Neuer Wert": "1.234"}, "Neuer Wert", "mehrdeutig"),
    ({"Neuer Wert": -5}, "Neuer Wert", "negative Zahl"),
    ({"Neuer Wert": 12.5}, "Neuer Wert", "keine ganze Zahl"),
    ({"Neuer Wert": 1}, "Begründung", "eine Begründung in derselben Zeile"),
    ({"Neuer Wert": 1, "Begründung": "weil"}, "Quelle", "eine Quelle in derselben Zeile"),
    ({"Neuer Wert": 1, "Annehmen": "ja"}, "Annehmen", "eines von beiden"),
    ({"Annehmen": "vielleicht"}, "Annehmen", "ja oder leer"),
    ({"Annehmen": "ja"}, "Neuer Wert", "Stand: Angebot offen"),
    ({"Neuer Wert": 5, "Züge": "7", "Begründung": "a", "Quelle": "b"}, "Züge", "die Tabelle neu herunterladen"),
    ({"Neuer Wert": 5, "Schlüssel": "99999"}, "Schlüssel", "keinen Wert, den Sie sehen"),
    ({"Neuer Wert": 5, "Jahr": "bald"}, "Schlüssel", "K2 2027"),
]


def test_every_finding_names_row_column_what_is_wrong_and_what_would_be_right(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, f"jobcenter-{ZKT}", Rolle.CONTROLLING)
    for antwort, spalte, worte in FALSCHES:
        inhalt = text(lade_hoch(client, runde, ausgefuellt(client, runde, {(ZKT, "K2"): antwort})))
        assert "Es wurde nichts gespeichert" in inhalt, antwort
        zeile = re.search(r'<th scope="row"[^>]*>2</th>(.*?)</tr>', inhalt, re.DOTALL)
        assert zeile, antwort
        assert spalte in zeile[1], antwort
        assert worte in inhalt, antwort
    assert not Planungsdatei.objects.exists()
    assert not Gebot.objects.exists()


def test_one_wrong_row_stops_the_whole_table(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, f"jobcenter-{ZKT}")
    gut: dict[str, object] = {"Neuer Wert": 5, "Begründung": "Lage", "Quelle": "Statistik"}
    inhalt = text(
        lade_hoch(client, runde, ausgefuellt(client, runde, {(ZKT, "K2"): gut, (ZKT, "K3"): {"Neuer Wert": "x"}}))
    )
    assert "1 Befund" in inhalt
    assert not Gebot.objects.exists()


def test_rows_of_others_cannot_be_written(welt: Welt, runde: Planungsrunde) -> None:
    bmas = als(welt, "bmas")
    inhalt = ausgefuellt(bmas, runde, {(ZKT, "K2"): {"Neuer Wert": 5, "Begründung": "a", "Quelle": "b"}})
    assert "diesen Wert verhandeln andere" in text(lade_hoch(bmas, runde, inhalt))
    assert "keinen Wert, den Sie sehen" in text(lade_hoch(als(welt, "ba"), runde, inhalt))
    assert not Gebot.objects.exists()


def test_what_changed_since_the_check_is_noticed_when_it_is_taken_over(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, f"jobcenter-{ZKT}")
    antwort: dict[str, object] = {"Neuer Wert": 5, "Begründung": "Lage", "Quelle": "Statistik"}
    geprueft = lade_hoch(client, runde, ausgefuellt(client, runde, {(ZKT, "K2"): antwort}))
    ziehe(wert_von(ZKT), "anbieten", 77)
    inhalt = text(client.post(geprueft.redirect_chain[-1][0], follow=True))
    assert "Seit der ersten Prüfung hat sich etwas geändert" in inhalt
    assert "die Tabelle neu herunterladen" in inhalt
    assert wert_von(ZKT).wert == 77
    fremd = als(welt, "land-05").get(geprueft.redirect_chain[-1][0])
    assert fremd.status_code == 404


def test_a_file_that_is_no_table_is_refused_in_words(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, f"jobcenter-{ZKT}")
    assert "beschädigt" in text(lade_hoch(client, runde, b"PK kaputt"))
    mappe = load_workbook(io.BytesIO(client.get(ort(runde, "tabelle.xlsx")).content))
    mappe.active.cell(1, 10).value = "Zuege"
    datei = io.BytesIO()
    mappe.save(datei)
    inhalt = text(lade_hoch(client, runde, datei.getvalue()))
    assert "Spalte fehlt" in inhalt
    assert "„Züge“" in inhalt
