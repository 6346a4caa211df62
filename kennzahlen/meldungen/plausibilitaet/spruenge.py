"""Soft: jumps, judged against this Jobcenter's own past and against what its peers did in the same month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kennzahlen.cube import Maske, Zahlen
from kennzahlen.meldungen.plausibilitaet.entwicklung import (
    KEIN_TYP,
    Gemeinsames,
    anteilswert,
    faelle_von,
    gemeinsames_von,
    wachstum,
)
from kennzahlen.meldungen.plausibilitaet.stoff import Pruefstoff, Treffer, frueher, stellen, zahl_text
from kennzahlen.recht import GRUNDGROESSEN, Groessenart
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


def _skala(faelle: Zahlen) -> Zahlen:
    return 2 * np.sqrt(np.maximum(faelle, 0) + 0.375)


def _von_skala(hoehe: Zahlen) -> Zahlen:
    return np.maximum((np.maximum(hoehe, 0) / 2) ** 2 - 0.375, 0)


@dataclass(frozen=True, eq=False)
class _Abstand:
    """What was expected, on the scale, and how far figures usually are from it (at least chance)."""

    erwartet: Zahlen
    ueblich: Zahlen

    @classmethod
    def zu(cls, faelle: Zahlen, erwartet: Zahlen) -> _Abstand:
        """Distances of all figures, and the usual one of each series and Grundgröße."""
        hoehe = _skala(erwartet)
        breite, _ = anteilswert(np.abs(_skala(faelle) - hoehe), 1, _VIER_VON_FUENF)
        rauschen = np.array([_RAUSCHEN[groesse.art] for groesse in GRUNDGROESSEN])
        return cls(hoehe, np.fmax(breite / _STREUUNGEN_IN_VIER_VON_FUENF, rauschen))

    def band(self, faktor: float) -> tuple[Zahlen, Zahlen]:
        """In cases, from where to where the distance is at most ``faktor`` times the usual one."""
        breite = faktor * self.ueblich
        return _von_skala(self.erwartet - breite), _von_skala(self.erwartet + breite)


def _sprung(stoff: Pruefstoff, abstand: int) -> Iterator[Treffer]:
    """Figures outside of what the changes of this Jobcenter and of its peers since ``abstand`` months ago allow."""
    faelle, _ = faelle_von(stoff)
    vorher = frueher(faelle, abstand)
    eigenes, beobachtet = anteilswert(wachstum(faelle, vorher), 1, 0.5)
    gemeinsames = gemeinsames_von(stoff, faelle, abstand)
    faktor = stoff.parameter_wert("SPRUNG_FAKTOR")
    selbst, unter_anderen = (
        _Abstand.zu(faelle, (vorher + 0.5) * np.exp(mitte) - 0.5).band(faktor) for mitte in (eigenes, gemeinsames.mitte)
    )
    von, bis = _grenzen(stoff, (selbst, unter_anderen), gemeinsames.allein, abstand)
    geprueft = (beobachtet >= stoff.parameter_wert("SPRUNG_BEOBACHTUNGEN")) & stoff.faellig[:, :, None]
    for ort in stellen(((stoff.werte < von) | (stoff.werte > bis)) & (stoff.werte >= 0) & geprueft):
        yield _sprung_treffer(stoff, ort, abstand, (von[ort], bis[ort]), _vergleich(stoff, gemeinsames, ort))


def _grenzen(
    stoff: Pruefstoff, baender: tuple[tuple[Zahlen, Zahlen], ...], allein: Maske, abstand: int
) -> tuple[Zahlen, Zahlen]:
    """The least and the greatest figure that passes, in persons or cents, as whole numbers.

    From the lowest to the highest of what this Jobcenter usually does, what its peers did (where there are enough
    of them) and what is too small a change to be asked about. NaN where there is nothing to compare with.
    """
    _, je_fall = faelle_von(stoff)
    (von, bis), (von_anderer, bis_anderer) = baender
    von = np.where(allein, von, np.minimum(von, von_anderer)) * je_fall
    bis = np.where(allein, bis, np.maximum(bis, bis_anderer)) * je_fall
    vorher = frueher(stoff.werte, abstand)
    klein = stoff.parameter_wert("SPRUNG_MINDESTANTEIL") * vorher
    von, bis = np.minimum(von, vorher - klein), np.maximum(bis, vorher + klein)
    return np.ceil(von.round(_STELLEN)), np.floor(bis.round(_STELLEN))


def _vergleich(stoff: Pruefstoff, gemeinsames: Gemeinsames, ort: tuple[int, ...]) -> tuple[str, str]:
    """With whom the figure was compared and what they did, in German; empty where there was nobody."""
    reihe, stelle, spalte = ort
    if gemeinsames.allein[0, stelle, spalte]:
        return "", ""
    mitte = veraenderung(float(np.expm1(gemeinsames.mitte[ort])))
    if gemeinsames.typ[ort]:
        return " und denen seines Vergleichstyps", f" In seinem Vergleichstyp war die mittlere Veränderung {mitte}."
    warum = ""
    if stoff.typen[reihe, stelle] != KEIN_TYP:
        mindestens = round(stoff.parameter_wert("SPRUNG_VERGLEICHSEINHEITEN"))
        warum = f" (in seinem Vergleichstyp haben weniger als {mindestens} gemeldet)"
    return " und denen aller Jobcenter", f" Bei allen Jobcentern war die mittlere Veränderung {mitte}{warum}."


def _sprung_treffer(
    stoff: Pruefstoff, ort: tuple[int, ...], abstand: int, grenzen: tuple[float, float], vergleich: tuple[str, str]
) -> Treffer:
    reihe, stelle, spalte = ort
    code = GRUNDGROESSEN[spalte].code
    ist, vorher = stoff.werte[reihe, stelle, spalte], stoff.werte[reihe, stelle - abstand, spalte]
    anteil = f" ({veraenderung((ist - vorher) / vorher)})" if vorher else ""
    von, bis = (zahl_text(code, grenze) for grenze in grenzen)
    mit, mittlere = vergleich
    text = (
        f"{code} für {monat(stoff.monate[stelle])} ist {zahl_text(code, ist)}, "
        f"nach {zahl_text(code, vorher)} im {monat(stoff.monate[stelle - abstand])}{anteil}. "
        f"Nach den bisherigen Veränderungen dieses Jobcenters{mit} üblich wären {von} bis {bis}.{mittlere} "
        "Bitte berichtigen oder erklären."
    )
    return Treffer(reihe, stelle, code, f"{von} bis {bis}", text)


def sprung_vormonat(stoff: Pruefstoff) -> Iterator[Treffer]:
    return _sprung(stoff, 1)


def sprung_vorjahr(stoff: Pruefstoff) -> Iterator[Treffer]:
    return _sprung(stoff, 12)
