"""Published values: the one read for page, API and report.

From units, measures, months and a release to dense arrays, with one query however much is asked for. What is not
published (the unit did not exist yet, say) is NaN with the reason AUSSERHALB, so that whoever reads need not ask
whether a row is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Min
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Ganze, Maske, Zahlen, monat_plus, monatsreihe
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.kalender import faelliger_berichtsmonat, vorlaeufig
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import HAUPTKENNZAHLEN, REIHENNUMMER, Kennzahl, fassungen

_MIT_VOLLEM_FENSTER = (Grund.OK, Grund.NENNER_NULL, Grund.GEHEIM)


@dataclass(frozen=True)
class Wert:
    """One published value: ``wert`` is a fraction or None with a ``grund``; ``fenster`` the months it should have.

    ``vorlaeufig``: at the time of the release the Wartezeit of its month was not over.
    """

    monat: date
    wert: float | None
    grund: Grund
    monate_vorhanden: int
    fenster: int
    einheiten_fehlend: int
    vollstaendig: bool
    vorlaeufig: bool = False

    @property
    def grund_text(self) -> str:
        """Why there is no value, as a German sentence; empty where there is one."""
        return GRUND_TEXT[self.grund]


@dataclass(frozen=True, eq=False)
class Reihen:
    """Published values of a release; arrays are [unit, measure, month] in the order of the three tuples."""

    veroeffentlichung: Veroeffentlichung
    einheiten: tuple[Einheit, ...]
    codes: tuple[str, ...]
    monate: tuple[date, ...]
    wert: Zahlen
    monate_vorhanden: NDArray[np.int16]
    einheiten_fehlend: NDArray[np.int16]
    grund: NDArray[np.int16]
    fenster: NDArray[np.int16]

    @cached_property
    def vollstaendig(self) -> Maske:
        """Where every month of the window and every unit of the group is in the figures, as in ``formeln``."""
        bekannt: Maske = np.logical_or.reduce([self.grund == grund for grund in _MIT_VOLLEM_FENSTER])
        voll: Maske = bekannt & (self.monate_vorhanden == self.fenster) & (self.einheiten_fehlend == 0)
        return voll

    @property
    def vorlaeufig_ab(self) -> date | None:
        """The first month whose figures were provisional at the time of the release."""
        return next((monat for monat in self.monate if vorlaeufig(monat, self.veroeffentlichung.stand)), None)

    @cached_property
    def _zeile(self) -> dict[int, int]:
        return {einheit.pk: zeile for zeile, einheit in enumerate(self.einheiten)}

    def werte(self, einheit: Einheit, code: str) -> tuple[Wert, ...]:
        """One series, a value per month."""
        stelle = self._zeile[einheit.pk], self.codes.index(code)
        spalten = (self.wert, self.grund, self.monate_vorhanden, self.einheiten_fehlend, self.vollstaendig)
        fenster = self.fenster[stelle[1]].tolist()
        endgueltig_bis = faelliger_berichtsmonat(self.veroeffentlichung.stand)
        zeilen = zip(self.monate, fenster, *(spalte[stelle].tolist() for spalte in spalten), strict=True)
        return tuple(
            Wert(
                monat,
                None if wert != wert else wert,
                Grund(grund),
                vorhanden,
                soll,
                fehlend,
                voll,
                monat > endgueltig_bis,
            )
            for monat, soll, wert, grund, vorhanden, fehlend, voll in zeilen
        )


def monate_von(veroeffentlichung: Veroeffentlichung) -> tuple[date, ...]:
    """Every month for which a release, or one before it, has published something (then of the Bund too): one query."""
    jahr = Kennzahlreihe.objects.filter(
        einheit__schluessel="bund",
        kennzahl=REIHENNUMMER[HAUPTKENNZAHLEN[0]],
        veroeffentlichung__lte=veroeffentlichung.pk,
    ).aggregate(jahr=Min("jahr"))["jahr"]
    if jahr is None:
        return ()
    beginn, ende = date(jahr, 1, 1), veroeffentlichung.bis_monat
    return monatsreihe(beginn, (ende.year - beginn.year) * 12 + ende.month)


def zeitraum(von: date, bis: date) -> tuple[date, ...]:
    """The months from one to another, both included."""
    return monatsreihe(von, max(0, (bis.year - von.year) * 12 + bis.month - von.month + 1))


def lies(
    veroeffentlichung: Veroeffentlichung,
    einheiten: Sequence[Einheit],
    codes: Sequence[str],
    monate: Sequence[date],
) -> Reihen:
    """The values as a release has them: one query. ``monate`` are consecutive; an unknown code raises ``KeyError``."""
    jahre = range(monate[0].year, monate[-1].year + 1) if monate else range(0)
    form = (len(einheiten), len(codes), len(jahre) * 12)
    wert = np.full(form, np.nan)
    ganze = np.zeros((3, *form), dtype=np.int16)
    ganze[2] = Grund.AUSSERHALB
    gespeichert = _gespeicherte(veroeffentlichung, [einheit.pk for einheit in einheiten], codes, jahre)
    if len(gespeichert):
        ort = _ort(gespeichert, einheiten, codes, jahre)
        wert.reshape(*form[:2], -1, 12)[ort] = gespeichert["wert"]["wert"]
        for ziel, name in zip(ganze, ("monate", "fehlend", "grund"), strict=True):
            ziel.reshape(*form[:2], -1, 12)[ort] = gespeichert[name]["wert"]
    erster = monate[0].month - 1 if monate else 0
    ausschnitt = (..., slice(erster, erster + len(monate)))
    return Reihen(
        veroeffentlichung,
        tuple(einheiten),
        tuple(codes),
        tuple(monate),
        wert[ausschnitt],
        monate_vorhanden=ganze[(0, *ausschnitt)],
        einheiten_fehlend=ganze[(1, *ausschnitt)],
        grund=ganze[(2, *ausschnitt)],
        fenster=_fenster(codes, monate),
    )


_SPALTEN = (
    Spalte("einheit_id", ">i8"),
    Spalte("kennzahl", ">i2"),
    Spalte("jahr", ">i2"),
    Spalte("wert", ">f8", 12),
    Spalte("monate", ">i2", 12),
    Spalte("fehlend", ">i2", 12),
    Spalte("grund", ">i2", 12),
)
_JUENGSTE = f"""
    SELECT DISTINCT ON (einheit_id, kennzahl, jahr) {", ".join(spalte.name for spalte in _SPALTEN)}
    FROM {Kennzahlreihe._meta.db_table}
    WHERE einheit_id = ANY(%s) AND kennzahl = ANY(%s) AND jahr BETWEEN %s AND %s AND veroeffentlichung_id <= %s
    ORDER BY einheit_id DESC, kennzahl DESC, jahr DESC, veroeffentlichung_id DESC
