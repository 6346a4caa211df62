"""The description of the API: it is the committed one, in German, and no answer differs from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.agreements.runden import neue_runde
from tests.api.werkzeug import ausgestellt
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import Zugang
from zielsystem.schluessel.umfang import verleihbare

DATEI = Path(__file__).parents[2] / "docs" / "openapi.yaml"
ERNEUERN = "docs/openapi.yaml ist veraltet; erneuern mit: make openapi"
JE_OPERATION = int(os.environ.get("ZIELSYSTEM_PROBEN", "2"))
"""Requests per operation and token; ``make probe-api`` tries many more, and others each time."""
PRUEFUNGEN = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def beschreibung() -> dict[str, Any]:
    """The description as it is made now."""
    return yaml.safe_load(OpenApiYamlRenderer().render(SchemaGenerator().get_schema(request=None, public=True)))  # type: ignore[no-any-return]


def test_the_committed_description_is_the_present_one() -> None:
    assert yaml.safe_load(DATEI.read_text()) == beschreibung(), ERNEUERN


def test_everything_is_described_in_words() -> None:
    schema = beschreibung()
    assert schema["openapi"].startswith("3.1")
    stumm = []
    for pfad, methoden in schema["paths"].items():
        for methode, operation in methoden.items():
            stumm += [] if operation.get("summary") else [f"{methode} {pfad}"]
            stumm += [f"{pfad} {p['name']}" for p in operation.get("parameters", []) if not p.get("description")]
    assert stumm == []


@pytest.fixture
def offene_verbindung(db: None) -> Iterator[None]:
    """As with Django's test client, the end of a request does not end the connection of the test."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.mark.usefixtures("offene_verbindung")
def test_no_request_finds_an_error_or_an_answer_that_is_not_described(caplog: pytest.LogCaptureFixture) -> None:
    """schemathesis: every operation with values that fit the description, anonymously and for a token of each role."""
    caplog.set_level("CRITICAL")
    welt = veroeffentlichte_welt()
    neue_runde()
    schluessel = [""]
    for rolle in (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG, Rolle.CONTROLLING, Rolle.LESEND):
        zugang: Zugang = welt.zugang("jobcenter-05111", rolle)
        schluessel.append(ausgestellt(welt, "jobcenter-05111", rolle, verleihbare(zugang.befugnisse))[1])
    schema = schemathesis.openapi.from_dict(beschreibung())
    schema.app = get_wsgi_application()
    for ergebnis in schema.get_all_operations():
        operation = ergebnis.ok()
        offen = {} in operation.definition.raw.get("security", [{}])
        for token in schluessel[:2] if offen else schluessel:
            _probiere(operation, {"Authorization": f"Bearer {token}"} if token else {})


def _probiere(operation: Any, kopf: dict[str, str]) -> None:
    @settings(
        max_examples=JE_OPERATION,
        derandomize="ZIELSYSTEM_PROBEN" not in os.environ,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fall=operation.as_strategy())
    def versuch(fall: Any) -> None:
        fall.call_and_validate(headers=kopf | {"Accept-Encoding": "identity"}, checks=PRUEFUNGEN)

    versuch()
