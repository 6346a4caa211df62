"""The files of person records as one relation, in a DuckDB session that keeps nothing.

The session lives in memory, may write to disk only in a private folder that is removed with it, and loads no
extension. A message of DuckDB is never passed on, for it may quote a record.
"""

from __future__ import annotations

import csv
import glob
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kennzahlen.personen.spalten import NAMEN, SPALTEN

TRENNZEICHEN = (";", ",", "\t")
BYTES_JE_ZEILE = 60
_HOECHSTENS_KOPF = 1 << 16
_CSV = "auto_detect=false, header=true, quote='\"', escape='\"', strict_mode=true, null_padding=false"


class Unbrauchbar(Exception):
    """A file that cannot be read as person records at all: what is wrong, and what would be right, in German."""

    def __init__(self, datei: Path, was: str, richtig: str) -> None:
        super().__init__(datei, was, richtig)
        self.datei, self.was, self.richtig = datei, was, richtig

    def __str__(self) -> str:
        return f"{self.datei.name}: {self.was}; richtig wäre: {self.richtig}"


@dataclass(frozen=True)
class Quelle:
    """One file: its columns in the order of the file with their DuckDB types, and the delimiter if it is CSV.

    The names of columns that nobody asked for are replaced: in a file without header they are someone's data.
    """

    datei: Path
    typen: tuple[tuple[str, str], ...]
    trennzeichen: str = ""

    def typ(self, name: str) -> str:
        """The DuckDB type of a column of the record."""
        return dict(self.typen)[name]

    def scan(self, optionen: str = "") -> str:
        """The table function that reads the file."""
        pfad = _text(glob.escape(str(self.datei)))
        if not self.trennzeichen:
            return f"read_parquet({pfad})"
        spalten = ", ".join(f"{_text(name)}: 'VARCHAR'" for name, _ in self.typen)
        return f"read_csv({pfad}, {_CSV}, delim={_text(self.trennzeichen)}, columns={{{spalten}}}{optionen})"

    def felder(self) -> str:
        """A relation with the fields of the records as they stand in the file, blanks around text removed."""
        if not self.trennzeichen:
            return self.scan()
        return f"(SELECT {', '.join(f'trim({name}) AS {name}' for name in NAMEN)} FROM {self.scan()})"

    def zeilen(self, db: duckdb.DuckDBPyConnection) -> int:
        """How many records the file has; of a CSV file an estimate."""
        if self.trennzeichen:
            return self.datei.stat().st_size // BYTES_JE_ZEILE
        return int(db.execute(f"SELECT count(*) FROM {self.scan()}").fetchall()[0][0])

    def pruefe_typen(self) -> None:
        """Raise :class:`Unbrauchbar` for a column that has no type in which it could be read."""
        for spalte in SPALTEN:
            typ = self.typ(spalte.name)
            if spalte.lies(spalte.name, typ) is None:
                raise Unbrauchbar(self.datei, f"die Spalte {spalte.name} hat den Typ {typ}", spalte.richtig)


