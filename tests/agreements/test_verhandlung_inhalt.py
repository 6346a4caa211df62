"""What agreements say and how far the parties have come: for one, for a whole round, for an amendment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.inhalt import fingerabdruck
from agreements.models import Anlage, Planungsrunde, Textfassung, Zielvereinbarung
from agreements.verhandlung import inhalt_von, inhalte_von, kopiere_text, verhandlungslage
from agreements.verhandlung.anlagen import Datei, fuege_bei
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.verhandlung import NEU, beginne, nimm, schlag_vor
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

PFLICHT = ["erklaerung", "praeambel", "charakter", "grundsaetze", "ziele", "zieldimension", "beitraege", "zieldialog"]
QUERIES = {"inhalte": 7, "lage": 7}


@pytest.fixture
def runde(welt: Welt, settings: Any, tmp_path: Path) -> Planungsrunde:
    settings.MEDIA_ROOT = tmp_path
    return neue_runde()


@pytest.fixture
def welt(db: None) -> Welt:
    return Welt.erschaffe()


@pytest.mark.parametrize(("nr", "schluessel", "partner"), [(1, "", 2), (2, "05111", 3), (3, "06", 2), (4, "05124", 2)])
def test_an_untouched_agreement_says_what_the_grundraster_suggests(
    welt: Welt, runde: Planungsrunde, nr: int, schluessel: str, partner: int
) -> None:
    inhalt = inhalt_von(vereinbarung(nr, schluessel))
    assert [abschnitt.code for abschnitt in inhalt.abschnitte] == PFLICHT
    assert (inhalt.nr, inhalt.fassung, len(inhalt.partner), inhalt.anlagen) == (nr, 1, partner, ())
    assert len(inhalt.ziele) == (3 if nr == 1 else 4)
    assert "§ 48b Abs. 1 Satz 1 Nr. " + str(nr) in inhalt.abschnitte[2].text


def test_untouched_sections_are_open_for_every_party(welt: Welt, runde: Planungsrunde) -> None:
    lage = verhandlungslage([vereinbarung(2, "05111")]).popitem()[1]
    assert len(lage.nicht_angenommen) == len(PFLICHT) * 3
    assert lage.offene_stellen == (
        "Präambel",
        "Beiträge und Verpflichtungen der Vertragsparteien",
        "Zieldialog",
    )
    assert not lage.einig


def test_a_negotiation_without_anything_open_is_agreed(welt: Welt, runde: Planungsrunde) -> None:
    v = beginne(welt)
    for wer in ("land-05", "kommune-05124"):
        for code in PFLICHT:
            nimm(v, welt.zugang(wer, Rolle.LEITUNG), 0, code)
    lage = verhandlungslage([v])[v.pk]
    assert lage.nicht_angenommen == ()
    assert lage.einig


def test_accepting_alone_does_not_change_what_an_agreement_says(welt: Welt, runde: Planungsrunde) -> None:
    v = beginne(welt)
    vorher = fingerabdruck(inhalt_von(v))
    nimm(v, welt.zugang("land-05", Rolle.LEITUNG), 0)
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG), basis=1)
    assert fingerabdruck(inhalt_von(v)) == vorher
    nimm(v, welt.zugang("kommune-05124", Rolle.LEITUNG), 2)
    assert fingerabdruck(inhalt_von(v)) != vorher


def test_a_round_is_read_with_as_many_queries_as_one_agreement(welt: Welt, runde: Planungsrunde) -> None:
    v = beginne(welt)
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    alle = list(Zielvereinbarung.objects.select_related("runde"))
    inhalt_von(v)
    for einige in ([v], alle):
        gezaehlt = {}
        for name, leser in (("inhalte", inhalte_von), ("lage", verhandlungslage)):
            with CaptureQueriesContext(connection) as abfragen:
                assert len(leser(einige)) == len(einige)
            gezaehlt[name] = len(abfragen)
        assert gezaehlt == QUERIES
    assert inhalte_von(alle)[v.pk] == inhalt_von(v)


def test_an_amendment_begins_with_the_text_and_the_attachments_of_the_original(
    welt: Welt, runde: Planungsrunde
) -> None:
    land, kommune = welt.zugang("land-05", Rolle.LEITUNG), welt.zugang("kommune-05124", Rolle.LEITUNG)
    v = beginne(welt)
    schlag_vor(v, land)
    nimm(v, kommune, 2)
    schlag_vor(v, land, "Nur vorgeschlagen.", abschnitt="zieldialog")
    for nr, bestandteil in enumerate((True, False)):
        datei = Datei("Plan.pdf", b"%PDF-1.7 " + str(nr).encode(), bestandteil=bestandteil)
        fuege_bei(vereinbarung=v, datei=datei, durch=land, am=JETZT)
    neu = vereinbarung(3, "05")
    kopiere_text(von=v, nach=neu, durch=land, am=JETZT)
    assert inhalt_von(neu).abschnitte == inhalt_von(v).abschnitte
    assert inhalt_von(neu).anlagen == inhalt_von(v).anlagen != ()
    assert Anlage.objects.get(zielvereinbarung=neu).datei.read() == b"%PDF-1.7 0"
    kopien = Textfassung.objects.filter(zielvereinbarung=neu)
    assert set(kopien.values_list("nummer", "zustand", "herkunft")) == {(1, "geltend", "uebernommen")}
    assert kopien.get(abschnitt="praeambel").text == NEU
    assert len(verhandlungslage([neu])[neu.pk].nicht_angenommen) == (len(PFLICHT) + 1) * 2
