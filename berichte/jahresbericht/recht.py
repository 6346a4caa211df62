"""The Bund's yearly report to a Kooperationsausschuss: its sections, its states and the acts between them. Pure law.

The Bund reports to each Kooperationsausschuss once a year on lawful and expedient service and on what was reached of
the Ziele (Grundsätze der kooperativen Steuerung; the body itself: § 18b Abs. 1 SGB II).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zielsystem.befugnisse import Befugnis
from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import Ablauf, Bedingung, Norm, Uebergang

BERICHTSPFLICHT = Norm("Grundsätze der kooperativen Steuerung; § 18b Abs. 1 SGB II")
GEGENSTAND = "jahresbericht"
"""As what the report is registered for the body (``gremien.recht.gegenstaende``)."""

PARAMETER: tuple[Parameter, ...] = (
    Parameter(
        "JAHRESBERICHT_AUSGEWERTETE",
        "Jahresbericht: ausgewertete Vereinbarungen der Jobcenter, ab denen ihre Ergebnisse zusammengefasst werden",
        Decimal(3),
        BERICHTSPFLICHT,
        mindestens=Decimal(3),
        hoechstens=Decimal(100),
    ),
)
"""Of fewer nothing is told: what is counted would be somebody's result (P)."""


def mindestens_ausgewertete(tag: date) -> int:
    """How many agreements of Jobcenter have to be evaluated for their results to be told, on a day."""
    return int(parameter_am("JAHRESBERICHT_AUSGEWERTETE", tag, PARAMETER))


@dataclass(frozen=True)
class Berichtsabschnitt:
    """A section of the report, with what belongs into it."""

    code: str
    titel: str
    hinweis: str


ABSCHNITTE: tuple[Berichtsabschnitt, ...] = (
    Berichtsabschnitt(
        "grundlage", "Gegenstand und Grundlage", "Worüber, für welche Zeit und auf welchen Daten berichtet wird."
    ),
    Berichtsabschnitt(
        "rechtmaessigkeit",
        "Rechtmäßige Leistungserbringung",
        "Erkenntnisse aus Aufsicht, Prüfungen und Informationsbesuchen; Stand der Datenübermittlung nach § 51b.",
    ),
    Berichtsabschnitt(
        "zweckmaessigkeit",
        "Zweckmäßige Leistungserbringung",
        "Was die Kennzahlen über Integration und Aktivierung sagen und wie die Jobcenter des Landes streuen.",
    ),
    Berichtsabschnitt("zielerreichung", "Zielerreichung", "Ergebnisse der Auswertungen; keine Rangfolge."),
    Berichtsabschnitt("ausblick", "Folgerungen und Ausblick", "Was Bund und Land sich für das nächste Jahr vornehmen."),
)


class Jahresberichtszustand(StrEnum):
    """Where a yearly report stands."""

    IN_ERSTELLUNG = "in_erstellung"
    ENTWURF = "entwurf"
    FESTGESTELLT = "festgestellt"
    ANGEMELDET = "angemeldet"


_Z = Jahresberichtszustand

ZUSTANDSTITEL = {
    _Z.IN_ERSTELLUNG: "wird entworfen",
    _Z.ENTWURF: "Entwurf",
    _Z.FESTGESTELLT: "festgestellt",
    _Z.ANGEMELDET: "im Kooperationsausschuss angemeldet",
}


@dataclass(frozen=True)
class Jahresberichtsstand:
    """What the conditions look at.

    ``texte``: by code of the section; ``ausschuss``: whether the Land has the body; ``abgelehnt``: whether its office
    turned the registration down.
    """

    texte: Mapping[str, str]
    gesetzt: bool
    ausschuss: bool
    abgelehnt: bool = False


def luecken(texte: Mapping[str, str]) -> tuple[str, ...]:
    """The titles of sections without text, or with a place in square brackets still to be filled."""
    return tuple(a.titel for a in ABSCHNITTE if not texte.get(a.code, "").strip() or "[" in texte[a.code])


def _ohne_luecken(stand: Jahresberichtsstand, am: date) -> bool:
    return not luecken(stand.texte)


def _gesetzt(stand: Jahresberichtsstand, am: date) -> bool:
    return stand.gesetzt


def _ausschuss(stand: Jahresberichtsstand, am: date) -> bool:
    return stand.ausschuss


_VOLLSTAENDIG = Bedingung(
    "ohne_luecken",
    BERICHTSPFLICHT,
    "Ein Abschnitt ist leer oder enthält noch eine offene Stelle in eckigen Klammern.",
    _ohne_luecken,
)
_PDF = Bedingung("pdf_liegt_vor", BERICHTSPFLICHT, "Das PDF wird noch erzeugt; das dauert wenige Sekunden.", _gesetzt)
_GREMIUM = Bedingung(
    "ausschuss_besteht",
    Norm("§ 18b Abs. 1 SGB II"),
    "Für dieses Land ist im System noch kein Kooperationsausschuss eingerichtet.",
    _ausschuss,
)
_ABGELEHNT = Bedingung(
    "anmeldung_abgelehnt",
    Norm("§ 18b Abs. 1 SGB II"),
    "Der Bericht liegt dem Kooperationsausschuss vor; wieder bearbeiten lässt er sich nur nach einer Ablehnung.",
    lambda stand, am: stand.abgelehnt,
)
_DARF = Befugnis.JAHRESBERICHT_ERSTELLEN

JAHRESBERICHT = Ablauf(
    titel="Jahresbericht des Bundes",
    zustaende=Jahresberichtszustand,
    norm=BERICHTSPFLICHT,
    zustandstitel=ZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("anfordern", "Entwurf anfordern", (), _Z.IN_ERSTELLUNG, _DARF, BERICHTSPFLICHT),
        Uebergang("entwerfen", "Entwurf vorlegen", (_Z.IN_ERSTELLUNG,), _Z.ENTWURF, _DARF, BERICHTSPFLICHT),
        Uebergang(
            "feststellen", "Feststellen", (_Z.ENTWURF,), _Z.FESTGESTELLT, _DARF, BERICHTSPFLICHT, (_VOLLSTAENDIG,)
        ),
        Uebergang(
            "anmelden",
            "Im Kooperationsausschuss anmelden",
            (_Z.FESTGESTELLT,),
            _Z.ANGEMELDET,
            _DARF,
            Norm("§ 18b Abs. 1 SGB II"),
            (_PDF, _GREMIUM),
        ),
        Uebergang(
            "wieder_oeffnen",
            "Wieder bearbeiten",
            (_Z.FESTGESTELLT,),
            _Z.ENTWURF,
            _DARF,
            BERICHTSPFLICHT,
            grund_noetig=True,
        ),
        Uebergang(
            "wieder_oeffnen",
            "Wieder bearbeiten",
            (_Z.ANGEMELDET,),
            _Z.ENTWURF,
            _DARF,
            BERICHTSPFLICHT,
            (_ABGELEHNT,),
            grund_noetig=True,
        ),
    ),
)
