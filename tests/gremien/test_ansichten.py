"""The pages of bodies through the front door: a session from plan to correction, who sees what, how much it asks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gremien.models import Gremium, Mitgliedschaft, Sitzung, Tagesordnungspunkt, Umsetzung
from gremien.recht import Gremiumart
from gremien.sitzungen import anmelden, umsetzung
from tests.gremien.gremienwelt import JETZT, Ausschuss, gremium, kooperationsausschuss, mitglied
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

pytestmark = pytest.mark.django_db


@pytest.fixture
def ausschuss(settings: Any, tmp_path: Path) -> Ausschuss:
    settings.MEDIA_ROOT = tmp_path
    return kooperationsausschuss(Welt.erschaffe())


def als(ausschuss: Ausschuss, name: str) -> Client:
    client = Client()
    client.force_login(ausschuss.welt.personen[name])
    return client


def sende(client: Client, adresse: str, **daten: Any) -> str:
    """Post a form that must be accepted, and give the page it leads to."""
    antwort = client.post(adresse, daten, follow=True)
    text = antwort.content.decode()
    assert antwort.redirect_chain, text
    assert "kern-alert--danger" not in text, text
    return text


def bis_zur_eroeffnung(ausschuss: Ausschuss, stelle: Client) -> Sitzung:
    """A session of today with one registered item, planned, invited and opened."""
    heute, wir = timezone.localdate(), ausschuss.gremium.pk
    anmelden(
        gremium=ausschuss.gremium,
        gegenstand="verfahren_nr2",
        titel="Verfahren 2027",
        begruendung="Das Verfahren wird gebilligt.",
        durch=ausschuss.stelle(),
        am=JETZT,
    )
    plan = {"verfahren": "sitzung", "titel": "Herbstsitzung", "tag": heute, "uhrzeit": "08:00", "dauer": 120}
    sende(stelle, f"/gremien/{wir}/sitzungen/neu/", **plan, ort="Raum 1")
    sitzung = Sitzung.objects.get()
    hier = f"/gremien/sitzungen/{sitzung.pk}/"
    anmeldung = ausschuss.gremium.anmeldungen.get()
    sende(stelle, f"{hier}anmeldungen/{anmeldung.pk}/")
    unzulaessig = {"gegenstand": "zielvereinbarung_nr4", "titel": "Nr. 4", "antrag": "x"}
    assert stelle.post(f"{hier}punkte/neu/", unzulaessig).status_code == 422
    sende(stelle, f"{hier}uebergang/", uebergang="einladen", grund="Alle verzichten auf die Frist.")
    da = {f"m{m.pk}": "anwesend" for m in ausschuss.mitglieder.values()}
    sende(stelle, f"{hier}anwesenheit/", **da)
    sende(stelle, f"{hier}uebergang/", uebergang="eroeffnen")
    return sitzung


def test_an_office_leads_a_session_from_the_plan_to_a_correction(ausschuss: Ausschuss) -> None:
    stelle, leitung = als(ausschuss, "land-05.sachbearbeitung"), als(ausschuss, "land-05.leitung")
    heute = timezone.localdate()
    hier = f"/gremien/sitzungen/{bis_zur_eroeffnung(ausschuss, stelle).pk}/"
    punkt = Tagesordnungspunkt.objects.get()
    top = f"/gremien/punkte/{punkt.pk}/"
    sende(stelle, f"{top}abstimmung/", antrag="Das Verfahren wird gebilligt.")
    abstimmung = punkt.abstimmungen.get()
    sende(als(ausschuss, "bmas.leitung"), f"/gremien/abstimmungen/{abstimmung.pk}/stimme/", votum="nein")
    uebrige = {f"m{m.pk}": "ja" for name, m in ausschuss.mitglieder.items() if name != "bmas.leitung"}
    sende(stelle, f"/gremien/abstimmungen/{abstimmung.pk}/stimmen/", **uebrige)
    assert "5 Ja, 1 Nein" in sende(stelle, f"/gremien/abstimmungen/{abstimmung.pk}/auszaehlen/")
    bmas = ausschuss.welt.parteien["bmas"].pk
    sende(stelle, f"{top}umsetzung/", was="Rundschreiben", verantwortlich=bmas, faellig_am=heute + timedelta(days=9))
    sende(stelle, f"{hier}uebergang/", uebergang="schliessen")
    sende(stelle, f"{hier}niederschrift/", text="Ruhig verlaufen.", stand=0)
    veraltet = stelle.post(f"{hier}niederschrift/", {"text": "Anders.", "stand": 0})
    assert veraltet.status_code == 422
    assert "Anders." in veraltet.content.decode()
    sende(stelle, f"{hier}uebergang/", uebergang="niederschrift_vorlegen")
    assert "Genehmigt am" in sende(leitung, f"{hier}uebergang/", uebergang="niederschrift_genehmigen")
    assert leitung.get(f"{hier}niederschrift.pdf").content.startswith(b"%PDF")
    richtig = {"ausgang": "beschlossen", "wortlaut": "Gebilligt.", "ja": 4, "nein": 2, "enthaltung": 0}
    seite = sende(leitung, f"{top}berichtigen/", **richtig, grund="Eine Stimme war falsch notiert.")
    assert "4 Ja, 2 Nein" in seite
    assert "5 Ja, 1 Nein" in seite, "die frühere Fassung bleibt lesbar"
    umsetzung_ = Umsetzung.objects.get()
    ministerium = als(ausschuss, "bmas.sachbearbeitung")
    erledigt = {"uebergang": "erledigen", "grund": "Verschickt."}
    assert "erledigt" in sende(ministerium, f"/gremien/umsetzungen/{umsetzung_.pk}/uebergang/", **erledigt)


SEITEN = ("", "sitzungen/", "anmeldungen/", "mitglieder/", "vorsitz/", "streitfaelle/")


def test_a_body_is_seen_by_those_who_take_part_and_led_by_its_office(ausschuss: Ausschuss) -> None:
    sitzung = ausschuss.plane(timezone.localdate() + timedelta(days=30))
    punkt = ausschuss.setze_auf(sitzung)
    wir = f"/gremien/{ausschuss.gremium.pk}/"
    seiten = [
        *(f"{wir}{seite}" for seite in SEITEN),
        f"/gremien/sitzungen/{sitzung.pk}/",
        f"/gremien/sitzungen/{sitzung.pk}/termin.ics",
        f"/gremien/punkte/{punkt.pk}/",
        f"/gremien/mitglieder/{ausschuss.mitglieder['bmas.leitung'].pk}/",
    ]
    schreibend = [
        f"{wir}sitzungen/neu/",
        f"{wir}vorsitz/wahl/",
        f"/gremien/sitzungen/{sitzung.pk}/anwesenheit/",
        f"/gremien/punkte/{punkt.pk}/verlauf/",
    ]

    def antworten(name: str, adressen: list[str]) -> set[int]:
        client = als(ausschuss, name)
        return {client.get(adresse).status_code for adresse in adressen}

    for beteiligt in ("land-05.lesend", "bmas.leitung", "bmas.lesend"):
        assert antworten(beteiligt, seiten) == {200}
    for fremd in ("land-06.leitung", "dlt.leitung", "jobcenter-05111.leitung", "bmas.administration"):
        assert antworten(fremd, seiten) == {404}
    assert antworten("land-05.sachbearbeitung", schreibend) == {200}
    assert antworten("bmas.leitung", schreibend) == {403}
    assert antworten("land-06.leitung", schreibend) == {404}


def test_a_member_sends_somebody_else_into_one_session(ausschuss: Ausschuss) -> None:
    sitzung = ausschuss.plane(timezone.localdate() + timedelta(days=30))
    ausschuss.setze_auf(sitzung)
    ich, client = ausschuss.mitglieder["bmas.controlling"], als(ausschuss, "bmas.controlling")
    seite = client.get(f"/gremien/sitzungen/{sitzung.pk}/").content.decode()
    ziel = f"/gremien/mitglieder/{ich.pk}/vertretung/"
    assert f"{ziel}?sitzung={sitzung.pk}" in seite
    vertretung = ausschuss.welt.personen["bmas.lesend"].pk
    assert "bmas.lesend" in sende(client, ziel, sitzung=sitzung.pk, nutzer=vertretung, name="", email="")
    assert ich.vertretungen.get().sitzung_id == sitzung.pk
    fremd = als(ausschuss, "land-05.controlling")
    assert fremd.post(ziel, {"sitzung": sitzung.pk, "name": "Unbefugt"}).status_code == 403


def test_a_party_sets_up_a_body_and_sends_members(ausschuss: Ausschuss) -> None:
    client = als(ausschuss, "kommune-05111.leitung")
    leer = client.get("/gremien/").content.decode()
    assert "Sie gehören keinem Gremium an" in leer
    seite = client.get("/gremien/einrichten/").content.decode()
    assert 'name="form" value="eigenes"' in seite
    neu = {"form": "eigenes", "titel": "Kreistag", "ab": "2026-01-01", "sitze": 40}
    assert "Kreistag" in sende(client, "/gremien/einrichten/", **neu)
    kreistag = Gremium.objects.get(titel="Kreistag")
    assert not kreistag.namentlich
    partei = ausschuss.welt.parteien["kommune-05111"].pk
    entsandt = {"partei": partei, "nutzer": "", "name": "Frau Amsel", "email": "", "ab": "2026-01-01", "bis": ""}
    assert "Frau Amsel" in sende(client, f"/gremien/{kreistag.pk}/mitglieder/neu/", **entsandt)
    wahl = {"mitglied": Mitgliedschaft.objects.get(name="Frau Amsel").pk, "ab": "2026-02-01", "vermerk": "einstimmig"}
    assert "von den Mitgliedern gewählt" in sende(client, f"/gremien/{kreistag.pk}/vorsitz/wahl/", **wahl)
    falsch = client.post("/gremien/einrichten/", {"form": "eigenes", "titel": "", "ab": "", "sitze": 0})
    assert falsch.status_code == 422


def test_lists_ask_the_same_however_much_there_is(ausschuss: Ausschuss) -> None:
    client = als(ausschuss, "land-05.leitung")
    tag = timezone.localdate() + timedelta(days=40)

    def sitzung_mit_umsetzung() -> None:
        sitzung = ausschuss.plane(tag)
        punkt = ausschuss.setze_auf(sitzung)
        Sitzung.objects.filter(pk=sitzung.pk).update(zustand="geschlossen")
        punkt.refresh_from_db()
        umsetzung.lege_fest(
            punkt=punkt,
            was="Rundschreiben",
            verantwortlich=ausschuss.welt.parteien["land-05"],
            faellig_am=tag + timedelta(days=20),
            durch=ausschuss.stelle(),
            am=JETZT,
        )

    adressen = ["", "kalender/", "umsetzungen/", f"{ausschuss.gremium.pk}/", f"{ausschuss.gremium.pk}/sitzungen/"]

    def abfragen() -> dict[str, int]:
        gezaehlt = {}
        for adresse in adressen:
            with CaptureQueriesContext(connection) as abfragen_:
                assert client.get(f"/gremien/{adresse}").status_code == 200
            gezaehlt[adresse] = len(abfragen_)
        return gezaehlt

    sitzung_mit_umsetzung()
    client.get("/gremien/")
    vorher = abfragen()
    for _ in range(3):
        sitzung_mit_umsetzung()
    landesgremium = gremium(ausschuss.welt, Gremiumart.LANDESGREMIUM, "land-05")
    mitglied(ausschuss.welt, landesgremium, f"land-05.{Rolle.LEITUNG}")
    assert abfragen() == vorher
    assert list(vorher.values()) == [8, 8, 8, 14, 9]
