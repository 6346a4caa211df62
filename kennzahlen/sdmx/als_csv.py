"""Data as SDMX-CSV 1.0 and 2.0: one row per observation, all components in columns, commas and points. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from kennzahlen.sdmx.aufbau import (
    AGENTUR,
    FLUSS,
    MERKMALE,
    MESSWERT,
    REIHENMERKMALE,
    SATZMERKMALE,
    SCHLUESSEL,
    VERSION,
    ZEIT,
)
from kennzahlen.sdmx.fluss import Datensatz, Zuschnitt
from kennzahlen.sdmx.werte import Reihe

_ZIEL = f"{AGENTUR}:{FLUSS}({VERSION})"
_KOPF = {1: (("DATAFLOW",), (_ZIEL,)), 2: (("STRUCTURE", "STRUCTURE_ID", "ACTION"), ("dataflow", _ZIEL))}
"""By version the first columns and what stands in them."""


def als_csv(satz: Datensatz, reihen: Iterable[Reihe], zuschnitt: Zuschnitt, version: int) -> Iterator[str]:
    """The rows, a piece per series; without attributes their columns are left out."""
    namen, werte = _KOPF[version]
    if version == 2:
        werte = (*werte, "A" if satz.nur_neues else "R")
    merkmale = (*MERKMALE, *REIHENMERKMALE, *SATZMERKMALE) if zuschnitt.mit_merkmalen else ()
    yield _zeilen([(*namen, *SCHLUESSEL, ZEIT, MESSWERT, *merkmale)])
    des_satzes = tuple(wert for _, wert in satz.merkmale)
    for reihe in reihen:
        vorn, hinten = (*werte, *reihe.schluessel), (*reihe.merkmale, *des_satzes)
        if not zuschnitt.mit_beobachtungen:
            leere = (None,) * (2 + len(MERKMALE) * zuschnitt.mit_merkmalen)
            yield _zeilen([(*vorn, *leere, *(hinten if zuschnitt.mit_merkmalen else ()))])
        elif zuschnitt.mit_merkmalen:
            yield _zeilen((*vorn, b.monat, b.wert, *b.merkmale, *hinten) for b in reihe.beobachtungen)
        else:
            yield _zeilen((*vorn, b.monat, b.wert) for b in reihe.beobachtungen)


def _zeilen(zeilen: Iterable[tuple[str | None, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(zeilen)
    return text.getvalue()
