"""A whole release as one file: CSV for every tool, Parquet for those that compute.

The rows are those of the API, without the notes, which may be added later. They are read unit by unit in portions,
laid into DuckDB as numbers, and written by it with their texts; so neither the database nor the memory ever holds an
object per value. What is not there (the unit did not exist yet) is left out.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.core.files import File
from django.db import transaction
from numpy.typing import NDArray

from kennzahlen.auskunft.abfrage import alle_einheiten
from kennzahlen.auskunft.reihen import Reihen, lies, monate_von
from kennzahlen.auskunft.wertzeilen import definition, genaue_millionstel
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.kalender import faelliger_berichtsmonat
from kennzahlen.models import Dateiart, Einheit, Veroeffentlichung, Veroeffentlichungsdatei
from kennzahlen.recht import KENNZAHL_CODES

if TYPE_CHECKING:
    import duckdb

JE_PORTION = 40
"""Units read at a time."""

_SCHREIBE = {
    Dateiart.CSV: "(FORMAT csv, DELIMITER ';', HEADER true)",
    Dateiart.PARQUET: "(FORMAT parquet, COMPRESSION zstd)",
}
_TABELLE = """
    CREATE TABLE werte (
        einheit INTEGER, code UTINYINT, monat USMALLINT, millionstel BIGINT, vollstaendig BOOLEAN,
        monate_vorhanden USMALLINT, einheiten_fehlend USMALLINT, grund UTINYINT
    )
"""
_AUSWAHL = """
    SELECT k.code AS kennzahl, e.schluessel AS einheit, m.monat,
        CASE WHEN w.grund = 0 THEN (w.millionstel * 0.000001)::DECIMAL(18, 6) END AS wert,
        w.vollstaendig, w.monate_vorhanden, w.einheiten_fehlend, DATE '{stand}' AS stand, g.text AS grund,
        m.vorlaeufig, {nummer}  AS veroeffentlichung, d.ab AS definition_ab, d.bruch
    FROM werte w
    JOIN einheiten e ON e.nr = w.einheit
    JOIN kennzahlen k ON k.nr = w.code
    JOIN monate m ON m.nr = w.monat
    JOIN gruende g ON g.nr = w.grund
    JOIN definitionen d ON d.code = w.code AND d.monat = w.monat
    ORDER BY w.einheit, w.code, w.monat
