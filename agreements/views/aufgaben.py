"""What waits for me, what is new, how often I am told; and the search over agreements."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.aufgaben import Aufgabe, aufgaben_von
from agreements.aufgaben.neues import Neuigkeit, betritt, neues
from agreements.aufgaben.rundbrief import turnus_von, waehle_turnus
from agreements.suche import LAENGE_HOECHSTENS, Treffer, suche
from agreements.turnus import TURNUSTITEL, Turnus
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

JE_ART_GEZEIGT = 20
TREFFER_GEZEIGT = 50


class Turnusformular(forms.Form):
    """How often the digest comes."""

    turnus = forms.ChoiceField(
        label="Aufgaben per E-Mail",
        choices=[(turnus.value, TURNUSTITEL[turnus]) for turnus in Turnus],
        widget=forms.RadioSelect,
        help_text="Die Nachricht nennt, was wartet, und enthält keine Zahlen und keine Inhalte.",
    )


class Suchformular(forms.Form):
    """What is searched for."""

    q = forms.CharField(
        label="Suchbegriffe",
        required=False,
        max_length=LAENGE_HOECHSTENS,
        help_text="Gefunden werden auch andere Formen eines Wortes. „Wörter in Anführungszeichen“ gehören zusammen, "
        "ein Minus schließt aus.",
    )


# -- Meine Aufgaben --------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def aufgaben(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person in the present role, and what others have done since the last visit."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    offen = aufgaben_von(zugang)
    seit = betritt(zugang, timezone.now())
    andere = [z for z in request.zugaenge if z.amt_id != zugang.amt_id]  # type: ignore[attr-defined]
    kontext = {
        "brotkrumen": [("Meine Aufgaben", None)],
        "abschnitte": _abschnitte(offen, zugang),
        "anzahl": len(offen),
        "ueberfaellig": sum(aufgabe.ueberfaellig(zugang.am) for aufgabe in offen),
        "neues": _neuestabelle(neues(zugang, seit)) if seit else None,
        "seit": zahlen.zeitpunkt(timezone.localtime(seit)) if seit else "",
        "form": Turnusformular(initial={"turnus": turnus_von(zugang.nutzer)}) if zugang.nutzer else None,
        "andere": [z.stand.name for z in andere if z.stand],
    }
    return render(request, "agreements/aufgaben/aufgaben.html", kontext)


def _abschnitte(offen: list[Aufgabe], zugang: Zugang) -> list[dict[str, Any]]:
    je_art: dict[str, list[Aufgabe]] = defaultdict(list)
    for aufgabe in offen:
        je_art[aufgabe.art.titel].append(aufgabe)
    return [
        {
            "tabelle": _tabelle(titel, seine[:JE_ART_GEZEIGT], zugang),
            "anzahl": len(seine),
            "weitere": max(0, len(seine) - JE_ART_GEZEIGT),
        }
        for titel, seine in je_art.items()
    ]


def _tabelle(titel: str, aufgaben_: list[Aufgabe], zugang: Zugang) -> Tabelle:
    zeilen: list[list[Zelle | str]] = [
        [Zelle(aufgabe.gegenstand, url=aufgabe.url, hinweis=aufgabe.hinweis), _frist(aufgabe, zugang)]
        for aufgabe in aufgaben_
    ]
    return Tabelle(titel, [Spalte("Worum es geht", kopf=True), Spalte("Bis")], zeilen)


def _frist(aufgabe: Aufgabe, zugang: Zugang) -> Zelle | str:
    if aufgabe.frist is None:
        return zahlen.FEHLT
    if aufgabe.ueberfaellig(zugang.am):
        return Zelle(f"{zahlen.tag(aufgabe.frist)}, überfällig", status="danger")
    return zahlen.tag(aufgabe.frist)


def _neuestabelle(eintraege: list[Neuigkeit]) -> Tabelle | None:
    spalten = [Spalte("Zielvereinbarung", kopf=True), Spalte("Was"), Spalte("Durch"), Spalte("Wann")]
    zeilen: list[list[Zelle | str]] = [
        [Zelle(n.gegenstand, url=n.url), n.akt, n.partei, zahlen.zeitpunkt(timezone.localtime(n.am))] for n in eintraege
    ]
    return Tabelle("Neues", spalten, zeilen) if zeilen else None


@angemeldet
@require_POST
def turnus(request: HttpRequest) -> HttpResponse:
    """Choose how often the digest comes."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    form = Turnusformular(request.POST)
    if zugang.nutzer is None or not form.is_valid():
        raise Http404("Diese Einstellung gibt es nicht.")
    gewaehlt = Turnus(form.cleaned_data["turnus"])
    waehle_turnus(nutzer=zugang.nutzer, turnus=gewaehlt)
    messages.success(request, f"Ihre Aufgaben kommen per E-Mail: {TURNUSTITEL[gewaehlt]}.")
    return redirect("agreements:aufgaben")


# -- Search ----------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def suchen(request: HttpRequest) -> HttpResponse:
    """The places in the agreements the access sees that match what is searched for."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    form = Suchformular(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    gefunden = suche(zugang, text)
    kontext = {
        "brotkrumen": [("Zielvereinbarungen", reverse("agreements:runden")), ("Suche", None)],
        "form": form,
        "gesucht": text,
        "treffer": [_zeile(treffer) for treffer in gefunden[:TREFFER_GEZEIGT]],
        "anzahl": len(gefunden),
        "weitere": max(0, len(gefunden) - TREFFER_GEZEIGT),
    }
    return render(request, "agreements/aufgaben/suche.html", kontext)


def _zeile(treffer: Treffer) -> dict[str, Any]:
    return {
        "titel": treffer.titel,
        "teil": treffer.teil,
        "url": treffer.url,
        "ausschnitt": [(stueck, stelle % 2 == 1) for stelle, stueck in enumerate(treffer.ausschnitt)],
    }
