"""Invented figures for every Jobcenter and month. PURE: NumPy alone, the same seed gives the same numbers.

Stocks follow a national path (winter peaks, Corona 2020, the change of system for refugees from Ukraine in June
2022) times a course of each unit's own; flows are drawn so that every stock is last month's plus entries minus
exits; parts are shares of their whole. Nothing here was measured. Magnitudes: ``docs/demonstration.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kennzahlen.recht import GRUNDGROESSEN

Zahlen = NDArray[np.int64]
Werte = NDArray[np.float64]
Flags = NDArray[np.bool_]
Spalten = dict[str, Zahlen]
Pfad = tuple[tuple[int, float], ...]

FEHLT = -1
"""Stands where a Grundgröße is not collected in a month."""

ANFANG = date(2018, 1, 1)
"""Month 0 of all paths below."""

# Paths: (months since ANFANG, value), straight between the points, level outside them.
ELB_INDEX: Pfad = (
    (0, 1.045), (11, 1.005), (23, 0.965), (26, 0.96), (29, 1.005), (38, 0.985), (47, 0.935), (52, 0.92),
    (54, 0.985), (57, 1.0), (65, 1.005), (77, 1.02), (89, 1.01), (105, 0.985),
)  # fmt: skip
LZB_INDEX: Pfad = ((0, 1.12), (23, 1.03), (38, 1.04), (52, 0.985), (60, 0.95), (75, 1.02), (80, 1.045), (105, 1.01))
INT_QUOTE: Pfad = (
    (0, 0.262), (24, 0.255), (25, 0.25), (27, 0.14), (30, 0.215), (40, 0.225), (53, 0.23), (56, 0.208),
    (70, 0.212), (84, 0.22), (105, 0.226),
)  # fmt: skip
OEB_QUOTE: Pfad = ((0, 0.034), (24, 0.031), (36, 0.027), (105, 0.019))
FRAUEN: Pfad = ((0, 0.498), (52, 0.496), (56, 0.517), (105, 0.511))
REGELBEDARF = {2018: 416, 2019: 424, 2020: 432, 2021: 446, 2022: 449, 2023: 502, 2024: 563, 2025: 563, 2026: 563}
"""Regelbedarf of a single person in euros, the measure of LLU per eLb (Anlage zu § 28 SGB XII)."""

INT_SAISON = np.array([0.85, 0.90, 1.00, 1.08, 1.05, 0.97, 0.95, 1.12, 1.25, 1.08, 0.95, 0.80])
HEIZUNG = np.array([1.03, 1.03, 1.02, 1.0, 0.99, 0.98, 0.98, 0.98, 0.98, 0.99, 1.0, 1.02])


@dataclass(frozen=True)
class Lage:
    """What tells the units apart, each of shape [unit, 1], and the months counted from ANFANG, shape [month]."""

    einwohner: Werte
    ost: Flags
    stadt: Flags
    monate: Zahlen

    @property
    def form(self) -> tuple[int, int]:
        """[units, months]."""
        return len(self.einwohner), len(self.monate)

    def pfad(self, pfad: Pfad) -> Werte:
        """A path at the months, shape [month]."""
        return np.interp(self.monate, [m for m, _ in pfad], [wert for _, wert in pfad])

    def jahresgang(self, zwoelf: Werte) -> Werte:
        """Twelve values, January first, at the months, shape [month]."""
        return zwoelf[self.monate % 12]


def generate(einwohner: Zahlen, ost: Flags, stadt: Flags, monate: Sequence[date], seed: int) -> Zahlen:
    """Figures of every unit: int64 of shape [unit, month, Grundgröße], columns in the order of GRUNDGROESSEN.

    ``einwohner`` is the number of inhabitants, ``ost`` and ``stadt`` say where a unit lies; ``monate`` are first
    days of months, contiguous and ascending. Persons and cases are counts, money is in cents; :data:`FEHLT` where
    a Grundgröße is not collected in the month.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    nummern = np.array([(m.year - ANFANG.year) * 12 + m.month - 1 for m in monate], dtype=np.int64)
    vorlauf = np.concatenate([nummern[:1] - 1, nummern])
    lage = Lage(einwohner[:, None].astype(np.float64), ost[:, None], stadt[:, None], vorlauf)
    spalten = _bestaende(rng, lage)
    spalten |= _bewegungen(rng, spalten)
    spalten |= _integrationen(rng, lage, spalten)
    spalten |= _eintritte(rng, lage, spalten)
    spalten |= _leistungen(rng, lage, spalten)
    werte = np.stack([spalten[groesse.code][:, 1:] for groesse in GRUNDGROESSEN], axis=2)
    return np.where(_erhoben(monate), werte, FEHLT)


