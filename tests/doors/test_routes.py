"""Every route × every role: who comes in stands in one table here, apart from the code that enforces it.

A new route fails until it is written down. Behind an open door a page may still answer 404 for what the person
must not see; that is a matter of the access rule (tests/parties/test_zugriff.py and each app's own tests).
"""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern

from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle, rollen_mit
from zielsystem.checks import alle_muster
from zielsystem.parties.doors import TuerMiddleware

OFFEN, ANGEMELDET = "offen", "angemeldet"

ROUTEN: dict[str, str | Befugnis] = {
    "": OFFEN,
    "gesund/": OFFEN,
    "handeln-fuer/": ANGEMELDET,
    "recht/": OFFEN,
    "konten/": Befugnis.KONTEN_VERWALTEN,
    "konten/neu/": Befugnis.KONTEN_VERWALTEN,
    "konten/<int:pk>/beenden/": Befugnis.KONTEN_VERWALTEN,
    "journal/": Befugnis.JOURNAL_LESEN,
    "konto/anmelden/": OFFEN,
    "konto/abmelden/": OFFEN,
    "konto/gesperrt/": OFFEN,
    "konto/registrieren/": OFFEN,
    "konto/passwort/": ANGEMELDET,
    "konto/passwort/vergessen/": OFFEN,
    "konto/passwort/vergessen/gesendet/": OFFEN,
    "konto/passwort/neu/<str:uidb36>-<str:key>/": OFFEN,
    "konto/passwort/neu/fertig/": OFFEN,
}

BEISPIELE = {"uidb36": "1", "key": "abc", "ags": "05111", "schluessel": "bund", "code": "K2", "kennzahl": "K2"}
BEISPIELE |= dict.fromkeys(("pk", "runde_id", "vereinbarung_id", "lauf_id", "meldung_id", "dokument_id"), "1")

MUSTER = dict(alle_muster())


def adresse(muster: URLPattern, route: str) -> str:
    """The route with an example in place of every variable."""
    for name, converter in muster.pattern.converters.items():
        for schreibweise in (f"<{_art(converter)}:{name}>", f"<{name}>"):
            route = route.replace(schreibweise, BEISPIELE[name])
    assert "<" not in route, f"kein Beispiel für {route}"
    return f"/{route}"


def _art(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def test_every_route_is_written_down_and_no_other() -> None:
    assert set(MUSTER) == set(ROUTEN)


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(ROUTEN))
def test_a_route_lets_in_whom_it_should(route: str) -> None:
    welt, regel = Welt.erschaffe(), ROUTEN[route]
    ziel = adresse(MUSTER[route], route)
    erlaubte = set(rollen_mit(regel)) if isinstance(regel, Befugnis) else set(Rolle)
    falsch = []
    for name, nutzer in {None: None, **welt.personen}.items():
        client = Client()
        if nutzer:
            client.force_login(nutzer)
        antwort = client.get(ziel)
        if nutzer is None:
            herein = regel == OFFEN
            richtig = antwort.status_code not in (401, 403) and _zur_anmeldung(antwort) is not herein
        else:
            herein = Rolle(name.rpartition(".")[2]) in erlaubte
            richtig = (antwort.status_code != 403) is herein and not _zur_anmeldung(antwort)
        if not richtig or antwort.status_code >= 500:
            falsch.append(f"{name}: {antwort.status_code}")
    assert falsch == []


def _zur_anmeldung(antwort: HttpResponse) -> bool:
    return antwort.status_code == 302 and antwort["Location"].startswith("/konto/anmelden/?next=")


def test_a_view_without_a_rule_stays_shut(rf: RequestFactory) -> None:
    def vergessen(request: HttpRequest) -> HttpResponse:
        return HttpResponse("offen")

    with pytest.raises(ImproperlyConfigured, match="keine Türregel"):
        TuerMiddleware(lambda request: HttpResponse()).process_view(rf.get("/"), vergessen, (), {})
