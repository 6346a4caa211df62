"""Recompute and publish the whole demonstration history, from database to database, beside the same by ORM loops.

    .venv/bin/python -m benchmarks.publishing [--monate 72] [--laeufe 5]

Runs on a database of its own (``bench_…``, dropped afterwards) on one core. Prints medians.
"""

from __future__ import annotations

import argparse
import os

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss


def main() -> None:
    """Set up, measure, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--monate", type=int, default=72)
    parser.add_argument("--laeufe", type=int, default=5)
    parser.add_argument("--ohne-orm", action="store_true", help="leave out the slow peer")
    optionen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with datenbank():
        vergleiche(optionen.monate, optionen.laeufe, not optionen.ohne_orm)


def vergleiche(monate: int, laeufe: int, mit_orm: bool) -> None:
    """Measure both ways on the same figures."""
    from kennzahlen.models import Meldung, Veroeffentlichung

    lade_zahlen(monate)
    print(f"{Meldung.objects.count()} Meldungen, {monate} Monate")
    schnell = miss(veroeffentliche, laeufe, vorher=leere)
    werte = Veroeffentlichung.objects.get().anzahl_werte
    print(f"veröffentlichen: {schnell:.2f} s im Median von {laeufe} ({werte} Werte)")
    if mit_orm:
        erwartet = stichprobe()
        langsam = miss(mit_orm_schleifen, 1, vorher=leere)
        print(f"ORM-Schleifen:   {langsam:.1f} s (1 Lauf); das ist das {langsam / schnell:.0f}-Fache")
        if stichprobe() != erwartet:
            raise SystemExit("Die ORM-Schleifen kommen zu anderen Werten.")


def stichprobe() -> list[object]:
    """Values of the Bund, to see that both ways did the same job."""
    from kennzahlen.models import Kennzahlreihe

    reihen = Kennzahlreihe.objects.filter(einheit__schluessel="bund", jahr=2025).order_by("kennzahl")
    return [[round(wert, 9) for wert in reihe.wert] for reihe in reihen]


def leere() -> None:
    """Forget all releases."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kennzahlen_kennzahlreihe, kennzahlen_veroeffentlichung, kennzahlen_einheit CASCADE")


def veroeffentliche() -> None:
    """The act itself."""
    from kennzahlen import veroeffentlichung
    from zielsystem.parties.zugriff import betrieb

    veroeffentlichung.veroeffentliche(bis=LETZTER, durch=betrieb(JETZT.date()), am=JETZT)


def mit_orm_schleifen() -> None:
    """The same values the plain way: objects, loops and a query per Jobcenter; aggregates by adding up in Python."""
    from benchmarks import orm_loops

    orm_loops.publish(LETZTER, JETZT)


if __name__ == "__main__":
    main()
