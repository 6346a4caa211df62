"""Reads the worked cases in tests/recht/faelle/kennzahlen into cubes.

A case gives ``ab`` (first month), ``gegeben`` (unit → Grundgröße → figures), optionally ``besteht`` (unit →
[first month, month after the last]), ``nachfolgen`` and ``gruppen`` (unit → month from which on → group), and
lists what is expected of a unit (``einheit``) or a group (``gruppe``) in a month. What else a case says is in ``rest``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from kennzahlen.cube import Cube, Nachfolge, monatsreihe
from kennzahlen.formeln import Gruppierung
from kennzahlen.recht import GRUNDGROESSEN, SPALTE

ORDNER = Path(__file__).resolve().parents[1] / "recht" / "faelle" / "kennzahlen"


@dataclass(frozen=True)
class Fall:
    """One worked case, ready to be computed."""

    name: str
    cube: Cube
    einheiten: list[str]
    existiert: np.ndarray
    nachfolgen: list[Nachfolge]
    gruppen: list[str]
    gruppierung: Gruppierung
    erwartet: list[dict[str, Any]]
    rest: dict[str, Any]

    def stelle(self, monat: str) -> int:
        """Position of a month in the cube."""
        return self.cube.monate.index(monatserster(monat))


def faelle(*dateien: str) -> list[Fall]:
    """All cases of some files."""
    return [_fall(zeilen) for datei in dateien for zeilen in yaml.safe_load((ORDNER / datei).read_text("utf-8"))]


def monatserster(monat: str) -> date:
    """The first day of a month written as 2019-04."""
    return date.fromisoformat(f"{monat}-01")


def reihe(text: str) -> list[float]:
    """ "2*5 - 7" is [5, 5, NaN, 7]."""
    zahlen: list[float] = []
    for teil in str(text).split():
        anzahl, _, zahl = teil.rpartition("*")
        zahlen += [float("nan" if zahl == "-" else zahl)] * int(anzahl or 1)
    return zahlen


def cube_aus(gegeben: dict[str, dict[str, str]], ab: str) -> Cube:
    """The cube of a case: as many months as its longest series."""
    reihen = {(e, g): reihe(text) for e, groessen in gegeben.items() for g, text in groessen.items()}
    monate = monatsreihe(monatserster(ab), max(map(len, reihen.values())))
    einheiten = list(gegeben)
    werte = np.full((len(einheiten), len(monate), len(GRUNDGROESSEN)), np.nan)
    for (einheit, groesse), zahlen in reihen.items():
        werte[einheiten.index(einheit), : len(zahlen), SPALTE[groesse]] = zahlen
    return Cube(tuple(range(len(einheiten))), monate, werte)


def _fall(zeilen: dict[str, Any]) -> Fall:
    einheiten = list(zeilen["gegeben"])
    cube = cube_aus(zeilen["gegeben"], zeilen["ab"])
    verlauf = zeilen.get("gruppen", {})
    gruppen = sorted({gruppe for stationen in verlauf.values() for gruppe in stationen.values()})
    nachfolgen = [
        Nachfolge(
            einheiten.index(n["vorgaenger"]), einheiten.index(n["nachfolger"]), cube.monate.index(monatserster(n["am"]))
        )
        for n in zeilen.get("nachfolgen", [])
    ]
    return Fall(
        name=zeilen["name"],
        cube=cube,
        einheiten=einheiten,
        existiert=_existiert(zeilen.get("besteht", {}), einheiten, cube),
        nachfolgen=nachfolgen,
        gruppen=gruppen,
        gruppierung=Gruppierung(len(gruppen), _zuordnung(verlauf, einheiten, gruppen, cube)),
        erwartet=zeilen.get("erwartet", []),
        rest=zeilen,
    )


def _existiert(besteht: dict[str, list[str | None]], einheiten: list[str], cube: Cube) -> np.ndarray:
    maske = np.ones(cube.werte.shape[:2], dtype=bool)
    for einheit, (ab, bis) in besteht.items():
        drin = [(not ab or monatserster(ab) <= m) and (not bis or m < monatserster(bis)) for m in cube.monate]
        maske[einheiten.index(einheit)] = drin
    return maske


def _zuordnung(verlauf: dict[str, dict[str, str]], einheiten: list[str], gruppen: list[str], cube: Cube) -> np.ndarray:
    zuordnung = np.full(cube.werte.shape[:2], -1)
    for einheit, stationen in verlauf.items():
        for ab, gruppe in sorted(stationen.items()):
            zuordnung[einheiten.index(einheit), cube.monate.index(monatserster(ab)) :] = gruppen.index(gruppe)
    return zuordnung
