"""A Jobcenter's month files in the browser: the template, the check, the take-over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen import hochladen as akte
from kennzahlen.meldungen.lieferung import Fehler, FehlerhafteDatei
from kennzahlen.meldungen.meldung import Ergebnis, Fund, Unplausibel
from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.meldungen.recht import ZUSTANDSTITEL, Meldungszustand
from kennzahlen.meldungen.vorlage import SCHREIBER, Vorlagenart, vorlage
from kennzahlen.models.meldewege import Hochladung
from kennzahlen.recht import GROESSE, GRUNDGROESSEN, Groessenart
from kennzahlen.views.formulare import EINREICHEN, FREIGEBEN, Dateiformular, Uebernahmeformular, Vorlagenformular
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

HOECHSTENS_ZEILEN = 200
"""So many single changes are shown; the rest is counted."""


def _jobcenter(request: HttpRequest) -> Zugang:
    """The access, if it acts for a Jobcenter; for everyone else these pages do not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if zugang.art not in JOBCENTER:
        raise Http404
    return zugang


_START = ("Meldungen", "/meldungen/")


# -- Step 1: choose and check ----------------------------------------------------------------------------------


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def hochladen(request: HttpRequest) -> HttpResponse:
    """Choose a file and have it checked; without errors it goes on to what it would change."""
    zugang = _jobcenter(request)
    formular = Dateiformular(request.POST, request.FILES) if request.method == "POST" else Dateiformular()
    if not formular.is_valid():
        return _auswahlseite(request, zugang, formular)
    datei = formular.cleaned_data["datei"]
    try:
        hochladung = akte.nimm_auf(dateiname=datei.name, inhalt=datei.read(), durch=zugang, am=timezone.now())
    except (FehlerhafteDatei, Unplausibel) as mangel:
        return _auswahlseite(request, zugang, Dateiformular(), mangel=_mangel(mangel), dateiname=datei.name)
    return redirect("kennzahlen:hochladung", verweis=akte.verweis(hochladung))


def _auswahlseite(
    request: HttpRequest, zugang: Zugang, formular: forms.Form, vorlagen: forms.Form | None = None, **rest: Any
) -> HttpResponse:
    vormonat = monat_plus(zugang.am.replace(day=1), -1)
    anfang = {"von": f"{monat_plus(vormonat, -2):%Y-%m}", "bis": f"{vormonat:%Y-%m}", "art": Vorlagenart.XLSX.value}
    kontext = {
        "brotkrumen": [_START, ("Monatsdatei hochladen", None)],
        "form": formular,
        "vorlagen": vorlagen or Vorlagenformular(heute=zugang.am, initial=anfang),
    }
    return render(request, "kennzahlen/hochladen.html", kontext | rest)


def _mangel(mangel: FehlerhafteDatei | Unplausibel) -> dict[str, Any]:
    """Why a file is refused: how many errors, and the table of them."""
    gezeigt = len(mangel.fehler if isinstance(mangel, FehlerhafteDatei) else mangel.funde)
    tabelle = _fehlertabelle(mangel.fehler) if isinstance(mangel, FehlerhafteDatei) else _fundtabelle(mangel.funde)
    rest = f" Gezeigt sind die ersten {zahlen.ganzzahl(gezeigt)}." if mangel.anzahl > gezeigt else ""
    menge = "1 Fehler" if mangel.anzahl == 1 else f"{zahlen.ganzzahl(mangel.anzahl)} Fehler"
    return {"titel": menge, "text": f"Es wurde nichts gespeichert.{rest}", "tabelle": tabelle}


def _fehlertabelle(fehler: Sequence[Fehler]) -> Tabelle:
    zeilen: list[list[Zelle | str]] = [
        [
            f"{eine.zeile}" if eine.zeile else "ganze Datei",
            Zelle(eine.spalte or zahlen.FEHLT, hinweis=eine.zelle),
            eine.wert[:60] or zahlen.FEHLT,
            eine.was,
            eine.richtig,
        ]
        for eine in fehler
    ]
    spalten = [Spalte("Zeile", kopf=True), *map(Spalte, ("Spalte", "Wert", "Was falsch ist", "Was richtig wäre"))]
    return Tabelle("Fehler in der Datei", spalten, zeilen)


