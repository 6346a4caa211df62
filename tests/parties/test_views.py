"""The doors everyone passes: logging in, acting for one of several parties, and the way out."""

import pytest
from django.test import Client

from tests.welt import BEGINN, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Nutzer

pytestmark = pytest.mark.django_db


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def mehrfach(welt: Welt, client: Client) -> Nutzer:
    """Somebody with two Ämter, logged in."""
    nutzer = Nutzer.objects.create_user("mehrfach", password="ein langes Kennwort")
    for schluessel, rolle in (("land-05", Rolle.SACHBEARBEITUNG), ("jobcenter-05124", Rolle.CONTROLLING)):
        Amt.objects.create(nutzer=nutzer, partei=welt.parteien[schluessel], rolle=rolle, ab=BEGINN)
    client.force_login(nutzer)
    return nutzer


def handelt_fuer(client: Client) -> str:
    return client.get("/").context["zugang"].stand.partei.schluessel


def test_a_person_logs_in_with_name_and_password(client: Client, mehrfach: Nutzer) -> None:
    client.logout()
    antwort = client.post("/konto/anmelden/", {"login": "mehrfach", "password": "ein langes Kennwort"})
    assert (antwort.status_code, antwort["Location"]) == (302, "/")
    assert client.get("/").context["zugang"].nutzer == mehrfach


def test_a_wrong_password_is_told_in_german(client: Client, mehrfach: Nutzer) -> None:
    client.logout()
    antwort = client.post("/konto/anmelden/", {"login": "mehrfach", "password": "falsch"})
    assert antwort.status_code == 200
    assert antwort.context["form"].errors
    assert client.get("/").context["zugang"].nutzer is None


def test_nobody_signs_up(client: Client) -> None:
    assert client.post("/konto/registrieren/", {"username": "neu"})["Location"] == "/konto/anmelden/"
    assert not Nutzer.objects.exists()


def test_a_person_of_two_parties_acts_for_the_first_until_the_other_is_chosen(
    client: Client, welt: Welt, mehrfach: Nutzer
) -> None:
    assert handelt_fuer(client) == "land-05"
    amt = Amt.objects.get(nutzer=mehrfach, partei=welt.parteien["jobcenter-05124"])
    antwort = client.post("/handeln-fuer/", {"amt": amt.pk})
    assert antwort.status_code == 302
    assert handelt_fuer(client) == "jobcenter-05124"


@pytest.mark.parametrize("amt", ["fremdes", "0", ""])
def test_nobody_acts_from_an_amt_of_somebody_else(client: Client, welt: Welt, mehrfach: Nutzer, amt: str) -> None:
    fremdes = Amt.objects.create(
        nutzer=Nutzer.objects.create(username="andere"), partei=welt.parteien["bmas"], rolle=Rolle.LEITUNG, ab=BEGINN
    )
    antwort = client.post("/handeln-fuer/", {"amt": fremdes.pk if amt == "fremdes" else amt})
    assert antwort.status_code == 404
    assert handelt_fuer(client) == "land-05"


def test_the_switch_never_leads_to_another_site(client: Client, welt: Welt, mehrfach: Nutzer) -> None:
    amt = Amt.objects.get(nutzer=mehrfach, partei=welt.parteien["jobcenter-05124"])
    antwort = client.post("/handeln-fuer/", {"amt": amt.pk, "weiter": "https://example.org/"})
    assert antwort["Location"] == "/"


def test_an_amt_that_ended_is_no_longer_acted_from(client: Client, welt: Welt, mehrfach: Nutzer) -> None:
    Amt.objects.filter(nutzer=mehrfach, partei=welt.parteien["land-05"]).update(bis="2026-01-01")
    assert handelt_fuer(client) == "jobcenter-05124"


def test_a_person_without_an_amt_sees_what_is_published(client: Client, welt: Welt, mehrfach: Nutzer) -> None:
    Amt.objects.filter(nutzer=mehrfach).update(bis="2026-01-01")
    assert client.get("/").context["zugang"].befugnisse == frozenset()
    assert client.get("/meldungen/").status_code == 200


def test_every_answer_carries_the_content_security_policy(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_the_health_check_asks_the_database(client: Client) -> None:
    assert client.get("/gesund/").content == b"gesund\n"


def test_the_law_page_shows_every_row_of_every_table_of_transitions(client: Client) -> None:
    from zielsystem.law_page import ABLAEUFE

    seite = client.get("/recht/").content.decode()
    for ablauf in ABLAEUFE:
        for zeile in ablauf.uebergaenge:
            assert zeile.titel in seite
            assert all(bedingung.meldung in seite for bedingung in zeile.bedingungen)
