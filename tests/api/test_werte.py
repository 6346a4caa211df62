"""Reading values as programs do: pages, changes, single months, conditional requests, limits, files."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kennzahlen.auskunft.dateien import erzeuge_dateien, ohne_dateien
from kennzahlen.auskunft.wertzeilen import brueche_als_text, definition, genaue_millionstel
from kennzahlen.models import Veroeffentlichung, Veroeffentlichungsdatei
from tests.api.werkzeug import Programm
from tests.kennzahlen.veroeffentlicht import BIS, JETZT, gemeldete_welt, korrigiere, publiziere, veroeffentlichte_welt
from zielsystem.zahlen import bruch

ORT = "/api/v1/kennzahlwerte/"
SPAETER = datetime(2026, 12, 21, 6, tzinfo=UTC)


@pytest.fixture
def zwei(db: None) -> tuple[Veroeffentlichung, Veroeffentlichung]:
    """Two releases; between them one Jobcenter corrected one month."""
    welt = gemeldete_welt()
    erste = publiziere(am=JETZT)
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90)
    return erste, publiziere(am=SPAETER)


def frage(**parameter: Any) -> Any:
    status, inhalt = Programm().lies("kennzahlwerte/", **parameter)
    assert status == 200, inhalt
    return inhalt


def alle_seiten(anzahl: int, **parameter: Any) -> list[dict[str, Any]]:
    """Everything, page by page."""
    zeilen: list[dict[str, Any]] = []
    seite = frage(anzahl=anzahl, **parameter)
    while True:
        zeilen += seite["results"]
        if seite["naechste"] is None:
            return zeilen
        assert len(seite["results"]) == anzahl
        seite = Client().get(seite["naechste"]).json()


def test_pages_together_are_the_whole_and_stay_with_one_release(zwei: Any) -> None:
    gefragt = {"kennzahl": "K2,K3", "einheit": "05111,bund,06411", "von": "2026-01"}
    ganz = frage(**gefragt)["results"]
    for anzahl in (1, 5, 14, 41, 42):
        assert alle_seiten(anzahl, **gefragt) == ganz
    erste_seite = frage(anzahl=10, stand="2026-11-20", **gefragt)
    weiter = Client().get(erste_seite["naechste"]).json()
    assert {zeile["stand"] for zeile in weiter["results"]} == {"2026-11-20"}


def test_single_months_are_read_like_a_period(zwei: Any) -> None:
    zeilen = frage(kennzahl="K2", einheit="bund,05111", monat="2026-07,2025-07")["results"]
    assert [(z["einheit"], z["monat"]) for z in zeilen] == [
        (einheit, monat) for einheit in ("bund", "05111") for monat in ("2025-07", "2026-07")
    ]
    assert alle_seiten(1, kennzahl="K2", einheit="bund,05111", monat="2026-07,2025-07") == zeilen


def test_changes_are_what_differs_between_two_releases(zwei: Any) -> None:
    erste, _ = zwei
    geaendert = frage(geaendert_seit="2026-11-20")["results"]
    schluessel = {(z["einheit"], z["kennzahl"], z["monat"]) for z in geaendert}
    alt, neu = (
        {(z["einheit"], z["kennzahl"], z["monat"]): (z["wert"], z["grund"]) for z in frage(stand=stand)["results"]}
        for stand in (str(erste.pk), "2026-12-21")
    )
    assert {ort for ort in neu if neu[ort] != alt[ort]} <= schluessel
    assert {monat for _, _, monat in schluessel} == {"2026-07"}
    assert {einheit for einheit, _, _ in schluessel} >= {"05111", "bund", "land:05"}
    assert "06411" not in {einheit for einheit, _, _ in schluessel}
    assert alle_seiten(3, geaendert_seit="2026-11-20") == geaendert
    assert frage(geaendert_seit="2026-12-21")["results"] == []
    assert frage(geaendert_seit="2026-01-01", kennzahl="K2", einheit="bund") == frage(kennzahl="K2", einheit="bund")


@pytest.mark.parametrize(
    ("parameter", "fehler"),
    [
        ({"stand": "gestern", "von": "2026-01"}, ["stand"]),
        ({"von": "2030-05", "bis": "2030-01"}, ["bis"]),
        ({"von": "2026-01", "monat": "2026-02"}, ["monat"]),
        ({"cursor": "xx"}, ["cursor"]),
        ({"cursor": "WzEsMl0"}, ["cursor"]),
        ({"anzahl": "0"}, ["anzahl"]),
        ({"geaendert_seit": "neulich"}, ["geaendert_seit"]),
    ],
)
def test_a_wrong_query_is_told_what_is_wrong_and_nothing_else(
    zwei: Any, parameter: dict[str, str], fehler: list[str]
) -> None:
    status, problem = Programm().lies("kennzahlwerte/", kennzahl="K2", einheit="bund", **parameter)
    assert (status, [f["parameter"] for f in problem["errors"]]) == (400, fehler)


def test_a_new_definition_begins_with_a_break() -> None:
    assert definition("K2E3", date(2019, 3, 1)) == ("2011-01-01", False)
    assert definition("K2E3", date(2019, 4, 1)) == ("2019-03-22", True)
    assert definition("K2E3", date(2019, 5, 1)) == ("2019-03-22", False)


# -- Conditional requests, limits, formats ---------------------------------------------------------------------


def test_who_has_the_present_version_gets_304_for_one_query(
    zwei: Any, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameter = {"kennzahl": "K2", "einheit": "05111"}
    erste = Client().get(ORT, parameter)
    etag, geaendert = erste["ETag"], erste["Last-Modified"]
    monkeypatch.setattr("kennzahlen.api.werte.lies_werte", None)
    with django_assert_num_queries(1):
        zweite = Client().get(ORT, parameter, headers={"If-None-Match": f'"x", {etag}'})
    assert (zweite.status_code, zweite.content, zweite["ETag"]) == (304, b"", etag)
    monkeypatch.undo()
    assert Client().get(ORT, parameter, headers={"If-Modified-Since": geaendert}).status_code == 304
    andere = Client().get(ORT, parameter | {"einheit": "bund"}, headers={"If-None-Match": etag})
    assert (andere.status_code, andere["ETag"] == etag) == (200, False)
    assert Client().get(ORT, {"kennzahl": "K99"}, headers={"If-None-Match": "*"}).status_code == 400


def test_a_new_release_ends_what_clients_keep(db: None) -> None:
    welt = veroeffentlichte_welt()
    erste = Client().get(ORT, {"kennzahl": "K2", "einheit": "05111"})
    korrigiere(welt, "05111", BIS, ELB=1500, INT=90)
    publiziere(am=SPAETER)
    kopf = {"If-None-Match": erste["ETag"], "If-Modified-Since": erste["Last-Modified"]}
    zweite = Client().get(ORT, {"kennzahl": "K2", "einheit": "05111"}, headers=kopf)
    assert (zweite.status_code, zweite.content == erste.content) == (200, False)


def test_lists_have_their_content_as_etag(zwei: Any) -> None:
    erste = Client().get("/api/v1/einheiten/")
    assert Client().get("/api/v1/einheiten/", headers={"If-None-Match": erste["ETag"]}).status_code == 304
    assert Client().get("/api/v1/einheiten/?format=csv", headers={"If-None-Match": erste["ETag"]}).status_code == 200


def test_answers_are_compressed_for_who_asks(zwei: Any) -> None:
    gepackt = Client().get(ORT, {"kennzahl": "K2"}, headers={"Accept-Encoding": "gzip"})
    assert gepackt["Content-Encoding"] == "gzip"
    assert gzip.decompress(gepackt.content) == Client().get(ORT, {"kennzahl": "K2"}).content


def test_the_limit_is_told_and_kept(zwei: Any, settings: Any) -> None:
    settings.API_GRENZEN = {"anonym": 2, "schluessel": 2, "sitzung": 2}
    wer = {"REMOTE_ADDR": "203.0.113.77"}
    antworten = [Client().get("/api/v1/kennzahlen/", **wer) for _ in range(3)]
    assert [a.status_code for a in antworten] == [200, 200, 429]
    assert [a["RateLimit-Remaining"] for a in antworten[:2]] == ["1", "0"]
    assert antworten[2]["Content-Type"] == "application/problem+json"
    assert 0 < int(antworten[2]["Retry-After"]) <= 60
    assert Client().get("/api/v1/kennzahlen/", REMOTE_ADDR="203.0.113.78").status_code == 200


def test_a_workbook_holds_figures(zwei: Any) -> None:
    antwort = Client().get(ORT, {"kennzahl": "K2", "einheit": "05111", "monat": "2026-07", "format": "xlsx"})
    kopf, zeile = load_workbook(io.BytesIO(antwort.content))["Zahlen"].iter_rows(values_only=True)
    werte = dict(zip(kopf, zeile, strict=True))
    assert (werte["monat"], werte["vollstaendig"], isinstance(werte["wert"], float)) == ("2026-07", True, True)


@given(st.lists(st.floats(-1e5, 1e5) | st.sampled_from([0.2345675, -5e-7, float("nan"), 1.0000005]), max_size=20))
def test_many_values_are_rounded_as_a_single_one(werte: list[float]) -> None:
    einzeln = [bruch(wert) for wert in werte]
    assert brueche_als_text(np.array(werte)) == einzeln
    ganze = genaue_millionstel(np.array(werte)).tolist()
    assert ganze == [0 if text is None else int(text.replace(".", "")) for text in einzeln]


# -- Whole releases --------------------------------------------------------------------------------------------


def test_a_release_is_one_file_made_once_and_says_what_the_api_says(zwei: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    erste, zweite = zwei
    assert [eine.pk for eine in ohne_dateien()] == [zweite.pk, erste.pk]
    ort = f"/api/v1/veroeffentlichungen/{erste.pk}/werte"
    wartet = Client().get(f"{ort}.csv")
    assert (wartet.status_code, wartet["Retry-After"]) == (503, "5")
    dateien = erzeuge_dateien(veroeffentlichung=erste, am=SPAETER)
    assert erzeuge_dateien(veroeffentlichung=erste, am=SPAETER) == dateien
    geladen = {art: b"".join(Client().get(f"{ort}.{art}").streaming_content) for art in ("csv", "parquet")}
    angaben = {d["format"]: d for d in Programm().lies("veroeffentlichungen/")[1]["results"][1]["dateien"]}
    for art, inhalt in geladen.items():
        assert (angaben[art]["sha256"], angaben[art]["groesse"]) == (hashlib.sha256(inhalt).hexdigest(), len(inhalt))
    zeilen = list(csv.DictReader(io.StringIO(geladen["csv"].decode()), delimiter=";"))
    assert len(zeilen) == angaben["csv"]["zeilen"] == Veroeffentlichungsdatei.objects.all()[0].zeilen
    ueber_api = Client().get(ORT, {"stand": str(erste.pk), "geaendert_seit": "2000-01-01", "format": "csv"})
    erwartet = list(csv.DictReader(io.StringIO(ueber_api.content.decode()), delimiter=";"))
    assert zeilen == [{feld: zeile[feld] for feld in zeile if feld != "hinweise"} for zeile in erwartet]
    pfad = tmp_path / "werte.parquet"
    pfad.write_bytes(geladen["parquet"])
    anzahl, summe = duckdb.sql(f"SELECT count(*), sum(wert) FROM '{pfad}'").fetchall()[0]
    assert (anzahl, float(summe)) == (len(zeilen), pytest.approx(sum(float(z["wert"]) for z in zeilen if z["wert"])))


@pytest.mark.parametrize("adresse", ["999999/werte.csv", "99999999999999999999/werte.csv", "1/werte.exe"])
def test_a_file_that_cannot_be_is_not_there(zwei: Any, adresse: str) -> None:
    antwort = Client().get(f"/api/v1/veroeffentlichungen/{adresse}")
    assert (antwort.status_code, antwort["Content-Type"]) == (404, "application/problem+json")


def test_too_much_for_a_workbook_is_refused(zwei: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zielsystem.api.ansicht.XLSX_ZEILEN", 3)
    status, problem = Programm().lies("kennzahlwerte/", kennzahl="K2", einheit="bund", format="xlsx")
    assert (status, problem["parameter"]) == (400, "format")
