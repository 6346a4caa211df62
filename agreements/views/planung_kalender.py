"""The calendar of a round: what is due when, and another day set by the BMAS with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.models import Planungsrunde, Terminsetzung
from agreements.planung.fristen import UnzulaessigerTermin, fristen, setze_termin
from agreements.planung.kalender import SCHRITT, ruecksprung
from agreements.views.planung import krumen, runde_oder_404
from agreements.views.planung_zeilen import kalendertabelle
from agreements.views.planungsformulare import Terminformular
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def kalender(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of a round with their days; POST sets one of them anew."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = runde_oder_404(request, pk)
    darf = may(zugang, Befugnis.RUNDE_PLANEN, runde)
    if request.method == "POST" and not darf:
        raise Http404("Termine setzt das Bundesministerium für Arbeit und Soziales.")
    form = Terminformular(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _setze(runde, form, zugang):
        messages.success(request, "Der Termin ist geändert.")
        return redirect("agreements:rundenkalender", pk=pk)
    alle = fristen(runde)
    kontext = {
        "brotkrumen": krumen(runde, ("Kalender", None)),
        "runde": runde,
        "kalender": kalendertabelle(alle, zugang.am),
        "widerspruch": ruecksprung(alle),
        "aenderungen": _aenderungen(runde),
        "form": form if darf else None,
    }
    return render(request, "agreements/planung/kalender.html", kontext)


def _setze(runde: Planungsrunde, form: Terminformular, zugang: Zugang) -> bool:
    try:
        setze_termin(runde=runde, **form.cleaned_data, durch=zugang, am=timezone.now())
    except UnzulaessigerTermin as fehler:
        form.add_error("termin", str(fehler))
        return False
    return True


def _aenderungen(runde: Planungsrunde) -> Tabelle | None:
    """Every day that was set, the newest first."""
    gesetzt = list(Terminsetzung.objects.filter(runde=runde).select_related("durch").order_by("-pk"))
    if not gesetzt:
        return None
    spalten = [Spalte("Schritt", kopf=True), Spalte("Termin"), Spalte("Grund"), Spalte("Geändert")]
    zeilen: list[list[Zelle | str]] = [
        [
            SCHRITT[g.schritt].titel,
            zahlen.tag(g.termin),
            g.grund,
            Zelle(zahlen.zeitpunkt(timezone.localtime(g.am)), hinweis=str(g.durch or "Betrieb")),
        ]
        for g in gesetzt
    ]
    return Tabelle("Geänderte Termine", spalten, zeilen)
