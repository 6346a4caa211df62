"""The life of an agreement by real acts: text fixed and opened again, concluded, in force, amended, ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.beteiligung import Bezug, Erfassung, NichtErfassbar, erfasse_nachweis, widerrufe_nachweis
from agreements.inhalt import aus_json, fingerabdruck
from agreements.lifecycle import (
    VorbehaltUnmoeglich,
    abstimmen,
    aendern,
    alle_akte,
    anweisen,
    aufheben,
    nicht_zustande_kommen,
    schliesse_nach_zeichnung,
    setze_vorbehalt,
    staende_von,
    stand_von,
    unterschiede,
    vollziehe_faellige,
    vorbehalt_aufloesen,
    zurueck_in_verhandlung,
)
from agreements.models import Festtext, Nachweis, Planungsrunde, Vertragspartei, Zeichnung, Zielvereinbarung
from agreements.planungsrunde import NichtVerwerfbar, verwirf_runde
from agreements.recht import VEREINBARUNG, Ergebnis, Zustand, beteiligung
from agreements.verhandlung import inhalt_von
from agreements.verhandlung.texte import Eingabe, schlage_vor
from tests.agreements.lebenslaeufe import (
    PDF,
    nimm_alles_an,
    oeffne_alle,
    parteien_von,
    stimme_ab,
    unterschreibe,
    verhandle,
    versetze,
    weise_nach,
    zugang_von,
)
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang, betrieb
from zielsystem.recht import Ausserhalb

pytestmark = pytest.mark.django_db

IM_JAHR = datetime(2027, 1, 1, 0, 10, tzinfo=UTC)
DANACH = datetime(2028, 1, 1, 0, 10, tzinfo=UTC)


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def leitung(welt: Welt, eine: Zielvereinbarung, stelle: int = 0) -> Zugang:
    return zugang_von(welt, parteien_von(eine)[stelle])


def geschlossen(welt: Welt, nr: int, schluessel: str) -> Zielvereinbarung:
    """An agreement concluded by every act that leads there."""
    eine = stimme_ab(vereinbarung(nr, schluessel), welt)
    oeffne_alle(eine)
    unterschreibe(eine)
    neu = schliesse_nach_zeichnung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT)
    assert neu
    return neu


def zustand(eine: Zielvereinbarung) -> str:
    return Zielvereinbarung.objects.get(pk=eine.pk).zustand


# -- The fixed text -----------------------------------------------------------------------------------------------


def test_fixing_the_text_writes_what_was_negotiated_and_its_hash(welt: Welt) -> None:
    eine = verhandle(vereinbarung(3, "06"), welt)
    abgestimmt = abstimmen(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT)
    text = Festtext.objects.get()
    assert abgestimmt.zustand == Zustand.ABGESTIMMT
    assert aus_json(text.inhalt) == inhalt_von(eine)
    assert (text.nummer, text.sha256) == (1, fingerabdruck(inhalt_von(eine)))


def test_an_unfinished_negotiation_cannot_be_left_and_says_everything_at_once(welt: Welt) -> None:
    eine = versetze(vereinbarung(4, "05124"), Zustand.IN_VERHANDLUNG)
    with pytest.raises(Gehindert) as fehler:
        abstimmen(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT)
    codes = {hindernis.code for hindernis in fehler.value.hindernisse}
    assert {"gesetzliche_ziele", "soziale_teilhabe", "alles_angenommen", "beitraege_ausgewogen"} <= codes
    assert not Festtext.objects.exists()


def test_back_to_negotiation_voids_every_signature(welt: Welt) -> None:
    eine = stimme_ab(vereinbarung(3, "06"), welt)
    unterschreibe(eine, parteien_von(eine)[0])
    assert stand_von(eine).gezeichnet == 1
    with pytest.raises(Gehindert, match="Grund"):
        zurueck_in_verhandlung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT)
    wieder = zurueck_in_verhandlung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="K2 zu niedrig")
    assert (wieder.zustand, stand_von(wieder).gezeichnet) == (Zustand.IN_VERHANDLUNG, 0)
    assert not Zeichnung.objects.gueltig().exists()
    assert Zeichnung.objects.exists()
    abschnitt = inhalt_von(wieder).abschnitte[0].code
    neuer = Eingabe(
        text="Ein anderer Text.", grund="neu", basis=wieder.textfassungen.filter(abschnitt=abschnitt).count()
    )
    schlage_vor(vereinbarung=wieder, abschnitt=abschnitt, eingabe=neuer, durch=leitung(welt, eine), am=JETZT)
    nimm_alles_an(wieder, welt)
    abstimmen(vereinbarung=wieder, durch=leitung(welt, eine), am=JETZT)
    alter, neu = Festtext.objects.order_by("nummer")
    assert (neu.nummer, alter.aufgehoben_am, neu.aufgehoben_am) == (2, JETZT, None)
    assert alter.sha256 != neu.sha256
    assert stand_von(wieder).gezeichnet == 0


def test_a_fixed_text_is_neither_changed_nor_deleted_nor_revived(welt: Welt) -> None:
    eine = stimme_ab(vereinbarung(3, "06"), welt)
    for felder in ({"inhalt": "{}"}, {"sha256": "0" * 64}, {"nummer": 7}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Festtext.objects.update(**felder)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Festtext.objects.all().delete()
    zurueck_in_verhandlung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="neu")
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Festtext.objects.update(aufgehoben_am=None)


# -- Conclusion ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("nr", "schluessel"), [(1, ""), (2, "05111"), (3, "06"), (4, "05124")])
def test_each_kind_is_concluded_comes_into_force_and_is_evaluated(welt: Welt, nr: int, schluessel: str) -> None:
    eine = geschlossen(welt, nr, schluessel)
    assert eine.zustand == Zustand.GESCHLOSSEN
    assert vollziehe_faellige(am=JETZT) == 0
    assert vollziehe_faellige(am=IM_JAHR) == 1
    assert (zustand(eine), vollziehe_faellige(am=IM_JAHR)) == (Zustand.IN_KRAFT, 0)
    assert vollziehe_faellige(am=DANACH - timedelta(days=1)) == 0
    assert vollziehe_faellige(am=DANACH) == 1
    assert (zustand(eine), vollziehe_faellige(am=DANACH)) == (Zustand.IN_AUSWERTUNG, 0)
    entstanden = Eintrag.objects.filter(akt__in=("in_kraft_treten", "auswertung_beginnen")).values_list("nutzer")
    assert list(entstanden) == [(None,), (None,)]


def test_one_missing_signature_keeps_it_open(welt: Welt) -> None:
    eine = stimme_ab(vereinbarung(2, "05111"), welt)
    oeffne_alle(eine)
    unterschreibe(eine, *parteien_von(eine)[:2])
    assert schliesse_nach_zeichnung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT) is None
    assert zustand(eine) == Zustand.ABGESTIMMT


def test_signed_by_all_and_yet_not_concluded_while_a_gate_is_shut(welt: Welt) -> None:
    eine = stimme_ab(vereinbarung(3, "06"), welt)
    oeffne_alle(eine)
    weise_nach("bundeshaushalt", eine, Ergebnis.VERTAGT)
    unterschreibe(eine)
    with pytest.raises(Gehindert, match=r"§ 48b Abs\. 2 SGB II"):
        schliesse_nach_zeichnung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT)
    assert zustand(eine) == Zustand.ABGESTIMMT


def test_under_a_gremienvorbehalt_it_waits_for_the_resolution(welt: Welt) -> None:
    entwurf = vereinbarung(4, "05124")
    setze_vorbehalt(vereinbarung=entwurf, gremium=" Rat  der Stadt ", durch=leitung(welt, entwurf, 1), am=JETZT)
    with pytest.raises(VorbehaltUnmoeglich, match="das ändert nur Stadt Wuppertal"):
        setze_vorbehalt(vereinbarung=entwurf, gremium="", durch=leitung(welt, entwurf, 0), am=JETZT)
    eine = stimme_ab(vereinbarung(4, "05124"), welt)
    assert aus_json(Festtext.objects.get().inhalt).vorbehalt == "Rat der Stadt"
    with pytest.raises(VorbehaltUnmoeglich, match="abgestimmt"):
        setze_vorbehalt(vereinbarung=eine, gremium="", durch=leitung(welt, eine), am=JETZT)
    oeffne_alle(eine)
    unterschreibe(eine)
    schliesse_nach_zeichnung(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT)
    assert zustand(eine) == Zustand.GREMIENVORBEHALT
    assert vollziehe_faellige(am=IM_JAHR) == 0
    weise_nach("gremienvorbehalt", eine, Ergebnis.ABGELEHNT)
    with pytest.raises(Gehindert, match="Gremium"):
        vorbehalt_aufloesen(vereinbarung=eine, durch=leitung(welt, eine, 1), am=JETZT)
    weise_nach("gremienvorbehalt", eine)
    vorbehalt_aufloesen(vereinbarung=eine, durch=leitung(welt, eine, 1), am=JETZT)
    assert zustand(eine) == Zustand.GESCHLOSSEN
    neu = aendern(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="Neue Lage")
    assert (neu.vorbehalt, neu.vorbehalt_von) == ("Rat der Stadt", parteien_von(neu)[1])


# -- The exits ----------------------------------------------------------------------------------------------------


def test_what_did_not_come_about_is_recorded_with_its_reason_and_may_be_instructed_by_the_ba(welt: Welt) -> None:
    eine = stimme_ab(vereinbarung(2, "05111"), welt)
    gescheitert = nicht_zustande_kommen(
        vereinbarung=eine, durch=leitung(welt, eine, 2), am=JETZT, grund="Kein Einvernehmen über K3"
    )
    assert gescheitert.zustand == Zustand.NICHT_ZUSTANDE_GEKOMMEN
    assert Festtext.objects.get().aufgehoben_am == JETZT
    for wer, rolle in (("kommune-05111", Rolle.LEITUNG), ("ba", Rolle.SACHBEARBEITUNG), ("bmas", Rolle.LEITUNG)):
        with pytest.raises(PermissionDenied):
            anweisen(vereinbarung=gescheitert, durch=welt.zugang(wer, rolle), am=JETZT, grund="Weisung")
    ba = welt.zugang("ba", Rolle.LEITUNG)
    angewiesen = anweisen(vereinbarung=gescheitert, durch=ba, am=JETZT, grund="§ 44b Abs. 3 SGB II")
    assert angewiesen.zustand == Zustand.ANGEWIESEN
    assert not alle_akte(angewiesen, ba)
    assert not Zielvereinbarung.objects.visible_to(welt.zugang("bmas", Rolle.LEITUNG)).filter(pk=eine.pk).exists()


@pytest.mark.parametrize(("nr", "schluessel"), [(1, ""), (3, "06"), (4, "05124")])
def test_outside_the_strand_of_the_ba_nobody_instructs(welt: Welt, nr: int, schluessel: str) -> None:
    eine = versetze(vereinbarung(nr, schluessel), Zustand.NICHT_ZUSTANDE_GEKOMMEN)
    for wer in ("ba", "bmas", "land-05", "land-06"):
        with pytest.raises(PermissionDenied):
            anweisen(vereinbarung=eine, durch=welt.zugang(wer, Rolle.LEITUNG), am=JETZT, grund="Weisung")
    with pytest.raises(Gehindert, match=r"Nr\. 2"):
        anweisen(vereinbarung=eine, durch=betrieb(HEUTE), am=JETZT, grund="Weisung")


@pytest.mark.parametrize(("nr", "schluessel"), [(2, "05111"), (3, "06"), (4, "05124")])
def test_it_is_repealed_when_each_party_has_agreed_for_itself(welt: Welt, nr: int, schluessel: str) -> None:
    eine = versetze(vereinbarung(nr, schluessel), Zustand.IN_KRAFT)
    erste, *uebrige = range(len(parteien_von(eine)))
    for stelle in (erste, *uebrige):
        with pytest.raises(Gehindert, match="Noch nicht jede Vertragspartei"):
            aufheben(vereinbarung=eine, durch=leitung(welt, eine, erste), am=JETZT, grund="Neuzuschnitt")
        erklaere_aufhebung(welt, eine, stelle)
    neu = aufheben(vereinbarung=eine, durch=leitung(welt, eine, erste), am=JETZT, grund="Neuzuschnitt")
    assert neu.zustand == Zustand.AUFGEHOBEN
    with pytest.raises(NichtErfassbar, match="ist aufgehoben und ruht auf diesem Nachweis"):
        widerrufe_nachweis(nachweis=Nachweis.objects.last(), grund="doch nicht", durch=betrieb(HEUTE), am=JETZT)


def test_an_agreement_is_not_repealed_while_an_amendment_of_it_is_negotiated(welt: Welt) -> None:
    eine = versetze(vereinbarung(3, "06"), Zustand.IN_KRAFT)
    for stelle in (0, 1):
        erklaere_aufhebung(welt, eine, stelle)
    aenderung = vereinbarung(3, "06")
    aenderung.pk, aenderung.fassung, aenderung.aendert, aenderung.zustand = None, 2, eine, Zustand.ENTWURF
    aenderung.save(force_insert=True)
    with pytest.raises(Gehindert, match="Über eine Änderung"):
        aufheben(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="Neuzuschnitt")
    versetze(aenderung, Zustand.NICHT_ZUSTANDE_GEKOMMEN)
    assert aufheben(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="Neu").zustand == Zustand.AUFGEHOBEN


def test_nobody_agrees_to_a_repeal_twice_or_for_others(welt: Welt) -> None:
    eine = versetze(vereinbarung(3, "06"), Zustand.IN_KRAFT)
    erklaere_aufhebung(welt, eine, 1)
    erklaere_aufhebung(welt, eine, 1)
    assert Nachweis.objects.gueltig().count() == 1
    with pytest.raises(Gehindert, match="Noch nicht jede Vertragspartei"):
        aufheben(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="Neuzuschnitt")
    with pytest.raises(PermissionDenied, match="andere Stelle"):
        erklaere_aufhebung(welt, eine, 0, durch=leitung(welt, eine, 1))
    fremde = parteien_von(vereinbarung(3, "05"))[0]
    with pytest.raises(NichtErfassbar, match="wofür"):
        erklaere_aufhebung(welt, eine, 0, partei=fremde)
    with pytest.raises(ProgrammingError, match="gehört zu einer anderen Vereinbarung"), transaction.atomic():
        Zielvereinbarung.objects.filter(pk=eine.pk).update(vorbehalt="Rat", vorbehalt_von=fremde)


def test_who_thinks_better_of_a_repeal_takes_the_consent_back(welt: Welt) -> None:
    eine = versetze(vereinbarung(3, "06"), Zustand.GESCHLOSSEN)
    for stelle in (0, 1):
        erklaere_aufhebung(welt, eine, stelle)
    nachweis = Nachweis.objects.get(vertragspartei=parteien_von(eine)[1])
    with pytest.raises(PermissionDenied):
        widerrufe_nachweis(nachweis=nachweis, grund="nein", durch=leitung(welt, eine, 0), am=JETZT)
    widerrufe_nachweis(nachweis=nachweis, grund="Doch nicht", durch=leitung(welt, eine, 1), am=JETZT)
    with pytest.raises(Gehindert, match="Noch nicht jede Vertragspartei"):
        aufheben(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="Neuzuschnitt")
    erklaere_aufhebung(welt, eine, 1, ergebnis=Ergebnis.VERSAGT)
    with pytest.raises(Gehindert, match="Noch nicht jede Vertragspartei"):
        aufheben(vereinbarung=eine, durch=leitung(welt, eine), am=JETZT, grund="Neuzuschnitt")


def erklaere_aufhebung(
    welt: Welt,
    eine: Zielvereinbarung,
    stelle: int,
    *,
    ergebnis: Ergebnis = Ergebnis.ZUGESTIMMT,
    durch: Zugang | None = None,
    partei: Vertragspartei | None = None,
) -> None:
    """Record, as the Leitung of a party, what this party says to a repeal."""
    zeile = beteiligung("aufhebung", HEUTE)
    assert zeile
    bezug = Bezug(eine.runde, vereinbarung=eine, vertragspartei=partei or parteien_von(eine)[stelle])
    erfassung = Erfassung(zeile, ergebnis, JETZT.date(), PDF)
    erfasse_nachweis(erfassung=erfassung, bezug=bezug, durch=durch or leitung(welt, eine, stelle), am=JETZT)


# -- Amendments ---------------------------------------------------------------------------------------------------


def test_an_amendment_begins_with_the_original_and_takes_its_place(welt: Welt) -> None:
    original = geschlossen(welt, 4, "05124")
    text = Festtext.objects.get().inhalt
    neu = aendern(vereinbarung=original, durch=leitung(welt, original), am=JETZT, grund="Neue Lage am Arbeitsmarkt")
    assert (neu.fassung, neu.aendert, neu.zustand) == (2, original, Zustand.ENTWURF)
    assert [p.bezeichnung for p in parteien_von(neu)] == [p.bezeichnung for p in parteien_von(original)]
    assert unterschiede(neu) == ()
    with pytest.raises(Gehindert, match="schon eine Änderungsvereinbarung"):
        aendern(vereinbarung=original, durch=leitung(welt, original), am=JETZT, grund="noch eine")

    abgestimmt = stimme_ab(neu, welt)
    assert {u.teil for u in unterschiede(abgestimmt)} == {"beitraege"}
    oeffne_alle(abgestimmt)
    unterschreibe(abgestimmt)
    schliesse_nach_zeichnung(vereinbarung=abgestimmt, durch=leitung(welt, neu), am=JETZT)
    assert vollziehe_faellige(am=IM_JAHR) == 2
    assert vollziehe_faellige(am=DANACH) == 1
    assert (zustand(original), zustand(neu)) == (Zustand.IN_KRAFT, Zustand.IN_AUSWERTUNG)
    assert original.festtexte.get().inhalt == text


def test_a_new_amendment_needs_a_new_benehmen(welt: Welt) -> None:
    original = geschlossen(welt, 4, "05124")
    neu = aendern(vereinbarung=original, durch=leitung(welt, original), am=JETZT, grund="Neue Lage")
    benehmen = {n.beteiligung for n in stand_von(neu).nachweise}
    assert "benehmen_land" in {n.beteiligung for n in stand_von(original).nachweise}
    assert "benehmen_land" not in benehmen
    assert "bundeshaushalt" in benehmen


def test_an_amendment_that_failed_makes_room_for_another(welt: Welt) -> None:
    original = geschlossen(welt, 3, "06")
    erste = aendern(vereinbarung=original, durch=leitung(welt, original), am=JETZT, grund="Neue Lage")
    nicht_zustande_kommen(vereinbarung=erste, durch=leitung(welt, erste), am=JETZT, grund="doch nicht")
    zweite = aendern(vereinbarung=original, durch=leitung(welt, original), am=JETZT, grund="Doch")
    assert (zweite.fassung, zweite.aendert) == (3, original)


# -- Who sees it --------------------------------------------------------------------------------------------------

AUFSICHT = {
    (1, ""): {"bmas", "ba"},
    (2, "05111"): {"bmas", "ba", "land-05", "kommune-05111", "jobcenter-05111"},
    (3, "06"): {"bmas", "land-06"},
    (4, "05124"): {"bmas", "land-05", "kommune-05124", "jobcenter-05124"},
}


@pytest.mark.parametrize("wie", [Zustand.GESCHLOSSEN, Zustand.IN_KRAFT, Zustand.IN_AUSWERTUNG, Zustand.AUFGEHOBEN])
@pytest.mark.parametrize(("nr", "schluessel"), AUFSICHT)
def test_once_concluded_the_bmas_and_the_land_see_it_too(welt: Welt, nr: int, schluessel: str, wie: Zustand) -> None:
    eine = versetze(vereinbarung(nr, schluessel), wie)
    for wer in welt.parteien:
        for rolle in (Rolle.LEITUNG, Rolle.LESEND, Rolle.ADMINISTRATION):
            sieht = Zielvereinbarung.objects.visible_to(welt.zugang(wer, rolle)).filter(pk=eine.pk).exists()
            erwartet = wer in AUFSICHT[nr, schluessel] and rolle is not Rolle.ADMINISTRATION
            assert sieht is erwartet, (wer, rolle)


def test_seeing_it_is_not_taking_part(welt: Welt) -> None:
    eine, bmas = geschlossen(welt, 4, "05124"), welt.zugang("bmas", Rolle.LEITUNG)
    assert not Zielvereinbarung.objects.eigene(bmas).filter(pk=eine.pk).exists()
    assert Festtext.objects.visible_to(bmas).count() == 1
    with pytest.raises(PermissionDenied):
        aendern(vereinbarung=eine, durch=bmas, am=JETZT, grund="Bund will es anders")


# -- A whole round at once ----------------------------------------------------------------------------------------


def test_the_snapshots_of_a_round_take_as_many_queries_as_that_of_one(welt: Welt) -> None:
    for eine in Zielvereinbarung.objects.all():
        versetze(eine, Zustand.IN_VERHANDLUNG)
    alle = list(Zielvereinbarung.objects.select_related("runde"))
    with CaptureQueriesContext(connection) as fuer_eine:
        einer = staende_von(alle[:1])
    with CaptureQueriesContext(connection) as fuer_alle:
        staende = staende_von(alle)
    assert len(fuer_alle) == len(fuer_eine)
    assert len(staende) == 6
    assert staende[alle[0].pk] == einer[alle[0].pk]
    assert all(stand_von(eine) == staende[eine.pk] for eine in alle)


# -- The database, and a round by mistake -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("von", "nach"),
    [
        (Zustand.ENTWURF, Zustand.GESCHLOSSEN),
        (Zustand.IN_VERHANDLUNG, Zustand.GESCHLOSSEN),
        (Zustand.GESCHLOSSEN, Zustand.IN_VERHANDLUNG),
        (Zustand.IN_KRAFT, Zustand.ABGESTIMMT),
        (Zustand.ANGEWIESEN, Zustand.GESCHLOSSEN),
        (Zustand.AUFGEHOBEN, Zustand.IN_KRAFT),
        (Zustand.AUSGEWERTET, Zustand.IN_KRAFT),
    ],
)
def test_the_database_refuses_ways_that_the_table_does_not_know(welt: Welt, von: Zustand, nach: Zustand) -> None:
    eine = versetze(vereinbarung(2, "05111"), von)
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Zielvereinbarung.objects.filter(pk=eine.pk).update(zustand=nach)
    assert not any(von in zeile.von and zeile.nach == nach for zeile in VEREINBARUNG.uebergaenge)


@pytest.mark.parametrize(
    ("felder", "constraint"),
    [
        ({"fassung": 2}, "zielvereinbarung_fassung"),
        ({"fassung": 1}, "zielvereinbarung_nr_3_je_land"),
        ({"fassung": 0}, "zielvereinbarung_fassung"),
    ],
)
def test_the_database_knows_what_an_amendment_is(welt: Welt, felder: dict[str, int], constraint: str) -> None:
    eine = vereinbarung(3, "06")
    eine.pk = None
    for name, wert in felder.items():
        setattr(eine, name, wert)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        eine.save(force_insert=True)


def test_an_agreement_has_one_amendment_under_way(welt: Welt) -> None:
    original = versetze(vereinbarung(3, "06"), Zustand.GESCHLOSSEN)
    neue = [vereinbarung(3, "06"), vereinbarung(3, "06")]
    for fassung, neu in enumerate(neue, start=2):
        neu.pk, neu.fassung, neu.aendert = None, fassung, original
        neu.zustand = Zustand.ENTWURF
    neue[0].save(force_insert=True)
    with pytest.raises(IntegrityError, match="zielvereinbarung_eine_aenderung"), transaction.atomic():
        neue[1].save(force_insert=True)


def test_a_round_laid_out_by_mistake_is_taken_back(welt: Welt) -> None:
    runde, bmas = Planungsrunde.objects.get(), welt.zugang("bmas", Rolle.LEITUNG)
    with pytest.raises(PermissionDenied):
        verwirf_runde(runde=runde, grund="falsch", durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)
    with pytest.raises(NichtVerwerfbar, match="warum"):
        verwirf_runde(runde=runde, grund="", durch=bmas, am=JETZT)
    verwirf_runde(runde=runde, grund="falsches Jahr", durch=bmas, am=JETZT)
    assert not Planungsrunde.objects.exists()
    assert not Zielvereinbarung.objects.exists()
    assert not Vertragspartei.objects.exists()
    assert Eintrag.objects.get(akt="runde_verwerfen").daten["vereinbarungen"] == 6
    assert neue_runde(ab=date(2027, 1, 1)).vereinbarungen.count() == 6


def test_a_round_in_which_work_has_begun_stays(welt: Welt) -> None:
    runde, bmas = Planungsrunde.objects.get(), welt.zugang("bmas", Rolle.LEITUNG)
    nachweis = weise_nach("bundeshaushalt", vereinbarung(1))
    with pytest.raises(NichtVerwerfbar, match="Nachweise"), transaction.atomic():
        verwirf_runde(runde=runde, grund="falsches Jahr", durch=bmas, am=JETZT)
    assert nachweis.runde == runde
    versetze(vereinbarung(3, "06"), Zustand.IN_VERHANDLUNG)
    with pytest.raises(NichtVerwerfbar, match="Über 1 von 6"):
        verwirf_runde(runde=runde, grund="falsches Jahr", durch=bmas, am=JETZT)
    assert runde.vereinbarungen.count() == 6
    with pytest.raises(Ausserhalb):
        VEREINBARUNG.zeile("schliessen", Zustand.ENTWURF, HEUTE)
