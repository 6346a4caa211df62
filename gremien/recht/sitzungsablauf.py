"""The way of a session: from planning to approved minutes (FACHKONZEPT 4). Pure law.

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
    presides. ``ohne_ergebnis``: items without one; ``offene_abstimmungen``: votes not yet counted. ``einwendungen``:
    what members object to the minutes as they stand.
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
    einwendungen: int = 0


PUNKTE = Bedingung(
    "tagesordnung",
    GESCHAEFTSORDNUNG,
    "Die Tagesordnung ist noch leer.",
    lambda stand, am: stand.punkte > 0,
)
MITGLIEDER = Bedingung(
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
    lambda stand, am: stand.beschlussfaehig or stand.ohne_anwesenheit > 0,
    hart=False,
)
_GELEITET = Bedingung(
    "leitung",
    GESCHAEFTSORDNUNG,
    "Vorsitz und Stellvertretung sind nicht anwesend. Bitte halten Sie als Grund fest, wer die Sitzung leitet.",
    lambda stand, am: stand.geleitet or stand.ohne_anwesenheit > 0,
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
NIEDERSCHRIFT = Bedingung(
    "niederschrift",
    NIEDERLEGUNG,
    "Die Niederschrift ist noch leer.",
    lambda stand, am: stand.niederschrift,
)

KEINE_EINWENDUNG = Bedingung(
    "einwendungen",
    GESCHAEFTSORDNUNG,
    "Mitglieder haben gegen diese Fassung Einwendungen erhoben. Geben Sie die Niederschrift zur Überarbeitung zurück, "
    "oder halten Sie fest, warum ihnen nicht gefolgt wird.",
    lambda stand, am: stand.einwendungen == 0,
    hart=False,
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
            (PUNKTE, MITGLIEDER, _NICHT_VERGANGEN, _LADUNGSFRIST),
        ),
        Uebergang(
            "nachladen",
            "Geänderte Tagesordnung mitteilen",
            (_S.EINGELADEN,),
            _S.EINGELADEN,
            _FUEHREN,
            GESCHAEFTSORDNUNG,
            (PUNKTE, _LADUNGSFRIST),
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
            (NIEDERSCHRIFT,),
        ),
        Uebergang(
            "niederschrift_genehmigen",
            "Niederschrift genehmigen",
            (_S.ENTWORFEN,),
            _S.GENEHMIGT,
            _GENEHMIGEN,
            NIEDERLEGUNG,
            (NIEDERSCHRIFT, KEINE_EINWENDUNG),
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
