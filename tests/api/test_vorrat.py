"""Answers given again from memory: never an outdated one, never to somebody who has a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kennzahlen.auskunft.gemerkt import vergiss
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.veroeffentlichungen.hinweise import vermerke
from tests.kennzahlen.veroeffentlicht import JETZT, MONATE, korrigiere, publiziere, veroeffentlichte_welt
from tests.welt import HEUTE, Welt
from zielsystem.api.bedingt import Fassung
from zielsystem.api.vorrat import Bewahrte, Haltbarkeit, Vorrat
from zielsystem.parties.zugriff import betrieb

ORT = "/api/v1/kennzahlwerte/?kennzahl=K1&einheit=05111&von=2026-07"


@pytest.fixture
def welt(db: None, settings: Any) -> Welt:
    settings.API_VORRAT_BYTES = 1_000_000
    vergiss()
    return veroeffentlichte_welt()


def test_the_same_question_costs_one_short_query_and_is_answered_alike(
    welt: Welt, django_assert_num_queries: Any
) -> None:
    client = Client()
    erste = client.get(ORT)
    with django_assert_num_queries(1):
        zweite = client.get(ORT)
    assert zweite.content == erste.content
    assert {n: w for n, w in erste.items() if not n.startswith("RateLimit")} == dict(zweite.items())
    with django_assert_num_queries(1):
        unveraendert = client.get(ORT, headers={"if-none-match": erste["ETag"]})
    assert (unveraendert.status_code, unveraendert.content, unveraendert["ETag"]) == (304, b"", erste["ETag"])
    assert client.get(ORT, headers={"if-modified-since": erste["Last-Modified"]}).status_code == 304


def test_what_is_published_or_noted_is_in_the_next_answer(welt: Welt) -> None:
    client = Client()
    erste = client.get(ORT).json()
    korrigiere(welt, "05111", MONATE[30], LLU=1)
    neue = publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    zweite = client.get(ORT).json()
    assert zweite["veroeffentlichung"]["nummer"] == neue.pk
    assert zweite["results"] != erste["results"]
    vermerke(veroeffentlichung=neue, art=Hinweisart.ERLAEUTERUNG, text="Neu.", durch=betrieb(HEUTE), am=JETZT)
    assert len(client.get(ORT).json()["results"][0]["hinweise"]) == 1


def test_every_form_of_an_answer_is_kept_for_itself(welt: Welt) -> None:
    client = Client()
    als_json, als_csv = client.get(ORT), client.get(ORT, headers={"accept": "text/csv"})
    assert client.get(ORT).content == als_json.content
    assert client.get(ORT, headers={"accept": "text/csv"}).content == als_csv.content != als_json.content
    anderswo = client.get(ORT + "&anzahl=1", headers={"host": "127.0.0.1"})
    assert client.get(ORT + "&anzahl=1", headers={"host": "127.0.0.1"}).json() == anderswo.json()


def test_whoever_has_a_name_is_not_answered_from_memory(welt: Welt) -> None:
    client = Client()
    client.get(ORT)
    assert client.get(ORT, headers={"authorization": "Bearer zs_falsch"}).status_code == 401
    client.force_login(welt.personen["jobcenter-05111.leitung"])
    assert "RateLimit-Limit" in client.get(ORT)


def test_answers_not_asked_for_longest_make_room_and_large_ones_are_not_kept() -> None:
    vorrat = Vorrat(1000)
    fassung = Fassung("1", JETZT)
    haltbarkeit = Haltbarkeit(fassung, lambda: fassung)
    for nr in range(150):
        vorrat.bewahre((str(nr),), Bewahrte(b"x" * 10, (), haltbarkeit))
        vorrat.hole(("0",))
    vorrat.bewahre(("0",), Bewahrte(b"y" * 10, (), haltbarkeit))
    vorrat.bewahre(("gross",), Bewahrte(b"x" * 11, (), haltbarkeit))
    assert vorrat.belegt == 1000
    assert [vorrat.hole((name,)) is not None for name in ("0", "50", "149", "gross")] == [True, False, True, False]
