"""Exceptions from hard rules: the ministry grants them, the Jobcenter concerned sees them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kennzahlen.auskunft.verzeichnis import Verzeichniszeile, jobcenterverzeichnis
from kennzahlen.meldungen.meldungslauf import lasse_ausnahme_zu
from kennzahlen.models.befunde import Ausnahme
from kennzahlen.views.befunde import REGEL
from kennzahlen.views.meldungsformulare import Ausnahmeformular
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.models import Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Spalte, Tabelle


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def ausnahmen(request: HttpRequest) -> HttpResponse:
    """The exceptions that the access may see, the newest first; the ministry grants another one."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    verzeichnis = jobcenterverzeichnis(zugang.am)
    form = Ausnahmeformular(
        request.POST or None, jobcenter=[(str(zeile.partei_id), f"{zeile.name} ({zeile.ags})") for zeile in verzeichnis]
    )
    if request.method == "POST":
        verlange(zugang, Befugnis.AUSNAHME_ZULASSEN)
        if form.is_valid() and _zugelassen(request, form, zugang):
            return redirect("kennzahlen:ausnahmen")
    kontext = {
        "brotkrumen": [("Meldungen", reverse("kennzahlen:meldungen")), ("Ausnahmen", None)],
        "tabelle": _tabelle(zugang, verzeichnis),
        "form": form if zugang.art is Parteiart.BMAS and Befugnis.AUSNAHME_ZULASSEN in zugang.befugnisse else None,
    }
    return render(request, "kennzahlen/ausnahmen.html", kontext)


def _zugelassen(request: HttpRequest, form: Ausnahmeformular, zugang: Zugang) -> bool:
    daten = form.cleaned_data
    try:
        lasse_ausnahme_zu(
            code=daten["code"],
            jobcenter=Partei.objects.get(pk=daten["jobcenter"]),
            monat=daten["monat"],
            grund=daten["grund"],
            durch=zugang,
            am=timezone.now(),
        )
    except Ausserhalb as fehler:
        form.add_error(None, str(fehler))
        return False
    messages.success(request, "Die Ausnahme ist zugelassen.")
    return True


def _tabelle(zugang: Zugang, verzeichnis: list[Verzeichniszeile]) -> Tabelle:
    name = {zeile.partei_id: zeile.name for zeile in verzeichnis}
    spalten = [
        Spalte("Jobcenter", kopf=True),
        Spalte("Monat"),
        Spalte("Prüfregel"),
        Spalte("Grund"),
        Spalte("Zugelassen"),
    ]
    sichtbare = Ausnahme.objects.visible_to(zugang).select_related("zugelassen_durch").order_by("-pk")
    return Tabelle(
        "Zugelassene Ausnahmen",
        spalten,
        [
            [
                name.get(eine.jobcenter_id, f"Partei {eine.jobcenter_id}"),
                zahlen.monat(eine.monat),
                REGEL[eine.code].titel if eine.code in REGEL else eine.code,
                eine.grund,
                f"{zahlen.tag(timezone.localtime(eine.zugelassen_am))}, {eine.zugelassen_durch or 'Betrieb'}",
            ]
            for eine in sichtbare
        ],
    )
