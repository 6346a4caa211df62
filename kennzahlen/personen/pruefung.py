"""Every wrong record by file, row and column; never by person, and never with what stands in the field.

The counting notices in passing that something is wrong; only then are the files read again to say where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kennzahlen.meldungen.lieferung.fehler import HOECHSTENS, Fehler, zeige
from kennzahlen.personen.quelle import Quelle
from kennzahlen.personen.spalten import SPALTE, SPALTEN

_GEBROCHEN = {
    "MISSING COLUMNS": ("zu wenige Felder", "so viele Felder wie in der Kopfzeile"),
    "TOO MANY COLUMNS": ("zu viele Felder", "so viele Felder wie in der Kopfzeile"),
    "UNQUOTED VALUE": ("Anführungszeichen falsch gesetzt", "am Anfang und am Ende des Feldes je eines"),
    "INVALID UNICODE": ("kein UTF-8", "die Datei als „CSV UTF-8“ speichern"),
    "INVALID ENCODING": ("kein UTF-8", "die Datei als „CSV UTF-8“ speichern"),
}
_SONST = ("nicht lesbar", "ein Datensatz wie in der Beschreibung")
_GEBOREN = "ein Monat, der nicht nach dem Monat des Datensatzes liegt"
_EINMAL = "je Person und Monat ein Datensatz, bei dem Jobcenter, das am Stichtag zuständig ist"


@dataclass(frozen=True, slots=True)
class Stelle:
    """An error and the file that it is in; the header of a CSV file is row 1, in Parquet the first record is."""

    datei: str
    fehler: Fehler

    def __str__(self) -> str:
        return f"{zeige(self.datei)}: {self.fehler}" if self.datei else str(self.fehler)


class FehlerhaftePersonendaten(Exception):
    """The records are refused as a whole: the first errors in the order of the files, and how many there are."""

    def __init__(self, stellen: Sequence[Stelle], anzahl: int) -> None:
        super().__init__(stellen, anzahl)
        self.stellen = list(stellen)
        self.anzahl = anzahl

    def __str__(self) -> str:
        menge = "1 Fehler" if self.anzahl == 1 else f"{self.anzahl} Fehler"
        if self.anzahl > len(self.stellen):
            menge += f", die ersten {len(self.stellen)}"
        return "\n".join([f"{menge} in den Personendaten:", *map(str, self.stellen)])


def melde_zerbrochene(db: duckdb.DuckDBPyConnection, quellen: Sequence[Quelle]) -> None:
    """Raise for lines of CSV files that have too many or too few fields, broken quotes or another encoding."""
    stellen: list[Stelle] = []
    anzahl = 0
    for quelle in (quelle for quelle in quellen if quelle.trennzeichen):
        scan = quelle.scan(", store_rejects=true, rejects_limit=0")
        db.execute(f"SELECT max(hash({', '.join(name for name, _ in quelle.typen)})) FROM {scan}").fetchall()
        abgewiesene = db.execute(
            "SELECT line, min(error_type) FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
        db.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        anzahl += len(abgewiesene)
        for zeile, art in abgewiesene[: HOECHSTENS - len(stellen)]:
            stellen.append(Stelle(quelle.datei.name, Fehler(zeile, "", "", *_GEBROCHEN.get(str(art), _SONST))))
    if anzahl:
        raise FehlerhaftePersonendaten(stellen, anzahl)


def melde_unlesbare(db: duckdb.DuckDBPyConnection, quellen: Sequence[Quelle]) -> None:
    """Raise for fields that are blank or not what their column holds, and for births after the month of the record."""
    stellen: list[Stelle] = []
    anzahl = 0
    for quelle in quellen:
        bedingungen = list(_bedingungen(quelle))
        zaehlung = ", ".join(f"count(*) FILTER ({mangel})" for _, mangel, _ in bedingungen)
        anzahl += sum(db.execute(f"SELECT {zaehlung} FROM {quelle.felder()}").fetchall()[0])
        stellen += _unlesbare(db, quelle, bedingungen, HOECHSTENS - len(stellen))
    if anzahl:
        raise FehlerhaftePersonendaten(stellen, anzahl)


def _bedingungen(quelle: Quelle) -> Iterator[tuple[str, str, str]]:
    """Per rule for a record: the column, an SQL condition that is true where it is broken, and what would be right."""
    for spalte in SPALTEN:
        yield spalte.name, spalte.mangel(quelle.typ(spalte.name)), spalte.richtig
    geboren, monat = (SPALTE[name].gelesen(quelle.typ(name)) for name in ("geburtsmonat", "monat"))
    yield "geburtsmonat", f"coalesce({geboren} > {monat}, false)", _GEBOREN


def _unlesbare(
    db: duckdb.DuckDBPyConnection, quelle: Quelle, bedingungen: Sequence[tuple[str, str, str]], hoechstens: int
) -> Iterator[Stelle]:
    regeln = ", ".join(f"{mangel} AS regel_{nummer}" for nummer, (_, mangel, _) in enumerate(bedingungen))
    irgendeine = " OR ".join(f"regel_{nummer}" for nummer in range(len(bedingungen)))
    zeilen = db.execute(
        f"WITH zeilen AS (SELECT {_nummer(quelle)}, {regeln} FROM {quelle.felder()}) "
        f"SELECT * FROM zeilen WHERE {irgendeine} ORDER BY zeile LIMIT {hoechstens}"
    ).fetchall()
    gefunden = (
        Stelle(
            quelle.datei.name,
            Fehler(zeile, name, "", "zu spät" if richtig is _GEBOREN else "leer oder nicht lesbar", richtig),
        )
        for zeile, *treffer in zeilen
        for (name, _, richtig), gebrochen in zip(bedingungen, treffer, strict=True)
        if gebrochen
    )
    for _, stelle in zip(range(hoechstens), gefunden, strict=False):
        yield stelle


def melde_doppelte(db: duckdb.DuckDBPyConnection, quellen: Sequence[Quelle], zeitraum: tuple[int, int]) -> None:
    """Raise for every second record of one person in one month; ``doppelte`` holds the hashes of these persons."""
    teile = []
    for nummer, quelle in enumerate(quellen):
        spalten = [SPALTE[name] for name in ("person", "monat", "traeger")]
        auswahl = ", ".join(f"{spalte.schnell_gelesen(quelle.typ(spalte.name))} AS {spalte.name}" for spalte in spalten)
        teile.append(f"SELECT {nummer} AS quelle, {_nummer(quelle)}, {auswahl} FROM {quelle.felder()}")
    db.execute(
        f"CREATE OR REPLACE TABLE wiederholte AS SELECT * EXCLUDE person FROM ("
        f"SELECT *, lag(zeile) OVER folge AS vorige_zeile, lag(quelle) OVER folge AS vorige_quelle, "
        f"lag(traeger) OVER folge AS voriger_traeger FROM ({' UNION ALL '.join(teile)}) "
        f"WHERE person IN (SELECT person FROM doppelte) AND monat BETWEEN {zeitraum[0]} AND {zeitraum[1]} "
        f"WINDOW folge AS (PARTITION BY person, monat ORDER BY quelle, zeile)) WHERE vorige_zeile IS NOT NULL"
    )
    anzahl = db.execute("SELECT count(*) FROM wiederholte").fetchall()[0][0]
    zeilen = db.execute(
        "SELECT quelle, zeile, monat, traeger, vorige_quelle, vorige_zeile, voriger_traeger FROM wiederholte "
        f"ORDER BY quelle, zeile LIMIT {HOECHSTENS}"
    ).fetchall()
    dateien = [quelle.datei for quelle in quellen]
    raise FehlerhaftePersonendaten([_wiederholte(dateien, *zeile) for zeile in zeilen], anzahl)


def _wiederholte(dateien: Sequence[Path], quelle: int, zeile: int, monat: int, *ort: int) -> Stelle:
    traeger, vorige_quelle, vorige_zeile, voriger_traeger = ort
    frueher = f"Zeile {vorige_zeile}" + (
        "" if vorige_quelle == quelle else f" von {zeige(dateien[vorige_quelle].name)}"
    )
    in_ = f"{monat // 12}-{monat % 12 + 1:02}"
    was = (
        f"dieselbe Person steht für {in_} und Träger {traeger:05} schon in {frueher}"
        if traeger == voriger_traeger
        else f"dieselbe Person steht für {in_} bei Träger {traeger:05} und in {frueher} bei Träger {voriger_traeger:05}"
    )
    return Stelle(dateien[quelle].name, Fehler(zeile, "person", "", was, _EINMAL))


def _nummer(quelle: Quelle) -> str:
    """The number of the row: the header of a CSV file is row 1."""
    return f"row_number() OVER () + {1 if quelle.trennzeichen else 0} AS zeile"
