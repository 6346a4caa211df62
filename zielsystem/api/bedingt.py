"""Conditional requests: whoever has the present version already is told so, without its being made again (RFC 9110).

What makes a version different is known before it is computed: for published figures it is the newest release. Such a
door says its :class:`Fassung`, and a client that names it gets 304 before anything else happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

DARSTELLUNG = "2"
"""Counts up with every change of how answers look: what clients keep of earlier ones is then out of date."""


@dataclass(frozen=True)
class Fassung:
    """What a version is recognised by, and since when it exists."""

    kennung: str
    seit: datetime


def kennzeichen(request: HttpRequest, fassung: Fassung) -> str:
    """The ETag of a version for exactly this request (address, parameters, accepted formats)."""
    anfrage = f"{request.get_full_path()}\n{request.headers.get('Accept', '')}".encode()
    return f'W/"{DARSTELLUNG}-{fassung.kennung}-{blake2b(anfrage, digest_size=6).hexdigest()}"'


def hat_schon(request: HttpRequest, etag: str) -> bool:
    """Whether the client names this ETag. ``*`` says nothing about what it has, and is passed over."""
    genannte = request.headers.get("If-None-Match", "")
    return etag in (teil.strip() for teil in genannte.split(","))


def unveraendert_seit(request: HttpRequest, seit: datetime) -> bool:
    """Whether the client has something at least as new; not asked where it names an ETag."""
    if "If-None-Match" in request.headers or "If-Modified-Since" not in request.headers:
        return False
    stand = parse_http_date_safe(request.headers["If-Modified-Since"])
    return stand is not None and int(seit.timestamp()) <= stand


def nicht_geaendert(etag: str, fassung: Fassung | None = None) -> HttpResponse:
    """304, with what a store of answers needs to know."""
    antwort = HttpResponse(status=304)
    del antwort["Content-Type"]
    kennzeichne(antwort, etag, fassung)
    return antwort


def kennzeichne(antwort: HttpResponseBase, etag: str, fassung: Fassung | None = None) -> None:
    """Say which version an answer is; it may be kept, but has to be asked for again each time."""
    antwort["ETag"] = etag
    antwort["Cache-Control"] = "no-cache"
    if fassung is not None:
        antwort["Last-Modified"] = http_date(fassung.seit.timestamp())
    patch_vary_headers(antwort, ("Accept",))


def etag_des_inhalts(inhalt: bytes) -> str:
    """The ETag of an answer that is known only when it is there."""
    return f'W/"{DARSTELLUNG}-{blake2b(inhalt, digest_size=12).hexdigest()}"'
