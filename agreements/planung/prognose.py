"""A forecast of a Kennzahl with its interval: ARIMA(1,1,0), deterministic. Pure.

The last change goes on and fades by a share that is estimated from the series; the interval grows with the
distance. The model knows nothing but the series: no law, no budget, no labour market. Values of twelve months share
eleven of them with their neighbours, so their changes are small and their turning points late; the forecast is help
for a conversation and no expectation of anybody.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

VERFAHREN = "ARIMA(1,1,0)"
_SKALA = 100.0
"""The series is fitted in percent: the optimiser stops too early on thousandths."""


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
    mitte, grenzen = _schaetze(werte * _SKALA, monate, 1 - sicherheit)
    if not all(map(isfinite, [*mitte, *grenzen.ravel()])):
        raise KeinePrognose("Die Schätzung kommt zu keinem Ergebnis.")
    return Prognose(*(tuple((folge / _SKALA).tolist()) for folge in (mitte, grenzen[:, 0], grenzen[:, 1])))


def _lueckenlos(reihe: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The stretch without a gap that ends with the series."""
    ab = next((stelle for stelle in range(len(reihe), 0, -1) if reihe[stelle - 1] is None), 0)
    return np.array(reihe[ab:], dtype=np.float64)


def _schaetze(
    werte: np.ndarray[tuple[int], np.dtype[np.float64]], monate: int, irrtum: float
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    from statsmodels.tsa.statespace.sarimax import SARIMAX  # takes seconds and 100 MB: only who forecasts pays for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what does not converge shows in the result, and that is checked
        ergebnis = SARIMAX(werte, order=(1, 1, 0)).fit(disp=False, maxiter=100)
        vorhersage = ergebnis.get_forecast(monate)
        return np.asarray(vorhersage.predicted_mean), np.asarray(vorhersage.conf_int(alpha=irrtum))
