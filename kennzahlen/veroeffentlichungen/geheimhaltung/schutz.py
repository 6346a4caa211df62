"""Complete suppression: small counts, and everything from which they could be worked out.

For every small count a partner is chosen (:mod:`.partner`), and every published sum that contains the figure of
exactly one of the two is withheld. So for each small count there are at least three different values with which
everything that is published, totals, derived totals and neighbouring windows included, would be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from kennzahlen.cube import Cube, Ganze, Maske, Nachfolge
from kennzahlen.formeln import Grund, Gruppierung, Teile, aggregiere, basis
from kennzahlen.recht import PARAMETER, SPALTE, Parameter
from kennzahlen.veroeffentlichungen.geheimhaltung.aufstellung import GEGENSTUECK, Anzeige, Summen, anzeigen, sichten
from kennzahlen.veroeffentlichungen.geheimhaltung.partner import NIEMAND, Lage, Paar, Partnerwahl
from kennzahlen.veroeffentlichungen.geheimhaltung.primaer import kleine, schwelle, verborgen


@dataclass(frozen=True, eq=False)
class Eingabe:
    """What a release is made from: figures, the units' parts, when they exist, their groups and mergers."""

    cube: Cube
    einzeln: Teile
    gruppierungen: Sequence[Gruppierung]
    existiert: Maske | None = None
    nachfolgen: Sequence[Nachfolge] = ()


@dataclass(frozen=True, eq=False)
class Frueheres:
    """What earlier releases did, [row of units and then groups, month, measure]; months they reached: ``monate``.

    ``geheim``: withheld by at least one of them; ``offen``: not withheld by at least one that reached the month.
    """

    monate: int
    geheim: Maske
    offen: Maske

    @property
    def von_anfang(self) -> Maske:
        """Withheld by every release there was."""
        verdeckt: Maske = self.geheim & ~self.offen
        return verdeckt


class Ausloeser(NamedTuple):
    """A count that is small: of a unit, of a Grundgröße, in the sums that end with a month."""

    monat: int
    einheit: int
    groesse: str


def schuetze(
    eingabe: Eingabe, am: date, frueheres: Frueheres | None = None, zeilen: Iterable[Parameter] = PARAMETER
) -> tuple[Teile, Teile]:
    """The parts of all units and of all groups as they may be published on a day, given what was published before.

    What was withheld once stays withheld. A count that became small by a correction after its publication is
    withheld and left out of all totals, which count it in ``einheiten_fehlend``: beside known totals no partner helps.
    """
    unter = schwelle(am, zeilen)
    alle = anzeigen(eingabe.einzeln.codes)
    klein = kleine(eingabe.einzeln, unter)
    ausloeser = sorted(_ausloeser(eingabe.einzeln, alle, klein) | _kleine_bestaende(eingabe, alle, unter))
    if not ausloeser and (frueheres is None or not frueheres.geheim.any()):
        return eingabe.einzeln, aggregiere(eingabe.einzeln, eingabe.gruppierungen)
    zuvor = _Zuvor(eingabe.einzeln, alle, frueheres)
    neu = [einer for einer in ausloeser if not zuvor.war_offen(einer)]
    spaete = _spaete(eingabe, alle, [einer for einer in ausloeser if zuvor.war_offen(einer)])
    verbunden = zuvor.verborgene(spaete)
    ausgenommen = spaete & ~verbunden
    summen = _summen(eingabe, ausgenommen)
    wahl = Partnerwahl(Lage(summen, eingabe.cube.werte, alle, unter))
    geheim = _verdecke(summen, alle, [_paar(wahl, zuvor, einer) for einer in neu])
    _verdecke_summen_mit(geheim, summen, verbunden)
    if frueheres is not None:
        geheim[:, : frueheres.monate] |= frueheres.geheim[:, : frueheres.monate]
    geheim[: len(ausgenommen)] |= ausgenommen | klein[0] | klein[1]
    return _geschuetzt(eingabe.einzeln, summen.gruppen, geheim, unter)


# -- What is small ---------------------------------------------------------------------------------------------


