"""The data catalogue after DCAT-AP.de. That it conforms was checked with GovData's SHACL shapes when it was made."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from kennzahlen.auskunft.dateien import erzeuge_dateien
from kennzahlen.katalog import CONTEXT, Dateiangabe, Eintrag, Orte, einzeln, katalog
from kennzahlen.models import Veroeffentlichung
from tests.kennzahlen.veroeffentlicht import JETZT, veroeffentlichte_welt

ORTE = Orte("https://zs.example", "/k/", "/sdmx/", "/api/", "/api/schema/", "/veroeffentlichungen/")


def eintrag(nummer: int = 3, **weiteres: Any) -> Eintrag:
    angaben = {
        "stand": date(2026, 11, 20),
        "veroeffentlicht_am": datetime(2026, 11, 20, 7, tzinfo=UTC),
        "von": date(2018, 1, 1),
        "bis": date(2026, 2, 1),
        "anzahl_werte": 7,
        "dateien": [Dateiangabe("csv", "/3.csv", "ab" * 32, 10), Dateiangabe("parquet", "/3.parquet", "cd" * 32, 5)],
    }
    return Eintrag(nummer, **(angaben | weiteres))


def knoten(wert: Any) -> list[dict[str, Any]]:
    """Every node in a document, itself included."""
    if isinstance(wert, list):
        return [k for teil in wert for k in knoten(teil)]
    if not isinstance(wert, dict):
        return []
    return [wert, *(k for name, teil in wert.items() if name != "@context" for k in knoten(teil))]


def test_every_name_is_explained_in_the_document_itself_and_every_address_is_whole() -> None:
    dokument = katalog([eintrag()], ORTE)
    for einer in knoten(dokument):
        arten = einer.get("@type", [])
        for name in (*einer, *([arten] if isinstance(arten, str) else arten)):
            if not name.startswith("@"):
                assert name.partition(":")[0] in CONTEXT, name
        if "@id" in einer:
            assert re.fullmatch(r"https?://\S+", einer["@id"])
        if "@value" in einer:
            assert set(einer) in ({"@value", "@type"}, {"@value", "@language"})


def test_a_release_says_what_dcat_ap_de_demands() -> None:
    satz = einzeln(eintrag(), ORTE)
    assert satz["@type"] == "dcat:Dataset"
    assert satz["dct:identifier"] == satz["@id"] == "https://zs.example/k/3/"
    for pflicht in ("dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcatde:contributorID",
                    "dcat:theme", "dct:issued", "dct:modified", "dcat:distribution"):  # fmt: skip
        assert satz[pflicht], pflicht
    zeitraum = satz["dct:temporal"]
    assert (zeitraum["dcat:startDate"]["@value"], zeitraum["dcat:endDate"]["@value"]) == ("2018-01-01", "2026-02-28")
    csv, parquet, sdmx = satz["dcat:distribution"]
    assert csv["spdx:checksum"]["spdx:checksumValue"] == {"@value": "ab" * 32, "@type": "xsd:hexBinary"}
    assert parquet["dcat:downloadURL"] == {"@id": "https://zs.example/3.parquet"}
    assert sdmx["dcat:accessURL"] == {"@id": "https://zs.example/sdmx/stand/3/data/KENNZAHLEN"}
    assert all(
        angebot["dct:license"] and angebot["dcatde:licenseAttributionByText"] for angebot in (csv, parquet, sdmx)
    )


def test_december_ends_on_its_last_day() -> None:
    assert einzeln(eintrag(bis=date(2025, 12, 1)), ORTE)["dct:temporal"]["dcat:endDate"]["@value"] == "2025-12-31"


def test_the_services_named_by_distributions_are_in_the_catalogue() -> None:
    dokument = katalog([eintrag(4), eintrag(3)], ORTE)
    dienste = {dienst["@id"] for dienst in dokument["dcat:service"]}
    for satz in dokument["dcat:dataset"]:
        assert satz["dcat:distribution"][2]["dcat:accessService"]["@id"] in dienste
    assert katalog([], ORTE)["dcat:dataset"] == []


@pytest.mark.django_db
def test_what_the_catalogue_names_can_be_fetched_and_has_the_checksum(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.ZIELSYSTEM_URL = "http://testserver"
    veroeffentlichte_welt()
    veroeffentlichung = Veroeffentlichung.objects.get()
    erzeuge_dateien(veroeffentlichung=veroeffentlichung, am=JETZT)
    antwort = Client().get("/api/v1/katalog/", headers={"accept": "application/ld+json"})
    assert antwort["Content-Type"] == "application/ld+json"
    (satz,) = antwort.json()["dcat:dataset"]
    assert satz["dct:temporal"]["dcat:startDate"]["@value"] == "2024-01-01"
    for angebot in satz["dcat:distribution"]:
        datei = Client().get(angebot["dcat:accessURL"]["@id"])
        inhalt = datei.getvalue()
        assert datei.status_code == 200, angebot["@id"]
        if pruefsumme := angebot.get("spdx:checksum"):
            assert hashlib.sha256(inhalt).hexdigest() == pruefsumme["spdx:checksumValue"]["@value"]
            assert str(len(inhalt)) == angebot["dcat:byteSize"]["@value"]
    assert Client().get(satz["@id"]).json()["@id"] == satz["@id"]
    assert Client().get(satz["dcat:landingPage"]["@id"]).status_code == 200
    assert Client().get("/api/v1/katalog/999999/").status_code == 404
