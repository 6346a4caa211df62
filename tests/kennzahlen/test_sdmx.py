"""The SDMX data source, read by the public client's readers; the running server is asked in tests/journeys."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
import sdmx
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st
from sdmx.reader.csv import Reader as CsvReader

from kennzahlen.formeln import Grund
from kennzahlen.models import Einheit, Kennzahlreihe
from kennzahlen.recht import KENNZAHL_CODES, REIHENNUMMER
from kennzahlen.sdmx import codelisten, fluss, formate, verzeichnis, werte
from kennzahlen.sdmx.als_xml import generisch, strukturspezifisch
from kennzahlen.sdmx.aufbau import BESTANDTEILE, MERKMALE, SCHLUESSEL, Art
from kennzahlen.sdmx.struktur import NACHRICHT
from tests.kennzahlen.veroeffentlicht import ELB, MONATE, gemeldete_welt, korrigiere, publiziere
from tests.welt import Welt
from zielsystem.zahlen import bruch

BASIS = "/api/sdmx/2.1/"


@pytest.fixture(scope="module")
def welt(django_db_setup: None, django_db_blocker: Any) -> Iterator[Welt]:
    """A release with some counts that are withheld, once for all tests; those that change something ask for ``db``."""
    with django_db_blocker.unblock(), transaction.atomic():
        welt = gemeldete_welt()
        for monat in MONATE[24:]:
            korrigiere(welt, "05124", monat, ELB=2000, INT=90, LZB=900, LLU=80_000_000, INT_AE=1, EINTRITT_OEB=1)
        publiziere()
        yield welt
        transaction.set_rollback(True)


def hole(pfad: str, accept: str = "*/*", status: int = 200, **parameter: str) -> bytes:
    antwort = Client().get(f"{BASIS}{pfad}?{urlencode(parameter)}", headers={"accept": accept})
    inhalt: bytes = antwort.getvalue()
    assert antwort.status_code == status, inhalt.decode()[:500]
    return inhalt


def struktur() -> Any:
    return sdmx.read_sdmx(io.BytesIO(hole("dataflow/BMAS/KENNZAHLEN", references="all")))


def zeilen(pfad: str, **parameter: str) -> list[dict[str, str]]:
    text = hole(pfad, "text/csv", **parameter).decode()
    return list(csv.DictReader(io.StringIO(text)))


# -- What the data are made of ---------------------------------------------------------------------------------


def test_the_public_client_finds_structure_code_lists_and_concepts(welt: Welt) -> None:
    nachricht = struktur()
    aufbau = nachricht.structure["KENNZAHLEN"]
    assert [d.id for d in aufbau.dimensions] == [*SCHLUESSEL, "TIME_PERIOD"]
    assert {m.id for m in aufbau.attributes} >= set(MERKMALE)
    assert set(nachricht.codelist) == {teil.liste for teil in BESTANDTEILE if teil.liste}
    einheiten = nachricht.codelist["CL_EINHEIT"]
    assert {code.id for code in einheiten} == {key.replace(":", "-") for key in _schluessel()}
    assert str(einheiten["05111"].name) == Einheit.objects.get(schluessel="05111").titel
    assert einheiten["05111"].parent.id == "land-05"
    assert str(nachricht.codelist["CL_KENNZAHL"]["K2E3"].description).count("SGB2KennzV") == 2


def _schluessel() -> list[str]:
    return list(Einheit.objects.values_list("schluessel", flat=True))


@pytest.mark.parametrize(
    ("pfad", "erwartet"),
    [
        ("dataflow", {Art.FLUSS: 1}),
        ("codelist/SDMX/CL_FREQ/2.1", {Art.CODELISTE: 1}),
        ("codelist/SDMX", {Art.CODELISTE: 4}),
        ("structure/all/all", {Art.STELLEN: 1, Art.CODELISTE: 8, Art.BEGRIFFE: 1, Art.STRUKTUR: 1, Art.FLUSS: 1}),
    ],
)
def test_descriptions_are_named_by_kind_agency_and_id(welt: Welt, pfad: str, erwartet: dict[Art, int]) -> None:
    teile = ElementTree.fromstring(hole(pfad)).findall("./mes:Structures/*/*", {"mes": NACHRICHT})
    gefunden = Counter(teil.tag.rpartition("}")[2] for teil in teile)
    assert gefunden == {art.klasse: zahl for art, zahl in erwartet.items()}


def test_references_go_up_down_and_aside() -> None:
    alle = codelisten.beschreibungen([codelisten.Einheitsangabe("bund", "Bund")])
    listen = {eine.kennung for eine in alle if eine.art is Art.CODELISTE}

    def weitere(art: str, kennung: str, verweise: str) -> set[str]:
        auskunft = verzeichnis.auskunft(verzeichnis.Frage(art, "all", kennung), verweise, alle)
        return {f"{eine.art.pfad} {eine.kennung}" for eine in auskunft.weitere}

    unten = {"datastructure KENNZAHLEN", "conceptscheme BEGRIFFE", *(f"codelist {liste}" for liste in listen)}
    assert weitere("dataflow", "KENNZAHLEN", "none") == set()
    assert weitere("dataflow", "KENNZAHLEN", "children") == {"datastructure KENNZAHLEN"}
    assert weitere("dataflow", "KENNZAHLEN", "descendants") == weitere("dataflow", "KENNZAHLEN", "all") == unten
    assert weitere("dataflow", "KENNZAHLEN", "codelist") == {f"codelist {liste}" for liste in listen}
    assert weitere("datastructure", "KENNZAHLEN", "parents") == {"dataflow KENNZAHLEN"}
    assert weitere("codelist", "CL_FREQ", "parents") == {"datastructure KENNZAHLEN", "conceptscheme BEGRIFFE"}
    aside = weitere("codelist", "CL_FREQ", "parentsandsiblings")
    assert aside == unten - {"codelist CL_FREQ"}


def test_of_stubs_only_the_name_is_told_and_where_the_rest_is(welt: Welt) -> None:
    stumm = hole("codelist/BMAS/CL_EINHEIT", detail="allstubs")
    stummel = sdmx.read_sdmx(io.BytesIO(stumm)).codelist["CL_EINHEIT"]
    assert len(stummel) == 0
    assert stummel.is_external_reference
    adresse = ElementTree.fromstring(stumm).find(".//*[@structureURL]").attrib["structureURL"]
    assert hole(adresse.partition(BASIS)[2]) == hole("codelist/BMAS/CL_EINHEIT")


# -- Observations ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", [eines.medientyp for eines in formate.DATEN if eines is not formate.CSV_1])
def test_every_format_gives_the_client_the_same_values(welt: Welt, accept: str) -> None:
    aufbau = struktur()
    inhalt = io.BytesIO(hole("data/KENNZAHLEN/M.K1+K2.05111+bund._T+F", accept, startPeriod="2025-12"))
    leser = CsvReader() if "csv" in accept else None
    beschrieben = aufbau.dataflow["KENNZAHLEN"] if leser else aufbau.structure["KENNZAHLEN"]
    nachricht = leser.convert(inhalt, beschrieben) if leser else sdmx.read_sdmx(inhalt, structure=beschrieben)
    reihe = sdmx.to_pandas(nachricht.data[0])
    gelesen = {
        tuple(dict(zip(reihe.index.names, ort, strict=True))[n] for n in (*SCHLUESSEL, "TIME_PERIOD")): float(wert)
        for ort, wert in reihe.items()
    }
    erwartet = _gespeicherte(["K1", "K2", "K2_W"], ["05111", "bund"], ab="2025-12")
    assert gelesen.keys() == erwartet.keys()
    assert gelesen == pytest.approx(erwartet, nan_ok=True)


def _gespeicherte(codes: list[str], einheiten: list[str], ab: str) -> dict[tuple[str, ...], float]:
    """What the database has, by key and month, as the client should see it."""
    ergebnis = {}
    for reihe in Kennzahlreihe.objects.filter(einheit__schluessel__in=einheiten).select_related("einheit"):
        for code in codes:
            if reihe.kennzahl != REIHENNUMMER[code]:
                continue
            kennzahl, geschlecht = codelisten.schluessel_von(code)
            for nr, (wert, grund) in enumerate(zip(reihe.wert, reihe.grund, strict=True), 1):
                monat = f"{reihe.jahr}-{nr:02}"
                if grund != Grund.AUSSERHALB and monat >= ab:
                    ort = ("M", kennzahl, reihe.einheit.schluessel, geschlecht, monat)
                    ergebnis[ort] = float(bruch(wert) or "nan") if grund == Grund.OK else float("nan")
    assert ergebnis
    return ergebnis


def test_a_value_comes_with_status_sums_and_release(welt: Welt) -> None:
    (eine,) = zeilen("data/KENNZAHLEN/M.K2.05111._T", startPeriod="2026-07", endPeriod="2026-07")
    integrationen = sum(ELB["05111"] // 20 + nr % 5 for nr in range(19, 31))
    nenner = sum(ELB["05111"] + nr for nr in range(19, 31))
    assert eine | {"VEROEFFENTLICHUNG": "?"} == {
        "DATAFLOW": "BMAS:KENNZAHLEN(1.0)", "FREQ": "M", "KENNZAHL": "K2", "EINHEIT": "05111", "SEX": "_T",
        "TIME_PERIOD": "2026-07", "OBS_VALUE": bruch(12 * integrationen / nenner), "OBS_STATUS": "A",
        "CONF_STATUS": "F", "GRUND": "", "VORLAEUFIG": "", "UNVOLLSTAENDIG": "", "MONATE_VORHANDEN": "",
        "EINHEITEN_FEHLEND": "", "ZAEHLER": str(integrationen), "NENNER": str(nenner), "UNIT_MEASURE": "ANTEIL",
        "VEROEFFENTLICHUNG": "?", "STAND": "2026-11-20",
    }  # fmt: skip


def test_the_status_tells_growing_sums_missing_and_provisional_ones(welt: Welt) -> None:
    status = {z["TIME_PERIOD"]: z for z in zeilen("data/KENNZAHLEN/M.K2.05111._T")}
    assert (status["2024-03"]["OBS_STATUS"], status["2024-03"]["MONATE_VORHANDEN"]) == ("D", "3")
    assert {z["OBS_STATUS"] for monat, z in status.items() if monat >= "2024-12"} == {"A"}
    k1 = {z["TIME_PERIOD"]: z for z in zeilen("data/KENNZAHLEN/M.K1.05111._T")}
    assert (k1["2024-06"]["OBS_STATUS"], k1["2024-06"]["GRUND"]) == ("O", "VERGLEICHSMONAT_FEHLT")
    assert k1["2024-06"]["OBS_VALUE"] == k1["2024-06"]["ZAEHLER"] == ""


@pytest.mark.parametrize(
    ("jahr", "erwartet"),
    [
        ({"grund": [0] * 12}, {"2019-03": "A", "2019-04": "B", "2019-05": "A", "2019-12": "P"}),
        ({"grund": [0] * 12, "monate": [5] * 12}, {"2019-03": "D", "2019-04": "B", "2019-12": "D"}),
        ({"grund": [5] * 12}, {"2019-03": "M", "2019-04": "M"}),
        ({"grund": [7] * 12}, {"2019-04": "Q", "2019-12": "Q"}),
        ({"grund": [4] * 12}, {"2019-04": "O"}),
    ],
)
def test_break_comes_before_incomplete_and_that_before_provisional(
    jahr: dict[str, list[int]], erwartet: dict[str, str]
) -> None:
    felder = {"wert": [0.5] * 12, "zaehler": [1] * 12, "nenner": [2] * 12, "monate": [12] * 12, "fehlend": [0] * 12}
    zeitraum = werte.Zeitraum(*(datetime(2019, m, 1, tzinfo=UTC).date() for m in (1, 12, 10)))
    reihe = werte.reihe("K2E3", "05111", [werte.Jahresreihe(2019, **(felder | jahr))], zeitraum)  # type: ignore[arg-type]
    status = {b.monat: b.merkmale[MERKMALE.index("OBS_STATUS")] for b in reihe.beobachtungen}
    assert {monat: status[monat] for monat in erwartet} == erwartet


def test_of_what_is_withheld_nothing_leaks_in_any_format(welt: Welt) -> None:
    geheime = [
        (reihe.einheit.schluessel, reihe.kennzahl, f"{reihe.jahr}-{nr:02}")
        for reihe in Kennzahlreihe.objects.select_related("einheit")
        for nr, grund in enumerate(reihe.grund, 1)
        if grund == Grund.GEHEIM
    ]
    alle = zeilen("data/KENNZAHLEN/all")
    verdeckt = [zeile for zeile in alle if zeile["CONF_STATUS"] != "F"]
    assert len(verdeckt) == len(geheime) > 0
    namen = ("OBS_VALUE", "ZAEHLER", "NENNER", "MONATE_VORHANDEN", "EINHEITEN_FEHLEND", "UNVOLLSTAENDIG", "VORLAEUFIG")
    for zeile in verdeckt:
        assert (zeile["OBS_STATUS"], zeile["CONF_STATUS"], zeile["GRUND"]) == ("Q", "C", "GEHEIM")
        assert {zeile[name] for name in namen} == {""}
    xml = hole("data/KENNZAHLEN/all", formate.STRUKTURSPEZIFISCH.medientyp).decode()
    stuecke = [stueck for stueck in xml.split("<Obs ") if 'GRUND="GEHEIM"' in stueck]
    assert len(stuecke) == len(geheime)
    assert not any(wort in stueck.split("/>")[0] for stueck in stuecke for wort in ("OBS_VALUE", "ZAEHLER", "NENNER"))


# -- How much of it, and as of when ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameter", "monate"),
    [
        ({"startPeriod": "2026"}, ["2026-01", "2026-07"]),
        ({"startPeriod": "2026-Q2", "endPeriod": "2026-Q2"}, ["2026-04", "2026-06"]),
        ({"startPeriod": "2025-S2", "endPeriod": "2025"}, ["2025-07", "2025-12"]),
        ({"startPeriod": "2026-03-17", "endPeriod": "2026-03"}, ["2026-03", "2026-03"]),
        ({"firstNObservations": "2"}, ["2024-01", "2024-02"]),
        ({"lastNObservations": "2"}, ["2026-06", "2026-07"]),
        ({"firstNObservations": "1", "lastNObservations": "1"}, ["2024-01", "2026-07"]),
        ({"firstNObservations": "40", "lastNObservations": "40"}, ["2024-01", "2026-07"]),
    ],
)
def test_periods_and_numbers_of_observations(welt: Welt, parameter: dict[str, str], monate: list[str]) -> None:
    gelesen = [zeile["TIME_PERIOD"] for zeile in zeilen("data/KENNZAHLEN/M.K2.05111._T", **parameter)]
    assert [gelesen[0], gelesen[-1]] == monate
    assert gelesen == sorted(set(gelesen))


def test_what_is_read_as_of_an_earlier_release_is_what_it_published(welt: Welt, db: None) -> None:
    korrigiere(welt, "05111", MONATE[30], LLU=1)
    zweite = publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    pfad = "data/KENNZAHLEN/M.K1.05111+05124._T"
    neu, alt = zeilen(pfad, lastNObservations="1"), zeilen(pfad, lastNObservations="1", asOf="2026-11-30")
    assert neu[0]["OBS_VALUE"] != alt[0]["OBS_VALUE"]
    assert {z["STAND"] for z in neu} == {"2026-12-21"}
    assert alt == zeilen(f"stand/2026-11-30/{pfad}", lastNObservations="1")
    assert neu == zeilen(f"stand/{zweite.pk}/{pfad}", lastNObservations="1")
    geaendert = zeilen(pfad, updatedAfter="2026-11-30T00:00:00+01:00")
    assert [(z["EINHEIT"], z["TIME_PERIOD"]) for z in geaendert if not z["VORLAEUFIG"]] == [("05111", "2026-07")]
    hole(pfad, status=404, updatedAfter="2026-12-31")


@pytest.mark.parametrize("nach", fluss.BEOBACHTET_NACH)
def test_by_whatever_dimension_the_observations_are_the_same(welt: Welt, nach: str) -> None:
    pfad = "data/KENNZAHLEN/M..05111+05124."
    gewohnt = sdmx.to_pandas(sdmx.read_sdmx(io.BytesIO(hole(pfad, startPeriod="2026"))).data[0])
    anders = sdmx.to_pandas(
        sdmx.read_sdmx(io.BytesIO(hole(pfad, startPeriod="2026", dimensionAtObservation=nach))).data[0]
    )
    folge = [*SCHLUESSEL, "TIME_PERIOD"]
    pd.testing.assert_series_equal(
        anders.reset_index().set_index(folge)["value"].sort_index(),
        gewohnt.reset_index().set_index(folge)["value"].sort_index(),
    )


def test_a_client_can_ask_first_which_series_there_are(welt: Welt) -> None:
    nachricht = sdmx.read_sdmx(io.BytesIO(hole("data/KENNZAHLEN/all", detail="serieskeysonly")))
    schluessel = {tuple(str(s[name]) for name in SCHLUESSEL) for s in nachricht.data[0].series}
    assert len(schluessel) == len(Einheit.objects.all()) * len(KENNZAHL_CODES)
    assert nachricht.data[0].obs == []
    assert set(zeilen("data/KENNZAHLEN/all", detail="dataonly")[0]) == {
        "DATAFLOW", *SCHLUESSEL, "TIME_PERIOD", "OBS_VALUE"
    }  # fmt: skip


# -- What is wrong, and what is new ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pfad", "parameter", "status", "worte"),
    [
        ("data/KENNZAHLEN/M.K2.05111", {}, 400, "hat 3 Stellen; er hat 4: FREQ.KENNZAHL.EINHEIT.SEX"),
        ("data/KENNZAHLEN/M.K9.99999.X", {}, 400, "Code „K9“ gibt es in KENNZAHL nicht"),
        ("data/KENNZAHLEN/all", {"startPeriod": "gestern"}, 400, "„gestern“ ist kein Zeitraum"),
        ("data/KENNZAHLEN/all", {"startperiod": "2024"}, 400, "Den Parameter „startperiod“ gibt es nicht"),
        ("data/KENNZAHLEN/all", {"detail": "alles"}, 400, "„alles“ ist für „detail“ nicht vorgesehen"),
        ("data/KENNZAHLEN/all", {"asOf": "2011-01-01"}, 400, "war noch nichts veröffentlicht"),
        ("data/KENNZAHLEN/all", {"updatedAfter": "0001-01-01", "firstNObservations": "0"}, 400, "ganze Zahl von 1"),
        ("data/KENNZAHLEN/all", {"includeHistory": "true"}, 400, "mit „asOf“ oder „stand“"),
        ("stand/1/data/KENNZAHLEN/all", {"stand": "1"}, 400, "nur einmal"),
        ("data/KENNZAHLEN/all", {"endPeriod": "2010"}, 404, "keine Beobachtungen"),
        ("data/ARBEITSLOSE/all", {}, 404, "Den Datenfluss „ARBEITSLOSE“ gibt es nicht"),
        ("data/KENNZAHLEN/all/ECB", {}, 404, "Den Datenlieferanten „ECB“ gibt es nicht"),
        ("contentconstraint/BMAS", {}, 404, "Die Art „contentconstraint“ gibt es hier nicht"),
        ("codelist/BMAS/CL_AREA", {}, 404, "gibt es nicht"),
        ("codelist/BMAS", {"references": "cousins"}, 400, "„cousins“ ist für „references“ nicht vorgesehen"),
    ],
)
def test_what_is_wrong_is_said_as_everywhere_in_the_api(
    welt: Welt, pfad: str, parameter: dict[str, str], status: int, worte: str
) -> None:
    antwort = Client().get(f"{BASIS}{pfad}", parameter)
    assert (antwort.status_code, antwort["Content-Type"]) == (status, "application/problem+json")
    assert worte in antwort.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("*/*", formate.GENERISCH),
        ("", formate.GENERISCH),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", formate.GENERISCH),
        ("application/vnd.sdmx.structurespecificdata+xml;version=2.1", formate.STRUKTURSPEZIFISCH),
        ("application/xml;q=0.1, text/csv", formate.CSV_1),
        ("application/vnd.sdmx.data+csv; version=2.0.0", formate.CSV_2),
        ("application/vnd.sdmx.data+csv", formate.CSV_1),
        ("application/vnd.sdmx.data+csv;version=9", None),
        ("image/png", None),
        ("text/csv;q=0, application/json", None),
        ("text/csv;q=viel", None),
    ],
)
def test_the_format_is_what_the_client_wants_most(accept: str, format: formate.Format | None) -> None:
    assert formate.verhandelt(accept, formate.DATEN) == format


def test_a_format_nobody_writes_is_refused_and_one_can_be_named(welt: Welt) -> None:
    assert b"application/vnd.sdmx.structure+xml" in hole("dataflow", "application/json", status=406)
    assert hole("data/KENNZAHLEN/M.K1.bund._T", "image/png", format="csv2").startswith(b"STRUCTURE,STRUCTURE_ID")


def test_whoever_has_the_newest_is_told_so_and_who_has_an_older_one_gets_it(welt: Welt, db: None) -> None:
    pfad = f"{BASIS}data/KENNZAHLEN/M.K1.bund._T"
    erste = Client().get(pfad)
    assert Client().get(pfad, headers={"if-none-match": erste["ETag"]}).status_code == 304
    korrigiere(welt, "05111", MONATE[30], LLU=1)
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    zweite = Client().get(pfad, headers={"if-none-match": erste["ETag"]})
    assert (zweite.status_code, zweite["ETag"] != erste["ETag"]) == (200, True)


def test_the_number_of_queries_does_not_depend_on_the_number_of_units(
    welt: Welt, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        hole("data/KENNZAHLEN/M.K1.bund._T")
    with django_assert_num_queries(4):
        hole("data/KENNZAHLEN/all")


@pytest.mark.parametrize("nach", fluss.BEOBACHTET_NACH)
@pytest.mark.parametrize("schreiber", [generisch, strukturspezifisch])
def test_whatever_a_key_is_called_the_message_stays_well_formed(schreiber: Any, nach: str) -> None:
    eine = werte.Beobachtung("2026-07", "0.1", ("A", *(None,) * (len(MERKMALE) - 1)))
    reihe = werte.Reihe(("M", "K2", 'ring-"A&B<', "_T"), ("ANTEIL",), (eine,))
    satz = fluss.Datensatz(1, "2026-11-20", datetime(2026, 11, 20, tzinfo=UTC))
    baum = ElementTree.fromstring("".join(schreiber(satz, [reihe], fluss.Zuschnitt(nach=nach))))
    assert any('ring-"A&B<' in teil.attrib.values() for teil in baum.iter())


@given(st.floats(-1e4, 1e4) | st.sampled_from([0.2345675, -5e-7, -4e-7, 0.0, -0.0, 1.0000005, 0.9999995]))
def test_values_are_rounded_as_everywhere(wert: float) -> None:
    assert werte._bruch(wert) == bruch(wert)
