"""What the published figures say about the Ziele of an agreement: measured values, comparison group, results.

Published values only, from one release; a value that is not final yet is not judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from agreements import inhalt
from agreements.models import Zielvereinbarung
from agreements.ziele import Dimension
from agreements.ziele.vorgabe import Beobachtung, Qualitativ, Vorgabe, aus_paaren
from agreements.ziele.zeitraum import basismonat, endmonate
from agreements.ziele.zielerreichung import Befund, Messlage, Messwert, Vergleichswerte, bewerte
from agreements.ziele.zielwertkontrolle import Kontrolle, kontrolliere, vereinbarter_wert
from agreements.zielkatalog.ausgangslage import einheit_von
from kennzahlen.auskunft.gruppen import mitglieder
from kennzahlen.auskunft.reihen import Reihen, Wert, lies, zeitraum
from kennzahlen.auskunft.vergleich import verteilung
from kennzahlen.cube import Zahlen
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from zielsystem.parties.models import Gruppenzugehoerigkeit, gilt_am
from zielsystem.parties.recht import Gruppenart


@dataclass(frozen=True)
class Zielstand:
    """A Ziel for a year, or for the whole period (``jahr`` None): the result by its rule, and the control of its mark.

    ``wartet``: the final figure is still to come. ``entwicklung`` is the median change of the comparison group.
    """

    ziel: inhalt.Ziel
    jahr: int | None
    befund: Befund
    kontrolle: Kontrolle
    wartet: bool
    wert: float | None
    vereinbart: float | None
    entwicklung: float | None


@dataclass(frozen=True)
class Messung:
    """The states of all Ziele, and the release they rest on (None: nothing is published)."""

    zahlenstand: Veroeffentlichung | None
    staende: tuple[Zielstand, ...]


def messe(
    vereinbarung: Zielvereinbarung, ziele: Sequence[inhalt.Ziel], meilensteine: Mapping[str, Sequence[bool | None]]
) -> Messung:
    """The state of every Ziel by the newest release; for several years each year and then the whole: at most six
    queries. ``meilensteine`` says per Ziel which milestones are reached."""
    lesung = _Lesung(vereinbarung, sorted({ziel.kennzahl for ziel in ziele if ziel.kennzahl}))
    jahre = list(lesung.enden)
    abschnitte: list[int | None] = [*(jahre if len(jahre) > 1 else []), None]
    staende = tuple(
        _stand(ziel, jahr, lesung, tuple(meilensteine.get(ziel.code, ()))) for ziel in ziele for jahr in abschnitte
    )
    return Messung(lesung.release, staende)


def _stand(ziel: inhalt.Ziel, jahr: int | None, lesung: _Lesung, meilensteine: tuple[bool | None, ...]) -> Zielstand:
    vorgabe = aus_paaren(Dimension(ziel.dimension), ziel.vorgabe)
    gemessen = jahr or max(lesung.enden)
    ende, basis = lesung.messwert(ziel.kennzahl, lesung.enden[gemessen]), lesung.messwert(ziel.kennzahl, lesung.basis)
    gruppe = lesung.gruppe(ziel.kennzahl, lesung.enden[gemessen])
    lage = Messlage(ziel.kennzahl, gemessen, ende, basis, gruppe, meilensteine)
    entwicklung = lesung.entwicklung(ziel.kennzahl, lesung.enden[gemessen])
    return Zielstand(
        ziel,
        jahr,
        bewerte(vorgabe, lage),
        kontrolliere(ziel.kennzahl, vorgabe, _brauchbar(basis), entwicklung),
        _misst(vorgabe) and (ende is None or not ende.endgueltig),
        ende.wert if ende else None,
        _als_zahl(ziel.kennzahl, vorgabe),
        entwicklung.median if entwicklung else None,
    )


def _misst(vorgabe: Vorgabe | None) -> bool:
    return vorgabe is not None and not isinstance(vorgabe, Qualitativ | Beobachtung)


def _brauchbar(wert: Messwert | None) -> float | None:
    return wert.wert if wert and wert.vollstaendig and wert.endgueltig else None


def _als_zahl(kennzahl: str, vorgabe: Vorgabe | None) -> float | None:
    wert = vereinbarter_wert(kennzahl, vorgabe)
    return None if wert is None else float(wert)


class _Lesung:
    """Everything published that the Ziele of one agreement are judged by, read at once."""

    def __init__(self, vereinbarung: Zielvereinbarung, codes: Sequence[str]) -> None:
        laufzeit = vereinbarung.runde.laufzeit
        self.enden, self.basis = endmonate(laufzeit), basismonat(laufzeit)
        self.release = Veroeffentlichung.objects.order_by("-pk").first()
        self.monate = zeitraum(self.basis, max(self.enden.values()))
        einheit = Einheit.objects.filter(**einheit_von(vereinbarung)).first()
        self._eigene: dict[str, tuple[Wert, ...]] = {}
        self._andere: Reihen | None = None
        if self.release and einheit and codes:
            self._lies(vereinbarung, einheit, codes, self.release)

    def _lies(
        self, vereinbarung: Zielvereinbarung, einheit: Einheit, codes: Sequence[str], release: Veroeffentlichung
    ) -> None:
        andere = [glied for glied in _vergleichseinheiten(vereinbarung, self.monate) if glied.pk != einheit.pk]
        reihen = lies(release, [einheit, *andere], codes, self.monate)
        self._eigene = {code: reihen.werte(einheit, code) for code in codes}
        self._andere = reihen

    def messwert(self, kennzahl: str, monat: date) -> Messwert | None:
        """The own value of a month; None where the month is not published yet."""
        if kennzahl not in self._eigene or self.release is None or monat > self.release.bis_monat:
            return None
        wert = self._eigene[kennzahl][self.monate.index(monat)]
        grund = wert.grund_text
        if wert.wert is not None and wert.monate_vorhanden < wert.fenster:
            grund = f"{wert.monate_vorhanden} von {wert.fenster} Monaten"
        return Messwert(monat, wert.wert, wert.vollstaendig, not wert.vorlaeufig, grund)

    def gruppe(self, kennzahl: str, monat: date) -> Vergleichswerte | None:
        """How the values of the group, the own one included, are spread in a month."""
        werte = self._gruppenwerte(kennzahl)
        return None if werte is None else _verteilt(werte[:, self.monate.index(monat)])

    def entwicklung(self, kennzahl: str, monat: date) -> Vergleichswerte | None:
        """How the changes of the members between the month before the period and a month are spread."""
        werte = self._gruppenwerte(kennzahl)
        return None if werte is None else _verteilt(werte[:, self.monate.index(monat)] - werte[:, 0])

    def _gruppenwerte(self, kennzahl: str) -> Zahlen | None:
        """The complete values of the group [unit, month]; None where there is nobody to compare with."""
        if self._andere is None or kennzahl not in self._eigene or len(self._andere.einheiten) < 2:
            return None
        stelle = self._andere.codes.index(kennzahl)
        werte: Zahlen = np.where(self._andere.vollstaendig[:, stelle], self._andere.wert[:, stelle], np.nan)
        return werte


def _verteilt(werte: Zahlen) -> Vergleichswerte:
    streuung = verteilung(werte[:, None])
    quartile = (float(feld[0]) for feld in (streuung.q1, streuung.median, streuung.q3))
    return Vergleichswerte(int(streuung.anzahl[0]), *(None if wert != wert else wert for wert in quartile))


def _vergleichseinheiten(vereinbarung: Zielvereinbarung, monate: Sequence[date]) -> list[Einheit]:
    """Those that the agreement's unit is compared with: the Vergleichstyp at the end of the period, or the Länder."""
    if vereinbarung.nr == 1:
        return []
    if vereinbarung.jobcenter_id is None:
        return list(Einheit.objects.filter(art=Einheitsart.LAND).order_by("schluessel"))
    schluessel = (
        Gruppenzugehoerigkeit.objects.filter(
            gilt_am(monate[-1]), partei=vereinbarung.jobcenter_id, gruppe__art=Gruppenart.VERGLEICHSTYP
        )
        .values_list("gruppe__schluessel", flat=True)
        .first()
    )
    gruppe = Einheit.objects.filter(schluessel=f"vergleichstyp:{schluessel}").first() if schluessel else None
    return mitglieder(gruppe, monate).heutige if gruppe else []
