"""The tab "Auswertung": the results, why, and who confirms them; while the agreement is in force, how it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.auswertung.akte import (
    berechne_zielerreichung,
    bestaetige_auswertung,
    offene_punkte,
    stelle_fest,
)
from agreements.auswertung.messen import messe
from agreements.models import Auswertung, Zielbewertung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.views.auswertung import zeilen
from agreements.views.auswertung.formulare import Feststellungsformular
from agreements.views.rahmen import lade, lade_eigene, rahmen
from agreements.ziele import Dimension
from agreements.ziele.vorgabe import Meilenstein, Qualitativ, aus_paaren
from agreements.zielkatalog import ziele_von
from agreements.zielkatalog.fassungen import NichtMoeglich
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.zugriff import Zugang, may

REITERCODE = "auswertung"


@angemeldet
@require_safe
def auswertung(request: HttpRequest, pk: int) -> HttpResponse:
    """The evaluation of an agreement, or how far it has come."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade(request, pk)
    gefunden = Auswertung.objects.visible_to(zugang).filter(zielvereinbarung=vereinbarung).first()
    kontext = rahmen(request, vereinbarung, REITERCODE)
    eigene = Zielvereinbarung.objects.eigene(zugang).filter(pk=pk).exists()
    offen = vereinbarung.zustand == Zustand.IN_AUSWERTUNG and may(zugang, Befugnis.VERHANDELN, vereinbarung)
    if gefunden:
        kontext |= _ergebnisse(vereinbarung, gefunden, zugang, offen)
    elif eigene and vereinbarung.zustand == Zustand.IN_KRAFT:
        messung = messe(vereinbarung, ziele_von([pk])[pk].ziele, {})
        kontext["zwischenstand"] = zeilen.zwischenstand(messung.staende)
    return render(request, "agreements/auswertung/auswertung.html", {**kontext, "offen": offen, "eigene": eigene})


def _ergebnisse(vereinbarung: Zielvereinbarung, auswertung: Auswertung, zugang: Zugang, offen: bool) -> dict[str, Any]:
    wortlaute = {ziel.code: ziel.wortlaut for ziel in ziele_von([vereinbarung.pk])[vereinbarung.pk].ziele}
    bewertungen = list(auswertung.bewertungen.order_by("stelle"))
    parteien = list(vereinbarung.vertragsparteien.order_by("reihenfolge"))
    bestaetigungen = list(auswertung.bestaetigungen.order_by("fassung"))
    partei = next((p for p in parteien if zugang.partei_id in (p.partei_id, p.rechtstraeger_id)), None)
    fehlt = offene_punkte([zeile for zeile in bewertungen if zeile.jahr is None])
    hat = partei and any(b.vertragspartei_id == partei.pk and b.fassung == auswertung.fassung for b in bestaetigungen)
    stand = auswertung.zahlenstand
    return {
        "fassung": auswertung.fassung,
        "zahlenstand": zahlen.tag(stand.stand) if stand else "",
        "karten": zeilen.karten(vereinbarung.pk, bewertungen, wortlaute, offen),
        "bestaetigungen": zeilen.bestaetigungstabelle(parteien, bestaetigungen, auswertung.fassung),
        "fehlt": fehlt if offen else (),
        "darf_bestaetigen": bool(offen and partei and not hat and not fehlt),
        "eigene_partei": partei.bezeichnung if partei else "",
    }


def _zurueck(pk: int, anker: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('agreements:vereinbarung_auswertung', args=[pk])}#{anker}")


def _akt(request: HttpRequest, vereinbarung: Zielvereinbarung) -> dict[str, Any]:
    return {"vereinbarung": vereinbarung, "durch": request.zugang, "am": timezone.now()}  # type: ignore[attr-defined]


