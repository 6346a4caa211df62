"""Charts on paper: the specifications of the pages, drawn as images that a document carries in itself.

All charts of a document are drawn at once, one below the other, and cut apart again: a drawing of its own costs more
for beginning than for what is in it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from typing import Any

from kennzahlen.auskunft.charts import Rolle, svg
from zielsystem.satz.zeichnung import fuer_den_druck

BREITE = 800
"""Width of an image in pixels; it is printed 170 mm wide."""
LINKS, RECHTS, OBEN, UNTEN = 52, 64, 8, 28
"""Room for the labels around the area that is drawn on."""
RASTERLINIEN = 5
"""About so many lines of the grid; each label costs time to set."""


def quellen(specs: Sequence[dict[str, Any]]) -> list[str]:
    """Charts as data addresses, in the same order. The height of a specification is that of its whole image."""
    if not specs:
        return []
    hoehen = [spec["height"] - OBEN - UNTEN for spec in specs]
    gemeinsam = {
        "$schema": specs[0]["$schema"],
        "config": specs[0]["config"],
        "vconcat": [_gedruckt(spec, hoehe) for spec, hoehe in zip(specs, hoehen, strict=True)],
        "spacing": 0,
        "bounds": "flush",
        "resolve": {"scale": dict.fromkeys(("color", "fill", "strokeDash", "strokeWidth"), "independent")},
    }
    return [_bild(teil, hoehe) for teil, hoehe in zip(_teile(svg(gemeinsam)), hoehen, strict=True)]


def legende(linien: Sequence[tuple[str, Rolle]], band: str) -> list[tuple[str, str]]:
    """What the lines are, and the area behind them where there is one: names, and how the style sheet calls them."""
    zeilen = [(name, f"strich strich--{rolle}") for name, rolle in linien]
    return [*zeilen, (band, "flaeche")] if band else zeilen


# -- Specification ---------------------------------------------------------------------------------------------

_NUR_GANZ = ("$schema", "config", "autosize", "padding", "background", "title")


def _gedruckt(spec: dict[str, Any], hoehe: int) -> dict[str, Any]:
    """A chart for print as a part of several: the area to draw on, fewer lines of the grid, no legend of its own."""
    teil = {name: wert for name, wert in spec.items() if name not in _NUR_GANZ}
    for ort in (spec, *spec["layer"]):
        for kanal in ort.get("encoding", {}).values():
            if kanal and "legend" in kanal:
                kanal["legend"] = None
            if kanal and kanal.get("axis") and kanal["type"] == "quantitative":
                kanal["axis"]["tickCount"] = RASTERLINIEN
    return teil | {"width": BREITE - LINKS - RECHTS, "height": hoehe}


# -- Drawing ---------------------------------------------------------------------------------------------------

_TEIL = re.compile(r'<g class="mark-group role-scope concat_\d+_group"[^>]*>')
_MARKE = re.compile(r"<g\b[^>]*>|</g>")
_VERSCHOBEN = re.compile(r'<g transform="translate\([^)]*\)">')


def _teile(zeichnung: str) -> Iterator[str]:
    """The drawings of the single charts, moved to their own origin."""
    for teil in _TEIL.split(zeichnung)[1:]:
        yield _VERSCHOBEN.sub("<g>", fuer_den_druck(_bis_zum_ende(teil)), count=1)


def _bis_zum_ende(teil: str) -> str:
    """What is inside a group whose opening tag has just been cut: until it is closed."""
    tiefe = 1
    for marke in _MARKE.finditer(teil):
        tiefe += -1 if marke[0] == "</g>" else 1
        if tiefe == 0:
            return teil[: marke.start()]
    raise ValueError("Die Zeichnung ist unvollständig.")


def _bild(teil: str, hoehe: int) -> str:
    ganze = hoehe + OBEN + UNTEN
    kopf = f'width="{BREITE}" height="{ganze}" viewBox="{-LINKS} {-OBEN} {BREITE} {ganze}"'
    return _datenadresse(
        f'<svg xmlns="http://www.w3.org/2000/svg" {kopf}><g fill="none" stroke-miterlimit="10">{teil}</g></svg>'
    )


def _datenadresse(zeichnung: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(zeichnung.encode()).decode()}"
