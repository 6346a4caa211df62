"""What is planned and how far a planned value has come. Pure law; the parameters (P) are dated rows.

A Planungswert is a whole number of persons: Integrationen of a year for K2, the stock of LZB at the end of a year for
K3. The value of the Kennzahl follows from it by dividing by the ``menge`` of the same Jobcenter, so values of many
Jobcenter are added up before they are divided (FACHKONZEPT 2, rule 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from agreements.recht import INKRAFTTRETEN
from zielsystem.befugnisse import Befugnis
from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import Ablauf, Bedingung, Geltung, Norm, Uebergang, in_kraft

PLANUNG = Norm("§ 48b Abs. 5 SGB II")
"""The Kennzahlen of § 48a are decisive for concluding and following up: so planning rests on them as well."""

GRUNDLAGEN = Norm("§ 48b Abs. 1 Satz 4 SGB II")
"""The uniform bases of the agreements, on which the Bund-Länder-Ausschuss deliberates."""

PRAXIS = Norm("Planungspraxis nach § 48b SGB II")


# -- What is planned -------------------------------------------------------------------------------------------


class Richtung(StrEnum):
    """Which values of a Kennzahl are the better ones."""

    HOEHER = "hoeher"
    NIEDRIGER = "niedriger"


@dataclass(frozen=True)
class Planungsgroesse:
    """What is planned for a Kennzahl: whole persons, and the quantity that its value relates them to.

    ``teiler``: the quantity is stored as a sum over so many months and divided by it (a mean of twelve months as
    its sum). ``veraenderung``: the value of the Kennzahl is the quotient minus 1.
    """

    kennzahl: str
    personen: str
    menge: str
    besser: Richtung
    teiler: int
    veraenderung: bool
    norm: Norm
    geltung: Geltung

    def wert(self, personen: int, menge: int) -> Fraction | None:
        """The value of the Kennzahl as a fraction; None where the quantity is zero."""
        if not menge:
            return None
        return Fraction(personen * self.teiler, menge) - int(self.veraenderung)

    def personen_zu(self, wert: Fraction, menge: int) -> int:
        """The whole number of persons that comes nearest to a value, halves up."""
        genau = (wert + int(self.veraenderung)) * menge / self.teiler
        return int(genau + Fraction(1, 2)) if genau >= 0 else 0


_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)

PLANUNGSGROESSEN: tuple[Planungsgroesse, ...] = (
    Planungsgroesse(
        "K2",
        "Integrationen des Jahres",
        "eLb im Mittel von zwölf Monaten",
        Richtung.HOEHER,
        12,
        False,
        Norm("§ 5 Abs. 1 SGB2KennzV"),
        _SEIT_2011,
    ),
    Planungsgroesse(
        "K3",
        "Bestand an LZB am Ende des Jahres",
        "Bestand an LZB zu Beginn",
        Richtung.NIEDRIGER,
        1,
        True,
        Norm("§ 6 Abs. 1 SGB2KennzV"),
        _SEIT_2011,
    ),
)
"""One row for each Kennzahl that carries a Zielwert. K1 is watched without one (P)."""

GROESSE = {groesse.kennzahl: groesse for groesse in PLANUNGSGROESSEN}


def planungsgroessen(am: date) -> tuple[Planungsgroesse, ...]:
    """What is planned in a round that begins on a day."""
    return in_kraft(PLANUNGSGROESSEN, am)


PARAMETER: tuple[Parameter, ...] = (
    Parameter("AUFHOLANTEIL", "Aufteilung: Teil des Abstands zum Median der Gruppe, dessen Aufholen erwartet wird",
              Decimal("0.20"), PRAXIS, hoechstens=Decimal(1)),
    Parameter("GRUPPE_MINDESTENS", "Aufteilung: Werte, ab denen eine Gruppe einen eigenen Median hat",
              Decimal(4), PRAXIS, mindestens=Decimal(1), hoechstens=Decimal(100)),
    Parameter("SUMME_MINDESTENS", "Summen: Jobcenter, ab denen ein Jobcenter die Summe der anderen mit sieht",
              Decimal(3), PRAXIS, mindestens=Decimal(2), hoechstens=Decimal(100)),
    Parameter("PROGNOSE_MONATE", "Prognose: lückenlose endgültige Monate, die es mindestens braucht",
              Decimal(36), PRAXIS, mindestens=Decimal(24), hoechstens=Decimal(240)),
    Parameter("PROGNOSE_SICHERHEIT", "Prognose: Anteil der Fälle, in denen der Wert im Bereich liegen soll",
              Decimal("0.80"), PRAXIS, mindestens=Decimal("0.5"), hoechstens=Decimal("0.99")),
)  # fmt: skip
"""The parameters (P) of planning, with the values shipped. A Planungsbrief can set its own AUFHOLANTEIL."""


def parameter(code: str, am: date) -> Decimal:
    """The value of a parameter on a day."""
    return parameter_am(code, am, PARAMETER)


class OhneBasis(StrEnum):
    """What becomes of a Jobcenter whose base value is missing or incomplete."""

    GRUPPE = "gruppe"
    AUSLASSEN = "auslassen"


OHNE_BASIS_TITEL = {
    OhneBasis.GRUPPE: "mit dem Median der Gruppe ansetzen, wo wenigstens die Bezugsgröße bekannt ist",
    OhneBasis.AUSLASSEN: "auslassen",
}


# -- The Planungsbrief -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Briefabschnitt:
    """A section of the Planungsbrief, with what belongs into it."""

    code: str
    titel: str
    hinweis: str


BRIEFABSCHNITTE: tuple[Briefabschnitt, ...] = (
    Briefabschnitt("anlass", "Anlass und Grundlage", "Rechtsgrundlage, Zeitraum und an wen sich der Brief wendet."),
    Briefabschnitt(
        "rahmen", "Rahmenbedingungen", "Wirtschaft, Arbeitsmarkt, Recht und Haushalt, soweit für alle gleich."
    ),
    Briefabschnitt("ziele", "Ziele und Erwartungen", "Was der Bund erwartet und warum; K1 wird ohne Wert beobachtet."),
    Briefabschnitt("verfahren", "Aufteilung und Verfahren", "Wie die Werte zustande kommen und wer wann antwortet."),
    Briefabschnitt("hinweise", "Hinweise", "Datenlage, bekannte Besonderheiten, Ansprechstellen."),
)


class Briefzustand(StrEnum):
    """Where a version of a Planungsbrief stands."""

    ENTWURF = "entwurf"
    VEROEFFENTLICHT = "veroeffentlicht"
    ABGELOEST = "abgeloest"


BRIEFZUSTANDSTITEL = {
    Briefzustand.ENTWURF: "Entwurf",
    Briefzustand.VEROEFFENTLICHT: "veröffentlicht",
    Briefzustand.ABGELOEST: "abgelöst",
}


@dataclass(frozen=True)
class Briefstand:
    """What the conditions look at: which sections are empty, which Erwartungswerte or breakdowns are missing."""

    leere_abschnitte: tuple[str, ...]
    ohne_wert: tuple[str, ...]
    ohne_aufteilung: tuple[str, ...]


PLANUNGSBRIEF = Ablauf(
    titel="Planungsbrief",
    zustaende=Briefzustand,
    norm=GRUNDLAGEN,
    zustandstitel=BRIEFZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("brief_anlegen", "Anlegen", (), Briefzustand.ENTWURF, Befugnis.RUNDE_PLANEN, GRUNDLAGEN),
        Uebergang(
            "brief_schreiben",
            "Speichern",
            (Briefzustand.ENTWURF,),
            Briefzustand.ENTWURF,
            Befugnis.RUNDE_PLANEN,
            GRUNDLAGEN,
        ),
        Uebergang(
            "brief_veroeffentlichen",
            "An alle Parteien veröffentlichen",
            (Briefzustand.ENTWURF,),
            Briefzustand.VEROEFFENTLICHT,
            Befugnis.RUNDE_PLANEN,
            GRUNDLAGEN,
            (
                Bedingung(
                    "abschnitte_gefuellt",
                    GRUNDLAGEN,
                    "Jeder Abschnitt des Planungsbriefs muss Text haben.",
                    lambda stand, am: not stand.leere_abschnitte,
                ),
                Bedingung(
                    "werte_gesetzt",
                    PLANUNG,
                    "Für jede Kennzahl mit Zielwert und jedes Jahr der Runde muss ein Erwartungswert gesetzt sein.",
                    lambda stand, am: not stand.ohne_wert,
                ),
                Bedingung(
                    "aufgeteilt",
                    PLANUNG,
                    "Jeder Erwartungswert muss auf die Jobcenter aufgeteilt sein; dazu braucht es veröffentlichte "
                    "endgültige Zahlen.",
                    lambda stand, am: not stand.ohne_aufteilung,
                ),
            ),
        ),
        Uebergang(
            "brief_abloesen",
            "Durch eine neue Fassung ablösen",
            (Briefzustand.VEROEFFENTLICHT,),
            Briefzustand.ABGELOEST,
            Befugnis.RUNDE_PLANEN,
            GRUNDLAGEN,
        ),
    ),
)


# -- A planned value -------------------------------------------------------------------------------------------


class Wertzustand(StrEnum):
    """Where the value of one Jobcenter, Kennzahl and year stands."""

    ERWARTET = "erwartet"
    ANGEBOTEN = "angeboten"
    GEGENANGEBOT = "gegenangebot"
    VEREINBART = "vereinbart"


WERTZUSTANDSTITEL = {
    Wertzustand.ERWARTET: "Angebot offen",
    Wertzustand.ANGEBOTEN: "Angebot liegt vor",
    Wertzustand.GEGENANGEBOT: "Gegenangebot liegt vor",
    Wertzustand.VEREINBART: "vereinbart",
}

BEANTWORTET = (Wertzustand.ANGEBOTEN, Wertzustand.GEGENANGEBOT, Wertzustand.VEREINBART)


@dataclass(frozen=True)
class Wertstand:
    """What the conditions look at: how many moves there are and were seen, what is proposed and why."""

    rundenende: date
    zuege: int
    gesehen: int
    erwartet: int
    wert: int
    begruendung: str
    quelle: str


_NICHTS_NEUES = Bedingung(
    "nichts_neues",
    PRAXIS,
    "Inzwischen hat jemand anderes geantwortet. Sehen Sie den neuen Stand an und entscheiden Sie dann.",
    lambda stand, am: stand.zuege == stand.gesehen,
)
_LAUFEND = Bedingung(
    "runde_laeuft",
    PRAXIS,
    "Der Zeitraum der Planungsrunde ist abgelaufen; Werte werden nicht mehr verhandelt.",
    lambda stand, am: am < stand.rundenende,
)
_BEGRUENDET = Bedingung(
    "abweichung_begruendet",
    PRAXIS,
    "Weicht der Wert vom Erwartungswert ab, braucht er eine Begründung.",
    lambda stand, am: stand.wert == stand.erwartet or bool(stand.begruendung.strip()),
)
_BELEGT = Bedingung(
    "abweichung_belegt",
    PRAXIS,
    "Weicht der Angebotswert vom Erwartungswert ab, gehört eine Quelle dazu: worauf die Begründung beruht.",
    lambda stand, am: stand.wert == stand.erwartet or bool(stand.quelle.strip()),
)
_GRUND_GENANNT = Bedingung(
    "grund_genannt",
    PRAXIS,
    "Ein Gegenangebot nennt seinen Grund.",
    lambda stand, am: bool(stand.begruendung.strip()),
)
_Z = Wertzustand

PLANUNGSWERT = Ablauf(
    titel="Planungswert",
    zustaende=Wertzustand,
    norm=PLANUNG,
    zustandstitel=WERTZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("erwarten", "Erwartungswert bekannt geben", (), _Z.ERWARTET, Befugnis.RUNDE_PLANEN, PLANUNG),
        Uebergang(
            "anbieten",
            "Wert anbieten",
            (_Z.ERWARTET, _Z.ANGEBOTEN, _Z.GEGENANGEBOT),
            _Z.ANGEBOTEN,
            Befugnis.WERT_ANBIETEN,
            PLANUNG,
            (_NICHTS_NEUES, _LAUFEND, _BEGRUENDET, _BELEGT),
        ),
        Uebergang(
            "gegenanbieten",
            "Gegenangebot machen",
            (_Z.ANGEBOTEN, _Z.GEGENANGEBOT),
            _Z.GEGENANGEBOT,
            Befugnis.WERT_BEANTWORTEN,
            PLANUNG,
            (_NICHTS_NEUES, _LAUFEND, _GRUND_GENANNT),
        ),
        Uebergang(
            "angebot_annehmen",
            "Angebot annehmen",
            (_Z.ANGEBOTEN,),
            _Z.VEREINBART,
            Befugnis.WERT_BEANTWORTEN,
            PLANUNG,
            (_NICHTS_NEUES, _LAUFEND),
        ),
        Uebergang(
            "gegenangebot_annehmen",
            "Gegenangebot annehmen",
            (_Z.GEGENANGEBOT,),
            _Z.VEREINBART,
            Befugnis.WERT_ANBIETEN,
            PLANUNG,
            (_NICHTS_NEUES, _LAUFEND),
        ),
        Uebergang(
            "wieder_eroeffnen",
            "Verhandlung wieder eröffnen",
            (_Z.VEREINBART,),
            _Z.GEGENANGEBOT,
            Befugnis.WERT_BEANTWORTEN,
            PLANUNG,
            (_NICHTS_NEUES, _LAUFEND),
            grund_noetig=True,
        ),
    ),
)
ZUGARTEN = {zeile.code: zeile.titel for zeile in PLANUNGSWERT.uebergaenge if zeile.von}
"""The moves that are kept, by their code."""
