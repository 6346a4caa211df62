"""The rule at every door: no view answers unless it says who may come in.

The doors of the REST API ask the same rule themselves (``zielsystem.api.einlass``): they also know tokens, and say no
with a problem object.

``@offen`` lets everyone in, ``@angemeldet`` everyone who acts for a party, ``@befugt(Befugnis.X)`` those whose
role carries X. The middleware refuses a view without a rule, and a test walks every route with every role.
What somebody sees behind the door is a matter of :mod:`zielsystem.parties.zugriff`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.verwahrung import merke_person, vergiss_gesendetes, verwahre
from zielsystem.parties.zugriff import Zugang, anonym, zugaenge

SITZUNGSFELD = "amt"


@dataclass(frozen=True)
class Tuerregel:
    """Who may come in: everyone, everyone with an account, or those whose role carries a Befugnis."""

    offen: bool = False
    befugnis: Befugnis | None = None

    def laesst_ein(self, zugang: Zugang) -> bool:
        """Whether this access opens the door."""
        if self.offen:
            return True
        if zugang.nutzer is None:
            return False
        return self.befugnis is None or self.befugnis in zugang.befugnisse


V = TypeVar("V", bound=Callable[..., Any])


def _mit_regel(regel: Tuerregel) -> Callable[[V], V]:
    def setze(view: V) -> V:
        view.tuerregel = regel  # type: ignore[attr-defined]
        return view

    return setze


offen = _mit_regel(Tuerregel(offen=True))
angemeldet = _mit_regel(Tuerregel())


def befugt(befugnis: Befugnis) -> Callable[[V], V]:
    """A door for those whose role carries a Befugnis."""
    return _mit_regel(Tuerregel(befugnis=befugnis))


def regel_von(view: Callable[..., Any]) -> Tuerregel | None:
    """The rule of a view function, of a class-based view or of a DRF view; None when it has none."""
    for traeger in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        regel = getattr(traeger, "tuerregel", None)
        if regel is not None:
            return regel  # type: ignore[no-any-return]
    return None


class TuerMiddleware:
    """Puts ``request.zugang`` on every request and keeps every door without a rule shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in unquote(request.get_full_path()):
            raise BadRequest("Die Adresse enthält ein Zeichen, das es nirgends gibt.")
        request.zugaenge = _zugaenge(request)  # type: ignore[attr-defined]
        request.zugang = _gewaehlt(request)  # type: ignore[attr-defined]
        war_angemeldet = request.user.is_authenticated
        antwort = self.get_response(request)
        merke_person(request, antwort, war_angemeldet=war_angemeldet)
        return _zur_naechsten_seite(request) if _nimmt_nur_eingaben(request, antwort) else antwort

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let in by rule; send the anonymous to the login page; refuse the others."""
        regel = regel_von(view)
        if regel is None:
            raise ImproperlyConfigured(f"Die Ansicht {view!r} hat keine Türregel.")
        zugang: Zugang = request.zugang  # type: ignore[attr-defined]
        if regel.laesst_ein(zugang) or getattr(getattr(view, "cls", None), "fragt_die_regel_selbst", False):
            if request.method == "POST" and zugang.nutzer is not None:
                vergiss_gesendetes(request)
            return None
        if zugang.nutzer is None:
            return _zur_anmeldung(request)
        raise PermissionDenied("Ihre Rolle öffnet diese Seite nicht.")


def _zur_anmeldung(request: HttpRequest) -> HttpResponseBase:
    """To the login, and back afterwards; a page that asked by htmx goes there as a whole, and comes back as a whole.

    What was typed into a form waits there (:mod:`zielsystem.parties.verwahrung`).
    """
    htmx = getattr(request, "htmx", None)
    if request.method == "POST" and not htmx and verwahre(request):
        return redirect_to_login(reverse("eingabe"))
    if htmx and htmx.current_url_abs_path:
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path).url)
    return redirect_to_login(request.get_full_path())


def _nimmt_nur_eingaben(request: HttpRequest, antwort: HttpResponseBase) -> bool:
    """Whether somebody opened an address that only takes what is sent to it: by "back", or after logging in."""
    return request.method == "GET" and antwort.status_code == 405 and not request.path.startswith("/api/")


def _zur_naechsten_seite(request: HttpRequest) -> HttpResponseBase:
    """To the page that such an address belongs to: the nearest one above it."""
    teile = request.path.strip("/").split("/")
    for laenge in range(len(teile) - 1, 0, -1):
        seite = f"/{'/'.join(teile[:laenge])}/"
        with suppress(Resolver404):
            resolve(seite)
            return redirect(seite)
    return redirect("/")


def _zugaenge(request: HttpRequest) -> list[Zugang]:
    return zugaenge(request.user, timezone.localdate()) if request.user.is_authenticated else []


def _gewaehlt(request: HttpRequest) -> Zugang:
    """The access chosen with the switch, else the first; a person without an Amt sees what is published."""
    heute = timezone.localdate()
    if not request.user.is_authenticated:
        return anonym(heute)
    moegliche: list[Zugang] = request.zugaenge  # type: ignore[attr-defined]
    amt_id = request.session.get(SITZUNGSFELD)
    gewaehlt = next((z for z in moegliche if z.amt_id == amt_id), None)
    return gewaehlt or next(iter(moegliche), Zugang(am=heute, nutzer=request.user))
