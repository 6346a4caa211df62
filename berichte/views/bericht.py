"""A monthly report as a web page, its PDF, and what belongs to it: subscription, supplements, who fetched it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from berichte.models import Abonnement, Abruf, Bericht, Zielblatt
from berichte.monatsbericht.abonnement import OhneAdresse, abonniere, bestelle_ab
from berichte.monatsbericht.abruf import rufe_ab
from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from berichte.monatsbericht.festgehalten import tabelle_aus
from berichte.monatsbericht.stoff import MONATE_IM_BILD
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt, offen
from zielsystem.parties.models import Parteistand, gilt_am
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

FRUEHERE_GEZEIGT = 12
ABRUFE_GEZEIGT = 20


@offen
@require_safe
def bericht(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it was made, with the supplements that the access may see."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = _sichtbarer(request, pk)
    inhalt = gefunden.inhalt
    kontext = {
        "brotkrumen": [("Berichte", reverse("berichte:berichte")), (f"{inhalt['fuer']}, {inhalt['monat']}", None)],
        "bericht": gefunden,
        "inhalt": inhalt,
        "art": BERICHTSARTEN[Berichtsart(gefunden.art)],
        "uebersicht": tabelle_aus(inhalt["uebersicht"]),
        "abschnitte": [_abschnitt(gefunden, werte) for werte in inhalt["abschnitte"]],
        "zielblaetter": _zielblaetter(gefunden, zugang),
        "angaben": _angaben(gefunden),
        "fruehere": _fruehere(gefunden, zugang),
        "abrufe": _abrufe(gefunden, zugang),
        "abonniert": _laufende(gefunden, zugang).exists(),
        "darf_abonnieren": zugang.partei_id is not None and Befugnis.SEHEN in zugang.befugnisse,
    }
    return render(request, "berichte/bericht.html", kontext)


def _sichtbarer(request: HttpRequest, pk: int) -> Bericht:
    alle = Bericht.objects.visible_to(request.zugang)  # type: ignore[attr-defined]
    return get_object_or_404(alle.select_related("stueck", "einheit").defer("stueck__pdf"), pk=pk)


def _abschnitt(bericht: Bericht, werte: dict[str, Any]) -> dict[str, Any]:
    """A section with the addresses of its charts, which are drawn from the release that the report rests on."""
    return werte | {
        "verlauf": _bild(bericht, werte["code"], werte["verlauf"]),
        "lage": _bild(bericht, werte["code"], werte["lage"]) if werte["lage"] else None,
        "ergaenzungen": tabelle_aus(werte["ergaenzungen"]),
    }


def _bild(bericht: Bericht, code: str, werte: dict[str, Any]) -> dict[str, Any]:
    welche = "ags" if bericht.art == Berichtsart.JOBCENTER else "schluessel"
    adresse = reverse(f"kennzahlen:{werte['name']}", kwargs={welche: bericht.einheit.schluessel, "code": code})
    fest = {"veroeffentlichung": str(bericht.veroeffentlichung_id), "monate": str(MONATE_IM_BILD)}
    return werte | {
        "bild_url": f"{adresse}?{urlencode(fest)}",
        "bild_url_schmal": f"{adresse}?{urlencode(fest | {'format': 'schmal'})}",
    }


def _zielblaetter(bericht: Bericht, zugang: Zugang) -> list[dict[str, Any]]:
    sichtbare = Zielblatt.objects.visible_to(zugang).filter(bericht=bericht).order_by("pk")
    return [
        blatt.inhalt
        | {
            "pdf_url": reverse("berichte:zielblatt", args=[blatt.pk]),
            "vereinbarung_url": reverse("agreements:vereinbarung", args=[blatt.zielvereinbarung_id]),
            "tabelle": _zieltabelle(blatt.inhalt),
        }
        for blatt in sichtbare
    ]


def _zieltabelle(inhalt: dict[str, Any]) -> Tabelle:
    spalten = [Spalte("Ziel", kopf=True), Spalte("Vereinbart"), Spalte("Letzter endgültiger Wert"), Spalte("Stand")]
    zeilen = [
        [Zelle(ziel["titel"]), ziel["wortlaut"], ziel["wert"], Zelle(ziel["stand"], hinweis=ziel["hinweis"])]
        for ziel in inhalt["ziele"]
    ]
    return Tabelle(f"Stand der Ziele, {inhalt['titel']}", spalten, zeilen)


def _angaben(bericht: Bericht) -> list[tuple[str, str | Zelle]]:
    release = reverse("kennzahlen:veroeffentlichung", args=[bericht.veroeffentlichung_id])
    return [
        ("Erzeugt", zahlen.zeitpunkt(timezone.localtime(bericht.erzeugt_am))),
        (
            "Grundlage",
            Zelle(f"Veröffentlichung Nr. {bericht.inhalt['nummer']}, {bericht.inhalt['stand']}", url=release),
        ),
        ("PDF", f"{bericht.stueck.seiten} Seiten, {zahlen.ganzzahl(bericht.stueck.groesse / 1024)} kB, barrierefrei"),
        ("Prüfsumme (SHA-256)", bericht.stueck.sha256),
    ]


def _fruehere(bericht: Bericht, zugang: Zugang) -> Tabelle | None:
    andere = Bericht.objects.visible_to(zugang).filter(einheit=bericht.einheit_id, art=bericht.art)
    andere = andere.exclude(pk=bericht.pk).select_related("veroeffentlichung").defer("inhalt")
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(zahlen.monat(eine.veroeffentlichung.bis_monat), url=reverse("berichte:bericht", args=[eine.pk])),
            zahlen.tag(eine.veroeffentlichung.stand),
        ]
        for eine in andere.order_by("-veroeffentlichung")[:FRUEHERE_GEZEIGT]
    ]
    return Tabelle("Andere Berichte", [Spalte("Monat", kopf=True), Spalte("Stand")], zeilen) if zeilen else None


def _abrufe(bericht: Bericht, zugang: Zugang) -> Tabelle | None:
    """Who took it, for those whose report it is: by name only within the own party."""
    alle = Abruf.objects.visible_to(zugang).filter(bericht=bericht).select_related("nutzer").order_by("-pk")
    gezeigte = list(alle[:ABRUFE_GEZEIGT])
    if not gezeigte:
        return None
    namen = dict(
        Parteistand.objects.filter(gilt_am(zugang.am), partei__in={abruf.partei_id for abruf in gezeigte}).values_list(
            "partei_id", "name"
        )
    )
    spalten = [Spalte("Zeitpunkt", kopf=True), Spalte("Partei"), Spalte("Person"), Spalte("Was")]
    return Tabelle("Abrufe", spalten, [_abrufzeile(abruf, namen, zugang) for abruf in gezeigte])


def _abrufzeile(abruf: Abruf, namen: dict[int, str], zugang: Zugang) -> list[Zelle | str]:
    eigene = abruf.partei_id is not None and abruf.partei_id == zugang.partei_id
    return [
        zahlen.zeitpunkt(timezone.localtime(abruf.am)),
        namen.get(abruf.partei_id or 0, "ohne Anmeldung"),
        str(abruf.nutzer) if eigene else zahlen.FEHLT,
        "Beiblatt zu den Zielen" if abruf.zielblatt_id else "Bericht",
    ]


# -- PDF -------------------------------------------------------------------------------------------------------


@offen
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as PDF; the fetch is recorded."""
    gefunden = _sichtbarer(request, pk)
    daten = rufe_ab(bericht=gefunden, durch=request.zugang, am=timezone.now())  # type: ignore[attr-defined]
    return pdf_antwort(daten, gefunden.dateiname)


