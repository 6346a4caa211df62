"""Who agrees with whom, where an agreement stands, and which agreements a round has (§ 48b SGB II). Pure law.

Three tables: the four kinds of agreement, the stations of an agreement, the transitions between its states. The
agreements of a round are derived from the parties there are on one reference day, the first day of its period:
:func:`leite_ab`. Their number follows from the parties and stands nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.recht import ARTEN, LAENDER, Parteiart
from zielsystem.recht import Ablauf, Bedingung, Geltung, Norm, Uebergang, eine_in_kraft

INKRAFTTRETEN = date(2011, 1, 1)
"""§ 48b took effect (Gesetz vom 3.8.2010, BGBl. I S. 1112)."""

SOZIALE_TEILHABE_SEIT = date(2011, 4, 1)
"""§ 48b Abs. 3 Satz 2 took effect (Gesetz vom 24.3.2011, BGBl. I S. 453)."""


# -- Kinds of agreement ----------------------------------------------------------------------------------------


class Form(StrEnum):
    """How BA and Kommune agree with the Geschäftsführer of a gE: together, or each for itself."""

    TRILATERAL = "trilateral"
    BILATERAL = "bilateral"


FORMTITEL = {
    Form.TRILATERAL: "dreiseitig: Bundesagentur und Kommune gemeinsam",
    Form.BILATERAL: "zweiseitig: Bundesagentur und Kommune je für sich",
}


class Traegerseite(StrEnum):
    """Which Träger of a Jobcenter an agreement covers. Per round and Jobcenter no Träger is covered twice."""

    BEIDE = "beide"
    BA = "ba"
    KOMMUNE = "kommune"


class Seite(StrEnum):
    """The two sides of an agreement; each of them owes contributions (Grundraster)."""

    STEUERND = "steuernd"
    AUSFUEHREND = "ausfuehrend"


SEITENTITEL = {Seite.STEUERND: "steuernde Seite", Seite.AUSFUEHREND: "ausführende Seite"}


_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)


@dataclass(frozen=True)
class Vereinbarungsart:
    """A kind of agreement: its number in § 48b Abs. 1 Satz 1 and who concludes it with whom."""

    nr: int
    titel: str
    norm: Norm
    geltung: Geltung

    @property
    def kurz(self) -> str:
        """As people call it: "Nr. 3"."""
        return f"Nr. {self.nr}"


def _satz_1(nr: int) -> Norm:
    return Norm(f"§ 48b Abs. 1 Satz 1 Nr. {nr} SGB II")


VEREINBARUNGSARTEN: tuple[Vereinbarungsart, ...] = (
    Vereinbarungsart(1, "BMAS – Bundesagentur für Arbeit", _satz_1(1), _SEIT_2011),
    Vereinbarungsart(2, "Träger – Geschäftsführung der gemeinsamen Einrichtung", _satz_1(2), _SEIT_2011),
    Vereinbarungsart(3, "BMAS – Land", _satz_1(3), _SEIT_2011),
    Vereinbarungsart(4, "Land – Optionskommune", _satz_1(4), _SEIT_2011),
)
NUMMERN = tuple(art.nr for art in VEREINBARUNGSARTEN)


def vereinbarungsart(nr: int, am: date) -> Vereinbarungsart:
    """The kind with a number, as of a day; ``Ausserhalb`` before § 48b took effect."""
    return eine_in_kraft((art for art in VEREINBARUNGSARTEN if art.nr == nr), am)


# -- States and transitions ------------------------------------------------------------------------------------

ZIELVEREINBARUNG = Norm("§ 48b Abs. 1 SGB II")


class Zustand(StrEnum):
    """Where an agreement stands."""

    ENTWURF = "entwurf"
    IN_VERHANDLUNG = "in_verhandlung"


@dataclass(frozen=True)
class Station:
    """A stop on the way of an agreement, as a timeline shows it; ``code`` is the value of a :class:`Zustand`."""

    code: str
    titel: str
    norm: Norm


STATIONEN: tuple[Station, ...] = (
    Station("entwurf", "Entwurf", ZIELVEREINBARUNG),
    Station("in_verhandlung", "in Verhandlung", ZIELVEREINBARUNG),
    Station("abgestimmt", "abgestimmt", Norm("§ 48b Abs. 3 SGB II")),
    Station("geschlossen", "geschlossen", Norm("§ 48b Abs. 2 SGB II")),
    Station("in_kraft", "in Kraft", Norm("§ 48b Abs. 2 SGB II")),
    Station("in_auswertung", "in Auswertung", Norm("§ 48b Abs. 5 SGB II")),
    Station("ausgewertet", "ausgewertet", Norm("§ 48b Abs. 5 SGB II")),
)
"""The way of every agreement in order. The acts that lead along it are the rows of :data:`VEREINBARUNG`."""

ZUSTANDSTITEL = {zustand: next(s.titel for s in STATIONEN if s.code == zustand) for zustand in Zustand}


@dataclass(frozen=True)
class Vereinbarungsstand:
    """What the conditions look at: the period for which is agreed."""

    laufzeit: Geltung


def _laufzeit_offen(stand: Vereinbarungsstand, am: date) -> bool:
    return stand.laufzeit.bis is None or am < stand.laufzeit.bis


_LAUFZEIT_OFFEN = Bedingung(
    "laufzeit_offen",
    Norm("§ 48b Abs. 2 SGB II"),
    "Der Zeitraum, für den vereinbart werden soll, ist abgelaufen; festgehalten werden kann nur nachträglich.",
    _laufzeit_offen,
    hart=False,
)

VEREINBARUNG = Ablauf(
    titel="Zielvereinbarung",
    zustaende=Zustand,
    norm=ZIELVEREINBARUNG,
    zustandstitel=ZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("anlegen", "Anlegen", (), Zustand.ENTWURF, Befugnis.RUNDE_PLANEN, ZIELVEREINBARUNG),
        Uebergang(
            "verhandlung_aufnehmen",
            "Verhandlung aufnehmen",
            (Zustand.ENTWURF,),
            Zustand.IN_VERHANDLUNG,
            Befugnis.VERHANDELN,
            ZIELVEREINBARUNG,
            (_LAUFZEIT_OFFEN,),
        ),
    ),
)


# -- The agreements of a round ---------------------------------------------------------------------------------


class Unvollstaendig(ValueError):
    """A party without which the agreements of a round cannot be derived is not there on the reference day."""


@dataclass(frozen=True)
class Beteiligter:
    """A party as it is on the reference day. Parties are named by the caller's keys."""

    partei: int
    art: Parteiart
    name: str
    schluessel: str = ""
    land: int | None = None
    traeger: int | None = None


