"""What every benchmark needs: a database of its own with the demonstration's figures, and a stopwatch."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from zielsystem import embedded

if TYPE_CHECKING:
    from demonstration.cube import Zahlenwerk

JETZT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
LETZTER = date(2026, 10, 1)


@contextmanager
def datenbank() -> Iterator[None]:
    """Django with an empty database beside the real one, dropped afterwards."""
    embedded.ensure()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zielsystem.settings")
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    vorige = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(vorige, verbosity=0)


def miss(akt: Callable[[], object], laeufe: int, *, vorher: Callable[[], None] = lambda: None) -> float:
    """Median of the wall time in seconds."""
    dauern = []
    for _ in range(laeufe):
        vorher()
        beginn = time.perf_counter()
        akt()
        dauern.append(time.perf_counter() - beginn)
    return statistics.median(dauern)


def lade_zahlen(monate: int) -> date:
    """The demonstration structure with its invented figures of the last months, as released Meldungen.

    For more months than the demonstration has, its last year is repeated into the future. Returns the last month.
    """
    from demonstration.cube import figures_cube
    from demonstration.structure import load_structure
    from kennzahlen.models import Meldung
    from zielsystem.parties.models import Partei

    load_structure()
    werk = _verlaengert(figures_cube(), monate)
    nummer = dict(Partei.objects.values_list("schluessel", "pk"))
    ab = len(werk.monate) - monate
    Meldung.objects.bulk_create(
        [
            Meldung(
                jobcenter_id=nummer[f"jobcenter-{ort.ags}"],
                monat=monat,
                version=1,
                zustand="freigegeben",
                werte=[None if wert < 0 else int(wert) for wert in zeile],
                quelle="Benchmark",
                erfasst_am=JETZT,
                freigegeben_am=JETZT,
            )
            for ort, reihe in zip(werk.orte, werk.werte, strict=True)
            for monat, zeile in zip(werk.monate[ab:], reihe[ab:], strict=True)
            if (zeile >= 0).any()
        ],
        batch_size=2000,
    )
    return werk.monate[-1]


def _verlaengert(werk: Zahlenwerk, monate: int) -> Zahlenwerk:
    from demonstration.cube import Zahlenwerk
    from kennzahlen.cube import monatsreihe

    vorhanden = len(werk.monate)
    if monate <= vorhanden:
        return werk
    stellen = [*range(vorhanden), *(vorhanden - 12 + nr % 12 for nr in range(monate - vorhanden))]
    return Zahlenwerk(werk.orte, monatsreihe(werk.monate[0], monate), werk.werte[:, stellen])
