"""The way of a session, of an Umlaufbeschluss and of what is to be done after a decision: three tables (FACHKONZEPT 4).

A decision is final when the minutes are approved; from then on it is only corrected, by a new version with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Bedingung, Norm, Uebergang

GESCHAEFTSORDNUNG = Norm("Geschäftsordnung des Gremiums")
NIEDERLEGUNG = Norm("§ 44e Abs. 2 SGB II; Geschäftsordnung des Gremiums")

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_GENEHMIGEN = Befugnis.NIEDERSCHRIFT_GENEHMIGEN


class Verfahren(StrEnum):
    """How a body comes to a result: in a session, or in writing."""

    SITZUNG = "sitzung"
    UMLAUF = "umlauf"


# -- The session -----------------------------------------------------------------------------------------------


class Sitzungszustand(StrEnum):
    """Where a session stands."""

    GEPLANT = "geplant"
    EINGELADEN = "eingeladen"
    EROEFFNET = "eroeffnet"
    GESCHLOSSEN = "geschlossen"
    ENTWORFEN = "entworfen"
    GENEHMIGT = "genehmigt"
    ABGESAGT = "abgesagt"


SITZUNGSTITEL = {
    Sitzungszustand.GEPLANT: "geplant",
    Sitzungszustand.EINGELADEN: "eingeladen",
    Sitzungszustand.EROEFFNET: "eröffnet",
    Sitzungszustand.GESCHLOSSEN: "geschlossen, Niederschrift offen",
    Sitzungszustand.ENTWORFEN: "Niederschrift entworfen",
    Sitzungszustand.GENEHMIGT: "Niederschrift genehmigt",
    Sitzungszustand.ABGESAGT: "abgesagt",
}


@dataclass(frozen=True)
class Sitzungsstand:
    """What the conditions look at.

    ``termin``: the day of the session; ``ladungsfrist``: days between invitation and session. ``mitglieder``: of that
    day. ``ohne_anwesenheit``: members of whom it is not recorded whether they were there. ``geleitet``: somebody
    presides. ``ohne_ergebnis``: items without one; ``offene_abstimmungen``: votes not yet counted.
    """

    termin: date
    ladungsfrist: int
    mitglieder: int = 0
    punkte: int = 0
    ohne_anwesenheit: int = 0
    beschlussfaehig: bool = False
    geleitet: bool = False
    ohne_ergebnis: int = 0
    offene_abstimmungen: int = 0
    niederschrift: bool = False


_PUNKTE = Bedingung(
    "tagesordnung",
    GESCHAEFTSORDNUNG,
    "Die Tagesordnung ist noch leer.",
    lambda stand, am: stand.punkte > 0,
)
_MITGLIEDER = Bedingung(
    "mitglieder",
    GESCHAEFTSORDNUNG,
    "Am Tag der Sitzung hat das Gremium keine Mitglieder. Bitte benennen Sie sie zuerst.",
    lambda stand, am: stand.mitglieder > 0,
)
_NICHT_VERGANGEN = Bedingung(
    "nicht_vergangen",
    GESCHAEFTSORDNUNG,
    "Der Tag ist schon vergangen. Was stattgefunden hat, wird nur mit einem Grund nachgetragen.",
    lambda stand, am: stand.termin >= am,
    hart=False,
)
_LADUNGSFRIST = Bedingung(
    "ladungsfrist",
    GESCHAEFTSORDNUNG,
    "Die Ladungsfrist ist unterschritten. Das geht nur mit einem Grund, etwa weil alle Mitglieder darauf verzichten.",
    lambda stand, am: (stand.termin - am).days >= stand.ladungsfrist or stand.termin < am,
    hart=False,
)
_TAG_GEKOMMEN = Bedingung(
    "tag_gekommen",
    GESCHAEFTSORDNUNG,
    "Der Tag der Sitzung ist noch nicht gekommen.",
    lambda stand, am: am >= stand.termin,
)
_ANWESENHEIT = Bedingung(
    "anwesenheit",
    GESCHAEFTSORDNUNG,
    "Noch nicht für alle Mitglieder ist festgehalten, ob sie anwesend, vertreten oder abwesend sind.",
    lambda stand, am: stand.ohne_anwesenheit == 0,
)
_BESCHLUSSFAEHIG = Bedingung(
    "beschlussfaehig",
    GESCHAEFTSORDNUNG,
    "Das Gremium ist nicht beschlussfähig. Mit einem Grund kann es beraten und erörtern, aber nichts beschließen.",
    lambda stand, am: stand.beschlussfaehig,
    hart=False,
)
_GELEITET = Bedingung(
    "leitung",
    GESCHAEFTSORDNUNG,
    "Vorsitz und Stellvertretung sind nicht anwesend. Bitte halten Sie als Grund fest, wer die Sitzung leitet.",
    lambda stand, am: stand.geleitet,
    hart=False,
)
_ERGEBNISSE = Bedingung(
    "ergebnisse",
    GESCHAEFTSORDNUNG,
    "Noch nicht jeder Punkt der Tagesordnung hat ein Ergebnis. Was nicht behandelt wurde, ist vertagt.",
    lambda stand, am: stand.ohne_ergebnis == 0,
)
_KEINE_ABSTIMMUNG = Bedingung(
    "abstimmungen",
    GESCHAEFTSORDNUNG,
    "Eine Abstimmung ist noch offen. Bitte zählen Sie sie aus oder verwerfen Sie sie.",
    lambda stand, am: stand.offene_abstimmungen == 0,
)
_NIEDERSCHRIFT = Bedingung(
    "niederschrift",
    NIEDERLEGUNG,
    "Die Niederschrift ist noch leer.",
    lambda stand, am: stand.niederschrift,
)

_S = Sitzungszustand
_OFFEN = (_S.GEPLANT, _S.EINGELADEN)

SITZUNG = Ablauf(
    titel="Sitzung eines Gremiums",
    zustaende=Sitzungszustand,
    norm=GESCHAEFTSORDNUNG,
    zustandstitel=SITZUNGSTITEL,
    uebergaenge=(
        Uebergang("einberufen", "Sitzung planen", (), _S.GEPLANT, _FUEHREN, GESCHAEFTSORDNUNG),
        Uebergang("verlegen", "Verlegen", _OFFEN, _S.GEPLANT, _FUEHREN, GESCHAEFTSORDNUNG),
        Uebergang(
            "einladen",
            "Einladen",
            (_S.GEPLANT,),
            _S.EINGELADEN,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (_PUNKTE, _MITGLIEDER, _NICHT_VERGANGEN, _LADUNGSFRIST),
        ),
        Uebergang(
            "nachladen",
            "Geänderte Tagesordnung mitteilen",
            (_S.EINGELADEN,),
            _S.EINGELADEN,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (_PUNKTE, _LADUNGSFRIST),
        ),
        Uebergang(
            "eroeffnen",
            "Sitzung eröffnen",
            (_S.EINGELADEN,),
            _S.EROEFFNET,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (_TAG_GEKOMMEN, _ANWESENHEIT, _BESCHLUSSFAEHIG, _GELEITET),
        ),
        Uebergang(
            "schliessen",
            "Sitzung schließen",
            (_S.EROEFFNET,),
            _S.GESCHLOSSEN,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (_ERGEBNISSE, _KEINE_ABSTIMMUNG),
        ),
        Uebergang(
            "niederschrift_vorlegen",
            "Niederschrift zur Genehmigung vorlegen",
            (_S.GESCHLOSSEN,),
            _S.ENTWORFEN,
            _FUEHREN,
            NIEDERLEGUNG,
            (_NIEDERSCHRIFT,),
        ),
        Uebergang(
            "niederschrift_zurueckgeben",
            "Niederschrift zur Überarbeitung zurückgeben",
            (_S.ENTWORFEN,),
            _S.GESCHLOSSEN,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            grund_noetig=True,
        ),
        Uebergang(
            "niederschrift_genehmigen",
            "Niederschrift genehmigen",
            (_S.ENTWORFEN,),
            _S.GENEHMIGT,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            (_NIEDERSCHRIFT,),
        ),
        Uebergang(
            "berichtigen",
            "Ergebnis berichtigen",
            (_S.GENEHMIGT,),
            _S.GENEHMIGT,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            grund_noetig=True,
        ),
        Uebergang("absagen", "Absagen", _OFFEN, _S.ABGESAGT, _FUEHREN, GESCHAEFTSORDNUNG, grund_noetig=True),
    ),
)


# -- The Umlaufbeschluss ---------------------------------------------------------------------------------------


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
    who ask for a session.
    """

    ende: date
    umlauffrist: int
    mitglieder: int = 0
    punkte: int = 0
    nicht_im_umlauf: int = 0
    ausstehend: int = 0
    widersprueche: int = 0
    niederschrift: bool = False


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
            (_PUNKTE, _MITGLIEDER, _NUR_SCHRIFTLICHES, _ENDE_KOMMT, _UMLAUFFRIST),
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
            (_NIEDERSCHRIFT,),
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
            "niederschrift_genehmigen",
            "Niederschrift genehmigen",
            (_U.ENTWORFEN,),
            _U.GENEHMIGT,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            (_NIEDERSCHRIFT,),
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


# -- What is to be done ----------------------------------------------------------------------------------------


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
