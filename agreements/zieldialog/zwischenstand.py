"""Zielerreichung so far: each Ziel of an agreement beside the newest final value of its Kennzahl.

During the period the rule of a Zielwert or Zielkorridor is asked about the newest value as if the year ended with it;
the other dimensions are judged at the end (``agreements.auswertung``). Only published Kennzahlen are used, never
controlling figures of one side (FACHKONZEPT 3).
"""

from __future__ import annotations

from dataclasses import dataclass

from agreements import inhalt
from agreements.models import Zielvereinbarung
from agreements.ziele.dimension import MIT_ZAHL, Dimension
from agreements.ziele.vorgabe import aus_paaren
from agreements.ziele.zeitraum import endmonate
from agreements.ziele.zielerreichung import ERGEBNISTITEL, Messlage, Messwert, bewerte
from agreements.zielkatalog import ziele_von
from agreements.zielkatalog.ausgangslage import Ausgangslage, ausgangslagen_von
from kennzahlen.recht import kennzahl_am
from zielsystem import zahlen

AM_ENDE = "wird am Ende der Laufzeit bewertet"


@dataclass(frozen=True)
class Zwischenstand:
    """A Ziel in words: what is agreed, the value and its month, what the rule says of it and why."""

    code: str
    titel: str
    wortlaut: str
    wert: str
    monat: str
    ergebnis: str
    hinweis: str


def zwischenstaende(vereinbarung: Zielvereinbarung) -> tuple[Zwischenstand, ...]:
    """The Ziele of an agreement as they stand with the newest release, in the order of the document."""
    ziele = ziele_von([vereinbarung.pk])[vereinbarung.pk].ziele
    lagen = ausgangslagen_von(vereinbarung, [ziel.kennzahl for ziel in ziele])
    return tuple(_zwischenstand(ziel, lagen[ziel.kennzahl], vereinbarung) for ziel in ziele)


def _zwischenstand(ziel: inhalt.Ziel, lage: Ausgangslage, vereinbarung: Zielvereinbarung) -> Zwischenstand:
    ergebnis, hinweis = _beurteilt(ziel, lage, vereinbarung)
    wert, monat = _gemessen(ziel.kennzahl, lage)
    return Zwischenstand(ziel.code, ziel.titel, ziel.wortlaut, wert, monat, ergebnis, hinweis)


def _gemessen(kennzahl: str, lage: Ausgangslage) -> tuple[str, str]:
    if not lage.werte:
        return zahlen.FEHLT, ""
    neuester = lage.werte[0]
    veraenderung = kennzahl_am(kennzahl, neuester.monat).veraenderung
    text = zahlen.veraenderung(neuester.wert) if veraenderung else zahlen.prozent(neuester.wert)
    return text, f"{kennzahl}, {zahlen.monat(neuester.monat)}"


def _beurteilt(ziel: inhalt.Ziel, lage: Ausgangslage, vereinbarung: Zielvereinbarung) -> tuple[str, str]:
    if Dimension(ziel.dimension) not in MIT_ZAHL or not lage.werte:
        return AM_ENDE, ""
    neuester = lage.werte[0]
    jahre = endmonate(vereinbarung.runde.laufzeit)
    befund = bewerte(
        aus_paaren(Dimension(ziel.dimension), ziel.vorgabe),
        Messlage(
            ziel.kennzahl,
            min(max(neuester.monat.year, min(jahre)), max(jahre)),
            Messwert(neuester.monat, neuester.wert, neuester.vollstaendig, True, neuester.grund_text),
        ),
    )
    return f"Stand heute: {ERGEBNISTITEL[befund.ergebnis]}", befund.begruendung
