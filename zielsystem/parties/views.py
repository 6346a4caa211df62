"""The doors everyone passes: the home page, the switch between Ämter, and the health check."""

from __future__ import annotations

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zielsystem.befugnisse import Rolle
from zielsystem.parties.doors import SITZUNGSFELD, angemeldet, offen
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.verwahrung import vergiss, verwahrtes
from zielsystem.parties.zugriff import Zugang


@offen
@require_safe
def startseite(request: HttpRequest) -> HttpResponse:
    """What the system is for, and the ways in."""
    return render(request, "startseite.html", {"kacheln": _kacheln(request.zugang)})  # type: ignore[attr-defined]


def _kacheln(zugang: Zugang) -> list[dict[str, str]]:
    kacheln = [
        {
            "titel": "Jobcenter",
            "text": "Die drei Kennzahlen jedes Jobcenters, ihr Verlauf und der Vergleich mit Land, Bund und "
            "Vergleichstyp.",
            "url": reverse("kennzahlen:jobcenter_liste"),
        },
        {
            "titel": "Kennzahlen",
            "text": "Was gemessen wird: Definition, Formel und Rechtsgrundlage jeder Kennzahl und Ergänzungsgröße.",
            "url": reverse("kennzahlen:steckbriefe"),
        },
        {
            "titel": "Recht und Regeln",
            "text": "Die Regeln, nach denen das System entscheidet, mit Paragraf und Geltung.",
            "url": reverse("recht"),
        },
    ]
    if zugang.nutzer is None:
        return kacheln
    eigene = [
        {
            "titel": "Zielvereinbarungen",
            "text": "Planungsrunden und die Vereinbarungen, an denen Ihre Partei beteiligt ist.",
            "url": reverse("agreements:runden"),
        }
    ]
    if zugang.stand and zugang.art in JOBCENTER:
        eigene.insert(0, _eigenes_jobcenter(zugang))
        if zugang.rolle is not Rolle.ADMINISTRATION:
            eigene.insert(1, _eigene_meldungen())
    return eigene + kacheln


def _eigenes_jobcenter(zugang: Zugang) -> dict[str, str]:
    assert zugang.stand
    return {
        "titel": zugang.stand.name,
        "text": "Ihre Kennzahlen im Verlauf und im Vergleich.",
        "url": reverse("kennzahlen:jobcenter", args=[zugang.stand.ags]),
    }


def _eigene_meldungen() -> dict[str, str]:
    return {
        "titel": "Meine Meldungen",
        "text": "Welcher Monat zu melden ist, was gemeldet ist und was daran noch zu klären bleibt.",
        "url": reverse("kennzahlen:termine"),
    }


@angemeldet
@require_POST
def handeln_fuer(request: HttpRequest) -> HttpResponse:
    """Choose one of one's own Ämter; everything after is seen and done for its party."""
    moegliche: list[Zugang] = request.zugaenge  # type: ignore[attr-defined]
    gewaehlt = next((z for z in moegliche if str(z.amt_id) == request.POST.get("amt")), None)
    if gewaehlt is None:
        raise Http404("Dieses Amt haben Sie nicht.")
    request.session[SITZUNGSFELD] = gewaehlt.amt_id
    ziel = request.POST.get("weiter", "/")
    return redirect(ziel if url_has_allowed_host_and_scheme(ziel, allowed_hosts=None) else "/")


@offen
@require_safe
def gesund(request: HttpRequest) -> HttpResponse:
    """Answers when the database does; for load balancers and ``make run``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("gesund\n", content_type="text/plain")


@angemeldet
@require_http_methods(["GET", "POST"])
def eingabe(request: HttpRequest) -> HttpResponse:
    """What was typed while the session ran out, to be sent off or (POST) discarded."""
    stand = verwahrtes(request)
    if request.method == "POST" or stand is None:
        vergiss(request)
        return redirect("/")
    return render(request, "eingabe.html", {"eingabe": stand, "brotkrumen": [("Start", "/"), ("Ihre Eingabe", None)]})
