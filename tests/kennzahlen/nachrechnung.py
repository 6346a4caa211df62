"""FACHKONZEPT 2 once more, with loops and fractions and nothing else: the vectorised formulas are held against it.

Written from the table there, not from ``kennzahlen.recht``, so that a wrong row in the law is found as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from kennzahlen.cube import Cube, Nachfolge
from kennzahlen.formeln import Grund
from kennzahlen.recht import SPALTE

Stelle = tuple[str, int]
"""A Grundgröße and a month, counted from the first of the cube."""

VERAENDERUNGEN = {"K1": "LLU", "K1E1": "LUH", "K1E2": "ELB", "K3": "LZB"}
QUOTEN = {
    "K2": ("INT", "ELB"),
    "K2_W": ("INT_W", "ELB_W"),
    "K2_M": ("INT_M", "ELB_M"),
    "K2E1": ("EINTRITT_GB", "ELB"),
    "K2E2": ("EINTRITT_OEB", "ELB"),
    "K2E4": ("INT_AE", "ELB_AE"),
    "K3E1": ("INT_LZB", "LZB"),
}
ZUGANGSRATEN = {"K1E3": ("ELB_ZUGANG", "ELB"), "K3E3": ("LZB_ZUGANG", "LZB")}
ABGANGSRATEN = {"K1E4": ("ELB_ABGANG", "ELB"), "K3E4": ("LZB_ABGANG", "LZB")}


def paare(code: str, m: int, neue_fassung: bool) -> list[tuple[Stelle, Stelle]]:
    """Numerator and denominator of month m, month by month, oldest first."""
    jahr = range(m - 11, m + 1)
    if code in VERAENDERUNGEN:
        groesse = VERAENDERUNGEN[code]
        return [((groesse, m), (groesse, m - 12))]
    if code == "K3E2":
        return [(("LZB_AKTIVIERT", m), ("LZB", m))]
    if code in ABGANGSRATEN:
        abgang, bestand = ABGANGSRATEN[code]
        return [((abgang, k), (bestand, k - 1)) for k in jahr]
    if code == "K2E3" and neue_fassung:
        return [(("INT_KONT", k), ("INT", k)) for k in jahr]
    if code == "K2E3":
        return [(("INT_NACHHALTIG", k - 12), ("INT", k - 12)) for k in jahr]
    oben, unten = (QUOTEN | ZUGANGSRATEN)[code]
    return [((oben, k), (unten, k)) for k in jahr]


@dataclass(frozen=True)
class Ergebnis:
    """What the loops find for one unit, measure and month."""

    grund: Grund
    monate: int
    zaehler: int | None = None
    nenner: int | None = None
    wert: Fraction | None = None


@dataclass(frozen=True)
class Welt:
    """Figures, existence and mergers of a case."""

    cube: Cube
    existiert: np.ndarray
    nachfolgen: list[Nachfolge]

    def besteht(self, einheit: int, monat: int) -> bool:
        """Whether the unit exists in the month; a merger ends it."""
        ende = [n.monat for n in self.nachfolgen if n.vorgaenger == einheit]
        return bool(self.existiert[einheit, monat]) and all(monat < m for m in ende)

    def beitraege(self, einheit: int, groesse: str, monat: int, sicht: int) -> Iterator[float]:
        """The figures that, seen from month ``sicht``, make up the unit's figure of a month."""
        if self.besteht(einheit, monat):
            yield float(self.cube.werte[einheit, monat, SPALTE[groesse]])
        for n in self.nachfolgen:
            if n.nachfolger == einheit and monat < n.monat <= sicht:
                yield from self.beitraege(n.vorgaenger, groesse, monat, n.monat)

    def figur(self, einheit: int, stelle: Stelle, sicht: int) -> int | None:
        """A figure, or None when it is missing or not collected in that month."""
        groesse, monat = stelle
        if monat < 0:
            return None
        vor_wechsel = self.cube.monate[monat] < date(2019, 4, 1)
        if (groesse == "INT_KONT" and vor_wechsel) or (groesse == "INT_NACHHALTIG" and not vor_wechsel):
            return None
        teile = list(self.beitraege(einheit, groesse, monat, sicht))
        return None if not teile or any(t != t for t in teile) else int(sum(teile))

    def rechne(self, code: str, einheit: int, m: int) -> Ergebnis:
        """One value, straight from the table."""
        monat = self.cube.monate[m]
        if not self.besteht(einheit, m) or monat < date(2011, 1, 1):
            return Ergebnis(Grund.AUSSERHALB, 0)
        neue_fassung = monat >= date(2019, 3, 22)
        fenster = [(self.figur(einheit, z, m), self.figur(einheit, n, m)) for z, n in paare(code, m, neue_fassung)]
        da = [(z, n) for z, n in fenster if z is not None and n is not None]
        stellen = paare(code, m, neue_fassung)[-1]
        for figur, (_, lage) in zip(fenster[-1], stellen, strict=True):
            if figur is None:
                return Ergebnis(Grund.KEINE_DATEN if lage == m else Grund.VERGLEICHSMONAT_FEHLT, len(da))
        if len(da) < min(len(fenster), m - self.erster(code, einheit, m, neue_fassung) + 1):
            return Ergebnis(Grund.LUECKE, len(da))
        zaehler, nenner = sum(z for z, _ in da), sum(n for _, n in da)
        if nenner == 0:
            return Ergebnis(Grund.NENNER_NULL, len(da), zaehler, nenner)
        return Ergebnis(Grund.OK, len(da), zaehler, nenner, quotient(code, zaehler, nenner, len(da)))

    def erster(self, code: str, einheit: int, m: int, neue_fassung: bool) -> int:
        """The first month whose own pair is known, as seen from month m."""
        for frueher in range(m + 1):
            if all(self.figur(einheit, s, m) is not None for s in paare(code, frueher, neue_fassung)[-1]):
                return frueher
        return m


def quotient(code: str, zaehler: int, nenner: int, monate: int) -> Fraction:
    """The ratio, with a mean or a change where the table says so."""
    if code in QUOTEN:
        return Fraction(zaehler) / (Fraction(nenner) / monate)
    return Fraction(zaehler, nenner) - (1 if code in VERAENDERUNGEN else 0)
