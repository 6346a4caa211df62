"""The states of a Meldung and the acts between them (FACHKONZEPT 2 and 6). Pure law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Bedingung, Norm, Uebergang

MELDEPFLICHT = Norm("§ 51b SGB II")


class Meldungszustand(StrEnum):
    """Where a Meldung stands. Of all versions for a Jobcenter and month at most one is FREIGEGEBEN: the valid one."""

    ENTWURF = "entwurf"
    EINGEREICHT = "eingereicht"
    ZURUECKGEGEBEN = "zurueckgegeben"
    FREIGEGEBEN = "freigegeben"
    ABGELOEST = "abgeloest"


ZUSTANDSTITEL = {
    Meldungszustand.ENTWURF: "Entwurf",
    Meldungszustand.EINGEREICHT: "eingereicht",
    Meldungszustand.ZURUECKGEGEBEN: "zurückgegeben",
    Meldungszustand.FREIGEGEBEN: "freigegeben",
    Meldungszustand.ABGELOEST: "abgelöst",
}

ENDGUELTIG = (Meldungszustand.FREIGEGEBEN, Meldungszustand.ABGELOEST)
"""States of figures that others may see and that nobody can change any more."""

IN_ARBEIT = (Meldungszustand.ENTWURF, Meldungszustand.EINGEREICHT, Meldungszustand.ZURUECKGEGEBEN)


@dataclass(frozen=True)
class Meldungsstand:
    """What the conditions look at: the number of hard findings, and of soft ones without an explanation."""

    harte_befunde: int
    unerklaerte_befunde: int


def _ohne_harte(stand: Meldungsstand, am: date) -> bool:
    return stand.harte_befunde == 0


def _alles_erklaert(stand: Meldungsstand, am: date) -> bool:
    return stand.unerklaerte_befunde == 0


_KEINE_HARTEN = Bedingung(
    "keine_harten_befunde", MELDEPFLICHT, "Die Meldung hat Fehler, die zuerst behoben werden müssen.", _ohne_harte
)
_ERKLAERT = Bedingung(
    "auffaelliges_erklaert",
    MELDEPFLICHT,
    "Auffällige Werte sind noch nicht erklärt.",
    _alles_erklaert,
    hart=False,
)

_Z = Meldungszustand

MELDUNG = Ablauf(
    titel="Meldung",
    zustaende=Meldungszustand,
    norm=MELDEPFLICHT,
    zustandstitel=ZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("erfassen", "Erfassen", (), _Z.ENTWURF, Befugnis.MELDUNG_ERFASSEN, MELDEPFLICHT),
        Uebergang(
            "einreichen",
            "Einreichen",
            (_Z.ENTWURF, _Z.ZURUECKGEGEBEN),
            _Z.EINGEREICHT,
            Befugnis.MELDUNG_ERFASSEN,
            MELDEPFLICHT,
            (_KEINE_HARTEN,),
        ),
        Uebergang(
            "zurueckgeben",
            "Zurückgeben",
            (_Z.EINGEREICHT,),
            _Z.ZURUECKGEGEBEN,
            Befugnis.MELDUNG_FREIGEBEN,
            MELDEPFLICHT,
            grund_noetig=True,
        ),
        Uebergang(
            "freigeben",
            "Freigeben",
            (_Z.EINGEREICHT,),
            _Z.FREIGEGEBEN,
            Befugnis.MELDUNG_FREIGEBEN,
            MELDEPFLICHT,
            (_KEINE_HARTEN, _ERKLAERT),
        ),
        Uebergang(
            "abloesen",
            "Durch eine Korrektur ablösen",
            (_Z.FREIGEGEBEN,),
            _Z.ABGELOEST,
            Befugnis.MELDUNG_FREIGEBEN,
            MELDEPFLICHT,
            grund_noetig=True,
        ),
    ),
)
