"""The frame of the pages about one body, and how a page carries out an act.

Every tab is a page of its own: a row of :data:`REITER`, a view that starts with :func:`lade` and hands :func:`rahmen`
to a template that extends ``gremien/rahmen.html``. A form that is an act is shown by :func:`formularseite`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from gremien.abstimmung import Unmoeglich
from gremien.fehler import NichtMoeglich
from gremien.models import Gremium
from gremien.recht import Gremiumart, Unzustaendig, gremiumtitel
from gremien.recht.vorsitz import Unstimmig
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb

FEHLER = (NichtMoeglich, Unstimmig, Unzustaendig, Unmoeglich, Gehindert, Ausserhalb)
"""What an act refuses in German words."""

Krumen = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Reiter:
    """A tab: ``route`` has ``pk`` of the body as its only argument; ``nur``: the kind of body that has it."""

    code: str
    titel: str
    route: str
    nur: Gremiumart | None = None


REITER: tuple[Reiter, ...] = (
    Reiter("ueberblick", "Überblick", "gremium"),
    Reiter("sitzungen", "Sitzungen", "sitzungen"),
    Reiter("anmeldungen", "Anmeldungen", "anmeldungen"),
    Reiter("mitglieder", "Mitglieder", "mitglieder"),
    Reiter("vorsitz", "Vorsitz", "vorsitz"),
    Reiter("geschaeftsfuehrung", "Geschäftsführung", "geschaeftsfuehrung", Gremiumart.TRAEGERVERSAMMLUNG),
    Reiter("streitfaelle", "Streitfälle", "streitfaelle_des", Gremiumart.KOOPERATIONSAUSSCHUSS),
)
"""The tabs in their order."""


def zugang_von(request: HttpRequest) -> Zugang:
    """Who asks."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return zugang


def lade(request: HttpRequest, pk: int) -> Gremium:
    """The body, if the access takes part in it; else 404."""
    return get_object_or_404(Gremium.objects.visible_to(zugang_von(request)), pk=pk)


def rahmen(gremium: Gremium, reiter: str) -> dict[str, Any]:
    """What the template of the frame needs; ``reiter`` is the code of the tab that is open."""
    offen = next(zeile for zeile in REITER if zeile.code == reiter)
    weg = krumen(gremium, None if offen is REITER[0] else offen.titel)
    return {
        "brotkrumen": weg,
        "gremium_id": gremium.pk,
        "titel": gremium.titel,
        "vorzeile": gremiumtitel(gremium.art),
        "fenstertitel": f"{offen.titel}: {gremium.titel}",
        "reiter": [
            (zeile.titel, reverse(f"gremien:{zeile.route}", args=[gremium.pk]), zeile is offen)
            for zeile in REITER
            if zeile.nur in (None, gremium.art)
        ],
    }


def krumen(gremium: Gremium, *weiter: str | tuple[str, str] | None) -> Krumen:
    """The way to a page of a body; the last part is the page itself, the others are (title, url)."""
    teile = [teil for teil in weiter if teil is not None]
    start: tuple[str, str | None] = ("Gremien", reverse("gremien:gremien"))
    eigene: tuple[str, str | None] = (gremium.titel, gremium_url(gremium) if teile else None)
    rest: Krumen = [teil if isinstance(teil, tuple) else (teil, None) for teil in teile]
    return [start, eigene, *rest]


def gremium_url(gremium: Gremium, route: str = "gremium") -> str:
    """The address of a page of a body."""
    return reverse(f"gremien:{route}", args=[gremium.pk])


# -- Acts ------------------------------------------------------------------------------------------------------

Akt = Callable[..., object]


def versuche(request: HttpRequest, form: forms.Form, akt: Akt, erfolg: str = "Das ist festgehalten.") -> bool:
    """Carry out an act with what a valid form holds; what it refuses stands at the field it concerns."""
    try:
        akt(durch=zugang_von(request), am=timezone.now())
    except FEHLER as fehler:
        feld = getattr(fehler, "feld", "")
        form.add_error(feld if feld in form.fields else None, str(fehler))
        return False
    messages.success(request, erfolg)
    return True


def vollzogen(request: HttpRequest, akt: Akt, erfolg: str = "Das ist festgehalten.") -> bool:
    """Carry out an act that has no form of its own; what it refuses is said on the next page."""
    try:
        akt(durch=zugang_von(request), am=timezone.now())
    except FEHLER as fehler:
        messages.error(request, str(fehler))
        return False
    messages.success(request, erfolg)
    return True


@dataclass(frozen=True)
class Seite:
    """A page that is a single form: its heading, the way to it, where it leads afterwards."""

    titel: str
    knopf: str
    weiter: str
    brotkrumen: Krumen
    text: str = ""
    erfolg: str = "Das ist festgehalten."


def formularseite(request: HttpRequest, seite: Seite, form: forms.Form, akt: Akt) -> HttpResponse:
    """Show a form, or carry out the act and go on; a refused one comes back with everything typed (422)."""
    if request.method == "POST" and form.is_valid() and versuche(request, form, akt, seite.erfolg):
        return redirect(seite.weiter)
    kontext = {
        "titel": seite.titel,
        "text": seite.text,
        "knopf": seite.knopf,
        "form": form,
        "zurueck": seite.weiter,
        "brotkrumen": seite.brotkrumen,
    }
    return render(request, "gremien/formular.html", kontext, status=422 if form.errors else 200)
