"""Own figures as pages and files show them: tables, a chart, a box beside the published Kennzahlen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kennzahlen.auskunft.charts import Linie, Zeitreihe
from kennzahlen.eigene.controlling.rechnung import Eigenrechnung
from kennzahlen.eigene.diagramme import schreibweise
from kennzahlen.eigene.festlegung import in_kraft, neueste
from kennzahlen.eigene.formelsprache import GRUND_TEXT, Grund
from kennzahlen.eigene.masse import roh, schreibe, titel
from kennzahlen.eigene.recht import EIGENARTEN, Eigenart
from kennzahlen.models.eigene import EigeneDefinition, EigeneZahl
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

MONATE_IM_DIAGRAMM = 36

Adresse = Callable[[str], str]
"""From a code to the address of its page."""


@dataclass(frozen=True, eq=False)
class Verlauf:
    """One own figure over time, for its page."""

    rechnung: Eigenrechnung
    zahl: EigeneZahl

    @property
    def definition(self) -> EigeneDefinition:
        """The newest definition, by which the figure is named."""
        return neueste(self.zahl.definitionen.all())

    @property
    def ueberschrift(self) -> str:
        """Name and code."""
        return f"{self.definition.titel} ({self.zahl.code})"

    def tabelle(self) -> Tabelle:
        """Every month from the first value on, the newest first."""
        definitionen = tuple(self.zahl.definitionen.all())
        neu_ab = set(self.rechnung.brueche(self.zahl.code))
        zeilen = [
            [Zelle(zahlen.monat(monat), roh=monat), self._zelle(definitionen, monat, wert, grund, neu_ab)]
            for monat, wert, grund in reversed(self.rechnung.werte(self.zahl.code))
        ]
        einheit = titel(self.definition.mass, self.definition.je)
        spalten = [Spalte("Monat", kopf=True), Spalte(einheit, zahl=True)]
        return Tabelle(f"{self.ueberschrift} nach Monaten", spalten, zeilen, schluessel="verlauf")

    def _zelle(
        self,
        definitionen: Sequence[EigeneDefinition],
        monat: date,
        wert: float | None,
        grund: Grund,
        neu_ab: set[date],
    ) -> Zelle:
        mass = (in_kraft(definitionen, monat) or self.definition).mass
        if wert is None:
            return Zelle(zahlen.FEHLT, hinweis=GRUND_TEXT[grund])
        hinweis = "neue Definition, mit früheren Monaten nicht vergleichbar" if monat in neu_ab else ""
        return Zelle(schreibe(wert, mass), roh=roh(wert, mass), hinweis=hinweis)

    def zeitreihe(self) -> Zeitreihe:
        """The newest months as a chart takes them; a change of definition parts the line."""
        werte = self.rechnung.werte(self.zahl.code)[-MONATE_IM_DIAGRAMM:]
        monate = [monat for monat, _, _ in werte]
        return Zeitreihe(
            titel=self.ueberschrift,
            monate=monate,
            linien=[Linie(self.zahl.code, "eigene", [wert for _, wert, _ in werte])],
            brueche=[monat for monat in self.rechnung.brueche(self.zahl.code) if monat in monate[1:]],
            schreibweise=schreibweise(self.definition.mass),
        )

    def fassungen(self) -> Tabelle:
        """What the figure meant from when on, the newest first."""
        alle = sorted(self.zahl.definitionen.all(), key=lambda d: d.nr, reverse=True)
        spalten = [Spalte("Nr.", kopf=True), *map(Spalte, ("ab", "Bezeichnung", "Einheit", "Formel", "Eingetragen"))]
        zeilen: list[list[Zelle | str]] = [
            [
                str(d.nr),
                zahlen.monat(d.ab),
                Zelle(d.titel, hinweis=d.beschreibung),
                titel(d.mass, d.je),
                d.formel or "wird erfasst",
                Zelle(zahlen.tag(d.eingetragen_am), hinweis=str(d.eingetragen_durch or "")),
            ]
            for d in alle
        ]
        return Tabelle("Definitionen", spalten, zeilen)


def verzeichnis(rechnung: Eigenrechnung, art: Eigenart, adresse: Adresse, *, archiv: bool = False) -> Tabelle:
    """The figures of a kind with their newest value, in the order of their codes."""
    mehrzahl = f"{EIGENARTEN[art]}n" if art is Eigenart.GRUNDGROESSE else f"{EIGENARTEN[art]}en"
    zeilen = [
        _zeile(rechnung, zahl, adresse)
        for zahl in rechnung.zahlen
        if zahl.art == art and bool(zahl.archiviert_am) is archiv
    ]
    spalten = [
        Spalte("Zahl", kopf=True),
        Spalte("Formel" if art is Eigenart.KENNZAHL else "Einheit"),
        Spalte("Neuester Wert", zahl=True),
        Spalte("Monat"),
    ]
    titel_ = f"Eigene {mehrzahl}{' im Archiv' if archiv else ''}"
    return Tabelle(titel_, spalten, zeilen, schluessel=f"{art.value}{'-archiv' if archiv else ''}")


def _zeile(rechnung: Eigenrechnung, zahl: EigeneZahl, adresse: Adresse) -> list[Zelle | str]:
    definition = neueste(zahl.definitionen.all())
    monat, wert, hinweis = _neuester(rechnung, zahl.code)
    return [
        Zelle(definition.titel, url=adresse(zahl.code), hinweis=zahl.code),
        definition.formel or titel(definition.mass, definition.je),
        Zelle(schreibe(wert, definition.mass), roh=roh(wert, definition.mass), hinweis=hinweis),
        Zelle(zahlen.monat(monat), roh=monat),
    ]


def _neuester(rechnung: Eigenrechnung, code: str) -> tuple[date | None, float | None, str]:
    """The newest month with a value; where there is none, why the newest month has none."""
    werte = rechnung.werte(code)
    for monat, wert, _ in reversed(werte):
        if wert is not None:
            return monat, wert, ""
    ergebnis = rechnung.ergebnisse[code].grund[0]
    return None, None, GRUND_TEXT[Grund(int(ergebnis[-1]))] if len(ergebnis) else ""


def kacheln(rechnung: Eigenrechnung, adresse: Adresse) -> list[dict[str, Any]]:
    """The own Kennzahlen as tiles, for the Jobcenter's own page."""
    kacheln = []
    for zahl in rechnung.zahlen:
        if zahl.art != Eigenart.KENNZAHL or zahl.archiviert_am:
            continue
        definition = neueste(zahl.definitionen.all())
        monat, wert, hinweis = _neuester(rechnung, zahl.code)
        kacheln.append(
            {
                "kennzahl": zahl.code,
                "titel": definition.titel,
                "wert": schreibe(wert, definition.mass),
                "monat": zahlen.monat(monat),
                "hinweis": hinweis or titel(definition.mass, definition.je),
                "url": adresse(zahl.code),
            }
        )
    return kacheln
