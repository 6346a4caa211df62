"""The Ziele of an agreement as records: every change a Fassung, accepted as a whole, read in few queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.models import Beitrag, Ziel, Zielannahme, Zielfassung, Zielvereinbarung
from agreements.recht import Seite
from agreements.ziele import Dimension
from agreements.ziele.dimension import Richtung
from agreements.ziele.finanzen import Mittelart
from agreements.ziele.vorgabe import Jahreswert, Meilenstein, Qualitativ, Tendenz, Vorgabe, Zielwert
from agreements.zielkatalog import kopiere_ziele, ziele_von, ziellage
from agreements.zielkatalog.aendern import (
    Unstimmig,
    Zielangabe,
    freier_code,
    setze_beitrag,
    setze_finanzmittel,
    setze_ziel,
    streiche_beitrag,
    streiche_ziel,
)
from agreements.zielkatalog.annehmen import nimm_ziele_an
from agreements.zielkatalog.fassungen import InzwischenGeaendert, NichtMoeglich
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.zugriff import Zugang

GESETZLICHE = ("hilfebeduerftigkeit", "integration", "langzeitbezug", "soziale_teilhabe")


@pytest.fixture
def welt(db: None) -> Welt:
    welt = veroeffentlichte_welt()
    neue_runde()
    return welt


@pytest.fixture
def zkt(welt: Welt) -> Zielvereinbarung:
    return vereinbarung(4, "05124")


def land(welt: Welt, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Zugang:
    return welt.zugang("land-05", rolle)


def optionskommune(welt: Welt, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Zugang:
    return welt.zugang("jobcenter-05124", rolle)


def integration(vorgabe: Vorgabe | None, dimension: Dimension = Dimension.ZIELWERT) -> Zielangabe:
    return Zielangabe("integration", "Integration", "Mehr Integrationen.", dimension, "K2", vorgabe)


K2_ZIELWERT = Zielwert((Jahreswert(2027, Decimal("0.625"), Decimal("0.61")),))
TEILHABE = Zielangabe(
    "soziale_teilhabe",
    "Teilhabe",
    "",
    Dimension.QUALITATIV,
    "",
    Qualitativ((Meilenstein("Sozialcoaching eingerichtet", date(2027, 6, 30)),)),
)


def bestimme_alles(welt: Welt, vereinbarung: Zielvereinbarung) -> None:
    """Every Ziel of the law gets its Vorgabe, every side a Beitrag."""
    k3 = Zielangabe("langzeitbezug", "LZB", "", Dimension.TENDENZ, "K3", Tendenz(Richtung.SENKEN))
    for angabe in (integration(K2_ZIELWERT), k3, TEILHABE):
        setze_ziel(vereinbarung=vereinbarung, angabe=angabe, durch=land(welt), am=JETZT)
    for partei in vereinbarung.vertragsparteien.all():
        setze_beitrag(
            vereinbarung=vereinbarung, vertragspartei=partei, text="Beratung", durch=optionskommune(welt), am=JETZT
        )


# -- Reading ---------------------------------------------------------------------------------------------------


def test_a_new_agreement_has_the_ziele_of_the_law_by_itself(welt: Welt, zkt: Zielvereinbarung) -> None:
    ziele = ziele_von([zkt.pk])[zkt.pk].ziele
    assert tuple(ziel.code for ziel in ziele) == GESETZLICHE
    assert [ziel.dimension for ziel in ziele] == ["beobachtung", "zielwert", "zielwert", "qualitativ"]
    assert ziele[0].wortlaut.startswith("Die Kennzahl K1 (Veränderung der Summe")
    assert ziele[1].wortlaut == "Der Zielwert ist noch nicht vereinbart."
    nr_1 = vereinbarung(1)
    assert tuple(ziel.code for ziel in ziele_von([nr_1.pk])[nr_1.pk].ziele) == GESETZLICHE[:3]


def test_what_is_agreed_is_read_back_with_its_sentence(welt: Welt, zkt: Zielvereinbarung) -> None:
    bestimme_alles(welt, zkt)
    setze_finanzmittel(
        vereinbarung=zkt,
        jahr=2027,
        betraege={Mittelart.EINGLIEDERUNG: 123_456_789, Mittelart.VERWALTUNG: None},
        durch=land(welt),
        am=JETZT,
    )
    inhalte = ziele_von([zkt.pk])[zkt.pk]
    ziel = inhalte.ziele[1]
    assert ziel.vorgabe == (("2027.teilweise", "0.61"), ("2027.wert", "0.625"))
    assert ziel.wortlaut == (
        "Das Ziel ist erreicht, wenn die Kennzahl K2 (Integrationsquote) im Dezember 2027 mindestens 62,5\u202f% "
        "beträgt. Es ist teilweise erreicht, wenn sie mindestens 61,0\u202f% beträgt. Gemessen wird am endgültigen "
        "Wert, gerundet auf eine Nachkommastelle."
    )
    assert [(b.partner, b.seite) for b in inhalte.beitraege] == [
        ("Nordrhein-Westfalen", "steuernd"),
        ("Stadt Wuppertal als zugelassener kommunaler Träger (Jobcenter Wuppertal)", "ausfuehrend"),
    ]
    assert [(f.code, f.jahr, f.betrag) for f in inhalte.finanzen] == [("eingliederung-2027", 2027, 123_456_789)]


def test_the_gates_learn_what_is_open(welt: Welt, zkt: Zielvereinbarung) -> None:
    lage = ziellage([zkt.pk])[zkt.pk]
    assert (lage.fassung, lage.vollstaendig, lage.fehlend) == (0, {"hilfebeduerftigkeit"}, frozenset())
    assert len(lage.ohne_vorgabe) == 3
    assert lage.ohne_beitrag == {Seite.STEUERND, Seite.AUSFUEHREND}
    assert len(lage.nicht_angenommen) == 2
    bestimme_alles(welt, zkt)
    lage = ziellage([zkt.pk])[zkt.pk]
    assert lage.vollstaendig == set(GESETZLICHE)
    assert (lage.fassung, lage.ohne_vorgabe, lage.ohne_beitrag) == (5, (), frozenset())


def test_reading_asks_the_database_as_often_for_all_as_for_one(welt: Welt, zkt: Zielvereinbarung) -> None:
    bestimme_alles(welt, zkt)
    alle = list(Zielvereinbarung.objects.values_list("pk", flat=True))
    for lesen, anzahl in ((ziele_von, 4), (ziellage, 8)):
        for ids in ([zkt.pk], alle):
            with CaptureQueriesContext(connection) as gezaehlt:
                assert len(lesen(ids)) == len(ids)  # type: ignore[operator]
            assert len(gezaehlt) == anzahl
