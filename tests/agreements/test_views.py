"""The pages under /zielvereinbarungen/: what they show, to whom, and with how many queries."""

from __future__ import annotations

import io
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.dokument.auftraege import beauftrage_entwuerfe
from agreements.dokument.erzeugung import arbeite_ab, erledige
from agreements.models import Dokumentenlauf, Entwurfsauftrag, Planungsrunde, Zielvereinbarung
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from tests.welt import HEUTE, Welt, partei
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import betrieb

START = "/zielvereinbarungen/"


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    return veroeffentlichte_welt()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return neue_runde()


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def text(client: Client, adresse: str, **parameter: Any) -> str:
    antwort = client.get(adresse, parameter)
    assert antwort.status_code == 200, (adresse, antwort.status_code)
    return unescape(antwort.content.decode())


def abfragen(client: Client, adresse: str) -> int:
    text(client, adresse)
    with CaptureQueriesContext(connection) as gezaehlt:
        text(client, adresse)
    return len(gezaehlt)


def seite_von(vereinbarung_: Zielvereinbarung) -> str:
    return f"{START}vereinbarungen/{vereinbarung_.pk}/"


# -- Rounds ----------------------------------------------------------------------------------------------------


def test_without_a_round_the_page_says_who_makes_one(welt: Welt) -> None:
    assert "Noch keine Planungsrunde" in text(als(welt, "land-05"), START)
    assert "Neue Planungsrunde" not in text(als(welt, "land-05"), START)
    assert "Neue Planungsrunde" in text(als(welt, "bmas"), START)


def test_the_bmas_lays_out_a_round_in_the_browser(welt: Welt) -> None:
    client = als(welt, "bmas")
    assert 'value="2027"' in text(client, f"{START}neu/")
    eingabe = {"jahr": "2027", "dauer": "2", "form": "bilateral", "titel": ""}
    antwort = client.post(f"{START}neu/", eingabe, follow=True)
    seite = unescape(antwort.content.decode())
    assert "Zielvereinbarungen 2027/2028" in seite
    assert "ist mit allen Zielvereinbarungen angelegt" in seite
    runde = Planungsrunde.objects.get()
    assert (runde.ab, runde.bis, runde.vereinbarungen.count()) == (date(2027, 1, 1), date(2029, 1, 1), 8)
    nochmal = client.post(f"{START}neu/", eingabe | {"jahr": "2028"})
    assert "schon eine Planungsrunde" in unescape(nochmal.content.decode())
    assert Planungsrunde.objects.count() == 1


@pytest.mark.parametrize("eingabe", [{}, {"jahr": "2010"}, {"dauer": "9"}, {"form": "x"}, {"jahr": "abc"}])
def test_a_wrong_form_is_explained(welt: Welt, eingabe: dict[str, str]) -> None:
    gut = {"jahr": "2027", "dauer": "1", "form": "trilateral"} if eingabe else {}
    antwort = als(welt, "bmas").post(f"{START}neu/", gut | eingabe)
    assert "Bitte prüfen Sie Ihre Eingaben" in unescape(antwort.content.decode())
    assert not Planungsrunde.objects.exists()


def test_to_everyone_else_the_form_does_not_exist(welt: Welt) -> None:
    assert als(welt, "land-05").get(f"{START}neu/").status_code == 404
    assert als(welt, "bmas", Rolle.CONTROLLING).get(f"{START}neu/").status_code == 403


@pytest.mark.parametrize(
    ("wer", "zahl", "da", "nicht_da"),
    [
        ("bmas", 3, "BMAS – Hessen", "Jobcenter Wuppertal"),
        ("ba", 3, "Jobcenter Darmstadt", "BMAS – Hessen"),
        ("land-05", 2, "Jobcenter Wuppertal", "Jobcenter Düsseldorf"),
        ("jobcenter-05111", 1, "Jobcenter Düsseldorf", "Jobcenter Wuppertal"),
    ],
)
def test_a_round_lists_ones_own_agreements(
    welt: Welt, runde: Planungsrunde, wer: str, zahl: int, da: str, nicht_da: str
) -> None:
    seite = text(als(welt, wer), f"{START}{runde.pk}/")
    assert f"{zahl} Zielvereinbarung" in seite
    assert da in seite
    assert nicht_da not in seite


def test_who_plans_sees_how_the_whole_round_stands(welt: Welt, runde: Planungsrunde) -> None:
    seite = text(als(welt, "bmas"), f"{START}{runde.pk}/")
    assert "eigene: Entwurf" not in seite
    assert "eigene: Entwurf" in text(als(welt, "land-05"), f"{START}{runde.pk}/")


