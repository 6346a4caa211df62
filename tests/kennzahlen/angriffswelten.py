"""Worlds whose releases are attacked: even ones, random ones with tiny Jobcenter, and a demonstration made small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from demonstration.cube import figures_cube
from kennzahlen.cube import Cube, monatsreihe
from kennzahlen.formeln import Gruppierung, berechne
from kennzahlen.recht import GRUNDGROESSEN, SPALTE
from kennzahlen.veroeffentlichungen.geheimhaltung import Eingabe

AB = date(2023, 1, 1)


@dataclass(frozen=True)
class Welt:
    """Figures [unit, month, Grundgröße] and the groups, the Bund first."""

    werte: np.ndarray
    gruppierungen: tuple[Gruppierung, ...]

    def eingabe(self, **mehr: object) -> Eingabe:
        """Ready to be published."""
        cube = Cube(tuple(range(len(self.werte))), monatsreihe(AB, self.werte.shape[1]), self.werte)
        return Eingabe(cube, berechne(cube, **mehr), self.gruppierungen, **mehr)

    def bis(self, monate: int) -> Welt:
        """Its first months."""
        gruppierungen = (Gruppierung(g.anzahl, g.zuordnung[:, :monate]) for g in self.gruppierungen)
        return Welt(self.werte[:, :monate], tuple(gruppierungen))

    def mit(self, stelle: tuple[int, int], **zahlen: float) -> Welt:
        """With other figures of a unit and month."""
        werte = self.werte.copy()
        for groesse, zahl in zahlen.items():
            werte[*stelle, SPALTE[groesse]] = zahl
        return replace(self, werte=werte)


def gruppierung(gruppen: Sequence[int], monate: int) -> Gruppierung:
    """The same groups in all months; −1 is no group."""
    return Gruppierung(max(gruppen) + 1, np.repeat(np.array(gruppen, dtype=np.int64)[:, None], monate, axis=1))


def gleichmaessig(laender: Sequence[int], typen: Sequence[int], monate: int = 13) -> Welt:
    """Every Jobcenter reports 50 of everything in every month."""
    werte = np.full((len(laender), monate, len(GRUNDGROESSEN)), 50.0)
    werte[:, :, [SPALTE["INT"], SPALTE["ELB"]]] = 100.0
    gemischt = np.unique(np.array(laender) * 2 + np.array(typen), return_inverse=True)[1]
    gruppen = ([0] * len(laender), laender, typen, gemischt.tolist())
    return Welt(werte, tuple(gruppierung(g, monate) for g in gruppen))


def zufallswelt(samen: int, jobcenter: int, monate: int) -> Welt:
    """Some large, some tiny Jobcenter; one changes its Vergleichstyp, one reports later than the others."""
    rng = np.random.default_rng(samen)
    werte = np.zeros((jobcenter, monate, len(GRUNDGROESSEN)))
    for spalte in range(len(GRUNDGROESSEN)):
        mittel = rng.choice([0.1, 0.5, 2, 10, 40], jobcenter, p=[0.15, 0.15, 0.1, 0.3, 0.3])
        werte[:, :, spalte] = rng.poisson(mittel[:, None], (jobcenter, monate))
    for ganzes in ("ELB", "INT"):
        werte[:, :, SPALTE[ganzes]] = werte[:, :, SPALTE[f"{ganzes}_W"]] + werte[:, :, SPALTE[f"{ganzes}_M"]]
    if rng.random() < 0.3:
        werte[-1, : rng.integers(1, monate)] = np.nan
    land, typ = rng.integers(0, 2, jobcenter), rng.integers(0, 2, jobcenter)
    gemischt = np.unique(land * 2 + typ, return_inverse=True)[1]
    vergleichstyp = gruppierung(rng.integers(0, 3, jobcenter).tolist(), monate)
    vergleichstyp.zuordnung[0, monate // 2 :] = 0
    ring = np.where(typ == 1, rng.integers(0, 2, jobcenter), -1)
    feste = (np.zeros(jobcenter, dtype=np.int64), land, typ, gemischt, ring)
    return Welt(werte, (*(gruppierung(g.tolist(), monate) for g in feste), vergleichstyp))


def verkleinerte_demonstration(monate: int = 16) -> Welt:
    """Twelve Jobcenter of the demonstration as if each had a hundredth of its people."""
    ganz = figures_cube()
    wahl = np.arange(0, 120, 10)
    werte = np.maximum(ganz.werte[wahl, -monate:], 0) // 100.0
    for ganzes in ("ELB", "INT"):
        werte[:, :, SPALTE[ganzes]] = werte[:, :, SPALTE[f"{ganzes}_W"]] + werte[:, :, SPALTE[f"{ganzes}_M"]]
    land = [stelle // 4 for stelle in range(len(wahl))]
    typ = [stelle % 3 // 2 for stelle in range(len(wahl))]
    return replace(gleichmaessig(land, typ, monate), werte=werte)
