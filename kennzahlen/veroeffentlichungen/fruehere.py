"""What earlier releases withheld and what they did not: the base of confidentiality across releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.formeln import Grund
from kennzahlen.models import Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES, REIHENNUMMER
from kennzahlen.veroeffentlichungen.geheimhaltung import Frueheres

_SPALTEN = (
    Spalte("einheit", ">i8"),
    Spalte("kennzahl", ">i2"),
    Spalte("jahr", ">i2"),
    Spalte("bis", ">i4"),
    Spalte("grund", ">i2", 12),
)
_FASSUNGEN = f"""
    WITH betroffen AS (
        SELECT DISTINCT einheit_id, kennzahl, jahr FROM kennzahlen_kennzahlreihe
        WHERE grund @> ARRAY[{Grund.GEHEIM:d}]::smallint[]
    )
    SELECT einheit_id, kennzahl, jahr,
        (EXTRACT(YEAR FROM bis_monat) * 12 + EXTRACT(MONTH FROM bis_monat))::int - 1, grund
    FROM betroffen
    JOIN kennzahlen_kennzahlreihe USING (einheit_id, kennzahl, jahr)
    JOIN kennzahlen_veroeffentlichung v ON v.id = veroeffentlichung_id
"""


def lies_frueheres(einheiten: Sequence[int], monate: Sequence[date]) -> Frueheres | None:
    """What was published so far of these units (ids, one per row) and consecutive months; None before any release."""
    letzte = Veroeffentlichung.objects.order_by("-pk").first()
    if letzte is None:
        return None
    erster = monate[0].year * 12 + monate[0].month - 1
    erreicht = letzte.bis_monat.year * 12 + letzte.bis_monat.month - erster
    geheim = np.zeros((2, len(einheiten), len(monate), len(KENNZAHL_CODES)), dtype=np.bool_)
    with connection.cursor() as cursor:
        _trage_ein(geheim, binary_copy.lies(cursor.cursor, _FASSUNGEN, (), _SPALTEN, je="einheit"), einheiten, erster)
    return Frueheres(min(max(erreicht, 0), len(monate)), geheim=geheim[0], offen=geheim[1])


def _trage_ein(ziel: NDArray[np.bool_], fassungen: NDArray[Any], einheiten: Sequence[int], erster: int) -> None:
    """Mark what each version of a series withheld (first layer) and what it did not (second layer)."""
    zeile = {einheit: stelle for stelle, einheit in enumerate(einheiten)}
    spalte = {REIHENNUMMER[code]: stelle for stelle, code in enumerate(KENNZAHL_CODES)}
    for fassung in fassungen:
        monat = int(fassung["jahr"]) * 12 + np.arange(12)
        hier = (monat >= erster) & (monat < erster + ziel.shape[2]) & (monat <= fassung["bis"])
        stelle = zeile.get(int(fassung["einheit"]))
        if stelle is not None:
            geheim = fassung["grund"]["wert"][hier] == Grund.GEHEIM
            ort = (stelle, monat[hier] - erster, spalte[int(fassung["kennzahl"])])
            ziel[(0, *ort)] |= geheim
            ziel[(1, *ort)] |= ~geheim


def etwas_geheim(jahre: range) -> bool:
    """Whether any release withheld anything in some years."""
    reihen = Kennzahlreihe.objects.filter(jahr__in=list(jahre), grund__contains=[Grund.GEHEIM])
    return reihen.exists()
