"""How the API says that something is wrong: problem objects (RFC 9457, ``application/problem+json``), in German.

A wrong query names every wrong parameter at once, with the values that would be right, in ``errors``; the first of
them also stands at the top. An act that is hindered names every Hindernis with its paragraph.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import bad_request
from rest_framework import exceptions
from rest_framework.request import Request

from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import offen
from zielsystem.recht import Ausserhalb, Hindernis

logger = logging.getLogger("django.request")

PROBLEMTYPEN = "/api/v1/#problem-"
TITEL = {
    HTTPStatus.BAD_REQUEST: "Ungültige Anfrage",
    HTTPStatus.UNAUTHORIZED: "Anmeldung erforderlich",
    HTTPStatus.FORBIDDEN: "Nicht erlaubt",
    HTTPStatus.NOT_FOUND: "Nicht gefunden",
    HTTPStatus.METHOD_NOT_ALLOWED: "Methode nicht vorgesehen",
    HTTPStatus.NOT_ACCEPTABLE: "Format nicht verfügbar",
    HTTPStatus.CONFLICT: "Im gegenwärtigen Stand nicht möglich",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Format der Eingabe nicht verfügbar",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Angaben nicht verwendbar",
    HTTPStatus.TOO_MANY_REQUESTS: "Zu viele Anfragen",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Fehler im System",
    HTTPStatus.SERVICE_UNAVAILABLE: "Noch nicht verfügbar",
}


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
    """A problem with a type of its own, beside those that only tell the HTTP status; ``weiteres`` are more members."""

    problemtyp: str
    titel: str

    def __init__(self, detail: str | None = None, **weiteres: Any) -> None:
        super().__init__(detail)
        self.weiteres = weiteres


class NochNichtFertig(Anfrageproblem):
    """What is asked for is being made; ``wait`` says after how many seconds to ask again."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    problemtyp = "noch-nicht-fertig"
    titel = TITEL[HTTPStatus.SERVICE_UNAVAILABLE]
    default_detail = "Was Sie abrufen, wird gerade hergestellt. Bitte fragen Sie gleich noch einmal."
    wait = 5


class Unverwendbar(Anfrageproblem):
    """The request is well-formed, but what it says cannot be taken over; nothing was changed."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    problemtyp = "unverwendbar"
    titel = TITEL[HTTPStatus.UNPROCESSABLE_ENTITY]
    default_detail = "Die Angaben können so nicht übernommen werden. Es wurde nichts gespeichert."


class UngueltigeAnfrage(exceptions.APIException):
    """A request that cannot be answered as it stands; carries every error found."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, fehler: Sequence[Parameterfehler]) -> None:
        self.fehler = tuple(fehler)
        super().__init__(" ".join(einzelner.detail for einzelner in fehler))


def problem(fehler: Exception, kontext: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: every error, expected or not, as a problem object."""
    from rest_framework.views import set_rollback  # reads the settings, which name this module

    set_rollback()
    if isinstance(fehler, (Gehindert, Ausserhalb)):
        return _gehindert(fehler)
    if isinstance(fehler, Http404):
        fehler = exceptions.NotFound("Das gibt es hier nicht, oder es ist für Sie nicht sichtbar.")
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
@csrf_exempt
def unbekannte_adresse(request: HttpRequest) -> HttpResponse:
    """The answer to every address of the API that does not exist, whatever is sent there: nothing is done with it.

    Who left out the slash at the end is shown where to go, as on pages.
    """
    if (gemeinte := _mit_schraegstrich(request.path_info)) is None:
        return problemantwort(404, detail=f"Die Adresse {request.path} gibt es nicht. Übersicht: /api/v1/.")
    if request.method in ("GET", "HEAD"):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problemantwort(404, detail=f"Die Adresse {request.path} gibt es nicht; gemeint ist wohl {gemeinte}.")


def _mit_schraegstrich(pfad: str) -> str | None:
    """The address that somebody meant who left out the slash at the end; None where there is none."""
    gemeinte = f"{pfad}/"
    gibt_es = not pfad.endswith("/") and resolve(gemeinte).func is not unbekannte_adresse
    return gemeinte if gibt_es else None


@offen
def unverstaendlich(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The answer to an address that cannot be one at all: a problem object in the API, else the usual page."""
    if not request.path_info.startswith("/api/"):
        return bad_request(request, exception)
    return problemantwort(400, detail=str(exception) or "Diese Anfrage ist nicht zu verstehen.")


def als_objekt(hindernis: Hindernis) -> dict[str, Any]:
    """What stands in the way of an act, as the API tells it."""
    return {
        "code": hindernis.code,
        "norm": str(hindernis.norm),
        "meldung": hindernis.meldung,
        "hart": hindernis.hart,
    }


def _gehindert(fehler: Gehindert | Ausserhalb) -> HttpResponse:
    hindernisse = fehler.hindernisse if isinstance(fehler, Gehindert) else ()
    return problemantwort(HTTPStatus.CONFLICT, detail=str(fehler), hindernisse=[als_objekt(h) for h in hindernisse])


def _unerwartet(request: Request, fehler: Exception) -> HttpResponse:
    got_request_exception.send(sender=None, request=request._request)
    logger.error("Unerwarteter Fehler: %s", request.path, exc_info=fehler)
    return problemantwort(500, detail="Ein unerwarteter Fehler ist aufgetreten. Er wurde aufgezeichnet.")


def _in_worten(fehler: exceptions.APIException) -> str:
    if isinstance(fehler, exceptions.ParseError):
        return "Der Inhalt der Anfrage ist kein gültiges JSON (UTF-8)."
    if isinstance(fehler, exceptions.NotAuthenticated):
        return "Dazu braucht es einen Schlüssel (Authorization: Bearer zs_…) oder eine Anmeldung im Browser."
    if isinstance(fehler, exceptions.NotAcceptable) and fehler.available_renderers:
        return f"Diese Adresse antwortet mit: {', '.join(r.media_type for r in fehler.available_renderers)}."
    if isinstance(fehler, exceptions.Throttled):
        warten = int(getattr(fehler, "wait", None) or 1)
        return f"Zu viele Anfragen. Die nächste ist in {warten} Sekunden möglich."
    return str(fehler.detail)


def _weiteres(fehler: exceptions.APIException) -> dict[str, Any]:
    if isinstance(fehler, UngueltigeAnfrage):
        objekte = [einzelner.als_objekt() for einzelner in fehler.fehler]
        return objekte[0] | {"errors": objekte}
    if isinstance(fehler, Anfrageproblem):
        return {"type": f"{PROBLEMTYPEN}{fehler.problemtyp}", "title": fehler.titel, **fehler.weiteres}
    return {}


def _kopfzeilen(fehler: exceptions.APIException) -> dict[str, str]:
    kopf = {}
    if (anmeldung := getattr(fehler, "auth_header", None)) is not None:
        kopf["WWW-Authenticate"] = anmeldung
    if (warten := getattr(fehler, "wait", None)) is not None:
        kopf["Retry-After"] = str(int(warten))
    return kopf
