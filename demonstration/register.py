"""The facts about Jobcenter and their Kommunen, and the history that follows from them. PURE: plain values.

``facts/jobcenter.csv`` has one row per Jobcenter as it is today, or as it was on its last day.
``facts/changes.csv`` has what changed, with day and source. History is read backwards: each change says what was
there before, and must fit what is known for the time after it. Sources and doubts: ``docs/demonstration.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

FACTS = Path(__file__).parent / "facts"
BEGINN = date(2011, 1, 1)
"""First day of the register: since then there are gemeinsame Einrichtungen (§ 76 Abs. 1 SGB II, 2010 version)."""

OST = frozenset({"11", "12", "13", "14", "15", "16"})
STADT = frozenset({"kreisfreie Stadt", "Bezirk", "Kommunalverband"})
VERAENDERLICH = frozenset({"ags", "kommune", "jobcenter", "traegerform"})


class FactsError(ValueError):
    """The two fact files contradict each other."""


@dataclass(frozen=True)
class Ort:
    """A Kommune with its one Jobcenter. ``einwohner`` about 2020, or before the end; None where not needed."""

    ags: str
    art: str
    kommune: str
    jobcenter: str
    land: str
    einwohner: int | None
    traegerform: str

    @property
    def ost(self) -> bool:
        """Whether it lies in eastern Germany (with Berlin)."""
        return self.land in OST

    @property
    def stadt(self) -> bool:
        """Whether it is a town or a region formed around one."""
        return self.art in STADT

    @property
    def optionskommune(self) -> bool:
        """Whether the Kommune runs its Jobcenter alone (§ 6a)."""
        return self.traegerform == "zkT"


@dataclass(frozen=True)
class Aenderung:
    """One change: ``ags`` is the key of the row in jobcenter.csv, ``feld`` one of its columns.

    Two more kinds: ``neubildung`` (there was nothing before) and ``nachfolge`` (``vorher`` went up in ``nachher``).
    """

    am: date
    ags: str
    feld: str
    vorher: str
    nachher: str
    quelle: str


@dataclass(frozen=True)
class Ortsstand:
    """An Ort as it is from ``ab`` (inclusive) to ``bis`` (exclusive; None: still)."""

    ort: Ort
    ab: date
    bis: date | None


def _zeilen(datei: str) -> Iterator[dict[str, str]]:
    with (FACTS / datei).open(encoding="utf-8", newline="") as quelle:
        yield from csv.DictReader(quelle, delimiter=";")


def read_orte() -> tuple[Ort, ...]:
    """Every Ort the register ever knew, in the order of the keys."""
    return tuple(
        Ort(**{**zeile, "einwohner": int(zeile["einwohner"]) if zeile["einwohner"] else None})  # type: ignore[arg-type]
        for zeile in _zeilen("jobcenter.csv")
    )


def read_aenderungen() -> tuple[Aenderung, ...]:
    """Every known change, oldest first."""
    zeilen = (Aenderung(**{**zeile, "am": date.fromisoformat(zeile["am"])}) for zeile in _zeilen("changes.csv"))  # type: ignore[arg-type]
    return tuple(sorted(zeilen, key=lambda aenderung: aenderung.am))


def nachfolgen(aenderungen: Iterable[Aenderung]) -> tuple[Aenderung, ...]:
    """The mergers: ``vorher`` and ``nachher`` are keys of jobcenter.csv."""
    return tuple(aenderung for aenderung in aenderungen if aenderung.feld == "nachfolge")


def geschichte(ort: Ort, aenderungen: Iterable[Aenderung]) -> tuple[Ortsstand, ...]:
    """The states of one Ort, oldest first, without gap or overlap.

    Raises :class:`FactsError` when a change does not lead to what is known for the time after it.
    """
    eigene = [aenderung for aenderung in aenderungen if ort.ags in (aenderung.ags, aenderung.vorher)]
    bis = next((n.am for n in nachfolgen(eigene) if n.vorher == ort.ags), None)
    wechsel = [a for a in reversed(eigene) if a.ags == ort.ags and a.feld in VERAENDERLICH]
    beginn = next((a.am for a in eigene if a.feld == "neubildung"), BEGINN)
    staende = []
    for am, gruppe in groupby(wechsel, key=lambda aenderung: aenderung.am):
        staende.append(Ortsstand(ort, am, bis))
        ort, bis = _vorher(ort, gruppe), am
    return (Ortsstand(ort, beginn, bis), *reversed(staende))


def _vorher(ort: Ort, gruppe: Iterable[Aenderung]) -> Ort:
    alt = {}
    for aenderung in gruppe:
        if getattr(ort, aenderung.feld) != aenderung.nachher:
            raise FactsError(f"{aenderung}: danach steht aber {getattr(ort, aenderung.feld)!r}.")
        alt[aenderung.feld] = aenderung.vorher
    return replace(ort, **alt)  # type: ignore[arg-type]


def verdichtet(staende: Iterable[Ortsstand], *felder: str) -> Iterator[Ortsstand]:
    """The states with neighbours joined that agree in ``felder``."""

    def wert(stand: Ortsstand) -> tuple[str, ...]:
        return tuple(getattr(stand.ort, feld) for feld in felder)

    for _, gruppe in groupby(staende, key=wert):
        gleiche = list(gruppe)
        yield Ortsstand(gleiche[0].ort, gleiche[0].ab, gleiche[-1].bis)


def zu_melden(orte: Iterable[Ort], aenderungen: Iterable[Aenderung], seit: date) -> tuple[Ort, ...]:
    """The Orte whose Jobcenter still existed on ``seit`` or later, and so have figures."""
    alle = tuple(aenderungen)
    return tuple(ort for ort in orte if (ende := geschichte(ort, alle)[-1].bis) is None or ende > seit)
