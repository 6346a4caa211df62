"""What of the published values a page or a chart shows: which release, which unit, which months, beside whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse

from kennzahlen.auskunft.gruppen import Gruppenbild, gruppenbild
from kennzahlen.auskunft.reihen import Reihen, lies, monate_von, zeitraum
from kennzahlen.auskunft.stand import UnklarerStand, neueste, veroeffentlichung_zu
from kennzahlen.auskunft.verzeichnis import Geschichte, Vergleich, vergleiche
from kennzahlen.cube import monat_plus
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung

ZEITRAEUME: dict[str, tuple[str, int | None]] = {
    "24": ("24 Monate", 24),
    "60": ("60 Monate", 60),
    "alle": ("alle Monate", None),
}
VORGABE = "60"


def zeitraumwahl(request: HttpRequest) -> str:
    """The period that ``monate`` names; 404 for one that is not offered."""
    wahl = request.GET.get("monate", VORGABE)
    if wahl not in ZEITRAEUME:
        raise Http404("Diesen Zeitraum gibt es nicht.")
    return wahl


def gewaehlte_monate(veroeffentlichung: Veroeffentlichung, wahl: str, ende: date) -> tuple[date, ...]:
    """The months of a period up to one; empty where nothing had been published by then."""
    veroeffentlicht = monate_von(veroeffentlichung)
    if not veroeffentlicht or ende < veroeffentlicht[0]:
        return ()
    anzahl = ZEITRAEUME[wahl][1]
    beginn = monat_plus(ende, 1 - anzahl) if anzahl else veroeffentlicht[0]
    return zeitraum(max(beginn, veroeffentlicht[0]), ende)


def veroeffentlichung_nr(request: HttpRequest) -> Veroeffentlichung:
    """The release whose number ``veroeffentlichung`` gives, else the newest; 404 where there is none."""
    nummer = request.GET.get("veroeffentlichung")
    alle = Veroeffentlichung.objects.order_by("-pk")
    gefunden = (alle.filter(pk=int(nummer)) if nummer.isdecimal() else alle.none()) if nummer else alle
    if (erste := gefunden.first()) is None:
        raise Http404("Diese Veröffentlichung gibt es nicht.")
    return erste


def veroeffentlichung_am(request: HttpRequest) -> Veroeffentlichung | None:
    """The newest release, or that which ``stand`` names (day, point in time, number); 404 where there is none."""
    stand = request.GET.get("stand")
    if stand is None:
        return neueste()
    try:
        return veroeffentlichung_zu(stand)
    except UnklarerStand as fehler:
        raise Http404(str(fehler)) from None


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
        return gewaehlte_monate(self.veroeffentlichung, self.wahl, self.ende)

    @cached_property
    def vergleiche(self) -> tuple[Vergleich, ...]:
        """The unit itself and those it is shown beside."""
        return vergleiche(self.einheit, self.geschichte.letzter if self.geschichte else None, self.ende)

    def reihen(self, codes: Sequence[str], monate: Sequence[date]) -> Reihen:
        """The values of all of them."""
        return lies(self.veroeffentlichung, [v.einheit for v in self.vergleiche], codes, monate)

    @cached_property
    def vergleichsgruppen(self) -> tuple[Einheit, ...]:
        """Vergleichstyp and Vergleichsring of a Jobcenter; an aggregate is its own group."""
        if self.geschichte is None:
            return (self.einheit,)
        return tuple(v.einheit for v in self.vergleiche if v.rolle in ("vergleichstyp", "ring"))

    def gruppenbilder(self, codes: Sequence[str]) -> list[Gruppenbild]:
        """How these groups are spread in the newest month; the Vergleichstyp of a Jobcenter over all months."""
        return [self._gruppenbild(gruppe, codes) for gruppe in self.vergleichsgruppen]

    def bandgruppe(self, bilder: Sequence[Gruppenbild]) -> Gruppenbild | None:
        """Of these groups the one whose middle half stands behind the lines of a Jobcenter: its Vergleichstyp."""
        return next((bild for bild in bilder if self._ueber_zeit(bild.gruppe)), None)

    def _ueber_zeit(self, gruppe: Einheit) -> bool:
        return self.geschichte is not None and gruppe.art == Einheitsart.VERGLEICHSTYP

    def _gruppenbild(self, gruppe: Einheit, codes: Sequence[str]) -> Gruppenbild:
        monate = self.monate if self._ueber_zeit(gruppe) else [self.ende]
        return gruppenbild(self.veroeffentlichung, gruppe, codes, monate)

    def adresse(self, name: str, **teile: str) -> str:
        """The address of the page or of a chart of this unit."""
        teile["ags" if self.geschichte else "schluessel"] = self.einheit.schluessel
        return reverse(f"kennzahlen:{name}", kwargs=teile)
