"""Who may record which result about what: the table of law, read for one access."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from agreements.beteiligung.bezuege import Bezug
from agreements.beteiligung.gremien import gefuehrte
from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import (
    GESCHLOSSENE,
    TEXT_OFFEN,
    VEREINBARUNG,
    Beteiligung,
    Ebene,
    Erklaerende,
    Traegerseite,
    Zustand,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import LAENDER, Parteiart
from zielsystem.parties.zugriff import Zugang


def darf_erfassen(zugang: Zugang, zeile: Beteiligung, bezug: Bezug) -> bool:
    """Whether an access may record results of a row about something: by the table, each party for its own."""
    if zugang.betrieb or Befugnis.NACHWEIS_ERFASSEN not in zugang.befugnisse:
        return zugang.betrieb
    if zugang.art in zeile.fuer_alle:
        return True
    return zugang.art in zeile.erfassende and _eigener(zugang, zeile, bezug)


def _eigener(zugang: Zugang, zeile: Beteiligung, bezug: Bezug) -> bool:
    ebene = zeile.ebene
    if zeile.erklaerende is not Erklaerende.STELLE:
        return _handelt_fuer(zugang, _erklaerender(zeile, bezug))
    if ebene is Ebene.LAND:
        return bezug.land_id == zugang.partei_id
    if ebene is Ebene.KOMMUNE:
        return bezug.partei_id == eigene_kommune(zugang)
    if ebene is Ebene.VEREINBARUNG and bezug.vereinbarung:
        return Zielvereinbarung.objects.eigene(zugang).filter(pk=bezug.vereinbarung.pk).exists()
    return ebene is Ebene.RUNDE


def _erklaerender(zeile: Beteiligung, bezug: Bezug) -> int | None:
    """Key of the one party to an agreement that may record a result, or None."""
    if zeile.erklaerende is Erklaerende.VORBEHALTENE:
        return bezug.vereinbarung.vorbehalt_von_id if bezug.vereinbarung else None
    return bezug.vertragspartei.pk if bezug.vertragspartei else None


def _handelt_fuer(zugang: Zugang, vertragspartei: int | None) -> bool:
    ich = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
    return vertragspartei is not None and Vertragspartei.objects.filter(ich, pk=vertragspartei).exists()


def eigene_kommune(zugang: Zugang) -> int | None:
    """The Kommune for which an access speaks: itself, or the one behind a zkT."""
    if zugang.stand and zugang.art is Parteiart.ZKT:
        return zugang.stand.traeger_id
    return zugang.partei_id if zugang.art is Parteiart.KOMMUNE else None


def offene_bezuege(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> list[tuple[Bezug, str]]:
    """Everything in a round about which an access may record results of a row, with its name, in order.

    Not what a body decides that is kept in the system: its own results count.
    """
    hier = gefuehrte([zeile], zugang.am)
    return [(b, name) for b, name in angefragte_bezuege(zugang, zeile, runde) if not hier.gremium(zeile, b)]


def angefragte_bezuege(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> list[tuple[Bezug, str]]:
    """Everything in a round for which an access has to see to a row, by a result or by registering it with a body."""
    if Befugnis.NACHWEIS_ERFASSEN not in zugang.befugnisse:
        return []
    return list(_BEZUEGE[zeile.ebene](zugang, zeile, runde))


def _runde(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> Iterator[tuple[Bezug, str]]:
    if darf_erfassen(zugang, zeile, Bezug(runde)):
        yield Bezug(runde), runde.titel


def _laender(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> Iterator[tuple[Bezug, str]]:
    laender = runde.vereinbarungen.filter(nr=3, fassung=1).order_by("schluessel").values_list("land_id", "schluessel")
    for land, schluessel in laender:
        bezug = Bezug(runde, land_id=land)
        if darf_erfassen(zugang, zeile, bezug):
            yield bezug, LAENDER[schluessel]


def _kommunen(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> Iterator[tuple[Bezug, str]]:
    kommune = eigene_kommune(zugang)
    stand = Parteistand.objects.am(zugang.am).filter(partei=kommune, art=Parteiart.KOMMUNE).first() if kommune else None
    eigene = Zielvereinbarung.objects.eigene(zugang).filter(runde=runde, nr__in=zeile.arten)
    if stand and zugang.art in zeile.erfassende and eigene.filter(zustand__in=offen_fuer(zeile)).exists():
        yield Bezug(runde, partei_id=kommune), stand.name


def _vereinbarungen(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> Iterator[tuple[Bezug, str]]:
    if zeile.erklaerende is not Erklaerende.STELLE:
        yield from _je_vertragspartei(zugang, zeile, runde)
        return
    if zugang.art in zeile.fuer_alle or zugang.betrieb:
        alle = runde.vereinbarungen.all()
    elif zugang.art in zeile.erfassende:
        alle = Zielvereinbarung.objects.eigene(zugang).filter(runde=runde)
    else:
        return
    for vereinbarung in alle.filter(nr__in=zeile.arten, zustand__in=offen_fuer(zeile)).order_by(
        "nr", "schluessel", "pk"
    ):
        if zeile.betrifft(vereinbarung.nr, Traegerseite(vereinbarung.traegerseite)):
            vereinbarung.runde = runde
            yield Bezug(runde, vereinbarung=vereinbarung), _name(vereinbarung)


def _je_vertragspartei(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> Iterator[tuple[Bezug, str]]:
    """Each agreement to which the access is the party that declares: one query."""
    alle = Vertragspartei.objects.filter(
        zielvereinbarung__runde=runde,
        zielvereinbarung__nr__in=zeile.arten,
        zielvereinbarung__zustand__in=offen_fuer(zeile),
    )
    if not zugang.betrieb:
        alle = alle.filter(Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id))
    if zeile.erklaerende is Erklaerende.VORBEHALTENE:
        alle = alle.filter(pk=F("zielvereinbarung__vorbehalt_von"))
    for partei in alle.select_related("zielvereinbarung__vorbehalt_von").order_by(
        "zielvereinbarung__nr", "zielvereinbarung__schluessel", "zielvereinbarung_id", "reihenfolge"
    ):
        vereinbarung = partei.zielvereinbarung
        vereinbarung.runde = runde
        if zeile.erklaerende is Erklaerende.JEDE:
            yield Bezug(runde, vereinbarung=vereinbarung, vertragspartei=partei), f"{_name(vereinbarung)}: {partei}"
        else:
            yield Bezug(runde, vereinbarung=vereinbarung), f"{_name(vereinbarung)}: {vereinbarung.vorbehalt}"


def offen_fuer(zeile: Beteiligung) -> frozenset[Zustand]:
    """The states of agreements in which a result of a row still changes something: those before the acts that wait."""
    vorher = frozenset(Zustand(von) for akt in VEREINBARUNG.uebergaenge if akt.code in zeile.akte for von in akt.von)
    return vorher if vorher <= GESCHLOSSENE else vorher | TEXT_OFFEN | {Zustand.ABGESTIMMT}


def _name(vereinbarung: Zielvereinbarung) -> str:
    return f"{vereinbarung}, Fassung {vereinbarung.fassung}" if vereinbarung.fassung > 1 else str(vereinbarung)


_BEZUEGE = {
    Ebene.RUNDE: _runde,
    Ebene.LAND: _laender,
    Ebene.KOMMUNE: _kommunen,
    Ebene.VEREINBARUNG: _vereinbarungen,
}
