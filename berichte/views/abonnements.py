"""One's own subscriptions, and the page behind the link with which one ends one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from berichte.models import Abonnement
from berichte.monatsbericht.abonnement import UnbekanntesAbonnement, bestelle_ab, bestelle_ab_mit_token, zu_token
from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt, offen
from zielsystem.parties.zugriff import Zugang


@befugt(Befugnis.SEHEN)
@require_http_methods(["GET", "HEAD", "POST"])
def abonnements(request: HttpRequest) -> HttpResponse:
    """The own subscriptions for the party acted for; posting ends one."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    laufende = Abonnement.objects.visible_to(zugang).laufende().select_related("einheit")
    if request.method == "POST":
        nummer = request.POST.get("abonnement", "")
        eines = get_object_or_404(laufende, pk=int(nummer) if nummer.isdecimal() else 0)
        bestelle_ab(art=Berichtsart(eines.art), einheit=eines.einheit, durch=zugang, am=timezone.now())
        messages.success(request, f"Abbestellt: {bezeichnung(eines)}.")
        return redirect("berichte:abonnements")
    kontext = {
        "brotkrumen": [("Berichte", reverse("berichte:berichte")), ("Abonnements", None)],
        "abonnements": [
            {"nummer": eines.pk, "was": bezeichnung(eines), "seit": zahlen.tag(timezone.localdate(eines.abonniert_am))}
            for eines in laufende.order_by("einheit__titel", "art")
        ],
    }
    return render(request, "berichte/abonnements.html", kontext)


@offen
@csrf_exempt  # the token is the authority, and mail programs post it by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def abbestellen(request: HttpRequest, verweis: str) -> HttpResponse:
    """The page of the link in every e-mail: asks once, and ends the subscription when posted to. No login."""
    try:
        abonnement = zu_token(verweis)
    except UnbekanntesAbonnement as fehler:
        raise Http404(str(fehler)) from None
    if request.method == "POST":
        abonnement = bestelle_ab_mit_token(token=verweis, am=timezone.now())
    kontext = {"was": bezeichnung(abonnement), "beendet": abonnement.beendet_am is not None or request.method == "POST"}
    return render(request, "berichte/abbestellen.html", kontext)


def bezeichnung(abonnement: Abonnement) -> str:
    """What is subscribed, in words."""
    return f"Monatsbericht {BERICHTSARTEN[Berichtsart(abonnement.art)].fuer}{abonnement.einheit.titel}"