def _fundtabelle(funde: Sequence[Fund]) -> Tabelle:
    zeilen: list[list[Zelle | str]] = [
        [
            f"{fund.zeile}" if fund.zeile else "nicht in der Datei",
            zahlen.monat(fund.befund.monat),
            Zelle(fund.befund.groesse, hinweis=GROESSE[fund.befund.groesse].titel),
            _zahl(GROESSE[fund.befund.groesse].art, fund.befund.gemeldet),
            _schwere(fund.befund.schwere),
            fund.befund.text,
            fund.befund.erwartet or zahlen.FEHLT,
        ]
        for fund in funde
    ]
    titel = ("Monat", "Grundgröße", "Gemeldet", "Schwere", "Befund", "Erwartet")
    spalten = [Spalte("Zeile", kopf=True), *(Spalte(text, zahl=text == "Gemeldet") for text in titel)]
    return Tabelle("Befunde zu den Zahlen", spalten, zeilen)


def _schwere(schwere: Schwere) -> Zelle:
    return Zelle("Fehler", status="danger") if schwere is Schwere.HART else Zelle("auffällig", status="warning")


def _zahl(art: Groessenart, zahl: int | None) -> str:
    return zahlen.euro_aus_cent(zahl) if art is Groessenart.GELD else zahlen.ganzzahl(zahl)


# -- Step 2: look at it and take over --------------------------------------------------------------------------


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def hochladung(request: HttpRequest, verweis: str) -> HttpResponse:
    """What a checked file would change, and the choice of taking it over; afterwards what came of it."""
    zugang = _jobcenter(request)
    try:
        eine = akte.finde(verweis, zugang)
    except akte.Abgelaufen:
        messages.warning(request, "Die geprüfte Datei wird nur einen Tag aufbewahrt. Bitte laden Sie sie neu hoch.")
        return redirect("kennzahlen:hochladen")
    except Hochladung.DoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        return _uebernimm(request, zugang, eine, verweis)
    return _pruefseite(request, zugang, eine, Uebernahmeformular(initial={"weg": EINREICHEN}))


def _uebernimm(request: HttpRequest, zugang: Zugang, eine: Hochladung, verweis: str) -> HttpResponse:
    formular = Uebernahmeformular(request.POST)
    if not formular.is_valid():
        return _pruefseite(request, zugang, eine, formular)
    freigeben = formular.cleaned_data["weg"] == FREIGEBEN
    try:
        akte.uebernimm_hochladung(hochladung=eine, durch=zugang, am=timezone.now(), freigeben=freigeben)
    except Gehindert as hindernis:
        formular.add_error("weg", str(hindernis))
        return _pruefseite(request, zugang, eine, formular)
    except (FehlerhafteDatei, Unplausibel):
        return _pruefseite(request, zugang, eine, formular)
    return redirect("kennzahlen:hochladung", verweis=verweis)


def _pruefseite(request: HttpRequest, zugang: Zugang, eine: Hochladung, formular: Uebernahmeformular) -> HttpResponse:
    """The check, run anew; when it fails by now, the errors."""
    kontext: dict[str, Any] = {
        "brotkrumen": [_START, ("Monatsdatei hochladen", reverse("kennzahlen:hochladen")), (eine.dateiname, None)],
        "dateiname": eine.dateiname,
        "form": formular,
    }
    if eine.inhalt is None:
        return render(request, "kennzahlen/hochladung.html", kontext | {"erledigt": _erledigt(eine)})
    try:
        ergebnis = akte.pruefe(dateiname=eine.dateiname, inhalt=bytes(eine.inhalt), durch=zugang, am=timezone.now())
    except (FehlerhafteDatei, Unplausibel) as mangel:
        kontext["mangel"] = _mangel(mangel)
        return render(request, "kennzahlen/hochladung.html", kontext)
    if ergebnis.hindernisse:
        formular.nur_einreichen()
    kontext |= _pruefergebnis(ergebnis)
    return render(request, "kennzahlen/hochladung.html", kontext)


def _pruefergebnis(pruefung: akte.Pruefung) -> dict[str, Any]:
    funde = pruefung.einreichen.auffaellige or pruefung.freigeben.auffaellige
    return {
        "geaendert": pruefung.einreichen.geaendert or pruefung.freigeben.geaendert,
        "wirkung": _wirkung(pruefung),
        "monate": _monatstabelle(pruefung.monate),
        "zahlen": _zahlentabelle([zahl for monat in pruefung.monate if monat.bisher for zahl in monat.zahlen]),
        "befunde": _fundtabelle(funde) if funde else None,
        "hindernisse": pruefung.hindernisse,
        "leere_zeilen": pruefung.leere_zeilen,
    }


