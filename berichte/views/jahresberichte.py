"""The Bund's yearly reports: all of them, one with its text and acts, editing, PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from berichte.jahresbericht.akte import (
    AKTE,
    NichtBearbeitbar,
    Ueberholt,
    dateiname,
    fordere_an,
    naechste_akte,
    neueste_fassung,
    schreibe,
    titel_von,
)
from berichte.jahresbericht.recht import ABSCHNITTE, JAHRESBERICHT, Jahresberichtszustand
from berichte.models import Jahresbericht, Jahresberichtsdruck, Jahresberichtsfassung
from berichte.monatsbericht.abruf import unversehrt
from berichte.monatsbericht.festgehalten import tabelle_aus
from berichte.views.bericht import pdf_antwort
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import LAENDER, Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Handlung, Spalte, Statusart, Tabelle, Zelle

STATUSART: dict[Jahresberichtszustand, Statusart] = {
    Jahresberichtszustand.IN_ERSTELLUNG: "info",
    Jahresberichtszustand.ENTWURF: "neutral",
    Jahresberichtszustand.FESTGESTELLT: "warning",
    Jahresberichtszustand.ANGEMELDET: "success",
}
JAHRE_ZUR_WAHL = 5


# -- All of them -----------------------------------------------------------------------------------------------


class Anforderung(forms.Form):
    """For which Land and year a draft is wanted."""

    land = forms.ChoiceField(label="Land")
    jahr = forms.TypedChoiceField(label="Jahr", coerce=int)

    def __init__(self, *args: Any, laender: Mapping[int, str], heute: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["land"].choices = [(str(pk), name) for pk, name in laender.items()]  # type: ignore[attr-defined]
        jahre = range(heute, heute - JAHRE_ZUR_WAHL, -1)
        self.fields["jahr"].choices = [(jahr, str(jahr)) for jahr in jahre]  # type: ignore[attr-defined]


@befugt(Befugnis.SEHEN)
@require_http_methods(["GET", "HEAD", "POST"])
def jahresberichte(request: HttpRequest) -> HttpResponse:
    """The yearly reports that the access may see, and for the ministry the form for another one."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    darf = zugang.art is Parteiart.BMAS and Befugnis.JAHRESBERICHT_ERSTELLEN in zugang.befugnisse
    form = Anforderung(request.POST or None, laender=_laender(zugang), heute=zugang.am.year) if darf else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("Jahresberichte erstellt das BMAS.")
        if form.is_valid():
            return _angefordert(form, zugang)
    sichtbare = Jahresbericht.objects.visible_to(zugang).order_by("-jahr", "schluessel")
    kontext = {
        "brotkrumen": [("Berichte", reverse("berichte:berichte")), ("Jahresberichte", None)],
        "form": form,
        "tabelle": _tabelle(list(sichtbare)),
    }
    return render(request, "berichte/jahresberichte.html", kontext)


def _laender(zugang: Zugang) -> dict[int, str]:
    staende = Parteistand.objects.am(zugang.am).filter(art=Parteiart.LAND).order_by("ags")
    return {partei: LAENDER[ags] for partei, ags in staende.values_list("partei_id", "ags")}


def _angefordert(form: Anforderung, zugang: Zugang) -> HttpResponse:
    land = Parteistand.objects.am(zugang.am).select_related("partei").get(partei=form.cleaned_data["land"]).partei
    bericht = fordere_an(land=land, jahr=form.cleaned_data["jahr"], durch=zugang, am=timezone.now())
    return redirect("berichte:jahresbericht", pk=bericht.pk)


def _tabelle(berichte: list[Jahresbericht]) -> Tabelle:
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                f"{LAENDER[bericht.schluessel]} {bericht.jahr}",
                url=reverse("berichte:jahresbericht", args=[bericht.pk]),
            ),
            _zustand(bericht),
            zahlen.zeitpunkt(timezone.localtime(bericht.angefordert_am)),
        ]
        for bericht in berichte
    ]
    return Tabelle(
        "Jahresberichte", [Spalte("Land und Jahr", kopf=True), Spalte("Zustand"), Spalte("Angefordert")], zeilen
    )


def _zustand(bericht: Jahresbericht) -> Zelle:
    zustand = Jahresberichtszustand(bericht.zustand)
    return Zelle(JAHRESBERICHT.titel_von(zustand), status=STATUSART[zustand])


# -- One of them -----------------------------------------------------------------------------------------------


@befugt(Befugnis.SEHEN)
@require_safe
def jahresbericht(request: HttpRequest, pk: int) -> HttpResponse:
    """A yearly report: its text, its figures, what can happen next; invisible is not there."""
    return _seite(request, _sichtbarer(request, pk))


def _sichtbarer(request: HttpRequest, pk: int) -> Jahresbericht:
    alle = Jahresbericht.objects.visible_to(request.zugang)  # type: ignore[attr-defined]
    return get_object_or_404(alle.select_related("anmeldung", "veroeffentlichung"), pk=pk)