@pytest.mark.parametrize(
    ("filter_", "namen"),
    [
        ({"suche": "darm"}, {"Jobcenter Darmstadt"}),
        ({"suche": "05111"}, {"Jobcenter Düsseldorf"}),
        ({"nr": "1"}, {"BMAS – BA"}),
        ({"land": "06"}, {"Jobcenter Darmstadt"}),
        ({"nr": "2"}, {"Jobcenter Darmstadt", "Jobcenter Düsseldorf"}),
        ({"land": "06", "nr": "1"}, set()),
        ({"nr": "9"}, {"BMAS – BA", "Jobcenter Darmstadt", "Jobcenter Düsseldorf"}),
    ],
)
def test_the_list_can_be_narrowed(welt: Welt, runde: Planungsrunde, filter_: dict[str, str], namen: set[str]) -> None:
    seite = text(als(welt, "ba"), f"{START}{runde.pk}/", **filter_)
    alle = {"BMAS – BA", "Jobcenter Darmstadt", "Jobcenter Düsseldorf"}
    assert {name for name in alle if f">{name}</a>" in seite} == namen


def test_who_takes_no_part_sees_the_round_without_agreements(welt: Welt, runde: Planungsrunde) -> None:
    seite = text(als(welt, "dlt"), f"{START}{runde.pk}/")
    assert "Keine Zielvereinbarung gefunden" in seite
    assert "Alle Entwürfe erzeugen" not in seite
    administration = als(welt, "bmas", Rolle.ADMINISTRATION)
    assert administration.get(f"{START}{runde.pk}/").status_code == 404


# -- One agreement ---------------------------------------------------------------------------------------------


def test_the_page_of_an_agreement(welt: Welt, runde: Planungsrunde) -> None:
    client, ziel = als(welt, "jobcenter-05111", Rolle.LEITUNG), seite_von(vereinbarung(2, "05111"))
    assert "PDF-Entwurf erzeugen" in text(client, f"{ziel}dokumente/")
    seite = text(client, ziel)
    for erwartet in (
        "Jobcenter Düsseldorf",
        "§ 48b Abs. 1 Satz 1 Nr. 2 SGB II",
        "Geschäftsführerin oder Geschäftsführer der gemeinsamen Einrichtung",
        "Worauf der Abschluss ruht",
        "§ 18b Abs. 1 SGB II",
        "Der Beschluss ist gefasst und liegt vor.",
        "Gremienvorbehalt",
        "Verhandlung aufnehmen",
        "ausgewertet",
        f'href="{ziel}dokumente/"',
    ):
        assert erwartet in seite, erwartet


def test_an_agreement_of_others_is_not_there(welt: Welt, runde: Planungsrunde) -> None:
    fremd = vereinbarung(4, "05124")
    client = als(welt, "ba", Rolle.LEITUNG)
    assert client.get(seite_von(fremd)).status_code == 404
    for weg in ("uebergang", "entwurf"):
        assert client.post(f"{seite_von(fremd)}{weg}/", {"uebergang": "verhandlung_aufnehmen"}).status_code == 404


def test_negotiation_is_taken_up_in_the_browser(welt: Welt, runde: Planungsrunde) -> None:
    client, ziel = als(welt, "land-06"), seite_von(vereinbarung(3, "06"))
    antwort = client.post(f"{ziel}uebergang/", {"uebergang": "verhandlung_aufnehmen"}, follow=True)
    seite = unescape(antwort.content.decode())
    assert "Die Zielvereinbarung ist jetzt: in Verhandlung." in seite
    assert "Verhandlung aufnehmen" not in seite
    assert Eintrag.objects.filter(akt="verhandlung_aufnehmen").count() == 1
    nochmal = client.post(f"{ziel}uebergang/", {"uebergang": "verhandlung_aufnehmen"}, follow=True)
    assert "nicht vorgesehen" in unescape(nochmal.content.decode())
    assert client.post(f"{ziel}uebergang/", {"uebergang": "schliessen"}).status_code == 409
    assert client.post(f"{ziel}uebergang/", {"uebergang": "zeichnen"}).status_code == 404


def test_who_only_reads_is_offered_nothing(welt: Welt, runde: Planungsrunde) -> None:
    client, ziel = als(welt, "land-06", Rolle.LESEND), seite_von(vereinbarung(3, "06"))
    seite = text(client, ziel)
    assert 'name="uebergang"' not in seite
    assert "PDF-Entwurf erzeugen" not in text(client, f"{ziel}dokumente/")
    assert client.post(f"{ziel}uebergang/", {"uebergang": "verhandlung_aufnehmen"}).status_code == 403


# -- Drafts ----------------------------------------------------------------------------------------------------


def test_a_draft_is_ordered_watched_and_taken_away(welt: Welt, runde: Planungsrunde) -> None:
    client, ziel = als(welt, "land-06"), seite_von(vereinbarung(3, "06"))
    seite = unescape(client.post(f"{ziel}entwurf/", follow=True).content.decode())
    assert "Der Entwurf wird erzeugt." in seite
    auftrag = Entwurfsauftrag.objects.get()
    stand = f"{START}auftraege/{auftrag.pk}/"
    assert "hx-trigger" in text(client, stand)
    erledige(auftrag.pk, am=JETZT)
    auftrag.refresh_from_db()
    fertig = text(client, stand)
    assert "Der Entwurf ist fertig." in fertig
    assert "hx-trigger" not in fertig
    pdf = client.get(f"{START}dokumente/{auftrag.dokument_id}/")
    assert pdf["Content-Type"] == "application/pdf"
    assert "Nr-3_06-Hessen.pdf" in pdf["Content-Disposition"]
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert "PDF vom 21.11.2026" in text(client, f"{ziel}dokumente/")
    assert "PDF vom 21.11.2026" in text(client, f"{START}{runde.pk}/")
    for weg in (stand, f"{START}dokumente/{auftrag.dokument_id}/"):
        assert als(welt, "land-05").get(weg).status_code == 404


