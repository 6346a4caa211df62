"""The tab "Auswertung" and the overview of a round: what they show, to whom, and with how many queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from agreements.lifecycle import auswertung_abschliessen
from agreements.models import Auswertungsbestaetigung, Planungsrunde, Zielbewertung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.ziele import Dimension
from agreements.ziele.dimension import Richtung
from agreements.ziele.vorgabe import Jahreswert, Meilenstein, Qualitativ, Tendenz, Zielwert
from tests.agreements.auswertungswelt import auswertungswelt, in_auswertung, runde_2025, vereinbare, vereinbarung_2025
from tests.agreements.lebenslaeufe import versetze
from tests.agreements.runden import JETZT, neue_runde
from tests.agreements.test_ziele_ansichten import abfragen, adresse, als, seite, sende
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

ERREICHT = {"stein_0": "ja", "gesehen": 1}
UEBERBLICK = "/zielvereinbarungen/{}/auswertung/"


@pytest.fixture
def welt(db: None) -> Welt:
    cache.clear()
    welt = auswertungswelt()
    runde_2025()
    return welt


@pytest.fixture
def zkt(welt: Welt) -> Zielvereinbarung:
    """K2 just missed, K3 fallen, one milestone."""
    vereinbarung = vereinbarung_2025()
    vereinbare(vereinbarung, "integration", "K2", Dimension.ZIELWERT, Zielwert((Jahreswert(2025, Decimal("0.613")),)))
    vereinbare(vereinbarung, "langzeitbezug", "K3", Dimension.TENDENZ, Tendenz(Richtung.SENKEN))
    stein = Qualitativ((Meilenstein("Coaching", date(2025, 6, 30)),))
    vereinbare(vereinbarung, "soziale_teilhabe", "", Dimension.QUALITATIV, stein)
    return vereinbarung


def bis_zur_bestaetigung(welt: Welt, zkt: Zielvereinbarung) -> None:
    """Computed, explained and confirmed by both sides, all in the browser."""
    client = als(welt, "land-05")
    sende(client, adresse(zkt, "auswertung/berechnen/"))
    sende(client, adresse(zkt, "auswertung/ziele/soziale_teilhabe/"), **ERREICHT)
    sende(client, adresse(zkt, "auswertung/ziele/integration/"), gesehen=2, gruende=["personal"])
    for wer in ("land-05", "jobcenter-05124"):
        sende(als(welt, wer), adresse(zkt, "auswertung/bestaetigen/"), gesehen=3)


def test_an_evaluation_goes_its_way_in_the_browser(welt: Welt, zkt: Zielvereinbarung) -> None:
    client, tab = als(welt, "land-05"), adresse(zkt, "auswertung/")
    assert "Noch nichts auszuwerten" in seite(client, tab)
    versetze(zkt, Zustand.IN_KRAFT)
    assert "61,2 %, vereinbart mindestens 61,3 %." in seite(client, tab)
    in_auswertung(zkt)
    assert "noch nicht berechnet" in seite(client, tab)
    text = sende(client, f"{tab}berechnen/")
    for erwartet in (
        "Veröffentlichung vom 20.11.2026",
        "nicht erreicht",
        "61,2 %, vereinbart mindestens 61,3 %.",
        "zurückhaltender als die Entwicklung der Vergleichsgruppe",
        "Noch ohne Entscheidung über jeden Meilenstein: Soziale_teilhabe.",
        "Noch ohne Grund, warum nicht oder nur teilweise erreicht: Integration.",
        "keine Folgen für Mittel oder Personen",
    ):
        assert erwartet in text, erwartet
    assert "bestätigen</span>" not in text
    teilhabe = f"{tab}ziele/soziale_teilhabe/"
    assert "Bis 30.06.2025: Coaching" in seite(client, teilhabe)
    assert "1 von 1 Meilensteinen erreicht." in sende(client, teilhabe, **ERREICHT)
    grund = {"gesehen": 2, "gruende": ["sonstiges"], "erlaeuterung": ""}
    assert "Bitte erläutern Sie den anderen Grund." in sende(client, f"{tab}ziele/integration/", **grund)
    text = sende(client, f"{tab}ziele/integration/", **grund | {"erlaeuterung": "Umzug des Hauses"})
    assert "Anderer Grund Umzug des Hauses" in text.replace('<span class="zelle__hinweis">', " ")
    assert "Ihre Partei hat die Auswertung bestätigt." in sende(client, f"{tab}bestaetigen/", gesehen=3)
    assert "inzwischen geändert" in sende(als(welt, "jobcenter-05124"), f"{tab}bestaetigen/", gesehen=2)
    sende(als(welt, "jobcenter-05124"), f"{tab}bestaetigen/", gesehen=3)
    assert Auswertungsbestaetigung.objects.count() == 2


def test_another_result_takes_a_reason_and_entries_stay(welt: Welt, zkt: Zielvereinbarung) -> None:
    in_auswertung(zkt)
    client, weg = als(welt, "land-05"), adresse(zkt, "auswertung/ziele/integration/")
    sende(client, adresse(zkt, "auswertung/berechnen/"))
    text = sende(client, weg, gesehen=1, ergebnis="erreicht", erlaeuterung="Bleibt stehen")
    assert "Ein anderes Ergebnis als das berechnete braucht einen Grund." in text
    assert "Bleibt stehen" in text
    sende(client, weg, gesehen=1, ergebnis="erreicht", abweichung="Nachmeldung im Januar")
    text = seite(client, adresse(zkt, "auswertung/"))
    assert "Nachmeldung im Januar" in text
    assert "Berechnet: nicht erreicht" in text


@pytest.mark.parametrize(
    ("wer", "rolle", "sieht", "haelt_fest"),
    [
        ("land-05", Rolle.LEITUNG, True, True),
        ("jobcenter-05124", Rolle.LESEND, True, False),
        ("bmas", Rolle.LEITUNG, True, False),
        ("land-06", Rolle.LEITUNG, False, False),
        ("jobcenter-05111", Rolle.LEITUNG, False, False),
    ],
)
def test_who_sees_and_who_holds_results(
    welt: Welt, zkt: Zielvereinbarung, wer: str, rolle: Rolle, sieht: bool, haelt_fest: bool
) -> None:
    in_auswertung(zkt)
    sende(als(welt, "land-05"), adresse(zkt, "auswertung/berechnen/"))
    client, tab = als(welt, wer, rolle), adresse(zkt, "auswertung/")
    antwort = client.get(tab)
    assert antwort.status_code == (200 if sieht else 404)
    if wer == "bmas":
        assert "wenn beide Seiten sie bestätigt haben" in seite(client, tab)
    ziel = client.get(f"{tab}ziele/integration/").status_code
    assert (ziel == 200) is haelt_fest
    for weg in ("berechnen/", "bestaetigen/", "ziele/integration/"):
        antwort = client.post(tab + weg, {"gesehen": "1", "gruende": ["personal"]})
        assert (antwort.status_code == 302) is haelt_fest, weg
    assert bool(Zielbewertung.objects.get(ziel="integration").gruende) is haelt_fest


def test_the_overview_of_a_round_and_the_next_agreement(welt: Welt, zkt: Zielvereinbarung) -> None:
    in_auswertung(zkt)
    bis_zur_bestaetigung(welt, zkt)
    runde = Planungsrunde.objects.get()
    bund = als(welt, "bmas", Rolle.LEITUNG)
    assert "Noch keine Auswertung" in seite(bund, UEBERBLICK.format(runde.pk))
    auswertung_abschliessen(vereinbarung=zkt, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)
    text = seite(bund, UEBERBLICK.format(runde.pk), ziel="integration")
    for erwartet in ("1 von 1 geschlossenen Vereinbarungen", "Nordrhein-Westfalen", "Niemand wird nach Ergebnissen"):
        assert erwartet in text
    for filter_ in ({"land": "06"}, {"ziel": "unbekannt"}, {"land": "99"}):
        assert bund.get(UEBERBLICK.format(runde.pk), filter_).status_code == 200
    assert "Noch keine Auswertung" in seite(als(welt, "land-06", Rolle.LEITUNG), UEBERBLICK.format(runde.pk))
    assert "61,2 %" in seite(bund, adresse(zkt, "auswertung/"))
    neue_runde(ab=date(2027, 1, 1), bis=date(2028, 1, 1))
    naechste = Zielvereinbarung.objects.get(runde__ab=date(2027, 1, 1), schluessel="05124")
    client, weg = als(welt, "land-05"), adresse(naechste, "ziele/integration/")
    assert "Vorschlag aus der letzten Auswertung" in seite(client, weg)
    assert 'name="wert_2027" value="67,2"' in seite(client, weg, vorschlag="auswertung")
    assert "neue sind zu vereinbaren" in seite(client, adresse(naechste, "ziele/soziale_teilhabe/"))


QUERIES = {"auswertung": 17, "ueberblick": 8}
"""Session, person, Ämter, frame and what the page itself asks; the same for one agreement and for many."""


def test_the_pages_ask_the_database_as_often_for_many_as_for_one(welt: Welt, zkt: Zielvereinbarung) -> None:
    in_auswertung(zkt)
    bis_zur_bestaetigung(welt, zkt)
    auswertung_abschliessen(vereinbarung=zkt, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)
    runde = Planungsrunde.objects.get()
    client = als(welt, "land-05", Rolle.LEITUNG)
    ueberblick = f"{UEBERBLICK.format(runde.pk)}?ziel=integration"
    vorher = {"auswertung": abfragen(client, adresse(zkt, "auswertung/")), "ueberblick": abfragen(client, ueberblick)}
    andere = vereinbarung_2025("05")
    in_auswertung(andere)
    sende(client, adresse(andere, "auswertung/berechnen/"))
    versetze(andere, Zustand.AUSGEWERTET)
    assert "2 von 2 geschlossenen" in seite(client, UEBERBLICK.format(runde.pk))
    assert abfragen(client, ueberblick) == vorher["ueberblick"]
    assert vorher == QUERIES
