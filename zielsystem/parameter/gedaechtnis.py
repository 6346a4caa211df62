"""What was set, in the memory of a process. Redis says when it is out of date; the database what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zielsystem.parameter.models import Parameterwert
from zielsystem.parameter.recht import Festsetzung

STAND = "parameter:stand"
"""The key in Redis: another value after every act."""


@dataclass
class _Gemerkt:
    """What the process knows: None until it has read."""

    stand: str | None = None
    zeilen: tuple[Festsetzung, ...] | None = None


_gemerkt = _Gemerkt()


def festsetzungen() -> Sequence[Festsetzung]:
    """What was set and not withdrawn; read once, and again after :func:`frische_auf` found it out of date."""
    if _gemerkt.zeilen is None:
        merke(Festsetzung(*zeile) for zeile in _gueltige())
    assert _gemerkt.zeilen is not None
    return _gemerkt.zeilen


def merke(zeilen: Any) -> None:
    """Keep these as what was set."""
    _gemerkt.zeilen = tuple(zeilen)


def frische_auf() -> None:
    """Forget what is kept if something was set elsewhere since."""
    stand = cache.get(STAND)
    if stand != _gemerkt.stand:
        _gemerkt.stand, _gemerkt.zeilen = stand, None


def melde_aenderung() -> None:
    """Tell every process that something was set; called when it is committed."""
    cache.set(STAND, uuid4().hex, timeout=None)
    frische_auf()


def vor_einer_aufgabe(**_: Any) -> None:
    """What a worker does before each task."""
    frische_auf()


class ParameterMiddleware:
    """Looks before each request whether something was set elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        frische_auf()
        return self.get_response(request)


def _gueltige() -> Any:
    return Parameterwert.objects.filter(zurueckgenommen_am=None).values_list("code", "ab", "wert")
