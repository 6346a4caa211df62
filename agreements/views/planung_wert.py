"""One planned value: its derivation, history, group and forecast, and the negotiation about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Gebot, Planungswert
from agreements.planung.recht import GROESSE, ZUGARTEN, Wertzustand
from agreements.planung.verhandlung import AKTE, moegliche_zuege
from agreements.planung.werte import summentafel
from agreements.views.planung import krumen
from agreements.views.planung_verlauf import Wertverlauf, verlauf_von
from agreements.views.planung_zeilen import (
    abstand_text,
    anteil_text,
    herleitung,
    personen_zelle,
    summentabellen,
    zustandszelle,
)
from agreements.views.planungsformulare import FORMULARE, Zugformular
from kennzahlen.auskunft import charts
from kennzahlen.views.diagramme import gezeichnet
from zielsystem import zahlen
from zielsystem.journal.vollzug import Gehindert, Knopf
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_FELD = {
    "abweichung_begruendet": "begruendung",
    "grund_genannt": "begruendung",
    "grund_fehlt": "begruendung",
    "abweichung_belegt": "quelle",
}
"""The field of the form that a condition is about; all others are about the move as a whole."""


def _wert_oder_404(request: HttpRequest, pk: int) -> Planungswert:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    sichtbare = Planungswert.objects.visible_to(zugang).select_related("runde", "erwartung__erwartung__brief")
    return get_object_or_404(sichtbare, pk=pk)


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def planungswert(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a value. POST makes a move; htmx gets back the negotiation and the sums."""
    wert = _wert_oder_404(request, pk)
    if request.method != "POST":
        return render(request, "agreements/planung/wert.html", _kontext(request, wert))
    akt = request.POST.get("akt", "")
    if akt not in AKTE:
        raise Http404("Diesen Zug gibt es nicht.")
    form = FORMULARE[akt](request.POST, prefix=akt)
    gezogen = form.is_valid() and _ziehe(request, wert, akt, form)
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    if gezogen and not htmx:
        return redirect("agreements:planungswert", pk=pk)
    kontext = _kontext(request, _wert_oder_404(request, pk), None if gezogen else (akt, form))
    return render(request, f"agreements/planung/wert{'_antwort' if htmx else ''}.html", kontext)


