"""Planning a session, and the acts on its page: inviting, opening, closing, minutes, approving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gremien.models import Sitzung
from gremien.recht import Verfahren
from gremien.sitzungen import niederschrift as niederschriftakte
from gremien.sitzungen import planung, verlauf
from gremien.sitzungen.stimmen import widersprich, zaehle_umlauf_aus
from gremien.views.felder import tagesfeld
from gremien.views.niederschrift import Einwendungsformular, Niederschriftformular
from gremien.views.rahmen import Seite, formularseite, gremium_url, krumen, lade, versuche, vollzogen, zugang_von
from gremien.views.sitzungen import lade_sitzung, sitzungskontext, sitzungsseite
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import verlange

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN
_DAUERN = [(60, "1 Stunde"), (90, "1½ Stunden"), (120, "2 Stunden"), (180, "3 Stunden"), (240, "4 Stunden")]


# -- Planning --------------------------------------------------------------------------------------------------


class Planungsformular(forms.Form):
    """When, where, under which title; for an Umlaufbeschluss the end of the time for votes."""

    verfahren = forms.ChoiceField(
        label="Verfahren",
        choices=[(Verfahren.SITZUNG.value, "Sitzung"), (Verfahren.UMLAUF.value, "Umlaufbeschluss")],
        widget=forms.RadioSelect,
        initial=Verfahren.SITZUNG.value,
        help_text="Im Umlauf stimmen die Mitglieder schriftlich ab, bis zum Ende der Frist.",
    )
    titel = forms.CharField(label="Titel", max_length=160, initial="Sitzung")
    tag = tagesfeld("Tag", help_text="Beim Umlauf der letzte Tag für die Stimmen.")
    uhrzeit = forms.TimeField(
        label="Uhrzeit", widget=forms.TimeInput({"type": "time"}, format="%H:%M"), initial=time(10, 0)
    )
    dauer = forms.TypedChoiceField(label="Dauer", choices=_DAUERN, coerce=int, initial=120)
    ort = forms.CharField(label="Ort", max_length=200, required=False, help_text="Raum oder Adresse der Videokonferenz")

    def __init__(self, *args: Any, mit_umlauf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mit_umlauf:
            del self.fields["verfahren"]

    def vorhaben(self) -> planung.Vorhaben:
        """What is planned. Only after ``is_valid()``."""
        daten = self.cleaned_data
        beginn = timezone.make_aware(datetime.combine(daten["tag"], daten["uhrzeit"]))
        return planung.Vorhaben(daten["titel"], beginn, timedelta(minutes=daten["dauer"]), daten["ort"])


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def sitzung_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a session, or prepare an Umlaufbeschluss."""
    gremium = lade(request, pk)
    verlange(zugang_von(request), _FUEHREN, gremium)
    form = Planungsformular(request.POST or None, mit_umlauf=gremium.namentlich)
    geplant: list[Sitzung] = []

    def akt(**wer: Any) -> None:
        verfahren = Verfahren(form.cleaned_data.get("verfahren", Verfahren.SITZUNG))
        geplant.append(planung.einberufen(gremium=gremium, vorhaben=form.vorhaben(), verfahren=verfahren, **wer))

    ziel = gremium_url(gremium, "sitzungen")
    weg = krumen(gremium, ("Sitzungen", ziel), "Planen")
    erfolg = "Die Sitzung ist geplant. Setzen Sie nun die Tagesordnung auf."
    seite = Seite("Sitzung planen", "Planen", ziel, weg, gremium.titel, erfolg)
    antwort = formularseite(request, seite, form, akt)
    return redirect("gremien:sitzung", pk=geplant[0].pk) if geplant else antwort


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def sitzung_verlegen(request: HttpRequest, pk: int) -> HttpResponse:
    """Another date, place or title; whoever was invited is told."""
    sitzung = lade_sitzung(request, pk)
    verlange(zugang_von(request), _FUEHREN, sitzung)
    lokal = timezone.localtime(sitzung.beginn)
    vorher: dict[str, date | time | int | str] = {
        "titel": sitzung.titel,
        "tag": lokal.date(),
        "uhrzeit": lokal.time(),
        "dauer": int(sitzung.dauer.total_seconds() // 60),
        "ort": sitzung.ort,
    }
    form = Planungsformular(request.POST or None, mit_umlauf=False, initial=vorher)
    seite = sitzungsseite(sitzung, "Sitzung verlegen", "Verlegen")
    return formularseite(
        request, seite, form, lambda **wer: planung.verlege(sitzung=sitzung, vorhaben=form.vorhaben(), **wer)
    )


# -- Acts ------------------------------------------------------------------------------------------------------

AKTE: dict[str, Callable[..., object]] = {
    "einladen": planung.lade_ein,
    "nachladen": planung.lade_nach,
    "absagen": planung.sage_ab,
    "eroeffnen": verlauf.eroeffne,
    "schliessen": lambda grund="", **wer: verlauf.schliesse(**wer),
    "auszaehlen": lambda grund="", **wer: zaehle_umlauf_aus(**wer),
    "niederschrift_vorlegen": lambda grund="", **wer: niederschriftakte.lege_vor(**wer),
    "niederschrift_zurueckgeben": niederschriftakte.gib_zurueck,
    "niederschrift_genehmigen": niederschriftakte.genehmige,
}
"""The acts that the page offers as buttons, by the code of their transition; the others have a form of their own."""


@befugt(_FUEHREN)
@require_POST
def sitzung_uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite, open, close, hand in, approve, call off: a row of the table of transitions."""
    eine = lade_sitzung(request, pk)
    akt = AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    grund = request.POST.get("grund", "")[:5_000]
    vollzogen(request, lambda **wer: akt(sitzung=eine, grund=grund, **wer), "Der Stand der Sitzung ist geändert.")
    return redirect("gremien:sitzung", pk=pk)


@befugt(_MITWIRKEN)
@require_POST
def umlauf_widersprechen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, as a member, for a session instead of a decision in writing."""
    eine = lade_sitzung(request, pk)
    grund = request.POST.get("grund", "")[:5_000]
    vollzogen(request, lambda **wer: widersprich(sitzung=eine, grund=grund, **wer), "Ihr Widerspruch ist festgehalten.")
    return redirect("gremien:sitzung", pk=pk)


@befugt(_MITWIRKEN)
@require_POST
def niederschrift_einwenden(request: HttpRequest, pk: int) -> HttpResponse:
    """Object, as a member, to the minutes that lie for approval."""
    sitzung = lade_sitzung(request, pk)
    form = Einwendungsformular(request.POST)
    return _an_der_niederschrift(
        request, sitzung, "einwendung", form, niederschriftakte.wende_ein, "Ihre Einwendung ist festgehalten."
    )


@befugt(_FUEHREN)
@require_POST
def niederschrift_schreiben(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the minutes; somebody else's newer stand is not overwritten, and what was typed is not lost."""
    sitzung = lade_sitzung(request, pk)
    verlange(zugang_von(request), _FUEHREN, sitzung)
    form = Niederschriftformular(request.POST)
    return _an_der_niederschrift(
        request, sitzung, "niederschrift", form, niederschriftakte.schreibe, "Die Niederschrift ist gespeichert."
    )


def _an_der_niederschrift(
    request: HttpRequest, sitzung: Sitzung, name: str, form: forms.Form, akt: Callable[..., Any], meldung: str
) -> HttpResponse:
    """Do to the minutes what a form says and lead back to them; or show the session with the form as it was sent."""
    if form.is_valid() and versuche(
        request, form, lambda **wer: akt(sitzung=sitzung, **form.cleaned_data, **wer), meldung
    ):
        return redirect(f"{reverse('gremien:sitzung', args=[sitzung.pk])}#niederschrift")
    return render(request, "gremien/sitzung.html", sitzungskontext(request, sitzung, **{name: form}), status=422)
