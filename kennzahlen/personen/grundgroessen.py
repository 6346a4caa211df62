"""Which Grundgrößen the records suffice for, and the rows of the month file.

A figure is written only where the records reach back far enough for it; otherwise it is left out, never guessed. By
default a month of a Jobcenter is written when all its figures can be: 25 months with records, this one included.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from kennzahlen.meldungen.lieferung import Fehler, Zeile
from kennzahlen.meldungen.lieferung.fehler import HOECHSTENS
from kennzahlen.personen.pruefung import (
    FehlerhaftePersonendaten,
    Stelle,
    melde_doppelte,
    melde_unlesbare,
    melde_zerbrochene,
)
from kennzahlen.personen.quelle import Quelle, Unbrauchbar, oeffne, sitzung
from kennzahlen.personen.zaehlung import (
    Lzb,
    Zaehlung,
    baue_masken,
    doppelte_personen,
    fenster,
    lzb_regel,
    zaehle_datensaetze,
    zaehle_personen,
)
from kennzahlen.recht import GROESSE, GRUNDGROESSEN, PARAMETER, Groessenart
from zielsystem.parameter.recht import Parameter

JAHR = 12
_DIREKT = {"EINTRITT_GB", "EINTRITT_OEB"} | {
    f"{code}{teil}" for code in ("ELB", "INT") for teil in ("", "_W", "_M", "_AE")
}
_VERLAUF = {"LZB", "LZB_AKTIVIERT", "LZB_ZUGANG", "LZB_ABGANG", "INT_LZB"}


@dataclass(frozen=True)
class Auftrag:
    """What to count, and with what.

    ``traeger``: only these Jobcenter (AGS); ``ab`` and ``bis``: only these months (first days); ``luecken``: also the
    months in which some figures are left out. ``kerne`` and ``speicher`` (such as ``3GB``) are the limits of the work.
    """

    dateien: Sequence[Path]
    traeger: frozenset[str] = frozenset()
    ab: date = date.min
    bis: date = date.max
    luecken: bool = False
    kerne: int = 4
    speicher: str = "3GB"
    parameter: Sequence[Parameter] = PARAMETER

    def will(self, traeger: int, monat: int) -> bool:
        """Whether the figures of a Jobcenter and month are asked for."""
        return self.ab <= _tag(monat) <= self.bis and (not self.traeger or f"{traeger:05}" in self.traeger)


@dataclass(frozen=True)
class Ergebnis:
    """The rows of the month file, and in German sentences what was left out and why."""

    zeilen: list[Zeile]
    hinweise: list[str] = field(default_factory=list)


def zaehle(auftrag: Auftrag) -> Ergebnis:
    """Count all Grundgrößen that are persons or cases; LLU and LUH are the Jobcenter's money and not in the records.

    Raises :class:`~kennzahlen.personen.pruefung.FehlerhaftePersonendaten` with every wrong record, and
    :class:`~kennzahlen.personen.quelle.Unbrauchbar` for a file that cannot be read.
    """
    with sitzung(auftrag.kerne, auftrag.speicher) as db:
        quellen = oeffne(db, auftrag.dateien)
        try:
            return _gezaehlt(db, quellen, auftrag)
        except duckdb.OutOfMemoryException:
            was = f"der Arbeitsspeicher von {auftrag.speicher} reicht nicht"
            raise Unbrauchbar(auftrag.dateien[0], was, "mehr Speicher erlauben (--speicher)") from None
        except duckdb.Error as mangel:
            melde_zerbrochene(db, quellen)
            was = f"nicht auswertbar ({type(mangel).__name__})"
            raise Unbrauchbar(auftrag.dateien[0], was, "vollständige Parquet- oder CSV-Dateien") from None


def _gezaehlt(db: duckdb.DuckDBPyConnection, quellen: Sequence[Quelle], auftrag: Auftrag) -> Ergebnis:
    zaehlung, mangelhaft = zaehle_datensaetze(db, quellen, auftrag.kerne)
    if mangelhaft:
        melde_unlesbare(db, quellen)
    if not zaehlung:
        raise Unbrauchbar(auftrag.dateien[0], "keine Datensätze", "mindestens ein Datensatz unter der Kopfzeile")
    deckung = Deckung.aus(zaehlung)
    _pruefe_luecken(deckung, auftrag)
    regeln = {monat: lzb_regel(monat, auftrag.parameter) for monat in range(deckung.erster, deckung.letzter + 1)}
    angaben = Angaben(zaehlung, deckung, regeln)
    orte = [ort for ort in sorted(zaehlung) if auftrag.will(*ort)]
    verlangte = {monat for ort in orte for monat in ort[1:] if auftrag.luecken or angaben.deckung_reicht(*ort)}
    _zaehle_verlaeufe(db, quellen, angaben, verlangte, auftrag.kerne)
    zeilen = [zeile for ort in orte for zeile in angaben.zeilen(*ort, auftrag.luecken)]
    return Ergebnis(zeilen, list(_hinweise(angaben, auftrag, orte, zeilen)))


def _zaehle_verlaeufe(
    db: duckdb.DuckDBPyConnection, quellen: Sequence[Quelle], angaben: Angaben, verlangte: Container[int], kerne: int
) -> None:
    """Add to the counts what rests on the course of each person, window by window."""
    deckung, regeln = angaben.deckung, angaben.regeln
    vorlauf = max(regel.zeitraum for regel in regeln.values())
    for basis, ab, bis in fenster(deckung.erster, deckung.letzter, vorlauf):
        if baue_masken(db, quellen, (basis, bis), regeln, kerne):
            melde_unlesbare(db, quellen)
        if doppelte_personen(db):
            melde_doppelte(db, quellen, (basis, bis))
        db.execute("DROP TABLE kurz")
        monate = [monat for monat in range(ab, bis + 1) if monat in verlangte]
        if monate:
            for ort, werte in zaehle_personen(db, basis, monate, regeln).items():
                angaben.zaehlung.setdefault(ort, {}).update(werte)


@dataclass(frozen=True)
class Deckung:
    """In which months each Jobcenter has records, and the first and last month of all."""

    monate: Mapping[int, Sequence[int]]

    @classmethod
    def aus(cls, zaehlung: Zaehlung) -> Deckung:
        """From what was counted record by record."""
        monate: dict[int, list[int]] = {}
        for traeger, monat in sorted(zaehlung):
            monate.setdefault(traeger, []).append(monat)
        return cls(monate)

    @property
    def erster(self) -> int:
        """The first month of the records."""
        return min(monate[0] for monate in self.monate.values())

    @property
    def letzter(self) -> int:
        """The last month of the records."""
        return max(monate[-1] for monate in self.monate.values())

    def vorlauf(self, traeger: int, monat: int) -> int:
        """How many months before this one the Jobcenter has records, without a gap."""
        return monat - self.monate[traeger][0]

    def luecken(self, traeger: int) -> list[int]:
        """The months without records between the first and the last of a Jobcenter."""
        monate = self.monate[traeger]
        return sorted(set(range(monate[0], monate[-1] + 1)) - set(monate))


@dataclass(frozen=True)
class Angaben:
    """The counts, and which of them are figures: those whose months are all there."""

    zaehlung: Zaehlung
    deckung: Deckung
    regeln: Mapping[int, Lzb]

    def zeilen(self, traeger: int, monat: int, luecken: bool) -> Iterator[Zeile]:
        """The rows of a Jobcenter and month; none where figures are left out, unless gaps are wanted."""
        if not self.deckung_reicht(traeger, monat) and not luecken:
            return
        for groesse in GRUNDGROESSEN:
            if groesse.art is Groessenart.GELD or _tag(monat) not in groesse.geltung:
                continue
            wert = self.wert(groesse.code, traeger, monat)
            if wert is not None:
                yield Zeile(f"{traeger:05}", _tag(monat), groesse.code, wert)

    def deckung_reicht(self, traeger: int, monat: int) -> bool:
        """Whether the records reach back far enough for all figures of the month."""
        return (
            monat in self.deckung.monate.get(traeger, ())
            and self.deckung.vorlauf(traeger, monat) >= self.regeln[monat].zeitraum
        )

    def wert(self, code: str, traeger: int, monat: int) -> int | None:
        """One figure; None where the records do not suffice for it."""
        if monat not in self.deckung.monate.get(traeger, ()):
            return None
        werte = self.zaehlung[traeger, monat]
        if code in _DIREKT:
            return werte[code]
        if code == "INT_NACHHALTIG":
            return self._bestaendig(traeger, monat)
        if code == "INT_KONT":
            return self._bestaendig(traeger, monat - JAHR)
        if code in _VERLAUF:
            return werte[code] if self.deckung.vorlauf(traeger, monat) >= self._noetig(code, monat) else None
        return self._bewegung(code, traeger, monat)

    def _noetig(self, code: str, monat: int) -> int:
        """A stock of LZB needs its window; who was LZB in the month before needs one month more."""
        return self.regeln[monat].zeitraum - (1 if code in ("LZB", "LZB_AKTIVIERT") else 0)

    def _bestaendig(self, traeger: int, monat: int) -> int | None:
        """Of the Integrationen of a month those that lasted; None as long as that is open for one of them."""
        werte = self.zaehlung.get((traeger, monat))
        return werte["KONT"] if werte and "KONT" in werte and not werte["KONT_OFFEN"] else None

    def _bewegung(self, code: str, traeger: int, monat: int) -> int | None:
        """ELB_ZUGANG: eLb here who were not eLb here a month ago; ELB_ABGANG: the other way round."""
        if not self.deckung.vorlauf(traeger, monat):
            return None
        bestand = self.zaehlung[traeger, monat if code == "ELB_ZUGANG" else monat - 1]["ELB"]
        return bestand - self.zaehlung[traeger, monat]["BLEIBT"]


def _pruefe_luecken(deckung: Deckung, auftrag: Auftrag) -> None:
    """A month without any record between others is a lost delivery, not a month without people."""
    gesuchte = [traeger for traeger in deckung.monate if not auftrag.traeger or f"{traeger:05}" in auftrag.traeger]
    fehlende = [(traeger, monat) for traeger in gesuchte for monat in deckung.luecken(traeger)]
    if fehlende:
        raise FehlerhaftePersonendaten([_luecke(*ort) for ort in fehlende[:HOECHSTENS]], len(fehlende))


def _luecke(traeger: int, monat: int) -> Stelle:
    was = f"Träger {traeger:05} hat für {_tag(monat):%Y-%m} keinen Datensatz, aber davor und danach"
    return Stelle("", Fehler(0, "", "", was, "die Datensätze aller Monate"))


def _hinweise(
    angaben: Angaben, auftrag: Auftrag, orte: Sequence[tuple[int, int]], zeilen: Sequence[Zeile]
) -> Iterator[str]:
    """What was asked for and is not in the month file."""
    unbekannte = sorted(auftrag.traeger - {f"{traeger:05}" for traeger in angaben.deckung.monate})
    if unbekannte:
        yield f"Ohne Datensätze: Träger {', '.join(unbekannte)}."
    kurze = [ort for ort in orte if not angaben.deckung_reicht(*ort)]
    if kurze:
        folge = "unvollständig" if auftrag.luecken else "weggelassen"
        yield (
            f"{len(kurze)} Monate von Jobcentern sind {folge}, weil die Datensätze nicht weit genug zurückreichen "
            f"(nötig sind sie auch für die {angaben.regeln[kurze[-1][1]].zeitraum} Monate davor)."
        )
    da = {(zeile.traeger, zeile.monat, zeile.groesse) for zeile in zeilen}
    offene = [
        (traeger, monat)
        for traeger, monat in orte
        if angaben.deckung_reicht(traeger, monat)
        and _tag(monat) in GROESSE["INT_KONT"].geltung
        and (f"{traeger:05}", _tag(monat), "INT_KONT") not in da
    ]
    if offene:
        yield (
            f"INT_KONT fehlt für {len(offene)} Monate von Jobcentern (zuerst {_tag(offene[0][1]):%Y-%m}, "
            f"Träger {offene[0][0]:05}), weil bei Integrationen zwölf Monate zuvor beschaeftigt_nach_12 leer ist."
        )
    yield "LLU und LUH sind Beträge des Jobcenters und gehen aus Personendaten nicht hervor; sie sind zu ergänzen."


def _tag(monat: int) -> date:
    return date(monat // 12, monat % 12 + 1, 1)
