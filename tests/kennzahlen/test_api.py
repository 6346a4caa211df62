"""The REST API of published values, as a client sees it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kennzahlen.auskunft import abfrage
from kennzahlen.auskunft.stand import FORMEN
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.recht import KENNZAHL_CODES, KENNZAHLEN
from kennzahlen.veroeffentlichungen.hinweise import Geltungsbereich, vermerke
from tests.kennzahlen.veroeffentlicht import (
    BIS,
    ELB,
    JETZT,
    MONATE,
    gemeldete_welt,
    korrigiere,
    publiziere,
    veroeffentlichte_welt,
)
from tests.welt import HEUTE, Welt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import betrieb
from zielsystem.zahlen import bruch

ORT = "/api/v1/kennzahlwerte/"


@pytest.fixture
def welt(db: None) -> Welt:
    return veroeffentlichte_welt()


def frage(ort: str = ORT, **parameter: Any) -> Any:
    """The answer as JSON, which must be one."""
    antwort = Client().get(ort, parameter)
    assert antwort.status_code == 200, antwort.content.decode()
    return antwort.json()


def problem(ort: str = ORT, status: int = 400, **parameter: Any) -> dict[str, Any]:
    """The problem object of a refused request."""
    antwort = Client().get(ort, parameter)
    assert (antwort.status_code, antwort["Content-Type"]) == (status, "application/problem+json")
    objekt = json.loads(antwort.content)
    assert {"type", "title", "status", "detail"} <= set(objekt)
    assert objekt["status"] == status
    return objekt


# -- Values ----------------------------------------------------------------------------------------------------


def test_a_value_has_every_promised_field(welt: Welt) -> None:
    antwort = frage(kennzahl="K2", einheit="05111", von="2026-07", bis="2026-07")
    elb = [ELB["05111"] + nr for nr in range(19, 31)]
    integrationen = sum(ELB["05111"] // 20 + nr % 5 for nr in range(19, 31))
    nummer = Veroeffentlichung.objects.get().pk
    assert antwort == {
        "anzahl": 1,
        "veroeffentlichung": {
            "nummer": nummer,
            "stand": "2026-11-20",
            "veroeffentlicht_am": "2026-11-20T07:00:00+01:00",
            "bis_monat": "2026-07",
        },
        "naechste": None,
        "results": [
            {
                "kennzahl": "K2",
                "einheit": "05111",
                "monat": "2026-07",
                "wert": f"{integrationen / (sum(elb) / 12):.6f}",
                "vollstaendig": True,
                "monate_vorhanden": 12,
                "einheiten_fehlend": 0,
                "stand": "2026-11-20",
                "grund": None,
                "vorlaeufig": False,
                "veroeffentlichung": nummer,
                "hinweise": [],
                "definition_ab": "2011-01-01",
                "bruch": False,
            }
        ],
    }


def test_the_whole_history_comes_without_months(welt: Welt) -> None:
    zeilen = frage(kennzahl="K2", einheit="bund")["results"]
    assert [zeile["monat"] for zeile in zeilen] == [f"{monat:%Y-%m}" for monat in MONATE]
    assert [zeile["monate_vorhanden"] for zeile in zeilen[:13]] == [*range(1, 13), 12]
    assert [zeile["vollstaendig"] for zeile in zeilen[10:12]] == [False, True]


def test_a_missing_value_is_null_and_says_why(welt: Welt) -> None:
    (zeile,) = frage(kennzahl="K1", einheit="05111", von="2024-12", bis="2024-12")["results"]
    assert (zeile["wert"], zeile["vollstaendig"]) == (None, False)
    assert zeile["grund"] == GRUND_TEXT[Grund.VERGLEICHSMONAT_FEHLT]


def test_lists_are_repeated_or_separated_and_come_in_their_order(welt: Welt) -> None:
    antwort = Client().get(f"{ORT}?kennzahl=K3,K2&kennzahl=K1&einheit=06411&einheit=bund,05111&von=2026-06")
    reihenfolge = [(z["einheit"], z["kennzahl"], z["monat"]) for z in antwort.json()["results"]]
    assert reihenfolge == [
        (einheit, kennzahl, monat)
        for einheit in ("06411", "bund", "05111")
        for kennzahl in ("K3", "K2", "K1")
        for monat in ("2026-06", "2026-07")
    ]


@pytest.mark.parametrize(
    "einheit", ["bund", "land:05", "land:06", "typ:gE", "typ:zkT", "land_typ:05:zkT", "vergleichstyp:A1", "05124"]
)
def test_every_form_of_unit_is_found(welt: Welt, einheit: str) -> None:
    (zeile,) = frage(kennzahl="K2", einheit=einheit, von="2026-07")["results"]
    assert zeile["einheit"] == einheit
    assert Decimal(zeile["wert"]) > 0


def test_a_former_key_finds_the_present_one(welt: Welt) -> None:
    jobcenter = welt.parteien["jobcenter-05111"]
    heute = Parteistand.objects.get(partei=jobcenter)
    Parteistand.objects.filter(pk=heute.pk).update(ab=date(2020, 1, 1))
    Parteistand.objects.create(
        partei=jobcenter,
        ab=date(2011, 1, 1),
        bis=date(2020, 1, 1),
        art=heute.art,
        name="Jobcenter Alt",
        ags="05999",
        land=heute.land,
        traeger=heute.traeger,
    )
    assert {zeile["einheit"] for zeile in frage(kennzahl="K2", einheit="05999,05111")["results"]} == {"05111"}


def test_stand_reads_what_was_published_then(db: None) -> None:
    welt = gemeldete_welt()
    publiziere(am=JETZT)
    alt = frage(kennzahl="K2", einheit="05111", bis="2026-07")["results"]
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90)
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    frueher = frage(kennzahl="K2", einheit="05111", stand="2026-12-20")
    assert frueher["results"] == alt
    assert frueher["veroeffentlichung"]["stand"] == "2026-11-20"
    neu = frage(kennzahl="K2", einheit="05111")["results"]
    assert [zeile["wert"] for zeile in neu[:-1]] == [zeile["wert"] for zeile in alt[:-1]]
    assert neu[-1]["wert"] != alt[-1]["wert"]
    assert {zeile["stand"] for zeile in neu} == {"2026-12-21"}
    fehler = problem(stand="2026-01-01")
    assert (fehler["parameter"], fehler["erlaubt"]) == ("stand", ["2026-12-21", "2026-11-20"])


def test_two_releases_of_one_day_are_told_apart_by_time_and_by_number(db: None) -> None:
    welt = gemeldete_welt()
    erste = publiziere(am=JETZT)
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90)
    zweite = publiziere(am=JETZT + timedelta(hours=3))

    def antwortet(stand: str) -> int:
        nummer: int = frage(kennzahl="K2", einheit="05111", stand=stand)["veroeffentlichung"]["nummer"]
        return nummer

    assert antwortet("2026-11-20") == zweite.pk
    assert [antwortet(f"2026-11-20T{um}") for um in ("07:00", "09:59", "10:00")] == [erste.pk, erste.pk, zweite.pk]
    assert antwortet("2026-11-20T08:00:00+00:00") == erste.pk
    assert antwortet("2026-11-20T09:00:00Z") == zweite.pk
    assert [antwortet(str(eine.pk)) for eine in (erste, zweite)] == [erste.pk, zweite.pk]
    assert "Nummer 999999 gibt es nicht" in problem(stand="999999")["detail"]
    assert "Am 20.11.2026, 06:59" in problem(stand="2026-11-20T06:59")["detail"]
    assert problem(stand="2026-11-20T25:00")["erlaubt"] == list(FORMEN)


def test_notes_stand_with_the_release_and_with_the_values_they_concern(db: None) -> None:
    gemeldete_welt()
    eine = publiziere()
    jobcenter = Einheit.objects.get(schluessel="05111")
    bereich = Geltungsbereich(jobcenter, "K2", BIS)
    alle = vermerke(veroeffentlichung=eine, art=Hinweisart.ERLAEUTERUNG, text="Erste.", durch=betrieb(HEUTE), am=JETZT)
    einer = vermerke(
        veroeffentlichung=eine,
        art=Hinweisart.DATENPROBLEM,
        text="Zahlen geschätzt.",
        bereich=bereich,
        durch=betrieb(HEUTE),
        am=JETZT,
    )
    zeilen = frage(kennzahl="K2,K3", einheit="05111,bund", von="2026-06")["results"]
    betroffen = [(z["kennzahl"], z["einheit"], z["monat"]) for z in zeilen if einer.pk in z["hinweise"]]
    assert betroffen == [("K2", "05111", "2026-07")]
    assert all(alle.pk in zeile["hinweise"] for zeile in zeilen)
    (zeile,) = frage("/api/v1/veroeffentlichungen/")["results"]
    assert zeile["hinweise"][1] == {
        "nummer": einer.pk,
        "art": "datenproblem",
        "text": "Zahlen geschätzt.",
        "einheit": "05111",
        "kennzahl": "K2",
        "monat": "2026-07",
    }
    als_csv = Client().get("/api/v1/veroeffentlichungen/", {"format": "csv"}).content.decode()
    assert als_csv.splitlines()[1].endswith(f";{alle.pk} {einer.pk};")


def test_csv_says_the_same_as_json(welt: Welt) -> None:
    abfrage_ = {"kennzahl": "K1,K2", "einheit": "05111,bund"}
    antwort = Client().get(ORT, abfrage_ | {"format": "csv"})
    assert antwort["Content-Type"] == "text/csv; charset=utf-8"
    assert antwort["Content-Disposition"] == 'attachment; filename="kennzahlwerte.csv"'
    gelesen = list(csv.DictReader(io.StringIO(antwort.content.decode()), delimiter=";"))
    erwartet = [
        {feld: "" if wert is None else json.dumps(wert).strip('"') for feld, wert in zeile.items()}
        | {"grund": zeile["grund"] or "", "hinweise": ""}
        for zeile in frage(**abfrage_)["results"]
    ]
    assert gelesen == erwartet


def test_csv_can_be_asked_for_by_its_media_type(welt: Welt) -> None:
    antwort = Client().get(ORT, {"kennzahl": "K2", "einheit": "bund"}, headers={"accept": "text/csv"})
    assert antwort.content.startswith(b"kennzahl;einheit;monat;wert;vollstaendig;monate_vorhanden;")


@pytest.mark.parametrize("parameter", [{}, {"einheit": "05111"}, {"von": "2026-01"}, {"stand": "2026-01-01"}])
def test_before_the_first_release_nothing_is_wrong_with_a_query(db: None, parameter: dict[str, str]) -> None:
    Welt.erschaffe()
    fehler = problem(status=404, kennzahl="K2", **parameter)
    assert fehler["type"] == "/api/v1/#problem-noch-nichts-veroeffentlicht"
    assert (fehler["title"], "errors" in fehler) == ("Noch nichts veröffentlicht", False)
    assert frage("/api/v1/veroeffentlichungen/")["results"] == []
    assert 'id="problem-noch-nichts-veroeffentlicht"' in Client().get("/api/v1/").content.decode()


@pytest.mark.parametrize(
    ("wert", "text"),
    [
        (None, None),
        (0.2345675, "0.234568"),
        (-0.0000004, "0.000000"),
        (-0.0000005, "-0.000001"),
        (1.0000005, "1.000001"),
        (1e-9, "0.000000"),
        (12.5, "12.500000"),
    ],
)
def test_values_are_rounded_half_up_on_the_digits_one_reads(wert: float | None, text: str | None) -> None:
    assert bruch(wert) == text


@given(st.floats(-1e6, 1e6))
def test_a_rounded_value_is_near_and_has_six_places(wert: float) -> None:
    text = bruch(wert)
    assert text is not None
    assert abs(Decimal(text) - Decimal(wert)) <= Decimal("0.00000051")
    assert len(text.partition(".")[2]) == 6
    assert not text.startswith("-0.000000")


# -- What is refused -------------------------------------------------------------------------------------------


def test_an_unknown_kennzahl_is_named_with_the_allowed_ones(welt: Welt) -> None:
    fehler = problem(kennzahl="k2", einheit="bund")
    assert fehler["parameter"] == "kennzahl"
    assert fehler["erlaubt"] == list(KENNZAHL_CODES)
    assert fehler["aehnlich"] == ["K2"]


@pytest.mark.parametrize(
    ("einheit", "aehnlich"),
    [("land:5", "land:05"), ("typ:ge", "typ:gE"), ("Wuppertal", "05124"), ("5111", "05111"), ("bunt", "bund")],
)
def test_an_unknown_unit_is_named_with_what_may_have_been_meant(welt: Welt, einheit: str, aehnlich: str) -> None:
    fehler = problem(kennzahl="K2", einheit=einheit)
    assert fehler["parameter"] == "einheit"
    assert "bund" in fehler["erlaubt"]
    assert aehnlich in fehler["aehnlich"]


@pytest.mark.parametrize("monat", ["2026-08", "2023-12", "2026-13", "2026-7", "07/2026", "0000-01", "2026-07-01", ""])
@pytest.mark.parametrize("name", ["von", "bis"])
def test_an_unknown_month_is_named_with_the_published_ones(welt: Welt, name: str, monat: str) -> None:
    fehler = problem(kennzahl="K2", einheit="bund", **{name: monat})
    assert fehler["parameter"] == name
    assert (fehler["erlaubt"][0], fehler["erlaubt"][-1]) == ("2024-01", "2026-07")


def test_a_period_that_ends_before_it_begins_is_refused(welt: Welt) -> None:
    fehler = problem(von="2026-05", bis="2026-04", kennzahl="K2", einheit="bund")
    assert (fehler["parameter"], fehler["erlaubt"]) == ("bis", ["2026-05", "2026-06", "2026-07"])


def test_all_errors_are_said_at_once(welt: Welt) -> None:
    fehler = problem(kennzahl="K9", einheit="99999", von="gestern", kenzahl="K2")
    assert [einzelner["parameter"] for einzelner in fehler["errors"]] == ["kenzahl", "kennzahl", "einheit", "von"]
    assert fehler["errors"][0]["aehnlich"][0] == "kennzahl"


@pytest.mark.parametrize("parameter", [{"format": "xml"}, {"stand": "gestern"}, {"stand": ["2026-12-01"] * 2}])
def test_other_wrong_parameters_are_named_too(welt: Welt, parameter: dict[str, Any]) -> None:
    assert problem(kennzahl="K2", einheit="bund", **parameter)["parameter"] == next(iter(parameter))


def test_too_much_at_once_is_refused_with_the_bound(welt: Welt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abfrage, "HOECHSTZAHL", 30)
    fehler = problem(kennzahl="K2", einheit="bund")
    assert "umfasst 31 Werte (1 Einheiten × 1 Kennzahlen × 31 Monate)" in fehler["detail"]
    assert frage(kennzahl="K2", einheit="bund", von="2024-02")["anzahl"] == 30


def test_other_methods_formats_and_addresses_are_problems_too(welt: Welt) -> None:
    for antwort, status in (
        (Client().post(ORT), 405),
        (Client().get(ORT, headers={"accept": "application/xml"}), 406),
    ):
        assert (antwort.status_code, antwort["Content-Type"]) == (status, "application/problem+json")
        assert json.loads(antwort.content)["status"] == status


def test_an_unexpected_error_is_a_problem_without_details(welt: Welt, monkeypatch: pytest.MonkeyPatch) -> None:
    def faellt_aus(*args: object) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr("kennzahlen.api.werte.lies_auswahl", faellt_aus)
    antwort = Client(raise_request_exception=False).get(ORT)
    assert (antwort.status_code, antwort["Content-Type"]) == (500, "application/problem+json")
    assert "geheim" not in antwort.content.decode()


# -- The rest --------------------------------------------------------------------------------------------------


def test_the_definitions_come_from_the_rows(db: None) -> None:
    zeilen = frage("/api/v1/kennzahlen/")["results"]
    assert [zeile["code"] for zeile in zeilen] == [kennzahl.code for kennzahl in KENNZAHLEN]
    alte, neue = (zeile for zeile in zeilen if zeile["code"] == "K2E3")
    assert alte["gilt_bis"] == neue["gilt_ab"] == "2019-03-22"
    assert problem("/api/v1/kennzahlen/", seite="2")["parameter"] == "seite"


def test_the_units_are_those_with_values(welt: Welt) -> None:
    zeilen = frage("/api/v1/einheiten/")["results"]
    assert {zeile["schluessel"] for zeile in zeilen} == set(Einheit.objects.values_list("schluessel", flat=True))
    assert zeilen[0] == {"schluessel": "05111", "art": "jobcenter", "titel": "Jobcenter Düsseldorf"}


def test_the_releases_are_listed_the_newest_first(db: None) -> None:
    gemeldete_welt()
    publiziere(bis=date(2026, 6, 1))
    publiziere(am=JETZT + timedelta(days=31))
    antwort = frage("/api/v1/veroeffentlichungen/")["results"]
    assert [(zeile["stand"], zeile["bis_monat"]) for zeile in antwort] == [
        ("2026-12-21", "2026-07"),
        ("2026-11-20", "2026-06"),
    ]


def test_the_schema_describes_the_parameters_in_german(db: None) -> None:
    schema = frage("/api/v1/schema/", format="json")
    assert schema["openapi"].startswith("3.1")
    operation = schema["paths"]["/api/v1/kennzahlwerte/"]["get"]
    assert {p["name"] for p in operation["parameters"]} == {*abfrage.PARAMETER, "format"}
    assert set(operation["responses"]) == {"200", "304", "400", "401", "404", "406", "429", "500"}
    assert "Berichtsmonat" in json.dumps(operation, ensure_ascii=False)


def test_the_overview_is_a_page(db: None) -> None:
    antwort = Client().get("/api/v1/")
    assert "Schnittstelle (API)" in antwort.content.decode()


@pytest.mark.parametrize(("codes", "einheiten"), [("K2", "05111"), (",".join(KENNZAHL_CODES), "05111,05124,bund")])
def test_the_number_of_queries_does_not_grow(
    welt: Welt, django_assert_num_queries: Any, codes: str, einheiten: str
) -> None:
    assert Kennzahlreihe.objects.exists()
    Client().get(ORT, {"kennzahl": codes, "einheit": einheiten})
    with django_assert_num_queries(3):
        Client().get(ORT, {"kennzahl": codes, "einheit": einheiten})


def test_the_number_of_queries_for_releases_does_not_grow(db: None, django_assert_num_queries: Any) -> None:
    gemeldete_welt()
    publiziere(bis=date(2026, 6, 1))
    publiziere()
    with django_assert_num_queries(3):
        Client().get("/api/v1/veroeffentlichungen/")
