"""The Ziele of an agreement as records: every change a Fassung, accepted as a whole, read in few queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.lifecycle import aendern
from agreements.models import Beitrag, Ziel, Zielannahme, Zielfassung, Zielvereinbarung
from agreements.recht import TEXT_OFFEN, Seite, Zustand
from agreements.ziele import Dimension
from agreements.ziele.dimension import Richtung
from agreements.ziele.finanzen import Mittelart
from agreements.ziele.vorgabe import (
    Jahreswert,
    Massstab,
    Meilenstein,
    Qualitativ,
    Relativ,
    Tendenz,
    Vorgabe,
    Zielwert,
)
from agreements.zielkatalog import kopiere_ziele, ziele_von, ziellage
from agreements.zielkatalog.aendern import (
    Unstimmig,
    Zielangabe,
    aendere_beitrag,
    freier_code,
    setze_beitrag,
    setze_finanzmittel,
    setze_ziel,
    streiche_beitrag,
    streiche_ziel,
)
from agreements.zielkatalog.annehmen import nimm_ziele_an
from agreements.zielkatalog.fassungen import InzwischenGeaendert, NichtMoeglich
from tests.agreements.lebenslaeufe import versetze
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


# -- Changing --------------------------------------------------------------------------------------------------


def test_every_change_is_a_fassung_and_the_earlier_ones_stay_readable(welt: Welt, zkt: Zielvereinbarung) -> None:
    setze_ziel(vereinbarung=zkt, angabe=integration(K2_ZIELWERT), durch=land(welt), am=JETZT)
    anders = integration(Tendenz(Richtung.STEIGERN), Dimension.TENDENZ)
    setze_ziel(vereinbarung=zkt, angabe=anders, durch=optionskommune(welt), am=JETZT)
    fassungen = list(
        Zielfassung.objects.filter(zielvereinbarung=zkt).order_by("nummer").select_related("vertragspartei")
    )
    assert [(f.nummer, f.aenderung) for f in fassungen] == [
        (1, "Ziel „Integration“: Zielwert"),
        (2, "Ziel „Integration“: Tendenz"),
    ]
    assert [f.vertragspartei.seite for f in fassungen if f.vertragspartei] == ["steuernd", "ausfuehrend"]
    dimensionen = [ziele_von([zkt.pk], {zkt.pk: nr})[zkt.pk].ziele[1].dimension for nr in (0, 1, 2)]
    assert dimensionen == ["zielwert", "zielwert", "tendenz"]
    assert ziele_von([zkt.pk])[zkt.pk].ziele[1].dimension == "tendenz"
    eintrag = Eintrag.objects.filter(akt="ziel_setzen").latest("pk")
    assert (eintrag.norm, eintrag.daten["fassung"]) == ("§ 48b Abs. 3 SGB II", 2)


def test_a_ziel_of_the_law_cannot_be_struck_out_another_one_can(welt: Welt, zkt: Zielvereinbarung) -> None:
    with pytest.raises(NichtMoeglich, match="gesetzliches Ziel"):
        streiche_ziel(vereinbarung=zkt, code="integration", durch=land(welt), am=JETZT)
    alleinerziehende = Zielangabe(
        "alleinerziehende", "Alleinerziehende", "", Dimension.TENDENZ, "K2E4", Tendenz(Richtung.STEIGERN)
    )
    setze_ziel(vereinbarung=zkt, angabe=alleinerziehende, durch=land(welt), am=JETZT)
    assert [z.code for z in ziele_von([zkt.pk])[zkt.pk].ziele] == [*GESETZLICHE, "alleinerziehende"]
    streiche_ziel(vereinbarung=zkt, code="alleinerziehende", durch=land(welt), am=JETZT)
    assert [z.code for z in ziele_von([zkt.pk])[zkt.pk].ziele] == list(GESETZLICHE)
    assert freier_code(zkt, "alleinerziehende") == "alleinerziehende-2"
    with pytest.raises(NichtMoeglich, match="steht nicht"):
        streiche_ziel(vereinbarung=zkt, code="alleinerziehende", durch=land(welt), am=JETZT)


@pytest.mark.parametrize(
    ("angabe", "text"),
    [
        (Zielangabe("alleinerziehende", "AE", "", Dimension.ZIELWERT, "K2E4", K2_ZIELWERT), "trägt selbst keinen"),
        (Zielangabe("soziale_teilhabe", "T", "", Dimension.ZIELWERT, "", K2_ZIELWERT), "gibt es keine Kennzahl"),
        (integration(Zielwert((Jahreswert(2027, Decimal("1.2")),))), "zwischen 0,0"),
        (integration(Zielwert((Jahreswert(2027, Decimal("0.2534")),))), "höchstens eine Nachkommastelle"),
        (integration(Zielwert((Jahreswert(2028, Decimal("0.25")),))), "2028 liegt nicht in der Laufzeit"),
        (
            integration(Zielwert((Jahreswert(2027, Decimal("0.25"), Decimal("0.26")),))),
            "weniger günstigen Wert",
        ),
        (integration(Tendenz(Richtung.STEIGERN)), "gehören nicht zur Zieldimension"),
        (Zielangabe("kein_ziel", "X", "", Dimension.QUALITATIV, "", None), "Zielkatalog"),
    ],
)
def test_what_does_not_fit_is_refused_in_german(
    welt: Welt, zkt: Zielvereinbarung, angabe: Zielangabe, text: str
) -> None:
    with pytest.raises(NichtMoeglich, match=text):
        setze_ziel(vereinbarung=zkt, angabe=angabe, durch=land(welt), am=JETZT)
    assert not Zielfassung.objects.exists()


def test_the_ziel_of_a_land_is_measured_on_the_land_and_the_ba_has_no_group(welt: Welt) -> None:
    relativ = Zielangabe("integration", "I", "", Dimension.RELATIV, "K2", Relativ(Massstab.MEDIAN))
    setze_ziel(
        vereinbarung=vereinbarung(3, "05"), angabe=relativ, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT
    )
    with pytest.raises(Unstimmig, match="keine Vergleichsgruppe"):
        setze_ziel(vereinbarung=vereinbarung(1), angabe=relativ, durch=welt.zugang("ba", Rolle.LEITUNG), am=JETZT)


def test_beitraege_and_funds_are_changed_and_struck_out(welt: Welt, zkt: Zielvereinbarung) -> None:
    partei = zkt.vertragsparteien.get(seite="steuernd")
    for text in ("Beratung", "Landesmittel"):
        setze_beitrag(vereinbarung=zkt, vertragspartei=partei, text=text, durch=land(welt), am=JETZT)
    aendere_beitrag(vereinbarung=zkt, code="beitrag-1", text="Beratung vor Ort", durch=land(welt), am=JETZT)
    assert {(b.code, b.text) for b in Beitrag.objects.geltend()} == {
        ("beitrag-1", "Beratung vor Ort"),
        ("beitrag-2", "Landesmittel"),
    }
    streiche_beitrag(vereinbarung=zkt, code="beitrag-2", durch=land(welt), am=JETZT)
    with pytest.raises(NichtMoeglich, match="nicht mehr"):
        streiche_beitrag(vereinbarung=zkt, code="beitrag-2", durch=land(welt), am=JETZT)
    for text in ("  ", "x" * 2001):
        with pytest.raises(NichtMoeglich, match="1 bis"):
            setze_beitrag(vereinbarung=zkt, vertragspartei=partei, text=text, durch=land(welt), am=JETZT)
    fremd = vereinbarung(3, "06").vertragsparteien.get(seite="steuernd")
    with pytest.raises(NichtMoeglich, match="Vertragsparteien"):
        setze_beitrag(vereinbarung=zkt, vertragspartei=fremd, text="Geld", durch=land(welt), am=JETZT)
    for betrag in (100, 200, None):
        setze_finanzmittel(
            vereinbarung=zkt, jahr=2027, betraege={Mittelart.VERWALTUNG: betrag}, durch=land(welt), am=JETZT
        )
        erwartet = [] if betrag is None else [betrag]
        assert [zeile.betrag for zeile in zkt.finanzmittel.geltend()] == erwartet
    for jahr, cent in ((2026, 1), (2099, 1), (2027, -1)):
        with pytest.raises(NichtMoeglich):
            setze_finanzmittel(
                vereinbarung=zkt, jahr=jahr, betraege={Mittelart.VERWALTUNG: cent}, durch=land(welt), am=JETZT
            )


@pytest.mark.parametrize("zustand", [z for z in Zustand if z not in TEXT_OFFEN])
def test_nothing_changes_once_the_text_is_fixed(welt: Welt, zkt: Zielvereinbarung, zustand: Zustand) -> None:
    versetze(zkt, zustand)
    with pytest.raises(NichtMoeglich, match="Änderungsvereinbarung"):
        setze_ziel(vereinbarung=zkt, angabe=integration(K2_ZIELWERT), durch=land(welt), am=JETZT)
    with pytest.raises(NichtMoeglich, match="Änderungsvereinbarung"):
        nimm_ziele_an(vereinbarung=zkt, fassung=0, durch=land(welt), am=JETZT)


@pytest.mark.parametrize(
    ("wer", "rolle", "darf"),
    [
        ("land-05", Rolle.LEITUNG, True),
        ("land-05", Rolle.SACHBEARBEITUNG, True),
        ("land-05", Rolle.CONTROLLING, False),
        ("land-05", Rolle.LESEND, False),
        ("jobcenter-05124", Rolle.SACHBEARBEITUNG, True),
        ("kommune-05124", Rolle.SACHBEARBEITUNG, True),
        ("land-06", Rolle.LEITUNG, False),
        ("bmas", Rolle.LEITUNG, False),
        ("jobcenter-05111", Rolle.LEITUNG, False),
        ("bmas", Rolle.ADMINISTRATION, False),
    ],
)
def test_only_the_parties_change_and_accept(
    welt: Welt, zkt: Zielvereinbarung, wer: str, rolle: Rolle, darf: bool
) -> None:
    bestimme_alles(welt, zkt)
    zugang = welt.zugang(wer, rolle)
    if darf:
        setze_ziel(vereinbarung=zkt, angabe=integration(K2_ZIELWERT), durch=zugang, am=JETZT)
        nimm_ziele_an(vereinbarung=zkt, fassung=6, durch=zugang, am=JETZT)
        return
    with pytest.raises(PermissionDenied):
        setze_ziel(vereinbarung=zkt, angabe=integration(K2_ZIELWERT), durch=zugang, am=JETZT)
    with pytest.raises(PermissionDenied):
        nimm_ziele_an(vereinbarung=zkt, fassung=5, durch=zugang, am=JETZT)


# -- Accepting -------------------------------------------------------------------------------------------------


def test_each_party_accepts_the_whole_and_a_change_voids_it(welt: Welt, zkt: Zielvereinbarung) -> None:
    bestimme_alles(welt, zkt)
    for zugang in (land(welt), optionskommune(welt), optionskommune(welt)):
        nimm_ziele_an(vereinbarung=zkt, fassung=5, durch=zugang, am=JETZT)
    assert Zielannahme.objects.count() == Eintrag.objects.filter(akt="ziele_annehmen").count() == 2
    assert ziellage([zkt.pk])[zkt.pk].nicht_angenommen == ()
    setze_ziel(vereinbarung=zkt, angabe=TEILHABE, durch=land(welt), am=JETZT)
    assert len(ziellage([zkt.pk])[zkt.pk].nicht_angenommen) == 2
    with pytest.raises(InzwischenGeaendert):
        nimm_ziele_an(vereinbarung=zkt, fassung=5, durch=optionskommune(welt), am=JETZT)


def test_what_is_not_complete_cannot_be_accepted(welt: Welt, zkt: Zielvereinbarung) -> None:
    with pytest.raises(NichtMoeglich, match="Verbesserung der Integration"):
        nimm_ziele_an(vereinbarung=zkt, fassung=0, durch=land(welt), am=JETZT)
    assert not Zielannahme.objects.exists()


def test_whoever_saves_over_a_newer_fassung_is_told(welt: Welt, zkt: Zielvereinbarung) -> None:
    setze_ziel(vereinbarung=zkt, angabe=integration(K2_ZIELWERT), durch=land(welt), am=JETZT, gesehen=0)
    with pytest.raises(InzwischenGeaendert, match="inzwischen geändert"):
        setze_ziel(vereinbarung=zkt, angabe=TEILHABE, durch=optionskommune(welt), am=JETZT, gesehen=0)
    assert Ziel.objects.count() == 1


# -- Amendments and the database -------------------------------------------------------------------------------


def test_an_amendment_begins_with_what_was_agreed(welt: Welt, zkt: Zielvereinbarung) -> None:
    bestimme_alles(welt, zkt)
    setze_finanzmittel(vereinbarung=zkt, jahr=2027, betraege={Mittelart.VERWALTUNG: 5}, durch=land(welt), am=JETZT)
    versetze(zkt, Zustand.GESCHLOSSEN)
    neu = aendern(vereinbarung=zkt, durch=land(welt), am=JETZT, grund="Weniger Mittel")
    assert ziele_von([neu.pk])[neu.pk] == ziele_von([zkt.pk])[zkt.pk]
    assert len(ziellage([neu.pk])[neu.pk].nicht_angenommen) == 2
    setze_ziel(
        vereinbarung=neu, angabe=integration(Tendenz(Richtung.HALTEN), Dimension.TENDENZ), durch=land(welt), am=JETZT
    )
    assert ziele_von([zkt.pk])[zkt.pk].ziele[1].dimension == "zielwert"


def test_where_nothing_was_agreed_there_is_nothing_to_begin_with(welt: Welt, zkt: Zielvereinbarung) -> None:
    assert kopiere_ziele(von=zkt, nach=vereinbarung(4, "05124"), durch=land(welt), am=JETZT) is None


def test_the_database_refuses_what_cannot_be(welt: Welt, zkt: Zielvereinbarung) -> None:
    zeile = {"zielvereinbarung": zkt, "ab_fassung": 1, "titel": "X", "vorgabe": {}}
    unmoeglich = [
        {"code": "a", "dimension": "zielwert", "kennzahl": "K2E4"},
        {"code": "a", "dimension": "zielwert", "kennzahl": ""},
        {"code": "a", "dimension": "wunsch", "kennzahl": "K2"},
        {"code": "a", "dimension": "tendenz", "kennzahl": "K9"},
        {"code": "a", "dimension": "tendenz", "kennzahl": "K2", "bis_fassung": 1},
        {"code": "a", "dimension": "tendenz", "kennzahl": "K2", "ab_fassung": 0},
        {"code": "a", "dimension": "qualitativ", "kennzahl": "", "beschreibung": "x" * 2001},
    ]
    for felder in unmoeglich:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ziel.objects.create(**zeile | felder)
    ziel = Ziel.objects.create(**zeile, code="a", dimension="tendenz", kennzahl="K2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ziel.objects.create(**zeile, code="a", dimension="tendenz", kennzahl="K2")
    for versuch in (lambda: Ziel.objects.update(titel="Y"), ziel.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            versuch()
    Ziel.objects.update(bis_fassung=2)
