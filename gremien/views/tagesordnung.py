"""The agenda of a session: putting items on it, their order, papers, guests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gremien.models import Anmeldung, Sitzung, Vorlage
from gremien.recht import gegenstaende_von
from gremien.sitzungen import planung, vorlagen
from gremien.sitzungen.lage import tag_von
from gremien.views.felder import gegenstandswahl, textfeld
from gremien.views.punkte import lade_fuer, punktseite, zum_punkt
from gremien.views.rahmen import formularseite, vollzogen, zugang_von
from gremien.views.sitzungen import lade_sitzung, sitzungsseite
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.zugriff import verlange

_FUEHREN = Befugnis.GREMIUM_FUEHREN


class Punktformular(forms.Form):
    """An item: which matter, its title, and what is moved."""

    gegenstand = forms.ChoiceField(
        label="Gegenstand",
        help_text="Worauf eine Zielvereinbarung wartet, wird dort angemeldet und auf der Seite der Sitzung aufgesetzt.",
    )
    titel = forms.CharField(label="Titel", max_length=200)
    antrag = textfeld("Beschlussvorschlag oder Erläuterung", 5, max_length=20_000, required=False)

    def __init__(self, *args: Any, sitzung: Sitzung, mit_gegenstand: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mit_gegenstand:
            del self.fields["gegenstand"]
            return
        art, tag = sitzung.gremium.art, tag_von(sitzung)
        wahl = gegenstandswahl(art, tag, gegenstaende_von(art, tag))
        self.fields["gegenstand"].choices = wahl  # type: ignore[attr-defined]


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def punkt_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an item on the agenda; what the body must not take up is refused with the paragraph."""
    sitzung = lade_sitzung(request, pk)
    verlange(zugang_von(request), _FUEHREN, sitzung)
    form = Punktformular(request.POST or None, sitzung=sitzung)
    return formularseite(
        request,
        sitzungsseite(sitzung, "Punkt aufsetzen", "Aufsetzen"),
        form,
        lambda **wer: planung.setze_auf(sitzung=sitzung, angaben=planung.Punktangaben(**form.cleaned_data), **wer),
    )


@befugt(_FUEHREN)
@require_POST
def anmeldung_aufsetzen(request: HttpRequest, pk: int, anmeldung: int) -> HttpResponse:
    """Put what was registered on the agenda."""
    sitzung = lade_sitzung(request, pk)
    eine = get_object_or_404(Anmeldung.objects.visible_to(zugang_von(request)), pk=anmeldung)
    vollzogen(
        request,
        lambda **wer: planung.setze_anmeldung_auf(sitzung=sitzung, anmeldung=eine, **wer),
        "Die Anmeldung steht auf der Tagesordnung.",
    )
    return redirect(f"{reverse('gremien:sitzung', args=[pk])}#tagesordnung")


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def punkt_aendern(request: HttpRequest, pk: int) -> HttpResponse:
    """Another title or motion."""
    eines = lade_fuer(request, pk)
    vorher = {"titel": eines.titel, "antrag": eines.antrag}
    form = Punktformular(request.POST or None, sitzung=eines.sitzung, mit_gegenstand=False, initial=vorher)
    seite = punktseite(eines, "Punkt ändern", "Speichern")
    return formularseite(
        request, seite, form, lambda **wer: planung.aendere_punkt(punkt=eines, **form.cleaned_data, **wer)
    )


@befugt(_FUEHREN)
@require_POST
def punkt_ordnen(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    eines = lade_fuer(request, pk)
    reihe = list(eines.sitzung.tagesordnung.order_by("reihenfolge").values_list("pk", flat=True))
    stelle = reihe.index(eines.pk)
    ziel = stelle + (1 if request.POST.get("richtung") == "runter" else -1)
    if 0 <= ziel < len(reihe):
        reihe[stelle], reihe[ziel] = reihe[ziel], reihe[stelle]
        vollzogen(
            request,
            lambda **wer: planung.ordne(sitzung=eines.sitzung, reihenfolge=reihe, **wer),
            "Die Tagesordnung ist umgestellt.",
        )
    return redirect(f"{reverse('gremien:sitzung', args=[eines.sitzung_id])}#tagesordnung")


@befugt(_FUEHREN)
@require_POST
def punkt_streichen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    eines = lade_fuer(request, pk)
    if vollzogen(request, lambda **wer: planung.streiche(punkt=eines, **wer), "Der Punkt ist gestrichen."):
        return redirect("gremien:sitzung", pk=eines.sitzung_id)
    return zum_punkt(pk)


class Vorlageformular(forms.Form):
    """A paper."""

    datei = forms.FileField(label="Datei", help_text="PDF, Word, Excel, OpenDocument oder Bild, höchstens 10 MB.")
    titel = forms.CharField(label="Titel", max_length=200, required=False, help_text="Leer: der Name der Datei.")


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def vorlage_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a paper to an item."""
    eines = lade_fuer(request, pk)
    form = Vorlageformular(request.POST or None, request.FILES or None)

    def akt(**wer: Any) -> Vorlage:
        datei = form.cleaned_data["datei"]
        return vorlagen.lege_vor(
            punkt=eines, name=datei.name, inhalt=datei.read(), titel=form.cleaned_data["titel"], **wer
        )

    return formularseite(request, punktseite(eines, "Vorlage beifügen", "Beifügen"), form, akt)


@befugt(_FUEHREN)
@require_POST
def vorlage_entfernen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper out again."""
    sichtbar = Vorlage.objects.visible_to(zugang_von(request)).vorhanden().select_related("punkt").distinct()
    eine = get_object_or_404(sichtbar, pk=pk)
    vollzogen(request, lambda **wer: vorlagen.entferne(vorlage=eine, **wer), "Die Vorlage ist entfernt.")
    return zum_punkt(eine.punkt_id)


class Gastformular(forms.Form):
    """Who is invited to an item without a vote."""

    partei = forms.ModelChoiceField(
        Parteistand.objects.none(), label="Partei", required=False, empty_label="keine; eine einzelne Person"
    )
    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="E-Mail", required=False)

    def __init__(self, *args: Any, am: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partei"].queryset = Parteistand.objects.am(am).order_by("art", "name")  # type: ignore[attr-defined]

    def gast(self) -> planung.Gastangaben:
        """Who is invited. Only after ``is_valid()``."""
        stand = self.cleaned_data["partei"]
        partei = Partei.objects.get(pk=stand.partei_id) if stand else None
        return planung.Gastangaben(self.cleaned_data["name"], partei, email=self.cleaned_data["email"])


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def gast_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a guest to an item."""
    eines = lade_fuer(request, pk)
    form = Gastformular(request.POST or None, am=zugang_von(request).am)
    seite = punktseite(eines, "Gast einladen", "Einladen")
    return formularseite(request, seite, form, lambda **wer: planung.lade_gast(punkt=eines, gast=form.gast(), **wer))
