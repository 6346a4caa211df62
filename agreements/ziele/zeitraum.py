"""The months on which a Ziel is measured. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from kennzahlen.cube import monat_plus
from zielsystem.recht import Geltung


def endmonate(laufzeit: Geltung) -> dict[int, date]:
    """Per year of the period the month in which its Ziele are measured: December, or the last month of the period.

    ``ValueError`` for a period that is open at either end.
    """
    if laufzeit.ab is None or laufzeit.bis is None:
        raise ValueError("Eine Zielvereinbarung hat einen ersten und einen letzten Tag.")
    letzter = (laufzeit.bis - timedelta(days=1)).replace(day=1)
    return {jahr: min(date(jahr, 12, 1), letzter) for jahr in range(laufzeit.ab.year, letzter.year + 1)}


def basismonat(laufzeit: Geltung) -> date:
    """The month that a Tendenz is measured against: the last one before the period."""
    if laufzeit.ab is None:
        raise ValueError("Eine Zielvereinbarung hat einen ersten Tag.")
    return monat_plus(laufzeit.ab.replace(day=1), -1)
