"""The rules as steps in SQL: one row per person and Jobcenter, its months as bits of a 64-bit number.

One pass over the records counts what a record says by itself (stocks, Integrationen, entries). A second pass turns the
records of a person at a Jobcenter into bit masks; "entitled in at least 21 of the last 24 months" is then the number
of bits in a window, and an entry is a bit that is not there a month before. No record is joined with another one.

A month is the number of months since the year 0. A window of the masks has 64 months; longer series take several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from kennzahlen.personen.quelle import Quelle, nebeneinander
from kennzahlen.personen.spalten import OHNE_PERSON, SPALTE
from kennzahlen.recht import parameter_am
from zielsystem.parameter.recht import Parameter

BITS = 64
SAETZE_JE_TEIL = 1_500_000

Zaehlung = dict[tuple[int, int], dict[str, int]]
"""Jobcenter (AGS as a number) and month → what was counted, by name."""

_JE_DATENSATZ = {
    "ELB": "elb",
    "ELB_AE": "elb AND alleinerziehend",
    "INT": "integration > 0",
    "INT_AE": "integration > 0 AND alleinerziehend",
    "KONT": "integration > 0 AND beschaeftigt_nach_12",
    "KONT_OFFEN": "integration > 0 AND beschaeftigt_nach_12 IS NULL",
}
"""Counted from each record alone. KONT: Integrationen still (or again) in insured work twelve months later."""

_JE_PERSON = {
    "LZB": "lzb",
    "LZB_AKTIVIERT": "lzb & massnahme",
    "LZB_ZUGANG": "lzb & ~lzb_gesamt_zuvor",
    "LZB_ABGANG": "lzb_zuvor & ~lzb_gesamt",
    "INT_LZB": "integration & (lzb_gesamt | lzb_gesamt_zuvor)",
    "BLEIBT": "elb & elb_zuvor",
}
"""Counted from the months of a person at a Jobcenter. BLEIBT: eLb there in this month and in the one before."""


@dataclass(frozen=True)
class Lzb:
    """Who is a Langzeitleistungsbezieher in a month: so many months of so many, and so old in months."""

    monate: int
    zeitraum: int
    alter: int


def lzb_regel(monat: int, parameter: Iterable[Parameter]) -> Lzb:
    """The parameters of a month; ``Ausserhalb`` where none is in force, ``ValueError`` for too long a window."""
    zeilen, tag = tuple(parameter), date(monat // 12, monat % 12 + 1, 1)
    monate, zeitraum, alter = (
        int(parameter_am(code, tag, zeilen)) for code in ("LZB_MONATE", "LZB_ZEITRAUM_MONATE", "LZB_MINDESTALTER")
    )
    if not 0 < zeitraum < BITS - 1:
        raise ValueError(f"LZB_ZEITRAUM_MONATE muss zwischen 1 und {BITS - 2} liegen, ist aber {zeitraum}.")
    return Lzb(monate, zeitraum, alter * 12)


def zaehle_datensaetze(db: duckdb.DuckDBPyConnection, quellen: Sequence[Quelle], kerne: int) -> tuple[Zaehlung, bool]:
    """What each record says by itself, by Jobcenter and month; and whether a record is wrong."""
    namen = ", ".join(f"{name} BIGINT" for name in _SUMMEN)
    db.execute(
        "CREATE TABLE je_datei (traeger INTEGER, monat INTEGER, geschlecht VARCHAR, mangelhafte BIGINT, " + namen + ")"
    )
    nebeneinander(db, [f"INSERT INTO je_datei {_je_datensatz(quelle)}" for quelle in quellen], kerne)
    summen = ", ".join(f"CAST(sum({name}) AS BIGINT)" for name in _SUMMEN)
    nach_geschlecht = ", ".join(
        f"CAST(coalesce(sum({groesse}) FILTER (geschlecht = '{code}'), 0) AS BIGINT)" for groesse, code in _GESCHLECHT
    )
    zeilen = db.execute(
        "SELECT bool_or(mangelhafte > 0 OR traeger IS NULL OR monat IS NULL OR geschlecht IS NULL), traeger, monat, "
        f"{summen}, {nach_geschlecht} FROM je_datei GROUP BY traeger, monat"
    ).fetchall()
    spalten = [*_SUMMEN, *(f"{groesse}_{code}" for groesse, code in _GESCHLECHT)]
    zaehlung = {(zeile[1], zeile[2]): dict(zip(spalten, zeile[3:], strict=True)) for zeile in zeilen}
    return zaehlung, any(zeile[0] for zeile in zeilen)


_EINTRITTE = ("eintritt_gb", "eintritt_oeb")
_SUMMEN = (*_JE_DATENSATZ, *(name.upper() for name in _EINTRITTE))
_GESCHLECHT = (("ELB", "W"), ("ELB", "M"), ("INT", "W"), ("INT", "M"))
_GEPRUEFT = ("elb", "alleinerziehend", "integration", "beschaeftigt_nach_12", *_EINTRITTE)


def _je_datensatz(quelle: Quelle) -> str:
    """The counts of one file; Jobcenter and month are read once per group, exactly. More than one entry is rare."""
    gelesen = ", ".join(
        f"{SPALTE[name].schnell_gelesen(quelle.typ(name))} AS {name}" for name in ("geschlecht", *_GEPRUEFT)
    )
    mangel = " OR ".join(SPALTE[name].mangel(quelle.typ(name)) for name in _GEPRUEFT)
    zaehler = [f"count(*) FILTER ({bedingung}) AS {name}" for name, bedingung in _JE_DATENSATZ.items()]
    zaehler += [
        f"count(*) FILTER ({name} = 1) + coalesce(sum({name}) FILTER ({name} > 1), 0) AS {name.upper()}"
        for name in _EINTRITTE
    ]
    traeger, monat = (SPALTE[name].gelesen(quelle.typ(name)) for name in ("traeger", "monat"))
    return (
        f"SELECT * REPLACE ({traeger} AS traeger, {monat} AS monat) FROM ("
        f"SELECT traeger, monat, geschlecht, count(*) FILTER (mangel) AS mangelhafte, {', '.join(zaehler)} "
        f"FROM (SELECT traeger, monat, {gelesen}, {mangel} AS mangel FROM {quelle.felder()}) "
        "GROUP BY traeger, monat, geschlecht)"
    )


def fenster(erster: int, letzter: int, vorlauf: int) -> Iterator[tuple[int, int, int]]:
    """Windows of at most 64 months over a series: first month in the mask, first and last month counted from it."""
    ab = erster
    while ab <= letzter:
        basis = max(erster, ab - vorlauf)
        bis = min(basis + BITS - 1, letzter)
        yield basis, ab, bis
        ab = bis + 1


def baue_masken(
    db: duckdb.DuckDBPyConnection,
    quellen: Sequence[Quelle],
    zeitraum: tuple[int, int],
    regeln: Mapping[int, Lzb],
    kerne: int,
) -> bool:
    """Tables ``bezug`` (person, Jobcenter, months as bits) and ``mehrfach`` (persons with several Jobcenter).

    Returns whether a record lacks what its course rests on: a person, a birth month or a measure.
    """
    teile = _baue_kurz(db, quellen, zeitraum, regeln, kerne)
    spalten = ("gemeldet", "elb", "alt_genug", "massnahme", "integration")
    masken = ", ".join(f"{name} UBIGINT" for name in spalten)
    db.execute(f"CREATE OR REPLACE TABLE bezug (person UBIGINT, traeger INTEGER, {masken})")
    nebeneinander(db, [_gruppiere(teil, teile) for teil in range(teile)], kerne)
    db.execute(
        "CREATE OR REPLACE TABLE mehrfach AS SELECT person, bit_or(elb) AS elb, "
        "sum(bit_count(gemeldet)) > bit_count(bit_or(gemeldet)) AS doppelt "
        "FROM bezug GROUP BY person HAVING count(*) > 1"
    )
    ohne_person = f"SELECT count(*) FROM bezug WHERE person IN ({OHNE_PERSON})"
    mangelhafte = "SELECT count(*) FROM kurz WHERE rest IS NULL"
    return any(db.execute(frage).fetchall()[0][0] for frage in (ohne_person, mangelhafte))


def _gruppiere(teil: int, teile: int) -> str:
    """The statement that adds one part of the persons to ``bezug``."""
    breite = (1 << BITS) // teile
    masken = ", ".join(
        f"coalesce(bit_or(bit) FILTER ((rest & {_flagge(name)}) <> 0), 0) AS {name}" for name in _FLAGGEN
    )
    return (
        "INSERT INTO bezug SELECT person, traeger, gemeldet, gemeldet & ~ohne_anspruch, "
        "gemeldet & ~ohne_anspruch & ~zu_jung, massnahme, integration FROM ("
        f"SELECT person, rest // {BITS << len(_FLAGGEN)} AS traeger, bit_or(bit) AS gemeldet, {masken} FROM ("
        f"SELECT person, rest, 1::UBIGINT << ((rest >> {len(_FLAGGEN)}) & {BITS - 1}) AS bit "
        f"FROM kurz WHERE person BETWEEN {teil * breite} AND {(teil + 1) * breite - 1}) GROUP BY person, traeger)"
    )


def doppelte_personen(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a person has two records in a month; then table ``doppelte`` holds the hashes of these persons.

    Where nobody has, there are as many bits as records, and no bit of a person at two Jobcenter.
    """
    saetze, bits, zwei_jobcenter = db.execute(
        "SELECT (SELECT count(*) FROM kurz), (SELECT coalesce(sum(bit_count(gemeldet)), 0) FROM bezug), "
        "(SELECT count(*) FROM mehrfach WHERE doppelt)"
    ).fetchall()[0]
    if saetze == bits and not zwei_jobcenter:
        return False
    monat = f"(rest >> {len(_FLAGGEN)}) & {BITS - 1}"
    db.execute(
        "CREATE OR REPLACE TABLE doppelte AS "
        f"SELECT DISTINCT person FROM kurz GROUP BY person, {monat} HAVING count(*) > 1"
    )
    return True


