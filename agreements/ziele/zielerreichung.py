"""When a Ziel counts as reached: the rule of each dimension, over measured values. Pure.

What is looked at is final and complete; where it is not, a Ziel cannot be judged, and the reason is said (Hinweise des
DLT 2010, Abschnitt 4.2.1). Values are compared as people read them, in percent with one decimal: nobody misses a
Zielwert that is the same figure on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from agreements.ziele.dimension import GUENSTIG, Richtung, gerundet, ist_veraenderung, mindestens_so_guenstig
from agreements.ziele.katalog import PARAMETER
from agreements.ziele.vorgabe import (
    Beobachtung,
    Jahreskorridor,
    Jahreswert,
    Massstab,
    Meilenstein,
    Qualitativ,
    Relativ,
    Tendenz,
    Vorgabe,
    Zielkorridor,
    Zielwert,
)
from agreements.ziele.wortlaut import anteil
from kennzahlen.recht import vergleichbar
from zielsystem import zahlen
from zielsystem.parameter.recht import parameter_am


class Ergebnis(StrEnum):
    """The result of a Ziel. A Ziel that is only watched is not judged either."""

    ERREICHT = "erreicht"
    TEILWEISE = "teilweise_erreicht"
    NICHT_ERREICHT = "nicht_erreicht"
    NICHT_BEWERTBAR = "nicht_bewertbar"


ERGEBNISTITEL: dict[Ergebnis, str] = {
    Ergebnis.ERREICHT: "erreicht",
    Ergebnis.TEILWEISE: "teilweise erreicht",
    Ergebnis.NICHT_ERREICHT: "nicht erreicht",
    Ergebnis.NICHT_BEWERTBAR: "nicht bewertbar",
}


@dataclass(frozen=True)
class Messwert:
    """A published value of a month: a fraction or None with the reason; whether its window is whole and final."""

    monat: date
    wert: float | None
    vollstaendig: bool = True
    endgueltig: bool = True
    grund: str = ""


@dataclass(frozen=True)
class Vergleichswerte:
    """The values of the comparison group in a month: how many there are, and their quartiles (None below four)."""

    anzahl: int
    q1: float | None
    median: float | None
    q3: float | None


@dataclass(frozen=True)
class Messlage:
    """What a rule looks at: the value at the end of ``jahr``, the one before the period, and the comparison group.

    ``meilensteine``: per milestone, in their order, whether it is reached; None is not decided yet.
    """

    kennzahl: str
    jahr: int
    ende: Messwert | None = None
    basis: Messwert | None = None
    vergleich: Vergleichswerte | None = None
    meilensteine: tuple[bool | None, ...] = ()


@dataclass(frozen=True)
class Befund:
    """The result of a Ziel for a year, with the figures it rests on in a German sentence."""

    ergebnis: Ergebnis
    begruendung: str


def bewerte(vorgabe: Vorgabe | None, lage: Messlage) -> Befund:
    """The result of a Ziel by its rule. ``vorgabe`` None: nothing was agreed that could be judged."""
    match vorgabe:
        case None:
            return _offen("Es ist nicht vereinbart, wann das Ziel erreicht ist.")
        case Beobachtung():
            return _offen("Die Kennzahl wird ohne Zielwert beobachtet.")
        case Qualitativ(meilensteine):
            return _nach_meilensteinen(meilensteine, lage)
    if lage.ende is None:
        return _offen("Für dieses Jahr gibt es noch keinen Wert.")
    if grund := _nicht_messbar(lage.ende):
        return _offen(grund)
    assert lage.ende.wert is not None
    ist = gerundet(lage.ende.wert)
    match vorgabe:
        case Zielwert(jahre):
            return _nach_zielwert(next((j for j in jahre if j.jahr == lage.jahr), None), ist, lage)
        case Zielkorridor(korridore):
            return _nach_korridor(next((k for k in korridore if k.jahr == lage.jahr), None), ist, lage)
        case Tendenz():
            return _nach_tendenz(vorgabe, ist, lage)
        case Relativ(massstab):
            return _nach_vergleich(massstab, ist, lage)


def _offen(grund: str) -> Befund:
    return Befund(Ergebnis.NICHT_BEWERTBAR, grund)


def _nicht_messbar(wert: Messwert) -> str:
    """Why a value cannot be judged by; empty when it can."""
    monat = zahlen.monat(wert.monat)
    if wert.wert is None:
        return f"Für {monat} gibt es keinen Wert. {wert.grund}".rstrip()
    if not wert.vollstaendig:
        return f"Der Wert für {monat} ist unvollständig{f' ({wert.grund})' if wert.grund else ''}."
    if not wert.endgueltig:
        return f"Der Wert für {monat} ist noch vorläufig."
    return ""


# -- A number --------------------------------------------------------------------------------------------------

_OHNE_WERT = "Für dieses Jahr ist kein Wert vereinbart."


def _nach_zielwert(jahr: Jahreswert | None, ist: Decimal, lage: Messlage) -> Befund:
    if jahr is None:
        return _offen(_OHNE_WERT)
    text = f"{anteil(lage.kennzahl, ist)}, vereinbart {_schwelle(lage.kennzahl)} {anteil(lage.kennzahl, jahr.wert)}"
    if mindestens_so_guenstig(lage.kennzahl, ist, jahr.wert):
        return Befund(Ergebnis.ERREICHT, f"{text}.")
    return _teilweise(jahr.teilweise, ist, lage.kennzahl, text)


def _nach_korridor(jahr: Jahreskorridor | None, ist: Decimal, lage: Messlage) -> Befund:
    if jahr is None:
        return _offen(_OHNE_WERT)
    code = lage.kennzahl
    text = f"{anteil(code, ist)}, vereinbart {anteil(code, jahr.von)} bis {anteil(code, jahr.bis)}"
    if jahr.von <= ist <= jahr.bis:
        return Befund(Ergebnis.ERREICHT, f"{text}.")
    if mindestens_so_guenstig(code, ist, jahr.bis if GUENSTIG[code] is Richtung.STEIGERN else jahr.von):
        return Befund(Ergebnis.ERREICHT, f"{text}; der Wert ist günstiger als der Korridor.")
    return _teilweise(jahr.teilweise, ist, code, text)


def _teilweise(grenze: Decimal | None, ist: Decimal, kennzahl: str, text: str) -> Befund:
    if grenze is not None and mindestens_so_guenstig(kennzahl, ist, grenze):
        ab = f"teilweise erreicht {_schwelle(kennzahl)} {anteil(kennzahl, grenze)}"
        return Befund(Ergebnis.TEILWEISE, f"{text}, {ab}.")
    return Befund(Ergebnis.NICHT_ERREICHT, f"{text}.")


def _schwelle(kennzahl: str) -> str:
    return "mindestens" if GUENSTIG[kennzahl] is Richtung.STEIGERN else "höchstens"


# -- A direction -----------------------------------------------------------------------------------------------


def _nach_tendenz(tendenz: Tendenz, ist: Decimal, lage: Messlage) -> Befund:
    """A measure that is a change against the year before says by itself where things went; others are compared."""
    if ist_veraenderung(lage.kennzahl):
        text = f"{anteil(lage.kennzahl, ist)} gegenüber dem Vorjahresmonat."
        return Befund(_tendenzergebnis(tendenz, ist, lage.kennzahl), text)
    assert lage.ende is not None
    if lage.basis is None:
        return _offen("Der Wert vor Beginn der Laufzeit fehlt.")
    if grund := _nicht_messbar(lage.basis):
        return _offen(grund)
    if not vergleichbar(lage.kennzahl, lage.basis.monat, lage.ende.monat):
        return _offen("Die Kennzahl wurde in der Laufzeit neu bestimmt: Anfang und Ende sind nicht vergleichbar.")
    assert lage.basis.wert is not None
    vorher = gerundet(lage.basis.wert)
    text = (
        f"{anteil(lage.kennzahl, ist)} nach {anteil(lage.kennzahl, vorher)} im {zahlen.monat(lage.basis.monat)}: "
        f"{zahlen.prozentpunkte(ist - vorher)}."
    )
    return Befund(_tendenzergebnis(tendenz, ist - vorher, lage.kennzahl), text)


def _tendenzergebnis(tendenz: Tendenz, veraenderung: Decimal, kennzahl: str) -> Ergebnis:
    """``veraenderung`` in fractions; on a threshold the better result."""
    if tendenz.richtung is Richtung.HALTEN:
        abweichung = _verschlechterung(veraenderung, kennzahl)
        if abweichung <= tendenz.um:
            return Ergebnis.ERREICHT
        return Ergebnis.TEILWEISE if abweichung <= 2 * tendenz.um else Ergebnis.NICHT_ERREICHT
    weg = veraenderung if tendenz.richtung is Richtung.STEIGERN else -veraenderung
    if weg <= 0:
        return Ergebnis.NICHT_ERREICHT
    return Ergebnis.ERREICHT if weg >= tendenz.um else Ergebnis.TEILWEISE


def _verschlechterung(veraenderung: Decimal, kennzahl: str) -> Decimal:
    """How far a measure moved the wrong way, at least 0; without a favourable way, how far it moved at all."""
    match GUENSTIG.get(kennzahl):
        case Richtung.STEIGERN:
            return max(-veraenderung, Decimal(0))
        case Richtung.SENKEN:
            return max(veraenderung, Decimal(0))
        case _:
            return abs(veraenderung)


# -- A comparison group ----------------------------------------------------------------------------------------


def _nach_vergleich(massstab: Massstab, ist: Decimal, lage: Messlage) -> Befund:
    gruppe = lage.vergleich
    if gruppe is None or gruppe.q1 is None or gruppe.median is None or gruppe.q3 is None:
        return _offen("In der Vergleichsgruppe gibt es zu wenige vollständige Werte.")
    code = lage.kennzahl
    steigend = GUENSTIG[code] is Richtung.STEIGERN
    unten, mitte, oben = gerundet(gruppe.q1), gerundet(gruppe.median), gerundet(gruppe.q3)
    schlecht, gut = (unten, oben) if steigend else (oben, unten)
    grenzen: dict[Massstab, tuple[Decimal, Decimal | None]] = {
        Massstab.MEDIAN: (mitte, schlecht),
        Massstab.DREI_VIERTEL: (schlecht, None),
        Massstab.GUENSTIGES_VIERTEL: (gut, mitte),
    }
    erreicht, teilweise = grenzen[massstab]
    text = (
        f"{anteil(code, ist)}; Vergleichsgruppe aus {zahlen.ganzzahl(gruppe.anzahl)}: Median {anteil(code, mitte)}, "
        f"mittlere Hälfte {anteil(code, unten)} bis {anteil(code, oben)}."
    )
    if mindestens_so_guenstig(code, ist, erreicht):
        return Befund(Ergebnis.ERREICHT, text)
    if teilweise is not None and mindestens_so_guenstig(code, ist, teilweise):
        return Befund(Ergebnis.TEILWEISE, text)
    return Befund(Ergebnis.NICHT_ERREICHT, text)


# -- Milestones ------------------------------------------------------------------------------------------------


def faellige(meilensteine: Sequence[Meilenstein], jahr: int) -> tuple[int, ...]:
    """The places, from 0, of the milestones that are due until the end of a year."""
    return tuple(stelle for stelle, stein in enumerate(meilensteine) if stein.bis.year <= jahr)


def _nach_meilensteinen(meilensteine: Sequence[Meilenstein], lage: Messlage) -> Befund:
    stellen = faellige(meilensteine, lage.jahr)
    if not stellen:
        return _offen(f"Bis Ende {lage.jahr} ist kein Meilenstein fällig.")
    staende = [lage.meilensteine[s] if s < len(lage.meilensteine) else None for s in stellen]
    if offene := sum(stand is None for stand in staende):
        von = f"{offene} von {len(staende)} Meilensteinen"
        return _offen(f"Über {von} ist noch nicht entschieden.")
    erreicht = sum(stand is True for stand in staende)
    text = f"{erreicht} von {len(staende)} Meilensteinen erreicht."
    if erreicht == len(staende):
        return Befund(Ergebnis.ERREICHT, text)
    anteil_noetig = parameter_am("TEILWEISE_MEILENSTEINE", date(lage.jahr, 12, 31), PARAMETER)
    genug = erreicht > 0 and Decimal(erreicht) >= anteil_noetig * len(staende)
    return Befund(Ergebnis.TEILWEISE if genug else Ergebnis.NICHT_ERREICHT, text)
