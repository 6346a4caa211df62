"""What was reached in a round: counts, position and spread, without an order by results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.auswertung.ueberblick import ueberblick
from agreements.models import Planungsrunde
from agreements.views.auswertung.formulare import Ueberblicksfilter
from agreements.views.auswertung.zeilen import streuungstabelle, zaehltabelle
from agreements.ziele import GESETZLICHE_ZIELE, WEITERE_ZIELE
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang

_ZIELE = list({ziel.code: ziel.titel for ziel in (*GESETZLICHE_ZIELE, *WEITERE_ZIELE)}.items())


@angemeldet
@require_safe
def rundenauswertung(request: HttpRequest, pk: int) -> HttpResponse:
    """The results of the evaluated agreements that the access may see."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)
    form = Ueberblicksfilter(request.GET.dict(), ziele=_ZIELE)
    auswahl = form.cleaned_data if form.is_valid() else {"ziel": _ZIELE[0][0], "land": ""}
    ziel = auswahl["ziel"] or _ZIELE[0][0]
    bild = ueberblick(zugang, runde, ziel, auswahl["land"])
    kontext = {
        "brotkrumen": [
            ("Zielvereinbarungen", reverse("agreements:runden")),
            (runde.titel, reverse("agreements:runde", args=[pk])),
            ("Auswertung", None),
        ],
        "runde": runde,
        "form": form,
        "zieltitel": dict(_ZIELE)[ziel],
        "umfang": f"{zahlen.ganzzahl(bild.ausgewertet)} von {zahlen.ganzzahl(bild.vereinbarungen)}",
        "je_ziel": zaehltabelle("Ergebnisse je Ziel", "Ziel", bild.je_ziel),
        "je_land": zaehltabelle("Ergebnisse je Land", "Land", bild.je_land),
        "streuung": streuungstabelle(bild),
    }
    return render(request, "agreements/auswertung/runde.html", kontext)
