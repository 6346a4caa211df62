"""The charts of a document, from the same specification as those of the pages, as images that it carries in itself.

Drawing takes some 50 ms, so a drawing is kept: the same Jobcenter stands in two agreements with its Träger, and a
round is set more than once. What is drawn decides under which name it is kept, so nothing kept can be out of date.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache

from agreements.dokument.zahlenlage import Kennzahllage, Zahlenlage
from kennzahlen.auskunft.charts import FASSUNG, STRICHE, Rolle, alternativtext, svg, zeitreihe_spec
from zielsystem.satz.zeichnung import fuer_den_druck

BREITE, HOEHE = 800, 172
"""Size of a chart in pixels; it is printed 162 mm wide."""

RAND = {"left": 52, "right": 64, "top": 8, "bottom": 26}
"""Room for the labels. Fixed, so that the charts of a page stand exactly below one another, and because finding out
how much they need takes a quarter of the time of drawing."""

RASTERLINIEN = 3
"""About so many lines of the grid; each label costs time to set."""

_BEHALTEN = int(timedelta(days=2).total_seconds())


@dataclass(frozen=True)
class Bild:
    """An image that the document carries in itself."""

    titel: str
    quelle: str
    alt: str


def bilder_von(lage: Zahlenlage) -> list[Bild]:
    """A chart per Kennzahl."""
    return [_bild(kennzahl) for kennzahl in lage.kennzahlen]


def _bild(kennzahl: Kennzahllage) -> Bild:
    flaeche = BREITE - RAND["left"] - RAND["right"], HOEHE - RAND["top"] - RAND["bottom"]
    spec = _gedruckt(zeitreihe_spec(kennzahl.verlauf, *flaeche))
    spec |= {"background": None, "autosize": "none", "padding": RAND}
    return Bild(kennzahl.verlauf.titel, _datenadresse(_gezeichnet(spec)), alternativtext(kennzahl.verlauf))


def _gezeichnet(spec: dict[str, Any]) -> str:
    inhalt = json.dumps(spec, sort_keys=True, separators=(",", ":"))
    ort = f"druckbild:{FASSUNG}:{hashlib.sha256(inhalt.encode()).hexdigest()}"
    zeichnung: str | None = cache.get(ort)
    if zeichnung is None:
        zeichnung = _ohne_leere_gruppen(fuer_den_druck(svg(spec)))
        cache.set(ort, zeichnung, _BEHALTEN)
    return zeichnung


_GRUPPE = re.compile(r"(<g\b[^>]*>|</g>)")
_LEER = ("<g>", '<g transform="translate(0,0)">')


def _ohne_leere_gruppen(zeichnung: str) -> str:
    """The same drawing without groups that change nothing; Vega nests them five deep."""
    offene, teile = [], []
    for teil in _GRUPPE.split(zeichnung):
        if teil.startswith("<g"):
            offene.append(teil not in _LEER)
            teil = teil if offene[-1] else ""
        elif teil == "</g>" and not offene.pop():
            teil = ""
        teile.append(teil)
    return "".join(teile)


def _gedruckt(spec: dict[str, Any]) -> dict[str, Any]:
    """The same chart for print: low, so with fewer lines of the grid, and without its legend.

    One legend above all charts is enough, and takes names of any length.
    """
    for ebene in spec["layer"]:
        for kanal in ebene["encoding"].values():
            if kanal and "legend" in kanal:
                kanal["legend"] = None
            if kanal and kanal.get("axis"):
                kanal["axis"]["tickCount"] = RASTERLINIEN
    return spec


def legende_von(lage: Zahlenlage) -> list[Bild]:
    """The lines of the charts with their names, drawn as the charts draw them."""
    linien = lage.kennzahlen[0].verlauf.linien
    return [Bild(linie.name, _strichprobe(linie.rolle), "Linie:") for linie in linien]


def _strichprobe(rolle: Rolle) -> str:
    return _datenadresse(_STRICHPROBE.format(strich=STRICHE[rolle]))


_STRICHPROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="8" viewBox="0 0 36 8"><path d="M0 4h36" '
    'stroke="{strich.farbe}" stroke-width="{strich.breite}" '
    'stroke-dasharray="{strich.muster[0]} {strich.muster[1]}"/></svg>'
)


def _datenadresse(zeichnung: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(zeichnung.encode()).decode()}"