def _seite(request: HttpRequest, bericht: Jahresbericht, gruende: Mapping[str, str] | None = None) -> HttpResponse:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    fassung = neueste_fassung(bericht)
    kontext = {
        "brotkrumen": [*_weg(), (f"{LAENDER[bericht.schluessel]} {bericht.jahr}", None)],
        "bericht": bericht,
        "titel": titel_von(bericht),
        "laufstand": laufstand(bericht) if fassung is None else None,
        "abschnitte": _abschnitte(fassung) if fassung else [],
        "uebersicht": tabelle_aus(bericht.tabellen["uebersicht"]) if fassung else None,
        "angaben": _angaben(bericht, fassung),
        "fassungen": _fassungen(bericht),
        "handlungen": _handlungen(bericht, zugang, gruende or {}),
        "darf_schreiben": bericht.zustand == Jahresberichtszustand.ENTWURF and _darf(zugang),
        "druck": _druck(bericht, fassung),
    }
    return render(request, "berichte/jahresbericht.html", kontext, status=400 if gruende else 200)


def _weg() -> list[tuple[str, str | None]]:
    return [("Berichte", reverse("berichte:berichte")), ("Jahresberichte", reverse("berichte:jahresberichte"))]


def _darf(zugang: Zugang) -> bool:
    return zugang.art is Parteiart.BMAS and Befugnis.JAHRESBERICHT_ERSTELLEN in zugang.befugnisse


def _abschnitte(fassung: Jahresberichtsfassung) -> list[tuple[str, list[str]]]:
    texte = fassung.texte
    return [(a.titel, [absatz for absatz in texte[a.code].split("\n\n") if absatz.strip()]) for a in ABSCHNITTE]


def _angaben(bericht: Jahresbericht, fassung: Jahresberichtsfassung | None) -> list[tuple[str, str | Zelle]]:
    angaben: list[tuple[str, str | Zelle]] = [("Zustand", _zustand(bericht))]
    if fassung:
        wer = str(fassung.verfasst_durch) if fassung.verfasst_durch else "Entwurf des Systems"
        angaben.append(
            ("Fassung", f"{fassung.nummer}, {zahlen.zeitpunkt(timezone.localtime(fassung.verfasst_am))}, {wer}")
        )
    if bericht.veroeffentlichung:
        url = reverse("kennzahlen:veroeffentlichung", args=[bericht.veroeffentlichung_id])
        angaben.append(
            ("Zahlen", Zelle(f"Veröffentlichung vom {zahlen.tag(bericht.veroeffentlichung.stand)}", url=url))
        )
    if bericht.anmeldung:
        stand = f"abgelehnt: {bericht.anmeldung.ablehnungsgrund}" if bericht.anmeldung.abgelehnt_am else "angemeldet"
        am = zahlen.tag(timezone.localdate(bericht.anmeldung.angemeldet_am))
        angaben.append(("Kooperationsausschuss", f"{stand}, {am}"))
    return angaben


def _fassungen(bericht: Jahresbericht) -> Tabelle | None:
    fassungen = list(bericht.fassungen.select_related("verfasst_durch").order_by("-nummer"))
    if len(fassungen) < 2:
        return None
    zeilen = [
        [
            f"Fassung {f.nummer}",
            zahlen.zeitpunkt(timezone.localtime(f.verfasst_am)),
            str(f.verfasst_durch or "Entwurf des Systems"),
        ]
        for f in fassungen
    ]
    return Tabelle("Fassungen", [Spalte("Fassung", kopf=True), Spalte("Gespeichert"), Spalte("Durch")], zeilen)


def _handlungen(bericht: Jahresbericht, zugang: Zugang, gruende: Mapping[str, str]) -> list[Handlung]:
    url = reverse("berichte:jahresbericht_uebergang", args=[bericht.pk])
    return [
        Handlung(
            knopf.uebergang.code,
            knopf.uebergang.titel,
            knopf.uebergang.norm.text,
            url,
            knopf.hindernisse,
            knopf.uebergang.grund_noetig,
            gruende.get(knopf.uebergang.code, ""),
        )
        for knopf in naechste_akte(bericht, zugang)
    ]


def _druck(bericht: Jahresbericht, fassung: Jahresberichtsfassung | None) -> Jahresberichtsdruck | None:
    """The PDF of the newest version: as settled where it is, else the draft; None while it is being made."""
    endgueltig = bericht.zustand in (Jahresberichtszustand.FESTGESTELLT, Jahresberichtszustand.ANGEMELDET)
    drucke = Jahresberichtsdruck.objects.filter(fassung=fassung, endgueltig=endgueltig)
    return drucke.select_related("stueck").defer("stueck__pdf").first() if fassung else None


