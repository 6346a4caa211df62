"""Who chairs a body on a day: elected, or determined by the sides in turn (§ 18b Abs. 3, § 44c Abs. 1). Pure law.

What a body did about its chair is a sequence of :data:`Vorgang` (election, recorded lack of agreement, determination
by a side, leaving). :func:`vorsitzfolge` turns it into the whole history, :func:`vorsitz_am` into the chair of a day,
:func:`leitung` into who presides over a session and whether that person's vote decides a tie.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gremien.recht.amtszeit import nach_monaten
from gremien.recht.fristen import WECHSEL_KOOPERATIONSAUSSCHUSS, ZUERST_KOOPERATIONSAUSSCHUSS, parameter
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import IMMER, Ausserhalb, Geltung, Norm, eine_in_kraft


class Unstimmig(ValueError):
    """What was recorded about an office cannot be: a side out of its turn, a term that is too long."""


# -- The rules -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vorsitzregel:
    """How a kind of body (by code) comes to its chair.

    ``wahl``: the members elect; ``wahl_monate`` is the longest term of an election in months (None: until another
    is elected). ``wechsel``: the sides that determine the chair in turn when they do not agree, the first one first;
    ``wechsel_monate`` is the length of a turn (None: for good, as where the chair belongs to one side). Where an
    administrator may set the length or who comes first (P), ``wechsel_parameter`` and ``zuerst_parameter`` name it.
    """

    gremiumart: str
    norm: Norm
    wahl: bool = True
    wahl_monate: int | None = None
    wechsel: tuple[Parteiart, ...] = ()
    wechsel_monate: int | None = None
    stichentscheid: bool = True
    wechsel_parameter: str = ""
    zuerst_parameter: str = ""
    geltung: Geltung = IMMER

    def zugdauer(self, ab: date) -> int | None:
        """For how many months a turn lasts that begins on a day; None: for good."""
        return int(parameter(self.wechsel_parameter, ab)) if self.wechsel_parameter else self.wechsel_monate

    def am_zug(self, zug: int, erster_ab: date) -> Parteiart:
        """Whose turn it is, counted from 1, when the first one began on ``erster_ab``."""
        voraus = int(parameter(self.zuerst_parameter, erster_ab)) - 1 if self.zuerst_parameter else 0
        return self.wechsel[(zug - 1 + voraus) % len(self.wechsel)]


VORSITZREGELN: tuple[Vorsitzregel, ...] = (
    Vorsitzregel(
        "kooperationsausschuss",
        Norm("§ 18b Abs. 3 SGB II"),
        wechsel=(Parteiart.BMAS, Parteiart.LAND),
        wechsel_parameter=WECHSEL_KOOPERATIONSAUSSCHUSS,
        zuerst_parameter=ZUERST_KOOPERATIONSAUSSCHUSS,
        geltung=Geltung(date(2011, 1, 1)),
    ),
    Vorsitzregel(
        "traegerversammlung",
        Norm("§ 44c Abs. 1 SGB II"),
        wahl_monate=60,
        wechsel=(Parteiart.BA, Parteiart.KOMMUNE),
        wechsel_monate=24,
        geltung=Geltung(date(2011, 1, 1)),
    ),
    Vorsitzregel(
        "bund_laender_ausschuss",
        Norm("§ 18c Abs. 1 SGB II"),
        wahl=False,
        wechsel=(Parteiart.BMAS,),
        stichentscheid=False,
        geltung=Geltung(date(2011, 1, 1)),
    ),
    Vorsitzregel(
        "oertlicher_beirat",
        Norm("§ 18d SGB II, Geschäftsordnung"),
        stichentscheid=False,
        geltung=Geltung(date(2011, 1, 1)),
    ),
    Vorsitzregel(
        "landesgremium",
        Norm("Geschäftsordnung des Gremiums"),
        wahl=False,
        wechsel=(Parteiart.LAND,),
        stichentscheid=False,
    ),
    Vorsitzregel("weiteres", Norm("Geschäftsordnung des Gremiums"), stichentscheid=False),
)


def vorsitzregel(gremiumart: str, am: date) -> Vorsitzregel:
    """The rule for a kind of body on a day; :class:`Ausserhalb` when there is none."""
    zeilen = [zeile for zeile in VORSITZREGELN if zeile.gremiumart == gremiumart]
    if not zeilen:
        raise Ausserhalb(f"Für die Gremiumart „{gremiumart}“ ist kein Vorsitz geregelt.")
    return eine_in_kraft(zeilen, am)


# -- What happened ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wahl:
    """The members agreed on a chair, for a term; ``bis`` None: for as long as the rule allows."""

    mitglied: int
    ab: date
    bis: date | None = None


@dataclass(frozen=True)
class KeineEinigung:
    """It was recorded on the day ``ab`` that the members do not agree on a chair."""

    ab: date


@dataclass(frozen=True)
class Bestimmung:
    """The side whose turn it is determined the chair from a day on."""

    seite: Parteiart
    mitglied: int
    ab: date


@dataclass(frozen=True)
class Ausscheiden:
    """A chair laid the office down or left the body; ``ab`` is the first day without it."""

    mitglied: int
    ab: date


Vorgang = Wahl | KeineEinigung | Bestimmung | Ausscheiden


# -- What follows ----------------------------------------------------------------------------------------------


class Vorsitzart(StrEnum):
    """On what a chair rests."""

    GEWAEHLT = "gewaehlt"
    BESTIMMT = "bestimmt"
    UNBESETZT = "unbesetzt"


@dataclass(frozen=True)
class Amtszeit:
    """A stretch of the history of the chair, half-open; ``bis`` None: with no end in sight.

    ``mitglied`` None: nobody holds it; then ``seite`` says whose turn it is to determine, or None when an election
    is due. ``zug`` counts the turns of the sides from 1 (0: elected or vacant).
    """

    art: Vorsitzart
    ab: date
    bis: date | None
    norm: Norm
    mitglied: int | None = None
    seite: Parteiart | None = None
    zug: int = 0


def vorsitz_am(regel: Vorsitzregel, vorgaenge: Collection[Vorgang], tag: date, *, beginn: date) -> Amtszeit:
    """The chair on a day (or that there is none, and who has to see to it). ``beginn``: first day of the body.

    Raises :class:`Ausserhalb` for a day before the body existed, :class:`Unstimmig` as :func:`vorsitzfolge`.
    """
    if tag < beginn:
        raise Ausserhalb(f"Am {tag:%d.%m.%Y} gab es das Gremium noch nicht.")
    return next(
        zeit for zeit in vorsitzfolge(regel, vorgaenge, tag, beginn=beginn) if tag in Geltung(zeit.ab, zeit.bis)
    )


def vorsitzfolge(
    regel: Vorsitzregel, vorgaenge: Collection[Vorgang], bis_einschliesslich: date, *, beginn: date
) -> tuple[Amtszeit, ...]:
    """The history of the chair from the first day of the body through a day, without gaps, the oldest first.

    Turns run by themselves: after its months it is the other side's, whether or not anybody recorded anything. A turn
    that has begun counts as had, also where an election ends it early; the next lack of agreement goes on with the
    other side. Raises :class:`Unstimmig` for a record that cannot be.
    """
    lauf = _Lauf(regel, beginn)
    for vorgang in sorted(vorgaenge, key=lambda einer: (einer.ab, _RANG[type(einer)])):
        if vorgang.ab <= bis_einschliesslich:
            lauf.nimm(vorgang)
    lauf.laufe_bis(bis_einschliesslich)
    return tuple(zeit for zeit in lauf.folge if zeit.bis is None or zeit.ab < zeit.bis)


_RANG: dict[type, int] = {Ausscheiden: 0, KeineEinigung: 1, Bestimmung: 2, Wahl: 3}
"""What comes first of several things on one day: who leaves, that there is no agreement, what follows from it."""


class _Lauf:
    """The history while it is built: ``uneinig`` says that turns begin when what runs has ended."""

    def __init__(self, regel: Vorsitzregel, beginn: date) -> None:
        self.regel = regel
        self.uneinig = not regel.wahl
        self.folge: list[Amtszeit] = []
        self._folgt(beginn)

    @property
    def jetzt(self) -> Amtszeit:
        return self.folge[-1]

    def nimm(self, vorgang: Vorgang) -> None:
        """Let time pass until something happened, and what happened take effect."""
        self.laufe_bis(vorgang.ab)
        match vorgang:
            case Wahl():
                self._gewaehlt(vorgang)
            case KeineEinigung():
                self._uneinig(vorgang)
            case Bestimmung():
                self._bestimmt(vorgang)
            case Ausscheiden():
                self._ausgeschieden(vorgang)

    def laufe_bis(self, tag: date) -> None:
        """Let pass what passes by itself: a term that ends on or before the day is followed by the next."""
        while (ende := self.jetzt.bis) is not None and ende <= tag:
            self._folgt(ende)

    def _folgt(self, ab: date) -> None:
        """What comes when nobody has done anything: the next turn, or that an election is due."""
        if not self.uneinig:
            self.folge.append(Amtszeit(Vorsitzart.UNBESETZT, ab, None, self.regel.norm))
            return
        zug = max((zeit.zug for zeit in self.folge), default=0) + 1
        monate = self.regel.zugdauer(ab)
        bis = nach_monaten(ab, monate) if monate else None
        seite = self.regel.am_zug(zug, next((zeit.ab for zeit in self.folge if zeit.zug), ab))
        self.folge.append(Amtszeit(Vorsitzart.UNBESETZT, ab, bis, self.regel.norm, seite=seite, zug=zug))

    def _ende(self, tag: date) -> None:
        self.folge[-1] = replace(self.jetzt, bis=tag)

    def _gewaehlt(self, wahl: Wahl) -> None:
        bis = _ende_der_wahl(self.regel, wahl)
        self._ende(wahl.ab)
        self.uneinig = False
        self.folge.append(Amtszeit(Vorsitzart.GEWAEHLT, wahl.ab, bis, self.regel.norm, mitglied=wahl.mitglied))

    def _uneinig(self, vorgang: KeineEinigung) -> None:
        """Turns begin at once, or when the elected chair's term is over; where they run already, nothing changes."""
        if not self.regel.wechsel:
            raise Unstimmig(f"Für dieses Gremium ist nicht geregelt, wer ohne Einigung bestimmt ({self.regel.norm}).")
        beginnt = self.jetzt.art is Vorsitzart.UNBESETZT and not self.uneinig
        self.uneinig = True
        if beginnt:
            self._ende(vorgang.ab)
            self._folgt(vorgang.ab)

    def _bestimmt(self, bestimmung: Bestimmung) -> None:
        if not self.jetzt.zug:
            raise Unstimmig(f"Am {bestimmung.ab:%d.%m.%Y} bestimmt keine Seite den Vorsitz ({self.regel.norm}).")
        if self.jetzt.seite is not bestimmung.seite:
            raise Unstimmig(f"Am {bestimmung.ab:%d.%m.%Y} ist die andere Seite an der Reihe ({self.regel.norm}).")
        neu = replace(self.jetzt, art=Vorsitzart.BESTIMMT, ab=bestimmung.ab, mitglied=bestimmung.mitglied)
        self._ende(bestimmung.ab)
        self.folge.append(neu)

    def _ausgeschieden(self, vorgang: Ausscheiden) -> None:
        """The side whose turn it is determines anew for the rest of it; after an elected one an election is due."""
        if self.jetzt.mitglied != vorgang.mitglied:
            return
        rest = replace(self.jetzt, art=Vorsitzart.UNBESETZT, ab=vorgang.ab, mitglied=None)
        self._ende(vorgang.ab)
        if rest.zug:
            self.folge.append(rest)
        else:
            self._folgt(vorgang.ab)