@contextmanager
def sitzung(kerne: int, speicher: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session of so many threads and so much memory (such as ``3GB``), gone with all its data afterwards."""
    with tempfile.TemporaryDirectory(prefix="grundgroessen-") as ordner:
        einstellungen: dict[str, str | bool | int | float | list[str]] = {
            "threads": kerne,
            "memory_limit": speicher,
            "temp_directory": ordner,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
        with duckdb.connect(":memory:", config=einstellungen) as db:
            db.execute("SET enable_progress_bar = false")
            yield db


def oeffne(db: duckdb.DuckDBPyConnection, dateien: Sequence[Path]) -> list[Quelle]:
    """The files, their headers checked; :class:`Unbrauchbar` for the first that cannot be read."""
    quellen = [_parquet(db, datei) if _ist_parquet(datei) else _textdatei(datei) for datei in dateien]
    for quelle in quellen:
        quelle.pruefe_typen()
    return quellen


def nebeneinander(db: duckdb.DuckDBPyConnection, befehle: Sequence[str], kerne: int) -> None:
    """Execute independent statements on so many cores.

    Many statements run one per core: a statement that is divided among cores keeps a table of groups on each of them
    and takes twice the work. Few statements are divided all the same.
    """
    zugleich = kerne if len(befehle) >= kerne else 1
    db.execute(f"SET threads = {1 if zugleich > 1 else kerne}")
    try:
        with ThreadPoolExecutor(zugleich) as arbeiter:
            for ergebnis in [arbeiter.submit(_fuehre_aus, db.cursor(), befehl) for befehl in befehle]:
                ergebnis.result()
    finally:
        db.execute(f"SET threads = {kerne}")


def _fuehre_aus(cursor: duckdb.DuckDBPyConnection, befehl: str) -> None:
    with cursor:
        cursor.execute(befehl)


def _ist_parquet(datei: Path) -> bool:
    try:
        with datei.open("rb") as strom:
            anfang = strom.read(4)
    except OSError as mangel:
        raise Unbrauchbar(datei, f"nicht lesbar ({mangel.strerror})", "eine Parquet- oder CSV-Datei") from None
    if anfang[:2] in (b"\x1f\x8b", b"PK", b"BZ") or anfang == b"\x28\xb5\x2f\xfd":
        raise Unbrauchbar(datei, "eine gepackte Datei oder Arbeitsmappe", "eine Parquet- oder CSV-Datei, ausgepackt")
    return anfang == b"PAR1"


def _parquet(db: duckdb.DuckDBPyConnection, datei: Path) -> Quelle:
    try:
        zeilen = db.execute("DESCRIBE SELECT * FROM read_parquet(?)", [glob.escape(str(datei))]).fetchall()
    except duckdb.Error:
        raise Unbrauchbar(datei, "eine beschädigte Parquet-Datei", "eine vollständige Parquet-Datei") from None
    return Quelle(datei, _benannt(datei, [(zeile[0], zeile[1]) for zeile in zeilen]))


def _textdatei(datei: Path) -> Quelle:
    with datei.open("rb") as strom:
        kopf = strom.readline(_HOECHSTENS_KOPF)
    try:
        text = kopf.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unbrauchbar(datei, "kein UTF-8", "die Datei als „CSV UTF-8“ speichern") from None
    trenner = max(TRENNZEICHEN, key=lambda zeichen: len(_bekannte(text, zeichen)))
    namen = next(csv.reader([text], delimiter=trenner), [])
    return Quelle(datei, _benannt(datei, [(name.strip(), "VARCHAR") for name in namen]), trenner)


def _bekannte(kopf: str, trenner: str) -> set[str]:
    return {name.strip(' "').lower() for name in kopf.split(trenner)} & set(NAMEN)


def _benannt(datei: Path, typen: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The columns by the names of a record; :class:`Unbrauchbar` where one is missing or stands there twice."""
    namen = [name.lower() for name, _ in typen]
    fehlende = [name for name in NAMEN if name not in namen]
    if len(fehlende) == len(NAMEN):
        raise Unbrauchbar(datei, "keine Kopfzeile mit den Namen der Spalten", ";".join(NAMEN))
    if fehlende:
        menge = "die Spalte fehlt" if len(fehlende) == 1 else "diese Spalten fehlen"
        raise Unbrauchbar(datei, f"{menge}: {', '.join(fehlende)}", ";".join(NAMEN))
    if doppelte := [name for name in NAMEN if namen.count(name) > 1]:
        raise Unbrauchbar(datei, f"doppelte Spalte: {', '.join(doppelte)}", "jede Spalte einmal")
    return tuple(
        (name if name in NAMEN else f"spalte_{stelle}", typ)
        for stelle, (name, (_, typ)) in enumerate(zip(namen, typen, strict=True), 1)
    )


def _text(wert: str) -> str:
    """A literal of SQL."""
    return "'" + wert.replace("'", "''") + "'"
