"""The page "Vergleichen": freely chosen units side by side. Open to everyone; the address holds the selection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kennzahlen.auskunft.charts.einzelverlaeufe import bildhoehe, einzelverlaeufe_alternativtext
from kennzahlen.auskunft.charts.streudiagramm import STREUHOEHE, streudiagramm_alternativtext, zusammenhang
from kennzahlen.auskunft.gegenueber import (
    Gegenueber,
    beschriftung,
    einzelverlaeufe,
    ortsname,
    verlaufstabelle,
    wertetabelle,
)
from kennzahlen.auskunft.reihen import lies, zeitraum
from kennzahlen.auskunft.verzeichnis import jobcenterverzeichnis, kurzname, sortierfolge, zusatz
from kennzahlen.cube import monat_plus
from kennzahlen.models import Einheit, Einheitsart
from kennzahlen.views import herunterladen
from kennzahlen.views.ausschnitt import veroeffentlichung_am
from kennzahlen.views.auswahl import HOECHSTENS, KENNZAHLEN_HOECHSTENS, Auswahl, auswahl_oder_404
from kennzahlen.views.formulare import Vergleichsformular
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.ui.rows import Tabelle

TREFFER = 8


@offen
@require_safe
def vergleichen(request: HttpRequest) -> HttpResponse:
    """The chosen units: values of a month, series, and two measures against each other."""
    kontext: dict[str, Any] = {"brotkrumen": [("Vergleichen", None)]}
    veroeffentlichung = veroeffentlichung_am(request)
    if veroeffentlichung is None:
        return render(request, "kennzahlen/vergleichen.html", kontext)
    auswahl = auswahl_oder_404(request, veroeffentlichung)
    gegenueber = _gegenueber(auswahl)
    kontext |= {"auswahl": auswahl, "stand": veroeffentlichung.stand, "gegenueber": gegenueber}
    if auswahl.einheiten:
        kontext |= _nebeneinander(auswahl)
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, _tabellen(kontext), veroeffentlichung)
    kontext |= {
        "form": Vergleichsformular(request.GET, auswahl=auswahl),
        "gewaehlte": _gewaehlte(request, auswahl),
        "treffer": _treffer(request, auswahl),
        "suche": request.GET.get("suche", "").strip(),
        "voll": len(auswahl.einheiten) >= HOECHSTENS,
        "hinweise": _hinweise(auswahl),
    }
    return render(request, "kennzahlen/vergleichen.html", kontext)


def _tabellen(kontext: dict[str, Any]) -> Iterable[Tabelle]:
    yield kontext["gegenueber"]["tabelle"]
    if "werte" in kontext:
        yield kontext["werte"]
        yield from (verlauf["tabelle"] for verlauf in kontext["verlaeufe"])


def _hinweise(auswahl: Auswahl) -> list[str]:
    hinweise = [f"Die Einheit „{schluessel}“ gibt es nicht." for schluessel in auswahl.unbekannt]
    if auswahl.zuviel:
        grenzen = f"{HOECHSTENS} Einheiten und {KENNZAHLEN_HOECHSTENS} Kennzahlen"
        hinweise.append(f"Gezeigt werden höchstens {grenzen}; die weiteren sind weggelassen.")
    return hinweise


# -- What is shown ---------------------------------------------------------------------------------------------


def _nebeneinander(auswahl: Auswahl) -> dict[str, Any]:
    jahr = zeitraum(monat_plus(auswahl.monat, -12), auswahl.monat)
    werte = lies(auswahl.veroeffentlichung, auswahl.einheiten, auswahl.codes, jahr)
    reihen = lies(auswahl.veroeffentlichung, auswahl.einheiten, auswahl.codes, auswahl.monate)
    von, bis = zahlen.monat(auswahl.monate[0]), zahlen.monat(auswahl.monate[-1])
    return {
        "werte": wertetabelle(werte),
        "verlaeufe": [
            {
                "titel": f"{beschriftung(code, auswahl.monat)}, {von} bis {bis}",
                "alt": einzelverlaeufe_alternativtext(einzelverlaeufe(reihen, code)),
                "hoehe": bildhoehe(len(auswahl.einheiten), 960),
                "tabelle": verlaufstabelle(reihen, code),
                **_bild(auswahl, "nebeneinander", code=code),
            }
            for code in auswahl.codes
        ],
    }


def _gegenueber(auswahl: Auswahl) -> dict[str, Any]:
    x, y = auswahl.achsen
    gegenueber = Gegenueber.lies(auswahl.veroeffentlichung, (x, y), auswahl.monat, auswahl.einheiten)
    bild = gegenueber.streudiagramm()
    satz = f"{zahlen.ganzzahl(len(bild.punkte))} Jobcenter mit beiden Werten im {zahlen.monat(auswahl.monat)}"
    if bild.rangkorrelation is not None:
        satz += f": {zusammenhang(bild.rangkorrelation)}. Das sagt nichts über Ursachen"
    return {
        "titel": f"{beschriftung(x, auswahl.monat)} und {beschriftung(y, auswahl.monat)}",
        "satz": f"{satz}.",
        "alt": streudiagramm_alternativtext(bild),
        "hoehe": STREUHOEHE,
        "tabelle": gegenueber.tabelle(),
        **_bild(auswahl, "gegeneinander"),
    }


def _bild(auswahl: Auswahl, name: str, **teile: str) -> dict[str, str]:
    adresse, parameter = reverse(f"kennzahlen:{name}", kwargs=teile), auswahl.bildparameter()
    return {
        "bild_url": f"{adresse}?{urlencode(parameter, doseq=True)}",
        "bild_url_schmal": f"{adresse}?{urlencode(parameter | {'format': 'schmal'}, doseq=True)}",
    }


# -- Choosing --------------------------------------------------------------------------------------------------


def _gewaehlte(request: HttpRequest, auswahl: Auswahl) -> list[dict[str, str]]:
    """The chosen units, each with the address of the same selection without it."""
    return [
        {
            "name": kurzname(einheit),
            "url": auswahl.adresse([e for e in auswahl.einheiten if e.pk != einheit.pk], request.GET.get("stand")),
        }
        for einheit in auswahl.einheiten
    ]


def _treffer(request: HttpRequest, auswahl: Auswahl) -> list[dict[str, str]]:
    """Units that a search finds and that are not chosen yet, each with the address of the selection with it."""
    worte = sortierfolge(request.GET.get("suche", "")).split()
    if not worte:
        return []
    gewaehlt = {einheit.schluessel for einheit in auswahl.einheiten}
    gefunden = [einheit for einheit in _suchbare(request) if all(wort in einheit[1] for wort in worte)]
    return [
        {
            "name": kurzname(einheit),
            "zusatz": zusatz(einheit) or einheit.schluessel,
            "url": auswahl.adresse([*auswahl.einheiten, einheit], request.GET.get("stand")),
        }
        for einheit, _ in gefunden
        if einheit.schluessel not in gewaehlt
    ][:TREFFER]


def _suchbare(request: HttpRequest) -> list[tuple[Einheit, str]]:
    """Every unit with the text in which it is searched: Jobcenter also by former names and keys."""
    suchtexte = {zeile.partei_id: zeile.suchtext for zeile in jobcenterverzeichnis(request.zugang.am)}  # type: ignore[attr-defined]
    einheiten = Einheit.objects.exclude(art=Einheitsart.LAND_TYP)
    mit_text = [
        (einheit, suchtexte.get(einheit.partei_id or 0) or sortierfolge(f"{kurzname(einheit)} {einheit.titel}"))
        for einheit in einheiten
    ]
    return sorted(mit_text, key=lambda paar: (paar[0].art == Einheitsart.JOBCENTER, sortierfolge(ortsname(paar[0]))))
