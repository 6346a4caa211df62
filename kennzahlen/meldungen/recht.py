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

BEARBEITBAR = (Meldungszustand.ENTWURF, Meldungszustand.ZURUECKGEGEBEN)
"""States in which figures can be typed in."""


@dataclass(frozen=True)
class Meldungsstand:
    """What the conditions look at: the number of hard findings that are not waived, and of soft ones without an
    explanation; whether a release rests on the Meldung; whether another version is in work."""

    harte_befunde: int = 0
    unerklaerte_befunde: int = 0
    veroeffentlicht: bool = False
    andere_in_arbeit: bool = False


def _ohne_harte(stand: Meldungsstand, am: date) -> bool:
    return stand.harte_befunde == 0


def _alles_erklaert(stand: Meldungsstand, am: date) -> bool:
    return stand.unerklaerte_befunde == 0


def _unveroeffentlicht(stand: Meldungsstand, am: date) -> bool:
    return not stand.veroeffentlicht


def _keine_andere(stand: Meldungsstand, am: date) -> bool:
    return not stand.andere_in_arbeit


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
_NICHT_VEROEFFENTLICHT = Bedingung(
    "nicht_veroeffentlicht",
    Norm("§ 48a Abs. 1 SGB II"),
    "Eine Veröffentlichung ruht schon auf dieser Meldung. Möglich ist eine Korrektur.",
    _unveroeffentlicht,
)
_KEINE_ANDERE = Bedingung(
    "keine_andere_in_arbeit", MELDEPFLICHT, "Für diesen Monat ist schon eine Version in Arbeit.", _keine_andere
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
            "korrigieren",
            "Korrektur beginnen",
            (),
            _Z.ENTWURF,
            Befugnis.MELDUNG_ERFASSEN,
            MELDEPFLICHT,
            (_KEINE_ANDERE,),
            grund_noetig=True,
        ),
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
        Uebergang(
            "zuruecknehmen",
            "Zurücknehmen",
            (_Z.FREIGEGEBEN,),
            _Z.ZURUECKGEGEBEN,
            Befugnis.MELDUNG_FREIGEBEN,
            MELDEPFLICHT,
            (_NICHT_VEROEFFENTLICHT, _KEINE_ANDERE),
            grund_noetig=True,
        ),
        Uebergang(
            "wiedereinsetzen",
            "Nach Rücknahme der Korrektur wieder einsetzen",
            (_Z.ABGELOEST,),
            _Z.FREIGEGEBEN,
            Befugnis.MELDUNG_FREIGEBEN,
            MELDEPFLICHT,
            grund_noetig=True,
        ),
    ),
)
