"""Checking one Jobcenter's month: the rules of ``plausibilitaet`` asked about a single Meldung, and what they found.

An import checks the whole country at once; a form asks after every few keystrokes. So only the own figures are read,
with those of the predecessors, and what the Vergleichstypen and all Jobcenter did comes from a cache: the middle of
their changes hardly moves within a quarter of an hour. Whoever decides something (submits, releases) asks afresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import Max, Min, Q

from kennzahlen.cube import Cube, Maske, Nachfolge, Zahlen, monat_plus, monatsreihe
from kennzahlen.einheiten import vergleichstypen
from kennzahlen.meldungen import plausibilitaet
from kennzahlen.meldungen.meldungsbestand import lies_bestand
from kennzahlen.meldungen.plausibilitaet import Entwicklung, Schwere
from kennzahlen.meldungen.recht import Meldungsstand
from kennzahlen.models import Ausnahme, Befund, Meldung, Veroeffentlichung
from kennzahlen.recht import GROESSE, GRUNDGROESSEN
from zielsystem.parties.models import Nachfolge as Parteinachfolge
from zielsystem.parties.models import Parteistand

GILT_SEKUNDEN = 15 * 60
_CACHE = "kennzahlen.entwicklung.je_typ"


def pruefe_meldung(meldung: Meldung, am: date, *, frisch: bool = False) -> list[plausibilitaet.Befund]:
    """All findings for one Meldung as it is (saved or not), among the valid figures of the other months."""
    parteien, nachfolgen = _verwandte(meldung.jobcenter_id)
    monate = _monate(parteien, meldung.monat)
    werte = _werte(parteien, monate)
    stelle = (parteien.index(meldung.jobcenter_id), monate.index(meldung.monat))
    werte[stelle] = als_zahlen([meldung.werte])[0]
    zu_pruefen = np.zeros(werte.shape[:2], dtype=np.bool_)
    zu_pruefen[stelle] = True
    stichmonat = am.replace(day=1)
    return plausibilitaet.pruefe(
        Cube(tuple(parteien), monate, werte),
        zu_pruefen,
        stichmonat,
        existiert=_existiert(parteien, monate),
        nachfolgen=[_auf_achse(zeile, parteien, monate) for zeile in nachfolgen],
        typen=vergleichstypen(parteien, monate),
        entwicklung=gemeinsame_entwicklung(stichmonat, frisch=frisch),
    )


def gemeinsame_entwicklung(stichmonat: date, *, frisch: bool = False) -> Entwicklung:
    """What the Vergleichstypen and all Jobcenter did, from the cache unless it has to be fresh."""
    gemerkt: Entwicklung | None = None if frisch else cache.get(_CACHE)
    if gemerkt is not None:
        return gemerkt
    bestand = lies_bestand(stichmonat, stichmonat)
    jobcenter = bestand.achse.jobcenter
    typen = vergleichstypen(jobcenter, bestand.monate)
    neu = plausibilitaet.entwicklung(Cube(jobcenter, bestand.monate, bestand.gueltig), stichmonat, typen)
    cache.set(_CACHE, neu, GILT_SEKUNDEN)
    return neu


def als_zahlen(zeilen: Iterable[Sequence[int | None]]) -> Zahlen:
    """Stored rows of figures as floats, NaN for what is missing."""
    werte: Zahlen = np.array(
        [[np.nan if wert is None else wert for wert in zeile] for zeile in zeilen], dtype=np.float64
    )
    return werte


# -- What is read ----------------------------------------------------------------------------------------------


def _verwandte(jobcenter: int) -> tuple[list[int], list[tuple[int, int, date]]]:
    """The Jobcenter and everything that went into it, and the mergers among them."""
    alle = list(Parteinachfolge.objects.values_list("vorgaenger_id", "nachfolger_id", "am"))
    parteien = [jobcenter]
    for partei in parteien:
        parteien += [vorher for vorher, nachher, _ in alle if nachher == partei and vorher not in parteien]
    return parteien, [zeile for zeile in alle if zeile[0] in parteien and zeile[1] in parteien]


def _monate(parteien: list[int], monat: date) -> tuple[date, ...]:
    """From the first reported month to the last, at least from the year before to the month after."""
    grenzen = (
        Meldung.objects.gueltig().filter(jobcenter__in=parteien).aggregate(erster=Min("monat"), letzter=Max("monat"))
    )
    erster = min(grenzen["erster"] or monat, monat_plus(monat, -12))
    letzter = max(grenzen["letzter"] or monat, monat_plus(monat, 1))
    return monatsreihe(erster, (letzter.year - erster.year) * 12 + letzter.month - erster.month + 1)


def _werte(parteien: list[int], monate: tuple[date, ...]) -> Zahlen:
    werte = np.full((len(parteien), len(monate), len(GRUNDGROESSEN)), np.nan)
    einheit = {partei: nr for nr, partei in enumerate(parteien)}
    stelle = {monat: nr for nr, monat in enumerate(monate)}
    zeilen = list(Meldung.objects.gueltig().filter(jobcenter__in=parteien).values_list("jobcenter", "monat", "werte"))
    if zeilen:
        ort = ([einheit[partei] for partei, _, _ in zeilen], [stelle[monat] for _, monat, _ in zeilen])
        werte[ort] = als_zahlen(gemeldet for _, _, gemeldet in zeilen)
    return werte


def _existiert(parteien: list[int], monate: tuple[date, ...]) -> Maske:
    existiert = np.zeros((len(parteien), len(monate)), dtype=np.bool_)
    staende = Parteistand.objects.jobcenter().filter(partei__in=parteien).values_list("partei", "ab", "bis")
    for partei, ab, bis in staende:
        existiert[parteien.index(partei)] |= np.array(
            [ab <= monat and (bis is None or monat < bis) for monat in monate]
        )
    return existiert


def _auf_achse(zeile: tuple[int, int, date], parteien: list[int], monate: tuple[date, ...]) -> Nachfolge:
    vorgaenger, nachfolger, am = zeile
    erster = next((stelle for stelle, monat in enumerate(monate) if monat >= am), len(monate))
    return Nachfolge(parteien.index(vorgaenger), parteien.index(nachfolger), erster)


# -- What is kept ----------------------------------------------------------------------------------------------


def halte_fest(meldung: Meldung, befunde: Sequence[plausibilitaet.Befund]) -> None:
    """Keep the findings with the Meldung; an explanation stays as long as the figure is the one it explains."""
    bisher = {(befund.code, befund.groesse): befund for befund in meldung.befunde.all()}
    gefunden = {(b.code, GROESSE[b.groesse].nr): _felder(b) for b in befunde}
    entfallen = [alt.pk for schluessel, alt in bisher.items() if schluessel not in gefunden]
    neue = [Befund(meldung=meldung, **felder) for schluessel, felder in gefunden.items() if schluessel not in bisher]
    if entfallen:
        Befund.objects.filter(pk__in=entfallen).delete()
    Befund.objects.bulk_create(neue)
    for schluessel, alt in bisher.items():
        if schluessel in gefunden:
            _schreibe_fort(alt, gefunden[schluessel])


def _felder(befund: plausibilitaet.Befund) -> dict[str, Any]:
    return {
        "code": befund.code,
        "schwere": befund.schwere.value,
        "groesse": GROESSE[befund.groesse].nr,
        "beteiligte": [GROESSE[code].nr for code in befund.beteiligte],
        "gemeldet": befund.gemeldet,
        "erwartet": befund.erwartet,
        "text": befund.text,
    }


def _schreibe_fort(alt: Befund, felder: dict[str, Any]) -> None:
    if all(getattr(alt, name) == wert for name, wert in felder.items()):
        return
    if alt.gemeldet != felder["gemeldet"]:
        felder["erklaerung"] = ""
    for name, wert in felder.items():
        setattr(alt, name, wert)
    alt.save(update_fields=list(felder))


def stand_von(meldung: Meldung) -> Meldungsstand:
    """The snapshot that the conditions of the acts look at."""
    befunde = list(meldung.befunde.values_list("code", "schwere", "erklaerung"))
    ausgenommen = set(ausnahmen(meldung).values_list("code", flat=True))
    in_arbeit = Meldung.objects.in_arbeit().filter(jobcenter=meldung.jobcenter_id, monat=meldung.monat)
    return Meldungsstand(
        harte_befunde=sum(schwere == Schwere.HART and code not in ausgenommen for code, schwere, _ in befunde),
        unerklaerte_befunde=sum(schwere == Schwere.WEICH and not erklaerung for _, schwere, erklaerung in befunde),
        veroeffentlicht=_veroeffentlicht(meldung),
        andere_in_arbeit=in_arbeit.exclude(pk=meldung.pk).exists(),
    )


def ausnahmen(meldung: Meldung) -> Any:
    """The exceptions that hold for a Meldung: a queryset."""
    return Ausnahme.objects.filter(jobcenter=meldung.jobcenter_id, monat=meldung.monat)


def _veroeffentlicht(meldung: Meldung) -> bool:
    """Whether a release rests on it."""
    if meldung.freigegeben_am is None:
        return False
    danach = Q(eingaben_stand__gte=meldung.freigegeben_am, bis_monat__gte=meldung.monat)
    return Veroeffentlichung.objects.filter(danach).exists()
