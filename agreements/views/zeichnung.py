"""The tab "Zeichnung": who has signed the fixed text, at which level and when; what is missing; what was before."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.dokument.ausfertigung import beauftrage_ausfertigung
from agreements.models import Ausfertigung, Ausfertigungsart, Festtext, Zeichnung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.views.rahmen import lade, lade_eigene, rahmen
from agreements.views.zeichnungszeilen import Zeichnungsseite, ausfertigungsstand
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.zugriff import Zugang

FORTSCHRITT = "components/progress_state.html"


@angemeldet
@require_safe
def zeichnung(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab; invisible is not there."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = lade(request, pk)
    kontext = {**rahmen(request, gefunden, "zeichnung"), **Zeichnungsseite(gefunden, zugang).kontext()}
    return render(request, "agreements/vereinbarung/zeichnung.html", kontext)


@befugt(Befugnis.SEHEN)
@require_POST
def ausfertigen(request: HttpRequest, pk: int) -> HttpResponse:
    """Order a document of the text again that failed, or that is not there yet; each of the parties may."""
    vereinbarung = lade_eigene(request, pk)
    festtext = get_object_or_404(vereinbarung.festtexte.offen())
    art = Ausfertigungsart.ZEICHNUNG if _wird_gezeichnet(vereinbarung) else Ausfertigungsart.ENDFASSUNG
    beauftrage_ausfertigung(festtext=festtext, art=art, am=timezone.now())
    return redirect("agreements:zeichnung", pk=pk)


def _wird_gezeichnet(vereinbarung: Zielvereinbarung) -> bool:
    return vereinbarung.zustand == Zustand.ABGESTIMMT


@angemeldet
@require_safe
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a document is: the part of the page that asks again by itself."""
    sichtbare = Ausfertigung.objects.visible_to(request.zugang)  # type: ignore[attr-defined]
    return render(request, FORTSCHRITT, ausfertigungsstand(get_object_or_404(sichtbare, pk=pk)))


@angemeldet
@require_safe
def ausfertigung(request: HttpRequest, pk: int) -> FileResponse:
    """The copy that is signed, or the sealed final document, as PDF."""
    sichtbare = Ausfertigung.objects.visible_to(request.zugang).fertig()  # type: ignore[attr-defined]
    gefunden = get_object_or_404(sichtbare.select_related("festtext__zielvereinbarung"), pk=pk)
    return _pdf(gefunden.datei, gefunden.festtext.zielvereinbarung.dateiname)


@angemeldet
@require_safe
def beleg(request: HttpRequest, pk: int) -> FileResponse:
    """The proof of a signature: the scan, or the file with the signatory's own signature."""
    sichtbare = Zeichnung.objects.visible_to(request.zugang).exclude(datei="")  # type: ignore[attr-defined]
    gefunden = get_object_or_404(sichtbare, pk=pk)
    return _pdf(gefunden.datei, f"Unterschrift_{gefunden.pk}.pdf")


def _pdf(datei: Any, name: str) -> FileResponse:
    return FileResponse(datei.open("rb"), filename=name, content_type="application/pdf")


def rueckweg(vereinbarung: Zielvereinbarung) -> str:
    """Where the forms of signing lead back to."""
    return reverse("agreements:zeichnung", args=[vereinbarung.pk])


def offener_text(vereinbarung: Zielvereinbarung) -> Festtext | None:
    """The text that counts."""
    return vereinbarung.festtexte.offen().first()
