"""What was typed while a session ran out waits for the same person, and for nobody else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.welt import Welt

pytestmark = pytest.mark.django_db
TEXT = "Ein Absatz,\nan dem lange geschrieben wurde."
ADRESSE = "/zielvereinbarungen/neu/"


def melde_an(browser: Client, welt: Welt, wer: str) -> None:
    """Log in, and open a page as one does."""
    browser.force_login(welt.personen[wer])
    browser.get("/")


def lass_ablaufen(browser: Client) -> None:
    """The session is over; the browser keeps its other cookies."""
    del browser.cookies["sessionid"]


def sende(browser: Client) -> HttpResponse:
    return browser.post(ADRESSE, {"titel": TEXT, "passwort": "geheim"})


def nach_der_anmeldung(browser: Client, welt: Welt, wer: str) -> HttpResponse:
    """What a login in the same browser session leads to."""
    person = welt.personen[wer]
    person.set_password("lang-und-sicher")
    person.save()
    browser.post("/konto/anmelden/", {"login": person.username, "password": "lang-und-sicher"})
    return browser.get("/konto/eingabe/")


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def browser(welt: Welt) -> Client:
    """Somebody whose session ran out while typing, and who then sent the form."""
    browser = Client()
    melde_an(browser, welt, "bmas.leitung")
    lass_ablaufen(browser)
    antwort = sende(browser)
    assert antwort["Location"] == "/konto/anmelden/?next=/konto/eingabe/"
    return browser


def test_it_is_shown_after_the_login_and_can_be_sent_off(browser: Client, welt: Welt) -> None:
    seite = nach_der_anmeldung(browser, welt, "bmas.leitung").content.decode()
    assert TEXT in seite
    assert f'action="{ADRESSE}"' in seite
    assert "geheim" not in seite
    browser.post(ADRESSE, {"titel": TEXT})
    assert browser.get("/konto/eingabe/")["Location"] == "/"


def test_another_person_in_the_same_browser_sees_nothing(browser: Client, welt: Welt) -> None:
    antwort = nach_der_anmeldung(browser, welt, "land-05.leitung")
    assert antwort.status_code == 302
    assert antwort["Location"] == "/"


def test_it_can_be_discarded(browser: Client, welt: Welt) -> None:
    nach_der_anmeldung(browser, welt, "bmas.leitung")
    browser.post("/konto/eingabe/")
    assert browser.get("/konto/eingabe/").status_code == 302


def test_who_logged_out_leaves_nothing_behind(welt: Welt) -> None:
    browser = Client()
    melde_an(browser, welt, "bmas.leitung")
    browser.post("/konto/abmelden/")
    assert sende(browser)["Location"] == f"/konto/anmelden/?next={ADRESSE}"


def test_an_address_that_only_takes_input_leads_to_its_page(welt: Welt) -> None:
    browser = Client()
    melde_an(browser, welt, "jobcenter-05124.leitung")
    antwort = browser.get("/meldungen/1/uebergang/")
    assert (antwort.status_code, antwort["Location"]) == (302, "/meldungen/1/")