_FLAGGEN = {
    "ohne_anspruch": "NOT elb",
    "zu_jung": "monat - geburtsmonat < {alter}",
    "massnahme": "massnahme",
    "integration": "integration > 0",
}
"""What a record says that the course of a person rests on, one bit each; rare ones, for those are counted faster."""


def _flagge(name: str) -> int:
    return 1 << list(_FLAGGEN).index(name)


def _baue_kurz(
    db: duckdb.DuckDBPyConnection,
    quellen: Sequence[Quelle],
    zeitraum: tuple[int, int],
    regeln: Mapping[int, Lzb],
    kerne: int,
) -> int:
    """Table ``kurz``: the records in 12 bytes, persons in parts by their hash. Returns the number of parts.

    The records of a person come months apart, and grouping by person is fast (and needs little memory) only while all
    persons fit into the cache. So each file is sorted by part as it comes, and the parts are grouped one by one.
    """
    basis, bis = zeitraum
    flaggen = " | ".join(
        f"(CAST({ist.format(alter=_alter(regeln))} AS UTINYINT) << {nummer})"
        for nummer, ist in enumerate(_FLAGGEN.values())
    )
    rest = f"CAST(((traeger * {BITS} + monat - {basis}) << {len(_FLAGGEN)}) | ({flaggen}) AS UINTEGER)"
    zeilen = sum(quelle.zeilen(db) for quelle in quellen)
    teile = 1 << (zeilen // SAETZE_JE_TEIL).bit_length()
    schmal = "UTINYINT" if teile <= 256 else "USMALLINT"
    sortiert = f"ORDER BY CAST(person >> {BITS + 1 - teile.bit_length()} AS {schmal})" if teile > 1 else ""
    db.execute("CREATE TABLE kurz (person UBIGINT, rest UINTEGER)")
    befehle = [
        f"INSERT INTO kurz SELECT person, CASE WHEN geburtsmonat <= monat THEN {rest} END AS rest "
        f"FROM ({_verlauf(quelle)}) WHERE monat BETWEEN {basis} AND {bis} {sortiert}"
        for quelle in quellen
    ]
    nebeneinander(db, befehle, kerne)
    return teile


def _verlauf(quelle: Quelle) -> str:
    """The columns of the records that the course of a person rests on."""
    namen = ("person", "monat", "traeger", "elb", "geburtsmonat", "massnahme", "integration")
    gelesen = ", ".join(f"{SPALTE[name].schnell_gelesen(quelle.typ(name))} AS {name}" for name in namen)
    return f"SELECT {gelesen} FROM {quelle.felder()}"


def _alter(regeln: Mapping[int, Lzb]) -> str:
    """The least age in months, by the month of the record where it changes."""
    stufen = sorted({regel.alter for regel in regeln.values()})
    if len(stufen) == 1:
        return str(stufen[0])
    faelle = " ".join(f"WHEN {monat} THEN {regel.alter}" for monat, regel in regeln.items())
    return f"CASE monat {faelle} END"


def zaehle_personen(
    db: duckdb.DuckDBPyConnection, basis: int, monate: Sequence[int], regeln: Mapping[int, Lzb]
) -> Zaehlung:
    """What rests on the course of a person, by Jobcenter, for some months of the masks built before.

    Where the masks do not reach back far enough for a figure it is meaningless; whoever asks knows that.
    """
    bis_zum_vormonat = range(max(basis, monate[0] - 1), monate[-1] + 1)
    _baue_lzb(db, basis, [monat for monat in bis_zum_vormonat if monat - basis + 1 >= regeln[monat].zeitraum], regeln)
    bits = [f"{1 << (monat - basis)}::UBIGINT" for monat in monate]
    zahlen = ", ".join(f"coalesce(sum(anzahl) FILTER ((maske & {bit}) <> 0), 0)::BIGINT" for bit in bits)
    zeilen = db.execute(
        f"WITH zuvor AS NOT MATERIALIZED (SELECT *, {_zuvor('lzb')} AS lzb_zuvor, "
        f"{_zuvor('lzb_gesamt')} AS lzb_gesamt_zuvor, {_zuvor('elb')} AS elb_zuvor FROM lzb), "
        f"muster AS ({' UNION ALL '.join(_muster(name, ' | '.join(bits)) for name in _JE_PERSON)}) "
        f"SELECT name, traeger, [{zahlen}] FROM muster GROUP BY name, traeger"
    ).fetchall()
    zaehlung: Zaehlung = {}
    for name, traeger, anzahlen in zeilen:
        for monat, anzahl in zip(monate, anzahlen, strict=True):
            zaehlung.setdefault((traeger, monat), {})[name] = anzahl
    return zaehlung


def _muster(name: str, fenster: str) -> str:
    """How many persons have which mask: millions share some thousand, and only these are taken apart by month."""
    maske = f"({_JE_PERSON[name]}) & ({fenster})"
    return f"SELECT '{name}' AS name, traeger, {maske} AS maske, count(*) AS anzahl FROM zuvor GROUP BY traeger, maske"


def _zuvor(maske: str) -> str:
    """The mask with each bit a month later: what was true in the month before."""
    return f"(({maske} & {(1 << (BITS - 1)) - 1}::UBIGINT) << 1)"


def _baue_lzb(db: duckdb.DuckDBPyConnection, basis: int, monate: Sequence[int], regeln: Mapping[int, Lzb]) -> None:
    """Table ``lzb``: the masks with the months of Langzeitleistungsbezug, here and at any Jobcenter.

    The months of entitlement count wherever they were spent (table ``mehrfach``).
    """
    bits = [
        f"CASE WHEN bit_count((gesamt >> {monat - basis + 1 - regeln[monat].zeitraum}) "
        f"& {(1 << regeln[monat].zeitraum) - 1}::UBIGINT) >= {regeln[monat].monate} "
        f"THEN alt_genug & {1 << (monat - basis)}::UBIGINT ELSE 0::UBIGINT END"
        for monat in monate
    ]
    db.execute(
        f"CREATE OR REPLACE TABLE hier AS SELECT *, {' | '.join(bits) or '0::UBIGINT'} AS lzb FROM "
        "(SELECT bezug.*, coalesce(mehrfach.elb, bezug.elb) AS gesamt, mehrfach.elb IS NOT NULL AS mehrere "
        "FROM bezug LEFT JOIN mehrfach USING (person))"
    )
    db.execute(
        "CREATE OR REPLACE TABLE lzb AS "
        "WITH ueberall AS (SELECT person, bit_or(lzb) AS lzb FROM hier WHERE mehrere GROUP BY person) "
        "SELECT traeger, hier.elb, massnahme, integration, hier.lzb, coalesce(ueberall.lzb, hier.lzb) AS lzb_gesamt "
        "FROM hier LEFT JOIN ueberall USING (person)"
    )
