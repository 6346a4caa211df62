"""What is to be done after a decision: open, done or given up. Pure law."""

from __future__ import annotations

from enum import StrEnum

from gremien.recht.sitzungsablauf import GESCHAEFTSORDNUNG
from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Uebergang

_FUEHREN = Befugnis.GREMIUM_FUEHREN


class Umsetzungszustand(StrEnum):
    """Where it stands what was to be done after a decision."""

    OFFEN = "offen"
    ERLEDIGT = "erledigt"
    AUFGEGEBEN = "aufgegeben"


UMSETZUNGSTITEL = {
    Umsetzungszustand.OFFEN: "offen",
    Umsetzungszustand.ERLEDIGT: "erledigt",
    Umsetzungszustand.AUFGEGEBEN: "aufgegeben",
}

_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN
_T = Umsetzungszustand

UMSETZUNG = Ablauf(
    titel="Umsetzung eines Beschlusses",
    zustaende=Umsetzungszustand,
    norm=GESCHAEFTSORDNUNG,
    zustandstitel=UMSETZUNGSTITEL,
    uebergaenge=(
        Uebergang("festlegen", "Festlegen", (), _T.OFFEN, _FUEHREN, GESCHAEFTSORDNUNG),
        Uebergang(
            "erledigen",
            "Als erledigt festhalten",
            (_T.OFFEN,),
            _T.ERLEDIGT,
            _MITWIRKEN,
            GESCHAEFTSORDNUNG,
            grund_noetig=True,
        ),
        Uebergang("aufgeben", "Aufgeben", (_T.OFFEN,), _T.AUFGEGEBEN, _FUEHREN, GESCHAEFTSORDNUNG, grund_noetig=True),
        Uebergang(
            "wieder_aufnehmen",
            "Wieder aufnehmen",
            (_T.ERLEDIGT, _T.AUFGEGEBEN),
            _T.OFFEN,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            grund_noetig=True,
        ),
    ),
)
