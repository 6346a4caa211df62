"""The Planungsbrief: written, broken down, published; what is missing stops it, and what is published stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import Sum

from agreements.models import (
    Jobcentererwartung,
    Kennzahlprognose,
    Planungsbrief,
    Planungsrunde,
    Planungswert,
    Terminsetzung,
)
from agreements.planung import vorausberechnung
from agreements.planung.brief import (
    SchonInArbeit,
    Setzung,
    briefknoepfe,
    lege_brief_an,
    schreibe_brief,
    veroeffentliche_brief,
)
from agreements.planung.fristen import UnzulaessigerTermin, fristen, setze_termin
from agreements.planung.recht import OhneBasis
from agreements.planung.vorausberechnung import berechne, fehlende
from agreements.recht import Zustand
from kennzahlen.models import Meldung, Veroeffentlichung
from tests.agreements.lebenslaeufe import versetze, weise_nach
from tests.agreements.planungen import BETRIEB, ERWARTET, geplante_runde, neuer_brief, text_fuer, wert_von, ziehe
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.kennzahlen.veroeffentlicht import gemeldete_welt, melde, publiziere, veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.recht import Ausserhalb

pytestmark = pytest.mark.django_db
GE = "05111"


@pytest.fixture
def welt() -> Welt:
    return veroeffentlichte_welt()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return neue_runde()


# -- Breakdown -------------------------------------------------------------------------------------------------


def test_a_draft_begins_with_wording_and_is_broken_down_when_values_are_set(runde: Planungsrunde) -> None:
    brief = lege_brief_an(runde=runde, durch=BETRIEB, am=JETZT)
    assert "§ 48b SGB II" in brief.texte["anlass"]
    assert [(e.kennzahl, e.jahr, e.wert) for e in brief.erwartungen.order_by("kennzahl")] == [
        ("K2", 2027, None),
        ("K3", 2027, None),
    ]
    assert not Jobcentererwartung.objects.exists()
    schreibe_brief(brief=brief, text=text_fuer(brief), fassung=1, durch=BETRIEB, am=JETZT)
    assert Jobcentererwartung.objects.count() == 6


def test_the_values_of_the_jobcenter_make_exactly_what_the_bund_expects(runde: Planungsrunde) -> None:
    brief = neuer_brief(runde)
    assert brief.basismonat == date(2026, 7, 1)
    for erwartung in brief.erwartungen.all():
        summe = erwartung.anteile.aggregate(Sum("wert"), Sum("menge"))
        assert summe["wert__sum"] == erwartung.personen
        assert summe["menge__sum"] == erwartung.menge
    k2 = brief.erwartungen.get(kennzahl="K2")
    elb = sum((start + nr) for start in (1000, 2000, 4000) for nr in range(19, 31))  # the last twelve of 31 months
    assert k2.menge == elb
    assert k2.personen == round(ERWARTET["K2"] * elb / 12)
    k3 = brief.erwartungen.get(kennzahl="K3")
    assert k3.menge == 500 + 1000 + 2000 + 3 * 30  # the stock of the last final month
    assert k3.personen == round((1 + ERWARTET["K3"]) * k3.menge)


def test_the_same_draft_is_broken_down_the_same_way(runde: Planungsrunde) -> None:
    brief = neuer_brief(runde)
    felder = ("jobcenter_id", "wert", "vorlaeufig", "aufgerundet", "median")
    vorher = list(Jobcentererwartung.objects.order_by("erwartung", "jobcenter").values_list(*felder))
    schreibe_brief(brief=brief, text=text_fuer(brief), fassung=brief.fassung, durch=BETRIEB, am=JETZT)
    assert list(Jobcentererwartung.objects.order_by("erwartung", "jobcenter").values_list(*felder)) == vorher


def test_in_a_round_of_two_years_the_second_follows_from_the_first(welt: Welt) -> None:
    runde = neue_runde(bis=date(2029, 1, 1))
    brief = neuer_brief(runde)
    je_jahr = {
        e.jahr: dict(e.anteile.values_list("jobcenter", "wert"))
        for e in brief.erwartungen.filter(kennzahl="K3").order_by("jahr")
    }
    mengen = dict(
        Jobcentererwartung.objects.filter(erwartung__kennzahl="K3", erwartung__jahr=2028).values_list(
            "jobcenter", "menge"
        )
    )
    assert mengen == je_jahr[2027]
    assert sum(je_jahr[2028].values()) == brief.erwartungen.get(kennzahl="K3", jahr=2028).personen


def test_a_jobcenter_with_an_incomplete_year_gets_the_median_or_is_left_out_by_name() -> None:
    welt = gemeldete_welt()
    zu_spaet = Meldung.objects.filter(jobcenter=welt.parteien["jobcenter-05124"], monat__lt=date(2026, 2, 1))
    zu_spaet._raw_delete("default")
    publiziere()
    runde = neue_runde()
    brief = neuer_brief(runde)
    eine = Jobcentererwartung.objects.get(erwartung__kennzahl="K2", jobcenter=welt.parteien["jobcenter-05124"])
    assert "6 von 12 Monaten" in eine.grund
    assert (eine.quote, eine.behandlung) == (None, "ausgelassen")  # two values are too few for a median
    assert eine.wert is None
    assert Jobcentererwartung.objects.filter(erwartung__kennzahl="K2", wert__isnull=False).count() == 2
    brief = schreibe_brief(
        brief=brief,
        text=text_fuer(brief, ohne_basis=OhneBasis.AUSLASSEN),
        fassung=brief.fassung,
        durch=BETRIEB,
        am=JETZT,
    )
    veroeffentliche_brief(brief=brief, durch=BETRIEB, am=JETZT)
    assert not Planungswert.objects.filter(schluessel="05124", kennzahl="K2").exists()


def test_without_published_figures_nothing_is_broken_down_and_nothing_published() -> None:
    gemeldete_welt()
    brief = neuer_brief(neue_runde())
    with pytest.raises(Gehindert, match="veröffentlichte endgültige Zahlen"):
        veroeffentliche_brief(brief=brief, durch=BETRIEB, am=JETZT)


# -- Writing and publishing ------------------------------------------------------------------------------------


def test_everything_that_is_missing_is_named_at_once(runde: Planungsrunde) -> None:
    brief = lege_brief_an(runde=runde, durch=BETRIEB, am=JETZT)
    leer = text_fuer(brief, texte={"ziele": " "}, werte={("K3", 2027): Setzung(None, Decimal("0.2"))})
    brief = schreibe_brief(brief=brief, text=leer, fassung=1, durch=BETRIEB, am=JETZT)
    with pytest.raises(Gehindert) as gehindert:
        veroeffentliche_brief(brief=brief, durch=BETRIEB, am=JETZT)
    assert {h.code for h in gehindert.value.hindernisse} == {"abschnitte_gefuellt", "werte_gesetzt", "aufgeteilt"}
    assert not Planungswert.objects.exists()


def test_publishing_makes_one_value_per_jobcenter_kennzahl_and_year_and_shows_the_brief_to_all(
    welt: Welt, runde: Planungsrunde
) -> None:
    brief = neuer_brief(runde)
    assert not Planungsbrief.objects.visible_to(welt.zugang("ba", Rolle.LEITUNG)).exists()
    veroeffentliche_brief(brief=brief, durch=welt.zugang("bmas", Rolle.LEITUNG), am=JETZT)
    for wer in ("ba", "land-05", "kommune-05111", "jobcenter-05124", "dlt", "bmf"):
        assert Planungsbrief.objects.visible_to(welt.zugang(wer, Rolle.LESEND)).exists(), wer
    assert Planungswert.objects.count() == 6
    wert = wert_von("05124")
    assert (wert.gegenueber, wert.art) == (welt.parteien["land-05"], "zkt")
    assert wert_von("05111").gegenueber == welt.parteien["ba"]
    assert Eintrag.objects.filter(akt="brief_veroeffentlichen", nutzer__username="bmas.leitung").exists()
    with pytest.raises(Ausserhalb):
        veroeffentliche_brief(brief=brief, durch=BETRIEB, am=JETZT)


@pytest.mark.parametrize("wer", ["ba", "bmf", "land-05", "kommune-05111", "jobcenter-05124", "dlt"])
def test_nobody_but_the_bmas_writes_the_brief(welt: Welt, runde: Planungsrunde, wer: str) -> None:
    brief = neuer_brief(runde)
    zugang = welt.zugang(wer, Rolle.LEITUNG)
    for akt in (
        lambda: schreibe_brief(brief=brief, text=text_fuer(brief), fassung=brief.fassung, durch=zugang, am=JETZT),
        lambda: veroeffentliche_brief(brief=brief, durch=zugang, am=JETZT),
        lambda: lege_brief_an(runde=neue_runde(ab=date(2030, 1, 1), bis=date(2031, 1, 1)), durch=zugang, am=JETZT),
    ):
        with pytest.raises(PermissionDenied):
            akt()
    assert briefknoepfe(brief, zugang) == []


def test_of_two_who_write_the_second_is_stopped_and_there_is_one_draft(runde: Planungsrunde) -> None:
    brief = neuer_brief(runde)
    with pytest.raises(SchonInArbeit, match="inzwischen gespeichert"):
        schreibe_brief(brief=brief, text=text_fuer(brief), fassung=1, durch=BETRIEB, am=JETZT)
    with pytest.raises(SchonInArbeit, match="schon einen Entwurf"):
        lege_brief_an(runde=runde, durch=BETRIEB, am=JETZT)


def test_a_new_version_replaces_the_old_one_keeps_its_base_and_what_was_offered(
    welt: Welt, runde: Planungsrunde
) -> None:
    geplante_runde(runde)
    erste = Planungsbrief.objects.get()
    vorher = wert_von("05124")
    ziehe(vorher, "anbieten", vorher.erwartet + 5)
    melde(welt, "05124", date(2026, 8, 1), ELB=1, INT=1)
    publiziere(bis=date(2026, 8, 1))
    brief = lege_brief_an(runde=runde, durch=BETRIEB, am=JETZT)
    anders = text_fuer(brief, werte={("K2", 2027): Setzung(Decimal("0.7"), Decimal("0.2"))})
    brief = schreibe_brief(brief=brief, text=anders, fassung=1, durch=BETRIEB, am=JETZT)
    veroeffentliche_brief(brief=brief, durch=BETRIEB, am=JETZT)
    erste.refresh_from_db()
    assert (erste.zustand, brief.version, brief.zahlenstand) == ("abgeloest", 2, erste.zahlenstand)
    nachher = wert_von("05124")
    assert (nachher.pk, nachher.wert, nachher.menge) == (vorher.pk, vorher.erwartet + 5, vorher.menge)
    assert nachher.erwartet > vorher.erwartet
    summe = Planungswert.objects.filter(kennzahl="K2").aggregate(Sum("erwartet"))["erwartet__sum"]
    assert summe == brief.erwartungen.get(kennzahl="K2").personen


def test_the_database_keeps_what_is_published(runde: Planungsrunde) -> None:
    geplante_runde(runde)
    with pytest.raises(DatabaseError), transaction.atomic():
        Planungsbrief.objects.update(texte={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Planungswert.objects.update(wert=5)


# -- Calendar --------------------------------------------------------------------------------------------------


def test_the_calendar_follows_what_has_been_done(runde: Planungsrunde, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    stand = {f.schritt.code: f.fortschritt for f in fristen(runde)}
    assert (stand["planungsbrief"].fertig, stand["angebotswerte"].gesamt) == (False, 0)
    assert (stand["abschluss_bund"].gesamt, stand["abschluss_ort"].gesamt) == (3, 3)
    geplante_runde(runde)
    wert = ziehe(wert_von("05124"), "anbieten", 9)
    ziehe(wert, "angebot_annehmen")
    weise_nach("bundeshaushalt", vereinbarung(1))
    versetze(vereinbarung(3, "05"), Zustand.GESCHLOSSEN)
    versetze(vereinbarung(2, GE), Zustand.ANGEWIESEN)
    stand = {f.schritt.code: f.fortschritt for f in fristen(runde)}
    assert stand["planungsbrief"].fertig
    assert (stand["angebotswerte"].erledigt, stand["angebotswerte"].gesamt) == (1, 6)
    assert stand["planungswerte"].erledigt == stand["gegenangebote"].erledigt == 1
    assert stand["bundeshaushalt"].fertig
    assert (stand["abschluss_bund"].erledigt, stand["abschluss_ort"].erledigt) == (1, 1)


def test_the_bmas_sets_another_day_with_a_reason_and_the_newest_counts(welt: Welt, runde: Planungsrunde) -> None:
    bmas = welt.zugang("bmas", Rolle.SACHBEARBEITUNG)
    for tag in (date(2026, 11, 9), date(2026, 11, 7)):
        setze_termin(runde=runde, schritt="angebotswerte", termin=tag, grund="Herbstferien", durch=bmas, am=JETZT)
    frist = next(f for f in fristen(runde) if f.schritt.code == "angebotswerte")
    assert (frist.am, frist.grund) == (date(2026, 11, 7), "Herbstferien")
    assert Terminsetzung.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Terminsetzung.objects.update(grund="anders")


@pytest.mark.parametrize(
    ("schritt", "termin", "grund", "meldung"),
    [
        ("angebotswerte", date(2026, 11, 9), " ", "Grund"),
        ("gibt_es_nicht", date(2026, 11, 9), "x", "Schritt"),
        ("angebotswerte", date(2028, 1, 1), "x", "Zeitraum"),
        ("angebotswerte", date(2024, 12, 31), "x", "Zeitraum"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    runde: Planungsrunde, schritt: str, termin: date, grund: str, meldung: str
) -> None:
    with pytest.raises(UnzulaessigerTermin, match=meldung):
        setze_termin(runde=runde, schritt=schritt, termin=termin, grund=grund, durch=BETRIEB, am=JETZT)


def test_nobody_else_sets_a_day(welt: Welt, runde: Planungsrunde) -> None:
    for wer, rolle in (("land-05", Rolle.LEITUNG), ("ba", Rolle.LEITUNG), ("bmas", Rolle.LESEND)):
        with pytest.raises(PermissionDenied):
            setze_termin(
                runde=runde,
                schritt="angebotswerte",
                termin=date(2026, 11, 9),
                grund="x",
                durch=welt.zugang(wer, rolle),
                am=JETZT,
            )


# -- Forecasts -------------------------------------------------------------------------------------------------


def test_forecasts_are_computed_once_per_release_and_say_why_there_is_none(runde: Planungsrunde) -> None:
    geplante_runde(runde)
    release = Veroeffentlichung.objects.get()
    assert fehlende() == [release.pk]
    assert berechne(release.pk) == 8  # three Jobcenter and the Bund, two Kennzahlen
    assert berechne(release.pk) == 0
    assert fehlende() == []
    gruende = set(Kennzahlprognose.objects.values_list("grund", flat=True))
    assert gruende == {
        "Zu kurz für eine Prognose: 20 lückenlose endgültige Monate, nötig sind 36.",
        "Zu kurz für eine Prognose: 19 lückenlose endgültige Monate, nötig sind 36.",
    }


def test_with_enough_months_a_forecast_reaches_the_end_of_the_round(
    runde: Planungsrunde, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(
        vorausberechnung, "parameter", lambda code, am: Decimal({"PROGNOSE_MONATE": "12"}.get(code, "0.8"))
    )
    geplante_runde(runde)
    berechne(Veroeffentlichung.objects.get().pk)
    eine = Kennzahlprognose.objects.get(kennzahl="K2", einheit__schluessel="05124")
    assert (eine.ab, len(eine.wert), eine.grund) == (date(2026, 8, 1), 17, "")
    assert all(u <= w <= o for u, w, o in zip(eine.unten, eine.wert, eine.oben, strict=True))
