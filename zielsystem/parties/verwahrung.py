"""What somebody typed while the session ran out: kept until the same person has logged in again.

A form that is sent without a login is not answered by a login page alone: what was typed waits in the browser's
session, bound to the person who was logged in last in this browser (a signed cookie). After the login that person, and
nobody else, sees it and can send it off or discard it. Files cannot be kept, and passwords are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

COOKIE = "zuletzt"
"""Who was logged in last in this browser: the key of the person, signed; gone when the person logs out."""

GUELTIG_SEKUNDEN = 24 * 60 * 60
"""So long a person can come back to what was typed."""

_FELD = "verwahrte_eingabe"
_ZEICHEN_HOECHSTENS = 200_000
_NICHT_VERWAHRT = ("csrfmiddlewaretoken", "password", "passwort", "kennwort")


@dataclass(frozen=True)
class Verwahrt:
    """A form that could not be taken: where it was sent, what it held, whether files are missing."""

    adresse: str
    felder: tuple[tuple[str, str], ...]
    mit_dateien: bool


def verwahre(request: HttpRequest) -> bool:
    """Keep the form that came without a login; False when there is nothing to keep or nobody it could belong to."""
    wer = request.get_signed_cookie(COOKIE, default="", max_age=GUELTIG_SEKUNDEN)
    felder = [
        (name, wert)
        for name, werte in request.POST.lists()
        for wert in werte
        if not any(teil in name.lower() for teil in _NICHT_VERWAHRT)
    ]
    if not wer or not felder or sum(len(wert) for _, wert in felder) > _ZEICHEN_HOECHSTENS:
        return False
    request.session[_FELD] = {
        "wer": wer,
        "adresse": request.get_full_path(),
        "felder": felder,
        "dateien": bool(request.FILES),
        "am": timezone.now().timestamp(),
    }
    return True


def verwahrtes(request: HttpRequest) -> Verwahrt | None:
    """What waits for the person who is logged in, or None."""
    stand: dict[str, Any] | None = request.session.get(_FELD)
    if not stand or stand["wer"] != str(request.user.pk):
        return None
    if timezone.now().timestamp() - stand["am"] > GUELTIG_SEKUNDEN:
        return None
    felder = tuple((name, wert) for name, wert in stand["felder"])
    return Verwahrt(stand["adresse"], felder, stand["dateien"])


def vergiss(request: HttpRequest) -> None:
    """Nothing waits any longer."""
    request.session.pop(_FELD, None)


def vergiss_gesendetes(request: HttpRequest) -> None:
    """What waited has now been sent off again."""
    stand = request.session.get(_FELD)
    if stand and stand["adresse"] == request.get_full_path():
        vergiss(request)


def merke_person(request: HttpRequest, antwort: HttpResponseBase, *, war_angemeldet: bool) -> None:
    """Keep the cookie in step with who is logged in; whoever logs out takes it away."""
    person = str(request.user.pk or "")
    if not person and war_angemeldet:
        antwort.delete_cookie(COOKIE)
    elif person and person != request.get_signed_cookie(COOKIE, default="", max_age=GUELTIG_SEKUNDEN):
        antwort.set_signed_cookie(
            COOKIE, person, max_age=GUELTIG_SEKUNDEN, httponly=True, samesite="Lax", secure=request.is_secure()
        )
