"""The growing sums of a first year, from which single months could be worked out.

Twelve-month sums alone leave open how their months are divided up: let every March have one case more and every May
one less, and no sum of twelve months changes. But the sums of a first year grow month by month, and whoever knows the
first twelve months knows by and by all others. So where a single month is small, the unit's growing sums are
withheld, and with them those of a partner in which it is the other way round; the totals contain both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kennzahlen.cube import Ganze, Maske, Zahlen
from kennzahlen.recht import SPALTE
from kennzahlen.veroeffentlichungen.geheimhaltung.aufstellung import Anzeige
from kennzahlen.veroeffentlichungen.geheimhaltung.gedaechtnis import Frueheres
from kennzahlen.veroeffentlichungen.geheimhaltung.partner import NIEMAND, Lage, welt_ohne_partner

Anzeigen = Mapping[str, tuple[Anzeige, ...]]


class Anlauf(NamedTuple):
    """A unit with small months and a partner, and the Grundgrößen whose months move in the other world."""

    einheit: int
    partner: int
    groessen: tuple[str, ...]


def kleine_monate(werte: Zahlen, alle: Anzeigen, unter: int, besteht: Maske) -> dict[str, Maske]:
    """By Grundgröße [unit] who has a small month of it; only what is never shown by month, of that something else
    takes care.
    """
    ergebnis: dict[str, Maske] = {}
    for groesse, liste in alle.items():
        if all(anzeige.laenge > 1 for anzeige in liste):
            figuren = werte[:, :, SPALTE[groesse]]
            klein: Maske = np.logical_or.reduce((figuren > 0) & (figuren < unter) & besteht, axis=1)
            if klein.any():
                ergebnis[groesse] = klein
    return ergebnis


class Anlaufschutz:
    """Finds partners, and withholds the growing sums that contain the figures of exactly one of two."""

    def __init__(self, lage: Lage, zuvor: Frueheres) -> None:
        self._lage = lage
        self._zuvor = zuvor
        self._besteht = lage.summen.zeilen[0] == np.arange(len(lage.werte))[:, None]

    def anlaeufe(self, kleine: Mapping[str, Maske]) -> list[Anlauf]:
        """For each unit with small months its partner. A first year that was published already is left as it is."""
        gefunden = []
        for groesse, einheiten in kleine.items():
            anzeige = self._lage.anzeigen[groesse][0]
            neu = self._waechst(anzeige)
            neu[:, : self._zuvor.monate] = False
            betroffene: Ganze = np.flatnonzero(einheiten & neu.any(axis=1))
            partner = self._partner(betroffene, neu, self._moegliche(groesse), anzeige.spalte)
            groessen = welt_ohne_partner(groesse)
            gefunden += [Anlauf(*paar, groessen) for paar in zip(betroffene.tolist(), partner.tolist(), strict=True)]
        return gefunden

    def _moegliche(self, groesse: str) -> Maske:
        """[unit] who has no small month of a Grundgröße."""
        figuren = np.where(self._besteht, self._lage.werte[:, :, SPALTE[groesse]], np.inf)
        genug: Maske = np.fmin.reduce(figuren, axis=1) >= self._lage.unter
        return genug

    def verdecke(self, geheim: Maske, anlaeufe: Sequence[Anlauf]) -> None:
        """Mark [row, month, measure] what is to be withheld."""
        for groesse, liste in self._lage.anzeigen.items():
            paare = [(eine.einheit, eine.partner) for eine in anlaeufe if groesse in eine.groessen]
            if paare:
                einheit, partner = np.array(paare, dtype=np.int64).T
                for anzeige in liste:
                    self._verdecke_anzeige(geheim, anzeige, einheit, partner)

    def _verdecke_anzeige(self, geheim: Maske, anzeige: Anzeige, einheit: Ganze, partner: Ganze) -> None:
        """The same for one side of one measure: all units and all months in which a sum of any of them grows."""
        summen, spalte = self._lage.summen, anzeige.spalte
        waechst = self._waechst(anzeige)
        monat = np.flatnonzero(waechst[np.concatenate([einheit, partner[partner >= 0]])].any(axis=0))
        form = (len(einheit), len(monat))
        monate = np.broadcast_to(monat, form)
        eine = summen.zeilen_mit(np.broadcast_to(einheit[:, None], form), monate, spalte)
        andere = summen.zeilen_mit(np.broadcast_to(partner[:, None], form), monate, spalte)
        vorhandene = np.concatenate([summen.einzeln.monate[:, :, spalte], summen.gruppen.monate[:, :, spalte]])
        for zeile in (eine, andere):
            treffer = (eine != andere) & (zeile >= 0)
            zeilen, hier = zeile[treffer], np.broadcast_to(monate, zeile.shape)[treffer]
            unvollstaendig = vorhandene[zeilen, hier] < anzeige.laenge
            geheim[zeilen[unvollstaendig], hier[unvollstaendig], spalte] = True

    def _waechst(self, anzeige: Anzeige) -> Maske:
        """[unit, month] where a sum of a unit's own is known and not yet one of all months."""
        teile = self._lage.summen.einzeln
        bekannt = self._lage.summen.bekannt[:, :, anzeige.spalte] & (teile.definition[:, anzeige.spalte] == anzeige.nr)
        waechst: Maske = bekannt & (teile.monate[:, :, anzeige.spalte] < anzeige.laenge)
        return waechst

    def _partner(self, einheiten: Ganze, neu: Maske, moegliche: Maske, spalte: int) -> Ganze:
        """For each unit the one whose sums grow in the same months and with which the fewest totals go, or nobody.

        Where the first year has begun to be published, among those that were withheld then.
        """
        kandidaten = np.flatnonzero(moegliche)
        if not len(kandidaten):
            return np.full(len(einheiten), NIEMAND)
        beginn = neu[einheiten].argmax(axis=1)[:, None]
        zeilen = self._lage.summen.zeilen
        eigene, fremde = zeilen[:, einheiten[:, None], beginn], zeilen[:, kandidaten[None], beginn]
        gewicht = np.append(np.bincount(zeilen[zeilen >= 0]), 0)
        kosten = np.where(eigene != fremde, gewicht[eigene] + gewicht[fremde], 0).sum(axis=0).astype(np.float64)
        passend = (neu[einheiten][:, None] == neu[kandidaten][None]).all(axis=2)
        frueher = self._zuvor.von_anfang[: len(moegliche), : self._zuvor.monate, spalte]
        verdeckt: Maske = np.logical_or.reduce(frueher, axis=1)
        passend &= ~verdeckt[einheiten][:, None] | verdeckt[kandidaten]
        kosten[~passend | (einheiten[:, None] == kandidaten)] = np.inf
        bester: Ganze = np.where(np.isfinite(kosten.min(axis=1)), kandidaten[kosten.argmin(axis=1)], NIEMAND)
        return bester
