"""Pages by cursor: a client goes on after the last row it got, so nothing comes twice and nothing is left out.

A cursor is opaque to clients: text that names the last row. Lists without ``anzahl`` come in pages of
:data:`JE_SEITE`, the newest first, so what is added meanwhile lies before the first page.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from rest_framework.request import Request

from zielsystem.api.parameter import Abfrage

PARAMETER = ("anzahl", "cursor")
JE_SEITE, HOECHSTENS = 100, 1_000
_UNBRAUCHBAR = "Dieser Cursor ist unbrauchbar; anzugeben ist der aus „naechste“ der vorigen Seite."
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Seite(Generic[M]):
    """Some rows of a list, and the cursor of the next page; None on the last one."""

    zeilen: Sequence[M]
    cursor: str | None

    def antwort(self, request: Request, results: Any) -> dict[str, Any]:
        """The answer with these rows made ready, and the address of the next page."""
        return {"naechste": naechste_adresse(request, self.cursor), "results": results}


def blaettere(abfrage: Abfrage, alle: QuerySet[M]) -> Seite[M]:
    """The page of a list that a query asks for, by falling key.

    Raises :class:`~zielsystem.api.probleme.UngueltigeAnfrage` for everything that is wrong with the query by now.
    """
    anzahl = abfrage.ganzzahl("anzahl", HOECHSTENS) or JE_SEITE
    nach = lies_cursor(abfrage, 1)
    if nach is not None and not isinstance(nach[0], int):
        abfrage.verwirf("cursor", _UNBRAUCHBAR)
    abfrage.pruefe()
    if nach is not None:
        alle = alle.filter(pk__lt=nach[0])
    zeilen = list(alle.order_by("-pk")[: anzahl + 1])
    weitere = len(zeilen) > anzahl
    return Seite(zeilen[:anzahl], schreibe_cursor([zeilen[anzahl - 1].pk]) if weitere else None)


def lies_cursor(abfrage: Abfrage, laenge: int) -> list[Any] | None:
    """What a cursor names, so many parts; None where it is not given or not one, which is noted."""
    text = abfrage.einzeln("cursor")
    if text is None:
        return None
    try:
        teile = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except ValueError:
        teile = None
    if isinstance(teile, list) and len(teile) == laenge and all(_kurz(teil) for teil in teile):
        return teile
    abfrage.verwirf("cursor", _UNBRAUCHBAR)
    return None


def _kurz(teil: object) -> bool:
    """A whole number that fits a key, or a short text."""
    if isinstance(teil, str):
        return len(teil) <= 80
    return isinstance(teil, int) and not isinstance(teil, bool) and 0 <= teil < 2**62


def schreibe_cursor(teile: Sequence[int | str]) -> str:
    """The cursor that names some row."""
    return urlsafe_b64encode(json.dumps(list(teile), separators=(",", ":")).encode()).decode().rstrip("=")


def naechste_adresse(request: Request | HttpRequest, cursor: str | None) -> str | None:
    """The address of the next page: the same query with another cursor."""
    if cursor is None:
        return None
    parameter = request.GET.copy()
    parameter["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameter.urlencode()}")
