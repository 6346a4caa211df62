"""The tab "Ziele und Beiträge": what it shows, to whom, what can be entered, and with how many queries."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Beitrag, Ziel, Zielannahme, Zielfassung, Zielvereinbarung
from agreements.planung.werte import vereinbarte_werte
from agreements.recht import Zustand
from agreements.zielkatalog import ziele_von
from tests.agreements.lebenslaeufe import versetze
from tests.agreements.planungen import geplante_runde, wert_von, ziehe
from tests.agreements.runden import neue_runde, vereinbarung
from tests.kennzahlen.veroeffentlicht import BIS, gemeldete_welt, publiziere, veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

START = "/zielvereinbarungen/vereinbarungen/"


@pytest.fixture
def welt(db: None) -> Welt:
    cache.clear()
    welt = veroeffentlichte_welt()
    neue_runde()
    return welt


@pytest.fixture
def zkt(welt: Welt) -> Zielvereinbarung:
    return vereinbarung(4, "05124")


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def adresse(vereinbarung_: Zielvereinbarung, weg: str = "ziele/") -> str:
    return f"{START}{vereinbarung_.pk}/{weg}"


def glatt(inhalt: bytes) -> str:
    """The text of a page with all spaces alike."""
    return re.sub(r"[\s\u202f\u00a0]+", " ", unescape(inhalt.decode()))


def seite(client: Client, weg: str, **parameter: Any) -> str:
    antwort = client.get(weg, parameter)
    assert antwort.status_code == 200, (weg, antwort.status_code)
    return glatt(antwort.content)


def sende(client: Client, weg: str, **eingabe: Any) -> str:
    return glatt(client.post(weg, eingabe, follow=True).content)


TEILHABE = {"dimension": "qualitativ", "meilenstein_1": "Coaching", "meilenstein_bis_1": "2027-06-30"}


# -- What it shows ---------------------------------------------------------------------------------------------


def test_the_tab_shows_the_ziele_of_the_law_and_what_is_open(welt: Welt, zkt: Zielvereinbarung) -> None:
    text = seite(als(welt, "land-05"), adresse(zkt))
    for erwartet in (
        "Verringerung der Hilfebedürftigkeit",
        "Beobachtung ohne Zielwert",
        "Verbesserung der sozialen Teilhabe",
        "§ 48b Abs. 3 Satz 2 SGB II",
        "noch offen",
        "Juli 2026, Jobcenter Wuppertal",
        "Noch ohne Beitrag: steuernde Seite und ausführende Seite.",
        "aus Ergebnissen folgen keine Mittel",
        "Noch hat keine Vertragspartei etwas geändert.",
        "Annehmen können Sie, sobald",
    ):
        assert erwartet in text, erwartet
    assert "Streichen" not in text


@pytest.mark.parametrize(
    ("wer", "rolle", "sieht", "aendert"),
    [
        ("land-05", Rolle.LEITUNG, True, True),
        ("jobcenter-05124", Rolle.SACHBEARBEITUNG, True, True),
        ("kommune-05124", Rolle.SACHBEARBEITUNG, True, True),
        ("jobcenter-05124", Rolle.CONTROLLING, True, False),
        ("jobcenter-05124", Rolle.LESEND, True, False),
        ("jobcenter-05124", Rolle.ADMINISTRATION, False, False),
        ("bmas", Rolle.LEITUNG, False, False),
        ("land-06", Rolle.LEITUNG, False, False),
        ("jobcenter-05111", Rolle.LEITUNG, False, False),
    ],
)
def test_who_sees_and_who_changes(
    welt: Welt, zkt: Zielvereinbarung, wer: str, rolle: Rolle, sieht: bool, aendert: bool
) -> None:
    client = als(welt, wer, rolle)
    antwort = client.get(adresse(zkt))
    assert antwort.status_code == (200 if sieht else 404)
    assert ("Bearbeiten" in glatt(antwort.content)) is aendert
    for weg in ("ziele/neu/", "ziele/integration/", "beitraege/neu/", "finanzmittel/2027/"):
        assert (client.get(adresse(zkt, weg)).status_code == 200) is aendert, weg
    client.post(adresse(zkt, "ziele/integration/"), {"gesehen": "0", "dimension": "tendenz", "richtung": "steigern"})
    assert Ziel.objects.exists() is aendert


def test_who_sees_a_concluded_agreement_sees_what_counts_and_not_how_it_came_about(
    welt: Welt, zkt: Zielvereinbarung
) -> None:
    sende(als(welt, "land-05"), adresse(zkt, "ziele/soziale_teilhabe/"), gesehen=0, **TEILHABE)
    versetze(zkt, Zustand.GESCHLOSSEN)
    text = seite(als(welt, "bmas", Rolle.LEITUNG), adresse(zkt))
    assert "bis 30.06.2027: Coaching" in text
    for verborgen in ("Fassungen", "Annahme", "Bearbeiten"):
        assert verborgen not in text
    eigene = seite(als(welt, "land-05"), adresse(zkt))
    assert "Fassungen" in eigene
    assert "Bearbeiten" not in eigene
    assert als(welt, "land-05").get(adresse(zkt, "ziele/integration/")).status_code == 404


# -- Ziele -----------------------------------------------------------------------------------------------------


def test_the_form_has_the_fields_of_the_chosen_dimension_and_no_others(welt: Welt, zkt: Zielvereinbarung) -> None:
    client, weg = als(welt, "land-05"), adresse(zkt, "ziele/integration/")
    felder = {
        "zielwert": "wert_2027",
        "zielkorridor": "von_2027",
        "tendenz": "richtung",
        "relativ": "massstab",
        "qualitativ": "meilenstein_1",
    }
    for dimension, feld in felder.items():
        text = seite(client, weg, dimension=dimension)
        assert {f for f in felder.values() if f'name="{f}"' in text} == {feld}
    assert 'value="24,9"' in seite(client, weg, dimension="zielwert", wert_2027="24,9")
    assert "Letzte Werte der K2: Jobcenter Wuppertal" in seite(client, weg)


def test_a_zielwert_is_entered_in_german_and_stored_as_a_fraction(welt: Welt, zkt: Zielvereinbarung) -> None:
    client, weg = als(welt, "land-05"), adresse(zkt, "ziele/integration/")
    text = sende(client, weg, gesehen=0, dimension="zielwert", wert_2027="62,5 %", teilweise_2027="61")
    assert "Das Ziel „Verbesserung der Integration in Erwerbstätigkeit“ ist gespeichert." in text
    assert "mindestens 62,5 % beträgt. Es ist teilweise erreicht, wenn sie mindestens 61,0 % beträgt." in text
    assert Ziel.objects.get().vorgabe == {"2027.wert": "0.625", "2027.teilweise": "0.61"}
    assert 'value="62,5"' in seite(client, weg)
    assert "Vertragspartei etwas geändert" not in text


@pytest.mark.parametrize(
    ("eingabe", "meldung"),
    [
        ({"dimension": "zielwert", "wert_2027": "viel"}, "keine Angabe in Prozent"),
        ({"dimension": "zielwert", "wert_2027": "25,34"}, "höchstens eine Nachkommastelle"),
        ({"dimension": "zielwert", "wert_2027": "125"}, "zwischen 0,0 % und 100,0 %"),
        ({"dimension": "zielwert", "teilweise_2027": "25"}, "Ohne Zielwert gibt es nichts"),
        ({"dimension": "zielkorridor", "von_2027": "25"}, "braucht Anfang und Ende"),
        ({"dimension": "zielkorridor", "von_2027": "26", "bis_2027": "25"}, "endet nicht über seinem Anfang"),
        ({"dimension": "tendenz"}, "Dieses Feld ist zwingend erforderlich"),
        ({"dimension": "tendenz", "richtung": "steigern", "um": "-1"}, "zwischen 0 und 100"),
        ({"dimension": "relativ", "massstab": "platz_1"}, "Bitte eine gültige Auswahl treffen"),
        ({"dimension": "qualitativ", "meilenstein_1": "Coaching"}, "Bis wann ist der Meilenstein erreicht?"),
        ({"dimension": "qualitativ", "meilenstein_bis_1": "2027-06-30"}, "Was ist bis zu diesem Tag erreicht?"),
        (
            {"dimension": "qualitativ", "meilenstein_1": "A", "meilenstein_bis_1": "2029-06-30"},
            "01.01.2027 bis 31.12.2027",
        ),
    ],
)
def test_wrong_entries_are_explained_and_kept(
    welt: Welt, zkt: Zielvereinbarung, eingabe: dict[str, str], meldung: str
) -> None:
    text = sende(als(welt, "land-05"), adresse(zkt, "ziele/integration/"), gesehen=0, **eingabe)
    assert meldung in text
    assert all(f'value="{wert}"' in text for name, wert in eingabe.items() if name != "massstab")
    assert not Zielfassung.objects.exists()


def test_without_a_complete_base_a_zielwert_is_refused_and_the_others_are_offered(db: None) -> None:
    cache.clear()
    welt = gemeldete_welt()
    neue_runde()
    zkt = vereinbarung(4, "05124")
    client, weg = als(welt, "land-05"), adresse(zkt, "ziele/integration/")
    assert "noch kein endgültiger Wert veröffentlicht" in seite(client, weg)
    publiziere(bis=BIS.replace(year=2024))
    text = seite(client, weg, dimension="zielkorridor")
    assert "Diese Zieldimension ist hier nicht möglich." in text
    assert "für Juli 2024 ist unvollständig (7 von 12 Monaten)" in text
    angebote = re.findall(r'<button type="submit" formmethod="get" formnovalidate name="dimension" value="(\w+)"', text)
    assert angebote == ["tendenz", "qualitativ"]
    abgelehnt = sende(client, weg, gesehen=0, dimension="zielwert", wert_2027="25,3")
    assert "ist unvollständig" in abgelehnt
    assert 'value="25,3"' in abgelehnt
    assert not Ziel.objects.exists()
    sende(client, weg, gesehen=0, dimension="tendenz", richtung="steigern")
    assert Ziel.objects.get().dimension == "tendenz"


def test_a_further_ziel_is_chosen_described_and_struck_out(welt: Welt, zkt: Zielvereinbarung) -> None:
    client = als(welt, "jobcenter-05124")
    text = sende(client, adresse(zkt, "ziele/neu/"), art="alleinerziehende")
    assert "Größe K2E4" not in text
    assert 'name="titel"' in text
    weg = adresse(zkt, "ziele/alleinerziehende/")
    gut = {
        "gesehen": 0,
        "titel": "Alleinerziehende",
        "kennzahl": "K2E4",
        "dimension": "tendenz",
        "richtung": "steigern",
    }
    assert "trägt selbst keinen Zielwert" in seite(client, weg, kennzahl="K2E4", dimension="zielwert")
    text = sende(client, weg, **gut)
    assert "Größe K2E4 (Integrationsquote der Alleinerziehenden)" in text
    assert "ziele/alleinerziehende/streichen/" in text
    assert "alleinerziehende-2/" in client.post(adresse(zkt, "ziele/neu/"), {"art": "alleinerziehende"})["Location"]
    assert "„Alleinerziehende“ gestrichen" in sende(client, f"{weg}streichen/")
    assert "kann nicht gestrichen werden" in sende(client, adresse(zkt, "ziele/integration/streichen/"))
    assert client.get(adresse(zkt, "ziele/erfunden/")).status_code == 404


def test_the_other_party_sees_what_changed_since_it_accepted(welt: Welt, zkt: Zielvereinbarung) -> None:
    eine, andere = als(welt, "land-05"), als(welt, "jobcenter-05124")
    for fassung, (code, eingabe) in enumerate(
        [
            ("integration", {"dimension": "tendenz", "richtung": "steigern"}),
            ("langzeitbezug", {"dimension": "tendenz", "richtung": "senken"}),
            ("soziale_teilhabe", TEILHABE),
        ]
    ):
        sende(eine, adresse(zkt, f"ziele/{code}/"), gesehen=fassung, **eingabe)
    assert "Für Stadt Wuppertal als zugelassener" in seite(andere, adresse(zkt))
    assert "hat die Ziele, Beiträge" in sende(andere, adresse(zkt, "zielannahme/"), gesehen=3)
    assert "Für Stadt Wuppertal" not in seite(andere, adresse(zkt))
    sende(eine, adresse(zkt, "ziele/integration/"), gesehen=3, dimension="tendenz", richtung="halten", um="0,5")
    text = seite(andere, adresse(zkt))
    assert "Geändert seit Ihrer Annahme" in text
    assert "seither geändert" in text
    assert "nicht um mehr als 0,5 Prozentpunkte gesunken" in text
    veraltet = sende(andere, adresse(zkt, "zielannahme/"), gesehen=3)
    assert "inzwischen geändert" in veraltet
    assert Zielannahme.objects.count() == 1
    assert "inzwischen geändert" in sende(andere, adresse(zkt, "zielannahme/"), gesehen="x")


def test_a_lost_race_keeps_the_entries_and_can_be_saved_again(welt: Welt, zkt: Zielvereinbarung) -> None:
    weg = adresse(zkt, "ziele/integration/")
    sende(als(welt, "land-05"), weg, gesehen=0, dimension="tendenz", richtung="steigern")
    text = sende(als(welt, "jobcenter-05124"), weg, gesehen=0, dimension="zielwert", wert_2027="62,5")
    assert "Die Ziele wurden inzwischen geändert." in text
    assert 'value="62,5"' in text
    assert 'name="gesehen" value="1"' in text
    sende(als(welt, "jobcenter-05124"), weg, gesehen=1, dimension="zielwert", wert_2027="62,5")
    assert ziele_von([zkt.pk])[zkt.pk].ziele[1].dimension == "zielwert"


# -- Beiträge and funds ----------------------------------------------------------------------------------------


def test_beitraege_and_funds_are_entered(welt: Welt, zkt: Zielvereinbarung) -> None:
    client = als(welt, "land-05")
    steuernd, ausfuehrend = zkt.vertragsparteien.order_by("reihenfolge")
    neu = adresse(zkt, "beitraege/neu/")
    assert "Bitte prüfen Sie Ihre Eingaben" in sende(client, neu, gesehen=0, vertragspartei=steuernd.pk, text="")
    text = sende(client, neu, gesehen=0, vertragspartei=steuernd.pk, text="Landesmittel für Schuldnerberatung")
    assert "Noch ohne Beitrag: ausführende Seite." in text
    text = sende(client, neu, gesehen=1, vertragspartei=ausfuehrend.pk, text="Zwei Stellen im Fallmanagement")
    assert "Noch ohne Beitrag" not in text
    aendern = adresse(zkt, "beitraege/beitrag-1/")
    assert "Landesmittel für Schuldnerberatung" in seite(client, aendern)
    sende(client, aendern, gesehen=2, text="Landesmittel")
    sende(client, f"{aendern}streichen/")
    assert [b.code for b in Beitrag.objects.geltend()] == ["beitrag-2"]
    assert client.get(aendern).status_code == 404
    mittel = adresse(zkt, "finanzmittel/2027/")
    assert "kein Betrag in Euro" in sende(client, mittel, gesehen=4, eingliederung="viel")
    text = sende(client, mittel, gesehen=4, eingliederung="1.234.567,89", verwaltung="")
    assert "1.234.567,89 €" in text
    assert 'value="1.234.567,89"' in seite(client, mittel)
    assert "ab dem Jahr 2027" in sende(client, adresse(zkt, "finanzmittel/2020/"), gesehen=5, verwaltung="1")


# -- Queries ---------------------------------------------------------------------------------------------------

QUERIES = {"ziele": 28, "ziel": 19}
"""Session, person, Ämter, frame and what the page itself asks; the same for four Ziele and for thirty."""


def abfragen(client: Client, weg: str) -> int:
    seite(client, weg)
    with CaptureQueriesContext(connection) as gezaehlt:
        seite(client, weg)
    return len(gezaehlt)


def test_the_tab_asks_the_database_as_often_for_many_ziele_as_for_few(welt: Welt, zkt: Zielvereinbarung) -> None:
    client = als(welt, "land-05")

    def zaehle() -> dict[str, int]:
        return {"ziele": abfragen(client, adresse(zkt)), "ziel": abfragen(client, adresse(zkt, "ziele/integration/"))}

    vorher = zaehle()
    partei = zkt.vertragsparteien.order_by("reihenfolge")[0]
    for nr in range(8):
        eingabe = {"titel": f"Ziel {nr}", **TEILHABE}
        sende(client, adresse(zkt, f"ziele/oertlich-{nr + 2}/"), gesehen=2 * nr, **eingabe)
        sende(client, adresse(zkt, "beitraege/neu/"), gesehen=2 * nr + 1, vertragspartei=partei.pk, text=f"B {nr}")
    assert "Ziel 7" in seite(client, adresse(zkt))
    assert zaehle() == vorher == QUERIES


def test_what_both_sides_agreed_in_the_planning_is_offered_as_zielwert(welt: Welt, zkt: Zielvereinbarung) -> None:
    geplante_runde(zkt.runde)
    client, weg = als(welt, "jobcenter-05124"), adresse(zkt, "ziele/integration/")
    assert "In der Planung vereinbarter Wert" not in seite(client, weg)
    wert = ziehe(wert_von("05124"), "anbieten", wert_von("05124").erwartet)
    ziehe(wert, "angebot_annehmen")
    assert "In der Planung vereinbarter Wert" in seite(client, weg)
    gefuellt = seite(client, weg, vorschlag="planung")
    (uebernommen,) = re.findall(r'name="wert_2027" value="([^"]+)"', gefuellt)
    vereinbart = vereinbarte_werte(zkt.runde, [zkt.jobcenter_id or 0])[zkt.jobcenter_id or 0, "K2", 2027]
    assert uebernommen == f"{vereinbart.dezimal * 100:.1f}".replace(".", ",")
    assert "In der Planung vereinbarter Wert" not in seite(client, adresse(zkt, "ziele/langzeitbezug/"))
