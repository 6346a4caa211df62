"""What agreements say about their Ziele, as values: of one or of many, always with the same number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Max

from agreements import inhalt
from agreements.models import Beitrag, Finanzmittel, Vertragspartei, Ziel, Zielannahme, Zielfassung, Zielvereinbarung
from agreements.recht import Seite
from agreements.ziele import Dimension, Zielart, gesetzliche_ziele, vorgesehene_dimension
from agreements.ziele.finanzen import MITTELTITEL, Mittelart
from agreements.ziele.vorgabe import Beobachtung, aus_paaren
from agreements.ziele.wortlaut import OFFEN, wortlaut
from zielsystem.recht import Geltung

Z = TypeVar("Z")


@dataclass(frozen=True)
class Eckdaten:
    """What decides which Ziele an agreement has to have: its kind and its half-open period."""

    nr: int
    laufzeit: Geltung

    @property
    def gesetzliche(self) -> tuple[Zielart, ...]:
        """The Ziele of the law, by the law of the first day of the period."""
        assert self.laufzeit.ab is not None
        return gesetzliche_ziele(self.nr, self.laufzeit.ab)


@dataclass(frozen=True)
class ZielInhalte:
    """The part of an ``Inhalt`` that this module provides; the Ziele of the law come first, in the order of the law."""

    ziele: tuple[inhalt.Ziel, ...]
    beitraege: tuple[inhalt.Beitrag, ...]
    finanzen: tuple[inhalt.Finanzzeile, ...]


@dataclass(frozen=True)
class Ziellage:
    """What the gates ask about the Ziele of an agreement; where a collection is empty, nothing stands against it.

    ``vollstaendig``: codes of the Ziele of which it is said when they are reached; ``fehlend``: codes of Ziele of the
    law that are not there; ``ohne_vorgabe``: titles of those still open; ``ohne_beitrag``: sides that contribute
    nothing; ``nicht_angenommen``: names of the parties that have not accepted the present Fassung.
    """

    fassung: int
    vollstaendig: frozenset[str]
    fehlend: frozenset[str]
    ohne_vorgabe: tuple[str, ...]
    ohne_beitrag: frozenset[Seite]
    nicht_angenommen: tuple[str, ...]


def ziele_von(vereinbarung_ids: Iterable[int], fassungen: Mapping[int, int] | None = None) -> dict[int, ZielInhalte]:
    """The Ziele, Beiträge and funds of agreements: four queries however many.

    ``fassungen`` names, per agreement, the Fassung to read; without it the newest. What the law asks for and nobody
    has touched yet stands there as it is proposed.
    """
    ids = list(vereinbarung_ids)
    eckdaten = eckdaten_von(ids)
    ziele = _je_vereinbarung(Ziel.objects.filter(zielvereinbarung__in=ids).order_by("pk"), fassungen)
    beitraege = _je_vereinbarung(
        Beitrag.objects.filter(zielvereinbarung__in=ids)
        .select_related("vertragspartei")
        .order_by("vertragspartei__reihenfolge", "pk"),
        fassungen,
    )
    mittel = _je_vereinbarung(Finanzmittel.objects.filter(zielvereinbarung__in=ids).order_by("jahr", "art"), fassungen)
    return {
        pk: ZielInhalte(
            _ziele(eckdaten[pk], ziele[pk]),
            tuple(map(_beitrag, beitraege[pk])),
            tuple(map(_finanzzeile, mittel[pk])),
        )
        for pk in eckdaten
    }


def ziellage(vereinbarung_ids: Iterable[int]) -> dict[int, Ziellage]:
    """The facts about the Ziele of agreements that conditions look at: seven queries however many."""
    ids = list(vereinbarung_ids)
    inhalte, eckdaten = ziele_von(ids), eckdaten_von(ids)
    parteien: dict[int, list[Vertragspartei]] = defaultdict(list)
    for partei in Vertragspartei.objects.filter(zielvereinbarung__in=ids).order_by("reihenfolge"):
        parteien[partei.zielvereinbarung_id].append(partei)
    nummern = neueste_fassungen(ids)
    annahmen = set(Zielannahme.objects.filter(zielvereinbarung__in=ids).values_list("vertragspartei_id", "fassung"))
    return {pk: _lage(inhalte[pk], eckdaten[pk], parteien[pk], nummern.get(pk, 0), annahmen) for pk in eckdaten}


def eckdaten_von(vereinbarung_ids: Iterable[int]) -> dict[int, Eckdaten]:
    """Kind and period of agreements: one query."""
    zeilen = Zielvereinbarung.objects.filter(pk__in=vereinbarung_ids).values_list("pk", "nr", "runde__ab", "runde__bis")
    return {pk: Eckdaten(nr, Geltung(ab, bis)) for pk, nr, ab, bis in zeilen}


def neueste_fassungen(vereinbarung_ids: Iterable[int]) -> dict[int, int]:
    """The number of the newest Fassung of agreements that have one: one query."""
    zeilen = Zielfassung.objects.filter(zielvereinbarung__in=vereinbarung_ids).values_list("zielvereinbarung")
    return dict(zeilen.annotate(Max("nummer")).order_by("zielvereinbarung"))


def _je_vereinbarung(zeilen: Iterable[Z], fassungen: Mapping[int, int] | None) -> dict[int, list[Z]]:
    """The rows that count, or counted in the Fassung asked for, by agreement."""
    je: dict[int, list[Z]] = defaultdict(list)
    for zeile in zeilen:
        ab, bis, pk = zeile.ab_fassung, zeile.bis_fassung, zeile.zielvereinbarung_id  # type: ignore[attr-defined]
        nummer = None if fassungen is None else fassungen.get(pk)
        if (bis is None) if nummer is None else (ab <= nummer and (bis is None or nummer < bis)):
            je[pk].append(zeile)
    return je


# -- Records to values -----------------------------------------------------------------------------------------


def _ziele(eckdaten: Eckdaten, zeilen: list[Ziel]) -> tuple[inhalt.Ziel, ...]:
    vereinbart = {zeile.code: zeile for zeile in zeilen}
    gesetzliche = {art.code: art for art in eckdaten.gesetzliche}
    vorn = [
        zielwert_aus(vereinbart[code], eckdaten) if code in vereinbart else _vorgesehen(art, eckdaten)
        for code, art in gesetzliche.items()
    ]
    return (*vorn, *(zielwert_aus(zeile, eckdaten) for zeile in zeilen if zeile.code not in gesetzliche))


def zielwert_aus(zeile: Ziel, eckdaten: Eckdaten) -> inhalt.Ziel:
    """A stored Ziel as a value, with the sentence that says when it is reached."""
    dimension = Dimension(zeile.dimension)
    vorgabe = aus_paaren(dimension, zeile.vorgabe.items())
    satz = wortlaut(zeile.kennzahl, vorgabe, eckdaten.laufzeit) if vorgabe else OFFEN[dimension]
    paare = tuple(sorted(zeile.vorgabe.items()))
    return inhalt.Ziel(zeile.code, zeile.titel, zeile.beschreibung, dimension.value, zeile.kennzahl, paare, satz)


def _vorgesehen(art: Zielart, eckdaten: Eckdaten) -> inhalt.Ziel:
    """A Ziel of the law as it stands there until somebody touches it."""
    assert eckdaten.laufzeit.ab is not None
    dimension = vorgesehene_dimension(art, eckdaten.laufzeit.ab)
    beobachtet = dimension is Dimension.BEOBACHTUNG
    satz = wortlaut(art.kennzahl, Beobachtung(), eckdaten.laufzeit) if beobachtet else OFFEN[dimension]
    return inhalt.Ziel(art.code, art.titel, art.beschreibung, dimension.value, art.kennzahl, (), satz)


def _beitrag(zeile: Beitrag) -> inhalt.Beitrag:
    partei = zeile.vertragspartei
    return inhalt.Beitrag(zeile.code, partei.bezeichnung, partei.seite, zeile.text)


def _finanzzeile(zeile: Finanzmittel) -> inhalt.Finanzzeile:
    return inhalt.Finanzzeile(f"{zeile.art}-{zeile.jahr}", zeile.jahr, MITTELTITEL[Mittelart(zeile.art)], zeile.betrag)


# -- Facts for the gates ---------------------------------------------------------------------------------------


def _lage(
    inhalte: ZielInhalte,
    eckdaten: Eckdaten,
    parteien: list[Vertragspartei],
    fassung: int,
    annahmen: set[tuple[int, int]],
) -> Ziellage:
    offene = [z for z in inhalte.ziele if aus_paaren(Dimension(z.dimension), z.vorgabe) is None]
    codes = {ziel.code for ziel in inhalte.ziele}
    beitragende = {beitrag.seite for beitrag in inhalte.beitraege}
    return Ziellage(
        fassung=fassung,
        vollstaendig=frozenset(codes - {ziel.code for ziel in offene}),
        fehlend=frozenset({art.code for art in eckdaten.gesetzliche} - codes),
        ohne_vorgabe=tuple(ziel.titel for ziel in offene),
        ohne_beitrag=frozenset(
            seite for seite in Seite if seite not in beitragende and any(p.seite == seite for p in parteien)
        ),
        nicht_angenommen=tuple(partei.bezeichnung for partei in parteien if (partei.pk, fassung) not in annahmen),
    )
