"""The pages of a negotiation: what a party can do there without JavaScript, and that nothing typed is lost."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.lifecycle import verhandlung_aufnehmen
from agreements.models import Kommentar, Rueckfragerunde, Stellungnahme, Textfassung, Zielvereinbarung
from agreements.verhandlung.texte import Eingabe, schlage_vor
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

NR_4 = (4, "05124")
SEITE = "/zielvereinbarungen/vereinbarungen/{}/{}/"


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    return welt


@pytest.fixture
def in_verhandlung(welt: Welt) -> Zielvereinbarung:
    durch = welt.zugang("land-05", Rolle.SACHBEARBEITUNG)
    verhandlung_aufnehmen(vereinbarung=vereinbarung(*NR_4), durch=durch, am=JETZT)
    return vereinbarung(*NR_4)


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def adresse(v: Zielvereinbarung, wo: str = "text/praeambel") -> str:
    return SEITE.format(v.pk, wo)


def text(antwort: Any) -> str:
    assert antwort.status_code == 200, antwort.status_code
    return unescape(antwort.content.decode())


def sende(client: Client, ziel: str, **felder: Any) -> str:
    return text(client.post(ziel, felder, follow=True))


def test_a_negotiation_from_proposal_to_agreed_text(welt: Welt, in_verhandlung: Zielvereinbarung) -> None:
    land, kommune, ziel = als(welt, "land-05"), als(welt, "kommune-05124"), adresse(in_verhandlung)
    assert "Änderung vorschlagen" in text(land.get(ziel))
    neu = "Der Arbeitsmarkt ist aufnahmefähig.\n- Erster Punkt"
    seite = sende(land, ziel, akt="vorschlagen", basis=0, text=neu, grund="Ausgangslage ergänzt")
    assert "Ihr Vorschlag liegt den anderen vor." in seite
    drueben = text(kommune.get(ziel))
    assert "Vorschlag: Sie sind am Zug" in drueben
    assert "Begründung: Ausgangslage ergänzt" in drueben
    assert "<ins>" in drueben
    assert "<del>" in drueben
    assert "Sie haben den Abschnitt „Präambel“ angenommen." in sende(kommune, ziel, akt="annehmen", basis=2)
    assert Textfassung.objects.geltend().get(abschnitt="praeambel").text == (
        "Der Arbeitsmarkt ist aufnahmefähig.\n– Erster Punkt"
    )
    assert "einig" in text(land.get(ziel))
