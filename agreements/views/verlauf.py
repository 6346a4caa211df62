"""The way of an agreement as a timeline: from the table of states and the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from agreements.models import Vertragspartei, Zielvereinbarung
from agreements.recht import GESCHEITERTE, STATIONEN, VEREINBARUNG, Station, Zustand
from zielsystem import zahlen
from zielsystem.journal.models import Eintrag
from zielsystem.ui.rows import Schritt

_AUSGESCHIEDEN = GESCHEITERTE | {Zustand.AUFGEHOBEN}
_NACH = {zeile.code: zeile.nach.value for zeile in VEREINBARUNG.uebergaenge if zeile.nach not in zeile.von}
"""Where each act leads that changes the state."""

Erreicht = dict[str, tuple[str, str]]


def schritte(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> list[Schritt]:
    """The stations in order: those behind with day and party, the present one, those ahead. One query.

    Of an agreement that ended early the stations that will not come are left out.
    """
    erreicht = _erreicht(vereinbarung, parteien)
    if Zustand(vereinbarung.zustand) in _AUSGESCHIEDEN:
        return list(_beendet(vereinbarung.zustand, erreicht))
    return list(_unterwegs(vereinbarung.zustand, erreicht))


def _unterwegs(zustand: str, erreicht: Erreicht) -> Iterator[Schritt]:
    hier = [station.code for station in STATIONEN].index(zustand)
    for stelle, station in enumerate(STATIONEN):
        stand: Literal["erledigt", "aktuell", "offen"]
        stand = "erledigt" if stelle < hier else "aktuell" if stelle == hier else "offen"
        if station.immer or stelle == hier or (stand == "erledigt" and station.code in erreicht):
            yield _schritt(station, stand, erreicht if stand != "offen" else {})


def _beendet(zustand: str, erreicht: Erreicht) -> Iterator[Schritt]:
    for station in STATIONEN:
        if station.code == zustand:
            yield _schritt(station, "beendet", erreicht)
        elif station.code in erreicht:
            yield _schritt(station, "erledigt", erreicht)


def _schritt(
    station: Station, stand: Literal["erledigt", "aktuell", "offen", "beendet"], erreicht: Erreicht
) -> Schritt:
    am, durch = erreicht.get(station.code, ("", ""))
    return Schritt(station.titel, stand, am, durch, str(station.norm))


def _erreicht(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> Erreicht:
    """When and by which party each state was reached last, from the journal."""
    name: dict[int | None, str] = {}
    for partei in parteien:
        name |= {partei.rechtstraeger_id: partei.bezeichnung, partei.partei_id: partei.bezeichnung}
    name[None] = "durch Zeitablauf"
    eintraege = Eintrag.objects.filter(
        objektart=ContentType.objects.get_for_model(Zielvereinbarung), objekt_id=vereinbarung.pk, akt__in=_NACH
    ).order_by("pk")
    angelegt = zahlen.tag(timezone.localtime(vereinbarung.runde.angelegt_am))
    return {Zustand.ENTWURF.value: (angelegt, "mit der Planungsrunde")} | {
        _NACH[eintrag.akt]: (zahlen.tag(timezone.localtime(eintrag.am)), name.get(eintrag.partei_id, ""))
        for eintrag in eintraege
    }
