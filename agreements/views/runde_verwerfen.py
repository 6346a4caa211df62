"""Taking back a round that was laid out by mistake."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.models import Planungsrunde
from agreements.planungsrunde import NichtVerwerfbar, darf_planen, verwirf_runde
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang


class Verwerfungsformular(forms.Form):
    """Why the round was a mistake."""

    grund = forms.CharField(label="Warum die Runde verworfen wird", widget=forms.Textarea({"rows": 3}), max_length=2000)


@befugt(Befugnis.RUNDE_PLANEN)
@require_http_methods(["GET", "HEAD", "POST"])
def verwerfen(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard a round while nothing but drafts exist; to everyone who does not plan this page does not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)
    if not darf_planen(zugang):
        raise Http404("Planungsrunden verwirft das Bundesministerium für Arbeit und Soziales.")
    formular = Verwerfungsformular(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formular.is_valid():
        try:
            verwirf_runde(runde=runde, grund=formular.cleaned_data["grund"], durch=zugang, am=timezone.now())
        except NichtVerwerfbar as fehler:
            formular.add_error(None, str(fehler))
        else:
            messages.success(request, f"Die Planungsrunde „{runde.titel}“ ist verworfen.")
            return redirect("agreements:runden")
    seite = reverse("agreements:runde", args=[pk])
    kontext = {
        "brotkrumen": [("Zielvereinbarungen", "/zielvereinbarungen/"), (runde.titel, seite), ("Verwerfen", None)],
        "runde": runde,
        "form": formular,
        "zurueck": seite,
    }
    return render(request, "agreements/runde_verwerfen.html", kontext)
