"""The pages about tokens: which there are, making one (it is shown once), revoking one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zielsystem import zahlen
from zielsystem.befugnisse import BEFUGNISTITEL, ROLLEN, Befugnis, Rolle
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.models import gilt_am
from zielsystem.parties.zugriff import Zugang
from zielsystem.schluessel.ausstellen import NichtAusstellbar, stelle_aus, widerrufe
from zielsystem.schluessel.models import Schluessel
from zielsystem.schluessel.umfang import LAUFZEITEN, VERLEIHBAR, verleihbare
from zielsystem.ui.rows import Statusart

_API = ("Schnittstelle (API)", "/api/v1/")
_LISTE = ("Schlüssel", "/schluessel/")


class Schluesselformular(forms.Form):
    """What the token is for, what it may do, how long."""

    zweck = forms.CharField(
        label="Zweck",
        max_length=120,
        help_text="Wofür er gebraucht wird, zum Beispiel „Monatsmeldung aus dem Fachverfahren“.",
    )
    befugnisse = forms.MultipleChoiceField(
        label="Darf außer Lesen auch",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nur was hier angekreuzt ist, und nie mehr als Sie selbst in diesem Amt.",
    )
    tage = forms.TypedChoiceField(label="Gültig", coerce=int, choices=list(LAUFZEITEN.items()), initial=90)

    def __init__(self, *args: Any, zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wahl = [(b.value, VERLEIHBAR[b]) for b in verleihbare(zugang.befugnisse) if b is not Befugnis.SEHEN]
        self.fields["befugnisse"].choices = wahl  # type: ignore[attr-defined]
        if not wahl:
            del self.fields["befugnisse"]


@angemeldet
@require_safe
def schluessel(request: HttpRequest) -> HttpResponse:
    """The tokens that the access may see: its own, or those of the whole party."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    alle = Schluessel.objects.visible_to(zugang).select_related("user", "amt", "widerrufen_durch").order_by("-pk")
    im_amt = set(alle.filter(gilt_am(zugang.am, "amt__")).values_list("pk", flat=True))
    kontext = {
        "brotkrumen": [_API, ("Schlüssel", None)],
        "zeilen": [_zeile(einer, einer.pk in im_amt) for einer in alle],
        "darf_ausstellen": bool(verleihbare(zugang.befugnisse)),
    }
    return render(request, "schluessel/liste.html", kontext)


def _zeile(einer: Schluessel, im_amt: bool) -> dict[str, str]:
    text, art = _stand(einer, im_amt)
    genutzt = einer.zuletzt_benutzt_am
    return {
        "zweck": einer.zweck,
        "beginn": f"{einer.token_key[:8]}…",
        "befugnisse": ", ".join(BEFUGNISTITEL[Befugnis(wert)] for wert in einer.befugnisse),
        "wer": f"{einer.user} ({ROLLEN[Rolle(einer.amt.rolle)].titel})",
        "am": zahlen.tag(timezone.localtime(einer.created)),
        "bis": zahlen.tag(timezone.localtime(einer.expiry)),
        "genutzt": zahlen.zeitpunkt(timezone.localtime(genutzt)) if genutzt else "noch nie",
        "stand": text,
        "art": art,
        "widerrufen_url": reverse("schluessel:widerrufen", args=[einer.pk]) if art == "success" else "",
    }


def _stand(einer: Schluessel, im_amt: bool) -> tuple[str, Statusart]:
    if einer.widerrufen_am:
        durch = f" durch {einer.widerrufen_durch}" if einer.widerrufen_durch else ""
        return f"widerrufen am {zahlen.tag(timezone.localtime(einer.widerrufen_am))}{durch}", "neutral"
    if einer.expiry <= timezone.now():
        return "abgelaufen", "neutral"
    return ("gültig", "success") if im_amt else ("Amt beendet", "neutral")


@angemeldet
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer to the form is the only place where it is ever shown."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if not verleihbare(zugang.befugnisse):
        raise Http404("In dieser Rolle gibt es nichts, wofür ein Schlüssel gut wäre.")
    form = Schluesselformular(request.POST or None, zugang=zugang)
    krumen = [_API, _LISTE, ("Neuer Schlüssel", None)]
    if form.is_valid():
        daten = form.cleaned_data
        umfang = [Befugnis(wert) for wert in daten.get("befugnisse", ())]
        try:
            neuer, text = stelle_aus(
                zweck=daten["zweck"], befugnisse=umfang, tage=daten["tage"], durch=zugang, am=timezone.now()
            )
        except NichtAusstellbar as fehler:
            form.add_error(None, str(fehler))
        else:
            kontext = {"brotkrumen": krumen, "zeile": _zeile(neuer, True), "text": text}
            return render(request, "schluessel/ausgestellt.html", kontext)
    return render(request, "schluessel/neu.html", {"brotkrumen": krumen, "form": form})


@angemeldet
@require_POST
def widerrufen(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token; from now on it opens nothing."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    einer = get_object_or_404(Schluessel.objects.visible_to(zugang), pk=pk)
    widerrufe(schluessel=einer, durch=zugang, am=timezone.now())
    messages.success(request, f"Der Schlüssel „{einer.zweck}“ ist widerrufen.")
    return redirect("schluessel:liste")
