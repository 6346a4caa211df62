"""A paragraph of suggested wording, and for which agreements it is meant."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.recht import NUMMERN, Traegerseite
from zielsystem.recht import IMMER, Geltung

ALLE_SEITEN = tuple(Traegerseite)


@dataclass(frozen=True)
class Absatz:
    """One paragraph, with bullet points if any.

    ``arten`` are the numbers of § 48b Abs. 1 Satz 1 it is meant for, ``seiten`` the Träger of a Nr. 2. Words in
    braces are filled in from the agreement; what the parties have to write themselves stands in square brackets.
    """

    text: str
    arten: tuple[int, ...] = NUMMERN
    seiten: tuple[Traegerseite, ...] = ALLE_SEITEN
    punkte: tuple[str, ...] = ()
    geltung: Geltung = IMMER
