"""The cockpit of a round for those who steer it: states, what stops agreements, what is due, the Länder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.lagebild import Lagebild, Stockung, lagebild
from agreements.models import Planungsrunde
from agreements.planung.fristen import fristen
from agreements.recht import GESCHEITERTE, VEREINBARUNGSARTEN, WIRKSAME, ZUSTANDSTITEL, Zustand
from agreements.views.planung_zeilen import kalendertabelle
from kennzahlen.auskunft.charts import Laenderkarte, karte_spec, mit_schrift, svg
from kennzahlen.auskunft.charts.karte import KARTENBREITE, KARTENHOEHE, karte_alternativtext
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_UNTERWEGS = (Zustand.IN_VERHANDLUNG, Zustand.ABGESTIMMT, Zustand.GREMIENVORBEHALT)
_BEENDET = (*sorted(GESCHEITERTE), Zustand.AUFGEHOBEN)


@angemeldet
@require_safe
def lage(request: HttpRequest, pk: int) -> HttpResponse:
    """The cockpit of the BMAS, the BA or a Land; for everyone else it does not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde, bild = _bild(request, pk)
    seite = reverse("agreements:runde", args=[pk])
    kontext = {
        "brotkrumen": [
            ("Zielvereinbarungen", reverse("agreements:runden")),
            (runde.titel, seite),
            ("Lage", None),
        ],
        "runde": runde,
        "angaben": _angaben(bild),
        "zustaende": _zustaende(bild),
        "stockungen": _stockungen("Was den nächsten Schritt hindert", bild.stockungen),
        "fehlend": _stockungen("Was vor dem Abschluss noch fehlt", bild.fehlend),
        "kalender": kalendertabelle(fristen(runde), zugang.am),
        "karten": [_karte_auf_der_seite(runde, bild)] if len(bild.laender) > 1 else [],
        "laender": _laender(bild, seite),
    }
    return render(request, "agreements/lage.html", kontext)


@angemeldet
@require_safe
def karte(request: HttpRequest, pk: int) -> HttpResponse:
    """The map of the Länder as an image: which part of their agreements is concluded."""
    runde, bild = _bild(request, pk)
    zeichnung = mit_schrift(svg(karte_spec(_karte(runde, bild))))
    antwort = HttpResponse(zeichnung, content_type="image/svg+xml")
    antwort["Cache-Control"] = "private, no-store"
    return antwort


def _bild(request: HttpRequest, pk: int) -> tuple[Planungsrunde, Lagebild]:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)
    bild = lagebild(runde, zugang)
    if bild is None:
        raise Http404("Diese Seite gibt es für Bundesministerium, Bundesagentur und Länder.")
    return runde, bild


def _angaben(bild: Lagebild) -> list[tuple[str, str]]:
    return [
        ("Zielvereinbarungen", zahlen.ganzzahl(bild.gesamt)),
        ("Geschlossen", zahlen.ganzzahl(bild.in_zustand(*WIRKSAME))),
        ("In Verhandlung bis gezeichnet", zahlen.ganzzahl(bild.in_zustand(*_UNTERWEGS))),
        ("Entwurf", zahlen.ganzzahl(bild.in_zustand(Zustand.ENTWURF))),
        ("Nicht zustande gekommen, angewiesen oder aufgehoben", zahlen.ganzzahl(bild.in_zustand(*_BEENDET))),
    ]


def _zustaende(bild: Lagebild) -> Tabelle:
    besetzte = [zustand for zustand in Zustand if bild.in_zustand(zustand)]
    spalten = [Spalte("Art", kopf=True), *(Spalte(_gross(ZUSTANDSTITEL[z]), zahl=True) for z in besetzte)]
    zeilen = [
        [f"{art.kurz}: {art.titel}", *(zahlen.ganzzahl(bild.je_art.get((art.nr, z), 0)) for z in besetzte)]
        for art in VEREINBARUNGSARTEN
        if any(bild.je_art.get((art.nr, z)) for z in besetzte)
    ]
    zeilen.append(["Zusammen", *(zahlen.ganzzahl(bild.in_zustand(z)) for z in besetzte)])
    return Tabelle("Wo die Vereinbarungen stehen", spalten, zeilen)


def _gross(titel: str) -> str:
    return titel[:1].upper() + titel[1:]


def _stockungen(titel: str, stockungen: Sequence[Stockung]) -> Tabelle | None:
    spalten = [
        Spalte("Was hindert", kopf=True),
        Spalte("Nächster Schritt"),
        Spalte("Rechtsgrundlage"),
        Spalte("Wirkung"),
        Spalte("Vereinbarungen", zahl=True),
    ]
    zeilen: list[list[Zelle | str]] = [
        [
            stockung.hindernis.meldung,
            stockung.akt,
            str(stockung.hindernis.norm),
            Zelle("hindert", status="danger") if stockung.hindernis.hart else Zelle("mit Grund", status="warning"),
            zahlen.ganzzahl(stockung.anzahl),
        ]
        for stockung in stockungen
    ]
    return Tabelle(titel, spalten, zeilen) if zeilen else None


def _karte(runde: Planungsrunde, bild: Lagebild) -> Laenderkarte:
    werte: dict[str, float | None] = {land.schluessel: land.anteil for land in bild.laender}
    return Laenderkarte(f"Anteil geschlossener Zielvereinbarungen {runde.zeitraum}", werte)


def _karte_auf_der_seite(runde: Planungsrunde, bild: Lagebild) -> dict[str, Any]:
    bilddaten = _karte(runde, bild)
    return {
        "titel": "Anteil geschlossener Zielvereinbarungen",
        "bild_url": reverse("agreements:lagekarte", args=[runde.pk]),
        "alt": karte_alternativtext(bilddaten),
        "breite": KARTENBREITE,
        "hoehe": KARTENHOEHE,
    }


def _laender(bild: Lagebild, seite: str) -> Tabelle:
    spalten = [
        Spalte("Land", kopf=True),
        *(Spalte(t, zahl=True) for t in ("Vereinbarungen", "Geschlossen", "Anteil", "Gescheitert")),
    ]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(LAENDER[land.schluessel], url=f"{seite}?land={land.schluessel}"),
            zahlen.ganzzahl(land.gesamt),
            zahlen.ganzzahl(land.geschlossen),
            zahlen.prozent(land.anteil, 0),
            zahlen.ganzzahl(land.gescheitert),
        ]
        for land in bild.laender
    ]
    return Tabelle("Die Länder", spalten, zeilen, "Ein Stand der Arbeit, keine Bewertung.")
