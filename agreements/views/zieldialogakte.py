"""The acts around one Zieldialog: what is filled in, confirmed, agreed on its page."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agreements.models import Dialogbericht, Massnahme, Teilnahme, Vertragspartei
from agreements.views.zeilen import seitenname
from agreements.views.zieldialog import brotkrumen, eigene_teilnahmen, kontext_von, lade_dialog, zwischentabelle
from agreements.views.zieldialogformulare import (
    Berichtsformular,
    Dialogformular,
    Grundformular,
    Massnahmenformular,
    Niederschriftformular,
    Vermerkformular,
    Vorschlagformular,
    anfang,
)
from agreements.zieldialog import berichte, dialoge, massnahmen
from agreements.zieldialog.recht import BERICHTSTITEL
from agreements.zieldialog.zwischenstand import zwischenstaende
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Ausserhalb

_FEHLER = (Gehindert, Ausserhalb, dialoge.Unvereinbar)


@befugt(dialoge.BEFUGNIS)
@require_POST
def uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite, record as held, call off: a row of the table of transitions."""
    dialog = lade_dialog(request, pk)
    akt = dialoge.AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    grund = request.POST.get("grund", "")
    _vollzogen(request, "Der Stand des Zieldialogs ist geändert.", lambda **wer: akt(dialog=dialog, grund=grund, **wer))
    return redirect("agreements:zieldialog", pk=pk)


@befugt(dialoge.BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def aendern(request: HttpRequest, pk: int) -> HttpResponse:
    """Another date, place or agenda."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    dialog = lade_dialog(request, pk)
    verlange(zugang, dialoge.BEFUGNIS, dialog)
    punkte = "\n".join(dialog.tagesordnung.order_by("reihenfolge").values_list("titel", flat=True))
    vorher = {
        "titel": dialog.titel,
        "ort": dialog.ort,
        "tagesordnung": punkte,
        **anfang(dialog.beginn, dialog.dauer),
    }
    form = Dialogformular(request.POST or None, initial=vorher)
    if request.method == "POST" and form.is_valid():
        try:
            dialoge.verlege(dialog=dialog, vorhaben=form.vorhaben(), durch=zugang, am=timezone.now())
        except _FEHLER as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, "Der Zieldialog ist geändert. Bitte laden Sie (erneut) ein.")
            return redirect("agreements:zieldialog", pk=pk)
    kontext = {
        "titel": f"{dialog.titel} ändern",
        "form": form,
        "brotkrumen": [*brotkrumen(dialog, list(eigene_teilnahmen(dialog, zugang))), ("Ändern", None)],
        "zurueck": reverse("agreements:zieldialog", args=[pk]),
        "knopf": "Änderung speichern",
    }
    return render(request, "agreements/zieldialog/formular.html", kontext, status=422 if form.errors else 200)


@befugt(dialoge.BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def bericht(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the report of the own side; the computed part stands beside it."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    teilnahme = _teilnahme(request, pk)
    vorhandener, titel = _eigener_bericht(teilnahme, zugang)
    anfangs = (
        {
            "rahmenbedingungen": vorhandener.rahmenbedingungen,
            "gelesen": vorhandener.geaendert_am.isoformat(),
        }
        if vorhandener
        else {}
    )
    form = Berichtsformular(request.POST or None, initial=anfangs)
    if request.method == "POST" and form.is_valid():
        text = berichte.Berichtstext(form.cleaned_data["rahmenbedingungen"], form.cleaned_data["gelesen"])
        abgeben = "abgeben" in request.POST
        try:
            berichte.schreibe(teilnahme=teilnahme, text=text, abgeben=abgeben, durch=zugang, am=timezone.now())
        except _FEHLER as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, "Der Bericht ist abgegeben." if abgeben else "Der Entwurf ist gespeichert.")
            return redirect("agreements:zieldialog", pk=teilnahme.zieldialog_id)
    kontext = {
        "titel": titel,
        "text": f"{teilnahme.zieldialog.titel}: {seitenname(teilnahme.zielvereinbarung)}",
        "form": form,
        "brotkrumen": [*brotkrumen(teilnahme.zieldialog, [teilnahme])[:-1], (titel, None)],
        "zurueck": reverse("agreements:zieldialog", args=[teilnahme.zieldialog_id]),
        "zielerreichung": zwischentabelle(zwischenstaende(teilnahme.zielvereinbarung)),
    }
    return render(request, "agreements/zieldialog/bericht.html", kontext, status=422 if form.errors else 200)


def _teilnahme(request: HttpRequest, pk: int) -> Teilnahme:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    eigene = Vertragspartei.objects.filter(dialoge.ich(zugang)).values("zielvereinbarung")
    return get_object_or_404(
        Teilnahme.objects.filter(zielvereinbarung__in=eigene).select_related(
            "zieldialog__runde", "zielvereinbarung__runde"
        ),
        pk=pk,
    )


def _eigener_bericht(teilnahme: Teilnahme, zugang: Zugang) -> tuple[Dialogbericht | None, str]:
    seite = berichte.eigene_seite(teilnahme, zugang)
    if seite is None:
        raise Http404
    return teilnahme.berichte.filter(seite=seite).first(), BERICHTSTITEL[teilnahme.zielvereinbarung.nr][seite]


@befugt(dialoge.BEFUGNIS)
@require_POST
def bericht_zurueck(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the own report back."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(Dialogbericht.objects.visible_to(zugang).select_related("teilnahme"), pk=pk)
    grund = request.POST.get("grund", "")
    _vollzogen(
        request,
        "Der Bericht ist wieder ein Entwurf.",
        lambda **wer: berichte.hole_zurueck(bericht=gefunden, grund=grund, **wer),
    )
    return redirect("agreements:zieldialog", pk=gefunden.teilnahme.zieldialog_id)


@befugt(dialoge.BEFUGNIS)
@require_POST
def niederschrift_schreiben(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down the minutes; what was written stays on the screen when somebody else was faster."""
    dialog = lade_dialog(request, pk)
    form = Niederschriftformular(request.POST)
    if form.is_valid():
        text, nummer = form.cleaned_data["niederschrift"], form.cleaned_data["nummer"]
        wer = {"durch": request.zugang, "am": timezone.now()}  # type: ignore[attr-defined]
        try:
            dialoge.schreibe_niederschrift(dialog=dialog, text=text, nummer=nummer, **wer)
        except _FEHLER as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, "Die Niederschrift ist gespeichert.")
            return redirect("agreements:zieldialog", pk=pk)
    kontext = kontext_von(request, dialog, niederschrift=form)
    return render(request, "agreements/zieldialog/dialog.html", kontext, status=422)


