"""Wording as it appears on paper and on the page: no line break inside a citation, gaps marked."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LUECKE = re.compile(r"(\[[^\]]+\])")
_FUNDSTELLE = re.compile(r"§ \d+[a-z]? (?=Abs\.)|(?:§§?|Abs\.|Satz|Nr\.|SGB) (?=[\dI])")
_FESTES_LEERZEICHEN = "\u00a0"


def luecken(text: str) -> SafeString:
    """What the parties have to fill in, in square brackets, is marked."""
    teile = ((format_html("<mark>{}</mark>", t) if t.startswith("[") else t,) for t in _LUECKE.split(fest(text)))
    return format_html_join("", "{}", teile)


def fest(text: str) -> str:
    """The text with citations such as "§ 48b Abs. 1" held together."""
    return _FUNDSTELLE.sub(lambda treffer: treffer[0].replace(" ", _FESTES_LEERZEICHEN), text)
