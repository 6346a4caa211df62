"""What an evaluated Ziel suggests for the next round: a proposal to begin with, never more. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from agreements.ziele.dimension import (
    GUENSTIG,
    Dimension,
    Richtung,
    gerundet,
    ist_veraenderung,
    mindestens_so_guenstig,
)
from agreements.ziele.vorgabe import (
    Jahreskorridor,
    Jahreswert,
    Meilenstein,
    Qualitativ,
    Vorgabe,
    Zielkorridor,
    Zielwert,
)
from agreements.ziele.wortlaut import anteil
from agreements.ziele.zeitraum import endmonate
from zielsystem import zahlen
from zielsystem.recht import Geltung


@dataclass(frozen=True)
class Ausgang:
    """How a Ziel ended: its last value, the median change of the group in the period, which milestones are reached."""

    endwert: float | None = None
    gruppenentwicklung: float | None = None
    meilensteine: Sequence[bool | None] = ()


@dataclass(frozen=True)
class Fortschreibung:
    """A proposal, and in a German sentence where it comes from. ``vorgabe`` None: there is nothing to carry over."""

    dimension: Dimension
    vorgabe: Vorgabe | None
    herkunft: str


def schreibe_fort(
    kennzahl: str, dimension: Dimension, vorgabe: Vorgabe | None, ausgang: Ausgang, laufzeit: Geltung
) -> Fortschreibung:
    """The proposal for a Ziel in the next period.

    A number goes on from where the last value stands, moved for every year since by what the group gained per year, if
    it gained anything: so nobody is asked for what their like did not achieve. K1 and K3 are changes per year already:
    they go on as they are. Milestones not reached come along with the last day of the
    new period. Everything else stays as it was.
    """
    match vorgabe:
        case Zielwert() | Zielkorridor():
            return _zahl(kennzahl, dimension, vorgabe, ausgang, laufzeit)
        case Qualitativ(meilensteine):
            return _meilensteine(meilensteine, ausgang, laufzeit)
        case _:
            return Fortschreibung(dimension, vorgabe, "Wie in der ausgewerteten Vereinbarung.")


def _zahl(
    kennzahl: str, dimension: Dimension, vorgabe: Zielwert | Zielkorridor, ausgang: Ausgang, laufzeit: Geltung
) -> Fortschreibung:
    if ausgang.endwert is None:
        return Fortschreibung(dimension, None, "Ohne endgültigen letzten Wert lässt sich keine Zahl fortschreiben.")
    schritt = _jaehrlicher_schritt(kennzahl, ausgang, len(vorgabe.jahre))
    letztes = vorgabe.jahre[-1].jahr
    anfang = gerundet(ausgang.endwert)
    werte = {
        jahr: _begrenzt(kennzahl, gerundet(anfang + schritt * max(jahr - letztes, 1))) for jahr in endmonate(laufzeit)
    }
    herkunft = f"Letzter Wert {anteil(kennzahl, anfang)} ({letztes}), {_worte(kennzahl, schritt)}."
    if isinstance(vorgabe, Zielwert):
        return Fortschreibung(dimension, Zielwert(tuple(Jahreswert(j, w) for j, w in werte.items())), herkunft)
    weite = vorgabe.jahre[-1].bis - vorgabe.jahre[-1].von
    korridore = tuple(_korridor(kennzahl, jahr, wert, weite) for jahr, wert in werte.items())
    return Fortschreibung(dimension, Zielkorridor(korridore), herkunft)


def _worte(kennzahl: str, schritt: Decimal) -> str:
    if ist_veraenderung(kennzahl):
        return "wie er steht; er ist schon die Veränderung gegenüber dem Vorjahr"
    entwicklung = f"({zahlen.prozentpunkte(schritt)} im Jahr)"
    return f"für jedes Jahr seitdem fortgeschrieben um die Entwicklung der Vergleichsgruppe {entwicklung}"


def _jaehrlicher_schritt(kennzahl: str, ausgang: Ausgang, jahre: int) -> Decimal:
    """What the group gained in a year; nothing where it lost or is not known, or where the measure is a change."""
    if ausgang.gruppenentwicklung is None or ist_veraenderung(kennzahl):
        return Decimal(0)
    schritt = gerundet(gerundet(ausgang.gruppenentwicklung) / max(jahre, 1))
    return schritt if mindestens_so_guenstig(kennzahl, schritt, Decimal(0)) else Decimal(0)


def _begrenzt(kennzahl: str, wert: Decimal) -> Decimal:
    return min(max(wert, Decimal(-1 if ist_veraenderung(kennzahl) else 0)), Decimal(1))


def _korridor(kennzahl: str, jahr: int, wert: Decimal, weite: Decimal) -> Jahreskorridor:
    """A corridor as wide as before, with the value at the edge that has to be reached at least."""
    if GUENSTIG[kennzahl] is Richtung.STEIGERN:
        return Jahreskorridor(jahr, wert, wert + weite)
    return Jahreskorridor(jahr, wert - weite, wert)


def _meilensteine(meilensteine: Sequence[Meilenstein], ausgang: Ausgang, laufzeit: Geltung) -> Fortschreibung:
    assert laufzeit.bis is not None
    letzter = laufzeit.bis - timedelta(days=1)
    staende = [*ausgang.meilensteine, *[None] * len(meilensteine)]
    offene = tuple(
        Meilenstein(stein.text, letzter)
        for stein, stand in zip(meilensteine, staende, strict=False)
        if stand is not True
    )
    if not offene:
        return Fortschreibung(Dimension.QUALITATIV, None, "Alle Meilensteine sind erreicht; neue sind zu vereinbaren.")
    return Fortschreibung(Dimension.QUALITATIV, Qualitativ(offene), "Die Meilensteine, die noch nicht erreicht sind.")