"""


def erzeuge_dateien(*, veroeffentlichung: Veroeffentlichung, am: datetime) -> list[Veroeffentlichungsdatei]:
    """Make the files of a release that are not there yet, and return all of them; doing it again changes nothing."""
    with transaction.atomic():
        Veroeffentlichung.objects.select_for_update().get(pk=veroeffentlichung.pk)
        vorhandene = set(veroeffentlichung.dateien.values_list("art", flat=True))
        fehlende = [art for art in Dateiart if art.value not in vorhandene]
        if fehlende:
            _erzeuge(veroeffentlichung, fehlende, am)
    return list(veroeffentlichung.dateien.order_by("art"))


def ohne_dateien() -> list[Veroeffentlichung]:
    """The releases that have not all their files, the newest first."""
    fertige = Veroeffentlichungsdatei.objects.filter(art=Dateiart.PARQUET).values("veroeffentlichung")
    return list(Veroeffentlichung.objects.exclude(pk__in=fertige).order_by("-pk"))


def _erzeuge(veroeffentlichung: Veroeffentlichung, arten: Sequence[Dateiart], am: datetime) -> None:
    import duckdb  # not light to load, and only a worker that writes files needs it

    with tempfile.TemporaryDirectory() as ordner, duckdb.connect(config={"temp_directory": ordner}) as tafel:
        zeilen = _fuelle(tafel, veroeffentlichung)
        for art in arten:
            name = f"kennzahlen_{veroeffentlichung.stand:%Y-%m-%d}_{veroeffentlichung.pk}.{art.value}"
            pfad = Path(ordner) / name
            _schreibe(tafel, veroeffentlichung, art, pfad)
            _bewahre(veroeffentlichung, art, pfad, zeilen, am)


def _schreibe(
    tafel: duckdb.DuckDBPyConnection, veroeffentlichung: Veroeffentlichung, art: Dateiart, pfad: Path
) -> None:
    auswahl = _AUSWAHL.format(stand=veroeffentlichung.stand.isoformat(), nummer=veroeffentlichung.pk)
    tafel.execute(f"COPY ({auswahl}) TO '{pfad}' {_SCHREIBE[art]}")


def _bewahre(veroeffentlichung: Veroeffentlichung, art: Dateiart, pfad: Path, zeilen: int, am: datetime) -> None:
    with pfad.open("rb") as inhalt:
        pruefsumme = hashlib.file_digest(inhalt, "sha256").hexdigest()
        Veroeffentlichungsdatei.objects.create(
            veroeffentlichung=veroeffentlichung,
            art=art,
            datei=File(inhalt, name=pfad.name),
            sha256=pruefsumme,
            groesse=pfad.stat().st_size,
            zeilen=zeilen,
            erzeugt_am=am,
        )


# -- Into DuckDB -----------------------------------------------------------------------------------------------


def _fuelle(tafel: duckdb.DuckDBPyConnection, veroeffentlichung: Veroeffentlichung) -> int:
    """The values as numbers, and the small tables of their texts; returns the number of values."""
    einheiten = list(alle_einheiten())
    tafel.execute(_TABELLE)
    monate = monate_von(veroeffentlichung)
    anzahl = 0
    for beginn in range(0, len(einheiten), JE_PORTION):
        reihen = lies(veroeffentlichung, einheiten[beginn : beginn + JE_PORTION], KENNZAHL_CODES, monate)
        portion = _zahlen(reihen, beginn)
        anzahl += len(portion["einheit"])
        tafel.execute("INSERT INTO werte SELECT * FROM portion")
    for name, spalten in _textliche(veroeffentlichung, einheiten, monate).items():
        tafel.register("eingang", spalten)
        tafel.execute(f"CREATE TABLE {name} AS SELECT * FROM eingang")
        tafel.unregister("eingang")
    return anzahl


def _zahlen(reihen: Reihen, ab: int) -> dict[str, NDArray[Any]]:
    """The values of a portion of units, the first of which has the number ``ab``; only those that there are."""
    da = reihen.grund != Grund.AUSSERHALB
    einheit, code, monat = np.nonzero(da)
    return {
        "einheit": einheit + ab,
        "code": code,
        "monat": monat,
        "millionstel": genaue_millionstel(reihen.wert[da]),
        "vollstaendig": reihen.vollstaendig[da],
        "monate_vorhanden": reihen.monate_vorhanden[da].astype(np.int32),
        "einheiten_fehlend": reihen.einheiten_fehlend[da].astype(np.int32),
        "grund": reihen.grund[da].astype(np.int32),
    }


def _textliche(
    veroeffentlichung: Veroeffentlichung, einheiten: Sequence[Einheit], monate: Sequence[date]
) -> dict[str, dict[str, NDArray[Any]]]:
    """Small tables by name: what the numbers stand for."""
    endgueltig_bis = faelliger_berichtsmonat(veroeffentlichung.stand)
    paare = [(c, m) for c in range(len(KENNZAHL_CODES)) for m in range(len(monate))]
    fassung = [definition(KENNZAHL_CODES[c], monate[m]) for c, m in paare]
    return {
        "einheiten": _spalten(nr=range(len(einheiten)), schluessel=[eine.schluessel for eine in einheiten]),
        "kennzahlen": _spalten(nr=range(len(KENNZAHL_CODES)), code=KENNZAHL_CODES),
        "monate": _spalten(
            nr=range(len(monate)),
            monat=[f"{tag:%Y-%m}" for tag in monate],
            vorlaeufig=[tag > endgueltig_bis for tag in monate],
        ),
        "gruende": _spalten(nr=[int(grund) for grund in Grund], text=[GRUND_TEXT[grund] or None for grund in Grund]),
        "definitionen": _spalten(
            code=[c for c, _ in paare],
            monat=[m for _, m in paare],
            ab=[ab for ab, _ in fassung],
            bruch=[bricht for _, bricht in fassung],
        ),
    }


def _spalten(**spalten: Sequence[Any]) -> dict[str, NDArray[Any]]:
    """Columns for DuckDB; texts may be missing."""
    return {
        name: np.array(list(werte), dtype=object if any(isinstance(w, str) for w in werte) else None)
        for name, werte in spalten.items()
    }
