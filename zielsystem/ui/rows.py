"""The finished rows that views hand to the components: texts, links and states, nothing left to look up.

Pure values. Which component takes which of them: ``docs/ui.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zielsystem.recht import Hindernis, Uebergang

Statusart = Literal["neutral", "info", "success", "warning", "danger"]
Rohwert = int | float | Decimal | date | None


class Dezimalzahl(float):
    """A raw value that is no share and no money: a file shows it with its decimals, not as percent."""


@dataclass(frozen=True, slots=True)
class Spalte:
    """A column. ``zahl``: figures, right-aligned; ``kopf``: its cells name the row."""

    titel: str
    zahl: bool = False
    kopf: bool = False


@dataclass(frozen=True, slots=True)
class Zelle:
    """A cell: text, where it leads, the kind of status badge it is shown as, a second line in small print.

    ``fussnote``: what is too long to be said in every cell; a mark stands in its place, the text below the table.
    ``roh`` is what a download gives instead of the text: a count, a fraction (float), euros (Decimal), a month.
    """

    text: str
    url: str = ""
    status: Statusart | None = None
    hinweis: str = ""
    roh: Rohwert = None
    fussnote: str = ""


@dataclass(frozen=True)
class Tabelle:
    """A table with a caption. A plain string in a row is a cell with nothing but text.

    ``schluessel`` is the name under which the page that shows it gives it out as a file; empty where it does not.

    Raises ``ValueError`` when a row is longer or shorter than the table is wide.
    """

    titel: str
    spalten: Sequence[Spalte]
    zeilen: Sequence[Sequence[Zelle | str]]
    hinweis: str = ""
    schluessel: str = ""

    def __post_init__(self) -> None:
        breite = len(self.spalten)
        for nummer, zeile in enumerate(self.zeilen, start=1):
            if len(zeile) != breite:
                raise ValueError(f"{self.titel}: Zeile {nummer} hat {len(zeile)} statt {breite} Zellen")

    @property
    def fussnoten(self) -> tuple[str, ...]:
        """The footnotes of all cells, each once; a cell's mark is the position of its own, from 1."""
        zellen = (zelle for zeile in self.zeilen for zelle in zeile if isinstance(zelle, Zelle))
        return tuple(dict.fromkeys(zelle.fussnote for zelle in zellen if zelle.fussnote))

    def felder(self) -> Iterator[list[tuple[Spalte, Zelle]]]:
        """Row by row, each cell with its column."""
        for zeile in self.zeilen:
            zellen = (zelle if isinstance(zelle, Zelle) else Zelle(zelle) for zelle in zeile)
            yield list(zip(self.spalten, zellen, strict=True))


@dataclass(frozen=True, slots=True)
class Schritt:
    """One state on a timeline, with day, person and norm as far as they are known."""

    titel: str
    stand: Literal["erledigt", "aktuell", "offen", "beendet"]
    am: str = ""
    durch: str = ""
    norm: str = ""


@dataclass(frozen=True)
class Wegweiser(Hindernis):
    """A Hindernis with the place where it can be removed: ``ort`` are the words of the link to ``url``."""

    ort: str = ""
    url: str = ""

    @classmethod
    def zu(cls, hindernis: Hindernis, ort: str, url: str) -> Wegweiser:
        """The same Hindernis with a link."""
        return cls(hindernis.code, hindernis.norm, hindernis.meldung, hindernis.hart, ort, url)


@dataclass(frozen=True, slots=True)
class Handlung:
    """An act offered to somebody: open, open with a reason to be recorded, or stopped by what the law says.

    ``grund`` is the reason as somebody typed it already, so that it is not lost when the act was not possible.
    """

    code: str
    titel: str
    norm: str
    url: str
    hindernisse: tuple[Hindernis, ...] = ()
    grund_noetig: bool = False
    grund: str = ""

    @classmethod
    def aus(cls, uebergang: Uebergang, hindernisse: Sequence[Hindernis], url: str) -> Handlung:
        """The act of a row of a table of transitions, with everything that stands against it today."""
        return cls(
            uebergang.code,
            uebergang.titel,
            uebergang.norm.text,
            url,
            tuple(hindernisse),
            uebergang.grund_noetig,
        )

    @property
    def gesperrt(self) -> bool:
        """Whether at least one condition that cannot be passed is not met."""
        return any(hindernis.hart for hindernis in self.hindernisse)

    @property
    def braucht_grund(self) -> bool:
        """Whether a reason in words must be given: the row asks for it, or a soft condition is passed."""
        return self.grund_noetig or any(not hindernis.hart for hindernis in self.hindernisse)
