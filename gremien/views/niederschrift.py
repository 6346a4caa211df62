"""The minutes: writing them, reading them, their PDF, and correcting a result after they are approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremien.models import Niederschrift, Sitzung, Tagesordnungspunkt
from gremien.sitzungen.niederschrift import dateiname, pdf_von
from gremien.views.felder import textfeld
from gremien.views.rahmen import zugang_von
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet

_MIT_NIEDERSCHRIFT = ("eroeffnet", "laufend", "geschlossen", "entworfen", "genehmigt")
_SCHREIBBAR = ("eroeffnet", "geschlossen")


class Niederschriftformular(forms.Form):
    """The words in front of the items. ``stand``: the stand of them that was on the screen."""

    text = textfeld(
        "Verlauf der Sitzung",
        8,
        max_length=50_000,
        help_text="Anwesenheit, Punkte, Ergebnisse und Stimmen stehen von selbst in der Niederschrift. Absätze trennt "
        "eine leere Zeile.",
    )
    stand = forms.IntegerField(widget=forms.HiddenInput)


def niederschriftlage(sitzung: Sitzung, *, fuehrt: bool, form: forms.Form | None) -> dict[str, Any] | None:
    """The minutes as the page of the session shows them; None before there can be any."""
    if sitzung.zustand not in _MIT_NIEDERSCHRIFT:
        return None
    vorhanden = Niederschrift.objects.filter(sitzung=sitzung).select_related("genehmigt_durch").first()
    schreiben = fuehrt and sitzung.zustand in _SCHREIBBAR
    anfangs = {"text": vorhanden.text if vorhanden else "", "stand": vorhanden.stand if vorhanden else 0}
    return {
        "absaetze": [absatz for absatz in vorhanden.text.split("\n\n") if absatz.strip()] if vorhanden else [],
        "form": (form or Niederschriftformular(initial=anfangs)) if schreiben else None,
        "pdf": reverse("gremien:niederschrift_pdf", args=[sitzung.pk]),
        "genehmigt": _genehmigt(vorhanden),
    }


def _genehmigt(niederschrift: Niederschrift | None) -> str:
    if niederschrift is None or niederschrift.genehmigt_am is None:
        return ""
    am = zahlen.zeitpunkt(timezone.localtime(niederschrift.genehmigt_am))
    return f"Genehmigt am {am} durch {niederschrift.genehmigt_durch or 'den Betrieb'}; sie bleibt nun, wie sie ist."


@angemeldet
@require_safe
def niederschrift_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as PDF: the approved ones as they are kept, before that a draft."""
    sitzung = _lade(request, pk)
    sichtbar = Tagesordnungspunkt.objects.visible_to(zugang_von(request)).filter(sitzung=sitzung)
    if sitzung.tagesordnung.exclude(pk__in=sichtbar.values("pk")).exists():
        raise Http404("Die Niederschrift enthält Punkte, zu denen Sie nicht eingeladen sind.")
    antwort = HttpResponse(pdf_von(sitzung), "application/pdf")
    antwort["Content-Disposition"] = f'inline; filename="{dateiname(sitzung)}"'
    return antwort


def _lade(request: HttpRequest, pk: int) -> Sitzung:
    return get_object_or_404(Sitzung.objects.visible_to(zugang_von(request)).select_related("gremium"), pk=pk)