"""
"""All descending, as the unique index is read backwards without sorting."""


def _gespeicherte(
    veroeffentlichung: Veroeffentlichung, einheiten: Sequence[int], codes: Sequence[str], jahre: range
) -> NDArray[Any]:
    """The rows as the release has them, a year of a measure of a unit each, in no order: one query."""
    nummern = [REIHENNUMMER[code] for code in codes]
    grenzen = (jahre[0], jahre[-1]) if jahre else (1, 0)
    with connection.cursor() as cursor:
        parameter = (list(einheiten), nummern, *grenzen, veroeffentlichung.pk)
        return binary_copy.frage(cursor, _JUENGSTE, parameter, _SPALTEN, je="einheit_id")


def _ort(
    gespeichert: NDArray[Any], einheiten: Sequence[Einheit], codes: Sequence[str], jahre: range
) -> tuple[Ganze, Ganze, Ganze]:
    """Where the rows lie on the axes: unit, measure, year."""
    zeile = {einheit.pk: stelle for stelle, einheit in enumerate(einheiten)}
    spalte = {REIHENNUMMER[code]: stelle for stelle, code in enumerate(codes)}
    return (
        np.array([zeile[nr] for nr in gespeichert["einheit_id"].tolist()], dtype=np.int64),
        np.array([spalte[nr] for nr in gespeichert["kennzahl"].tolist()], dtype=np.int64),
        gespeichert["jahr"].astype(np.int64) - jahre[0],
    )


def _fenster(codes: Sequence[str], monate: Sequence[date]) -> NDArray[np.int16]:
    """The months a full window has [measure, month]; 0 where no definition is in force."""
    return np.array(
        [[_fenster_am(fassungen(code), monat) for monat in monate] for code in codes], dtype=np.int16
    ).reshape(len(codes), len(monate))


def _fenster_am(zeilen: tuple[Kennzahl, ...], monat: date) -> int:
    return next((zeile.fenster for zeile in zeilen if monat in zeile.geltung), 0)


def brueche(code: str) -> tuple[date, ...]:
    """The first months that follow a new definition of a Kennzahl, oldest first."""
    erste_tage = (zeile.geltung.ab for zeile in fassungen(code)[1:])
    return tuple(ab if ab.day == 1 else monat_plus(ab, 1) for ab in erste_tage if ab)
