"""A Jobcenter's month files in the browser: the template, the check, the take-over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen import hochladen as akte
from kennzahlen.meldungen.auftrag import Ergebnis, Fund, Unplausibel
from kennzahlen.meldungen.hochladen import Weg
from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Format
from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.meldungen.recht import ZUSTANDSTITEL
from kennzahlen.meldungen.vorlage import SCHREIBER, vorlage
from kennzahlen.models.meldewege import Hochladung
from kennzahlen.recht import GROESSE, GRUNDGROESSEN, Groessenart
from kennzahlen.views.befunde import FEHLT
from kennzahlen.views.dateien import Dateiseite, Vorlagenformular, fehlermenge, fehlertabelle, mangel
from kennzahlen.views.formulare import Uebernahmeformular
from kennzahlen.views.uebernommenes import erledigt
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb
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
SEITE = Dateiseite(
    titel="Monatsdatei hochladen",
    brotkrumen=(_START, ("Monatsdatei hochladen", None)),
    label="Monatsdatei",
    hilfe="den Spalten traeger, monat, groesse und wert; ein Monat oder mehrere",
    vorlagentext="Die Vorlage enthält Ihre Monate mit allen Grundgrößen. Was schon gemeldet ist, steht darin; wo ein "
    "Wert fehlt, bleibt das Feld leer. Zeilen ohne Wert ändern beim Hochladen nichts; null Fälle sind eine 0.",
    ziel="kennzahlen:hochladen",
    zurueck="kennzahlen:meldungen",
    vorlage="kennzahlen:vorlage",
)


# -- Step 1: choose and check ----------------------------------------------------------------------------------


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_http_methods(["GET", "HEAD", "POST"])
def hochladen(request: HttpRequest) -> HttpResponse:
    """Choose a file and have it checked; one that can be read goes on to what it would change."""
    zugang = _jobcenter(request)
    formular = SEITE.formular(request)
    if not formular.is_valid():
        return SEITE.antwort(request, formular, _vorlagen(zugang))
    datei = formular.cleaned_data["datei"]
    try:
        hochladung = akte.nimm_auf(dateiname=datei.name, inhalt=datei.read(), durch=zugang, am=timezone.now())
    except FehlerhafteDatei as fehler:
        return SEITE.antwort(request, formular, _vorlagen(zugang), mangel=_mangel(fehler), dateiname=datei.name)
    return redirect("kennzahlen:hochladung", verweis=akte.verweis(hochladung))


def _vorlagen(zugang: Zugang) -> Vorlagenformular:
    vormonat = monat_plus(zugang.am.replace(day=1), -1)
    anfang = {"von": f"{monat_plus(vormonat, -2):%Y-%m}", "bis": f"{vormonat:%Y-%m}", "art": Format.XLSX.value}
    return Vorlagenformular(heute=zugang.am, initial=anfang)


def _mangel(fehler: FehlerhafteDatei) -> dict[str, Any]:
    warum = mangel(fehler.anzahl, len(fehler.fehler), fehlertabelle(fehler.fehler))
    return warum | {"text": f"{warum['text']} Die Zahlen selbst werden geprüft, sobald jede Zeile lesbar ist."}


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
    return _pruefseite(request, zugang, eine, None)


def _uebernimm(request: HttpRequest, zugang: Zugang, eine: Hochladung, verweis: str) -> HttpResponse:
    formular = Uebernahmeformular(request.POST)
    if not formular.is_valid():
        return _pruefseite(request, zugang, eine, formular)
    weg, grund = formular.cleaned_data["weg"], formular.cleaned_data["grund"]
    try:
        akte.uebernimm_hochladung(hochladung=eine, durch=zugang, am=timezone.now(), weg=weg, grund=grund)
    except akte.GrundFehlt as fehlt:
        formular.add_error("grund", str(fehlt))
    except (Gehindert, Ausserhalb) as hindernis:
        formular.add_error("weg", str(hindernis))
    except (FehlerhafteDatei, Unplausibel):
        formular.add_error("weg", "Seit der ersten Prüfung hat sich etwas geändert; so geht es nicht mehr.")
    else:
        return redirect("kennzahlen:hochladung", verweis=verweis)
    return _pruefseite(request, zugang, eine, formular)


def _pruefseite(
    request: HttpRequest, zugang: Zugang, eine: Hochladung, formular: Uebernahmeformular | None
) -> HttpResponse:
    """The check, run anew; when the file cannot even be read by now, the errors."""
    kontext: dict[str, Any] = {
        "brotkrumen": [_START, ("Monatsdatei hochladen", reverse("kennzahlen:hochladen")), (eine.dateiname, None)],
        "dateiname": eine.dateiname,
    }
    if eine.inhalt is None:
        return render(request, "kennzahlen/hochladung.html", kontext | erledigt(eine, zugang))
    try:
        pruefung = akte.pruefe(dateiname=eine.dateiname, inhalt=bytes(eine.inhalt), durch=zugang, am=timezone.now())
    except FehlerhafteDatei as fehler:
        kontext["mangel"] = _mangel(fehler)
        return render(request, "kennzahlen/hochladung.html", kontext)
    if formular is None:
        bester = Weg.EINREICHEN if Weg.EINREICHEN in pruefung.moegliche else Weg.ENTWURF
        formular = Uebernahmeformular(initial={"weg": bester.value})
    formular.biete_an(pruefung.moegliche, korrigiert=pruefung.korrigiert)
    return render(request, "kennzahlen/hochladung.html", kontext | _pruefergebnis(pruefung) | {"form": formular})


def _pruefergebnis(pruefung: akte.Pruefung) -> dict[str, Any]:
    unplausibel = pruefung.unplausibel
    funde = [*unplausibel.funde, *unplausibel.auffaellige] if unplausibel else _auffaellige(pruefung)
    uebrige = [fund for fund in funde if fund.befund.code != FEHLT]
    return {
        "geaendert": unplausibel is not None or any(e.geaendert for e in pruefung.wirkungen.values()),
        "unplausibel": _unplausibel(unplausibel) if unplausibel else None,
        "fehlende": _fehlende([fund for fund in funde if fund.befund.code == FEHLT]),
        "befunde": _fundtabelle(uebrige) if uebrige else None,
        "wirkung": None if unplausibel else _wirkung(pruefung),
        "monate": _monatstabelle(pruefung.monate),
        "zahlen": _zahlentabelle([zahl for monat in pruefung.monate if monat.bisher for zahl in monat.zahlen]),
        "hindernisse": pruefung.hindernisse.get(Weg.FREIGEBEN, ()) if not unplausibel else (),
        "leere_zeilen": pruefung.leere_zeilen,
    }


def _auffaellige(pruefung: akte.Pruefung) -> Sequence[Fund]:
    return next((e.auffaellige for e in pruefung.wirkungen.values() if e.auffaellige), ())


def _unplausibel(mangel: Unplausibel) -> dict[str, str]:
    menge, rest = fehlermenge(mangel.anzahl, len(mangel.funde))
    return {
        "titel": f"{menge}: So kann nicht eingereicht werden. Es wurde noch nichts gespeichert.",
        "text": "Ergänzen und berichtigen Sie die Datei und prüfen Sie sie noch einmal, oder übernehmen Sie sie als "
        f"Entwurf und machen Sie im Formular weiter.{rest}",
    }


def _fehlende(funde: Sequence[Fund]) -> Tabelle | None:
    """Which figures are missing, month by month."""
    je_monat: dict[date, list[str]] = {}
    for fund in funde:
        je_monat.setdefault(fund.befund.monat, []).append(fund.befund.groesse)
    zeilen: list[list[Zelle | str]] = [
        [zahlen.monat(monat), zahlen.ganzzahl(len(codes)), ", ".join(codes)] for monat, codes in je_monat.items()
    ]
    spalten = [Spalte("Monat", kopf=True), Spalte("Fehlende Angaben", zahl=True), Spalte("Grundgrößen")]
    hinweis = "Anzugeben ist je Grundgröße eine Zahl; auch 0 ist eine Angabe."
    return Tabelle("Fehlende Angaben", spalten, zeilen, hinweis=hinweis) if zeilen else None


def _wirkung(pruefung: akte.Pruefung) -> Tabelle:
    wege = {Weg.EINREICHEN: "Einreichen", Weg.FREIGEBEN: "Einreichen und freigeben"}
    titel = ("Neue Meldungen", "Berichtigte", "Unveränderte", "Geänderte Zahlen", "Auffällig")
    return Tabelle(
        "Was Einreichen und Freigeben bewirken",
        [Spalte("Weg", kopf=True), *(Spalte(text, zahl=True) for text in titel)],
        [[wege[weg], *_anzahlen(ergebnis)] for weg, ergebnis in pruefung.wirkungen.items()],
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


# -- The template ----------------------------------------------------------------------------------------------


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_safe
def vorlage_herunterladen(request: HttpRequest) -> HttpResponse:
    """A month file with the own figures of some months, to be filled in."""
    zugang = _jobcenter(request)
    formular = Vorlagenformular(request.GET, heute=zugang.am)
    if not formular.is_valid():
        return SEITE.antwort(request, SEITE.formular(request), formular)
    von, bis, art = (formular.cleaned_data[name] for name in ("von", "bis", "art"))
    schreibe, medientyp = SCHREIBER[Format(art)]
    ags = zugang.stand.ags if zugang.stand else ""
    dateiname = f"meldung-{ags}-{von:%Y-%m}-bis-{bis:%Y-%m}.{art}"
    kopf = {"Content-Disposition": f'attachment; filename="{dateiname}"', "Cache-Control": "no-store"}
    return HttpResponse(schreibe(vorlage(zugang, von, bis)), content_type=medientyp, headers=kopf)
