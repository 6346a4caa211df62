"""A forecast of a Kennzahl with its interval: ARIMA(1,1,0), deterministic. Pure.

The last change goes on and fades by a share that is estimated from the series; the interval grows with the
distance. The model knows nothing but the series: no law, no budget, no labour market. Values of twelve months share
eleven of them with their neighbours, so their changes are small and their turning points late; the forecast is help
for a conversation and no expectation of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist

import numpy as np

VERFAHREN = "ARIMA(1,1,0)"


class KeinePrognose(ValueError):
    """Why there is none, as a German sentence."""


@dataclass(frozen=True)
class Prognose:
    """Values of the months after the series, each with the lower and upper end of its interval; fractions."""

    wert: tuple[float, ...]
    unten: tuple[float, ...]
    oben: tuple[float, ...]


def prognose(reihe: Sequence[float | None], monate: int, *, mindestens: int, sicherheit: float) -> Prognose:
    """Forecast so many months after the end of a monthly series; what lies before its last gap is left out.

    Raises :class:`KeinePrognose` for a series that is too short, has no value at its end or never moves.
    """
    werte = _lueckenlos(reihe)
    if len(werte) < mindestens:
        raise KeinePrognose(
            f"Zu kurz für eine Prognose: {len(werte)} lückenlose endgültige Monate, nötig sind {mindestens}."
        )
    if np.ptp(werte) < 1e-9:
        raise KeinePrognose("Die Reihe bewegt sich nicht; daraus lässt sich kein Bereich schätzen.")
    mitte, grenzen = _schaetze(werte, monate, 1 - sicherheit)
    if not all(map(isfinite, [*mitte, *grenzen.ravel()])):
        raise KeinePrognose("Die Schätzung kommt zu keinem Ergebnis.")
    return Prognose(*(tuple(folge.tolist()) for folge in (mitte, grenzen[:, 0], grenzen[:, 1])))


def _lueckenlos(reihe: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The stretch without a gap that ends with the series."""
    ab = next((stelle for stelle in range(len(reihe), 0, -1) if reihe[stelle - 1] is None), 0)
    return np.array(reihe[ab:], dtype=np.float64)


def _schaetze(
    werte: np.ndarray[tuple[int], np.dtype[np.float64]], monate: int, irrtum: float
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Middle and ends of the interval; the share is estimated by Burg's method, which is always below one."""
    from statsmodels.tsa.arima.estimators.burg import burg  # takes seconds to load: only who forecasts pays for it

    schritte = np.diff(werte)
    schaetzung, _ = burg(schritte, ar_order=1, demean=False)
    anteile = np.cumprod(np.full(monate, float(schaetzung.ar_params[0])))
    mitte = werte[-1] + schritte[-1] * np.cumsum(anteile)
    gewichte = np.cumsum(np.concatenate(([1.0], anteile[:-1])))
    streuung = np.sqrt(float(schaetzung.sigma2) * np.cumsum(gewichte**2))
    breite = NormalDist().inv_cdf(1 - irrtum / 2) * streuung
    return mitte, np.column_stack((mitte - breite, mitte + breite))
