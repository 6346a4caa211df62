"""Answers given again from memory: never an outdated one, never to somebody who has a name."""

from __future__ import annotations

import gzip
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
from zielsystem.api.drosselung import Lose
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


# -- The short way ---------------------------------------------------------------------------------------------

KURZ = "/api/v1/kennzahlwerte/?"
FRAGEN = (
    "kennzahl=K1,K2&einheit=05111,bund&von=2026-01",
    "kennzahl=K2&einheit=land:05&monat=2026-07",
    "kennzahl=K3&einheit=05111&stand=2030-01-01",
    "kennzahl=K2&einheit=bund&anzahl=2",
    "geaendert_seit=2020-01-01&einheit=bund",
)
FALSCHES = ("kennzahl=K99", "einheit=gibtesnicht", "von=2026", "anzahl=0", "einheit=%00", "monat=1990-01", "foo=1")


def _inhalt(antwort: Any) -> bytes:
    gepackt = antwort.get("Content-Encoding") == "gzip"
    return gzip.decompress(antwort.content) if gepackt else antwort.content


def _kopf(antwort: Any) -> dict[str, str]:
    """The headers, without the counter and the length, which gzip pads at random."""
    return {n: w for n, w in antwort.items() if not n.startswith(("RateLimit", "Content-Length", "Content-Sec"))}


@pytest.mark.parametrize("kopf", [{}, {"accept-encoding": "gzip"}, {"accept": "text/html, application/json;q=0.9"}])
def test_the_short_way_says_what_the_long_way_says(
    welt: Welt, settings: Any, monkeypatch: pytest.MonkeyPatch, kopf: dict[str, str]
) -> None:
    monkeypatch.setattr("kennzahlen.auskunft.gemerkt.ANLAUF", 2)
    settings.API_VORRAT_BYTES = 0
    lange = [Client().get(KURZ + frage, headers=kopf) for frage in FRAGEN]
    settings.API_VORRAT_BYTES = 1_000_000
    client = Client()
    client.get(f"{KURZ}einheit=bund", headers=kopf)
    monkeypatch.setattr("kennzahlen.api.werte.Kennzahlwerte.dispatch", None)
    for frage, lang in zip(FRAGEN, lange, strict=True):
        wer_hat = client.get(KURZ + frage, headers=kopf | {"if-none-match": lang["ETag"]})
        assert (wer_hat.status_code, wer_hat.content, wer_hat["ETag"]) == (304, b"", lang["ETag"])
        kurz = client.get(KURZ + frage, headers=kopf)
        assert (_inhalt(kurz), _kopf(kurz)) == (_inhalt(lang), _kopf(lang))
        assert "RateLimit-Remaining" in kurz
        assert kurz["Content-Security-Policy"]


def test_what_is_wrong_is_said_on_the_long_way(welt: Welt) -> None:
    client = Client()
    client.get(f"{KURZ}einheit=bund")
    antworten = [client.get(KURZ + falsches) for falsches in FALSCHES]
    assert [antwort.status_code for antwort in antworten] == [400] * len(FALSCHES)
    assert {antwort["Content-Type"] for antwort in antworten} == {"application/problem+json"}


def test_the_short_way_is_counted_and_ends_at_the_limit(welt: Welt, settings: Any) -> None:
    settings.API_GRENZEN = {"anonym": 3, "schluessel": 3, "sitzung": 3}
    client = Client(REMOTE_ADDR="203.0.113.99")
    antworten = [client.get(f"{KURZ}einheit=bund&anzahl={nr}") for nr in (1, 2, 3, 4)]
    assert [antwort.status_code for antwort in antworten] == [200, 200, 200, 429]
    assert [antwort["RateLimit-Remaining"] for antwort in antworten[:3]] == ["2", "1", "0"]


def test_lots_are_never_more_than_the_limit_however_many_processes_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    stand = {"bis": 0}

    def zaehle(schluessel: str, anzahl: int) -> int:
        stand["bis"] += anzahl
        return stand["bis"]

    monkeypatch.setattr("zielsystem.api.drosselung._zaehle", zaehle)
    prozesse = [Lose() for _ in range(4)]
    nummern = [prozess.ziehe("wer", 600) for _ in range(200) for prozess in prozesse]
    erlaubte = [nummer for nummer in nummern if nummer <= 600]
    assert len(erlaubte) == len(set(erlaubte))
    assert 540 <= len(erlaubte) <= 600
