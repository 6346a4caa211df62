"""Versions of a section: who writes, proposes, accepts and rejects, and what becomes of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction

from agreements.grundraster.klartext import Textfehler
from agreements.models import Stellungnahme, Textfassung, Zielvereinbarung
from agreements.verhandlung import inhalt_von, verhandlungslage
from agreements.verhandlung.texte import (
    Eingabe,
    Ueberholt,
    entwirf,
    lehne_ab,
    nimm_alle_an,
    ziehe_zurueck,
)
from agreements.verhandlungsrecht import Fassungszustand, Herkunft
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.verhandlung import NEU, NR_4, beginne, nimm, schlag_vor, stelle_fest
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang, betrieb

V, G = Fassungszustand.VORGESCHLAGEN, Fassungszustand.GELTEND
ABGELOEST, UEBERHOLT = Fassungszustand.ABGELOEST, Fassungszustand.UEBERHOLT


@pytest.fixture
def welt(db: None) -> Welt:
    welt = Welt.erschaffe()
    neue_runde()
    return welt


@pytest.fixture
def land(welt: Welt) -> Zugang:
    return welt.zugang("land-05", Rolle.SACHBEARBEITUNG)


@pytest.fixture
def kommune(welt: Welt) -> Zugang:
    return welt.zugang("kommune-05124", Rolle.SACHBEARBEITUNG)


@pytest.fixture
def v(welt: Welt) -> Zielvereinbarung:
    return beginne(welt)


def kette(v: Zielvereinbarung, abschnitt: str = "praeambel") -> list[tuple[int, str]]:
    fassungen = Textfassung.objects.filter(zielvereinbarung=v, abschnitt=abschnitt).order_by("nummer")
    return list(fassungen.values_list("nummer", "zustand"))


def text_von(v: Zielvereinbarung, abschnitt: str = "praeambel") -> str:
    return next((a.text for a in inhalt_von(v).abschnitte if a.code == abschnitt), "")


# -- Proposing and accepting -----------------------------------------------------------------------------------


def test_a_proposal_counts_when_every_party_has_accepted_it(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    vorher = text_von(v)
    vorschlag = schlag_vor(v, land)
    assert kette(v) == [(1, G), (2, V)]
    assert text_von(v) == vorher
    assert nimm(v, kommune, 2) == vorschlag
    assert kette(v) == [(1, ABGELOEST), (2, G)]
    assert text_von(v) == NEU
    assert set(Stellungnahme.objects.gueltig().values_list("angenommen", flat=True)) == {True}
    assert [e.akt for e in Eintrag.objects.filter(akt__in=("vorschlagen", "annehmen", "einigen")).order_by("pk")] == [
        "vorschlagen",
        "einigen",
    ]


def test_of_three_parties_all_three_have_to_accept(welt: Welt) -> None:
    v = beginne(welt, 2, "05111", "ba")
    ba, kommune, ge = (welt.zugang(wer, Rolle.SACHBEARBEITUNG) for wer in ("ba", "kommune-05111", "jobcenter-05111"))
    schlag_vor(v, ge)
    assert nimm(v, ba, 2).zustand == V
    assert nimm(v, kommune, 2).zustand == G
    assert text_von(v) == NEU


def test_the_wording_of_the_grundraster_is_accepted_like_any_other_text(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    assert nimm(v, land, 0).herkunft == Herkunft.GRUNDRASTER
    assert nimm(v, kommune, 0).nummer == 1
    assert kette(v) == [(1, G)]
    lage = verhandlungslage([v])[v.pk]
    assert not [partei for titel, partei in lage.nicht_angenommen if titel == "Präambel"]


def test_accepting_twice_changes_nothing(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    schlag_vor(v, land)
    nimm(v, kommune, 2)
    eintraege = Eintrag.objects.count()
    assert nimm(v, kommune, 2).zustand == G
    assert nimm(v, land, 2).zustand == G
    assert (Eintrag.objects.count(), Stellungnahme.objects.count()) == (eintraege, 2)


def test_a_new_proposal_voids_every_acceptance_of_the_section(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    nimm(v, land, 0)
    nimm(v, kommune, 0)
    nimm(v, land, 0, "zieldialog")
    schlag_vor(v, kommune, basis=1)
    gueltig = Stellungnahme.objects.gueltig().values_list("fassung__abschnitt", "fassung__nummer")
    assert set(gueltig) == {("praeambel", 2), ("zieldialog", 1)}
    nicht = verhandlungslage([v])[v.pk].nicht_angenommen
    assert sum(titel == "Präambel" for titel, _ in nicht) == 2
    assert verhandlungslage([v])[v.pk].offene_vorschlaege == 1


def test_a_counter_proposal_supersedes_the_open_one(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    schlag_vor(v, land)
    schlag_vor(v, kommune, "Gegenvorschlag.", basis=2)
    assert kette(v) == [(1, G), (2, UEBERHOLT), (3, V)]
    with pytest.raises(Ueberholt) as fehler:
        nimm(v, kommune, 2)
    assert fehler.value.neueste is not None
    assert fehler.value.neueste.nummer == 3
    nimm(v, land, 3)
    assert text_von(v) == "Gegenvorschlag."


def test_who_wrote_for_an_older_state_is_told_and_nothing_is_stored(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    schlag_vor(v, land)
    with pytest.raises(Ueberholt) as fehler, transaction.atomic():
        schlag_vor(v, kommune, "Aus der alten Lage heraus.", basis=0)
    assert fehler.value.neueste is not None
    assert fehler.value.neueste.text == NEU
    assert kette(v) == [(1, G), (2, V)]


def test_a_double_click_is_one_proposal(v: Zielvereinbarung, land: Zugang) -> None:
    assert schlag_vor(v, land) == schlag_vor(v, land)
    assert Eintrag.objects.filter(akt="vorschlagen").count() == 1


def test_who_proposes_what_stands_there_is_told_so(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    with pytest.raises(Textfehler, match="gleicht dem geltenden Text"):
        schlag_vor(v, land, text_von(v))
    schlag_vor(v, land)
    with pytest.raises(Textfehler, match="schon vorgeschlagen"):
        schlag_vor(v, kommune, f"  {NEU}  ", basis=2)


def test_a_refused_proposal_leaves_no_trace(v: Zielvereinbarung, land: Zugang) -> None:
    for text in ("", "x\0y", "x" * 100_000):
        with pytest.raises(Textfehler), transaction.atomic():
            schlag_vor(v, land, text)
    assert kette(v) == []


# -- Rejecting and withdrawing ---------------------------------------------------------------------------------


def test_a_rejected_proposal_ends_and_the_text_stays(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    vorher = text_von(v)
    schlag_vor(v, land)
    lehne_ab(vereinbarung=v, abschnitt="praeambel", eingabe=Eingabe("", "zu vage", 2), durch=kommune, am=JETZT)
    assert kette(v) == [(1, G), (2, Fassungszustand.ABGELEHNT)]
    assert text_von(v) == vorher
    assert Eintrag.objects.get(akt="ablehnen").grund == "zu vage"
    with pytest.raises(Ueberholt):
        nimm(v, land, 2)


def test_a_text_that_counts_can_be_refused_and_accepted_later(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    lehne_ab(vereinbarung=v, abschnitt="praeambel", eingabe=Eingabe("", "unvollständig", 0), durch=kommune, am=JETZT)
    assert Stellungnahme.objects.gueltig().get().grund == "unvollständig"
    nimm(v, kommune, 1)
    assert Stellungnahme.objects.gueltig().get().angenommen
    assert Stellungnahme.objects.count() == 2


@pytest.mark.parametrize("grund", ["", "   \n "])
def test_rejecting_takes_a_reason(v: Zielvereinbarung, land: Zugang, kommune: Zugang, grund: str) -> None:
    schlag_vor(v, land)
    with pytest.raises(Textfehler, match="Begründung"):
        lehne_ab(vereinbarung=v, abschnitt="praeambel", eingabe=Eingabe("", grund, 2), durch=kommune, am=JETZT)


def test_only_who_proposed_withdraws_and_only_others_reject(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    schlag_vor(v, land)
    with pytest.raises(Gehindert, match="kann ihn zurückziehen"):
        ziehe_zurueck(vereinbarung=v, abschnitt="praeambel", nummer=2, durch=kommune, am=JETZT)
    with pytest.raises(Gehindert, match="Ihr eigener"):
        lehne_ab(vereinbarung=v, abschnitt="praeambel", eingabe=Eingabe("", "doch nicht", 2), durch=land, am=JETZT)
    ziehe_zurueck(vereinbarung=v, abschnitt="praeambel", nummer=2, durch=land, am=JETZT)
    assert kette(v) == [(1, G), (2, Fassungszustand.ZURUECKGEZOGEN)]
    with pytest.raises(Ueberholt):
        ziehe_zurueck(vereinbarung=v, abschnitt="praeambel", nummer=2, durch=land, am=JETZT)


# -- Optional sections -----------------------------------------------------------------------------------------


def test_an_optional_section_comes_in_and_goes_out_by_agreement(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    assert text_von(v, "finanzen") == ""
    schlag_vor(v, land, "Für 2027: 1 Mio. Euro.", abschnitt="finanzen")
    assert text_von(v, "finanzen") == ""
    nimm(v, kommune, 1, "finanzen")
    assert text_von(v, "finanzen") == "Für 2027: 1 Mio. Euro."
    schlag_vor(v, kommune, "", basis=1, abschnitt="finanzen")
    nimm(v, land, 2, "finanzen")
    assert text_von(v, "finanzen") == ""
    assert "Finanzielle Rahmenbedingungen" not in {titel for titel, _ in verhandlungslage([v])[v.pk].nicht_angenommen}


def test_nothing_can_be_accepted_where_nothing_is_proposed(v: Zielvereinbarung, land: Zugang) -> None:
    with pytest.raises(Ueberholt):
        nimm(v, land, 0, "finanzen")


# -- Several at once -------------------------------------------------------------------------------------------


def test_several_sections_are_accepted_together_or_not_at_all(
    v: Zielvereinbarung, land: Zugang, kommune: Zugang
) -> None:
    assert nimm_alle_an(vereinbarung=v, nummern={"ziele": 0, "zieldialog": 0}, durch=kommune, am=JETZT) == 2
    schlag_vor(v, land)
    with pytest.raises(Ueberholt), transaction.atomic():
        nimm_alle_an(vereinbarung=v, nummern={"charakter": 0, "praeambel": 9}, durch=kommune, am=JETZT)
    angenommen = Stellungnahme.objects.filter(vertragspartei__reihenfolge=2, angenommen=True)
    assert set(angenommen.values_list("fassung__abschnitt", flat=True)) == {"ziele", "zieldialog"}


# -- The draft -------------------------------------------------------------------------------------------------


def entwurf(durch: Zugang, text: str = NEU, basis: int = 0) -> Textfassung:
    eingabe = Eingabe(text, "", basis)
    return entwirf(vereinbarung=vereinbarung(*NR_4), abschnitt="praeambel", eingabe=eingabe, durch=durch, am=JETZT)


def test_the_steering_side_writes_the_draft_directly(welt: Welt, land: Zugang) -> None:
    entwurf(land)
    entwurf(land, "Noch besser.", 2)
    assert kette(vereinbarung(*NR_4)) == [(1, ABGELOEST), (2, ABGELOEST), (3, G)]
    assert text_von(vereinbarung(*NR_4)) == "Noch besser."
    assert Stellungnahme.objects.gueltig().get().vertragspartei.partei_id == land.partei_id


def test_the_other_side_does_not_write_the_draft_and_nobody_proposes_yet(
    welt: Welt, land: Zugang, kommune: Zugang
) -> None:
    with pytest.raises(Gehindert, match="steuernde Seite"):
        entwurf(kommune)
    for wer in (land, kommune):
        with pytest.raises(Gehindert, match="nicht in Verhandlung"), transaction.atomic():
            schlag_vor(vereinbarung(*NR_4), wer)
        with pytest.raises(Gehindert, match="nicht in Verhandlung"), transaction.atomic():
            nimm(vereinbarung(*NR_4), wer, 0)
    assert kette(vereinbarung(*NR_4)) == []


def test_once_negotiation_has_begun_nobody_writes_directly(v: Zielvereinbarung, land: Zugang) -> None:
    with pytest.raises(Gehindert, match="nur durch Vorschläge"):
        entwurf(land)


def test_a_fixed_text_is_fixed(v: Zielvereinbarung, land: Zugang, kommune: Zugang) -> None:
    schlag_vor(v, land)
    fest = stelle_fest(v)
    for akt in (lambda: schlag_vor(fest, kommune, "Neu.", 2), lambda: nimm(fest, kommune, 2)):
        with pytest.raises(Gehindert), transaction.atomic():
            akt()
    assert kette(fest) == [(1, G), (2, V)]


# -- Who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", ["land-05", "kommune-05124", "jobcenter-05124", "bmas", "land-06", "ba", "dlt"])
def test_only_the_parties_negotiate_and_only_in_a_role_that_may(
    welt: Welt, v: Zielvereinbarung, wer: str, rolle: Rolle
) -> None:
    zugang = welt.zugang(wer, rolle)
    beteiligt = wer in ("land-05", "kommune-05124", "jobcenter-05124")
    if beteiligt and rolle in (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG):
        assert schlag_vor(v, zugang).vertragspartei is not None
        return
    with pytest.raises(PermissionDenied):
        schlag_vor(v, zugang)
    with pytest.raises(PermissionDenied):
        nimm(v, zugang, 0)
    assert not Textfassung.objects.exists()


def test_the_kommune_and_its_jobcenter_are_one_party(welt: Welt, v: Zielvereinbarung, land: Zugang) -> None:
    kommune, jobcenter = (welt.zugang(w, Rolle.LEITUNG) for w in ("kommune-05124", "jobcenter-05124"))
    schlag_vor(v, land)
    nimm(v, kommune, 2)
    assert nimm(v, jobcenter, 2).zustand == G
    assert Stellungnahme.objects.count() == 2


def test_the_operator_is_no_party(v: Zielvereinbarung) -> None:
    with pytest.raises(PermissionDenied, match="nur die Vertragsparteien"):
        schlag_vor(v, betrieb(HEUTE))


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", ["land-05", "kommune-05124", "bmas", "land-06"])
def test_versions_are_seen_by_the_parties_alone(welt: Welt, v: Zielvereinbarung, wer: str, rolle: Rolle) -> None:
    schlag_vor(v, welt.zugang("land-05", Rolle.LEITUNG))
    sichtbar = Textfassung.objects.visible_to(welt.zugang(wer, rolle)).count()
    assert sichtbar == (2 if wer in ("land-05", "kommune-05124") and rolle is not Rolle.ADMINISTRATION else 0)


# -- What the database refuses ---------------------------------------------------------------------------------


def test_a_version_is_neither_changed_nor_deleted(v: Zielvereinbarung, land: Zugang) -> None:
    fassung = schlag_vor(v, land)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Textfassung.objects.filter(pk=fassung.pk).update(text="untergeschoben")
    Stellungnahme.objects.all().delete()
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Textfassung.objects.filter(pk=fassung.pk).delete()
    assert Textfassung.objects.get(pk=fassung.pk).text == NEU


@pytest.mark.parametrize(
    ("constraint", "felder"),
    [
        ("textfassung_nummer", {"nummer": 2, "zustand": "abgelehnt"}),
        ("textfassung_eine_geltende", {"zustand": "geltend"}),
        ("textfassung_ein_vorschlag", {}),
        ("textfassung_zustand", {"zustand": "egal"}),
        ("textfassung_abschnitt", {"abschnitt": "anhang"}),
        ("textfassung_verfasser", {"vertragspartei": None}),
        ("textfassung_leer", {"text": "", "zustand": "abgelehnt"}),
        ("textfassung_laenge", {"text": "x" * 20_001, "zustand": "abgelehnt"}),
        ("textfassung_ab_eins", {"nummer": 0, "zustand": "abgelehnt"}),
    ],
)
def test_the_database_refuses_the_impossible(
    v: Zielvereinbarung, land: Zugang, constraint: str, felder: dict[str, object]
) -> None:
    fassung = schlag_vor(v, land)
    werte = {feld.attname: getattr(fassung, feld.attname) for feld in Textfassung._meta.fields if feld.name != "id"}
    neu = Textfassung(**{**werte, "nummer": 7})
    for name, wert in felder.items():
        setattr(neu, name, wert)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        neu.save(force_insert=True)
