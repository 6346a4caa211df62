"""Tri- or bilateral per gE: chosen when a round is laid out, changed by a Träger before anybody negotiates."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from agreements.dokument.auftraege import beauftrage_entwurf
from agreements.formwahl import NichtWaehlbar, darf_waehlen, waehle_andere_form
from agreements.models import Entwurfsauftrag, Planungsrunde, Zielvereinbarung
from agreements.recht import Form, Traegerseite, Zustand
from tests.agreements.lebenslaeufe import versetze
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag

START = "/zielvereinbarungen/"


@pytest.fixture
def welt(db: None) -> Welt:
    return Welt.erschaffe()


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def seiten(schluessel: str) -> set[str]:
    return set(Zielvereinbarung.objects.filter(nr=2, schluessel=schluessel).values_list("traegerseite", flat=True))


def test_a_round_is_laid_out_with_another_form_for_some(welt: Welt) -> None:
    client = als(welt, "bmas", Rolle.LEITUNG)
    eingabe = {"jahr": "2027", "dauer": "2", "form": "trilateral", "abweichend": "05111, 99999"}
    antwort = unescape(client.post(f"{START}neu/", eingabe).content.decode())
    assert "Keine gemeinsame Einrichtung am 01.01.2027: 99999." in antwort
    assert "05111, 99999" in antwort
    assert not Planungsrunde.objects.exists()
    antwort = unescape(client.post(f"{START}neu/", eingabe | {"abweichend": "05111"}, follow=True).content.decode())
    assert "1 gemeinsame Einrichtungen zweiseitig" in antwort
    assert seiten("05111") == {Traegerseite.BA, Traegerseite.KOMMUNE}
    assert seiten("06411") == {Traegerseite.BEIDE}


def test_a_traeger_changes_the_form_of_a_draft_and_back(welt: Welt, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    neue_runde(form=Form.TRILATERAL)
    alte = vereinbarung(2, "05111")
    ba = welt.zugang("ba", Rolle.LEITUNG)
    beauftrage_entwurf(vereinbarung=alte, durch=ba, am=JETZT)
    client, seite = als(welt, "ba"), f"{START}vereinbarungen/{alte.pk}/"
    assert f"{seite}form/" in client.get(seite).content.decode()
    assert client.post(f"{seite}form/", {"grund": ""}).status_code == 200
    antwort = client.post(f"{seite}form/", {"grund": "Der Kreis schließt für sich."}, follow=True)
    assert "zweiseitig: Bundesagentur und Kommune je für sich" in unescape(antwort.content.decode())
    assert seiten("05111") == {Traegerseite.BA, Traegerseite.KOMMUNE}
    assert not Entwurfsauftrag.objects.exists()
    assert Eintrag.objects.filter(akt="form_waehlen", grund="Der Kreis schließt für sich.").count() == 2
    seite_der_kommune = Zielvereinbarung.objects.get(schluessel="05111", traegerseite=Traegerseite.KOMMUNE)
    kommune = welt.zugang("kommune-05111", Rolle.LEITUNG)
    zurueck = waehle_andere_form(vereinbarung=seite_der_kommune, grund="doch gemeinsam", durch=kommune, am=JETZT)
    assert [eine.traegerseite for eine in zurueck] == [Traegerseite.BEIDE]
    assert [str(p) for p in zurueck[0].vertragsparteien.order_by("reihenfolge")][:2] == ["BA", "Stadt Düsseldorf"]
    with pytest.raises(NichtWaehlbar, match="inzwischen gewechselt"):
        waehle_andere_form(vereinbarung=seite_der_kommune, grund="noch einmal", durch=kommune, am=JETZT)


def test_who_is_no_traeger_or_comes_too_late_cannot_change_it(welt: Welt) -> None:
    neue_runde()
    eine = vereinbarung(2, "05111")
    assert not darf_waehlen(welt.zugang("ba", Rolle.LEITUNG), vereinbarung(1))
    with pytest.raises(PermissionDenied):
        waehle_andere_form(vereinbarung=eine, grund="x", durch=welt.zugang("jobcenter-05111", Rolle.LEITUNG), am=JETZT)
    adresse = f"{START}vereinbarungen/{eine.pk}/form/"
    assert als(welt, "jobcenter-05111").get(adresse).status_code == 404
    assert als(welt, "kommune-06411").get(adresse).status_code == 404
    assert als(welt, "ba", Rolle.LESEND).get(adresse).status_code == 403
    versetze(eine, Zustand.IN_VERHANDLUNG)
    assert als(welt, "ba").get(adresse).status_code == 404
    with pytest.raises(NichtWaehlbar, match="schon verhandelt"):
        waehle_andere_form(vereinbarung=eine, grund="x", durch=welt.zugang("ba", Rolle.LEITUNG), am=JETZT)
