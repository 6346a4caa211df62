"""Reading one number the way people write it, and refusing what could mean two things.

A number has an optional sign, digits that may be grouped in threes, and an optional decimal fraction after a
comma or a point; the sign that groups cannot be the decimal sign as well. A single comma or point before
exactly three digits (``1.234``) can be either, so it is refused. No float takes part: no cent is lost.
"""

from __future__ import annotations

import re

STELLEN = 15
"""Most digits of a count or of an amount in cents: exact in a bigint, in the float64 cube and in an XLSX cell."""

_ZAHL = re.compile(
    r"""
    (?P<vorzeichen>[+\-\u2212]?)
    (?: (?P<glatt>[0-9]+)
      | (?P<gruppen>[1-9][0-9]{0,2} (?P<tausend>[.,'\u2019\ \u00a0\u2009\u202f]) [0-9]{3} (?:(?P=tausend)[0-9]{3})*)
    )
    (?: (?!(?P=tausend)) [.,] (?P<bruch>[0-9]+) )?
    """,
    re.VERBOSE,
)
_MEHRDEUTIG = re.compile(r"[+\-\u2212]?(?!0[.,])[0-9]{1,3}([.,])[0-9]{3}")
_KEINE_ZIFFER = re.compile(r"[^0-9]")

_BEISPIEL = "eine Zahl wie 1234567,89 oder 1.234.567,89"
WEGLASSEN = "eine Zahl; liegt keine vor, die Zeile weglassen"

FORMEL = ("Formel ohne berechneten Wert", "der Wert; die Arbeitsmappe neu berechnen und speichern oder Werte einfügen")

_NAMEN_FUER_FALSCHES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r""), "leer", "eine Zahl; liegt keine vor, die Zeile weglassen, bei null Fällen 0 schreiben"),
    (re.compile(r"=.*"), *FORMEL),
    (re.compile(r"#.*"), "ein Fehlerwert der Tabellenkalkulation", WEGLASSEN),
    (re.compile(r"[0-9]{4}-[0-9]{2}(-.*)?|[0-9]{1,2}\.[0-9]{1,2}\.([0-9]{4})?"), "ein Datum", _BEISPIEL),
    (re.compile(r"[+\-\u2212]?[0-9.,]+[eE][+\-]?[0-9]+"), "Exponentenschreibweise", "alle Ziffern ausschreiben"),
    (re.compile(r".*(€|\bEUR|\bEuro|%).*", re.IGNORECASE), "eine Zahl mit Einheit", "nur die Zahl, ohne Einheit"),
    (re.compile(r"[0-9.,]+[-\u2212]"), "das Minuszeichen steht hinten", "das Minuszeichen vor der Zahl"),
    (re.compile(r"[+\-\u2212]?[0-9][0-9.,'\u2019\s]*"), "falsch gegliederte Zahl", _BEISPIEL),
)


class Unlesbar(ValueError):
    """A field that cannot be taken over: ``was`` is wrong with it and what would be ``richtig``, in German."""

    def __init__(self, was: str, richtig: str) -> None:
        super().__init__(was, richtig)
        self.was = was
        self.richtig = richtig


def lies_anzahl(text: str) -> int:
    """A count of persons or cases, such as ``12``, ``1.234.567`` or ``12,0``; :class:`Unlesbar` otherwise."""
    if text.isdigit() and text.isascii() and len(text) <= STELLEN:
        return int(text)
    vorzeichen, ganz, bruch = zerlege(text)
    if bruch:
        raise Unlesbar("keine ganze Zahl", "eine ganze Zahl von Personen oder Fällen")
    return vorzeichen * _ganzzahl(ganz)


def lies_cent(text: str) -> int:
    """An amount in euros with at most two decimals, returned in cents; :class:`Unlesbar` otherwise."""
    if text.isdigit() and text.isascii() and len(text) <= STELLEN - 2:
        return int(text) * 100
    vorzeichen, ganz, bruch = zerlege(text)
    if len(bruch) > 2:
        raise Unlesbar("mehr als zwei Nachkommastellen", "ein Betrag in Euro mit höchstens zwei Nachkommastellen")
    return vorzeichen * _ganzzahl(ganz + bruch.ljust(2, "0"))


def zerlege(text: str) -> tuple[int, str, str]:
    """Sign (1 or -1), integer digits, and decimal digits without trailing zeros; :class:`Unlesbar` otherwise."""
    text = text.strip()
    if zweifel := _MEHRDEUTIG.fullmatch(text):
        raise Unlesbar(
            f"mehrdeutig: „{zweifel[1]}“ kann Tausender- oder Dezimaltrennzeichen sein",
            f"{_KEINE_ZIFFER.sub('', text)}, falls Tausender gemeint sind; sonst höchstens zwei Nachkommastellen",
        )
    zahl = _ZAHL.fullmatch(text)
    if zahl is None:
        raise _benannt(text)
    ganz = zahl["glatt"] or _KEINE_ZIFFER.sub("", zahl["gruppen"])
    return -1 if zahl["vorzeichen"] in ("-", "\u2212") else 1, ganz, (zahl["bruch"] or "").rstrip("0")


def _ganzzahl(ziffern: str) -> int:
    ziffern = ziffern.lstrip("0")
    if len(ziffern) > STELLEN:
        raise Unlesbar("zu groß", f"eine Zahl mit höchstens {STELLEN} Ziffern")
    return int(ziffern or "0")


def _benannt(text: str) -> Unlesbar:
    for muster, was, richtig in _NAMEN_FUER_FALSCHES:
        if muster.fullmatch(text):
            return Unlesbar(was, richtig)
    return Unlesbar("keine Zahl", WEGLASSEN)
