"""Person records for the tests, and the rules of FACHKONZEPT 2 once more: slowly, person by person, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from kennzahlen.cube import monat_plus
from kennzahlen.personen import Auftrag, Ergebnis, zaehle
from kennzahlen.personen.spalten import NAMEN

WECHSEL = date(2019, 4, 1)
Zahlen = dict[tuple[str, date, str], int]


@dataclass(frozen=True)
class Satz:
    """One record; the fields are the columns of a file."""

    person: str
    monat: date
    traeger: str = "01001"
    elb: bool = True
    geburtsmonat: date = date(1980, 1, 1)
    geschlecht: str = "W"
    alleinerziehend: bool = False
    integration: int = 0
    massnahme: bool = False
    beschaeftigt_nach_12: bool | None = None
    eintritt_gb: int = 0
    eintritt_oeb: int = 0

    def felder(self) -> list[str]:
        """As text."""
        return [_feld(getattr(self, name)) for name in NAMEN]


def _feld(wert: object) -> str:
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    return "" if wert is None else f"{wert:%Y-%m}" if isinstance(wert, date) else str(wert)


def schreibe_csv(datei: Path, saetze: Iterable[Satz], trenner: str = ";") -> Path:
    """A CSV file."""
    zeilen = [list(NAMEN), *(satz.felder() for satz in saetze)]
    datei.write_text("".join(f"{trenner.join(zeile)}\n" for zeile in zeilen), encoding="utf-8")
    return datei


def schreibe_parquet(datei: Path, saetze: Sequence[Satz]) -> Path:
    """A Parquet file in the recommended types."""
    typen = {"monat": "DATE", "geburtsmonat": "DATE", "integration": "UTINYINT", "eintritt_gb": "UTINYINT"}
    typen |= dict.fromkeys(("elb", "alleinerziehend", "massnahme", "beschaeftigt_nach_12"), "BOOLEAN")
    typen["eintritt_oeb"] = "INTEGER"
    with duckdb.connect() as db:
        spalten = ", ".join(f"{name} {typen.get(name, 'VARCHAR')}" for name in NAMEN)
        db.execute(f"CREATE TABLE saetze ({spalten})")
        db.executemany(
            f"INSERT INTO saetze VALUES ({', '.join('?' * len(NAMEN))})",
            [[getattr(satz, name) for name in NAMEN] for satz in saetze],
        )
        db.execute(f"COPY saetze TO '{datei}' (FORMAT parquet)")
    return datei


def gezaehlt(*dateien: Path, **auftrag: object) -> Ergebnis:
    """Count on one core with little memory."""
    return zaehle(replace(Auftrag(dateien, kerne=1, speicher="500MB"), **auftrag))


def zahlen(ergebnis: Ergebnis) -> Zahlen:
    """The figures by Jobcenter, month and code."""
    gefunden = {(zeile.traeger, zeile.monat, zeile.groesse): zeile.wert for zeile in ergebnis.zeilen}
    assert len(gefunden) == len(ergebnis.zeilen)
    return {ort: wert for ort, wert in gefunden.items() if wert is not None}


# -- The naive reference ---------------------------------------------------------------------------------------


def nachgezaehlt(saetze: Sequence[Satz], monate: int = 21, zeitraum: int = 24, jahre: int = 17) -> Zahlen:
    """All figures for which the records reach back far enough, straight from the words of the rules."""
    satz_von = {(satz.person, satz.monat): satz for satz in saetze}
    personen = {satz.person for satz in saetze}
    beginn: dict[str, date] = {}
    for satz in saetze:
        beginn[satz.traeger] = min(beginn.get(satz.traeger, satz.monat), satz.monat)

    def elb(person: str, monat: date) -> str | None:
        satz = satz_von.get((person, monat))
        return satz.traeger if satz and satz.elb else None

    def lzb(person: str, monat: date) -> str | None:
        satz = satz_von.get((person, monat))
        anspruch = sum(elb(person, monat_plus(monat, -abstand)) is not None for abstand in range(zeitraum))
        alt_genug = satz is not None and monat_plus(satz.geburtsmonat, 12 * jahre) <= monat
        return elb(person, monat) if anspruch >= monate and alt_genug else None

    ergebnis: Zahlen = {}
    for traeger, monat in {(satz.traeger, satz.monat) for satz in saetze}:
        vormonat, vorjahr = monat_plus(monat, -1), monat_plus(monat, -12)
        hier = [s for s in saetze if s.traeger == traeger and s.monat == monat]
        eigene = [s for s in hier if s.elb]
        integriert = [s for s in hier if s.integration]
        damals = [s for s in saetze if s.traeger == traeger and s.monat == vorjahr and s.integration]
        werte = {
            "ELB": len(eigene),
            "ELB_W": sum(s.geschlecht == "W" for s in eigene),
            "ELB_M": sum(s.geschlecht == "M" for s in eigene),
            "ELB_AE": sum(s.alleinerziehend for s in eigene),
            "INT": len(integriert),
            "INT_W": sum(s.geschlecht == "W" for s in integriert),
            "INT_M": sum(s.geschlecht == "M" for s in integriert),
            "INT_AE": sum(s.alleinerziehend for s in integriert),
            "EINTRITT_GB": sum(s.eintritt_gb for s in hier),
            "EINTRITT_OEB": sum(s.eintritt_oeb for s in hier),
        }
        vorlauf = (monat.year - beginn[traeger].year) * 12 + monat.month - beginn[traeger].month
        if vorlauf >= 1:
            werte["ELB_ZUGANG"] = sum(elb(p, monat) == traeger != elb(p, vormonat) for p in personen)
            werte["ELB_ABGANG"] = sum(elb(p, vormonat) == traeger != elb(p, monat) for p in personen)
        if vorlauf >= zeitraum - 1:
            werte["LZB"] = sum(lzb(p, monat) == traeger for p in personen)
            werte["LZB_AKTIVIERT"] = sum(lzb(s.person, monat) == traeger and s.massnahme for s in hier)
        if vorlauf >= zeitraum:
            werte["LZB_ZUGANG"] = sum(lzb(p, monat) == traeger and not lzb(p, vormonat) for p in personen)
            werte["LZB_ABGANG"] = sum(lzb(p, vormonat) == traeger and not lzb(p, monat) for p in personen)
            werte["INT_LZB"] = sum(bool(lzb(s.person, monat) or lzb(s.person, vormonat)) for s in integriert)
        if monat < WECHSEL and all(s.beschaeftigt_nach_12 is not None for s in integriert):
            werte["INT_NACHHALTIG"] = sum(bool(s.beschaeftigt_nach_12) for s in integriert)
        if monat >= WECHSEL and vorlauf >= 12 and all(s.beschaeftigt_nach_12 is not None for s in damals):
            werte["INT_KONT"] = sum(bool(s.beschaeftigt_nach_12) for s in damals)
        ergebnis |= {(traeger, monat, code): wert for code, wert in werte.items()}
    return ergebnis
