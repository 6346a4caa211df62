"""Who may do what at the closed doors: a table of roles and scopes of tokens, beside the code that enforces it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.agreements.runden import neue_runde, vereinbarung
from tests.api.werkzeug import Programm, ausgestellt
from tests.kennzahlen.handarbeit import MONAT, gib_frei
from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle

pytestmark = pytest.mark.django_db
_S, _E, _F, _V = Befugnis.SEHEN, Befugnis.MELDUNG_ERFASSEN, Befugnis.MELDUNG_FREIGEBEN, Befugnis.VERHANDELN

# party, role, scope beyond seeing -> Meldungen seen, may report, Vereinbarungen seen, may begin to negotiate
TABELLE: tuple[tuple[str, Rolle, tuple[Befugnis, ...], tuple[int, int, int, int]], ...] = (
    ("jobcenter-05111", Rolle.LEITUNG, (_E, _F, _V), (1, 400, 1, 200)),
    ("jobcenter-05111", Rolle.LEITUNG, (), (1, 403, 1, 403)),
    ("jobcenter-05111", Rolle.CONTROLLING, (_E,), (1, 400, 1, 403)),
    ("jobcenter-05111", Rolle.CONTROLLING, (_F,), (1, 403, 1, 403)),
    ("jobcenter-05111", Rolle.SACHBEARBEITUNG, (_V,), (1, 403, 1, 200)),
    ("jobcenter-05111", Rolle.LESEND, (), (1, 403, 1, 403)),
    ("jobcenter-05124", Rolle.LEITUNG, (_E, _F, _V), (0, 400, 0, 404)),
    ("kommune-05111", Rolle.SACHBEARBEITUNG, (_V,), (1, 403, 1, 200)),
    ("land-05", Rolle.LEITUNG, (_V,), (1, 403, 0, 404)),
    ("land-06", Rolle.LEITUNG, (_V,), (0, 403, 0, 404)),
    ("ba", Rolle.SACHBEARBEITUNG, (_V,), (1, 403, 1, 200)),
    ("bmas", Rolle.CONTROLLING, (_E,), (1, 400, 0, 404)),
    ("bmf", Rolle.LESEND, (), (0, 403, 0, 404)),
    ("dlt", Rolle.LEITUNG, (), (0, 403, 0, 404)),
)


@pytest.fixture
def welt() -> Welt:
    welt = Welt.erschaffe()
    gib_frei(welt, "05111", MONAT)
    neue_runde()
    return welt


@pytest.mark.parametrize(("partei", "rolle", "umfang", "erwartet"), TABELLE)
def test_a_token_opens_what_its_scope_and_its_amt_open(
    welt: Welt, partei: str, rolle: Rolle, umfang: tuple[Befugnis, ...], erwartet: tuple[int, int, int, int]
) -> None:
    programm = Programm(ausgestellt(welt, partei, rolle, umfang)[1])
    eine = vereinbarung(2, "05111")
    _, meldungen = programm.lies("meldungen/")
    gemeldet, _ = programm.sende("meldungen/", {})
    _, vereinbarungen = programm.lies("zielvereinbarungen/", nr=2, schluessel="05111")
    ort = f"zielvereinbarungen/{eine.pk}/uebergaenge/"
    verhandelt, _ = programm.sende(ort, {"uebergang": "verhandlung_aufnehmen"})
    gefunden = (len(meldungen["results"]), gemeldet, len(vereinbarungen["results"]), verhandelt)
    assert gefunden == erwartet


@pytest.mark.parametrize("rolle", list(Rolle))
def test_a_session_opens_what_the_role_opens(welt: Welt, rolle: Rolle) -> None:
    programm = Programm()
    programm.client.force_login(welt.personen[f"jobcenter-05111.{rolle}"])
    sieht = rolle is not Rolle.ADMINISTRATION
    assert len(programm.lies("meldungen/")[1]["results"]) == sieht
    assert len(programm.lies("zielvereinbarungen/", schluessel="05111")[1]["results"]) == sieht
    assert len(programm.lies("planungsrunden/")[1]["results"]) == sieht
    erfasst = rolle in (Rolle.LEITUNG, Rolle.CONTROLLING)
    assert programm.sende("meldungen/", {})[0] == (400 if erfasst else 403)


def test_without_a_login_the_closed_doors_ask_for_one(welt: Welt) -> None:
    for ort in ("meldungen/", "meldungen/1/", "planungsrunden/", "zielvereinbarungen/", "zielvereinbarungen/1/"):
        status, problem = Programm().lies(ort)
        assert (status, problem["status"], problem["type"]) == (401, 401, "/api/v1/#problem-401"), ort


def test_what_is_refused_says_so_in_german_and_what_is_invisible_is_not_there(welt: Welt) -> None:
    programm = Programm(ausgestellt(welt, "jobcenter-05111", Rolle.LESEND)[1])
    status, problem = programm.sende("meldungen/", {})
    assert (status, problem["title"]) == (403, "Nicht erlaubt")
    assert "Befugnis" in problem["detail"]
    fremde = vereinbarung(4, "05124")
    assert programm.lies(f"zielvereinbarungen/{fremde.pk}/")[0] == 404
    assert programm.lies(f"zielvereinbarungen/{fremde.pk}/uebergaenge/")[0] == 404


def test_an_address_that_is_none_is_a_problem_whatever_is_sent_there(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for ort in ("/api/v1/meldungen/-1/uebergaenge/", "/api/v1/gibtesnicht", "/api/v1/meldungen"):
        antwort = client.post(ort, {}, content_type="application/json")
        assert (antwort.status_code, antwort["Content-Type"]) == (404, "application/problem+json")
    assert "/api/v1/meldungen/" in antwort.json()["detail"]
    assert client.get("/api/v1/veroeffentlichungen/-1/werte.csv").status_code == 404
    wohin = client.get("/api/v1/kennzahlwerte?kennzahl=K2")
    assert (wohin.status_code, wohin["Location"]) == (301, "/api/v1/kennzahlwerte/?kennzahl=K2")
