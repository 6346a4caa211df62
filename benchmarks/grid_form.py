"""Save one figure of the grid form at the server: from the request to the answer, with all checks.

    .venv/bin/python -m benchmarks.grid_form [--laeufe 50]

Runs on a database of its own (dropped afterwards) on one core, with 106 months of all Jobcenter of the demonstration.
The first save has to find out what all Jobcenter did; the others find it in the cache.
"""

from __future__ import annotations

import argparse
import os
import time
from functools import partial
from itertools import count
from typing import Any

from benchmarks.surroundings import datenbank, lade_zahlen, miss, speicher

MONATE = 106
ZIEL_MS = 150


def main() -> None:
    """Set up, measure, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laeufe", type=int, default=50)
    optionen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with datenbank():
        vermesse(optionen.laeufe)


def vermesse(laeufe: int) -> None:
    """Measure the first save and the median of the others."""
    from django.core.cache import cache

    from kennzahlen.models import Meldung

    lade_zahlen(MONATE)
    client = _client()
    adresse = client.post("/meldungen/neu/", {"monat": "2026-11"})["Location"]
    cache.delete("kennzahlen.entwicklung")
    werte = count(30_000)
    speichere = partial(_speichere, client, adresse, werte)
    beginn = time.perf_counter()
    speichere()
    erste = time.perf_counter() - beginn
    median = miss(speichere, laeufe)
    assert Meldung.objects.in_arbeit().get().fassung == laeufe + 2
    print(
        f"Formular speichern: {1000 * median:.0f} ms im Median von {laeufe} (Ziel {ZIEL_MS} ms; "
        f"Prozessor: {1000 * median.eigene:.0f} ms hier); {speicher()}"
    )
    print(f"erstes Mal, ohne die gemerkte Entwicklung aller Jobcenter: {1000 * erste:.0f} ms")


def _client() -> Any:
    from django.test import Client

    from zielsystem.befugnisse import Rolle
    from zielsystem.parties.models import Amt, Nutzer, Partei

    nutzer = Nutzer.objects.create(username="benchmark")
    partei = Partei.objects.get(schluessel="jobcenter-05315")
    Amt.objects.create(nutzer=nutzer, partei=partei, rolle=Rolle.CONTROLLING, ab="2011-01-01")
    client = Client(SERVER_NAME="localhost")
    client.force_login(nutzer)
    return client


def _speichere(client: Any, adresse: str, werte: Any) -> None:
    """Type another figure than the one that stands there."""
    from kennzahlen.models import Meldung
    from kennzahlen.recht import SPALTE

    bisher = Meldung.objects.in_arbeit().values_list("werte", flat=True).get()[SPALTE["ELB"]]
    daten = {"wert-ELB": str(next(werte)), "vorher-ELB": "" if bisher is None else str(bisher)}
    antwort = client.post(adresse, daten, headers={"HX-Request": "true"})
    assert antwort.status_code == 200, antwort.content.decode()


if __name__ == "__main__":
    main()
