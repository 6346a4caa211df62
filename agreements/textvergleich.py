"""What differs between two texts, line by line and word by word. Pure.

:func:`stuecke` says it as one sequence of kept, new and struck pieces: kept and struck ones give the old text, kept
and new ones the new text. :func:`vergleiche` lays the same out in lines for reading. How long a comparison takes is
bounded: what is too entangled is compared sentence by sentence, and as a whole in the last resort.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

AUFWAND_HOECHSTENS = 60_000
"""So many pairs of equal tokens may be looked at; a page of prose has some thousands."""

_ZEILEN = re.compile(r"([^\n]+|^\n+)(\n*)")
_WORTE = re.compile(r"(\d+(?:[.,]\d+)+|\w+|[^\w\s]|^\s+)(\s*)")
_SAETZE = re.compile(r"([^.;!?\n]+[.;!?\n]*|[.;!?\n]+)()")
"""Units of a text, each with the white space after it: a word is the same before a full stop, 22,7 one number."""
_KURZ = 3
_MINDESTANTEIL = 4
"""Kept pieces of so few characters, or so many times shorter than the change on either side, do not help in reading."""


class Art(StrEnum):
    """What became of a piece of text."""

    GLEICH = "gleich"
    WEG = "weg"
    NEU = "neu"


@dataclass(frozen=True)
class Stueck:
    """A piece of text, and what became of it."""

    art: Art
    text: str


@dataclass(frozen=True)
class Zeile:
    """A line (paragraph or bullet point) of both texts laid over each other."""

    stuecke: tuple[Stueck, ...]
    punkt: bool = False

    @property
    def geaendert(self) -> bool:
        """Whether anything in it is new or struck."""
        return any(stueck.art is not Art.GLEICH for stueck in self.stuecke)


def stuecke(alt: str, neu: str) -> tuple[Stueck, ...]:
    """Both texts as one sequence of pieces; no two neighbours of one kind, no empty piece."""
    roh = _verschmolzen(_verglichen(alt, neu, (_ZEILEN, _WORTE, _SAETZE)))
    return _verschmolzen(_lesbar(roh))


def vergleiche(alt: str, neu: str) -> tuple[Zeile, ...]:
    """Both texts laid over each other in lines; empty lines are left out."""
    zeilen: list[list[Stueck]] = [[]]
    for stueck in stuecke(alt, neu):
        erster, *weitere = stueck.text.split("\n")
        zeilen[-1].append(Stueck(stueck.art, erster))
        zeilen.extend([Stueck(stueck.art, teil)] for teil in weitere)
    gefuellt = (tuple(s for s in zeile if s.text) for zeile in zeilen)
    return tuple(_zeile(zeile) for zeile in gefuellt if any(s.text.strip() for s in zeile))


def _zeile(teile: tuple[Stueck, ...]) -> Zeile:
    if not teile[0].text.startswith("– "):
        return Zeile(teile)
    ohne_strich = (Stueck(teile[0].art, teile[0].text[2:]), *teile[1:])
    return Zeile(tuple(s for s in ohne_strich if s.text), punkt=True)


Einheiten = list[tuple[str, str]]


def _verglichen(alt: str, neu: str, zerlegungen: Sequence[re.Pattern[str]]) -> Iterator[Stueck]:
    """Compare in the first of the given units that is not too much work; changed lines then word by word."""
    for zerlegung in zerlegungen:
        a, b = zerlegung.findall(alt), zerlegung.findall(neu)
        vorn, hinten = _gemeinsame_raender(a, b)
        mitte_a, mitte_b = a[vorn : len(a) - hinten], b[vorn : len(b) - hinten]
        if _aufwand(mitte_a, mitte_b) <= AUFWAND_HOECHSTENS:
            yield Stueck(Art.GLEICH, _text(a[:vorn]))
            yield from _mitte(mitte_a, mitte_b, zerlegungen[1:] if zerlegung is _ZEILEN else ())
            yield Stueck(Art.GLEICH, _text(a[len(a) - hinten :]))
            return
    yield Stueck(Art.WEG, alt)
    yield Stueck(Art.NEU, neu)


def _mitte(a: Einheiten, b: Einheiten, feiner: Sequence[re.Pattern[str]]) -> Iterator[Stueck]:
    vergleich = SequenceMatcher(None, [kern for kern, _ in a], [kern for kern, _ in b], autojunk=False)
    for schritt, i1, i2, j1, j2 in vergleich.get_opcodes():
        if schritt == "equal":
            yield from _gleiche(a[i1:i2], b[j1:j2])
        elif schritt == "replace" and feiner:
            yield from _verglichen(_text(a[i1:i2]), _text(b[j1:j2]), feiner)
        else:
            yield Stueck(Art.WEG, _text(a[i1:i2]))
            yield Stueck(Art.NEU, _text(b[j1:j2]))


def _gleiche(a: Einheiten, b: Einheiten) -> Iterator[Stueck]:
    """Equal units, perhaps with different white space after them."""
    for (kern, rand), (_, anderer) in zip(a, b, strict=True):
        yield Stueck(Art.GLEICH, kern)
        if rand == anderer:
            yield Stueck(Art.GLEICH, rand)
        else:
            yield Stueck(Art.WEG, rand)
            yield Stueck(Art.NEU, anderer)


def _text(einheiten: Einheiten) -> str:
    return "".join(kern + rand for kern, rand in einheiten)


def _gemeinsame_raender(a: Einheiten, b: Einheiten) -> tuple[int, int]:
    """How many units both have in common at the beginning, and at the end after that."""
    kuerzer = min(len(a), len(b))
    vorn = next((i for i in range(kuerzer) if a[i] != b[i]), kuerzer)
    rest = kuerzer - vorn
    return vorn, next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)


def _aufwand(a: Einheiten, b: Einheiten) -> int:
    in_b = Counter(kern for kern, _ in b)
    return sum(anzahl * in_b[kern] for kern, anzahl in Counter(kern for kern, _ in a).items())


def _lesbar(folge: Sequence[Stueck]) -> Iterator[Stueck]:
    """A kept piece that is tiny beside the changes around it becomes part of them: that reads better than confetti."""
    for stelle, stueck in enumerate(folge):
        if stueck.art is Art.GLEICH and "\n" not in stueck.text and _verliert_sich(folge, stelle):
            yield Stueck(Art.WEG, stueck.text)
            yield Stueck(Art.NEU, stueck.text)
        else:
            yield stueck


def _verliert_sich(folge: Sequence[Stueck], stelle: int) -> bool:
    davor, danach = folge[max(0, stelle - 2) : stelle], folge[stelle + 1 : stelle + 3]
    umgebung = min(_geaenderte_zeichen(davor), _geaenderte_zeichen(danach))
    laenge = len(folge[stelle].text.strip())
    return umgebung > 0 and (laenge < _KURZ or laenge * _MINDESTANTEIL < umgebung)


def _geaenderte_zeichen(stuecke: Sequence[Stueck]) -> int:
    return sum(len(stueck.text) for stueck in stuecke if stueck.art is not Art.GLEICH)


def _verschmolzen(folge: Iterator[Stueck]) -> tuple[Stueck, ...]:
    """Neighbouring changes as one struck and one new piece, neighbours of one kind joined."""
    fertig: list[Stueck] = []
    for gleich, gruppe in groupby((s for s in folge if s.text), key=lambda s: s.art is Art.GLEICH):
        teile = list(gruppe)
        arten = (Art.GLEICH,) if gleich else (Art.WEG, Art.NEU)
        texte = ((art, "".join(s.text for s in teile if s.art is art)) for art in arten)
        fertig.extend(Stueck(art, text) for art, text in texte if text)
    return tuple(fertig)
