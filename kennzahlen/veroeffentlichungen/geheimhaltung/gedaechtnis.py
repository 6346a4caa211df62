"""What earlier releases published, withheld and protected, and what follows from it for the next one.

A secret lasts: the other world that a pair stands for must fit every release, those to come included. So all pairs
of earlier releases go on, whatever has been corrected since. A count that becomes small only after others of its
month were published cannot have a partner any more; it is protected by the figure that was corrected: no sum
contains its new version (an :class:`Auslassung`), so nobody learns what the correction changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kennzahlen.cube import Ganze, Maske
from kennzahlen.formeln import Grund, Teile, basis
from kennzahlen.veroeffentlichungen.geheimhaltung.aufstellung import Anzeige, verbund
from kennzahlen.veroeffentlichungen.geheimhaltung.partner import Paar


class Ausloeser(NamedTuple):
    """A count that is small: of a unit, of a Grundgröße, in the sums that end with a month."""

    monat: int
    einheit: int
    groesse: str


class Auslassung(NamedTuple):
    """A unit's figures of a month that no published sum contains, and how many months were published before that."""

    einheit: int
    monat: int
    groessen: tuple[str, ...]
    seit: int


@dataclass(frozen=True, eq=False)
class Frueheres:
    """What earlier releases did, [row of units and then groups, month, measure]; months they reached: ``monate``.

    ``geheim``: withheld by at least one of them; ``offen``: not withheld by at least one that reached the month.
    ``korrigiert`` [unit, month]: where the newest of them rests on other Meldungen than there are now.
    """

    monate: int
    geheim: Maske
    offen: Maske
    paare: Sequence[Paar] = ()
    auslassungen: Sequence[Auslassung] = ()
    korrigiert: Maske | None = None

    @cached_property
    def von_anfang(self) -> Maske:
        """Withheld by every release there was."""
        verdeckt: Maske = self.geheim & ~self.offen
        return verdeckt


def nichts_frueheres(zeilen: int, monate: int, masse: int) -> Frueheres:
    """What there is before the first release."""
    leer = np.zeros((zeilen, monate, masse), dtype=np.bool_)
    return Frueheres(0, leer, leer)


