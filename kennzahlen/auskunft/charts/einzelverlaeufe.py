"""Units side by side over time: one small chart each, on the same axes, with the others in grey behind it.

Twelve lines in one chart cannot be told apart; one line among grey ones can, and no colour has to be learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from kennzahlen.auskunft.charts.stil import EIGENE, SCHWARZ, grundgeruest, in_worten, wertachse
from kennzahlen.auskunft.charts.zeitreihe import abschnitt, x_achse

BILDHOEHE = 150
_YRAND, _WERTRAND = 54, 62
"""Room in pixels for the labels of the axis at the left, and for the newest value beside every small chart."""


@dataclass(frozen=True)
class Einzelverlaeufe:
    """A measure of some units over the same months; complete values only, None where there is none."""

    titel: str
    monate: Sequence[date]
    verlaeufe: Sequence[tuple[str, Sequence[float | None]]]
    brueche: Sequence[date] = ()
    veraenderung: bool = False

    @property
    def werte(self) -> list[float]:
        """Every value drawn."""
        return [wert for _, reihe in self.verlaeufe for wert in reihe if wert is not None]

    def letzter(self, reihe: Sequence[float | None]) -> tuple[date, float] | None:
        """Month and value of the newest value of a series."""
        vorhanden = [(monat, wert) for monat, wert in zip(self.monate, reihe, strict=True) if wert is not None]
        return vorhanden[-1] if vorhanden else None


def spalten(breite: int) -> int:
    """How many small charts stand beside each other."""
    return 2 if breite < 480 else 4


def bildhoehe(anzahl: int, breite: int) -> int:
    """Approximate height of the whole image in pixels."""
    return ceil(anzahl / spalten(breite)) * (BILDHOEHE + 72)


def einzelverlaeufe_spec(bild: Einzelverlaeufe, breite: int = 960, *, fussnote: str = "") -> dict[str, Any]:
    """The Vega-Lite specification; ``breite`` is that of the whole image in pixels."""
    je_zeile = spalten(breite)
    weite = (breite - _YRAND) // je_zeile - _WERTRAND
    return grundgeruest(einzelverlaeufe_alternativtext(bild), fussnote) | {
        "padding": 6,
        "datasets": {"alle": list(_zeilen(bild))},
        "columns": je_zeile,
        "align": "all",
        "bounds": "flush",
        "spacing": {"row": 72, "column": _WERTRAND},
        "concat": [_einzelbild(bild, nr, weite, nr % je_zeile == 0) for nr in range(len(bild.verlaeufe))],
    }


def _zeilen(bild: Einzelverlaeufe) -> Iterator[dict[str, Any]]:
    for nr, (_, reihe) in enumerate(bild.verlaeufe):
        for monat, wert in zip(bild.monate, reihe, strict=True):
            teil = f"{nr}.{abschnitt(monat, bild.brueche)}"
            yield {"nr": nr, "monat": monat.isoformat(), "wert": wert, "abschnitt": teil}


def _einzelbild(bild: Einzelverlaeufe, nr: int, weite: int, erstes: bool) -> dict[str, Any]:
    name, reihe = bild.verlaeufe[nr]
    linie = {"type": "line", "strokeJoin": "round", "invalid": "break-paths-show-domains"}
    return {
        "title": {"text": name, "anchor": "start", "frame": "group", "fontSize": 14, "fontWeight": 500,
                  "color": SCHWARZ, "offset": 8, "limit": weite + _WERTRAND - 8},
        "width": weite,
        "height": BILDHOEHE,
        "data": {"name": "alle"},
        "layer": [
            {"transform": [{"filter": f"datum.nr != {nr}"}], "mark": {**linie, "color": "#c4c8d6", "strokeWidth": 1}},
            {"transform": [{"filter": f"datum.nr == {nr}"}], "mark": {**linie, "color": EIGENE, "strokeWidth": 2.5}},
            *_letzter_wert(bild, reihe),
        ],
        "encoding": {
            "x": x_achse(bild.monate, 3 if weite < 140 else 4),
            "y": {
                "field": "wert",
                "type": "quantitative",
                "scale": _wertebereich(bild.werte),
                "axis": {**wertachse(bild.werte, bild.veraenderung), "tickCount": 3, "labelOpacity": 1 if erstes else 0,
                         "labelFontSize": 12},
            },
            "detail": {"field": "abschnitt", "type": "nominal"},
        },
    }  # fmt: skip


def _wertebereich(werte: Sequence[float]) -> dict[str, Any]:
    """The same axis for all."""
    if not werte:
        return {"domain": [0, 1]}
    return {"domain": [min(werte), max(werte)], "zero": False, "nice": True}


def _letzter_wert(bild: Einzelverlaeufe, reihe: Sequence[float | None]) -> list[dict[str, Any]]:
    letzter = bild.letzter(reihe)
    if letzter is None:
        return []
    monat, wert = letzter
    daten = {"values": [{"monat": monat.isoformat(), "wert": wert, "text": in_worten(wert, bild.veraenderung)}]}
    return [
        {"data": daten, "mark": {"type": "point", "filled": True, "size": 45, "color": EIGENE, "opacity": 1},
         "encoding": {"detail": {"value": ""}}},
        {"data": daten, "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "fontWeight": 500,
                                 "color": EIGENE},
         "encoding": {"detail": {"value": ""}, "text": {"field": "text"}}},
    ]  # fmt: skip


def einzelverlaeufe_alternativtext(bild: Einzelverlaeufe) -> str:
    """First and last value of every unit, in one sentence."""
    return (
        "; ".join(
            [f"Kleine Liniendiagramme nebeneinander: {bild.titel}", *(_verlauf(bild, *v) for v in bild.verlaeufe)]
        )
        + "."
    )


def _verlauf(bild: Einzelverlaeufe, name: str, reihe: Sequence[float | None]) -> str:
    werte = [wert for wert in reihe if wert is not None]
    if not werte:
        return f"{name}: keine vollständigen Werte"
    erster, letzter = (in_worten(wert, bild.veraenderung) for wert in (werte[0], werte[-1]))
    return f"{name}: zuerst {erster}, zuletzt {letzter}"
