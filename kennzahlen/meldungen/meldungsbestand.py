"""The stored Meldungen as arrays: read at once whatever counts, written at once whatever is new.

A month of the whole country are some hundred rows, a history some ten thousand. Both go through binary COPY: out of
one query, and into a temporary table from which three statements do the rest. What may be written is decided in
``meldung.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Ganze, Maske, Zahlen, monatsreihe
from kennzahlen.einheiten import Einheitenachse, einheitenachse
from kennzahlen.gemeldetes import FEHLT, TAG, WERTE, figuren_von, monate_von, stellen_auf, tage_von, werte_von
from kennzahlen.meldungen.recht import IN_ARBEIT, Meldungszustand
from kennzahlen.models import Befund, Meldung
from kennzahlen.recht import GRUNDGROESSEN

NUMMER: dict[Meldungszustand, int] = {zustand: nr for nr, zustand in enumerate(Meldungszustand, 1)}
"""States as numbers in arrays; 0 is no Meldung."""

_TABELLE = Meldung._meta.db_table


@dataclass(frozen=True, eq=False)
class Bestand:
    """What is stored about all Jobcenter [unit, month]: the valid version, the one in work, the highest number.

    ``gueltig`` and ``in_arbeit`` hold figures [unit, month, Grundgröße], NaN where there are none; ids and states
    are 0 where there is no such Meldung.
    """

    achse: Einheitenachse
    monate: tuple[date, ...]
    gueltig: Zahlen
    gueltig_id: Ganze
    in_arbeit: Zahlen
    in_arbeit_id: Ganze
    in_arbeit_zustand: Ganze
    version: Ganze


# -- Reading ---------------------------------------------------------------------------------------------------

_SPALTEN = (
    Spalte("jobcenter", ">i8"),
    Spalte("tag", ">i4"),
    Spalte("id", ">i8"),
    Spalte("zustand", ">i4"),
    Spalte("version", ">i4"),
    Spalte("werte", ">i8", len(GRUNDGROESSEN)),
)
_GESPEICHERT = f"""
    SELECT jobcenter_id, {TAG}, id, array_position(%s::text[], zustand::text), hoechste::integer, {WERTE}
    FROM (SELECT *, max(version) OVER (PARTITION BY jobcenter_id, monat) AS hoechste FROM {_TABELLE}) AS meldung
    WHERE zustand <> %s OR version = hoechste
"""


def sperre_meldungen() -> None:
    """Let nobody else write or lock a Meldung until the end of this transaction; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_TABELLE} IN EXCLUSIVE MODE")


