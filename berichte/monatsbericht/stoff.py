"""The figures of a release as all of its reports need them, read once: 430 reports ask for the same series.

A worker keeps them for the release it is at (:func:`stoff_von`); a release never changes, so nothing kept is out of
date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kennzahlen.auskunft.darstellung import ohne_luecken
from kennzahlen.auskunft.gruppen import Gruppenbild, Mitglieder, gruppenwerte, mitglieder
from kennzahlen.auskunft.reihen import Reihen, lies, monate_von, zeitraum
from kennzahlen.auskunft.vergleich import verteilung
from kennzahlen.auskunft.zerlegung import Bestandteile
from kennzahlen.cube import Zahlen, monat_plus
from kennzahlen.formeln import Grund
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import HAUPTKENNZAHLEN, KENNZAHL_CODES, REIHENNUMMER
from zielsystem.parties.models import Parteistand

MONATE_IM_BILD = 60
"""As many months as the page of a Jobcenter shows unless asked for others, so that both draw the same."""


@dataclass(frozen=True, eq=False)
class Gruppe:
    """A group in the newest month: its spread, and the values of its members without names."""

    bild: Gruppenbild
    werte: dict[str, list[float]]


@dataclass(frozen=True, eq=False)
class Stoff:
    """Everything published that the reports of one release say about a month, the newest one as a rule.

    ``verlauf`` holds the three Kennzahlen over :data:`MONATE_IM_BILD` months, ``jahr`` all measures of the newest
    month and the twelve before, ``bestandteile`` numerator and denominator of the Kennzahlen in both months by unit.
    """

    veroeffentlichung: Veroeffentlichung
    monat: date
    verlauf: Reihen
    jahr: Reihen
    bestandteile: dict[int, Bestandteile]
    einheiten: dict[str, Einheit]
    staende: dict[int, Parteistand]
    _gruppen: dict[tuple[str, bool], Gruppe] = field(default_factory=dict)

    @property
    def vorjahr(self) -> date:
        """The same month of the year before."""
        return monat_plus(self.monat, -12)

    def gruppe(self, einheit: Einheit, *, ueber_zeit: bool) -> Gruppe:
        """A group with its spread, over all months of the chart or in the newest one alone; kept after the first."""
        ort = einheit.schluessel, ueber_zeit
        if ort not in self._gruppen:
            self._gruppen[ort] = self._lies_gruppe(einheit, self.verlauf.monate if ueber_zeit else (self.monat,))
        return self._gruppen[ort]

    def _lies_gruppe(self, einheit: Einheit, monate: Sequence[date]) -> Gruppe:
        glieder = mitglieder(einheit, monate)
        reihen = _ausschnitt(self.verlauf, glieder, len(monate))
        werte = {code: gruppenwerte(reihen, code, glieder.dabei) for code in HAUPTKENNZAHLEN}
        bild = Gruppenbild(einheit, glieder.anzahl, {code: verteilung(feld) for code, feld in werte.items()})
        return Gruppe(bild, {code: _letzte(feld) for code, feld in werte.items()})


@lru_cache(maxsize=1)
def stoff_von(veroeffentlichung_id: int, veroeffentlicht_am: str) -> Stoff:
    """The figures of a release: a dozen queries, then kept in this process for the next report.

    The time of the release is part of the key, for numbers are given anew where a database is (tests, benchmarks).
    """
    return lies_stoff(Veroeffentlichung.objects.get(pk=veroeffentlichung_id))


def lies_stoff(veroeffentlichung: Veroeffentlichung, monat: date | None = None) -> Stoff:
    """The figures of a release up to a month (its newest one unless another is named), read anew."""
    einheiten = list(Einheit.objects.order_by("schluessel"))
    ende = monat or veroeffentlichung.bis_monat
    erster = next(iter(monate_von(veroeffentlichung)), ende)
    monate = zeitraum(max(erster, monat_plus(ende, 1 - MONATE_IM_BILD)), ende)
    jahr = zeitraum(monat_plus(ende, -12), ende)
    return Stoff(
        veroeffentlichung,
        ende,
        verlauf=lies(veroeffentlichung, einheiten, HAUPTKENNZAHLEN, monate),
        jahr=lies(veroeffentlichung, einheiten, KENNZAHL_CODES, jahr),
        bestandteile=_bestandteile(veroeffentlichung, (jahr[0], jahr[-1])),
        einheiten={einheit.schluessel: einheit for einheit in einheiten},
        staende={stand.partei_id: stand for stand in Parteistand.objects.jobcenter().am(ende)},
    )


def _bestandteile(veroeffentlichung: Veroeffentlichung, monate: Sequence[date]) -> dict[int, Bestandteile]:
    """The published parts of the three Kennzahlen of all units, by unit: one query."""
    code_von = {REIHENNUMMER[code]: code for code in HAUPTKENNZAHLEN}
    zeilen = Kennzahlreihe.objects.stand_von(veroeffentlichung).filter(
        kennzahl__in=list(code_von), jahr__in={monat.year for monat in monate}
    )
    je: dict[int, Bestandteile] = {}
    for einheit, nr, jahr, zaehler, nenner, grund in zeilen.values_list(
        "einheit_id", "kennzahl", "jahr", "zaehler", "nenner", "grund"
    ):
        for stelle in (monat.month - 1 for monat in monate if monat.year == jahr):
            if grund[stelle] == Grund.OK:
                teile = je.setdefault(einheit, {})
                teile[code_von[nr], date(jahr, stelle + 1, 1)] = zaehler[stelle], nenner[stelle]
    return je


def _ausschnitt(reihen: Reihen, glieder: Mitglieder, letzte: int) -> Reihen:
    """The series of the members of a group, in their order, over the last so many months."""
    zeile = {einheit.pk: nr for nr, einheit in enumerate(reihen.einheiten)}
    zeilen = [zeile[einheit.pk] for einheit in glieder.einheiten]
    monate = slice(len(reihen.monate) - letzte, None)
    return Reihen(
        reihen.veroeffentlichung,
        glieder.einheiten,
        reihen.codes,
        reihen.monate[monate],
        reihen.wert[zeilen][..., monate],
        reihen.monate_vorhanden[zeilen][..., monate],
        reihen.einheiten_fehlend[zeilen][..., monate],
        reihen.grund[zeilen][..., monate],
        reihen.fenster[:, monate],
    )


def _letzte(werte: Zahlen) -> list[float]:
    """The values of the newest month that count."""
    return [wert for wert in ohne_luecken(werte[:, -1]) if wert is not None] if werte.size else []