def merge(werte: Zahlen, vorgaenger: int, nachfolger: int, ab: int) -> None:
    """Let unit ``vorgaenger`` go up in ``nachfolger`` from month number ``ab`` on, in place: all sums continue."""
    kommt = werte[vorgaenger, ab:]
    werte[nachfolger, ab:] += np.where(kommt == FEHLT, 0, kommt)
    werte[vorgaenger, ab:] = FEHLT


def _erhoben(monate: Sequence[date]) -> Flags:
    """Whether a Grundgröße is collected in a month, shape [month, Grundgröße]."""
    return np.array([[monat in groesse.geltung for groesse in GRUNDGROESSEN] for monat in monate])


def _gerundet(werte: NDArray[Any]) -> Zahlen:
    ganze: Zahlen = np.rint(werte).astype(np.int64)
    return ganze


def _eigen(rng: np.random.Generator, lage: Lage, mitte: float | Werte, streuung: float) -> Werte:
    """A factor of each unit's own around ``mitte``, shape [unit, 1]."""
    return mitte * np.exp(rng.normal(0.0, streuung, (lage.form[0], 1)))


def _unruhe(rng: np.random.Generator, lage: Lage, staerke: float | Werte, gedaechtnis: float) -> Werte:
    """Noise with a memory of ``gedaechtnis`` (0 to 1), shape [unit, month]; ``staerke`` is its monthly impulse."""
    stoesse = rng.normal(0.0, 1.0, lage.form) * staerke
    for monat in range(1, lage.form[1]):
        stoesse[:, monat] += gedaechtnis * stoesse[:, monat - 1]
    return stoesse


def _bestaende(rng: np.random.Generator, lage: Lage) -> Spalten:
    """The stocks: ELB, LZB and their parts."""
    quote = np.where(lage.stadt, np.where(lage.ost, 0.070, 0.066), np.where(lage.ost, 0.048, 0.0315))
    basis = lage.einwohner * np.clip(_eigen(rng, lage, quote, 0.22), 0.015, 0.13)
    elb = _verlauf(rng, lage, basis, lage.pfad(ELB_INDEX), 0.012)
    lzb = _verlauf(rng, lage, basis * _eigen(rng, lage, 0.645, 0.05), lage.pfad(LZB_INDEX), 0.004)
    lzb = np.minimum(lzb, _gerundet(elb * 0.88))
    frauen = _gerundet(elb * (lage.pfad(FRAUEN) + rng.normal(0.0, 0.01, (lage.form[0], 1))))
    allein = _eigen(rng, lage, np.where(lage.ost, 0.155, 0.14), 0.07) * (1 + _unruhe(rng, lage, 0.002, 0.9))
    aktiv = _eigen(rng, lage, 0.085, 0.18) * lage.jahresgang(1 - 0.06 * _sommer()) * _mal(rng, lage, 0.01)
    return {
        "ELB": elb,
        "ELB_W": frauen,
        "ELB_M": elb - frauen,
        "ELB_AE": _gerundet(elb * allein),
        "LZB": lzb,
        "LZB_AKTIVIERT": _gerundet(lzb * np.clip(aktiv, 0.02, 0.4)),
    }


def _verlauf(rng: np.random.Generator, lage: Lage, basis: Werte, index: Werte, saison: float) -> Zahlen:
    """A stock over time: the national index, felt more or less, with a trend, a season and noise of its own."""
    gefuehl = rng.normal(1.0, 0.12, (lage.form[0], 1))
    trend = rng.normal(0.0, 0.012, (lage.form[0], 1)) * (lage.monate / 12.0 - 4.0)
    winter = saison * _eigen(rng, lage, np.where(lage.stadt, 0.8, 1.2), 0.2) * lage.jahresgang(1 - 2 * _sommer())
    impuls = 0.001 + 0.08 / np.sqrt(basis)
    hoehe: Werte = gefuehl * np.log(index) + trend + winter + _unruhe(rng, lage, impuls, 0.85)
    return _gerundet(basis * np.exp(hoehe))


