"""Freely chosen units side by side: their values of a month, their series, and two measures against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.core.cache import cache
from django.urls import reverse

from kennzahlen.auskunft.charts import Einzelverlaeufe, Streudiagramm, Streupunkt
from kennzahlen.auskunft.charts.streudiagramm import Achse
from kennzahlen.auskunft.darstellung import abstandszelle, definition, ohne_luecken, wert_text, wertzelle
from kennzahlen.auskunft.reihen import Reihen, brueche, lies
from kennzahlen.auskunft.vergleich import rangkorrelation, verteilung
from kennzahlen.auskunft.verzeichnis import kurzname, sortierfolge, zusatz
from kennzahlen.cube import Zahlen
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import fassungen
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


def ortsname(einheit: Einheit) -> str:
    """How a unit is called where there is little room."""
    return kurzname(einheit).removeprefix("Jobcenter ")


def einheitenadresse(einheit: Einheit) -> str:
    """The address of the page of a unit."""
    if einheit.art == Einheitsart.JOBCENTER:
        return reverse("kennzahlen:jobcenter", kwargs={"ags": einheit.schluessel})
    return reverse("kennzahlen:einheit", kwargs={"schluessel": einheit.schluessel})


def beschriftung(code: str, monat: date) -> str:
    """Name and code of a measure, by the definition of a month."""
    return f"{definition(code, monat).titel} ({code})"


# -- Values of a month -----------------------------------------------------------------------------------------


def wertetabelle(reihen: Reihen) -> Tabelle:
    """Every unit a row, every measure a column, with the difference to the year before where it can be compared."""
    spalten = [Spalte("Einheit", kopf=True)]
    for code in reihen.codes:
        spalten += [Spalte(code, zahl=True), Spalte(f"{code} gegenüber Vorjahr", zahl=True)]
    return Tabelle(
        f"Werte für {zahlen.monat(reihen.monate[-1])}",
        spalten,
        [_wertezeile(reihen, einheit) for einheit in reihen.einheiten],
        hinweis=f"Unterschied zum {zahlen.monat(reihen.monate[0])} in Prozentpunkten.",
        schluessel="werte",
    )


def _wertezeile(reihen: Reihen, einheit: Einheit) -> list[Zelle | str]:
    zeile: list[Zelle | str] = [Zelle(kurzname(einheit), url=einheitenadresse(einheit), hinweis=zusatz(einheit))]
    for code in reihen.codes:
        frueher, *_, jetzt = reihen.werte(einheit, code)
        zeile += [wertzelle(code, jetzt), abstandszelle(code, jetzt, frueher)]
    return zeile


# -- Over time -------------------------------------------------------------------------------------------------


def einzelverlaeufe(reihen: Reihen, code: str) -> Einzelverlaeufe:
    """The complete values of a measure, one small chart per unit."""
    stelle = reihen.codes.index(code)
    werte = np.where(reihen.vollstaendig[:, stelle], reihen.wert[:, stelle], np.nan)
    return Einzelverlaeufe(
        titel=beschriftung(code, reihen.monate[-1]),
        monate=reihen.monate,
        verlaeufe=[(ortsname(e), ohne_luecken(reihe)) for e, reihe in zip(reihen.einheiten, werte, strict=True)],
        brueche=[monat for monat in brueche(code) if monat in reihen.monate[1:]],
        veraenderung=fassungen(code)[0].veraenderung,
    )


def verlaufstabelle(reihen: Reihen, code: str) -> Tabelle:
    """The figures behind the small charts, the newest month first."""
    je_einheit = [reihen.werte(einheit, code) for einheit in reihen.einheiten]
    zeilen: list[list[Zelle | str]] = [
        [Zelle(zahlen.monat(monat), roh=monat), *(wertzelle(code, werte[nr]) for werte in je_einheit)]
        for nr, monat in reversed(list(enumerate(reihen.monate)))
    ]
    spalten = [Spalte("Monat", kopf=True), *(Spalte(kurzname(einheit), zahl=True) for einheit in reihen.einheiten)]
    return Tabelle(f"{code} nach Monaten", spalten, zeilen, schluessel=f"{code}-monate")


# -- Two measures ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Gegenueber:
    """Two measures of all Jobcenter in a month, and of the chosen units; ``werte`` [unit, 2] are complete or NaN."""

    achsen: tuple[str, str]
    monat: date
    einheiten: tuple[Einheit, ...]
    werte: Zahlen
    gewaehlte: frozenset[int]

    @classmethod
    def lies(
        cls, veroeffentlichung: Veroeffentlichung, achsen: tuple[str, str], monat: date, gewaehlte: Sequence[Einheit]
    ) -> Gegenueber:
        """All Jobcenter are read once per release and then kept, the chosen groups each time: at most three queries."""
        jobcenter, werte = _aller_jobcenter(veroeffentlichung, achsen, monat)
        bekannt = {einheit.pk for einheit in jobcenter}
        weitere = tuple(einheit for einheit in gewaehlte if einheit.pk not in bekannt)
        if weitere:
            werte = np.concatenate([werte, _vollstaendige(veroeffentlichung, weitere, achsen, monat)])
        return cls(achsen, monat, (*jobcenter, *weitere), werte, frozenset(einheit.pk for einheit in gewaehlte))

    def streudiagramm(self) -> Streudiagramm:
        """The chart: pairs of complete values."""
        ist_jobcenter = np.array([e.art == Einheitsart.JOBCENTER for e in self.einheiten], dtype=np.bool_)
        paare = self.werte[ist_jobcenter & ~np.isnan(self.werte).any(axis=1)]
        mediane = ohne_luecken(verteilung(paare).median)
        x, y = (Achse(beschriftung(code, self.monat), fassungen(code)[0].veraenderung) for code in self.achsen)
        return Streudiagramm(
            x=x,
            y=y,
            punkte=[(a, b) for a, b in paare.tolist()],
            gewaehlte=[
                Streupunkt(ortsname(einheit), a, b)
                for einheit, (a, b) in zip(self.einheiten, self.werte.tolist(), strict=True)
                if einheit.pk in self.gewaehlte and a == a and b == b
            ],
            mediane=(mediane[0], mediane[1]) if mediane[0] is not None and mediane[1] is not None else None,
            rangkorrelation=rangkorrelation(paare[:, 0], paare[:, 1]),
        )

    def tabelle(self) -> Tabelle:
        """The figures of the chart: the chosen units first, then every Jobcenter by name."""
        zeilen = [
            (einheit, ohne_luecken(paar))
            for einheit, paar in zip(self.einheiten, self.werte, strict=True)
            if einheit.pk in self.gewaehlte or not np.isnan(paar).all()
        ]
        zeilen.sort(key=lambda zeile: (zeile[0].pk not in self.gewaehlte, sortierfolge(zeile[0].titel)))
        groessen = [Spalte(beschriftung(code, self.monat), zahl=True) for code in self.achsen]
        return Tabelle(
            "Beide Größen aller Jobcenter",
            [Spalte("Einheit", kopf=True), *groessen],
            [
                [
                    Zelle(kurzname(einheit), hinweis="ausgewählt" if einheit.pk in self.gewaehlte else ""),
                    *(Zelle(wert_text(code, wert), roh=wert) for code, wert in zip(self.achsen, paar, strict=True)),
                ]
                for einheit, paar in zeilen
            ],
            hinweis="Nur vollständige Werte.",
            schluessel="streuung",
        )


_BEHALTEN = 7 * 24 * 3600


def _aller_jobcenter(
    veroeffentlichung: Veroeffentlichung, achsen: tuple[str, str], monat: date
) -> tuple[tuple[Einheit, ...], Zahlen]:
    """All Jobcenter with their two values; kept, because a release never changes."""
    stand = f"{veroeffentlichung.pk}:{veroeffentlichung.veroeffentlicht_am.timestamp()}"
    ort = f"gegenueber:1:{stand}:{':'.join(achsen)}:{monat}"
    bild: tuple[tuple[Einheit, ...], Zahlen] | None = cache.get(ort)
    if bild is None:
        alle = tuple(Einheit.objects.filter(art=Einheitsart.JOBCENTER).order_by("schluessel"))
        bild = alle, _vollstaendige(veroeffentlichung, alle, achsen, monat)
        cache.set(ort, bild, _BEHALTEN)
    return bild


def _vollstaendige(
    veroeffentlichung: Veroeffentlichung, einheiten: Sequence[Einheit], achsen: tuple[str, str], monat: date
) -> Zahlen:
    """The complete values [unit, 2]; NaN where there is none."""
    reihen = lies(veroeffentlichung, einheiten, tuple(dict.fromkeys(achsen)), [monat])
    spalten = [reihen.codes.index(code) for code in achsen]
    werte: Zahlen = np.where(reihen.vollstaendig, reihen.wert, np.nan)[:, spalten, 0]
    return werte
