"""Computations as recorded jobs: asked for, carried out, killed, missed; at any moment nothing half-published."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.errors import CheckViolation

from kennzahlen.models import Berechnung, Kennzahlreihe, Veroeffentlichung
from kennzahlen.tasks import compute_release, find_stuck_computations, run_computation
from kennzahlen.veroeffentlichungen import berechnung as rechenakte
from kennzahlen.veroeffentlichungen.berechnung import fordere_an, fuehre_aus, vermisse_haengende
from kennzahlen.veroeffentlichungen.recht import SCHRITTTITEL, Berechnungszustand, Schritt
from kennzahlen.veroeffentlichungen.veroeffentlichung import NichtsZuVeroeffentlichen
from tests.kennzahlen.veroeffentlicht import BIS, gemeldete_welt, korrigiere
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.embedded import BASE_DIR
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Amt
from zielsystem.parties.zugriff import betrieb

JETZT = datetime(2026, 11, 20, 6, tzinfo=UTC)


@pytest.fixture
def welt(db: None) -> Welt:
    return gemeldete_welt()


def angefordert(bis: date = BIS, am: datetime = JETZT) -> Berechnung:
    return fordere_an(bis_monat=bis, durch=betrieb(HEUTE), am=am)


def zustand(berechnung: Berechnung) -> tuple[str, int]:
    berechnung.refresh_from_db()
    return berechnung.zustand, berechnung.fortschritt


# -- One after another -----------------------------------------------------------------------------------------


def test_a_computation_ends_with_its_release(welt: Welt) -> None:
    berechnung = angefordert()
    assert zustand(berechnung) == ("angefordert", Schritt.WARTEN)
    ergebnis = fuehre_aus(berechnung=berechnung, am=JETZT)
    assert zustand(berechnung) == ("fertig", Schritt.VEROEFFENTLICHT)
    assert (berechnung.veroeffentlichung, ergebnis.neu) == (ergebnis.veroeffentlichung, True)
    akte = Eintrag.objects.filter(objekt_id=berechnung.pk, objektart__model="berechnung").order_by("pk")
    assert list(akte.values_list("akt", flat=True)) == ["anfordern", "beginnen", "abschliessen"]


def test_a_repeated_task_changes_nothing(welt: Welt) -> None:
    berechnung = angefordert()
    erste, zweite = (run_computation(berechnung.pk, JETZT.isoformat()) for _ in range(2))
    assert erste == zweite
    assert (Veroeffentlichung.objects.count(), Berechnung.objects.count()) == (1, 1)
    assert compute_release(BIS.isoformat(), JETZT.isoformat()) == erste
    assert Veroeffentlichung.objects.count() == 1


def test_a_release_bears_the_time_at_which_it_was_asked_for(
    welt: Welt, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """However late the worker comes to it."""
    gesendet: list[Any] = []
    monkeypatch.setattr(rechenakte.current_app, "send_task", lambda name, args: gesendet.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        beauftragt = rechenakte.beauftrage(bis_monat=BIS, durch=betrieb(HEUTE), am=JETZT)
    assert gesendet == [("kennzahlen.tasks.run_computation", [beauftragt.pk, JETZT.isoformat()])]
    run_computation(*gesendet[0][1])
    neueste = Veroeffentlichung.objects.get()
    assert (neueste.stand, neueste.veroeffentlicht_am) == (JETZT.date(), JETZT)


def test_a_second_wish_finds_the_first(welt: Welt) -> None:
    assert angefordert() == angefordert(am=JETZT + timedelta(minutes=1))
    with pytest.raises(IntegrityError, match="berechnung_eine_offene"), transaction.atomic():
        Berechnung.objects.create(bis_monat=BIS, zustand="laeuft", angefordert_am=JETZT, letzte_regung_am=JETZT)


def test_what_cannot_be_published_is_said_and_recorded(db: None) -> None:
    Welt.erschaffe()
    berechnung = angefordert()
    with pytest.raises(NichtsZuVeroeffentlichen):
        fuehre_aus(berechnung=berechnung, am=JETZT)
    assert zustand(berechnung)[0] == "gescheitert"
    assert berechnung.fehler == "Bis 07/2026 ist keine Meldung freigegeben."
    with pytest.raises(NichtsZuVeroeffentlichen, match="keine Meldung"):
        run_computation(berechnung.pk, JETZT.isoformat())
    with pytest.raises(CommandError, match="keine Meldung"):
        call_command("compute_release", "--monat", "2026-07")


def test_whoever_lost_the_office_in_the_meantime_publishes_nothing(welt: Welt) -> None:
    durch = welt.zugang("bmas", Rolle.CONTROLLING)
    berechnung = fordere_an(bis_monat=BIS, durch=durch, am=JETZT)
    Amt.objects.filter(nutzer=durch.nutzer).update(bis=HEUTE - timedelta(days=10))
    with pytest.raises(PermissionDenied):
        fuehre_aus(berechnung=berechnung, am=JETZT)
    assert zustand(berechnung)[0] == "gescheitert"
    assert not Veroeffentlichung.objects.exists()


def test_the_release_bears_the_name_of_whoever_asked(welt: Welt) -> None:
    durch = welt.zugang("bmas", Rolle.LEITUNG)
    berechnung = fordere_an(bis_monat=BIS, durch=durch, am=JETZT)
    assert fuehre_aus(berechnung=berechnung, am=JETZT).veroeffentlichung.durch == durch.nutzer


@pytest.mark.parametrize("wer", ["ba.controlling", "land-05.leitung", "bmas.lesend", "jobcenter-05124.leitung"])
def test_only_the_ministry_asks_for_a_computation(welt: Welt, wer: str) -> None:
    partei, _, rolle = wer.partition(".")
    with pytest.raises(PermissionDenied):
        fordere_an(bis_monat=BIS, durch=welt.zugang(partei, Rolle(rolle)), am=JETZT)


def test_an_unexpected_failure_is_recorded_without_its_inside(welt: Welt) -> None:
    berechnung = angefordert()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kennzahlen_kennzahlreihe ADD CONSTRAINT nie CHECK (jahr < 0) NOT VALID")
    with pytest.raises(CheckViolation, match="nie"):
        fuehre_aus(berechnung=berechnung, am=JETZT)
    assert zustand(berechnung)[0] == "gescheitert"
    assert "Fehler im System" in berechnung.fehler
    assert "nie" not in berechnung.fehler.split()
    assert not Veroeffentlichung.objects.exists()


# -- Standstill ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minuten", "haengt"), [(9, False), (11, True)])
@pytest.mark.parametrize("von", ["angefordert", "laeuft"])
def test_what_does_not_stir_is_missed(welt: Welt, von: str, minuten: int, haengt: bool) -> None:
    berechnung = angefordert(am=timezone.now() - timedelta(minutes=minuten))
    Berechnung.objects.update(zustand=von)
    assert find_stuck_computations() == ([berechnung.pk] if haengt else [])
    assert zustand(berechnung)[0] == ("haengengeblieben" if haengt else von)
    assert find_stuck_computations() == []


def test_what_was_missed_can_still_come_to_an_end(welt: Welt) -> None:
    berechnung = angefordert()
    vermisse_haengende(durch=betrieb(HEUTE), am=JETZT + timedelta(hours=1))
    assert zustand(berechnung)[0] == "haengengeblieben"
    assert fuehre_aus(berechnung=berechnung, am=JETZT).neu
    assert zustand(berechnung)[0] == "fertig"


def test_every_step_has_a_title() -> None:
    assert set(SCHRITTTITEL) == set(Schritt)
    assert {z.value for z in Berechnungszustand} == {*dict(Berechnung._meta.get_field("zustand").choices or [])}


# -- At the same time, and killed ------------------------------------------------------------------------------


def bald(wahr: Callable[[], object], sekunden: float = 120) -> bool:
    ende = time.monotonic() + sekunden
    while not wahr():
        if time.monotonic() > ende:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def gesperrte_reihen() -> Iterator[None]:
    """Somebody else holds the table of the series, so that a computation stands still in the midst of its writing."""
    andere = connection.copy()
    andere.set_autocommit(False)
    try:
        with andere.cursor() as cursor:
            cursor.execute("LOCK TABLE kennzahlen_kennzahlreihe IN SHARE MODE")
        yield
    finally:
        andere.rollback()
        andere.close()


def rechner(*argumente: str) -> subprocess.Popen[bytes]:
    """``manage.py`` as a process of its own on the database of the tests."""
    name = connection.settings_dict["NAME"]
    adresse = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    umgebung = {**os.environ, "DATABASE_URL": adresse, "DJANGO_SETTINGS_MODULE": "zielsystem.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *argumente],
        cwd=BASE_DIR,
        env=umgebung,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_half_published() -> None:
    welt = gemeldete_welt()
    compute_release(BIS.isoformat(), JETZT.isoformat())
    korrigiere(welt, "05111", BIS, ELB=1500)
    vorher = (Veroeffentlichung.objects.count(), Kennzahlreihe.objects.count())
    with gesperrte_reihen():
        prozess = rechner("compute_release", "--monat", "2026-07")
        berechnung = Berechnung.objects.filter(zustand="laeuft", fortschritt=Schritt.SCHREIBEN)
        assert bald(berechnung.exists), prozess.communicate(timeout=1)
        haengt = berechnung.get()
        prozess.send_signal(signal.SIGKILL)
        assert prozess.wait(10) == -signal.SIGKILL
    assert bald(_niemand_rechnet)
    assert (Veroeffentlichung.objects.count(), Kennzahlreihe.objects.count()) == vorher
    assert zustand(haengt) == ("laeuft", Schritt.SCHREIBEN)
    assert vermisse_haengende(durch=betrieb(HEUTE), am=timezone.now() + timedelta(minutes=11)) == [haengt]
    neueste = compute_release(BIS.isoformat(), JETZT.isoformat())
    assert zustand(haengt) == ("fertig", Schritt.VEROEFFENTLICHT)
    assert haengt.veroeffentlichung_id == neueste
    assert Veroeffentlichung.objects.count() == vorher[0] + 1


def _niemand_rechnet() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        return bool(cursor.fetchone()[0] == 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_release() -> None:
    gemeldete_welt()
    berechnung = angefordert()
    start, ergebnisse, fehler = threading.Barrier(3), [], []

    def rechne() -> None:
        try:
            start.wait(10)
            ergebnisse.append(run_computation(berechnung.pk, JETZT.isoformat()))
        except Exception as mangel:
            fehler.append(mangel)
        finally:
            connection.close()

    faeden = [threading.Thread(target=rechne) for _ in range(3)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(60)
    assert fehler == []
    assert len(set(ergebnisse)) == 1
    assert Veroeffentlichung.objects.count() == 1
    assert zustand(berechnung)[0] == "fertig"
