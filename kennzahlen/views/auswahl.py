"""What somebody wants to see side by side: all of it stands in the address, so that it can be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, QueryDict

from kennzahlen.auskunft.abfrage import finde_einheiten
from kennzahlen.auskunft.reihen import monate_von
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import HAUPTKENNZAHLEN, KENNZAHL_CODES
from kennzahlen.views.ausschnitt import ZEITRAEUME, zeitraumwahl
from zielsystem.parties.recht import JOBCENTER

HOECHSTENS = 12
"""So many units stand side by side."""

KENNZAHLEN_HOECHSTENS = 6
"""So many measures are shown at once."""

ACHSEN = ("K2", "K3")
"""The two measures set against each other if no others are chosen."""


@dataclass(frozen=True)
class Auswahl:
    """Units, measures, month and period; ``zuviel`` and ``unbekannt`` say what was asked for and left out."""

    veroeffentlichung: Veroeffentlichung
    veroeffentlicht: tuple[date, ...]
    einheiten: tuple[Einheit, ...]
    codes: tuple[str, ...]
    achsen: tuple[str, str]
    monat: date
    zeitraum: str
    unbekannt: tuple[str, ...] = ()
    zuviel: bool = False

    @property
    def schluessel(self) -> str:
        """The keys of the units, in their order."""
        return ",".join(einheit.schluessel for einheit in self.einheiten)

    @property
    def monate(self) -> tuple[date, ...]:
        """The months of the period up to the chosen one."""
        bis = [monat for monat in self.veroeffentlicht if monat <= self.monat]
        anzahl = ZEITRAEUME[self.zeitraum][1]
        return tuple(bis[-anzahl:] if anzahl else bis)

    def adresse(self, einheiten: Sequence[Einheit], stand: str | None = None) -> str:
        """The query string of the same selection with other units."""
        parameter = QueryDict(mutable=True)
        parameter.setlist("einheit", [einheit.schluessel for einheit in einheiten] or [""])
        parameter.setlist("kennzahl", list(self.codes))
        parameter["x"], parameter["y"] = self.achsen
        parameter["monat"], parameter["monate"] = f"{self.monat:%Y-%m}", self.zeitraum
        if stand:
            parameter["stand"] = stand
        return f"?{parameter.urlencode()}"

    def bildparameter(self) -> dict[str, str | list[str]]:
        """What a chart of this selection has to be asked for."""
        return {
            "einheit": [einheit.schluessel for einheit in self.einheiten],
            "x": self.achsen[0],
            "y": self.achsen[1],
            "monat": f"{self.monat:%Y-%m}",
            "monate": self.zeitraum,
            "veroeffentlichung": str(self.veroeffentlichung.pk),
        }


def auswahl_oder_404(request: HttpRequest, veroeffentlichung: Veroeffentlichung) -> Auswahl:
    """What the address asks for. Two queries; 404 for measures, months and periods that do not exist."""
    veroeffentlicht = monate_von(veroeffentlichung)
    gefragt = _gefragte(request)
    gefunden = finde_einheiten(gefragt)
    einheiten = tuple({einheit.pk: einheit for einheit in gefunden.values()}.values())
    return Auswahl(
        veroeffentlichung=veroeffentlichung,
        veroeffentlicht=veroeffentlicht,
        einheiten=einheiten[:HOECHSTENS],
        codes=_codes(request.GET.getlist("kennzahl") or HAUPTKENNZAHLEN)[:KENNZAHLEN_HOECHSTENS],
        achsen=(_codes([request.GET.get("x", ACHSEN[0])])[0], _codes([request.GET.get("y", ACHSEN[1])])[0]),
        monat=_monat(request, veroeffentlichung, veroeffentlicht),
        zeitraum=zeitraumwahl(request),
        unbekannt=tuple(schluessel for schluessel in gefragt if schluessel not in gefunden),
        zuviel=len(einheiten) > HOECHSTENS or len(request.GET.getlist("kennzahl")) > KENNZAHLEN_HOECHSTENS,
    )


def _gefragte(request: HttpRequest) -> list[str]:
    """The keys asked for; where none are, the own Jobcenter beside the Bund."""
    if "einheit" in request.GET:
        return [schluessel for schluessel in dict.fromkeys(request.GET.getlist("einheit")) if schluessel]
    stand = request.zugang.stand  # type: ignore[attr-defined]
    return [stand.ags, "bund"] if stand and stand.art in JOBCENTER else []


def _codes(gefragt: Sequence[str]) -> tuple[str, ...]:
    if not set(gefragt) <= set(KENNZAHL_CODES):
        raise Http404("Diese Kennzahl gibt es nicht.")
    return tuple(code for code in KENNZAHL_CODES if code in gefragt)


def _monat(request: HttpRequest, veroeffentlichung: Veroeffentlichung, veroeffentlicht: Sequence[date]) -> date:
    text = request.GET.get("monat")
    if not text:
        return veroeffentlichung.bis_monat
    gefunden = next((monat for monat in veroeffentlicht if f"{monat:%Y-%m}" == text), None)
    if gefunden is None:
        raise Http404("Für diesen Monat ist nichts veröffentlicht.")
    return gefunden
