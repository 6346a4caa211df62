"""The figures of a ring as pages and files show them: where the own value lies, and how the members are spread.

Members are named, that is the habit of the rings, in the order of the alphabet: nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kennzahlen.auskunft.charts import Band, Linie, Streifen, Streifenbild, Zeitreihe
from kennzahlen.auskunft.vergleich import Verteilung, lage
from kennzahlen.eigene.diagramme import schreibweise
from kennzahlen.eigene.festlegung import neueste
from kennzahlen.eigene.formelsprache import GRUND_TEXT, Ergebnis, Grund
from kennzahlen.eigene.masse import roh, schreibe, titel
from kennzahlen.eigene.recht import RINGARTEN, Ringart
from kennzahlen.eigene.vergleichsring.satz import Satz
from kennzahlen.eigene.vergleichsring.vergleich import Ringvergleich
from kennzahlen.eigene.zeitraum import Zeitraum
from kennzahlen.models.ringe import Ringdefinition, Ringmeldung
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

Adresse = Callable[[str], str]
"""From a code to the address of its page."""


@dataclass(frozen=True, eq=False)
class Zahlvergleich:
    """One figure of the ring, seen by one member (its party)."""

    vergleich: Ringvergleich
    code: str
    jobcenter: int

    @cached_property
    def definition(self) -> Ringdefinition:
        """The newest definition, by which the figure is named."""
        return neueste(self.vergleich.satz.nach_code[self.code].definitionen.all())

    @property
    def einheit(self) -> str:
        """The unit in words."""
        return titel(self.definition.mass, self.definition.je)

    @cached_property
    def ring(self) -> Ergebnis:
        """The ring as a whole."""
        return self.vergleich.im_ring(self.code)

    @cached_property
    def verteilung(self) -> Verteilung:
        """How the members are spread."""
        return self.vergleich.verteilung(self.code)

    @cached_property
    def eigene(self) -> Ergebnis:
        """The own values, [1, period]."""
        ergebnis, alle = self.vergleich.ergebnisse[self.code], self.vergleich.mitglieder.jobcenter
        if self.jobcenter not in alle:
            return Ergebnis.aus(np.full((1, len(self.vergleich.zeitraeume)), np.nan))
        zeile = alle.index(self.jobcenter)
        return Ergebnis(ergebnis.werte[zeile : zeile + 1], ergebnis.grund[zeile : zeile + 1])

    def text(self, wert: float | None) -> str:
        """A value as it is written."""
        return schreibe(None if wert is None or wert != wert else wert, self.definition.mass)

    def zelle(self, wert: float, hinweis: str = "") -> Zelle:
        """A value in a table."""
        fehlt = wert != wert
        return Zelle(self.text(wert), hinweis=hinweis, roh=None if fehlt else roh(wert, self.definition.mass))

    # -- One period --------------------------------------------------------------------------------------------

    def lagesatz(self, stelle: int) -> str:
        """Where the own value of a period lies, or why that cannot be said: one German sentence."""
        wert, v = float(self.eigene.werte[0, stelle]), self.verteilung
        if wert != wert:
            grund = GRUND_TEXT[Grund(int(self.eigene.grund[0, stelle]))]
            return f"Ohne eigenen Wert lässt sich keine Lage angeben. {grund}"
        if v.q1[stelle] != v.q1[stelle]:
            return f"{zahlen.ganzzahl(int(v.anzahl[stelle]))} Werte sind zu wenige, um eine Lage anzugeben."
        teil = lage(wert, float(v.q1[stelle]), float(v.q3[stelle])).value
        von, bis = self.text(float(v.q1[stelle])), self.text(float(v.q3[stelle]))
        median = self.text(float(v.median[stelle]))
        return f"{self.text(wert)} liegt {teil} (mittlere Hälfte: {von} bis {bis}; Median: {median})."

    def mitgliedertabelle(self, stelle: int) -> Tabelle:
        """Every member of the period by name."""
        ergebnis, alle = self.vergleich.ergebnisse[self.code], self.vergleich.mitglieder
        zeitraum = self.vergleich.zeitraeume[stelle]
        zeilen = [
            [
                Zelle(alle.namen[nr], hinweis="eigenes Jobcenter" if nr == self.jobcenter else ""),
                self.zelle(float(ergebnis.werte[zeile, stelle]), GRUND_TEXT[Grund(int(ergebnis.grund[zeile, stelle]))]),
            ]
            for zeile, nr in enumerate(alle.jobcenter)
            if alle.war_dabei(nr, zeitraum)
        ]
        spalten = [Spalte("Jobcenter", kopf=True), Spalte(self.einheit, zahl=True)]
        return Tabelle(f"{self.definition.titel}, {zeitraum.titel}", spalten, zeilen, schluessel="mitglieder")

    def streifenbild(self, stelle: int, name: str) -> Streifenbild:
        """The spread of a period as a chart takes it."""
        werte = self.vergleich.ergebnisse[self.code].werte[:, stelle]
        v, eigener = self.verteilung, float(self.eigene.werte[0, stelle])
        quartile = (float(v.q1[stelle]), float(v.median[stelle]), float(v.q3[stelle]))
        return Streifenbild(
            titel=self.definition.titel,
            streifen=[
                Streifen(name, werte[~np.isnan(werte)].tolist(), None if quartile[0] != quartile[0] else quartile)
            ],
            eigener=None if eigener != eigener else ("Eigener Wert", eigener),
            schreibweise=schreibweise(self.definition.mass),
        )

    # -- Over time ---------------------------------------------------------------------------------------------

    def zeitreihe(self) -> Zeitreihe:
        """All periods as a chart takes them: the own line, the ring as a whole, and the middle half."""
        zeitraeume, v = self.vergleich.zeitraeume, self.verteilung
        namen = {zeitraum.ab: _zeitname(zeitraum) for zeitraum in zeitraeume}
        return Zeitreihe(
            titel=self.definition.titel,
            monate=[zeitraum.ab for zeitraum in zeitraeume],
            linien=[
                Linie("Eigener Wert", "eigene", _ohne_luecken(self.eigene.werte[0])),
                Linie("Ring insgesamt", "ring", _ohne_luecken(self.ring.werte[0])),
            ],
            brueche=[zeitraum.ab for zeitraum in self.vergleich.brueche(self.code)],
            band=Band("mittlere Hälfte der Mitglieder", _ohne_luecken(v.q1), _ohne_luecken(v.q3)),
            schreibweise=schreibweise(self.definition.mass),
            zeitname=namen.__getitem__,
        )

    def zeitreihentabelle(self) -> Tabelle:
        """The figures of the chart, the newest period first."""
        titel_ = ("Eigener Wert", "Ring insgesamt", "1. Quartil", "Median", "3. Quartil", "niedrigster", "höchster")
        spalten = [Spalte("Zeitraum", kopf=True), *(Spalte(text, zahl=True) for text in (*titel_, "Mitglieder"))]
        zeilen = [self._zeitzeile(stelle) for stelle in reversed(range(len(self.vergleich.zeitraeume)))]
        hinweis = "Ring insgesamt: die Formel über die zusammengezählten Basiszahlen, kein Mittel der Werte."
        return Tabelle(f"{self.definition.titel} im Ring", spalten, zeilen, hinweis, schluessel="verlauf")

    def _zeitzeile(self, stelle: int) -> list[Zelle | str]:
        v = self.verteilung
        eigene, ring = (
            self.zelle(float(e.werte[0, stelle]), GRUND_TEXT[Grund(int(e.grund[0, stelle]))])
            for e in (self.eigene, self.ring)
        )
        feld = [self.zelle(float(reihe[stelle])) for reihe in (v.q1, v.median, v.q3, v.tief, v.hoch)]
        anzahl = int(v.anzahl[stelle])
        return [
            self.vergleich.zeitraeume[stelle].titel,
            eigene,
            ring,
            *feld,
            Zelle(zahlen.ganzzahl(anzahl), roh=anzahl),
        ]


def _zeitname(zeitraum: Zeitraum) -> str:
    return f"Jahr {zeitraum.titel}" if zeitraum.rhythmus == "jahr" else zeitraum.titel


def _ohne_luecken(werte: np.ndarray) -> list[float | None]:
    return [None if wert != wert else wert for wert in werte.tolist()]


# -- All figures of a period -----------------------------------------------------------------------------------


def uebersicht(vergleich: Ringvergleich, stelle: int, jobcenter: int, adresse: Adresse) -> Iterator[Tabelle]:
    """A table per kind of figure: own value, ring, median, middle half, position."""
    zeitraum = vergleich.zeitraeume[stelle]
    for art in (Ringart.STRUKTUR, Ringart.QUALITAET, Ringart.KOSTEN, Ringart.BASIS):
        zeilen = [
            _uebersichtszeile(Zahlvergleich(vergleich, zahl.code, jobcenter), definition, stelle, adresse)
            for zahl, definition in vergleich.satz.im(zeitraum)
            if zahl.art == art
        ]
        spalten = [
            Spalte("Zahl", kopf=True),
            Spalte("Einheit"),
            *(Spalte(text, zahl=True) for text in ("Eigener Wert", "Ring", "Median", "1. Quartil", "3. Quartil")),
            Spalte("Lage"),
        ]
        if zeilen:
            yield Tabelle(RINGARTEN[art].mehrzahl, spalten, zeilen, schluessel=art.value)


_KURZ: dict[Grund, str] = {
    Grund.OK: "",
    Grund.FEHLT: "Zahl fehlt",
    Grund.VERGLEICH_FEHLT: "frühere Zahl fehlt",
    Grund.LUECKE: "Monat fehlt",
    Grund.NENNER_NULL: "Nenner null",
    Grund.ZU_GROSS: "nicht darstellbar",
    Grund.KEINE_DEFINITION: "nicht festgelegt",
}
"""The reasons in a table of many figures; the page of one says them in full."""


def _uebersichtszeile(
    eine: Zahlvergleich, definition: Ringdefinition, stelle: int, adresse: Adresse
) -> list[Zelle | str]:
    v, wert, grund = eine.verteilung, float(eine.eigene.werte[0, stelle]), Grund(int(eine.eigene.grund[0, stelle]))
    bekannt = wert == wert and v.q1[stelle] == v.q1[stelle]
    return [
        Zelle(definition.titel, url=adresse(eine.code), hinweis=eine.code),
        titel(definition.mass, definition.je),
        eine.zelle(wert, _KURZ[grund]),
        eine.zelle(float(eine.ring.werte[0, stelle])),
        *(eine.zelle(float(reihe[stelle])) for reihe in (v.median, v.q1, v.q3)),
        lage(wert, float(v.q1[stelle]), float(v.q3[stelle])).value if bekannt else zahlen.FEHLT,
    ]


def beteiligung(vergleich: Ringvergleich, zeitraum: Zeitraum, meldungen: list[Ringmeldung]) -> Tabelle:
    """Who of the members has released figures for a period."""
    freigegeben = {meldung.jobcenter_id: meldung.freigegeben_am for meldung in meldungen}
    zeilen: list[list[Zelle | str]] = []
    for nr in vergleich.mitglieder.jobcenter:
        if vergleich.mitglieder.war_dabei(nr, zeitraum):
            am = freigegeben.get(nr)
            stand = Zelle("freigegeben", status="success") if am else Zelle("noch nicht", status="neutral")
            zeilen.append([vergleich.mitglieder.namen[nr], stand, zahlen.tag(am)])
    spalten = [Spalte("Jobcenter", kopf=True), Spalte("Zahlen"), Spalte("am")]
    return Tabelle(f"Mitglieder im Zeitraum {zeitraum.titel}", spalten, zeilen)


def satztabellen(satz: Satz, adresse: Adresse | None) -> Iterator[Tabelle]:
    """The set by kind, with who last changed what; with an ``adresse`` for those who may change it."""
    for art, beschreibung in RINGARTEN.items():
        zeilen: list[list[Zelle | str]] = []
        for zahl in satz.zahlen:
            if zahl.art != art:
                continue
            d = neueste(zahl.definitionen.all())
            zeilen.append(
                [
                    Zelle(zahl.code, url=adresse(zahl.code) if adresse else ""),
                    Zelle(d.titel, hinweis=d.beschreibung),
                    d.formel or "wird erfasst",
                    titel(d.mass, d.je),
                    zahl.get_rhythmus_display(),
                    f"{'entfällt' if d.entfaellt else 'gilt'} ab {zahlen.tag(d.ab)}",
                ]
            )
        spalten = [Spalte("Code", kopf=True), *map(Spalte, ("Bezeichnung", "Formel", "Einheit", "Rhythmus", "Geltung"))]
        if zeilen:
            anzahl = f"{beschreibung.mehrzahl} ({len(zeilen)})"
            yield Tabelle(anzahl, spalten, zeilen, schluessel=art.value)


def aenderungen(satz: Satz, namen: Mapping[int, str], hoechstens: int = 20) -> Tabelle:
    """The newest changes of the set, with the member whose Leitung made them."""
    alle = [(d, zahl) for zahl in satz.zahlen for d in zahl.definitionen.all()]
    neue = sorted(alle, key=lambda paar: (paar[0].eingetragen_am, paar[0].pk), reverse=True)[:hoechstens]
    return Tabelle(
        "Letzte Änderungen",
        [Spalte("am", kopf=True), *map(Spalte, ("Zahl", "Was", "Jobcenter", "Person"))],
        [
            [
                zahlen.tag(d.eingetragen_am),
                Zelle(zahl.code, hinweis=d.titel),
                f"{'beendet' if d.entfaellt else 'festgelegt' if d.nr == 1 else 'geändert'} ab {zahlen.tag(d.ab)}",
                namen.get(d.eingetragen_fuer_id or 0, "Betrieb"),
                str(d.eingetragen_durch or zahlen.FEHLT),
            ]
            for d, zahl in neue
        ],
    )
