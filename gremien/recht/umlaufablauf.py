"""The way of an Umlaufbeschluss: prepared, open, counted, minuted. What it shares with a session. Pure law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gremien.recht.sitzungsablauf import (
    GESCHAEFTSORDNUNG,
    KEINE_EINWENDUNG,
    MITGLIEDER,
    NIEDERLEGUNG,
    NIEDERSCHRIFT,
    PUNKTE,
    SITZUNG,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Bedingung, Uebergang

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_GENEHMIGEN = Befugnis.NIEDERSCHRIFT_GENEHMIGEN


class Verfahren(StrEnum):
    """How a body comes to a result: in a session, or in writing."""

    SITZUNG = "sitzung"
    UMLAUF = "umlauf"


class Umlaufzustand(StrEnum):
    """Where an Umlaufbeschluss stands."""

    GEPLANT = "geplant"
    LAUFEND = "laufend"
    GESCHLOSSEN = "geschlossen"
    ENTWORFEN = "entworfen"
    GENEHMIGT = "genehmigt"
    ABGESAGT = "abgesagt"


UMLAUFTITEL = {
    Umlaufzustand.GEPLANT: "vorbereitet",
    Umlaufzustand.LAUFEND: "im Umlauf",
    Umlaufzustand.GESCHLOSSEN: "ausgezählt, Niederschrift offen",
    Umlaufzustand.ENTWORFEN: "Niederschrift entworfen",
    Umlaufzustand.GENEHMIGT: "Niederschrift genehmigt",
    Umlaufzustand.ABGESAGT: "abgebrochen",
}


@dataclass(frozen=True)
class Umlaufstand:
    """What the conditions look at. ``ende``: the last day for votes; ``umlauffrist``: days it stays open at least.

    ``nicht_im_umlauf``: items that need a session; ``ausstehend``: votes still missing; ``widersprueche``: members
    who ask for a session; ``einwendungen``: what members object to the minutes as they stand.
    """

    ende: date
    umlauffrist: int
    mitglieder: int = 0
    punkte: int = 0
    nicht_im_umlauf: int = 0
    ausstehend: int = 0
    widersprueche: int = 0
    niederschrift: bool = False
    einwendungen: int = 0


_NUR_SCHRIFTLICHES = Bedingung(
    "nur_schriftliches",
    GESCHAEFTSORDNUNG,
    "Im Umlauf wird nur beschlossen, was keine Anhörung oder Aussprache braucht. Dieser Gegenstand gehört in eine "
    "Sitzung.",
    lambda stand, am: stand.nicht_im_umlauf == 0,
)
_UMLAUFFRIST = Bedingung(
    "umlauffrist",
    GESCHAEFTSORDNUNG,
    "Der Umlauf steht kürzer offen als vorgesehen. Das geht nur mit einem Grund.",
    lambda stand, am: (stand.ende - am).days >= stand.umlauffrist,
    hart=False,
)
_ENDE_KOMMT = Bedingung(
    "ende",
    GESCHAEFTSORDNUNG,
    "Der letzte Tag für die Stimmen ist schon vergangen.",
    lambda stand, am: stand.ende >= am,
)
_KEIN_WIDERSPRUCH = Bedingung(
    "widerspruch",
    GESCHAEFTSORDNUNG,
    "Ein Mitglied hat dem Umlauf widersprochen; über die Sache wird in einer Sitzung entschieden.",
    lambda stand, am: stand.widersprueche == 0,
)
_ALLE_STIMMEN = Bedingung(
    "stimmen",
    GESCHAEFTSORDNUNG,
    "Es fehlen noch Stimmen, und der letzte Tag ist noch nicht vorbei.",
    lambda stand, am: stand.ausstehend == 0 or am > stand.ende,
)

_U = Umlaufzustand

UMLAUF = Ablauf(
    titel="Umlaufbeschluss eines Gremiums",
    zustaende=Umlaufzustand,
    norm=GESCHAEFTSORDNUNG,
    zustandstitel=UMLAUFTITEL,
    uebergaenge=(
        Uebergang("einberufen", "Umlauf vorbereiten", (), _U.GEPLANT, _FUEHREN, GESCHAEFTSORDNUNG),
        Uebergang("verlegen", "Letzten Tag ändern", (_U.GEPLANT,), _U.GEPLANT, _FUEHREN, GESCHAEFTSORDNUNG),
        Uebergang(
            "einladen",
            "In Umlauf geben",
            (_U.GEPLANT,),
            _U.LAUFEND,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (PUNKTE, MITGLIEDER, _NUR_SCHRIFTLICHES, _ENDE_KOMMT, _UMLAUFFRIST),
        ),
        Uebergang(
            "auszaehlen",
            "Auszählen",
            (_U.LAUFEND,),
            _U.GESCHLOSSEN,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (_KEIN_WIDERSPRUCH, _ALLE_STIMMEN),
        ),
        Uebergang(
            "niederschrift_vorlegen",
            "Niederschrift zur Genehmigung vorlegen",
            (_U.GESCHLOSSEN,),
            _U.ENTWORFEN,
            _FUEHREN,
            NIEDERLEGUNG,
            (NIEDERSCHRIFT,),
        ),
        Uebergang(
            "niederschrift_genehmigen",
            "Niederschrift genehmigen",
            (_U.ENTWORFEN,),
            _U.GENEHMIGT,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            (NIEDERSCHRIFT, KEINE_EINWENDUNG),
        ),
        Uebergang(
            "niederschrift_zurueckgeben",
            "Niederschrift zur Überarbeitung zurückgeben",
            (_U.ENTWORFEN,),
            _U.GESCHLOSSEN,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            grund_noetig=True,
        ),
        Uebergang(
            "berichtigen",
            "Ergebnis berichtigen",
            (_U.GENEHMIGT,),
            _U.GENEHMIGT,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            grund_noetig=True,
        ),
        Uebergang(
            "absagen",
            "Abbrechen",
            (_U.GEPLANT, _U.LAUFEND),
            _U.ABGESAGT,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            grund_noetig=True,
        ),
    ),
)

ABLAEUFE: dict[Verfahren, Ablauf] = {Verfahren.SITZUNG: SITZUNG, Verfahren.UMLAUF: UMLAUF}
"""The table of each Verfahren."""

VORBEREITUNG = frozenset({"geplant", "eingeladen"})
"""States in which the agenda can be worked on."""

ABSTIMMBAR = frozenset({"eroeffnet", "laufend"})
"""States in which votes are cast."""

AUSGEFUEHRT = frozenset({"geschlossen", "entworfen", "genehmigt"})
"""States after which nothing but the minutes is written."""
