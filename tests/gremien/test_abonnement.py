"""The calendar under an address of one's own: dates without papers, until it is revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.gremien.gremienwelt import Ausschuss, kooperationsausschuss
from tests.welt import Welt

pytestmark = pytest.mark.django_db


@pytest.fixture
def ausschuss() -> Ausschuss:
    """A body with a session to which everybody is invited."""
    eines = kooperationsausschuss(Welt.erschaffe())
    sitzung = eines.plane()
    eines.setze_auf(sitzung, titel="Vertrauliche Sache")
    eines.lade_ein(sitzung)
    return eines


def richte_ein(ausschuss: Ausschuss, wer: str) -> tuple[Client, str]:
    """The browser of a person, and the path of the address that the page shows."""
    browser = Client()
    browser.force_login(ausschuss.welt.personen[wer])
    seite = browser.post("/gremien/kalender/abonnieren/").content.decode()
    gefunden = re.search(r"/gremien/kalender/[\w-]{40,}\.ics", seite)
    assert gefunden
    return browser, gefunden.group()


def test_the_address_gives_dates_and_no_papers(ausschuss: Ausschuss) -> None:
    _, adresse = richte_ein(ausschuss, "bmas.leitung")
    antwort = Client().get(adresse)
    text = antwort.content.decode()
    assert antwort["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 1
    assert "Herbstsitzung" in text
    assert "Vertrauliche Sache" not in text


def test_who_belongs_to_no_body_has_an_empty_calendar(ausschuss: Ausschuss) -> None:
    _, adresse = richte_ein(ausschuss, "land-06.leitung")
    assert "BEGIN:VEVENT" not in Client().get(adresse).content.decode()


def test_a_revoked_replaced_or_invented_address_leads_nowhere(ausschuss: Ausschuss) -> None:
    browser, erste = richte_ein(ausschuss, "bmas.leitung")
    _, zweite = richte_ein(ausschuss, "bmas.leitung")
    assert [Client().get(adresse).status_code for adresse in (erste, zweite)] == [404, 200]
    browser.post("/gremien/kalender/abbestellen/")
    assert Client().get(zweite).status_code == 404
    assert Client().get(f"/gremien/kalender/{'x' * 43}.ics").status_code == 404
