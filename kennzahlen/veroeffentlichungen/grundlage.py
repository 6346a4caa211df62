"""What a release rests on: exactly which Meldungen, and a fingerprint of everything else that its values depend on.

Two releases are compared by this, not by the time of day: an import that waited for a computation bears an
earlier time than the release it came too late for.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from kennzahlen.cube import Ganze
from kennzahlen.einheiten import Einheitenachse
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Grundlage, Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN, KENNZAHLEN, PARAMETER, parameter_am
from zielsystem.recht import Ausserhalb

VERFAHREN = 3
"""Changes whenever the same figures would be computed or withheld differently: earlier releases are then no base."""


_GUELTIGE = "SELECT string_agg(int8send(id), ''::bytea) FROM kennzahlen_meldung WHERE zustand = %s AND monat <= %s"
"""All ids in one row: a hundred thousand rows would take longer than everything else in an increment."""


def packe(ids: Ganze) -> bytes:
    """Ids in ascending order, in little room: their distances, compressed."""
    return zlib.compress(np.diff(np.sort(ids), prepend=0).astype("<i8").tobytes(), level=1)


def entpacke(daten: bytes | memoryview) -> Ganze:
    """The ids of :func:`packe`, ascending."""
    ids: Ganze = np.cumsum(np.frombuffer(zlib.decompress(daten), dtype="<i8"), dtype=np.int64)
    return ids


def gueltige_meldungen(bis: date) -> Ganze:
    """The ids of all valid Meldungen up to a month, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(_GUELTIGE, [Meldungszustand.FREIGEGEBEN.value, bis])
        (ids,) = cursor.fetchone()
    return np.sort(np.frombuffer(ids or b"", dtype=">i8").astype(np.int64))


def meldungen_von(veroeffentlichung: Veroeffentlichung) -> Ganze | None:
    """The ids of the Meldungen that a release rests on; None where that was not recorded."""
    daten = Grundlage.objects.filter(veroeffentlichung=veroeffentlichung).values_list("meldungen", flat=True).first()
    return None if daten is None else entpacke(daten)


def fingerabdruck(achse: Einheitenachse, am: date) -> str:
    """What the values of a day depend on besides the Meldungen: law, parameters, units, groups, mergers."""
    summe = hashlib.sha256()
    for teil in (VERFAHREN, GRUNDGROESSEN, KENNZAHLEN, _parameter(am), achse.jobcenter, achse.nachfolgen):
        summe.update(repr(teil).encode())
    summe.update(repr((achse.gruppen, sorted(achse.titel.items()))).encode())
    for feld in _felder(achse):
        summe.update(repr(feld.shape).encode())
        summe.update(np.packbits(feld).tobytes() if feld.dtype == np.bool_ else feld.astype(np.int16).tobytes())
    return summe.hexdigest()


def _felder(achse: Einheitenachse) -> list[NDArray[np.bool_] | Ganze]:
    return [achse.existiert, *(gruppierung.zuordnung for gruppierung in achse.gruppierungen)]


def _parameter(am: date) -> list[tuple[str, str]]:
    werte = []
    for code in dict.fromkeys(zeile.code for zeile in PARAMETER):
        try:
            werte.append((code, str(parameter_am(code, am))))
        except Ausserhalb:
            werte.append((code, ""))
    return werte
