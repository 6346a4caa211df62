"""Charts on paper: the specifications of the pages, drawn as images that a document carries in itself."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kennzahlen.auskunft.charts import STRICHE, Rolle, svg
from kennzahlen.auskunft.charts.stil import BAND

RASTERLINIEN = 4
"""About so many lines of the grid; each label costs time to set."""


@dataclass(frozen=True)
class Legendenzeile:
    """A line or area of the charts with its name, drawn as the charts draw it."""

    titel: str
    quelle: str
    alt: str
    klasse: str = ""


def quelle(spec: dict[str, Any]) -> str:
    """A chart as a data address."""
    return _datenadresse(_UNSICHTBARES.sub("", svg(_gedruckt(spec) | {"background": None})))


def legende(linien: Sequence[tuple[str, Rolle]], band: str) -> list[Legendenzeile]:
    """What the lines are, and the area behind them where there is one."""
    zeilen = [Legendenzeile(name, _datenadresse(_STRICH.format(strich=STRICHE[r])), "Linie:") for name, r in linien]
    return [*zeilen, Legendenzeile(band, _datenadresse(_FLAECHE), "Fläche:", "flaeche")] if band else zeilen


_UNSICHTBARES = re.compile(
    r'<path class="(?:background|foreground)"[^>]*/>'
    r'| (?:opacity="1"|pointer-events="none"|class="[^"]*"|role="[^"]*"|aria-[a-z]+="[^"]*")'
)
"""What Vega writes for the browser: areas for the mouse, names for scripts and screen readers. Print shows none of it;
the document says in the alternative text what the chart shows."""


def _gedruckt(spec: dict[str, Any]) -> dict[str, Any]:
    """The same chart for print: fewer lines of the grid, and one legend for all charts of the document."""
    for kanal in (kanal for ebene in spec["layer"] for kanal in ebene.get("encoding", {}).values() if kanal):
        if "legend" in kanal:
            kanal["legend"] = None
        if kanal.get("axis") and kanal["type"] == "quantitative":
            kanal["axis"]["tickCount"] = RASTERLINIEN
    return spec


_STRICH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="8" viewBox="0 0 36 8"><path d="M0 4h36" '
    'stroke="{strich.farbe}" stroke-width="{strich.breite}" '
    'stroke-dasharray="{strich.muster[0]} {strich.muster[1]}"/></svg>'
)
_FLAECHE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="14" viewBox="0 0 36 14">'
    f'<rect width="36" height="14" fill="{BAND}"/></svg>'
)


def _datenadresse(zeichnung: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(zeichnung.encode()).decode()}"
