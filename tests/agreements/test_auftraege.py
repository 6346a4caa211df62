"""Orders for drafts: one and all of a round, interrupted and continued, and the ZIP that comes of them."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agreements.dokument.auftraege import NichtsZuErzeugen, beauftrage_entwuerfe, beauftrage_entwurf
from agreements.dokument.erzeugung import arbeite_ab, erledige
from agreements.dokument.paket import fertige, paket
from agreements.models import Dokument, Dokumentenlauf, Entwurfsauftrag, Planungsrunde
from agreements.tasks import erzeuge_entwuerfe, erzeuge_entwurf
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.zugriff import Zugang, betrieb


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    return Welt.erschaffe()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return neue_runde()


@pytest.fixture
def bmas(welt: Welt) -> Zugang:
    return welt.zugang("bmas", Rolle.SACHBEARBEITUNG)


def namen(archiv: bytes) -> list[str]:
    with ZipFile(io.BytesIO(archiv)) as datei:
        assert datei.testzip() is None
        return datei.namelist()


# -- One -------------------------------------------------------------------------------------------------------


def test_an_order_becomes_a_document(runde: Planungsrunde, bmas: Zugang) -> None:
    auftrag = beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
    assert erzeuge_entwurf(auftrag.pk) is True
    auftrag.refresh_from_db()
    dokument = auftrag.dokument
    assert dokument
    with dokument.datei.open("rb") as datei:
        inhalt = datei.read()
    assert inhalt.startswith(b"%PDF-1.7")
    assert dokument.sha256 == hashlib.sha256(inhalt).hexdigest()
    assert (dokument.groesse, dokument.zustand) == (len(inhalt), "entwurf")
    assert dokument.erzeugt_durch == bmas.nutzer
    assert Eintrag.objects.filter(akt="entwurf_beauftragen").count() == 1


def test_a_task_that_comes_twice_does_nothing_the_second_time(runde: Planungsrunde, bmas: Zugang) -> None:
    auftrag = beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
    assert [erledige(auftrag.pk, am=JETZT), erledige(auftrag.pk, am=JETZT)] == [True, False]
    assert Dokument.objects.count() == 1


def test_a_double_click_is_one_order(runde: Planungsrunde, bmas: Zugang) -> None:
    erster = beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
    assert beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT) == erster
    assert Eintrag.objects.filter(akt="entwurf_beauftragen").count() == 1
    erledige(erster.pk, am=JETZT)
    assert beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT) != erster


@pytest.mark.parametrize(("wer", "rolle"), [("bmas", Rolle.LESEND), ("land-05", Rolle.LEITUNG), ("dlt", Rolle.LEITUNG)])
def test_only_parties_with_the_right_role_order(runde: Planungsrunde, welt: Welt, wer: str, rolle: Rolle) -> None:
    with pytest.raises(PermissionDenied):
        beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=welt.zugang(wer, rolle), am=JETZT)
    assert not Entwurfsauftrag.objects.exists()


def test_the_order_is_queued_once_it_is_stored(
    runde: Planungsrunde, bmas: Zugang, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as danach:
        beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
        beauftrage_entwuerfe(runde=runde, durch=bmas, am=JETZT)
    assert len(danach) == 2


# -- A whole round ---------------------------------------------------------------------------------------------


def test_a_party_orders_the_drafts_of_its_own_agreements(runde: Planungsrunde, welt: Welt) -> None:
    lauf = beauftrage_entwuerfe(runde=runde, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)
    assert {str(a.zielvereinbarung) for a in lauf.auftraege.all()} == {
        "Nr. 3: Nordrhein-Westfalen",
        "Nr. 4: Jobcenter Wuppertal",
    }


def test_who_has_no_agreement_orders_none(runde: Planungsrunde, welt: Welt) -> None:
    unbeteiligt, ohne_befugnis = welt.zugang("dlt", Rolle.LEITUNG), welt.zugang("bmas", Rolle.CONTROLLING)
    with pytest.raises(NichtsZuErzeugen), transaction.atomic():
        beauftrage_entwuerfe(runde=runde, durch=unbeteiligt, am=JETZT)
    with pytest.raises(PermissionDenied), transaction.atomic():
        beauftrage_entwuerfe(runde=runde, durch=ohne_befugnis, am=JETZT)
    assert not Dokumentenlauf.objects.exists()


def test_an_interrupted_run_goes_on_where_it_stopped(runde: Planungsrunde, welt: Welt) -> None:
    ba = welt.zugang("ba", Rolle.LEITUNG)
    lauf = beauftrage_entwuerfe(runde=runde, durch=ba, am=JETZT)
    assert arbeite_ab(lauf.pk, am=JETZT, hoechstens=1) == 1
    fertig = Dokument.objects.get()
    lauf.refresh_from_db()
    assert lauf.beendet_am is None
    assert beauftrage_entwuerfe(runde=runde, durch=ba, am=JETZT) == lauf
    spaeter = JETZT + timedelta(hours=1)
    assert arbeite_ab(lauf.pk, am=spaeter) == 2
    assert arbeite_ab(lauf.pk, am=spaeter) == 0
    lauf.refresh_from_db()
    assert lauf.beendet_am == spaeter
    assert fertig in Dokument.objects.all()
    assert Dokument.objects.count() == 3


def test_a_failed_draft_is_listed_and_does_not_stop_the_rest(runde: Planungsrunde, welt: Welt) -> None:
    lauf = beauftrage_entwuerfe(runde=runde, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)
    vereinbarung(3, "05").vertragsparteien.all().delete()
    assert arbeite_ab(lauf.pk, am=JETZT) == 2
    lauf.refresh_from_db()
    assert lauf.beendet_am
    fehlgeschlagen = lauf.auftraege.fehlgeschlagen().get()
    assert fehlgeschlagen.fehler == "Zu „Nr. 3: Nordrhein-Westfalen“ fehlen die Vertragsparteien."
    assert Dokument.objects.count() == 1


def test_an_unforeseen_fault_is_noted_too(runde: Planungsrunde, bmas: Zugang, settings: Any, tmp_path: Path) -> None:
    sperre = tmp_path / "sperre"
    sperre.write_text("kein Ordner")
    settings.MEDIA_ROOT = sperre
    auftrag = beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
    assert erledige(auftrag.pk, am=JETZT)
    auftrag.refresh_from_db()
    assert auftrag.fehler.startswith("Der Entwurf ließ sich nicht setzen (")
    assert not Dokument.objects.exists()


@pytest.mark.parametrize(
    "anders",
    [{"fehler": "x"}, {"erledigt_am": JETZT}, {"fehler": "x", "erledigt_am": JETZT, "dokument_id": 1}],
)
def test_the_database_refuses_an_order_that_is_half_done(
    runde: Planungsrunde, bmas: Zugang, anders: dict[str, Any]
) -> None:
    auftrag = beauftrage_entwurf(vereinbarung=vereinbarung(1), durch=bmas, am=JETZT)
    with pytest.raises(IntegrityError, match="entwurfsauftrag_ergebnis"), transaction.atomic():
        Entwurfsauftrag.objects.filter(pk=auftrag.pk).update(**anders)


# -- All of it, and the ZIP -------------------------------------------------------------------------------------


ZIP = {
    "bmas": ["Nr-1_Bundesagentur-fuer-Arbeit.pdf", "Nr-3_05-Nordrhein-Westfalen.pdf", "Nr-3_06-Hessen.pdf"],
    "ba": [
        "Nr-1_Bundesagentur-fuer-Arbeit.pdf",
        "Nr-2_05-Nordrhein-Westfalen_05111.pdf",
        "Nr-2_06-Hessen_06411.pdf",
    ],
    "land-05": ["Nr-3_05-Nordrhein-Westfalen.pdf", "Nr-4_05-Nordrhein-Westfalen_05124.pdf"],
    "dlt": [],
}


def test_a_run_makes_every_draft_and_everyone_gets_a_zip_of_the_own_ones_piece_by_piece(
    runde: Planungsrunde, welt: Welt, bmas: Zugang
) -> None:
    lauf = beauftrage_entwuerfe(runde=runde, durch=bmas, am=JETZT)
    assert lauf.auftraege.count() == runde.vereinbarungen.count() == 6
    assert erzeuge_entwuerfe(lauf.pk) == 6
    lauf.refresh_from_db()
    assert lauf.beendet_am
    assert Eintrag.objects.get(akt="entwuerfe_beauftragen").daten == {"entwuerfe": 6}

    for wer, erwartet in ZIP.items():
        assert namen(b"".join(paket(fertige(lauf, welt.zugang(wer, Rolle.LESEND))))) == erwartet, wer

    dokumente = fertige(lauf, betrieb(HEUTE))
    teile = list(paket(dokumente))
    assert len(namen(b"".join(teile))) == 6
    assert b"".join(teile) == b"".join(paket(fertige(lauf, betrieb(HEUTE))))
    assert len(teile) == len(dokumente) + 1
    assert max(map(len, teile)) < 2 * max(dokument.groesse for dokument in dokumente)
