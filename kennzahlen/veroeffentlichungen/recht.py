"""The states of a computation and the acts between them (§ 48a Abs. 1 SGB II). Pure law."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Norm, Uebergang

VEROEFFENTLICHUNG = Norm("§ 48a Abs. 1 SGB II")


class Berechnungszustand(StrEnum):
    """Where a computation stands. HAENGENGEBLIEBEN is a finding, not an end: what comes back to life goes on."""

    ANGEFORDERT = "angefordert"
    LAEUFT = "laeuft"
    FERTIG = "fertig"
    GESCHEITERT = "gescheitert"
    HAENGENGEBLIEBEN = "haengengeblieben"


ZUSTANDSTITEL = {
    Berechnungszustand.ANGEFORDERT: "angefordert",
    Berechnungszustand.LAEUFT: "läuft",
    Berechnungszustand.FERTIG: "fertig",
    Berechnungszustand.GESCHEITERT: "gescheitert",
    Berechnungszustand.HAENGENGEBLIEBEN: "hängengeblieben",
}


class Schritt(IntEnum):
    """How far a computation is: the step it is at."""

    WARTEN = 0
    LESEN = 1
    RECHNEN = 2
    VERGLEICHEN = 3
    SCHREIBEN = 4
    VEROEFFENTLICHT = 5


SCHRITTTITEL = {
    Schritt.WARTEN: "wartet, bis sie an der Reihe ist",
    Schritt.LESEN: "liest die Meldungen",
    Schritt.RECHNEN: "rechnet",
    Schritt.VERGLEICHEN: "vergleicht mit dem Veröffentlichten",
    Schritt.SCHREIBEN: "schreibt, was sich geändert hat",
    Schritt.VEROEFFENTLICHT: "ist abgeschlossen",
}

_Z = Berechnungszustand

OFFEN = (_Z.ANGEFORDERT, _Z.LAEUFT, _Z.HAENGENGEBLIEBEN)
"""States of a computation that may still come to an end; of these there is one per month at most."""

_DARF = Befugnis.KENNZAHLEN_VEROEFFENTLICHEN

BERECHNUNG = Ablauf(
    titel="Berechnung",
    zustaende=Berechnungszustand,
    norm=VEROEFFENTLICHUNG,
    zustandstitel=ZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("anfordern", "Anfordern", (), _Z.ANGEFORDERT, _DARF, VEROEFFENTLICHUNG),
        Uebergang("beginnen", "Beginnen oder von vorn beginnen", OFFEN, _Z.LAEUFT, _DARF, VEROEFFENTLICHUNG),
        Uebergang("abschliessen", "Abschließen", (_Z.LAEUFT, _Z.HAENGENGEBLIEBEN), _Z.FERTIG, _DARF, VEROEFFENTLICHUNG),
        Uebergang(
            "scheitern",
            "Als gescheitert festhalten",
            OFFEN,
            _Z.GESCHEITERT,
            _DARF,
            VEROEFFENTLICHUNG,
            grund_noetig=True,
        ),
        Uebergang(
            "vermissen",
            "Als hängengeblieben festhalten",
            (_Z.ANGEFORDERT, _Z.LAEUFT),
            _Z.HAENGENGEBLIEBEN,
            _DARF,
            VEROEFFENTLICHUNG,
        ),
    ),
)