@befugt(dialoge.BEFUGNIS)
@require_POST
def niederschrift_bestaetigen(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the minutes for the own party."""
    dialog = lade_dialog(request, pk)
    nummer = (
        int(request.POST["nummer"])
        if request.POST.get("nummer", "").isascii() and request.POST.get("nummer", "").isdigit()
        else -1
    )
    _vollzogen(
        request,
        "Die Niederschrift ist bestätigt.",
        lambda **wer: dialoge.bestaetige(dialog=dialog, nummer=nummer, **wer),
    )
    return redirect("agreements:zieldialog", pk=pk)


@befugt(dialoge.BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def massnahme_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree a Maßnahme."""
    teilnahme = _teilnahme(request, pk)
    parteien = list(
        teilnahme.zielvereinbarung.vertragsparteien.order_by("reihenfolge").values_list("partei", "bezeichnung")
    )
    form = Massnahmenformular(request.POST or None, parteien=parteien)
    return _ergebnis(
        request,
        teilnahme,
        form,
        "Maßnahme vereinbaren",
        lambda **wer: massnahmen.vereinbare(teilnahme=teilnahme, angaben=form.angaben(), **wer),
    )


@befugt(dialoge.BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def aenderung_vorschlagen(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to amend the agreement."""
    teilnahme = _teilnahme(request, pk)
    form = Vorschlagformular(request.POST or None)
    return _ergebnis(
        request,
        teilnahme,
        form,
        "Änderung der Vereinbarung vorschlagen",
        lambda **wer: massnahmen.schlage_aenderung_vor(teilnahme=teilnahme, text=form.cleaned_data["text"], **wer),
    )


def _ergebnis(
    request: HttpRequest, teilnahme: Teilnahme, form: forms.Form, titel: str, akt: Callable[..., object]
) -> HttpResponse:
    """A form for a result of the dialogue: shown, or carried out and back to the dialogue."""
    verlange(request.zugang, dialoge.BEFUGNIS, teilnahme.zielvereinbarung)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            akt(durch=request.zugang, am=timezone.now())  # type: ignore[attr-defined]
        except _FEHLER as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, "Das Ergebnis ist festgehalten.")
            return redirect("agreements:zieldialog", pk=teilnahme.zieldialog_id)
    kontext = {
        "titel": titel,
        "text": f"{teilnahme.zieldialog.titel}: {seitenname(teilnahme.zielvereinbarung)}",
        "form": form,
        "brotkrumen": [*brotkrumen(teilnahme.zieldialog, [teilnahme])[:-1], (titel, None)],
        "zurueck": reverse("agreements:zieldialog", args=[teilnahme.zieldialog_id]),
        "knopf": "Festhalten",
    }
    return render(request, "agreements/zieldialog/formular.html", kontext, status=422 if form.errors else 200)


@befugt(dialoge.BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def massnahme_vermerken(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how far a Maßnahme is."""
    eine = _massnahme_von(request, pk)
    form = Vermerkformular(request.POST or None)
    return _ergebnis(
        request,
        eine.teilnahme,
        form,
        f"Stand der Maßnahme „{eine.titel}“",
        lambda **wer: massnahmen.vermerke(massnahme=eine, text=form.cleaned_data["text"], **wer),
    )


@befugt(dialoge.BEFUGNIS)
@require_POST
def massnahme_uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, given up, worked on again."""
    eine = _massnahme_von(request, pk)
    akt = massnahmen.AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    form = Grundformular(request.POST)
    grund = form.cleaned_data["grund"] if form.is_valid() else ""
    _vollzogen(request, "Der Stand der Maßnahme ist geändert.", lambda **wer: akt(massnahme=eine, grund=grund, **wer))
    return redirect(f"{reverse('agreements:zieldialog', args=[eine.teilnahme.zieldialog_id])}#massnahme-{eine.pk}")


def _massnahme_von(request: HttpRequest, pk: int) -> Massnahme:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    verbunden = ("teilnahme__zieldialog__runde", "teilnahme__zielvereinbarung__runde")
    return get_object_or_404(Massnahme.objects.visible_to(zugang).select_related(*verbunden), pk=pk)


def _vollzogen(request: HttpRequest, erfolg: str, akt: Callable[..., object]) -> None:
    try:
        akt(durch=request.zugang, am=timezone.now())  # type: ignore[attr-defined]
    except _FEHLER as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, erfolg)
