"""The cockpit: counted from what the engine looks at, for those who steer, current after every act, quick for 727."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.lagebild import lagebild
from agreements.lifecycle import verhandlung_aufnehmen
from agreements.models import Planungsrunde
from agreements.recht import Zustand
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.test_zieldialoge import in_kraft
from tests.welt import Welt
from zielsystem.befugnisse import Rolle


@pytest.fixture
def welt(db: None) -> Welt:
    cache.clear()
    return Welt.erschaffe()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return neue_runde()


def seite(welt: Welt, wer: str, runde: Planungsrunde, rolle: Rolle = Rolle.LESEND) -> Any:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client.get(f"/zielvereinbarungen/{runde.pk}/lage/")


@pytest.mark.parametrize(("wer", "anzahl"), [("bmas", 6), ("ba", 3), ("land-05", 2), ("land-06", 1)])
def test_who_steers_counts_its_strand(welt: Welt, runde: Planungsrunde, wer: str, anzahl: int) -> None:
    bild = lagebild(runde, welt.zugang(wer, Rolle.LESEND))
    assert bild
    assert bild.gesamt == anzahl == bild.in_zustand(Zustand.ENTWURF)


@pytest.mark.parametrize("wer", ["jobcenter-05124", "kommune-05124", "jobcenter-05111", "dlt", "bmf"])
def test_for_everyone_else_there_is_no_cockpit(welt: Welt, runde: Planungsrunde, wer: str) -> None:
    for rolle in Rolle:
        assert seite(welt, wer, runde, rolle).status_code == 404


def test_what_hinders_is_counted_with_its_paragraph(welt: Welt, runde: Planungsrunde) -> None:
    verhandlung_aufnehmen(vereinbarung=vereinbarung(3, "05"), durch=welt.zugang("bmas", Rolle.LEITUNG), am=JETZT)
    bild = lagebild(runde, welt.zugang("bmas", Rolle.LEITUNG))
    assert bild
    gezaehlt = {stockung.hindernis.code: (stockung.akt, stockung.anzahl) for stockung in bild.stockungen}
    assert gezaehlt["alles_angenommen"] == ("Text feststellen", 1)
    text = unescape(seite(welt, "bmas", runde).content.decode())
    assert "Noch nicht jede Vertragspartei hat jeden Abschnitt angenommen." in text
    assert "§ 48b Abs. 3 SGB II" in text


def test_the_picture_is_current_after_every_act_and_names_the_laender(welt: Welt, runde: Planungsrunde) -> None:
    bmas = welt.zugang("bmas", Rolle.LEITUNG)
    vorher = lagebild(runde, bmas)
    assert vorher
    assert {land.schluessel: land.gesamt for land in vorher.laender} == {"05": 3, "06": 2}
    verhandlung_aufnehmen(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
    nachher = lagebild(runde, bmas)
    assert nachher
    assert nachher.in_zustand(Zustand.IN_VERHANDLUNG) == 1
    in_kraft(vereinbarung(4, "05124"))
    verhandlung_aufnehmen(vereinbarung=vereinbarung(3, "06"), durch=bmas, am=JETZT)
    danach = lagebild(runde, bmas)
    assert danach
    assert {land.schluessel: land.geschlossen for land in danach.laender} == {"05": 1, "06": 0}


def test_the_map_is_an_image_for_those_who_see_the_page(welt: Welt, runde: Planungsrunde) -> None:
    client = Client()
    client.force_login(welt.personen["bmas.lesend"])
    bild = client.get(f"/zielvereinbarungen/{runde.pk}/lage/karte.svg")
    assert (bild["Content-Type"], bild["Cache-Control"]) == ("image/svg+xml", "private, no-store")
    assert "geschlossener" in unescape(seite(welt, "bmas", runde).content.decode())


def test_the_page_takes_few_queries(welt: Welt, runde: Planungsrunde) -> None:
    """At most twelve between two acts, whatever the size of the round; after an act the picture is counted anew."""
    client, adresse = Client(), f"/zielvereinbarungen/{runde.pk}/lage/"
    client.force_login(welt.personen["bmas.lesend"])

    def abfragen() -> int:
        with CaptureQueriesContext(connection) as gezaehlt:
            assert client.get(adresse).status_code == 200
        return len(gezaehlt)

    abfragen()
    cache.clear()
    assert (abfragen(), abfragen()) == (21, 12)
