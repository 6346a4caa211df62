"""Months, quarters and years as steps of one kind. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kennzahlen.cube import monat_plus
from zielsystem import zahlen


class Rhythmus(StrEnum):
    """How often a figure is formed."""

    MONAT = "monat"
    QUARTAL = "quartal"
    JAHR = "jahr"

    @property
    def monate(self) -> int:
        """The length of a period in months."""
        return {"monat": 1, "quartal": 3, "jahr": 12}[self.value]

    @property
    def je_jahr(self) -> int:
        """How many periods make a year."""
        return 12 // self.monate

    @property
    def titel(self) -> str:
        """As an adverb."""
        return {"monat": "monatlich", "quartal": "vierteljährlich", "jahr": "jährlich"}[self.value]


_KENNUNG = re.compile(r"(?P<jahr>20[0-9]{2})(?:-(?:Q(?P<quartal>[1-4])|(?P<monat>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, order=True)
class Zeitraum:
    """One period, by its first day. Raises ``ValueError`` for a day on which none begins."""

    ab: date
    rhythmus: Rhythmus

    def __post_init__(self) -> None:
        if self.ab.day != 1 or (self.ab.month - 1) % self.rhythmus.monate:
            raise ValueError(f"Am {self.ab:%d.%m.%Y} beginnt kein Zeitraum ({self.rhythmus.titel}).")

    @classmethod
    def mit(cls, tag: date, rhythmus: Rhythmus) -> Zeitraum:
        """The period in which a day lies."""
        return cls(date(tag.year, (tag.month - 1) // rhythmus.monate * rhythmus.monate + 1, 1), rhythmus)

    @classmethod
    def aus(cls, kennung: str) -> Zeitraum:
        """The period of "2025", "2025-Q1" or "2025-03"; ``ValueError`` for anything else."""
        treffer = _KENNUNG.fullmatch(kennung)
        if treffer is None:
            raise ValueError(f"„{kennung}“ ist kein Zeitraum wie 2025, 2025-Q1 oder 2025-03.")
        jahr = int(treffer["jahr"])
        if treffer["quartal"]:
            return cls(date(jahr, int(treffer["quartal"]) * 3 - 2, 1), Rhythmus.QUARTAL)
        if treffer["monat"]:
            return cls(date(jahr, int(treffer["monat"]), 1), Rhythmus.MONAT)
        return cls(date(jahr, 1, 1), Rhythmus.JAHR)

    @property
    def bis(self) -> date:
        """The first day after it."""
        return monat_plus(self.ab, self.rhythmus.monate)

    @property
    def kennung(self) -> str:
        """Its name in addresses and files."""
        match self.rhythmus:
            case Rhythmus.JAHR:
                return f"{self.ab.year}"
            case Rhythmus.QUARTAL:
                return f"{self.ab.year}-Q{(self.ab.month + 2) // 3}"
            case _:
                return f"{self.ab:%Y-%m}"

    @property
    def titel(self) -> str:
        """As people write it."""
        match self.rhythmus:
            case Rhythmus.JAHR:
                return f"{self.ab.year}"
            case Rhythmus.QUARTAL:
                return f"{(self.ab.month + 2) // 3}. Quartal {self.ab.year}"
            case _:
                return zahlen.monat(self.ab)

    def plus(self, anzahl: int) -> Zeitraum:
        """The period so many steps later (or, negative, before)."""
        return Zeitraum(monat_plus(self.ab, anzahl * self.rhythmus.monate), self.rhythmus)

    def bis_zu(self, letzter: Zeitraum) -> tuple[Zeitraum, ...]:
        """This period and all until the last one, both included; empty where that lies before."""
        reihe = []
        zeitraum = self
        while zeitraum.ab <= letzter.ab:
            reihe.append(zeitraum)
            zeitraum = zeitraum.plus(1)
        return tuple(reihe)