def _ausloeser(einzeln: Teile, alle: dict[str, tuple[Anzeige, ...]], klein: tuple[Maske, Maske]) -> set[Ausloeser]:
    """All small counts of units, by month, unit and Grundgröße. A group's count is small only if a member's is."""
    zaehler, nenner = klein
    if not (zaehler.any() or nenner.any()):
        return set()
    gefunden: set[Ausloeser] = set()
    for groesse, liste in alle.items():
        for anzeige in liste:
            hier = (zaehler if anzeige.zaehler else nenner)[:, :, anzeige.spalte]
            stellen = np.argwhere(hier & (einzeln.definition[:, anzeige.spalte] == anzeige.nr))
            gefunden.update(Ausloeser(monat + anzeige.bis, einheit, groesse) for einheit, monat in stellen.tolist())
    return gefunden


def _kleine_bestaende(eingabe: Eingabe, alle: dict[str, tuple[Anzeige, ...]], unter: int) -> set[Ausloeser]:
    """Small stocks of a month that is shown by itself, if only next year: the windows before must not tell them."""
    gefunden: set[Ausloeser] = set()
    for groesse, liste in alle.items():
        if any(anzeige.laenge == 1 for anzeige in liste):
            werte = eingabe.cube.werte[:, :, SPALTE[groesse]]
            klein = (werte > 0) & (werte < unter)
            if eingabe.existiert is not None:
                klein &= eingabe.existiert
            gefunden.update(Ausloeser(monat, einheit, groesse) for einheit, monat in np.argwhere(klein).tolist())
    return gefunden


# -- What was published before ---------------------------------------------------------------------------------


class _Zuvor:
    """Whether a count was open to everyone before it became small, and who was withheld with it otherwise."""

    def __init__(self, einzeln: Teile, alle: dict[str, tuple[Anzeige, ...]], frueheres: Frueheres | None) -> None:
        self._alle = alle
        self._einzeln = einzeln
        self._monate = frueheres.monate if frueheres else 0
        anzahl = len(einzeln.grund)
        self._von_anfang = frueheres.von_anfang[:anzahl] if frueheres else np.zeros((anzahl, 0, 0), dtype=np.bool_)

    def war_offen(self, einer: Ausloeser) -> bool:
        """Whether an earlier release reached the count and did not withhold it."""
        return any(not self._von_anfang[einer.einheit, m, spalte] for m, spalte in self._stellen(einer))

    def verdeckte(self, einer: Ausloeser) -> Maske | None:
        """[unit] who was withheld in the same place from the beginning; None for a count not published so far."""
        for monat, spalte in self._stellen(einer):
            verdeckt: Maske = self._von_anfang[:, monat, spalte]
            return verdeckt
        return None

    def verborgene(self, stellen: Maske) -> Maske:
        """Those of some places [unit, month, measure] that were withheld from the beginning."""
        verborgen = np.zeros_like(stellen)
        if self._monate:
            verborgen[:, : self._monate] = stellen[:, : self._monate] & self._von_anfang[:, : self._monate]
        return verborgen

    def _stellen(self, einer: Ausloeser) -> Iterator[tuple[int, int]]:
        """Where the count is shown first: months that were published before, and measures."""
        for anzeige in self._alle[einer.groesse]:
            monat = einer.monat - anzeige.bis
            if monat < self._monate and self._einzeln.definition[monat, anzeige.spalte] == anzeige.nr:
                bekannt = self._einzeln.grund[einer.einheit, monat, anzeige.spalte]
                if bekannt in (Grund.OK, Grund.NENNER_NULL):
                    yield monat, anzeige.spalte


def _paar(wahl: Partnerwahl, zuvor: _Zuvor, einer: Ausloeser) -> Paar:
    """A pair; for a month published before among those that were withheld then, if that is still possible."""
    moegliche = zuvor.verdeckte(einer)
    if moegliche is not None:
        paar = wahl.waehle(einer.groesse, einer.einheit, einer.monat, moegliche)
        if paar.partner != NIEMAND:
            return paar
    return wahl.waehle(einer.groesse, einer.einheit, einer.monat)


def _spaete(eingabe: Eingabe, alle: dict[str, tuple[Anzeige, ...]], nachtraeglich: Sequence[Ausloeser]) -> Maske:
    """[unit, month, measure]: what must be withheld and leave the totals, because it was open before it became small.

    That is everything that contains the figure of that month, for women as well as for men.
    """
    ausgenommen = np.zeros(eingabe.einzeln.grund.shape, dtype=np.bool_)
    if not nachtraeglich:
        return ausgenommen
    traeger = _sichten(eingabe, ohne_gruppen=True)[0]
    for monat, einheit, groesse in nachtraeglich:
        for mitgehend in {groesse, GEGENSTUECK.get(groesse, groesse)}:
            for anzeige in alle[mitgehend]:
                for m in _monate(anzeige, monat, traeger.shape[1]):
                    if traeger[einheit, m] >= 0 and eingabe.einzeln.definition[m, anzeige.spalte] == anzeige.nr:
                        ausgenommen[traeger[einheit, m], m, anzeige.spalte] = True
    return ausgenommen & basis(eingabe.einzeln)


