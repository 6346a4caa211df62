"""The form of the agreement with one gE: together with both Träger, or with each for itself."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.formwahl import NichtWaehlbar, darf_waehlen, form_von, waehle_andere_form
from agreements.models import Zielvereinbarung
from agreements.recht import ANDERE_FORM, FORMTITEL
from agreements.views.rahmen import lade_eigene, rahmen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang


class Formwechsel(forms.Form):
    """Why another form."""

    grund = forms.CharField(label="Warum die Form gewechselt wird", widget=forms.Textarea({"rows": 3}), max_length=2000)


@befugt(Befugnis.VERHANDELN)
@require_http_methods(["GET", "HEAD", "POST"])
def form_waehlen(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the form; to who is no Träger of the gE, and once it is negotiated, this page does not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = lade_eigene(request, pk)
    if not darf_waehlen(zugang, gefunden):
        raise Http404("Die Form wählen die Träger, solange die Vereinbarung ein Entwurf ist.")
    formular = Formwechsel(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formular.is_valid() and (neue := _gewechselt(gefunden, formular, zugang)):
        messages.success(request, f"Die Form ist jetzt {FORMTITEL[form_von(neue[0])]}.")
        eigene = Zielvereinbarung.objects.eigene(zugang).filter(pk__in=[eine.pk for eine in neue])
        return redirect("agreements:vereinbarung", pk=eigene.earliest("pk").pk)
    kontext = {
        **rahmen(request, gefunden, "ueberblick"),
        "form": formular,
        "bisher": FORMTITEL[form_von(gefunden)],
        "kuenftig": FORMTITEL[ANDERE_FORM[form_von(gefunden)]],
        "zurueck": reverse("agreements:vereinbarung", args=[pk]),
    }
    return render(request, "agreements/vereinbarung/formwahl.html", kontext)


def _gewechselt(vereinbarung: Zielvereinbarung, formular: Formwechsel, zugang: Zugang) -> list[Zielvereinbarung] | None:
    grund = formular.cleaned_data["grund"]
    try:
        return waehle_andere_form(vereinbarung=vereinbarung, grund=grund, durch=zugang, am=timezone.now())
    except NichtWaehlbar as fehler:
        formular.add_error(None, str(fehler))
        return None
