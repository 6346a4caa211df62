"""Registering with the bodies kept here what agreements wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.beteiligung import (
    Bezug,
    NichtErfassbar,
    angefragte_bezuege,
    anhaengige,
    erledigte,
    gefuehrte,
    melde_an,
    sachbezug,
    schluessel_von,
)
from agreements.models import Planungsrunde
from agreements.recht import Beteiligung, beteiligung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang

TITEL_HOECHSTENS = 200


class Anmeldeformular(forms.Form):
    """What is registered, each with the body that deals with it, and why now."""

    fuer = forms.MultipleChoiceField(label="Wofür", widget=forms.CheckboxSelectMultiple)
    begruendung = forms.CharField(
        label="Begründung", required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )

    def __init__(self, sachen: Sequence[tuple[Bezug, str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wahl: Any = self.fields["fuer"]
        wahl.choices = [(schluessel_von(bezug), f"{name} – {gremium}") for bezug, name, gremium in sachen]
        self.sachen = {schluessel_von(bezug): (bezug, name) for bezug, name, _ in sachen}

    def gewaehlte(self) -> list[tuple[Bezug, str]]:
        """What is registered, with its name. Only after ``is_valid()``."""
        return [self.sachen[schluessel] for schluessel in self.cleaned_data["fuer"]]


def sachen_bei_gremien(zugang: Zugang, zeile: Beteiligung, runde: Planungsrunde) -> list[tuple[Bezug, str, str]]:
    """What an access may register of a row in a round: each with its name and the name of the body kept here."""
    hier = gefuehrte([zeile], zugang.am)
    return [
        (bezug, name, gremium.titel)
        for bezug, name in (angefragte_bezuege(zugang, zeile, runde) if hier.gremien else ())
        if (gremium := hier.gremium(zeile, bezug))
    ]


@befugt(Befugnis.NACHWEIS_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def anmelden(request: HttpRequest, pk: int, art: str) -> HttpResponse:
    """Register something, or several things at once, with the bodies that deal with it; where none is kept, 404.

    ``form`` is None where all is registered already.
    """
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)
    zeile = beteiligung(art, zugang.am)
    sachen = sachen_bei_gremien(zugang, zeile, runde) if zeile else []
    if zeile is None or not sachen:
        raise Http404("Hier ist nichts bei einem Gremium anzumelden.")
    offene = _noch_nicht_angemeldet(sachen, zeile)
    formular = _formular(request, offene) if offene else None
    if formular and request.method == "POST" and formular.is_valid() and (anzahl := _melde_an(formular, zeile, zugang)):
        messages.success(request, "Angemeldet." if anzahl == 1 else f"{anzahl}-mal angemeldet.")
        return redirect(_zurueck(formular, runde))
    nachweise = reverse("agreements:nachweise", args=[runde.pk])
    kontext = {
        "brotkrumen": [
            ("Zielvereinbarungen", reverse("agreements:runden")),
            (runde.titel, reverse("agreements:runde", args=[runde.pk])),
            ("Nachweise", nachweise),
            ("Anmeldung", None),
        ],
        "zeile": zeile,
        "form": formular,
        "runde": runde,
        "zurueck": nachweise,
    }
    return render(request, "agreements/nachweis_anmelden.html", kontext)


def _noch_nicht_angemeldet(sachen: list[tuple[Bezug, str, str]], zeile: Beteiligung) -> list[tuple[Bezug, str, str]]:
    """What no body has before it or has dealt with as it should."""
    bezuege = [sachbezug(bezug) for bezug, _, _ in sachen]
    erledigt = erledigte(zeile, bezuege) | {
        b for b, gegenstand in anhaengige(bezuege) if gegenstand == zeile.gegenstand
    }
    return [sache for sache, bezug in zip(sachen, bezuege, strict=True) if bezug not in erledigt]


def _formular(request: HttpRequest, sachen: list[tuple[Bezug, str, str]]) -> Anmeldeformular:
    if request.method == "POST":
        return Anmeldeformular(sachen, request.POST)
    schluessel = [schluessel_von(bezug) for bezug, _, _ in sachen]
    return Anmeldeformular(
        sachen, initial={"fuer": schluessel if len(schluessel) == 1 else [request.GET.get("fuer", "")]}
    )


def _melde_an(formular: Anmeldeformular, zeile: Beteiligung, zugang: Zugang) -> int:
    """Register all or none; returns how many."""
    begruendung, jetzt = formular.cleaned_data["begruendung"], timezone.now()
    try:
        with transaction.atomic():
            for bezug, name in (gewaehlte := formular.gewaehlte()):
                titel = f"{zeile.titel}: {name}"[:TITEL_HOECHSTENS]
                melde_an(zeile=zeile, bezug=bezug, titel=titel, durch=zugang, am=jetzt, begruendung=begruendung)
    except NichtErfassbar as fehler:
        formular.add_error(None, str(fehler))
        return 0
    return len(gewaehlte)


def _zurueck(formular: Anmeldeformular, runde: Planungsrunde) -> str:
    """To the agreement, where one alone was registered, else to the Nachweise of the round."""
    gewaehlte = formular.gewaehlte()
    vereinbarung = gewaehlte[0][0].vereinbarung if len(gewaehlte) == 1 else None
    if vereinbarung:
        return reverse("agreements:vereinbarung", args=[vereinbarung.pk])
    return reverse("agreements:nachweise", args=[runde.pk])