class Gedaechtnis:
    """Decides for each small count what earlier releases leave to be done about it.

    ``traeger`` [unit, month] is the unit in whose sums a unit's figures are, −1 where it is in none.
    """

    def __init__(
        self, frueheres: Frueheres, einzeln: Teile, alle: Mapping[str, tuple[Anzeige, ...]], traeger: Ganze
    ) -> None:
        self._frueheres = frueheres
        self._einzeln = einzeln
        self._alle = alle
        self._traeger = traeger
        self._von_anfang = np.zeros(einzeln.grund.shape, dtype=np.bool_)
        erreicht = slice(frueheres.monate)
        self._von_anfang[:, erreicht] = frueheres.von_anfang[: len(einzeln.grund), erreicht]
        self._geschuetzt = self._ermittle_geschuetzt()

    def einordnen(self, ausloeser: Iterable[Ausloeser]) -> tuple[list[Ausloeser], list[Auslassung]]:
        """The counts that need a partner, and the figures that have to be left out for the others.

        Nothing has to be done for a count in which a figure is that may be another already.
        """
        suchende: list[Ausloeser] = []
        auslassungen: dict[Auslassung, None] = {}
        for einer in ausloeser:
            if self._ist_geschuetzt(einer):
                continue
            figuren = self._korrigierte(einer) if self._war_erreicht(einer) else []
            if figuren or self._war_offen(einer):
                auslassungen.update(dict.fromkeys(figuren or [self._auslassung(einer, einer.einheit, einer.monat)]))
            else:
                suchende.append(einer)
        return suchende, list(auslassungen)

    def verdeckte(self, einer: Ausloeser) -> Maske | None:
        """[unit] who was withheld in the same place from the beginning; None for a count not published so far."""
        for monat, spalte in self._stellen(einer):
            verdeckt: Maske = self._von_anfang[:, monat, spalte]
            return verdeckt
        return None

    def ausgelassene(self, auslassungen: Iterable[Auslassung]) -> tuple[Maske, Maske]:
        """[unit, month, measure] what contains a figure left out; and those of it that cannot leave the totals.

        These were withheld while they were in the totals: beside the former totals the new ones would tell them.
        """
        betroffen = np.zeros(self._einzeln.grund.shape, dtype=np.bool_)
        nie_enthalten = np.zeros_like(betroffen)
        for auslassung in auslassungen:
            for m, spalte in self._zellen_mit(auslassung):
                traeger = self._traeger[auslassung.einheit, m]
                if traeger >= 0:
                    betroffen[traeger, m, spalte] = True
                    nie_enthalten[traeger, m, spalte] |= m >= auslassung.seit
        betroffen &= basis(self._einzeln)
        return betroffen, betroffen & self._von_anfang & ~nie_enthalten

    # -- One count -------------------------------------------------------------------------------------------------

    def _ermittle_geschuetzt(self) -> dict[str, Maske]:
        """By Grundgröße [unit, month]: the figures that may be others already, by a pair or because left out."""
        geschuetzt: dict[str, Maske] = {}
        figuren = [(e, p.monat, p.groessen) for p in self._frueheres.paare for e in (p.einheit, p.partner) if e >= 0]
        figuren += [(a.einheit, a.monat, a.groessen) for a in self._frueheres.auslassungen]
        for einheit, monat, groessen in figuren:
            for groesse in groessen:
                maske = geschuetzt.setdefault(groesse, np.zeros(self._traeger.shape, dtype=np.bool_))
                maske[einheit, monat] = True
        return geschuetzt

    def _ist_geschuetzt(self, einer: Ausloeser) -> bool:
        geschuetzt = self._geschuetzt.get(einer.groesse)
        if geschuetzt is None:
            return False
        laenge = min(self._laengen(einer)) if self._war_erreicht(einer) else 1
        return bool(geschuetzt[self._enthaltene(einer), _fenster(einer, laenge)].any())

    def _korrigierte(self, einer: Ausloeser) -> list[Auslassung]:
        """The figures in a count that were corrected since the newest release."""
        korrigiert = self._frueheres.korrigiert
        if korrigiert is None:
            return []
        fenster, einheiten = _fenster(einer, max(self._laengen(einer))), self._enthaltene(einer)
        stellen = np.argwhere(korrigiert[einheiten, fenster])
        return [self._auslassung(einer, int(einheiten[e]), fenster.start + int(m)) for e, m in stellen]

    def _auslassung(self, einer: Ausloeser, einheit: int, monat: int) -> Auslassung:
        return Auslassung(einheit, monat, verbund(einer.groesse), self._frueheres.monate)

    def _enthaltene(self, einer: Ausloeser) -> Ganze:
        """The units whose figures are in the sums of the unit, as it is in the month."""
        einheiten: Ganze = np.flatnonzero(self._traeger[:, einer.monat] == einer.einheit)
        return einheiten

    def _laengen(self, einer: Ausloeser) -> list[int]:
        return [anzeige.laenge for anzeige in self._alle[einer.groesse]]

    def _war_erreicht(self, einer: Ausloeser) -> bool:
        """Whether an earlier release shows figures of that month, of whomever."""
        return any(einer.monat - anzeige.bis < self._frueheres.monate for anzeige in self._alle[einer.groesse])

    def _war_offen(self, einer: Ausloeser) -> bool:
        """Whether an earlier release reached the count and did not withhold it."""
        return any(not self._von_anfang[einer.einheit, m, spalte] for m, spalte in self._stellen(einer))

    def _stellen(self, einer: Ausloeser) -> Iterator[tuple[int, int]]:
        """Where the count is shown first: months that were published before, and measures."""
        for anzeige in self._alle[einer.groesse]:
            monat = einer.monat - anzeige.bis
            if monat >= self._frueheres.monate or self._einzeln.definition[monat, anzeige.spalte] != anzeige.nr:
                continue
            if self._einzeln.grund[einer.einheit, monat, anzeige.spalte] in (Grund.OK, Grund.NENNER_NULL):
                yield monat, anzeige.spalte

    def _zellen_mit(self, auslassung: Auslassung) -> Iterator[tuple[int, int]]:
        """Months and measures whose sums contain the figures."""
        for groesse in auslassung.groessen:
            for anzeige in self._alle.get(groesse, ()):
                beginn = auslassung.monat - anzeige.bis
                for m in range(beginn, min(beginn + anzeige.laenge, len(self._einzeln.monate_achse))):
                    if self._einzeln.definition[m, anzeige.spalte] == anzeige.nr:
                        yield m, anzeige.spalte


def _fenster(einer: Ausloeser, laenge: int) -> slice:
    """The last months of a count."""
    return slice(max(einer.monat - laenge + 1, 0), einer.monat + 1)
