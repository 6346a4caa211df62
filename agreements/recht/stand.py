"""What the conditions of an agreement's acts look at: one frozen value with plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.recht.arten import Seite, Traegerseite
from agreements.recht.formen import Nachweisstand
from zielsystem.recht import Geltung


@dataclass(frozen=True)
class Vereinbarungsstand:
    """An agreement as its acts see it.

    ``ziele`` are the codes of its Ziele that are complete, ``offene_ziele`` counts the others; ``ohne_beitrag`` the
    sides that contribute nothing; ``offene_fragen``, ``offene_vorschlaege``, ``nicht_angenommen`` (parts of the text
    times parties) and ``offene_stellen`` (sections with gaps in square brackets) count what the negotiation still owes.
    ``festtext``: a text is fixed. ``parteien`` and ``gezeichnet`` count the parties and those of them that signed this
    text; ``zeichnungsfrist`` is the last day to sign it; ``begruendet`` are the codes of the soft gates that a party
    which signed it passed with a recorded reason.
    ``vorbehalt`` names the body whose resolution is reserved, or is empty. ``vorlage_geschlossen``: the agreement
    that this one rests on (Nr. 1 for a Nr. 2, Nr. 3 for a Nr. 4) is concluded. ``offene_aenderung`` an amendment is
    under way, ``abgeloest`` one is in force; ``unbewertet`` counts the Ziele whose result is not confirmed.
    """

    nr: int
    laufzeit: Geltung
    traegerseite: Traegerseite = Traegerseite.BEIDE
    nachweise: tuple[Nachweisstand, ...] = ()
    vorlage_geschlossen: bool = False
    ziele: frozenset[str] = frozenset()
    offene_ziele: int = 0
    ohne_beitrag: frozenset[Seite] = frozenset(Seite)
    offene_fragen: int = 0
    offene_vorschlaege: int = 0
    nicht_angenommen: int = 0
    offene_stellen: int = 0
    festtext: bool = False
    parteien: int = 2
    gezeichnet: int = 0
    zeichnungsfrist: date | None = None
    begruendet: frozenset[str] = frozenset()
    vorbehalt: str = ""
    offene_aenderung: bool = False
    abgeloest: bool = False
    unbewertet: int = 0
