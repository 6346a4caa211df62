"""Recorded results of a round: the list, recording one, its document, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.beteiligung import (
    Bezug,
    Erfassung,
    NichtErfassbar,
    beratungen_der_runde,
    bezug_von,
    darf_erfassen,
    erfasse_nachweise,
    offene_bezuege,
    schluessel_von,
    widerrufe_nachweis,
)
from agreements.models import Nachweis, Planungsrunde
from agreements.recht import BETEILIGUNGEN, ERGEBNISTITEL, FORMEN, Beteiligung, Ergebnis, Erklaerende, beteiligung
from agreements.views.anmelden import sachen_bei_gremien
from agreements.views.nachweiszeilen import gremientabelle, listentabelle
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.dateien import BYTE_HOECHSTENS, DATEIARTEN_TEXT
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import in_kraft
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

JE_SEITE = 50
_START = ("Zielvereinbarungen", "/zielvereinbarungen/")


class Nachweisformular(forms.Form):
    """A result of a Beteiligung, about one or several things that wait for it."""

    fuer = forms.MultipleChoiceField(label="Wofür", widget=forms.CheckboxSelectMultiple)
    ergebnis = forms.ChoiceField(label="Ergebnis", widget=forms.RadioSelect)
    am = forms.DateField(
        label="Tag",
        help_text="Tag des Beschlusses, der Sitzung oder der Erklärung.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    dokument = forms.FileField(
        label="Dokument",
        required=False,
        help_text=f"Protokoll, Beschluss oder Schreiben: {DATEIARTEN_TEXT}; höchstens {BYTE_HOECHSTENS // 1024**2} MB.",
    )
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=forms.Textarea({"rows": 3}), max_length=5000)

    def __init__(self, zeile: Beteiligung, bezuege: Sequence[tuple[Bezug, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = FORMEN[zeile.form]
        self.fields["fuer"].choices = [(schluessel_von(bezug), name) for bezug, name in bezuege]  # type: ignore[attr-defined]
        self.fields["ergebnis"].choices = [(e.value, ERGEBNISTITEL[e]) for e in form.moeglich]  # type: ignore[attr-defined]
        self.fields["ergebnis"].help_text = form.verlangt
        self.fields["dokument"].required = form.dokument
        self.bezuege = {schluessel_von(bezug): bezug for bezug, _ in bezuege}
        self.zeile = zeile

    def erfassung(self) -> Erfassung:
        """The result as the act takes it. Only after ``is_valid()``."""
        eingabe = self.cleaned_data
        datei = eingabe["dokument"].read() if eingabe["dokument"] else b""
        return Erfassung(self.zeile, Ergebnis(eingabe["ergebnis"]), eingabe["am"], datei, eingabe["bemerkung"])

    def gewaehlte(self) -> list[Bezug]:
        """What it is about. Only after ``is_valid()``."""
        return [self.bezuege[schluessel] for schluessel in self.cleaned_data["fuer"]]


class Widerrufsformular(forms.Form):
    """Why a result does not count."""

    grund = forms.CharField(label="Grund des Widerrufs", widget=forms.Textarea({"rows": 3}), max_length=2000)


# -- The round ----------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def nachweise(request: HttpRequest, pk: int) -> HttpResponse:
    """What a round waits for, what may be recorded, and what was recorded that one may see."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = _runde(request, pk)
    name = Parteistand.objects.filter(partei=OuterRef("partei")).order_by("-ab").values("name")[:1]
    land = Parteistand.objects.filter(partei=OuterRef("land")).order_by("-ab").values("name")[:1]
    sichtbare = (
        Nachweis.objects.visible_to(zugang)
        .filter(runde=runde)
        .select_related("zielvereinbarung", "vertragspartei", "runde")
        .annotate(kommunenname=Subquery(name), landesname=Subquery(land))
        .order_by("-pk")
    )
    seite = Paginator(sichtbare, JE_SEITE).get_page(request.GET.get("seite"))
    zeilen = list(seite.object_list)
    kontext = {
        "brotkrumen": [*_weg(runde), ("Nachweise", None)],
        "runde": runde,
        "seite": seite,
        "rechtstabelle": _rechtstabelle(runde, zugang),
        "beratungen": gremientabelle(beratungen_der_runde(runde, zugang), zugang),
        "tabelle": listentabelle(zeilen, _widerrufbare(zeilen, zugang)),
    }
    return render(request, "agreements/nachweise.html", kontext)


def _runde(request: HttpRequest, pk: int) -> Planungsrunde:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)


def _weg(runde: Planungsrunde) -> list[tuple[str, str | None]]:
    return [_START, (runde.titel, reverse("agreements:runde", args=[runde.pk]))]


def _rechtstabelle(runde: Planungsrunde, zugang: Zugang) -> Tabelle:
    spalten = (
        Spalte("Nachweis", kopf=True),
        Spalte("Stelle"),
        Spalte("Form"),
        Spalte("vor Vereinbarungen"),
        Spalte("Rechtsgrundlage"),
        Spalte("Erfassen"),
    )
    zeilen = [
        [
            zeile.titel,
            zeile.stelle,
            Zelle(FORMEN[zeile.form].titel, hinweis=FORMEN[zeile.form].verlangt),
            Zelle(", ".join(f"Nr. {nr}" for nr in zeile.arten), hinweis="" if zeile.hart else "soll vorliegen"),
            str(zeile.norm),
            _erfassen(zeile, runde, zugang),
        ]
        for zeile in in_kraft(BETEILIGUNGEN, zugang.am)
    ]
    return Tabelle("Wer vor dem Abschluss beteiligt wird", spalten, zeilen)


