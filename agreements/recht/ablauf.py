"""The states of an agreement and the acts between them: one table (FACHKONZEPT 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agreements.recht import bedingungen as b
from agreements.recht.arten import ZIELVEREINBARUNG
from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Norm, Uebergang

_ABS_2 = Norm("§ 48b Abs. 2 SGB II")
_ABS_5 = Norm("§ 48b Abs. 5 SGB II")


class Zustand(StrEnum):
    """Where an agreement stands."""

    ENTWURF = "entwurf"
    IN_VERHANDLUNG = "in_verhandlung"
    ABGESTIMMT = "abgestimmt"
    GREMIENVORBEHALT = "gremienvorbehalt"
    GESCHLOSSEN = "geschlossen"
    IN_KRAFT = "in_kraft"
    IN_AUSWERTUNG = "in_auswertung"
    AUSGEWERTET = "ausgewertet"
    NICHT_ZUSTANDE_GEKOMMEN = "nicht_zustande_gekommen"
    ANGEWIESEN = "angewiesen"
    AUFGEHOBEN = "aufgehoben"


_Z = Zustand

TEXT_OFFEN = frozenset({_Z.ENTWURF, _Z.IN_VERHANDLUNG})
"""States in which the parties may change what the agreement says."""

GESCHLOSSENE = frozenset({_Z.GESCHLOSSEN, _Z.IN_KRAFT, _Z.IN_AUSWERTUNG, _Z.AUSGEWERTET, _Z.AUFGEHOBEN})
"""States of an agreement that was concluded: BMAS and the Land concerned see it too (FACHKONZEPT 6)."""

WIRKSAME = GESCHLOSSENE - {_Z.AUFGEHOBEN}
"""States of an agreement that was concluded and still stands."""

GESCHEITERTE = frozenset({_Z.NICHT_ZUSTANDE_GEKOMMEN, _Z.ANGEWIESEN})
"""States of an agreement that never came about."""


@dataclass(frozen=True)
class Station:
    """A stop on the way of an agreement, as a timeline shows it; ``code`` is the value of a :class:`Zustand`.

    ``immer``: on the way of every agreement; the others are shown where they were reached.
    """

    code: str
    titel: str
    norm: Norm
    immer: bool = True


STATIONEN: tuple[Station, ...] = (
    Station("entwurf", "Entwurf", ZIELVEREINBARUNG),
    Station("in_verhandlung", "in Verhandlung", ZIELVEREINBARUNG),
    Station("abgestimmt", "abgestimmt", Norm("§ 48b Abs. 3 SGB II")),
    Station("gremienvorbehalt", "unter Gremienvorbehalt", ZIELVEREINBARUNG, immer=False),
    Station("geschlossen", "geschlossen", _ABS_2),
    Station("in_kraft", "in Kraft", _ABS_2),
    Station("in_auswertung", "in Auswertung", _ABS_5),
    Station("ausgewertet", "ausgewertet", _ABS_5),
    Station("nicht_zustande_gekommen", "nicht zustande gekommen", ZIELVEREINBARUNG, immer=False),
    Station("angewiesen", "angewiesen (keine Vereinbarung)", Norm("§ 44b Abs. 3 SGB II"), immer=False),
    Station("aufgehoben", "aufgehoben", ZIELVEREINBARUNG, immer=False),
)
"""The way of every agreement in order, then the exits. The acts along it are the rows of :data:`VEREINBARUNG`."""

ZUSTANDSTITEL = {zustand: next(s.titel for s in STATIONEN if s.code == zustand) for zustand in Zustand}

VEREINBARUNG = Ablauf(
    titel="Zielvereinbarung",
    zustaende=Zustand,
    norm=ZIELVEREINBARUNG,
    zustandstitel=ZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("anlegen", "Anlegen", (), _Z.ENTWURF, Befugnis.RUNDE_PLANEN, ZIELVEREINBARUNG),
        Uebergang(
            "verhandlung_aufnehmen",
            "Verhandlung aufnehmen",
            (_Z.ENTWURF,),
            _Z.IN_VERHANDLUNG,
            Befugnis.VERHANDELN,
            ZIELVEREINBARUNG,
            (b.LAUFZEIT_OFFEN,),
        ),
        Uebergang(
            "abstimmen",
            "Text feststellen",
            (_Z.IN_VERHANDLUNG,),
            _Z.ABGESTIMMT,
            Befugnis.VERHANDELN,
            Norm("§ 48b Abs. 3 SGB II"),
            (
                b.GESETZLICHE_ZIELE_DA,
                b.SOZIALE_TEILHABE_DA,
                b.ZIELE_VOLLSTAENDIG,
                b.KEINE_OFFENE_FRAGE,
                b.KEIN_OFFENER_VORSCHLAG,
                b.ALLES_ANGENOMMEN,
                b.KEINE_OFFENE_STELLE,
                b.BEITRAEGE_AUSGEWOGEN,
            ),
        ),
        Uebergang(
            "zurueck_in_verhandlung",
            "Zurück in die Verhandlung",
            (_Z.ABGESTIMMT,),
            _Z.IN_VERHANDLUNG,
            Befugnis.VERHANDELN,
            ZIELVEREINBARUNG,
            grund_noetig=True,
        ),
        Uebergang(
            "zeichnen",
            "Zeichnen",
            (_Z.ABGESTIMMT,),
            _Z.ABGESTIMMT,
            Befugnis.ZEICHNEN,
            ZIELVEREINBARUNG,
            (
                b.TEXT_FESTGESTELLT,
                b.ZEICHNUNGSFRIST_OFFEN,
                *b.einmal_begruendet(*b.beteiligungen_vor("zeichnen"), b.NR_1_GESCHLOSSEN, b.NR_3_GESCHLOSSEN),
            ),
        ),
        Uebergang(
            "schliessen",
            "Schließen",
            (_Z.ABGESTIMMT,),
            _Z.GESCHLOSSEN,
            Befugnis.ZEICHNEN,
            _ABS_2,
            (b.TEXT_FESTGESTELLT, *b.beteiligungen_vor("schliessen"), b.ALLE_GEZEICHNET, b.OHNE_VORBEHALT),
        ),
        Uebergang(
            "unter_vorbehalt_schliessen",
            "Unter Gremienvorbehalt schließen",
            (_Z.ABGESTIMMT,),
            _Z.GREMIENVORBEHALT,
            Befugnis.ZEICHNEN,
            _ABS_2,
            (
                b.TEXT_FESTGESTELLT,
                *b.beteiligungen_vor("unter_vorbehalt_schliessen"),
                b.ALLE_GEZEICHNET,
                b.MIT_VORBEHALT,
            ),
        ),
        Uebergang(
            "vorbehalt_aufloesen",
            "Gremienvorbehalt auflösen",
            (_Z.GREMIENVORBEHALT,),
            _Z.GESCHLOSSEN,
            Befugnis.VERHANDELN,
            _ABS_2,
            (b.TEXT_FESTGESTELLT, *b.beteiligungen_vor("vorbehalt_aufloesen"), b.ALLE_GEZEICHNET),
        ),
        Uebergang(
            "in_kraft_treten",
            "In Kraft setzen",
            (_Z.GESCHLOSSEN,),
            _Z.IN_KRAFT,
            Befugnis.VERHANDELN,
            _ABS_2,
            (b.LAUFZEIT_BEGONNEN,),
        ),
        Uebergang(
            "auswertung_beginnen",
            "Auswertung beginnen",
            (_Z.IN_KRAFT,),
            _Z.IN_AUSWERTUNG,
            Befugnis.VERHANDELN,
            _ABS_5,
            (b.LAUFZEIT_BEENDET, b.NICHT_ABGELOEST),
        ),
        Uebergang(
            "auswertung_abschliessen",
            "Auswertung abschließen",
            (_Z.IN_AUSWERTUNG,),
            _Z.AUSGEWERTET,
            Befugnis.VERHANDELN,
            _ABS_5,
            (b.ALLES_BEWERTET,),
        ),
        Uebergang(
            "nicht_zustande_kommen",
            "Als nicht zustande gekommen festhalten",
            (_Z.ENTWURF, _Z.IN_VERHANDLUNG, _Z.ABGESTIMMT, _Z.GREMIENVORBEHALT),
            _Z.NICHT_ZUSTANDE_GEKOMMEN,
            Befugnis.VERHANDELN,
            ZIELVEREINBARUNG,
            grund_noetig=True,
        ),
        Uebergang(
            "anweisen",
            "Ziele anweisen",
            (_Z.NICHT_ZUSTANDE_GEKOMMEN,),
            _Z.ANGEWIESEN,
            Befugnis.ANWEISEN,
            Norm("§ 44b Abs. 3 SGB II"),
            (b.BA_STRANG,),
            grund_noetig=True,
        ),
        Uebergang(
            "aufheben",
            "Aufheben",
            (_Z.GESCHLOSSEN, _Z.IN_KRAFT),
            _Z.AUFGEHOBEN,
            Befugnis.ZEICHNEN,
            ZIELVEREINBARUNG,
            (*b.beteiligungen_vor("aufheben"), b.KEINE_AENDERUNG_IM_GANG),
            grund_noetig=True,
        ),
        *(
            Uebergang(
                "aendern",
                "Änderungsvereinbarung beginnen",
                (zustand,),
                zustand,
                Befugnis.VERHANDELN,
                ZIELVEREINBARUNG,
                (b.KEINE_OFFENE_AENDERUNG,),
                grund_noetig=True,
            )
            for zustand in (_Z.GESCHLOSSEN, _Z.IN_KRAFT)
        ),
    ),
)
