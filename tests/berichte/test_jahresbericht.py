"""The Bund's yearly report: what the draft says, and its way from the data to the agenda of the body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from berichte.jahresbericht.akte import (
    NichtBearbeitbar,
    Ueberholt,
    drucke,
    entwirf,
    fordere_an,
    hole_nach,
    melde_an,
    neueste_fassung,
    schreibe,
    stelle_fest,
)
from berichte.jahresbericht.recht import ABSCHNITTE, luecken
from berichte.jahresbericht.wortlaut import Jahresdaten, Zielergebnis, entwurf
from berichte.models import Jahresbericht
from gremien.sitzungen.planung import setze_anmeldung_auf
from tests.berichte.berichtswelt import AM
from tests.gremien.gremienwelt import JETZT, kooperationsausschuss
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.vollzug import Gehindert

DATEN = Jahresdaten(
    land="Hessen",
    jahr=2025,
    monat=date(2025, 12, 1),
    stand=date(2026, 4, 20),
    gemeinsame_einrichtungen=1,
    optionskommunen=16,
    zu_melden=204,
    gemeldet=204,
    berichtigt=0,
    kennzahlsaetze=(("K2", ("Die Quote betrug 22,3 %.",)),),
    streuung=(("K2", "Der Median ist 22,8 %."),),
    vereinbarungen=17,
    ausgewertet=4,
    ziele_des_landes=(Zielergebnis("Integration", {"erreicht": 1}),),
    jobcenter_ausgewertet=3,
    ziele_der_jobcenter=(Zielergebnis("Integration", {"erreicht": 2, "nicht erreicht": 1}),),
)


def test_a_draft_has_every_section_and_marks_what_only_people_know() -> None:
    texte = entwurf(DATEN)
    assert set(texte) == {abschnitt.code for abschnitt in ABSCHNITTE}
    assert "1 gemeinsame Einrichtung und 16 zugelassene kommunale Träger" in texte["grundlage"]
    assert "für alle Monate des Jahres übermittelt" in texte["rechtmaessigkeit"]
    assert (
        "Vereinbarungen der Jobcenter, Integration: 2 × erreicht, 1 × nicht erreicht (von 3)."
        in texte["zielerreichung"]
    )
    assert luecken(texte) == (
        "Rechtmäßige Leistungserbringung",
        "Zweckmäßige Leistungserbringung",
        "Folgerungen und Ausblick",
    )


@pytest.mark.parametrize("anzahl", [1, 2])
def test_results_of_single_jobcenter_are_not_told(anzahl: int) -> None:
    text = entwurf(replace(DATEN, jobcenter_ausgewertet=anzahl))["zielerreichung"]
    assert "zu wenige" in text
    assert "nicht erreicht" not in text
    assert "mit dem Land, Integration: 1 × erreicht" in text


def test_missing_and_corrected_meldungen_are_said() -> None:
    text = entwurf(replace(DATEN, gemeldet=203, berichtigt=2))["rechtmaessigkeit"]
    assert text.startswith("Von 204 Monatsmeldungen nach § 51b SGB II fehlt noch: 1 Monatsmeldung; 2 Meldungen wurden")


# -- Its way ---------------------------------------------------------------------------------------------------


@pytest.fixture
def welt(db: None, settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    return veroeffentlichte_welt()


def entworfen(welt: Welt) -> Jahresbericht:
    """A draft on Land 05."""
    durch = welt.zugang("bmas", Rolle.SACHBEARBEITUNG)
    bericht = fordere_an(land=welt.parteien["land-05"], jahr=2025, durch=durch, am=AM)
    assert [entwirf(bericht.pk, am=AM) for _ in range(2)] == [True, False]
    bericht.refresh_from_db()
    return bericht


def test_from_the_data_to_the_agenda_of_the_kooperationsausschuss(welt: Welt) -> None:
    durch, ausschuss = welt.zugang("bmas", Rolle.LEITUNG), kooperationsausschuss(welt)
    bericht = entworfen(welt)
    land = Client()
    land.force_login(welt.personen["land-05.leitung"])
    adresse = f"/berichte/jahresberichte/{bericht.pk}/"
    assert land.get(adresse).status_code == 404
    with pytest.raises(Gehindert, match="eckigen Klammern"):
        stelle_fest(bericht=bericht, durch=durch, am=AM)
    texte = {abschnitt.code: f"Text zu {abschnitt.titel}" for abschnitt in ABSCHNITTE}
    schreibe(bericht=bericht, texte=texte, gelesen=1, durch=durch, am=AM)
    bericht = stelle_fest(bericht=bericht, durch=durch, am=AM)
    with pytest.raises(Gehindert, match="PDF wird noch erzeugt"):
        melde_an(bericht=bericht, durch=durch, am=AM)
    fassung = neueste_fassung(bericht)
    assert fassung
    assert drucke(fassung.pk, endgueltig=True, am=AM)
    bericht = melde_an(bericht=bericht, durch=durch, am=JETZT)
    assert bericht.anmeldung
    punkt = setze_anmeldung_auf(
        sitzung=ausschuss.plane(), anmeldung=bericht.anmeldung, durch=ausschuss.stelle(), am=JETZT
    )
    assert [hole_nach(am=JETZT) for _ in range(2)] == [1, 0]
    assert punkt.vorlagen.get().dateiname == "Jahresbericht_2025_05.pdf"
    assert "Text zu Zielerreichung" in land.get(adresse).content.decode()
    assert land.get(f"{adresse}jahresbericht.pdf").content.startswith(b"%PDF")


def test_who_saved_last_is_not_overwritten_and_nothing_typed_is_lost(welt: Welt) -> None:
    bericht, durch = entworfen(welt), welt.zugang("bmas", Rolle.LEITUNG)
    with pytest.raises(PermissionDenied):
        schreibe(bericht=bericht, texte={}, gelesen=1, durch=welt.zugang("land-05", Rolle.LEITUNG), am=AM)
    schreibe(bericht=bericht, texte={"ausblick": "Neu"}, gelesen=1, durch=durch, am=AM)
    with pytest.raises(Ueberholt):
        schreibe(bericht=bericht, texte={"ausblick": "Anders"}, gelesen=1, durch=durch, am=AM)
    client = Client()
    client.force_login(welt.personen["bmas.leitung"])
    antwort = client.post(
        f"/berichte/jahresberichte/{bericht.pk}/bearbeiten/", {"gelesen": "1", "ausblick": "Mein Ausblick"}
    )
    seite = antwort.content.decode()
    assert antwort.status_code == 400
    assert "Mein Ausblick" in seite
    assert "Fassung 2" in seite
    Jahresbericht.objects.filter(pk=bericht.pk).update(zustand="festgestellt")
    with pytest.raises(NichtBearbeitbar):
        schreibe(bericht=bericht, texte={}, gelesen=2, durch=durch, am=AM)
