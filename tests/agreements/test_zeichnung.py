"""Signing: who may, at which level, in any order, once, in time; the last signature concludes."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from pypdf import PdfReader

from agreements.beteiligung import widerrufe_nachweis
from agreements.dokument.aenderung import aenderungsvermerke
from agreements.dokument.ausfertigung import beauftrage_ausfertigung, fertige_aus, hole_nach
from agreements.lifecycle import abstimmen, aendern, nicht_zustande_kommen, setze_vorbehalt, zurueck_in_verhandlung
from agreements.models import (
    Ablehnung,
    Ausfertigung,
    Ausfertigungsart,
    Festtext,
    Nachweis,
    Unterzeichner,
    Zeichnung,
    Zielvereinbarung,
)
from agreements.recht import Zustand
from agreements.siegel.befund import Siegelzustand, pruefe_siegel
from agreements.siegel.schluessel import siegelstelle
from agreements.verhandlung import inhalt_von
from agreements.zeichnung import (
    Eingereicht,
    benenne_unterzeichner,
    lehne_ab,
    verlaengere_frist,
    zeichne_auf_papier,
    zeichne_einfach,
    zeichne_mit_zertifikat,
)
from agreements.zeichnung.fehler import NichtZeichenbar, SchonGezeichnet
from agreements.zeichnung.pruefung import pruefe
from agreements.zeichnungsrecht import Niveau
from tests.agreements.lebenslaeufe import PDF, stimme_ab
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.zeichnungen import KENNWORT, mit_anderem_byte, mit_seite, unterschrieben, zeichenbar
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import anonym, betrieb


@pytest.fixture(autouse=True)
def _eigener_ordner(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIEGEL_ORDNER = tmp_path / "siegel"


@pytest.fixture
def welt(db: None) -> Welt:
    return Welt.erschaffe()


def zeichne(wer: str, welt: Welt, rolle: Rolle = Rolle.LEITUNG, **mehr: Any) -> Zeichnung:
    ziel = mehr.pop("ziel", None) or Festtext.objects.offen().get().zielvereinbarung
    angaben = {"kennwort": KENNWORT, "am": JETZT, **mehr}
    return zeichne_einfach(vereinbarung=ziel, durch=welt.zugang(wer, rolle), **angaben)


def blatt() -> bytes:
    """A scanned page."""
    from agreements.dokument.satz import setze

    return setze('<!DOCTYPE html><html lang="de"><title>Scan</title><body><p>Unterschrift</p></body></html>').pdf


def test_an_amendment_says_on_its_title_page_what_it_takes_the_place_of(welt: Welt) -> None:
    original = zeichenbar(welt)
    for wer in ("bmas", "land-06"):
        zeichne(wer, welt)
    original.refresh_from_db()
    neu = aendern(vereinbarung=original, durch=welt.zugang("bmas", Rolle.LEITUNG), am=JETZT, grund="Neue Lage")
    inhalt = inhalt_von(neu)
    assert aenderungsvermerke(original, inhalt_von(original)) == ()
    assert aenderungsvermerke(neu, inhalt)[0][1].endswith("vom 21.11.2026. Der Wortlaut ist noch derselbe.")
    anders = replace(inhalt, vorbehalt="Kabinett", abschnitte=inhalt.abschnitte[1:], finanzen=())
    assert aenderungsvermerke(neu, anders)[0][1].endswith(
        "Geändert: Gremienvorbehalt; Abschnitt: Gemeinsame Erklärung."
    )


# -- Who, and in which order -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reihenfolge", [("bmas", "land-06"), ("land-06", "bmas")])
def test_the_last_signature_concludes_whoever_gives_it(welt: Welt, reihenfolge: tuple[str, str]) -> None:
    ziel = zeichenbar(welt)
    zeichne(reihenfolge[0], welt)
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.ABGESTIMMT
    zeichne(reihenfolge[1], welt)
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.GESCHLOSSEN
    assert [e.akt for e in Eintrag.objects.order_by("pk") if e.akt in ("zeichnen", "schliessen")] == [
        "zeichnen",
        "zeichnen",
        "schliessen",
    ]
    assert Ausfertigung.objects.filter(art=Ausfertigungsart.ENDFASSUNG, festtext__zielvereinbarung=ziel).count() == 1


@pytest.mark.parametrize("rolle", [rolle for rolle in Rolle if rolle is not Rolle.LEITUNG])
@pytest.mark.parametrize("wer", ["bmas", "land-06"])
def test_only_the_leitung_signs(welt: Welt, wer: str, rolle: Rolle) -> None:
    ziel = zeichenbar(welt)
    for akt in (
        lambda: zeichne(wer, welt, rolle),
        lambda: lehne_ab(vereinbarung=ziel, grund="nein", durch=welt.zugang(wer, rolle), am=JETZT),
    ):
        with pytest.raises(PermissionDenied):
            akt()
    assert not Zeichnung.objects.exists()


@pytest.mark.parametrize("wer", ["ba", "land-05", "jobcenter-06411", "dlt"])
def test_strangers_do_not_sign(welt: Welt, wer: str) -> None:
    zeichenbar(welt)
    with pytest.raises(PermissionDenied):
        zeichne(wer, welt)


def test_the_kommune_signs_for_its_optionskommune_and_then_the_jobcenter_cannot(welt: Welt) -> None:
    ziel = zeichenbar(welt, 4, "05124")
    zeichne("kommune-05124", welt, ziel=ziel, grund="Nr. 3 folgt")
    with pytest.raises(SchonGezeichnet):
        zeichne("jobcenter-05124", welt, ziel=ziel, grund="Nr. 3 folgt")
    zeichne("land-05", welt, ziel=ziel, grund="Nr. 3 folgt")
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.GESCHLOSSEN


def test_a_hard_gate_stops_every_signature_and_a_soft_one_takes_a_reason(welt: Welt) -> None:
    neue_runde()
    ohne_haushalt = stimme_ab(vereinbarung(3, "06"), welt)
    welt.personen["bmas.leitung"].set_password(KENNWORT)
    welt.personen["bmas.leitung"].save()
    with pytest.raises(Gehindert, match="Bundeshaushalt"):
        zeichne("bmas", welt, ziel=ohne_haushalt, grund="eilt")
    assert not Zeichnung.objects.exists()


def test_a_soft_gate_takes_one_reason_that_counts_for_every_party(welt: Welt) -> None:
    ziel = zeichenbar(welt, 4, "05124")
    with pytest.raises(Gehindert, match=r"§ 48b Abs\. 4"):
        zeichne("land-05", welt, ziel=ziel)
    erste = zeichne("land-05", welt, ziel=ziel, grund=" Nr. 3 ist verhandelt ")
    assert (erste.uebergangen, erste.begruendung) == (["nr_3_geschlossen"], "Nr. 3 ist verhandelt")
    assert Eintrag.objects.get(akt="zeichnen").daten == {"uebergangen": ["nr_3_geschlossen"]}
    letzte = zeichne("kommune-05124", welt, ziel=ziel)
    assert (letzte.uebergangen, letzte.begruendung) == ([], "")
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.GESCHLOSSEN


def test_a_reason_counts_for_the_text_it_was_given_on_and_for_nothing_new(welt: Welt) -> None:
    ziel = zeichenbar(welt, 4, "05124")
    land = welt.zugang("land-05", Rolle.LEITUNG)
    zeichne("land-05", welt, ziel=ziel, grund="Nr. 3 ist verhandelt")
    haushalt = Nachweis.objects.gueltig().get(art="haushalt_kommune")
    widerrufe_nachweis(nachweis=haushalt, grund="Irrtum", durch=betrieb(JETZT.date()), am=JETZT)
    with pytest.raises(Gehindert, match="Haushalt") as gehindert:
        zeichne("kommune-05124", welt, ziel=ziel)
    assert [h.code for h in gehindert.value.hindernisse] == ["haushalt_kommune"]
    zurueck_in_verhandlung(vereinbarung=ziel, durch=land, am=JETZT, grund="Fehler")
    abstimmen(vereinbarung=ziel, durch=land, am=JETZT)
    with pytest.raises(Gehindert, match=r"§ 48b Abs\. 4"):
        zeichne("land-05", welt, ziel=ziel)


def test_nothing_is_signed_while_the_text_is_open(welt: Welt) -> None:
    neue_runde()
    welt.personen["bmas.leitung"].set_password(KENNWORT)
    with pytest.raises(NichtZeichenbar, match="keinen festgestellten Text"):
        zeichne("bmas", welt, ziel=vereinbarung(3, "06"))


def test_a_wrong_password_is_no_signature_and_five_are_enough(welt: Welt) -> None:
    zeichenbar(welt)
    for _ in range(5):
        with pytest.raises(NichtZeichenbar, match="Kennwort stimmt nicht"):
            zeichne("bmas", welt, kennwort="falsch")
    with pytest.raises(NichtZeichenbar, match="zu oft falsch"):
        zeichne("bmas", welt)
    zeichne("land-06", welt)
    assert Zeichnung.objects.count() == 1


def test_a_change_of_the_text_voids_what_was_signed(welt: Welt) -> None:
    ziel = zeichenbar(welt)
    alte = zeichne("bmas", welt)
    zurueck_in_verhandlung(vereinbarung=ziel, durch=welt.zugang("land-06", Rolle.LEITUNG), am=JETZT, grund="Fehler")
    assert not Zeichnung.objects.gueltig().exists()
    assert Zeichnung.objects.get() == alte
    with pytest.raises(NichtZeichenbar, match="keinen festgestellten Text"):
        zeichne("land-06", welt, ziel=ziel)


# -- At once ---------------------------------------------------------------------------------------------------


def gleichzeitig(*akte: Callable[[], Any]) -> list[Any]:
    """What the acts return or raise when they start at the same moment, each in a thread of its own."""
    start, ergebnisse = threading.Barrier(len(akte)), [None] * len(akte)

    def tue(stelle: int, akt: Callable[[], Any]) -> None:
        start.wait()
        try:
            ergebnisse[stelle] = akt()
        except Exception as fehler:
            ergebnisse[stelle] = fehler
        finally:
            connections.close_all()

    faeden = [threading.Thread(target=tue, args=paar) for paar in enumerate(akte)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(60)
    return ergebnisse


@pytest.mark.django_db(transaction=True)
def test_two_parties_signing_at_once_conclude_once() -> None:
    welt = Welt.erschaffe()
    ziel = zeichenbar(welt)
    zugaenge = [welt.zugang(wer, Rolle.LEITUNG) for wer in ("bmas", "land-06")]
    ergebnisse = gleichzeitig(
        *(
            lambda z=z: zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=z, am=JETZT)  # type: ignore[misc]
            for z in zugaenge
        )
    )
    assert all(isinstance(ergebnis, Zeichnung) for ergebnis in ergebnisse), ergebnisse
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.GESCHLOSSEN
    assert Eintrag.objects.filter(akt="schliessen").count() == 1
    assert Ausfertigung.objects.filter(art=Ausfertigungsart.ENDFASSUNG).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_signs_once() -> None:
    welt = Welt.erschaffe()
    ziel, zugang = zeichenbar(welt), welt.zugang("bmas", Rolle.LEITUNG)
    klick = lambda: zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=zugang, am=JETZT)  # noqa: E731
    ergebnisse = gleichzeitig(*[klick] * 4)
    assert sorted(type(e).__name__ for e in ergebnisse) == ["SchonGezeichnet"] * 3 + ["Zeichnung"]
    assert Zeichnung.objects.count() == Eintrag.objects.filter(akt="zeichnen").count() == 1


@pytest.mark.django_db(transaction=True)
def test_signing_and_opening_the_text_at_once_leave_no_signature_on_an_open_text() -> None:
    welt = Welt.erschaffe()
    ziel = zeichenbar(welt)
    bmas, land = (welt.zugang(wer, Rolle.LEITUNG) for wer in ("bmas", "land-06"))
    gleichzeitig(
        lambda: zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=bmas, am=JETZT),
        lambda: zurueck_in_verhandlung(vereinbarung=ziel, durch=land, am=JETZT, grund="Fehler"),
    )
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.IN_VERHANDLUNG
    assert not Zeichnung.objects.gueltig().exists()


# -- Levels ----------------------------------------------------------------------------------------------------


def test_a_signature_on_paper_keeps_the_scan_and_the_name(welt: Welt) -> None:
    ziel, scan = zeichenbar(welt), blatt()
    zugang = welt.zugang("bmas", Rolle.LEITUNG)
    with pytest.raises(NichtZeichenbar, match="wer unterschrieben hat"):
        zeichne_auf_papier(vereinbarung=ziel, eingereicht=Eingereicht(scan, " "), durch=zugang, am=JETZT)
    for kaputt, meldung in ((b"", "leer"), (b"GIF89a", "kein PDF"), (PDF[:12], "beschädigt")):
        with pytest.raises(NichtZeichenbar, match=meldung):
            zeichne_auf_papier(vereinbarung=ziel, eingereicht=Eingereicht(kaputt, "Eva Muster"), durch=zugang, am=JETZT)
    zeichnung = zeichne_auf_papier(
        vereinbarung=ziel, eingereicht=Eingereicht(scan, "Eva Muster"), durch=zugang, am=JETZT
    )
    assert (zeichnung.niveau, zeichnung.name, zeichnung.unterzeichner) == (Niveau.PAPIER, "Eva Muster", None)
    assert zeichnung.sha256 == hashlib.sha256(scan).hexdigest()
    assert zeichnung.datei.read() == scan


@pytest.fixture
def fassung(welt: Welt) -> tuple[Zielvereinbarung, bytes]:
    """An agreement to be signed, and the copy that is handed out for it."""
    ziel = zeichenbar(welt)
    text = ziel.festtexte.offen().get()
    assert fertige_aus(text.pk, Ausfertigungsart.ZEICHNUNG, am=JETZT)
    return ziel, Ausfertigung.objects.get(art=Ausfertigungsart.ZEICHNUNG).datei.read()


def test_the_copy_signed_with_a_certificate_is_taken(welt: Welt, fassung: tuple[Zielvereinbarung, bytes]) -> None:
    ziel, pdf = fassung
    zeichnung = zeichne_mit_zertifikat(
        vereinbarung=ziel,
        niveau=Niveau.FORTGESCHRITTEN,
        eingereicht=Eingereicht(unterschrieben(pdf)),
        durch=welt.zugang("bmas", Rolle.LEITUNG),
        am=JETZT,
    )
    assert zeichnung.zertifikat["inhaber"].startswith("Zielsystem Demonstration, Siegel")
    assert zeichnung.zertifikat["seriennummer"]
    assert zeichnung.name == "Zielsystem Demonstration, Siegel"


def test_nothing_but_our_copy_with_an_intact_signature_is_taken(
    welt: Welt, fassung: tuple[Zielvereinbarung, bytes]
) -> None:
    ziel, pdf = fassung
    signiert, durch = unterschrieben(pdf), welt.zugang("bmas", Rolle.LEITUNG)
    for faelschung, meldung in (
        (pdf, "ohne Unterschrift"),
        (mit_seite(pdf), "keine elektronische Unterschrift"),
        (unterschrieben(pdf, seite_dazu=True), "auch der Inhalt verändert"),
        (unterschrieben(mit_seite(pdf)), "auch der Inhalt verändert"),
        (mit_seite(signiert), "nach der Unterschrift noch verändert"),
        (signiert + b"\n% Zusatz\n", "nach der Unterschrift noch verändert"),
        (unterschrieben(mit_anderem_byte(pdf)), "nicht die Fassung"),
        (mit_anderem_byte(signiert), "nicht die Fassung"),
        (unterschrieben(blatt()), "nicht die Fassung"),
        (b"%PDF-1.7 Unsinn", "beschädigt"),
    ):
        eingereicht = Eingereicht(faelschung)
        with pytest.raises(NichtZeichenbar, match=meldung):
            zeichne_mit_zertifikat(
                vereinbarung=ziel, niveau=Niveau.QUALIFIZIERT, eingereicht=eingereicht, durch=durch, am=JETZT
            )
        assert not Zeichnung.objects.exists(), meldung


def test_a_second_signature_on_the_same_file_is_taken_too(welt: Welt, fassung: tuple[Zielvereinbarung, bytes]) -> None:
    ziel, pdf = fassung
    beide = unterschrieben(unterschrieben(pdf), "Zweite")
    zeichne_mit_zertifikat(
        vereinbarung=ziel,
        niveau=Niveau.FORTGESCHRITTEN,
        eingereicht=Eingereicht(beide, "Max Muster"),
        durch=welt.zugang("land-06", Rolle.LEITUNG),
        am=JETZT,
    )
    assert Zeichnung.objects.get().name == "Max Muster"


# -- Who is to sign --------------------------------------------------------------------------------------------


def test_only_the_person_named_signs_until_another_one_is_named(welt: Welt) -> None:
    ziel = zeichenbar(welt)
    durch = welt.zugang("bmas", Rolle.SACHBEARBEITUNG)
    benenne_unterzeichner(vereinbarung=ziel, person="Bundesministerin", funktion="", durch=durch, am=JETZT)
    with pytest.raises(NichtZeichenbar, match="zeichnet Bundesministerin"):
        zeichne("bmas", welt)
    leitung = welt.personen["bmas.leitung"]
    benenne_unterzeichner(vereinbarung=ziel, person=leitung, funktion="Staatssekretär", durch=durch, am=JETZT)
    assert zeichne("bmas", welt).funktion == "Staatssekretär"
    assert Unterzeichner.objects.count() == 2
    assert Unterzeichner.objects.benannt().get().nutzer == leitung
    akte = Eintrag.objects.filter(akt__startswith="unterzeichner").order_by("pk").values_list("akt", flat=True)
    assert list(akte) == ["unterzeichner_benennen", "unterzeichner_ersetzen"]
    with pytest.raises(SchonGezeichnet, match="nicht mehr ersetzen"):
        benenne_unterzeichner(vereinbarung=ziel, person="Jemand", funktion="", durch=durch, am=JETZT)


def test_only_who_may_sign_for_the_party_is_named(welt: Welt) -> None:
    ziel = zeichenbar(welt)
    durch = welt.zugang("bmas", Rolle.LEITUNG)
    for fremd in ("land-06.leitung", "bmas.lesend"):
        with pytest.raises(NichtZeichenbar, match="kein Amt"):
            benenne_unterzeichner(vereinbarung=ziel, person=welt.personen[fremd], funktion="", durch=durch, am=JETZT)


# -- Time ------------------------------------------------------------------------------------------------------

ZU_SPAET = JETZT + timedelta(days=29)


def test_after_the_deadline_nobody_signs_until_there_is_more_time(welt: Welt) -> None:
    ziel = zeichenbar(welt)
    spaet = ZU_SPAET.date()
    bmas = welt.zugang("bmas", Rolle.LEITUNG, spaet)
    with pytest.raises(Gehindert, match="Frist zum Zeichnen ist abgelaufen"):
        zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=bmas, am=ZU_SPAET)
    land = welt.zugang("land-06", Rolle.SACHBEARBEITUNG, spaet)
    for falsch in (spaet - timedelta(days=1), date(2026, 12, 19), spaet + timedelta(days=400)):
        with pytest.raises(NichtZeichenbar, match="neue Frist"):
            verlaengere_frist(vereinbarung=ziel, bis=falsch, grund="Ferien", durch=land, am=ZU_SPAET)
    verlaengere_frist(vereinbarung=ziel, bis=spaet, grund="Ferien", durch=land, am=ZU_SPAET)
    assert zeichne_einfach(vereinbarung=ziel, kennwort=KENNWORT, durch=bmas, am=ZU_SPAET).pk


# -- Declining -------------------------------------------------------------------------------------------------


def test_a_refusal_goes_to_everyone_and_can_be_thought_better_of(
    welt: Welt, mailoutbox: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    ziel = zeichenbar(welt)
    land = welt.zugang("land-06", Rolle.LEITUNG)
    with pytest.raises(NichtZeichenbar, match="warum"):
        lehne_ab(vereinbarung=ziel, grund=" ", durch=land, am=JETZT)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            lehne_ab(vereinbarung=ziel, grund="Der Zielwert ist zu hoch.", durch=land, am=JETZT)
    assert Ablehnung.objects.count() == Eintrag.objects.filter(akt="zeichnung_ablehnen").count() == 1
    empfaenger = sorted(adresse for brief in mailoutbox for adresse in brief.to)
    assert empfaenger == [
        "bmas.leitung@example.org",
        "bmas.sachbearbeitung@example.org",
        "land-06.leitung@example.org",
        "land-06.sachbearbeitung@example.org",
    ]
    assert "Der Zielwert ist zu hoch." in mailoutbox[0].body
    assert f"/vereinbarungen/{ziel.pk}/zeichnung/" in mailoutbox[0].body
    zeichne("land-06", welt)
    with pytest.raises(SchonGezeichnet):
        lehne_ab(vereinbarung=ziel, grund="doch nicht", durch=land, am=JETZT)


# -- The final document ----------------------------------------------------------------------------------------


@pytest.fixture
def geschlossen(welt: Welt) -> Festtext:
    zeichenbar(welt)
    text = Festtext.objects.offen().get()
    zeichne("bmas", welt)
    zeichne_auf_papier(
        vereinbarung=text.zielvereinbarung,
        eingereicht=Eingereicht(blatt(), "Max Muster", "Staatssekretär"),
        durch=welt.zugang("land-06", Rolle.LEITUNG),
        am=JETZT,
    )
    return text


def test_the_final_document_is_sealed_once_and_says_who_signed(geschlossen: Festtext) -> None:
    assert fertige_aus(geschlossen.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    assert not fertige_aus(geschlossen.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    fertig = Ausfertigung.objects.get()
    pdf = fertig.datei.read()
    assert fertig.sha256 == hashlib.sha256(pdf).hexdigest()
    assert fertig.groesse == len(pdf)
    befund = pruefe_siegel(pdf, siegelstelle())
    assert (befund.zustand, befund.eigenes, befund.inhaber) == (Siegelzustand.INTAKT, True, fertig.siegel_von)
    leser = PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(seite.extract_text() for seite in leser.pages).split())
    for erwartet in ("Max Muster, Staatssekretär", "eigenhändig auf Papier", "einfache elektronische Signatur",
                     geschlossen.sha256[:40], "/pruefung/"):  # fmt: skip
        assert erwartet in text, erwartet
    assert "Entwurf" not in text
    assert leser.attachments["inhalt.json"][0].decode() == geschlossen.inhalt


def test_the_final_document_says_that_it_is_pdf_a_3a_and_pdf_ua_1(geschlossen: Festtext) -> None:
    fertige_aus(geschlossen.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    leser = PdfReader(io.BytesIO(Ausfertigung.objects.get().datei.read()))
    assert leser.xmp_metadata
    xmp = leser.xmp_metadata.stream.get_data()
    for angabe in (b'pdfaid:part="3"', b'pdfaid:conformance="A"', b'pdfuaid:part="1"'):
        assert angabe in xmp, angabe
    wurzel: Any = leser.trailer["/Root"]
    assert wurzel["/MarkInfo"]["/Marked"]
    assert wurzel["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert wurzel["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(seite["/Tabs"] == "/S" for seite in leser.pages if "/Annots" in seite)


def test_without_a_key_the_document_fails_with_a_sentence_and_can_be_made_later(
    geschlossen: Festtext, settings: Any
) -> None:
    settings.SIEGEL_SELBST_ERSTELLEN = False
    fertige_aus(geschlossen.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    gescheitert = Ausfertigung.objects.get()
    assert "ZIELSYSTEM_SIEGEL_SCHLUESSEL" in gescheitert.fehler
    assert not gescheitert.datei
    settings.SIEGEL_SELBST_ERSTELLEN = True
    beauftrage_ausfertigung(festtext=geschlossen, art=Ausfertigungsart.ENDFASSUNG, am=JETZT)
    assert fertige_aus(geschlossen.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    gescheitert.refresh_from_db()
    assert (gescheitert.fehler, bool(gescheitert.sha256)) == ("", True)


def test_lost_tasks_are_made_up_for_after_a_while(welt: Welt) -> None:
    zeichenbar(welt)
    assert hole_nach(am=JETZT + timedelta(minutes=5)) == 0
    assert hole_nach(am=JETZT + timedelta(minutes=11)) == 1
    for wer in ("bmas", "land-06"):
        zeichne(wer, welt)
    assert hole_nach(am=JETZT + timedelta(minutes=11)) == 1
    assert hole_nach(am=JETZT + timedelta(hours=2)) == 0
    assert sorted(Ausfertigung.objects.fertig().values_list("art", flat=True)) == ["endfassung", "zeichnung"]


def test_under_a_vorbehalt_the_last_signature_leaves_it_to_the_body(welt: Welt) -> None:
    neue_runde()
    land = welt.zugang("land-06", Rolle.LEITUNG)
    setze_vorbehalt(vereinbarung=vereinbarung(3, "06"), gremium="Hessischer Landtag", durch=land, am=JETZT)
    ziel = zeichenbar(welt, runde=False)
    text = Festtext.objects.get()
    for wer in ("bmas", "land-06"):
        zeichne(wer, welt)
    ziel.refresh_from_db()
    assert ziel.zustand == Zustand.GREMIENVORBEHALT
    fertige_aus(text.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)
    pdf = Ausfertigung.objects.get(art=Ausfertigungsart.ENDFASSUNG).datei.read()
    seiten = " ".join(" ".join(s.extract_text() for s in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "unter dem Vorbehalt der Zustimmung: Hessischer Landtag" in seiten
    durch = welt.zugang("bmas", Rolle.LEITUNG)
    assert not pruefe(pdf, anonym(JETZT.date())).aufgehoben
    nicht_zustande_kommen(vereinbarung=ziel, durch=durch, am=JETZT, grund="Der Landtag hat abgelehnt.")
    assert pruefe(pdf, anonym(JETZT.date())).aufgehoben


@pytest.mark.django_db(transaction=True)
def test_the_same_job_delivered_twice_at_once_makes_one_document() -> None:
    welt = Welt.erschaffe()
    ziel = zeichenbar(welt)
    text = ziel.festtexte.offen().get()
    for wer in ("bmas", "land-06"):
        zeichne(wer, welt)
    auftrag = lambda: fertige_aus(text.pk, Ausfertigungsart.ENDFASSUNG, am=JETZT)  # noqa: E731
    assert sorted(gleichzeitig(auftrag, auftrag)) == [False, True]
    assert Ausfertigung.objects.filter(art=Ausfertigungsart.ENDFASSUNG).count() == 1
