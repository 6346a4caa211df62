"""Zielwertkontrolle: was the value set right, seen against how the comparison group developed? Pure.

Beside the question whether a Ziel was reached stands the one whether the mark was set right (Hinweise des DLT 2010,
Abschnitt VI). The agreed change is laid beside the changes of the group between the same two months, as position and
spread, never as a rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from agreements.ziele.dimension import GUENSTIG, Richtung, gerundet, ist_veraenderung, mindestens_so_guenstig
from agreements.ziele.vorgabe import Tendenz, Vorgabe, Zielkorridor, Zielwert
from agreements.ziele.zielerreichung import Vergleichswerte
from zielsystem import zahlen


class Einschaetzung(StrEnum):
    """How the agreed change compares with that of the group."""

    ZURUECKHALTEND = "zurueckhaltend"
    IM_RAHMEN = "im_rahmen"
    EHRGEIZIG = "ehrgeizig"
    NICHT_PRUEFBAR = "nicht_pruefbar"


EINSCHAETZUNGSTITEL: dict[Einschaetzung, str] = {
    Einschaetzung.ZURUECKHALTEND: "zurückhaltender als die Entwicklung der Vergleichsgruppe",
    Einschaetzung.IM_RAHMEN: "im Rahmen der Entwicklung der Vergleichsgruppe",
    Einschaetzung.EHRGEIZIG: "ehrgeiziger als die Entwicklung der Vergleichsgruppe",
    Einschaetzung.NICHT_PRUEFBAR: "nicht prüfbar",
}


@dataclass(frozen=True)
class Kontrolle:
    """The result of the control, with its figures in a German sentence."""

    einschaetzung: Einschaetzung
    begruendung: str


def vereinbarter_wert(kennzahl: str, vorgabe: Vorgabe | None) -> Decimal | None:
    """The value that was to be reached at least at the end: a Zielwert, or the nearer edge of a corridor; else None."""
    match vorgabe:
        case Zielwert(jahre):
            return jahre[-1].wert
        case Zielkorridor(jahre=korridore):
            return korridore[-1].von if GUENSTIG[kennzahl] is Richtung.STEIGERN else korridore[-1].bis
        case _:
            return None


def vereinbarte_veraenderung(kennzahl: str, vorgabe: Vorgabe | None, basis: Decimal) -> Decimal | None:
    """The change that was agreed against the month before the period; None where no number says it."""
    if isinstance(vorgabe, Tendenz):
        return _aus_tendenz(kennzahl, vorgabe, basis)
    wert = vereinbarter_wert(kennzahl, vorgabe)
    return None if wert is None else wert - basis


def _aus_tendenz(kennzahl: str, tendenz: Tendenz, basis: Decimal) -> Decimal | None:
    """A direction without a least change says no number; a measure that is a change is agreed on as it stands."""
    if tendenz.richtung is not Richtung.HALTEN and not tendenz.um:
        return None
    vorzeichen = {Richtung.STEIGERN: 1, Richtung.SENKEN: -1, Richtung.HALTEN: 0}[tendenz.richtung]
    return tendenz.um * vorzeichen - (basis if ist_veraenderung(kennzahl) else 0)


def kontrolliere(
    kennzahl: str, vorgabe: Vorgabe | None, basis: float | None, gruppe: Vergleichswerte | None
) -> Kontrolle:
    """Lay the agreed change beside the group's. ``gruppe`` holds the changes of its members between base and end."""
    if kennzahl not in GUENSTIG:
        return _nicht_pruefbar("Das Ziel wurde nicht an einer Kennzahl mit günstiger Richtung gemessen.")
    if basis is None:
        return _nicht_pruefbar("Der Wert vor Beginn der Laufzeit fehlt oder ist unvollständig.")
    vereinbart = vereinbarte_veraenderung(kennzahl, vorgabe, gerundet(basis))
    if vereinbart is None:
        return _nicht_pruefbar("Vereinbart war keine Zahl.")
    if gruppe is None or gruppe.q1 is None or gruppe.median is None or gruppe.q3 is None:
        return _nicht_pruefbar("In der Vergleichsgruppe gibt es zu wenige vollständige Werte.")
    unten, mitte, oben = gerundet(gruppe.q1), gerundet(gruppe.median), gerundet(gruppe.q3)
    text = (
        f"Vereinbart: {_punkte(vereinbart)}. Vergleichsgruppe aus {zahlen.ganzzahl(gruppe.anzahl)}: im Median "
        f"{_punkte(mitte)}, in der mittleren Hälfte {_punkte(unten)} bis {_punkte(oben)}."
    )
    return Kontrolle(_lage(kennzahl, vereinbart, unten, oben), text)


def _lage(kennzahl: str, vereinbart: Decimal, unten: Decimal, oben: Decimal) -> Einschaetzung:
    schlecht, gut = (unten, oben) if GUENSTIG[kennzahl] is Richtung.STEIGERN else (oben, unten)
    if not mindestens_so_guenstig(kennzahl, vereinbart, schlecht):
        return Einschaetzung.ZURUECKHALTEND
    return Einschaetzung.IM_RAHMEN if mindestens_so_guenstig(kennzahl, gut, vereinbart) else Einschaetzung.EHRGEIZIG


def _punkte(wert: Decimal) -> str:
    return zahlen.prozentpunkte(wert)


def _nicht_pruefbar(grund: str) -> Kontrolle:
    return Kontrolle(Einschaetzung.NICHT_PRUEFBAR, grund)