def _erfassen(zeile: Beteiligung, runde: Planungsrunde, zugang: Zugang) -> Zelle | str:
    if not _ist_erfassend(zeile, zugang):
        return zahlen.FEHLT
    return Zelle("Ergebnis erfassen", url=reverse("agreements:nachweis_erfassen", args=[runde.pk, zeile.code]))


def _ist_erfassend(zeile: Beteiligung, zugang: Zugang) -> bool:
    """Whether a party of this kind records results of a row at all; about what, the act decides."""
    return zugang.art in zeile.erfassende + zeile.fuer_alle and Befugnis.NACHWEIS_ERFASSEN in zugang.befugnisse


def _widerrufbare(zeilen: list[Nachweis], zugang: Zugang) -> frozenset[int]:
    if Befugnis.NACHWEIS_ERFASSEN not in zugang.befugnisse:
        return frozenset()
    return frozenset(n.pk for n in zeilen if n.erfasst_fuer_id == zugang.partei_id)


# -- Recording ----------------------------------------------------------------------------------------------------


@befugt(Befugnis.NACHWEIS_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def erfassen(request: HttpRequest, pk: int, art: str) -> HttpResponse:
    """Record a result, for one thing or for several at once; who may not record it finds nothing here.

    ``form`` is None where nothing waits for such a result at the moment; ``anmelden_url`` leads to where the matter is
    registered with a body that is kept here.
    """
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = _runde(request, pk)
    zeile = beteiligung(art, zugang.am)
    if zeile is None or not _ist_erfassend(zeile, zugang):
        raise Http404("Diesen Nachweis erfassen andere.")
    bezuege = offene_bezuege(zugang, zeile, runde)
    formular = _formular(request, zeile, bezuege) if bezuege else None
    if formular and request.method == "POST" and formular.is_valid() and (anzahl := _erfasse(formular, zugang)):
        messages.success(request, f"„{zeile.titel}“ ist festgehalten{f' ({anzahl}-mal)' if anzahl > 1 else ''}.")
        return redirect(_danach(formular, zeile, runde))
    kontext = {
        "brotkrumen": [
            *_weg(runde),
            ("Nachweise", reverse("agreements:nachweise", args=[runde.pk])),
            (zeile.titel, None),
        ],
        "zeile": zeile,
        "form": formular,
        "runde": runde,
        "anmelden_url": _anmelden(zeile, runde, zugang),
    }
    return render(request, "agreements/nachweis_erfassen.html", kontext)


def _danach(formular: Nachweisformular, zeile: Beteiligung, runde: Planungsrunde) -> str:
    """To the agreement, where a party to it declared something of its own about one; else to the list."""
    gewaehlte = formular.gewaehlte()
    vereinbarung = gewaehlte[0].vereinbarung
    if vereinbarung and len(gewaehlte) == 1 and zeile.erklaerende is not Erklaerende.STELLE:
        return reverse("agreements:vereinbarung", args=[vereinbarung.pk])
    return reverse("agreements:nachweise", args=[runde.pk])


def _anmelden(zeile: Beteiligung, runde: Planungsrunde, zugang: Zugang) -> str:
    if not sachen_bei_gremien(zugang, zeile, runde):
        return ""
    return reverse("agreements:nachweis_anmelden", args=[runde.pk, zeile.code])


def _formular(request: HttpRequest, zeile: Beteiligung, bezuege: list[tuple[Bezug, str]]) -> Nachweisformular:
    if request.method == "POST":
        return Nachweisformular(zeile, bezuege, request.POST, request.FILES)
    schluessel = [schluessel_von(bezug) for bezug, _ in bezuege]
    vorgewaehlt = schluessel if len(schluessel) == 1 else [s for s in schluessel if s == request.GET.get("fuer")]
    return Nachweisformular(zeile, bezuege, initial={"fuer": vorgewaehlt})


def _erfasse(formular: Nachweisformular, zugang: Zugang) -> int:
    try:
        return len(
            erfasse_nachweise(
                erfassung=formular.erfassung(), bezuege=formular.gewaehlte(), durch=zugang, am=timezone.now()
            )
        )
    except NichtErfassbar as fehler:
        formular.add_error(fehler.feld or None, str(fehler))
        return 0


# -- One of them --------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def nachweis(request: HttpRequest, pk: int) -> FileResponse:
    """The document of a recorded result; invisible is not there."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(Nachweis.objects.visible_to(zugang).exclude(dokument=""), pk=pk)
    return FileResponse(gefunden.dokument.open("rb"), filename=gefunden.dateiname, as_attachment=True)


@befugt(Befugnis.NACHWEIS_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def widerrufen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a result back, with a reason; only who may record it."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    sichtbare = Nachweis.objects.visible_to(zugang).select_related("runde", "zielvereinbarung", "vertragspartei")
    gefunden = get_object_or_404(sichtbare, pk=pk)
    if not darf_erfassen(zugang, gefunden.zeile, bezug_von(gefunden)):
        raise Http404("Diesen Nachweis widerruft, wer ihn erfassen darf.")
    formular = Widerrufsformular(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formular.is_valid():
        try:
            grund = formular.cleaned_data["grund"]
            widerrufe_nachweis(nachweis=gefunden, grund=grund, durch=zugang, am=timezone.now())
        except NichtErfassbar as fehler:
            formular.add_error("grund", str(fehler))
        else:
            messages.success(request, f"„{gefunden.zeile.titel}“ ist widerrufen.")
            return redirect("agreements:nachweise", pk=gefunden.runde_id)
    zurueck = reverse("agreements:nachweise", args=[gefunden.runde_id])
    kontext = {
        "brotkrumen": [*_weg(gefunden.runde), ("Nachweise", zurueck), ("Widerruf", None)],
        "nachweis": gefunden,
        "form": formular,
        "zurueck": zurueck,
    }
    return render(request, "agreements/nachweis_widerrufen.html", kontext)
