"""The Planungsbrief as a file: one per published version, for everyone who may read it, with no single value in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from agreements.dokument.planungsbrief import UEBRIGE, fertige_brief, zusammengelegt
from agreements.models import Briefdokument, Planungsbrief, Planungsrunde
from agreements.planung.brief import lege_brief_an, veroeffentliche_brief
from agreements.tasks import make_planning_letter
from tests.agreements.planungen import BETRIEB, geplante_runde, neuer_brief
from tests.agreements.runden import JETZT, neue_runde
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    return veroeffentlichte_welt()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return neue_runde()


def als(welt: Welt, wer: str) -> Client:
    client = Client()
    client.force_login(welt.zugang(wer, Rolle.LEITUNG).nutzer)  # type: ignore[arg-type]
    return client


def adresse(runde: Planungsrunde, version: int = 1) -> str:
    return f"/zielvereinbarungen/{runde.pk}/planung/brief/{version}/pdf/"


def test_everyone_gets_the_same_file_of_a_published_version_and_a_new_version_leaves_it_alone(
    welt: Welt, runde: Planungsrunde, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as danach:
        geplante_runde(runde)
    assert len(danach) == 2
    brief = Planungsbrief.objects.get()
    assert make_planning_letter(brief.pk) == make_planning_letter(brief.pk)
    gelesen = {b"".join(als(welt, wer).get(adresse(runde)).streaming_content) for wer in ("ba", "jobcenter-05111")}  # type: ignore[attr-defined]
    assert len(gelesen) == 1

    veroeffentliche_brief(brief=lege_brief_an(runde=runde, durch=BETRIEB, am=JETZT), durch=BETRIEB, am=JETZT)
    assert b"".join(als(welt, "ba").get(adresse(runde)).streaming_content) in gelesen  # type: ignore[attr-defined]
    assert Briefdokument.objects.count() == 1
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Briefdokument.objects.update(seiten=9)

    pdf = PdfReader(io.BytesIO(gelesen.pop()))
    text = " ".join(" ".join(seite.extract_text() for seite in pdf.pages).replace("\u2010\n", "").split())
    for erwartet in ("Planungsbrief 2027", "Version 1, veröffentlicht am", "Anlass und Grundlage", "Aufholanteil"):
        assert erwartet in text, erwartet
    assert "Regel der Aufteilung" in text
    assert "Düsseldorf" not in text
    assert pdf.xmp_metadata
    assert b"pdfuaid" in pdf.xmp_metadata.stream.get_data()


def test_a_draft_is_set_as_it_stands_for_who_plans_and_is_not_there_for_others(
    welt: Welt, runde: Planungsrunde
) -> None:
    brief = neuer_brief(runde)
    antwort = als(welt, "bmas").get(adresse(runde))
    assert "Entwurf" in PdfReader(io.BytesIO(antwort.content)).pages[0].extract_text()
    assert als(welt, "ba").get(adresse(runde)).status_code == 404
    with pytest.raises(ValueError, match="noch nicht veröffentlicht"):
        fertige_brief(brief.pk, am=JETZT)
    assert not Briefdokument.objects.exists()


@pytest.mark.parametrize(
    ("anzahl", "zusammen"),
    [
        ({"A": (10, 10), "B": (4, 4)}, set()),
        ({"A": (10, 10), "B": (5, 5), "C": (3, 3)}, {"B", "C"}),
        ({"A": (10, 10), "B": (2, 2), "C": (2, 2), "D": (6, 6)}, {"B", "C"}),
        ({"A": (10, 10), "B": (5, 1), "D": (6, 6)}, {"B", "D"}),
        ({"A": (10, 10), "B": (5, 0)}, set()),
        ({"A": (10, 10), "B": (6, 6), UEBRIGE: (1, 1)}, {UEBRIGE, "B"}),
        ({"A": (2, 2), "B": (1, 1)}, {"A", "B"}),
    ],
)
def test_no_value_can_be_told_from_what_is_shown(anzahl: dict[str, tuple[int, int]], zusammen: set[str]) -> None:
    assert zusammengelegt(anzahl, 4) == zusammen
