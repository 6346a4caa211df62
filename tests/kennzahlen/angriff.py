"""An attacker on published Kennzahlen: knows every release, all units and groups, the formulas and who belongs where.

What is not known are the reported figures, one variable per Grundgröße, Jobcenter and month; none is negative. Every
published numerator and denominator is an equation between them. Linear programming then tells the lowest and the
highest value that any sum of figures can have. Written without the code under attack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from kennzahlen.formeln import Grund, Gruppierung, Teile
from kennzahlen.recht import Ausdruck, Kennzahl, kennzahl_am

Figur = tuple[int, str, int, int]
"""A reported figure: its version, Grundgröße, Jobcenter, month."""
Glied = tuple[str, int, int]


@dataclass(frozen=True)
class Release:
    """What was published, which figures (Grundgröße, unit, month) are no longer those of the first one, which are in
    no total. The attacker is told the latter two."""

    einzeln: Teile
    gruppen: Teile
    korrigiert: Mapping[Glied, int] = field(default_factory=dict)
    ausgelassen: frozenset[Glied] = frozenset()

    def version(self, glied: Glied) -> int:
        """Number of the version of a figure on which this release rests."""
        return self.korrigiert.get(glied, 0)


@dataclass
class Angreifer:
    """Collects equations from releases; ``groessen`` are the Grundgrößen that are asked about."""

    gruppierungen: Sequence[Gruppierung]
    groessen: frozenset[str]
    gleichungen: list[tuple[list[Figur], float]] = field(default_factory=list)
    ganze: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def liest(self, release: Release) -> None:
        """Take everything that a release says."""
        teilnahme = _teilnahme(release)
        for spalte, code in enumerate(release.einzeln.codes):
            for monat, erster in enumerate(release.einzeln.monate_achse):
                kennzahl = kennzahl_am(code, erster)
                for teile, zeile, mitglieder in self._zeilen(release, monat, spalte, teilnahme):
                    if teile.grund[zeile, monat, spalte] in (Grund.OK, Grund.NENNER_NULL):
                        self._merke(release, kennzahl, mitglieder, (teile, (zeile, monat, spalte)))

    def _zeilen(
        self, release: Release, monat: int, spalte: int, teilnahme: np.ndarray
    ) -> Iterable[tuple[Teile, int, list[int]]]:
        """Every row of a month and measure, and whose figures are in it."""
        for einheit in range(len(release.einzeln.grund)):
            yield release.einzeln, einheit, [einheit]
        zeile = 0
        for gruppierung in self.gruppierungen:
            for nummer in range(gruppierung.anzahl):
                mitglieder = (gruppierung.zuordnung[:, monat] == nummer) & teilnahme[:, monat, spalte]
                laenge = release.gruppen.monate[zeile, monat, spalte]
                mitglieder &= release.einzeln.monate[:, monat, spalte] == laenge
                yield release.gruppen, zeile, np.flatnonzero(mitglieder).tolist()
                zeile += 1

    def _merke(
        self, release: Release, kennzahl: Kennzahl, mitglieder: list[int], zelle: tuple[Teile, tuple[int, int, int]]
    ) -> None:
        teile, (zeile, monat, spalte) = zelle
        seiten = ((kennzahl.zaehler, kennzahl.nenner, teile.zaehler), (kennzahl.nenner, kennzahl.zaehler, teile.nenner))
        for ausdruck, anderer, summen in seiten:
            if ausdruck.groesse in self.groessen:
                monate = _fenster(ausdruck, anderer, monat)[: teile.monate[zeile, monat, spalte]]
                glieder = [(ausdruck.groesse, e, m) for e in mitglieder for m in monate]
                figuren = [(release.version(g), *g) for g in glieder]
                self.gleichungen.append((figuren, summen[zeile, monat, spalte]))

    def weiss(self, ganzes: str, teile: tuple[str, ...]) -> None:
        """Add the knowledge that some figures always add up to another."""
        self.ganze[ganzes] = teile

    @cached_property
    def _nummer(self) -> dict[Figur, int]:
        figuren = {figur for figuren, _ in self.gleichungen for figur in figuren}
        for ganzes, teile in self.ganze.items():
            figuren |= {(v, g, e, m) for v, h, e, m in list(figuren) if h in (ganzes, *teile) for g in (ganzes, *teile)}
        return {figur: nummer for nummer, figur in enumerate(sorted(figuren))}

    @cached_property
    def _system(self) -> tuple[csr_array, np.ndarray]:
        gleichungen = [([(self._nummer[f], 1.0) for f in figuren], summe) for figuren, summe in self.gleichungen]
        for ganzes, teile in self.ganze.items():
            for (version, groesse, *rest), nummer in self._nummer.items():
                if groesse == ganzes:
                    glieder = [(self._nummer[version, teil, *rest], 1.0) for teil in teile]
                    gleichungen.append(([(nummer, -1.0), *glieder], 0.0))
        eindeutig = {tuple(sorted(glieder)): summe for glieder, summe in gleichungen if glieder}
        zeilen = [zeile for zeile, glieder in enumerate(eindeutig) for _ in glieder]
        spalten = [spalte for glieder in eindeutig for spalte, _ in glieder]
        werte = [wert for glieder in eindeutig for _, wert in glieder]
        form = (len(eindeutig), len(self._nummer))
        return csr_array((werte, (zeilen, spalten)), shape=form), np.array(list(eindeutig.values()))

    def grenzen(self, figuren: Iterable[Figur]) -> tuple[float, float]:
        """Lowest and highest possible sum of figures; a figure of which nothing is known may be anything."""
        figuren = list(figuren)
        if any(figur not in self._nummer for figur in figuren):
            return 0.0, np.inf
        ziel = np.zeros(len(self._nummer))
        ziel[[self._nummer[figur] for figur in figuren]] = 1.0
        matrix, rechts = self._system
        unten, oben = (linprog(z, A_eq=matrix, b_eq=rechts, method="highs") for z in (ziel, -ziel))
        assert unten.status == 0, unten.message
        return unten.fun, -oben.fun if oben.status == 0 else np.inf


def _teilnahme(release: Release) -> np.ndarray:
    """[unit, month, measure] who is in the totals: all with figures, but for who is left out after a correction."""
    dabei = np.isin(release.einzeln.grund, (Grund.OK, Grund.NENNER_NULL, Grund.GEHEIM))
    for spalte, code in enumerate(release.einzeln.codes):
        for monat, erster in enumerate(release.einzeln.monate_achse):
            kennzahl = kennzahl_am(code, erster)
            for ausdruck in (kennzahl.zaehler, kennzahl.nenner):
                fenster = range(monat + ausdruck.von, monat + ausdruck.bis + 1)
                ohne = [e for g, e, m in release.ausgelassen if g == ausdruck.groesse and m in fenster]
                dabei[ohne, monat, spalte] = False
    return dabei


def _fenster(ausdruck: Ausdruck, anderer: Ausdruck, monat: int) -> list[int]:
    """The months of a window, the newest first: those of which both figures can be there, as sums are paired."""
    paare = ((monat + ausdruck.bis - j, monat + anderer.bis - j) for j in range(ausdruck.laenge))
    return [m for m, n in paare if m >= 0 and n >= 0]


@dataclass(frozen=True)
class Ziel:
    """A small count: where it would stand, how many it is, and of what it is the sum."""

    ort: str
    anzahl: float
    figuren: tuple[Figur, ...]


def kleine_zahlen(
    werte: np.ndarray, release: Release, gruppierungen: Sequence[Gruppierung], spalten: dict[str, int]
) -> list[Ziel]:
    """Every count of 1 or 2 that stands or would stand in a release, of Jobcenter, groups and differences of groups.

    ``werte`` are the figures that the release rests on, ``spalten`` the column of each Grundgröße asked about.
    """
    ziele = {}
    for (code, monat), (ausdruck, monate) in _stellen(release, spalten):
        spalte = release.einzeln.codes.index(code)
        for ort, menge in _mengen(gruppierungen, len(werte), monat).items():
            laengen = {int(release.einzeln.monate[e, monat, spalte]) for e in menge}
            if len(laengen) == 1 and laengen != {0}:
                gezaehlt = monate[: laengen.pop()]
                glieder = [(ausdruck.groesse, e, m) for e in menge for m in gezaehlt]
                anzahl = sum(werte[e, m, spalten[g]] for g, e, m in glieder)
                if 0 < anzahl < 3:
                    figuren = tuple(sorted((release.version(g), *g) for g in glieder))
                    ziele[figuren] = Ziel(f"{code} {ort} {monat}", anzahl, figuren)
    return list(ziele.values())


def _stellen(release: Release, groessen: Iterable[str]) -> Iterable[tuple[tuple[str, int], tuple[Ausdruck, list[int]]]]:
    """Every measure and month in which a sum of one of the Grundgrößen stands, with the months it is the sum of."""
    for code in release.einzeln.codes:
        for monat, erster in enumerate(release.einzeln.monate_achse):
            kennzahl = kennzahl_am(code, erster)
            for a, b in ((kennzahl.zaehler, kennzahl.nenner), (kennzahl.nenner, kennzahl.zaehler)):
                if a.groesse in groessen:
                    yield (code, monat), (a, _fenster(a, b, monat))


def _mengen(gruppierungen: Sequence[Gruppierung], anzahl: int, monat: int) -> dict[str, frozenset[int]]:
    """Jobcenter, groups, and what is left of a group without another one."""
    einzelne = {f"Jobcenter {e}": frozenset([e]) for e in range(anzahl)}
    gruppen = {
        f"Gruppe {nr}.{g}": frozenset(np.flatnonzero(gruppierung.zuordnung[:, monat] == g).tolist())
        for nr, gruppierung in enumerate(gruppierungen)
        for g in range(gruppierung.anzahl)
    }
    reste = {f"{a} ohne {b}": gruppen[a] - gruppen[b] for a in gruppen for b in gruppen if gruppen[b] < gruppen[a]}
    return einzelne | gruppen | reste
