"""The fields of each dimension: which there are, what stands in them, and the Vorgabe that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from agreements.views.ziele.felder import Prozentfeld
from agreements.ziele import Dimension
from agreements.ziele.dimension import GUENSTIG, RICHTUNGSTITEL, Richtung
from agreements.ziele.pruefung import MEILENSTEIN_ZEICHEN, MEILENSTEINE_HOECHSTENS, Mangel
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
from agreements.ziele.zeitraum import endmonate
from zielsystem import zahlen
from zielsystem.recht import Geltung

FREIE_ZEILEN = 2
"""So many empty lines for milestones stand below those that are filled in."""

Felder = dict[str, forms.Field]


def felder_fuer(dimension: Dimension, kennzahl: str, laufzeit: Geltung, meilensteine: int) -> Felder:
    """The fields of a dimension; ``meilensteine`` is how many milestones are filled in already."""
    match dimension:
        case Dimension.ZIELWERT:
            return {n: f for jahr, monat in endmonate(laufzeit).items() for n, f in _wertfelder(jahr, monat, kennzahl)}
        case Dimension.ZIELKORRIDOR:
            return {n: f for jahr, monat in endmonate(laufzeit).items() for n, f in _spanne(jahr, monat, kennzahl)}
        case Dimension.TENDENZ:
            return _tendenzfelder(laufzeit)
        case Dimension.RELATIV:
            wahlen = [(m.value, MASSSTABTITEL[m]) for m in Massstab]
            return {"massstab": forms.ChoiceField(label="Maßstab", choices=wahlen, widget=forms.RadioSelect)}
        case Dimension.QUALITATIV:
            zeilen = min(max(meilensteine, 1) + FREIE_ZEILEN, MEILENSTEINE_HOECHSTENS)
            return {n: f for nummer in range(1, zeilen + 1) for n, f in _meilensteinfelder(nummer)}
        case Dimension.BEOBACHTUNG:
            return {}


def _wertfelder(jahr: int, monat: date, kennzahl: str) -> Iterator[tuple[str, forms.Field]]:
    wort = _schwelle(kennzahl)
    yield (
        f"wert_{jahr}",
        Prozentfeld(
            label=f"{zahlen.monat(monat)}: {wort} (in Prozent)",
            required=False,
            help_text="Mit höchstens einer Nachkommastelle, zum Beispiel 25,3.",
        ),
    )
    yield f"teilweise_{jahr}", _teilweise(jahr, wort)


def _spanne(jahr: int, monat: date, kennzahl: str) -> Iterator[tuple[str, forms.Field]]:
    for name in ("von", "bis"):
        titel = f"{zahlen.monat(monat)}: {name} (in Prozent)"
        yield f"{name}_{jahr}", Prozentfeld(label=titel, required=False)
    yield f"teilweise_{jahr}", _teilweise(jahr, _schwelle(kennzahl))


def _teilweise(jahr: int, wort: str) -> Prozentfeld:
    return Prozentfeld(
        label=f"{jahr} teilweise erreicht: {wort} (in Prozent)",
        required=False,
        help_text="Leer: Das Ziel ist erreicht oder nicht erreicht, teilweise gibt es dann nicht.",
    )


def _schwelle(kennzahl: str) -> str:
    return "höchstens" if GUENSTIG.get(kennzahl) is Richtung.SENKEN else "mindestens"


def _tendenzfelder(laufzeit: Geltung) -> Felder:
    return {
        "richtung": forms.ChoiceField(
            label="Richtung",
            choices=[(r.value, RICHTUNGSTITEL[r]) for r in Richtung],
            widget=forms.RadioSelect,
            help_text="Gegenüber dem letzten Monat vor der Laufzeit; K1 und K3 sind schon Veränderungen zum Vorjahr.",
        ),
        "um": Prozentfeld(
            label="Mindestens um (in Prozentpunkten)",
            required=False,
            help_text="Leer: Jede Veränderung in diese Richtung genügt. Bei „halten“: die zulässige Verschlechterung.",
        ),
    }


def _meilensteinfelder(nummer: int) -> Iterator[tuple[str, forms.Field]]:
    yield (
        f"meilenstein_{nummer}",
        forms.CharField(label=f"Meilenstein {nummer}", max_length=MEILENSTEIN_ZEICHEN, required=False),
    )
    yield (
        f"meilenstein_bis_{nummer}",
        forms.DateField(
            label=f"Meilenstein {nummer} bis",
            required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        ),
    )


# -- What stands in them ---------------------------------------------------------------------------------------


def anfangswerte(vorgabe: Vorgabe | None) -> dict[str, Any]:
    """What is agreed so far, by the names of the fields."""
    match vorgabe:
        case Zielwert(jahre):
            return {f"{n}_{j.jahr}": w for j in jahre for n, w in (("wert", j.wert), ("teilweise", j.teilweise))}
        case Zielkorridor(jahre):
            return {
                f"{n}_{j.jahr}": w
                for j in jahre
                for n, w in (("von", j.von), ("bis", j.bis), ("teilweise", j.teilweise))
            }
        case Tendenz(richtung, um):
            return {"richtung": richtung.value, "um": um or None}
        case Relativ(massstab):
            return {"massstab": massstab.value}
        case Qualitativ(steine):
            paare = list(enumerate(steine, start=1))
            return {f"meilenstein_{nr}": stein.text for nr, stein in paare} | {
                f"meilenstein_bis_{nr}": stein.bis for nr, stein in paare
            }
        case _:
            return {}


# -- The Vorgabe that they make --------------------------------------------------------------------------------


def vorgabe_aus(dimension: Dimension, daten: Mapping[str, Any], laufzeit: Geltung) -> Vorgabe | None:
    """The Vorgabe that cleaned fields make; None where they are all empty: still open."""
    match dimension:
        case Dimension.ZIELWERT:
            werte = tuple(Jahreswert(j, daten[f"wert_{j}"], daten[f"teilweise_{j}"]) for j in _belegt(daten, "wert"))
            return Zielwert(werte) if werte else None
        case Dimension.ZIELKORRIDOR:
            spannen = tuple(
                Jahreskorridor(j, daten[f"von_{j}"], daten[f"bis_{j}"], daten[f"teilweise_{j}"])
                for j in _belegt(daten, "von")
            )
            return Zielkorridor(spannen) if spannen else None
        case Dimension.TENDENZ:
            return Tendenz(Richtung(daten["richtung"]), daten["um"] or Decimal(0))
        case Dimension.RELATIV:
            return Relativ(Massstab(daten["massstab"]))
        case Dimension.QUALITATIV:
            steine = tuple(
                Meilenstein(daten[f"meilenstein_{nr}"], daten[f"meilenstein_bis_{nr}"])
                for nr in _belegt(daten, "meilenstein")
            )
            return Qualitativ(steine) if steine else None
        case Dimension.BEOBACHTUNG:
            return Beobachtung()


def _belegt(daten: Mapping[str, Any], name: str) -> list[int]:
    """The numbers (years, places) for which a field is filled in."""
    nummern = (feld.removeprefix(f"{name}_") for feld in daten if feld.startswith(f"{name}_"))
    return [int(nr) for nr in nummern if nr.isdecimal() and daten[f"{name}_{nr}"] not in (None, "")]


_GEHOERT_ZU: dict[Dimension, tuple[tuple[str, str, str], ...]] = {
    Dimension.ZIELWERT: (("wert", "teilweise", "Ohne Zielwert gibt es nichts, was teilweise erreicht sein könnte."),),
    Dimension.ZIELKORRIDOR: (
        ("von", "bis", "Ein Zielkorridor braucht Anfang und Ende."),
        ("bis", "von", "Ein Zielkorridor braucht Anfang und Ende."),
        ("von", "teilweise", "Ohne Zielkorridor gibt es nichts, was teilweise erreicht sein könnte."),
    ),
    Dimension.QUALITATIV: (
        ("meilenstein_bis", "meilenstein", "Bis wann ist der Meilenstein erreicht?"),
        ("meilenstein", "meilenstein_bis", "Was ist bis zu diesem Tag erreicht?"),
    ),
}
"""Per dimension: which field must be filled in when which other one is, and what to say when it is not."""


def luecken(dimension: Dimension, daten: Mapping[str, Any]) -> Iterator[Mangel]:
    """What is missing beside what was entered; a field that was refused already is left out."""
    for noetig, bei, text in _GEHOERT_ZU.get(dimension, ()):
        for nummer in _belegt(daten, bei):
            feld = f"{noetig}_{nummer}"
            if feld in daten and daten[feld] in (None, ""):
                yield Mangel(feld, text)
