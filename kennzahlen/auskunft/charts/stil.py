"""What all charts share: colours, dash patterns, type, frame, and how figures are written on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zielsystem import zahlen

SCHRIFT = "Fira Sans"
SCHWARZ, GRAU, GITTER = "#171a2b", "#4f5570", "#dfe1ea"
EIGENE, PUNKT, BAND = "#0b4f9e", "#8a90a8", "#cde7de"
"""The unit that is looked at; the others of a group; the middle half of a group."""

Rolle = Literal["eigene", "land", "bund", "vergleichstyp", "ring", "typ"]


@dataclass(frozen=True)
class Strich:
    """How a line is drawn: colour, dash pattern in pixels, width in pixels."""

    farbe: str
    muster: tuple[int, int]
    breite: float


@dataclass(frozen=True)
class Schreibweise:
    """How values that are no percent are written: in words, and on an axis (an expression of Vega)."""

    in_worten: Callable[[float], str]
    achse: str


STRICHE: dict[Rolle, Strich] = {
    "eigene": Strich(EIGENE, (1, 0), 3),
    "land": Strich("#c04f00", (9, 4), 1.75),
    "bund": Strich("#171a2b", (2, 3), 1.75),
    "vergleichstyp": Strich("#00805c", (5, 3), 1.75),
    "ring": Strich("#00805c", (5, 3), 1.75),
    "typ": Strich("#a03b78", (12, 3), 1.75),
}

CONFIG: dict[str, Any] = {
    "font": SCHRIFT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "labelColor": GRAU,
        "labelPadding": 8,
        "domain": False,
        "ticks": False,
        "gridColor": GITTER,
        "title": None,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": 14,
        "labelColor": SCHWARZ,
        "labelLimit": 400,
        "symbolType": "stroke",
        "symbolSize": 900,
        "columnPadding": 24,
        "offset": 12,
        "layout": {"direction": "vertical", "anchor": "start", "margin": 6},
    },
}
_FUSSNOTE = {"orient": "bottom", "anchor": "start", "fontSize": 12, "fontWeight": 400, "color": GRAU, "offset": 8}


def grundgeruest(beschreibung: str, fussnote: str = "") -> dict[str, Any]:
    """What every specification begins with: the text alternative, the footnote, colours and type."""
    titel = {"title": {"text": fussnote, **_FUSSNOTE}} if fussnote else {}
    return titel | {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": beschreibung,
        "background": "white",
        "config": CONFIG,
    }


def einpassen(breite: int, hoehe: int, rechts: int = 12) -> dict[str, Any]:
    """The size of the whole image in pixels, its text included."""
    return {
        "width": breite,
        "height": hoehe,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 4, "right": rechts, "top": 4, "bottom": 4},
    }


def wertachse(werte: Sequence[float], veraenderung: bool, schreibweise: Schreibweise | None = None) -> dict[str, Any]:
    """Labels of an axis of fractions as percent, where changes carry a sign, or as the values are written."""
    if schreibweise:
        return {"tickCount": 5, "labelExpr": schreibweise.achse}
    spanne = max(werte) - min(werte) if werte else 0.0
    plus = "(datum.value > 1e-9 ? '+' : '') + " if veraenderung else ""
    stellen = ".0f" if spanne > 0.08 else ".1f"
    return {"tickCount": 5, "labelExpr": f"{plus}format(datum.value * 100, '{stellen}') + '\u202f%'"}


def in_worten(wert: float, veraenderung: bool, schreibweise: Schreibweise | None = None) -> str:
    """A fraction, or another value as it is written, on a chart and in its text alternative."""
    if schreibweise:
        return schreibweise.in_worten(wert)
    return zahlen.veraenderung(wert) if veraenderung else zahlen.prozent(wert)
