"""Charts as SVG, each at an address of its own. Open to everyone, like the values they show.

A drawing is kept: its address names the release, whose values never change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kennzahlen.auskunft import charts
from kennzahlen.auskunft.darstellung import ohne_luecken, zeitreihe
from kennzahlen.auskunft.gegenueber import Gegenueber, einzelverlaeufe
from kennzahlen.auskunft.gruppen import gruppenwerte, mitglieder
from kennzahlen.auskunft.laender import laenderkarte
from kennzahlen.auskunft.lagebild import streifenbild
from kennzahlen.auskunft.reihen import lies
from kennzahlen.auskunft.verzeichnis import geschichte
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES
from kennzahlen.views.ausschnitt import Ausschnitt, veroeffentlichung_nr, zeitraumwahl
from kennzahlen.views.auswahl import auswahl_oder_404
from zielsystem.parties.doors import offen
from zielsystem.parties.models import Installation

FORMATE = {"breit": (960, 400), "schmal": (400, 420)}
BEHALTEN = 7 * 24 * 3600


@offen
@require_safe
def diagramm(request: HttpRequest, code: str, ags: str = "", schluessel: str = "") -> HttpResponse:
    """A measure over time: ``monate``, ``format`` and ``veroeffentlichung`` choose which."""
    pruefe_code(code)
    veroeffentlichung, wahl, schluessel = veroeffentlichung_nr(request), zeitraumwahl(request), ags or schluessel

    def zeichne(masse: tuple[int, int], fussnote: str) -> dict[str, Any]:
        ausschnitt = _ausschnitt(veroeffentlichung, schluessel, wahl)
        reihen = ausschnitt.reihen([code], ausschnitt.monate)
        band = ausschnitt.bandgruppe(ausschnitt.gruppenbilder([code]))
        verlaeufe = zeitreihe(reihen, ausschnitt.vergleiche, code, band)
        return charts.zeitreihe_spec(verlaeufe, *masse, fussnote=fussnote)

    return gezeichnet(request, veroeffentlichung, f"diagramm:{schluessel}:{code}:{wahl}", zeichne)


@offen
@require_safe
def streuung(request: HttpRequest, code: str, ags: str = "", schluessel: str = "") -> HttpResponse:
    """The spread of a measure in the groups of a Jobcenter, or among the members of an aggregate."""
    pruefe_code(code)
    veroeffentlichung, schluessel = veroeffentlichung_nr(request), ags or schluessel

    def zeichne(masse: tuple[int, int], fussnote: str) -> dict[str, Any]:
        ausschnitt = _ausschnitt(veroeffentlichung, schluessel, "24")
        gruppen = [
            (bild, _werte(veroeffentlichung, bild.gruppe, code, ausschnitt.ende))
            for bild in ausschnitt.gruppenbilder([code])
        ]
        if not gruppen:
            raise Http404("Dieses Jobcenter gehört zu keiner Vergleichsgruppe.")
        eigener = lies(veroeffentlichung, [ausschnitt.einheit], [code], [ausschnitt.ende])
        wert = eigener.werte(ausschnitt.einheit, code)[0]
        bild = streifenbild(code, wert, ausschnitt.vergleiche[0].kurz, gruppen)
        return charts.streifen_spec(bild, masse[0], fussnote=fussnote)

    return gezeichnet(request, veroeffentlichung, f"streuung:{schluessel}:{code}", zeichne)


@offen
@require_safe
def karte(request: HttpRequest, code: str) -> HttpResponse:
    """The Länder as tiles, for the newest month of a release."""
    pruefe_code(code)
    veroeffentlichung = veroeffentlichung_nr(request)

    def zeichne(masse: tuple[int, int], fussnote: str) -> dict[str, Any]:
        return charts.karte_spec(laenderkarte(veroeffentlichung, code), fussnote=fussnote)

    return gezeichnet(request, veroeffentlichung, f"karte:{code}", zeichne)


@offen
@require_safe
def nebeneinander(request: HttpRequest, code: str) -> HttpResponse:
    """A measure of the chosen units over time, one small chart each."""
    pruefe_code(code)
    auswahl = auswahl_oder_404(request, veroeffentlichung_nr(request))

    def zeichne(masse: tuple[int, int], fussnote: str) -> dict[str, Any]:
        reihen = lies(auswahl.veroeffentlichung, auswahl.einheiten, [code], auswahl.monate)
        return charts.einzelverlaeufe_spec(einzelverlaeufe(reihen, code), masse[0], fussnote=fussnote)

    if not auswahl.einheiten or not auswahl.monate:
        raise Http404("Es ist nichts ausgewählt.")
    was = f"nebeneinander:{code}:{auswahl.zeitraum}:{auswahl.monat}:{auswahl.schluessel}"
    return gezeichnet(request, auswahl.veroeffentlichung, was, zeichne)


@offen
@require_safe
def gegeneinander(request: HttpRequest) -> HttpResponse:
    """Two measures of all Jobcenter, the chosen units with their names."""
    auswahl = auswahl_oder_404(request, veroeffentlichung_nr(request))
    x, y = auswahl.achsen

    def zeichne(masse: tuple[int, int], fussnote: str) -> dict[str, Any]:
        gegenueber = Gegenueber.lies(auswahl.veroeffentlichung, (x, y), auswahl.monat, auswahl.einheiten)
        return charts.streudiagramm_spec(gegenueber.streudiagramm(), masse[0], fussnote=fussnote)

    was = f"gegeneinander:{x}:{y}:{auswahl.monat}:{auswahl.schluessel}"
    return gezeichnet(request, auswahl.veroeffentlichung, was, zeichne)


# -- What all have in common -----------------------------------------------------------------------------------

Zeichner = Callable[[tuple[int, int], str], dict[str, Any]]
"""From width and height in pixels and a footnote to the specification."""


def gezeichnet(request: HttpRequest, veroeffentlichung: Veroeffentlichung, was: str, zeichne: Zeichner) -> HttpResponse:
    """The answer with a drawing, drawn only if it has not been before; ``was`` says which, apart from the format."""
    format_ = request.GET.get("format", "breit")
    if format_ not in FORMATE:
        raise Http404("Dieses Format gibt es nicht.")
    stand = f"{veroeffentlichung.pk}:{veroeffentlichung.veroeffentlicht_am.timestamp()}"
    ort = f"bild:{charts.FASSUNG}:{stand}:{format_}:{quote(was)}"
    zeichnung = cache.get(ort)
    if zeichnung is None:
        fussnote = "Synthetische Demonstrationsdaten" if Installation.objects.filter(synthetisch=True).exists() else ""
        zeichnung = charts.mit_schrift(charts.svg(zeichne(FORMATE[format_], fussnote)))
        cache.set(ort, zeichnung, BEHALTEN)
    antwort = HttpResponse(zeichnung, content_type="image/svg+xml")
    antwort["Cache-Control"] = "public, max-age=86400" if "veroeffentlichung" in request.GET else "no-cache"
    return antwort


def pruefe_code(*codes: str) -> None:
    """404 for a measure that does not exist."""
    if not set(codes) <= set(KENNZAHL_CODES):
        raise Http404("Diese Kennzahl gibt es nicht.")


def _ausschnitt(veroeffentlichung: Veroeffentlichung, schluessel: str, wahl: str) -> Ausschnitt:
    einheit = get_object_or_404(Einheit, schluessel=schluessel)
    verlauf = geschichte(einheit.partei_id) if einheit.partei_id else None
    ausschnitt = Ausschnitt(veroeffentlichung, einheit, verlauf, wahl)
    if not ausschnitt.monate:
        raise Http404("Für diese Einheit sind keine Werte veröffentlicht.")
    return ausschnitt


def _werte(veroeffentlichung: Veroeffentlichung, gruppe: Einheit, code: str, monat: date) -> Sequence[float]:
    glieder = mitglieder(gruppe, [monat])
    reihen = lies(veroeffentlichung, glieder.einheiten, [code], [monat])
    return [wert for wert in ohne_luecken(gruppenwerte(reihen, code, glieder.dabei)[:, 0]) if wert is not None]
