"""Import a month file of more than 122,000 figures with all checks, from bytes to stored Meldungen.

Beside it: taking each cell of the same workbook into the hand once with openpyxl, which checks and stores nothing.

    .venv/bin/python -m benchmarks.importing [--laeufe 5]

Runs on a database of its own (dropped afterwards) on one core. The file holds fifteen months of all Jobcenter of the
demonstration, released as new Meldungen after the ninety-one months that are stored already.
"""

from __future__ import annotations

import argparse
import io
import os
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss, speicher

if TYPE_CHECKING:
    from kennzahlen.meldungen.lieferung import Zeile

MONATE, DAVON_IN_DER_DATEI = 106, 15


def main() -> None:
    """Set up, measure, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laeufe", type=int, default=5)
    optionen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with datenbank():
        vermesse(optionen.laeufe)


def vermesse(laeufe: int) -> None:
    """Measure both formats on the same figures."""
    from kennzahlen.cube import monat_plus
    from kennzahlen.meldungen.lieferung import schreibe_csv, schreibe_xlsx

    lade_zahlen(MONATE)
    erster = monat_plus(LETZTER, 1 - DAVON_IN_DER_DATEI)
    zeilen = zeilen_ab(erster)
    mappe, text = schreibe_xlsx(zeilen), schreibe_csv(zeilen)
    print(f"{len(zeilen)} Zahlen")
    for name, inhalt in (("CSV", text), ("XLSX", mappe)):
        dauer = miss(partial(lies_ein, inhalt), laeufe, vorher=partial(vergiss_ab, erster))
        print(f"einlesen aus {name}: {dauer}")
    vergiss_ab(erster)
    lies_ein(text)
    berichtigungen = iter([schreibe_csv(berichtigt(zeilen, um)) for um in range(1, laeufe + 1)])
    dauer = miss(lambda: lies_ein(next(berichtigungen)), laeufe)
    print(f"alle Meldungen berichtigen: {dauer}")
    dauer = miss(partial(mit_openpyxl, mappe), laeufe)
    print(f"zum Vergleich openpyxl, die Zellen nur lesen: {dauer}")
    print(speicher())


def berichtigt(zeilen: list[Zeile], um: int) -> list[Zeile]:
    """The figures, one of each Jobcenter's month a little larger."""
    return [
        replace(zeile, wert=(zeile.wert or 0) + um) if zeile.groesse == "EINTRITT_GB" else zeile for zeile in zeilen
    ]


def mit_openpyxl(inhalt: bytes) -> None:
    """What the library that most programs use takes to hand out the cells."""
    from openpyxl import load_workbook

    for _ in load_workbook(io.BytesIO(inhalt), read_only=True).active.iter_rows(values_only=True):
        pass


def zeilen_ab(erster: date) -> list[Zeile]:
    """The stored figures from a month on, as rows of a month file."""
    from kennzahlen.meldungen.lieferung import Zeile
    from kennzahlen.meldungen.meldung import jobcenterschluessel
    from kennzahlen.models import Meldung
    from kennzahlen.recht import GRUNDGROESSEN

    schluessel = jobcenterschluessel()

    def ags_von(partei: int, monat: date) -> str:
        return next(ags for ags, (p, zeiten) in schluessel.items() if p == partei and any(monat in z for z in zeiten))

    meldungen = Meldung.objects.gueltig().filter(monat__gte=erster).order_by("monat", "jobcenter")
    return [
        Zeile(ags, meldung.monat, groesse.code, wert)
        for meldung in meldungen
        for ags in (ags_von(meldung.jobcenter_id, meldung.monat),)
        for groesse, wert in zip(GRUNDGROESSEN, meldung.werte, strict=True)
        if wert is not None
    ]


def vergiss_ab(erster: date) -> None:
    """Delete the Meldungen from a month on."""
    from kennzahlen.models import Befund, Meldung

    Befund.objects.all().delete()
    Meldung.objects.filter(monat__gte=erster).delete()


def lies_ein(inhalt: bytes) -> None:
    """The act itself."""
    from kennzahlen.meldungen.meldung import einlesen
    from zielsystem.parties.zugriff import betrieb

    einlesen(inhalt=inhalt, dateiname="monate", durch=betrieb(JETZT.date()), am=JETZT, freigeben=True)


if __name__ == "__main__":
    main()
