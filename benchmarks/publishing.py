"""Recompute and publish the whole demonstration history, from database to database, beside the same by ORM loops.

    .venv/bin/python -m benchmarks.publishing [--monate 72] [--laeufe 5]

Then the increment after the correction of one Jobcenter's month. With ``--monate 240`` twenty years: what the
demonstration lacks is repeated. Runs on a database of its own (``bench_…``, dropped afterwards) on one core. Prints
medians.
"""

from __future__ import annotations

import argparse
import os

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss

BIS = LETZTER
"""The last month there are figures for."""


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

    global BIS
    BIS = lade_zahlen(monate)
    print(f"{Meldung.objects.count()} Meldungen, {monate} Monate")
    schnell = miss(veroeffentliche, laeufe, vorher=leere)
    werte = Veroeffentlichung.objects.get().anzahl_werte
    print(f"veröffentlichen: {schnell:.2f} s im Median von {laeufe} ({werte} Werte)")
    teils = miss(veroeffentliche, laeufe, vorher=korrigiere)
    zahl = Veroeffentlichung.objects.count() - 1
    print(f"nach einer Korrektur: {teils:.3f} s im Median von {laeufe} ({zahl} Veröffentlichungen mit je einer)")
    if mit_orm:
        leere()
        veroeffentliche()
        erwartet = stichprobe()
        langsam = miss(mit_orm_schleifen, 1, vorher=leere)
        print(f"ORM-Schleifen:   {langsam:.1f} s (1 Lauf); das ist das {langsam / schnell:.0f}-Fache")
        if stichprobe() != erwartet:
            raise SystemExit("Die ORM-Schleifen kommen zu anderen Werten.")


def korrigiere() -> None:
    """Correct the third month before the last of one Jobcenter, as a second version would."""
    from django.db.models import F, Max

    from kennzahlen.cube import monat_plus
    from kennzahlen.models import Meldung
    from kennzahlen.recht import SPALTE

    alte = Meldung.objects.gueltig().filter(monat=monat_plus(BIS, -2)).order_by("jobcenter").first()
    assert alte
    version = Meldung.objects.filter(jobcenter=alte.jobcenter_id, monat=alte.monat).aggregate(v=Max("version"))["v"]
    werte = [*alte.werte]
    werte[SPALTE["ELB"]] += 1
    Meldung.objects.filter(pk=alte.pk).update(zustand="abgeloest", abgeloest_am=F("freigegeben_am"))
    alte.pk, alte.version, alte.werte = None, version + 1, werte
    alte.save(force_insert=True)


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
    from kennzahlen.veroeffentlichungen import veroeffentlichung
    from zielsystem.parties.zugriff import betrieb

    veroeffentlichung.veroeffentliche(bis=BIS, durch=betrieb(JETZT.date()), am=JETZT)


def mit_orm_schleifen() -> None:
    """The same values the plain way: objects, loops and a query per Jobcenter; aggregates by adding up in Python."""
    from benchmarks import orm_loops

    orm_loops.publish(BIS, JETZT)


if __name__ == "__main__":
    main()