def lies_bestand(von: date, bis: date) -> Bestand:
    """All Meldungen that count, in all months, the axis of months reaching at least from ``von`` to ``bis``."""
    with connection.cursor() as cursor:
        parameter = (list(NUMMER), Meldungszustand.ABGELOEST.value)
        zeilen = binary_copy.lies(cursor.cursor, _GESPEICHERT, parameter, _SPALTEN, je="jobcenter")
    monat = monatsnummern(monate_von(zeilen))
    erster, letzter = (monatsnummer(tag) for tag in (von, bis))
    if len(zeilen):
        erster, letzter = min(erster, int(monat.min())), max(letzter, int(monat.max()))
    monate = monatsreihe(date(erster // 12, erster % 12 + 1, 1), letzter - erster + 1)
    achse = einheitenachse(monate)
    stelle = stellen_auf(achse.jobcenter, zeilen["jobcenter"])
    bekannt = stelle >= 0
    return _ausgebreitet(zeilen[bekannt], (stelle[bekannt], (monat - erster)[bekannt]), monate, achse)


def monatsnummern(monate: NDArray[np.datetime64]) -> Ganze:
    """Months as whole numbers, counted from the year 0."""
    nummern: Ganze = monate.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return nummern


def monatsnummer(tag: date) -> int:
    """The month of a day as a whole number, counted from the year 0."""
    return tag.year * 12 + tag.month - 1


def _ausgebreitet(
    zeilen: NDArray[Any], ort: tuple[Ganze, Ganze], monate: tuple[date, ...], achse: Einheitenachse
) -> Bestand:
    """Rows laid out on the axes; ``ort`` are their units and months."""
    form = (len(achse.jobcenter), len(monate))
    werte = figuren_von(zeilen)
    gilt = zeilen["zustand"] == NUMMER[Meldungszustand.FREIGEGEBEN]
    arbeit = np.isin(zeilen["zustand"], [NUMMER[zustand] for zustand in IN_ARBEIT])

    def ganze(feld: str, welche: Maske) -> Ganze:
        ziel = np.zeros(form, dtype=np.int64)
        ziel[ort[0][welche], ort[1][welche]] = zeilen[feld][welche]
        return ziel

    def zahlen(welche: Maske) -> Zahlen:
        ziel = np.full((*form, len(GRUNDGROESSEN)), np.nan)
        ziel[ort[0][welche], ort[1][welche]] = werte[welche]
        return ziel

    return Bestand(
        achse=achse,
        monate=monate,
        gueltig=zahlen(gilt),
        gueltig_id=ganze("id", gilt),
        in_arbeit=zahlen(arbeit),
        in_arbeit_id=ganze("id", arbeit),
        in_arbeit_zustand=ganze("zustand", arbeit),
        version=ganze("version", np.ones(len(zeilen), dtype=np.bool_)),
    )


# -- Writing ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Fassungen:
    """Versions to be written, one per row.

    ``in_arbeit_id`` is the Meldung in work that becomes this version, or 0 for a new row; ``gueltig_id`` the valid
    version that it corrects, or 0; ``werte`` [row, Grundgröße], NaN for what is not reported; ``tage_her``: so many
    days before the act the month was reported elsewhere, 0 where it is reported by the act.
    """

    in_arbeit_id: Ganze
    gueltig_id: Ganze
    jobcenter: Ganze
    monat: NDArray[np.datetime64]
    version: Ganze
    werte: Zahlen
    tage_her: Ganze

    def __len__(self) -> int:
        return len(self.version)


@dataclass(frozen=True)
class Vermerk:
    """What all versions of one act have in common; ``grund`` is kept with those that correct a valid version."""

    zustand: Meldungszustand
    quelle: str
    grund: str
    am: datetime
    durch_id: int | None


_EINGANG = (
    Spalte("id", ">i8"),
    Spalte("neu", ">i2"),
    Spalte("gueltig_id", ">i8"),
    Spalte("jobcenter_id", ">i8"),
    Spalte("tag", ">i4"),
    Spalte("version", ">i2"),
    Spalte("tage_her", ">i4"),
    Spalte("werte", ">i8", len(GRUNDGROESSEN)),
)
_ANLEGEN = """
    CREATE TEMPORARY TABLE eingang (
        id bigint, neu smallint, gueltig_id bigint, jobcenter_id bigint, tag integer, version smallint,
        tage_her integer, werte bigint[]
    ) ON COMMIT DROP
"""
_ABLOESEN = f"""
    UPDATE {_TABELLE} AS meldung SET zustand = %(abgeloest)s, abgeloest_am = %(am)s
    FROM eingang WHERE meldung.id = eingang.gueltig_id
"""
_FORTSCHREIBEN = f"""
    UPDATE {_TABELLE} AS meldung
    SET zustand = %(zustand)s, werte = array_replace(eingang.werte, %(fehlt)s, NULL), quelle = %(quelle)s,
        grund = CASE WHEN gueltig_id = 0 THEN '' ELSE %(grund)s END, erfasst_am = %(am)s, erfasst_durch_id = %(durch)s,
        fassung = fassung + 1,
        nichts_zu_melden = ARRAY(SELECT nr FROM unnest(nichts_zu_melden) AS nr WHERE eingang.werte[nr] = 0),
        freigegeben_am = %(freigegeben_am)s, freigegeben_durch_id = %(freigegeben_durch)s
    FROM eingang WHERE meldung.id = eingang.id AND neu = 0
"""
_EINFUEGEN = f"""
    INSERT INTO {_TABELLE} (id, jobcenter_id, monat, version, zustand, werte, quelle, grund,
        erfasst_am, erfasst_durch_id, freigegeben_am, freigegeben_durch_id, fassung, nichts_zu_melden)
    SELECT id, jobcenter_id, DATE '2000-01-01' + tag, version, %(zustand)s,
        array_replace(werte, %(fehlt)s, NULL), %(quelle)s, CASE WHEN gueltig_id = 0 THEN '' ELSE %(grund)s END,
        %(am)s - make_interval(days => tage_her), %(durch)s,
        %(freigegeben_am)s::timestamptz - make_interval(days => tage_her), %(freigegeben_durch)s, 1,
        ARRAY(
            SELECT nr FROM {_TABELLE} AS gueltig, unnest(gueltig.nichts_zu_melden) AS nr
            WHERE gueltig.id = eingang.gueltig_id AND eingang.werte[nr] = 0
        )
    FROM eingang WHERE neu = 1
"""
_ALTE_BEFUNDE = f"DELETE FROM {Befund._meta.db_table} USING eingang WHERE meldung_id = eingang.id AND neu = 0"


def schreibe(fassungen: Fassungen, vermerk: Vermerk) -> Ganze:
    """Store versions and return their ids, row by row; released ones replace the valid versions they correct."""
    freigegeben = vermerk.zustand is Meldungszustand.FREIGEGEBEN
    werte = {
        "zustand": vermerk.zustand.value,
        "abgeloest": Meldungszustand.ABGELOEST.value,
        "fehlt": FEHLT,
        "quelle": vermerk.quelle,
        "grund": vermerk.grund,
        "am": vermerk.am,
        "durch": vermerk.durch_id,
        "freigegeben_am": vermerk.am if freigegeben else None,
        "freigegeben_durch": vermerk.durch_id if freigegeben else None,
    }
    with connection.cursor() as cursor:
        ids = np.where(fassungen.in_arbeit_id, fassungen.in_arbeit_id, _neue_ids(cursor, len(fassungen)))
        cursor.execute(_ANLEGEN)
        binary_copy.schreibe(cursor.cursor, "eingang", _EINGANG, _eingang(fassungen, ids))
        for befehl in (*((_ABLOESEN,) if freigegeben else ()), _ALTE_BEFUNDE, _FORTSCHREIBEN, _EINFUEGEN):
            cursor.execute(befehl, werte)
        cursor.execute("DROP TABLE eingang")
    return ids


def _neue_ids(cursor: CursorWrapper, anzahl: int) -> Ganze:
    folge = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    cursor.execute(folge, [_TABELLE, anzahl])
    return np.array(cursor.fetchall(), dtype=np.int64).reshape(anzahl)


def _eingang(fassungen: Fassungen, ids: Ganze) -> NDArray[Any]:
    block = binary_copy.neuer_block(_EINGANG, len(fassungen))
    block["id"] = ids
    block["neu"] = fassungen.in_arbeit_id == 0
    block["gueltig_id"] = fassungen.gueltig_id
    block["jobcenter_id"] = fassungen.jobcenter
    block["tag"] = tage_von(fassungen.monat)
    block["version"] = fassungen.version
    block["tage_her"] = fassungen.tage_her
    block["werte"]["wert"] = werte_von(fassungen.werte)
    return block
