"""Which agreements a round has: derived from the parties there are on one reference day, the first of its period.

Their number follows from the parties and stands nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from agreements.recht.arten import Form, Formwahl, Seite, Traegerseite, vereinbarungsart
from zielsystem.parties.recht import ARTEN, LAENDER, Parteiart


class Unvollstaendig(ValueError):
    """A party without which the agreements of a round cannot be derived is not there on the reference day."""


class KeineGemeinsameEinrichtung(ValueError):
    """Another form is chosen for keys that no gE has on the reference day."""


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


def leite_ab(beteiligte: Iterable[Beteiligter], wahl: Formwahl, stichtag: date) -> tuple[Vereinbarungsplan, ...]:
    """Every agreement of a round, from the parties on the first day of its period, in the order of Nr. and key.

    One Nr. 1; per gE one Nr. 2 (trilateral) or two (bilateral); per Land a Nr. 3; per zkT a Nr. 4 with its Land.
    Raises :class:`Unvollstaendig` when BMAS, BA, a Land or a Träger is missing, ``Ausserhalb`` before 2011,
    :class:`KeineGemeinsameEinrichtung` for another form of what is no gE.
    """
    vereinbarungsart(1, stichtag)
    parteien = _Parteien(beteiligte, stichtag)
    if fremde := wahl.abweichend - {ge.schluessel for ge in parteien.der_art(Parteiart.GE)}:
        raise KeineGemeinsameEinrichtung(
            f"Keine gemeinsame Einrichtung am {stichtag:%d.%m.%Y}: {', '.join(sorted(fremde))}."
        )
    plaene = (
        _nr_1(parteien),
        *(plan for ge in parteien.der_art(Parteiart.GE) for plan in _nr_2(parteien, ge, wahl.fuer(ge.schluessel))),
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
