"""Offer and counter-offer: who may, on what condition, what is kept, who sees it, and two who answer at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from agreements.models import Gebot, Planungsrunde, Planungswert
from agreements.planung.recht import Wertzustand
from agreements.planung.verhandlung import moegliche_zuege
from agreements.planung.werte import posten, sichtbare_werte, summentafel, vereinbarte_werte
from tests.agreements.planungen import geplante_runde, wert_von, ziehe
from tests.agreements.runden import neue_runde
from tests.kennzahlen.veroeffentlicht import veroeffentlichte_welt
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Befugnis, Rolle, rollen_mit
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import anonym, may, visible
from zielsystem.recht import Ausserhalb

ZKT, GE_NW, GE_HE = "05124", "05111", "06411"


@pytest.fixture
def welt(db: None) -> Welt:
    return veroeffentlichte_welt()


@pytest.fixture
def runde(welt: Welt) -> Planungsrunde:
    return geplante_runde(neue_runde())


# -- Moves -----------------------------------------------------------------------------------------------------


def test_offer_and_counter_offer_come_to_an_agreed_value_and_every_move_is_kept(
    welt: Welt, runde: Planungsrunde
) -> None:
    jobcenter, land = welt.zugang(f"jobcenter-{ZKT}", Rolle.CONTROLLING), welt.zugang("land-05", Rolle.SACHBEARBEITUNG)
    wert = wert_von(ZKT)
    wert = ziehe(wert, "anbieten", 1200, durch=jobcenter)
    wert = ziehe(wert, "gegenanbieten", 1260, durch=land, quelle="")
    wert = ziehe(wert, "anbieten", 1230, durch=jobcenter)
    wert = ziehe(wert, "gegenanbieten", 1240, durch=land, quelle="")
    wert = ziehe(wert, "gegenangebot_annehmen", durch=jobcenter, begruendung="", quelle="")
    assert (wert.zustand, wert.wert, wert.zuege) == (Wertzustand.VEREINBART, 1240, 5)
    zuege = Gebot.objects.filter(planungswert=wert).order_by("nr")
    assert list(zuege.values_list("nr", "akt", "wert", "partei__schluessel", "durch__username")) == [
        (1, "anbieten", 1200, f"jobcenter-{ZKT}", f"jobcenter-{ZKT}.controlling"),
        (2, "gegenanbieten", 1260, "land-05", "land-05.sachbearbeitung"),
        (3, "anbieten", 1230, f"jobcenter-{ZKT}", f"jobcenter-{ZKT}.controlling"),
        (4, "gegenanbieten", 1240, "land-05", "land-05.sachbearbeitung"),
        (5, "gegenangebot_annehmen", 1240, f"jobcenter-{ZKT}", f"jobcenter-{ZKT}.controlling"),
    ]
    assert Eintrag.objects.filter(akt="gegenanbieten", partei=welt.parteien["land-05"]).count() == 2


def test_an_agreed_value_is_offered_as_a_zielwert_and_can_be_opened_again(welt: Welt, runde: Planungsrunde) -> None:
    alle = [welt.parteien[f"jobcenter-{ags}"].pk for ags in (ZKT, GE_NW, GE_HE)]
    wert = ziehe(wert_von(GE_NW), "anbieten", 612)
    assert vereinbarte_werte(runde, alle) == {}
    wert = ziehe(wert, "angebot_annehmen", durch=welt.zugang("ba", Rolle.LEITUNG))
    vereinbart = vereinbarte_werte(runde, alle)
    ((schluessel, zielwert),) = vereinbart.items()
    assert schluessel == (welt.parteien[f"jobcenter-{GE_NW}"].pk, "K2", 2027)
    assert zielwert.wert == Fraction(612 * 12, wert.menge)
    assert str(zielwert.dezimal) == "0.5974"
    assert vereinbarte_werte(runde, alle[:1]) == {}
    with pytest.raises(Gehindert, match="Grund"):
        ziehe(wert, "wieder_eroeffnen", begruendung=" ")
    wert = ziehe(wert, "wieder_eroeffnen", begruendung="Rechenfehler")
    assert (wert.zustand, wert.wert) == (Wertzustand.GEGENANGEBOT, 612)
    assert vereinbarte_werte(runde, alle) == {}


@pytest.mark.parametrize(
    ("zahl", "begruendung", "quelle", "codes"),
    [
        ("erwartet", "", "", set()),
        ("anders", "", "", {"abweichung_begruendet", "abweichung_belegt"}),
        ("anders", "weil", " ", {"abweichung_belegt"}),
        ("anders", "weil", "Statistik", set()),
    ],
)
def test_a_value_other_than_expected_needs_reasons_and_a_source(
    runde: Planungsrunde, zahl: str, begruendung: str, quelle: str, codes: set[str]
) -> None:
    wert = wert_von(ZKT)
    geboten = wert.erwartet + (zahl == "anders")
    if not codes:
        assert ziehe(wert, "anbieten", geboten, begruendung=begruendung, quelle=quelle).wert == geboten
        return
    with pytest.raises(Gehindert) as gehindert:
        ziehe(wert, "anbieten", geboten, begruendung=begruendung, quelle=quelle)
    assert {h.code for h in gehindert.value.hindernisse} == codes
    assert not Gebot.objects.exists()


def test_a_counter_offer_needs_an_offer_and_a_reason(runde: Planungsrunde) -> None:
    wert = wert_von(ZKT)
    with pytest.raises(Ausserhalb):
        ziehe(wert, "gegenanbieten", 5)
    with pytest.raises(Ausserhalb):
        ziehe(wert, "angebot_annehmen")
    wert = ziehe(wert, "anbieten", 7)
    with pytest.raises(Gehindert, match="nennt seinen Grund"):
        ziehe(wert, "gegenanbieten", 5, begruendung="")
    with pytest.raises(Ausserhalb):
        ziehe(wert, "gegenangebot_annehmen")


def test_after_the_period_nothing_is_negotiated(runde: Planungsrunde) -> None:
    Planungsrunde.objects.update(ab="2025-01-01", bis="2026-01-01")
    with pytest.raises(Gehindert, match="abgelaufen"):
        ziehe(wert_von(ZKT), "anbieten", 5)


def test_a_move_is_never_changed_or_deleted(runde: Planungsrunde) -> None:
    ziehe(wert_von(ZKT), "anbieten", 5)
    for tat in (lambda: Gebot.objects.update(wert=6), lambda: Gebot.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            tat()
    assert Gebot.objects.get().wert == 5


def test_who_saw_an_older_state_is_stopped_and_told(runde: Planungsrunde) -> None:
    wert = wert_von(ZKT)
    ziehe(wert, "anbieten", 5)
    with pytest.raises(Gehindert, match="Inzwischen hat jemand anderes geantwortet"):
        ziehe(wert, "anbieten", 6, gesehen=0)
    assert Gebot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_counter_offers_at_once_exactly_one_counts() -> None:
    veroeffentlichte_welt()
    geplante_runde(neue_runde())
    wert = ziehe(wert_von(ZKT), "anbieten", 100)
    start, ergebnisse = threading.Barrier(4), []

    def biete(zahl: int) -> None:
        start.wait()
        try:
            ziehe(Planungswert.objects.select_related("runde").get(pk=wert.pk), "gegenanbieten", zahl, gesehen=1)
            ergebnisse.append(zahl)
        except Gehindert as gehindert:
            ergebnisse.append({h.code for h in gehindert.hindernisse})
        finally:
            connection.close()

    faeden = [threading.Thread(target=biete, args=(zahl,)) for zahl in (101, 102, 103, 104)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    gewonnen = [e for e in ergebnisse if isinstance(e, int)]
    assert len(gewonnen) == 1
    assert [e for e in ergebnisse if not isinstance(e, int)] == [{"nichts_neues"}] * 3
    wert.refresh_from_db()
    assert (wert.wert, wert.zuege) == (gewonnen[0], 2)
    assert list(Gebot.objects.order_by("nr").values_list("nr", "wert")) == [(1, 100), (2, gewonnen[0])]


# -- Access ----------------------------------------------------------------------------------------------------

SIEHT = {
    "bmas": {ZKT, GE_NW, GE_HE},
    "bmf": set(),
    "ba": {GE_NW, GE_HE},
    "dlt": set(),
    "land-05": {ZKT},
    "land-06": set(),
    "kommune-05111": {GE_NW},
    "kommune-05124": {ZKT},
    "kommune-06411": {GE_HE},
    "jobcenter-05111": {GE_NW},
    "jobcenter-05124": {ZKT},
    "jobcenter-06411": {GE_HE},
}
BIETET = {f"jobcenter-{ags}": {ags} for ags in (ZKT, GE_NW, GE_HE)}
ANTWORTET = {"ba": {GE_NW, GE_HE}, "land-05": {ZKT}}


def test_values_are_seen_by_who_negotiates_them_and_by_the_bmas(welt: Welt, runde: Planungsrunde) -> None:
    alle = Planungswert.objects.filter(kennzahl="K2")
    tafeln = {Befugnis.SEHEN: SIEHT, Befugnis.WERT_ANBIETEN: BIETET, Befugnis.WERT_BEANTWORTEN: ANTWORTET}
    zugaenge = {(wer, rolle): welt.zugang(wer, rolle) for wer, rolle in product(SIEHT, Rolle)}
    for ((wer, rolle), zugang), befugnis in product(zugaenge.items(), Befugnis):
        wen = tafeln.get(befugnis, {}).get(wer, set()) if rolle in rollen_mit(befugnis) else set()
        assert {w.schluessel for w in visible(zugang, befugnis, alle)} == wen, (wer, rolle, befugnis)
        assert {w.schluessel for w in alle if may(zugang, befugnis, w)} == wen, (wer, rolle, befugnis)


def test_every_party_is_in_the_table_and_visitors_see_nothing(welt: Welt, runde: Planungsrunde) -> None:
    assert set(SIEHT) == set(welt.parteien)
    assert not sichtbare_werte(runde, anonym(HEUTE)).exists()


FREMDE_ZUEGE = (
    ("land-05", "anbieten"),
    ("bmas", "anbieten"),
    ("kommune-05124", "anbieten"),
    ("jobcenter-05111", "anbieten"),
    ("jobcenter-05124", "gegenanbieten"),
    ("ba", "gegenanbieten"),
    ("bmas", "gegenanbieten"),
    ("jobcenter-05124", "angebot_annehmen"),
)


def test_nobody_moves_for_the_other_side(welt: Welt, runde: Planungsrunde) -> None:
    wert = ziehe(wert_von(ZKT), "anbieten", 100)
    for wer, akt in FREMDE_ZUEGE:
        zugang = welt.zugang(wer, Rolle.LEITUNG)
        assert akt not in {k.uebergang.code for k in moegliche_zuege(wert, zugang)}, (wer, akt)
        with pytest.raises(PermissionDenied):
            ziehe(wert, akt, 101, durch=zugang)
    assert Gebot.objects.count() == 1


# -- Sums ------------------------------------------------------------------------------------------------------


def test_at_every_move_the_sums_follow(welt: Welt, runde: Planungsrunde) -> None:
    bmas = welt.zugang("bmas", Rolle.LESEND)
    vorher = dict(zip(summentafel(runde, bmas).titel, summentafel(runde, bmas).summen["K2", 2027], strict=True))
    assert vorher["Bund"].abstand == 0
    wert = wert_von(ZKT)
    ziehe(wert, "anbieten", wert.erwartet - 30)
    tafel = summentafel(runde, bmas)
    nachher = dict(zip(tafel.titel, tafel.summen["K2", 2027], strict=True))
    assert nachher["Bund"].abstand == nachher["Länder: Optionskommunen"].abstand == -30
    assert nachher["Nordrhein-Westfalen: Optionskommunen"].abstand == -30
    assert nachher["BA: gemeinsame Einrichtungen"].abstand == 0
    assert (nachher["Bund"].beantwortet, nachher["Bund"].anzahl) == (1, 3)
    assert tafel.summen["K3", 2027][0].abstand == 0


def test_beside_a_value_stand_the_sums_it_is_part_of(welt: Welt, runde: Planungsrunde) -> None:
    tafel = summentafel(runde, welt.zugang("bmas", Rolle.LESEND), zu=wert_von(GE_HE, "K3"))
    assert list(tafel.summen) == [("K3", 2027)]
    assert tafel.titel == ["Bund", "BA: gemeinsame Einrichtungen"]
    bei_zkt = summentafel(runde, welt.zugang("land-05", Rolle.LESEND), zu=wert_von(ZKT))
    assert bei_zkt.titel == ["Bund", "Länder: Optionskommunen", "Nordrhein-Westfalen: Optionskommunen"]
    assert bei_zkt.summen["K2", 2027][0].anzahl == 3


def test_sums_in_the_database_are_those_of_the_rows(runde: Planungsrunde) -> None:
    for nr, wert in enumerate(Planungswert.objects.select_related("runde").order_by("pk")):
        ziehe(wert, "anbieten", wert.erwartet + 7 * nr - 11)
    for einer in posten(runde):
        eigene = Planungswert.objects.filter(land=einer.land, art=einer.art, kennzahl=einer.kennzahl, jahr=einer.jahr)
        assert einer.summe.erwartet == sum(w.erwartet for w in eigene)
        assert einer.summe.stand == sum(w.wert or 0 for w in eigene)
        assert einer.summe.menge == sum(w.menge for w in eigene)


LESER: list[tuple[str, set[str]]] = [
    ("land-05", {"Bund", "BA: gemeinsame Einrichtungen", "Länder: Optionskommunen",
                 "Nordrhein-Westfalen: Optionskommunen"}),
    ("jobcenter-05124", {"Bund"}),
    ("dlt", {"Bund"}),
]  # fmt: skip


def test_sums_that_would_tell_a_single_value_are_not_shown(welt: Welt, runde: Planungsrunde) -> None:
    for wer, titel in LESER:
        assert set(summentafel(runde, welt.zugang(wer, Rolle.LESEND)).titel) == titel, wer


def test_the_sums_take_the_same_few_queries_however_many_values_there_are(
    welt: Welt, runde: Planungsrunde, django_assert_num_queries: Callable[..., object]
) -> None:
    bmas = welt.zugang("bmas", Rolle.LESEND)
    with django_assert_num_queries(2):
        summentafel(runde, bmas)
