"""The planning of a round: letter, calendar, sums, and the table of values, in and out."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.models import Planungsbrief, Planungsrunde, Planungswert
from agreements.planung.fristen import fristen
from agreements.planung.recht import BRIEFZUSTANDSTITEL, Briefzustand
from agreements.planung.werte import sichtbare_werte, summentafel
from agreements.planungsrunde import darf_planen
from agreements.views.planung_zeilen import kalendertabelle, summentabellen, wertetabelle
from agreements.views.planungsformulare import Wertefilter
from kennzahlen.views.seiten import seite_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang


def runde_oder_404(request: HttpRequest, pk: int) -> Planungsrunde:
    """The round, if the access may see it."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)


def krumen(runde: Planungsrunde, *weitere: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way to a page of planning."""
    weg: list[tuple[str, str | None]] = [
        ("Zielvereinbarungen", "/zielvereinbarungen/"),
        (runde.titel, f"/zielvereinbarungen/{runde.pk}/"),
    ]
    return [*weg, ("Planung der Werte", f"/zielvereinbarungen/{runde.pk}/planung/" if weitere else None), *weitere]


@angemeldet
@require_safe
def planung(request: HttpRequest, pk: int) -> HttpResponse:
    """The planning of a round as far as the access may see it."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = runde_oder_404(request, pk)
    tafel = summentafel(runde, zugang)
    sichtbare = sichtbare_werte(runde, zugang)
    filter_ = Wertefilter(request.GET, reihen=tafel.summen)
    seite = seite_von(request, _ausgewaehlte(sichtbare, filter_))
    kontext = {
        "brotkrumen": krumen(runde),
        "runde": runde,
        "briefe": _briefe(runde, zugang),
        "kalender": kalendertabelle(fristen(runde), zugang.am),
        "summen": summentabellen(tafel),
        "form": filter_,
        "seite": seite,
        "tabelle": wertetabelle(seite.object_list),
        "gibt_werte": bool(tafel.summen),
        "darf_planen": darf_planen(zugang),
        "darf_einlesen": _darf_einlesen(runde, zugang),
    }
    return render(request, "agreements/planung/planung.html", kontext)


def _briefe(runde: Planungsrunde, zugang: Zugang) -> list[dict[str, Any]]:
    """The versions of the Planungsbrief that may be seen, the newest first."""
    briefe = Planungsbrief.objects.visible_to(zugang).filter(runde=runde).order_by("-version")
    return [
        {
            "version": brief.version,
            "titel": f"Planungsbrief, Version {brief.version}",
            "stand": BRIEFZUSTANDSTITEL[Briefzustand(brief.zustand)],
            "am": zahlen.tag(brief.veroeffentlicht_am) if brief.veroeffentlicht_am else "",
            "gilt": brief.zustand == Briefzustand.VEROEFFENTLICHT,
            "entwurf": brief.zustand == Briefzustand.ENTWURF,
        }
        for brief in briefe
    ]


def _darf_einlesen(runde: Planungsrunde, zugang: Zugang) -> bool:
    """Whether somebody acts for one of the parties to the values and in a role that offers or answers."""
    if Befugnis.WERT_ANBIETEN not in zugang.befugnisse:
        return False
    eigene = Q(jobcenter=zugang.partei_id) | Q(gegenueber=zugang.partei_id)
    return Planungswert.objects.filter(eigene, runde=runde).exists()


def _ausgewaehlte(werte: QuerySet[Planungswert], filter_: Wertefilter) -> QuerySet[Planungswert]:
    wahl = filter_.cleaned_data if filter_.is_valid() else {}
    if reihe := wahl.get("reihe"):
        kennzahl, _, jahr = reihe.partition("-")
        werte = werte.filter(kennzahl=kennzahl, jahr=int(jahr))
    if land := wahl.get("land"):
        werte = werte.filter(schluessel__startswith=land)
    if zustand := wahl.get("zustand"):
        werte = werte.filter(zustand=zustand)
    if suche := wahl.get("suche"):
        werte = werte.filter(Q(name__icontains=suche) | Q(schluessel__startswith=suche))
    return werte
