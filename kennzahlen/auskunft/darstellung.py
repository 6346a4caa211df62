"""From published series to what pages and reports show: tiles, tables, charts. Values in, finished texts out.

A value that is incomplete says so wherever it stands, and a comparison across a change of definition is not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kennzahlen.auskunft.charts import Band, Linie, Zeitreihe
from kennzahlen.auskunft.gruppen import Gruppenbild
from kennzahlen.auskunft.reihen import Reihen, Wert, brueche
from kennzahlen.auskunft.verzeichnis import Vergleich, kurzname, zusatz
from kennzahlen.cube import Zahlen
from kennzahlen.formeln import Grund
from kennzahlen.recht import KENNZAHL_CODES, Kennzahl, fassungen, kennzahl_am, vergleichbar
from zielsystem import zahlen
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

NICHT_VERGLEICHBAR = "nicht vergleichbar"


def definition(code: str, monat: date) -> Kennzahl:
    """The definition for a month; for a month before the first one, the first."""
    try:
        return kennzahl_am(code, monat)
    except Ausserhalb:
        return fassungen(code)[0]


def ergaenzungen(code: str) -> tuple[str, ...]:
    """The codes that explain a Kennzahl: its Ergänzungsgrößen and itself by sex."""
    return tuple(
        anderer
        for anderer in KENNZAHL_CODES
        if fassungen(anderer)[0].ergaenzt == code
        or (fassungen(anderer)[0].geschlecht and anderer.startswith(f"{code}_"))
    )


# -- Single values ---------------------------------------------------------------------------------------------


def wert_text(code: str, wert: float | None) -> str:
    """A value as people read it: a change with its sign, everything else as percent; "–" where there is none."""
    return zahlen.veraenderung(wert) if code in _VERAENDERUNGEN else zahlen.prozent(wert)


_VERAENDERUNGEN = frozenset(code for code in KENNZAHL_CODES if fassungen(code)[0].veraenderung)
"""The measures that are changes; asked for every cell of a page."""


def vorbehalt(wert: Wert) -> str:
    """What has to be said with a value, or why there is none; empty when it is whole."""
    if wert.wert is None:
        return wert.grund_text
    teile = []
    if wert.monate_vorhanden < wert.fenster:
        teile.append(f"unvollständig: {wert.monate_vorhanden} von {wert.fenster} Monaten")
    if wert.einheiten_fehlend:
        teile.append(f"ohne {wert.einheiten_fehlend} Jobcenter, deren Zahlen fehlen")
    if wert.vorlaeufig:
        teile.append("vorläufig")
    return "; ".join(teile)


def wertzelle(code: str, wert: Wert) -> Zelle:
    """A value in a table, with its reservation in small print; why there is none stands below the table."""
    if wert.wert is None:
        return Zelle(zahlen.GEHEIM if wert.grund == Grund.GEHEIM else zahlen.FEHLT, fussnote=wert.grund_text)
    return Zelle(wert_text(code, wert.wert), hinweis=vorbehalt(wert), roh=wert.wert)


def abstandszelle(code: str, jetzt: Wert, frueher: Wert) -> Zelle:
    """The difference of two values in percentage points, where they can be compared."""
    if jetzt.wert is None or frueher.wert is None:
        return Zelle(zahlen.FEHLT)
    if not vergleichbar(code, jetzt.monat, frueher.monat):
        return Zelle(NICHT_VERGLEICHBAR, hinweis=f"neue Definition ab {zahlen.monat(brueche(code)[-1])}")
    if any(wert.monate_vorhanden < wert.fenster for wert in (jetzt, frueher)):
        return Zelle(NICHT_VERGLEICHBAR, hinweis="ein Wert ist unvollständig")
    return Zelle(punkte(jetzt.wert - frueher.wert), roh=jetzt.wert - frueher.wert)


def punkte(abstand: float) -> str:
    """A difference in percentage points as a figure alone, for where the heading names the unit: "+0,4"."""
    return zahlen.prozentpunkte(abstand).removesuffix(f"{zahlen.FESTES_LEERZEICHEN}Prozentpunkte")


def sichtbar(abstand: float) -> str:
    """:func:`punkte`, but a difference too small for the digits shown says so instead of showing zero."""
    text = punkte(abstand)
    if abstand == 0 or not _NULL.fullmatch(text):
        return text
    return "< +0,05" if abstand > 0 else f"> {zahlen.MINUS}0,05"


_NULL = re.compile("[0,]+")


# -- A unit beside others --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Jahresvergleich:
    """The values of the units for a month and for the same month of the year before."""

    reihen: Reihen
    vergleiche: Sequence[Vergleich]

    def paar(self, vergleich: Vergleich, code: str) -> tuple[Wert, Wert]:
        """The value of the month, and that of the year before."""
        werte = self.reihen.werte(vergleich.einheit, code)
        return werte[-1], werte[0]

    @property
    def monat(self) -> date:
        """The newest month."""
        return self.reihen.monate[-1]

    @property
    def vorjahr(self) -> date:
        """The same month of the year before."""
        return self.reihen.monate[0]

    def kachel(self, code: str) -> dict[str, str]:
        """A Kennzahl of the unit itself as a tile."""
        zeile = definition(code, self.monat)
        jetzt, frueher = self.paar(self.vergleiche[0], code)
        vergleich = self._vorjahresangabe(code, jetzt, frueher)
        return {
            "kennzahl": code,
            "titel": zeile.titel,
            "wert": wertzelle(code, jetzt).text,
            "monat": zahlen.monat(self.monat),
            "veraenderung": vergleich[0],
            "zeitraum": vergleich[1],
            "hinweis": vorbehalt(jetzt),
            "norm": zeile.norm.text,
            "url": f"#{code}",
        }

    def _vorjahresangabe(self, code: str, jetzt: Wert, frueher: Wert) -> tuple[str, str]:
        vorjahr = zahlen.monat(self.vorjahr)
        if jetzt.wert is None or frueher.wert is None:
            return "", ""
        if abstandszelle(code, jetzt, frueher).text == NICHT_VERGLEICHBAR:
            return NICHT_VERGLEICHBAR, f"mit {vorjahr}"
        if fassungen(code)[0].veraenderung:
            return wert_text(code, frueher.wert), f"im {vorjahr}"
        return zahlen.prozentpunkte(jetzt.wert - frueher.wert), f"gegenüber {vorjahr}"

    def vergleichstabelle(self, code: str) -> Tabelle:
        """One Kennzahl of all the units, the month beside the year before."""
        zeilen = []
        for vergleich in self.vergleiche:
            jetzt, frueher = self.paar(vergleich, code)
            zellen = (wertzelle(code, jetzt), wertzelle(code, frueher), abstandszelle(code, jetzt, frueher))
            zeilen.append([_name(vergleich), *zellen])
        return Tabelle(
            f"{code} im Vergleich",
            [Spalte("Einheit", kopf=True), *self._monatsspalten(), _ABSTAND],
            zeilen,
            hinweis=_IN_PUNKTEN,
            schluessel=f"{code}-vergleich",
        )

    def ergaenzungstabelle(self, code: str) -> Tabelle:
        """The measures that explain a Kennzahl: the unit's own with the year before, and the others' of the month."""
        zeilen = [self._ergaenzungszeile(anderer) for anderer in ergaenzungen(code)]
        andere = [Spalte(vergleich.kurz, zahl=True) for vergleich in self.vergleiche[1:]]
        return Tabelle(
            f"Ergänzungsgrößen zu {code}",
            [Spalte("Größe", kopf=True), *self._monatsspalten(), _ABSTAND, *andere],
            zeilen,
            hinweis=f"{_IN_PUNKTEN} Vergleichswerte für {zahlen.monat(self.monat)}." if andere else _IN_PUNKTEN,
            schluessel=f"{code}-ergaenzungen",
        )

    def _ergaenzungszeile(self, code: str) -> list[Zelle | str]:
        jetzt, frueher = self.paar(self.vergleiche[0], code)
        andere = (wertzelle(code, self.paar(vergleich, code)[0]) for vergleich in self.vergleiche[1:])
        return [
            Zelle(f"{code} {definition(code, self.monat).titel}"),
            wertzelle(code, jetzt),
            wertzelle(code, frueher),
            abstandszelle(code, jetzt, frueher),
            *andere,
        ]

    def _monatsspalten(self) -> list[Spalte]:
        return [Spalte(zahlen.monat(monat), zahl=True) for monat in (self.monat, self.vorjahr)]


_ABSTAND = Spalte("Veränderung", zahl=True)
_IN_PUNKTEN = "Veränderung in Prozentpunkten."


def _name(vergleich: Vergleich) -> Zelle:
    return Zelle(vergleich.kurz, hinweis=zusatz(vergleich.einheit))


# -- Over time -------------------------------------------------------------------------------------------------


def zeitreihe(
    reihen: Reihen, vergleiche: Sequence[Vergleich], code: str, gruppenbild: Gruppenbild | None = None
) -> Zeitreihe:
    """The series of a measure as a chart takes it, before the band of a group.

    The comparison with the kind and the ring is left to the tables.
    """
    return Zeitreihe(
        titel=f"{definition(code, reihen.monate[-1]).titel} ({code})",
        monate=reihen.monate,
        linien=[_linie(reihen, vergleich, code) for vergleich in im_diagramm(vergleiche)],
        brueche=[monat for monat in brueche(code) if monat in reihen.monate[1:]],
        veraenderung=fassungen(code)[0].veraenderung,
        band=_band(gruppenbild, code) if gruppenbild else None,
    )


def im_diagramm(vergleiche: Sequence[Vergleich]) -> list[Vergleich]:
    """Those that are drawn as lines: no more than can be told apart."""
    return [vergleich for vergleich in vergleiche if vergleich.rolle not in ("typ", "ring")]


def _linie(reihen: Reihen, vergleich: Vergleich, code: str) -> Linie:
    werte = reihen.werte(vergleich.einheit, code)
    return Linie(
        vergleich.kurz,
        vergleich.rolle,
        [wert.wert for wert in werte],
        [wert.monate_vorhanden >= wert.fenster and not wert.vorlaeufig for wert in werte],
    )


def _band(gruppenbild: Gruppenbild, code: str) -> Band:
    verteilung = gruppenbild.verteilungen[code]
    name = f"mittlere Hälfte der Jobcenter im {kurzname(gruppenbild.gruppe)}"
    return Band(name, ohne_luecken(verteilung.q1), ohne_luecken(verteilung.q3))


def ohne_luecken(werte: Zahlen) -> list[float | None]:
    """Values as a chart or a cell takes them: None in place of NaN."""
    return [None if wert != wert else wert for wert in werte.tolist()]


def zeitreihentabelle(
    reihen: Reihen, vergleiche: Sequence[Vergleich], code: str, gruppenbild: Gruppenbild | None = None
) -> Tabelle:
    """The figures of a chart, the newest month first."""
    spalten = im_diagramm(vergleiche)
    zeilen = list(_monatszeilen([reihen.werte(vergleich.einheit, code) for vergleich in spalten], code))
    koepfe = [Spalte("Monat", kopf=True), *(Spalte(vergleich.kurz, zahl=True) for vergleich in spalten)]
    if gruppenbild:
        koepfe += [Spalte(f"{titel} {kurzname(gruppenbild.gruppe)}", zahl=True) for titel in _BANDSPALTEN]
        zeilen = [[*zeile, *band] for zeile, band in zip(zeilen, _bandzellen(gruppenbild, code), strict=True)]
    return Tabelle(f"{code} nach Monaten", koepfe, zeilen[::-1], schluessel=f"{code}-monate")


_BANDSPALTEN = ("1. Quartil", "Median", "3. Quartil")


def _bandzellen(gruppenbild: Gruppenbild, code: str) -> Iterator[list[Zelle]]:
    verteilung = gruppenbild.verteilungen[code]
    for werte in zip(*map(ohne_luecken, (verteilung.q1, verteilung.median, verteilung.q3)), strict=True):
        yield [Zelle(wert_text(code, wert), roh=wert) for wert in werte]


def _monatszeilen(werte: Sequence[Sequence[Wert]], code: str) -> Iterator[list[Zelle | str]]:
    for zeile in zip(*werte, strict=True):
        monat = zeile[0].monat
        yield [Zelle(zahlen.monat(monat), roh=monat), *(wertzelle(code, wert) for wert in zeile)]
