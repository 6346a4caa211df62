"""How the text of an agreement comes about: who may write, propose, accept and ask, and when. Pure law.

§ 48b SGB II wants an agreement, so nothing counts that not every party has accepted. A section's text is a chain of
versions; a proposal is a version that does not count yet. Two tables: the way of a version, the way of a question
round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.recht import ZIELVEREINBARUNG, Seite, Zustand
from zielsystem.befugnisse import Befugnis
from zielsystem.recht import Ablauf, Bedingung, Norm, Uebergang

_GRUNDRASTER = Norm("Grundraster einer Zielvereinbarung (DLT 2010)")


class Fassungszustand(StrEnum):
    """Where a version of a section stands."""

    VORGESCHLAGEN = "vorgeschlagen"
    GELTEND = "geltend"
    ABGELEHNT = "abgelehnt"
    ZURUECKGEZOGEN = "zurueckgezogen"
    UEBERHOLT = "ueberholt"
    ABGELOEST = "abgeloest"


FASSUNGSTITEL = {
    Fassungszustand.VORGESCHLAGEN: "vorgeschlagen",
    Fassungszustand.GELTEND: "geltender Text",
    Fassungszustand.ABGELEHNT: "abgelehnt",
    Fassungszustand.ZURUECKGEZOGEN: "zurückgezogen",
    Fassungszustand.UEBERHOLT: "durch neuen Vorschlag überholt",
    Fassungszustand.ABGELOEST: "früherer Text",
}


class Herkunft(StrEnum):
    """Where a version comes from; the first two have no party that wrote them."""

    GRUNDRASTER = "grundraster"
    UEBERNOMMEN = "uebernommen"
    ENTWURF = "entwurf"
    VORSCHLAG = "vorschlag"


HERKUNFTSTITEL = {
    Herkunft.GRUNDRASTER: "Vorschlag des Grundrasters",
    Herkunft.UEBERNOMMEN: "übernommen aus der geänderten Vereinbarung",
    Herkunft.ENTWURF: "Entwurf der steuernden Seite",
    Herkunft.VORSCHLAG: "Vorschlag",
}
OHNE_VERFASSER = (Herkunft.GRUNDRASTER, Herkunft.UEBERNOMMEN)


@dataclass(frozen=True)
class Textstand:
    """What the conditions look at: where the agreement stands, on which side somebody acts, whose version it is, and
    whether every party has accepted it once the act is done."""

    vereinbarung: Zustand
    seite: Seite
    eigene: bool = False
    alle_einig: bool = False


def _bedingung(code: str, norm: Norm, meldung: str, erfuellt: Callable[[Textstand, date], bool]) -> Bedingung:
    return Bedingung(code, norm, meldung, erfuellt)


_NOCH_ENTWURF = _bedingung(
    "noch_entwurf",
    ZIELVEREINBARUNG,
    "Die Verhandlung ist aufgenommen; seitdem ändert sich der Text nur durch Vorschläge, die alle annehmen.",
    lambda stand, am: stand.vereinbarung is Zustand.ENTWURF,
)
_STEUERND = _bedingung(
    "steuernde_seite",
    ZIELVEREINBARUNG,
    "Den ersten Entwurf schreibt die steuernde Seite. Vorschläge sind möglich, sobald die Verhandlung aufgenommen ist.",
    lambda stand, am: stand.seite is Seite.STEUERND,
)
_IN_VERHANDLUNG = _bedingung(
    "in_verhandlung",
    ZIELVEREINBARUNG,
    "Die Vereinbarung ist nicht in Verhandlung.",
    lambda stand, am: stand.vereinbarung is Zustand.IN_VERHANDLUNG,
)
_EIGENE = _bedingung(
    "eigener_vorschlag",
    ZIELVEREINBARUNG,
    "Nur die Vertragspartei, die den Vorschlag gemacht hat, kann ihn zurückziehen.",
    lambda stand, am: stand.eigene,
)
_FREMDE = _bedingung(
    "fremder_vorschlag",
    ZIELVEREINBARUNG,
    "Der Vorschlag ist Ihr eigener; Sie können ihn zurückziehen.",
    lambda stand, am: not stand.eigene,
)
_EINIG = _bedingung(
    "alle_einig",
    ZIELVEREINBARUNG,
    "Noch nicht alle Vertragsparteien haben den Vorschlag angenommen.",
    lambda stand, am: stand.alle_einig,
)

_V, _G = Fassungszustand.VORGESCHLAGEN, Fassungszustand.GELTEND


def _zeile(code: str, titel: str, von: Fassungszustand | None, nach: Fassungszustand, *weil: Bedingung) -> Uebergang:
    herkunft = (von,) if von else ()
    grund_noetig = code == "ablehnen"
    return Uebergang(code, titel, herkunft, nach, Befugnis.VERHANDELN, ZIELVEREINBARUNG, weil, grund_noetig)


TEXTFASSUNG = Ablauf(
    titel="Fassung eines Abschnitts",
    zustaende=Fassungszustand,
    norm=_GRUNDRASTER,
    zustandstitel=FASSUNGSTITEL,
    uebergaenge=(
        _zeile("entwerfen", "Entwurf speichern", None, _G, _NOCH_ENTWURF, _STEUERND),
        _zeile("vorschlagen", "Vorschlag machen", None, _V, _IN_VERHANDLUNG),
        _zeile("annehmen", "Vorschlag annehmen", _V, _V, _IN_VERHANDLUNG),
        _zeile("annehmen", "Text annehmen", _G, _G, _IN_VERHANDLUNG),
        _zeile("einigen", "Vorschlag annehmen; damit gilt er", _V, _G, _IN_VERHANDLUNG, _EINIG),
        _zeile("ablehnen", "Vorschlag ablehnen", _V, Fassungszustand.ABGELEHNT, _IN_VERHANDLUNG, _FREMDE),
        _zeile("ablehnen", "Text nicht annehmen", _G, _G, _IN_VERHANDLUNG),
        _zeile("zurueckziehen", "Vorschlag zurückziehen", _V, Fassungszustand.ZURUECKGEZOGEN, _IN_VERHANDLUNG, _EIGENE),
        _zeile("ueberholen", "Durch neuen Vorschlag überholen", _V, Fassungszustand.UEBERHOLT),
        _zeile("abloesen", "Durch neuen Text ablösen", _G, Fassungszustand.ABGELOEST),
    ),
)
"""The last two follow by themselves: from a new proposal, and from a text on which all have agreed."""


# -- Question rounds -------------------------------------------------------------------------------------------


class Rundenzustand(StrEnum):
    """Where a question round stands."""

    OFFEN = "offen"
    GESCHLOSSEN = "geschlossen"


RUNDENTITEL = {Rundenzustand.OFFEN: "offen", Rundenzustand.GESCHLOSSEN: "geschlossen"}


@dataclass(frozen=True)
class Fragestand:
    """What the conditions look at: where the agreement stands, who asks, until when, what is still to be answered."""

    text_offen: bool
    eigene: bool = False
    frist: date | None = None
    unbeantwortet: int = 0


_TEXT_OFFEN = Bedingung(
    "text_offen",
    ZIELVEREINBARUNG,
    "Rückfragen gehören in den Entwurf und in die Verhandlung; der Text dieser Vereinbarung steht fest.",
    lambda stand, am: stand.text_offen,
)
_FRAGT_ANDERE = Bedingung(
    "fragt_andere",
    ZIELVEREINBARUNG,
    "Die Fragen sind Ihre eigenen; beantworten können sie die anderen Vertragsparteien.",
    lambda stand, am: not stand.eigene,
)
_ERLEDIGT = Bedingung(
    "erledigt",
    ZIELVEREINBARUNG,
    "Schließen kann die Runde, wer gefragt hat; die anderen, wenn alles beantwortet oder die Frist abgelaufen ist.",
    lambda stand, am: stand.eigene or stand.unbeantwortet == 0 or (stand.frist is not None and stand.frist < am),
)


def _frage(code: str, titel: str, von: Rundenzustand | None, nach: Rundenzustand, *weil: Bedingung) -> Uebergang:
    return Uebergang(code, titel, (von,) if von else (), nach, Befugnis.VERHANDELN, ZIELVEREINBARUNG, weil)


RUECKFRAGERUNDE = Ablauf(
    titel="Rückfragerunde",
    zustaende=Rundenzustand,
    norm=ZIELVEREINBARUNG,
    zustandstitel=RUNDENTITEL,
    uebergaenge=(
        _frage("fragen", "Rückfragen stellen", None, Rundenzustand.OFFEN, _TEXT_OFFEN),
        _frage("beantworten", "Antworten", Rundenzustand.OFFEN, Rundenzustand.OFFEN, _TEXT_OFFEN, _FRAGT_ANDERE),
        _frage("schliessen", "Runde schließen", Rundenzustand.OFFEN, Rundenzustand.GESCHLOSSEN, _ERLEDIGT),
    ),
)
