"""From the cube of reported figures to Kennzahlen, for units and for groups of them (SGB2KennzV §§ 4–6).

Every formula is a ratio of two sums over paired months. So what is kept of a value is its numerator, its
denominator and the number of months behind it (:class:`Teile`); a group adds up numerators and denominators of its
units and only then forms the ratio. Missing figures give a reason and no value, never 0.

The order is: :func:`berechne` for the units, :func:`aggregiere` for the groups, which
:func:`geheimhaltung.schuetze` does and withholds what must be withheld of both, and last :func:`wert`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kennzahlen.cube import Cube, Ganze, Maske, Nachfolge, Verlaeufe, Zahlen, verlaeufe
from kennzahlen.recht import GROESSE, KENNZAHL_CODES, KENNZAHLEN, SPALTE, Ausdruck, Kennzahl, fassungen

Z = TypeVar("Z", np.float64, np.int64)
V = TypeVar("V", np.float64, np.bool_)


class Grund(IntEnum):
    """Why there is a value (OK) or none."""

    OK = 0
    AUSSERHALB = 1
    KEINE_DATEN = 2
    VERGLEICHSMONAT_FEHLT = 3
    LUECKE = 4
    NENNER_NULL = 5
    KEINE_EINHEIT = 6
    GEHEIM = 7


GRUND_TEXT: dict[Grund, str] = {
    Grund.OK: "",
    Grund.AUSSERHALB: "In diesem Monat bestand die Einheit nicht oder war die Kennzahl nicht festgelegt.",
    Grund.KEINE_DATEN: "Für diesen Monat liegen die nötigen Zahlen nicht vor.",
    Grund.VERGLEICHSMONAT_FEHLT: "Die Zahlen des früheren Monats, auf den sich der Wert bezieht, liegen nicht vor.",
    Grund.LUECKE: "Im Zeitraum der Kennzahl fehlen die Zahlen einzelner Monate.",
    Grund.NENNER_NULL: "Der Nenner ist null, ein Verhältnis lässt sich nicht bilden.",
    Grund.KEINE_EINHEIT: "Für kein Jobcenter der Gruppe liegen in diesem Monat die nötigen Zahlen vor.",
    Grund.GEHEIM: "Der Wert wird nicht veröffentlicht, damit sich aus ihm nicht auf einzelne Personen schließen lässt.",
}
"""The sentence shown to people for each reason."""


@dataclass(frozen=True, eq=False)
class Teile:
    """What the values of some rows (units or groups) rest on; arrays are [row, month, measure].

    ``zaehler`` and ``nenner`` are raw sums over the present months of the window, NaN where nothing can be said;
    ``monate`` counts the present months, ``grund`` holds :class:`Grund`, ``einheiten_fehlend`` the units of a group
    that could not enter its sum. ``definition`` [month, measure] is the ``nr`` of the row in force, 0 for none.
    """

    codes: tuple[str, ...]
    monate_achse: tuple[date, ...]
    definition: NDArray[np.uint8]
    zaehler: Zahlen
    nenner: Zahlen
    monate: NDArray[np.int8]
    grund: NDArray[np.uint8]
    einheiten_fehlend: NDArray[np.int16]

    def __getitem__(self, zeilen: Any) -> Teile:
        """The same for some of the rows: a slice, a mask or an array of row indices."""
        werte = {feld.name: getattr(self, feld.name) for feld in fields(self)}
        for name in ("zaehler", "nenner", "monate", "grund", "einheiten_fehlend"):
            werte[name] = werte[name][zeilen]
        return Teile(**werte)


@dataclass(frozen=True, eq=False)
class Gruppierung:
    """One way of grouping the units: ``zuordnung`` [unit, month] is the number of the group, −1 for none."""

    anzahl: int
    zuordnung: Ganze

    def __post_init__(self) -> None:
        if self.zuordnung.size and (self.zuordnung.min() < -1 or self.zuordnung.max() >= self.anzahl):
            raise ValueError(f"Eine Zuordnung liegt außerhalb von −1 … {self.anzahl - 1}.")


def _tabelle(eigenschaft: str, typ: type) -> NDArray[Any]:
    """A property of the definitions as an array over their ``nr`` (0: no definition)."""
    tabelle: NDArray[Any] = np.zeros(max(kennzahl.nr for kennzahl in KENNZAHLEN) + 1, dtype=typ)
    for kennzahl in KENNZAHLEN:
        ziel = kennzahl.nenner if eigenschaft == "mittel" else kennzahl
        tabelle[kennzahl.nr] = getattr(ziel, eigenschaft)
    return tabelle


_MITTEL: NDArray[np.bool_] = _tabelle("mittel", np.bool_)
_VERAENDERUNG: NDArray[np.bool_] = _tabelle("veraenderung", np.bool_)
_FENSTER: NDArray[np.int8] = _tabelle("fenster", np.int8)


def wert(teile: Teile) -> Zahlen:
    """The values [row, month, measure] as fractions, each rounded once; NaN where there is none.

    numerator / (denominator / months if it is a mean, else denominator), minus 1 for a change.
    """
    zaehler = np.where(_MITTEL[teile.definition], teile.zaehler * teile.monate, teile.zaehler)
    zaehler -= np.where(_VERAENDERUNG[teile.definition], teile.nenner, 0.0)
    ergebnis: Zahlen = np.full(zaehler.shape, np.nan)
    np.divide(zaehler, teile.nenner, out=ergebnis, where=teile.grund == Grund.OK)
    return ergebnis


def basis(teile: Teile) -> Maske:
    """Where numerator and denominator are known; with a zero denominator there still is no value."""
    return _mit_basis(teile.grund)


def _mit_basis(grund: NDArray[np.uint8]) -> Maske:
    bekannt: Maske = (grund == Grund.OK) | (grund == Grund.NENNER_NULL)
    return bekannt


def vollstaendig(teile: Teile) -> Maske:
    """Where every month of the window and every unit of the group is in the figures."""
    volles_fenster: Maske = teile.monate == _FENSTER[teile.definition]
    alle_einheiten: Maske = teile.einheiten_fehlend == 0
    geheim: Maske = teile.grund == Grund.GEHEIM
    return volles_fenster & alle_einheiten & (basis(teile) | geheim)


# -- Units -----------------------------------------------------------------------------------------------------


def berechne(
    cube: Cube,
    codes: Sequence[str] = KENNZAHL_CODES,
    *,
    existiert: Maske | None = None,
    nachfolgen: Sequence[Nachfolge] = (),
) -> Teile:
    """The parts of the given Kennzahlen for every unit and month of the cube, each month by the row in force.

    ``existiert`` [unit, month] and mergers as in :func:`kennzahlen.cube.verlaeufe`. Months that a unit had not yet
    reported at the beginning of a window make the value partial (``monate`` below the window); a month missing
    after its first one makes it unknown. Raises :class:`zielsystem.recht.Ausserhalb` for an unknown code.
    """
    verlauf = verlaeufe(cube, existiert, nachfolgen)
    eingang = _Eingang(verlauf.werte, cube.monate)
    teile = _leer(len(cube.einheiten), tuple(codes), cube.monate)
    for spalte, code in enumerate(codes):
        for kennzahl in fassungen(code):
            geltend = [stelle for stelle, monat in enumerate(cube.monate) if monat in kennzahl.geltung]
            if geltend:
                monate = slice(geltend[0], geltend[-1] + 1)
                teile.definition[monate, spalte] = kennzahl.nr
                _trage_ein(teile, spalte, monate, _fenster(eingang, kennzahl, verlauf))
    return teile


def _leer(zeilen: int, codes: tuple[str, ...], monate: tuple[date, ...]) -> Teile:
    """Parts that say nothing yet. In memory each measure lies in one piece, for it is worked on one at a time."""

    def feld(wert: float, typ: type) -> NDArray[Any]:
        return np.moveaxis(np.full((len(codes), zeilen, len(monate)), wert, dtype=typ), 0, 2)

    return Teile(
        codes=codes,
        monate_achse=monate,
        definition=np.zeros((len(monate), len(codes)), dtype=np.uint8),
        zaehler=feld(np.nan, np.float64),
        nenner=feld(np.nan, np.float64),
        monate=feld(0, np.int8),
        grund=feld(Grund.AUSSERHALB, np.uint8),
        einheiten_fehlend=feld(0, np.int16),
    )


class _Eingang:
    """The figures by Grundgröße: missing as 0, and where they are there, both [series, month]."""

    def __init__(self, werte: Zahlen, monate: tuple[date, ...]) -> None:
        self._werte = werte
        self._monate = monate
        self._spalten: dict[str, tuple[Zahlen, Maske]] = {}

    def verschoben(self, ausdruck: Ausdruck) -> tuple[Zahlen, Maske]:
        """Figures and presence of a Grundgröße; at each month stand those of the last month of its window."""
        if ausdruck.groesse not in self._spalten:
            self._spalten[ausdruck.groesse] = self._spalte(ausdruck.groesse)
        werte, da = self._spalten[ausdruck.groesse]
        return _verschiebe(werte, ausdruck.bis), _verschiebe(da, ausdruck.bis)

    def _spalte(self, code: str) -> tuple[Zahlen, Maske]:
        """A figure for a month in which its Grundgröße is not collected is none."""
        erhoben = np.array([monat in GROESSE[code].geltung for monat in self._monate], dtype=np.bool_)
        werte = self._werte[:, :, SPALTE[code]]
        da = ~np.isnan(werte) & erhoben
        return np.where(da, werte, 0.0), da


@dataclass(frozen=True, eq=False)
class _Fenster:
    """The parts of one definition, [unit, month]."""

    zaehler: Zahlen
    nenner: Zahlen
    monate: Ganze
    grund: NDArray[np.uint8]


def _fenster(eingang: _Eingang, kennzahl: Kennzahl, verlauf: Verlaeufe) -> _Fenster:
    """Window sums of one definition for every unit and month.

    Both series are moved so that each pair of months stands at the month in whose window it is the last.
    """
    zaehler, zaehler_da = eingang.verschoben(kennzahl.zaehler)
    nenner, nenner_da = eingang.verschoben(kennzahl.nenner)
    paare = zaehler_da & nenner_da
    monate = _gleitende_summe(paare.astype(np.int64), kennzahl.fenster)
    summe_nenner = _gleitende_summe(np.where(paare, nenner, 0.0), kennzahl.fenster)
    grund = np.full(paare.shape, Grund.OK, dtype=np.uint8)
    grund[summe_nenner == 0] = Grund.NENNER_NULL
    grund[monate < _moegliche_monate(paare, kennzahl.fenster)] = Grund.LUECKE
    grund[~nenner_da] = _grund_des_fehlens(kennzahl.nenner)
    grund[~zaehler_da] = _grund_des_fehlens(kennzahl.zaehler)
    return _Fenster(
        zaehler=verlauf.je_einheit(_gleitende_summe(np.where(paare, zaehler, 0.0), kennzahl.fenster)),
        nenner=verlauf.je_einheit(summe_nenner),
        monate=np.where(verlauf.besteht, verlauf.je_einheit(monate), 0),
        grund=np.where(verlauf.besteht, verlauf.je_einheit(grund), np.uint8(Grund.AUSSERHALB)),
    )


def _grund_des_fehlens(ausdruck: Ausdruck) -> Grund:
    return Grund.KEINE_DATEN if ausdruck.bis == 0 else Grund.VERGLEICHSMONAT_FEHLT


def _moegliche_monate(paare: Maske, fenster: int) -> Ganze:
    """How many months of each window lie at or after the first month that the series has at all."""
    erster = np.where(paare.any(axis=1), paare.argmax(axis=1), paare.shape[1])
    seit_erstem = np.arange(paare.shape[1])[None, :] - erster[:, None] + 1
    moeglich: Ganze = np.clip(seit_erstem, 0, fenster)
    return moeglich


def _gleitende_summe(reihe: NDArray[Z], fenster: int) -> NDArray[Z]:
    """Sums over the last ``fenster`` months, along the last axis; months before the first count as 0."""
    if fenster == 1:
        return reihe
    laufend: NDArray[Z] = np.cumsum(reihe, axis=1)
    summe = laufend.copy()
    summe[:, fenster:] -= laufend[:, :-fenster]
    return summe


def _verschiebe(reihe: NDArray[V], um: int) -> NDArray[V]:
    """At month t stands what stood at t+um (um ≤ 0); 0 or False before the beginning."""
    if um == 0:
        return reihe
    verschoben = np.zeros_like(reihe)
    verschoben[:, -um:] = reihe[:, :um]
    return verschoben


def _trage_ein(teile: Teile, spalte: int, monate: slice, fenster: _Fenster) -> None:
    """Write the months of one definition into the column of its code."""
    stelle = (slice(None), monate)
    bekannt = _mit_basis(fenster.grund[stelle])
    teile.zaehler[*stelle, spalte] = np.where(bekannt, fenster.zaehler[stelle], np.nan)
    teile.nenner[*stelle, spalte] = np.where(bekannt, fenster.nenner[stelle], np.nan)
    teile.monate[*stelle, spalte] = fenster.monate[stelle]
    teile.grund[*stelle, spalte] = fenster.grund[stelle]


# -- Groups ----------------------------------------------------------------------------------------------------


def aggregiere(teile: Teile, gruppierungen: Sequence[Gruppierung]) -> Teile:
    """The parts of all groups, one row per group in the order of the groupings.

    Numerators and denominators of the units are added by their membership in the reporting month. A unit enters
    where both are known and rest on as many months as the group's best-documented unit; the others are counted in
    ``einheiten_fehlend``. Raises ``ValueError`` after suppression: what is secret must not be left out of a sum.
    """
    if (teile.grund == Grund.GEHEIM).any():
        raise ValueError("Erst zusammenfassen, dann geheim halten.")
    ergebnis = _leer(sum(g.anzahl for g in gruppierungen), teile.codes, teile.monate_achse)
    ergebnis.definition[...] = teile.definition
    bereiche = _bereiche(gruppierungen)
    for spalte in range(len(teile.codes)):
        beitrag = _Beitrag.aus(teile, spalte)
        for zeilen, zelle in bereiche:
            _summiere(beitrag, zelle, ergebnis[zeilen], spalte)
    return ergebnis


def _bereiche(gruppierungen: Sequence[Gruppierung]) -> list[tuple[slice, Ganze]]:
    """For each grouping its rows in the result, and for every unit and month the cell [group, month] it adds to.

    Units of no group go to one more row of cells at the end, which is cut off.
    """
    bereiche, beginn = [], 0
    for gruppierung in gruppierungen:
        zuordnung = gruppierung.zuordnung
        gruppe = np.where(zuordnung < 0, gruppierung.anzahl, zuordnung)
        zelle = gruppe * zuordnung.shape[1] + np.arange(zuordnung.shape[1])
        bereiche.append((slice(beginn, beginn + gruppierung.anzahl), zelle.ravel()))
        beginn += gruppierung.anzahl
    return bereiche


@dataclass(frozen=True, eq=False)
class _Beitrag:
    """What the units bring to the sums of one measure, [unit × month]; unknown as 0, with −1 months."""

    zaehler: Zahlen
    nenner: Zahlen
    monate: Ganze
    bekannt: Maske
    unbekannt: Maske

    @classmethod
    def aus(cls, teile: Teile, spalte: int) -> _Beitrag:
        """One measure of the units; what lies outside of every definition is neither known nor unknown."""
        grund = teile.grund[:, :, spalte].ravel()
        bekannt = _mit_basis(grund)
        return cls(
            zaehler=np.where(bekannt, teile.zaehler[:, :, spalte].ravel(), 0.0),
            nenner=np.where(bekannt, teile.nenner[:, :, spalte].ravel(), 0.0),
            monate=np.where(bekannt, teile.monate[:, :, spalte].ravel().astype(np.int64), -1),
            bekannt=bekannt,
            unbekannt=~bekannt & (grund != Grund.AUSSERHALB),
        )


def _summiere(beitrag: _Beitrag, zelle: Ganze, ziel: Teile, spalte: int) -> None:
    """Fill one measure of ``ziel``, whose rows are the groups of one grouping."""
    form = ziel.zaehler.shape[:2]
    zellen = (form[0] + 1) * form[1]

    def je_gruppe(werte: NDArray[Any]) -> Zahlen:
        summe = np.bincount(zelle, weights=werte, minlength=zellen).astype(np.float64, copy=False)
        return summe[: form[0] * form[1]].reshape(form)

    laengste = np.full(zellen, -1, dtype=np.int64)
    np.maximum.at(laengste, zelle, beitrag.monate)
    monate = laengste[: form[0] * form[1]].reshape(form)
    kuerzer = beitrag.bekannt & (beitrag.monate < laengste[zelle])
    zaehler, nenner = beitrag.zaehler, beitrag.nenner
    if kuerzer.any():
        zaehler, nenner = np.where(kuerzer, 0.0, zaehler), np.where(kuerzer, 0.0, nenner)
    summe_nenner = je_gruppe(nenner)
    fehlend = je_gruppe(kuerzer | beitrag.unbekannt)
    ziel.zaehler[:, :, spalte] = np.where(monate < 0, np.nan, je_gruppe(zaehler))
    ziel.nenner[:, :, spalte] = np.where(monate < 0, np.nan, summe_nenner)
    ziel.monate[:, :, spalte] = np.maximum(monate, 0)
    ziel.einheiten_fehlend[:, :, spalte] = fehlend
    ziel.grund[:, :, spalte] = np.select(
        [(monate >= 0) & (summe_nenner == 0), monate >= 0, fehlend > 0],
        [Grund.NENNER_NULL, Grund.OK, Grund.KEINE_EINHEIT],
        Grund.AUSSERHALB,
    )