@befugt(Befugnis.VERHANDELN)
@require_POST
def berechnen(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute the proposal from the newest release."""
    vereinbarung = lade_eigene(request, pk)
    try:
        berechne_zielerreichung(**_akt(request, vereinbarung))
    except NichtMoeglich as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, "Die Zielerreichung ist nach dem Stand der letzten Veröffentlichung berechnet.")
    return _zurueck(pk, "ergebnisse")


@befugt(Befugnis.VERHANDELN)
@require_POST
def bestaetigen(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the results for one's own party, in the Fassung that was shown."""
    vereinbarung = lade_eigene(request, pk)
    gesehen = request.POST.get("gesehen", "")
    try:
        bestaetige_auswertung(fassung=int(gesehen) if gesehen.isdecimal() else -1, **_akt(request, vereinbarung))
    except NichtMoeglich as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, "Ihre Partei hat die Auswertung bestätigt.")
    return _zurueck(pk, "bestaetigung")


@befugt(Befugnis.VERHANDELN)
@require_http_methods(("GET", "HEAD", "POST"))
def zielbewertung(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Hold what is true of one Ziel: milestones, result, Gründe."""
    vereinbarung = lade_eigene(request, pk)
    if vereinbarung.zustand != Zustand.IN_AUSWERTUNG:
        raise Http404("Diese Zielvereinbarung wird nicht ausgewertet.")
    bewertung = get_object_or_404(
        Zielbewertung.objects.im_ganzen().select_related("auswertung"),
        auswertung__zielvereinbarung=vereinbarung,
        ziel=code,
    )
    form = Feststellungsformular(
        request.POST if request.method == "POST" else None,
        bewertung=bewertung,
        meilensteine=_meilensteine(vereinbarung, code),
        beginn=vereinbarung.runde.ab,
        fassung=bewertung.auswertung.fassung,
    )
    if request.method == "POST" and form.is_valid() and _stelle_fest(request, vereinbarung, code, form):
        messages.success(request, f"Festgestellt: {bewertung.titel}. Bestätigungen gelten damit nicht mehr.")
        return _zurueck(pk, f"ziel-{code}")
    return render(request, "agreements/auswertung/zielbewertung.html", _kontext(request, vereinbarung, bewertung, form))


def _stelle_fest(request: HttpRequest, vereinbarung: Zielvereinbarung, code: str, form: Feststellungsformular) -> bool:
    gesehen = form.cleaned_data["gesehen"]
    try:
        stelle_fest(ziel=code, feststellung=form.feststellung(), gesehen=gesehen, **_akt(request, vereinbarung))
    except NichtMoeglich as fehler:
        form.add_error(fehler.feld if fehler.feld in form.fields else None, str(fehler))
        return False
    return True


def _kontext(
    request: HttpRequest, vereinbarung: Zielvereinbarung, bewertung: Zielbewertung, form: Feststellungsformular
) -> dict[str, Any]:
    kontext = rahmen(request, vereinbarung, REITERCODE)
    *weg, (letzter, _) = kontext["brotkrumen"]
    start = reverse("agreements:vereinbarung_auswertung", args=[vereinbarung.pk])
    berechnet = zeilen.ergebniszelle(bewertung.vorschlag, bewertung.rechnung)
    return {
        **kontext,
        "brotkrumen": [*weg, (letzter, start), (bewertung.titel, None)],
        "fenstertitel": f"{bewertung.titel}: {kontext['titel']}",
        "ueberschrift": bewertung.titel,
        "angaben": [("Berechnet", berechnet)],
        "form": form,
        "zurueck": start,
    }


def _meilensteine(vereinbarung: Zielvereinbarung, code: str) -> tuple[Meilenstein, ...]:
    ziele = ziele_von([vereinbarung.pk])[vereinbarung.pk].ziele
    ziel = next((z for z in ziele if z.code == code), None)
    vorgabe = aus_paaren(Dimension(ziel.dimension), ziel.vorgabe) if ziel else None
    return vorgabe.meilensteine if isinstance(vorgabe, Qualitativ) else ()
