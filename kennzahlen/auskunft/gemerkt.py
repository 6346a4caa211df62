"""The newest release in the memory of a process: units and all their series, for those who ask often.

Who asks once is answered from the database. After :data:`ANLAUF` questions a process reads everything the newest
release says, which takes it half a second and some 12 MB, and asks no more until there is a newer one. A release never
changes, so nothing kept is out of date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock

from kennzahlen.auskunft.abfrage import alle_einheiten, finde_einheiten, veroeffentlichte_monate
from kennzahlen.auskunft.reihen import Reihen, lies
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES

ANLAUF = 20
"""So many questions are answered from the database before everything is read."""
_STELLE = {code: nr for nr, code in enumerate(KENNZAHL_CODES)}


@dataclass
class _Gemerktes:
    """What is kept of a release: nothing yet, or everything."""

    veroeffentlichung: Veroeffentlichung
    fragen: int = 0
    alles: Reihen | None = None
    schloss: Lock = field(default_factory=Lock)

    @cached_property
    def zeile(self) -> dict[int, int]:
        """Where each unit stands in the arrays."""
        return {einheit.pk: nr for nr, einheit in enumerate(self.alles.einheiten)} if self.alles else {}

    @cached_property
    def einheiten(self) -> dict[str, Einheit]:
        """The units by their keys."""
        return {einheit.schluessel: einheit for einheit in self.alles.einheiten} if self.alles else {}

    def frage(self) -> bool:
        """Count a question; whether everything is here, read now if it is time to and nobody else is at it."""
        self.fragen += 1
        if self.alles is None and self.fragen > ANLAUF and self.schloss.acquire(blocking=False):
            eine = self.veroeffentlichung
            self.alles = lies(eine, list(alle_einheiten()), KENNZAHL_CODES, veroeffentlichte_monate(eine).tage)
        return self.alles is not None


_gemerktes: _Gemerktes | None = None


def gemerkte_reihen(
    veroeffentlichung: Veroeffentlichung, einheiten: Sequence[Einheit], codes: Sequence[str], monate: Sequence[date]
) -> Reihen:
    """As :func:`~kennzahlen.auskunft.reihen.lies`, from memory where that holds this release.

    ``monate`` are consecutive months of the release.
    """
    gemerktes = _zu(veroeffentlichung)
    if gemerktes is None or not monate or not gemerktes.frage():
        return lies(veroeffentlichung, einheiten, codes, monate)
    alles, zeile = gemerktes.alles, gemerktes.zeile
    if alles is None or any(einheit.pk not in zeile for einheit in einheiten):
        return lies(veroeffentlichung, einheiten, codes, monate)
    zeilen = [[zeile[einheit.pk]] for einheit in einheiten]
    return _ausschnitt(alles, zeilen, tuple(einheiten), tuple(codes), tuple(monate))


def _ausschnitt(
    alles: Reihen,
    zeilen: list[list[int]],
    einheiten: tuple[Einheit, ...],
    codes: tuple[str, ...],
    monate: tuple[date, ...],
) -> Reihen:
    stellen = [_STELLE[code] for code in codes]
    beginn = alles.monate[0]
    erster = (monate[0].year - beginn.year) * 12 + monate[0].month - beginn.month
    ort = (zeilen, stellen, slice(erster, erster + len(monate)))
    return Reihen(
        alles.veroeffentlichung,
        einheiten,
        codes,
        monate,
        wert=alles.wert[ort],
        monate_vorhanden=alles.monate_vorhanden[ort],
        einheiten_fehlend=alles.einheiten_fehlend[ort],
        grund=alles.grund[ort],
        fenster=alles.fenster[stellen, ort[2]],
    )


def gemerkte_einheiten(gefragt: Sequence[str]) -> dict[str, Einheit]:
    """As :func:`~kennzahlen.auskunft.abfrage.finde_einheiten`, from memory where that knows all of the keys."""
    bekannte = _gemerktes.einheiten if _gemerktes and _gemerktes.alles else {}
    if all(schluessel in bekannte for schluessel in gefragt):
        return {schluessel: bekannte[schluessel] for schluessel in gefragt}
    return finde_einheiten(gefragt)


def vergiss() -> None:
    """Forget everything: another database is read from now on."""
    global _gemerktes
    _gemerktes = None


def _zu(veroeffentlichung: Veroeffentlichung) -> _Gemerktes | None:
    """What is kept of a release; None for an older one than the newest that was asked for."""
    global _gemerktes
    if _gemerktes is None or _gemerktes.veroeffentlichung.pk < veroeffentlichung.pk:
        _gemerktes = _Gemerktes(veroeffentlichung)
    return _gemerktes if _gemerktes.veroeffentlichung.pk == veroeffentlichung.pk else None
