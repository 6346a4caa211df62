"""Accounts: administrators give and end Ämter in their own party, and see no content."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.konten.aemter import Person, SchonImAmt, beende_amt, verleihe_amt
from zielsystem.parties.models import Amt, Nutzer

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 21, tzinfo=UTC)
NEUE = Person("neue", "Nora", "Neumann", "nora@example.org")


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def verleihe(welt: Welt, fuer: str, durch: str, rolle: Rolle = Rolle.ADMINISTRATION) -> Amt:
    return verleihe_amt(
        person=NEUE,
        partei=welt.parteien[fuer],
        rolle=Rolle.LESEND,
        ab=HEUTE,
        durch=welt.zugang(durch, rolle),
        am=JETZT,
    )


def test_an_administrator_gives_an_amt_with_a_new_account(welt: Welt) -> None:
    amt = verleihe(welt, "land-05", "land-05")
    assert (amt.nutzer.get_full_name(), amt.rolle, amt.ab) == ("Nora Neumann", Rolle.LESEND, HEUTE)
    assert not amt.nutzer.has_usable_password()
    assert Eintrag.objects.get().akt == "amt_verleihen"


def test_a_second_amt_goes_to_the_same_account(welt: Welt) -> None:
    assert verleihe(welt, "land-05", "land-05").nutzer == verleihe(welt, "land-06", "land-06").nutzer


def test_the_same_amt_twice_is_refused_and_leaves_no_trace(welt: Welt) -> None:
    verleihe(welt, "land-05", "land-05")
    with pytest.raises(SchonImAmt, match="schon ein Amt"):
        verleihe(welt, "land-05", "land-05")
    assert Eintrag.objects.count() == 1


@pytest.mark.parametrize(
    ("fuer", "durch", "rolle", "darf"),
    [
        ("land-05", "land-05", Rolle.ADMINISTRATION, True),
        ("land-05", "bmas", Rolle.ADMINISTRATION, True),
        ("land-06", "land-05", Rolle.ADMINISTRATION, False),
        ("jobcenter-05111", "land-05", Rolle.ADMINISTRATION, False),
        ("land-05", "land-05", Rolle.LEITUNG, False),
        ("land-05", "bmas", Rolle.LEITUNG, False),
    ],
)
def test_who_manages_whose_accounts(welt: Welt, fuer: str, durch: str, rolle: Rolle, darf: bool) -> None:
    if darf:
        assert verleihe(welt, fuer, durch, rolle).partei == welt.parteien[fuer]
    else:
        with pytest.raises(PermissionDenied):
            verleihe(welt, fuer, durch, rolle)


def test_in_the_browser_a_new_person_is_sent_the_link_for_the_password(client: Client, welt: Welt) -> None:
    client.force_login(welt.personen["land-05.administration"])
    eingabe = {
        "anmeldename": "neue",
        "vorname": "Nora",
        "nachname": "Neumann",
        "email": "nora@example.org",
        "partei": welt.parteien["land-05"].pk,
        "rolle": "controlling",
        "ab": "2026-11-21",
    }
    assert client.post("/konten/neu/", eingabe)["Location"] == "/konten/"
    assert "Nora Neumann" in client.get("/konten/").content.decode()
    (brief,) = mail.outbox
    assert brief.to == ["nora@example.org"]
    assert "/konto/passwort/neu/" in brief.body


def test_a_party_one_does_not_manage_cannot_be_chosen(client: Client, welt: Welt) -> None:
    client.force_login(welt.personen["land-05.administration"])
    antwort = client.post("/konten/neu/", {"partei": welt.parteien["bmas"].pk})
    assert "partei" in antwort.context["form"].errors
    assert set(antwort.context["form"].errors) >= {"anmeldename", "rolle", "ab"}


def test_ending_an_amt_takes_the_rights_away(client: Client, welt: Welt) -> None:
    amt = Amt.objects.get(nutzer=welt.personen["land-05.lesend"])
    client.force_login(welt.personen["land-05.administration"])
    client.post(f"/konten/{amt.pk}/beenden/")
    amt.refresh_from_db()
    assert amt.bis is not None
    assert amt.bis > amt.ab
    fremdes = Amt.objects.get(nutzer=welt.personen["bmas.lesend"])
    assert client.post(f"/konten/{fremdes.pk}/beenden/").status_code == 404


def test_an_amt_that_ended_is_not_made_longer_by_ending_it(welt: Welt) -> None:
    amt = Amt.objects.get(nutzer=welt.personen["land-05.lesend"])
    Amt.objects.filter(pk=amt.pk).update(bis=date(2026, 1, 1))
    beende_amt(amt=amt, bis=HEUTE, durch=welt.zugang("land-05", Rolle.ADMINISTRATION), am=JETZT)
    amt.refresh_from_db()
    assert amt.bis == date(2026, 1, 1)


def test_the_journal_shows_the_own_party_only(client: Client, welt: Welt) -> None:
    verleihe(welt, "land-05", "land-05")
    for login, sieht in (("land-05.leitung", True), ("land-06.leitung", False)):
        client.force_login(welt.personen[login])
        assert ("amt verleihen" in client.get("/journal/").content.decode()) is sieht


def test_the_operator_makes_the_first_account(welt: Welt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIELSYSTEM_PASSWORD", "ein langes Kennwort 2026")
    call_command("create_account", "erste", "--partei", "bmas")
    erste = Nutzer.objects.get(username="erste")
    assert erste.check_password("ein langes Kennwort 2026")
    assert [amt.rolle for amt in erste.aemter.all()] == [Rolle.ADMINISTRATION]


@pytest.mark.parametrize(
    ("partei", "kennwort", "meldung"), [("bmas", "kurz", "zu kurz"), ("mond", "x", "gibt es nicht")]
)
def test_a_bad_first_account_is_refused_whole(
    welt: Welt, monkeypatch: pytest.MonkeyPatch, partei: str, kennwort: str, meldung: str
) -> None:
    monkeypatch.setenv("ZIELSYSTEM_PASSWORD", kennwort)
    with pytest.raises(CommandError, match=meldung):
        call_command("create_account", "erste", "--partei", partei)
    assert not Nutzer.objects.filter(username="erste").exists()
    assert not Amt.objects.filter(ab__gt=date(2026, 1, 1)).exists()
