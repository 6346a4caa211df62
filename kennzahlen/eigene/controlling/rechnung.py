"""The values of all own figures of a Jobcenter: from its released Meldungen, what it entered, and its formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kennzahlen.cube import Cube, monatsreihe
from kennzahlen.eigene.festlegung import brueche
from kennzahlen.eigene.formelsprache import Ergebnis, Grund
from kennzahlen.eigene.rechnen import rechne_alle
from kennzahlen.eigene.recht import Eigenart
from kennzahlen.models import Meldung
from kennzahlen.models.eigene import EigenerWert, EigeneZahl
from kennzahlen.recht import GRUNDGROESSEN, Groessenart
from zielsystem.parties.zugriff import Zugang

_EURO = np.array([100.0 if groesse.art is Groessenart.GELD else 1.0 for groesse in GRUNDGROESSEN])
"""Money is kept in cents; formulas count in euros."""


@dataclass(frozen=True, eq=False)
class Eigenrechnung:
    """Every own figure over consecutive months; ``ergebnisse`` by code, each [1, month]."""

    zahlen: tuple[EigeneZahl, ...]
    monate: tuple[date, ...]
    ergebnisse: Mapping[str, Ergebnis]

    @cached_property
    def nach_code(self) -> dict[str, EigeneZahl]:
        """The figures by code."""
        return {zahl.code: zahl for zahl in self.zahlen}

    def werte(self, code: str) -> list[tuple[date, float | None, Grund]]:
        """Month, value (None: none) and why there is none, from the first month with a value on."""
        ergebnis = self.ergebnisse[code]
        reihe = [
            (monat, None if grund else wert, Grund(grund))
            for monat, wert, grund in zip(
                self.monate, ergebnis.werte[0].tolist(), ergebnis.grund[0].tolist(), strict=True
            )
        ]
        erster = next((nr for nr, (_, wert, _) in enumerate(reihe) if wert is not None), len(reihe))
        return reihe[erster:]

    def brueche(self, code: str) -> list[date]:
        """The months from which a figure is defined otherwise than before."""
        return brueche(tuple(self.nach_code[code].definitionen.all()), self.monate)


def rechne(durch: Zugang) -> Eigenrechnung:
    """The own figures of the Jobcenter acted for, archived ones included; empty for everybody else."""
    zahlen = tuple(
        EigeneZahl.objects.visible_to(durch)
        .filter(jobcenter=durch.partei_id)
        .prefetch_related("definitionen")
        .order_by("code")
    )
    if not zahlen:
        return Eigenrechnung((), (), {})
    eingegeben = EigenerWert.objects.filter(zahl__in=zahlen).values_list("zahl__code", "monat", "wert")
    werte = {(code, monat): float(wert) for code, monat, wert in eingegeben}
    gemeldet = dict(
        Meldung.objects.visible_to(durch).gueltig().filter(jobcenter=durch.partei_id).values_list("monat", "werte")
    )
    monate = _monate([*gemeldet, *(monat for _, monat in werte)])
    return Eigenrechnung(zahlen, monate, _ergebnisse(zahlen, _bestand(durch.partei_id or 0, monate, gemeldet), werte))


def _monate(belegte: Sequence[date]) -> tuple[date, ...]:
    """All months from the first to the last that has a figure."""
    if not belegte:
        return ()
    von, bis = min(belegte), max(belegte)
    return monatsreihe(von, (bis.year - von.year) * 12 + bis.month - von.month + 1)


def _bestand(einheit: int, monate: Sequence[date], gemeldet: Mapping[date, Sequence[int | None]]) -> Cube:
    """The Jobcenter's own Meldungen as a cube of one unit."""
    werte = np.full((1, len(monate), len(GRUNDGROESSEN)), np.nan)
    for nr, monat in enumerate(monate):
        if monat in gemeldet:
            werte[0, nr] = [np.nan if wert is None else wert for wert in gemeldet[monat]]
    return Cube((einheit,), tuple(monate), werte)


def _ergebnisse(
    zahlen: Sequence[EigeneZahl], cube: Cube, eingegeben: Mapping[tuple[str, date], float]
) -> dict[str, Ergebnis]:
    bekannt = {
        groesse.code: Ergebnis.aus(cube.werte[:, :, spalte] / _EURO[spalte])
        for spalte, groesse in enumerate(GRUNDGROESSEN)
    }
    erfasste = [zahl for zahl in zahlen if zahl.art == Eigenart.GRUNDGROESSE]
    for zahl in erfasste:
        reihe = [eingegeben.get((zahl.code, monat), np.nan) for monat in cube.monate]
        bekannt[zahl.code] = Ergebnis.aus(np.array([reihe], dtype=np.float64))
    kennzahlen = {zahl.code: tuple(zahl.definitionen.all()) for zahl in zahlen if zahl.art == Eigenart.KENNZAHL}
    return {zahl.code: bekannt[zahl.code] for zahl in erfasste} | rechne_alle(kennzahlen, bekannt, cube.monate)
