"""The whole table of values as XLSX: out with columns to fill in, in by check and take-over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Planungsdatei, Planungsrunde, Planungswert
from agreements.planung import einlesen as akte
from agreements.planung.recht import GROESSE, WERTZUSTANDSTITEL, ZUGARTEN, Wertzustand
from agreements.planung.werte import sichtbare_werte, summentafel
from agreements.views.planung import krumen, runde_oder_404
from agreements.views.planung_zeilen import personen_zelle, summentabellen
from agreements.views.planungsformulare import Tabellenformular
from kennzahlen.auskunft.ausgabe import als_xlsx
from kennzahlen.meldungen.lieferung.fehler import FehlerhafteDatei
from kennzahlen.views.herunterladen import XLSX
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

HOECHSTENS_ZEILEN = 200
"""So many changes are shown; the rest is counted."""


# -- Out -------------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def tabelle(request: HttpRequest, pk: int) -> HttpResponse:
    """Every value that the access may see, with empty columns to answer in."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = runde_oder_404(request, pk)
    kopf = {"Content-Disposition": f'attachment; filename="planungswerte-{runde.ab.year}.xlsx"'}
    return HttpResponse(arbeitsmappe(runde, zugang), content_type=XLSX, headers=kopf | {"Cache-Control": "no-store"})


def arbeitsmappe(runde: Planungsrunde, zugang: Zugang) -> bytes:
    """The table as a workbook: the values that somebody may see, and empty columns for the answers."""
    zeilen = [_zeile(wert) for wert in sichtbare_werte(runde, zugang)]
    hinweis = (
        "Auszufüllen sind „Neuer Wert“ (Personen), dazu „Begründung“ und „Quelle“, oder „Annehmen“ mit ja. Zeilen ohne "
        "Eintrag ändern nichts. „Züge“ zeigt, welcher Stand Ihnen vorlag, und bleibt, wie es ist."
    )
    return als_xlsx(
        Tabelle(f"Planungswerte {runde.titel}", _SPALTEN, zeilen, hinweis=hinweis),
        [("Stand", zahlen.zeitpunkt(timezone.localtime(timezone.now())))],
    )


_SPALTEN = [
    Spalte(akte.SCHLUESSEL, kopf=True),
    Spalte("Jobcenter"),
    Spalte("Land"),
    Spalte(akte.KENNZAHL),
    Spalte(akte.JAHR),
    *(Spalte(titel, zahl=True) for titel in ("Erwartungswert", "Erwartungswert Anteil", "Auf dem Tisch")),
    Spalte("Stand"),
    Spalte(akte.ZUEGE),
    Spalte(akte.ANTWORT, zahl=True),
    Spalte(akte.ANNEHMEN),
    Spalte(akte.BEGRUENDUNG),
    Spalte(akte.QUELLE),
]


def _zeile(wert: Planungswert) -> list[Zelle | str]:
    anteil = GROESSE[wert.kennzahl].wert(wert.erwartet, wert.menge)
    return [
        wert.schluessel,
        wert.name,
        LAENDER[wert.schluessel[:2]],
        wert.kennzahl,
        str(wert.jahr),
        Zelle("", roh=wert.erwartet),
        Zelle("", roh=None if anteil is None else float(anteil)),
        Zelle("", roh=wert.wert),
        WERTZUSTANDSTITEL[Wertzustand(wert.zustand)],
        str(wert.zuege),
        *[""] * 4,
    ]


# -- In --------------------------------------------------------------------------------------------------------


