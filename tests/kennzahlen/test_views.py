"""The pages of published Kennzahlen and of Meldungen: what they show, to whom, and with how many queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennzahlen.auskunft import charts
from kennzahlen.auskunft.verzeichnis import sortierfolge
from kennzahlen.models import Befund, Meldung, Veroeffentlichung
from kennzahlen.recht import GROESSE
from tests.kennzahlen.veroeffentlicht import (
    BIS,
    JETZT,
    gemeldete_welt,
    korrigiere,
    melde,
    publiziere,
    veroeffentlichte_welt,
)
from tests.welt import Welt, partei
from zielsystem.parties.models import Installation, Nachfolge, Parteistand
from zielsystem.parties.recht import Parteiart


@pytest.fixture(autouse=True)
def _leerer_cache() -> None:
    cache.clear()


@pytest.fixture
def welt(db: None) -> Welt:
    return veroeffentlichte_welt()


def seite(adresse: str, client: Client | None = None, **parameter: Any) -> str:
    """The text of a page that must be there."""
    antwort = (client or Client()).get(adresse, parameter)
    assert antwort.status_code == 200, (adresse, antwort.status_code)
    return unescape(antwort.content.decode())


def fehlt(adresse: str, client: Client | None = None, **parameter: Any) -> bool:
    return (client or Client()).get(adresse, parameter).status_code == 404


def angemeldet(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


# -- A Jobcenter -----------------------------------------------------------------------------------------------


def test_a_jobcenter_shows_its_kennzahlen_beside_the_others(welt: Welt) -> None:
    text = seite("/jobcenter/05111/")
    for erwartet in ("Jobcenter Düsseldorf", "Juli 2026", "Nordrhein-Westfalen", "Vergleichstyp A1", "Große Städte"):
        assert erwartet in text
    for code in ("K1", "K2", "K3"):
        assert f'id="{code}"' in text
        assert f"/jobcenter/05111/diagramm/{code}.svg?monate=60" in text
    assert 'alt="Liniendiagramm: Integrationsquote (K2) von Januar 2024 bis Juli 2026; Jobcenter Düsseldorf:' in text
    assert "Stand der Zahlen: 20.11.2026" in text


def test_the_shown_values_are_the_published_ones(welt: Welt) -> None:
    antwort = Client().get("/jobcenter/05111/")
    kachel = antwort.context["kacheln"][1]
    wert = Client().get("/api/v1/kennzahlwerte/?kennzahl=K2&einheit=05111&von=2026-07").json()["results"][0]["wert"]
    assert kachel["wert"] == f"{float(wert) * 100:.1f}\u202f%".replace(".", ",")
    assert kachel["zeitraum"] == "gegenüber Juli 2025"


def test_an_incomplete_value_says_so_everywhere(db: None) -> None:
    gemeldete_welt()
    publiziere(bis=date(2024, 7, 1))
    text = seite("/jobcenter/05111/")
    assert "unvollständig: 7 von 12 Monaten" in text
    assert "Offene Kreise: unvollständige Werte." in text
    assert "Die Zahlen des früheren Monats, auf den sich der Wert bezieht, liegen nicht vor." in text


def test_a_group_that_lacks_a_unit_says_so(db: None) -> None:
    welt = gemeldete_welt()
    Meldung.objects.filter(jobcenter=welt.parteien["jobcenter-05124"], monat=BIS).delete()
    publiziere()
    assert "ohne 1 Jobcenter, deren Zahlen fehlen" in seite("/einheiten/land:05/")


def test_a_comparison_across_a_new_definition_is_not_drawn(db: None) -> None:
    welt = Welt.erschaffe()
    for jahr in (2017, 2018, 2019, 2020):
        for monat in range(1, 13):
            tag = date(jahr, monat, 1)
            melde(welt, "05111", tag, **{"INT_NACHHALTIG": 20} if tag < date(2019, 4, 1) else {})
    publiziere(bis=date(2020, 3, 1))
    text = seite("/jobcenter/05111/", monate="alle")
    assert "nicht vergleichbar" in text
    assert "neue Definition ab April 2019" in text
    assert "neue Definition" in seite("/jobcenter/05111/diagramm/K2E3.svg", monate="alle")


@pytest.mark.parametrize(("monate", "erster"), [("24", "August 2024"), ("60", "Januar 2024"), ("alle", "Januar 2024")])
def test_the_period_can_be_chosen(welt: Welt, monate: str, erster: str) -> None:
    assert f"Entwicklung von {erster} bis Juli 2026" in seite("/jobcenter/05111/", monate=monate)


def test_an_earlier_stand_can_be_read(db: None) -> None:
    welt = gemeldete_welt()
    publiziere()
    frueher = Client().get("/jobcenter/05111/").context["kacheln"]
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90)
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    antwort = Client().get("/jobcenter/05111/?stand=2026-12-01")
    assert antwort.context["kacheln"] == frueher
    assert "Früherer Stand" in antwort.content.decode()
    assert Client().get("/jobcenter/05111/").context["kacheln"] != frueher
    assert "veroeffentlichung=" in antwort.context["abschnitte"][0]["verlauf"]["bild_url"]


def test_of_two_releases_of_one_day_the_earlier_one_can_be_read_too(db: None) -> None:
    welt = gemeldete_welt()
    erste = publiziere(am=JETZT)
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90)
    zweite = publiziere(am=JETZT + timedelta(hours=1))
    seite = Client().get("/jobcenter/05111/", {"stand": str(erste.pk)})
    assert f"Veröffentlichung Nr. {erste.pk} vom 20.11.2026" in seite.content.decode()
    assert seite.context["veroeffentlichung"] == erste
    antwortende = [
        Client().get("/jobcenter/05111/", {"stand": stand}).context["veroeffentlichung"]
        for stand in ("2026-11-20", "2026-11-20T07:30", "2026-11-20T08:00")
    ]
    assert antwortende == [zweite, erste, zweite]
    assert f"?stand={erste.pk}" in Client().get("/veroeffentlichungen/").content.decode()
    assert Client().get("/jobcenter/05111/", {"stand": "999999"}).status_code == 404


@pytest.mark.parametrize(
    "adresse",
    [
        "/jobcenter/99999/",
        "/jobcenter/05111/?monate=13",
        "/jobcenter/05111/?stand=gestern",
        "/jobcenter/05111/?stand=2020-01-01",
        "/einheiten/mond/",
        "/jobcenter/05111/diagramm/K9.svg",
        "/jobcenter/99999/diagramm/K2.svg",
        "/jobcenter/05111/diagramm/K2.svg?format=quer",
        "/jobcenter/05111/diagramm/K2.svg?veroeffentlichung=0",
        "/jobcenter/05111/diagramm/K2.svg?veroeffentlichung=neu",
        "/meldungen/1/",
    ],
)
def test_what_does_not_exist_is_not_found(welt: Welt, adresse: str) -> None:
    assert fehlt(adresse, angemeldet(welt, "bmas.lesend"))


def test_a_jobcenter_tells_its_history(welt: Welt) -> None:
    stand = Parteistand.objects.get(partei=welt.parteien["jobcenter-05124"])
    Parteistand.objects.filter(pk=stand.pk).update(ab=date(2012, 1, 1))
    stand.pk, stand.bis, stand.art, stand.name, stand.ags = (
        None,
        date(2012, 1, 1),
        Parteiart.GE,
        "ARGE Wuppertal",
        "05999",
    )
    stand.save(force_insert=True)
    text = seite("/jobcenter/05124/")
    for satz in (
        "seit 01.01.2012, bis 31.12.2011 gemeinsame Einrichtung.",
        "Heißt so seit 01.01.2012, bis 31.12.2011 ARGE Wuppertal.",
        "Schlüssel 05124 seit 01.01.2012, bis 31.12.2011 05999.",
    ):
        assert satz in text
    antwort = Client().get("/jobcenter/05999/")
    assert (antwort.status_code, antwort["Location"]) == (302, "/jobcenter/05124/")


def test_a_merged_jobcenter_and_its_successor_name_each_other(db: None) -> None:
    welt = gemeldete_welt()
    p = welt.parteien
    p["jobcenter-05999"] = partei(
        "jobcenter-05999", Parteiart.GE, "Jobcenter Altkreis", ags="05999", land=p["land-05"],
        traeger=p["kommune-05111"], bis=date(2025, 3, 1),
    )  # fmt: skip
    melde(welt, "05999", date(2025, 1, 1))
    Nachfolge.objects.create(
        vorgaenger=p["jobcenter-05999"], nachfolger=p["jobcenter-05111"], am=date(2025, 3, 1), grund="Kreisreform"
    )
    publiziere()
    alter, neuer = seite("/jobcenter/05999/"), seite("/jobcenter/05111/")
    assert "Dieses Jobcenter besteht nicht mehr." in alter
    assert 'Aufgegangen in <a href="/jobcenter/05111/">Jobcenter Düsseldorf</a> am 01.03.2025.' in alter
    assert "Kennzahlen im Februar 2025" in alter
    assert 'Umfasst seit 01.03.2025 auch <a href="/jobcenter/05999/">Jobcenter Altkreis</a>.' in neuer
    assert "Jobcenter Altkreis" not in seite("/jobcenter/")
    assert "aufgelöst zum 01.03.2025" in seite("/jobcenter/", aufgeloest="on")


def test_without_a_release_the_page_says_what_is_missing(db: None) -> None:
    Welt.erschaffe()
    assert "Noch keine Kennzahlen" in seite("/jobcenter/05111/")
    assert "Jobcenter Düsseldorf" in seite("/jobcenter/")
    assert "Noch keine Kennzahlen" in seite("/einheiten/")
    assert "Noch keine Veröffentlichung" in seite("/veroeffentlichungen/")
    assert fehlt("/jobcenter/05111/diagramm/K2.svg")


# -- Charts ----------------------------------------------------------------------------------------------------


def test_a_chart_is_drawn_once_per_release(welt: Welt, monkeypatch: pytest.MonkeyPatch) -> None:
    gezeichnet: list[dict[str, Any]] = []
    echt = charts.svg
    monkeypatch.setattr(charts, "svg", lambda spec: gezeichnet.append(spec) or echt(spec))
    nummer = Veroeffentlichung.objects.get().pk
    for _ in range(3):
        antwort = Client().get(f"/jobcenter/05111/diagramm/K2.svg?veroeffentlichung={nummer}")
    assert antwort["Content-Type"] == "image/svg+xml"
    assert antwort["Cache-Control"] == "public, max-age=86400"
    assert len(gezeichnet) == 1
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    Client().get("/jobcenter/05111/diagramm/K2.svg?format=schmal")
    assert (len(gezeichnet), gezeichnet[1]["width"]) == (2, 400)


def test_a_chart_of_invented_figures_says_so(welt: Welt) -> None:
    assert "Synthetische" not in seite("/einheiten/bund/diagramm/K2.svg")
    Installation.objects.create(synthetisch=True)
    cache.clear()
    assert "Synthetische Demonstrationsdaten" in seite("/einheiten/bund/diagramm/K2.svg")


# -- Lists -----------------------------------------------------------------------------------------------------


def test_names_are_in_german_order() -> None:
    namen = ["Uelzen", "Übersee", "Zwickau", "Ostholstein", "Österreich", "ahrweiler", "Straße", "Strassen"]
    assert sorted(namen, key=sortierfolge) == [
        "ahrweiler", "Österreich", "Ostholstein", "Straße", "Strassen", "Übersee", "Uelzen", "Zwickau",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parameter", "gefunden"),
    [
        ({}, ["Darmstadt", "Düsseldorf", "Wuppertal"]),
        ({"suche": "dusseldorf"}, ["Düsseldorf"]),
        ({"suche": "0512"}, ["Wuppertal"]),
        ({"suche": "jobcenter darm"}, ["Darmstadt"]),
        ({"land": "05"}, ["Düsseldorf", "Wuppertal"]),
        ({"art": "zkt"}, ["Wuppertal"]),
        ({"land": "06", "art": "zkt"}, []),
    ],
)
def test_the_list_can_be_narrowed(welt: Welt, parameter: dict[str, str], gefunden: list[str]) -> None:
    text = seite("/jobcenter/", **parameter)
    stellen = {name: text.find(f"Jobcenter {name}") for name in ("Darmstadt", "Düsseldorf", "Wuppertal")}
    assert [name for name in sorted(stellen, key=stellen.__getitem__) if stellen[name] >= 0] == gefunden
    assert ("Kein Jobcenter gefunden" in text) is not bool(gefunden)


def test_the_groups_are_listed_with_their_values(welt: Welt) -> None:
    text = seite("/einheiten/")
    for schluessel in ("bund", "land:05", "typ:zkT", "vergleichstyp:A1", "land_typ:06:gE"):
        assert f'href="/einheiten/{schluessel}/"' in text
    assert Client().get("/einheiten/05111/")["Location"] == "/jobcenter/05111/"


def test_the_definitions_are_shown_from_the_rows(db: None) -> None:
    text = seite("/kennzahlen/")
    for erwartet in ("Σ₁₂ ELB_ABGANG / Σ₁₂ ELB (Vormonat)", "bis vor 22.03.2019", "INT_KONT", "§ 6 Abs. 2 Nr. 4"):
        assert erwartet in text


def test_the_releases_are_listed(welt: Welt) -> None:
    assert "bis Juli 2026" in seite("/veroeffentlichungen/")


# -- Meldungen -------------------------------------------------------------------------------------------------


def test_everyone_sees_the_meldungen_that_are_theirs(welt: Welt) -> None:
    sicht = {
        "bmas.lesend": {"05111", "05124", "06411"},
        "ba.lesend": {"05111", "06411"},
        "land-05.lesend": {"05111", "05124"},
        "kommune-06411.lesend": {"06411"},
        "jobcenter-05111.lesend": {"05111"},
        "dlt.lesend": set(),
    }
    for name, erwartet in sicht.items():
        gesehene = angemeldet(welt, name).get("/meldungen/").context["seite"]
        assert {meldung.jobcenter.schluessel.removeprefix("jobcenter-") for meldung in gesehene} == erwartet


def test_an_invisible_meldung_is_not_there(welt: Welt) -> None:
    fremde = Meldung.objects.get(jobcenter=welt.parteien["jobcenter-05124"], monat=BIS)
    assert fehlt(f"/meldungen/{fremde.pk}/", angemeldet(welt, "jobcenter-05111.leitung"))
    assert "Jobcenter Wuppertal, Juli 2026" in seite(f"/meldungen/{fremde.pk}/", angemeldet(welt, "land-05.lesend"))
    assert Client().get(f"/meldungen/{fremde.pk}/").status_code == 302


def test_the_meldungen_can_be_narrowed(welt: Welt) -> None:
    client = angemeldet(welt, "bmas.lesend")
    text = seite("/meldungen/", client, monat="2026-05", suche="wupper")
    assert "1 Meldung<" in text
    assert "Jobcenter Wuppertal" in text
    assert seite("/meldungen/", client, monat="5/2026").count("Mai 2026") == 3
    assert "„Mai“ ist kein Monat. Richtig wäre zum Beispiel 10/2026" in seite("/meldungen/", client, monat="Mai")
    assert "Einen 13. Monat gibt es nicht." in seite("/meldungen/", client, monat="2026-13")


def test_a_meldung_shows_figures_findings_and_versions(welt: Welt) -> None:
    korrigiere(welt, "05111", BIS, ELB=1300, LLU=123456)
    zweite = Meldung.objects.get(jobcenter=welt.parteien["jobcenter-05111"], monat=BIS, version=2)
    Befund.objects.create(
        meldung=zweite,
        code="sprung",
        schwere="weich",
        groesse=GROESSE["ELB"].nr,
        gemeldet=1300,
        erwartet="990 bis 1.060",
        text="Der Bestand springt.",
    )
    client = angemeldet(welt, "jobcenter-05111.controlling")
    text = seite(f"/meldungen/{zweite.pk}/", client)
    for erwartet in ("1.300", "1.234,56\u202f€", "990 bis 1.060", "Der Bestand springt.", "auffällig"):
        assert erwartet in text
    assert "Juni 2026" in text
    versionen = seite(f"/meldungen/{zweite.pk}/versionen/", client)
    assert "Version 2 gegenüber Version 1" in versionen
    liste = Client.get(client, "/meldungen/", {"monat": "2026-07"})
    assert [zelle.text if hasattr(zelle, "text") else zelle for zelle in liste.context["tabelle"].zeilen[0]][2:5] == [
        "2", "0", "1",
    ]  # fmt: skip


# -- Cost ------------------------------------------------------------------------------------------------------

ABFRAGEN = {
    "/jobcenter/": 5,
    "/jobcenter/05111/": 16,
    "/einheiten/": 6,
    "/einheiten/land:05/": 15,
    "/kennzahlen/": 1,
    "/veroeffentlichungen/": 2,
}


@pytest.mark.parametrize("adresse", ABFRAGEN)
def test_a_page_takes_the_recorded_number_of_queries_however_long(adresse: str, db: None) -> None:
    welt = gemeldete_welt()
    publiziere()
    vorher = abfragen(adresse)
    for nr in range(100):
        ags = f"06{nr:03}"
        welt.parteien[f"jobcenter-{ags}"] = partei(
            f"jobcenter-{ags}", Parteiart.GE, f"Jobcenter {nr}", ags=ags, land=welt.parteien["land-06"],
            traeger=welt.parteien["kommune-06411"],
        )  # fmt: skip
        melde(welt, ags, BIS)
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    assert (vorher, abfragen(adresse)) == (ABFRAGEN[adresse], ABFRAGEN[adresse])


def test_the_list_of_meldungen_takes_as_many_queries_for_one_as_for_a_page(welt: Welt) -> None:
    client = angemeldet(welt, "bmas.lesend")
    eine = abfragen("/meldungen/?monat=2026-07&suche=wuppertal", client)
    assert eine == abfragen("/meldungen/", client)


def abfragen(adresse: str, client: Client | None = None) -> int:
    with CaptureQueriesContext(connection) as gezaehlt:
        seite(adresse, client)
    return len(gezaehlt)