def _sommer() -> Werte:
    """0 in March, when stocks are highest, to 1 in September; twelve values, January first."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(12) - 2) / 12)


def _mal(rng: np.random.Generator, lage: Lage, staerke: float) -> Werte:
    return 1 + _unruhe(rng, lage, staerke, 0.8)


def _bewegungen(rng: np.random.Generator, spalten: Spalten) -> Spalten:
    """Entries and exits that lead from each month's stock to the next."""
    elb_zugang, elb_abgang = _zu_und_ab(rng, spalten["ELB"], 0.044)
    lzb_zugang, lzb_abgang = _zu_und_ab(rng, spalten["LZB"], 0.027)
    return {"ELB_ZUGANG": elb_zugang, "ELB_ABGANG": elb_abgang, "LZB_ZUGANG": lzb_zugang, "LZB_ABGANG": lzb_abgang}


def _zu_und_ab(rng: np.random.Generator, bestand: Zahlen, rate: float) -> tuple[Zahlen, Zahlen]:
    """Entries and exits with ``bestand[m] == bestand[m-1] + zugang[m] - abgang[m]``, none of them negative.

    A twentieth of the exits at least is met by entries, so that even a falling stock has both. Month 0 is 0.
    """
    zuwachs = np.diff(bestand, axis=1, prepend=bestand[:, :1])
    vorher = bestand - zuwachs
    abgang = rng.poisson(vorher * (rate * np.exp(rng.normal(0.0, 0.1, (len(bestand), 1)))))
    abgang = np.minimum(np.maximum(abgang, -zuwachs + abgang // 20), vorher)
    return zuwachs + abgang, abgang


def _integrationen(rng: np.random.Generator, lage: Lage, spalten: Spalten) -> Spalten:
    """Integrationen and their parts; the two measures of lasting employment are shares of them."""
    elb = spalten["ELB"]
    quote = _eigen(rng, lage, np.where(lage.stadt, 0.96, 1.05), 0.06) * lage.pfad(INT_QUOTE) / 12
    alle = rng.poisson(elb * quote * lage.jahresgang(INT_SAISON)).astype(np.int64)
    frauen = rng.binomial(alle, 0.82 * spalten["ELB_W"] / elb)
    return {
        "INT": alle,
        "INT_W": frauen,
        "INT_M": alle - frauen,
        "INT_AE": rng.binomial(alle, 0.85 * spalten["ELB_AE"] / elb),
        "INT_LZB": rng.binomial(alle, 0.70 * spalten["LZB"] / elb),
        "INT_NACHHALTIG": rng.binomial(alle, np.clip(_eigen(rng, lage, 0.62, 0.04), 0.4, 0.8)),
        "INT_KONT": rng.binomial(alle, np.clip(_eigen(rng, lage, 0.66, 0.04), 0.4, 0.85)),
    }


def _eintritte(rng: np.random.Generator, lage: Lage, spalten: Spalten) -> Spalten:
    """Entries into geringfügige and into publicly funded employment."""
    gering = _eigen(rng, lage, 0.052, 0.1) * lage.jahresgang(0.92 + 0.16 * _sommer())
    gefoerdert = _eigen(rng, lage, np.where(lage.ost, 1.3, 0.9), 0.15) * lage.pfad(OEB_QUOTE)
    return {
        "EINTRITT_GB": rng.poisson(spalten["ELB"] * gering / 12).astype(np.int64),
        "EINTRITT_OEB": rng.poisson(spalten["ELB"] * gefoerdert / 12).astype(np.int64),
    }


def _leistungen(rng: np.random.Generator, lage: Lage, spalten: Spalten) -> Spalten:
    """Benefits in cents: LLU follows the Regelbedarf, LUH the rents and the heating of the winter."""
    jahre = np.clip(ANFANG.year + lage.monate // 12, min(REGELBEDARF), max(REGELBEDARF))
    bedarf = np.array([REGELBEDARF[int(jahr)] for jahr in jahre])
    miete = np.where(lage.stadt, 395.0, 325.0) * np.where(lage.ost, 0.88, 1.0)
    mieten = _eigen(rng, lage, miete, 0.09) * 1.022 ** (lage.monate / 12) * lage.jahresgang(HEIZUNG)
    return {
        "LLU": _gerundet(spalten["ELB"] * 100 * bedarf * _eigen(rng, lage, 1.01, 0.02) * _mal(rng, lage, 0.002)),
        "LUH": _gerundet(spalten["ELB"] * 100 * mieten * _mal(rng, lage, 0.002)),
    }
