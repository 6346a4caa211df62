"""The pages of reports: everyone reads them, the parties see how their Ziele stand, fetching is recorded."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.recht import Zustand
from berichte.models import Abonnement, Abruf, Bericht, Berichtslauf, Zielblatt
from berichte.monatsbericht.abonnement import token_von
from berichte.monatsbericht.berichtsarten import Berichtsart
from tests.agreements.lebenslaeufe import versetze
from tests.agreements.runden import neue_runde, vereinbarung
from tests.berichte.berichtswelt import GE, LAND, mache, welt_mit_release
from tests.welt import Welt

pytestmark = pytest.mark.django_db


def angemeldet(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


def test_everyone_reads_a_report_and_only_the_parties_how_their_ziele_stand() -> None:
    welt, release = welt_mit_release()
    neue_runde()
    versetze(vereinbarung(3, "05"), Zustand.IN_KRAFT)
    mache(release, LAND)
    bericht, blatt = Bericht.objects.get(), Zielblatt.objects.get()
    seite, pdf, beiblatt = (
        f"/berichte/{bericht.pk}/",
        f"/berichte/{bericht.pk}/bericht.pdf",
        f"/berichte/zielblaetter/{blatt.pk}.pdf",
    )
    gesehen = {}
    for name in (
        "",
        "bmas.lesend",
        "land-05.leitung",
        "land-06.leitung",
        "jobcenter-05111.leitung",
        "bmas.administration",
    ):
        client = angemeldet(welt, name) if name else Client()
        antwort = client.get(seite)
        assert antwort.status_code == 200
        assert client.get(pdf)["Content-Type"] == "application/pdf"
        gesehen[name] = ("Stand der vereinbarten Ziele" in antwort.content.decode(), client.get(beiblatt).status_code)
    assert gesehen == {
        "": (False, 302),
        "bmas.lesend": (True, 200),
        "land-05.leitung": (True, 200),
        "land-06.leitung": (False, 404),
        "jobcenter-05111.leitung": (False, 404),
        "bmas.administration": (False, 404),
    }


def test_who_fetched_what_is_seen_by_whose_report_it_is_and_names_only_by_the_own_party() -> None:
    welt, release = welt_mit_release()
    mache(release, GE)
    adresse = f"/berichte/{Bericht.objects.get().pk}/"
    angemeldet(welt, "jobcenter-05111.controlling").get(f"{adresse}bericht.pdf")
    angemeldet(welt, "land-06.lesend").get(f"{adresse}bericht.pdf")
    Client().get(f"{adresse}bericht.pdf")
    assert Abruf.objects.count() == 3
    eigene = angemeldet(welt, "jobcenter-05111.leitung").get(adresse).content.decode()
    assert "jobcenter-05111.controlling" in eigene
    assert "Hessen" in eigene
    assert "land-06.lesend" not in eigene
    assert "ohne Anmeldung" in eigene
    assert "Abrufe" not in Client().get(adresse).content.decode()
    assert "jobcenter-05111.controlling" not in angemeldet(welt, "land-06.lesend").get(adresse).content.decode()


def test_subscribing_and_unsubscribing_in_the_browser_and_without_a_login() -> None:
    welt, release = welt_mit_release()
    mache(release, GE)
    adresse = f"/berichte/{Bericht.objects.get().pk}/"
    client = angemeldet(welt, "land-05.leitung")
    ohne = client.post(f"{adresse}abonnieren/", follow=True).content.decode()
    assert "keine E-Mail-Adresse" in ohne
    person = welt.personen["land-05.leitung"]
    person.email = "leitung@example.org"
    person.save(update_fields=["email"])
    assert "Nicht mehr per E-Mail" in client.post(f"{adresse}abonnieren/", follow=True).content.decode()
    abonnement = Abonnement.objects.laufende().get()
    assert "Düsseldorf" in client.get("/berichte/abonnements/").content.decode()
    fremd = angemeldet(welt, "land-06.leitung").post("/berichte/abonnements/", {"abonnement": abonnement.pk})
    assert fremd.status_code == 404
    link = f"/berichte/abbestellen/{token_von(abonnement)}/"
    assert "Nicht mehr erhalten" in Client(enforce_csrf_checks=True).get(link).content.decode()
    assert Abonnement.objects.laufende().exists()
    assert "Abbestellt" in Client(enforce_csrf_checks=True).post(link).content.decode()
    assert not Abonnement.objects.laufende().exists()
    assert Client().get(f"{link[:-2]}x/").status_code == 404


def test_the_ministry_makes_reports_and_watches_others_do_not() -> None:
    welt, _ = welt_mit_release()
    bmas = angemeldet(welt, "bmas.controlling")
    assert bmas.post("/berichte/laeufe/neu/").status_code == 302
    text = bmas.get("/berichte/laeufe/").content.decode()
    assert "0 von 8 Berichten fertig" in text
    ort = f"/berichte/laeufe/{Berichtslauf.objects.get().pk}/"
    assert "<html" not in bmas.get(ort, headers={"HX-Request": "true"}).content.decode()
    assert bmas.get(ort)["Location"] == "/berichte/laeufe/"
    assert angemeldet(welt, "land-05.leitung").post("/berichte/laeufe/neu/").status_code == 403
    assert angemeldet(welt, "land-05.leitung").get("/berichte/laeufe/").status_code == 404


def test_the_list_costs_the_same_queries_however_long() -> None:
    welt, release = welt_mit_release()
    mache(release, GE)
    client = angemeldet(welt, "jobcenter-05111.leitung")
    client.get("/berichte/")
    zaehlungen = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as abfragen:
            assert client.get("/berichte/?art=jobcenter").status_code == 200
        zaehlungen.append(len(abfragen))
        mache(release, *WEITERE)
    assert zaehlungen == [ABFRAGEN, ABFRAGEN]


ABFRAGEN = 12
WEITERE = ((Berichtsart.JOBCENTER, "05124"), (Berichtsart.JOBCENTER, "06411"))
