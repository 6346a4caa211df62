"""Who manages a gemeinsame Einrichtung on a day (§ 44d Abs. 2): appointed, determined in turn, provisional. Pure law.

The Trägerversammlung appoints for five years. When it cannot agree, the Kooperationsausschuss proposes somebody;
when there is still no agreement, Agentur für Arbeit and kommunaler Träger determine in turn for two and a half years
each. Until somebody new is appointed, whoever held the office goes on provisionally.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gremien.recht.amtszeit import nach_monaten
from gremien.recht.vorsitz import Unstimmig
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import IMMER, Ausserhalb, Geltung, Norm, eine_in_kraft

BESTELLUNG = Norm("§ 44d Abs. 2 Satz 1 SGB II")
WECHSEL = Norm("§ 44d Abs. 2 Satz 5 SGB II")
ERSTMALS = Norm("§ 44d Abs. 2 Satz 6 SGB II")
ABBERUFUNG = Norm("§ 44d Abs. 2 Satz 7 SGB II")
KOMMISSARISCH = Norm("§ 44d Abs. 2 Satz 8 SGB II")


@dataclass(frozen=True)
class Geschaeftsfuehrungsregel:
    """For how many months somebody is appointed, and determined; which side determines first.

    ``abweichend``: the kommunale Träger determines first when the Agentur für Arbeit was the first to determine the
    chair of the Trägerversammlung.
    """

    bestellung_monate: int
    wechsel_monate: int
    wechsel: tuple[Parteiart, Parteiart]
    abweichend: bool
    geltung: Geltung = IMMER

    def erste_seite(self, *, agentur_bestimmte_zuerst_den_vorsitz: bool) -> Parteiart:
        """The side that determines the first Geschäftsführer when there is no agreement."""
        erste, zweite = self.wechsel
        return zweite if self.abweichend and agentur_bestimmte_zuerst_den_vorsitz else erste


REGELN: tuple[Geschaeftsfuehrungsregel, ...] = (
    Geschaeftsfuehrungsregel(
        bestellung_monate=60,
        wechsel_monate=30,
        wechsel=(Parteiart.BA, Parteiart.KOMMUNE),
        abweichend=True,
        geltung=Geltung(date(2011, 1, 1)),
    ),
)


def geschaeftsfuehrungsregel(am: date) -> Geschaeftsfuehrungsregel:
    """The rule on a day; :class:`Ausserhalb` when there is none."""
    return eine_in_kraft(REGELN, am)


# -- What happened ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bestellung:
    """The Trägerversammlung appointed somebody (by name) from a day on; ``bis`` None: for as long as the law says."""

    person: str
    ab: date
    bis: date | None = None


@dataclass(frozen=True)
class Wechselbeginn:
    """There is no agreement, with or without a proposal of the Kooperationsausschuss: the sides determine in turn."""

    ab: date


@dataclass(frozen=True)
class Seitenbestimmung:
    """The side whose turn it is determined somebody from a day on."""

    seite: Parteiart
    person: str
    ab: date


@dataclass(frozen=True)
class Abberufung:
    """The Trägerversammlung dismissed the Geschäftsführer; ``ab`` is the first day without the office."""

    ab: date


@dataclass(frozen=True)
class Fortgang:
    """The Geschäftsführer left for good (resigned, retired, died) and does not go on provisionally either."""

    ab: date


Vorgang = Bestellung | Wechselbeginn | Seitenbestimmung | Abberufung | Fortgang


# -- What follows ----------------------------------------------------------------------------------------------


class Fuehrungsart(StrEnum):
    """On what somebody's being Geschäftsführer rests."""

    BESTELLT = "bestellt"
    BESTIMMT = "bestimmt"
    KOMMISSARISCH = "kommissarisch"
    UNBESETZT = "unbesetzt"


@dataclass(frozen=True)
class Fuehrungszeit:
    """A stretch of the history, half-open. ``seite``: whose turn it is to determine; ``zug`` counts turns from 1."""

    art: Fuehrungsart
    ab: date
    bis: date | None
    norm: Norm
    person: str = ""
    seite: Parteiart | None = None
    zug: int = 0


def geschaeftsfuehrung_am(
    vorgaenge: Collection[Vorgang], tag: date, *, beginn: date, erste_seite: Parteiart = Parteiart.BA
) -> Fuehrungszeit:
    """Who manages on a day; :class:`Ausserhalb` before the gE existed, :class:`Unstimmig` for an impossible record."""
    if tag < beginn:
        raise Ausserhalb(f"Am {tag:%d.%m.%Y} gab es die gemeinsame Einrichtung noch nicht.")
    return fuehrungsfolge(vorgaenge, tag, beginn=beginn, erste_seite=erste_seite)[-1]


def fuehrungsfolge(
    vorgaenge: Collection[Vorgang], bis_einschliesslich: date, *, beginn: date, erste_seite: Parteiart = Parteiart.BA
) -> tuple[Fuehrungszeit, ...]:
    """The history from the first day of the gE through a day, without gaps, the oldest first.

    ``erste_seite`` is the side that determines first, see :meth:`Geschaeftsfuehrungsregel.erste_seite`.
    """
    lauf = _Lauf(beginn, erste_seite)
    for vorgang in sorted(vorgaenge, key=lambda einer: (einer.ab, _RANG[type(einer)])):
        if vorgang.ab <= bis_einschliesslich:
            lauf.nimm(vorgang)
    lauf.laufe_bis(bis_einschliesslich)
    return tuple(zeit for zeit in lauf.folge if zeit.bis is None or zeit.ab < zeit.bis)