@befugt(Befugnis.WERT_ANBIETEN)
@require_http_methods(["GET", "HEAD", "POST"])
def einlesen(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a table and have it checked; without findings it goes on to what it would change."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = runde_oder_404(request, pk)
    form = Tabellenformular(request.POST, request.FILES) if request.method == "POST" else Tabellenformular()
    if not form.is_valid():
        return _auswahl(request, runde, form)
    datei = form.cleaned_data["datei"]
    if zugang.partei_id is None:
        raise Http404
    try:
        aufgenommen = akte.nimm_auf(
            runde=runde, dateiname=datei.name, inhalt=datei.read(), durch=zugang, am=timezone.now()
        )
    except FehlerhafteDatei as mangel:
        return _auswahl(request, runde, Tabellenformular(), mangel=_mangel(mangel), dateiname=datei.name)
    return redirect("agreements:planungsdatei", pk=pk, verweis=akte.verweis(aufgenommen))


def _auswahl(request: HttpRequest, runde: Planungsrunde, form: Tabellenformular, **rest: Any) -> HttpResponse:
    kontext = {"brotkrumen": krumen(runde, ("Tabelle einlesen", None)), "runde": runde, "form": form}
    return render(request, "agreements/planung/einlesen.html", kontext | rest)


def _mangel(mangel: FehlerhafteDatei) -> dict[str, Any]:
    """Why a file is refused: how many findings, and the table of them."""
    spalten = [Spalte("Zeile", kopf=True), *map(Spalte, ("Spalte", "Wert", "Was falsch ist", "Was richtig wäre"))]
    zeilen: list[list[Zelle | str]] = [
        [
            str(f.zeile) if f.zeile else "ganze Datei",
            f.spalte or zahlen.FEHLT,
            f.wert[:60] or zahlen.FEHLT,
            f.was,
            f.richtig,
        ]
        for f in mangel.fehler
    ]
    menge = "1 Befund" if mangel.anzahl == 1 else f"{zahlen.ganzzahl(mangel.anzahl)} Befunde"
    rest = f" Gezeigt sind die ersten {len(zeilen)}." if mangel.anzahl > len(zeilen) else ""
    return {
        "titel": f"{menge}: Es wurde nichts gespeichert.{rest}",
        "tabelle": Tabelle("Befunde zur Tabelle", spalten, zeilen),
    }


@befugt(Befugnis.WERT_ANBIETEN)
@require_http_methods(["GET", "HEAD", "POST"])
def planungsdatei(request: HttpRequest, pk: int, verweis: str) -> HttpResponse:
    """What a checked table would change, and the choice of taking it over."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = runde_oder_404(request, pk)
    try:
        datei = akte.finde(verweis, zugang)
    except Planungsdatei.DoesNotExist:
        raise Http404("Die geprüfte Tabelle gibt es nicht mehr; sie wird einen Tag aufbewahrt.") from None
    if datei.runde_id != runde.pk:
        raise Http404("Diese Tabelle gehört zu einer anderen Runde.")
    kontext: dict[str, Any] = {
        "brotkrumen": krumen(
            runde, ("Tabelle einlesen", reverse("agreements:planung_einlesen", args=[pk])), (datei.dateiname, None)
        ),
        "runde": runde,
        "datei": datei,
    }
    try:
        if request.method == "POST":
            datei = akte.uebernimm(datei=datei, durch=zugang, am=timezone.now())
            messages.success(request, f"Übernommen: {zahlen.ganzzahl(datei.anzahl)} Werte.")
            return redirect("agreements:planung", pk=pk)
        if datei.inhalt is not None:
            aenderungen = akte.pruefe(runde=runde, inhalt=bytes(datei.inhalt), durch=zugang, am=timezone.now())
            kontext["aenderungen"] = _aenderungstabelle(aenderungen)
            kontext["anzahl"] = len(aenderungen)
    except FehlerhafteDatei as mangel:
        kontext["mangel"] = _mangel(mangel)
    kontext["summen"] = summentabellen(summentafel(runde, zugang))
    return render(request, "agreements/planung/datei.html", kontext)


def _aenderungstabelle(aenderungen: list[akte.Aenderung]) -> Tabelle:
    spalten = [Spalte("Zeile", kopf=True), Spalte("Jobcenter"), Spalte("Kennzahl und Jahr"), Spalte("Zug")]
    spalten += [Spalte("Bisher", zahl=True), Spalte("Neu", zahl=True), Spalte("Begründung und Quelle")]
    rest = len(aenderungen) - HOECHSTENS_ZEILEN
    return Tabelle(
        "Was sich ändert",
        spalten,
        [_aenderungszeile(a) for a in aenderungen[:HOECHSTENS_ZEILEN]],
        hinweis=f"Dazu {zahlen.ganzzahl(rest)} weitere." if rest > 0 else "",
    )


def _aenderungszeile(aenderung: akte.Aenderung) -> list[Zelle | str]:
    wert, angabe = aenderung.planungswert, aenderung.angabe
    neu = wert.wert if aenderung.akt.endswith("annehmen") else angabe.wert
    return [
        str(aenderung.zeile),
        wert.name,
        f"{wert.kennzahl} {wert.jahr}",
        ZUGARTEN[aenderung.akt],
        personen_zelle(wert.kennzahl, wert.wert, wert.menge),
        personen_zelle(wert.kennzahl, neu, wert.menge),
        Zelle(angabe.begruendung or zahlen.FEHLT, hinweis=f"Quelle: {angabe.quelle}" if angabe.quelle else ""),
    ]
