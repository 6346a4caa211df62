"""Adding, changing and striking out what is agreed about the Ziele."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agreements.models import Zielvereinbarung
from agreements.views.rahmen import lade_eigene, rahmen
from agreements.views.ziele.uebersicht import REITERCODE, darf_aendern
from agreements.views.ziele.vorschlaege import in_worten, uebernommen, vorschlaege_fuer
from agreements.views.ziele.weitere_formulare import Beitragsformular, Mittelformular, Zielauswahl
from agreements.views.ziele.zeilen import wertetabelle
from agreements.views.ziele.zielformular import Zielformular, stand_von
from agreements.ziele import DIMENSIONSTITEL, Zielart, gesetzliche_ziele, weitere_ziele, zielart
from agreements.ziele.finanzen import Mittelart
from agreements.ziele.pruefung import alternativen, hindernis
from agreements.zielkatalog import ziele_von
from agreements.zielkatalog.aendern import (
    Unstimmig,
    aendere_beitrag,
    freier_code,
    setze_beitrag,
    setze_finanzmittel,
    setze_ziel,
    streiche_beitrag,
    streiche_ziel,
)
from agreements.zielkatalog.ausgangslage import Ausgangslage, ausgangslage_von
from agreements.zielkatalog.fassungen import InzwischenGeaendert, NichtMoeglich, neueste
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt

_GET_UND_POST = ("GET", "HEAD", "POST")


def _lade_offene(request: HttpRequest, pk: int) -> Zielvereinbarung:
    """The agreement, if what it says can be changed by the access now; else there is no such page."""
    vereinbarung = lade_eigene(request, pk)
    if not darf_aendern(request.zugang, vereinbarung):  # type: ignore[attr-defined]
        raise Http404("Diese Zielvereinbarung kann nicht mehr geändert werden.")
    return vereinbarung


def _zurueck(pk: int, anker: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('agreements:vereinbarung_ziele', args=[pk])}#{anker}")


def _seite(request: HttpRequest, vereinbarung: Zielvereinbarung, ueberschrift: str, **weiteres: Any) -> dict[str, Any]:
    kontext = rahmen(request, vereinbarung, REITERCODE)
    start = reverse("agreements:vereinbarung_ziele", args=[vereinbarung.pk])
    *weg, (letzter, _) = kontext["brotkrumen"]
    return {
        **kontext,
        "brotkrumen": [*weg, (letzter, start), (ueberschrift, None)],
        "fenstertitel": f"{ueberschrift}: {kontext['titel']}",
        "ueberschrift": ueberschrift,
        "zurueck": start,
        **weiteres,
    }


def _tue(form: Form, akt: Callable[[], object], vereinbarung: Zielvereinbarung) -> bool:
    """Do an act for a valid form; what hinders it goes beside its field, and nothing that was entered is lost."""
    try:
        akt()
    except Unstimmig as fehler:
        form.melde(fehler.maengel)  # type: ignore[attr-defined]
    except NichtMoeglich as fehler:
        form.add_error(fehler.feld if fehler.feld in form.fields else None, str(fehler))
        if isinstance(fehler, InzwischenGeaendert):
            form.data = {**form.data.dict(), "gesehen": neueste(vereinbarung)}  # type: ignore[attr-defined]
    return not form.errors


# -- Ziele -----------------------------------------------------------------------------------------------------


@befugt(Befugnis.VERHANDELN)
@require_http_methods(_GET_UND_POST)
def ziel_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a further Ziel from the catalogue."""
    vereinbarung = _lade_offene(request, pk)
    arten = weitere_ziele(vereinbarung.nr, vereinbarung.runde.ab)
    form = Zielauswahl(request.POST if request.method == "POST" else None, arten=arten)
    if request.method == "POST" and form.is_valid():
        return redirect("agreements:ziel", pk=pk, code=freier_code(vereinbarung, form.cleaned_data["art"]))
    return render(request, "agreements/ziele/formular.html", _seite(request, vereinbarung, "Weiteres Ziel", form=form))


