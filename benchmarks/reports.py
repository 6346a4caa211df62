"""Make all monthly reports of a release: four pages with six charts each, by several processes at once.

    .venv/bin/python -m benchmarks.reports [--prozesse 4] [--berichte 437]

As Celery's workers do it: the processes begin with nothing loaded, share one run, and each report is archived and
committed by itself. Prints the wall time, the processor time of a report and the memory of a process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import time

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen

ZIEL = 120.0
"""Seconds for all of them on 4 cores."""


def main() -> None:
    """Set up, make, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prozesse", type=int, default=4)
    parser.add_argument("--berichte", type=int, default=0, help="at most so many; 0: all")
    optionen = parser.parse_args()
    with datenbank():
        lauf = beauftrage(optionen.berichte)
        miss_lauf(lauf, optionen.prozesse)


def beauftrage(hoechstens: int) -> int:
    """Structure, figures of six years, a release, and the orders for its reports; returns the id of the run."""
    from berichte.models import Berichtsauftrag
    from berichte.monatsbericht.lauf import beauftrage_berichte
    from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
    from zielsystem.parties.zugriff import betrieb

    lade_zahlen(72)
    durch = betrieb(JETZT.date())
    release = veroeffentliche(bis=LETZTER, durch=durch, am=JETZT).veroeffentlichung
    lauf = beauftrage_berichte(veroeffentlichung=release, durch=durch, am=JETZT)
    if hoechstens:
        behalten = lauf.auftraege.order_by("pk").values_list("pk", flat=True)[:hoechstens]
        Berichtsauftrag.objects.exclude(pk__in=list(behalten)).delete()
    return lauf.pk


def miss_lauf(lauf: int, prozesse: int) -> None:
    """Let the processes work the run off."""
    from django.db import connections
    from django.db.models import Avg

    from berichte.models import Archivstueck, Berichtsauftrag

    connections.close_all()
    arbeiter = [multiprocessing.Process(target=arbeite, args=(lauf,)) for _ in range(prozesse)]
    beginn = time.perf_counter()
    for einer in arbeiter:
        einer.start()
    for einer in arbeiter:
        einer.join()
    dauer, anzahl = time.perf_counter() - beginn, Archivstueck.objects.count()
    misslungen = Berichtsauftrag.objects.misslungen().count()
    if misslungen:
        raise SystemExit(f"{misslungen} Berichte sind misslungen.")
    mittel = Archivstueck.objects.aggregate(seiten=Avg("seiten"), groesse=Avg("groesse"))
    last = os.getloadavg()[0]
    print(
        f"{dauer:7.1f} s  {anzahl} Berichte mit {prozesse} Prozessen (Ziel {ZIEL:.0f} s; Last der Maschine {last:.1f})"
    )
    print(f"         im Mittel {mittel['seiten']:.1f} Seiten, {mittel['groesse'] / 1024:.0f} kB")


def arbeite(lauf: int) -> None:
    """One worker: takes open reports until none is left; says what it cost."""
    from berichte.monatsbericht.lauf import arbeite_ab

    gemacht = arbeite_ab(lauf, am=JETZT, hoechstens=10_000)
    verbrauch = resource.getrusage(resource.RUSAGE_SELF)
    rechenzeit = (verbrauch.ru_utime + verbrauch.ru_stime) / max(gemacht, 1)
    print(f"{rechenzeit:7.3f} s  Rechenzeit je Bericht, {verbrauch.ru_maxrss / 1024:.0f} MB, {gemacht} Berichte")


if __name__ == "__main__":
    main()
