"""The rule by which an Erwartungswert of the Bund is broken down to whole persons per Jobcenter. Pure, exact.

1. Every Jobcenter begins with its own value of the last twelve final months (``quote``, a quotient).
2. It is held against the median of its Vergleichstyp, or of all Jobcenter where the type has too few values.
   Whoever is worse than the median is expected to close ``aufholanteil`` of the gap; everyone else keeps the value.
3. That value times the own quantity gives preliminary persons, to the millionth, the rest cut off.
4. All of them are multiplied by one factor, so that together they make what the Bund expects.
5. Whole persons: the whole part each; what is left over goes one by one to the largest remainders (Hamilton; Hare
   and Niemeyer), equal ones in the order of their keys.

Integers and fractions only: the same input gives the same output on every machine, and the sum is always exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from agreements.planung.recht import OhneBasis, Richtung

MIKRO = 1_000_000
"""Preliminary persons are counted in millionths."""


class NichtAufteilbar(ValueError):
    """There is something to break down and nothing to break it down by."""


@dataclass(frozen=True)
class Basis:
    """What is known of a Jobcenter. ``quote`` None: no complete value, for the ``grund``; ``menge`` None: nothing.

    ``menge``: persons the quotient relates to (mean ELB; stock of LZB).
    """

    schluessel: str
    gruppe: str
    quote: Fraction | None
    menge: Fraction | None
    grund: str = ""


@dataclass(frozen=True)
class Regel:
    """The parameters of the rule. ``mindestens``: values from which on a group has a median of its own."""

    besser: Richtung
    aufholanteil: Fraction
    mindestens: int = 4
    ohne_basis: OhneBasis = OhneBasis.GRUPPE


class Massstab(StrEnum):
    """Which median a value is held against."""

    GRUPPE = "gruppe"
    ALLE = "alle"
    KEINER = "keiner"


class Behandlung(StrEnum):
    """By which path a Jobcenter came to its value."""

    EIGENE_BASIS = "basis"
    GRUPPENWERT = "gruppe"
    AUSGELASSEN = "ausgelassen"


@dataclass(frozen=True)
class Anteil:
    """The outcome for one Jobcenter with every step on the way. ``wert`` is None for one that is left out.

    ``vorlaeufig``: preliminary persons in millionths; ``ganze``: the whole part after the factor; ``aufgerundet``:
    whether it got one of those left over.
    """

    basis: Basis
    behandlung: Behandlung
    massstab: Massstab
    median: Fraction | None
    ziel: Fraction | None
    vorlaeufig: int
    ganze: int
    aufgerundet: bool

    @property
    def wert(self) -> int | None:
        """The Erwartungswert in persons."""
        return None if self.behandlung is Behandlung.AUSGELASSEN else self.ganze + int(self.aufgerundet)


def teile_auf(basen: Iterable[Basis], soll: int, regel: Regel) -> tuple[Anteil, ...]:
    """Break ``soll`` persons down, in the order of the keys; the values of those not left out add up to ``soll``.

    Raises :class:`NichtAufteilbar` where nobody has a quantity, ``ValueError`` for a negative ``soll``.
    """
    if soll < 0:
        raise ValueError("Aufgeteilt wird eine Zahl von Personen, sie ist nicht negativ.")
    geordnet = sorted(basen, key=lambda basis: basis.schluessel)
    mediane = _mediane(geordnet, regel)
    ansaetze = [_ansatz(basis, mediane, regel) for basis in geordnet]
    werte = verteile([ansatz.vorlaeufig for ansatz in ansaetze], soll, _gewichte(ansaetze))
    return tuple(
        Anteil(a.basis, a.behandlung, a.massstab, a.median, a.ziel, a.vorlaeufig, ganze, auf)
        for a, (ganze, auf) in zip(ansaetze, werte, strict=True)
    )


def verteile(anteile: Sequence[int], soll: int, ersatz: Sequence[int]) -> list[tuple[int, bool]]:
    """Whole parts of ``soll`` in proportion to ``anteile``, and who gets one more: they add up to ``soll`` exactly.

    Where all shares are zero, ``ersatz`` takes their place. Raises :class:`NichtAufteilbar` where both are.
    """
    massgeblich = anteile if sum(anteile) else ersatz
    summe = sum(massgeblich)
    if not summe:
        if soll:
            raise NichtAufteilbar("Kein Jobcenter hat eine Bezugsgröße, nach der aufgeteilt werden könnte.")
        return [(0, False)] * len(anteile)
    teile = [divmod(anteil * soll, summe) for anteil in massgeblich]
    uebrig = soll - sum(ganze for ganze, _ in teile)
    vorn = sorted(range(len(teile)), key=lambda stelle: (-teile[stelle][1], stelle))[:uebrig]
    gewinner = set(vorn)
    return [(ganze, stelle in gewinner) for stelle, (ganze, _) in enumerate(teile)]


def median(werte: Iterable[Fraction]) -> Fraction:
    """The middle value, or the mean of the two middle ones. ``ValueError`` for none."""
    sortiert = sorted(werte)
    if not sortiert:
        raise ValueError("Ohne Werte gibt es keinen Median.")
    mitte = len(sortiert) // 2
    return sortiert[mitte] if len(sortiert) % 2 else (sortiert[mitte - 1] + sortiert[mitte]) / 2


# -- Steps -----------------------------------------------------------------------------------------------------

_ALLE = "\0"
"""The key under which the median of all Jobcenter lies; no group is called so."""


def _mediane(basen: Sequence[Basis], regel: Regel) -> Mapping[str, Fraction]:
    """The median of each group that has enough values, and of all."""
    quoten: dict[str, list[Fraction]] = {}
    for basis in basen:
        if basis.quote is not None:
            quoten.setdefault(basis.gruppe, []).append(basis.quote)
            quoten.setdefault(_ALLE, []).append(basis.quote)
    return {
        gruppe: median(werte) for gruppe, werte in quoten.items() if len(werte) >= regel.mindestens and gruppe != ""
    }


def _ansatz(basis: Basis, mediane: Mapping[str, Fraction], regel: Regel) -> Anteil:
    massstab, mitte = _massstab(basis, mediane)
    quote, behandlung = _quote(basis, mitte, regel)
    if quote is None or basis.menge is None:
        return Anteil(basis, Behandlung.AUSGELASSEN, massstab, mitte, None, 0, 0, False)
    ziel = quote if mitte is None else quote + _aufzuholen(quote, mitte, regel) * regel.aufholanteil
    return Anteil(basis, behandlung, massstab, mitte, ziel, int(ziel * basis.menge * MIKRO), 0, False)


def _massstab(basis: Basis, mediane: Mapping[str, Fraction]) -> tuple[Massstab, Fraction | None]:
    if basis.gruppe in mediane:
        return Massstab.GRUPPE, mediane[basis.gruppe]
    if _ALLE in mediane:
        return Massstab.ALLE, mediane[_ALLE]
    return Massstab.KEINER, None


def _quote(basis: Basis, mitte: Fraction | None, regel: Regel) -> tuple[Fraction | None, Behandlung]:
    """The quotient to begin with: the own one, or by rule the median for who has none."""
    if basis.quote is not None:
        return basis.quote, Behandlung.EIGENE_BASIS
    if regel.ohne_basis is OhneBasis.GRUPPE:
        return mitte, Behandlung.GRUPPENWERT
    return None, Behandlung.AUSGELASSEN


def _aufzuholen(quote: Fraction, mitte: Fraction, regel: Regel) -> Fraction:
    """The gap to the median of who is worse than it, with its sign; zero for everyone else."""
    abstand = mitte - quote
    schlechter = abstand > 0 if regel.besser is Richtung.HOEHER else abstand < 0
    return abstand if schlechter else Fraction(0)


def _gewichte(ansaetze: Sequence[Anteil]) -> list[int]:
    """What stands in where every preliminary value is zero: the quantities."""
    return [
        0 if a.behandlung is Behandlung.AUSGELASSEN or a.basis.menge is None else int(a.basis.menge * MIKRO)
        for a in ansaetze
    ]
