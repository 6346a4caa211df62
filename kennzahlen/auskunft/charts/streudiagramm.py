"""Two measures of all Jobcenter against each other: everyone a grey dot, the chosen ones with their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kennzahlen.auskunft.charts.stil import (
    EIGENE,
    GITTER,
    GRAU,
    PUNKT,
    SCHWARZ,
    einpassen,
    grundgeruest,
    in_worten,
    wertachse,
)

STREUHOEHE = 520
_ZEICHENBREITE, _ZEILENHOEHE, _ABSTAND = 7.2, 17, 10


@dataclass(frozen=True)
class Streupunkt:
    """A chosen unit."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Achse:
    """One of the two measures."""

    titel: str
    veraenderung: bool = False


@dataclass(frozen=True)
class Streudiagramm:
    """All values as pairs, the chosen units among them, and the medians of both measures where there are any."""

    x: Achse
    y: Achse
    punkte: Sequence[tuple[float, float]]
    gewaehlte: Sequence[Streupunkt] = ()
    mediane: tuple[float, float] | None = None
    rangkorrelation: float | None = None

    def werte(self, achse: int) -> list[float]:
        """Every value on an axis: 0 is x, 1 is y."""
        return [punkt[achse] for punkt in self.punkte] + [(p.x, p.y)[achse] for p in self.gewaehlte]


def streudiagramm_spec(
    bild: Streudiagramm, breite: int = 960, hoehe: int = STREUHOEHE, *, fussnote: str = ""
) -> dict[str, Any]:
    """The Vega-Lite specification; the size is that of the whole image in pixels."""
    return (
        grundgeruest(streudiagramm_alternativtext(bild), fussnote)
        | einpassen(breite, hoehe)
        | {
            "layer": [
                {
                    "data": {"values": [{"x": x, "y": y} for x, y in bild.punkte]},
                    "mark": {"type": "circle", "size": 34, "color": PUNKT, "opacity": 0.65},
                },
                *_medianlinien(bild),
                *_gewaehlte(bild, breite, hoehe),
            ],
            "encoding": {"x": _achse("x", bild.x, bild.werte(0)), "y": _achse("y", bild.y, bild.werte(1))},
        }
    )


def _achse(feld: str, achse: Achse, werte: Sequence[float]) -> dict[str, Any]:
    beschriftung = {"titleFontSize": 13, "titleFontWeight": 500, "titleColor": SCHWARZ, "titlePadding": 10}
    return {
        "field": feld,
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {**wertachse(werte, achse.veraenderung), "title": achse.titel, "gridColor": GITTER, **beschriftung},
    }


def _medianlinien(bild: Streudiagramm) -> Iterator[dict[str, Any]]:
    if bild.mediane is None:
        return
    for feld, andere, wert in (("x", "y", bild.mediane[0]), ("y", "x", bild.mediane[1])):
        yield {
            "data": {"values": [{feld: wert}]},
            "mark": {"type": "rule", "color": GRAU, "strokeDash": [4, 3]},
            "encoding": {andere: None},
        }


def _gewaehlte(bild: Streudiagramm, breite: int, hoehe: int) -> list[dict[str, Any]]:
    if not bild.gewaehlte:
        return []
    daten = {"values": [{"x": p.x, "y": p.y} for p in bild.gewaehlte]}
    raute = {"type": "point", "shape": "diamond", "filled": True, "size": 170, "color": EIGENE, "opacity": 1}
    namen = zip(bild.gewaehlte, _beschrifte(bild, breite, hoehe), strict=True)
    return [
        {"data": daten, "mark": {**raute, "stroke": "white", "strokeWidth": 1.5}},
        *(ebene for punkt, seite in namen for ebene in _name(punkt, seite)),
    ]


