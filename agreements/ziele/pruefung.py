"""Which dimension is open for a Ziel, and what is wrong with a Vorgabe. Pure.

No number is agreed on a Kennzahl whose base is missing, incomplete or broken: the parties learn why, and which other
dimensions there are (FACHKONZEPT 3; Hinweise des DLT 2010, Abschnitt 4.2.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agreements.ziele.dimension import (
    DIMENSIONSTITEL,
    GUENSTIG,
    MIT_ZAHL,
    Dimension,
    gerundet,
    groessentitel,
    ist_kennzahl,
    ist_veraenderung,
    mindestens_so_guenstig,
)
from agreements.ziele.vorgabe import (
    Beobachtung,
    Jahreskorridor,
    Jahreswert,
    Meilenstein,
    Qualitativ,
    Relativ,
    Tendenz,
    Vorgabe,
    Zielkorridor,
    Zielwert,
)
from agreements.ziele.zeitraum import endmonate
from kennzahlen.recht import vergleichbar
from zielsystem import zahlen
from zielsystem.recht import Geltung, Hindernis, Norm

MEILENSTEINE_HOECHSTENS = 20
MEILENSTEIN_ZEICHEN = 300


@dataclass(frozen=True)
class Ausgangswert:
    """The newest final value of a measure; ``wert`` None with the reason in ``grund``."""

    monat: date
    wert: float | None
    vollstaendig: bool
    grund: str = ""


@dataclass(frozen=True)
class Gegenstand:
    """What a Ziel is about: the measure ("" for none), the period, where the measure starts, who there is to compare.

    ``ausgangswert`` None: nothing is published for the unit.
    """

    kennzahl: str
    laufzeit: Geltung
    ausgangswert: Ausgangswert | None = None
    mit_vergleichsgruppe: bool = False


@dataclass(frozen=True)
class Mangel:
    """What is wrong with an input, where, and what would be right; ``feld`` is a name as forms use it."""

    feld: str
    text: str


# -- Which dimension is open -----------------------------------------------------------------------------------

_KENNZAHL = Norm("§ 48a Abs. 2 SGB II")
_ABSATZ_5 = Norm("§ 48b Abs. 5 SGB II")


def hindernis(dimension: Dimension, gegenstand: Gegenstand) -> Hindernis | None:
    """Why a dimension cannot be agreed for this Ziel; None when it can."""
    if dimension is Dimension.QUALITATIV:
        return None
    if not gegenstand.kennzahl:
        return Hindernis("ohne_kennzahl", _KENNZAHL, "Zu diesem Ziel gibt es keine Kennzahl.")
    if dimension is Dimension.RELATIV:
        return _ohne_vergleich(gegenstand)
    if dimension in MIT_ZAHL:
        return _ohne_zahl(gegenstand)
    return None


def angebote(gegenstand: Gegenstand) -> dict[Dimension, Hindernis | None]:
    """Every dimension with what stands against it, in their order."""
    return {dimension: hindernis(dimension, gegenstand) for dimension in Dimension}


def alternativen(gegenstand: Gegenstand) -> tuple[Dimension, ...]:
    """The dimensions that are open, but for watching: what to agree on where a number is refused."""
    return tuple(
        dimension
        for dimension, grund in angebote(gegenstand).items()
        if grund is None and dimension is not Dimension.BEOBACHTUNG
    )


def _ohne_vergleich(gegenstand: Gegenstand) -> Hindernis | None:
    if gegenstand.kennzahl not in GUENSTIG:
        text = f"Bei der {groessentitel(gegenstand.kennzahl)} ist ein höherer Wert nicht von sich aus besser."
        return Hindernis("ohne_richtung", _KENNZAHL, text)
    if not gegenstand.mit_vergleichsgruppe:
        return Hindernis(
            "ohne_gruppe", Norm("§ 48a Abs. 1 SGB II"), "Für diese Vereinbarung gibt es keine Vergleichsgruppe."
        )
    return None


def _ohne_zahl(gegenstand: Gegenstand) -> Hindernis | None:
    code, basis = gegenstand.kennzahl, gegenstand.ausgangswert
    if not ist_kennzahl(code):
        text = f"{code} erläutert eine Kennzahl und trägt selbst keinen Zielwert."
        return Hindernis("ergaenzungsgroesse", Norm("§§ 4 bis 6, jeweils Abs. 2 SGB2KennzV"), text)
    if basis is None:
        return Hindernis(
            "basis_fehlt", _ABSATZ_5, f"Zur Kennzahl {code} ist noch kein endgültiger Wert veröffentlicht."
        )
    if basis.wert is None:
        text = f"Zur Kennzahl {code} fehlt der Ausgangswert für {zahlen.monat(basis.monat)}. {basis.grund}".rstrip()
        return Hindernis("basis_fehlt", _ABSATZ_5, text)
    if not basis.vollstaendig:
        text = (
            f"Der Ausgangswert der Kennzahl {code} für {zahlen.monat(basis.monat)} ist unvollständig"
            f"{f' ({basis.grund})' if basis.grund else ''}; eine Zahl ließe sich daran nicht bemessen."
        )
        return Hindernis("basis_unvollstaendig", _ABSATZ_5, text)
    return _reihenbruch(gegenstand, basis)


def _reihenbruch(gegenstand: Gegenstand, basis: Ausgangswert) -> Hindernis | None:
    ende = max(endmonate(gegenstand.laufzeit).values())
    if vergleichbar(gegenstand.kennzahl, basis.monat, ende):
        return None
    text = (
        f"Die Kennzahl {gegenstand.kennzahl} wird im {zahlen.monat(ende)} anders bestimmt als im "
        f"{zahlen.monat(basis.monat)}: beide Werte sind nicht vergleichbar."
    )
    return Hindernis("reihenbruch", _KENNZAHL, text)


# -- What is wrong with a Vorgabe ------------------------------------------------------------------------------

_VORGABE: dict[Dimension, type[Vorgabe]] = {
    Dimension.ZIELWERT: Zielwert,
    Dimension.ZIELKORRIDOR: Zielkorridor,
    Dimension.TENDENZ: Tendenz,
    Dimension.RELATIV: Relativ,
    Dimension.QUALITATIV: Qualitativ,
    Dimension.BEOBACHTUNG: Beobachtung,
}


def pruefe(dimension: Dimension, vorgabe: Vorgabe | None, gegenstand: Gegenstand) -> tuple[Mangel, ...]:
    """Everything that is wrong with what is to be agreed; empty when it can be. ``vorgabe`` None is still open."""
    grund = hindernis(dimension, gegenstand)
    if grund is not None:
        andere = ", ".join(DIMENSIONSTITEL[d] for d in alternativen(gegenstand))
        return (Mangel("dimension", f"{grund.meldung} ({grund.norm}) Möglich sind: {andere}."),)
    if vorgabe is None:
        return ()
    if not isinstance(vorgabe, _VORGABE[dimension]):
        return (Mangel("dimension", f"Die Angaben gehören nicht zur Zieldimension „{DIMENSIONSTITEL[dimension]}“."),)
    return tuple(_maengel(vorgabe, gegenstand))


def _maengel(vorgabe: Vorgabe, gegenstand: Gegenstand) -> Iterator[Mangel]:
    match vorgabe:
        case Zielwert(jahre):
            yield from _jahresmaengel([j.jahr for j in jahre], gegenstand.laufzeit, "wert")
            for jahreswert in jahre:
                yield from _wertmaengel(jahreswert, gegenstand.kennzahl)
        case Zielkorridor(korridore):
            yield from _jahresmaengel([k.jahr for k in korridore], gegenstand.laufzeit, "von")
            for korridor in korridore:
                yield from _korridormaengel(korridor, gegenstand.kennzahl)
        case Tendenz(_, um):
            yield from _abstandsmaengel(um)
        case Qualitativ(meilensteine):
            yield from _meilensteinmaengel(meilensteine, gegenstand.laufzeit)


def _jahresmaengel(jahre: list[int], laufzeit: Geltung, feld: str) -> Iterator[Mangel]:
    """The last year must have its value, those before may; no other year, and none twice."""
    erlaubt = list(endmonate(laufzeit))
    if erlaubt[-1] not in jahre:
        yield Mangel(f"{feld}_{erlaubt[-1]}", f"Für {erlaubt[-1]}, das Ende der Laufzeit, fehlt eine Angabe.")
    for jahr in sorted(set(jahre) - set(erlaubt)):
        yield Mangel(f"{feld}_{jahr}", f"{jahr} liegt nicht in der Laufzeit ({erlaubt[0]} bis {erlaubt[-1]}).")
    if len(set(jahre)) < len(jahre):
        yield Mangel(feld, "Ein Jahr ist zweimal angegeben.")


def _bereich(kennzahl: str) -> tuple[Decimal, Decimal]:
    return (Decimal(-1), Decimal(1)) if ist_veraenderung(kennzahl) else (Decimal(0), Decimal(1))


def _zahlenmaengel(feld: str, wert: Decimal, kennzahl: str) -> Iterator[Mangel]:
    unten, oben = _bereich(kennzahl)
    if not unten <= wert <= oben:
        yield Mangel(
            feld, f"Ein Wert der Kennzahl {kennzahl} liegt zwischen {zahlen.prozent(unten)} und {zahlen.prozent(oben)}."
        )
    elif wert != gerundet(wert):
        yield Mangel(feld, "Bitte höchstens eine Nachkommastelle angeben: so genau wird gemessen.")


def _wertmaengel(jahr: Jahreswert, kennzahl: str) -> Iterator[Mangel]:
    yield from _zahlenmaengel(f"wert_{jahr.jahr}", jahr.wert, kennzahl)
    if jahr.teilweise is not None:
        yield from _teilweise_maengel(jahr.jahr, jahr.teilweise, jahr.wert, kennzahl)


def _korridormaengel(jahr: Jahreskorridor, kennzahl: str) -> Iterator[Mangel]:
    yield from _zahlenmaengel(f"von_{jahr.jahr}", jahr.von, kennzahl)
    yield from _zahlenmaengel(f"bis_{jahr.jahr}", jahr.bis, kennzahl)
    if jahr.von >= jahr.bis:
        yield Mangel(f"bis_{jahr.jahr}", "Der Zielkorridor endet nicht über seinem Anfang.")
    elif jahr.teilweise is not None:
        rand = jahr.von if mindestens_so_guenstig(kennzahl, jahr.bis, jahr.von) else jahr.bis
        yield from _teilweise_maengel(jahr.jahr, jahr.teilweise, rand, kennzahl)


def _teilweise_maengel(jahr: int, teilweise: Decimal, wert: Decimal, kennzahl: str) -> Iterator[Mangel]:
    feld = f"teilweise_{jahr}"
    yield from _zahlenmaengel(feld, teilweise, kennzahl)
    if mindestens_so_guenstig(kennzahl, teilweise, wert):
        yield Mangel(feld, "Teilweise erreicht ist ein Ziel nur mit einem weniger günstigen Wert als dem vereinbarten.")


def _abstandsmaengel(um: Decimal) -> Iterator[Mangel]:
    if not 0 <= um <= 1:
        yield Mangel("um", "Ein Abstand liegt zwischen 0 und 100 Prozentpunkten.")
    elif um != gerundet(um):
        yield Mangel("um", "Bitte höchstens eine Nachkommastelle angeben: so genau wird gemessen.")


def _meilensteinmaengel(meilensteine: tuple[Meilenstein, ...], laufzeit: Geltung) -> Iterator[Mangel]:
    if not 1 <= len(meilensteine) <= MEILENSTEINE_HOECHSTENS:
        yield Mangel("meilenstein_1", f"Ein Ziel hat 1 bis {MEILENSTEINE_HOECHSTENS} Meilensteine.")
    for nummer, stein in enumerate(meilensteine, start=1):
        if not stein.text.strip() or len(stein.text) > MEILENSTEIN_ZEICHEN:
            yield Mangel(f"meilenstein_{nummer}", f"Ein Meilenstein hat 1 bis {MEILENSTEIN_ZEICHEN} Zeichen.")
        if stein.bis not in laufzeit:
            yield Mangel(f"meilenstein_bis_{nummer}", f"Der Tag muss in der Laufzeit liegen ({_zeitraum(laufzeit)}).")


def _zeitraum(laufzeit: Geltung) -> str:
    assert laufzeit.bis is not None
    return f"{zahlen.tag(laufzeit.ab)} bis {zahlen.tag(laufzeit.bis - timedelta(days=1))}"
