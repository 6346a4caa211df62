"""The figures of a ring side by side: each member's, how they are spread, and the ring's as a whole.

The ring as a whole is a ratio of sums (FACHKONZEPT 2, rule 1): the Basiszahlen of those members that have a value are
added up, and the formula is formed of the sums. Only what the access may see goes in, so nobody reads a period in which
it was no member, neither directly nor in a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kennzahlen.auskunft.vergleich import Verteilung, verteilung
from kennzahlen.eigene.festlegung import brueche
from kennzahlen.eigene.formelsprache import Ergebnis, Grund
from kennzahlen.eigene.rechnen import noetige, rechne_alle
from kennzahlen.eigene.recht import Ringart
from kennzahlen.eigene.vergleichsring.mitglieder import Ringmitglieder, mitglieder
from kennzahlen.eigene.vergleichsring.satz import Satz
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.models.ringe import Ringdefinition, Ringmeldung, Ringwert
from zielsystem.parties.models import Vergleichsgruppe
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True, eq=False)
class Ringvergleich:
    """What a member sees of a ring in one rhythm; ``ergebnisse`` by code, each [member, period]."""

    satz: Satz
    mitglieder: Ringmitglieder
    zeitraeume: tuple[Zeitraum, ...]
    ergebnisse: Mapping[str, Ergebnis]
    rhythmus: Rhythmus

    @classmethod
    def lies(cls, ring: Vergleichsgruppe, rhythmus: Rhythmus, durch: Zugang) -> Ringvergleich:
        """Everything released that the access may see; a constant number of queries."""
        satz, alle = Satz.lies(ring), mitglieder(ring)
        meldungen = Ringmeldung.objects.visible_to(durch).freigegeben().filter(ring=ring, rhythmus=rhythmus)
        ort = {m.pk: (m.jobcenter_id, m.ab) for m in meldungen}
        zeitraeume = _achse([Zeitraum(ab, rhythmus) for _, ab in ort.values()])
        grundzahlen = _grundzahlen(satz, alle, zeitraeume, ort, rhythmus)
        formeln = {code: d for code, d in satz.formeln.items() if satz.nach_code[code].rhythmus == rhythmus}
        tage = [zeitraum.ab for zeitraum in zeitraeume]
        kennzahlen = rechne_alle(formeln, grundzahlen, tage, je_jahr=rhythmus.je_jahr)
        return cls(satz, alle, zeitraeume, {**grundzahlen, **kennzahlen}, rhythmus)

    def im_ring(self, code: str) -> Ergebnis:
        """The value of the ring as a whole, [1, period]: the formula over the sums of those that have a value."""
        dabei = self.ergebnisse[code].grund == Grund.OK
        if self.satz.nach_code[code].art == Ringart.BASIS:
            summe = np.where(dabei, self.ergebnisse[code].werte, 0.0).sum(axis=0)
            return Ergebnis.aus(np.where(dabei.any(axis=0), summe, np.nan)[None])
        summen = {anderer: self._summen(anderer, dabei) for anderer in self._basiscodes}
        tage = [zeitraum.ab for zeitraum in self.zeitraeume]
        alle = rechne_alle(noetige(code, self._formeln), summen, tage, je_jahr=self.rhythmus.je_jahr)
        stelle = np.arange(len(tage))
        ergebnis = Ergebnis(alle[code].werte[stelle, stelle][None], alle[code].grund[stelle, stelle][None])
        niemand = ~dabei.any(axis=0)[None]
        grund = np.where(niemand, Grund.FEHLT, ergebnis.grund).astype(np.int8)
        return Ergebnis(np.where(niemand, np.nan, ergebnis.werte), grund)

    def _summen(self, code: str, dabei: np.ndarray) -> Ergebnis:
        """In row t the sums over the members that count in period t: the same members in every period they need."""
        summe = dabei.T.astype(np.float64) @ np.nan_to_num(self.ergebnisse[code].werte)
        return Ergebnis(summe, np.zeros(summe.shape, dtype=np.int8))

    @cached_property
    def _basiscodes(self) -> list[str]:
        return [z.code for z in self.satz.zahlen if z.art == Ringart.BASIS and z.code in self.ergebnisse]

    @cached_property
    def _formeln(self) -> dict[str, Sequence[Ringdefinition]]:
        return {code: d for code, d in self.satz.formeln.items() if code in self.ergebnisse}

    def verteilung(self, code: str) -> Verteilung:
        """How the values of the members are spread in each period."""
        return verteilung(self.ergebnisse[code].werte)

    def brueche(self, code: str) -> list[Zeitraum]:
        """The periods from which a figure is defined otherwise than before."""
        tage = brueche(tuple(self.satz.nach_code[code].definitionen.all()), [z.ab for z in self.zeitraeume])
        return [Zeitraum(tag, self.rhythmus) for tag in tage]


def _achse(belegte: list[Zeitraum]) -> tuple[Zeitraum, ...]:
    return min(belegte).bis_zu(max(belegte)) if belegte else ()


def _grundzahlen(
    satz: Satz,
    alle: Ringmitglieder,
    zeitraeume: tuple[Zeitraum, ...],
    ort: Mapping[int, tuple[int, date]],
    rhythmus: Rhythmus,
) -> dict[str, Ergebnis]:
    """The released Basiszahlen of a rhythm, where their owner was a member for the whole period."""
    codes = [zahl.code for zahl in satz.zahlen if zahl.art == Ringart.BASIS and zahl.rhythmus == rhythmus]
    felder = {code: np.full((len(alle.jobcenter), len(zeitraeume)), np.nan) for code in codes}
    zeile = {nr: stelle for stelle, nr in enumerate(alle.jobcenter)}
    spalte = {zeitraum.ab: stelle for stelle, zeitraum in enumerate(zeitraeume)}
    werte = Ringwert.objects.filter(meldung__in=list(ort)).values_list("meldung", "zahl__code", "wert")
    for meldung, code, wert in werte:
        jobcenter, ab = ort[meldung]
        felder[code][zeile[jobcenter], spalte[ab]] = float(wert)
    dabei = alle.dabei(zeitraeume)
    return {code: Ergebnis.aus(np.where(dabei, feld, np.nan)) for code, feld in felder.items()}
