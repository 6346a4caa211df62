"""Reporting by a program: the same acts, checks and findings as the form, all or nothing, and once per key."""

from __future__ import annotations

from typing import Any

import pytest

from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Meldung
from tests.api.werkzeug import Programm, ausgestellt
from tests.kennzahlen.handarbeit import CODES, JETZT, ZAHLEN, gemeldete_welt
from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.schluessel.models import Vorgang

pytestmark = pytest.mark.django_db
GANZER_MONAT: dict[str, Any] = {code: zahl for code, zahl in ZAHLEN.items() if code in CODES} | {
    "LLU": "500000.00",
    "LUH": 400000.01,
}


@pytest.fixture
def welt(monkeypatch: pytest.MonkeyPatch) -> Welt:
    welt = gemeldete_welt()
    monkeypatch.setattr("kennzahlen.api.meldungen.timezone.now", lambda: JETZT)
    return welt


@pytest.fixture
def programm(welt: Welt) -> Programm:
    umfang = [Befugnis.MELDUNG_ERFASSEN, Befugnis.MELDUNG_FREIGEBEN]
    return Programm(ausgestellt(welt, "jobcenter-05111", Rolle.CONTROLLING, umfang)[1])


def test_a_month_is_reported_and_released_in_one_request(programm: Programm) -> None:
    status, neu = programm.sende("meldungen/", {"monat": "2026-11", "werte": GANZER_MONAT, "ziel": "freigegeben"})
    assert (status, neu["zustand"], neu["jobcenter"], neu["befunde"]) == (201, "freigegeben", "05111", [])
    assert (neu["werte"]["LLU"], neu["werte"]["LUH"], neu["werte"]["ELB"]) == ("500000.00", "400000.01", 1000)
    assert programm.lies(f"meldungen/{neu['nummer']}/")[1] == neu
    akte = Eintrag.objects.filter(objekt_id=neu["nummer"]).order_by("pk").values_list("akt", flat=True)
    assert list(akte) == ["erfassen", "eintragen", "einreichen", "freigeben"]
    (zeile,) = programm.lies("meldungen/", monat="2026-11", zustand="freigegeben")[1]["results"]
    assert (zeile["nummer"], zeile["quelle"]) == (neu["nummer"], "REST-Schnittstelle")


def test_what_the_form_would_refuse_is_refused_with_all_findings_and_nothing_is_kept(programm: Programm) -> None:
    werte = GANZER_MONAT | {"LZB": 1200, "ELB_AE": None}
    status, problem = programm.sende("meldungen/", {"monat": "2026-11", "werte": werte})
    assert (status, problem["title"]) == (422, "Angaben nicht verwendbar")
    assert {"TEIL_GROESSER_GANZES", "FEHLT"} <= {befund["regel"] for befund in problem["befunde"]}
    assert [hindernis["code"] for hindernis in problem["hindernisse"]] == ["keine_harten_befunde"]
    assert not Meldung.objects.in_arbeit().exists()
    status, entwurf = programm.sende("meldungen/", {"monat": "2026-11", "werte": werte, "ziel": "entwurf"})
    assert (status, entwurf["zustand"], entwurf["befunde"]) == (201, "entwurf", problem["befunde"])


def test_a_striking_figure_needs_an_explanation_which_stays_with_it(programm: Programm) -> None:
    werte = GANZER_MONAT | {"EINTRITT_GB": 90}
    anfrage = {"monat": "2026-11", "werte": werte, "ziel": "freigegeben"}
    status, problem = programm.sende("meldungen/", anfrage)
    assert (status, [h["code"] for h in problem["hindernisse"]]) == (422, ["auffaelliges_erklaert"])
    erklaert = anfrage | {"erklaerungen": {"EINTRITT_GB": "Neues Projekt."}}
    status, neu = programm.sende("meldungen/", erklaert)
    assert (status, {befund["erklaerung"] for befund in neu["befunde"]}) == (201, {"Neues Projekt."})