@befugt(Befugnis.SEHEN)
@require_safe
def jahresberichtsstand(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the draft is: the part of the page that asks again by itself."""
    return render(request, "components/progress_state.html", laufstand(_sichtbarer(request, pk)))


def laufstand(bericht: Jahresbericht) -> dict[str, Any]:
    """The parameters of ``components/progress.html`` for the draft."""
    fertig = bericht.zustand != Jahresberichtszustand.IN_ERSTELLUNG
    return {
        "id": f"jahresbericht-{bericht.pk}",
        "url": reverse("berichte:jahresberichtsstand", args=[bericht.pk]),
        "titel": titel_von(bericht),
        "maximum": 1 if fertig else 0,
        "wert": int(fertig),
        "text": "Der Entwurf liegt vor." if fertig else "Der Entwurf wird aus den Daten erstellt.",
        "fertig": fertig or bool(bericht.fehler),
        "fehler": bericht.fehler,
        "ergebnis_url": reverse("berichte:jahresbericht", args=[bericht.pk]) if fertig else "",
        "ergebnis_text": "Entwurf öffnen",
    }


@befugt(Befugnis.SEHEN)
@require_safe
def jahresbericht_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version as PDF."""
    bericht = _sichtbarer(request, pk)
    druck = _druck(bericht, neueste_fassung(bericht))
    if druck is None:
        raise Http404("Das PDF wird noch erzeugt. Bitte versuchen Sie es in einigen Sekunden wieder.")
    return pdf_antwort(unversehrt(druck.stueck), dateiname(bericht))


@befugt(Befugnis.JAHRESBERICHT_ERSTELLEN)
@require_POST
def jahresbericht_uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one of the acts; what hinders it is shown on the page, with the reason typed so far."""
    bericht = _sichtbarer(request, pk)
    code, grund = request.POST.get("uebergang", ""), request.POST.get("grund", "")
    if code not in AKTE:
        raise Http404("Diesen Schritt gibt es nicht.")
    try:
        AKTE[code](bericht=bericht, durch=request.zugang, am=timezone.now(), grund=grund)  # type: ignore[attr-defined]
    except (Gehindert, Ausserhalb, ValueError) as fehler:
        messages.error(request, str(fehler))
        return _seite(request, bericht, {code: grund})
    return redirect("berichte:jahresbericht", pk=pk)


# -- Editing ---------------------------------------------------------------------------------------------------


class Textformular(forms.Form):
    """The sections of a report; ``gelesen`` is the number of the version that is changed."""

    gelesen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for abschnitt in ABSCHNITTE:
            self.fields[abschnitt.code] = forms.CharField(
                label=abschnitt.titel,
                help_text=abschnitt.hinweis,
                required=False,
                max_length=20_000,
                widget=forms.Textarea({"rows": 10}),
            )


@befugt(Befugnis.JAHRESBERICHT_ERSTELLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def jahresbericht_bearbeiten(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the sections; nothing typed is lost when somebody else saved first."""
    bericht = _sichtbarer(request, pk)
    fassung = neueste_fassung(bericht)
    if fassung is None or bericht.zustand != Jahresberichtszustand.ENTWURF or not _darf(request.zugang):  # type: ignore[attr-defined]
        messages.error(request, "Dieser Bericht lässt sich in seinem Zustand nicht bearbeiten.")
        return redirect("berichte:jahresbericht", pk=pk)
    form = Textformular(request.POST or None, initial={"gelesen": fassung.nummer, **fassung.texte})
    fremde: list[tuple[str, list[str]]] = []
    if request.method == "POST" and form.is_valid():
        try:
            _speichere(bericht, form, request.zugang)  # type: ignore[attr-defined]
            return redirect("berichte:jahresbericht", pk=pk)
        except Ueberholt as fehler:
            form.add_error(None, str(fehler))
            form.data = {**form.data.dict(), "gelesen": str(fehler.neueste.nummer)}  # type: ignore[attr-defined]
            fremde = _abschnitte(fehler.neueste)
        except NichtBearbeitbar as fehler:
            form.add_error(None, str(fehler))
    kontext = {
        "brotkrumen": [
            *_weg(),
            (titel_von(bericht), reverse("berichte:jahresbericht", args=[pk])),
            ("Bearbeiten", None),
        ],
        "titel": titel_von(bericht),
        "form": form,
        "fremde": fremde,
        "abbrechen_url": reverse("berichte:jahresbericht", args=[pk]),
    }
    return render(request, "berichte/jahresbericht_bearbeiten.html", kontext, status=400 if form.errors else 200)


def _speichere(bericht: Jahresbericht, form: Textformular, zugang: Zugang) -> None:
    texte = {abschnitt.code: form.cleaned_data[abschnitt.code] for abschnitt in ABSCHNITTE}
    schreibe(bericht=bericht, texte=texte, gelesen=form.cleaned_data["gelesen"], durch=zugang, am=timezone.now())
