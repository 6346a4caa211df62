"""From text to signs: numbers, names, operators and parentheses, each with its position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kennzahlen.eigene.formelsprache.fehler import Formelfehler

HOECHSTENS_ZEICHEN = 500
"""The longest formula; more than that nobody can check by reading."""

HOECHSTENS_ZIFFERN = 15
"""Of a number, before and after the comma together: exact in float64."""


class Art(StrEnum):
    """The kinds of signs."""

    ZAHL = "Zahl"
    NAME = "Name"
    ZEICHEN = "Zeichen"
    ENDE = "Ende"


@dataclass(frozen=True, slots=True)
class Zeichen:
    """One sign: ``text`` as it means (a typographic minus is "-"), ``stelle`` counts characters from 1."""

    art: Art
    text: str
    stelle: int

    @property
    def zahl(self) -> Decimal:
        """The value of a number."""
        return Decimal(self.text.replace(",", "."))


_SCHREIBWEISEN = {"\u2212": "-", "\u2013": "-", "×": "*", "·": "*", "÷": "/", ":": "/"}
_MUSTER = re.compile(
    r"""
    (?P<leer>[ \t\r\n\u00a0\u202f]+)
  | (?P<zahl>[0-9]+(?:,[0-9]+)?)(?P<rest>[0-9.,A-Za-z_ÄÖÜäöüß]*)
  | (?P<name>[A-Za-z_ÄÖÜäöüß][A-Za-z0-9_ÄÖÜäöüß]*)
  | (?P<zeichen>[-+*/()\u2212\u2013×·÷:])
    """,
    re.VERBOSE,
)


def zerlege(text: str) -> Iterator[Zeichen]:
    """The signs of a formula, at last the end; :class:`.Formelfehler` at the first character that is none."""
    if len(text) > HOECHSTENS_ZEICHEN:
        laenge = f"die Formel ist zu lang ({len(text)} Zeichen)"
        raise Formelfehler(0, "", laenge, f"höchstens {HOECHSTENS_ZEICHEN} Zeichen; Teile als eigene Kennzahl anlegen")
    stelle = 0
    while stelle < len(text):
        treffer = _MUSTER.match(text, stelle)
        if treffer is None:
            raise _unbekannt(text[stelle], stelle + 1)
        if treffer["zahl"]:
            _pruefe_zahl(treffer, stelle + 1)
            yield Zeichen(Art.ZAHL, treffer["zahl"], stelle + 1)
        elif treffer["name"]:
            yield Zeichen(Art.NAME, treffer["name"], stelle + 1)
        elif treffer["zeichen"]:
            zeichen = treffer["zeichen"]
            yield Zeichen(Art.ZEICHEN, _SCHREIBWEISEN.get(zeichen, zeichen), stelle + 1)
        stelle = treffer.end()
    yield Zeichen(Art.ENDE, "", len(text) + 1)


def _pruefe_zahl(treffer: re.Match[str], stelle: int) -> None:
    ganz, rest = treffer["zahl"] + treffer["rest"], treffer["rest"]
    if rest.startswith("."):
        raise Formelfehler(stelle, ganz, "Punkt in einer Zahl", "ein Komma vor den Nachkommastellen, keine Punkte: 0,5")
    if rest:
        raise Formelfehler(stelle, ganz, "keine Zahl", "eine Zahl wie 12 oder 0,5, dann ein Rechenzeichen")
    if len(ganz.replace(",", "")) > HOECHSTENS_ZIFFERN:
        raise Formelfehler(stelle, ganz, "zu viele Ziffern", f"höchstens {HOECHSTENS_ZIFFERN} Ziffern")


def _unbekannt(zeichen: str, stelle: int) -> Formelfehler:
    if zeichen in "%€":
        return Formelfehler(stelle, zeichen, "eine Einheit in der Formel", "nur die Zahl; die Einheit wird ausgewählt")
    if zeichen in ",.;":
        return Formelfehler(stelle, zeichen, "Zeichen ohne Zahl davor", "eine Zahl wie 0,5")
    if zeichen in "[]{}":
        return Formelfehler(stelle, zeichen, "falsche Klammer", "runde Klammern ( )")
    return Formelfehler(stelle, zeichen, "dieses Zeichen gibt es hier nicht", "Codes, Zahlen, + - * / und Klammern")