@angemeldet
@require_safe
def zielblatt(request: HttpRequest, pk: int) -> HttpResponse:
    """The supplement on the Ziele of an agreement as PDF, for its parties; invisible is not there."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    sichtbare = Zielblatt.objects.visible_to(zugang).select_related("bericht", "stueck")
    gefunden = get_object_or_404(sichtbare, pk=pk)
    daten = rufe_ab(bericht=gefunden.bericht, zielblatt=gefunden, durch=zugang, am=timezone.now())
    return pdf_antwort(daten, gefunden.bericht.dateiname.replace("Monatsbericht", "Stand-der-Ziele"))


def pdf_antwort(daten: bytes, name: str) -> HttpResponse:
    """A PDF to look at, under its name."""
    antwort = HttpResponse(daten, content_type="application/pdf")
    antwort["Content-Disposition"] = f'inline; filename="{name}"'
    antwort["Content-Encoding"] = "identity"  # PDF is compressed already: the gzip middleware lets it pass
    antwort["Cache-Control"] = "private, no-store"  # every fetch is recorded
    return antwort


# -- Subscribing -----------------------------------------------------------------------------------------------


def _laufende(bericht: Bericht, zugang: Zugang) -> Any:
    eigene = Abonnement.objects.visible_to(zugang).laufende()
    return eigene.filter(art=bericht.art, einheit=bericht.einheit_id)


@befugt(Befugnis.SEHEN)
@require_POST
def abonnieren(request: HttpRequest, pk: int) -> HttpResponse:
    """Subscribe the reports of a kind about a unit, or end that."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = _sichtbarer(request, pk)
    art, einheit = Berichtsart(gefunden.art), gefunden.einheit
    try:
        if request.POST.get("wahl") == "abbestellen":
            bestelle_ab(art=art, einheit=einheit, durch=zugang, am=timezone.now())
            messages.success(request, f"Abbestellt: {gefunden.inhalt['fuer']}.")
        else:
            abonniere(art=art, einheit=einheit, durch=zugang, am=timezone.now())
            messages.success(request, f"Abonniert: {gefunden.inhalt['fuer']}. Neue Berichte kommen per E-Mail.")
    except OhneAdresse as fehler:
        messages.error(request, str(fehler))
    return redirect("berichte:bericht", pk=pk)
