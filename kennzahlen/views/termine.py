"""What is due and late: a Jobcenter's own months, and the board of those above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kennzahlen.auskunft.verzeichnis import sortierfolge
from kennzahlen.meldungen.recht import ZUSTANDSTITEL, Meldungszustand
from kennzahlen.meldungen.termine import (
    RUECKSCHAU,
    TERMINTITEL,
    Monatstermin,
    Tafel,
    Tafelzeile,
    Terminstand,
    darf_tafel_sehen,
    eigene_termine,
    letzter_faelliger_monat,
    meldefrist,
    tafel,
    unerklaerte,
)
from kennzahlen.recht import parameter_am
from kennzahlen.views import herunterladen
from kennzahlen.views.formulare import Tafelfilter
from kennzahlen.views.seiten import seite_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.recht import ARTEN, JOBCENTER, LAENDER, Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

STATUSART: dict[Terminstand, Statusart] = {
    Terminstand.ERLEDIGT: "success",
    Terminstand.FAELLIG: "info",
    Terminstand.UEBERFAELLIG: "danger",
    Terminstand.KUENFTIG: "neutral",
}
_START = ("Meldungen", "/meldungen/")
QUELLE = "Zielsystem, Stand der Meldungen"


def _stand(termin: Monatstermin) -> Zelle:
    return Zelle(TERMINTITEL[termin.stand], status=STATUSART[termin.stand])


def _freigegeben(termin: Monatstermin) -> str:
    return zahlen.tag(termin.freigabe.seit) if termin.freigabe else zahlen.FEHLT


def _puenktlich(termin: Monatstermin) -> str:
    if termin.freigabe is None:
        return zahlen.FEHLT
    return "ja" if termin.puenktlich else "nein"


def _vollstaendig(termin: Monatstermin) -> str:
    if termin.freigabe is None:
        return zahlen.FEHLT
    fehlende = termin.freigabe.fehlende
    return "ja" if not fehlende else f"es {'fehlt' if fehlende == 1 else 'fehlen'} {fehlende}"


# -- The own months --------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def termine(request: HttpRequest) -> HttpResponse:
    """The own months, the newest first, each with its deadline and where it stands."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if zugang.art not in JOBCENTER or zugang.rolle is Rolle.ADMINISTRATION:
        raise Http404
    eigene = eigene_termine(zugang, RUECKSCHAU)
    unerklaertes = unerklaerte(zugang, [termin.monat for termin in eigene])
    tabelle = _terminetabelle(eigene, unerklaertes)
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, [tabelle], None, quelle=QUELLE)
    kontext = {
        "brotkrumen": [_START, ("Meine Meldungen", None)],
        "hinweis": _hinweis(eigene, unerklaertes),
        "tabelle": tabelle,
        "fristtag": int(parameter_am("MELDEFRIST_TAG", zugang.am)),
        "darf_melden": Befugnis.MELDUNG_ERFASSEN in zugang.befugnisse,
    }
    return render(request, "kennzahlen/termine.html", kontext)


def _hinweis(eigene: list[Monatstermin], unerklaertes: Counter[date]) -> dict[str, str]:
    """What is to be done: the most urgent as the title, the rest below it."""
    warnungen = [*_ueberfaellige(eigene), *_zurueckgegebene(eigene), *_zu_erklaeren(unerklaertes)]
    if saetze := [*warnungen, *_faellige(eigene)]:
        return {"art": "warning" if warnungen else "info", "titel": saetze[0], "text": " ".join(saetze[1:])}
    return {"art": "success", "titel": "Nichts ist offen.", "text": ""}


def _ueberfaellige(eigene: list[Monatstermin]) -> Iterator[str]:
    spaete = [termin for termin in eigene if termin.stand is Terminstand.UEBERFAELLIG]
    if spaete:
        monate = "1 Monat ist" if len(spaete) == 1 else f"{len(spaete)} Monate sind"
        yield f"{monate} überfällig, der älteste: {zahlen.monat(spaete[-1].monat)}."


def _zurueckgegebene(eigene: list[Monatstermin]) -> Iterator[str]:
    monate = [zahlen.monat(eins.monat) for eins in eigene if eins.in_arbeit is Meldungszustand.ZURUECKGEGEBEN]
    if monate:
        yield f"Zurückgegeben und zu überarbeiten: {', '.join(monate)}."


def _zu_erklaeren(unerklaertes: Counter[date]) -> Iterator[str]:
    if monate := [zahlen.monat(monat) for monat in sorted(unerklaertes, reverse=True)]:
        yield f"Auffällige Werte sind noch zu erklären: {', '.join(monate)}."


