"""Soft: jumps, judged against this Jobcenter's own past and against what all Jobcenter did in the same month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from kennzahlen.cube import Cube, Ganze, Maske, Zahlen
from kennzahlen.meldungen.plausibilitaet.stoff import Pruefstoff, Treffer, frueher, stellen, zahl_text
from kennzahlen.recht import GRUNDGROESSEN, PARAMETER, Groessenart
from zielsystem.zahlen import monat, veraenderung

_VIER_VON_FUENF = 0.8
_STREUUNGEN_IN_VIER_VON_FUENF = 1.2816
"""Four in five values of a normal distribution lie within so many standard deviations. Wider than the median, this
leaves room for a pattern that returns every few months, and still overlooks the few figures that are wrong."""

_RAUSCHEN = {Groessenart.STROM: 2**0.5, Groessenart.BESTAND: 0.5**0.5, Groessenart.GELD: 0.5**0.5}
"""How much a difference trembles by chance alone on the scale 2·√(cases): two independent counts by √2; a stock,
and the money paid to it, keeps most of its people from month to month and trembles half as much."""

_STELLEN = 6
"""Decimals of a bound that count: what floating point adds behind them must not move it by a whole person."""


def _faelle(stoff: Pruefstoff) -> tuple[Zahlen, Zahlen]:
    """The figures in cases, [series, month, Grundgröße], and what one case is in each Grundgröße."""
    cent = 100 * stoff.parameter_wert("SPRUNG_EURO_JE_FALL")
    je_fall = np.array([cent if g.art is Groessenart.GELD else 1.0 for g in GRUNDGROESSEN])
    return np.where(stoff.werte >= 0, stoff.werte, np.nan) / je_fall, je_fall


def _skala(faelle: Zahlen) -> Zahlen:
    return 2 * np.sqrt(np.maximum(faelle, 0) + 0.375)


def _von_skala(hoehe: Zahlen) -> Zahlen:
    return np.maximum((np.maximum(hoehe, 0) / 2) ** 2 - 0.375, 0)


def _anteilswert(werte: Zahlen, achse: int, anteil: float) -> tuple[Zahlen, Ganze]:
    """The value below which a share of what is there lies (0.5: the median), and how many there are.

    The axis is kept with length 1; NaN where nothing is there.
    """
    sortiert = np.sort(werte, axis=achse)
    anzahl = np.sum(~np.isnan(werte), axis=achse, keepdims=True)
    rang = anteil * np.maximum(anzahl - 1, 0)
    unten = np.take_along_axis(sortiert, np.floor(rang).astype(np.int64), axis=achse)
    oben = np.take_along_axis(sortiert, np.ceil(rang).astype(np.int64), axis=achse)
    return unten + (rang % 1) * (oben - unten), anzahl


@dataclass(frozen=True, eq=False)
class _Abstand:
    """What was expected, on the scale, and how far figures usually are from it (at least chance)."""

    erwartet: Zahlen
    ueblich: Zahlen

    @classmethod
    def zu(cls, faelle: Zahlen, erwartet: Zahlen) -> _Abstand:
        """Distances of all figures, and the usual one of each series and Grundgröße."""
        hoehe = _skala(erwartet)
        breite, _ = _anteilswert(np.abs(_skala(faelle) - hoehe), 1, _VIER_VON_FUENF)
        rauschen = np.array([_RAUSCHEN[groesse.art] for groesse in GRUNDGROESSEN])
        return cls(hoehe, np.fmax(breite / _STREUUNGEN_IN_VIER_VON_FUENF, rauschen))

    def band(self, faktor: float) -> tuple[Zahlen, Zahlen]:
        """In cases, from where to where the distance is at most ``faktor`` times the usual one."""
        breite = faktor * self.ueblich
        return _von_skala(self.erwartet - breite), _von_skala(self.erwartet + breite)


@dataclass(frozen=True, eq=False)
class Entwicklung:
    """What all Jobcenter did: per distance in months the middle growth and how many there are [month, Grundgröße]."""

    monate: tuple[date, ...]
    je_abstand: Mapping[int, tuple[Zahlen, Ganze]]

    def auf(self, monate: tuple[date, ...], abstand: int) -> tuple[Zahlen, Ganze]:
        """On other months; nobody is there where this does not reach. Shape [1, month, Grundgröße]."""
        mitte = np.full((1, len(monate), len(GRUNDGROESSEN)), np.nan)
        anzahl = np.zeros(mitte.shape, dtype=np.int64)
        lage = {eigener: stelle for stelle, eigener in enumerate(self.monate)}
        paare = [(stelle, lage[m]) for stelle, m in enumerate(monate) if m in lage]
        if paare:
            ziel, quelle = np.array(paare).T
            mitte[0, ziel], anzahl[0, ziel] = (feld[quelle] for feld in self.je_abstand[abstand])
        return mitte, anzahl


def entwicklung(cube: Cube, stichmonat: date) -> Entwicklung:
    """The common development in a cube of all Jobcenter, to check a few of them by it without reading all again."""
    stoff = Pruefstoff(cube.werte, np.zeros((0, 0), np.bool_), len(cube.einheiten), cube.monate, stichmonat, PARAMETER)
    faelle, _ = _faelle(stoff)
    je_abstand = {abstand: _gemeinsames(stoff, faelle, abstand) for abstand in (1, 12)}
    return Entwicklung(cube.monate, {a: (mitte[0], anzahl[0]) for a, (mitte, anzahl) in je_abstand.items()})


def _gemeinsames(stoff: Pruefstoff, faelle: Zahlen, abstand: int) -> tuple[Zahlen, Ganze]:
    if stoff.entwicklung is not None:
        return stoff.entwicklung.auf(stoff.monate, abstand)
    eigene = faelle[: stoff.einheiten]
    return _anteilswert(_wachstum(eigene, frueher(eigene, abstand)), 0, 0.5)


def _wachstum(faelle: Zahlen, vorher: Zahlen) -> Zahlen:
    wachstum: Zahlen = np.log((faelle + 0.5) / (vorher + 0.5))
    return wachstum


def _sprung(stoff: Pruefstoff, abstand: int) -> Iterator[Treffer]:
    """Figures outside of what the changes of this Jobcenter and of its peers since ``abstand`` months ago allow."""
    faelle, _ = _faelle(stoff)
    vorher = frueher(faelle, abstand)
    eigenes, beobachtet = _anteilswert(_wachstum(faelle, vorher), 1, 0.5)
    gemeinsames, einheiten = _gemeinsames(stoff, faelle, abstand)
    allein = einheiten < stoff.parameter_wert("SPRUNG_VERGLEICHSEINHEITEN")
    faktor = stoff.parameter_wert("SPRUNG_FAKTOR")
    selbst, unter_anderen = (
        _Abstand.zu(faelle, (vorher + 0.5) * np.exp(wachstum) - 0.5).band(faktor) for wachstum in (eigenes, gemeinsames)
    )
    von, bis = _grenzen(stoff, (selbst, unter_anderen), allein, abstand)
    geprueft = (beobachtet >= stoff.parameter_wert("SPRUNG_BEOBACHTUNGEN")) & stoff.faellig[:, :, None]
    for ort in stellen(((stoff.werte < von) | (stoff.werte > bis)) & (stoff.werte >= 0) & geprueft):
        hier = (0, *ort[1:])
        andere = None if allein[hier] else float(np.expm1(gemeinsames[hier]))
        yield _sprung_treffer(stoff, ort, abstand, (von[ort], bis[ort]), andere)


def _grenzen(
    stoff: Pruefstoff, baender: tuple[tuple[Zahlen, Zahlen], ...], allein: Maske, abstand: int
) -> tuple[Zahlen, Zahlen]:
    """The least and the greatest figure that passes, in persons or cents, as whole numbers.

    From the lowest to the highest of what this Jobcenter usually does, what its peers did (where there are enough
    of them) and what is too small a change to be asked about. NaN where there is nothing to compare with.
    """
    _, je_fall = _faelle(stoff)
    (von, bis), (von_anderer, bis_anderer) = baender
    von = np.where(allein, von, np.minimum(von, von_anderer)) * je_fall
    bis = np.where(allein, bis, np.maximum(bis, bis_anderer)) * je_fall
    vorher = frueher(stoff.werte, abstand)
    klein = stoff.parameter_wert("SPRUNG_MINDESTANTEIL") * vorher
    von, bis = np.minimum(von, vorher - klein), np.maximum(bis, vorher + klein)
    return np.ceil(von.round(_STELLEN)), np.floor(bis.round(_STELLEN))


def _sprung_treffer(
    stoff: Pruefstoff, ort: tuple[int, ...], abstand: int, grenzen: tuple[float, float], andere: float | None
) -> Treffer:
    reihe, stelle, spalte = ort
    code = GRUNDGROESSEN[spalte].code
    ist, vorher = stoff.werte[reihe, stelle, spalte], stoff.werte[reihe, stelle - abstand, spalte]
    anteil = f" ({veraenderung((ist - vorher) / vorher)})" if vorher else ""
    von, bis = (zahl_text(code, grenze) for grenze in grenzen)
    mit = vergleich = ""
    if andere is not None:
        mit = " und denen aller Jobcenter"
        vergleich = f" Bei allen Jobcentern war die mittlere Veränderung {veraenderung(andere)}."
    text = (
        f"{code} für {monat(stoff.monate[stelle])} ist {zahl_text(code, ist)}, "
        f"nach {zahl_text(code, vorher)} im {monat(stoff.monate[stelle - abstand])}{anteil}. "
        f"Nach den bisherigen Veränderungen dieses Jobcenters{mit} üblich wären {von} bis {bis}.{vergleich} "
        "Bitte berichtigen oder erklären."
    )
    return Treffer(reihe, stelle, code, f"{von} bis {bis}", text)


def sprung_vormonat(stoff: Pruefstoff) -> Iterator[Treffer]:
    return _sprung(stoff, 1)


def sprung_vorjahr(stoff: Pruefstoff) -> Iterator[Treffer]:
    return _sprung(stoff, 12)
