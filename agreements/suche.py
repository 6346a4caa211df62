"""Full-text search, in German, over what is agreed and negotiated: what somebody sees, and nothing else.

Every text has an index of its own over its German stems, so nothing has to be kept up to date. What nobody has
touched, the wording of the Grundraster, is the same in every agreement and is not searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import Func, QuerySet
from django.urls import reverse

from agreements.grundraster import ABSCHNITTE
from agreements.models import Beitrag, Textfassung, Vertragspartei, Ziel, Zielvereinbarung
from agreements.models.ziele import Meilensteintexte
from zielsystem.parties.zugriff import Zugang

SPRACHE = "german"
JE_QUELLE = 40
LAENGE_HOECHSTENS = 200
_AN, _AUS = "\u0002", "\u0003"
"""Marks around a hit that cannot occur in a text: what is shown is escaped first and marked afterwards."""
_TITEL = {abschnitt.code: abschnitt.titel for abschnitt in ABSCHNITTE}


@dataclass(frozen=True)
class Treffer:
    """A place where something was found: in which agreement, in which part of it, the words around it.

    ``ausschnitt`` alternates between plain text and hits, beginning with plain text.
    """

    vereinbarung: int
    titel: str
    teil: str
    ausschnitt: tuple[str, ...]
    url: str
    rang: float


@dataclass(frozen=True)
class Quelle:
    """Where is searched: rows that an access sees, the columns, and what a hit is called and leads to."""

    zeilen: Callable[[Zugang], QuerySet[Any]]
    felder: tuple[str | Func, ...]
    vereinbarung: str
    teil: Callable[[Any], str]
    route: str


def _vertragsparteien(zugang: Zugang) -> QuerySet[Any]:
    return Vertragspartei.objects.filter(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))


QUELLEN: tuple[Quelle, ...] = (
    Quelle(
        lambda zugang: Zielvereinbarung.objects.visible_to(zugang),
        ("titel", "schluessel"),
        "pk",
        lambda _: "Titel",
        "vereinbarung",
    ),
    Quelle(_vertragsparteien, ("bezeichnung",), "zielvereinbarung_id", lambda _: "Vertragspartei", "vereinbarung"),
    Quelle(
        lambda zugang: Textfassung.objects.visible_to(zugang).filter(
            pk__in=(Textfassung.objects.geltend() | Textfassung.objects.vorgeschlagen()).values("pk")
        ),
        ("text",),
        "zielvereinbarung_id",
        lambda fassung: _TITEL[fassung.abschnitt],
        "vereinbarung_text",
    ),
    Quelle(
        lambda zugang: Ziel.objects.visible_to(zugang).geltend(),
        ("titel", "beschreibung"),
        "zielvereinbarung_id",
        lambda _: "Ziele",
        "vereinbarung_ziele",
    ),
    Quelle(
        lambda zugang: Ziel.objects.visible_to(zugang).geltend(),
        (Meilensteintexte("vorgabe"),),
        "zielvereinbarung_id",
        lambda _: "Meilensteine",
        "vereinbarung_ziele",
    ),
    Quelle(
        lambda zugang: Beitrag.objects.visible_to(zugang).geltend(),
        ("text",),
        "zielvereinbarung_id",
        lambda _: "Beiträge",
        "vereinbarung_ziele",
    ),
)


def suche(zugang: Zugang, text: str) -> list[Treffer]:
    """The places that match best, best first; words in quotes belong together, a minus leaves out (websearch)."""
    gekuerzt = text.replace("\0", "").strip()[:LAENGE_HOECHSTENS]
    if not gekuerzt:
        return []
    anfrage = SearchQuery(gekuerzt, config=SPRACHE, search_type="websearch")
    gefunden = [treffer for quelle in QUELLEN for treffer in _in(quelle, zugang, anfrage)]
    return sorted(gefunden, key=lambda t: (-t.rang, t.titel, t.teil))


def _in(quelle: Quelle, zugang: Zugang, anfrage: SearchQuery) -> Iterator[Treffer]:
    vektor = SearchVector(*quelle.felder, config=SPRACHE)
    zeilen = (
        quelle.zeilen(zugang)
        .annotate(vektor=vektor, rang=SearchRank(vektor, anfrage))
        .filter(vektor=anfrage)
        .annotate(
            ausschnitt=SearchHeadline(
                quelle.felder[-1],
                anfrage,
                config=SPRACHE,
                start_sel=_AN,
                stop_sel=_AUS,
                max_fragments=2,
                fragment_delimiter=" … ",
            )
        )
        .order_by("-rang", "pk")[:JE_QUELLE]
    )
    yield from _treffer(quelle, list(zeilen))


def _treffer(quelle: Quelle, zeilen: Iterable[Any]) -> Iterator[Treffer]:
    zeilen = list(zeilen)
    ids = {getattr(zeile, quelle.vereinbarung) for zeile in zeilen}
    vereinbarungen = {v.pk: v for v in Zielvereinbarung.objects.filter(pk__in=ids).select_related("runde")}
    for zeile in zeilen:
        vereinbarung = vereinbarungen[getattr(zeile, quelle.vereinbarung)]
        yield Treffer(
            vereinbarung.pk,
            f"{vereinbarung}, {vereinbarung.runde.zeitraum}",
            quelle.teil(zeile),
            _zerlegt(zeile.ausschnitt),
            reverse(f"agreements:{quelle.route}", args=[vereinbarung.pk]),
            zeile.rang,
        )


def _zerlegt(ausschnitt: str) -> tuple[str, ...]:
    """Plain text and hits in turn."""
    return tuple(ausschnitt.replace(_AUS, _AN).split(_AN))