def test_a_whole_round_is_ordered_watched_and_taken_away(welt: Welt, runde: Planungsrunde) -> None:
    client = als(welt, "bmas")
    vereinbarung(3, "05").vertragsparteien.filter(seite="ausfuehrend").delete()
    assert "Alle Entwürfe erzeugen" in text(client, f"{START}{runde.pk}/")
    client.post(f"{START}{runde.pk}/entwuerfe/")
    lauf = Dokumentenlauf.objects.get()
    assert "0 von 6 Entwürfen fertig" in text(client, f"{START}laeufe/{lauf.pk}/")
    assert "Alle Entwürfe" not in text(client, f"{START}{runde.pk}/")
    arbeite_ab(lauf.pk, am=timezone.now())
    fertig = text(client, f"{START}laeufe/{lauf.pk}/")
    assert "5 von 6 Entwürfen fertig, 1 misslungen" in fertig
    assert "2 Entwürfe als ZIP herunterladen" in fertig
    seite = text(client, f"{START}{runde.pk}/")
    assert "Misslungene Entwürfe" in seite
    assert "Einen Entwurf sehen nur die Vertragsparteien" in seite
    antwort = client.get(f"{START}laeufe/{lauf.pk}/entwuerfe.zip")
    assert antwort["Content-Disposition"] == 'attachment; filename="Entwuerfe_2027.zip"'
    archiv = ZipFile(io.BytesIO(b"".join(antwort.streaming_content)))  # type: ignore[attr-defined]
    assert archiv.namelist() == ["Nr-1_Bundesagentur-fuer-Arbeit.pdf", "Nr-3_06-Hessen.pdf"]
    for weg in (f"{START}laeufe/{lauf.pk}/", f"{START}laeufe/{lauf.pk}/entwuerfe.zip"):
        assert als(welt, "ba").get(weg).status_code == 404


def test_a_run_that_stands_still_can_be_continued(welt: Welt, runde: Planungsrunde) -> None:
    lauf = beauftrage_entwuerfe(runde=runde, durch=welt.zugang("land-05", Rolle.LEITUNG), am=timezone.now())
    client = als(welt, "land-05")
    assert "Lauf fortsetzen" not in text(client, f"{START}{runde.pk}/")
    Dokumentenlauf.objects.update(begonnen_am=timezone.now() - timedelta(minutes=6))
    assert "Lauf fortsetzen" in text(client, f"{START}{runde.pk}/")
    client.post(f"{START}{runde.pk}/entwuerfe/")
    assert Dokumentenlauf.objects.get() == lauf


# -- Queries ---------------------------------------------------------------------------------------------------


def grosse_welt(welt: Welt) -> None:
    """Hessen gets a hundred Optionskommunen, each with a published neighbour's figures beside it."""
    land = welt.parteien["land-06"]
    for nr in range(100):
        ags = f"067{nr:02}"
        kommune = partei(f"kommune-{ags}", Parteiart.KOMMUNE, f"Kreis {nr}", ags=ags, land=land)
        partei(f"jobcenter-{ags}", Parteiart.ZKT, f"Jobcenter {nr}", ags=ags, land=land, traeger=kommune)


QUERIES = {"runden": 6, "runde": 18, "vereinbarung": 25, "dokumente": 10}
"""Session, person, Ämter, frame and what the page itself asks; the same for one row and for a hundred."""


def test_pages_ask_the_database_as_often_for_a_hundred_rows_as_for_one(welt: Welt) -> None:
    klein = neue_runde(ab=date(2025, 1, 1), bis=date(2026, 1, 1))
    client = als(welt, "land-06")
    vorher = {
        "runden": abfragen(client, START),
        "runde": abfragen(client, f"{START}{klein.pk}/"),
        "vereinbarung": abfragen(client, seite_von(vereinbarung(3, "06"))),
        "dokumente": abfragen(client, f"{seite_von(vereinbarung(3, '06'))}dokumente/"),
    }
    grosse_welt(welt)
    gross = neue_runde()
    lauf = beauftrage_entwuerfe(runde=gross, durch=betrieb(HEUTE), am=JETZT)
    arbeite_ab(lauf.pk, am=JETZT, hoechstens=3)
    eine = Zielvereinbarung.objects.get(runde=gross, nr=3, schluessel="06")
    assert "101 Zielvereinbarungen" in text(client, f"{START}{gross.pk}/")
    nachher = {
        "runden": abfragen(client, START),
        "runde": abfragen(client, f"{START}{gross.pk}/"),
        "vereinbarung": abfragen(client, seite_von(eine)),
        "dokumente": abfragen(client, f"{seite_von(eine)}dokumente/"),
    }
    assert nachher == vorher == QUERIES
