"""What an agreement says, as one frozen value: the text that is negotiated, signed and evaluated. Pure.

A signature binds to one fixed text (FACHKONZEPT 3). Which one, :func:`fingerabdruck` says: the SHA-256 of the
canonical JSON of an :class:`Inhalt`. Two contents are the same text exactly when their fingerprints are equal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Protocol, TypeVar


@dataclass(frozen=True)
class Partner:
    """A party as the title page names it; ``seite`` is a value of ``agreements.recht.Seite``."""

    bezeichnung: str
    vertreten_durch: str
    seite: str

    @property
    def code(self) -> str:
        """What identifies it among the parties."""
        return self.bezeichnung


@dataclass(frozen=True)
class Abschnitt:
    """A section of the Grundraster; paragraphs of ``text`` are separated by an empty line."""

    code: str
    titel: str
    text: str


@dataclass(frozen=True)
class Ziel:
    """A Ziel with its dimension; ``wortlaut`` says in one sentence what counts as reached.

    ``vorgabe`` holds the parameters of the dimension as sorted pairs of name and plain text (rates as fractions with
    a point), so that the same rule always reads the same.
    """

    code: str
    titel: str
    beschreibung: str
    dimension: str
    kennzahl: str
    vorgabe: tuple[tuple[str, str], ...]
    wortlaut: str


@dataclass(frozen=True)
class Beitrag:
    """What a partner contributes; ``partner`` is the party's ``bezeichnung``."""

    code: str
    partner: str
    seite: str
    text: str


@dataclass(frozen=True)
class Finanzzeile:
    """Funds of a year, for information only: never linked to results. ``betrag`` in cents."""

    code: str
    jahr: int
    titel: str
    betrag: int


@dataclass(frozen=True)
class Anlage:
    """An attached file, bound by its SHA-256."""

    code: str
    titel: str
    sha256: str


@dataclass(frozen=True)
class Inhalt:
    """Everything an agreement says. ``ab``–``bis`` half-open; ``vorbehalt`` names the body whose resolution is needed,
    or is empty; ``fassung`` counts from 1, amendments count on."""

    nr: int
    titel: str
    ab: date
    bis: date
    fassung: int
    partner: tuple[Partner, ...]
    abschnitte: tuple[Abschnitt, ...]
    ziele: tuple[Ziel, ...]
    beitraege: tuple[Beitrag, ...] = ()
    finanzen: tuple[Finanzzeile, ...] = ()
    anlagen: tuple[Anlage, ...] = ()
    vorbehalt: str = ""


def als_json(inhalt: Inhalt) -> str:
    """The canonical JSON: sorted keys, no spaces, days as ISO dates; equal contents give equal text."""
    return json.dumps(asdict(inhalt), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_als_text)


def aus_json(text: str) -> Inhalt:
    """The content that :func:`als_json` wrote; raises ``KeyError`` or ``TypeError`` on anything else."""
    roh: dict[str, Any] = json.loads(text)
    ziele = [{**ziel, "vorgabe": tuple((name, wert) for name, wert in ziel["vorgabe"])} for ziel in roh["ziele"]]
    return Inhalt(
        nr=roh["nr"],
        titel=roh["titel"],
        ab=date.fromisoformat(roh["ab"]),
        bis=date.fromisoformat(roh["bis"]),
        fassung=roh["fassung"],
        partner=tuple(Partner(**zeile) for zeile in roh["partner"]),
        abschnitte=tuple(Abschnitt(**zeile) for zeile in roh["abschnitte"]),
        ziele=tuple(Ziel(**zeile) for zeile in ziele),
        beitraege=tuple(Beitrag(**zeile) for zeile in roh["beitraege"]),
        finanzen=tuple(Finanzzeile(**zeile) for zeile in roh["finanzen"]),
        anlagen=tuple(Anlage(**zeile) for zeile in roh["anlagen"]),
        vorbehalt=roh["vorbehalt"],
    )


def fingerabdruck(inhalt: Inhalt) -> str:
    """The SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return sha256(als_json(inhalt).encode()).hexdigest()


class MitCode(Protocol):
    """What every part of a content has: a code that stays the same while its text changes."""

    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=MitCode)


@dataclass(frozen=True)
class Aenderung:
    """One part that differs between two contents; ``vorher`` is None for a new part, ``nachher`` for a removed one."""

    teil: str
    vorher: Any
    nachher: Any


def aenderungen(alt: Inhalt, neu: Inhalt) -> tuple[Aenderung, ...]:
    """What differs from one content to the next, in the order of the document; empty for the same text.

    ``teil`` is the name of a field of :class:`Inhalt`. ``fassung`` is no difference: it only counts.
    """
    einzelne = ("titel", "ab", "bis", "vorbehalt")
    mehrere = ("partner", "abschnitte", "ziele", "beitraege", "finanzen", "anlagen")
    gefunden = [
        Aenderung(teil, getattr(alt, teil), getattr(neu, teil))
        for teil in einzelne
        if getattr(alt, teil) != getattr(neu, teil)
    ]
    for teil in mehrere:
        gefunden.extend(_teile(teil, getattr(alt, teil), getattr(neu, teil)))
    return tuple(gefunden)


TEILTITEL = {
    "titel": "Titel",
    "ab": "Beginn",
    "bis": "Ende",
    "vorbehalt": "Gremienvorbehalt",
    "partner": "Vertragspartei",
    "abschnitte": "Abschnitt",
    "ziele": "Ziel",
    "beitraege": "Beitrag",
    "finanzen": "Finanzielle Rahmenbedingung",
    "anlagen": "Anlage",
}
"""How the fields of an :class:`Inhalt` are called in a list of differences."""


def bezeichnung(aenderung: Aenderung) -> str:
    """Which part differs, in words: "Abschnitt: Präambel"."""
    name = _name(aenderung.vorher if aenderung.nachher is None else aenderung.nachher)
    return f"{TEILTITEL[aenderung.teil]}: {name}" if name else TEILTITEL[aenderung.teil]


def _name(teil: Any) -> str:
    match teil:
        case Abschnitt(titel=titel) | Ziel(titel=titel) | Anlage(titel=titel):
            return titel
        case Partner(bezeichnung=name):
            return name
        case Beitrag(partner=partner):
            return partner
        case Finanzzeile(titel=titel, jahr=jahr):
            return f"{titel} {jahr}"
    return ""


def _teile(teil: str, alt: Iterable[T], neu: Iterable[T]) -> list[Aenderung]:
    vorher, nachher = {a.code: a for a in alt}, {n.code: n for n in neu}
    codes = [*vorher, *(code for code in nachher if code not in vorher)]
    return [
        Aenderung(teil, vorher.get(code), nachher.get(code)) for code in codes if vorher.get(code) != nachher.get(code)
    ]


def _als_text(wert: object) -> str:
    if isinstance(wert, date):
        return wert.isoformat()
    raise TypeError(f"{wert!r} gehört in keinen Inhalt.")