def _name(punkt: Streupunkt, seite: tuple[str, int, int]) -> Iterator[dict[str, Any]]:
    """The name beside its dot, first in white and thicker, so that it can be read above grey dots."""
    ausrichtung, dx, dy = seite
    for farbe in ({"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}, {"color": EIGENE}):
        yield {
            "data": {"values": [{"x": punkt.x, "y": punkt.y, "text": punkt.name}]},
            "mark": {
                "type": "text",
                "fontSize": 14,
                "fontWeight": 500,
                "align": ausrichtung,
                "dx": dx,
                "dy": dy,
                **farbe,
            },
            "encoding": {"text": {"field": "text"}},
        }


_SEITEN = (
    ("left", _ABSTAND, 0),
    ("right", -_ABSTAND, 0),
    ("left", _ABSTAND, -_ZEILENHOEHE),
    ("left", _ABSTAND, _ZEILENHOEHE),
    ("right", -_ABSTAND, -_ZEILENHOEHE),
    ("right", -_ABSTAND, _ZEILENHOEHE),
    ("left", _ABSTAND, 2 * _ZEILENHOEHE),
    ("right", -_ABSTAND, 2 * _ZEILENHOEHE),
)


def _beschrifte(bild: Streudiagramm, breite: int, hoehe: int) -> Iterator[tuple[str, int, int]]:
    """Where each name goes: the first side on which it lies inside the image and on no other name."""
    belegt: list[tuple[float, float, float, float]] = []
    for punkt in bild.gewaehlte:
        ort = _stelle(punkt.x, bild.werte(0), breite - 90), hoehe - 70 - _stelle(punkt.y, bild.werte(1), hoehe - 70)
        kaesten = [(seite, _kasten(ort, seite, len(punkt.name))) for seite in _SEITEN]
        innen = [(seite, k) for seite, k in kaesten if k[0] >= 0 and k[2] <= breite - 80] or kaesten
        seite, kasten = next(((s, k) for s, k in innen if not any(_beruehrt(k, b) for b in belegt)), innen[0])
        belegt.append(kasten)
        yield seite


def _stelle(wert: float, werte: Sequence[float], laenge: int) -> float:
    tief, hoch = min(werte), max(werte)
    return (wert - tief) / (hoch - tief) * laenge if hoch > tief else laenge / 2


def _kasten(ort: tuple[float, float], seite: tuple[str, int, int], zeichen: int) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of a name on one side of its dot, in pixels."""
    ausrichtung, dx, dy = seite
    x, y = ort[0] + dx, ort[1] + dy
    links = x if ausrichtung == "left" else x - zeichen * _ZEICHENBREITE
    return links, y - _ZEILENHOEHE / 2, links + zeichen * _ZEICHENBREITE, y + _ZEILENHOEHE / 2


def _beruehrt(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def streudiagramm_alternativtext(bild: Streudiagramm) -> str:
    """What one reads off it: how many, whether the measures go together, and where the chosen ones lie."""
    teile = [f"Streudiagramm: {bild.x.titel} gegen {bild.y.titel}, {len(bild.punkte)} Jobcenter"]
    if bild.rangkorrelation is not None:
        teile.append(zusammenhang(bild.rangkorrelation))
    if bild.mediane:
        teile.append(
            f"Mediane {in_worten(bild.mediane[0], bild.x.veraenderung)} und "
            f"{in_worten(bild.mediane[1], bild.y.veraenderung)}"
        )
    teile += [
        f"{p.name} {in_worten(p.x, bild.x.veraenderung)} und {in_worten(p.y, bild.y.veraenderung)}"
        for p in bild.gewaehlte
    ]
    return "; ".join(teile) + "."


def zusammenhang(rangkorrelation: float) -> str:
    """A rank correlation in words; it says nothing about causes."""
    staerke = np.select(
        [abs(rangkorrelation) < grenze for grenze in (0.1, 0.3, 0.6)], ["kein", "schwacher", "mittlerer"], "starker"
    )
    zahl = f"{rangkorrelation:.2f}".replace(".", ",").replace("-", "−")
    richtung = "" if staerke == "kein" else " gleichgerichteter" if rangkorrelation > 0 else " gegenläufiger"
    return f"{staerke}{richtung} Zusammenhang (Rangkorrelation {zahl})"
