"""The pages of a negotiation: what a party can do there without JavaScript, who sees what, and that nothing is lost."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Anlage, Frage, Kommentar, Rueckfragerunde, Stellungnahme, Textfassung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.verhandlung.anlagen import Datei, fuege_bei
from agreements.verhandlung.kommentare import Bemerkung, kommentiere
from agreements.verhandlung.rueckfragen import beantworte, schliesse, stelle_fragen
from agreements.verhandlung.texte import Eingabe, schlage_vor
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.verhandlung import NEU, NR_4, beginne, nimm, schlag_vor, stelle_fest
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import Zugang

START = "/zielvereinbarungen/"
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"
PDF = b"%PDF-1.7 Inhalt"


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    welt = Welt.erschaffe()
    neue_runde()
    return welt


@pytest.fixture
def v(welt: Welt) -> Zielvereinbarung:
    return beginne(welt)


@pytest.fixture
def land(welt: Welt, v: Zielvereinbarung) -> Client:
    return als(welt, "land-05")


@pytest.fixture
def kommune(welt: Welt, v: Zielvereinbarung) -> Client:
    return als(welt, "kommune-05124")


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def adresse(v: Zielvereinbarung, wo: str = "text/praeambel/") -> str:
    return f"{START}vereinbarungen/{v.pk}/{wo}"


def roh(antwort: Any) -> str:
    assert antwort.status_code == 200, antwort.status_code
    return str(antwort.content.decode())


def text(antwort: Any) -> str:
    return unescape(roh(antwort))


def sende(client: Client, ziel: str, **felder: Any) -> str:
    return text(client.post(ziel, felder, follow=True))


# -- Negotiating -----------------------------------------------------------------------------------------------


def test_from_a_proposal_to_an_agreed_text(v: Zielvereinbarung, land: Client, kommune: Client) -> None:
    ziel = adresse(v)
    assert "Änderung vorschlagen" in text(land.get(ziel))
    neu = "Der Arbeitsmarkt ist aufnahmefähig.\r\n- Erster Punkt"
    seite = sende(land, ziel, akt="vorschlagen", basis=0, text=neu, grund="Ausgangslage ergänzt")
    assert "Ihr Vorschlag liegt den anderen vor." in seite
    assert "Vorschlag zurückziehen" in seite
    drueben = text(kommune.get(ziel))
    for erwartet in ("Vorschlag: Sie sind am Zug", "Begründung: Ausgangslage ergänzt", "<ins>", "<del>", "[neu: "):
        assert erwartet in drueben, erwartet
    assert "Vorschlag zurückziehen" not in drueben
    assert "Sie haben den Abschnitt „Präambel“ angenommen." in sende(kommune, ziel, akt="annehmen", basis=2)
    geltend = Textfassung.objects.geltend().get(abschnitt="praeambel")
    assert geltend.text == "Der Arbeitsmarkt ist aufnahmefähig.\n– Erster Punkt"
    assert "einig" in text(land.get(ziel))


def test_a_rejection_with_its_reason_reaches_the_others(
    welt: Welt, v: Zielvereinbarung, land: Client, kommune: Client
) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    ohne = sende(kommune, adresse(v), akt="ablehnen", basis=2, grund="")
    assert "Bitte prüfen Sie Ihre Eingaben" in ohne
    sende(kommune, adresse(v), akt="ablehnen", basis=2, grund="So nicht haltbar.")
    assert "So nicht haltbar." in text(land.get(adresse(v)))
    assert "abgelehnt" in text(land.get(adresse(v)))


def test_several_sections_are_accepted_from_the_overview(
    welt: Welt, v: Zielvereinbarung, land: Client, kommune: Client
) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    seite = text(kommune.get(adresse(v, "text/")))
    assert "Vorschlag: Sie sind am Zug" in seite
    assert 'value="ziele:0"' in seite
    assert 'value="praeambel:1"' not in seite
    wahl = {"akt": "annehmen", "abschnitte": ["ziele:0", "zieldialog:0"]}
    assert "Sie haben 2 Abschnitte angenommen." in sende(kommune, adresse(v, "text/"), **wahl)
    assert Stellungnahme.objects.filter(fassung__abschnitt__in=("ziele", "zieldialog")).count() == 2
    assert "inzwischen geändert" in sende(kommune, adresse(v, "text/"), akt="annehmen", abschnitte=["praeambel:0"])


def test_the_draft_is_written_by_the_steering_side(welt: Welt) -> None:
    ziel = adresse(vereinbarung(*NR_4))
    land, kommune = als(welt, "land-05"), als(welt, "kommune-05124")
    assert "Text schreiben" not in text(kommune.get(ziel))
    assert "Entwurf bearbeiten" in text(land.get(ziel))
    assert "Der Entwurf ist gespeichert." in sende(land, ziel, akt="entwerfen", basis=0, text=NEU)
    behalten = sende(kommune, ziel, akt="entwerfen", basis=2, text="Mein eigener Entwurf.")
    assert "Den ersten Entwurf schreibt die steuernde Seite" in behalten
    assert Textfassung.objects.geltend().get().text == NEU


def test_who_was_slower_sees_what_changed_and_keeps_the_own_text(
    welt: Welt, v: Zielvereinbarung, land: Client, kommune: Client
) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG), "Das Land war schneller.")
    seite = sende(kommune, adresse(v), akt="vorschlagen", basis=0, text="Die Kommune schrieb dies.", grund="Warum")
    assert "Jemand anderes war schneller. Ihr Text ist nicht verloren." in seite
    assert "Das Land war schneller." in seite
    assert "Die Kommune schrieb dies.</textarea>" in seite
    assert "Warum</textarea>" in seite
    assert 'name="basis" value="2"' in seite
    assert Textfassung.objects.count() == 2
    sende(kommune, adresse(v), akt="vorschlagen", basis=2, text="Die Kommune schrieb dies.", grund="Warum")
    assert Textfassung.objects.vorgeschlagen().get().text == "Die Kommune schrieb dies."


def test_an_acceptance_of_what_is_no_longer_there_is_refused(welt: Welt, v: Zielvereinbarung, kommune: Client) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG), "Anders.", basis=2)
    assert "hat sich inzwischen geändert" in sende(kommune, adresse(v), akt="annehmen", basis=2)
    for unsinn in ("", "x", "-1", "9" * 40, "²"):
        assert "hat sich inzwischen geändert" in sende(kommune, adresse(v), akt="annehmen", basis=unsinn)
    assert not Stellungnahme.objects.filter(vertragspartei__reihenfolge=2).exists()


# -- Looking ---------------------------------------------------------------------------------------------------


def test_a_version_can_be_compared_with_what_counted_and_with_the_grundraster(
    welt: Welt, v: Zielvereinbarung, land: Client
) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG), "Erster Text.")
    nimm(v, welt.zugang("kommune-05124", Rolle.LEITUNG), 2)
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG), "Zweiter Text.", basis=2)
    gegen_geltend = text(land.get(adresse(v)))
    assert "<del><span" in gegen_geltend
    assert "Erster" in gegen_geltend
    assert "Die Grundsicherung für Arbeitsuchende sichert" in text(
        land.get(f"{adresse(v)}?fassung=3&gegen=grundraster")
    )
    alt = text(land.get(f"{adresse(v)}?fassung=2&gegen=nichts"))
    assert "Fassung 2: Vorschlag (Nordrhein-Westfalen)" in alt
    assert "<ins><span" not in alt
    for unsinn in ("?fassung=99&gegen=egal", "?fassung=x", "?gegen=", "?fassung=1&gegen=vorige"):
        text(land.get(adresse(v) + unsinn))


def test_a_preview_shows_the_change_and_stores_nothing(v: Zielvereinbarung, land: Client) -> None:
    felder = {"akt": ["vorschlagen", "vorschau"], "basis": 0, "text": "Nur zur Ansicht.", "grund": "Grund"}
    seite = text(land.post(adresse(v), felder))
    assert "Was Ihr Text ändern würde" in seite
    assert "Nur zur Ansicht.</textarea>" in seite
    assert 'name="akt" value="vorschlagen"' in seite
    teil = text(land.post(adresse(v), felder, headers={"HX-Request": "true"}))
    assert "<ins>" in teil
    assert "<html" not in teil
    zu_lang = text(land.post(adresse(v), felder | {"text": "x" * 30_000}, headers={"HX-Request": "true"}))
    assert "hat 30.000 Zeichen" in zu_lang
    assert not Textfassung.objects.exists()


def test_the_page_hears_of_news_without_being_loaded_anew(welt: Welt, v: Zielvereinbarung, kommune: Client) -> None:
    seite = text(kommune.get(adresse(v)))
    frage = seite.split('hx-get="')[1].split('"')[0]
    assert kommune.get(frage).status_code == 204
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    assert "gibt es etwas Neues" in text(kommune.get(frage))


def test_guidance_stands_beside_every_section(v: Zielvereinbarung, land: Client) -> None:
    seite = text(land.get(adresse(v, "text/zieldimension/")))
    assert "Vor der Annahme zu klären" in seite
    assert "Liegt die Kennzahl vollständig vor?" in seite
    assert "Vorschlag des Grundrasters" in seite


def test_a_fixed_text_is_read_and_no_longer_changed(welt: Welt, v: Zielvereinbarung, land: Client) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    fest = stelle_fest(v)
    seite = text(land.get(adresse(fest)))
    for weg in ("Entscheiden", "Text schreiben", "Kommentar schreiben", "hx-get"):
        assert weg not in seite, weg
    assert "nicht in Verhandlung" in sende(land, adresse(fest), akt="vorschlagen", basis=2, text="Doch noch.")
    assert "Doch noch.</textarea>" in sende(land, adresse(fest), akt="vorschlagen", basis=2, text="Doch noch.")


# -- Comments, questions, attachments --------------------------------------------------------------------------


def test_comments_are_written_answered_and_settled(v: Zielvereinbarung, land: Client, kommune: Client) -> None:
    ziel = adresse(v)
    sende(land, ziel, akt="kommentieren", text="Bitte prüfen.")
    sende(land, ziel, akt="kommentieren", text="Nur für uns.", intern="on")
    auf = Kommentar.objects.get(text="Bitte prüfen.").pk
    drueben = sende(kommune, ziel, akt="antworten", auf=auf, text="Ist geprüft.")
    assert "Bitte prüfen." in drueben
    assert "Nur für uns." not in drueben
    assert "Erledigt: " in sende(kommune, ziel, akt="erledigen", auf=auf)
    assert "Erledigt: " not in sende(land, ziel, akt="wieder_oeffnen", auf=auf)
    intern = Kommentar.objects.get(intern=True).pk
    for akt in ("antworten", "erledigen"):
        assert kommune.post(ziel, {"akt": akt, "auf": intern, "text": "x"}).status_code == 404
        for unsinn in ("", "x", "9" * 30, "²"):
            assert kommune.post(ziel, {"akt": akt, "auf": unsinn, "text": "x"}).status_code == 404
    assert "Bitte prüfen Sie Ihre Eingaben" in sende(land, ziel, akt="kommentieren", text="  ")


def test_questions_are_asked_answered_and_closed(v: Zielvereinbarung, land: Client, kommune: Client) -> None:
    ziel = adresse(v, "rueckfragen/")
    felder = {
        "akt": "fragen",
        "frist": "2099-12-01",
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "form-0-abschnitt": "praeambel",
        "form-0-text": "Warum?",
        "form-1-text": "Seit wann?",
        "form-2-text": "",
    }
    vergangen = sende(land, ziel, **felder | {"frist": "2020-01-01"})
    assert "in der Vergangenheit" in vergangen
    assert "Seit wann?</textarea>" in vergangen
    assert "eine bis 20 Fragen" in sende(
        land, ziel, **felder | {"form-0-text": "", "form-0-abschnitt": "", "form-1-text": ""}
    )
    assert "Ihre Fragen liegen" in sende(land, ziel, **felder)
    assert "Rückfragen stellen" not in text(kommune.get(ziel))
    assert "Runde offen" in text(kommune.get(adresse(v)))
    frage = Rueckfragerunde.objects.get().fragen.get(nummer=1)
    assert "Bitte prüfen" in sende(kommune, ziel, akt="beantworten", auf=frage.pk, text="")
    assert "Darum." in sende(kommune, ziel, akt="beantworten", auf=frage.pk, text="Darum.")
    assert "Ihre eigenen" in sende(land, ziel, akt="beantworten", auf=frage.pk, text="Ich selbst.")
    assert "wer gefragt hat" in sende(kommune, ziel, akt="schliessen")
    assert "ist geschlossen" in sende(land, ziel, akt="schliessen")
    spaet = sende(kommune, ziel, akt="beantworten", auf=frage.pk, text="Nachtrag.")
    assert "Ihre Antwort ist nicht gespeichert: „Nachtrag.“" in spaet
    assert kommune.post(ziel, {"akt": "beantworten", "auf": 999_999, "text": "x"}).status_code == 404


def test_a_file_is_attached_accepted_and_saved(welt: Welt, v: Zielvereinbarung, land: Client, kommune: Client) -> None:
    ziel = adresse(v, "anlagen/")
    datei = SimpleUploadedFile("Plän.pdf", PDF, "text/html")
    assert "Die Anlage ist beigefügt." in sende(
        land, ziel, akt="beifuegen", datei=datei, titel="Plan", bestandteil="on"
    )
    anlage = Anlage.objects.get()
    assert "Sie haben die Anlage angenommen." in sende(kommune, ziel, akt="annehmen", anlage=anlage.pk)
    assert "hat diese Anlage angenommen" in sende(land, ziel, akt="entfernen", anlage=anlage.pk)
    antwort = kommune.get(f"{START}anlagen/{anlage.pk}/")
    assert b"".join(antwort.streaming_content) == PDF  # type: ignore[attr-defined]
    assert antwort["Content-Type"] == "application/octet-stream"
    assert antwort["Content-Disposition"].startswith("attachment; filename*=utf-8''Pl%C3%A4n.pdf")
    assert antwort["X-Content-Type-Options"] == "nosniff"
    assert antwort["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert antwort["Cache-Control"] == "private, no-store"
    for fremd in ("bmas", "land-06", "ba", "jobcenter-05111"):
        assert als(welt, fremd).get(f"{START}anlagen/{anlage.pk}/").status_code == 404
    assert Client().get(f"{START}anlagen/{anlage.pk}/").status_code == 302


@pytest.mark.parametrize(
    ("datei", "meldung"),
    [
        (None, "Dieses Feld ist zwingend erforderlich"),
        (SimpleUploadedFile("leer.pdf", b""), "Die Datei ist leer"),
        (SimpleUploadedFile("plan.pdf", b"<script>alert(1)</script>"), "nicht zulässig"),
        (SimpleUploadedFile("gross.pdf", b"%PDF-" + b"x" * (10 * 1024**2)), "zu groß"),
    ],
)
def test_a_file_that_does_not_fit_comes_back_with_the_title(
    v: Zielvereinbarung, land: Client, datei: Any, meldung: str
) -> None:
    felder = {"akt": "beifuegen", "titel": "Mein Titel"} | ({"datei": datei} if datei else {})
    seite = sende(land, adresse(v, "anlagen/"), **felder)
    assert meldung in seite
    assert 'value="Mein Titel"' in seite
    assert not Anlage.objects.exists()


# -- Who sees it -----------------------------------------------------------------------------------------------

SEITEN = ("text/", "text/praeambel/", "text/praeambel/neuigkeit/", "rueckfragen/", "anlagen/")
BETEILIGT = ("land-05", "kommune-05124", "jobcenter-05124")


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", [*BETEILIGT, "bmas", "land-06", "ba", "dlt"])
def test_while_it_is_negotiated_it_is_there_for_its_parties_alone(
    welt: Welt, v: Zielvereinbarung, wer: str, rolle: Rolle
) -> None:
    client = als(welt, wer, rolle)
    da = wer in BETEILIGT and rolle is not Rolle.ADMINISTRATION
    assert {client.get(adresse(v, seite)).status_code for seite in SEITEN} == ({200} if da else {404})


@pytest.mark.parametrize("rolle", [Rolle.LESEND, Rolle.CONTROLLING])
def test_who_only_reads_is_offered_nothing_and_refused(welt: Welt, v: Zielvereinbarung, rolle: Rolle) -> None:
    schlag_vor(v, welt.zugang("kommune-05124", Rolle.LEITUNG))
    client = als(welt, "land-05", rolle)
    for seite in ("text/", "text/praeambel/", "rueckfragen/", "anlagen/"):
        assert '<form class="formular' not in text(client.get(adresse(v, seite)))
    for felder in (
        {"akt": "vorschlagen", "basis": 2, "text": "x"},
        {"akt": "annehmen", "basis": 2},
        {"akt": "kommentieren", "text": "x"},
    ):
        assert client.post(adresse(v), felder).status_code == 403
    assert (
        client.post(adresse(v, "anlagen/"), {"akt": "beifuegen", "datei": SimpleUploadedFile("a.pdf", PDF)}).status_code
        == 403
    )
    assert Textfassung.objects.count() == 2


@pytest.mark.parametrize(("wer", "sieht"), [("bmas", True), ("land-06", False), ("ba", False)])
def test_once_concluded_others_read_the_text_and_nothing_of_the_negotiation(
    welt: Welt, v: Zielvereinbarung, wer: str, sieht: bool
) -> None:
    land, kommune = welt.zugang("land-05", Rolle.LEITUNG), welt.zugang("kommune-05124", Rolle.LEITUNG)
    schlag_vor(v, land, "Der vereinbarte Text.")
    nimm(v, kommune, 2)
    kommentiere(vereinbarung=v, bemerkung=Bemerkung("praeambel", "Vertraulich."), durch=land, am=JETZT)
    for nr, bestandteil in enumerate((True, False)):
        datei = Datei("Plan.pdf", PDF + b"%d" % nr, f"Anlage {nr}", bestandteil)
        fuege_bei(vereinbarung=v, datei=datei, durch=land, am=JETZT)
    for zustand in (Zustand.ABGESTIMMT, Zustand.GESCHLOSSEN):
        Zielvereinbarung.objects.filter(pk=v.pk).update(zustand=zustand)
    client = als(welt, wer)
    if not sieht:
        assert client.get(adresse(v)).status_code == 404
        return
    seiten = "".join(text(client.get(adresse(v, seite))) for seite in ("text/", "text/praeambel/", "anlagen/"))
    assert "Der vereinbarte Text." in seiten
    assert "Anlage 0" in seiten
    for geheim in (
        "Vertraulich",
        "Anlage 1",
        "Fassungen",
        "Die Grundsicherung für Arbeitsuchende sichert",
        "angenommen",
    ):
        assert geheim not in seiten, geheim
    assert client.get(adresse(v, "rueckfragen/")).status_code == 404
    assert client.get(adresse(v, "text/finanzen/")).status_code == 404
    assert client.post(adresse(v), {"akt": "kommentieren", "text": "x"}).status_code == 403


# -- Robustness ------------------------------------------------------------------------------------------------


def test_nothing_typed_is_ever_run(welt: Welt, v: Zielvereinbarung, land: Client, kommune: Client) -> None:
    sende(land, adresse(v), akt="vorschlagen", basis=0, text=XSS, grund=XSS)
    sende(land, adresse(v), akt="kommentieren", text=XSS)
    sende(land, adresse(v, "anlagen/"), akt="beifuegen", datei=SimpleUploadedFile(f"{XSS}.pdf", PDF), titel=XSS)
    for seite in ("text/", "text/praeambel/", "text/praeambel/?gegen=grundraster", "anlagen/"):
        html = roh(kommune.get(adresse(v, seite)))
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert "&lt;script&gt;" in roh(kommune.get(adresse(v)))


@pytest.mark.parametrize("text_", ["x\0y", "x\x1by", "ä" * 102_400, "   "])
@pytest.mark.parametrize("akt", ["vorschlagen", "kommentieren", "ablehnen"])
def test_a_text_that_cannot_be_taken_comes_back_as_it_was(
    welt: Welt, v: Zielvereinbarung, land: Client, akt: str, text_: str
) -> None:
    felder = {"akt": akt, "basis": 0, "text": text_, "grund": text_ if akt == "ablehnen" else ""}
    antwort = land.post(adresse(v), felder)
    assert text_.strip() in text(antwort)
    assert "Bitte prüfen Sie Ihre Eingaben" in text(antwort)
    assert not Textfassung.objects.exists()
    assert not Kommentar.objects.exists()


@pytest.mark.parametrize("seite", ["text/gibt-es-nicht/", "text/%F0%9F%92%A9/", "text/gibt-es-nicht/neuigkeit/"])
def test_a_section_that_does_not_exist_is_not_there(v: Zielvereinbarung, land: Client, seite: str) -> None:
    assert land.get(adresse(v, seite)).status_code == 404
    assert land.get(adresse(v, "text/pra%00eambel/")).status_code == 400


@pytest.mark.parametrize("seite", ["text/praeambel/", "rueckfragen/", "anlagen/"])
def test_an_act_that_does_not_exist_is_not_there(v: Zielvereinbarung, land: Client, seite: str) -> None:
    for akt in ("", "schliesse_alles", "einigen"):
        assert land.post(adresse(v, seite), {"akt": akt}).status_code == 404


# -- Queries ---------------------------------------------------------------------------------------------------

QUERIES = {"text/": 12, "text/praeambel/": 16, "text/praeambel/neuigkeit/": 10, "rueckfragen/": 17, "anlagen/": 14}


def abfragen(client: Client, ziel: str) -> int:
    client.get(ziel)
    with CaptureQueriesContext(connection) as gezaehlt:
        assert client.get(ziel).status_code == 200
    return len(gezaehlt)


def frag_und_antworte(v: Zielvereinbarung, wer: Zugang, wen: Zugang, was: str) -> None:
    """A question round from its question to its end."""
    runde = stelle_fragen(vereinbarung=v, fragen=[("ziele", was)], frist=date(2099, 1, 1), durch=wer, am=JETZT)
    gefragt = Frage.objects.select_related("runde__zielvereinbarung").get(runde=runde)
    beantworte(frage=gefragt, text="Darum.", durch=wen, am=JETZT)
    schliesse(runde=runde, durch=wer, am=JETZT)


def test_pages_ask_the_database_as_often_for_many_rows_as_for_one(
    welt: Welt, v: Zielvereinbarung, land: Client
) -> None:
    land_, kommune_ = welt.zugang("land-05", Rolle.LEITUNG), welt.zugang("kommune-05124", Rolle.LEITUNG)

    def verhandle(von: int, bis: int) -> None:
        for nr in range(von, bis):  # so many versions, threads, rounds and attachments
            wer = (land_, kommune_)[nr % 2]
            eingabe = Eingabe(f"Text {nr}", f"Grund {nr}", 10_000)
            schlage_vor(vereinbarung=v, abschnitt="praeambel", eingabe=eingabe, durch=wer, am=JETZT)
            erster = kommentiere(vereinbarung=v, bemerkung=Bemerkung("praeambel", f"K{nr}"), durch=wer, am=JETZT)
            antwort = Bemerkung("praeambel", f"A{nr}", antwort_auf=erster)
            kommentiere(vereinbarung=v, bemerkung=antwort, durch=land_, am=JETZT)
            frag_und_antworte(v, land_, kommune_, f"Frage {nr}")
            datei = Datei("a.pdf", PDF + b"%d" % nr, bestandteil=True)
            fuege_bei(vereinbarung=v, datei=datei, durch=wer, am=JETZT)

    verhandle(0, 1)
    einmal = {seite: abfragen(land, adresse(v, seite)) for seite in QUERIES}
    verhandle(1, 25)
    assert ">25 offen<" in text(land.get(adresse(v, "text/")))
    assert {seite: abfragen(land, adresse(v, seite)) for seite in QUERIES} == einmal == QUERIES
