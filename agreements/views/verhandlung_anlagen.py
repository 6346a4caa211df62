"""Attachments: the list, adding one, deciding on it; and giving a file out, to who may see it and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.grundraster.klartext import Textfehler
from agreements.models import Anlage, Zielvereinbarung
from agreements.recht import TEXT_OFFEN, Zustand
from agreements.verhandlung import anlagen as akte
from agreements.verhandlung.anlagen import Datei
from agreements.verhandlung.ansicht import Verhandlungsstand, verhandlungsstand
from agreements.views.rahmen import lade
from agreements.views.verhandlung import seitenkontext, verhandelt
from agreements.views.verhandlung_akte import NICHT_ZU_TUN
from agreements.views.verhandlung_formulare import Anlagenformular
from agreements.views.verhandlung_zeilen import wer_wann
from zielsystem import zahlen
from zielsystem.dateien import BYTE_HOECHSTENS
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Zelle

KOPFZEILEN = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""A file of somebody else is saved, never shown: no browser guesses what it is or runs what is in it."""


@dataclass(frozen=True)
class Anlagenzeile:
    """An attachment as it is shown; ``akte`` are the acts open to somebody now, as (code, title)."""

    pk: int
    titel: str
    url: str
    angaben: list[tuple[str, Zelle | str]]
    akte: list[tuple[str, str]]


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def anlagen(request: HttpRequest, pk: int) -> HttpResponse:
    """The attachments of an agreement; POST does the act that ``akt`` names."""
    vereinbarung = lade(request, pk)
    form = None
    if request.method == "POST":
        akt = request.POST.get("akt", "")
        if akt == "beifuegen":
            form = Anlagenformular(request.POST, request.FILES)
            if _fuege_bei(request, vereinbarung, form):
                return redirect(request.path)
        elif akt in _AKTE:
            return _entscheide(request, vereinbarung, akt)
        else:
            raise Http404("Diesen Schritt gibt es nicht.")
    return render(request, "agreements/verhandlung/anlagen.html", _kontext(request, vereinbarung, form))


