"""What is right about figures of one's own: kinds, states, and when figures go to the ring. PURE.

Controlling stays inside the Jobcenter; the benchmarking of the Optionskommunen is theirs, self-financed, and its
figures are seen by the members of the ring only (FACHKONZEPT 2, rules 6 and 7). No paragraph orders either: the
organisation of its own work is the Jobcenter's (§ 44b Abs. 1, §§ 6a, 6b SGB II).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Bedingung, Norm, Uebergang

SELBST = Norm("§ 6b Abs. 1, § 44b Abs. 1 SGB II (eigene Aufgabenwahrnehmung)")
RINGVEREINBARUNG = Norm("Vereinbarung der Optionskommunen über ihr Benchmarking")


# -- A Jobcenter's own figures ---------------------------------------------------------------------------------


class Eigenart(StrEnum):
    """An own figure is entered, or it is computed."""

    GRUNDGROESSE = "grundgroesse"
    KENNZAHL = "kennzahl"


EIGENARTEN: dict[Eigenart, str] = {Eigenart.GRUNDGROESSE: "Grundgröße", Eigenart.KENNZAHL: "Kennzahl"}

EIGENER_CODE = re.compile(r"E_[A-Z0-9][A-Z0-9_]{0,29}")
"""Own codes begin with E_, so none ever means something else when a regulation adds a Grundgröße."""


# -- The figures of a ring -------------------------------------------------------------------------------------


class Ringart(StrEnum):
    """What a figure of a ring is: entered, or of one of the three groups that are computed."""

    BASIS = "basis"
    STRUKTUR = "struktur"
    QUALITAET = "qualitaet"
    KOSTEN = "kosten"


@dataclass(frozen=True)
class Ringartbeschreibung:
    """A group of figures in words: the letter its codes begin with, and how many the rings agreed on at first."""

    titel: str
    mehrzahl: str
    buchstabe: str
    anzahl: int


RINGARTEN: dict[Ringart, Ringartbeschreibung] = {
    Ringart.BASIS: Ringartbeschreibung("Basiszahl", "Basiszahlen", "B", 26),
    Ringart.STRUKTUR: Ringartbeschreibung("Strukturkennzahl", "Strukturkennzahlen", "S", 6),
    Ringart.QUALITAET: Ringartbeschreibung("Qualitätskennzahl", "Qualitätskennzahlen", "Q", 12),
    Ringart.KOSTEN: Ringartbeschreibung("Kostenkennzahl", "Kostenkennzahlen", "K", 6),
}

RINGCODE = re.compile(r"[BSQK]_[A-Z0-9][A-Z0-9_]{0,29}")


class Ringzustand(StrEnum):
    """Where a Jobcenter's figures of a period stand: at home, or with the ring."""

    ENTWURF = "entwurf"
    FREIGEGEBEN = "freigegeben"


RINGZUSTAENDE: dict[Ringzustand, str] = {
    Ringzustand.ENTWURF: "Entwurf",
    Ringzustand.FREIGEGEBEN: "für den Ring freigegeben",
}


@dataclass(frozen=True)
class Ringstand:
    """A snapshot of a Ringmeldung: how many figures the set asks for, how many of them are there."""

    verlangt: int
    vorhanden: int


def _etwas_da(stand: Ringstand, am: date) -> bool:
    return stand.vorhanden > 0


def _alles_da(stand: Ringstand, am: date) -> bool:
    return stand.vorhanden >= stand.verlangt


_ETWAS = Bedingung("etwas_erfasst", RINGVEREINBARUNG, "Es ist noch keine Zahl erfasst.", _etwas_da)
_ALLES = Bedingung(
    "alles_erfasst", RINGVEREINBARUNG, "Nicht alle Basiszahlen des Zeitraums sind erfasst.", _alles_da, hart=False
)

RINGMELDUNG = Ablauf(
    titel="Zahlen für den Vergleichsring",
    zustaende=Ringzustand,
    norm=RINGVEREINBARUNG,
    zustandstitel=RINGZUSTAENDE,
    uebergaenge=(
        Uebergang(
            "ringzahlen_beginnen",
            "Erfassung beginnen",
            (),
            Ringzustand.ENTWURF,
            Befugnis.RINGZAHLEN_FUEHREN,
            RINGVEREINBARUNG,
        ),
        Uebergang(
            "ringzahlen_freigeben",
            "Für den Ring freigeben",
            (Ringzustand.ENTWURF,),
            Ringzustand.FREIGEGEBEN,
            Befugnis.RINGZAHLEN_FUEHREN,
            RINGVEREINBARUNG,
            (_ETWAS, _ALLES),
        ),
        Uebergang(
            "ringzahlen_zuruecknehmen",
            "Vom Ring zurücknehmen",
            (Ringzustand.FREIGEGEBEN,),
            Ringzustand.ENTWURF,
            Befugnis.RINGZAHLEN_FUEHREN,
            RINGVEREINBARUNG,
            grund_noetig=True,
        ),
    ),
)
