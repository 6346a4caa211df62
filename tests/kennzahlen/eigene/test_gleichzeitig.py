"""Two people at the same moment, in two real transactions: one wins, the other is told, nothing is half done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from kennzahlen.eigene.controlling.definitionen import aendere
from kennzahlen.eigene.controlling.werte import Eingabe, trage_ein
from kennzahlen.eigene.festlegung import Festlegung, Ueberholt, Unzulaessig
from kennzahlen.eigene.formelsprache import Formelfehler
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.vergleichsring.meldung import beginne
from kennzahlen.eigene.vergleichsring.satz import uebernimm_mustersatz
from kennzahlen.eigene.zeitraum import Zeitraum
from kennzahlen.models import EigenerWert, Ringmeldung, Ringzahl
from tests.kennzahlen.eigene.eigenes import JETZT, WUPPERTAL, controlling, grundgroesse, kennzahl, ring_mit_mitgliedern
from tests.welt import Welt
from zielsystem.befugnisse import Rolle

pytestmark = pytest.mark.django_db(transaction=True)
JANUAR = date(2025, 1, 1)


@pytest.fixture
def welt() -> Welt:
    ContentType.objects.clear_cache()
    return Welt.erschaffe()


def zugleich(*akte: Callable[[], object]) -> list[type[Exception] | None]:
    """Do acts at once, each on a connection of its own; for each what stopped it."""
    start, ausgang = threading.Barrier(len(akte)), dict[int, type[Exception] | None]()

    def lauf(nr: int, akt: Callable[[], object]) -> None:
        start.wait()
        try:
            akt()
            ausgang[nr] = None
        except (Unzulaessig, Ueberholt, Formelfehler) as gehindert:
            ausgang[nr] = type(gehindert)
        finally:
            connection.close()

    faeden = [threading.Thread(target=lauf, args=paar) for paar in enumerate(akte)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    return sorted(ausgang.values(), key=str)


def test_two_formulas_that_would_make_a_circle_are_not_both_kept(welt: Welt) -> None:
    durch = controlling(welt)
    eine, andere = kennzahl(welt, "E_A", "ELB * 2"), kennzahl(welt, "E_B", "ELB * 3")
    neu_a, neu_b = (Festlegung("Neu", Mass.ZAHL, JANUAR, formel=formel) for formel in ("E_B + 1", "E_A + 1"))
    ausgang = zugleich(
        lambda: aendere(zahl=eine, festlegung=neu_a, durch=durch, am=JETZT),
        lambda: aendere(zahl=andere, festlegung=neu_b, durch=durch, am=JETZT),
    )
    assert ausgang == [Formelfehler, None]


def test_of_two_who_enter_the_same_month_the_second_is_shown_the_first(welt: Welt) -> None:
    grundgroesse(welt)
    durch, jobcenter = controlling(welt), welt.parteien[WUPPERTAL]

    def akt(wert: int) -> Callable[[], object]:
        eingaben = [Eingabe("E_GESPRAECHE", JANUAR, None, Decimal(wert))]
        return lambda: trage_ein(jobcenter=jobcenter, eingaben=eingaben, durch=durch, am=JETZT)

    assert zugleich(akt(5), akt(7)) == [Ueberholt, None]
    assert EigenerWert.objects.get().wert in (5, 7)


def test_a_set_is_taken_over_once(welt: Welt) -> None:
    ring = ring_mit_mitgliedern(welt)
    leitungen = [welt.zugang(f"jobcenter-{ags}", Rolle.LEITUNG) for ags in ("05124", "05113")]
    ausgang = zugleich(
        *(
            lambda durch=durch: uebernimm_mustersatz(ring=ring, ab=date(2024, 1, 1), durch=durch, am=JETZT)
            for durch in leitungen
        )
    )
    assert ausgang == [Unzulaessig, None]
    assert Ringzahl.objects.count() == 50


def test_a_period_is_begun_once(welt: Welt) -> None:
    ring = ring_mit_mitgliedern(welt)
    uebernimm_mustersatz(ring=ring, ab=date(2024, 1, 1), durch=welt.zugang(WUPPERTAL, Rolle.LEITUNG), am=JETZT)
    durch, jobcenter = controlling(welt), welt.parteien[WUPPERTAL]

    def akt() -> object:
        return beginne(ring=ring, jobcenter=jobcenter, zeitraum=Zeitraum.aus("2025"), durch=durch, am=JETZT)

    assert zugleich(akt, akt) == [None, None]
    assert Ringmeldung.objects.count() == 1
