"""The text of a section as people type it, and as paragraphs with bullet points. Pure.

In plain text an empty line or a line break begins a new paragraph; a line that begins with a dash or a bullet is a
point of the paragraph above it. :func:`klartext` writes exactly one spelling of it, so that texts can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from agreements.grundraster.abschnitte import Absatztext

ZEICHEN_HOECHSTENS = 20_000
"""The longest text of a section, in characters: some seven pages."""

_PUNKT = re.compile(r"(?:[–—•‣·*]|-(?=\s))\s*")
_ZEILENENDE = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSICHTBAR = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LEERRAUM = re.compile(r"[^\S\n]+")


class Textfehler(ValueError):
    """A text that cannot be taken as it is; the message is German and says what would be right."""


def absaetze_von(text: str) -> tuple[Absatztext, ...]:
    """The paragraphs of a plain text, each with its points."""
    absaetze: list[Absatztext] = []
    offen = False
    for zeile in text.split("\n"):
        inhalt = zeile.strip()
        punkt = _PUNKT.match(inhalt)
        if punkt and punkt.end() < len(inhalt):
            letzter = absaetze.pop() if offen else Absatztext("")
            absaetze.append(Absatztext(letzter.text, (*letzter.punkte, inhalt[punkt.end() :])))
            offen = True
        elif inhalt:
            absaetze.append(Absatztext(inhalt))
            offen = True
        else:
            offen = False
    return tuple(absaetze)


def klartext(absaetze: Iterable[Absatztext]) -> str:
    """Paragraphs as plain text: an empty line between them, points as lines that begin with "– "."""
    return "\n\n".join("\n".join(_zeilen(absatz)) for absatz in absaetze)


def _zeilen(absatz: Absatztext) -> list[str]:
    return [*([absatz.text] if absatz.text else []), *(f"– {punkt}" for punkt in absatz.punkte)]


def bereinigt(roh: str) -> str:
    """What somebody typed or pasted, in the one spelling of :func:`klartext`.

    Raises :class:`Textfehler` for characters that no text has, and for more than :data:`ZEICHEN_HOECHSTENS`.
    """
    text = _LEERRAUM.sub(" ", _ZEILENENDE.sub("\n", roh).translate(_UNSICHTBAR))
    if any(unicodedata.category(zeichen) in ("Cc", "Cs") for zeichen in text if zeichen != "\n"):
        raise Textfehler(
            "Der Text enthält Steuerzeichen, die nicht gespeichert werden können. Bitte entfernen Sie sie."
        )
    fertig = klartext(absaetze_von(unicodedata.normalize("NFC", text)))
    if len(fertig) > ZEICHEN_HOECHSTENS:
        raise Textfehler(
            f"Der Text hat {_tausender(len(fertig))} Zeichen; zulässig sind {_tausender(ZEICHEN_HOECHSTENS)}. "
            "Bitte kürzen Sie ihn oder fügen Sie einen Teil als Anlage bei."
        )
    return fertig


def _tausender(zahl: int) -> str:
    return f"{zahl:,}".replace(",", ".")
