"""Releases: which there are, which are announced, what is noted on them, how two of them differ."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from kennzahlen.auskunft.darstellung import sichtbar, wert_text
from kennzahlen.auskunft.verzeichnis import jobcenterverzeichnis
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.kalender import faelliger_berichtsmonat, termine
from kennzahlen.models import Einheit, Veroeffentlichung, Veroeffentlichungsdatei
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.recht import REIHENNUMMER
from kennzahlen.veroeffentlichungen.hinweise import Geltungsbereich, vermerke, wozu
from kennzahlen.veroeffentlichungen.neues import Neues, neues_seit
from kennzahlen.veroeffentlichungen.unterschied import Unterschied, geaenderte_reihen, unterschiede
from kennzahlen.views import herunterladen
from kennzahlen.views.berechnungen import darf_berechnen
from kennzahlen.views.seiten import seite_von
from kennzahlen.views.veroeffentlichungsformulare import Berechnungsauftrag, Hinweisformular, Unterschiedsfilter
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt, offen
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle
from zielsystem.zahlen import bruch

HOECHSTENS_GENANNT = 10
HOECHSTENS_GEZEIGT = 500
"""So many differences stand on the page; the file has all of them."""


# -- All of them -----------------------------------------------------------------------------------------------


@offen
@require_safe
def veroeffentlichungen(request: HttpRequest) -> HttpResponse:
    """Every release, the newest first; for the ministry also what has come in since, and the next computation."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    alle = list(Veroeffentlichung.objects.order_by("-pk"))
    vorige = dict(zip((v.pk for v in alle), alle[1:], strict=False))
    seite = seite_von(request, alle)
    kontext: dict[str, Any] = {
        "brotkrumen": [("Kennzahlen", reverse("kennzahlen:steckbriefe")), ("Veröffentlichungen", None)],
        "seite": seite,
        "tabelle": _liste(list(seite), vorige),
        "naechster": termine(zugang.am, 1)[0],
        "bmas": zugang.art is Parteiart.BMAS,
    }
    if zugang.art is Parteiart.BMAS and alle:
        kontext["neues"] = _neues(neues_seit(alle[0]), zugang.am)
    if darf_berechnen(zugang):
        monat = max(faelliger_berichtsmonat(zugang.am), alle[0].bis_monat if alle else date.min)
        kontext["form"] = Berechnungsauftrag(initial={"monat": f"{monat:%Y-%m}"})
    return render(request, "kennzahlen/veroeffentlichungen.html", kontext)


def _liste(gezeigte: list[Veroeffentlichung], vorige: dict[int, Veroeffentlichung]) -> Tabelle:
    spalten = [
        Spalte("Stand", kopf=True),
        Spalte("Nummer", zahl=True),
        Spalte("Berichtsmonate"),
        Spalte("Werte", zahl=True),
        Spalte("Meldungen", zahl=True),
        Spalte("Ansehen"),
        Spalte("Änderungen"),
    ]
    return Tabelle("Veröffentlichungen", spalten, [_zeile(eine, vorige.get(eine.pk)) for eine in gezeigte])


def _zeile(eine: Veroeffentlichung, vorige: Veroeffentlichung | None) -> list[Zelle | str]:
    return [
        Zelle(zahlen.tag(eine.stand), url=reverse("kennzahlen:veroeffentlichung", args=[eine.pk])),
        str(eine.pk),
        f"bis {zahlen.monat(eine.bis_monat)}",
        zahlen.ganzzahl(eine.anzahl_werte),
        zahlen.ganzzahl(eine.anzahl_meldungen),
        Zelle("Bund zu diesem Stand", url=_bund_url(eine)),
        Zelle("gegenüber der vorigen", url=_unterschied_url(vorige, eine)) if vorige else zahlen.FEHLT,
    ]


def _bund_url(eine: Veroeffentlichung) -> str:
    return f"{reverse('kennzahlen:einheit', kwargs={'schluessel': 'bund'})}?stand={eine.pk}"


