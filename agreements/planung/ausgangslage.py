"""The published figures that a breakdown rests on: last final month, own value, quantity, Vergleichstyp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from agreements.planung.aufteilung import Basis
from agreements.planung.recht import Planungsgroesse
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.kalender import faelliger_berichtsmonat
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import REIHENNUMMER, kennzahl_am
from zielsystem import zahlen
from zielsystem.parties.models import Gruppenzugehoerigkeit, Partei, Parteistand, gilt_am
from zielsystem.parties.recht import Gruppenart, Parteiart


@dataclass(frozen=True)
class Ort:
    """A Jobcenter on the first day of a round, with those around it; ids of parties."""

    partei: int
    schluessel: str
    name: str
    art: Parteiart
    land: int
    traeger: int
    gegenueber: int
    gruppe: str


@dataclass(frozen=True)
class Messung:
    """A published value as it lies in its row: sums of the window, months present, and why there is none."""

    zaehler: int
    nenner: int
    monate: int
    grund: Grund


class OhneZahlen(ValueError):
    """Nothing final has been published yet, so nothing can be broken down."""


def basismonat_von(veroeffentlichung: Veroeffentlichung) -> date:
    """The newest month whose figures are final in a release."""
    return min(veroeffentlichung.bis_monat, faelliger_berichtsmonat(veroeffentlichung.stand))


def neueste_veroeffentlichung() -> Veroeffentlichung:
    """The release to plan with; :class:`OhneZahlen` where there is none."""
    gefunden = Veroeffentlichung.objects.order_by("-pk").first()
    if gefunden is None:
        raise OhneZahlen("Es sind noch keine Kennzahlen veröffentlicht; ohne sie lässt sich nichts aufteilen.")
    return gefunden


def orte(tag: date, basismonat: date) -> list[Ort]:
    """The Jobcenter of a day in the order of their keys, with the Vergleichstyp of a month: three queries."""
    ba = Partei.objects.der_art([Parteiart.BA], tag).values_list("pk", flat=True).first()
    typ = dict(
        Gruppenzugehoerigkeit.objects.filter(gilt_am(basismonat), gruppe__art=Gruppenart.VERGLEICHSTYP).values_list(
            "partei_id", "gruppe__titel"
        )
    )
    felder = ("partei_id", "ags", "name", "art", "land_id", "traeger_id")
    zeilen = Parteistand.objects.am(tag).jobcenter().order_by("ags").values_list(*felder)
    return [
        Ort(
            partei, ags, name, Parteiart(art), land, traeger,
            gegenueber=_gegenueber(Parteiart(art), land, ba), gruppe=typ.get(partei, ""),
        )
        for partei, ags, name, art, land, traeger in zeilen
    ]  # fmt: skip


def _gegenueber(art: Parteiart, land: int, ba: int | None) -> int:
    """With whom a Jobcenter negotiates its values: the BA for a gE, its Land for an Optionskommune."""
    if art is Parteiart.ZKT:
        return land
    if ba is None:
        raise OhneZahlen("Am ersten Tag des Zeitraums fehlt die Bundesagentur für Arbeit.")
    return ba


def messungen(veroeffentlichung: Veroeffentlichung, kennzahl: str, monat: date) -> Mapping[int, Messung]:
    """The published figures of a Kennzahl and month, by party of the Jobcenter: one query."""
    zeilen = Kennzahlreihe.objects.stand_von(veroeffentlichung).filter(
        einheit__in=Einheit.objects.exclude(partei=None), kennzahl=REIHENNUMMER[kennzahl], jahr=monat.year
    )
    stelle = monat.month - 1
    return {
        partei: Messung(zaehler[stelle], nenner[stelle], monate[stelle], Grund(grund[stelle]))
        for partei, zaehler, nenner, monate, grund in zeilen.values_list(
            "einheit__partei_id", "zaehler", "nenner", "monate", "grund"
        )
    }


def basis(ort: Ort, messung: Messung | None, groesse: Planungsgroesse, monat: date) -> Basis:
    """What the rule begins with for one Jobcenter; where the value is not complete, why."""
    fenster = kennzahl_am(groesse.kennzahl, monat).fenster
    if messung is None or messung.grund is not Grund.OK or not messung.nenner:
        grund = GRUND_TEXT[messung.grund] if messung and messung.grund is not Grund.OK else ""
        return Basis(
            ort.schluessel, ort.gruppe, None, None, grund or f"Für {zahlen.monat(monat)} ist nichts veröffentlicht."
        )
    menge = Fraction(messung.zaehler) if groesse.veraenderung else Fraction(messung.nenner, messung.monate)
    if messung.monate < fenster:
        grund = f"Der Wert ist unvollständig: {messung.monate} von {fenster} Monaten."
        return Basis(ort.schluessel, ort.gruppe, None, menge, grund)
    quote = Fraction(messung.zaehler, 1) / (messung.nenner if groesse.veraenderung else menge)
    return Basis(ort.schluessel, ort.gruppe, quote, menge)
