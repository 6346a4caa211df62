"""Where a measure stands when a Ziel is agreed: the published values of the agreement's unit, final ones only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.models import Zielvereinbarung
from agreements.ziele.pruefung import Ausgangswert, Gegenstand
from kennzahlen.auskunft.reihen import Wert, lies
from kennzahlen.cube import monat_plus, monatsreihe
from kennzahlen.kalender import faelliger_berichtsmonat
from kennzahlen.models import Einheit, Veroeffentlichung
from zielsystem.parties.models import Gruppenzugehoerigkeit, gilt_am
from zielsystem.parties.recht import Gruppenart

JAHRE_ZURUECK = 3
"""The newest final value and those of the same month in so many years before are shown."""


@dataclass(frozen=True)
class Ausgangslage:
    """What is known of a measure: ``werte`` newest first, a year apart; empty where nothing is published."""

    gegenstand: Gegenstand
    einheit: str
    werte: tuple[Wert, ...]
    stand: date | None


def ausgangslage_von(vereinbarung: Zielvereinbarung, kennzahl: str) -> Ausgangslage:
    """The state of one measure ("" for none) for an agreement: at most four queries."""
    return ausgangslagen_von(vereinbarung, [kennzahl])[kennzahl]


def ausgangslagen_von(vereinbarung: Zielvereinbarung, kennzahlen: Sequence[str]) -> dict[str, Ausgangslage]:
    """The state of several measures for an agreement: at most four queries, however many."""
    codes = sorted({code for code in kennzahlen if code})
    release = Veroeffentlichung.objects.order_by("-pk").first()
    einheit = Einheit.objects.filter(**einheit_von(vereinbarung)).first()
    mit_gruppe = hat_vergleichsgruppe(vereinbarung)
    werte: dict[str, tuple[Wert, ...]] = {}
    if release and einheit and codes:
        monat = min(release.bis_monat, faelliger_berichtsmonat(release.stand))
        monate = monatsreihe(monat_plus(monat, -12 * JAHRE_ZURUECK), 12 * JAHRE_ZURUECK + 1)
        reihen = lies(release, [einheit], codes, monate)
        werte = {code: reihen.werte(einheit, code)[::-12] for code in codes}
    return {
        code: Ausgangslage(
            Gegenstand(code, vereinbarung.runde.laufzeit, _ausgangswert(werte.get(code, ())), mit_gruppe),
            einheit.titel if einheit else "",
            werte.get(code, ()),
            release.stand if release else None,
        )
        for code in {*kennzahlen}
    }


def einheit_von(vereinbarung: Zielvereinbarung) -> dict[str, object]:
    """The published unit an agreement is about, as a lookup: the Jobcenter, the Land, or for Nr. 1 all gE."""
    if vereinbarung.nr == 1:
        return {"schluessel": "typ:gE"}
    if vereinbarung.jobcenter_id is None:
        return {"schluessel": f"land:{vereinbarung.schluessel}"}
    return {"partei": vereinbarung.jobcenter_id}


def hat_vergleichsgruppe(vereinbarung: Zielvereinbarung) -> bool:
    """Whether there is somebody to compare with: a Vergleichstyp, or the other Länder; the BA has nobody."""
    if vereinbarung.jobcenter_id is None:
        return vereinbarung.nr != 1
    return Gruppenzugehoerigkeit.objects.filter(
        gilt_am(vereinbarung.runde.ab), partei=vereinbarung.jobcenter_id, gruppe__art=Gruppenart.VERGLEICHSTYP
    ).exists()


def _ausgangswert(werte: Sequence[Wert]) -> Ausgangswert | None:
    if not werte:
        return None
    neuester = werte[0]
    grund = neuester.grund_text
    if neuester.wert is not None and neuester.monate_vorhanden < neuester.fenster:
        grund = f"{neuester.monate_vorhanden} von {neuester.fenster} Monaten"
    return Ausgangswert(neuester.monat, neuester.wert, neuester.vollstaendig, grund)
