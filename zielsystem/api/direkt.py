"""The short way through an open door: another question of a kind that was answered before, without the long way.

What makes an answer of such a door take milliseconds is the way to it: sessions, people, forms, negotiation. Somebody
who has no name needs none of that. So the first answer goes the long way, with every check there is, and its headers
are kept as a pattern (:class:`Muster`). The next question to the same address, host and format is put to the door
itself; it gets the same headers, its own version, and is counted. Whatever is not plainly in order goes the long way,
which says what is wrong: the short way never answers with an error.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.http import http_date
from rest_framework.exceptions import APIException

from zielsystem.api.bedingt import Fassung, hat_schon, kennzeichen, unveraendert_seit
from zielsystem.api.drosselung import zaehle_anonym

Tuer = Callable[[HttpRequest, Fassung], bytes | None]
"""What answers a question with the finished text; None or an ``APIException`` for what should go the long way."""
Kopf = tuple[tuple[str, str], ...]

EIGENES = frozenset({"etag", "last-modified", "content-length", "content-encoding", "content-disposition", "link"})
"""Headers that belong to a single answer."""
_packer = GZipMiddleware(lambda request: HttpResponse())
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Muster:
    """The headers of an answer that went the long way, the version it was of, and the door behind it."""

    kopf: Kopf
    fassung: Fassung
    tuer: Tuer

    def antwort(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to another question; None: it has to go the long way."""
        etag = kennzeichen(request, self.fassung)
        if hat_schon(request, etag):
            return self._gekennzeichnet(HttpResponse(status=304), etag)
        inhalt = self._inhalt(request)
        if inhalt is None:
            return None
        if unveraendert_seit(request, self.fassung.seit):
            return self._gekennzeichnet(HttpResponse(status=304), etag)
        kontingent = zaehle_anonym(request)
        if kontingent and kontingent.erschoepft:
            return None
        antwort = self._gekennzeichnet(HttpResponse(inhalt), etag)
        antwort["Content-Length"] = str(len(inhalt))
        for feld, wert in kontingent.kopfzeilen().items() if kontingent else ():
            antwort[feld] = wert
        return _gepackt(request, antwort)

    def _inhalt(self, request: HttpRequest) -> bytes | None:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return None
        try:
            return self.tuer(request, self.fassung)
        except APIException:
            return None
        except Exception:
            logger.exception("Auf dem kurzen Weg gescheitert: %s", request.path)
            return None

    def _gekennzeichnet(self, antwort: HttpResponse, etag: str) -> HttpResponse:
        ohne_inhalt = antwort.status_code == 304
        del antwort["Content-Type"]
        for name, wert in self.kopf:
            if not (ohne_inhalt and name == "Content-Type"):
                antwort[name] = wert
        antwort["ETag"] = etag
        antwort["Last-Modified"] = http_date(self.fassung.seit.timestamp())
        return antwort


def _gepackt(request: HttpRequest, antwort: HttpResponse) -> HttpResponse:
    gepackt = _packer.process_response(request, antwort)
    assert isinstance(gepackt, HttpResponse)
    return gepackt
