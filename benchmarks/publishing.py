"""Recompute and publish the whole demonstration history, from database to database, beside the same by ORM loops.

    .venv/bin/python -m benchmarks.publishing [--monate 72] [--laeufe 5]

Then the increment after the correction of one Jobcenter's month, where everything is shown and where something is
withheld; and everything once more, compared with what is published. With ``--monate 240`` twenty years: what the
demonstration lacks is repeated. Runs on a database of its own (``bench_…``, dropped afterwards) on one core. Prints
medians.
"""

from __future__ import annotations

import argparse
import os
from datetime import date

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss, speicher

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
    from kennzahlen.cube import monat_plus
    from kennzahlen.models import Meldung, Veroeffentlichung

    global BIS
    BIS = lade_zahlen(monate)
    print(f"{Meldung.objects.count()} Meldungen, {monate} Monate")
    schnell = miss(veroeffentliche, laeufe, vorher=leere)
    print(f"veröffentlichen: {schnell}; {Veroeffentlichung.objects.get().anzahl_werte} Werte")
    print(f"nach einer Korrektur: {miss(veroeffentliche, laeufe, vorher=korrigiere)}")
    mit_geheimem = miss(veroeffentliche, laeufe, vorher=lambda: korrigiere(monat_plus(BIS, 8 - monate)))
    print(f"nach einer im ersten Jahr, von dem nicht alles gezeigt wird: {mit_geheimem}")
    print(f"alles noch einmal, und nichts ist anders: {miss(lambda: veroeffentliche(ganz=True), laeufe)}")
    print(f"{Veroeffentlichung.objects.count()} Veröffentlichungen; {speicher()}")
    if mit_orm:
        leere()
        veroeffentliche()
        erwartet = stichprobe()
        langsam = miss(mit_orm_schleifen, 1, vorher=leere)
        print(f"ORM-Schleifen:   {langsam}; das ist das {langsam / schnell:.0f}-Fache")
        if stichprobe() != erwartet:
            raise SystemExit("Die ORM-Schleifen kommen zu anderen Werten.")


def korrigiere(monat: date | None = None) -> None:
    """Correct a month (default: the third from the end) of one Jobcenter, as a second version would."""
    from django.db.models import F, Max

    from kennzahlen.cube import monat_plus
    from kennzahlen.models import Meldung
    from kennzahlen.recht import SPALTE

    alte = Meldung.objects.gueltig().filter(monat=monat or monat_plus(BIS, -2)).order_by("jobcenter").first()
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


def veroeffentliche(*, ganz: bool = False) -> None:
    """The act itself."""
    from kennzahlen.veroeffentlichungen import veroeffentlichung
    from zielsystem.parties.zugriff import betrieb

    veroeffentlichung.veroeffentliche(bis=BIS, durch=betrieb(JETZT.date()), am=JETZT, ganz=ganz)


def mit_orm_schleifen() -> None:
    """The same values the plain way: objects, loops and a query per Jobcenter; aggregates by adding up in Python."""
    from benchmarks import orm_loops

    orm_loops.publish(BIS, JETZT)


if __name__ == "__main__":
    main()
