"""Published values as rows for machines, column by column: no object per value, however many they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kennzahlen.auskunft.abfrage import Auswahl, Stelle
from kennzahlen.auskunft.reihen import Reihen, brueche, lies
from kennzahlen.cube import Ganze, Maske, Zahlen
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.kalender import faelliger_berichtsmonat
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import fassungen
from kennzahlen.veroeffentlichungen.hinweise import Vermerk
from zielsystem.zahlen import bruch

SPALTEN = (
    "kennzahl",
    "einheit",
    "monat",
    "wert",
    "vollstaendig",
    "monate_vorhanden",
    "einheiten_fehlend",
    "stand",
    "grund",
    "vorlaeufig",
    "veroeffentlichung",
    "hinweise",
    "definition_ab",
    "bruch",
)
_MILLION = 1_000_000


@dataclass(frozen=True, eq=False)
class Werte:
    """Some values of a release: where they lie on the axes, flat, and whether more follow."""

    reihen: Reihen
    stellen: Ganze
    weitere: bool

    def __len__(self) -> int:
        return len(self.stellen)

    @property
    def letzte(self) -> Stelle:
        """The last of them: what a cursor names."""
        einheit, code, monat = np.unravel_index(self.stellen[-1], self.reihen.wert.shape)
        return Stelle(self.reihen.einheiten[einheit].schluessel, self.reihen.codes[code], self.reihen.monate[monat])


# -- Which values ----------------------------------------------------------------------------------------------


Leser = Callable[[Veroeffentlichung, Sequence[Einheit], Sequence[str], Sequence[date]], Reihen]


def lies_werte(auswahl: Auswahl, hoechstens: int, leser: Leser = lies) -> Werte:
    """The values of a page of an Auswahl, or of all of it up to so many; what comes after tells ``weitere``.

    ``leser`` is where the series come from.
    """
    beginn = _beginn(auswahl)
    anzahl = auswahl.anzahl or hoechstens
    einheiten = list(auswahl.einheiten[beginn // _je_einheit(auswahl) :]) if _je_einheit(auswahl) else []
    versetzt = beginn % _je_einheit(auswahl) if einheiten else 0
    if not auswahl.aenderungen and auswahl.nur_monate is None and einheiten:
        einheiten = einheiten[: -(-(versetzt + anzahl + 1) // _je_einheit(auswahl))]
    reihen = leser(auswahl.veroeffentlichung, einheiten, auswahl.codes, auswahl.monate)
    stellen = np.flatnonzero(_gefragt(auswahl, reihen))
    stellen = stellen[np.searchsorted(stellen, versetzt) :]
    return Werte(reihen, stellen[:anzahl], len(stellen) > anzahl)


def _je_einheit(auswahl: Auswahl) -> int:
    return len(auswahl.codes) * len(auswahl.monate)


def _beginn(auswahl: Auswahl) -> int:
    """The flat place after the one that the cursor names."""
    nach = auswahl.nach
    if nach is None or not auswahl.monate:
        return 0
    einheit = next(nr for nr, eine in enumerate(auswahl.einheiten) if eine.schluessel == nach.einheit)
    erster = auswahl.monate[0]
    monat = (nach.monat.year - erster.year) * 12 + nach.monat.month - erster.month
    versatz = min(max(monat, -1), len(auswahl.monate) - 1)
    return einheit * _je_einheit(auswahl) + auswahl.codes.index(nach.code) * len(auswahl.monate) + versatz + 1


def _gefragt(auswahl: Auswahl, reihen: Reihen) -> Maske:
    gefragt: Maske = np.ones(reihen.wert.shape, dtype=np.bool_)
    if auswahl.nur_monate is not None:
        gefragt &= np.array([monat in auswahl.nur_monate for monat in reihen.monate], dtype=np.bool_)
    if auswahl.aenderungen:
        gefragt &= _anders(reihen, auswahl.seit)
    return gefragt


def _anders(neu: Reihen, seit: Veroeffentlichung | None) -> Maske:
    """Which values differ from those of an earlier release; without one, all that there are."""
    if seit is None:
        return neu.grund != Grund.AUSSERHALB  # type: ignore[no-any-return]
    alt = lies(seit, neu.einheiten, neu.codes, neu.monate)
    gleich = (neu.wert == alt.wert) | (np.isnan(neu.wert) & np.isnan(alt.wert))
    for feld in ("grund", "monate_vorhanden", "einheiten_fehlend"):
        gleich &= getattr(neu, feld) == getattr(alt, feld)
    return ~gleich  # type: ignore[no-any-return]


# -- As columns ------------------------------------------------------------------------------------------------


def wertspalten(werte: Werte, vermerke: Sequence[Vermerk]) -> dict[str, Sequence[Any]]:
    """The columns :data:`SPALTEN` of some values, each with the numbers of the notes on it."""
    reihen, stellen = werte.reihen, werte.stellen
    einheit, code, monat = (achse.tolist() for achse in np.unravel_index(stellen, reihen.wert.shape))
    texte = [f"{tag:%Y-%m}" for tag in reihen.monate]
    endgueltig_bis = faelliger_berichtsmonat(reihen.veroeffentlichung.stand)
    vorlaeufig = [tag > endgueltig_bis for tag in reihen.monate]
    definitionen = [[definition(name, tag) for tag in reihen.monate] for name in reihen.codes]
    schluessel = [eine.schluessel for eine in reihen.einheiten]
    anzahl = len(stellen)
    return {
        "kennzahl": [reihen.codes[nr] for nr in code],
        "einheit": [schluessel[nr] for nr in einheit],
        "monat": [texte[nr] for nr in monat],
        "wert": brueche_als_text(reihen.wert.ravel()[stellen]),
        "vollstaendig": reihen.vollstaendig.ravel()[stellen].tolist(),
        "monate_vorhanden": reihen.monate_vorhanden.ravel()[stellen].tolist(),
        "einheiten_fehlend": reihen.einheiten_fehlend.ravel()[stellen].tolist(),
        "stand": [reihen.veroeffentlichung.stand.isoformat()] * anzahl,
        "grund": [_GRUND[nr] for nr in reihen.grund.ravel()[stellen].tolist()],
        "vorlaeufig": [vorlaeufig[nr] for nr in monat],
        "veroeffentlichung": [reihen.veroeffentlichung.pk] * anzahl,
        "hinweise": _hinweise(reihen, (einheit, code, monat), vermerke),
        "definition_ab": [definitionen[c][m][0] for c, m in zip(code, monat, strict=True)],
        "bruch": [definitionen[c][m][1] for c, m in zip(code, monat, strict=True)],
    }


_GRUND = {int(grund): text or None for grund, text in GRUND_TEXT.items()}


@lru_cache(maxsize=10_000)
def definition(code: str, monat: date) -> tuple[str | None, bool]:
    """The day from which the definition in force applies (None: from the beginning), and whether it begins here."""
    zeile = next((eine for eine in fassungen(code) if monat in eine.geltung), None)
    ab = zeile.geltung.ab if zeile else None
    return ab.isoformat() if ab else None, monat in brueche(code)


def _hinweise(
    reihen: Reihen, ort: tuple[list[int], list[int], list[int]], vermerke: Sequence[Vermerk]
) -> list[list[int]]:
    nummern: list[list[int]] = [[]] * len(ort[0])
    if not vermerke:
        return nummern
    achsen = ([eine.schluessel for eine in reihen.einheiten], reihen.codes, reihen.monate)
    stellen = [np.array(achse, dtype=np.int64) for achse in ort]
    for v in vermerke:
        treffer = np.ones(len(nummern), dtype=np.bool_)
        for gemeint, achse, stelle in zip((v.einheit, v.kennzahl, v.monat), achsen, stellen, strict=True):
            treffer &= np.array([gemeint in (None, wert) for wert in achse], dtype=np.bool_)[stelle]
        for nr in np.flatnonzero(treffer).tolist():
            nummern[nr] = [*nummern[nr], v.nummer]
    return nummern


def brueche_als_text(werte: Zahlen) -> list[str | None]:
    """:func:`zielsystem.zahlen.bruch` of many values at once: six places, half up on the digits one reads."""
    ganze, zweifelhaft = millionstel(werte)
    texte: list[str | None] = [
        f"{'-' if zahl < 0 else ''}{abs(zahl) // _MILLION}.{abs(zahl) % _MILLION:06d}" for zahl in ganze.tolist()
    ]
    for stelle in np.flatnonzero(zweifelhaft | np.isnan(werte)).tolist():
        texte[stelle] = bruch(float(werte[stelle]))
    return texte


def millionstel(werte: Zahlen) -> tuple[NDArray[np.int64], Maske]:
    """Values rounded to millionths, as whole numbers, 0 for NaN; and which lie too near to a half to be sure."""
    vorhandene = np.where(np.isnan(werte), 0.0, werte)
    genau = np.abs(vorhandene) * _MILLION
    abgerundet = np.floor(genau)
    zweifelhaft: Maske = np.abs(genau - abgerundet - 0.5) < 1e-3
    ganze = (np.sign(vorhandene) * (abgerundet + (genau - abgerundet >= 0.5))).astype(np.int64)
    return ganze, zweifelhaft


def genaue_millionstel(werte: Zahlen) -> NDArray[np.int64]:
    """The same, with the doubtful ones decided by the digits one reads."""
    ganze, zweifelhaft = millionstel(werte)
    for stelle in np.flatnonzero(zweifelhaft & ~np.isnan(werte)).tolist():
        ganze[stelle] = int(Decimal(bruch(float(werte[stelle])) or 0) * _MILLION)
    return ganze
