"""What is to be done after decisions: the list over all bodies, one of them with its notes, and its acts."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gremien.models import Umsetzung
from gremien.recht import UMSETZUNG, Umsetzungszustand
from gremien.sitzungen.umsetzung import AKTE, naechste_akte, vermerke
from gremien.views.felder import textfeld
from gremien.views.rahmen import krumen, versuche, vollzogen, zugang_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Handlung, Spalte, Statusart, Tabelle, Zelle

_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN
_STATUS: dict[str, Statusart] = {"offen": "info", "erledigt": "success", "aufgegeben": "neutral"}


@angemeldet
@require_safe
def umsetzungen(request: HttpRequest) -> HttpResponse:
    """What is open over all bodies, the most urgent first, and what was done lately."""
    zugang = zugang_von(request)
    alle = Umsetzung.objects.visible_to(zugang).select_related("punkt__sitzung__gremium")
    offene = list(alle.offen().order_by("faellig_am", "pk"))
    letzte = list(alle.exclude(zustand=Umsetzungszustand.OFFEN).order_by("-faellig_am", "-pk")[:50])
    kontext = {
        "brotkrumen": [("Gremien", reverse("gremien:gremien")), ("Umsetzung von Beschlüssen", None)],
        "offene": umsetzungstabelle(offene, zugang) if offene else None,
        "letzte": umsetzungstabelle(letzte, zugang, "Erledigt oder aufgegeben") if letzte else None,
    }
    return render(request, "gremien/umsetzungen.html", kontext)


def umsetzungstabelle(alle: Sequence[Umsetzung], zugang: Zugang, titel: str = "Was zu tun ist") -> Tabelle:
    """Follow-ups in the order given: one query for the names of the parties. Needs ``punkt__sitzung__gremium``."""
    namen = _parteinamen(alle, zugang)
    spalten = [Spalte("Was", kopf=True), Spalte("Wer"), Spalte("Bis"), Spalte("Stand")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                eine.was,
                url=reverse("gremien:umsetzung", args=[eine.pk]),
                hinweis=f"{eine.punkt.sitzung.gremium.titel}: {eine.punkt.titel}",
            ),
            namen.get(eine.verantwortlich_id, zahlen.FEHLT),
            zahlen.tag(eine.faellig_am),
            umsetzungsstand(eine, zugang),
        ]
        for eine in alle
    ]
    return Tabelle(titel, spalten, zeilen)


def _parteinamen(alle: Sequence[Umsetzung], zugang: Zugang) -> dict[int, str]:
    parteien = {eine.verantwortlich_id for eine in alle}
    return dict(Parteistand.objects.am(zugang.am).filter(partei__in=parteien).values_list("partei", "name"))


def umsetzungsstand(eine: Umsetzung, zugang: Zugang) -> Zelle:
    """Where it stands; late is said."""
    if eine.zustand == Umsetzungszustand.OFFEN and eine.faellig_am < zugang.am:
        return Zelle("überfällig", status="danger")
    return Zelle(UMSETZUNG.titel_von(eine.zustand), status=_STATUS[eine.zustand])


class Vermerkformular(forms.Form):
    """How far it is."""

    text = textfeld("Stand der Umsetzung", 3, max_length=5_000)


@angemeldet
@require_safe
def umsetzung(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done, what became of it, and what can be recorded now."""
    return _seite(request, _lade(request, pk), Vermerkformular())


@befugt(_MITWIRKEN)
@require_POST
def umsetzung_vermerken(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how far it is."""
    eine = _lade(request, pk)
    form = Vermerkformular(request.POST)
    if form.is_valid() and versuche(
        request, form, lambda **wer: vermerke(umsetzung=eine, text=form.cleaned_data["text"], **wer)
    ):
        return redirect("gremien:umsetzung", pk=pk)
    return _seite(request, eine, form, status=422)


@befugt(_MITWIRKEN)
@require_POST
def umsetzung_uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, given up, worked on again."""
    eine = _lade(request, pk)
    akt = AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    grund = request.POST.get("grund", "")[:5_000]
    vollzogen(request, lambda **wer: akt(umsetzung=eine, grund=grund, **wer), "Der Stand ist geändert.")
    return redirect("gremien:umsetzung", pk=pk)


def _lade(request: HttpRequest, pk: int) -> Umsetzung:
    sichtbar = Umsetzung.objects.visible_to(zugang_von(request)).select_related("punkt__sitzung__gremium")
    return get_object_or_404(sichtbar, pk=pk)


def _seite(request: HttpRequest, eine: Umsetzung, form: forms.Form, status: int = 200) -> HttpResponse:
    zugang = zugang_von(request)
    sitzung = eine.punkt.sitzung
    ziel = reverse("gremien:umsetzung_uebergang", args=[eine.pk])
    namen = _parteinamen([eine], zugang)
    kontext = {
        "brotkrumen": krumen(
            sitzung.gremium, (sitzung.titel, reverse("gremien:sitzung", args=[sitzung.pk])), "Umsetzung"
        ),
        "titel": eine.was,
        "umsetzung_id": eine.pk,
        "zustand": umsetzungsstand(eine, zugang),
        "angaben": [
            ("Wer", namen.get(eine.verantwortlich_id, zahlen.FEHLT)),
            ("Bis", zahlen.tag(eine.faellig_am)),
            ("Beschluss", Zelle(eine.punkt.titel, url=reverse("gremien:sitzung", args=[sitzung.pk]))),
        ],
        "vermerke": [
            (f"{v.durch or 'Betrieb'}, {zahlen.tag(timezone.localtime(v.am))}", v.text)
            for v in eine.vermerke.select_related("durch").order_by("pk")
        ],
        "handlungen": [Handlung.aus(k.uebergang, k.hindernisse, ziel) for k in naechste_akte(eine, zugang)],
        "form": form if may(zugang, _MITWIRKEN, eine) else None,
    }
    return render(request, "gremien/umsetzung.html", kontext, status=status)
