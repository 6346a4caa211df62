"""From person records to Grundgrößen: synthetic person-months in Parquet, one file per month, and the real command.

    .venv/bin/python -m benchmarks.person_records [--millionen 150] [--laeufe 5] [--kerne 4] [--speicher 3GB]

The default is small; the whole country is 36 months of 4.2 million persons (``--millionen 150``). The same call makes
the same records. Pseudonyms are text of 16 characters, and the records of a month stand in no order. Every run is a
process of its own, whose time from start to finished file and whose peak memory are measured. Beside it: reading
the same files and counting their rows by Jobcenter and month, the least that anybody has to do.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from kennzahlen.cube import monatsreihe
from kennzahlen.recht import MONAT_DES_WECHSELS

MONATE = monatsreihe(MONAT_DES_WECHSELS, 36)
PERSONENMONATE_JE_PERSON = 25
"""The mean over all persons that appear in the 36 months."""

_PERSONEN = """
CREATE TABLE personen AS
SELECT nr, z1, z2, z3,
       CASE WHEN z1 % 100 < 45 THEN 0 ELSE (z1 // 100 % 48)::INTEGER - 12 END AS ab,
       CASE WHEN z1 % 100 < 45 THEN 36 ELSE (z1 // 4800 % 36)::INTEGER + 1 END AS dauer,
       z2 % 400 AS jobcenter, CASE WHEN z2 // 400 % 20 = 0 THEN (z2 // 8000 % 36)::INTEGER ELSE 99 END AS umzug,
       DATE '1955-01-01' + INTERVAL 1 MONTH * (z2 // 288000 % 612)::INTEGER AS geboren
FROM (SELECT nr, hash(nr) // 8 AS z1, hash(nr + 1_000_000_000) // 8 AS z2, hash(nr + 2_000_000_000) // 8 AS z3
      FROM range({personen}) AS alle(nr))
"""
_MONAT = """
COPY (
  SELECT printf('%016x', z3) AS person, DATE '{monat}' AS monat,
         printf('%02d%03d', sitz // 25 + 1, sitz % 25 + 1) AS traeger,
         z % 100 < 97 AS elb, geboren::DATE AS geburtsmonat, CASE WHEN z3 % 2 = 0 THEN 'W' ELSE 'M' END AS geschlecht,
         z3 % 14 < 2 AS alleinerziehend, z // 100 % 50 = 0 AS integration, z // 5000 % 12 = 0 AS massnahme,
         CASE WHEN z // 100 % 50 = 0 AND {stelle} < 24 THEN z // 60000 % 3 > 0 END AS beschaeftigt_nach_12,
         z // 180000 % 200 = 0 AS eintritt_gb, z // 180000 % 500 = 1 AS eintritt_oeb
  FROM (SELECT *, hash(nr * 36 + {stelle}) // 8 AS z,
               (CASE WHEN {stelle} >= umzug THEN (jobcenter + 7) % 400 ELSE jobcenter END)::INTEGER AS sitz
        FROM personen WHERE {stelle} >= ab AND {stelle} < ab + dauer)
  ORDER BY z
) TO '{datei}' (FORMAT parquet)
"""
_BODENWERT = """
import sys, duckdb
db = duckdb.connect()
db.execute(f"SET threads = {sys.argv[1]}")
db.execute("SELECT traeger, monat, count(*) FROM read_parquet(?) GROUP BY ALL", [sys.argv[2:]]).fetchall()
"""


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millionen", type=float, default=10, help="Personenmonate in Millionen")
    parser.add_argument("--laeufe", type=int, default=5)
    parser.add_argument("--kerne", type=int, nargs="+", default=[4, 2])
    parser.add_argument("--speicher", default="3GB")
    parser.add_argument("--ordner", type=Path, help="die Dateien hier behalten und wiederverwenden")
    optionen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="personenmonate-") as voruebergehend:
        ordner = optionen.ordner or Path(voruebergehend)
        dateien = erzeuge(ordner, round(optionen.millionen * 1_000_000))
        for kerne in optionen.kerne:
            vermesse(dateien, ordner, kerne, optionen)


def erzeuge(ordner: Path, personenmonate: int) -> list[Path]:
    """One Parquet file per month; those that are there already are taken as they are."""
    dateien = [ordner / f"personen-{monat:%Y-%m}.parquet" for monat in MONATE]
    if all(datei.exists() for datei in dateien):
        return dateien
    ordner.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as db:
        db.execute("SET enable_progress_bar = false")
        db.execute(f"SET memory_limit = '4GB'; SET temp_directory = '{ordner}/auslagerung'")
        db.execute(_PERSONEN.format(personen=personenmonate // PERSONENMONATE_JE_PERSON))
        for stelle, (monat, datei) in enumerate(zip(MONATE, dateien, strict=True)):
            db.execute(_MONAT.format(stelle=stelle, monat=monat, datei=f"{datei}.teil"))
            Path(f"{datei}.teil").replace(datei)
    return dateien


def vermesse(dateien: list[Path], ordner: Path, kerne: int, optionen: argparse.Namespace) -> None:
    """The command and the plain count of rows, on so many cores."""
    with duckdb.connect() as db:
        zeilen = db.execute("SELECT count(*) FROM read_parquet(?)", [[str(datei) for datei in dateien]]).fetchall()[0][
            0
        ]
    namen = [str(datei) for datei in dateien]
    befehl = ["manage.py", "grundgroessen", *namen, "-o", str(ordner / "monate.csv"), "--kerne", str(kerne)]
    laeufe = [gemessen([*befehl, "--speicher", optionen.speicher], kerne) for _ in range(optionen.laeufe)]
    boden = [gemessen(["-c", _BODENWERT, str(kerne), *namen], kerne) for _ in range(optionen.laeufe)]
    for name, messungen in (("grundgroessen", laeufe), ("nur zählen", boden)):
        dauern, prozessor, speicher = zip(*messungen, strict=True)
        print(
            f"{name}, {kerne} Kerne: {statistics.median(dauern):.1f} s im Median von {len(dauern)} "
            f"({min(dauern):.1f} bis {max(dauern):.1f} s), Prozessor {statistics.median(prozessor):.1f} s, "
            f"höchstens {max(speicher):.2f} GB; {zeilen:,} Personenmonate"
        )


def gemessen(argumente: list[str], kerne: int) -> tuple[float, float, float]:
    """Wall and processor seconds and peak memory in GB of a Python process on so many cores."""
    cpus = sorted(os.sched_getaffinity(0))[:kerne]
    beginn = time.perf_counter()
    prozess = subprocess.Popen(
        [sys.executable, *argumente], stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cpus)
    )
    _, status, verbrauch = os.wait4(prozess.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"Abgebrochen: {' '.join(argumente[:2])}")
    dauer = time.perf_counter() - beginn
    return dauer, verbrauch.ru_utime + verbrauch.ru_stime, verbrauch.ru_maxrss / 1024 / 1024


if __name__ == "__main__":
    main()
