"""Which published sums a reported figure enters: in which unit and groups, in which measures, for how many months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kennzahlen.cube import Ganze, Maske, Nachfolge
from kennzahlen.formeln import Gruppierung, Teile, basis
from kennzahlen.recht import GROESSE, KENNZAHLEN, TEILE_DES_GANZEN, Ausdruck, Groessenart


@dataclass(frozen=True)
class Anzeige:
    """One side of one definition: it shows, for month m, the sum of a Grundgröße over m+bis−laenge+1 … m+bis."""

    spalte: int
    nr: int
    zaehler: bool
    groesse: str
    laenge: int
    bis: int

    def summen(self, teile: Teile) -> np.ndarray:
        """What it shows, [row, month]; NaN in the months of another definition."""
        feld = teile.zaehler if self.zaehler else teile.nenner
        return np.where(teile.definition[:, self.spalte] == self.nr, feld[:, :, self.spalte], np.nan)


def anzeigen(codes: Sequence[str]) -> dict[str, tuple[Anzeige, ...]]:
    """By Grundgröße everything that shows sums of it. Money counts nobody and is left out."""
    ergebnis: dict[str, list[Anzeige]] = {}
    for kennzahl in KENNZAHLEN:
        for ausdruck, ist_zaehler in ((kennzahl.zaehler, True), (kennzahl.nenner, False)):
            if kennzahl.code in codes and GROESSE[ausdruck.groesse].art is not Groessenart.GELD:
                spalte = codes.index(kennzahl.code)
                ergebnis.setdefault(ausdruck.groesse, []).append(_anzeige(spalte, kennzahl.nr, ist_zaehler, ausdruck))
    return {groesse: tuple(liste) for groesse, liste in ergebnis.items()}


def _anzeige(spalte: int, nr: int, ist_zaehler: bool, ausdruck: Ausdruck) -> Anzeige:
    return Anzeige(spalte, nr, ist_zaehler, ausdruck.groesse, ausdruck.laenge, ausdruck.bis)


GEGENSTUECK: dict[str, str] = {
    groesse: anderes for teile, _ in TEILE_DES_GANZEN if len(teile) == 2 for groesse, anderes in (teile, teile[::-1])
}
"""The other of two parts that (nearly) add up to a published whole: women and men."""

GANZES: dict[str, str] = {groesse: ganzes for teile, ganzes in TEILE_DES_GANZEN if len(teile) == 2 for groesse in teile}
"""The whole that these two parts add up to."""

ZERLEGUNG: dict[str, tuple[str, ...]] = {ganzes: teile for teile, ganzes in TEILE_DES_GANZEN if len(teile) == 2}
"""The two parts that add up to a whole."""


def verbund(groesse: str) -> tuple[str, ...]:
    """A Grundgröße with the others that add up with it: who knows two of women, men and both knows the third."""
    ganzes = GANZES.get(groesse, groesse)
    return (groesse, *(andere for andere in (ganzes, *ZERLEGUNG.get(ganzes, ())) if andere != groesse))


def sichten(existiert: Maske, gruppierungen: Sequence[Gruppierung], nachfolgen: Sequence[Nachfolge]) -> Ganze:
    """[view, unit, month]: the row of the sum that a unit's figures enter, −1 for none.

    Rows are the units and then all groups. The first view is the unit itself or, once it has gone up in another,
    the one that carries on its series; then follows one view per grouping, with the group of that carrier.
    """
    besteht = existiert.copy()
    for nachfolge in nachfolgen:
        besteht[nachfolge.vorgaenger, nachfolge.monat :] = False
    einheiten, monate = besteht.shape
    traeger = np.where(besteht, np.arange(einheiten)[:, None], -1)
    for nachfolge in sorted(nachfolgen, key=lambda n: -n.monat):
        traeger[nachfolge.vorgaenger, nachfolge.monat :] = traeger[nachfolge.nachfolger, nachfolge.monat :]
    alle, beginn = [traeger], einheiten
    for gruppierung in gruppierungen:
        gruppe = gruppierung.zuordnung[traeger, np.arange(monate)]
        alle.append(np.where((traeger >= 0) & (gruppe >= 0), beginn + gruppe, -1))
        beginn += gruppierung.anzahl
    return np.stack(alle)


@dataclass(frozen=True, eq=False)
class Summen:
    """The sums of a release before anything is withheld, and who is in them."""

    einzeln: Teile
    gruppen: Teile
    zeilen: Ganze

    @cached_property
    def bekannt(self) -> Maske:
        """Where numerator and denominator of the units are known, [unit, month, measure]."""
        return basis(self.einzeln)

    def zeilen_mit(self, einheit: Ganze, monat: Ganze, spalte: int) -> Ganze:
        """[view, …]: the rows whose sum of a measure and month rests on a unit's figures; −1 where it does not.

        A group's sum leaves out units without figures and those with fewer months than the others.
        """
        zeilen = np.where(einheit >= 0, self.zeilen[:, einheit, monat], -1)
        traeger, anzahl = zeilen[0], len(self.einzeln.grund)
        bekannt = (traeger >= 0) & self.bekannt[traeger, monat, spalte]
        laenge = self.einzeln.monate[traeger, monat, spalte]
        gleich_lang = laenge == self.gruppen.monate[np.maximum(zeilen[1:] - anzahl, 0), monat, spalte]
        zeilen[1:] = np.where(bekannt & gleich_lang, zeilen[1:], -1)
        return zeilen
