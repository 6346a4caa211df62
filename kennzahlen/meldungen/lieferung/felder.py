"""Reading the three key fields of a row: Träger, month and Grundgröße.

Each reader takes the text of a field and returns a whole number, or raises
:class:`.zahlen.Unlesbar`. Nothing is guessed: a key that lost its leading zero or a month
in another notation is refused, and the message says what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches

from kennzahlen.meldungen.lieferung.zahlen import FORMEL, Unlesbar
from kennzahlen.recht import SPALTE

Leser = Callable[[str], int]

_MONAT = re.compile(r"(?P<jahr>[1-9][0-9]{3})-(?P<monat>0[1-9]|1[0-2])")
_ANDERE_MONATE = (
    re.compile(r"(?P<jahr>[1-9][0-9]{3})[-./]?(?P<monat>1[0-2]|0?[1-9])(?:[-./][0-9]{1,2}(?:[T ].*)?)?"),
    re.compile(r"(?:[0-9]{1,2}\.)?(?P<monat>1[0-2]|0?[1-9])[-./](?P<jahr>[1-9][0-9]{3})"),
)
_AGS = re.compile(r"[0-9]{5}")
_AGS_OHNE_NULL = re.compile(r"([0-9]{4})(?:[.,]0+)?")


def traegerleser(ags: Iterable[str]) -> Leser:
    """A reader of AGS that returns their position among those that are known."""
    positionen = {schluessel: position for position, schluessel in enumerate(ags)}

    def lies(text: str) -> int:
        text = _gefuellt(text)
        if text in positionen:
            return positionen[text]
        if ohne_null := _AGS_OHNE_NULL.fullmatch(text):
            raise Unlesbar("die führende Null fehlt", f"0{ohne_null[1]} als Text")
        if _AGS.fullmatch(text):
            raise Unlesbar("kein Jobcenter hat diesen AGS", "der AGS eines Jobcenters")
        raise Unlesbar("kein AGS", "der AGS des Jobcenters mit 5 Ziffern, führende Null eingeschlossen")

    return lies


def monatsleser(bis: date) -> Leser:
    """A reader of months up to ``bis`` that returns them as months since the year 0."""
    letzter = bis.year * 12 + bis.month - 1

    def lies(text: str) -> int:
        text = _gefuellt(text)
        treffer = _MONAT.fullmatch(text)
        if treffer is None:
            raise Unlesbar("kein Monat in der Form JJJJ-MM", _gemeinter_monat(text))
        monat = int(treffer["jahr"]) * 12 + int(treffer["monat"]) - 1
        if monat > letzter:
            raise Unlesbar("dieser Monat kann noch nicht gemeldet werden", f"ein Monat bis {bis:%Y-%m}")
        return monat

    return lies


def lies_groesse(text: str) -> int:
    """The position of a Grundgröße in :data:`kennzahlen.recht.GRUNDGROESSEN`, by its code."""
    text = _gefuellt(text)
    if text in SPALTE:
        return SPALTE[text]
    aehnlich = get_close_matches(text[:40].upper(), SPALTE, n=1)
    liste = "ein Code aus der Liste der Grundgrößen (Seite „Recht“)"
    raise Unlesbar("unbekannte Grundgröße", f"{aehnlich[0]}? Sonst {liste}" if aehnlich else liste)


def _gefuellt(text: str) -> str:
    text = text.strip()
    if not text:
        raise Unlesbar("leer", "jedes Feld der Zeile ausfüllen")
    if text.startswith("="):
        raise Unlesbar(*FORMEL)
    return text


def _gemeinter_monat(text: str) -> str:
    for muster in _ANDERE_MONATE:
        if treffer := muster.fullmatch(text):
            return f"{treffer['jahr']}-{int(treffer['monat']):02}"
    return "ein Monat wie 2026-01"