def _monate(anzeige: Anzeige, monat: int, ende: int) -> range:
    """The months for which a sum is shown that contains a month's figure."""
    beginn = monat - anzeige.bis
    return range(beginn, min(beginn + anzeige.laenge, ende))


# -- Sums ------------------------------------------------------------------------------------------------------


def _summen(eingabe: Eingabe, ausgenommen: Maske) -> Summen:
    """All sums; who is left out counts as missing."""
    einzeln = eingabe.einzeln
    if ausgenommen.any():
        einzeln = replace(einzeln, grund=np.where(ausgenommen, np.uint8(Grund.LUECKE), einzeln.grund))
    return Summen(einzeln, aggregiere(einzeln, eingabe.gruppierungen), _sichten(eingabe))


def _sichten(eingabe: Eingabe, *, ohne_gruppen: bool = False) -> Ganze:
    existiert = eingabe.existiert
    if existiert is None:
        existiert = np.ones(eingabe.einzeln.grund.shape[:2], dtype=np.bool_)
    return sichten(existiert, () if ohne_gruppen else eingabe.gruppierungen, eingabe.nachfolgen)


# -- What is withheld ------------------------------------------------------------------------------------------


def _verdecke(summen: Summen, alle: dict[str, tuple[Anzeige, ...]], paare: Sequence[Paar]) -> Maske:
    """[row, month, measure]: every sum that contains the figure of exactly one of a pair."""
    anzahl = len(summen.einzeln.grund) + len(summen.gruppen.grund)
    geheim = np.zeros((anzahl, *summen.einzeln.grund.shape[1:]), dtype=np.bool_)
    for groesse, liste in alle.items():
        stellen = [paar[:3] for paar in paare if groesse in paar.groessen]
        if stellen:
            einheit, partner, monat = np.array(sorted(set(stellen)), dtype=np.int64).T
            for anzeige in liste:
                _verdecke_anzeige(geheim, summen, anzeige, (einheit, partner, monat))
    return geheim


def _verdecke_anzeige(geheim: Maske, summen: Summen, anzeige: Anzeige, paare: tuple[Ganze, Ganze, Ganze]) -> None:
    """The same for one side of one measure: all months whose window contains the month of a pair, at once."""
    einheit, partner, monat = paare
    ende = geheim.shape[1]
    gezeigt = (monat - anzeige.bis)[:, None] + np.arange(anzeige.laenge)
    stelle = np.minimum(gezeigt, ende - 1)
    gilt = (gezeigt < ende) & (summen.einzeln.definition[stelle, anzeige.spalte] == anzeige.nr)
    eine = summen.zeilen_mit(np.broadcast_to(einheit[:, None], stelle.shape), stelle, anzeige.spalte)
    andere = summen.zeilen_mit(np.broadcast_to(partner[:, None], stelle.shape), stelle, anzeige.spalte)
    for zeile in (eine, andere):
        treffer = gilt & (eine != andere) & (zeile >= 0)
        geheim[zeile[treffer], np.broadcast_to(stelle, zeile.shape)[treffer], anzeige.spalte] = True


def _verdecke_summen_mit(geheim: Maske, summen: Summen, stellen: Maske) -> None:
    """Withhold all totals with some figures that can neither stay in them nor leave them without being told."""
    for einheit, monat, spalte in np.argwhere(stellen):
        zeilen = summen.zeilen_mit(einheit, monat, int(spalte))
        geheim[zeilen[zeilen >= 0], monat, spalte] = True


def _geschuetzt(einzeln: Teile, gruppen: Teile, geheim: Maske, unter: int) -> tuple[Teile, Teile]:
    """The parts without what is withheld and without small sums; what is unknown anyway keeps its own reason."""
    anzahl = len(einzeln.grund)
    zaehler, nenner = kleine(gruppen, unter)
    return (
        verborgen(einzeln, geheim[:anzahl] & basis(einzeln)),
        verborgen(gruppen, (geheim[anzahl:] | zaehler | nenner) & basis(gruppen)),
    )
