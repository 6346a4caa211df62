"""Runs: making the reports of a release, how far that is, what failed and can be tried again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from berichte.models import Berichtsauftrag, Berichtslauf
from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from berichte.monatsbericht.lauf import STILLSTAND, KeineVeroeffentlichung, beauftrage_berichte, versuche_erneut
from kennzahlen.auskunft.stand import neueste
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle

LAEUFE_GEZEIGT = 24
AUFTRAEGE_GEZEIGT = 100


@angemeldet
@require_safe
def laeufe(request: HttpRequest) -> HttpResponse:
    """The runs of the newest releases, how far the newest one is, and the button for it; for the ministry."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if zugang.art is not Parteiart.BMAS:
        raise Http404("Diese Seite gibt es für Ihre Partei nicht.")
    release = neueste()
    sichtbare = _mit_anzahlen(Berichtslauf.objects.visible_to(zugang).select_related("veroeffentlichung"))
    gezeigte = list(sichtbare.order_by("-pk")[:LAEUFE_GEZEIGT])
    aktueller = next((lauf for lauf in gezeigte if release and lauf.veroeffentlichung_id == release.pk), None)
    kontext = {
        "brotkrumen": [("Berichte", reverse("berichte:berichte")), ("Erzeugung", None)],
        "veroeffentlichung": release,
        "lauf": aktueller,
        "laufstand": laufstand(aktueller) if aktueller else None,
        "darf": Befugnis.KENNZAHLEN_VEROEFFENTLICHEN in zugang.befugnisse,
        "tabelle": _tabelle(gezeigte),
    }
    return render(request, "berichte/laeufe.html", kontext)


def _mit_anzahlen(laeufe: Any) -> Any:
    return laeufe.annotate(
        gesamt=Count("auftraege"),
        fertig=Count("auftraege", filter=Q(auftraege__bericht__isnull=False)),
        leer=Count("auftraege", filter=Q(auftraege__leer=True)),
        erledigt=Count("auftraege", filter=Q(auftraege__erledigt_am__isnull=False)),
    )


def _tabelle(laeufe: list[Any]) -> Tabelle:
    spalten = [
        Spalte("Veröffentlichung", kopf=True),
        Spalte("Begonnen"),
        Spalte("Beendet"),
        Spalte("Berichte", zahl=True),
        Spalte("Leer", zahl=True),
        Spalte("Misslungen", zahl=True),
    ]
    zeilen = [
        [
            f"{zahlen.monat(lauf.veroeffentlichung.bis_monat)}, Stand {zahlen.tag(lauf.veroeffentlichung.stand)}",
            zahlen.zeitpunkt(timezone.localtime(lauf.begonnen_am)),
            zahlen.zeitpunkt(timezone.localtime(lauf.beendet_am)) if lauf.beendet_am else "läuft",
            f"{zahlen.ganzzahl(lauf.fertig)} von {zahlen.ganzzahl(lauf.gesamt)}",
            zahlen.ganzzahl(lauf.leer),
            zahlen.ganzzahl(lauf.erledigt - lauf.fertig - lauf.leer),
        ]
        for lauf in laeufe
    ]
    return Tabelle("Läufe", spalten, zeilen)


def laufstand(lauf: Any) -> dict[str, Any]:
    """The parameters of ``components/progress.html`` for a run."""
    misslungen = lauf.erledigt - lauf.fertig - lauf.leer
    text = f"{zahlen.ganzzahl(lauf.fertig)} von {zahlen.ganzzahl(lauf.gesamt)} Berichten fertig"
    text += f", {zahlen.ganzzahl(lauf.leer)} leer" if lauf.leer else ""
    text += f", {zahlen.ganzzahl(misslungen)} misslungen" if misslungen else ""
    return {
        "id": f"berichtslauf-{lauf.pk}",
        "url": reverse("berichte:lauf", args=[lauf.pk]),
        "titel": f"Monatsberichte {zahlen.monat(lauf.veroeffentlichung.bis_monat)}",
        "wert": lauf.erledigt,
        "maximum": lauf.gesamt,
        "text": text,
        "fertig": lauf.beendet_am is not None,
        "steht": lauf.beendet_am is None and timezone.now() - lauf.letzte_regung_am > STILLSTAND,
        "ergebnis_url": reverse("berichte:berichte"),
        "ergebnis_text": "Zu den Berichten",
    }


@angemeldet
@require_safe
def lauf(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is: the part of the page that asks again by itself. Who opens it as a page gets that page."""
    sichtbare = _mit_anzahlen(Berichtslauf.objects.visible_to(request.zugang))  # type: ignore[attr-defined]
    gefunden = get_object_or_404(sichtbare.select_related("veroeffentlichung"), pk=pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("berichte:laeufe")
    return render(request, "components/progress_state.html", laufstand(gefunden))


@befugt(Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
@require_POST
def neuer_lauf(request: HttpRequest) -> HttpResponse:
    """Order what is missing of the reports of the newest release, or continue a run that stands still."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    release = neueste()
    if release is None:
        messages.error(request, "Es ist noch nichts veröffentlicht.")
        return redirect("berichte:laeufe")
    try:
        beauftrage_berichte(veroeffentlichung=release, durch=zugang, am=timezone.now())
    except KeineVeroeffentlichung as fehler:
        messages.error(request, str(fehler))
    return redirect("berichte:laeufe")


# -- What failed -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def auftraege(request: HttpRequest) -> HttpResponse:
    """Reports that failed or had nothing to say: for the ministry all, for everyone else the own ones."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    sichtbare = Berichtsauftrag.objects.visible_to(zugang).filter(erledigt_am__isnull=False, bericht=None)
    gezeigte = sichtbare.select_related("einheit", "lauf__veroeffentlichung").order_by("-lauf", "leer", "pk")
    darf = Befugnis.KENNZAHLEN_VEROEFFENTLICHEN in zugang.befugnisse
    kontext = {
        "brotkrumen": [("Berichte", reverse("berichte:berichte")), ("Nicht erstellt", None)],
        "auftraege": [_auftragszeile(auftrag, darf) for auftrag in gezeigte[:AUFTRAEGE_GEZEIGT]],
    }
    return render(request, "berichte/auftraege.html", kontext)


def _auftragszeile(auftrag: Berichtsauftrag, darf: bool) -> dict[str, Any]:
    return {
        "was": f"{BERICHTSARTEN[Berichtsart(auftrag.art)].titel}: {auftrag.einheit.titel}",
        "monat": zahlen.monat(auftrag.lauf.veroeffentlichung.bis_monat),
        "stand": "leer" if auftrag.leer else "misslungen",
        "grund": auftrag.fehler,
        "url": reverse("berichte:erneut", args=[auftrag.pk]) if darf else "",
    }


@befugt(Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
@require_POST
def erneut(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one report again."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    auftrag = get_object_or_404(Berichtsauftrag.objects.visible_to(zugang), pk=pk)
    versuche_erneut(auftrag=auftrag, durch=zugang, am=timezone.now())
    messages.success(request, "Der Bericht wird noch einmal erzeugt.")
    return redirect("berichte:auftraege")
