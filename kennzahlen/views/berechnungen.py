"""Computations: asking for one, watching it, seeing which stand still. For the ministry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from kennzahlen.models import Berechnung
from kennzahlen.veroeffentlichungen.berechnung import beauftrage
from kennzahlen.veroeffentlichungen.recht import SCHRITTTITEL, ZUSTANDSTITEL, Berechnungszustand, Schritt
from kennzahlen.views.seiten import seite_von
from kennzahlen.views.veroeffentlichungsformulare import Berechnungsauftrag
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

STATUSART: dict[Berechnungszustand, Statusart] = {
    Berechnungszustand.ANGEFORDERT: "neutral",
    Berechnungszustand.LAEUFT: "info",
    Berechnungszustand.FERTIG: "success",
    Berechnungszustand.GESCHEITERT: "danger",
    Berechnungszustand.HAENGENGEBLIEBEN: "warning",
}


def darf_berechnen(zugang: Zugang) -> bool:
    """Whether the buttons are shown: the act asks again."""
    return zugang.art is Parteiart.BMAS and Befugnis.KENNZAHLEN_VEROEFFENTLICHEN in zugang.befugnisse


@angemeldet
@require_safe
def berechnungen(request: HttpRequest) -> HttpResponse:
    """All computations, the newest first; outside the ministry the page does not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if zugang.art is not Parteiart.BMAS:
        raise Http404("Diese Seite gibt es für Ihre Partei nicht.")
    alle = Berechnung.objects.visible_to(zugang).select_related("angefordert_durch", "veroeffentlichung")
    seite = seite_von(request, alle.order_by("-pk"))
    kontext = {
        "brotkrumen": [("Veröffentlichungen", reverse("kennzahlen:veroeffentlichungen")), ("Berechnungen", None)],
        "seite": seite,
        "tabelle": _tabelle(list(seite)),
        "haengende": Berechnung.objects.visible_to(zugang).filter(zustand=Berechnungszustand.HAENGENGEBLIEBEN).count(),
    }
    return render(request, "kennzahlen/berechnungen.html", kontext)


def _tabelle(berechnungen: list[Berechnung]) -> Tabelle:
    spalten = ["Angefordert", "Berichtsmonate", "Zustand", "Letzte Regung", "Beendet", "Ergebnis"]
    return Tabelle("Berechnungen", [Spalte(titel, kopf=nr == 0) for nr, titel in enumerate(spalten)], [
        [
            Zelle(
                zahlen.zeitpunkt(localtime(eine.angefordert_am)),
                url=reverse("kennzahlen:berechnung", args=[eine.pk]),
                hinweis=str(eine.angefordert_durch or "Zeitplan oder Betrieb"),
            ),
            f"bis {zahlen.monat(eine.bis_monat)}",
            _zustand(eine),
            zahlen.zeitpunkt(localtime(eine.letzte_regung_am)),
            zahlen.zeitpunkt(localtime(eine.beendet_am)) if eine.beendet_am else zahlen.FEHLT,
            Zelle(f"Stand {zahlen.tag(eine.veroeffentlichung.stand)}", url=_ergebnis_url(eine))
            if eine.veroeffentlichung
            else eine.fehler or zahlen.FEHLT,
        ]
        for eine in berechnungen
    ])  # fmt: skip


def _zustand(berechnung: Berechnung) -> Zelle:
    zustand = Berechnungszustand(berechnung.zustand)
    return Zelle(ZUSTANDSTITEL[zustand], status=STATUSART[zustand])


def _ergebnis_url(berechnung: Berechnung) -> str:
    return reverse("kennzahlen:veroeffentlichung", args=[berechnung.veroeffentlichung_id])


@befugt(Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
@require_POST
def neue_berechnung(request: HttpRequest) -> HttpResponse:
    """Ask for a computation up to a month."""
    form = Berechnungsauftrag(request.POST)
    if not form.is_valid():
        for fehler in form.errors.values():
            messages.error(request, " ".join(map(str, fehler)))
        return redirect("kennzahlen:veroeffentlichungen")
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    berechnung = beauftrage(bis_monat=form.cleaned_data["monat"], durch=zugang, am=timezone.now())
    return redirect("kennzahlen:berechnung", pk=berechnung.pk)


@angemeldet
@require_safe
def berechnung(request: HttpRequest, pk: int) -> HttpResponse:
    """One computation and how far it is."""
    gefunden = _sichtbare(request, pk)
    kontext = {
        "brotkrumen": [
            ("Veröffentlichungen", reverse("kennzahlen:veroeffentlichungen")),
            ("Berechnungen", reverse("kennzahlen:berechnungen")),
            (f"bis {zahlen.monat(gefunden.bis_monat)}", None),
        ],
        "laufstand": laufstand(gefunden),
    }
    return render(request, "kennzahlen/berechnung.html", kontext | _zustandsangaben(request, gefunden))


@angemeldet
@require_safe
def berechnungsstand(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a computation is: the part of its page that asks again by itself."""
    gefunden = _sichtbare(request, pk)
    kontext = laufstand(gefunden) | _zustandsangaben(request, gefunden)
    return render(request, "kennzahlen/berechnung_stand.html", kontext)


def _zustandsangaben(request: HttpRequest, berechnung: Berechnung) -> dict[str, Any]:
    return {
        "berechnung": berechnung,
        "angaben": _angaben(berechnung),
        "haengt": berechnung.zustand == Berechnungszustand.HAENGENGEBLIEBEN,
        "darf_berechnen": darf_berechnen(request.zugang),  # type: ignore[attr-defined]
    }


def _angaben(berechnung: Berechnung) -> list[tuple[str, Any]]:
    beginn, ende = berechnung.begonnen_am, berechnung.beendet_am
    return [
        ("Zustand", _zustand(berechnung)),
        ("Angefordert", zahlen.zeitpunkt(localtime(berechnung.angefordert_am))),
        ("Durch", str(berechnung.angefordert_durch or "Zeitplan oder Betrieb")),
        ("Begonnen", zahlen.zeitpunkt(localtime(beginn)) if beginn else zahlen.FEHLT),
        ("Beendet", zahlen.zeitpunkt(localtime(ende)) if ende else zahlen.FEHLT),
    ]


def _sichtbare(request: HttpRequest, pk: int) -> Berechnung:
    alle = Berechnung.objects.visible_to(request.zugang)  # type: ignore[attr-defined]
    return get_object_or_404(alle.select_related("angefordert_durch"), pk=pk)


def laufstand(berechnung: Berechnung) -> dict[str, Any]:
    """The parameters of ``components/progress.html``."""
    return {
        "id": f"berechnung-{berechnung.pk}",
        "url": reverse("kennzahlen:berechnungsstand", args=[berechnung.pk]),
        "titel": f"Berechnung bis {zahlen.monat(berechnung.bis_monat)}",
        "wert": berechnung.fortschritt,
        "maximum": int(Schritt.VEROEFFENTLICHT),
        "text": f"Die Berechnung {SCHRITTTITEL[Schritt(berechnung.fortschritt)]}.",
        "fertig": berechnung.beendet_am is not None,
        "fehler": berechnung.fehler,
        "ergebnis_url": _ergebnis_url(berechnung) if berechnung.veroeffentlichung_id else "",
        "ergebnis_text": "Veröffentlichung ansehen",
    }
