"""The pages of signing per role, the letters that go out, and the page on which everybody has a PDF checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.dokument.ausfertigung import fertige_aus
from agreements.dokument.entwurf import setze_entwurf
from agreements.lifecycle import aendern, zurueck_in_verhandlung
from agreements.models import (
    Ausfertigung,
    Ausfertigungsart,
    Festtext,
    Zeichnung,
    Zeichnungserinnerung,
    Zielvereinbarung,
)
from agreements.recht import Zustand
from agreements.zeichnung import Eingereicht, lehne_ab, verlaengere_frist, zeichne_auf_papier, zeichne_einfach
from agreements.zeichnung.erinnern import erinnere_an_zeichnung
from agreements.zeichnung.pruefung import Urteil, pruefe
from tests.agreements.lebenslaeufe import versetze
from tests.agreements.runden import JETZT
from tests.agreements.test_zeichnung import blatt
from tests.agreements.zeichnungen import KENNWORT, mit_anderem_byte, mit_seite, mit_zusatz, unterschrieben, zeichenbar
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import anonym, betrieb


@pytest.fixture(autouse=True)
def _eigener_ordner(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIEGEL_ORDNER = tmp_path / "siegel"


@pytest.fixture
def welt(db: None) -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def ziel(welt: Welt) -> Zielvereinbarung:
    return zeichenbar(welt)


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.LEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def seite(name: str, *args: Any) -> str:
    return reverse(f"agreements:{name}", args=args)


def zeichne(ziel: Zielvereinbarung, welt: Welt, wer: str) -> Zeichnung:
    durch = welt.zugang(wer, Rolle.LEITUNG)
    return zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=durch, am=JETZT)


# -- The tab ---------------------------------------------------------------------------------------------------


def test_before_conclusion_the_tab_is_there_for_the_parties_alone(welt: Welt, ziel: Zielvereinbarung) -> None:
    for wer, rolle in product(("bmas", "land-06", "land-05", "ba", "jobcenter-06411"), Rolle):
        darf = wer in ("bmas", "land-06") and rolle is not Rolle.ADMINISTRATION
        antwort = als(welt, wer, rolle).get(seite("zeichnung", ziel.pk))
        assert antwort.status_code == (200 if darf else 404), (wer, rolle)
        if darf:
            inhalt = antwort.content.decode()
            assert ("Für Ihre Partei zeichnen" in inhalt) == (rolle is Rolle.LEITUNG), (wer, rolle)
            assert ("Frist verlängern" in inhalt) == (rolle in (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG)), (wer, rolle)
            assert "Noch nicht gezeichnet: BMAS; Hessen." in inhalt


def test_after_conclusion_others_see_the_signatures_and_not_how_it_came_to_them(
    welt: Welt, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    ziel = zeichenbar(welt, 4, "05124")
    land, durch = welt.zugang("land-05", Rolle.LEITUNG), welt.zugang("jobcenter-05124", Rolle.LEITUNG)
    lehne_ab(vereinbarung=ziel, grund="Der Zielwert ist zu hoch.", durch=durch, am=JETZT)
    for zugang in (land, durch):
        zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=zugang, am=JETZT, grund="Nr. 3 folgt")
    bmas = als(welt, "bmas").get(seite("zeichnung", ziel.pk)).content.decode()
    eigene = als(welt, "land-05").get(seite("zeichnung", ziel.pk)).content.decode()
    assert "gezeichnet" in bmas
    assert "einfache elektronische Signatur" in bmas
    assert "Der Zielwert ist zu hoch." in eigene
    assert "Der Zielwert ist zu hoch." not in bmas
    assert als(welt, "land-06").get(seite("zeichnung", ziel.pk)).status_code == 404


def test_voided_signatures_stay_readable(welt: Welt, ziel: Zielvereinbarung) -> None:
    zeichne(ziel, welt, "bmas")
    zurueck_in_verhandlung(vereinbarung=ziel, durch=welt.zugang("land-06", Rolle.LEITUNG), am=JETZT, grund="Fehler")
    inhalt = als(welt, "land-06").get(seite("zeichnung", ziel.pk)).content.decode()
    assert "Aufgehobene Texte" in inhalt
    assert "ungültig" in inhalt
    assert "bmas.leitung" in inhalt


def test_the_tab_costs_as_many_queries_with_signatures_as_without(
    welt: Welt, ziel: Zielvereinbarung, django_assert_num_queries: Any
) -> None:
    client = als(welt, "land-06")
    client.get(seite("zeichnung", ziel.pk))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as ohne:
        client.get(seite("zeichnung", ziel.pk))
    zeichne(ziel, welt, "bmas")
    with django_assert_num_queries(len(ohne)):
        client.get(seite("zeichnung", ziel.pk))


# -- Signing on the pages --------------------------------------------------------------------------------------


def test_signing_with_the_password_on_the_page(welt: Welt, ziel: Zielvereinbarung) -> None:
    client, adresse = als(welt, "bmas"), seite("zeichnen", ziel.pk, "einfach")
    falsch = client.post(adresse, {"kennwort": "falsch"})
    assert "Das Kennwort stimmt nicht" in falsch.content.decode()
    assert "falsch" not in falsch.content.decode().split("<main")[1].replace("Das Kennwort stimmt nicht", "")
    richtig = client.post(adresse, {"kennwort": KENNWORT}, follow=True)
    assert "Ihre Unterschrift ist festgehalten." in richtig.content.decode()
    noch_einmal = client.post(adresse, {"kennwort": KENNWORT}, follow=True)
    assert "schon gezeichnet" in noch_einmal.content.decode()
    assert Zeichnung.objects.count() == 1


def test_signing_on_paper_and_with_a_certificate_on_the_pages(welt: Welt, ziel: Zielvereinbarung) -> None:
    papier = {"datei": SimpleUploadedFile("scan.pdf", blatt()), "name": "Eva Muster", "funktion": "Ministerin"}
    als(welt, "land-06").post(seite("zeichnen", ziel.pk, "papier"), papier)
    fertige_aus(ziel.festtexte.get().pk, Ausfertigungsart.ZEICHNUNG, am=JETZT)
    fassung = Ausfertigung.objects.get(art=Ausfertigungsart.ZEICHNUNG)
    client = als(welt, "bmas")
    pdf = b"".join(client.get(seite("ausfertigung", fassung.pk)).streaming_content)  # type: ignore[arg-type]
    ohne_erklaerung = {"datei": SimpleUploadedFile("u.pdf", unterschrieben(pdf))}
    client.post(seite("zeichnen", ziel.pk, "qualifiziert"), ohne_erklaerung)
    assert Zeichnung.objects.count() == 1
    mit = {"datei": SimpleUploadedFile("u.pdf", unterschrieben(pdf)), "erklaerung": "on"}
    client.post(seite("zeichnen", ziel.pk, "qualifiziert"), mit)
    assert list(Zeichnung.objects.order_by("pk").values_list("niveau", "name")) == [
        ("papier", "Eva Muster"),
        ("qualifiziert", "Zielsystem Demonstration, Siegel"),
    ]
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.GESCHLOSSEN
    beleg = seite("zeichnungsbeleg", Zeichnung.objects.earliest("pk").pk)
    assert client.get(beleg).status_code == 200
    assert als(welt, "ba").get(beleg).status_code == 404


@pytest.mark.parametrize("niveau", ["einfach", "papier", "fortgeschritten", "qualifiziert"])
def test_each_way_of_signing_says_what_is_checked_and_what_is_not(
    welt: Welt, ziel: Zielvereinbarung, niveau: str
) -> None:
    inhalt = als(welt, "bmas").get(seite("zeichnen", ziel.pk, niveau)).content.decode()
    assert "Was geprüft wird" in inhalt
    assert "Was nicht geprüft wird" in inhalt


def test_a_way_that_does_not_exist_and_an_agreement_of_others_are_not_there(welt: Welt, ziel: Zielvereinbarung) -> None:
    assert als(welt, "bmas").get(seite("zeichnen", ziel.pk, "mündlich")).status_code == 404
    assert als(welt, "ba").get(seite("zeichnen", ziel.pk, "einfach")).status_code == 404
    assert als(welt, "bmas", Rolle.SACHBEARBEITUNG).get(seite("zeichnen", ziel.pk, "einfach")).status_code == 403


def test_naming_declining_and_more_time_on_the_pages(welt: Welt, ziel: Zielvereinbarung) -> None:
    client, tag = als(welt, "bmas"), timezone.localdate() + timedelta(days=60)
    leitung = welt.personen["bmas.leitung"]
    client.post(seite("unterzeichner", ziel.pk), {"person": leitung.pk, "funktion": "Staatssekretärin"})
    client.post(seite("zeichnungsfrist", ziel.pk), {"bis": f"{tag:%Y-%m-%d}", "grund": "Ferien"})
    zu_frueh = client.post(seite("zeichnungsfrist", ziel.pk), {"bis": "2026-11-22", "grund": "Ferien"})
    assert "Die neue Frist muss nach der bisherigen" in zu_frueh.content.decode()
    client.post(seite("zeichnung_ablehnen", ziel.pk), {"grund": "Der Zielwert ist zu hoch."})
    inhalt = als(welt, "land-06").get(seite("zeichnung", ziel.pk)).content.decode()
    for erwartet in ("Staatssekretärin", "Ferien", "Der Zielwert ist zu hoch.", "abgelehnt", f"{tag:%d.%m.%Y}"):
        assert erwartet in inhalt, erwartet
    zeichne(ziel, welt, "bmas")
    inhalt = als(welt, "land-06").get(seite("zeichnung", ziel.pk)).content.decode()
    assert "abgelehnt und danach gezeichnet" in inhalt


def test_a_failed_document_is_shown_and_ordered_again(welt: Welt, ziel: Zielvereinbarung, settings: Any) -> None:
    for wer in ("bmas", "land-06"):
        zeichne(ziel, welt, wer)
    text = ziel.festtexte.get()
    settings.SIEGEL_SELBST_ERSTELLEN = False
    fertige_aus(text.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    client = als(welt, "bmas")
    inhalt = client.get(seite("zeichnung", ziel.pk)).content.decode()
    assert "kein Schlüssel hinterlegt" in inhalt
    assert "Noch einmal versuchen" in inhalt
    settings.SIEGEL_SELBST_ERSTELLEN = True
    client.post(seite("ausfertigen", ziel.pk))
    assert Ausfertigung.objects.offen().count() == 1
    fertige_aus(text.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    assert "Ausfertigung mit Siegel öffnen" in client.get(seite("zeichnung", ziel.pk)).content.decode()


# -- Reminders -------------------------------------------------------------------------------------------------


def test_who_has_not_signed_is_reminded_before_and_after_the_deadline_once_each(
    welt: Welt, ziel: Zielvereinbarung, mailoutbox: list[Any]
) -> None:
    zeichne(ziel, welt, "bmas")
    frueh, vorher, danach = (JETZT + timedelta(days=tage) for tage in (20, 22, 29))
    for wann, bisher in ((frueh, 0), (vorher, 1), (vorher, 1), (danach, 2), (danach, 2)):
        erinnere_an_zeichnung(durch=betrieb(wann.date()), am=wann)
        assert len(mailoutbox) == Zeichnungserinnerung.objects.count() == bisher
    assert [brief.to for brief in mailoutbox] == [["land-06.leitung@example.org"]] * 2
    assert "noch nicht gezeichnet" in mailoutbox[0].body
    assert "bis zum 19.12.2026" in mailoutbox[1].body
    land = welt.zugang("land-06", Rolle.LEITUNG, danach.date())
    verlaengere_frist(vereinbarung=ziel, bis=danach.date() + timedelta(3), grund="Ferien", durch=land, am=danach)
    erinnere_an_zeichnung(durch=betrieb(danach.date()), am=danach)
    assert Zeichnungserinnerung.objects.count() == 3


def test_a_reminder_that_cannot_be_handed_over_is_tried_again(
    welt: Welt, ziel: Zielvereinbarung, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    wann = JETZT + timedelta(days=22)

    def nicht(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError("kein Server")

    with monkeypatch.context() as stoerung:
        stoerung.setattr("django.core.mail.EmailMessage.send", nicht)
        assert erinnere_an_zeichnung(durch=betrieb(wann.date()), am=wann) == 0
    assert not Zeichnungserinnerung.objects.exists()
    assert erinnere_an_zeichnung(durch=betrieb(wann.date()), am=wann) == len(mailoutbox) == 2


# -- Checking a PDF --------------------------------------------------------------------------------------------


@pytest.fixture
def endfassung(welt: Welt, ziel: Zielvereinbarung) -> bytes:
    for wer in ("bmas", "land-06"):
        zeichne(ziel, welt, wer)
    fertige_aus(Festtext.objects.get().pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    pdf: bytes = Ausfertigung.objects.get(art=Ausfertigungsart.ENDFASSUNG).datei.read()
    return pdf


@pytest.mark.parametrize(
    ("aenderung", "urteil"),
    [
        (lambda pdf: pdf, Urteil.AUSFERTIGUNG),
        (mit_anderem_byte, Urteil.GEBROCHEN),
        (mit_seite, Urteil.ERGAENZT),
        (mit_zusatz, Urteil.ERGAENZT),
        (lambda pdf: pdf + b"%", Urteil.ERGAENZT),
        (lambda pdf: blatt(), Urteil.UNBEKANNT),
        (lambda pdf: unterschrieben(blatt()), Urteil.UNBEKANNT),
        (lambda pdf: unterschrieben(blatt(), "Siegel"), Urteil.NICHT_VERZEICHNET),
    ],
)
def test_what_a_pdf_turns_out_to_be(endfassung: bytes, aenderung: Callable[[bytes], bytes], urteil: Urteil) -> None:
    ergebnis = pruefe(aenderung(endfassung), anonym(HEUTE))
    assert ergebnis.urteil is urteil
    assert ergebnis.vereinbarung is None
    assert (ergebnis.nr == 3) == (urteil in (Urteil.AUSFERTIGUNG, Urteil.ERGAENZT))


def test_a_foreign_seal_is_called_foreign(endfassung: bytes, settings: Any, tmp_path: Any) -> None:
    settings.SIEGEL_ORDNER = tmp_path / "andere"
    fremd = unterschrieben(blatt(), "Siegel")
    settings.SIEGEL_ORDNER = tmp_path / "siegel"
    assert pruefe(fremd, anonym(HEUTE)).urteil is Urteil.FREMDES_SIEGEL


def test_drafts_signing_copies_and_proofs_are_known_for_what_they_are(
    welt: Welt, ziel: Zielvereinbarung, settings: Any
) -> None:
    from agreements.dokument.auftraege import beauftrage_entwurf
    from agreements.dokument.erzeugung import erledige
    from agreements.models import Dokument

    durch = welt.zugang("bmas", Rolle.LEITUNG)
    erledige(beauftrage_entwurf(vereinbarung=ziel, durch=durch, am=JETZT).pk, am=JETZT)
    fertige_aus(ziel.festtexte.get().pk, Ausfertigungsart.ZEICHNUNG, am=JETZT)
    scan = blatt()
    zeichne_auf_papier(vereinbarung=ziel, eingereicht=Eingereicht(scan, "Eva Muster"), durch=durch, am=JETZT)
    for pdf, urteil in (
        (Dokument.objects.get().datei.read(), Urteil.ENTWURF),
        (Ausfertigung.objects.get().datei.read(), Urteil.FASSUNG),
        (scan, Urteil.UNTERZEICHNET),
        (setze_entwurf(ziel, HEUTE + timedelta(1)).gesetzt.pdf, Urteil.UNBEKANNT),
    ):
        assert pruefe(pdf, anonym(HEUTE)).urteil is urteil


@pytest.mark.parametrize(("wer", "sieht"), [(None, False), ("ba", False), ("land-05", False), ("land-06", True)])
def test_the_page_tells_everyone_the_kind_and_only_who_may_see_it_which(
    welt: Welt, ziel: Zielvereinbarung, endfassung: bytes, wer: str | None, sieht: bool
) -> None:
    client = als(welt, wer, Rolle.LESEND) if wer else Client()
    antwort = client.post("/pruefung/", {"datei": SimpleUploadedFile("x.pdf", endfassung)})
    inhalt = antwort.content.decode()
    assert "Das ist die gezeichnete Ausfertigung, unverändert" in inhalt
    assert "Nr.\u00a03 SGB II" in inhalt
    assert ("Hessen" in inhalt.split("<main")[1]) == sieht
    assert (seite("zeichnung", ziel.pk) in inhalt) == sieht


def test_the_page_says_that_an_agreement_was_amended_or_repealed(
    welt: Welt, ziel: Zielvereinbarung, endfassung: bytes
) -> None:
    def geprueft() -> str:
        antwort = Client().post("/pruefung/", {"datei": SimpleUploadedFile("x.pdf", endfassung)})
        return unescape(antwort.content.decode())

    assert "Gültigkeit" not in geprueft()
    neu = aendern(vereinbarung=ziel, durch=welt.zugang("bmas", Rolle.LEITUNG), am=JETZT, grund="Neue Lage")
    assert "Gültigkeit" not in geprueft()
    versetze(neu, Zustand.GESCHLOSSEN)
    assert "eine Änderungsvereinbarung geschlossen" in geprueft()
    versetze(ziel, Zustand.AUFGEHOBEN)
    assert "haben die Zielvereinbarung einvernehmlich aufgehoben" in geprueft()


@pytest.mark.parametrize(
    ("datei", "meldung"),
    [
        (SimpleUploadedFile("x.pdf", b"kein PDF"), "Die Datei ist kein PDF."),
        (SimpleUploadedFile("x.pdf", b""), "leer"),
        (SimpleUploadedFile("x.pdf", b"%PDF-1.7 " + b"\0" * (20 * 2**20)), "zulässig sind 20 MB"),
    ],
)
def test_what_cannot_be_checked_is_said_at_the_field(db: None, datei: SimpleUploadedFile, meldung: str) -> None:
    datei.seek(0)
    assert meldung in Client().post("/pruefung/", {"datei": datei}).content.decode()