def _unterschied_url(alt: Veroeffentlichung, neu: Veroeffentlichung) -> str:
    return f"{reverse('kennzahlen:unterschied')}?{urlencode({'alt': alt.pk, 'neu': neu.pk})}"


def _neues(neues: Neues, am: date) -> dict[str, Any] | None:
    """What came in since the newest release, in a sentence and the first Jobcenter by name."""
    if not neues.stellen:
        return None
    namen = {zeile.partei_id: zeile.name for zeile in jobcenterverzeichnis(am)}
    anzahl, jobcenter = len(neues.stellen), len(neues.jobcenter)
    return {
        "satz": f"{zahlen.ganzzahl(anzahl)} {'Meldung' if anzahl == 1 else 'Meldungen'} von "
        f"{zahlen.ganzzahl(jobcenter)} Jobcenter{'' if jobcenter == 1 else 'n'}",
        "beispiele": [
            f"{namen.get(partei, f'Partei {partei}')}, {zahlen.monat(monat)}"
            for partei, monat in neues.stellen[:HOECHSTENS_GENANNT]
        ],
        "weitere": max(0, anzahl - HOECHSTENS_GENANNT),
    }


@offen
@require_safe
def kalender(request: HttpRequest) -> HttpResponse:
    """The twelve announced releases to come."""
    spalten = [Spalte("Veröffentlichung", kopf=True), Spalte("Endgültig bis Berichtsmonat")]
    zeilen = [[zahlen.tag(t.tag), zahlen.monat(t.monat)] for t in termine(request.zugang.am)]  # type: ignore[attr-defined]
    kontext = {
        "brotkrumen": [
            ("Veröffentlichungen", reverse("kennzahlen:veroeffentlichungen")),
            ("Veröffentlichungskalender", None),
        ],
        "tabelle": Tabelle("Angekündigte Veröffentlichungen", spalten, zeilen),
    }
    return render(request, "kennzahlen/kalender.html", kontext)


# -- One release -----------------------------------------------------------------------------------------------


@offen
@require_safe
def veroeffentlichung(request: HttpRequest, pk: int) -> HttpResponse:
    """One release with its notes."""
    return _seite(request, get_object_or_404(Veroeffentlichung.objects.select_related("durch"), pk=pk))


def _seite(request: HttpRequest, eine: Veroeffentlichung, form: Hinweisformular | None = None) -> HttpResponse:
    vorige = Veroeffentlichung.objects.filter(pk__lt=eine.pk).order_by("-pk").first()
    endgueltig = faelliger_berichtsmonat(eine.stand)
    angaben: list[tuple[str, str | Zelle]] = [
        ("Nummer", str(eine.pk)),
        ("Stand", zahlen.zeitpunkt(localtime(eine.veroeffentlicht_am))),
        ("Berichtsmonate", f"bis {zahlen.monat(eine.bis_monat)}"),
        ("Endgültig", f"bis {zahlen.monat(min(endgueltig, eine.bis_monat))}"),
        ("Meldungen", Zelle(zahlen.ganzzahl(eine.anzahl_meldungen), hinweis=f"wie sie {_eingaben(eine)} galten")),
        ("Werte", zahlen.ganzzahl(eine.anzahl_werte)),
        ("Ansehen", Zelle("Bund zu diesem Stand", url=_bund_url(eine))),
    ]
    if eine.bis_monat > endgueltig:
        angaben.insert(4, ("Vorläufig", f"was nach {zahlen.monat(endgueltig)} liegt"))
    if vorige:
        angaben.append(("Änderungen", Zelle("gegenüber der vorigen", url=_unterschied_url(vorige, eine))))
    angaben += [
        (f"Alle Werte als {datei.get_art_display()}", _dateizelle(datei)) for datei in eine.dateien.order_by("art")
    ]
    kontext = {
        "brotkrumen": [
            ("Veröffentlichungen", reverse("kennzahlen:veroeffentlichungen")),
            (zahlen.tag(eine.stand), None),
        ],
        "veroeffentlichung": eine,
        "angaben": angaben,
        "hinweise": _hinweistabelle(eine),
        "form": form or (Hinweisformular() if darf_berechnen(request.zugang) else None),  # type: ignore[attr-defined]
    }
    return render(request, "kennzahlen/veroeffentlichung.html", kontext, status=400 if form else 200)


