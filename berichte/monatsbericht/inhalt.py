"""What a monthly report says: from the figures of a release to finished texts, tables and chart specifications.

The result is plain values that are kept as they are (``Bericht.inhalt``): page and PDF show the same ones, also when
parties, groups or wording have changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from berichte.monatsbericht.stoff import Gruppe, Stoff
from berichte.monatsbericht.worte import Ergaenzung, Kennzahlbild, Messung, saetze
from kennzahlen.auskunft.charts import Rolle, Zeitreihe, alternativtext, streifen_spec, zeitreihe_spec
from kennzahlen.auskunft.darstellung import (
    Jahresvergleich,
    abstandszelle,
    definition,
    ergaenzungen,
    wertzelle,
    zeitreihe,
)
from kennzahlen.auskunft.lagebild import lagesatz, streifenbild, streuungssatz
from kennzahlen.auskunft.reihen import Wert, brueche
from kennzahlen.auskunft.verzeichnis import kurzname, vergleiche
from kennzahlen.models import Einheit
from kennzahlen.recht import HAUPTKENNZAHLEN, fassungen, vergleichbar
from kennzahlen.veroeffentlichungen.hinweise import hinweise_zu
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

IM_VERGLEICH = ("eigene", "vergleichstyp", "land", "bund")
"""Beside whom a unit is shown, in this order: as many as fit on paper."""


@dataclass(frozen=True)
class Bild:
    """A chart: what it shows in words, and its specification for print. ``name`` is that of its page's chart."""

    name: str
    titel: str
    alt: str
    hinweis: str
    hoehe: int
    spec: dict[str, Any]


@dataclass(frozen=True)
class Abschnitt:
    """A Kennzahl: its course, its position or spread in sentences and as a chart, its Ergänzungsgrößen."""

    code: str
    titel: str
    norm: str
    verlauf: Bild
    lagesatz: str
    lage: Bild | None
    ergaenzungen: Tabelle


@dataclass(frozen=True)
class Berichtsinhalt:
    """A report, finished but for its pictures. ``absaetze`` are pairs of a Kennzahl and its sentences."""

    titel: str
    fuer: str
    monat: str
    monatsschluessel: str
    stand: str
    nummer: int
    schluessel: str
    absaetze: tuple[tuple[str, tuple[str, ...]], ...]
    uebersicht: Tabelle
    abschnitte: tuple[Abschnitt, ...]
    hinweise: tuple[str, ...]
    lageueberschrift: str
    linien: tuple[tuple[str, Rolle], ...]
    band: str
    synthetisch: bool


class Leer(Exception):
    """None of the three Kennzahlen has a value: there is nothing to report. The text says why, in German."""


def stelle_zusammen(stoff: Stoff, art: Berichtsart, einheit: Einheit, *, synthetisch: bool = False) -> Berichtsinhalt:
    """The report of a kind about a unit: two to three queries beside what ``stoff`` holds. Raises :class:`Leer`."""
    return _Zusammenstellung(stoff, art, einheit).inhalt(synthetisch)


