"""Pages and API around releases: calendar, provisional months, notes, differences, computations, provenance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennzahlen.auskunft.darstellung import sichtbar
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.models import Berechnung, Einheit, Hinweis, Meldung, Veroeffentlichung
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.veroeffentlichungen.hinweise import Geltungsbereich, vermerke
from tests.kennzahlen.veroeffentlicht import BIS, gemeldete_welt, korrigiere, publiziere, veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Nachfolge, Parteistand

SPAETER = datetime(2026, 12, 21, 6, tzinfo=UTC)


@pytest.fixture
def welt(db: None) -> Welt:
    return veroeffentlichte_welt()


@pytest.fixture
def zwei(welt: Welt) -> tuple[Veroeffentlichung, Veroeffentlichung]:
    """Two releases; in the second Düsseldorf corrected its newest month."""
    erste = Veroeffentlichung.objects.get()
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90, LZB=530)
    return erste, publiziere(am=SPAETER)


def als(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


def seite(adresse: str, client: Client | None = None, **parameter: Any) -> str:
    antwort = (client or Client()).get(adresse, parameter)
    assert antwort.status_code == 200, (adresse, antwort.status_code)
    return unescape(antwort.content.decode())


# -- Provisional and final -------------------------------------------------------------------------------------


def vorlaeufige(**parameter: str) -> set[str]:
    ergebnis = Client().get("/api/v1/kennzahlwerte/", {"kennzahl": "K2", "einheit": "05111", **parameter}).json()
    return {zeile["monat"] for zeile in ergebnis["results"] if zeile["vorlaeufig"]}


def test_a_month_is_provisional_until_its_waiting_time_is_over(db: None) -> None:
    gemeldete_welt()
    publiziere(am=datetime(2026, 9, 21, 6, tzinfo=UTC))
    assert vorlaeufige() == {"2026-06", "2026-07"}
    text = seite("/jobcenter/05111/")
    assert "vorläufig" in text
    assert "Ab Juni 2026 vorläufig." in text
    assert "was nach Mai 2026 liegt" in seite(f"/veroeffentlichungen/{Veroeffentlichung.objects.get().pk}/")


def test_what_was_provisional_stays_so_in_its_release(db: None) -> None:
    welt = gemeldete_welt()
    publiziere(am=datetime(2026, 9, 21, 6, tzinfo=UTC))
    korrigiere(welt, "05111", BIS, ELB=1500)
    publiziere()
    assert vorlaeufige() == set()
    assert vorlaeufige(stand="2026-09-30") == {"2026-06", "2026-07"}
    assert "vorläufig" not in seite("/jobcenter/05111/")


def test_the_csv_of_the_api_says_what_is_provisional(welt: Welt) -> None:
    antwort = Client().get("/api/v1/kennzahlwerte/?kennzahl=K2&einheit=bund&format=csv").content.decode()
    kopf, erste = antwort.splitlines()[:2]
    spalte = kopf.split(";").index("vorlaeufig")
    assert erste.split(";")[spalte] == "false"


def test_the_calendar_names_twelve_days_and_their_months(welt: Welt) -> None:
    antwort = Client().get("/veroeffentlichungen/termine/")
    zeilen = antwort.context["tabelle"].zeilen
    assert len(zeilen) == 12
    assert "Nächste Veröffentlichung" in seite("/veroeffentlichungen/")
    assert str(zeilen[0][0]) in seite("/veroeffentlichungen/")


# -- Notes -----------------------------------------------------------------------------------------------------


def vermerk(welt: Welt, text: str = "Umstellung der Software.", **bereich: Any) -> Hinweis:
    durch = welt.zugang("bmas", Rolle.CONTROLLING)
    return vermerke(
        veroeffentlichung=Veroeffentlichung.objects.latest("pk"),
        art=Hinweisart.DATENPROBLEM,
        text=text,
        bereich=Geltungsbereich(**bereich),
        durch=durch,
        am=SPAETER,
    )


def test_a_note_stands_beside_the_figures_it_concerns(welt: Welt) -> None:
    vermerk(welt, einheit=Einheit.objects.get(schluessel="05111"), code="K2", monat=BIS)
    text = seite("/jobcenter/05111/")
    for erwartet in ("Bekanntes Datenproblem (K2, Juli 2026)", "Umstellung der Software.", "21.12.2026"):
        assert erwartet in text
    assert "Umstellung der Software." not in seite("/jobcenter/05124/")
    assert "Umstellung der Software." in seite(f"/veroeffentlichungen/{Veroeffentlichung.objects.get().pk}/")


def test_a_note_on_everything_stands_everywhere_and_with_its_release_only(welt: Welt) -> None:
    vermerk(welt)
    assert "Umstellung" in seite("/jobcenter/05124/")
    assert "Umstellung" in seite("/einheiten/bund/")
    korrigiere(welt, "05111", BIS, ELB=1500)
    publiziere(am=SPAETER)
    assert "Umstellung" not in seite("/einheiten/bund/")
    assert "Umstellung" in seite("/einheiten/bund/", stand="2026-12-01")


def test_a_note_is_added_and_never_changed(welt: Welt) -> None:
    vermerk(welt)
    for befehl in ("DELETE FROM kennzahlen_hinweis", "UPDATE kennzahlen_hinweis SET text = 'anders'"):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(befehl)


@pytest.mark.parametrize(
    ("wer", "status"),
    [
        ("bmas.controlling", 302),
        ("bmas.leitung", 302),
        ("bmas.lesend", 403),
        ("ba.leitung", 403),
        ("jobcenter-05111.controlling", 403),
    ],
)
def test_the_ministry_enters_notes(welt: Welt, wer: str, status: int) -> None:
    pk = Veroeffentlichung.objects.get().pk
    eingabe = {
        "art": "erlaeuterung",
        "text": "Neu erfasst.",
        "einheit": "land:05",
        "kennzahl": "K1",
        "monat": "2026-07",
    }
    assert als(welt, wer).post(f"/veroeffentlichungen/{pk}/hinweise/", eingabe).status_code == status
    assert Hinweis.objects.count() == (status == 302)
    formular = "Hinweis eintragen" in seite(f"/veroeffentlichungen/{pk}/", als(welt, wer))
    assert formular is (status == 302)


@pytest.mark.parametrize(
    ("eingabe", "fehler"),
    [
        ({"art": "erlaeuterung", "text": ""}, "Hinweis"),
        ({"art": "erlaeuterung", "text": "x", "einheit": "mond"}, "„mond“ gibt es nicht"),
        ({"art": "geruecht", "text": "x"}, "Art"),
    ],
)
def test_a_wrong_note_is_shown_again_with_what_is_wrong(welt: Welt, eingabe: dict[str, str], fehler: str) -> None:
    pk = Veroeffentlichung.objects.get().pk
    antwort = als(welt, "bmas.leitung").post(f"/veroeffentlichungen/{pk}/hinweise/", eingabe)
    assert antwort.status_code == 400
    assert fehler in unescape(antwort.content.decode())
    assert not Hinweis.objects.exists()


def test_others_cannot_add_a_note_by_the_act_either(welt: Welt) -> None:
    with pytest.raises(PermissionDenied):
        vermerke(
            veroeffentlichung=Veroeffentlichung.objects.get(),
            art=Hinweisart.ERLAEUTERUNG,
            text="x",
            durch=welt.zugang("ba", Rolle.LEITUNG),
            am=SPAETER,
        )


# -- Differences -----------------------------------------------------------------------------------------------


def csv_zeilen(**parameter: Any) -> list[list[str]]:
    antwort = Client().get("/veroeffentlichungen/unterschied/", {"format": "csv", **parameter})
    assert antwort["Content-Type"] == "text/csv; charset=utf-8"
    return [zeile.split(";") for zeile in b"".join(antwort.streaming_content).decode().splitlines()]  # type: ignore[attr-defined]


def test_two_releases_differ_by_what_was_corrected(zwei: tuple[Veroeffentlichung, Veroeffentlichung]) -> None:
    kopf, *zeilen = csv_zeilen(einheit="")
    assert kopf == ["einheit", "kennzahl", "monat", "alt", "neu", "differenz"]
    assert {zeile[0] for zeile in zeilen} == {
        "05111",
        "bund",
        "land:05",
        "typ:gE",
        "land_typ:05:gE",
        "vergleichstyp:A1",
    }
    assert {zeile[2] for zeile in zeilen} == {"2026-07"}
    for einheit, code, monat, alt, neu, differenz in zeilen:
        frage = {"einheit": einheit, "kennzahl": code, "von": monat}
        jetzt = Client().get("/api/v1/kennzahlwerte/", frage).json()["results"][0]["wert"]
        damals = Client().get("/api/v1/kennzahlwerte/", {**frage, "stand": "2026-12-01"}).json()["results"][0]["wert"]
        assert (alt, neu) == (damals, jetzt)
        assert float(differenz) == pytest.approx(float(neu) - float(alt), abs=2e-6)


def test_the_page_shows_the_bund_and_other_units_on_request(zwei: tuple[Veroeffentlichung, Veroeffentlichung]) -> None:
    alle = Client().get("/veroeffentlichungen/unterschied/").context["tabelle"].zeilen
    assert {str(zeile[0]) for zeile in alle} == {"Bund"}
    eine = Client().get("/veroeffentlichungen/unterschied/", {"einheit": "05111", "kennzahl": "K2"})
    (zeile,) = eine.context["tabelle"].zeilen
    assert (zeile[0], zeile[1], zeile[2]) == ("Jobcenter Düsseldorf", "K2", "Juli 2026")
    datei = {"einheit": "Düsseldorf", "kennzahl": "K2", "tabelle": "unterschiede", "ausgabe": "csv"}
    zeilen = Client().get("/veroeffentlichungen/unterschied/", datei).content.decode().splitlines()
    assert zeilen[1].startswith("Jobcenter Düsseldorf;K2;Juli 2026;0.")
    assert "Kein Unterschied" in seite("/veroeffentlichungen/unterschied/", einheit="05124")


def test_the_order_of_the_releases_does_not_matter(zwei: tuple[Veroeffentlichung, Veroeffentlichung]) -> None:
    alt, neu = zwei
    assert csv_zeilen(alt=alt.pk, neu=neu.pk) == csv_zeilen(alt=neu.pk, neu=alt.pk)
    assert len(csv_zeilen(alt=alt.pk, neu=alt.pk)) == 1


def test_new_months_are_differences_too(db: None) -> None:
    gemeldete_welt()
    publiziere(bis=date(2026, 6, 1))
    publiziere(am=SPAETER)
    zeilen = csv_zeilen(einheit="05111", kennzahl="K2")[1:]
    assert [zeile[2:4] for zeile in zeilen] == [["2026-07", ""]]
    text = seite("/veroeffentlichungen/unterschied/", einheit="05111", kennzahl="K2")
    assert "Noch nicht veröffentlicht." in text
    assert "bestand die Einheit nicht" not in text


@pytest.mark.parametrize(
    ("abstand", "text"),
    [
        (0.0004, "< +0,05"),
        (-0.0004, "> \u22120,05"),
        (0.0005, "+0,1"),
        (-0.0005, "\u22120,1"),
        (0.1, "+10,0"),
        (0, "0,0"),
    ],
)
def test_a_difference_too_small_to_be_shown_is_not_shown_as_none(abstand: float, text: str) -> None:
    assert sichtbar(abstand) == text


@pytest.mark.parametrize("parameter", [{"einheit": "mond"}, {"alt": "0"}, {"neu": "x"}, {"kennzahl": "K9"}])
def test_a_wrong_choice_is_said(zwei: tuple[Veroeffentlichung, Veroeffentlichung], parameter: dict[str, str]) -> None:
    antwort = Client().get("/veroeffentlichungen/unterschied/", parameter)
    assert antwort.status_code == 200
    assert antwort.context["form"].errors


def test_one_release_alone_differs_from_nothing(welt: Welt) -> None:
    assert "Noch nichts zu vergleichen" in seite("/veroeffentlichungen/unterschied/")


# -- Asking for a computation ----------------------------------------------------------------------------------


def test_the_ministry_sees_what_came_in_since_the_release(welt: Welt) -> None:
    client = als(welt, "bmas.controlling")
    assert "hat sich nichts geändert" in seite("/veroeffentlichungen/", client)
    korrigiere(welt, "05111", BIS, ELB=1500)
    text = seite("/veroeffentlichungen/", client)
    assert "Neu freigegeben oder berichtigt: 1 Meldung von 1 Jobcenter" in text
    assert "Jobcenter Düsseldorf, Juli 2026" in text
    for andere in (Client(), als(welt, "ba.leitung"), als(welt, "jobcenter-05111.controlling")):
        assert "Neu freigegeben" not in seite("/veroeffentlichungen/", andere)


@pytest.mark.parametrize(
    ("wer", "darf"),
    [
        ("bmas.controlling", True),
        ("bmas.leitung", True),
        ("bmas.sachbearbeitung", False),
        ("ba.controlling", False),
        ("land-05.leitung", False),
    ],
)
def test_a_button_asks_for_a_computation(
    welt: Welt, wer: str, darf: bool, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = als(welt, wer)
    assert ("Neu berechnen und veröffentlichen" in seite("/veroeffentlichungen/", client)) is darf
    with django_capture_on_commit_callbacks() as danach:
        antwort = client.post("/berechnungen/neu/", {"monat": "2026-07"})
    assert (antwort.status_code, len(danach)) == ((302, 1) if darf else (403, 0))
    assert Berechnung.objects.filter(zustand="angefordert").count() == darf


def test_a_wrong_month_starts_nothing(welt: Welt) -> None:
    antwort = als(welt, "bmas.leitung").post("/berechnungen/neu/", {"monat": "2026-13"}, follow=True)
    assert "Monat gibt es nicht" in unescape(antwort.content.decode())
    assert not Berechnung.objects.exists()


@pytest.mark.parametrize(
    ("zustand", "erwartet"),
    [("laeuft", "Die Berechnung rechnet."), ("haengengeblieben", "regt sich nicht mehr"), ("angefordert", "rechnet")],
)
def test_the_page_of_a_computation_follows_it(welt: Welt, zustand: str, erwartet: str) -> None:
    eine = Berechnung.objects.create(
        bis_monat=BIS, zustand=zustand, angefordert_am=SPAETER, letzte_regung_am=SPAETER, fortschritt=2
    )
    client = als(welt, "bmas.lesend")
    assert erwartet in seite(f"/berechnungen/{eine.pk}/", client)
    stand = seite(f"/berechnungen/{eine.pk}/stand/", client)
    assert 'hx-trigger="every 1s"' in stand
    assert 'value="2"' in stand
    liste = seite("/berechnungen/", client)
    assert "bis Juli 2026" in liste
    assert ("regt sich nicht mehr" in liste) is (zustand == "haengengeblieben")


@pytest.mark.parametrize("wer", ["ba.leitung", "land-05.controlling", "jobcenter-05111.leitung"])
def test_outside_the_ministry_there_are_no_computations(welt: Welt, wer: str) -> None:
    eine = Berechnung.objects.create(bis_monat=BIS, zustand="laeuft", angefordert_am=SPAETER, letzte_regung_am=SPAETER)
    for adresse in ("/berechnungen/", f"/berechnungen/{eine.pk}/", f"/berechnungen/{eine.pk}/stand/"):
        assert als(welt, wer).get(adresse).status_code == 404


# -- Where a value comes from ----------------------------------------------------------------------------------

K2 = "/einheiten/05111/herkunft/K2/"


def test_everybody_sees_the_sums_and_the_versions_but_not_the_figures(welt: Welt) -> None:
    text = seite(K2)
    elb = sum(1000 + nr for nr in range(19, 31))
    for erwartet in (f"{elb:,}".replace(",", "."), "Σ₁₂ INT / Ø₁₂ ELB", "§ 5 Abs. 1 SGB2KennzV", "12 von 12 Monaten"):
        assert erwartet in text
    assert text.count("Version 1, freigegeben 20.11.2026") == 24
    assert "nicht einsehbar" in text
    assert "1.030" not in text
    assert "/meldungen/" not in text.replace('href="/meldungen/"', "")


@pytest.mark.parametrize(
    ("wer", "sieht"),
    [
        ("jobcenter-05111.controlling", True),
        ("bmas.lesend", True),
        ("ba.lesend", True),
        ("land-05.leitung", True),
        ("jobcenter-05124.controlling", False),
        ("dlt.leitung", False),
    ],
)
def test_the_figures_of_a_meldung_are_for_those_who_may_see_it(welt: Welt, wer: str, sieht: bool) -> None:
    text = seite(K2, als(welt, wer))
    pk = Meldung.objects.get(jobcenter=welt.parteien["jobcenter-05111"], monat=BIS).pk
    assert (f"/meldungen/{pk}/" in text) is sieht
    assert ("1.030" in text) is sieht
    assert ("nicht einsehbar" in text) is not sieht


def test_an_earlier_stand_names_the_meldungen_of_then(zwei: tuple[Veroeffentlichung, Veroeffentlichung]) -> None:
    assert "Version 2" in seite(K2)
    assert "Version 2" not in seite(K2, stand="2026-12-01")


def test_nothing_is_said_of_a_withheld_value(db: None) -> None:
    welt = gemeldete_welt()
    korrigiere(welt, "05111", BIS, LZB_AKTIVIERT=2)
    publiziere()
    for client in (Client(), als(welt, "bmas.leitung")):
        text = seite("/einheiten/05111/herkunft/K3E2/", client)
        assert GRUND_TEXT[Grund.GEHEIM] in text
        for verborgen in ("Zähler", "Nenner", "Version 2", "Vollständigkeit"):
            assert verborgen not in text


def test_a_group_shows_its_sums_without_meldungen(welt: Welt) -> None:
    text = seite("/einheiten/land:05/herkunft/K2/")
    assert "die Summen der Jobcenter" in text
    assert "Version 1" not in text


def test_a_merged_jobcenter_names_the_meldungen_of_both(db: None) -> None:
    welt, am = gemeldete_welt(), date(2026, 1, 1)
    alt, neu = welt.parteien["jobcenter-05111"], welt.parteien["jobcenter-06411"]
    Parteistand.objects.filter(partei=alt).update(bis=am)
    Nachfolge.objects.create(vorgaenger=alt, nachfolger=neu, am=am, grund="Kreisreform")
    Meldung.objects.filter(jobcenter=alt, monat__gte=am).update(zustand="abgeloest", abgeloest_am=SPAETER)
    publiziere()
    text = seite("/einheiten/06411/herkunft/K2/", als(welt, "bmas.leitung"))
    assert "1.019 + 4.019" in text


@pytest.mark.parametrize(
    "adresse",
    [
        "/einheiten/mond/herkunft/K2/",
        "/einheiten/bund/herkunft/K9/",
        f"{K2}?monat=2010-01",
        f"{K2}?monat=2030-01",
        f"{K2}?monat=gestern",
        f"{K2}?stand=gestern",
        f"{K2}?stand=2020-01-01",
    ],
)
def test_what_is_not_published_has_no_origin(welt: Welt, adresse: str) -> None:
    assert Client().get(adresse).status_code == 404


def test_the_page_of_a_unit_leads_to_the_origin(welt: Welt) -> None:
    assert f"{K2}?monat=2026-07&stand={Veroeffentlichung.objects.get().pk}" in seite("/jobcenter/05111/")


ABFRAGEN = {
    "/veroeffentlichungen/": 2,
    "/veroeffentlichungen/termine/": 1,
    "/veroeffentlichungen/unterschied/": 6,
    K2: 10,
}


@pytest.mark.parametrize("adresse", sorted(ABFRAGEN))
def test_the_number_of_queries_is_known(zwei: tuple[Veroeffentlichung, Veroeffentlichung], adresse: str) -> None:
    with CaptureQueriesContext(connection) as abfragen:
        seite(adresse)
    assert len(abfragen) == ABFRAGEN[adresse]


@pytest.mark.parametrize("adresse", ["/jobcenter/", "/einheiten/", "/jobcenter/05111/", "/einheiten/bund/", K2])
def test_every_page_of_figures_can_be_read_as_of_a_day(
    zwei: tuple[Veroeffentlichung, Veroeffentlichung], adresse: str
) -> None:
    assert "Stand der Zahlen: 20.11.2026" in seite(adresse, stand="2026-12-01")
    assert "Stand der Zahlen: 21.12.2026" in seite(adresse)
    for falsch in ("gestern", "2020-01-01"):
        assert Client().get(adresse, {"stand": falsch}).status_code == 404
