"""Finished answers of open doors, kept in memory: the same question is answered from there until something is new.

What such a door answers depends on its address and on what is published, and what is published changes once a month.
So the answer is kept as it left the system, with what would make it out of date; before it is given again, that is
asked (one short query). Only the anonymous are answered from here, and it does not count against their limit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zielsystem.api.bedingt import hat_schon, unveraendert_seit

Schluessel = tuple[str, ...]
NICHT_BEWAHRT = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")


@dataclass(frozen=True)
class Haltbarkeit:
    """A door puts it on its answer: what the answer was made of, and how to ask what it would be made of now."""

    kennung: str
    seit: datetime
    jetzige: Callable[[], str | None]

    def haelt(self) -> bool:
        """Whether the answer is still the present one."""
        return self.jetzige() == self.kennung


@dataclass(frozen=True)
class Bewahrte:
    """An answer as it was given."""

    inhalt: bytes
    kopf: tuple[tuple[str, str], ...]
    haltbarkeit: Haltbarkeit

    def antwort(self, request: HttpRequest) -> HttpResponse:
        """The answer again; 304 for who has it already."""
        kopf = dict(self.kopf)
        if hat_schon(request, kopf["ETag"]) or unveraendert_seit(request, self.haltbarkeit.seit):
            return HttpResponse(status=304, headers={n: w for n, w in kopf.items() if not n.startswith("Content-")})
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


class VorratMiddleware:
    """Outside of all others, so that what is kept is what leaves the system, compressed or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.vorrat = Vorrat(settings.API_VORRAT_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        schluessel = _schluessel(request) if self.vorrat.platz else None
        if schluessel is None:
            return self.get_response(request)
        bewahrte = self.vorrat.hole(schluessel)
        if bewahrte and bewahrte.haltbarkeit.haelt():
            return bewahrte.antwort(request)
        antwort = self.get_response(request)
        haltbarkeit = getattr(antwort, "haltbarkeit", None)
        if isinstance(antwort, HttpResponse) and haltbarkeit and not antwort.cookies:
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
    felder = ("HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")
    return (request.scheme or "", request.get_full_path(), *(meta.get(feld, "") for feld in felder))
