"""Finished answers of open doors, kept in memory: the same question is answered from there until something is new.

What such a door answers depends on its address and on what is published, and what is published changes once a month.
So the answer is kept as it left the system, with what would make it out of date; before it is given again, that is
asked (a short query, once a second). Only the anonymous are answered from here, and it does not count against their
limit. What is not in memory goes the short way where the door has one (:mod:`zielsystem.api.direkt`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zielsystem.api.bedingt import Fassung, hat_schon, unveraendert_seit
from zielsystem.api.direkt import EIGENES, Kopf, Muster, Tuer

Schluessel = tuple[str, ...]
NICHT_BEWAHRT = frozenset({"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"})
VOM_INHALT = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")
HOECHSTENS_MUSTER = 100


@dataclass(frozen=True)
class Haltbarkeit:
    """A door puts it on its answer: what the answer was made of, and how to ask what it would be made of now.

    ``tuer`` answers other questions of this kind on the short way (:mod:`zielsystem.api.direkt`); None: there is none.
    """

    fassung: Fassung
    jetzige: Callable[[], Fassung | None]
    tuer: Tuer | None = None

    def haelt(self) -> bool:
        """Whether the answer is still the present one."""
        return self.jetzige() == self.fassung


@dataclass(frozen=True)
class Bewahrte:
    """An answer as it was given."""

    inhalt: bytes
    kopf: Kopf
    haltbarkeit: Haltbarkeit

    def antwort(self, request: HttpRequest) -> HttpResponse:
        """The answer again; 304 for who has it already."""
        kopf = dict(self.kopf)
        if hat_schon(request, kopf["ETag"]) or unveraendert_seit(request, self.haltbarkeit.fassung.seit):
            return HttpResponse(status=304, headers={n: w for n, w in kopf.items() if n not in VOM_INHALT})
        return HttpResponse(self.inhalt, headers=kopf)


class Vorrat:
    """So many bytes of answers; those not asked for longest make room."""

    def __init__(self, platz: int) -> None:
        self.platz, self.belegt = platz, 0
        self._antworten: OrderedDict[Schluessel, Bewahrte] = OrderedDict()
        self._schloss = Lock()

    def hole(self, schluessel: Schluessel) -> Bewahrte | None:
        """What is kept for a question."""
        with self._schloss:
            bewahrte = self._antworten.get(schluessel)
            if bewahrte:
                self._antworten.move_to_end(schluessel)
            return bewahrte

    def bewahre(self, schluessel: Schluessel, bewahrte: Bewahrte) -> None:
        """Keep an answer; one that would take more than a hundredth of the room is not kept."""
        if len(bewahrte.inhalt) * 100 > self.platz:
            return
        with self._schloss:
            if vorige := self._antworten.pop(schluessel, None):
                self.belegt -= len(vorige.inhalt)
            self._antworten[schluessel] = bewahrte
            self.belegt += len(bewahrte.inhalt)
            while self.belegt > self.platz:
                self.belegt -= len(self._antworten.popitem(last=False)[1].inhalt)


class Musterbuch:
    """The patterns of the short way, by what an answer's headers depend on."""

    def __init__(self) -> None:
        self._muster: dict[Schluessel, tuple[Muster, Haltbarkeit]] = {}

    def antwort(self, request: HttpRequest) -> HttpResponse | None:
        """The answer of the short way; None where there is none, or it has to go the long one."""
        muster, haltbarkeit = self._muster.get(_art(request), (None, None))
        if muster is None or haltbarkeit is None or not haltbarkeit.haelt():
            return None
        antwort = muster.antwort(request)
        if antwort is not None and antwort.status_code == 200:
            antwort.haltbarkeit = haltbarkeit  # type: ignore[attr-defined]
        return antwort

    def merke(self, request: HttpRequest, antwort: HttpResponse, haltbarkeit: Haltbarkeit) -> None:
        """Keep the headers of an answer that came the long way."""
        if haltbarkeit.tuer is None or "format" in request.GET:
            return
        if len(self._muster) >= HOECHSTENS_MUSTER:
            self._muster.clear()
        kopf = tuple((name, wert) for name, wert in antwort.items() if name.lower() not in EIGENES | NICHT_BEWAHRT)
        self._muster[_art(request)] = Muster(kopf, haltbarkeit.fassung, haltbarkeit.tuer), haltbarkeit


class VorratMiddleware:
    """Outside of all others, so that what is kept is what leaves the system, compressed or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.vorrat = Vorrat(settings.API_VORRAT_BYTES)
        self.muster = Musterbuch()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        schluessel = _schluessel(request) if self.vorrat.platz else None
        if schluessel is None:
            return self.get_response(request)
        bewahrte = self.vorrat.hole(schluessel)
        if bewahrte and bewahrte.haltbarkeit.haelt():
            return bewahrte.antwort(request)
        antwort = self.muster.antwort(request)
        if antwort is not None:
            return self._bewahrt(schluessel, antwort)
        ganze = self.get_response(request)
        if not isinstance(ganze, HttpResponse) or ganze.cookies:
            return ganze
        if haltbarkeit := getattr(ganze, "haltbarkeit", None):
            self.muster.merke(request, ganze, haltbarkeit)
        return self._bewahrt(schluessel, ganze)

    def _bewahrt(self, schluessel: Schluessel, antwort: HttpResponse) -> HttpResponse:
        if haltbarkeit := getattr(antwort, "haltbarkeit", None):
            kopf = tuple((name, wert) for name, wert in antwort.items() if name.lower() not in NICHT_BEWAHRT)
            self.vorrat.bewahre(schluessel, Bewahrte(antwort.content, kopf, haltbarkeit))
        return antwort


def _schluessel(request: HttpRequest) -> Schluessel | None:
    """All that an answer may depend on; None for whoever is not anonymous, and for whatever does not just read."""
    meta = request.META
    if request.method != "GET" or not request.path_info.startswith("/api/"):
        return None
    if meta.get("HTTP_COOKIE") or "HTTP_AUTHORIZATION" in meta:
        return None
    return (*_art(request), meta.get("QUERY_STRING", ""), meta.get("HTTP_ACCEPT_ENCODING", ""))


def _art(request: HttpRequest) -> Schluessel:
    """What the headers of an answer depend on, and the door."""
    meta = request.META
    return (request.scheme or "", meta.get("HTTP_HOST", ""), request.path, meta.get("HTTP_ACCEPT", ""))
