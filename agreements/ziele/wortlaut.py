"""A Vorgabe as the sentence that stands in the agreement: what counts as reached, and what as partly reached. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from agreements.ziele.dimension import GUENSTIG, RICHTUNGSTITEL, Dimension, Richtung, groessentitel, ist_veraenderung
from agreements.ziele.vorgabe import (
    MASSSTABTITEL,
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
from agreements.ziele.zeitraum import basismonat, endmonate
from zielsystem import zahlen
from zielsystem.recht import Geltung

GEMESSEN = "Gemessen wird am endgültigen Wert, gerundet auf eine Nachkommastelle."

OFFEN: dict[Dimension, str] = {
    Dimension.ZIELWERT: "Der Zielwert ist noch nicht vereinbart.",
    Dimension.ZIELKORRIDOR: "Der Zielkorridor ist noch nicht vereinbart.",
    Dimension.TENDENZ: "Die Tendenz ist noch nicht vereinbart.",
    Dimension.RELATIV: "Der Maßstab in der Vergleichsgruppe ist noch nicht vereinbart.",
    Dimension.QUALITATIV: "Die Meilensteine sind noch nicht vereinbart.",
    Dimension.BEOBACHTUNG: "Die Kennzahl wird beobachtet.",
}
"""What stands in place of the sentence as long as a Vorgabe is not complete."""


OHNE_AUSGANGSWERT = (
    "[Ein Zielwert kann noch nicht vereinbart werden, weil der Ausgangswert fehlt oder unvollständig ist. Zu wählen "
    "sind Tendenz, Vergleich mit der Vergleichsgruppe oder Meilensteine.]"
)
"""What a draft says in place of a Zielwert that cannot be offered (FACHKONZEPT 3)."""


def anteil(kennzahl: str, wert: Decimal) -> str:
    """A value of a measure as people read it; changes carry their sign."""
    return zahlen.veraenderung(wert) if ist_veraenderung(kennzahl) else zahlen.prozent(wert)


def wortlaut(kennzahl: str, vorgabe: Vorgabe, laufzeit: Geltung) -> str:
    """The rule of Zielerreichung of a Ziel in German; ``kennzahl`` is "" where there is none."""
    match vorgabe:
        case Zielwert(jahre):
            return f"{_zielwerte(kennzahl, jahre, laufzeit)} {GEMESSEN}"
        case Zielkorridor(jahre):
            return f"{_korridore(kennzahl, jahre, laufzeit)} {GEMESSEN}"
        case Tendenz():
            return f"{_tendenz(kennzahl, vorgabe, laufzeit)} {GEMESSEN}"
        case Relativ(massstab):
            return f"{_relativ(kennzahl, massstab, laufzeit)} {GEMESSEN}"
        case Qualitativ(meilensteine):
            return _meilensteine(meilensteine)
        case Beobachtung():
            return f"Die {groessentitel(kennzahl)} wird ohne Zielwert beobachtet und im Zieldialog ausgewertet."


def kurzform(kennzahl: str, vorgabe: Vorgabe) -> tuple[str, ...]:
    """What is agreed about a Ziel in the fewest words, for the cell of a table: a line per year where years differ."""
    match vorgabe:
        case Zielwert(jahre):
            return _je_jahr([(j.jahr, f"{_schwelle(kennzahl)} {anteil(kennzahl, j.wert)}") for j in jahre])
        case Zielkorridor(jahre):
            return _je_jahr([(j.jahr, f"{anteil(kennzahl, j.von)} bis {anteil(kennzahl, j.bis)}") for j in jahre])
        case Tendenz(richtung, um):
            grenze = f" um {zahlen.prozentpunkte(um).removeprefix('+')}"
            return (f"{RICHTUNGSTITEL[richtung]}{grenze if um and richtung is not Richtung.HALTEN else ''}",)
        case Relativ(massstab):
            return (MASSSTABTITEL[massstab],)
        case Qualitativ(meilensteine):
            return ("ein Meilenstein" if len(meilensteine) == 1 else f"{len(meilensteine)} Meilensteine",)
        case Beobachtung():
            return ("wird beobachtet",)


def _je_jahr(jahre: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(f"{jahr}: {text}" if len(jahre) > 1 else text for jahr, text in jahre)


def _zielwerte(kennzahl: str, jahre: Sequence[Jahreswert], laufzeit: Geltung) -> str:
    monate = endmonate(laufzeit)
    schwelle = _schwelle(kennzahl)
    teile = [f"im {zahlen.monat(monate[j.jahr])} {schwelle} {anteil(kennzahl, j.wert)}" for j in jahre]
    satz = f"Das Ziel ist erreicht, wenn die {groessentitel(kennzahl)} {' und '.join(teile)} beträgt."
    return f"{satz}{_teilweise(kennzahl, [(j.jahr, j.teilweise) for j in jahre])}"


def _korridore(kennzahl: str, jahre: Sequence[Jahreskorridor], laufzeit: Geltung) -> str:
    monate = endmonate(laufzeit)
    teile = [
        f"im {zahlen.monat(monate[j.jahr])} zwischen {anteil(kennzahl, j.von)} und {anteil(kennzahl, j.bis)}"
        for j in jahre
    ]
    satz = (
        f"Das Ziel ist erreicht, wenn die {groessentitel(kennzahl)} {' und '.join(teile)} liegt; ein günstigerer Wert "
        "gilt auch als erreicht."
    )
    return f"{satz}{_teilweise(kennzahl, [(j.jahr, j.teilweise) for j in jahre])}"


def _schwelle(kennzahl: str) -> str:
    return "mindestens" if GUENSTIG[kennzahl] is Richtung.STEIGERN else "höchstens"


def _teilweise(kennzahl: str, jahre: Sequence[tuple[int, Decimal | None]]) -> str:
    teile = [
        f"{_schwelle(kennzahl)} {anteil(kennzahl, wert)}{f' ({jahr})' if len(jahre) > 1 else ''}"
        for jahr, wert in jahre
        if wert is not None
    ]
    return f" Es ist teilweise erreicht, wenn sie {' und '.join(teile)} beträgt." if teile else ""


def _tendenz(kennzahl: str, tendenz: Tendenz, laufzeit: Geltung) -> str:
    ende = list(endmonate(laufzeit).values())[-1]
    if ist_veraenderung(kennzahl):
        return _tendenz_der_veraenderung(kennzahl, tendenz, f"im {zahlen.monat(ende)}")
    wann = f"im {zahlen.monat(ende)} gegenüber {zahlen.monat(basismonat(laufzeit))}"
    groesse, um = groessentitel(kennzahl), zahlen.prozentpunkte(tendenz.um).removeprefix("+")
    if tendenz.richtung is Richtung.HALTEN:
        if kennzahl in GUENSTIG:
            wie = "gesunken" if GUENSTIG[kennzahl] is Richtung.STEIGERN else "gestiegen"
            return _halten(f"Das Ziel ist erreicht, wenn die {groesse} {wann} nicht um mehr als {um} {wie} ist.")
        return _halten(f"Das Ziel ist erreicht, wenn die {groesse} {wann} um höchstens {um} abweicht.")
    wie = "gestiegen" if tendenz.richtung is Richtung.STEIGERN else "gesunken"
    if not tendenz.um:
        return f"Das Ziel ist erreicht, wenn die {groesse} {wann} {wie} ist."
    return (
        f"Das Ziel ist erreicht, wenn die {groesse} {wann} um mindestens {um} {wie} ist. Es ist teilweise erreicht, "
        f"wenn sie um weniger {wie} ist."
    )


def _tendenz_der_veraenderung(kennzahl: str, tendenz: Tendenz, wann: str) -> str:
    """The sentence for a measure that is a change itself: where it lies against nought."""
    satz = f"Das Ziel ist erreicht, wenn die {groessentitel(kennzahl)} {wann}"
    if tendenz.richtung is Richtung.HALTEN:
        grenze = anteil(kennzahl, tendenz.um if GUENSTIG[kennzahl] is Richtung.SENKEN else -tendenz.um)
        return _halten(f"{satz} {_schwelle(kennzahl)} {grenze} beträgt.")
    seite = "über" if tendenz.richtung is Richtung.STEIGERN else "unter"
    if not tendenz.um:
        return f"{satz} {seite} null liegt."
    grenze = anteil(kennzahl, tendenz.um if tendenz.richtung is Richtung.STEIGERN else -tendenz.um)
    schwelle = "mindestens" if tendenz.richtung is Richtung.STEIGERN else "höchstens"
    return f"{satz} {schwelle} {grenze} beträgt. Es ist teilweise erreicht, wenn sie {seite} null liegt."


def _halten(satz: str) -> str:
    return f"{satz} Es ist teilweise erreicht, wenn die Abweichung höchstens doppelt so groß ist."


_RELATIV: dict[Massstab, tuple[str, str]] = {
    Massstab.MEDIAN: (
        "mindestens so günstig ist wie der Median der Vergleichsgruppe",
        " Es ist teilweise erreicht, wenn sie nicht im ungünstigsten Viertel der Vergleichsgruppe liegt.",
    ),
    Massstab.DREI_VIERTEL: ("nicht im ungünstigsten Viertel der Vergleichsgruppe liegt", ""),
    Massstab.GUENSTIGES_VIERTEL: (
        "im günstigsten Viertel der Vergleichsgruppe liegt",
        " Es ist teilweise erreicht, wenn sie mindestens so günstig ist wie der Median der Vergleichsgruppe.",
    ),
}


def _relativ(kennzahl: str, massstab: Massstab, laufzeit: Geltung) -> str:
    ende = list(endmonate(laufzeit).values())[-1]
    erreicht, teilweise = _RELATIV[massstab]
    return f"Das Ziel ist erreicht, wenn die {groessentitel(kennzahl)} im {zahlen.monat(ende)} {erreicht}.{teilweise}"


def _meilensteine(meilensteine: Sequence[Meilenstein]) -> str:
    schritte = "; ".join(
        f"{nummer}. bis {zahlen.tag(stein.bis)}: {stein.text.rstrip('.')}"
        for nummer, stein in enumerate(meilensteine, start=1)
    )
    if len(meilensteine) == 1:
        return f"Das Ziel ist erreicht, wenn dieser Meilenstein erreicht ist: {schritte}."
    return (
        f"Das Ziel ist erreicht, wenn alle Meilensteine erreicht sind, und teilweise erreicht, wenn es mindestens die "
        f"Hälfte ist: {schritte}."
    )