def _eingaben(eine: Veroeffentlichung) -> str:
    return f"am {zahlen.zeitpunkt(localtime(eine.eingaben_stand))}"


def _dateizelle(datei: Veroeffentlichungsdatei) -> Zelle:
    ort = reverse("veroeffentlichungsdatei", args=[datei.veroeffentlichung_id, datei.art])
    megabyte = zahlen.dezimalzahl(datei.groesse / 1_000_000, 1)
    return Zelle("herunterladen", url=ort, hinweis=f"{zahlen.ganzzahl(datei.zeilen)} Zeilen, {megabyte} MB")


def _hinweistabelle(eine: Veroeffentlichung) -> Tabelle | None:
    zeilen: list[list[Zelle | str]] = [
        [
            zahlen.tag(localtime(hinweis.eingetragen_am)),
            Zelle(hinweis.text, hinweis=Hinweisart(hinweis.art).label),
            hinweis.einheit.titel if hinweis.einheit else "alle Einheiten",
            wozu(hinweis.kennzahl, hinweis.monat) or "alle Werte",
        ]
        for hinweis in eine.hinweise.select_related("einheit").order_by("pk")
    ]
    spalten = [Spalte("Eingetragen", kopf=True), *map(Spalte, ("Hinweis", "Einheit", "Betrifft"))]
    return Tabelle("Hinweise", spalten, zeilen) if zeilen else None


