"""Lists for everyone: Jobcenter, other units, definitions, releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kennzahlen.auskunft.abfrage import alle_einheiten
from kennzahlen.auskunft.darstellung import ergaenzungen, wertzelle
from kennzahlen.auskunft.laender import kartenbilder, lies_laender
from kennzahlen.auskunft.reihen import Reihen, lies
from kennzahlen.auskunft.verzeichnis import Verzeichniszeile, jobcenterverzeichnis, kurzname, sortierfolge, zusatz
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN, HAUPTKENNZAHLEN, Kennzahl, fassungen, formel_text
from kennzahlen.views import herunterladen
from kennzahlen.views.ausschnitt import veroeffentlichung_am
from kennzahlen.views.formulare import Jobcenterfilter
from kennzahlen.views.seiten import seite_von
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.parties.recht import ARTEN
from zielsystem.recht import Geltung
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_KENNZAHLSPALTEN = [Spalte(code, zahl=True) for code in HAUPTKENNZAHLEN]


# -- Jobcenter -------------------------------------------------------------------------------------------------


@offen
@require_safe
def jobcenter_liste(request: HttpRequest) -> HttpResponse:
    """All Jobcenter by name, with the three Kennzahlen of the newest month (as of ``stand``); never ordered by them."""
    filter_ = Jobcenterfilter(request.GET)
    auswahl = filter_.cleaned_data if filter_.is_valid() else {}
    alle = jobcenterverzeichnis(request.zugang.am)  # type: ignore[attr-defined]
    passende = [zeile for zeile in alle if _passt(zeile, auswahl)]
    veroeffentlichung = veroeffentlichung_am(request)
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, [_jobcentertabelle(passende, veroeffentlichung)], veroeffentlichung)
    seite = seite_von(request, passende)
    kontext = {
        "brotkrumen": [("Jobcenter", None)],
        "form": filter_,
        "seite": seite,
        "tabelle": _jobcentertabelle(list(seite), veroeffentlichung),
        "kennzahlen": [(code, fassungen(code)[-1].titel) for code in HAUPTKENNZAHLEN],
        "veroeffentlichung": veroeffentlichung,
        "stand": veroeffentlichung.stand if veroeffentlichung else None,
    }
    return render(request, "kennzahlen/jobcenter_liste.html", kontext)


def _passt(zeile: Verzeichniszeile, auswahl: dict[str, Any]) -> bool:
    if zeile.bis and not auswahl.get("aufgeloest"):
        return False
    if auswahl.get("land") and zeile.land != auswahl["land"]:
        return False
    if auswahl.get("art") and zeile.art != auswahl["art"]:
        return False
    return enthaelt(zeile, auswahl.get("suche", ""))


def enthaelt(zeile: Verzeichniszeile, suche: str) -> bool:
    """Whether every word of a search stands in a present or former name or key of a Jobcenter."""
    return all(wort in zeile.suchtext for wort in sortierfolge(suche).split())


def _jobcentertabelle(zeilen: Sequence[Verzeichniszeile], veroeffentlichung: Veroeffentlichung | None) -> Tabelle:
    einheit_von = {e.partei_id: e for e in Einheit.objects.filter(partei__in=[zeile.partei_id for zeile in zeilen])}
    werte = _neueste_werte(list(einheit_von.values()), veroeffentlichung)
    spalten = [Spalte("Jobcenter", kopf=True), *_KENNZAHLSPALTEN, Spalte("Schlüssel"), Spalte("Land"), Spalte("Art")]
    return Tabelle(
        "Jobcenter",
        spalten,
        [_jobcenterzeile(zeile, werte.get(getattr(einheit_von.get(zeile.partei_id), "pk", 0))) for zeile in zeilen],
        schluessel="jobcenter",
    )


def _jobcenterzeile(zeile: Verzeichniszeile, werte: list[Zelle] | None) -> list[Zelle | str]:
    name = Zelle(
        zeile.name,
        url=reverse("kennzahlen:jobcenter", kwargs={"ags": zeile.ags}),
        hinweis=f"aufgelöst zum {zahlen.tag(zeile.bis)}" if zeile.bis else "",
    )
    leer = [Zelle(zahlen.FEHLT)] * len(HAUPTKENNZAHLEN)
    return [name, *(leer if zeile.bis else werte or leer), zeile.ags, zeile.land_titel, ARTEN[zeile.art].kurz]


def _neueste_werte(einheiten: Sequence[Einheit], veroeffentlichung: Veroeffentlichung | None) -> dict[int, list[Zelle]]:
    """The three Kennzahlen of the newest month, by id of the unit: one query."""
    if veroeffentlichung is None:
        return {}
    reihen: Reihen = lies(veroeffentlichung, einheiten, HAUPTKENNZAHLEN, [veroeffentlichung.bis_monat])
    return {
        einheit.pk: [wertzelle(code, reihen.werte(einheit, code)[0]) for code in HAUPTKENNZAHLEN]
        for einheit in einheiten
    }


# -- Other units -----------------------------------------------------------------------------------------------

_GRUPPEN = (
    (Einheitsart.BUND, "Bund"),
    (Einheitsart.LAND, "Länder"),
    (Einheitsart.TYP, "Arten der Jobcenter"),
    (Einheitsart.VERGLEICHSTYP, "Vergleichstypen"),
    (Einheitsart.RING, "Vergleichsringe der Optionskommunen"),
    (Einheitsart.LAND_TYP, "Arten der Jobcenter in den Ländern"),
)


@offen
@require_safe
def einheiten(request: HttpRequest) -> HttpResponse:
    """Bund, Länder and all groups, with the three Kennzahlen of the newest month."""
    veroeffentlichung = veroeffentlichung_am(request)
    gruppen = list(alle_einheiten().exclude(art=Einheitsart.JOBCENTER))
    werte = _neueste_werte(gruppen, veroeffentlichung)
    tabellen = [
        _gruppentabelle(art, titel, [einheit for einheit in gruppen if einheit.art == art], werte)
        for art, titel in _GRUPPEN
        if werte
    ]
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, tabellen, veroeffentlichung)
    kontext = {
        "brotkrumen": [("Bund, Länder, Gruppen", None)],
        "tabellen": tabellen,
        "karten": kartenbilder(lies_laender(veroeffentlichung)) if veroeffentlichung else (),
        "veroeffentlichung": veroeffentlichung,
        "stand": veroeffentlichung.stand if veroeffentlichung else None,
    }
    return render(request, "kennzahlen/einheiten.html", kontext)


def _gruppentabelle(
    art: Einheitsart, titel: str, einheiten: Iterable[Einheit], werte: dict[int, list[Zelle]]
) -> Tabelle:
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                kurzname(einheit),
                url=reverse("kennzahlen:einheit", kwargs={"schluessel": einheit.schluessel}),
                hinweis=zusatz(einheit),
            ),
            *werte[einheit.pk],
            einheit.schluessel,
        ]
        for einheit in einheiten
    ]
    spalten = [Spalte("Einheit", kopf=True), *_KENNZAHLSPALTEN, Spalte("Schlüssel")]
    return Tabelle(titel, spalten, zeilen, schluessel=art.value)


# -- Definitions -----------------------------------------------------------------------------------------------


@offen
@require_safe
def steckbriefe(request: HttpRequest) -> HttpResponse:
    """Every Kennzahl and Ergänzungsgröße with formula, norm and validity, from the rows that compute them."""
    tabellen = {code: _definitionen(code) for code in HAUPTKENNZAHLEN}
    groessen = Tabelle(
        "Grundgrößen",
        [Spalte("Code", kopf=True), *map(Spalte, ("Bezeichnung", "Einheit", "Norm", "Geltung"))],
        [[g.code, g.titel, g.art.einheit, g.norm.text, _geltung(g.geltung)] for g in GRUNDGROESSEN],
        schluessel="grundgroessen",
    )
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, [*tabellen.values(), groessen], None)
    kontext = {
        "brotkrumen": [("Kennzahlen", None)],
        "abschnitte": [
            {"code": code, "titel": fassungen(code)[-1].titel, "tabelle": tabelle} for code, tabelle in tabellen.items()
        ],
        "groessen": groessen,
    }
    return render(request, "kennzahlen/steckbriefe.html", kontext)


def _definitionen(code: str) -> Tabelle:
    zeilen = [zeile for anderer in (code, *ergaenzungen(code)) for zeile in fassungen(anderer)]
    return Tabelle(
        f"{code} und ihre Ergänzungsgrößen",
        [Spalte("Code", kopf=True), *map(Spalte, ("Bezeichnung", "Formel", "Einheit", "Norm", "Geltung"))],
        [[z.code, z.titel, _formel(z), _einheit(z), z.norm.text, _geltung(z.geltung)] for z in zeilen],
        schluessel=code,
    )


def _formel(zeile: Kennzahl) -> Zelle:
    return Zelle(formel_text(zeile), hinweis=f"beruht auf {zeile.fenster} Monaten" if zeile.fenster > 1 else "")


def _einheit(zeile: Kennzahl) -> Zelle:
    return Zelle("Prozent", hinweis="Veränderung" if zeile.veraenderung else "")


def _geltung(geltung: Geltung) -> str:
    return str(geltung)