def _ende_der_wahl(regel: Vorsitzregel, wahl: Wahl) -> date | None:
    """The first day after an elected chair's term; :class:`Unstimmig` when it cannot be that long, or not at all."""
    if not regel.wahl:
        raise Unstimmig(f"Der Vorsitz wird in diesem Gremium nicht gewählt ({regel.norm}).")
    laengstens = nach_monaten(wahl.ab, regel.wahl_monate) if regel.wahl_monate else None
    bis = wahl.bis or laengstens
    if bis is not None and bis <= wahl.ab:
        raise Unstimmig("Die Amtszeit endet, bevor sie beginnt. Bitte prüfen Sie die beiden Tage.")
    if laengstens is not None and bis is not None and bis > laengstens:
        jahre = (regel.wahl_monate or 0) // 12
        raise Unstimmig(
            f"Die Amtszeit ist länger als {jahre} Jahre; sie kann spätestens bis vor dem {laengstens:%d.%m.%Y} dauern "
            f"({regel.norm})."
        )
    return bis


# -- Presiding over a session ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leitung:
    """Who presides over a session, and whose vote decides a tie (None: nobody's, a tie then rejects)."""

    mitglied: int | None
    stichentscheid: int | None
    hinweis: str = ""


def leitung(
    regel: Vorsitzregel, vorsitz: Amtszeit, stellvertretung: Sequence[int], anwesend: Collection[int]
) -> Leitung:
    """Who presides: the chair, else the first deputy chair present, else whoever the members present choose.

    ``stellvertretung``: members who are deputy chairs on the day, in order. ``anwesend``: members present in
    person. Presiding as chair or deputy chair carries the casting vote where the rule gives one; somebody who only
    sits in for the chair as an ordinary substitute member does not have it.
    """
    if vorsitz.mitglied is not None and vorsitz.mitglied in anwesend:
        return Leitung(vorsitz.mitglied, vorsitz.mitglied if regel.stichentscheid else None)
    vertreter = next((mitglied for mitglied in stellvertretung if mitglied in anwesend), None)
    if vertreter is not None:
        stimme = vertreter if regel.stichentscheid else None
        return Leitung(vertreter, stimme, "in Vertretung des Vorsitzes")
    return Leitung(None, None, "Vorsitz und Stellvertretung fehlen: Die Anwesenden bestimmen, wer die Sitzung leitet.")
