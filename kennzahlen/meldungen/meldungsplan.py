"""What a delivery means for what is stored, and by which acts of the law its Meldungen get where they are to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kennzahlen.cube import Maske, Zahlen
from kennzahlen.meldungen.meldungsbestand import NUMMER, Bestand
from kennzahlen.meldungen.recht import IN_ARBEIT, Meldungszustand

_ZUSTAND = {nummer: zustand for zustand, nummer in NUMMER.items()}


@dataclass(frozen=True, eq=False)
class Plan:
    """Masks are [unit, month], figures [unit, month, Grundgröße].

    ``in_arbeit``: the Meldung in work is carried on; otherwise a new version begins from the valid one.
    ``betroffen``: something has to be written; ``anders``: because figures differ.
    """

    bestand: Bestand
    freigeben: bool
    gemeldet: Maske
    in_arbeit: Maske
    vorher: Zahlen
    nachher: Zahlen
    anders: Maske
    betroffen: Maske

    @property
    def ziel(self) -> Meldungszustand:
        """The state in which the Meldungen are afterwards."""
        return _ziel(self.freigeben)

    @property
    def berichtigt(self) -> Maske:
        """Where a valid version is corrected."""
        return self.betroffen & (self.bestand.gueltig_id > 0)

    def wege(self) -> Iterator[tuple[Meldungszustand | None, tuple[str, ...]]]:
        """Every state from which a Meldung starts (None: a new one) and the acts that it goes through."""
        start = np.where(self.in_arbeit, self.bestand.in_arbeit_zustand, 0)[self.betroffen]
        for nummer, anders in sorted(set(zip(start.tolist(), self.anders[self.betroffen].tolist(), strict=True))):
            zustand = _ZUSTAND.get(nummer)
            yield zustand, (*_bis_eingereicht(zustand, anders), *(("freigeben",) if self.freigeben else ()))
        if self.freigeben and self.berichtigt.any():
            yield Meldungszustand.FREIGEGEBEN, ("abloesen",)


def plane(bestand: Bestand, neu: Zahlen, *, freigeben: bool) -> Plan:
    """Lay new figures (NaN: none) over what is stored, and find out what that changes."""
    gemeldet: Maske = np.any(~np.isnan(neu), axis=2)
    fortgefuehrt = (Meldungszustand.EINGEREICHT,) if freigeben else IN_ARBEIT
    in_arbeit = np.isin(bestand.in_arbeit_zustand, [NUMMER[zustand] for zustand in fortgefuehrt])
    vorher = np.where(in_arbeit[:, :, None], bestand.in_arbeit, bestand.gueltig)
    nachher = np.where(np.isnan(neu), vorher, neu)
    anders: Maske = np.any(verschieden(vorher, nachher), axis=2)
    noch_nicht_dort = in_arbeit & (bestand.in_arbeit_zustand != NUMMER[_ziel(freigeben)])
    return Plan(
        bestand=bestand,
        freigeben=freigeben,
        gemeldet=gemeldet,
        in_arbeit=in_arbeit,
        vorher=vorher,
        nachher=nachher,
        anders=anders,
        betroffen=gemeldet & (anders | noch_nicht_dort),
    )


def verschieden(vorher: Zahlen, nachher: Zahlen) -> Maske:
    """Where figures differ; missing on both sides is the same."""
    ungleich: Maske = (vorher != nachher) & ~(np.isnan(vorher) & np.isnan(nachher))
    return ungleich


def _ziel(freigeben: bool) -> Meldungszustand:
    return Meldungszustand.FREIGEGEBEN if freigeben else Meldungszustand.EINGEREICHT


def _bis_eingereicht(zustand: Meldungszustand | None, anders: bool) -> tuple[str, ...]:
    if zustand is None:
        return ("erfassen", "einreichen")
    if zustand is Meldungszustand.EINGEREICHT:
        return ("zurueckgeben", "einreichen") if anders else ()
    return ("einreichen",)
