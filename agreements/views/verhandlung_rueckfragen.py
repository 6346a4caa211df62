"""The question rounds of an agreement: ask, answer, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.grundraster.klartext import Textfehler
from agreements.models import Antwort, Frage, Rueckfragerunde, Zielvereinbarung
from agreements.recht import TEXT_OFFEN, Zustand
from agreements.verhandlung import rueckfragen as akte
from agreements.verhandlung.ansicht import Verhandlungsstand, verhandlungsstand
from agreements.verhandlungsrecht import RUECKFRAGERUNDE, RUNDENTITEL, Fragestand, Rundenzustand
from agreements.views.rahmen import lade_eigene
from agreements.views.verhandlung import seitenkontext, verhandelt
from agreements.views.verhandlung_akte import NICHT_ZU_TUN
from agreements.views.verhandlung_formulare import Antwortformular, Fragenformular, Fragezeilen
from agreements.views.verhandlung_zeilen import wer_wann
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Zelle

_UEBLICHE_FRIST = timedelta(days=14)


@dataclass(frozen=True)
class Antwortzeile:
    """An answer as it is shown."""

    partei: str
    wer: str
    absaetze: list[str]


@dataclass(frozen=True)
class Fragezeile:
    """A question as it is shown, with its answers and the form for one."""

    nummer: int
    betrifft: str
    absaetze: list[str]
    antworten: list[Antwortzeile]
    formular: forms.Form | None


@dataclass(frozen=True)
class Runde:
    """A question round as it is shown; ``schliessbar``: somebody may close it now."""

    pk: int
    titel: str
    stand: Zelle
    angabe: str
    fragen: list[Fragezeile]
    schliessbar: bool


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def rueckfragen(request: HttpRequest, pk: int) -> HttpResponse:
    """The question rounds, the open one first; POST does the act that ``akt`` names."""
    vereinbarung = lade_eigene(request, pk)
    zurueck: dict[str, Any] = {}
    if request.method == "POST":
        akt = _AKTE.get(request.POST.get("akt", ""))
        if akt is None:
            raise Http404("Diesen Schritt gibt es nicht.")
        antwort = akt(request, vereinbarung, zurueck)
        if antwort is not None:
            return antwort
    return render(request, "agreements/verhandlung/rueckfragen.html", _kontext(request, vereinbarung, zurueck))


def _kontext(request: HttpRequest, vereinbarung: Zielvereinbarung, zurueck: dict[str, Any]) -> dict[str, Any]:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    stand = verhandlungsstand(vereinbarung, zugang)
    darf = verhandelt(zugang, stand) and Zustand(vereinbarung.zustand) in TEXT_OFFEN
    runden = _runden(vereinbarung, stand, darf, zurueck.get("antwort"))
    kann_fragen = darf and not any(runde.stand.status == "warning" for runde in runden)
    morgen = timezone.localdate() + _UEBLICHE_FRIST
    return seitenkontext(request, vereinbarung, stand, "rueckfragen") | {
        "fenstertitel": f"Rückfragen: {vereinbarung}",
        "runden": runden,
        "formular": zurueck.get("formular", Fragenformular(initial={"akt": "fragen", "frist": morgen}))
        if kann_fragen
        else None,
        "fragezeilen": zurueck.get("zeilen", Fragezeilen()) if kann_fragen else None,
    }


def _runden(
    vereinbarung: Zielvereinbarung, stand: Verhandlungsstand, darf: bool, zurueck: forms.Form | None
) -> list[Runde]:
    """Every round, the newest first. Three queries."""
    sichtbare = vereinbarung.rueckfragerunden.select_related("vertragspartei", "gestellt_durch")
    runden = sichtbare.prefetch_related(
        "fragen__antworten__vertragspartei", "fragen__antworten__gegeben_durch"
    ).order_by("-pk")
    return [_runde(runde, vereinbarung, stand, darf, zurueck) for runde in runden]


def _runde(
    runde: Rueckfragerunde,
    vereinbarung: Zielvereinbarung,
    stand: Verhandlungsstand,
    darf: bool,
    zurueck: forms.Form | None,
) -> Runde:
    fragen = sorted(runde.fragen.all(), key=lambda frage: frage.nummer)
    eigene = stand.eigene is not None and runde.vertragspartei_id == stand.eigene.pk
    unbeantwortet = sum(not frage.antworten.all() for frage in fragen)
    lage = Fragestand(Zustand(vereinbarung.zustand) in TEXT_OFFEN, eigene, runde.frist, unbeantwortet)
    heute = timezone.localdate()
    moeglich = {z.code for z in RUECKFRAGERUNDE.von(runde.zustand, heute) if not z.hindernisse(lage, heute)}
    return Runde(
        runde.pk,
        f"Rückfragen: {runde.vertragspartei.bezeichnung}",
        _zustand(runde),
        f"Gestellt von {wer_wann(runde.gestellt_durch, runde.gestellt_am)}. Antwort bis {zahlen.tag(runde.frist)}.",
        [_fragezeile(frage, darf and "beantworten" in moeglich, zurueck) for frage in fragen],
        darf and "schliessen" in moeglich,
    )


def _zustand(runde: Rueckfragerunde) -> Zelle:
    zustand = Rundenzustand(runde.zustand)
    ueberschritten = zustand is Rundenzustand.OFFEN and runde.frist < timezone.localdate()
    text = "offen, Frist abgelaufen" if ueberschritten else RUNDENTITEL[zustand]
    return Zelle(text, status="warning" if zustand is Rundenzustand.OFFEN else "neutral")


def _fragezeile(frage: Frage, beantwortbar: bool, zurueck: forms.Form | None) -> Fragezeile:
    antworten = sorted(frage.antworten.all(), key=lambda antwort: antwort.pk)
    return Fragezeile(
        frage.nummer,
        frage.get_abschnitt_display() or "zur Vereinbarung im Ganzen",
        frage.text.split("\n"),
        [_antwortzeile(antwort) for antwort in antworten],
        _antwortformular(frage.pk, zurueck) if beantwortbar else None,
    )


def _antwortzeile(antwort: Antwort) -> Antwortzeile:
    wer = wer_wann(antwort.gegeben_durch, antwort.gegeben_am)
    return Antwortzeile(antwort.vertragspartei.bezeichnung, wer, antwort.text.split("\n"))


def _antwortformular(frage: int, zurueck: forms.Form | None) -> forms.Form:
    if zurueck is not None and zurueck["auf"].value() == str(frage):
        return zurueck
    return Antwortformular(auto_id=f"antwort_{frage}_%s", initial={"akt": "beantworten", "auf": frage})


# -- The acts: each gives the answer, or None to show the page with what came back ------------------------------


def _stelle(request: HttpRequest, vereinbarung: Zielvereinbarung, zurueck: dict[str, Any]) -> HttpResponse | None:
    form, zeilen = Fragenformular(request.POST), Fragezeilen(request.POST)
    zurueck |= {"formular": form, "zeilen": zeilen}
    if not (zeilen.is_valid() and form.is_valid()):
        return None
    fragen = [(z.cleaned_data["abschnitt"], z.cleaned_data["text"]) for z in zeilen if z.has_changed()]
    try:
        akte.stelle_fragen(
            vereinbarung=vereinbarung,
            fragen=fragen,
            frist=form.cleaned_data["frist"],
            durch=request.zugang,  # type: ignore[attr-defined]
            am=timezone.now(),
        )
    except (Textfehler, akte.SchonOffen, *NICHT_ZU_TUN) as fehler:
        form.add_error(None, str(fehler))
        return None
    messages.success(request, "Ihre Fragen liegen den anderen Vertragsparteien vor.")
    return redirect(request.path)


def _beantworte(request: HttpRequest, vereinbarung: Zielvereinbarung, zurueck: dict[str, Any]) -> HttpResponse | None:
    form = Antwortformular(request.POST, auto_id=f"antwort_{request.POST.get('auf')}_%s")
    zurueck["antwort"] = form
    if not form.is_valid():
        return None
    sichtbare = Frage.objects.visible_to(_zugang(request)).filter(runde__zielvereinbarung=vereinbarung)
    gefragt = get_object_or_404(sichtbare.select_related("runde__zielvereinbarung"), pk=form.cleaned_data["auf"])
    try:
        akte.beantworte(frage=gefragt, text=form.cleaned_data["text"], durch=_zugang(request), am=timezone.now())
    except Textfehler as fehler:
        form.add_error("text", str(fehler))
        return None
    except NICHT_ZU_TUN as fehler:
        messages.error(request, f"{fehler} Ihre Antwort ist nicht gespeichert: „{form.cleaned_data['text']}“")
    return redirect(request.path)


def _schliesse(request: HttpRequest, vereinbarung: Zielvereinbarung, zurueck: dict[str, Any]) -> HttpResponse:
    runde = vereinbarung.rueckfragerunden.offen().select_related("zielvereinbarung").first()
    if runde is None:
        messages.error(request, "Es ist keine Rückfragerunde offen.")
        return redirect(request.path)
    try:
        akte.schliesse(runde=runde, durch=_zugang(request), am=timezone.now())
    except NICHT_ZU_TUN as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, "Die Rückfragerunde ist geschlossen.")
    return redirect(request.path)


def _zugang(request: HttpRequest) -> Zugang:
    return request.zugang  # type: ignore[attr-defined,no-any-return]


_AKTE = {"fragen": _stelle, "beantworten": _beantworte, "schliessen": _schliesse}
