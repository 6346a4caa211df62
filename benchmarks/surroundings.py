"""What every benchmark needs: a database of its own with the demonstration's figures, and a stopwatch."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
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


class Messung(float):
    """The median of the wall time in seconds; beside it the medians of the processor time of both sides."""

    laeufe: int
    eigene: float
    datenbank: float

    def __str__(self) -> str:
        """In words, with the processor seconds that do not depend on who else uses the machine."""
        return (
            f"{float(self):.2f} s im Median von {self.laeufe} "
            f"(Prozessor: {self.eigene:.2f} s hier, {self.datenbank:.2f} s in der Datenbank)"
        )


def miss(akt: Callable[[], object], laeufe: int, *, vorher: Callable[[], None] = lambda: None) -> Messung:
    """How long something takes, done so many times."""
    zeiten = []
    for _ in range(laeufe):
        vorher()
        beginn = _zeiten()
        akt()
        zeiten.append([jetzt - damals for jetzt, damals in zip(_zeiten(), beginn, strict=True)])
    dauer, eigene, datenbank = (statistics.median(reihe) for reihe in zip(*zeiten, strict=True))
    messung = Messung(dauer)
    messung.laeufe, messung.eigene, messung.datenbank = laeufe, eigene, datenbank
    return messung


def speicher() -> str:
    """The most memory this process ever had."""
    return f"höchstens {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024:.2f} GB Speicher"


def _zeiten() -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), _datenbankzeit()


def _datenbankzeit() -> float:
    """Processor seconds of the database's process for our connection; 0 where it is not on this machine."""
    from django.db import connection

    connection.ensure_connection()
    try:
        angaben = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    nutzer, system = angaben.rpartition(")")[2].split()[11:13]
    return (int(nutzer) + int(system)) / os.sysconf("SC_CLK_TCK")


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
