"""Bodies over the API: what the pages show to somebody, no more, in the types of OParl."""

from __future__ import annotations

import pytest
from django.test import Client

from gremien.recht import Ausgang
from gremien.sitzungen import vorlagen
from gremien.sitzungen.beschluesse import halte_ergebnis_fest
from tests.gremien.gremienwelt import JETZT, SITZUNGSTAG, Ausschuss, am, kooperationsausschuss
from tests.welt import Welt

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def ausschuss() -> Ausschuss:
    """A body with a held session: one item with a paper and a result."""
    eines = kooperationsausschuss(Welt.erschaffe())
    sitzung = eines.plane()
    punkt = eines.setze_auf(sitzung, "zielvereinbarung_nr3", titel="Nr. 3", antrag="")
    vorlagen.lege_vor(punkt=punkt, name="Entwurf.pdf", inhalt=PDF, durch=eines.stelle(), am=JETZT)
    eines.lade_ein(sitzung)
    eines.eroeffne(sitzung)
    wann = am(SITZUNGSTAG, 12)
    halte_ergebnis_fest(punkt=punkt, ausgang=Ausgang.BERATEN, durch=eines.stelle(tag=SITZUNGSTAG), am=wann)
    eines.genehmige(sitzung)
    return eines


def client(ausschuss: Ausschuss, wer: str) -> Client:
    browser = Client()
    browser.force_login(ausschuss.welt.personen[wer])
    return browser


def test_a_member_reads_body_session_and_result(ausschuss: Ausschuss) -> None:
    browser = client(ausschuss, "bmas.leitung")
    (gremium,) = browser.get("/api/v1/gremien/?art=kooperationsausschuss").json()["results"]
    assert gremium["type"] == "https://schema.oparl.org/1.1/Organization"
    mitglieder = browser.get(gremium["id"]).json()["membership"]
    assert {m["person"]["name"] for m in mitglieder} == set(ausschuss.mitglieder)
    (zeile,) = browser.get(gremium["meeting"]).json()["results"]
    sitzung = browser.get(zeile["id"]).json()
    assert (sitzung["zustand"], sitzung["cancelled"]) == ("genehmigt", False)
    (punkt,) = sitzung["agendaItem"]
    assert (punkt["result"], punkt["fassung"], punkt["public"]) == ("beraten", 1, False)
    assert [datei["name"] for datei in punkt["auxiliaryFile"]] == ["Entwurf"]


@pytest.mark.parametrize("wer", ["land-06.leitung", "jobcenter-05124.leitung", "bmas.administration"])
def test_nobody_else_finds_anything(ausschuss: Ausschuss, wer: str) -> None:
    browser = client(ausschuss, wer)
    assert browser.get("/api/v1/gremien/").json()["results"] == []
    pk = ausschuss.gremium.pk
    sitzung = ausschuss.gremium.sitzungen.get().pk
    for adresse in (f"{pk}/", f"{pk}/sitzungen/", f"sitzungen/{sitzung}/"):
        assert browser.get(f"/api/v1/gremien/{adresse}").status_code == 404
