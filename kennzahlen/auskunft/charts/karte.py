"""The Länder as tiles of the same size, roughly where they lie: a map on which Bremen can be read like Bayern.

Colour runs from light to dark in one blue, so it can be told apart without colour vision and in print; the value
stands in every tile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kennzahlen.auskunft.charts.stil import GRAU, einpassen, grundgeruest, in_worten
from zielsystem.parties.recht import LAENDER

KARTENBREITE, KARTENHOEHE = 440, 440
KACHELN: dict[str, tuple[str, int, int]] = {
    "01": ("SH", 1, 0),
    "02": ("HH", 1, 1),
    "03": ("NI", 1, 2),
    "04": ("HB", 0, 1),
    "05": ("NW", 0, 2),
    "06": ("HE", 1, 3),
    "07": ("RP", 0, 3),
    "08": ("BW", 1, 4),
    "09": ("BY", 2, 4),
    "10": ("SL", 0, 4),
    "11": ("BE", 3, 1),
    "12": ("BB", 2, 1),
    "13": ("MV", 2, 0),
    "14": ("SN", 3, 3),
    "15": ("ST", 2, 2),
    "16": ("TH", 2, 3),
}
"""Sign, column and row of each Land, by its official key."""

_HELL, _DUNKEL, _OHNE = (0xE6, 0xEF, 0xFA), (0x0A, 0x3A, 0x78), "#f3f4f8"
_SCHWARZ, _WEISS = (0, 0, 0), (255, 255, 255)


@dataclass(frozen=True)
class Laenderkarte:
    """A measure of the Länder: value by official key; a Land that is missing or None has none."""

    titel: str
    werte: Mapping[str, float | None]
    veraenderung: bool = False

    @property
    def vorhandene(self) -> dict[str, float]:
        """The Länder that have a value, by key, in the order of the keys."""
        return {land: wert for land in KACHELN if (wert := self.werte.get(land)) is not None}


def karte_spec(
    karte: Laenderkarte, breite: int = KARTENBREITE, hoehe: int = KARTENHOEHE, *, fussnote: str = ""
) -> dict[str, Any]:
    """The Vega-Lite specification; the size is that of the whole image in pixels."""
    return (
        grundgeruest(karte_alternativtext(karte), fussnote)
        | einpassen(breite, hoehe, rechts=4)
        | {
            "data": {"values": [_kachel(karte, land) for land in KACHELN]},
            "layer": [
                {
                    "mark": {"type": "rect", "cornerRadius": 4, "strokeWidth": 1},
                    "encoding": {"fill": _wie("farbe"), "stroke": _wie("rand")},
                },
                _text("name", -10, 15, 500),
                _text("wert", 11, 14, 400),
            ],
            "encoding": {"x": _achse("spalte"), "y": _achse("zeile")},
        }
    )


def _achse(feld: str) -> dict[str, Any]:
    return {"field": feld, "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06, "paddingOuter": 0}}


def _wie(feld: str) -> dict[str, Any]:
    return {"field": feld, "type": "nominal", "scale": None}


def _text(feld: str, dy: int, groesse: int, staerke: int) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "dy": dy, "fontSize": groesse, "fontWeight": staerke},
        "encoding": {"text": {"field": feld, "type": "nominal"}, "color": _wie("schrift")},
    }


def _kachel(karte: Laenderkarte, land: str) -> dict[str, Any]:
    name, spalte, zeile = KACHELN[land]
    wert = karte.vorhandene.get(land)
    ort = {"name": name, "spalte": spalte, "zeile": zeile}
    if wert is None:
        return ort | {"farbe": _OHNE, "rand": GRAU, "schrift": GRAU, "wert": "–"}
    anteil = _anteil(karte, wert)
    farbe = tuple(round(hell + (dunkel - hell) * anteil) for hell, dunkel in zip(_HELL, _DUNKEL, strict=True))
    schrift = max((_SCHWARZ, _WEISS), key=lambda text: _kontrast(text, farbe))
    text = in_worten(wert, karte.veraenderung)
    return ort | {"farbe": _hex(farbe), "rand": _hex(farbe), "schrift": _hex(schrift), "wert": text}


def _hex(farbe: tuple[int, ...]) -> str:
    return "#" + "".join(f"{kanal:02x}" for kanal in farbe)


def _kontrast(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Contrast of two colours, from 1 to 21 (WCAG 2.1); of black and white one always reaches 4.5."""
    hell, dunkel = sorted((_helligkeit(a), _helligkeit(b)), reverse=True)
    return (hell + 0.05) / (dunkel + 0.05)


def _helligkeit(farbe: tuple[int, ...]) -> float:
    rot, gruen, blau = (k / 255 / 12.92 if k <= 10 else ((k / 255 + 0.055) / 1.055) ** 2.4 for k in farbe)
    return 0.2126 * rot + 0.7152 * gruen + 0.0722 * blau


def _anteil(karte: Laenderkarte, wert: float) -> float:
    tief, hoch = min(karte.vorhandene.values()), max(karte.vorhandene.values())
    return (wert - tief) / (hoch - tief) if hoch > tief else 0.0


def karte_alternativtext(karte: Laenderkarte) -> str:
    """The values of all Länder in words, in the official order."""
    werte = karte.vorhandene
    laender = [f"{LAENDER[land]} {in_worten(wert, karte.veraenderung)}" for land, wert in werte.items()]
    ohne = [LAENDER[land] for land in KACHELN if land not in werte]
    teile = [f"Kachelkarte der Länder: {karte.titel}", ", ".join(laender) or "keine Werte"]
    if laender and ohne:
        teile.append(f"ohne Wert: {', '.join(ohne)}")
    return "; ".join(teile) + "."
