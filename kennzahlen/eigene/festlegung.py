"""What somebody says a figure means, before it is kept; and which of several definitions counts when. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from kennzahlen.eigene.formelsprache import bezuege, lies
from kennzahlen.eigene.masse import Mass

TITEL_HOECHSTENS, TEXT_HOECHSTENS, JE_HOECHSTENS = 120, 2000, 60


class Unzulaessig(ValueError):
    """Something about a figure cannot be kept: which field, and a German sentence that says what would be right."""

    def __init__(self, feld: str, text: str) -> None:
        super().__init__(feld, text)
        self.feld = feld
        self.text = text

    def __str__(self) -> str:
        return self.text


class Ueberholt(Exception):
    """Somebody else saved in the meantime: what stands there now, by field, so that it can be looked at."""

    def __init__(self, stand: dict[str, str]) -> None:
        super().__init__(stand)
        self.stand = stand

    def __str__(self) -> str:
        return "Inzwischen hat jemand anderes gespeichert. Bitte vergleichen Sie und speichern Sie dann erneut."


@dataclass(frozen=True)
class Festlegung:
    """A definition as it is entered. ``formel`` is empty for what is entered; ``je`` goes with Euro je … only.

    Raises :class:`Unzulaessig` when its parts do not fit together.
    """

    titel: str
    mass: Mass
    ab: date
    beschreibung: str = ""
    je: str = ""
    formel: str = ""

    def __post_init__(self) -> None:
        if not self.titel.strip():
            raise Unzulaessig("titel", "Bitte geben Sie eine Bezeichnung an.")
        for feld, grenze in (("titel", TITEL_HOECHSTENS), ("beschreibung", TEXT_HOECHSTENS), ("je", JE_HOECHSTENS)):
            if len(getattr(self, feld)) > grenze:
                raise Unzulaessig(feld, f"Der Text ist zu lang; höchstens {grenze} Zeichen sind möglich.")
        if (self.mass is Mass.EURO_JE) is not bool(self.je.strip()):
            fehlt = "Bitte geben Sie an, worauf sich der Betrag bezieht, zum Beispiel „Bedarfsgemeinschaft“."
            raise Unzulaessig("je", fehlt if not self.je.strip() else "„Je“ gehört nur zur Einheit „Euro je …“.")
        if self.ab.day != 1:
            raise Unzulaessig("ab", "Eine Definition gilt ab dem Ersten eines Monats.")


class Definition(Protocol):
    """What a stored definition has."""

    nr: int
    ab: date
    formel: str
    mass: str


D = TypeVar("D", bound=Definition)


def in_kraft(definitionen: Iterable[D], tag: date) -> D | None:
    """The definition in force on a day: the one with the latest beginning, of those the one entered last."""
    return max((d for d in definitionen if d.ab <= tag), key=_rang, default=None)


def neueste(definitionen: Iterable[D]) -> D:
    """The definition that will be in force last."""
    return max(definitionen, key=_rang)


def _rang(definition: Definition) -> tuple[date, int]:
    return definition.ab, definition.nr


def brueche(definitionen: Sequence[D], tage: Sequence[date]) -> list[date]:
    """The days of a series from which it is computed or counted otherwise than on the day before."""
    faelle = [(tag, in_kraft(definitionen, tag)) for tag in tage]
    return [
        tag
        for (_, davor), (tag, danach) in pairwise(faelle)
        if davor and danach and (davor.formel, davor.mass) != (danach.formel, danach.mass)
    ]


def alle_bezuege(definitionen: Iterable[Definition]) -> tuple[str, ...]:
    """Every code that one of the definitions refers to."""
    return tuple(dict.fromkeys(code for d in definitionen if d.formel for code in bezuege(lies(d.formel))))
