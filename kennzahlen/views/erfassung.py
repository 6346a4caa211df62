"""Reporting a month by hand: the grid form that saves itself, and where a month begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen.erfassung import Speicherung, angabe, beginne, speichere
from kennzahlen.meldungen.recht import BEARBEITBAR
from kennzahlen.meldungen.termine import naechster_monat
from kennzahlen.models import Meldung
from kennzahlen.views.befunde import befundliste, feldstaende
from kennzahlen.views.erfassungsfelder import (
    Eingabe,
    Feld,
    Vergleich,
    aenderungen,
    angabetext,
    felder_von,
    groessen_von,
    gruppiert,
    lies_eingaben,
)
from kennzahlen.views.meldungen import handlungen, name_von, rueckgabe
from kennzahlen.views.meldungsformulare import Monatswahl
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.recht import Ausserhalb


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request: HttpRequest) -> HttpResponse:
    """Choose a month and begin it, or go on with its draft; one that is released already leads to its Meldung."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    naechster = naechster_monat(zugang)
    form = Monatswahl(request.POST or request.GET or None, initial={"monat": naechster and f"{naechster:%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        try:
            entwurf = beginne(monat=form.cleaned_data["monat"], durch=zugang, am=timezone.now())
        except Gehindert as hindernis:
            messages.info(request, f"{hindernis} Eine Korrektur beginnt hier.")
            gueltige = Meldung.objects.visible_to(zugang).gueltig().filter(jobcenter=zugang.partei_id)
            return redirect("kennzahlen:meldung", pk=gueltige.get(monat=form.cleaned_data["monat"]).pk)
        except Ausserhalb as fehler:
            form.add_error("monat", str(fehler))
        else:
            return redirect("kennzahlen:meldung_erfassung", pk=entwurf.pk)
    kontext = {
        "brotkrumen": [("Meldungen", reverse("kennzahlen:meldungen")), ("Monat erfassen", None)],
        "form": form,
    }
    return render(request, "kennzahlen/erfassung_neu.html", kontext)


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def erfassung(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid form of a draft. POST saves; htmx gets back only what has changed, anybody else the page."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    meldung = get_object_or_404(Meldung.objects.visible_to(zugang), pk=pk)
    if meldung.zustand not in BEARBEITBAR or not may(zugang, Befugnis.MELDUNG_ERFASSEN, meldung):
        return _verschlossen(request, meldung)
    if request.method != "POST":
        return render(request, "kennzahlen/erfassung.html", _kontext(meldung, zugang, {}, None))
    eingaben = lies_eingaben(request.POST, groessen_von(meldung.monat))
    try:
        speicherung = speichere(meldung=meldung, aenderungen=aenderungen(eingaben), durch=zugang, am=timezone.now())
    except Ausserhalb:
        return _verschlossen(request, meldung)
    kontext = _kontext(speicherung.meldung, zugang, eingaben, speicherung)
    if request.htmx:  # type: ignore[attr-defined]
        kontext["befunde_neu"] = kontext["befunde"].kennung != request.POST.get("befunde")
        return render(request, "kennzahlen/erfassung_antwort.html", kontext)
    if not speicherung.konflikte and not any(eingabe.fehler for eingabe in eingaben.values()):
        messages.success(request, kontext["speicherstand"])
        return redirect("kennzahlen:meldung_erfassung", pk=pk)
    return render(request, "kennzahlen/erfassung.html", kontext)


def _verschlossen(request: HttpRequest, meldung: Meldung) -> HttpResponse:
    """The Meldung can no longer be typed in: its page says how it stands."""
    ziel = reverse("kennzahlen:meldung", args=[meldung.pk])
    if request.method == "POST":
        messages.error(request, "Die Meldung kann nicht mehr bearbeitet werden. Ihre Änderung ist nicht gespeichert.")
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": ziel})
    return redirect(ziel)


def _kontext(
    meldung: Meldung, zugang: Zugang, eingaben: Mapping[str, Eingabe], speicherung: Speicherung | None
) -> dict[str, Any]:
    konflikte = _konflikte(meldung, speicherung)
    felder = felder_von(meldung, _vergleich(meldung), feldstaende(meldung), eingaben, konflikte)
    name, monat = name_von(meldung, zugang), zahlen.monat(meldung.monat)
    return {
        "brotkrumen": [
            ("Meldungen", reverse("kennzahlen:meldungen")),
            (f"{name}, {monat}", reverse("kennzahlen:meldung", args=[meldung.pk])),
            ("Erfassen", None),
        ],
        "titel": f"{name}, {monat}",
        "meldung_id": meldung.pk,
        "rueckgabe": rueckgabe(meldung),
        "monate": [zahlen.monat(monat_plus(meldung.monat, abstand)) for abstand in (-1, -12)],
        "gruppen": list(gruppiert(felder)),
        "felder": felder,
        "speicherstand": _stand(meldung, felder, speicherung),
        "befunde": befundliste(meldung, zugang),
        "handlungen": handlungen(meldung, zugang),
    }


def _vergleich(meldung: Meldung) -> Vergleich:
    monate = [monat_plus(meldung.monat, abstand) for abstand in (-1, -12)]
    zeilen = Meldung.objects.gueltig().filter(jobcenter=meldung.jobcenter_id, monat__in=monate)
    werte = dict(zeilen.values_list("monat", "werte"))
    return Vergleich(*(werte.get(monat, ()) for monat in monate))


def _konflikte(meldung: Meldung, speicherung: Speicherung | None) -> dict[str, str]:
    """For each figure that somebody else changed meanwhile: who, when, to what."""
    if speicherung is None or not speicherung.konflikte:
        return {}
    return {code: _wer_was(meldung, code) for code in speicherung.konflikte}


def _wer_was(meldung: Meldung, code: str) -> str:
    eintrag = (
        Eintrag.objects.filter(
            objektart=ContentType.objects.get_for_model(Meldung), objekt_id=meldung.pk, daten__groessen__contains=code
        )
        .select_related("nutzer")
        .order_by("-pk")
        .first()
    )
    jetzt = angabetext(code, angabe(meldung, code))
    if eintrag is None:
        return f"Inzwischen steht hier: {jetzt}."
    wer = eintrag.nutzer.get_full_name() or eintrag.nutzer.username if eintrag.nutzer else "der Betrieb"
    return f"Inzwischen geändert von {wer} ({zahlen.zeitpunkt(timezone.localtime(eintrag.am))}) auf: {jetzt}."


def _stand(meldung: Meldung, felder: list[Feld], speicherung: Speicherung | None) -> str:
    """One line about the whole form, read out when it changes."""
    angegeben = sum(feld.vorher != "" for feld in felder)
    text = f"{angegeben} von {len(felder)} Angaben."
    gespeichert = timezone.localtime(meldung.erfasst_am)
    text = f"Gespeichert um {gespeichert:%H:%M:%S} Uhr. {text}"
    if unerledigt := sum(feld.unerledigt for feld in felder):
        text += f" Nicht gespeichert: {unerledigt}."
    return text
