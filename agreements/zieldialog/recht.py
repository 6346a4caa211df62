"""When a Zieldialog may be held, on what it rests, what it leads to (FACHKONZEPT 3, Grundraster). Pure law.

Two tables of transitions: the way of a dialogue and the way of a Maßnahme agreed in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from agreements.recht import Seite, Zustand
from zielsystem.befugnisse import Befugnis
from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import IMMER, Ablauf, Bedingung, Geltung, Norm, Uebergang

NACHHALTUNG = Norm("§ 48b Abs. 5 SGB II")
GRUNDRASTER = Norm("Grundraster, Abschnitt Zieldialog")

DIALOG_MOEGLICH = frozenset({Zustand.GESCHLOSSEN, Zustand.IN_KRAFT, Zustand.IN_AUSWERTUNG})
"""The states of an agreement in which its parties plan and hold dialogues."""

GEMEINSAM_MOEGLICH = (2, 4)
"""Kinds of agreement of which several Jobcenter can hold one dialogue together."""


PARAMETER: tuple[Parameter, ...] = (
    Parameter("ZIELDIALOG_MONATE", "Zieldialog: höchstens einer in so vielen Monaten des Kalenderjahres",
              Decimal(3), NACHHALTUNG, mindestens=Decimal(1), hoechstens=Decimal(12)),
    Parameter("ZIELDIALOG_NACHLAUF_TAGE", "Zieldialog: Tage nach der Laufzeit, in denen er noch möglich ist",
              Decimal(365), NACHHALTUNG, hoechstens=Decimal(1000)),
)  # fmt: skip
"""Not more often than quarterly, and as long after the period as it is evaluated."""


def abschnitt_des_jahres(tag: date) -> tuple[int, int]:
    """The period of the year in which a day lies and in which at most one dialogue is held: (year, number from 0)."""
    return tag.year, (tag.month - 1) // int(parameter_am("ZIELDIALOG_MONATE", tag, PARAMETER))


RHYTHMEN: dict[str, tuple[str, int]] = {
    "vierteljaehrlich": ("vierteljährlich", 3),
    "halbjaehrlich": ("halbjährlich", 6),
    "jaehrlich": ("jährlich", 12),
}
"""How often dialogues are planned at conclusion: title, months between two of them."""


# -- The dialogue ----------------------------------------------------------------------------------------------


def in_der_zeit(termin: date, laufzeit: Geltung) -> bool:
    """Whether a day lies in the period of an agreement, or in the time after it in which it is evaluated."""
    if laufzeit.bis is None:
        return termin in laufzeit
    nachlauf = timedelta(days=int(parameter_am("ZIELDIALOG_NACHLAUF_TAGE", laufzeit.bis, PARAMETER)))
    return termin in Geltung(laufzeit.ab, laufzeit.bis + nachlauf)


class Dialogzustand(StrEnum):
    """Where a dialogue stands."""

    GEPLANT = "geplant"
    EINGELADEN = "eingeladen"
    GEFUEHRT = "gefuehrt"
    ABGESCHLOSSEN = "abgeschlossen"
    ABGESAGT = "abgesagt"


DIALOGTITEL = {
    Dialogzustand.GEPLANT: "geplant",
    Dialogzustand.EINGELADEN: "eingeladen",
    Dialogzustand.GEFUEHRT: "geführt, Niederschrift offen",
    Dialogzustand.ABGESCHLOSSEN: "abgeschlossen",
    Dialogzustand.ABGESAGT: "abgesagt",
}

VORBEREITUNG = frozenset({Dialogzustand.GEPLANT, Dialogzustand.EINGELADEN})
"""Agenda and reports can be worked on."""


@dataclass(frozen=True)
class Dialogstand:
    """What the conditions look at.

    ``termin``: its day; ``laufzeit``: the period of the round. ``andere_termine``: days of the other dialogues of the
    same agreements that are not called off. ``vereinbarungen``: the states of its agreements. ``fehlende_berichte``:
    how many reports are not handed in. ``unbestaetigt``: how many parties have not confirmed the minutes.
    """

    termin: date
    andere_termine: tuple[date, ...]
    vereinbarungen: frozenset[Zustand]
    laufzeit: Geltung = IMMER
    tagesordnung: int = 0
    fehlende_berichte: int = 0
    niederschrift: bool = False
    unbestaetigt: int = 0


def im_turnus(termin: date, andere: Iterable[date]) -> bool:
    """Whether no other dialogue lies in the same period."""
    return abschnitt_des_jahres(termin) not in {abschnitt_des_jahres(anderer) for anderer in andere}


_TURNUS = Bedingung(
    "turnus",
    GRUNDRASTER,
    "In diesem Quartal gibt es zu einer der Vereinbarungen schon einen Zieldialog; öfter als vierteljährlich soll er "
    "nicht geführt werden. Bitte wählen Sie einen Tag in einem anderen Quartal.",
    lambda stand, am: im_turnus(stand.termin, stand.andere_termine),
)
_GESCHLOSSEN = Bedingung(
    "geschlossen",
    NACHHALTUNG,
    "Zieldialoge gibt es zu geschlossenen Vereinbarungen, bis sie ausgewertet sind.",
    lambda stand, am: stand.vereinbarungen <= DIALOG_MOEGLICH,
)
_IN_DER_ZEIT = Bedingung(
    "in_der_zeit",
    GRUNDRASTER,
    "Ein Zieldialog liegt in der Laufzeit der Vereinbarung oder, zur Auswertung, höchstens ein Jahr danach.",
    lambda stand, am: in_der_zeit(stand.termin, stand.laufzeit),
)
_NICHT_VERGANGEN = Bedingung(
    "nicht_vergangen",
    GRUNDRASTER,
    "Der Tag ist schon vergangen. Was stattgefunden hat, wird nur mit einem Grund nachgetragen.",
    lambda stand, am: stand.termin >= am,
    hart=False,
)
_TAGESORDNUNG = Bedingung(
    "tagesordnung",
    GRUNDRASTER,
    "Die Tagesordnung ist noch leer.",
    lambda stand, am: stand.tagesordnung > 0,
)
_TAG_GEKOMMEN = Bedingung(
    "tag_gekommen",
    GRUNDRASTER,
    "Der Tag des Zieldialogs ist noch nicht gekommen.",
    lambda stand, am: am >= stand.termin,
)
_BERICHTE = Bedingung(
    "berichte",
    GRUNDRASTER,
    "Es sind noch nicht alle Berichte abgegeben, auf denen der Zieldialog beruht.",
    lambda stand, am: stand.fehlende_berichte == 0,
    hart=False,
)
_NIEDERSCHRIFT = Bedingung(
    "niederschrift",
    GRUNDRASTER,
    "Die Niederschrift ist noch leer.",
    lambda stand, am: stand.niederschrift,
)
_BESTAETIGT = Bedingung(
    "bestaetigt",
    GRUNDRASTER,
    "Noch nicht alle Vertragsparteien haben die Niederschrift bestätigt.",
    lambda stand, am: stand.unbestaetigt == 0,
)

_B = Befugnis.ZIELDIALOG_FUEHREN
_Z = Dialogzustand

ZIELDIALOG = Ablauf(
    titel="Zieldialog",
    zustaende=Dialogzustand,
    norm=NACHHALTUNG,
    zustandstitel=DIALOGTITEL,
    uebergaenge=(
        Uebergang("planen", "Planen", (), _Z.GEPLANT, _B, GRUNDRASTER, (_GESCHLOSSEN, _IN_DER_ZEIT, _TURNUS)),
        Uebergang(
            "verlegen",
            "Verlegen",
            (_Z.GEPLANT, _Z.EINGELADEN),
            _Z.GEPLANT,
            _B,
            GRUNDRASTER,
            (_GESCHLOSSEN, _IN_DER_ZEIT, _TURNUS),
        ),
        Uebergang(
            "einladen",
            "Einladen",
            (_Z.GEPLANT,),
            _Z.EINGELADEN,
            _B,
            GRUNDRASTER,
            (_GESCHLOSSEN, _TURNUS, _TAGESORDNUNG, _NICHT_VERGANGEN),
        ),
        Uebergang(
            "durchfuehren",
            "Als geführt festhalten",
            (_Z.EINGELADEN,),
            _Z.GEFUEHRT,
            _B,
            GRUNDRASTER,
            (_TAG_GEKOMMEN, _BERICHTE),
        ),
        Uebergang(
            "abschliessen",
            "Niederschrift feststellen",
            (_Z.GEFUEHRT,),
            _Z.ABGESCHLOSSEN,
            _B,
            GRUNDRASTER,
            (_NIEDERSCHRIFT, _BESTAETIGT),
        ),
        Uebergang(
            "absagen",
            "Absagen",
            (_Z.GEPLANT, _Z.EINGELADEN),
            _Z.ABGESAGT,
            _B,
            GRUNDRASTER,
            grund_noetig=True,
        ),
    ),
)


# -- Reports ---------------------------------------------------------------------------------------------------

BERICHTSTITEL: dict[int, dict[Seite, str]] = {
    1: {Seite.AUSFUEHREND: "Bericht der Bundesagentur", Seite.STEUERND: "Bericht des BMAS"},
    2: {Seite.AUSFUEHREND: "Bericht des Jobcenters", Seite.STEUERND: "Bericht der Träger"},
    3: {Seite.AUSFUEHREND: "Bericht des Landes", Seite.STEUERND: "Bericht des BMAS"},
    4: {Seite.AUSFUEHREND: "Bericht des Jobcenters", Seite.STEUERND: "Bericht des Landes"},
}
"""Who reports, by kind of agreement and side. The steering side reports on the overarching conditions."""


# -- Maßnahmen -------------------------------------------------------------------------------------------------


class Massnahmenzustand(StrEnum):
    """Where a Maßnahme stands."""

    OFFEN = "offen"
    ERLEDIGT = "erledigt"
    AUFGEGEBEN = "aufgegeben"


MASSNAHMENTITEL = {
    Massnahmenzustand.OFFEN: "offen",
    Massnahmenzustand.ERLEDIGT: "erledigt",
    Massnahmenzustand.AUFGEGEBEN: "aufgegeben",
}

MASSNAHME = Ablauf(
    titel="Maßnahme aus einem Zieldialog",
    zustaende=Massnahmenzustand,
    norm=NACHHALTUNG,
    zustandstitel=MASSNAHMENTITEL,
    uebergaenge=(
        Uebergang("vereinbaren", "Vereinbaren", (), Massnahmenzustand.OFFEN, _B, GRUNDRASTER),
        Uebergang(
            "erledigen",
            "Als erledigt festhalten",
            (Massnahmenzustand.OFFEN,),
            Massnahmenzustand.ERLEDIGT,
            _B,
            GRUNDRASTER,
            grund_noetig=True,
        ),
        Uebergang(
            "aufgeben",
            "Aufgeben",
            (Massnahmenzustand.OFFEN,),
            Massnahmenzustand.AUFGEGEBEN,
            _B,
            GRUNDRASTER,
            grund_noetig=True,
        ),
        Uebergang(
            "wieder_aufnehmen",
            "Wieder aufnehmen",
            (Massnahmenzustand.ERLEDIGT, Massnahmenzustand.AUFGEGEBEN),
            Massnahmenzustand.OFFEN,
            _B,
            GRUNDRASTER,
            grund_noetig=True,
        ),
    ),
)
