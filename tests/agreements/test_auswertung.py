"""Evaluation: results from published figures, Gründe, control of the marks, confirmation, carrying over, overview."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from agreements.auswertung import auswertungslage
from agreements.auswertung.akte import (
    Feststellung,
    InzwischenGeaendert,
    berechne_zielerreichung,
    bestaetige_auswertung,
    stelle_fest,
)
from agreements.auswertung.messen import messe
from agreements.lifecycle import auswertung_abschliessen
from agreements.models import Auswertungsbestaetigung, Zielbewertung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.ziele import Dimension
from agreements.ziele.dimension import Richtung
from agreements.ziele.vorgabe import (
    Jahreskorridor,
    Jahreswert,
    Massstab,
    Relativ,
    Tendenz,
    Zielkorridor,
    Zielwert,
)
from agreements.ziele.zielerreichung import Ergebnis
from agreements.zielkatalog import ziele_von
from agreements.zielkatalog.fassungen import NichtMoeglich
from tests.agreements.auswertungswelt import (
    ERREICHT,
    GRUND,
    STEINE,
    auswertungswelt,
    berechne,
    bestaetige,
    erklaere,
    in_auswertung,
    land,
    optionskommune,
    runde_2025,
    vereinbare,
    vereinbare_drei,
    vereinbarung_2025,
)
from tests.agreements.runden import JETZT
from tests.kennzahlen.veroeffentlicht import publiziere
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang

K2_2025 = Decimal("0.612")
"""12 · (50 + 1) Integrationen on a mean of 1000 eLb: the K2 of Wuppertal in December 2025, by hand; 0.6 in 2024."""


@pytest.fixture
def welt(db: None) -> Welt:
    cache.clear()
    welt = auswertungswelt()
    runde_2025()
    return welt


@pytest.fixture
def zkt(welt: Welt) -> Zielvereinbarung:
    """K2 with a Zielwert that is just missed, K3 with a direction, Teilhabe with two milestones."""
    vereinbarung = vereinbarung_2025()
    vereinbare_drei(vereinbarung)
    return in_auswertung(vereinbarung)


# -- The proposal ----------------------------------------------------------------------------------------------


def test_the_results_follow_from_the_final_figures_by_the_agreed_rule(welt: Welt, zkt: Zielvereinbarung) -> None:
    zeilen = berechne(welt, zkt)
    assert {code: zeile.vorschlag for code, zeile in zeilen.items()} == {
        "hilfebeduerftigkeit": "nicht_bewertbar",
        "integration": "teilweise_erreicht",
        "langzeitbezug": "erreicht",
        "soziale_teilhabe": "nicht_bewertbar",
    }
    k2 = zeilen["integration"]
    assert (k2.wert, k2.vereinbart, k2.wartet) == (K2_2025, Decimal("0.613"), False)
    assert "61,2" in k2.rechnung
    assert "wird ohne Zielwert beobachtet" in zeilen["hilfebeduerftigkeit"].rechnung
    assert "0,2" in zeilen["langzeitbezug"].rechnung
    assert "Vorjahresmonat" in zeilen["langzeitbezug"].rechnung
    assert "2 von 2 Meilensteinen" in zeilen["soziale_teilhabe"].rechnung
    assert Eintrag.objects.get(akt="zielerreichung_berechnen").norm == "§ 48b Abs. 5 SGB II"


@pytest.mark.parametrize(
    ("dimension", "vorgabe", "ergebnis"),
    [
        (Dimension.ZIELWERT, Zielwert((Jahreswert(2025, Decimal("0.612")),)), "erreicht"),
        (Dimension.ZIELWERT, Zielwert((Jahreswert(2025, Decimal("0.613")),)), "nicht_erreicht"),
        (
            Dimension.ZIELKORRIDOR,
            Zielkorridor((Jahreskorridor(2025, Decimal("0.612"), Decimal("0.62")),)),
            "erreicht",
        ),
        (Dimension.TENDENZ, Tendenz(Richtung.STEIGERN, Decimal("0.012")), "erreicht"),
        (Dimension.TENDENZ, Tendenz(Richtung.STEIGERN, Decimal("0.013")), "teilweise_erreicht"),
        (Dimension.TENDENZ, Tendenz(Richtung.SENKEN), "nicht_erreicht"),
        (Dimension.RELATIV, Relativ(Massstab.DREI_VIERTEL), "nicht_erreicht"),
    ],
)
def test_every_dimension_is_judged_by_published_figures(
    welt: Welt, dimension: Dimension, vorgabe: Zielwert, ergebnis: str
) -> None:
    """The six of the group: 60.0, 61.2, 62.4, 63.6, 64.8, 66.0 %; their lower quartile is 61.5 %."""
    vereinbarung = vereinbarung_2025()
    vereinbare(vereinbarung, "integration", "K2", dimension, vorgabe)
    assert berechne(welt, in_auswertung(vereinbarung))["integration"].vorschlag == ergebnis


def test_the_mark_is_seen_against_the_development_of_the_group(welt: Welt, zkt: Zielvereinbarung) -> None:
    """The group changed by 0, 1.2, 2.4, 3.6, 4.8, 6 points: the middle half is 1.5 to 4.5; agreed were 1.3."""
    k2 = berechne(welt, zkt)["integration"]
    assert k2.einschaetzung == "zurueckhaltend"
    assert k2.gruppenentwicklung == Decimal("0.03")
    text = k2.kontrolle.replace("\u00a0", " ")
    assert "Vereinbart: +1,3 Prozentpunkte. Vergleichsgruppe aus 6: im Median +3,0 Prozentpunkte" in text
    assert "+1,5 Prozentpunkte bis +4,5 Prozentpunkte" in text


@pytest.mark.parametrize(("wert", "lage"), [("0.615", "im_rahmen"), ("0.645", "im_rahmen"), ("0.646", "ehrgeizig")])
def test_on_a_quartile_a_mark_is_within(welt: Welt, wert: str, lage: str) -> None:
    vereinbarung = vereinbarung_2025()
    vereinbare(vereinbarung, "integration", "K2", Dimension.ZIELWERT, Zielwert((Jahreswert(2025, Decimal(wert)),)))
    assert berechne(welt, in_auswertung(vereinbarung))["integration"].einschaetzung == lage


def test_a_land_is_compared_with_the_laender_and_two_are_too_few(welt: Welt) -> None:
    vereinbarung = vereinbarung_2025("05")
    vereinbare(vereinbarung, "integration", "K2", Dimension.ZIELWERT, Zielwert((Jahreswert(2025, Decimal("0.6")),)))
    zeile = berechne(welt, in_auswertung(vereinbarung))["integration"]
    assert (zeile.vorschlag, zeile.einschaetzung) == ("erreicht", "nicht_pruefbar")
    assert "zu wenige" in zeile.kontrolle


def test_several_years_are_each_judged_and_then_the_whole(db: None) -> None:
    cache.clear()
    welt = auswertungswelt()
    runde_2025(jahre=2)
    vereinbarung = vereinbarung_2025()
    zielwert = Zielwert((Jahreswert(2025, Decimal("0.6")), Jahreswert(2026, Decimal("0.62"))))
    vereinbare(vereinbarung, "integration", "K2", Dimension.ZIELWERT, zielwert)
    auswertung = berechne_zielerreichung(vereinbarung=in_auswertung(vereinbarung), durch=land(welt), am=JETZT)
    zeilen = auswertung.bewertungen.filter(ziel="integration").order_by("stelle")
    assert [(z.jahr, z.vorschlag, z.wartet) for z in zeilen] == [
        (2025, "erreicht", False),
        (2026, "nicht_bewertbar", True),
        (None, "nicht_bewertbar", True),
    ]
    with pytest.raises(NichtMoeglich, match="Noch ohne endgültige Zahlen: Integration"):
        bestaetige_auswertung(vereinbarung=vereinbarung, fassung=1, durch=land(welt), am=JETZT)


def test_computing_again_changes_nothing_unless_the_figures_did(welt: Welt, zkt: Zielvereinbarung) -> None:
    fassung = erklaere(welt, zkt)
    bestaetige(welt, zkt)
    publiziere()
    auswertung = berechne_zielerreichung(vereinbarung=zkt, durch=land(welt), am=JETZT)
    assert auswertung.fassung == fassung
    assert auswertungslage([zkt.pk])[zkt.pk].unbewertet == 0
    Zielbewertung.objects.filter(ziel="integration").update(wert=Decimal("0.5"))
    auswertung = berechne_zielerreichung(vereinbarung=zkt, durch=land(welt), am=JETZT)
    assert auswertung.fassung == fassung + 1
    assert auswertung.bewertungen.get(ziel="integration").gruende == ["personal"]
    assert auswertungslage([zkt.pk])[zkt.pk].unbewertet == 4


# -- What the parties hold -------------------------------------------------------------------------------------


def test_milestones_gruende_and_another_result_are_held(welt: Welt, zkt: Zielvereinbarung) -> None:
    berechne(welt, zkt)
    teils = Feststellung(meilensteine=(True, False), gruende=("mittel",))
    stelle_fest(vereinbarung=zkt, ziel="soziale_teilhabe", feststellung=teils, gesehen=1, durch=land(welt), am=JETZT)
    zeile = Zielbewertung.objects.get(ziel="soziale_teilhabe")
    assert (zeile.ergebnis, zeile.rechnung) == ("teilweise_erreicht", "1 von 2 Meilensteinen erreicht.")
    anders = Feststellung(Ergebnis.ERREICHT, "Der fehlende Monat wurde nachgemeldet.", gruende=("recht",))
    stelle_fest(vereinbarung=zkt, ziel="integration", feststellung=anders, gesehen=2, durch=land(welt), am=JETZT)
    zeile = Zielbewertung.objects.get(ziel="integration")
    assert (zeile.vorschlag, zeile.ergebnis) == ("teilweise_erreicht", "erreicht")
    eintrag = Eintrag.objects.filter(akt="zielerreichung_feststellen").latest("pk")
    assert eintrag.daten["gruende"] == ["recht"]


@pytest.mark.parametrize(
    ("ziel", "feststellung", "text"),
    [
        ("integration", Feststellung(Ergebnis.ERREICHT), "braucht einen Grund"),
        ("integration", Feststellung(gruende=("faulheit",)), "kennt der Katalog nicht"),
        ("integration", Feststellung(gruende=("sonstiges",)), "erläutern"),
        ("integration", Feststellung(meilensteine=(True,)), "So viele Meilensteine"),
        ("integration", Feststellung(erlaeuterung="x" * 2001), "höchstens 2.000 Zeichen"),
        ("erfunden", Feststellung(), "steht nicht in der Vereinbarung"),
    ],
)
def test_what_does_not_fit_is_refused(
    welt: Welt, zkt: Zielvereinbarung, ziel: str, feststellung: Feststellung, text: str
) -> None:
    berechne(welt, zkt)
    with pytest.raises(NichtMoeglich, match=text):
        stelle_fest(vereinbarung=zkt, ziel=ziel, feststellung=feststellung, gesehen=1, durch=land(welt), am=JETZT)
    assert Zielbewertung.objects.get(ziel="integration").ergebnis == "teilweise_erreicht"


# -- Confirmation ----------------------------------------------------------------------------------------------


def test_both_sides_confirm_and_only_then_the_evaluation_can_be_closed(welt: Welt, zkt: Zielvereinbarung) -> None:
    assert auswertungslage([zkt.pk])[zkt.pk].berechnet is False
    with pytest.raises(Gehindert, match="von beiden Seiten bestätigt"):
        auswertung_abschliessen(vereinbarung=zkt, durch=land(welt), am=JETZT)
    berechne(welt, zkt)
    with pytest.raises(NichtMoeglich) as offen:
        bestaetige_auswertung(vereinbarung=zkt, fassung=1, durch=land(welt), am=JETZT)
    assert "Noch ohne Grund, warum nicht oder nur teilweise erreicht: Integration." in str(offen.value)
    assert "Noch ohne Entscheidung über jeden Meilenstein: Soziale_teilhabe." in str(offen.value)
    erklaere(welt, zkt)
    for _ in range(2):
        bestaetige_auswertung(vereinbarung=zkt, fassung=3, durch=land(welt), am=JETZT)
    assert Auswertungsbestaetigung.objects.count() == 1
    lage = auswertungslage([zkt.pk])[zkt.pk]
    assert (lage.unbewertet, len(lage.nicht_bestaetigt)) == (4, 1)
    with pytest.raises(Gehindert):
        auswertung_abschliessen(vereinbarung=zkt, durch=land(welt), am=JETZT)
    bestaetige_auswertung(vereinbarung=zkt, fassung=3, durch=optionskommune(welt), am=JETZT)
    neu = auswertung_abschliessen(vereinbarung=zkt, durch=land(welt), am=JETZT)
    assert neu.zustand == Zustand.AUSGEWERTET
    with pytest.raises(NichtMoeglich, match="nicht in Auswertung"):
        berechne_zielerreichung(vereinbarung=zkt, durch=land(welt), am=JETZT)
    with pytest.raises(IntegrityError, match="abgeschlossen"), transaction.atomic():
        Zielbewertung.objects.update(erlaeuterung="nachträglich")


def test_every_change_voids_the_confirmations(welt: Welt, zkt: Zielvereinbarung) -> None:
    fassung = erklaere(welt, zkt)
    bestaetige(welt, zkt)
    anders = Feststellung(meilensteine=(True, False), gruende=("mittel",))
    stelle_fest(
        vereinbarung=zkt, ziel="soziale_teilhabe", feststellung=anders, gesehen=fassung, durch=land(welt), am=JETZT
    )
    assert len(auswertungslage([zkt.pk])[zkt.pk].nicht_bestaetigt) == 2
    with pytest.raises(InzwischenGeaendert):
        bestaetige_auswertung(vereinbarung=zkt, fassung=fassung, durch=optionskommune(welt), am=JETZT)
    with pytest.raises(InzwischenGeaendert):
        stelle_fest(
            vereinbarung=zkt, ziel="integration", feststellung=GRUND, gesehen=fassung, durch=land(welt), am=JETZT
        )


@pytest.mark.parametrize(
    ("wer", "rolle"),
    [
        ("land-05", Rolle.CONTROLLING),
        ("land-05", Rolle.LESEND),
        ("bmas", Rolle.LEITUNG),
        ("land-06", Rolle.LEITUNG),
        ("jobcenter-05111", Rolle.LEITUNG),
    ],
)
def test_only_those_who_negotiate_for_a_party_evaluate(
    welt: Welt, zkt: Zielvereinbarung, wer: str, rolle: Rolle
) -> None:
    berechne(welt, zkt)
    durch = welt.zugang(wer, rolle)
    with pytest.raises(PermissionDenied):
        berechne_zielerreichung(vereinbarung=zkt, durch=durch, am=JETZT)
    with pytest.raises(PermissionDenied):
        stelle_fest(vereinbarung=zkt, ziel="integration", feststellung=GRUND, gesehen=1, durch=durch, am=JETZT)
    with pytest.raises(PermissionDenied):
        bestaetige_auswertung(vereinbarung=zkt, fassung=1, durch=durch, am=JETZT)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_time_are_two_and_a_double_click_is_one() -> None:
    cache.clear()
    welt = auswertungswelt()
    runde_2025()
    vereinbarung = vereinbarung_2025()
    vereinbare(vereinbarung, "soziale_teilhabe", "", Dimension.QUALITATIV, STEINE)
    in_auswertung(vereinbarung)
    berechne(welt, vereinbarung)
    stelle_fest(
        vereinbarung=vereinbarung,
        ziel="soziale_teilhabe",
        feststellung=ERREICHT,
        gesehen=1,
        durch=land(welt),
        am=JETZT,
    )
    zugaenge = [land(welt), optionskommune(welt)] * 3

    def bestaetige_einmal(zugang: Zugang) -> None:
        try:
            bestaetige_auswertung(vereinbarung=vereinbarung, fassung=2, durch=zugang, am=JETZT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(zugaenge)) as faeden:
        list(faeden.map(bestaetige_einmal, zugaenge))
    assert Auswertungsbestaetigung.objects.count() == Eintrag.objects.filter(akt="auswertung_bestaetigen").count() == 2
    assert auswertungslage([vereinbarung.pk])[vereinbarung.pk].unbewertet == 0


# -- Who sees it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wer", "davor", "danach"),
    [("land-05", True, True), ("jobcenter-05124", True, True), ("bmas", False, True), ("land-06", False, False)],
)
def test_others_see_an_evaluation_when_it_is_finished(
    welt: Welt, zkt: Zielvereinbarung, wer: str, davor: bool, danach: bool
) -> None:
    erklaere(welt, zkt)
    zugang = welt.zugang(wer, Rolle.LEITUNG)
    assert Zielbewertung.objects.visible_to(zugang).exists() is davor
    bestaetige(welt, zkt)
    assert Auswertungsbestaetigung.objects.visible_to(zugang).exists() is davor
    auswertung_abschliessen(vereinbarung=zkt, durch=land(welt), am=JETZT)
    assert Zielbewertung.objects.visible_to(zugang).exists() is danach


# -- Queries ---------------------------------------------------------------------------------------------------


def test_measuring_and_the_facts_take_as_many_queries_for_many_as_for_one(welt: Welt, zkt: Zielvereinbarung) -> None:
    ziele = ziele_von([zkt.pk])[zkt.pk].ziele
    for anzahl in (ziele[1:2], ziele):
        with CaptureQueriesContext(connection) as gezaehlt:
            messe(zkt, anzahl, {})
        assert len(gezaehlt) == 7
    alle = list(Zielvereinbarung.objects.values_list("pk", flat=True))
    erklaere(welt, zkt)
    for ids in ([zkt.pk], alle):
        with CaptureQueriesContext(connection) as gezaehlt:
            assert len(auswertungslage(ids)) == len(ids)
        assert len(gezaehlt) == 4


def test_the_database_refuses_another_result_without_a_reason(welt: Welt, zkt: Zielvereinbarung) -> None:
    berechne(welt, zkt)
    for felder in ({"ergebnis": "erreicht"}, {"abweichung": "darum"}, {"gruende": ["erfunden"]}, {"vorschlag": "gut"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Zielbewertung.objects.filter(ziel="integration").update(**felder)