def _wirkung(pruefung: akte.Pruefung) -> Tabelle:
    wege = (("Einreichen", pruefung.einreichen), ("Einreichen und freigeben", pruefung.freigeben))
    titel = ("Neue Meldungen", "Berichtigte", "Unveränderte", "Geänderte Zahlen", "Auffällig")
    return Tabelle(
        "Die beiden Wege",
        [Spalte("Weg", kopf=True), *(Spalte(text, zahl=True) for text in titel)],
        [[weg, *_anzahlen(ergebnis)] for weg, ergebnis in wege],
    )


def _anzahlen(e: Ergebnis) -> list[str]:
    return [zahlen.ganzzahl(n) for n in (e.neue, e.berichtigte, e.unveraenderte, e.werte, len(e.auffaellige))]


def _monatstabelle(monate: Sequence[akte.Monatsaenderung]) -> Tabelle:
    return Tabelle(
        "Monate der Datei",
        [Spalte("Monat", kopf=True), Spalte("Bisher"), Spalte("Andere Zahlen als bisher", zahl=True)],
        [
            [
                zahlen.monat(eine.monat),
                ZUSTANDSTITEL[eine.bisher] if eine.bisher else "noch nicht gemeldet",
                zahlen.ganzzahl(len(eine.zahlen)),
            ]
            for eine in monate
        ],
    )


def _zahlentabelle(geaenderte: Sequence[akte.Zahlaenderung]) -> Tabelle | None:
    if not geaenderte:
        return None
    zeilen: list[list[Zelle | str]] = []
    for eine in geaenderte[:HOECHSTENS_ZEILEN]:
        groesse = GRUNDGROESSEN[eine.groesse]
        bisher, neu = (_zahl(groesse.art, zahl) for zahl in (eine.bisher, eine.neu))
        zeilen.append([zahlen.monat(eine.monat), Zelle(groesse.code, hinweis=groesse.titel), bisher, neu])
    rest = len(geaenderte) - len(zeilen)
    return Tabelle(
        "Zahlen, die sich ändern",
        [Spalte("Monat"), Spalte("Grundgröße", kopf=True), Spalte("Bisher", zahl=True), Spalte("Neu", zahl=True)],
        zeilen,
        hinweis=f"Dazu {zahlen.ganzzahl(rest)} weitere." if rest else "",
    )


def _erledigt(eine: Hochladung) -> dict[str, str]:
    """What came of it, in two sentences."""
    e = eine.ergebnis or {}
    if not (e["neue"] or e["berichtigte"]):
        return {"titel": "Unverändert", "text": "Dieselben Zahlen lagen schon vor; es war nichts zu tun."}
    titel = f"Übernommen: {ZUSTANDSTITEL[Meldungszustand(e['zustand'])]}"
    text = (
        f"{zahlen.ganzzahl(e['neue'])} neu, {zahlen.ganzzahl(e['berichtigte'])} berichtigt, "
        f"{zahlen.ganzzahl(e['unveraenderte'])} unverändert; {zahlen.ganzzahl(e['werte'])} geänderte Zahlen."
    )
    auffaellig = f" Auffällig und noch zu erklären: {zahlen.ganzzahl(e['auffaellige'])}." if e["auffaellige"] else ""
    return {"titel": titel, "text": text + auffaellig}


# -- The template ----------------------------------------------------------------------------------------------


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_safe
def vorlage_herunterladen(request: HttpRequest) -> HttpResponse:
    """A month file with the own figures of some months, to be filled in."""
    zugang = _jobcenter(request)
    formular = Vorlagenformular(request.GET, heute=zugang.am)
    if not formular.is_valid():
        return _auswahlseite(request, zugang, Dateiformular(), formular)
    von, bis, art = (formular.cleaned_data[name] for name in ("von", "bis", "art"))
    schreibe, medientyp = SCHREIBER[Vorlagenart(art)]
    ags = zugang.stand.ags if zugang.stand else ""
    dateiname = f"meldung-{ags}-{von:%Y-%m}-bis-{bis:%Y-%m}.{art}"
    kopf = {"Content-Disposition": f'attachment; filename="{dateiname}"', "Cache-Control": "no-store"}
    return HttpResponse(schreibe(vorlage(zugang, von, bis)), content_type=medientyp, headers=kopf)