@dataclass(frozen=True)
class Vertragspartner:
    """A party to an agreement, as the document names it.

    ``rechtstraeger`` is the legal person that acts through the party: the Kommune behind a zkT.
    """

    partei: int
    seite: Seite
    bezeichnung: str
    vertreten_durch: str
    rechtstraeger: int | None = None


@dataclass(frozen=True)
class Vereinbarungsplan:
    """An agreement that a round has, with its parties in the order of the title page.

    ``schluessel`` is the official key of what it is about: "" for Nr. 1, a Land's for Nr. 3, else a Jobcenter's.
    """

    nr: int
    titel: str
    schluessel: str
    partner: tuple[Vertragspartner, ...]
    land: int | None = None
    jobcenter: int | None = None
    traegerseite: Traegerseite = Traegerseite.BEIDE


VERTRETUNG: dict[Parteiart, str] = {
    Parteiart.BMAS: "die Bundesministerin oder den Bundesminister",
    Parteiart.BA: "den Vorstand",
    Parteiart.LAND: "die Leitung der zuständigen obersten Landesbehörde",
    Parteiart.KOMMUNE: "die Hauptverwaltungsbeamtin oder den Hauptverwaltungsbeamten",
}
"""Who stands for a party, until a name is entered. A Geschäftsführer is party in person (§ 44d SGB II)."""

_AGENTUR = "die Vorsitzende oder den Vorsitzenden der Geschäftsführung der zuständigen Agentur für Arbeit"


def leite_ab(beteiligte: Iterable[Beteiligter], form: Form, stichtag: date) -> tuple[Vereinbarungsplan, ...]:
    """Every agreement of a round, from the parties on the first day of its period, in the order of Nr. and key.

    One Nr. 1; per gE one Nr. 2 (trilateral) or two (bilateral); per Land a Nr. 3; per zkT a Nr. 4 with its Land.
    Raises :class:`Unvollstaendig` when BMAS, BA, a Land or a Träger is missing, ``Ausserhalb`` before 2011.
    """
    vereinbarungsart(1, stichtag)
    parteien = _Parteien(beteiligte, stichtag)
    plaene = (
        _nr_1(parteien),
        *(plan for ge in parteien.der_art(Parteiart.GE) for plan in _nr_2(parteien, ge, form)),
        *(_nr_3(parteien, land) for land in parteien.der_art(Parteiart.LAND)),
        *(_nr_4(parteien, zkt) for zkt in parteien.der_art(Parteiart.ZKT)),
    )
    return tuple(sorted(plaene, key=lambda plan: (plan.nr, plan.schluessel, plan.traegerseite)))


