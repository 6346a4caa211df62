"""How many requests a minute, counted in Redis by window, and told to the client in headers.

Without a login the address counts, with a token the token, in a session the person. ``settings.API_GRENZEN`` says how
many; 0 is without limit. What is answered 304 before it is computed is not counted. Where Redis does not answer,
nobody is turned away.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from zielsystem.schluessel.anmeldung import Ausweis

if TYPE_CHECKING:
    from rest_framework.views import APIView

FENSTER = 60
HOECHSTES_LOS = 20
HOECHSTENS_GEMERKT = 10_000
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kontingent:
    """Where a client stands in the present window: the limit, what is left of it, seconds until the next one.

    ``erschoepft``: this request was one too many.
    """

    grenze: int
    rest: int
    neu_in: int
    erschoepft: bool = False

    def kopfzeilen(self) -> dict[str, str]:
        """As headers of the answer."""
        return {
            "RateLimit-Limit": str(self.grenze),
            "RateLimit-Remaining": str(self.rest),
            "RateLimit-Reset": str(self.neu_in),
        }


class Drossel(BaseThrottle):
    """Counts the request; the Kontingent stays on the request for the headers."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether there is one left in this window."""
        kontingent = zaehle(*self._wer(request))
        if kontingent is None:
            return True
        self.kontingent = kontingent
        request._request.kontingent = kontingent  # type: ignore[attr-defined]
        return not kontingent.erschoepft

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.kontingent.neu_in

    def _wer(self, request: Request) -> tuple[str, str]:
        if isinstance(request.auth, Ausweis):
            return "schluessel", str(request.auth.schluessel.pk)
        if request.user.is_authenticated:
            return "sitzung", str(request.user.pk)
        return "anonym", str(self.get_ident(request))


def zaehle_anonym(request: HttpRequest) -> Kontingent | None:
    """Count a request of somebody without a login; None where there is no limit."""
    return zaehle("anonym", str(BaseThrottle().get_ident(request)))  # type: ignore[arg-type]  # asks for META only


def zaehle(art: str, wer: str) -> Kontingent | None:
    """Count a request of somebody; None where there is no limit."""
    grenze: int = settings.API_GRENZEN[art]
    if not grenze:
        return None
    jetzt = time.time()
    verbraucht = _lose.ziehe(f"drossel:{art}:{wer}:{int(jetzt) // FENSTER}", grenze)
    rest = max(0, grenze - verbraucht)
    return Kontingent(grenze, rest, FENSTER - int(jetzt) % FENSTER, erschoepft=verbraucht > grenze)


class Lose:
    """Numbers of requests, drawn from Redis by the lot: who is far from the limit is not asked after one by one.

    A lot is a fiftieth of what is left, so near the limit each request is counted by itself, and the limit is never
    exceeded; what a process does not use of its lot is lost with the window.
    """

    def __init__(self) -> None:
        self._gezogen: dict[str, tuple[int, int]] = {}
        self._schloss = Lock()

    def ziehe(self, schluessel: str, grenze: int) -> int:
        """The number of this request; 0 where Redis does not answer."""
        with self._schloss:
            bis, uebrig = self._gezogen.get(schluessel, (0, 0))
            if uebrig:
                self._gezogen[schluessel] = bis, uebrig - 1
                return bis - uebrig + 1
        los = max(1, min(HOECHSTES_LOS, (grenze - bis) // 50))
        bis = _zaehle(schluessel, los)
        with self._schloss:
            if len(self._gezogen) > HOECHSTENS_GEMERKT:
                self._gezogen.clear()
            self._gezogen[schluessel] = (bis, los - 1) if bis else (0, 0)
        return bis - los + 1 if bis else 0


_lose = Lose()


def _zaehle(schluessel: str, anzahl: int) -> int:
    try:
        bis = int(_redis().incrby(schluessel, anzahl))
        if bis == anzahl:
            _redis().expire(schluessel, 2 * FENSTER)
        return bis
    except redis.RedisError:
        logger.warning("Redis antwortet nicht, Anfragen werden nicht gezählt.")
        return 0


@lru_cache(maxsize=1)
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5)