def _ziehe(request: HttpRequest, wert: Planungswert, akt: str, form: Zugformular) -> bool:
    """Make the move; what stands against it goes to the fields of the form."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    try:
        AKTE[akt](planungswert=wert, angabe=form.angabe(), durch=zugang, am=timezone.now())
    except Gehindert as gehindert:
        for hindernis in gehindert.hindernisse:
            feld = _FELD.get(hindernis.code)
            form.add_error(feld if feld in form.fields else None, hindernis.meldung)
        return False
    except Ausserhalb:
        form.add_error(None, "Inzwischen steht der Wert anders; dieser Zug ist nicht mehr möglich.")
        return False
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, f"{ZUGARTEN[akt]}: gespeichert.")
    return True


# -- The page --------------------------------------------------------------------------------------------------


def _kontext(
    request: HttpRequest, wert: Planungswert, offenes: tuple[str, Zugformular] | None = None
) -> dict[str, Any]:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    kontext: dict[str, Any] = {
        "wert": wert,
        "runde": wert.runde,
        "gebote": _gebote(wert),
        "zuege": [_zug(wert, knopf, offenes) for knopf in moegliche_zuege(wert, zugang)],
        "verloren": _nicht_mehr_moeglich(wert, zugang, offenes),
        "zustand": zustandszelle(wert.zustand),
        "warten": _wartet_auf(wert),
        "summen": summentabellen(summentafel(wert.runde, zugang, zu=wert)),
        "gespeichert": request.method == "POST" and offenes is None,
    }
    if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]
        return kontext
    return kontext | _umfeld(wert)


def _umfeld(wert: Planungswert) -> dict[str, Any]:
    """What does not change with a move: derivation, history, forecast."""
    erwartung = wert.erwartung.erwartung
    return {
        "brotkrumen": krumen(wert.runde, (f"{wert.name}, {wert.kennzahl} {wert.jahr}", None)),
        "angaben": _angaben(wert),
        "herleitung": herleitung(wert.erwartung, erwartung),
        "aufteilung_url": reverse("agreements:aufteilung", args=[wert.runde_id, erwartung.brief.version]),
        "verlauf": verlauf_von(wert),
    }


def _angaben(wert: Planungswert) -> list[tuple[str, Zelle | str]]:
    groesse = GROESSE[wert.kennzahl]
    return [
        ("Veröffentlichte Kennzahlen", Zelle(wert.name, url=reverse("kennzahlen:jobcenter", args=[wert.schluessel]))),
        ("Geplant werden", f"{groesse.personen}, bezogen auf: {groesse.menge}"),
        ("Erwartungswert", personen_zelle(wert.kennzahl, wert.erwartet, wert.menge)),
    ]


def _wartet_auf(wert: Planungswert) -> str:
    """Whose turn it is, in a sentence."""
    if wert.zustand == Wertzustand.VEREINBART:
        text = anteil_text(wert.kennzahl, GROESSE[wert.kennzahl].wert(wert.wert or 0, wert.menge))
        return f"Vereinbart sind {zahlen.ganzzahl(wert.wert)} ({text}). Der Wert wird als Zielwert vorgeschlagen."
    if wert.zustand == Wertzustand.ANGEBOTEN:
        wer = "das Land" if wert.art == "zkt" else "die Bundesagentur für Arbeit"
        return f"Am Zug ist {wer}."
    return "Am Zug ist das Jobcenter."


def _gebote(wert: Planungswert) -> Tabelle | None:
    """Every move, oldest first."""
    gebote = list(Gebot.objects.filter(planungswert=wert).select_related("durch").order_by("nr"))
    if not gebote:
        return None
    namen = dict(
        Parteistand.objects.am(wert.runde.ab)
        .filter(partei__in={g.partei_id for g in gebote})
        .values_list("partei_id", "name")
    )
    spalten = [Spalte("Nr.", kopf=True), Spalte("Wann"), Spalte("Wer"), Spalte("Zug")]
    spalten += [Spalte("Wert", zahl=True), Spalte("Abstand", zahl=True), Spalte("Begründung und Quelle")]
    return Tabelle("Verlauf der Verhandlung", spalten, [_gebotszeile(wert, g, namen) for g in gebote])


def _gebotszeile(wert: Planungswert, gebot: Gebot, namen: dict[int, str]) -> list[Zelle | str]:
    return [
        str(gebot.nr),
        zahlen.zeitpunkt(timezone.localtime(gebot.am)),
        Zelle(namen.get(gebot.partei_id, ""), hinweis=str(gebot.durch) if gebot.durch else ""),
        ZUGARTEN[gebot.akt],
        personen_zelle(wert.kennzahl, gebot.wert, wert.menge),
        abstand_text(gebot.wert - wert.erwartet),
        Zelle(gebot.begruendung or zahlen.FEHLT, hinweis=f"Quelle: {gebot.quelle}" if gebot.quelle else ""),
    ]


def _zug(wert: Planungswert, knopf: Knopf, offenes: tuple[str, Zugformular] | None) -> dict[str, Any]:
    """A move that can be made: its form, with what was typed where it was refused."""
    code = knopf.uebergang.code
    if offenes and offenes[0] == code:
        form = offenes[1]
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data[form.add_prefix("gesehen")] = wert.zuege  # type: ignore[index]
    else:
        vorschlag = wert.erwartet if wert.wert is None else wert.wert
        form = FORMULARE[code](prefix=code, initial={"gesehen": wert.zuege, "wert": vorschlag})
    return {
        "code": code,
        "titel": knopf.uebergang.titel,
        "form": form,
        "gesperrt": [h for h in knopf.hindernisse if h.hart],
    }


def _nicht_mehr_moeglich(
    wert: Planungswert, zugang: Zugang, offenes: tuple[str, Zugformular] | None
) -> dict[str, Any] | None:
    """A refused move that cannot be made any more: what was typed is shown, so that it is not lost."""
    if offenes is None:
        return None
    akt, form = offenes
    if akt in {k.uebergang.code for k in moegliche_zuege(wert, zugang)}:
        return None
    felder = [(f.label, f.value()) for f in form.visible_fields() if f.value()]
    return {"titel": ZUGARTEN[akt], "fehler": form.non_field_errors(), "felder": felder}


# -- Chart -----------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def prognosebild(request: HttpRequest, pk: int) -> HttpResponse:
    """History, forecast with its interval and Erwartungswert as SVG."""
    wert = _wert_oder_404(request, pk)
    verlauf: Wertverlauf = verlauf_von(wert)
    if verlauf.reihe is None:
        raise Http404("Zu diesem Wert gibt es keine Zeitreihe.")
    reihe = verlauf.reihe

    def zeichne(masse: tuple[int, int], fussnote: str) -> dict[str, Any]:
        return charts.zeitreihe_spec(reihe, *masse, fussnote=fussnote)

    was = f"planungswert:{wert.pk}:{wert.erwartet}:{wert.menge}:{int(verlauf.mit_prognose)}"
    antwort = gezeichnet(request, verlauf.veroeffentlichung, was, zeichne)
    antwort["Cache-Control"] = "private, no-cache"
    return antwort
