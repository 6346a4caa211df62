"""The calendar of a round: its steps, who is called on, and the day by which each is due. Pure.

Every day is reckoned from the first day of the period (P): ``monate`` before or after its month, there the ``tag``
(0: the last of the month). The BMAS can set another day for a round, with a reason.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from agreements.planung.recht import GRUNDLAGEN, PLANUNG, PRAXIS
from agreements.recht import INKRAFTTRETEN
from kennzahlen.cube import monat_plus
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import Geltung, Norm, in_kraft

_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)


@dataclass(frozen=True)
class Schritt:
    """A step of a round. ``wer``: the kinds of parties that have to act."""

    code: str
    titel: str
    wer: tuple[Parteiart, ...]
    monate: int
    tag: int
    norm: Norm
    geltung: Geltung = _SEIT_2011

    def vorgabe(self, ab: date) -> date:
        """The day by which it is due in a round whose period begins on a day, unless another one is set."""
        monat = monat_plus(ab.replace(day=1), self.monate)
        letzter = calendar.monthrange(monat.year, monat.month)[1]
        return monat.replace(day=min(self.tag, letzter) if self.tag else letzter)


_GE, _ZKT, _LAND, _BA, _BMAS = Parteiart.GE, Parteiart.ZKT, Parteiart.LAND, Parteiart.BA, Parteiart.BMAS
_KOMMUNE, _BMF = Parteiart.KOMMUNE, Parteiart.BMF

SCHRITTE: tuple[Schritt, ...] = (
    Schritt("planungsbrief", "Planungsbrief mit Erwartungswerten veröffentlichen", (_BMAS,), -4, 0, GRUNDLAGEN),
    Schritt("angebotswerte", "Angebotswerte mit Begründung abgeben", (_GE, _ZKT), -3, 0, PLANUNG),
    Schritt("gegenangebote", "Angebote beantworten, Abstand verhandeln", (_LAND, _BA), -2, 15, PLANUNG),
    Schritt("planungswerte", "Planungswerte vereinbaren", (_GE, _ZKT, _LAND, _BA), -2, 0, PLANUNG),
    Schritt("bundeshaushalt", "Beschluss des Bundestages über den Bundeshaushalt", (_BMAS,), -2, 0,
            Norm("§ 48b Abs. 2 SGB II")),
    Schritt("haushalt_kommune", "Haushalt der Kommune", (_KOMMUNE,), -1, 15, PRAXIS),
    Schritt("abschluss_bund", "Vereinbarungen nach Nr. 1 und Nr. 3 schließen", (_BMAS, _BMF, _BA, _LAND), -1, 20,
            Norm("§ 48b Abs. 1 Satz 1 Nr. 1 und 3 SGB II")),
    Schritt("abschluss_ort", "Vereinbarungen nach Nr. 2 und Nr. 4 schließen", (_BA, _LAND, _KOMMUNE, _GE, _ZKT), 0, 0,
            Norm("§ 48b Abs. 1 Satz 1 Nr. 2 und 4 SGB II")),
)  # fmt: skip
"""The steps in the order of FACHKONZEPT 3: planning, budget, Nr. 1 and 3, then Nr. 2 and 4."""

SCHRITT = {schritt.code: schritt for schritt in SCHRITTE}


@dataclass(frozen=True)
class Fortschritt:
    """How far a step has come: so many of so many; ``gesamt`` 0 where the system cannot tell."""

    erledigt: int = 0
    gesamt: int = 0

    @property
    def fertig(self) -> bool:
        """Whether nothing of it is left to do."""
        return 0 < self.gesamt <= self.erledigt


Lage = Literal["erledigt", "ueberfaellig", "faellig", "offen", "unbekannt"]
FAELLIG_IN_TAGEN = 14
"""A step that is due within so many days is announced as due."""


@dataclass(frozen=True)
class Frist:
    """A step of one round with its day. ``grund`` says why the day is another than the default; "" where it is not."""

    schritt: Schritt
    am: date
    vorgabe: date
    grund: str
    fortschritt: Fortschritt

    def lage(self, heute: date) -> Lage:
        """Whether it is done, late, due soon, or still to come; ``unbekannt`` where its day has passed unknown."""
        if self.fortschritt.fertig:
            return "erledigt"
        if heute > self.am:
            return "ueberfaellig" if self.fortschritt.gesamt else "unbekannt"
        return "faellig" if (self.am - heute).days <= FAELLIG_IN_TAGEN else "offen"


def fristen_von(
    ab: date, gesetzt: Mapping[str, tuple[date, str]], stand: Mapping[str, Fortschritt]
) -> tuple[Frist, ...]:
    """The calendar of a round that begins on a day; ``gesetzt``: other days by step, with the reason."""
    return tuple(_frist(schritt, ab, gesetzt, stand) for schritt in in_kraft(SCHRITTE, ab))


def _frist(
    schritt: Schritt, ab: date, gesetzt: Mapping[str, tuple[date, str]], stand: Mapping[str, Fortschritt]
) -> Frist:
    vorgabe = schritt.vorgabe(ab)
    tag, grund = gesetzt.get(schritt.code, (vorgabe, ""))
    return Frist(schritt, tag, vorgabe, grund, stand.get(schritt.code, Fortschritt()))


def ruecksprung(fristen: Iterable[Frist]) -> tuple[str, str] | None:
    """Titles of the first two neighbouring steps of which the later one would be due earlier; None where none is."""
    for frueher, spaeter in pairwise(fristen):
        if spaeter.am < frueher.am:
            return frueher.schritt.titel, spaeter.schritt.titel
    return None