@angemeldet
@require_safe
def anlage(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, to be saved; invisible is not there."""
    gefunden = get_object_or_404(Anlage.objects.visible_to(_zugang(request)), pk=pk)
    return FileResponse(
        gefunden.datei.open("rb"),
        as_attachment=True,
        filename=gefunden.dateiname,
        content_type="application/octet-stream",
        headers=KOPFZEILEN,
    )


def _kontext(request: HttpRequest, vereinbarung: Zielvereinbarung, form: Anlagenformular | None) -> dict[str, Any]:
    zugang = _zugang(request)
    stand = verhandlungsstand(vereinbarung, zugang)
    darf = verhandelt(zugang, stand) and Zustand(vereinbarung.zustand) in TEXT_OFFEN
    sichtbare = Anlage.objects.visible_to(zugang).vorhanden().filter(zielvereinbarung=vereinbarung)
    mit_allem = sichtbare.select_related("vertragspartei", "beigefuegt_durch").prefetch_related("annahmen")
    return seitenkontext(request, vereinbarung, stand, "anlagen") | {
        "fenstertitel": f"Anlagen: {vereinbarung}",
        "anlagen": [_zeile(gefunden, stand, darf) for gefunden in mit_allem.order_by("-vertragsbestandteil", "pk")],
        "formular": (form or Anlagenformular()) if darf else None,
    }


def _zeile(anlage: Anlage, stand: Verhandlungsstand, darf: bool) -> Anlagenzeile:
    angenommen = {a.vertragspartei_id for a in anlage.annahmen.all() if a.zurueckgenommen_am is None}
    angaben: list[tuple[str, Zelle | str]] = [
        ("Art", "Bestandteil der Vereinbarung" if anlage.vertragsbestandteil else "Arbeitsunterlage"),
        ("Beigefügt", _von_wem(anlage)),
        ("Datei", f"{anlage.dateiname}, {_groesse(anlage.groesse)}"),
        ("Prüfsumme (SHA-256)", anlage.sha256),
    ]
    if anlage.vertragsbestandteil and stand.eigene:
        angaben += [(partei.bezeichnung, _annahmezelle(partei.pk in angenommen)) for partei in stand.parteien]
    return Anlagenzeile(
        anlage.pk,
        anlage.titel,
        reverse("agreements:anlage", args=[anlage.pk]),
        angaben,
        _moegliche(anlage, stand, angenommen) if darf else [],
    )


def _von_wem(anlage: Anlage) -> str:
    partei = anlage.vertragspartei.bezeichnung if anlage.vertragspartei else "aus der geänderten Vereinbarung"
    return f"{partei} ({wer_wann(anlage.beigefuegt_durch, anlage.beigefuegt_am)})"


def _annahmezelle(angenommen: bool) -> Zelle:
    return Zelle("angenommen", status="success") if angenommen else Zelle("noch offen", status="neutral")


def _groesse(byte: int) -> str:
    return f"{zahlen.ganzzahl(max(1, byte // 1024))} KB"


def _moegliche(anlage: Anlage, stand: Verhandlungsstand, angenommen: set[int]) -> list[tuple[str, str]]:
    eigene = stand.eigene
    assert eigene is not None
    moegliche = []
    if anlage.vertragsbestandteil:
        hat = eigene.pk in angenommen
        moegliche.append(("annahme_zuruecknehmen", "Annahme zurücknehmen") if hat else ("annehmen", "Annehmen"))
    if anlage.vertragspartei_id in (eigene.pk, None) and not angenommen - {eigene.pk}:
        moegliche.append(("entfernen", "Entfernen"))
    return moegliche


def _fuege_bei(request: HttpRequest, vereinbarung: Zielvereinbarung, form: Anlagenformular) -> bool:
    """Attach what came in; else the form says what was wrong. A file that is too large is not even read."""
    if not form.is_valid():
        return False
    angaben, hochgeladen = form.cleaned_data, form.cleaned_data["datei"]
    inhalt = hochgeladen.read(BYTE_HOECHSTENS + 1)
    datei = Datei(hochgeladen.name, inhalt, angaben["titel"], angaben["bestandteil"])
    try:
        akte.fuege_bei(vereinbarung=vereinbarung, datei=datei, durch=_zugang(request), am=timezone.now())
    except Textfehler as fehler:
        form.add_error("datei", str(fehler))
    except NICHT_ZU_TUN as fehler:
        form.add_error(None, str(fehler))
    else:
        messages.success(request, "Die Anlage ist beigefügt.")
        return True
    return False


_AKTE = {
    "annehmen": (akte.nimm_anlage_an, "Sie haben die Anlage angenommen."),
    "annahme_zuruecknehmen": (akte.nimm_annahme_zurueck, "Ihre Annahme ist zurückgenommen."),
    "entfernen": (akte.entferne, "Die Anlage ist entfernt."),
}


def _entscheide(request: HttpRequest, vereinbarung: Zielvereinbarung, akt: str) -> HttpResponse:
    tue, erfolg = _AKTE[akt]
    roh = request.POST.get("anlage", "")
    schluessel = int(roh) if roh.isascii() and roh.isdigit() and len(roh) < 18 else 0
    sichtbare = Anlage.objects.visible_to(_zugang(request)).filter(zielvereinbarung=vereinbarung)
    gefunden = get_object_or_404(sichtbare.select_related("zielvereinbarung"), pk=schluessel)
    try:
        tue(anlage=gefunden, durch=_zugang(request), am=timezone.now())
    except NICHT_ZU_TUN as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, erfolg)
    return redirect(request.path)


def _zugang(request: HttpRequest) -> Zugang:
    return request.zugang  # type: ignore[attr-defined,no-any-return]