_RANG: dict[type, int] = {Fortgang: 0, Abberufung: 1, Wechselbeginn: 2, Seitenbestimmung: 3, Bestellung: 4}
"""What comes first of several things on one day: who goes, that turns begin, who comes."""


class _Lauf:
    """The history while it is built: ``wechselt`` says that the sides take turns when what runs has ended."""

    def __init__(self, beginn: date, erste_seite: Parteiart) -> None:
        andere = Parteiart.KOMMUNE if erste_seite is Parteiart.BA else Parteiart.BA
        self.seiten = (erste_seite, andere)
        self.wechselt = False
        self.folge = [Fuehrungszeit(Fuehrungsart.UNBESETZT, beginn, None, BESTELLUNG)]

    @property
    def jetzt(self) -> Fuehrungszeit:
        return self.folge[-1]

    def nimm(self, vorgang: Vorgang) -> None:
        """Let time pass until something happened, and what happened take effect."""
        self.laufe_bis(vorgang.ab)
        match vorgang:
            case Bestellung():
                self._bestellt(vorgang)
            case Wechselbeginn():
                self._wechselt(vorgang)
            case Seitenbestimmung():
                self._bestimmt(vorgang)
            case Abberufung():
                self._abberufen(vorgang)
            case Fortgang():
                self._fort(vorgang)

    def laufe_bis(self, tag: date) -> None:
        """Let pass what passes by itself: after a term its holder goes on provisionally, or the next turn comes."""
        while (ende := self.jetzt.bis) is not None and ende <= tag:
            self._folgt(ende)

    def _folgt(self, ab: date) -> None:
        """Who held the office goes on provisionally; with the turn of the next side, if the sides take turns."""
        person = self.jetzt.person
        art = Fuehrungsart.KOMMISSARISCH if person else Fuehrungsart.UNBESETZT
        neu = Fuehrungszeit(art, ab, None, KOMMISSARISCH if person else BESTELLUNG, person=person)
        self.folge.append(self._mit_zug(neu) if self.wechselt else neu)

    def _mit_zug(self, zeit: Fuehrungszeit) -> Fuehrungszeit:
        zug = max(eine.zug for eine in self.folge) + 1
        ende = nach_monaten(zeit.ab, geschaeftsfuehrungsregel(zeit.ab).wechsel_monate)
        return replace(
            zeit, bis=ende, norm=ERSTMALS if zug == 1 else WECHSEL, seite=self.seiten[(zug - 1) % 2], zug=zug
        )

    def _ende(self, tag: date) -> None:
        self.folge[-1] = replace(self.jetzt, bis=tag)

    def _bestellt(self, bestellung: Bestellung) -> None:
        laengstens = nach_monaten(bestellung.ab, geschaeftsfuehrungsregel(bestellung.ab).bestellung_monate)
        bis = bestellung.bis or laengstens
        if not bestellung.ab < bis <= laengstens:
            raise Unstimmig(
                "Bestellt wird für fünf Jahre: Die Amtszeit beginnt vor ihrem Ende und endet spätestens am "
                f"{laengstens:%d.%m.%Y} ({BESTELLUNG})."
            )
        self._ende(bestellung.ab)
        self.wechselt = False
        self.folge.append(
            Fuehrungszeit(Fuehrungsart.BESTELLT, bestellung.ab, bis, BESTELLUNG, person=bestellung.person)
        )

    def _wechselt(self, vorgang: Wechselbeginn) -> None:
        """Turns begin at once, or when the appointed one's term is over; where they run, nothing changes."""
        sofort = not self.wechselt and self.jetzt.art is not Fuehrungsart.BESTELLT
        self.wechselt = True
        if sofort:
            self._ende(vorgang.ab)
            self._folgt(vorgang.ab)

    def _bestimmt(self, bestimmung: Seitenbestimmung) -> None:
        if not self.jetzt.zug:
            raise Unstimmig(f"Am {bestimmung.ab:%d.%m.%Y} bestimmt kein Träger die Geschäftsführung ({WECHSEL}).")
        if self.jetzt.seite is not bestimmung.seite:
            raise Unstimmig(f"Am {bestimmung.ab:%d.%m.%Y} ist der andere Träger an der Reihe ({WECHSEL}).")
        neu = replace(self.jetzt, art=Fuehrungsart.BESTIMMT, ab=bestimmung.ab, person=bestimmung.person)
        self._ende(bestimmung.ab)
        self.folge.append(neu)

    def _abberufen(self, vorgang: Abberufung) -> None:
        """Dismissed, the Geschäftsführer goes on provisionally; in a turn, the same side determines anew."""
        if self.jetzt.art not in (Fuehrungsart.BESTELLT, Fuehrungsart.BESTIMMT):
            raise Unstimmig(f"Am {vorgang.ab:%d.%m.%Y} ist niemand im Amt, der abberufen werden kann ({ABBERUFUNG}).")
        rest = replace(self.jetzt, art=Fuehrungsart.KOMMISSARISCH, ab=vorgang.ab, norm=KOMMISSARISCH)
        self._ende(vorgang.ab)
        if rest.zug:
            self.folge.append(rest)
        else:
            self._folgt(vorgang.ab)

    def _fort(self, vorgang: Fortgang) -> None:
        ohne = replace(self.jetzt, art=Fuehrungsart.UNBESETZT, ab=vorgang.ab, person="")
        self._ende(vorgang.ab)
        if ohne.zug:
            self.folge.append(ohne)
            return
        self.folge.append(replace(ohne, bis=vorgang.ab))
        self._folgt(vorgang.ab)
