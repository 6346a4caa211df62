"""The columns of a person record: how SQL reads each from the types it may come in, and what would be right.

Every reading is an expression that is NULL where the field cannot be read. Nothing is guessed: a key that lost its
leading zero, a day where a month belongs or an unknown code is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zielsystem.parties.recht import LAENDER

GANZE_ZAHLEN = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"})
ZEITPUNKTE = frozenset({"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"})
PSEUDONYME = GANZE_ZAHLEN | {"VARCHAR", "UUID", "HUGEINT", "UHUGEINT"}

_LAENDER = ", ".join(str(int(land)) for land in LAENDER)

GESCHLECHTER = ("W", "M", "D", "X")
OHNE_PERSON = "hash(''), hash(CAST(NULL AS VARCHAR))"
"""The hashes of a blank pseudonym, in SQL."""

HOECHSTENS_FAELLE = 99
"""So many entries of one person and month are believable; more are a wrong column."""

Leser = Callable[[str, str], str | None]
"""From the quoted name of a column and its DuckDB type to an SQL expression; None for a type that cannot be read."""


@dataclass(frozen=True)
class Spalte:
    """One column: its name, how it is read, what it must be (for messages), and whether it may be blank.

    ``schnell`` reads millions of fields, right for every one that ``lies`` accepts.
    """

    name: str
    lies: Leser
    richtig: str
    schnell: Leser
    darf_fehlen: bool = False

    def gelesen(self, typ: str) -> str:
        """The exact reading, for a type that can be read."""
        return self.lies(self.name, typ) or "NULL"

    def schnell_gelesen(self, typ: str) -> str:
        """The quick reading, for a type that can be read."""
        return self.schnell(self.name, typ) or "NULL"

    def mangel(self, typ: str) -> str:
        """An SQL condition: the field is not what it must be."""
        gelesen = self.gelesen(typ)
        if not self.darf_fehlen:
            return f"({gelesen} IS NULL)"
        if gelesen == self.name:
            return "false"
        return f"({gelesen} IS NULL AND CAST({self.name} AS VARCHAR) <> '')"


def _person(name: str, typ: str) -> str | None:
    return f"CASE WHEN CAST({name} AS VARCHAR) <> '' THEN {_hash(name, typ)} END" if typ in PSEUDONYME else None


def _hash(name: str, typ: str) -> str | None:
    """64 bits in place of the pseudonym, which is then not even held in memory; see ``OHNE_PERSON``."""
    return f"hash({name})" if typ == "VARCHAR" else f"hash(CAST({name} AS VARCHAR))"


def _monat(name: str, typ: str) -> str | None:
    """Months since the year 0, from a text JJJJ-MM or the first day of the month."""
    if typ in ZEITPUNKTE:
        tag = f"CAST({name} AS DATE)"
        return f"CASE WHEN {tag} = {name} AND day({tag}) = 1 THEN {_monatszahl(tag)} END"
    if typ == "DATE":
        return f"CASE WHEN day({name}) = 1 THEN {_monatszahl(name)} END"
    if typ == "VARCHAR":
        jahr, monat = f"CAST(left({name}, 4) AS INTEGER)", f"CAST(right({name}, 2) AS INTEGER)"
        return (
            f"CASE WHEN regexp_full_match({name}, '[12][0-9]{{3}}-(0[1-9]|1[0-2])') THEN {jahr} * 12 + {monat} - 1 END"
        )
    return None


def _monat_schnell(name: str, typ: str) -> str | None:
    return _erster_schnell(name) if typ == "DATE" else _monat(name, typ)


def _geburtsmonat_schnell(name: str, typ: str) -> str | None:
    return f"CASE WHEN day({name}) = 1 THEN {_erster_schnell(name)} END" if typ == "DATE" else _monat(name, typ)


def _monatszahl(tag: str) -> str:
    return f"CAST(year({tag}) * 12 + month({tag}) - 1 AS INTEGER)"


def _erster_schnell(tag: str) -> str:
    """The same for the first day of a month, without taking the day apart into its parts.

    400 years have 4,800 months and 146,097 days. In this even measure the first of a month is less than half a month
    away from its number, so that rounding gives it; a multiplication of doubles costs a quarter of a division.
    """
    return f"(19_200 + CAST(({tag} - DATE '1600-01-01') * {4800 / 146_097!r}::DOUBLE AS INTEGER))"


def _traeger(name: str, typ: str) -> str | None:
    """The AGS as a number; only text, for a number has lost its leading zero."""
    if typ != "VARCHAR":
        return None
    zahl = f"TRY_CAST({name} AS INTEGER)"
    return (
        f"CASE WHEN lpad(CAST({zahl} AS VARCHAR), 5, '0') = {name} AND {zahl} // 1000 IN ({_LAENDER}) THEN {zahl} END"
    )


def _traeger_schnell(name: str, typ: str) -> str | None:
    return f"TRY_CAST({name} AS INTEGER)"


def _geschlecht(name: str, typ: str) -> str | None:
    faelle = " ".join(f"WHEN '{code}' THEN '{code}'" for code in GESCHLECHTER)
    return f"CASE {name} {faelle} END" if typ == "VARCHAR" else None


def _geschlecht_schnell(name: str, typ: str) -> str | None:
    return f"TRY_CAST({name} AS ENUM({', '.join(map(repr, GESCHLECHTER))}))"


def _ja_nein(name: str, typ: str) -> str | None:
    if typ == "BOOLEAN":
        return name
    if typ in GANZE_ZAHLEN:
        return f"CASE {name} WHEN 1 THEN true WHEN 0 THEN false END"
    if typ == "VARCHAR":
        return (
            f"CASE WHEN lower({name}) IN ('ja', 'true', '1') THEN true "
            f"WHEN lower({name}) IN ('nein', 'false', '0') THEN false END"
        )
    return None


def _anzahl(name: str, typ: str) -> str | None:
    """A number of events, where yes is one."""
    if typ in GANZE_ZAHLEN:
        return f"CASE WHEN {name} BETWEEN 0 AND {HOECHSTENS_FAELLE} THEN CAST({name} AS UTINYINT) END"
    if typ == "VARCHAR":
        ja_nein = f"CAST({_ja_nein(name, typ)} AS UTINYINT)"
        return f"CASE WHEN regexp_full_match({name}, '[0-9]{{1,2}}') THEN CAST({name} AS UTINYINT) ELSE {ja_nein} END"
    return f"CAST({name} AS UTINYINT)" if typ == "BOOLEAN" else None


_MONAT = "ein Monat: als Text JJJJ-MM, etwa 2026-01, oder als Datum des Monatsersten"
_JA_NEIN = "ja oder nein (auch true und false, 1 und 0)"
_ANZAHL = f"ja, nein oder eine Anzahl von 0 bis {HOECHSTENS_FAELLE}"

SPALTEN: tuple[Spalte, ...] = (
    Spalte("person", _person, "ein Pseudonym, für dieselbe Person in allen Monaten dasselbe", _hash),
    Spalte("monat", _monat, _MONAT, _monat_schnell),
    Spalte(
        "traeger",
        _traeger,
        "der AGS des Jobcenters: Text mit 5 Ziffern, führende Null eingeschlossen",
        _traeger_schnell,
    ),
    Spalte("elb", _ja_nein, _JA_NEIN, _ja_nein),
    Spalte("geburtsmonat", _monat, _MONAT, _geburtsmonat_schnell),
    Spalte("geschlecht", _geschlecht, "W, M, D (divers) oder X (ohne Angabe)", _geschlecht_schnell),
    Spalte("alleinerziehend", _ja_nein, _JA_NEIN, _ja_nein),
    Spalte("integration", _anzahl, _ANZAHL, _anzahl),
    Spalte("massnahme", _ja_nein, _JA_NEIN, _ja_nein),
    Spalte("beschaeftigt_nach_12", _ja_nein, f"{_JA_NEIN}; leer, solange es nicht bekannt ist", _ja_nein, True),
    Spalte("eintritt_gb", _anzahl, _ANZAHL, _anzahl),
    Spalte("eintritt_oeb", _anzahl, _ANZAHL, _anzahl),
)

NAMEN: tuple[str, ...] = tuple(spalte.name for spalte in SPALTEN)
SPALTE: dict[str, Spalte] = {spalte.name: spalte for spalte in SPALTEN}
