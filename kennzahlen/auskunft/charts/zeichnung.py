"""From a specification to a drawing, with the fonts that belong to it."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from kennzahlen.auskunft.charts.stil import SCHRIFT

FONTS = Path(__file__).parent / "fonts"
VEGA_LITE = "6.4"


def svg(spec: dict[str, Any]) -> str:
    """The drawing of a specification. Takes some 100 ms; texts are set in Fira Sans where the reader has it."""
    _schrift_anmelden()
    return str(
        vl_convert.vegalite_to_svg(
            spec, vl_version=VEGA_LITE, format_locale="de-DE", time_format_locale="de-DE", allowed_base_urls=[]
        )
    )


def mit_schrift(zeichnung: str) -> str:
    """The same drawing with its fonts inside, for use as an image on a page."""
    anfang, rest = zeichnung.split(">", 1)
    return f"{anfang}><style>{_schriftregeln()}</style>{rest}"


@cache
def _schrift_anmelden() -> None:
    vl_convert.register_font_directory(str(FONTS))


@cache
def _schriftregeln() -> str:
    return "".join(
        f"@font-face{{font-family:'{SCHRIFT}';font-weight:{staerke};"
        f"src:url(data:font/woff2;base64,{base64.b64encode((FONTS / datei).read_bytes()).decode()})}}"
        for staerke, datei in ((400, "FiraSans-Regular.woff2"), (500, "FiraSans-Medium.woff2"))
    )
