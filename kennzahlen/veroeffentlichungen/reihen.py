"""The rows of a release: one per unit, measure and year, made of parts, compared with what is published, written.

Twenty years of all units are 160,000 rows of 72 numbers; everything here is done to all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Ganze, Maske
from kennzahlen.formeln import Grund, Teile, wert
from kennzahlen.models import Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import REIHENNUMMER

Reihen = NDArray[Any]
"""Rows of :class:`~kennzahlen.models.Kennzahlreihe` as a block of :mod:`kennzahlen.binary_copy`."""

_FELDER = {"wert": ">f8", "zaehler": ">i8", "nenner": ">i8", "monate": ">i2", "fehlend": ">i2", "grund": ">i2"}
_SPALTEN = (
    Spalte("veroeffentlichung_id", ">i8"),
    Spalte("einheit_id", ">i8"),
    Spalte("kennzahl", ">i2"),
    Spalte("jahr", ">i2"),
    *(Spalte(name, typ, 12) for name, typ in _FELDER.items()),
)
_TABELLE = Kennzahlreihe._meta.db_table


def keine() -> Reihen:
    """No rows."""
    return binary_copy.neuer_block(_SPALTEN, 0)


def reihen(teile: Sequence[Teile], einheiten: Sequence[int], nur: Maske | None = None) -> Reihen:
    """The rows of some units (ids, one per row of all parts together); years in which nothing exists are left out.

    ``nur`` [row, year] chooses some of them.
    """
    bestehende = [(_nach_jahren(einige.grund, Grund.AUSSERHALB) != Grund.AUSSERHALB).any(axis=3) for einige in teile]
    if nur is not None:
        grenzen = np.cumsum([len(einige.grund) for einige in teile])[:-1]
        bestehende = [welche & n[:, None] for welche, n in zip(bestehende, np.split(nur, grenzen), strict=True)]
    block = binary_copy.neuer_block(_SPALTEN, sum(int(np.count_nonzero(welche)) for welche in bestehende))
    beginn, erste = 0, 0
    for einige, welche in zip(teile, bestehende, strict=True):
        ende, naechste = beginn + int(np.count_nonzero(welche)), erste + len(welche)
        _fuelle(block[beginn:ende], einige, welche, einheiten[erste:naechste])
        beginn, erste = ende, naechste
    return block


def _fuelle(block: Reihen, teile: Teile, welche: Maske, einheiten: Sequence[int]) -> None:
    """Write those years of the measures of some units that exist, in the order unit, measure, year."""
    einheit, kennzahl, jahr = np.nonzero(welche)
    block["einheit_id"] = np.array(einheiten, dtype=np.int64)[einheit]
    block["kennzahl"] = np.array([REIHENNUMMER[code] for code in teile.codes])[kennzahl]
    block["jahr"] = teile.monate_achse[0].year + jahr
    felder: dict[str, tuple[NDArray[Any], float]] = {
        "wert": (wert(teile), np.nan),
        "zaehler": (np.nan_to_num(teile.zaehler), 0),
        "nenner": (np.nan_to_num(teile.nenner), 0),
        "monate": (teile.monate, 0),
        "fehlend": (teile.einheiten_fehlend, 0),
        "grund": (teile.grund, Grund.AUSSERHALB),
    }
    for name, (feld, leer) in felder.items():
        block[name]["wert"] = _nach_jahren(feld, leer)[welche]


def _nach_jahren(feld: NDArray[Any], leer: float) -> NDArray[Any]:
    """From [unit, month, measure] to [unit, measure, year, month of the year], the last year filled up."""
    anzahl, monate, kennzahlen = feld.shape
    jahre = -(-monate // 12)
    aufgefuellt = np.full((anzahl, kennzahlen, jahre * 12), leer, dtype=feld.dtype)
    aufgefuellt[:, :, :monate] = np.moveaxis(feld, 2, 1)
    return aufgefuellt.reshape(anzahl, kennzahlen, jahre, 12)


# -- What is published -----------------------------------------------------------------------------------------

_JUENGSTE = f"SELECT DISTINCT ON (einheit_id, kennzahl, jahr) {', '.join(s.name for s in _SPALTEN)} FROM {_TABELLE}"
_ORDNUNG = "ORDER BY einheit_id DESC, kennzahl DESC, jahr DESC, veroeffentlichung_id DESC"
"""All descending, as the unique index is read backwards without sorting."""


def veroeffentlichte() -> Reihen:
    """All rows as the newest release has them."""
    return _lies(f"{_JUENGSTE} {_ORDNUNG}", ())


def veroeffentlichte_teils(wie: Reihen) -> Reihen:
    """Those of the units, measures and years of some rows."""
    einheiten, jahre = (np.unique(wie[name]).tolist() for name in ("einheit_id", "jahr"))
    bedingung = "WHERE einheit_id = ANY(%s) AND jahr = ANY(%s)"
    return _lies(f"{_JUENGSTE} {bedingung} {_ORDNUNG}", (einheiten, jahre))


def _lies(abfrage: str, parameter: Sequence[Any]) -> Reihen:
    with connection.cursor() as cursor:
        return binary_copy.lies(cursor.cursor, abfrage, parameter, _SPALTEN, je="einheit_id")


def geaenderte(neue: Reihen, alte: Reihen) -> Reihen:
    """Those rows that say something else than the old ones, or something that these do not."""
    if not len(alte):
        return neue
    gleich, stelle = _entsprechende(neue, alte)
    for name, typ in _FELDER.items():
        bits = typ.replace("f", "i")  # so that NaN equals NaN
        gleich &= (neue[name]["wert"].view(bits) == alte[name]["wert"].view(bits)[stelle]).all(axis=1)
    return neue[~gleich]


def geheim_wie(neue: Reihen, alte: Reihen) -> Reihen | None:
    """The new rows with everything withheld that the old ones withhold; None where they withhold more, or are new."""
    bekannt, stelle = (
        _entsprechende(neue, alte) if len(alte) else (np.zeros(len(neue), np.bool_), np.zeros(0, np.int64))
    )
    if not bekannt.all():
        return None
    geheim: Maske = alte["grund"]["wert"][stelle] == Grund.GEHEIM
    if (~geheim & (neue["grund"]["wert"] == Grund.GEHEIM)).any():
        return None
    for name, leer in (("wert", np.nan), ("zaehler", 0), ("nenner", 0), ("grund", Grund.GEHEIM)):
        neue[name]["wert"][geheim] = leer
    return neue


def _entsprechende(neue: Reihen, alte: Reihen) -> tuple[Maske, Ganze]:
    """For each new row whether there is an old one of the same unit, measure and year, and where."""
    schluessel, bekannte = _schluessel(neue), _schluessel(alte)
    folge = np.argsort(bekannte)
    stelle: Ganze = folge[np.minimum(np.searchsorted(bekannte, schluessel, sorter=folge), len(alte) - 1)]
    gleich: Maske = bekannte[stelle] == schluessel
    return gleich, stelle


def _schluessel(block: Reihen) -> Ganze:
    """Unit, measure and year of each row in one number."""
    schluessel: Ganze = block["einheit_id"].astype(np.int64)
    for name in ("kennzahl", "jahr"):
        schluessel = (schluessel << 16) + block[name]
    return schluessel


def schreibe(block: Reihen, veroeffentlichung: Veroeffentlichung) -> None:
    """Store the rows as those that a release changed.

    The trigger that checks what they refer to sees all of them once more; in memory, not from a file.
    """
    block["veroeffentlichung_id"] = veroeffentlichung.pk
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        binary_copy.schreibe(cursor.cursor, _TABELLE, _SPALTEN, block)
