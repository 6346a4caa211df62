"""The grammar every table of law is written in.

A table of law is a tuple of frozen rows. Each row cites its :class:`Norm` and has a :class:`Geltung`; law
changes by adding a dated row, never by editing one. Nothing here knows Django, the clock or a user: whoever
asks says for which day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar


class Ausserhalb(LookupError):
    """Asked for a day or a code for which no row is encoded: an error, never a guess."""


@dataclass(frozen=True)
class Norm:
    """A citation as an official would write it, such as ``§ 48b Abs. 1 Satz 1 Nr. 3 SGB II``."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Geltung:
    """A half-open period of days: ``ab`` is the first day in it, ``bis`` the first day after it; None is open."""

    ab: date | None = None
    bis: date | None = None

    def __post_init__(self) -> None:
        if self.ab and self.bis and self.bis <= self.ab:
            raise ValueError(f"Geltung endet vor ihrem Beginn: {self.ab} – {self.bis}")

    def __contains__(self, tag: date) -> bool:
        return (self.ab is None or self.ab <= tag) and (self.bis is None or tag < self.bis)

    def ueberschneidet(self, andere: Geltung) -> bool:
        """Whether both periods have a day in common."""
        beginnt_vor_ende = self.ab is None or andere.bis is None or self.ab < andere.bis
        endet_nach_beginn = self.bis is None or andere.ab is None or andere.ab < self.bis
        return beginnt_vor_ende and endet_nach_beginn

    def __str__(self) -> str:
        ab = f"ab {self.ab:%d.%m.%Y}" if self.ab else ""
        bis = f"bis vor {self.bis:%d.%m.%Y}" if self.bis else ""
        return " ".join(filter(None, (ab, bis))) or "unbefristet"


IMMER = Geltung()


class Zeile(Protocol):
    """What every row of a table of law has."""

    @property
    def geltung(self) -> Geltung: ...


Z = TypeVar("Z", bound=Zeile)


def in_kraft(zeilen: Iterable[Z], am: date) -> tuple[Z, ...]:
    """The rows in force on a day, in the order of the table."""
    return tuple(zeile for zeile in zeilen if am in zeile.geltung)


def eine_in_kraft(zeilen: Iterable[Z], am: date) -> Z:
    """The one row in force on a day.

    Raises :class:`Ausserhalb` when there is none, and ``ValueError`` when the table contradicts itself.
    """
    gefunden = in_kraft(zeilen, am)
    if not gefunden:
        raise Ausserhalb(f"Für den {am:%d.%m.%Y} ist keine Regelung hinterlegt.")
    if len(gefunden) > 1:
        raise ValueError(f"Am {am:%d.%m.%Y} gelten mehrere Zeilen: {gefunden}")
    return gefunden[0]


@dataclass(frozen=True)
class Bedingung:
    """One condition of a transition: what must be true of a snapshot on a day.

    ``meldung`` is the German sentence shown when it is not. A ``hart`` one blocks; a soft one ("soll") may be
    passed with a recorded reason. ``erfuellt`` is pure: it gets a frozen snapshot and the day.
    """

    code: str
    norm: Norm
    meldung: str
    erfuellt: Callable[[Any, date], bool]
    hart: bool = True
    geltung: Geltung = IMMER


@dataclass(frozen=True)
class Hindernis:
    """Why a transition is not open: the condition that is not met, in words for people."""

    code: str
    norm: Norm
    meldung: str
    hart: bool = True


@dataclass(frozen=True)
class Uebergang:
    """One row of a table of transitions: an act, from where it leads where, who may do it and on what condition.

    ``von`` is empty for the act that creates the thing. ``befugnis`` is a value of
    :class:`zielsystem.befugnisse.Befugnis`; ``grund_noetig`` says that the act takes a reason in words.
    """

    code: str
    titel: str
    von: tuple[StrEnum, ...]
    nach: StrEnum
    befugnis: StrEnum
    norm: Norm
    bedingungen: tuple[Bedingung, ...] = ()
    grund_noetig: bool = False
    geltung: Geltung = IMMER

    def hindernisse(self, stand: Any, am: date) -> tuple[Hindernis, ...]:
        """Every condition in force on the day that the snapshot does not meet, all of them at once."""
        return tuple(
            Hindernis(b.code, b.norm, b.meldung, b.hart)
            for b in in_kraft(self.bedingungen, am)
            if not b.erfuellt(stand, am)
        )


@dataclass(frozen=True)
class Ablauf:
    """A table of transitions for one kind of thing: its states and the acts between them.

    Raises ``ValueError`` on a table that cannot be right: two rows for one act from one state on one day, or a
    state that no act reaches.
    """

    titel: str
    zustaende: type[StrEnum]
    uebergaenge: tuple[Uebergang, ...]
    norm: Norm
    zustandstitel: Mapping[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for nr, zeile in enumerate(self.uebergaenge):
            for andere in self.uebergaenge[nr + 1 :]:
                _pruefe_eindeutig(zeile, andere)
        erreicht = {zeile.nach for zeile in self.uebergaenge}
        if unerreicht := set(self.zustaende) - erreicht:
            raise ValueError(f"{self.titel}: kein Übergang führt nach {sorted(unerreicht)}")

    def titel_von(self, zustand: str) -> str:
        """A state in German words."""
        return self.zustandstitel.get(zustand, str(zustand))

    def von(self, zustand: str, am: date) -> tuple[Uebergang, ...]:
        """The acts that lead away from a state, as of a day."""
        return tuple(zeile for zeile in in_kraft(self.uebergaenge, am) if zustand in zeile.von)

    def zeile(self, code: str, zustand: str | None, am: date) -> Uebergang:
        """The row for an act from a state (None: the act that creates); :class:`Ausserhalb` when there is none."""
        passend = [
            zeile
            for zeile in in_kraft(self.uebergaenge, am)
            if zeile.code == code and (zustand in zeile.von if zustand is not None else not zeile.von)
        ]
        if not passend:
            raise Ausserhalb(f"{self.titel}: „{code}“ ist aus dem Zustand „{zustand or 'neu'}“ nicht vorgesehen.")
        return passend[0]


def _pruefe_eindeutig(eine: Uebergang, andere: Uebergang) -> None:
    gemeinsam: Sequence[str] = [z for z in eine.von if z in andere.von]
    beide_neu = not eine.von and not andere.von
    if eine.code == andere.code and (gemeinsam or beide_neu) and eine.geltung.ueberschneidet(andere.geltung):
        raise ValueError(f"Übergang „{eine.code}“ ist doppelt geregelt: {gemeinsam or 'neu'}")
