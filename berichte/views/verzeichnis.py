"""The list of monthly reports: those of the newest release that has any, or of an earlier one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from berichte.models import Abonnement, Bericht, Berichtsauftrag
from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from kennzahlen.models import Veroeffentlichung
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

JE_SEITE = 50


class Berichtsfilter(forms.Form):
    """Narrows the list of reports."""

    suche = forms.CharField(label="Name oder Schlüssel", required=False, max_length=80)
    art = forms.ChoiceField(label="Art", required=False)
    stand = forms.ChoiceField(label="Monat", required=False)

    def __init__(self, daten: Any, veroeffentlichungen: list[Veroeffentlichung]) -> None:
        super().__init__(daten)
        arten = [(art.value, BERICHTSARTEN[art].titel) for art in Berichtsart]
        self.fields["art"].choices = [("", "Alle Berichte"), *arten]  # type: ignore[attr-defined]
        self.fields["stand"].choices = [  # type: ignore[attr-defined]
            ("", "Neueste"),
            *((str(v.pk), f"{zahlen.monat(v.bis_monat)} (Stand {zahlen.tag(v.stand)})") for v in veroeffentlichungen),
        ]


@offen
@require_safe
def berichte(request: HttpRequest) -> HttpResponse:
    """Every report of a release; on top those of the party acted for."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    releases = list(
        Veroeffentlichung.objects.filter(pk__in=Bericht.objects.values("veroeffentlichung")).order_by("-pk")
    )
    filter_ = Berichtsfilter(request.GET, releases)
    auswahl = filter_.cleaned_data if filter_.is_valid() else {}
    release = next((v for v in releases if str(v.pk) == auswahl.get("stand")), releases[0] if releases else None)
    alle = Bericht.objects.visible_to(zugang).filter(veroeffentlichung=release)
    seite = Paginator(_passende(alle, auswahl), JE_SEITE).get_page(request.GET.get("seite"))
    kontext = {
        "brotkrumen": [("Berichte", None)],
        "form": filter_,
        "seite": seite,
        "tabelle": _tabelle("Monatsberichte", list(seite), zugang),
        "eigene": _eigene(alle, zugang),
        "veroeffentlichung": release,
        "bmas": zugang.art is Parteiart.BMAS,
        "angemeldet": zugang.nutzer is not None,
        "misslungene": Berichtsauftrag.objects.visible_to(zugang)
        .misslungen()
        .filter(lauf__veroeffentlichung=release)
        .count(),
    }
    return render(request, "berichte/verzeichnis.html", kontext)


def _passende(alle: QuerySet[Bericht], auswahl: dict[str, Any]) -> QuerySet[Bericht]:
    if art := auswahl.get("art"):
        alle = alle.filter(art=art)
    for wort in auswahl.get("suche", "").split():
        alle = alle.filter(titel__icontains=wort) | alle.filter(einheit__schluessel__icontains=wort)
    return _ohne_inhalt(alle).order_by("einheit__titel", "art")


def _ohne_inhalt(berichte: QuerySet[Bericht]) -> QuerySet[Bericht]:
    """What a list shows, without what only pages need: texts, tables, bytes."""
    return berichte.select_related("stueck").defer("inhalt", "stueck__pdf")


def _eigene(alle: QuerySet[Bericht], zugang: Zugang) -> Tabelle | None:
    if zugang.partei_id is None:
        return None
    eigene = _ohne_inhalt(alle).filter(partei=zugang.partei_id).order_by("pk")
    return _tabelle("Berichte Ihrer Partei", list(eigene), zugang) if eigene else None


def _tabelle(titel: str, gezeigte: list[Bericht], zugang: Zugang) -> Tabelle:
    spalten = [
        Spalte("Bericht", kopf=True),
        Spalte("Art"),
        Spalte("PDF"),
        Spalte("Seiten", zahl=True),
        *([Spalte("Abonnement")] if zugang.nutzer else []),
    ]
    abonniert = set(Abonnement.objects.visible_to(zugang).laufende().values_list("art", "einheit_id"))
    return Tabelle(titel, spalten, [_zeile(bericht, abonniert, zugang) for bericht in gezeigte])


def _zeile(bericht: Bericht, abonniert: set[tuple[str, int]], zugang: Zugang) -> list[Zelle | str]:
    stand = "abonniert" if (bericht.art, bericht.einheit_id) in abonniert else zahlen.FEHLT
    return [
        Zelle(bericht.fuer, url=reverse("berichte:bericht", args=[bericht.pk])),
        BERICHTSARTEN[Berichtsart(bericht.art)].titel,
        Zelle(
            f"PDF, {zahlen.ganzzahl(bericht.stueck.groesse / 1024)} kB", url=reverse("berichte:pdf", args=[bericht.pk])
        ),
        str(bericht.stueck.seiten),
        *([stand] if zugang.nutzer else []),
    ]
