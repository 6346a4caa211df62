"""The forms in which somebody takes part, and when each of them counts as done: :data:`FORMEN`.

They are distinct (FACHKONZEPT 3): who is heard need not agree, whose Einvernehmen is needed must.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Beteiligungsform(StrEnum):
    """How somebody takes part. BESCHLUSS and ERKLAERUNG are no participation of others: a body or a party acts."""

    ANHOERUNG = "anhoerung"
    BERATUNG = "beratung"
    EROERTERUNG = "eroerterung"
    BENEHMEN = "benehmen"
    EINVERNEHMEN = "einvernehmen"
    ZUSTIMMUNG = "zustimmung"
    BESCHLUSS = "beschluss"
    ERKLAERUNG = "erklaerung"


class Ergebnis(StrEnum):
    """What came out of it."""

    STELLUNGNAHME = "stellungnahme"
    FRIST_VERSTRICHEN = "frist_verstrichen"
    BERATEN = "beraten"
    EROERTERT = "eroertert"
    VERTAGT = "vertagt"
    ZUGESTIMMT = "zugestimmt"
    BEDENKEN = "bedenken"
    VERSAGT = "versagt"
    BESCHLOSSEN = "beschlossen"
    ABGELEHNT = "abgelehnt"
    BENANNT = "benannt"
    NICHTS_ZU_BENENNEN = "nichts_zu_benennen"


ERGEBNISTITEL: dict[Ergebnis, str] = {
    Ergebnis.STELLUNGNAHME: "Stellung genommen",
    Ergebnis.FRIST_VERSTRICHEN: "Gelegenheit gegeben, Frist ohne Stellungnahme verstrichen",
    Ergebnis.BERATEN: "beraten",
    Ergebnis.EROERTERT: "erörtert",
    Ergebnis.VERTAGT: "vertagt",
    Ergebnis.ZUGESTIMMT: "zugestimmt",
    Ergebnis.BEDENKEN: "Bedenken geäußert",
    Ergebnis.VERSAGT: "versagt",
    Ergebnis.BESCHLOSSEN: "beschlossen",
    Ergebnis.ABGELEHNT: "abgelehnt",
    Ergebnis.BENANNT: "benannt",
    Ergebnis.NICHTS_ZU_BENENNEN: "nichts zu benennen",
}


@dataclass(frozen=True)
class Nachweisstand:
    """A result as the conditions see it: of which Beteiligung, on which day, with a document (``belegt``) and with
    words on it (``bemerkt``). ``partei``: key of the Vertragspartei that declares for itself, else None."""

    beteiligung: str
    ergebnis: Ergebnis
    am: date
    belegt: bool = False
    bemerkt: bool = False
    partei: int | None = None


@dataclass(frozen=True)
class Formbeschreibung:
    """A form of participation: which results there are and which of them fulfil it.

    ``verlangt`` says it in words. Every form but a declaration needs a document; a result in ``erwiderung`` needs
    words on how it was weighed.
    """

    titel: str
    verlangt: str
    erfuellend: tuple[Ergebnis, ...]
    sonst: tuple[Ergebnis, ...] = ()
    dokument: bool = True
    erwiderung: tuple[Ergebnis, ...] = ()

    @property
    def moeglich(self) -> tuple[Ergebnis, ...]:
        """Every result that can be recorded."""
        return self.erfuellend + self.sonst

    def erfuellt(self, nachweis: Nachweisstand) -> bool:
        """Whether a recorded result counts as this form of participation having taken place."""
        ergebnis = nachweis.ergebnis
        return (
            ergebnis in self.erfuellend
            and (nachweis.belegt or not self.dokument)
            and (nachweis.bemerkt or ergebnis not in self.erwiderung)
        )


_E = Ergebnis

FORMEN: Mapping[Beteiligungsform, Formbeschreibung] = {
    Beteiligungsform.ANHOERUNG: Formbeschreibung(
        "Anhörung",
        "Gelegenheit zur Stellungnahme ist gegeben und dokumentiert; eine Zustimmung ist nicht nötig.",
        (_E.STELLUNGNAHME, _E.FRIST_VERSTRICHEN),
    ),
    Beteiligungsform.BERATUNG: Formbeschreibung(
        "Beratung",
        "Das Gremium hat beraten und das Protokoll liegt vor; auf das Ergebnis der Beratung kommt es nicht an.",
        (_E.BERATEN,),
        (_E.VERTAGT,),
    ),
    Beteiligungsform.EROERTERUNG: Formbeschreibung(
        "Erörterung",
        "Die Sache ist gemeinsam erörtert und das Protokoll liegt vor.",
        (_E.EROERTERT,),
        (_E.VERTAGT,),
    ),
    Beteiligungsform.BENEHMEN: Formbeschreibung(
        "Benehmen",
        "Die Stellungnahme ist eingeholt und dokumentiert. Bedenken hindern nicht; wie mit ihnen umgegangen wurde, "
        "ist festzuhalten.",
        (_E.ZUGESTIMMT, _E.BEDENKEN, _E.FRIST_VERSTRICHEN),
        erwiderung=(_E.BEDENKEN,),
    ),
    Beteiligungsform.EINVERNEHMEN: Formbeschreibung(
        "Einvernehmen",
        "Willensübereinstimmung: Das Einvernehmen ist ausdrücklich erklärt. Schweigen genügt nicht.",
        (_E.ZUGESTIMMT,),
        (_E.BEDENKEN, _E.VERSAGT),
    ),
    Beteiligungsform.ZUSTIMMUNG: Formbeschreibung(
        "Zustimmung",
        "Die Zustimmung ist vor dem Abschluss ausdrücklich erteilt.",
        (_E.ZUGESTIMMT,),
        (_E.VERSAGT,),
    ),
    Beteiligungsform.BESCHLUSS: Formbeschreibung(
        "Beschluss",
        "Der Beschluss ist gefasst und liegt vor.",
        (_E.BESCHLOSSEN,),
        (_E.ABGELEHNT, _E.VERTAGT),
    ),
    Beteiligungsform.ERKLAERUNG: Formbeschreibung(
        "Erklärung",
        "Die Erklärung ist abgegeben; was benannt wird, steht in Worten dabei.",
        (_E.BENANNT, _E.NICHTS_ZU_BENENNEN),
        dokument=False,
        erwiderung=(_E.BENANNT,),
    ),
}