class _Zusammenstellung:
    """One report on its way: the unit, those beside it, its group."""

    def __init__(self, stoff: Stoff, art: Berichtsart, einheit: Einheit) -> None:
        self.stoff, self.art, self.einheit = stoff, art, einheit
        self.stand = stoff.staende.get(einheit.partei_id or 0)
        daneben = vergleiche(einheit, self.stand, stoff.monat)
        self.vergleiche = sorted(
            (v for v in daneben if v.rolle in IM_VERGLEICH), key=lambda v: IM_VERGLEICH.index(v.rolle)
        )
        self.jahr = Jahresvergleich(stoff.jahr, self.vergleiche)
        self.gruppe = self._gruppe()

    def inhalt(self, synthetisch: bool) -> Berichtsinhalt:
        paare = {code: self._paar(code) for code in HAUPTKENNZAHLEN}
        if all(jetzt.wert is None for jetzt, _ in paare.values()):
            raise Leer(
                f"Für {zahlen.monat(self.stoff.monat)} ist kein Wert veröffentlicht. {paare['K2'][0].grund_text}"
            )
        release = self.stoff.veroeffentlichung
        return Berichtsinhalt(
            titel=kurzname(self.einheit),
            fuer=BERICHTSARTEN[self.art].fuer + kurzname(self.einheit),
            monat=zahlen.monat(self.stoff.monat),
            monatsschluessel=f"{self.stoff.monat:%Y-%m}",
            stand=zahlen.tag(release.stand),
            nummer=release.pk,
            schluessel=self.einheit.schluessel,
            absaetze=tuple((code, saetze(self._bild(code, *paar))) for code, paar in paare.items()),
            uebersicht=self._uebersicht(),
            abschnitte=tuple(self._abschnitt(code) for code in HAUPTKENNZAHLEN),
            hinweise=tuple(self._hinweise()),
            lageueberschrift="Lage in der Vergleichsgruppe" if self.stand else "Streuung der Jobcenter",
            linien=tuple((vergleich.kurz, vergleich.rolle) for vergleich in self.vergleiche),
            band=_bandname(self.gruppe) if self.gruppe and self.stand else "",
            synthetisch=synthetisch,
        )

    def _paar(self, code: str, wer: Einheit | None = None) -> tuple[Wert, Wert]:
        werte = self.stoff.jahr.werte(wer or self.einheit, code)
        return werte[-1], werte[0]

    def _gruppe(self) -> Gruppe | None:
        """The Vergleichstyp of a Jobcenter over time; an aggregate is its own group."""
        if self.stand is None:
            return self.stoff.gruppe(self.einheit, ueber_zeit=False)
        typ = next((v.einheit for v in self.vergleiche if v.rolle == "vergleichstyp"), None)
        return self.stoff.gruppe(typ, ueber_zeit=True) if typ else None

    # -- In words ----------------------------------------------------------------------------------------------

    def _bild(self, code: str, jetzt: Wert, frueher: Wert) -> Kennzahlbild:
        return Kennzahlbild(
            definition(code, jetzt.monat),
            self._messung(code, jetzt),
            self._messung(code, frueher),
            vergleichbar(code, jetzt.monat, frueher.monat),
            tuple(self._ergaenzungen(code)),
        )

    def _messung(self, code: str, wert: Wert) -> Messung:
        teile = self.stoff.bestandteile.get(self.einheit.pk, {}).get((code, wert.monat))
        return Messung(
            wert.monat,
            wert.wert,
            wert.grund_text,
            wert.monate_vorhanden,
            wert.fenster,
            wert.einheiten_fehlend,
            wert.vorlaeufig,
            *(teile or (None, None)),
        )

    def _ergaenzungen(self, code: str) -> Iterator[Ergaenzung]:
        for anderer in ergaenzungen(code):
            jetzt, frueher = self._paar(anderer)
            gleich = vergleichbar(anderer, jetzt.monat, frueher.monat) and jetzt.vollstaendig and frueher.vollstaendig
            if gleich and jetzt.wert is not None and frueher.wert is not None:
                titel = f"{anderer} {definition(anderer, jetzt.monat).titel}"
                yield Ergaenzung(titel, jetzt.wert, frueher.wert, fassungen(anderer)[0].veraenderung)

    # -- Tables ------------------------------------------------------------------------------------------------

    def _uebersicht(self) -> Tabelle:
        zeilen = [self._zeile(code) for code in HAUPTKENNZAHLEN]
        return Tabelle(f"Kennzahlen im {zahlen.monat(self.stoff.monat)}", self._spalten("Kennzahl"), zeilen)

    def _ergaenzungstabelle(self, code: str) -> Tabelle:
        zeilen = [self._zeile(anderer) for anderer in ergaenzungen(code)]
        return Tabelle(f"Ergänzungsgrößen zu {code}", self._spalten("Größe"), zeilen)

    def _spalten(self, erste: str) -> list[Spalte]:
        monate = (f"{zahlen.MONATE[m.month - 1][:3]} {m.year}" for m in (self.stoff.monat, self.stoff.vorjahr))
        andere = (name for name, _ in self._andere())
        titel = (*monate, "Verände\u00adrung", *andere)
        return [Spalte(erste, kopf=True), *(Spalte(einer, zahl=True) for einer in titel)]

    def _zeile(self, code: str) -> list[Zelle | str]:
        jetzt, frueher = self._paar(code)
        return [
            Zelle(f"{code} {definition(code, jetzt.monat).titel}"),
            wertzelle(code, jetzt),
            wertzelle(code, frueher),
            abstandszelle(code, jetzt, frueher),
            *(wertzelle(code, self._paar(code, einheit)[0]) for _, einheit in self._andere()),
        ]

    def _andere(self) -> Iterator[tuple[str, Einheit]]:
        """The units beside, with their column titles; for a Kooperationsausschuss also the kinds of Jobcenter."""
        if BERICHTSARTEN[self.art].arten_daneben:
            for kurz in ("gE", "zkT"):
                if einheit := self.stoff.einheiten.get(f"land_typ:{self.einheit.schluessel.partition(':')[2]}:{kurz}"):
                    yield kurz, einheit
        yield from ((vergleich.kurz, vergleich.einheit) for vergleich in self.vergleiche[1:])

    # -- Charts ------------------------------------------------------------------------------------------------

    def _abschnitt(self, code: str) -> Abschnitt:
        zeile = definition(code, self.stoff.monat)
        return Abschnitt(
            code,
            zeile.titel,
            str(zeile.norm),
            self._verlauf(code),
            self._lagesatz(code),
            self._lage(code),
            self._ergaenzungstabelle(code),
        )

    def _verlauf(self, code: str) -> Bild:
        band = self.gruppe.bild if self.gruppe and self.stand else None
        reihe = zeitreihe(self.stoff.verlauf, self.vergleiche, code, band)
        monate = self.stoff.verlauf.monate
        titel = f"{code} von {zahlen.monat(monate[0])} bis {zahlen.monat(monate[-1])}"
        spec = zeitreihe_spec(reihe, *VERLAUF)
        return Bild("diagramm", titel, alternativtext(reihe), _achsenhinweis(reihe), HOEHE_IM_NETZ, spec)

    def _lagesatz(self, code: str) -> str:
        if self.gruppe is None:
            return "Dieses Jobcenter gehört zu keiner Vergleichsgruppe."
        if self.stand is None:
            return streuungssatz(code, self.gruppe.bild)
        return lagesatz(code, self._paar(code)[0], self.gruppe.bild)

    def _lage(self, code: str) -> Bild | None:
        if self.gruppe is None or not self.gruppe.werte[code]:
            return None
        werte, wert = self.gruppe.werte[code], self._paar(code)[0]
        streifen = streifenbild(code, wert, kurzname(self.einheit), [(self.gruppe.bild, werte)])
        titel = f"{code}: alle Jobcenter, {kurzname(self.gruppe.bild.gruppe)}, {zahlen.monat(wert.monat)}"
        alt = f"Punktstreifen, jeder Punkt ein Jobcenter. {streuungssatz(code, self.gruppe.bild)}"
        return Bild("streuung", titel, alt, LEGENDE, streifen.hoehe, streifen_spec(streifen, VERLAUF[0]))

    # -- What has to be said -----------------------------------------------------------------------------------

    def _hinweise(self) -> Iterator[str]:
        release = self.stoff.veroeffentlichung
        yield f"Grundlage ist die Veröffentlichung Nr. {release.pk} vom {zahlen.tag(release.stand)} (§ 48a SGB II)."
        if self._paar("K2")[0].vorlaeufig:
            yield "Die Zahlen dieses Monats sind vorläufig: Die Wartezeit war noch nicht abgelaufen."
        yield from self._unvollstaendige()
        yield from _brueche(self.stoff.monat, self.stoff.verlauf.monate)
        for vermerk in hinweise_zu(release, self.einheit):
            wozu = f" ({vermerk['wozu']})" if vermerk["wozu"] else ""
            yield f"{vermerk['art']}{wozu}: {vermerk['text']}"
        yield from IMMER

    def _unvollstaendige(self) -> Iterator[str]:
        """Which measures of the unit lack months or Jobcenter, and which have no value, each with its reason."""
        gruende: dict[str, list[str]] = {}
        for code in self.stoff.jahr.codes:
            wert = self._paar(code)[0]
            if grund := _maengel(wert):
                gruende.setdefault(grund, []).append(code)
        yield from (f"{', '.join(codes)}: {grund}" for grund, codes in gruende.items())


