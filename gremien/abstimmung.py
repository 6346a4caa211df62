"""Votes over plain values: who may vote, whether the body can decide, what came out. Pure.

A result follows from the votes and is never entered beside them; what cannot be is refused with a German sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from gremien.recht.formen import Ausgang
from gremien.recht.gremien import Mehrheit


class Votum(StrEnum):
    """What a member says to a motion."""

    JA = "ja"
    NEIN = "nein"
    ENTHALTUNG = "enthaltung"


VOTUMSTITEL = {Votum.JA: "Ja", Votum.NEIN: "Nein", Votum.ENTHALTUNG: "Enthaltung"}


class Unmoeglich(ValueError):
    """A vote or a result that cannot be; the text is German."""


@dataclass(frozen=True)
class Koerper:
    """Who decides. Members are numbers; ``seiten`` gives the side of each, ``praesent`` who is there or represented.

    ``stichentscheid``: the member whose vote decides a tie, None when nobody's does; ``ohne_stichentscheid``: the rule
    by which it does not in this matter, empty where there is none. ``quorum``: more than this part
    of the members must be present; ``paritaetisch``: of every side at least one.
    """

    seiten: Mapping[int, str]
    praesent: frozenset[int]
    quorum: Decimal = Decimal("0.5")
    paritaetisch: bool = False
    stichentscheid: int | None = None
    ohne_stichentscheid: str = ""

    def __post_init__(self) -> None:
        if fremde := self.praesent - set(self.seiten):
            raise Unmoeglich(f"Anwesend ist nur, wer am Tag der Sitzung Mitglied ist; {len(fremde)} sind es nicht.")

    @property
    def beschlussfaehig(self) -> bool:
        """Whether enough members are there, and of a body of equal sides somebody of each."""
        if Decimal(len(self.praesent)) <= self.quorum * len(self.seiten):
            return False
        alle, vertreten = set(self.seiten.values()), {self.seiten[mitglied] for mitglied in self.praesent}
        return vertreten == alle or not self.paritaetisch


@dataclass(frozen=True)
class Zaehlung:
    """A counted vote. ``stichentscheid``: it was a tie, and the chair's vote decided it."""

    ja: int
    nein: int
    enthaltung: int
    ausgang: Ausgang
    stichentscheid: bool = False
    erlaeuterung: str = ""


def zaehle(koerper: Koerper, stimmen: Iterable[tuple[int, Votum]], mehrheit: Mehrheit) -> Zaehlung:
    """Count the votes of members.

    Raises :class:`Unmoeglich`: no quorum, nobody voted, a member who votes twice, is not there or none at all.
    """
    je_mitglied = _je_mitglied(koerper, stimmen)
    if not koerper.beschlussfaehig:
        raise Unmoeglich("Das Gremium ist nicht beschlussfähig; ein Beschluss ist nicht möglich. Bitte vertagen Sie.")
    if not je_mitglied:
        raise Unmoeglich("Es ist keine Stimme abgegeben. Bitte halten Sie die Stimmen fest oder vertagen Sie.")
    zahl = Counter(je_mitglied.values())
    ja, nein, enthaltung = (zahl[votum] for votum in Votum)
    if mehrheit is Mehrheit.EINFACH and ja == nein:
        return _bei_gleichheit(koerper, je_mitglied, Zaehlung(ja, nein, enthaltung, Ausgang.ABGELEHNT))
    erreicht = erreicht_mehrheit(ja, nein, len(koerper.seiten), mehrheit)
    return Zaehlung(ja, nein, enthaltung, Ausgang.BESCHLOSSEN if erreicht else Ausgang.ABGELEHNT)


def erreicht_mehrheit(ja: int, nein: int, mitglieder: int, mehrheit: Mehrheit) -> bool:
    """Whether so many votes carry a motion, without regard to a casting vote."""
    if mehrheit is Mehrheit.EINFACH:
        return ja > nein
    if mehrheit is Mehrheit.ALLER_MITGLIEDER:
        return 2 * ja > mitglieder
    return 3 * ja >= 2 * mitglieder


def zaehle_summen(
    anwesend: int, mitglieder: int, summen: tuple[int, int, int], mehrheit: Mehrheit, quorum: Decimal = Decimal("0.5")
) -> Zaehlung:
    """The result from totals (yes, no, abstentions), where a body does not vote by name, such as a Kreistag.

    ``quorum``: more than this part of the members is there. Raises :class:`Unmoeglich` for totals that cannot be.
    """
    ja, nein, enthaltung = summen
    if min(ja, nein, enthaltung, anwesend) < 0:
        raise Unmoeglich("Eine Zahl von Stimmen ist nicht kleiner als null.")
    if anwesend > mitglieder:
        raise Unmoeglich(f"Anwesend sind höchstens so viele, wie das Gremium Mitglieder hat ({mitglieder}).")
    if ja + nein + enthaltung > anwesend:
        raise Unmoeglich(f"Es sind mehr Stimmen ({ja + nein + enthaltung}) als Anwesende ({anwesend}).")
    if ja + nein + enthaltung == 0:
        raise Unmoeglich("Es ist keine Stimme abgegeben. Bitte halten Sie die Stimmen fest oder vertagen Sie.")
    if Decimal(anwesend) <= quorum * mitglieder:
        raise Unmoeglich("Das Gremium ist nicht beschlussfähig; ein Beschluss ist nicht möglich. Bitte vertagen Sie.")
    erreicht = erreicht_mehrheit(ja, nein, mitglieder, mehrheit)
    return Zaehlung(ja, nein, enthaltung, Ausgang.BESCHLOSSEN if erreicht else Ausgang.ABGELEHNT)


def _je_mitglied(koerper: Koerper, stimmen: Iterable[tuple[int, Votum]]) -> dict[int, Votum]:
    gezaehlt: dict[int, Votum] = {}
    for mitglied, votum in stimmen:
        if mitglied not in koerper.seiten:
            raise Unmoeglich("Eine Stimme stammt von jemandem, der am Tag der Sitzung nicht Mitglied ist.")
        if mitglied not in koerper.praesent:
            raise Unmoeglich("Eine Stimme stammt von einem Mitglied, das weder anwesend noch vertreten ist.")
        if mitglied in gezaehlt:
            raise Unmoeglich("Ein Mitglied stimmt nur einmal ab.")
        gezaehlt[mitglied] = votum
    return gezaehlt


def _bei_gleichheit(koerper: Koerper, stimmen: Mapping[int, Votum], gleich: Zaehlung) -> Zaehlung:
    """A tie: the vote of who presides decides, where the rules give it that weight; otherwise the motion is lost."""
    if koerper.ohne_stichentscheid:
        wort = f"Stimmengleichheit; hier entscheidet sie niemand, abgelehnt ({koerper.ohne_stichentscheid})."
        return replace(gleich, erlaeuterung=wort)
    votum = stimmen.get(koerper.stichentscheid) if koerper.stichentscheid is not None else None
    if votum in (Votum.JA, Votum.NEIN):
        ausgang = Ausgang.BESCHLOSSEN if votum is Votum.JA else Ausgang.ABGELEHNT
        wort = "Stimmengleichheit; die Stimme des Vorsitzes gibt den Ausschlag."
        return Zaehlung(gleich.ja, gleich.nein, gleich.enthaltung, ausgang, True, wort)
    wort = "Stimmengleichheit; der Vorsitz hat sie nicht entschieden, der Antrag ist abgelehnt."
    return Zaehlung(gleich.ja, gleich.nein, gleich.enthaltung, Ausgang.ABGELEHNT, False, wort)
