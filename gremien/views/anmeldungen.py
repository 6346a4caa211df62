"""What is registered for a body: the list, registering a matter, turning one down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gremien.models import Anmeldung, Gremium, Tagesordnungspunkt
from gremien.recht import FORMTITEL, ausgeschlossen_von, gegenstaende_von, gegenstand
from gremien.sitzungen.anmeldung import anmelden, darf_anmelden, lehne_ab
from gremien.views.felder import Grundformular, Wahl, gegenstandswahl, textfeld
from gremien.views.rahmen import Seite, formularseite, gremium_url, krumen, lade, rahmen, zugang_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang, may, verlange
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN


@angemeldet
@require_safe
def anmeldungen(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for an agenda, what came of the rest, and what this body may take up at all."""
    zugang = zugang_von(request)
    gremium = lade(request, pk)
    alle = Anmeldung.objects.visible_to(zugang).filter(gremium=gremium).order_by("-angemeldet_am")
    offene = list(alle.offen())
    uebrige = list(alle.exclude(pk__in=[eine.pk for eine in offene])[:50])
    tag = max(zugang.am, gremium.ab)
    kontext = {
        **rahmen(gremium, "anmeldungen"),
        "offene": _offene(offene, zugang, darf=may(zugang, _FUEHREN, gremium)) if offene else None,
        "uebrige": _uebrige(uebrige, zugang) if uebrige else None,
        "zustaendigkeit": _zustaendigkeit(gremium, zugang),
        "ausgeschlossen": [(zeile.meldung, str(zeile.norm)) for zeile in ausgeschlossen_von(gremium.art, tag)],
        "darf_anmelden": may(zugang, _MITWIRKEN, gremium),
    }
    return render(request, "gremien/anmeldungen.html", kontext)


def _parteinamen(anmeldungen: list[Anmeldung], zugang: Zugang) -> dict[int | None, str]:
    parteien = {eine.partei_id for eine in anmeldungen if eine.partei_id}
    return dict(Parteistand.objects.am(zugang.am).filter(partei__in=parteien).values_list("partei", "name"))


def _offene(anmeldungen: list[Anmeldung], zugang: Zugang, *, darf: bool) -> Tabelle:
    namen = _parteinamen(anmeldungen, zugang)
    spalten = [Spalte("Angemeldet", kopf=True), Spalte("Gegenstand"), Spalte("Von"), Spalte("Am")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(eine.titel, hinweis=eine.begruendung[:160]),
            gegenstand(eine.gegenstand, timezone.localdate(eine.angemeldet_am)).titel,
            namen.get(eine.partei_id, "Betrieb"),
            Zelle(
                zahlen.tag(timezone.localtime(eine.angemeldet_am)),
                url=reverse("gremien:anmeldung_ablehnen", args=[eine.pk]) if darf else "",
                hinweis="Ablehnen" if darf else "",
            ),
        ]
        for eine in anmeldungen
    ]
    hinweis = "Auf eine Tagesordnung setzen Sie eine Anmeldung auf der Seite der Sitzung." if darf else ""
    return Tabelle("Angemeldet, noch auf keiner Tagesordnung", spalten, zeilen, hinweis=hinweis)


def _uebrige(anmeldungen: list[Anmeldung], zugang: Zugang) -> Tabelle:
    punkte = {
        punkt.anmeldung_id: punkt
        for punkt in Tagesordnungspunkt.objects.filter(anmeldung__in=anmeldungen).select_related("sitzung")
    }
    namen = _parteinamen(anmeldungen, zugang)
    spalten = [Spalte("Angemeldet", kopf=True), Spalte("Von"), Spalte("Was daraus wurde")]
    zeilen: list[list[Zelle | str]] = [
        [Zelle(eine.titel), namen.get(eine.partei_id, "Betrieb"), _verbleib(eine, punkte.get(eine.pk))]
        for eine in anmeldungen
    ]
    return Tabelle("Erledigte Anmeldungen", spalten, zeilen)


def _verbleib(anmeldung: Anmeldung, punkt: Tagesordnungspunkt | None) -> Zelle:
    if anmeldung.abgelehnt_am or punkt is None:
        return Zelle("abgelehnt", status="danger", hinweis=anmeldung.ablehnungsgrund)
    return Zelle(
        f"auf der Tagesordnung: {punkt.sitzung.titel}", url=reverse("gremien:sitzung", args=[punkt.sitzung_id])
    )


def _zustaendigkeit(gremium: Gremium, zugang: Zugang) -> Tabelle:
    spalten = [Spalte("Gegenstand", kopf=True), Spalte("Form"), Spalte("Rechtsgrundlage")]
    zeilen: list[list[Zelle | str]] = [
        [zeile.titel, FORMTITEL[zeile.form], str(zeile.norm)]
        for zeile in gegenstaende_von(gremium.art, max(zugang.am, gremium.ab))
    ]
    return Tabelle("Womit sich dieses Gremium befasst", spalten, zeilen)


class Anmeldeformular(forms.Form):
    """A matter for a body."""

    gegenstand = forms.ChoiceField(label="Gegenstand")
    titel = forms.CharField(label="Titel auf der Tagesordnung", max_length=200)
    begruendung = textfeld("Begründung oder Beschlussvorschlag", 5, max_length=10_000, required=False)

    def __init__(self, *args: Any, gegenstaende: Wahl, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gegenstand"].choices = gegenstaende  # type: ignore[attr-defined]


@befugt(_MITWIRKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def anmeldung_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a matter; what the body must not take up is refused with the paragraph."""
    zugang = zugang_von(request)
    gremium = lade(request, pk)
    tag = max(zugang.am, gremium.ab)
    moegliche = [zeile for zeile in gegenstaende_von(gremium.art, tag) if darf_anmelden(zugang, gremium, zeile)]
    wahl = gegenstandswahl(gremium.art, tag, moegliche)
    form = Anmeldeformular(request.POST or None, gegenstaende=wahl)
    ziel = gremium_url(gremium, "anmeldungen")
    weg = krumen(gremium, ("Anmeldungen", ziel), "Gegenstand anmelden")
    erfolg = "Der Gegenstand ist angemeldet; die Geschäftsstelle setzt ihn auf eine Tagesordnung."
    seite = Seite("Gegenstand anmelden", "Anmelden", ziel, weg, gremium.titel, erfolg)
    return formularseite(request, seite, form, lambda **wer: anmelden(gremium=gremium, **form.cleaned_data, **wer))


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def anmeldung_ablehnen(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn down what was registered, with a reason."""
    zugang = zugang_von(request)
    eine = get_object_or_404(Anmeldung.objects.visible_to(zugang).select_related("gremium"), pk=pk)
    verlange(zugang, _FUEHREN, eine)
    form = Grundformular(request.POST or None)
    ziel = gremium_url(eine.gremium, "anmeldungen")
    weg = krumen(eine.gremium, ("Anmeldungen", ziel), "Ablehnen")
    seite = Seite("Anmeldung ablehnen", "Ablehnen", ziel, weg, eine.titel, "Die Anmeldung ist abgelehnt.")
    return formularseite(
        request, seite, form, lambda **wer: lehne_ab(anmeldung=eine, grund=form.cleaned_data["grund"], **wer)
    )