def test_a_released_month_is_corrected_with_a_reason(programm: Programm) -> None:
    anfrage: dict[str, Any] = {"monat": "2026-10", "werte": {"INT": 26}, "ziel": "freigegeben"}
    status, problem = programm.sende("meldungen/", anfrage)
    assert (status, problem["hindernisse"][0]["code"]) == (409, "schon_freigegeben")
    status, neu = programm.sende("meldungen/", anfrage | {"grund": "Nachmeldung."})
    assert (status, neu["version"], neu["werte"]["INT"], neu["werte"]["ELB"]) == (201, 2, 26, 1000)
    ort = f"meldungen/{neu['nummer']}/uebergaenge/"
    angebot = {zeile["code"]: zeile for zeile in programm.lies(ort)[1]["results"]}
    assert angebot["zuruecknehmen"]["grund_noetig"]
    status, zurueck = programm.sende(ort, {"uebergang": "zuruecknehmen", "grund": "Doch nicht."})
    assert (status, zurueck["zustand"]) == (200, "zurueckgegeben")
    assert Meldung.objects.gueltig().get(jobcenter__schluessel="jobcenter-05111", monat="2026-10-01").version == 1


def test_the_same_key_is_done_once_and_another_request_with_it_is_refused(programm: Programm) -> None:
    anfrage = {"monat": "2026-11", "werte": GANZER_MONAT, "ziel": "entwurf"}
    erste, zweite = (programm.sende("meldungen/", anfrage, Idempotency_Key="a-1") for _ in range(2))
    assert erste == zweite
    assert (Meldung.objects.in_arbeit().count(), Vorgang.objects.count()) == (1, 1)
    assert Eintrag.objects.filter(akt="eintragen").count() == 1
    status, problem = programm.sende("meldungen/", anfrage | {"monat": "2026-10"}, Idempotency_Key="a-1")
    assert (status, "Idempotency-Key" in problem["detail"]) == (422, True)


def test_what_was_refused_is_not_kept_under_the_key(programm: Programm) -> None:
    falsch = {"monat": "2026-11", "werte": {"ELB": 5}}
    assert programm.sende("meldungen/", falsch, Idempotency_Key="b")[0] == 422
    assert not Vorgang.objects.exists()


@pytest.mark.parametrize(
    ("inhalt", "stelle"),
    [
        ({}, "monat"),
        ([], ""),
        ({"monat": "2026-13"}, "monat"),
        ({"monat": "2026-11", "werte": {"XYZ": 1}}, "werte.XYZ"),
        ({"monat": "2026-11", "werte": {"INT_NACHHALTIG": 1}}, "werte.INT_NACHHALTIG"),
        ({"monat": "2026-11", "werte": {"ELB": "viele"}}, "werte.ELB"),
        ({"monat": "2026-11", "werte": {"ELB": True}}, "werte.ELB"),
        ({"monat": "2026-11", "werte": {"ELB": 1.5}}, "werte.ELB"),
        ({"monat": "2026-11", "werte": {"LLU": "1.234,56"}}, "werte.LLU"),
        ({"monat": "2026-11", "werte": {"ELB": 1}, "nichts_zu_melden": ["ELB"]}, "nichts_zu_melden"),
        ({"monat": "2026-11", "ziel": "veroeffentlicht"}, "ziel"),
        ({"monat": "2026-11", "zahlen": {}}, "zahlen"),
        ({"monat": "2026-11", "erklaerungen": {"ELB": 1}}, "erklaerungen.ELB"),
    ],
)
def test_a_wrong_member_is_named_by_its_place(programm: Programm, inhalt: Any, stelle: str) -> None:
    status, problem = programm.sende("meldungen/", inhalt)
    assert (status, problem["errors"][0]["parameter"]) == (400, stelle)


def test_text_that_is_no_json_is_a_problem_too(programm: Programm) -> None:
    antwort = programm.client.post("/api/v1/meldungen/", "{", content_type="application/json")
    assert (antwort.status_code, antwort["Content-Type"]) == (400, "application/problem+json")
    antwort = programm.client.post("/api/v1/meldungen/", "a=1", content_type="application/x-www-form-urlencoded")
    assert (antwort.status_code, antwort["Content-Type"]) == (415, "application/problem+json")


def test_a_month_that_is_not_reported_yet_is_refused(programm: Programm) -> None:
    status, problem = programm.sende("meldungen/", {"monat": "2026-12", "werte": {"ELB": 1}})
    assert (status, "Gemeldet werden kann" in problem["detail"]) == (409, True)
    assert set(Meldung.objects.values_list("zustand", flat=True)) == {Meldungszustand.FREIGEGEBEN.value}
