"""The pages of an administrator: who holds which Amt, giving one, ending one."""

from __future__ import annotations

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zielsystem.befugnisse import ROLLEN, Befugnis, Rolle
from zielsystem.konten.aemter import SchonImAmt, beende_amt, verleihe_amt, verwaltete_aemter
from zielsystem.konten.forms import Amtsformular
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Amt, Nutzer, Partei, Parteistand
from zielsystem.parties.zugriff import Zugang, visible
from zielsystem.zahlen import tag

KRUMEN = [("Start", "/"), ("Konten", None)]


@befugt(Befugnis.KONTEN_VERWALTEN)
@require_safe
def konten(request: HttpRequest) -> HttpResponse:
    """The people who act for the parties that one manages."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    aemter = verwaltete_aemter(zugang)
    namen = dict(
        Parteistand.objects.am(zugang.am)
        .filter(partei__in={amt.partei_id for amt in aemter})
        .values_list("partei_id", "name")
    )
    zeilen = [
        {
            "person": str(amt.nutzer),
            "anmeldename": amt.nutzer.username,
            "partei": namen.get(amt.partei_id, amt.partei.schluessel),
            "rolle": ROLLEN[Rolle(amt.rolle)].titel,
            "ab": tag(amt.ab),
            "bis": tag(amt.bis) if amt.bis else "",
            "beenden_url": "" if amt.pk == zugang.amt_id else reverse("konten:beenden", args=[amt.pk]),
        }
        for amt in aemter
    ]
    return render(request, "konten/konten.html", {"zeilen": zeilen, "brotkrumen": KRUMEN})


@befugt(Befugnis.KONTEN_VERWALTEN)
@require_http_methods(["GET", "POST"])
def neu(request: HttpRequest) -> HttpResponse:
    """Give a person an Amt; a new person is sent the link to set a password."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    form = Amtsformular(request.POST or None, zugang=zugang)
    if form.is_valid() and _verleihe(request, form, zugang):
        return redirect("konten:konten")
    krumen = [("Start", "/"), ("Konten", reverse("konten:konten")), ("Neues Amt", None)]
    return render(request, "konten/neu.html", {"form": form, "brotkrumen": krumen})


def _verleihe(request: HttpRequest, form: Amtsformular, zugang: Zugang) -> bool:
    daten = form.cleaned_data
    try:
        amt = verleihe_amt(
            person=form.person(),
            partei=Partei.objects.get(pk=daten["partei"]),
            rolle=Rolle(daten["rolle"]),
            ab=daten["ab"],
            durch=zugang,
            am=timezone.now(),
        )
    except SchonImAmt as fehler:
        form.add_error("anmeldename", str(fehler))
        return False
    if not amt.nutzer.has_usable_password():
        _sende_link(request, amt.nutzer)
    messages.success(request, f"{amt.nutzer} hat jetzt die Rolle {ROLLEN[Rolle(amt.rolle)].titel}.")
    return True


def _sende_link(request: HttpRequest, nutzer: Nutzer) -> None:
    formular = ResetPasswordForm({"email": nutzer.email})
    if formular.is_valid():
        formular.save(request)


@befugt(Befugnis.KONTEN_VERWALTEN)
@require_POST
def beenden(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's Amt as of today."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    parteien = visible(zugang, Befugnis.KONTEN_VERWALTEN, Partei.objects.all())
    amt = get_object_or_404(Amt.objects.select_related("nutzer"), pk=pk, partei__in=parteien)
    beende_amt(amt=amt, bis=zugang.am, durch=zugang, am=timezone.now())
    messages.success(request, f"Das Amt von {amt.nutzer} ist beendet.")
    return redirect("konten:konten")