@befugt(Befugnis.VERHANDELN)
@require_http_methods(_GET_UND_POST)
def ziel(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Agree on one Ziel. A GET with values shows the fields of another dimension with what was entered so far."""
    vereinbarung = _lade_offene(request, pk)
    art = zielart(code, vereinbarung.nr, vereinbarung.runde.ab)
    if art is None:
        raise Http404("Dieses Ziel gibt es nicht.")
    bisher = next((z for z in ziele_von([pk])[pk].ziele if z.code == code), None)
    vorschlaege = vorschlaege_fuer(vereinbarung, code, bisher.kennzahl if bisher else art.kennzahl)
    stand = stand_von(bisher, art, vereinbarung.runde.laufzeit)
    stand |= uebernommen(vorschlaege, request.GET.get("vorschlag", ""))
    form = _zielformular(request, vereinbarung, art, stand)
    if request.method == "POST" and form.is_valid():
        angabe = form.angabe(code)
        if _tue(form, lambda: setze_ziel(angabe=angabe, **_akt(request, vereinbarung, form)), vereinbarung):
            messages.success(request, f"Das Ziel „{angabe.titel}“ ist gespeichert. Annahmen gelten damit nicht mehr.")
            return _zurueck(pk, f"ziel-{code}")
    lage = ausgangslage_von(vereinbarung, form.groesse)
    kontext = _seite(
        request,
        vereinbarung,
        bisher.titel if bisher else art.titel,
        form=form,
        werte=wertetabelle(form.groesse, lage),
        vorschlaege=in_worten(vorschlaege, form.groesse, vereinbarung),
        **_absage(form, lage),
    )
    return render(request, "agreements/ziele/ziel.html", kontext)


def _zielformular(
    request: HttpRequest, vereinbarung: Zielvereinbarung, art: Zielart, stand: dict[str, Any]
) -> Zielformular:
    eingegeben = {name: wert for name, wert in request.GET.dict().items() if name != "vorschlag"}
    return Zielformular(
        request.POST if request.method == "POST" else None,
        art=art,
        gesetzlich=art in gesetzliche_ziele(vereinbarung.nr, vereinbarung.runde.ab),
        laufzeit=vereinbarung.runde.laufzeit,
        stand=stand | {"gesehen": neueste(vereinbarung)} | eingegeben,
    )


def _absage(form: Zielformular, lage: Ausgangslage) -> dict[str, Any]:
    """Why the chosen dimension is refused, and what can be agreed instead."""
    grund = hindernis(form.gewaehlte, lage.gegenstand)
    if grund is None:
        return {"absage": None}
    return {
        "absage": grund,
        "alternativen": [(d.value, DIMENSIONSTITEL[d]) for d in alternativen(lage.gegenstand)],
    }


def _akt(request: HttpRequest, vereinbarung: Zielvereinbarung, form: Form) -> dict[str, Any]:
    return {
        "vereinbarung": vereinbarung,
        "durch": request.zugang,  # type: ignore[attr-defined]
        "am": timezone.now(),
        "gesehen": form.cleaned_data["gesehen"],
    }


@befugt(Befugnis.VERHANDELN)
@require_POST
def ziel_streichen(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Strike out a Ziel."""
    vereinbarung = _lade_offene(request, pk)
    return _streiche(request, pk, "ziele", lambda: streiche_ziel(code=code, **_jetzt(request, vereinbarung)))


@befugt(Befugnis.VERHANDELN)
@require_POST
def beitrag_streichen(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Strike out a Beitrag."""
    vereinbarung = _lade_offene(request, pk)
    return _streiche(request, pk, "beitraege", lambda: streiche_beitrag(code=code, **_jetzt(request, vereinbarung)))


def _jetzt(request: HttpRequest, vereinbarung: Zielvereinbarung) -> dict[str, Any]:
    return {"vereinbarung": vereinbarung, "durch": request.zugang, "am": timezone.now()}  # type: ignore[attr-defined]


def _streiche(request: HttpRequest, pk: int, anker: str, akt: Callable[[], Any]) -> HttpResponse:
    try:
        fassung = akt()
    except NichtMoeglich as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, f"{fassung.aenderung}.")
    return _zurueck(pk, anker)


# -- Beiträge and funds ----------------------------------------------------------------------------------------


@befugt(Befugnis.VERHANDELN)
@require_http_methods(_GET_UND_POST)
def beitrag_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Name one more thing that a party contributes."""
    vereinbarung = _lade_offene(request, pk)
    form = Beitragsformular(
        request.POST if request.method == "POST" else None,
        parteien=vereinbarung.vertragsparteien.order_by("reihenfolge"),
        initial={"gesehen": neueste(vereinbarung)},
    )
    if request.method == "POST" and form.is_valid():
        daten = {feld: form.cleaned_data[feld] for feld in ("vertragspartei", "text")}
        if _tue(form, lambda: setze_beitrag(**daten, **_akt(request, vereinbarung, form)), vereinbarung):
            return _beitrag_gespeichert(request, pk)
    kontext = _seite(request, vereinbarung, "Beitrag ergänzen", form=form)
    return render(request, "agreements/ziele/formular.html", kontext)


@befugt(Befugnis.VERHANDELN)
@require_http_methods(_GET_UND_POST)
def beitrag(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Say differently what a party contributes."""
    vereinbarung = _lade_offene(request, pk)
    bisher = get_object_or_404(vereinbarung.beitraege.geltend().select_related("vertragspartei"), code=code)
    form = Beitragsformular(
        request.POST if request.method == "POST" else None,
        initial={"gesehen": neueste(vereinbarung), "text": bisher.text},
    )
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if _tue(form, lambda: aendere_beitrag(code=code, text=text, **_akt(request, vereinbarung, form)), vereinbarung):
            return _beitrag_gespeichert(request, pk)
    kontext = _seite(
        request,
        vereinbarung,
        "Beitrag ändern",
        form=form,
        hinweis=bisher.vertragspartei.bezeichnung,
        streichen_url=reverse("agreements:beitrag_streichen", args=[pk, code]),
    )
    return render(request, "agreements/ziele/formular.html", kontext)


def _beitrag_gespeichert(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, "Der Beitrag ist gespeichert. Annahmen gelten damit nicht mehr.")
    return _zurueck(pk, "beitraege")


@befugt(Befugnis.VERHANDELN)
@require_http_methods(_GET_UND_POST)
def finanzmittel(request: HttpRequest, pk: int, jahr: int) -> HttpResponse:
    """State the funds of a year, for information."""
    vereinbarung = _lade_offene(request, pk)
    bisher = dict(vereinbarung.finanzmittel.geltend().filter(jahr=jahr).values_list("art", "betrag"))
    form = Mittelformular(
        request.POST if request.method == "POST" else None,
        initial={"gesehen": neueste(vereinbarung), **{art.value: bisher.get(art.value) for art in Mittelart}},
    )
    if request.method == "POST" and form.is_valid():
        betraege = form.betraege()
        akt = _akt(request, vereinbarung, form)
        if _tue(form, lambda: setze_finanzmittel(jahr=jahr, betraege=betraege, **akt), vereinbarung):
            messages.success(request, f"Die Angaben für {jahr} sind gespeichert. Annahmen gelten damit nicht mehr.")
            return _zurueck(pk, "mittel")
    hinweis = "Zur Kenntnis: Aus den Mitteln folgt kein Ergebnis, und aus Ergebnissen folgen keine Mittel."
    kontext = _seite(request, vereinbarung, f"Finanzielle Rahmenbedingungen {jahr}", form=form, hinweis=hinweis)
    return render(request, "agreements/ziele/formular.html", kontext)
