"""What follows from an evaluation: a proposal for the next round, and the overview of the round."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from agreements.auswertung.naechste_runde import vorschlag_fuer
from agreements.auswertung.ueberblick import ueberblick
from agreements.lifecycle import auswertung_abschliessen
from agreements.models import Planungsrunde, Zielvereinbarung
from agreements.ziele.vorgabe import Jahreswert, Zielwert
from agreements.ziele.zielerreichung import Ergebnis
from tests.agreements.auswertungswelt import (
    auswertungswelt,
    bestaetige,
    erklaere,
    in_auswertung,
    land,
    runde_2025,
    vereinbare_drei,
    vereinbarung_2025,
)
from tests.agreements.runden import JETZT, neue_runde
from tests.welt import Welt
from zielsystem.befugnisse import Rolle


@pytest.fixture
def welt(db: None) -> Welt:
    cache.clear()
    welt = auswertungswelt()
    runde_2025()
    return welt


@pytest.fixture
def zkt(welt: Welt) -> Zielvereinbarung:
    vereinbarung = vereinbarung_2025()
    vereinbare_drei(vereinbarung)
    return in_auswertung(vereinbarung)


# -- Carrying over ---------------------------------------------------------------------------------------------


def abgeschlossen(welt: Welt, zkt: Zielvereinbarung) -> Zielvereinbarung:
    erklaere(welt, zkt)
    bestaetige(welt, zkt)
    auswertung_abschliessen(vereinbarung=zkt, durch=land(welt), am=JETZT)
    neue_runde(ab=date(2027, 1, 1), bis=date(2028, 1, 1))
    return Zielvereinbarung.objects.select_related("runde").get(runde__ab=date(2027, 1, 1), schluessel=zkt.schluessel)


def test_the_evaluation_is_a_proposal_for_the_next_agreement_of_the_same_parties(
    welt: Welt, zkt: Zielvereinbarung
) -> None:
    naechste = abgeschlossen(welt, zkt)
    vorschlag = vorschlag_fuer(naechste, "integration")
    assert vorschlag
    assert vorschlag.vorgabe == Zielwert((Jahreswert(2027, Decimal("0.672")),))
    assert "61,2" in vorschlag.herkunft
    alle_erreicht = vorschlag_fuer(naechste, "soziale_teilhabe")
    assert alle_erreicht
    assert alle_erreicht.vorgabe is None
    assert vorschlag_fuer(naechste, "alleinerziehende") is None
    andere = Zielvereinbarung.objects.select_related("runde").get(runde__ab=date(2027, 1, 1), schluessel="05111")
    assert vorschlag_fuer(andere, "integration") is None


# -- Overview --------------------------------------------------------------------------------------------------


def test_the_overview_counts_what_one_may_see_and_ranks_nobody(welt: Welt, zkt: Zielvereinbarung) -> None:
    runde = Planungsrunde.objects.get()
    vorher = ueberblick(land(welt), runde, "integration")
    assert (vorher.vereinbarungen, vorher.ausgewertet, vorher.je_ziel) == (1, 0, ())
    abgeschlossen(welt, zkt)
    bund = ueberblick(welt.zugang("bmas", Rolle.LEITUNG), runde, "integration")
    assert (bund.vereinbarungen, bund.ausgewertet) == (1, 1)
    assert [(z.titel, dict(z.ergebnisse)) for z in bund.je_ziel][1] == ("Integration", {Ergebnis.TEILWEISE: 1})
    assert [(z.titel, dict(z.ergebnisse)) for z in bund.je_land] == [("Nordrhein-Westfalen", {Ergebnis.TEILWEISE: 1})]
    assert (bund.werte.anzahl, bund.werte.median) == (1, None)
    assert ueberblick(land(welt), runde, "integration", "06").je_ziel == ()
    assert ueberblick(welt.zugang("land-06", Rolle.LEITUNG), runde, "integration").vereinbarungen == 0
