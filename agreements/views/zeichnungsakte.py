"""The pages on which somebody signs, names the signatory, gives more time or declines: a form each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agreements.lifecycle import alle_akte
from agreements.models import Ausfertigung, Ausfertigungsart, Zielvereinbarung
from agreements.views.rahmen import lade_eigene, rahmen
from agreements.views.wegweiser import mit_wegen
from agreements.views.zeichnung import offener_text, rueckweg
from agreements.views.zeichnungsformulare import (
    Ablehnungsformular,
    Fristformular,
    Kontoformular,
    Papierformular,
    Unterzeichnerformular,
    Zertifikatformular,
)
from agreements.views.zeichnungszeilen import Zeichnungsseite
from agreements.zeichnung import (
    benenne_unterzeichner,
    lehne_ab,
    verlaengere_frist,
    zeichne_auf_papier,
    zeichne_einfach,
    zeichne_mit_zertifikat,
)
from agreements.zeichnung.benennen import zeichnungsberechtigte
from agreements.zeichnung.fehler import NichtZeichenbar, SchonGezeichnet
from agreements.zeichnung.parteien import eigene_partei
from agreements.zeichnungsrecht import MIT_DATEI, MIT_ZERTIFIKAT, NIVEAUS, Niveau
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb, Hindernis

_AKTE: dict[Niveau, Callable[..., Any]] = {
    Niveau.PAPIER: zeichne_auf_papier,
    Niveau.EINFACH: zeichne_einfach,
    Niveau.FORTGESCHRITTEN: zeichne_mit_zertifikat,
    Niveau.QUALIFIZIERT: zeichne_mit_zertifikat,
}


@sensitive_post_parameters("kennwort")
@befugt(Befugnis.ZEICHNEN)
@require_http_methods(["GET", "HEAD", "POST"])
def zeichnen(request: HttpRequest, pk: int, niveau: str) -> HttpResponse:
    """Sign at one level: what is checked and what is not, and the form."""
    vereinbarung = lade_eigene(request, pk)
    gewaehlt = _niveau(niveau)
    hindernisse = _hindernisse(vereinbarung, request)
    form = _zeichnungsformular(request, gewaehlt, vereinbarung, any(not h.hart for h in hindernisse))
    if request.method == "POST" and form.is_valid():
        erfolg = "Ihre Unterschrift ist festgehalten."
        if _tue(request, form, vereinbarung, _AKTE[gewaehlt], form.angaben(), erfolg):
            return redirect(rueckweg(vereinbarung))
    kontext = {
        **_seite(request, vereinbarung, f"Zeichnen: {NIVEAUS[gewaehlt].titel}", form, "Verbindlich zeichnen"),
        "niveau": NIVEAUS[gewaehlt],
        "hindernisse": mit_wegen(hindernisse, vereinbarung, request.zugang),  # type: ignore[attr-defined]
        "begruendungen": Zeichnungsseite(vereinbarung, request.zugang).begruendungen(),  # type: ignore[attr-defined]
        "fassung": _fassung(vereinbarung) if gewaehlt in MIT_DATEI else None,
    }
    return render(request, "agreements/vereinbarung/zeichnen.html", kontext)


def _niveau(code: str) -> Niveau:
    try:
        return Niveau(code)
    except ValueError as fehler:
        raise Http404("Diese Art der Unterschrift gibt es nicht.") from fehler


def _hindernisse(vereinbarung: Zielvereinbarung, request: HttpRequest) -> tuple[Hindernis, ...]:
    """What stands in the way of a signature; 404 where the text is not to be signed."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    knopf = next((k for k in alle_akte(vereinbarung, zugang) if k.uebergang.code == "zeichnen"), None)
    if knopf is None:
        raise Http404("Diese Zielvereinbarung ist nicht zu zeichnen.")
    return knopf.hindernisse


def _zeichnungsformular(request: HttpRequest, niveau: Niveau, vereinbarung: Zielvereinbarung, grund: bool) -> Any:
    daten: dict[str, Any] = {"mit_grund": grund}
    if request.method == "POST":
        daten |= {"data": request.POST, "files": request.FILES}
    if niveau is Niveau.EINFACH:
        return Kontoformular(**daten)
    if niveau in MIT_ZERTIFIKAT:
        return Zertifikatformular(niveau=niveau, **daten)
    partei = eigene_partei(vereinbarung, request.zugang)  # type: ignore[attr-defined]
    benannt = partei is not None and partei.unterzeichner.benannt().exists()
    return Papierformular(benannt=benannt, **daten)


