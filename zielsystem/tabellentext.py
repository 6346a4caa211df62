"""Texts in files that a spreadsheet opens. Pure.

Names come from outside. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV
injection"); what is plainly a number stays one.
"""

from __future__ import annotations

import re

_STEUERZEICHEN = ("\t", "\r", "\n")
_FORMELZEICHEN = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ZAHL = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)


def unschaedlich(text: str) -> str:
    """A text that no spreadsheet runs: what looks like the beginning of a formula is quoted.

    Also behind white space, in the wide forms of East Asian type, and after a tab or the end of a line.
    """
    verdaechtig = text.startswith(_STEUERZEICHEN) or text.lstrip().startswith(_FORMELZEICHEN)
    return f"'{text}" if verdaechtig else text


def unschaedlich_ausser_zahlen(text: str) -> str:
    """The same, for a column in which numbers are written as text."""
    return text if _ZAHL.fullmatch(text) else unschaedlich(text)
