"""The page of a unit: its three Kennzahlen, how they developed, what they are compared with. Open to everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kennzahlen import charts
from kennzahlen.cube import monat_plus
from kennzahlen.darstellung import Jahresvergleich, zeitreihe, zeitreihentabelle
from kennzahlen.hinweise import hinweise_zu
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import HAUPTKENNZAHLEN, KENNZAHL_CODES, fassungen
from kennzahlen.reihen import Reihen, lies, monate_von, zeitraum
from kennzahlen.verzeichnis import Geschichte, Vergleich, Verweis, geschichte, kurzname, vergleiche, zusatz
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.parties.models import Installation, Parteistand
from zielsystem.parties.recht import ARTEN, LAENDER, Parteiart
from zielsystem.ui.rows import Zelle

ZEITRAEUME: dict[str, tuple[str, int | None]] = {
    "24": ("24 Monate", 24),
    "60": ("60 Monate", 60),
    "alle": ("alle Monate", None),
}
VORGABE = "60"
FORMATE = {"breit": (960, 400), "schmal": (400, 420)}
BEHALTEN = 7 * 24 * 3600
"""Seconds for which a drawn chart is kept. Its address names the release, whose values never change."""


@dataclass(frozen=True)
class Ausschnitt:
    """What of the published values a page shows: one unit, one release, a number of months."""

    veroeffentlichung: Veroeffentlichung
    einheit: Einheit
    geschichte: Geschichte | None
    wahl: str

    @cached_property
    def ende(self) -> date:
        """The newest month: of the release, or the last one in which the Jobcenter existed."""
        bis = self.geschichte.letzter.bis if self.geschichte else None
        letzter = self.veroeffentlichung.bis_monat
        return min(letzter, (bis - timedelta(days=1)).replace(day=1)) if bis else letzter

    @cached_property
    def monate(self) -> tuple[date, ...]:
        """The months over which series are shown; empty when the unit ended before the first published month."""
        veroeffentlicht = monate_von(self.veroeffentlichung)
        if not veroeffentlicht or self.ende < veroeffentlicht[0]:
            return ()
        anzahl = ZEITRAEUME[self.wahl][1]
        beginn = monat_plus(self.ende, 1 - anzahl) if anzahl else veroeffentlicht[0]
        return zeitraum(max(beginn, veroeffentlicht[0]), self.ende)

    @cached_property
    def vergleiche(self) -> tuple[Vergleich, ...]:
        """The unit itself and those it is shown beside."""
        return vergleiche(self.einheit, self.geschichte.letzter if self.geschichte else None, self.ende)

    def reihen(self, codes: Sequence[str], monate: Sequence[date]) -> Reihen:
        """The values of all of them."""
        return lies(self.veroeffentlichung, [v.einheit for v in self.vergleiche], codes, monate)

    def adresse(self, name: str, **teile: str) -> str:
        """The address of the page or of a chart of this unit."""
        teile["ags" if self.geschichte else "schluessel"] = self.einheit.schluessel
        return reverse(f"kennzahlen:{name}", kwargs=teile)


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
        "brotkrumen": [("Jobcenter", reverse("kennzahlen:jobcenter_liste")), (verlauf.letzter.name, None)]
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


@offen
@require_safe
def diagramm(request: HttpRequest, code: str, ags: str = "", schluessel: str = "") -> HttpResponse:
    """The chart of a measure as SVG: ``monate``, ``format`` and ``veroeffentlichung`` choose which."""
    if code not in KENNZAHL_CODES:
        raise Http404("Diese Kennzahl gibt es nicht.")
    format_ = request.GET.get("format", "breit")
    veroeffentlichung = _veroeffentlichung_nr(request)
    wahl = _wahl(request)
    if format_ not in FORMATE:
        raise Http404("Dieses Format gibt es nicht.")
    schluessel = ags or schluessel
    stand = f"{veroeffentlichung.pk}:{veroeffentlichung.veroeffentlicht_am.timestamp()}"
    ort = f"diagramm:{charts.FASSUNG}:{stand}:{quote(schluessel)}:{code}:{wahl}:{format_}"
    zeichnung = cache.get(ort)
    if zeichnung is None:
        zeichnung = _zeichne(veroeffentlichung, schluessel, code, (wahl, format_))
        cache.set(ort, zeichnung, BEHALTEN)
    antwort = HttpResponse(zeichnung, content_type="image/svg+xml")
    antwort["Cache-Control"] = "public, max-age=86400" if "veroeffentlichung" in request.GET else "no-cache"
    return antwort


def _zeichne(veroeffentlichung: Veroeffentlichung, schluessel: str, code: str, gestalt: tuple[str, str]) -> str:
    einheit = get_object_or_404(Einheit, schluessel=schluessel)
    verlauf = geschichte(einheit.partei_id) if einheit.partei_id else None
    ausschnitt = Ausschnitt(veroeffentlichung, einheit, verlauf, gestalt[0])
    if not ausschnitt.monate:
        raise Http404("Für diese Einheit sind keine Werte veröffentlicht.")
    verlaeufe = zeitreihe(ausschnitt.reihen([code], ausschnitt.monate), ausschnitt.vergleiche, code)
    fussnote = "Synthetische Demonstrationsdaten" if Installation.objects.filter(synthetisch=True).exists() else ""
    return charts.mit_schrift(charts.svg(charts.zeitreihe_spec(verlaeufe, *FORMATE[gestalt[1]], fussnote=fussnote)))


# -- What was asked --------------------------------------------------------------------------------------------


def _geschichte_zu(ags: str) -> Geschichte:
    """The Jobcenter that has an AGS, or the last one that had it; 404 where none ever did."""
    staende = Parteistand.objects.jobcenter().filter(ags=ags).order_by("ab")
    stand = max(staende, key=lambda s: (s.bis or date.max, s.ab), default=None)
    if stand is None:
        raise Http404(f"Ein Jobcenter mit dem Schlüssel {ags} gibt es nicht.")
    return geschichte(stand.partei_id)


def _wahl(request: HttpRequest) -> str:
    wahl = request.GET.get("monate", VORGABE)
    if wahl not in ZEITRAEUME:
        raise Http404("Diesen Zeitraum gibt es nicht.")
    return wahl


def _veroeffentlichung_nr(request: HttpRequest) -> Veroeffentlichung:
    nummer = request.GET.get("veroeffentlichung")
    alle = Veroeffentlichung.objects.order_by("-pk")
    gefunden = (alle.filter(pk=int(nummer)) if nummer.isdecimal() else alle.none()) if nummer else alle
    if (erste := gefunden.first()) is None:
        raise Http404("Diese Veröffentlichung gibt es nicht.")
    return erste


def _veroeffentlichung_am(request: HttpRequest) -> Veroeffentlichung | None:
    """The newest release, or that which ``stand`` names; 404 for a day without one."""
    stand = request.GET.get("stand")
    if stand is None:
        return Veroeffentlichung.objects.order_by("-pk").first()
    try:
        gefunden = Veroeffentlichung.objects.stand_am(date.fromisoformat(stand))
    except ValueError:
        raise Http404("„stand“ ist als JJJJ-MM-TT anzugeben.") from None
    if gefunden is None:
        raise Http404("An diesem Tag war noch nichts veröffentlicht.")
    return gefunden


# -- The page --------------------------------------------------------------------------------------------------


def _seite(
    request: HttpRequest, einheit: Einheit | None, verlauf: Geschichte | None, kontext: dict[str, Any]
) -> HttpResponse:
    veroeffentlichung = _veroeffentlichung_am(request)
    if einheit and veroeffentlichung:
        ausschnitt = Ausschnitt(veroeffentlichung, einheit, verlauf, _wahl(request))
        kontext |= _zahlen(request, ausschnitt)
        kontext["angaben"] = [*kontext.get("angaben", ()), *_vergleichsangabe(ausschnitt)]
    return render(request, "kennzahlen/einheit.html", kontext)


def _vergleichsangabe(ausschnitt: Ausschnitt) -> list[tuple[str, Zelle]]:
    typ = next((v.einheit for v in ausschnitt.vergleiche if v.rolle == "vergleichstyp"), None)
    if typ is None:
        return []
    url = reverse("kennzahlen:einheit", kwargs={"schluessel": typ.schluessel})
    return [("Vergleichstyp", Zelle(kurzname(typ).removeprefix("Vergleichstyp "), url=url, hinweis=zusatz(typ)))]


def _zahlen(request: HttpRequest, ausschnitt: Ausschnitt) -> dict[str, Any]:
    """Everything on the page that rests on published values; nothing where there are none."""
    if not ausschnitt.monate:
        return {}
    ende = ausschnitt.ende
    reihen = ausschnitt.reihen(HAUPTKENNZAHLEN, ausschnitt.monate)
    vergleich = Jahresvergleich(
        ausschnitt.reihen(KENNZAHL_CODES, zeitraum(monat_plus(ende, -12), ende)), ausschnitt.vergleiche
    )
    neueste = "stand" not in request.GET
    return {
        "stand": ausschnitt.veroeffentlichung.stand,
        "veroeffentlichung": ausschnitt.veroeffentlichung,
        "frueherer_stand": not neueste,
        "ende": ende,
        "hinweise": hinweise_zu(ausschnitt.veroeffentlichung, ausschnitt.einheit),
        "kacheln": [vergleich.kachel(code) for code in HAUPTKENNZAHLEN],
        "zeitraeume": _zeitraeume(request, ausschnitt),
        "abschnitte": [_abschnitt(ausschnitt, reihen, vergleich, code) for code in HAUPTKENNZAHLEN],
        "api_url": f"{reverse('kennzahlwerte')}?{urlencode({'einheit': ausschnitt.einheit.schluessel})}",
    }


def _zeitraeume(request: HttpRequest, ausschnitt: Ausschnitt) -> list[dict[str, Any]]:
    fest = {"stand": request.GET["stand"]} if "stand" in request.GET else {}
    return [
        {"titel": titel, "url": "?" + urlencode({"monate": wahl} | fest), "gewaehlt": wahl == ausschnitt.wahl}
        for wahl, (titel, _) in ZEITRAEUME.items()
    ]


def _abschnitt(ausschnitt: Ausschnitt, reihen: Reihen, vergleich: Jahresvergleich, code: str) -> dict[str, Any]:
    """One Kennzahl: definition, chart with its figures, comparison, Ergänzungsgrößen."""
    verlaeufe = zeitreihe(reihen, ausschnitt.vergleiche, code)
    zeile = fassungen(code)[-1]
    fest: dict[str, str | int] = {"monate": ausschnitt.wahl, "veroeffentlichung": ausschnitt.veroeffentlichung.pk}
    bild = ausschnitt.adresse("diagramm", code=code)
    api = {"kennzahl": code, "einheit": ",".join(v.einheit.schluessel for v in ausschnitt.vergleiche), "format": "csv"}
    return {
        "code": code,
        "titel": zeile.titel,
        "zeitraum": f"Entwicklung von {zahlen.monat(reihen.monate[0])} bis {zahlen.monat(reihen.monate[-1])}",
        "norm": zeile.norm.text,
        "bild_url": f"{bild}?{urlencode(fest)}",
        "bild_url_schmal": f"{bild}?{urlencode(fest | {'format': 'schmal'})}",
        "alt": charts.alternativtext(verlaeufe),
        "hinweis": _hinweise(verlaeufe, reihen.vorlaeufig_ab),
        "tabelle": zeitreihentabelle(reihen, ausschnitt.vergleiche, code),
        "csv_url": f"{reverse('kennzahlwerte')}?{urlencode(api)}",
        "vergleich": vergleich.vergleichstabelle(code),
        "ergaenzungen": vergleich.ergaenzungstabelle(code),
        "herkunft": _herkunft(ausschnitt, code),
    }


def _herkunft(ausschnitt: Ausschnitt, code: str) -> str:
    adresse = reverse("kennzahlen:herkunft", kwargs={"schluessel": ausschnitt.einheit.schluessel, "code": code})
    stand = ausschnitt.veroeffentlichung.stand.isoformat()
    return f"{adresse}?{urlencode({'monat': f'{ausschnitt.ende:%Y-%m}', 'stand': stand})}"


def _hinweise(verlaeufe: charts.Zeitreihe, vorlaeufig_ab: date | None) -> str:
    punkte = (punkt for linie in verlaeufe.linien for punkt in linie.punkte(verlaeufe.monate))
    hinweise = []
    if not verlaeufe.veraenderung:
        hinweise.append("Die senkrechte Achse beginnt nicht bei null.")
    if any(wert is not None and not vollstaendig for _, wert, vollstaendig in punkte):
        offene = "unvollständige oder vorläufige" if vorlaeufig_ab else "unvollständige"
        hinweise.append(f"Offene Kreise: {offene} Werte.")
    if vorlaeufig_ab:
        hinweise.append(f"Ab {zahlen.monat(vorlaeufig_ab)} vorläufig.")
    return " ".join(hinweise)


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