def _faellige(eigene: list[Monatstermin]) -> Iterator[str]:
    for termin in eigene:
        if termin.stand is Terminstand.FAELLIG:
            yield f"{zahlen.monat(termin.monat)} ist bis zum {zahlen.tag(termin.frist)} zu melden."


def _terminetabelle(eigene: list[Monatstermin], unerklaertes: Counter[date]) -> Tabelle:
    spalten = [
        Spalte("Monat", kopf=True),
        *map(Spalte, ("Stand", "Zu melden bis", "In Arbeit", "Freigegeben", "Pünktlich", "Vollständig")),
        Spalte("Unerklärtes", zahl=True),
    ]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(zahlen.monat(termin.monat), url=f"{reverse('kennzahlen:meldungen')}?monat={termin.monat:%Y-%m}"),
            _stand(termin),
            zahlen.tag(termin.frist),
            ZUSTANDSTITEL[termin.in_arbeit] if termin.in_arbeit else zahlen.FEHLT,
            _freigegeben(termin),
            _puenktlich(termin),
            _vollstaendig(termin),
            zahlen.ganzzahl(unerklaertes[termin.monat]),
        ]
        for termin in eigene
    ]
    return Tabelle("Meine Meldungen", spalten, zeilen, schluessel="monate")


# -- The board -------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def meldetafel(request: HttpRequest) -> HttpResponse:
    """Who has reported a month; for parties that have Jobcenter below them, for everyone else it does not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if not darf_tafel_sehen(zugang):
        raise Http404
    vormonat = letzter_faelliger_monat(zugang.am)
    form = Tafelfilter(request.GET or {"monat": f"{vormonat:%Y-%m}"}, heute=zugang.am)
    _lass_weg(form, zugang)
    auswahl = form.cleaned_data if form.is_valid() else {}
    eine = tafel(zugang, auswahl.get("monat") or vormonat, land=auswahl.get("land", ""), art=auswahl.get("art", ""))
    gewaehlter = auswahl.get("stand")
    zeilen = [zeile for zeile in eine.zeilen if not gewaehlter or zeile.termin.stand == gewaehlter]
    zeilen.sort(key=lambda zeile: sortierfolge(zeile.stand.name))
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, [_tafeltabelle(zeilen)], None, quelle=QUELLE)
    seite = seite_von(request, zeilen)
    kontext = {
        "brotkrumen": [_START, ("Meldestand", None)],
        "form": form,
        "monat": eine.monat,
        "frist": meldefrist(eine.monat),
        "anzahlen": _anzahlen(eine),
        "seite": seite,
        "tabelle": _tafeltabelle(list(seite)),
    }
    return render(request, "kennzahlen/board.html", kontext)


def _lass_weg(form: forms.Form, zugang: Zugang) -> None:
    """A filter that can only say one thing is left out: a Land has one Land, the BA one kind."""
    if zugang.art in (Parteiart.LAND, Parteiart.KOMMUNE):
        del form.fields["land"]
    if zugang.art in (Parteiart.BA, Parteiart.KOMMUNE):
        del form.fields["art"]


def _anzahlen(eine: Tafel) -> list[tuple[str, Any]]:
    alle, je_stand = len(eine.zeilen), eine.anzahlen
    staende = [(TERMINTITEL[stand].capitalize(), zahlen.ganzzahl(je_stand[stand])) for stand in TERMINTITEL]
    return [
        ("Jobcenter", zahlen.ganzzahl(alle)),
        *((titel, anzahl) for titel, anzahl in staende if anzahl != "0"),
        ("Davon pünktlich freigegeben", zahlen.ganzzahl(eine.puenktliche)),
        ("Davon vollständig", zahlen.ganzzahl(eine.vollstaendige)),
    ]


def _tafeltabelle(zeilen: list[Tafelzeile]) -> Tabelle:
    spalten = [
        Spalte("Jobcenter", kopf=True),
        *map(Spalte, ("Stand", "Freigegeben", "Pünktlich", "Vollständig", "Land", "Art")),
    ]
    return Tabelle("Meldestand der Jobcenter", spalten, [_tafelzeile(zeile) for zeile in zeilen], schluessel="stand")


def _tafelzeile(zeile: Tafelzeile) -> list[Zelle | str]:
    stand, termin = zeile.stand, zeile.termin
    return [
        Zelle(stand.name, hinweis=stand.ags),
        _stand(termin),
        _freigegeben(termin),
        _puenktlich(termin),
        _vollstaendig(termin),
        LAENDER[stand.ags[:2]],
        ARTEN[Parteiart(stand.art)].kurz,
    ]