VERLAUF = 800, 240
"""Size of a chart over time in pixels; it is printed 170 mm wide."""

HOEHE_IM_NETZ = 400
LEGENDE = "Grün hinterlegt: die mittlere Hälfte, darin als Linie der Median. Blau: der Wert dieser Einheit."

IMMER = (
    "Veränderungen sind in Prozentpunkten angegeben und aus den ungerundeten Werten berechnet.",
    "Werte für Land, Bund und Gruppen entstehen aus den zusammengezählten Zahlen der Jobcenter, nicht aus dem Mittel "
    "ihrer Quoten.",
    "Ergänzungsgrößen erläutern eine Kennzahl; für sie werden keine Zielwerte vereinbart.",
    "Die mittlere Hälfte einer Gruppe liegt zwischen erstem und drittem Quartil. Der Vergleich ordnet ein; eine "
    "Rangfolge ist er nicht.",
)


def _bandname(gruppe: Gruppe) -> str:
    return f"mittlere Hälfte der Jobcenter im {kurzname(gruppe.bild.gruppe)}"


def _achsenhinweis(reihe: Zeitreihe) -> str:
    return "" if reihe.veraenderung else "Die senkrechte Achse beginnt nicht bei null."


def _maengel(wert: Wert) -> str:
    if wert.wert is None:
        return wert.grund_text
    if wert.monate_vorhanden < wert.fenster:
        return f"unvollständig, {wert.monate_vorhanden} von {wert.fenster} Monaten liegen vor."
    if wert.einheiten_fehlend:
        return f"ohne {zahlen.ganzzahl(wert.einheiten_fehlend)} Jobcenter, deren Zahlen fehlen."
    return ""


def _brueche(monat: date, monate: Sequence[date]) -> Iterator[str]:
    """The new definitions within the months shown."""
    for code in HAUPTKENNZAHLEN:
        for betroffen in (code, *ergaenzungen(code)):
            for bruch in brueche(betroffen):
                if monate[0] < bruch <= monat:
                    ab = zahlen.monat(bruch)
                    yield f"{betroffen}: ab {ab} neue Definition, mit früheren Werten nicht vergleichbar."
