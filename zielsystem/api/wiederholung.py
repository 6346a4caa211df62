"""A request sent twice is done once: ``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header).

The answer is stored in the transaction of the act, so there is either both or neither. The same key of the same Amt
gets the stored answer for a day; with another content it is refused. What is refused changes nothing, so it is not
stored either: the same request may succeed later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from zielsystem.api.probleme import Parameterfehler, UngueltigeAnfrage, Unverwendbar
from zielsystem.parties.zugriff import Zugang
from zielsystem.schluessel.models import Vorgang
from zielsystem.schluessel.vorgaenge import bekannter, merke

KOPFZEILE = "Idempotency-Key"
Handler = Callable[..., Response]


def einmalig(handler: Handler) -> Handler:
    """A method of a door that does something once per key. It has to answer with a Response of plain data."""

    @wraps(handler)
    def einmal(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        kennung = request.headers.get(KOPFZEILE, "").strip().strip('"')
        zugang: Zugang = request.zugang  # type: ignore[attr-defined]
        if not kennung or zugang.amt_id is None:
            return handler(self, request, *args, **kwargs)
        if len(kennung) > 120 or not kennung.isprintable():
            detail = "Der Idempotency-Key hat höchstens 120 Zeichen, alle sichtbar."
            raise UngueltigeAnfrage([Parameterfehler(KOPFZEILE, detail)])
        anfrage = _abdruck(request)
        with transaction.atomic():
            frueher = bekannter(amt_id=zugang.amt_id, kennung=kennung, am=timezone.now())
            if frueher is not None:
                return _noch_einmal(frueher, anfrage)
            antwort = handler(self, request, *args, **kwargs)
            inhalt = json.loads(JSONRenderer().render(antwort.data))
            stand = (antwort.status_code, inhalt)
            merke(amt_id=zugang.amt_id, kennung=kennung, anfrage=anfrage, antwort=stand, am=timezone.now())
        return antwort

    return einmal


def _noch_einmal(frueher: Vorgang, anfrage: str) -> Response:
    if frueher.anfrage != anfrage:
        raise Unverwendbar("Dieser Idempotency-Key gehört zu einer anderen Anfrage; eine neue braucht einen neuen.")
    return Response(frueher.inhalt, status=frueher.status, headers={"Idempotency-Replayed": "true"})


def _abdruck(request: Request) -> str:
    inhalt = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(f"{request.method} {request.path}\n{inhalt}".encode()).hexdigest()
