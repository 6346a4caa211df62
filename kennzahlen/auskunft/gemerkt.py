"""Units and series in the memory of a process: all that a release says of a unit, read once and asked many times.

A release never changes, and what is kept names the one it is of. What was not asked for longest makes room.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

import numpy as np

from kennzahlen.auskunft.abfrage import finde_einheiten, veroeffentlichte_monate
from kennzahlen.auskunft.reihen import Reihen, lies
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES

EINHEITEN = 450
"""Units whose series are kept: some 40 kB each."""
_AUF_EINMAL = 4
_STELLE = {code: nr for nr, code in enumerate(KENNZAHL_CODES)}


def gemerkte_reihen(
    veroeffentlichung: Veroeffentlichung, einheiten: Sequence[Einheit], codes: Sequence[str], monate: Sequence[date]
) -> Reihen:
    """As :func:`~kennzahlen.auskunft.reihen.lies`: some units from memory, many from the database.

    ``monate`` are consecutive months of the release.
    """
    if not monate or not 0 < len(einheiten) <= _AUF_EINMAL:
        return lies(veroeffentlichung, einheiten, codes, monate)
    ganze = [_alles(veroeffentlichung.veroeffentlicht_am, veroeffentlichung, einheit) for einheit in einheiten]
    stellen = [_STELLE[code] for code in codes]
    beginn = ganze[0].monate[0]
    erster = (monate[0].year - beginn.year) * 12 + monate[0].month - beginn.month
    ausschnitt = slice(erster, erster + len(monate))
    felder = {
        name: np.concatenate([getattr(reihen, name)[:, stellen, ausschnitt] for reihen in ganze])
        for name in ("wert", "monate_vorhanden", "einheiten_fehlend", "grund")
    }
    fenster = ganze[0].fenster[stellen, ausschnitt]
    return Reihen(veroeffentlichung, tuple(einheiten), tuple(codes), tuple(monate), fenster=fenster, **felder)


def gemerkte_einheiten(gefragt: Sequence[str]) -> dict[str, Einheit]:
    """As :func:`~kennzahlen.auskunft.abfrage.finde_einheiten`; a former AGS is looked up each time."""
    gefunden = {schluessel: _einheit(schluessel) for schluessel in gefragt[:_AUF_EINMAL]}
    if len(gefragt) > _AUF_EINMAL or not all(gefunden.values()):
        return finde_einheiten(gefragt)
    return {schluessel: einheit for schluessel, einheit in gefunden.items() if einheit}


def vergiss() -> None:
    """Forget everything: another database is read from now on."""
    _alles.cache_clear()
    _einheit.cache_clear()


@lru_cache(maxsize=EINHEITEN)
def _alles(zeit: datetime, veroeffentlichung: Veroeffentlichung, einheit: Einheit) -> Reihen:
    """Every measure of a unit over all months of a release: one query."""
    return lies(veroeffentlichung, [einheit], KENNZAHL_CODES, veroeffentlichte_monate(veroeffentlichung).tage)


@lru_cache(maxsize=4 * EINHEITEN)
def _einheit(schluessel: str) -> Einheit | None:
    """The unit that has this key today and keeps it."""
    gefunden = finde_einheiten([schluessel]).get(schluessel)
    return gefunden if gefunden and gefunden.schluessel == schluessel else None
