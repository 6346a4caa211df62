"""The page of a unit: its three Kennzahlen, how they developed, what they are compared with. Open to everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kennzahlen.auskunft.darstellung import wertzelle
from kennzahlen.auskunft.gruppen import mitglieder
from kennzahlen.auskunft.laender import kartenbilder, laendertabelle, lies_laender
from kennzahlen.auskunft.reihen import lies
from kennzahlen.auskunft.verzeichnis import Geschichte, Verweis, geschichte, kurzname, sortierfolge, zusatz
from kennzahlen.models import Einheit, Einheitsart
from kennzahlen.recht import HAUPTKENNZAHLEN
from kennzahlen.veroeffentlichungen.hinweise import hinweise_zu
from kennzahlen.views import herunterladen
from kennzahlen.views.abschnitte import Kennzahlseite
from kennzahlen.views.ausschnitt import ZEITRAEUME, Ausschnitt, veroeffentlichung_am, zeitraumwahl
from kennzahlen.views.eigene.zahlen import kasten
from kennzahlen.views.seiten import seite_von
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import ARTEN, LAENDER, Parteiart
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

# -- Doors -----------------------------------------------------------------------------------------------------


@offen
@require_safe
def jobcenter(request: HttpRequest, ags: str) -> HttpResponse:
    """A Jobcenter; under a former AGS it leads to the present one."""
    verlauf = _geschichte_zu(ags)
    if verlauf.letzter.ags != ags:
        return redirect("kennzahlen:jobcenter", ags=verlauf.letzter.ags)
    einheit = Einheit.objects.filter(partei=verlauf.letzter.partei_id).first()
    kontext = _kopf_jobcenter(verlauf) | {
        "eigene_kacheln": kasten(request.zugang, verlauf.letzter.partei_id),  # type: ignore[attr-defined]
        "brotkrumen": [("Jobcenter", reverse("kennzahlen:jobcenter_liste")), (verlauf.letzter.name, None)],
    }
    return _seite(request, einheit, verlauf, kontext)


@offen
@require_safe
def einheit(request: HttpRequest, schluessel: str) -> HttpResponse:
    """An aggregate: Bund, Land, kind, Vergleichstyp, Vergleichsring."""
    gefunden = get_object_or_404(Einheit, schluessel=schluessel)
    if gefunden.art == Einheitsart.JOBCENTER:
        return redirect("kennzahlen:jobcenter", ags=schluessel)
    kontext = {
        "titel": gefunden.titel,
        "vorzeile": "" if gefunden.art == Einheitsart.BUND else Einheitsart(gefunden.art).label,
        "brotkrumen": [("Bund, Länder, Gruppen", reverse("kennzahlen:einheiten")), (gefunden.titel, None)],
    }
    return _seite(request, gefunden, None, kontext)


def _geschichte_zu(ags: str) -> Geschichte:
    """The Jobcenter that has an AGS, or the last one that had it; 404 where none ever did."""
    staende = Parteistand.objects.jobcenter().filter(ags=ags).order_by("ab")
    stand = max(staende, key=lambda s: (s.bis or date.max, s.ab), default=None)
    if stand is None:
        raise Http404(f"Ein Jobcenter mit dem Schlüssel {ags} gibt es nicht.")
    return geschichte(stand.partei_id)


# -- The page --------------------------------------------------------------------------------------------------


def _seite(
    request: HttpRequest, einheit: Einheit | None, verlauf: Geschichte | None, kontext: dict[str, Any]
) -> HttpResponse:
    veroeffentlichung = veroeffentlichung_am(request)
    if einheit and veroeffentlichung:
        ausschnitt = Ausschnitt(veroeffentlichung, einheit, verlauf, zeitraumwahl(request))
        if ausschnitt.monate:
            kontext |= _zahlen(request, ausschnitt)
        kontext["angaben"] = [*kontext.get("angaben", ()), *_gruppenangaben(ausschnitt)]
    if herunterladen.gewuenscht(request):
        return herunterladen.datei(request, kontext.get("tabellen", ()), veroeffentlichung)
    return render(request, "kennzahlen/einheit.html", kontext)


def _gruppenangaben(ausschnitt: Ausschnitt) -> list[tuple[str, Zelle]]:
    """The groups in which a Jobcenter is compared."""
    if ausschnitt.geschichte is None:
        return []
    angaben = []
    for gruppe in ausschnitt.vergleichsgruppen:
        art, url = Einheitsart(gruppe.art).label, reverse("kennzahlen:einheit", args=[gruppe.schluessel])
        angaben.append((art, Zelle(kurzname(gruppe).removeprefix(f"{art} "), url=url, hinweis=zusatz(gruppe))))
    return angaben


def _zahlen(request: HttpRequest, ausschnitt: Ausschnitt) -> dict[str, Any]:
    """Everything on the page that rests on published values."""
    seite = Kennzahlseite.lies(ausschnitt)
    abschnitte = [seite.abschnitt(code) for code in HAUPTKENNZAHLEN]
    nur_diese = urlencode({"einheit": ausschnitt.einheit.schluessel})
    kontext = {
        "stand": ausschnitt.veroeffentlichung.stand,
        "veroeffentlichung": ausschnitt.veroeffentlichung,
        "frueherer_stand": "stand" in request.GET,
        "ende": ausschnitt.ende,
        "hinweise": hinweise_zu(ausschnitt.veroeffentlichung, ausschnitt.einheit),
        "kacheln": [seite.vergleich.kachel(code) for code in HAUPTKENNZAHLEN],
        "zeitraeume": _zeitraeume(request, ausschnitt),
        "abschnitte": abschnitte,
        "vergleichen_url": f"{reverse('kennzahlen:vergleichen')}?{nur_diese}",
        "api_url": f"{reverse('kennzahlwerte')}?{nur_diese}",
    }
    if ausschnitt.einheit.art == Einheitsart.BUND:
        laender = lies_laender(ausschnitt.veroeffentlichung)
        kontext |= {"karten": kartenbilder(laender), "laender": laendertabelle(laender)}
    elif ausschnitt.geschichte is None:
        kontext |= _mitglieder(request, ausschnitt)
    einzelne = [kontext.get("laender"), kontext.get("mitglieder")]
    kontext["tabellen"] = [t for abschnitt in abschnitte for t in abschnitt["tabellen"]] + list(filter(None, einzelne))
    return kontext


def _zeitraeume(request: HttpRequest, ausschnitt: Ausschnitt) -> list[dict[str, Any]]:
    fest = {"stand": request.GET["stand"]} if "stand" in request.GET else {}
    return [
        {"titel": titel, "url": "?" + urlencode({"monate": wahl} | fest), "gewaehlt": wahl == ausschnitt.wahl}
        for wahl, (titel, _) in ZEITRAEUME.items()
    ]


# -- Members ---------------------------------------------------------------------------------------------------


def _mitglieder(request: HttpRequest, ausschnitt: Ausschnitt) -> dict[str, Any]:
    """The Jobcenter of a group by name, never by value: a page of them, or all for a download."""
    alle = sorted(
        mitglieder(ausschnitt.einheit, [ausschnitt.ende]).heutige, key=lambda einheit: sortierfolge(einheit.titel)
    )
    seite = seite_von(request, alle)
    gezeigt = alle if herunterladen.gewuenscht(request) else list(seite)
    return {"mitgliederseite": seite, "mitglieder": _mitgliedertabelle(ausschnitt, gezeigt)}


def _mitgliedertabelle(ausschnitt: Ausschnitt, einheiten: Sequence[Einheit]) -> Tabelle:
    reihen = lies(ausschnitt.veroeffentlichung, einheiten, HAUPTKENNZAHLEN, [ausschnitt.ende])
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(einheit.titel, url=reverse("kennzahlen:jobcenter", kwargs={"ags": einheit.schluessel})),
            *(wertzelle(code, reihen.werte(einheit, code)[0]) for code in HAUPTKENNZAHLEN),
            einheit.schluessel,
        ]
        for einheit in einheiten
    ]
    spalten = [Spalte("Jobcenter", kopf=True), *(Spalte(code, zahl=True) for code in HAUPTKENNZAHLEN)]
    return Tabelle("Jobcenter der Gruppe", [*spalten, Spalte("Schlüssel")], zeilen, schluessel="mitglieder")


# -- Head of a Jobcenter ---------------------------------------------------------------------------------------


def _kopf_jobcenter(verlauf: Geschichte) -> dict[str, Any]:
    stand = verlauf.letzter
    angaben: list[tuple[str, str | Zelle]] = [
        ("Schlüssel (AGS)", stand.ags),
        ("Land", Zelle(LAENDER[stand.ags[:2]], url=reverse("kennzahlen:einheit", args=[f"land:{stand.ags[:2]}"]))),
    ]
    return {
        "titel": stand.name,
        "vorzeile": ARTEN[Parteiart(stand.art)].titel,
        "angaben": angaben,
        "aufgeloest_am": stand.bis,
        "geschichte": verlauf.saetze(),
        "vorgaenger": [_verweis(verweis) for verweis in verlauf.vorgaenger],
        "nachfolger": [_verweis(verweis) for verweis in verlauf.nachfolger],
    }


def _verweis(verweis: Verweis) -> dict[str, str]:
    return {
        "name": verweis.name,
        "url": reverse("kennzahlen:jobcenter", kwargs={"ags": verweis.ags}),
        "am": zahlen.tag(verweis.am),
    }
