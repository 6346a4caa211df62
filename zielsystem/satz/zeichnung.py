"""Drawings by Vega made small for print: a document is set as fast as its drawings have few elements."""

from __future__ import annotations

import re

from zielsystem.satz import BESCHRIFTUNG

_STUMMES = re.compile(r' (?:opacity="1"|pointer-events="none"|role="[^"]*"|aria-[a-z]+="[^"]*")')
_UNSICHTBARES = re.compile(r'<path class="(?:background|foreground)"[^>]*/>| class="[^"]*"')
"""What Vega writes for the browser: areas for the mouse, names for scripts and screen readers. Print shows none of it;
the document says in the alternative text what the chart shows."""
_PUNKT = re.compile(r'<path transform="translate\((-?[\d.]+),(-?[\d.]+)\)" d="M([\d.]+),0A[^"]*" ([^>]*)/>')
_PUNKTE = re.compile(rf"(?:{_PUNKT.pattern}){{2,}}")
_STRICH = re.compile(r'<line transform="translate\(([^)]*)\)" x2="([^"]*)" y2="([^"]*)" ([^>]*)/>')
_STRICHE = re.compile(rf"(?:{_STRICH.pattern}){{2,}}")
_TEXT = re.compile(r"<(/?)text\b")
_LEER = re.compile(r"<g(?: [^>]*)?></g>")


def fuer_den_druck(zeichnung: str) -> str:
    """The same drawing, or a part of one, as print needs it.

    Without what is invisible and without empty groups; labels are set as a whole (:mod:`zielsystem.satz.beschriftung`),
    lines of a grid and dots of the same look are one path each.
    """
    ohne = _UNSICHTBARES.sub("", _STUMMES.sub("", zeichnung))
    while (kuerzer := _LEER.sub("", ohne)) != ohne:
        ohne = kuerzer
    beschriftet = _TEXT.sub(rf"<\1{BESCHRIFTUNG}", ohne)
    return _STRICHE.sub(_linienschar, _PUNKTE.sub(_punktwolke, beschriftet))


def _linienschar(treffer: re.Match[str]) -> str:
    """Lines of the same look as one path."""
    linien = list(_STRICH.finditer(treffer[0]))
    if len({linie[4] for linie in linien}) > 1:
        return treffer[0]
    return f'<path d="{"".join(f"M{linie[1]}l{linie[2]},{linie[3]}" for linie in linien)}" {linien[0][4]}/>'


def _punktwolke(treffer: re.Match[str]) -> str:
    """Dots of the same look as one path."""
    punkte = list(_PUNKT.finditer(treffer[0]))
    if len({(punkt[3], punkt[4]) for punkt in punkte}) > 1:
        return treffer[0]
    kreise = "".join(_kreis(float(punkt[1]), float(punkt[2]), float(punkt[3])) for punkt in punkte)
    return f'<path d="{kreise}" {punkte[0][4]}/>'


def _kreis(x: float, y: float, r: float) -> str:
    """A circle as a closed part of a path: four curves, for arcs would have to be turned into them again."""
    k, rest = 0.5523 * r, 0.4477 * r
    return (
        f"M{x - r:.1f},{y:.1f}c0,{-k:.2f} {rest:.2f},{-r:.2f} {r:.2f},{-r:.2f}s{r:.2f},{rest:.2f} {r:.2f},{r:.2f}"
        f"s{-rest:.2f},{r:.2f} {-r:.2f},{r:.2f}s{-r:.2f},{-rest:.2f} {-r:.2f},{-r:.2f}z"
    )
