"""Who is withheld together with whom: for each small count a partner to which its cases could as well belong.

A *pair* (unit, partner, month, Grundgrößen) stands for a world that nobody can tell from the real one: there the
unit's figure of that month is a few cases lower or higher, and the partner's as many higher or lower. Whatever
contains both figures or neither is the same in both worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kennzahlen.cube import Ganze, Maske, Zahlen
from kennzahlen.recht import SPALTE
from kennzahlen.veroeffentlichungen.geheimhaltung.aufstellung import GANZES, GEGENSTUECK, ZERLEGUNG, Anzeige, Summen

NIEMAND = -1
"""The partner of one for whom there is none: then every sum with that unit is withheld."""
_UNGLEICH_BEKANNT = 100_000.0
"""Cost of a partner whose figures are not in the same sums because some are missing: taken only if nobody else is."""
_REICHWEITE = 12


class Paar(NamedTuple):
    """A unit and its partner in a month; ``groessen`` are the Grundgrößen whose figures move in the other world."""

    einheit: int
    partner: int
    monat: int
    groessen: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lage:
    """Everything the choice rests on: sums and figures before suppression, and the smallest count to be published.

    ``werte`` [unit, month, Grundgröße] are the reported figures, ``anzeigen`` says by Grundgröße what shows it.
    """

    summen: Summen
    werte: Zahlen
    anzeigen: Mapping[str, tuple[Anzeige, ...]]
    unter: int


class Partnerwahl:
    """Chooses partners, month by month in ascending order, so that what is withheld already is used again.

    Rule: of all units with enough cases in that month (together at least one more than the threshold), the one
    with which sums of the fewest Jobcenter get withheld in addition; of those the former partner, then the one with
    the fewest cases, then the first on the axis.
    """

    def __init__(self, lage: Lage) -> None:
        self._lage = lage
        zeilen = len(lage.summen.einzeln.grund) + len(lage.summen.gruppen.grund)
        self._form = (zeilen, lage.werte.shape[1] + _REICHWEITE)
        self._verdeckt: dict[str, Maske] = {}
        self._basis = lage.summen.bekannt
        self._gewicht: tuple[int, Zahlen] = (-1, np.zeros(0))
        self._kenntnisse: dict[str, tuple[int, Ganze]] = {}
        self._bisher: dict[tuple[str, int], int] = {}

    def uebernimm(self, paar: Paar) -> None:
        """Go on from a pair of an earlier release: what it withholds is withheld already."""
        self._merke(paar)

    def reicht(self, paar: Paar) -> bool:
        """Whether unit and partner still have enough cases for three values, after their corrections too."""
        if paar.partner == NIEMAND:
            return True
        welten = dict(self._welten(paar.groessen[0], paar.einheit, paar.monat))
        return bool(welten[paar.groessen][paar.partner])

    def waehle(self, groesse: str, einheit: int, monat: int, moegliche: Maske | None = None) -> Paar:
        """The pair of a unit whose count is small; ``moegliche`` [unit] restricts who can be partner."""
        for mitgehend, genug in self._welten(groesse, einheit, monat):
            kandidaten = np.flatnonzero(genug if moegliche is None else genug & moegliche)
            if len(kandidaten):
                partner = self._guenstigster(groesse, einheit, monat, kandidaten)
                return self._merke(Paar(einheit, partner, monat, mitgehend))
        return self._merke(Paar(einheit, NIEMAND, monat, welt_ohne_partner(groesse)))

    def _welten(self, groesse: str, einheit: int, monat: int) -> list[tuple[tuple[str, ...], Maske]]:
        """Ways in which cases could belong elsewhere: the Grundgrößen that move, and [unit] who has enough of them.

        Women and men add up to the published whole. So a case less among the women is one more among the men of
        the same Jobcenter and the other way round at the partner, or else the whole moves as well; and the whole
        never moves alone. In any case the two have so many that no group with both of them is small.
        """
        genug = self._genug(groesse, einheit, monat)
        if groesse in ZERLEGUNG:
            return [((groesse, teil), genug & self._genug(teil, einheit, monat)) for teil in ZERLEGUNG[groesse]]
        if groesse not in GEGENSTUECK:
            return [((groesse,), genug)]
        x, y = (np.nan_to_num(self._figuren(g, monat)) for g in (groesse, GEGENSTUECK[groesse]))
        tauschbar = np.minimum(x, y[einheit]) + np.minimum(x[einheit], y)
        tausch = genug & (tauschbar >= self._lage.unter - 1)
        return [((groesse, GEGENSTUECK[groesse]), tausch), ((groesse, GANZES[groesse]), genug)]

    def _genug(self, groesse: str, einheit: int, monat: int) -> Maske:
        """[unit] who is there in a month and has, with the unit, at least one case more than the threshold."""
        x = self._figuren(groesse, monat)
        genug: Maske = np.nan_to_num(x) + np.nan_to_num(x[einheit]) > self._lage.unter
        genug &= (self._lage.summen.zeilen[0, :, monat] == np.arange(len(x))) & ~np.isnan(x)
        genug[einheit] = False
        return genug

    def _figuren(self, groesse: str, monat: int) -> Zahlen:
        werte: Zahlen = self._lage.werte[:, monat, SPALTE[groesse]]
        return werte

    def _guenstigster(self, groesse: str, einheit: int, monat: int, kandidaten: Ganze) -> int:
        bisher = self._bisher.get((groesse, einheit), NIEMAND)
        if bisher in kandidaten and not self._kosten(groesse, einheit, monat, np.array([bisher])):
            return bisher
        kosten = self._kosten(groesse, einheit, monat, kandidaten)
        faelle = self._figuren(groesse, monat)[kandidaten]
        return int(kandidaten[np.lexsort((faelle, kandidaten != bisher, kosten))[0]])

    def _kosten(self, groesse: str, einheit: int, monat: int, kandidaten: Ganze) -> Zahlen:
        """For how many Jobcenter the sums stand that would be withheld in addition."""
        zeilen = self._lage.summen.zeilen[:, :, monat]
        eigene, fremde = zeilen[:, einheit, None], zeilen[:, kandidaten]
        gewicht = np.append(self._gewichte(monat) * ~self._decke(groesse)[:, monat], 0.0)
        kosten: Zahlen = np.where(eigene != fremde, gewicht[eigene] + gewicht[fremde], 0.0).sum(axis=0)
        kenntnis = self._kenntnis(groesse, monat)
        kosten += np.where(kenntnis[kandidaten] != kenntnis[einheit], _UNGLEICH_BEKANNT, 0.0)
        return kosten

    def _gewichte(self, monat: int) -> Zahlen:
        """How many Jobcenter are in each sum; once per month."""
        if self._gewicht[0] != monat:
            zeilen = self._lage.summen.zeilen[:, :, monat]
            anzahl = np.bincount(zeilen[zeilen >= 0], minlength=self._form[0])
            self._gewicht = (monat, anzahl.astype(np.float64))
        return self._gewicht[1]

    def _kenntnis(self, groesse: str, monat: int) -> Ganze:
        """A number per unit that is the same for units that enter the same sums; once per month and Grundgröße."""
        gemerkt = self._kenntnisse.get(groesse)
        if gemerkt is None or gemerkt[0] != monat:
            gemerkt = self._kenntnisse[groesse] = (monat, self._ermittle_kenntnis(groesse, monat))
        return gemerkt[1]

    def _ermittle_kenntnis(self, groesse: str, monat: int) -> Ganze:
        einzeln = self._lage.summen.einzeln
        kenntnis = np.zeros(len(einzeln.grund), dtype=np.int64)
        for anzeige in self._lage.anzeigen[groesse]:
            m = monat - anzeige.bis
            if m < einzeln.grund.shape[1] and einzeln.definition[m, anzeige.spalte] == anzeige.nr:
                bekannt = self._basis[:, m, anzeige.spalte]
                kenntnis = kenntnis * 14 + np.where(bekannt, einzeln.monate[:, m, anzeige.spalte] + 1, 0)
        return kenntnis

    def _decke(self, groesse: str) -> Maske:
        return self._verdeckt.setdefault(groesse, np.zeros(self._form, dtype=np.bool_))

    def _merke(self, paar: Paar) -> Paar:
        """Remember which sums the pair withholds: for as long as its month is in a window."""
        zeilen = self._lage.summen.zeilen[:, :, paar.monat]
        fremde = zeilen[:, paar.partner] if paar.partner >= 0 else np.full(len(zeilen), -1)
        getrennt = zeilen[:, paar.einheit] != fremde
        beide = np.concatenate([zeilen[getrennt, paar.einheit], fremde[getrennt]])
        self._bisher[paar.groessen[0], paar.einheit] = paar.partner
        for groesse in paar.groessen:
            self._decke(groesse)[beide[beide >= 0], paar.monat : paar.monat + _REICHWEITE] = True
        return paar


def welt_ohne_partner(groesse: str) -> tuple[str, ...]:
    """The Grundgrößen that have to move with one so that women and men add up to the whole."""
    if groesse in ZERLEGUNG:
        return (groesse, ZERLEGUNG[groesse][0])
    return (groesse, GANZES[groesse]) if groesse in GANZES else (groesse,)
