"""The overview of an agreement: where it stands, what comes next, who its parties are."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.dokument.schrift import wortlaut_von
from agreements.dokument.zahlenlage import Zahlenlage, zahlenlage
from agreements.lifecycle import AKTE, naechste_akte
from agreements.models import Vertragspartei, Zielvereinbarung
from agreements.recht import SEITENTITEL, STATIONEN, VEREINBARUNG, Seite, vereinbarungsart
from agreements.views.rahmen import lade, rahmen
from agreements.ziele import DIMENSIONSTITEL, gesetzliche_ziele
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert, Knopf
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Handlung, Schritt, Spalte, Tabelle, Zelle


@angemeldet
@require_safe
def vereinbarung(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an agreement; invisible is not there."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = lade(request, pk)
    parteien = list(gefunden.vertragsparteien.order_by("reihenfolge"))
    lage = zahlenlage(gefunden)
    abschnitte = wortlaut_von(gefunden)
    kontext = {
        **rahmen(request, gefunden, "ueberblick"),
        "angaben": _angaben(gefunden),
        "schritte": _schritte(gefunden, parteien),
        "handlungen": [_handlung(knopf, gefunden) for knopf in naechste_akte(gefunden, zugang)],
        "parteien": _parteien(parteien),
        "ziele": _ziele(gefunden, lage),
        "lage": _lage(lage) if lage else None,
        "abschnitte": [a for a in abschnitte if not a.wahlweise],
        "wahlweise": [a for a in abschnitte if a.wahlweise],
    }
    return render(request, "agreements/vereinbarung/ueberblick.html", kontext)


@befugt(Befugnis.SEHEN)
@require_POST
def uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one act of the table of transitions; what hinders it is said in full."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = lade(request, pk)
    akt = AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    try:
        neu = akt(vereinbarung=gefunden, durch=zugang, am=timezone.now(), grund=request.POST.get("grund", ""))
    except (Gehindert, Ausserhalb) as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, f"Die Zielvereinbarung ist jetzt: {VEREINBARUNG.titel_von(neu.zustand)}.")
    return redirect("agreements:vereinbarung", pk=pk)


def _angaben(vereinbarung: Zielvereinbarung) -> list[tuple[str, Zelle | str]]:
    runde = vereinbarung.runde
    angaben: list[tuple[str, Zelle | str]] = [
        ("Rechtsgrundlage", str(vereinbarungsart(vereinbarung.nr, runde.ab).norm)),
        ("Zeitraum", f"{zahlen.tag(runde.ab)} bis {zahlen.tag(runde.bis - timedelta(days=1))}"),
    ]
    if vereinbarung.nr != 1:
        angaben.append(("Land", LAENDER[vereinbarung.schluessel[:2]]))
    if vereinbarung.jobcenter_id:
        seite = reverse("kennzahlen:jobcenter", args=[vereinbarung.schluessel])
        angaben.append(("Jobcenter", Zelle(f"{vereinbarung.titel} ({vereinbarung.schluessel})", url=seite)))
    return angaben


# -- Where it stands, what comes next --------------------------------------------------------------------------


def _schritte(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> list[Schritt]:
    """The stations of § 48b in order: those behind with day and party, the present one, those ahead."""
    erreicht = _erreicht(vereinbarung, parteien)
    codes = [station.code for station in STATIONEN]
    hier = codes.index(vereinbarung.zustand)
    schritte = []
    for stelle, station in enumerate(STATIONEN):
        stand: Literal["erledigt", "aktuell", "offen"]
        stand = "erledigt" if stelle < hier else "aktuell" if stelle == hier else "offen"
        am, durch = erreicht.get(station.code, ("", ""))
        schritte.append(Schritt(station.titel, stand, am, durch, str(station.norm)))
    return schritte


def _erreicht(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> dict[str, tuple[str, str]]:
    """When and by which party each state was reached, from the journal."""
    name: dict[int | None, str] = {partei.partei_id: partei.bezeichnung for partei in parteien}
    nach = {zeile.code: zeile.nach.value for zeile in VEREINBARUNG.uebergaenge}
    eintraege = Eintrag.objects.filter(
        objektart=ContentType.objects.get_for_model(Zielvereinbarung), objekt_id=vereinbarung.pk, akt__in=nach
    ).order_by("pk")
    angelegt = zahlen.tag(timezone.localtime(vereinbarung.runde.angelegt_am))
    return {VEREINBARUNG.uebergaenge[0].nach.value: (angelegt, "mit der Planungsrunde")} | {
        nach[eintrag.akt]: (zahlen.tag(timezone.localtime(eintrag.am)), name.get(eintrag.partei_id, ""))
        for eintrag in eintraege
    }


def _handlung(knopf: Knopf, vereinbarung: Zielvereinbarung) -> Handlung:
    ziel = reverse("agreements:uebergang", args=[vereinbarung.pk])
    return Handlung.aus(knopf.uebergang, knopf.hindernisse, ziel)


# -- What it says ----------------------------------------------------------------------------------------------


def _parteien(parteien: list[Vertragspartei]) -> Tabelle:
    spalten = [Spalte("Vertragspartei", kopf=True), Spalte("vertreten durch"), Spalte("Seite")]
    zeilen = [
        [partei.bezeichnung, partei.vertreten_durch or zahlen.FEHLT, SEITENTITEL[Seite(partei.seite)]]
        for partei in parteien
    ]
    return Tabelle("Vertragsparteien", spalten, zeilen)


def _ziele(vereinbarung: Zielvereinbarung, lage: Zahlenlage | None) -> Tabelle:
    ausgangswert = {k.code: k.werte[0].text for k in lage.kennzahlen} if lage else {}
    spalten = [
        Spalte("Ziel", kopf=True),
        Spalte("Rechtsgrundlage"),
        Spalte("Kennzahl"),
        Spalte("Zieldimension"),
        Spalte("Ausgangswert", zahl=True),
    ]
    zeilen = [
        [
            ziel.titel,
            str(ziel.norm),
            ziel.kennzahl or zahlen.FEHLT,
            DIMENSIONSTITEL[ziel.dimension],
            ausgangswert.get(ziel.kennzahl, zahlen.FEHLT),
        ]
        for ziel in gesetzliche_ziele(vereinbarung.nr, vereinbarung.runde.ab)
    ]
    hinweis = "Zielwerte sind noch nicht vereinbart; K1 wird ohne Zielwert beobachtet."
    return Tabelle("Ziele nach dem Gesetz", spalten, zeilen, hinweis)


def _lage(lage: Zahlenlage) -> Tabelle:
    spalten = [Spalte("Kennzahl", kopf=True), *(Spalte(einheit, zahl=True) for einheit in lage.einheiten)]
    zeilen: list[list[Zelle | str]] = [
        [f"{k.code} {k.titel}", *(Zelle(wert.text, hinweis=wert.hinweis) for wert in k.werte)] for k in lage.kennzahlen
    ]
    stand = zahlen.tag(lage.veroeffentlichung.stand)
    return Tabelle(
        f"Ausgangslage im {zahlen.monat(lage.monat)}",
        spalten,
        zeilen,
        f"Veröffentlichte Kennzahlen nach § 48a SGB II, Stand {stand}. K1 und K3: gegenüber dem Vorjahresmonat.",
    )
