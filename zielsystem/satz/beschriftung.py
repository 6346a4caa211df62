"""Labels of drawings, set as a whole.

WeasyPrint sets the text of a drawing letter by letter, and each that is not aligned left in a layer of its own: that
costs more than all lines of a chart. A drawing may call its labels ``<beschriftung>`` instead of ``<text>``; they
know ``text-anchor``, ``font-family``, ``font-size``, ``font-weight``, ``fill`` and ``transform``, and nothing else.
"""

from __future__ import annotations

from math import inf
from typing import Any

import weasyprint.svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.text.line_break import split_first_line

from zielsystem.satz import BESCHRIFTUNG

_ANTEIL_DAVOR = {"middle": 0.5, "end": 1.0}


def anmelden() -> None:
    """Make the element known to the drawing of SVG; doing it again changes nothing."""
    weasyprint.svg.TAGS[BESCHRIFTUNG] = _setze


def _setze(svg: Any, node: Any, font_size: float) -> None:
    """Set the text of a label at the origin, where its ``transform`` has put it."""
    if not node.text:
        return
    stil = _stil(svg, node, font_size)
    zeile, _, _, breite, _, grundlinie = split_first_line(node.text, stil, svg.context, inf, 0)
    zeile.reactivate(stil)
    kasten = TextBox(zeile, stil)
    kasten.baseline = grundlinie
    davor = _ANTEIL_DAVOR.get(node.get("text-anchor"), 0.0) * breite
    svg.stream.push_state()
    fuellung, strich = svg.set_graphical_state(node, font_size)
    svg.stream.begin_text()
    svg.fill_stroke(fuellung, strich, text=True)
    draw_first_line(svg.stream, kasten, "none", "none", Matrix(d=-1, e=-davor))
    svg.stream.end_text()
    svg.stream.pop_state()


def _stil(svg: Any, node: Any, font_size: float) -> Style:
    stil = Style()
    stil.update(INITIAL_VALUES)
    stil.font_config = svg.font_config
    stil["font_family"] = [name.strip("\"' ") for name in node.get("font-family", "sans-serif").split(",")]
    stil["font_weight"] = int(node.get("font-weight", 400))
    stil["font_size"] = font_size
    return stil
