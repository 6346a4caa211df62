"""Tokens: made in the browser, shown once, never more than the Amt, and ended with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.werkzeug import Programm, ausgestellt
from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Amt
from zielsystem.schluessel.ausstellen import HOECHSTENS_JE_AMT, NichtAusstellbar, stelle_aus
from zielsystem.schluessel.models import Schluessel
from zielsystem.schluessel.umfang import VERLEIHBAR, verleihbare

pytestmark = pytest.mark.django_db
GE = "jobcenter-05111"


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def browser(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


def test_a_person_makes_a_token_that_is_shown_once_and_only_its_hash_is_kept(welt: Welt) -> None:
    client = browser(welt, f"{GE}.controlling")
    angaben = {"zweck": "Fachverfahren", "befugnisse": ["meldung_erfassen"], "tage": "90"}
    seite = client.post("/schluessel/neu/", angaben).content.decode()
    treffer = re.search(r">(zs_[0-9a-f]{64})</textarea>", seite)
    assert treffer
    token = treffer[1]
    einer = Schluessel.objects.get()
    assert token not in {str(wert) for wert in vars(einer).values()}
    assert einer.befugnisse == ["meldung_erfassen", "sehen"]
    liste = client.get("/schluessel/").content.decode()
    assert ("Fachverfahren" in liste, token in liste, "noch nie" in liste) == (True, False, True)
    assert Programm(token).lies("meldungen/")[0] == 200
    assert "noch nie" not in client.get("/schluessel/").content.decode()
    assert Eintrag.objects.get(akt="schluessel_ausstellen").daten["zweck"] == "Fachverfahren"


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(welt: Welt) -> None:
    einer, token = ausgestellt(welt, GE, Rolle.CONTROLLING)
    fremde = browser(welt, "jobcenter-05124.leitung")
    assert fremde.post(f"/schluessel/{einer.pk}/widerrufen/").status_code == 404
    leitung = browser(welt, f"{GE}.leitung")
    assert leitung.post(f"/schluessel/{einer.pk}/widerrufen/").status_code == 302
    status, problem = Programm(token).lies("meldungen/")
    assert (status, problem["title"]) == (401, "Anmeldung erforderlich")
    assert "widerrufen am" in leitung.get("/schluessel/").content.decode()


def test_who_sees_which_tokens(welt: Welt) -> None:
    ausgestellt(welt, GE, Rolle.CONTROLLING)
    sieht = {
        name: "Probe" in browser(welt, name).get("/schluessel/").content.decode()
        for name in (
            f"{GE}.controlling",
            f"{GE}.leitung",
            f"{GE}.administration",
            f"{GE}.sachbearbeitung",
            "jobcenter-05124.leitung",
            "bmas.leitung",
        )
    }
    assert [name for name, ja in sieht.items() if ja] == [f"{GE}.controlling", f"{GE}.leitung", f"{GE}.administration"]


@pytest.mark.parametrize("wie", ["amt beendet", "abgelaufen", "konto gesperrt", "verfaelscht"])
def test_a_token_ends(welt: Welt, wie: str) -> None:
    einer, token = ausgestellt(welt, GE, Rolle.LEITUNG)
    assert Programm(token).lies("meldungen/")[0] == 200
    heute = timezone.localdate()
    match wie:
        case "amt beendet":
            Amt.objects.filter(pk=einer.amt_id).update(bis=heute)
        case "abgelaufen":
            vorher = timezone.now() - timedelta(days=40)
            Schluessel.objects.update(created=vorher, expiry=vorher + timedelta(days=30))
        case "konto gesperrt":
            einer.user.is_active = False
            einer.user.save()
        case "verfaelscht":
            token = token[:-1] + ("0" if token[-1] != "0" else "1")
    antwort = Programm(token).client.get("/api/v1/meldungen/")
    assert (antwort.status_code, antwort["WWW-Authenticate"]) == (401, "Bearer")
    assert Programm(token).lies("kennzahlen/")[0] == 401, "ein ungültiger Schlüssel gilt auch an offenen Türen nicht"


def test_a_token_loses_what_the_role_loses(welt: Welt) -> None:
    einer, token = ausgestellt(welt, GE, Rolle.LEITUNG, [Befugnis.MELDUNG_ERFASSEN])
    assert Programm(token).sende("meldungen/", {})[0] == 400
    Amt.objects.filter(pk=einer.amt_id).update(rolle=Rolle.LESEND)
    assert Programm(token).sende("meldungen/", {})[0] == 403
    assert Programm(token).lies("meldungen/")[0] == 200


@pytest.mark.parametrize("kopf", ["Bearer", "Bearer a b", "Bearer zs_x", "Bearer \xff\xfe"])
def test_a_header_that_is_no_token_is_answered_in_german(welt: Welt, kopf: str) -> None:
    antwort = Client().get("/api/v1/meldungen/", headers={"Authorization": kopf})
    assert (antwort.status_code, "Schlüssel" in antwort.json()["detail"]) == (401, True)


def test_what_is_not_public_is_kept_by_no_proxy(welt: Welt) -> None:
    token = ausgestellt(welt, GE, Rolle.LESEND)[1]
    erste = Programm(token).client.get("/api/v1/planungsrunden/")
    assert (erste["Cache-Control"], "ETag" in erste) == ("private, no-cache", True)
    zweite = Programm(token).client.get("/api/v1/planungsrunden/", headers={"If-None-Match": erste["ETag"]})
    assert (zweite.status_code, zweite["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("rolle", list(Rolle))
def test_a_token_never_exceeds_its_maker(welt: Welt, rolle: Rolle) -> None:
    zugang = welt.zugang(GE, rolle, timezone.localdate())
    erlaubt = set(verleihbare(zugang.befugnisse))
    assert erlaubt <= zugang.befugnisse & set(VERLEIHBAR)
    for befugnis in Befugnis:
        if befugnis not in erlaubt:
            with pytest.raises(PermissionDenied):
                stelle_aus(zweck="Probe", befugnisse=[befugnis], tage=30, durch=zugang, am=timezone.now())
    assert not Schluessel.objects.exists()


def test_an_amt_has_a_bounded_number_of_valid_tokens(welt: Welt) -> None:
    for _ in range(HOECHSTENS_JE_AMT):
        ausgestellt(welt, GE, Rolle.LESEND)
    with pytest.raises(NichtAusstellbar, match="höchstens"):
        ausgestellt(welt, GE, Rolle.LESEND)


def test_the_list_takes_the_same_queries_for_one_as_for_twenty(welt: Welt) -> None:
    client = browser(welt, f"{GE}.lesend")
    gezaehlt = []
    for anzahl in (1, HOECHSTENS_JE_AMT - 1):
        for _ in range(anzahl):
            ausgestellt(welt, GE, Rolle.LESEND)
        with CaptureQueriesContext(connection) as abfragen:
            assert client.get("/schluessel/").status_code == 200
        gezaehlt.append(len(abfragen))
    assert gezaehlt[0] == gezaehlt[1]
