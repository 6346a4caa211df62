"""Drafts: ordering one or all of a round, watching them grow, taking them away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.dokument.auftraege import NichtsZuErzeugen, beauftrage_entwuerfe, beauftrage_entwurf
from agreements.dokument.paket import fertige, paket
from agreements.models import Dokument, Dokumentenlauf, Entwurfsauftrag, Planungsrunde, Zielvereinbarung
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle

FORTSCHRITT = "components/progress_state.html"
STILLSTAND = timedelta(minutes=5)
"""A run without a new draft for so long may be continued by hand; a block of drafts takes well under a minute."""


# -- One agreement ---------------------------------------------------------------------------------------------


@befugt(Befugnis.ENTWURF_ERZEUGEN)
@require_POST
def entwurf_erzeugen(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the draft of an agreement."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = get_object_or_404(Zielvereinbarung.objects.visible_to(zugang), pk=pk)
    beauftrage_entwurf(vereinbarung=vereinbarung, durch=zugang, am=timezone.now())
    return redirect("agreements:vereinbarung_dokumente", pk=pk)


@angemeldet
@require_safe
def auftrag(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one order is: the part of the page that asks again by itself."""
    sichtbare = Entwurfsauftrag.objects.visible_to(request.zugang)  # type: ignore[attr-defined]
    return render(request, FORTSCHRITT, auftragsstand(get_object_or_404(sichtbare, pk=pk)))


def auftragsstand(auftrag: Entwurfsauftrag) -> dict[str, Any]:
    """The parameters of ``components/progress.html`` for one order."""
    fertig = auftrag.erledigt_am is not None
    return {
        "id": f"auftrag-{auftrag.pk}",
        "url": reverse("agreements:auftrag", args=[auftrag.pk]),
        "titel": "PDF-Entwurf",
        "maximum": 1 if fertig else 0,
        "wert": 1 if fertig else 0,
        "text": "Der Entwurf ist fertig." if fertig else "Der Entwurf wird erzeugt.",
        "fertig": fertig,
        "fehler": auftrag.fehler,
        "ergebnis_url": reverse("agreements:dokument", args=[auftrag.dokument_id]) if auftrag.dokument_id else "",
        "ergebnis_text": "PDF-Entwurf öffnen",
    }


@angemeldet
@require_safe
def dokument(request: HttpRequest, pk: int) -> FileResponse:
    """A draft as PDF; invisible is not there."""
    sichtbare = Dokument.objects.visible_to(request.zugang).select_related("zielvereinbarung")  # type: ignore[attr-defined]
    gefunden = get_object_or_404(sichtbare, pk=pk)
    return FileResponse(
        gefunden.datei.open("rb"), filename=gefunden.zielvereinbarung.dateiname, content_type="application/pdf"
    )


# -- A whole round ---------------------------------------------------------------------------------------------


@befugt(Befugnis.ENTWURF_ERZEUGEN)
@require_POST
def entwuerfe_erzeugen(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the drafts of a round, or continue the run that is not finished."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)
    try:
        beauftrage_entwuerfe(runde=runde, durch=zugang, am=timezone.now())
    except NichtsZuErzeugen as fehler:
        messages.error(request, str(fehler))
    return redirect(f"{reverse('agreements:runde', args=[pk])}#entwuerfe")


@angemeldet
@require_safe
def lauf(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is: the part of the page that asks again by itself."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(Dokumentenlauf.objects.visible_to(zugang).select_related("runde"), pk=pk)
    return render(request, FORTSCHRITT, laufstand(gefunden, zugang))


@angemeldet
@require_safe
def lauf_paket(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The drafts of a run that the access may see, as a ZIP written while it is sent."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(Dokumentenlauf.objects.visible_to(zugang).select_related("runde"), pk=pk)
    name = f"Entwuerfe_{gefunden.runde.zeitraum.replace('/', '-')}.zip"
    antwort = StreamingHttpResponse(paket(fertige(gefunden, zugang)), content_type="application/zip")
    antwort["Content-Disposition"] = f'attachment; filename="{name}"'
    antwort["Content-Encoding"] = "identity"  # PDF is compressed already: the gzip middleware lets it pass
    return antwort


def laufkontext(runde: Planungsrunde, zugang: Zugang) -> dict[str, Any]:
    """What the page of a round says about its drafts: how far is the newest run, what failed."""
    lauf = Dokumentenlauf.objects.visible_to(zugang).filter(runde=runde).order_by("-pk").first()
    if lauf is None:
        return {"lauf": None}
    lauf.runde = runde
    return {"lauf": lauf, "laufstand": laufstand(lauf, zugang), "misslungene": _misslungene(lauf)}


def laufstand(lauf: Dokumentenlauf, zugang: Zugang) -> dict[str, Any]:
    """The parameters of ``components/progress.html`` for a run."""
    anzahl = lauf.auftraege.aggregate(
        gesamt=Count("pk"),
        fertig=Count("pk", filter=Q(dokument__isnull=False)),
        erledigt=Count("pk", filter=Q(erledigt_am__isnull=False)),
        zuletzt=Max("erledigt_am"),
    )
    steht_seit = timezone.now() - (anzahl["zuletzt"] or lauf.begonnen_am)
    eigene = Dokument.objects.visible_to(zugang).filter(auftrag__lauf=lauf).count()
    return {
        "id": f"lauf-{lauf.pk}",
        "url": reverse("agreements:lauf", args=[lauf.pk]),
        "titel": f"Entwürfe der Runde „{lauf.runde.titel}“",
        "maximum": anzahl["gesamt"],
        "wert": anzahl["erledigt"],
        "text": _in_worten(anzahl),
        "fertig": lauf.beendet_am is not None,
        "steht": lauf.beendet_am is None and steht_seit > STILLSTAND,
        "ergebnis_url": reverse("agreements:lauf_paket", args=[lauf.pk]) if eigene else "",
        "ergebnis_text": f"{zahlen.ganzzahl(eigene)} Entwürfe als ZIP herunterladen",
        "fremde": anzahl["fertig"] - eigene,
    }


def _in_worten(anzahl: dict[str, Any]) -> str:
    text = f"{zahlen.ganzzahl(anzahl['fertig'])} von {zahlen.ganzzahl(anzahl['gesamt'])} Entwürfen fertig"
    misslungen = anzahl["erledigt"] - anzahl["fertig"]
    return f"{text}, {zahlen.ganzzahl(misslungen)} misslungen" if misslungen else text


def _misslungene(lauf: Dokumentenlauf) -> Tabelle | None:
    auftraege = list(lauf.auftraege.fehlgeschlagen().select_related("zielvereinbarung").order_by("pk"))
    if not auftraege:
        return None
    spalten = [Spalte("Zielvereinbarung", kopf=True), Spalte("Grund")]
    zeilen = [[str(auftrag.zielvereinbarung), auftrag.fehler] for auftrag in auftraege]
    return Tabelle("Misslungene Entwürfe", spalten, zeilen)
