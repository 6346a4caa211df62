"""What a Jobcenter's peers did: the middle of how the figures of its Vergleichstyp grew, month by month.

Where too few of a Vergleichstyp reported, all Jobcenter take its place; a finding says which of the two it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from kennzahlen.cube import Cube, Ganze, Maske, Zahlen
from kennzahlen.meldungen.plausibilitaet.stoff import Pruefstoff, frueher
from kennzahlen.recht import GRUNDGROESSEN, PARAMETER, Groessenart

KEIN_TYP = 0
"""In place of the key of a Vergleichstyp: the Jobcenter has none; as a group: all Jobcenter."""


def faelle_von(stoff: Pruefstoff) -> tuple[Zahlen, Zahlen]:
    """The figures in cases, [series, month, Grundgröße], and what one case is in each Grundgröße."""
    cent = 100 * stoff.parameter_wert("SPRUNG_EURO_JE_FALL")
    je_fall = np.array([cent if g.art is Groessenart.GELD else 1.0 for g in GRUNDGROESSEN])
    return np.where(stoff.werte >= 0, stoff.werte, np.nan) / je_fall, je_fall


def anteilswert(werte: Zahlen, achse: int, anteil: float) -> tuple[Zahlen, Ganze]:
    """The value below which a share of what is there lies (0.5: the median), and how many there are.

    The axis is kept with length 1; NaN where nothing is there.
    """
    sortiert = np.sort(werte, axis=achse)
    anzahl = np.sum(~np.isnan(werte), axis=achse, keepdims=True)
    rang = anteil * np.maximum(anzahl - 1, 0)
    unten = np.take_along_axis(sortiert, np.floor(rang).astype(np.int64), axis=achse)
    oben = np.take_along_axis(sortiert, np.ceil(rang).astype(np.int64), axis=achse)
    return unten + (rang % 1) * (oben - unten), anzahl


def wachstum(faelle: Zahlen, vorher: Zahlen) -> Zahlen:
    """The logarithm of the growth between two figures in cases; half a case more lets it begin at none."""
    ergebnis: Zahlen = np.log((faelle + 0.5) / (vorher + 0.5))
    return ergebnis


@dataclass(frozen=True, eq=False)
class Gemeinsames:
    """What the peers of each series did [series, month, Grundgröße].

    ``mitte`` is the middle growth, ``typ`` where it is that of the Vergleichstyp and not that of all Jobcenter,
    ``allein`` where there are too few even of all [1, month, Grundgröße].
    """

    mitte: Zahlen
    typ: Maske
    allein: Maske


@dataclass(frozen=True, eq=False)
class Entwicklung:
    """Per distance in months the middle growth and how many there are, [group, month, Grundgröße].

    The first group are all Jobcenter, the others the Vergleichstypen by their keys (``typen``).
    """

    monate: tuple[date, ...]
    typen: tuple[int, ...]
    je_abstand: Mapping[int, tuple[Zahlen, Ganze]]

    def fuer(self, typen: Ganze, monate: tuple[date, ...], abstand: int, mindestens: float) -> Gemeinsames:
        """For series of the Vergleichstypen [series, month] on other months; nobody is there where this ends."""
        nummer = {typ: stelle for stelle, typ in enumerate(self.typen)}
        vorkommende, welcher = np.unique(typen, return_inverse=True)
        gruppe = np.array([nummer.get(typ, 0) for typ in vorkommende.tolist()], dtype=np.int64)[welcher]
        mitte, anzahl = self._auf(monate, abstand)
        ort = gruppe.reshape(typen.shape), np.arange(len(monate))
        im_typ = (anzahl[ort] >= mindestens) & (ort[0] > 0)[:, :, None]
        return Gemeinsames(np.where(im_typ, mitte[ort], mitte[0]), im_typ, anzahl[:1] < mindestens)

    def _auf(self, monate: tuple[date, ...], abstand: int) -> tuple[Zahlen, Ganze]:
        if monate == self.monate:
            return self.je_abstand[abstand]
        mitte = np.full((len(self.typen), len(monate), len(GRUNDGROESSEN)), np.nan)
        anzahl = np.zeros(mitte.shape, dtype=np.int64)
        lage = {eigener: stelle for stelle, eigener in enumerate(self.monate)}
        paare = [(stelle, lage[monat]) for stelle, monat in enumerate(monate) if monat in lage]
        if paare:
            ziel, quelle = np.array(paare).T
            for neu, feld in zip((mitte, anzahl), self.je_abstand[abstand], strict=True):
                neu[:, ziel] = feld[:, quelle]
        return mitte, anzahl


def entwicklung(cube: Cube, stichmonat: date, typen: Ganze | None = None) -> Entwicklung:
    """The development in a cube of all Jobcenter, to check a few of them by it without reading all again.

    ``typen`` [unit, month] are the keys of their Vergleichstypen.
    """
    if typen is None:
        typen = np.full(cube.werte.shape[:2], KEIN_TYP)
    nichts = np.zeros((0, 0), np.bool_)
    stoff = Pruefstoff(cube.werte, nichts, typen, len(cube.einheiten), cube.monate, stichmonat, PARAMETER)
    faelle, _ = faelle_von(stoff)
    return Entwicklung(
        cube.monate, _vorkommende(typen), {abstand: _je_gruppe(faelle, typen, abstand) for abstand in (1, 12)}
    )


def gemeinsames_von(stoff: Pruefstoff, faelle: Zahlen, abstand: int) -> Gemeinsames:
    """What the peers of the series did, by what is known of all Jobcenter or else by the units that are looked at."""
    bekannt = stoff.entwicklung
    if bekannt is None:
        eigene, typen = faelle[: stoff.einheiten], stoff.typen[: stoff.einheiten]
        bekannt = Entwicklung(stoff.monate, _vorkommende(typen), {abstand: _je_gruppe(eigene, typen, abstand)})
    return bekannt.fuer(stoff.typen, stoff.monate, abstand, stoff.parameter_wert("SPRUNG_VERGLEICHSEINHEITEN"))


def _vorkommende(typen: Ganze) -> tuple[int, ...]:
    return KEIN_TYP, *(typ for typ in np.unique(typen).tolist() if typ != KEIN_TYP)


def _je_gruppe(faelle: Zahlen, typen: Ganze, abstand: int) -> tuple[Zahlen, Ganze]:
    gewachsen = wachstum(faelle, frueher(faelle, abstand))
    mitten, anzahlen = zip(*(anteilswert(glieder, 0, 0.5) for glieder in _gruppen(gewachsen, typen)), strict=True)
    return np.concatenate(mitten), np.concatenate(anzahlen)


def _gruppen(gewachsen: Zahlen, typen: Ganze) -> Iterator[Zahlen]:
    """The growth of all units, then that of each Vergleichstyp, NaN in the months in which a unit is not in it."""
    yield gewachsen
    for typ in _vorkommende(typen)[1:]:
        dabei = typen == typ
        irgendwann = dabei.any(axis=1)
        yield np.where(dabei[irgendwann][:, :, None], gewachsen[irgendwann], np.nan)
