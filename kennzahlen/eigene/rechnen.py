"""Computing a set of formulas that build on each other, each period by the definition in force in it. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from kennzahlen.eigene.festlegung import Definition, alle_bezuege, in_kraft
from kennzahlen.eigene.formelsprache import Ergebnis, Grund, lies, reihenfolge, werte_aus


def rechne_alle(
    kennzahlen: Mapping[str, Sequence[Definition]],
    grundzahlen: Mapping[str, Ergebnis],
    tage: Sequence[date],
    *,
    je_jahr: int = 12,
) -> dict[str, Ergebnis]:
    """The values of every formula, [row, period]; ``tage`` are the first days of the periods.

    ``kennzahlen`` are the definitions by code, ``grundzahlen`` what was entered or reported, by code and all of one
    shape. A definition with ``entfaellt`` ends its figure.
    """
    bekannt = dict(grundzahlen)
    zeilen = len(next(iter(grundzahlen.values())).werte) if grundzahlen else 1
    for code in reihenfolge({code: alle_bezuege(d) for code, d in kennzahlen.items()}):
        bekannt[code] = _rechne(kennzahlen[code], bekannt, tage, (zeilen, len(tage)), je_jahr)
    return {code: bekannt[code] for code in kennzahlen}


def _rechne(
    definitionen: Sequence[Definition],
    bekannt: Mapping[str, Ergebnis],
    tage: Sequence[date],
    form: tuple[int, int],
    je_jahr: int,
) -> Ergebnis:
    ergebnis = Ergebnis(np.full(form, np.nan), np.full(form, Grund.KEINE_DEFINITION, dtype=np.int8))
    geltende = [in_kraft(definitionen, tag) for tag in tage]
    for definition in {d.nr: d for d in geltende if d and not getattr(d, "entfaellt", False)}.values():
        einzelnes = werte_aus(lies(definition.formel), bekannt, form, je_jahr=je_jahr)
        dann = np.array([d is definition for d in geltende])
        ergebnis.werte[:, dann] = einzelnes.werte[:, dann]
        ergebnis.grund[:, dann] = einzelnes.grund[:, dann]
    return ergebnis


def noetige(code: str, kennzahlen: Mapping[str, Sequence[Definition]]) -> dict[str, Sequence[Definition]]:
    """A formula with all those that it rests on."""
    codes = [code]
    for einer in codes:
        codes += [c for c in alle_bezuege(kennzahlen[einer]) if c in kennzahlen and c not in codes]
    return {einer: kennzahlen[einer] for einer in codes}
