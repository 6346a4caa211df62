"""What every door of the REST API shares: the rule who may come in, and how it says that something is wrong.

Errors are problem details (RFC 9457, ``application/problem+json``) in German. A wrong query names every wrong
parameter at once, with the values that would be right, in ``errors``; the first of them also stands at the top.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from zielsystem.parties.doors import offen, regel_von

if TYPE_CHECKING:
    from rest_framework.views import APIView

logger = logging.getLogger("django.request")

PROBLEMTYPEN = "/api/v1/#problem-"
TITEL = {
    HTTPStatus.BAD_REQUEST: "Ungültige Anfrage",
    HTTPStatus.UNAUTHORIZED: "Anmeldung erforderlich",
    HTTPStatus.FORBIDDEN: "Nicht erlaubt",
    HTTPStatus.NOT_FOUND: "Nicht gefunden",
    HTTPStatus.METHOD_NOT_ALLOWED: "Methode nicht vorgesehen",
    HTTPStatus.NOT_ACCEPTABLE: "Format nicht verfügbar",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Format der Eingabe nicht verfügbar",
    HTTPStatus.TOO_MANY_REQUESTS: "Zu viele Anfragen",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Fehler im System",
}


class Tuer(BasePermission):
    """The door rule of :mod:`zielsystem.parties.doors` for DRF: a view without a rule lets nobody in."""

    message = "Ihre Rolle öffnet diese Adresse nicht."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the access of the request opens the door of the view."""
        regel = regel_von(type(view))
        return regel is not None and regel.laesst_ein(request.zugang)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Parameterfehler:
    """One wrong parameter: what is wrong, which values it can have, and which of them may have been meant."""

    parameter: str
    detail: str
    erlaubt: Sequence[str] = ()
    aehnlich: Sequence[str] = ()

    def als_objekt(self) -> dict[str, Any]:
        """As it stands in the problem object."""
        objekt: dict[str, Any] = {"parameter": self.parameter, "detail": self.detail, "erlaubt": list(self.erlaubt)}
        if self.aehnlich:
            objekt["aehnlich"] = list(self.aehnlich)
        return objekt


class Anfrageproblem(exceptions.APIException):
    """A problem with a type of its own, beside those that only tell the HTTP status."""

    problemtyp: str
    titel: str


class UngueltigeAnfrage(exceptions.APIException):
    """A request that cannot be answered as it stands; carries every error found."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, fehler: Sequence[Parameterfehler]) -> None:
        self.fehler = tuple(fehler)
        super().__init__(" ".join(einzelner.detail for einzelner in fehler))


class Formatwahl(DefaultContentNegotiation):
    """Content negotiation that answers an unknown ``format=`` as any other wrong parameter."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        """The renderers of a format."""
        alle = list(renderers)
        passende = [renderer for renderer in alle if renderer.format == format]
        if not passende:
            erlaubt = [renderer.format for renderer in alle if renderer.format]
            raise UngueltigeAnfrage([Parameterfehler("format", f"Das Format „{format}“ gibt es nicht.", erlaubt)])
        return passende


def problem(fehler: Exception, kontext: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: every error, expected or not, as a problem object."""
    from rest_framework.views import set_rollback  # reads the settings, which name this module

    set_rollback()
    if isinstance(fehler, Http404):
        fehler = exceptions.NotFound(str(fehler) or None)
    elif isinstance(fehler, PermissionDenied):
        fehler = exceptions.PermissionDenied(str(fehler) or None)
    if not isinstance(fehler, exceptions.APIException):
        return _unerwartet(kontext["request"], fehler)
    antwort = problemantwort(fehler.status_code, **{"detail": _in_worten(fehler)} | _weiteres(fehler))
    for feld, wert in _kopfzeilen(fehler).items():
        antwort[feld] = wert
    return antwort


def problemantwort(status: int, **weiteres: Any) -> HttpResponse:
    """A problem object as an answer; ``type`` leads to its explanation on the page of the API."""
    objekt = {
        "type": f"{PROBLEMTYPEN}{status}",
        "title": TITEL.get(HTTPStatus(status), HTTPStatus(status).phrase),
        "status": int(status),
        **weiteres,
    }
    inhalt = json.dumps(objekt, ensure_ascii=False)
    return HttpResponse(inhalt, content_type="application/problem+json", status=status)


@offen
def unbekannte_adresse(request: HttpRequest, pfad: str = "") -> HttpResponse:
    """The answer to every address of the API that does not exist."""
    return problemantwort(404, detail=f"Die Adresse {request.path} gibt es nicht. Übersicht: /api/v1/.")


def _unerwartet(request: Request, fehler: Exception) -> HttpResponse:
    got_request_exception.send(sender=None, request=request._request)
    logger.error("Unerwarteter Fehler: %s", request.path, exc_info=fehler)
    return problemantwort(500, detail="Ein unerwarteter Fehler ist aufgetreten. Er wurde aufgezeichnet.")


def _in_worten(fehler: exceptions.APIException) -> str:
    if isinstance(fehler, exceptions.ValidationError):
        return "Die Eingabe enthält Fehler."
    return str(fehler.detail)


def _weiteres(fehler: exceptions.APIException) -> dict[str, Any]:
    if isinstance(fehler, UngueltigeAnfrage):
        objekte = [einzelner.als_objekt() for einzelner in fehler.fehler]
        return objekte[0] | {"errors": objekte}
    if isinstance(fehler, exceptions.ValidationError):
        return {"errors": fehler.get_full_details()}
    if isinstance(fehler, Anfrageproblem):
        return {"type": f"{PROBLEMTYPEN}{fehler.problemtyp}", "title": fehler.titel}
    return {}


def _kopfzeilen(fehler: exceptions.APIException) -> dict[str, str]:
    kopf = {}
    if (anmeldung := getattr(fehler, "auth_header", None)) is not None:
        kopf["WWW-Authenticate"] = anmeldung
    if (warten := getattr(fehler, "wait", None)) is not None:
        kopf["Retry-After"] = str(int(warten))
    return kopf
