"""Comments, question rounds and attachments: who may, until when, and what is seen by whom."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agreements.grundraster.klartext import Textfehler
from agreements.models import (
    Anlage,
    Anlagenannahme,
    Antwort,
    Frage,
    Kommentar,
    Rueckfragerunde,
    Stellungnahme,
    Textfassung,
    Zielvereinbarung,
)
from agreements.verhandlung import inhalt_von, verhandlungslage
from agreements.verhandlung.anlagen import (
    Datei,
    entferne,
    fuege_bei,
    nimm_anlage_an,
    nimm_annahme_zurueck,
)
from agreements.verhandlung.kommentare import Bemerkung, NichtMoeglich, erledige, kommentiere
from agreements.verhandlung.rueckfragen import SchonOffen, beantworte, schliesse, stelle_fragen
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.verhandlung import NR_4, beginne, schlag_vor, stelle_fest
from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.dateien import BYTE_HOECHSTENS, dateiart_von
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang, may, visible
from zielsystem.recht import Ausserhalb

FRIST = date(2026, 12, 1)
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    return welt


@pytest.fixture
def land(welt: Welt) -> Zugang:
    return welt.zugang("land-05", Rolle.SACHBEARBEITUNG)


@pytest.fixture
def kommune(welt: Welt) -> Zugang:
    return welt.zugang("kommune-05124", Rolle.SACHBEARBEITUNG)


@pytest.fixture
def v(welt: Welt) -> Zielvereinbarung:
    return beginne(welt)


# -- Comments --------------------------------------------------------------------------------------------------


def sage(v: Zielvereinbarung, durch: Zugang, text: str = "Bitte prüfen.", **mehr: Any) -> Kommentar:
    return kommentiere(vereinbarung=v, bemerkung=Bemerkung("praeambel", text, **mehr), durch=durch, am=JETZT)


def test_a_thread_runs_between_the_parties_until_it_is_settled(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    erster = sage(v, land)
    antwort = sage(v, kommune, "Ist geprüft.", antwort_auf=erster)
    assert (antwort.antwort_auf, antwort.abschnitt) == (erster, "praeambel")
    erledige(kommentar=erster, erledigt=True, durch=kommune, am=JETZT)
    erledige(kommentar=erster, erledigt=True, durch=land, am=JETZT)
    erster.refresh_from_db()
    assert erster.erledigt_durch == kommune.nutzer
    erledige(kommentar=erster, erledigt=False, durch=land, am=JETZT)
    with pytest.raises(NichtMoeglich, match="mitsamt seinen Antworten"):
        erledige(kommentar=antwort, erledigt=True, durch=land, am=JETZT)
    akte = ["kommentieren", "kommentieren", "kommentar_erledigen", "kommentar_wieder_oeffnen"]
    assert list(Eintrag.objects.filter(akt__startswith="komment").order_by("pk").values_list("akt", flat=True)) == akte


@pytest.mark.parametrize(
    ("wer", "sieht"),
    [
        ("land-05", {"für alle", "intern Land", "Antwort intern"}),
        ("kommune-05124", {"für alle", "intern Kommune"}),
        ("jobcenter-05124", {"für alle", "intern Kommune"}),
        ("bmas", set()),
        ("land-06", set()),
    ],
)
def test_an_internal_comment_stays_in_the_own_house(
    welt: Welt, v: Zielvereinbarung, land: Zugang, kommune: Zugang, wer: str, sieht: set[str]
) -> None:
    sage(v, land, "für alle")
    intern = sage(v, land, "intern Land", intern=True)
    sage(v, land, "Antwort intern", antwort_auf=intern)
    sage(v, kommune, "intern Kommune", intern=True)
    sichtbare = Kommentar.objects.visible_to(welt.zugang(wer, Rolle.LESEND))
    assert set(sichtbare.values_list("text", flat=True)) == sieht
    assert not Kommentar.objects.visible_to(welt.zugang(wer, Rolle.ADMINISTRATION)).exists()


def test_nobody_answers_or_settles_what_is_internal_to_others(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    intern = sage(v, land, intern=True)
    with pytest.raises(PermissionDenied):
        sage(v, kommune, "Ich lese mit.", antwort_auf=intern)
    with pytest.raises(PermissionDenied):
        erledige(kommentar=intern, erledigt=True, durch=kommune, am=JETZT)


def test_comments_end_with_the_negotiation(v: Zielvereinbarung, land: Zugang) -> None:
    erster = sage(v, land)
    with pytest.raises(NichtMoeglich, match="steht fest"):
        sage(stelle_fest(v), land, "Noch etwas.")
    erledige(kommentar=erster, erledigt=True, durch=land, am=JETZT)


@pytest.mark.parametrize(("text", "meldung"), [(" \n ", "schreiben Sie einen Text"), ("x" * 5001, "5001 Zeichen")])
def test_a_comment_has_a_text_of_bearable_length(v: Zielvereinbarung, land: Zugang, text: str, meldung: str) -> None:
    with pytest.raises(Textfehler, match=meldung):
        sage(v, land, text)


def test_comments_are_welcome_on_a_draft(welt: Welt, kommune: Zugang) -> None:
    assert sage(vereinbarung(*NR_4), kommune).pk


# -- Question rounds -------------------------------------------------------------------------------------------


def frage(v: Zielvereinbarung, durch: Zugang, *texte: str, am: datetime = JETZT) -> Rueckfragerunde:
    fragen = [("praeambel", text) for text in texte or ("Warum?",)]
    return stelle_fragen(vereinbarung=v, fragen=fragen, frist=FRIST, durch=durch, am=am)


def antworte(runde: Rueckfragerunde, durch: Zugang, text: str = "Darum.", nummer: int = 1) -> Antwort:
    gefragt = Frage.objects.select_related("runde__zielvereinbarung").get(runde=runde, nummer=nummer)
    return beantworte(frage=gefragt, text=text, durch=durch, am=JETZT)


def test_questions_are_asked_answered_and_closed(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    runde = frage(v, land, "Warum?", "Seit wann?")
    assert verhandlungslage([v])[v.pk].offene_fragen == 2
    assert antworte(runde, kommune) == antworte(runde, kommune)
    antworte(runde, kommune, "Und deshalb.")
    assert Antwort.objects.count() == 2
    schliesse(runde=runde, durch=land, am=JETZT)
    assert verhandlungslage([v])[v.pk].offene_fragen == 0
    with pytest.raises(Ausserhalb):
        antworte(runde, kommune, "Zu spät.")
    assert frage(v, kommune).pk != runde.pk


def test_only_one_round_is_open_at_a_time(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    runde = frage(v, land)
    with pytest.raises(SchonOffen, match="läuft schon"):
        frage(v, kommune)
    with pytest.raises(IntegrityError, match="rueckfragerunde_eine_offene"), transaction.atomic():
        Rueckfragerunde(
            zielvereinbarung=v, vertragspartei=runde.vertragspartei, frist=FRIST, zustand="offen", gestellt_am=JETZT
        ).save()


def test_who_asks_does_not_answer(v: Zielvereinbarung, land: Zugang) -> None:
    with pytest.raises(Gehindert, match="Ihre eigenen"):
        antworte(frage(v, land), land)


def test_others_close_a_round_when_all_is_answered_or_the_day_has_gone_by(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    runde = frage(v, land, "Warum?", "Seit wann?")
    antworte(runde, kommune)
    with pytest.raises(Gehindert, match="wer gefragt hat"):
        schliesse(runde=runde, durch=kommune, am=JETZT)
    with pytest.raises(Gehindert), transaction.atomic():
        schliesse(runde=runde, durch=kommune, am=datetime(2026, 12, 1, 23, tzinfo=JETZT.tzinfo) - timedelta(hours=1))
    schliesse(runde=runde, durch=kommune, am=datetime(2026, 12, 2, 9, tzinfo=JETZT.tzinfo))
    zweite = frage(v, land)
    antworte(zweite, kommune)
    schliesse(runde=zweite, durch=kommune, am=JETZT)
    assert not Rueckfragerunde.objects.offen().exists()


@pytest.mark.parametrize(
    ("fragen", "frist", "meldung"),
    [
        ([], FRIST, "eine bis 20 Fragen"),
        ([("", "Warum?")] * 21, FRIST, "eine bis 20 Fragen"),
        ([("", " ")], FRIST, "Frage 1"),
        ([("", "Warum?")], date(2026, 11, 20), "in der Vergangenheit"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(
    v: Zielvereinbarung, land: Zugang, fragen: list[tuple[str, str]], frist: date, meldung: str
) -> None:
    with pytest.raises(Textfehler, match=meldung):
        stelle_fragen(vereinbarung=v, fragen=fragen, frist=frist, durch=land, am=JETZT)
    assert not Rueckfragerunde.objects.exists()


def test_no_questions_to_a_fixed_text(v: Zielvereinbarung, land: Zugang) -> None:
    with pytest.raises(Gehindert, match="steht fest"):
        frage(stelle_fest(v), land)


# -- Attachments -----------------------------------------------------------------------------------------------


def archiv(*namen: str) -> bytes:
    puffer = io.BytesIO()
    with ZipFile(puffer, "w") as datei:
        for name in namen:
            datei.writestr(name, "x")
    return puffer.getvalue()


def lege_bei(v: Zielvereinbarung, durch: Zugang, inhalt: bytes = PDF, name: str = "Plan.pdf", **mehr: Any) -> Anlage:
    return fuege_bei(vereinbarung=v, datei=Datei(name, inhalt, **mehr), durch=durch, am=JETZT)


@pytest.mark.parametrize(
    ("inhalt", "art"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpg"),
        (archiv("[Content_Types].xml", "word/document.xml"), "docx"),
        (archiv("xl/workbook.xml"), "xlsx"),
        (archiv("mimetype", "content.xml"), "odt"),
        (archiv("word/document.xml", "word/vbaProject.bin"), None),
        (archiv("xl/workbook.xml", "xl/activeX/activeX1.xml"), None),
        (archiv("content.xml", "Basic/Standard/Modul1.xml"), None),
        (archiv("irgendwas.txt"), None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", None),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04 kaputt", None),
        (b"just text", None),
    ],
)
def test_the_content_decides_what_a_file_is(inhalt: bytes, art: str | None) -> None:
    gefunden = dateiart_von(inhalt)
    assert (gefunden.endung if gefunden else None) == art


@pytest.mark.parametrize(
    ("name", "gespeichert"),
    [
        ("Plan 2027.pdf", "Plan 2027.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Akten\Plan.exe", "Plan.pdf"),
        ("böse\r\nSet-Cookie: x.pdf", "böseSet-Cookie: x.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.pdf"),
        ("\0", "Anlage.pdf"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_a_file_name_is_tamed(v: Zielvereinbarung, land: Zugang, name: str, gespeichert: str) -> None:
    anlage = lege_bei(v, land, name=name)
    assert anlage.dateiname == gespeichert
    assert anlage.datei.name == f"anlagen/{v.pk}/{sha256(PDF).hexdigest()}"
    assert anlage.sha256 == sha256(PDF).hexdigest()
    assert anlage.datei.read() == PDF


@pytest.mark.parametrize(
    ("inhalt", "meldung"),
    [
        (b"", "leer"),
        (b"%PDF-" + b"x" * BYTE_HOECHSTENS, "zu groß. Zulässig sind 10 MB"),
        (b"MZ", "nicht zulässig. Zulässig sind PDF"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_what_would(
    v: Zielvereinbarung, land: Zugang, inhalt: bytes, meldung: str
) -> None:
    with pytest.raises(Textfehler, match=meldung):
        lege_bei(v, land, inhalt)
    assert not Anlage.objects.exists()


def test_a_part_of_the_agreement_is_accepted_by_all(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    unterlage = lege_bei(v, land, PDF + b"1")
    teil = lege_bei(v, land, titel="Maßnahmenplan", bestandteil=True)
    assert [a.titel for a in inhalt_von(v).anlagen] == ["Maßnahmenplan"]
    offen = [partei for was, partei in verhandlungslage([v])[v.pk].nicht_angenommen if was == "Anlage „Maßnahmenplan“"]
    assert len(offen) == 1
    for _ in range(2):
        nimm_anlage_an(anlage=teil, durch=kommune, am=JETZT)
    assert Eintrag.objects.filter(akt="anlage_annehmen").count() == 1
    assert "Maßnahmenplan" not in str(verhandlungslage([v])[v.pk].nicht_angenommen)
    with pytest.raises(NichtMoeglich, match="Arbeitsunterlage"):
        nimm_anlage_an(anlage=unterlage, durch=kommune, am=JETZT)


def test_an_accepted_part_is_not_taken_away_behind_the_others_back(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    teil = lege_bei(v, land, bestandteil=True)
    nimm_anlage_an(anlage=teil, durch=kommune, am=JETZT)
    with pytest.raises(NichtMoeglich, match="nur die Vertragspartei, die sie beigefügt hat"):
        entferne(anlage=teil, durch=kommune, am=JETZT)
    with pytest.raises(NichtMoeglich, match="hat diese Anlage angenommen"):
        entferne(anlage=teil, durch=land, am=JETZT)
    nimm_annahme_zurueck(anlage=teil, durch=kommune, am=JETZT)
    entferne(anlage=teil, durch=land, am=JETZT)
    assert inhalt_von(v).anlagen == ()
    with pytest.raises(NichtMoeglich, match="schon entfernt"):
        nimm_anlage_an(anlage=teil, durch=kommune, am=JETZT)
    assert lege_bei(v, kommune, bestandteil=True).pk != teil.pk


def test_the_same_file_twice_is_one_attachment(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    assert lege_bei(v, land) == lege_bei(v, kommune, name="anders.pdf")


def test_attachments_end_with_the_negotiation(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    teil = lege_bei(v, land, bestandteil=True)
    fest = stelle_fest(v)
    for akt in (lambda: lege_bei(fest, land, PDF + b"2"), lambda: nimm_anlage_an(anlage=teil, durch=kommune, am=JETZT)):
        with pytest.raises(NichtMoeglich, match="steht fest"):
            akt()


# -- Who sees it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", ["land-05", "kommune-05124", "jobcenter-05124", "bmas", "land-06", "ba", "dlt"])
def test_all_that_is_negotiated_is_seen_by_the_parties_alone(
    welt: Welt, v: Zielvereinbarung, land: Zugang, kommune: Zugang, wer: str, rolle: Rolle
) -> None:
    schlag_vor(v, land)
    antworte(frage(v, land), kommune)
    lege_bei(v, land, bestandteil=True)
    zugang = welt.zugang(wer, rolle)
    gesehen = {
        modell.__name__: modell.objects.visible_to(zugang).count()
        for modell in (Stellungnahme, Rueckfragerunde, Frage, Antwort, Anlage, Anlagenannahme)
    }
    beteiligt = wer in ("land-05", "kommune-05124", "jobcenter-05124") and rolle is not Rolle.ADMINISTRATION
    assert set(gesehen.values()) == {1 if beteiligt else 0}, gesehen
    for modell in (Textfassung, Stellungnahme, Rueckfragerunde, Frage, Antwort, Anlage, Anlagenannahme, Kommentar):
        for befugnis in (Befugnis.SEHEN, Befugnis.VERHANDELN):
            erlaubte = set(visible(zugang, befugnis, modell.objects.all()))
            assert {obj for obj in modell.objects.all() if may(zugang, befugnis, obj)} == erlaubte