def _fassung(vereinbarung: Zielvereinbarung) -> Ausfertigung | None:
    """The copy that is handed out to be signed."""
    text = offener_text(vereinbarung)
    return Ausfertigung.objects.fertig().filter(festtext=text, art=Ausfertigungsart.ZEICHNUNG).first()


# -- Signatory, deadline, refusal ------------------------------------------------------------------------------


@befugt(Befugnis.VERHANDELN)
@require_http_methods(["GET", "HEAD", "POST"])
def unterzeichner(request: HttpRequest, pk: int) -> HttpResponse:
    """Name or replace who signs for the own party."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade_eigene(request, pk)
    berechtigte = list(zeichnungsberechtigte(vereinbarung, zugang, timezone.now()))
    form = Unterzeichnerformular(request.POST if request.method == "POST" else None, berechtigte=berechtigte)
    if request.method == "POST" and form.is_valid():
        erfolg = "Der Unterzeichner Ihrer Partei ist benannt."
        if _tue(request, form, vereinbarung, benenne_unterzeichner, form.angaben(), erfolg):
            return redirect(rueckweg(vereinbarung))
    return _formularseite(request, vereinbarung, "Unterzeichner benennen", form, "Benennen")


@befugt(Befugnis.VERHANDELN)
@require_http_methods(["GET", "HEAD", "POST"])
def frist(request: HttpRequest, pk: int) -> HttpResponse:
    """Give more time to sign."""
    vereinbarung = lade_eigene(request, pk)
    form = Fristformular(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erfolg = "Die Frist ist verlängert; alle Vertragsparteien sind benachrichtigt."
        if _tue(request, form, vereinbarung, verlaengere_frist, form.cleaned_data, erfolg):
            return redirect(rueckweg(vereinbarung))
    return _formularseite(request, vereinbarung, "Frist zum Zeichnen verlängern", form, "Verlängern")


@befugt(Befugnis.ZEICHNEN)
@require_http_methods(["GET", "HEAD", "POST"])
def ablehnen(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline to sign, with a reason."""
    vereinbarung = lade_eigene(request, pk)
    form = Ablehnungsformular(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erfolg = "Die Ablehnung ist festgehalten; alle Vertragsparteien sind benachrichtigt."
        if _tue(request, form, vereinbarung, lehne_ab, form.cleaned_data, erfolg):
            return redirect(rueckweg(vereinbarung))
    return _formularseite(request, vereinbarung, "Zeichnung ablehnen", form, "Ablehnen")


# -- What they share -------------------------------------------------------------------------------------------


def _tue(
    request: HttpRequest,
    form: forms.Form,
    vereinbarung: Zielvereinbarung,
    akt: Callable[..., Any],
    angaben: dict[str, Any],
    erfolg: str,
) -> bool:
    """Do an act; what it does not take is said at the field. True when there is nothing left to do on this page."""
    try:
        akt(vereinbarung=vereinbarung, durch=request.zugang, am=timezone.now(), **angaben)  # type: ignore[attr-defined]
    except SchonGezeichnet as fehler:
        messages.info(request, str(fehler))
    except NichtZeichenbar as fehler:
        form.add_error(fehler.feld if fehler.feld in form.fields else None, str(fehler))
        return False
    except (Gehindert, Ausserhalb) as fehler:
        form.add_error(None, str(fehler))
        return False
    else:
        messages.success(request, erfolg)
    return True


def _seite(
    request: HttpRequest, vereinbarung: Zielvereinbarung, titel: str, form: forms.Form, knopf: str
) -> dict[str, Any]:
    grund = rahmen(request, vereinbarung, "zeichnung")
    return {
        **grund,
        "fenstertitel": f"{titel}: {grund['titel']}",
        "formulartitel": titel,
        "form": form,
        "knopf": knopf,
        "zurueck": rueckweg(vereinbarung),
    }


def _formularseite(
    request: HttpRequest, vereinbarung: Zielvereinbarung, titel: str, form: forms.Form, knopf: str
) -> HttpResponse:
    kontext = _seite(request, vereinbarung, titel, form, knopf)
    return render(request, "agreements/vereinbarung/zeichnungsformular.html", kontext)