class _Parteien:
    """The parties of a day, by kind and by key; who is missing is named with the day."""

    def __init__(self, beteiligte: Iterable[Beteiligter], stichtag: date) -> None:
        self.nach_partei: dict[int | None, Beteiligter] = {b.partei: b for b in beteiligte}
        self.stichtag = stichtag

    def der_art(self, art: Parteiart) -> Iterator[Beteiligter]:
        return (b for b in self.nach_partei.values() if b.art is art)

    def einzige(self, art: Parteiart) -> Beteiligter:
        gefunden = next(self.der_art(art), None)
        if gefunden is None:
            raise Unvollstaendig(f"Am {self.stichtag:%d.%m.%Y} fehlt die Partei „{ARTEN[art].titel}“.")
        return gefunden

    def eine(self, partei: int | None, wofuer: Beteiligter) -> Beteiligter:
        gefunden = self.nach_partei.get(partei)
        if gefunden is None:
            raise Unvollstaendig(f"Am {self.stichtag:%d.%m.%Y} fehlt zu „{wofuer.name}“ das Land oder der Träger.")
        return gefunden


def _nr_1(parteien: _Parteien) -> Vereinbarungsplan:
    ba = parteien.einzige(Parteiart.BA)
    return Vereinbarungsplan(1, ba.name, "", (_bmas(parteien), _partner(ba, Seite.AUSFUEHREND)))


def _nr_2(parteien: _Parteien, ge: Beteiligter, form: Form) -> Iterator[Vereinbarungsplan]:
    land = parteien.eine(ge.land, ge)
    ba = replace(_partner(parteien.einzige(Parteiart.BA), Seite.STEUERND), vertreten_durch=_AGENTUR)
    kommune = _partner(parteien.eine(ge.traeger, ge), Seite.STEUERND)
    leitung = Vertragspartner(
        ge.partei,
        Seite.AUSFUEHREND,
        f"Geschäftsführerin oder Geschäftsführer der gemeinsamen Einrichtung {ge.name}",
        "",
    )
    seiten = {
        Form.TRILATERAL: ((Traegerseite.BEIDE, (ba, kommune)),),
        Form.BILATERAL: ((Traegerseite.BA, (ba,)), (Traegerseite.KOMMUNE, (kommune,))),
    }
    for seite, traeger in seiten[form]:
        yield Vereinbarungsplan(2, ge.name, ge.schluessel, (*traeger, leitung), land.partei, ge.partei, seite)


def _nr_3(parteien: _Parteien, land: Beteiligter) -> Vereinbarungsplan:
    partner = (_bmas(parteien), _partner(land, Seite.AUSFUEHREND))
    return Vereinbarungsplan(3, LAENDER[land.schluessel], land.schluessel, partner, land.partei)


def _nr_4(parteien: _Parteien, zkt: Beteiligter) -> Vereinbarungsplan:
    land, kommune = parteien.eine(zkt.land, zkt), parteien.eine(zkt.traeger, zkt)
    options = Vertragspartner(
        zkt.partei,
        Seite.AUSFUEHREND,
        f"{kommune.name} als zugelassener kommunaler Träger ({zkt.name})",
        VERTRETUNG[Parteiart.KOMMUNE],
        rechtstraeger=kommune.partei,
    )
    partner = (_partner(land, Seite.STEUERND), options)
    return Vereinbarungsplan(4, zkt.name, zkt.schluessel, partner, land.partei, zkt.partei)


def _bmas(parteien: _Parteien) -> Vertragspartner:
    return _partner(parteien.einzige(Parteiart.BMAS), Seite.STEUERND)


def _partner(wer: Beteiligter, seite: Seite) -> Vertragspartner:
    return Vertragspartner(wer.partei, seite, wer.name, VERTRETUNG[wer.art])


# -- Names -----------------------------------------------------------------------------------------------------

_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})
_SEITE_IM_NAMEN = {Traegerseite.BEIDE: "", Traegerseite.BA: "_BA", Traegerseite.KOMMUNE: "_Kommune"}


def dateiname(nr: int, schluessel: str, traegerseite: Traegerseite = Traegerseite.BEIDE) -> str:
    """The file name of an agreement without ending, such as ``Nr-4_05-Nordrhein-Westfalen_05315``: always the same."""
    land = schluessel[:2]
    teile = [f"Nr-{nr}", *(["Bundesagentur-fuer-Arbeit"] if nr == 1 else [])]
    if land:
        teile.append(f"{land}-{LAENDER[land]}".translate(_ASCII))
    if len(schluessel) > 2:
        teile.append(schluessel)
    return "_".join(teile) + _SEITE_IM_NAMEN[traegerseite]
