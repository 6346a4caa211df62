"""Agreements for programs: pages, and the transitions with what stands in their way."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Zielvereinbarung
from tests.agreements.runden import neue_runde, vereinbarung
from tests.api.werkzeug import Programm, ausgestellt
from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.journal.models import Eintrag

pytestmark = pytest.mark.django_db


@pytest.fixture
def ba() -> Programm:
    welt = Welt.erschaffe()
    neue_runde()
    return Programm(ausgestellt(welt, "ba", Rolle.SACHBEARBEITUNG, [Befugnis.VERHANDELN])[1])


def test_pages_follow_one_another_without_gap_or_repetition(ba: Programm) -> None:
    _, alle = ba.lies("zielvereinbarungen/")
    nummern = [zeile["nummer"] for zeile in alle["results"]]
    assert (len(nummern), alle["naechste"]) == (Zielvereinbarung.objects.filter(nr__lte=2).count(), None)
    gelesen, ort, parameter = [], "zielvereinbarungen/", {"anzahl": "1"}
    while ort:
        _, seite = ba.lies(ort, **parameter)
        gelesen += [zeile["nummer"] for zeile in seite["results"]]
        ort, parameter = (seite["naechste"] or "").partition("/api/v1/")[2], {}
    assert gelesen == nummern == sorted(nummern, reverse=True)


def test_transitions_come_from_the_table_with_hindrance_and_paragraph(ba: Programm) -> None:
    eine = vereinbarung(2, "05111")
    ort = f"zielvereinbarungen/{eine.pk}/uebergaenge/"
    _, entwurf = ba.lies(ort)
    (aufnehmen,) = (zeile for zeile in entwurf["results"] if zeile["code"] == "verhandlung_aufnehmen")
    assert (entwurf["zustand"], aufnehmen["frei"], aufnehmen["hindernisse"]) == ("entwurf", True, [])
    status, neu = ba.sende(ort, {"uebergang": "verhandlung_aufnehmen"})
    assert (status, neu["zustand"], len(neu["vertragsparteien"])) == (200, "in_verhandlung", 3)
    status, problem = ba.sende(ort, {"uebergang": "abstimmen"})
    assert (status, problem["title"]) == (409, "Im gegenwärtigen Stand nicht möglich")
    assert problem["hindernisse"]
    assert all("§" in hindernis["norm"] and hindernis["meldung"] for hindernis in problem["hindernisse"])
    vorschau = next(zeile for zeile in ba.lies(ort)[1]["results"] if zeile["code"] == "abstimmen")
    assert vorschau["hindernisse"] == problem["hindernisse"]
    assert Eintrag.objects.get(akt="verhandlung_aufnehmen").daten["schluessel"]


def test_who_asks_wrongly_is_told_everything_at_once(ba: Programm) -> None:
    status, problem = ba.lies("zielvereinbarungen/", nr="7", zustand="fertig", runde="x", anzahl="0", seite="2")
    assert status == 400
    assert [f["parameter"] for f in problem["errors"]] == ["seite", "runde", "nr", "zustand", "anzahl"]
    eine = vereinbarung(2, "05111")
    status, problem = ba.sende(f"zielvereinbarungen/{eine.pk}/uebergaenge/", {"uebergang": "zeichnen", "wer": "ich"})
    assert (status, [f["parameter"] for f in problem["errors"]]) == (400, ["wer", "uebergang"])


def test_a_page_takes_the_same_queries_whatever_its_length(ba: Programm) -> None:
    gezaehlt = []
    for anzahl in ("1", "100"):
        ba.lies("zielvereinbarungen/", anzahl=anzahl)
        with CaptureQueriesContext(connection) as abfragen:
            ba.lies("zielvereinbarungen/", anzahl=anzahl)
        gezaehlt.append(len(abfragen))
    assert gezaehlt[0] == gezaehlt[1] <= 5