@befugt(Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
@require_POST
def hinweis_eintragen(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note to a release."""
    eine = get_object_or_404(Veroeffentlichung, pk=pk)
    form = Hinweisformular(request.POST)
    if not form.is_valid():
        return _seite(request, eine, form)
    angaben = form.cleaned_data
    vermerke(
        veroeffentlichung=eine,
        art=Hinweisart(angaben["art"]),
        text=angaben["text"],
        bereich=Geltungsbereich(angaben["einheit"], angaben["kennzahl"], angaben["monat"]),
        durch=request.zugang,  # type: ignore[attr-defined]
        am=timezone.now(),
    )
    messages.success(request, "Der Hinweis steht jetzt bei den Zahlen.")
    return redirect("kennzahlen:veroeffentlichung", pk=pk)


# -- Two releases ----------------------------------------------------------------------------------------------


@offen
@require_safe
def unterschied(request: HttpRequest) -> HttpResponseBase:
    """What differs between two releases: as a page for one unit, as CSV for all or one."""
    alle = list(Veroeffentlichung.objects.order_by("-pk"))
    vorgabe = {"alt": alle[1].pk, "neu": alle[0].pk} if len(alle) > 1 else {}
    filter_ = Unterschiedsfilter({**vorgabe, "einheit": "bund", **request.GET.dict()}, veroeffentlichungen=alle)
    kontext: dict[str, Any] = {
        "brotkrumen": [("Veröffentlichungen", reverse("kennzahlen:veroeffentlichungen")), ("Unterschied", None)],
        "form": filter_,
        "genug": len(alle) > 1,
    }
    if not filter_.is_valid():
        return render(request, "kennzahlen/unterschied.html", kontext)
    alt, neu = sorted((filter_.cleaned_data["alt"], filter_.cleaned_data["neu"]), key=lambda v: v.pk)
    zeilen = _ausgewaehlte(alt, neu, filter_.cleaned_data)
    if request.GET.get("format") == "csv":
        return _als_csv(zeilen, alt, neu)
    if herunterladen.gewuenscht(request) and filter_.cleaned_data["einheit"]:
        return herunterladen.datei(request, [_unterschiedstabelle(alt, neu, list(zeilen))], neu)
    gezeigte = list(islice(zeilen, HOECHSTENS_GEZEIGT + 1))
    fest = {"alt": alt.pk, "neu": neu.pk, "format": "csv"}
    kontext |= {
        "alt": alt,
        "neu": neu,
        "tabelle": _unterschiedstabelle(alt, neu, gezeigte[:HOECHSTENS_GEZEIGT]),
        "mehr": len(gezeigte) > HOECHSTENS_GEZEIGT,
        "csv_alle_url": f"?{urlencode(fest | {'einheit': ''})}",
    }
    return render(request, "kennzahlen/unterschied.html", kontext)


def _ausgewaehlte(alt: Veroeffentlichung, neu: Veroeffentlichung, auswahl: dict[str, Any]) -> Iterator[Unterschied]:
    reihen = geaenderte_reihen(alt, neu)
    if auswahl["einheit"]:
        reihen = reihen.filter(einheit=auswahl["einheit"])
    if auswahl["kennzahl"]:
        reihen = reihen.filter(kennzahl=REIHENNUMMER[auswahl["kennzahl"]])
    return unterschiede(alt, reihen)


def _unterschiedstabelle(alt: Veroeffentlichung, neu: Veroeffentlichung, zeilen: list[Unterschied]) -> Tabelle:
    titel = dict(Einheit.objects.filter(schluessel__in={z.einheit for z in zeilen}).values_list("schluessel", "titel"))
    spalten = [
        Spalte("Einheit", kopf=True),
        Spalte("Kennzahl"),
        Spalte("Monat"),
        Spalte(f"Stand {zahlen.tag(alt.stand)}", zahl=True),
        Spalte(f"Stand {zahlen.tag(neu.stand)}", zahl=True),
        Spalte("Unterschied", zahl=True),
    ]
    return Tabelle(
        "Unterschiede",
        spalten,
        [
            [
                titel.get(z.einheit, z.einheit),
                z.code,
                zahlen.monat(z.monat),
                _unterschiedszelle(z.code, z.alt, z.grund_alt),
                _unterschiedszelle(z.code, z.neu, z.grund_neu),
                Zelle(zahlen.FEHLT if z.differenz is None else sichtbar(z.differenz), roh=z.differenz),
            ]
            for z in zeilen
        ],
        hinweis="Unterschied in Prozentpunkten.",
        schluessel="unterschiede" if len(titel) == 1 else "",
    )


def _unterschiedszelle(code: str, wert: float | None, grund: str) -> Zelle:
    text = zahlen.GEHEIM if grund == GRUND_TEXT[Grund.GEHEIM] else wert_text(code, wert)
    return Zelle(text, fussnote=grund, roh=wert)


CSV_SPALTEN = ("einheit", "kennzahl", "monat", "alt", "neu", "differenz")


class _Zeile:
    """What a CSV writer needs to hand its lines on instead of keeping them."""

    def write(self, zeile: str) -> bytes:
        """The line itself."""
        return zeile.encode()


def _als_csv(zeilen: Iterator[Unterschied], alt: Veroeffentlichung, neu: Veroeffentlichung) -> StreamingHttpResponse:
    schreiber: Any = csv.writer(_Zeile(), delimiter=";", lineterminator="\r\n")

    def inhalt() -> Iterator[bytes]:
        yield schreiber.writerow(CSV_SPALTEN)
        for z in zeilen:
            yield schreiber.writerow(
                (z.einheit, z.code, f"{z.monat:%Y-%m}", bruch(z.alt), bruch(z.neu), bruch(z.differenz))
            )

    antwort = StreamingHttpResponse(inhalt(), content_type="text/csv; charset=utf-8")
    name = f"unterschied_{alt.stand.isoformat()}_{neu.stand.isoformat()}.csv"
    antwort["Content-Disposition"] = f'attachment; filename="{name}"'
    return antwort
