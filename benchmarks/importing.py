"""Import a month file of more than 122,000 figures with all checks, from bytes to stored Meldungen.

    .venv/bin/python -m benchmarks.importing [--laeufe 5]

Runs on a database of its own (dropped afterwards) on one core. The file holds fifteen months of all Jobcenter of the
demonstration, released as new Meldungen after the ninety-one months that are stored already.
"""

from __future__ import annotations

import argparse
import os
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss

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
    for name, inhalt in (("CSV", schreibe_csv(zeilen)), ("XLSX", schreibe_xlsx(zeilen))):
        dauer = miss(partial(lies_ein, inhalt), laeufe, vorher=partial(vergiss_ab, erster))
        print(f"einlesen aus {name}: {dauer:.2f} s im Median von {laeufe} ({len(zeilen)} Zahlen)")


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
