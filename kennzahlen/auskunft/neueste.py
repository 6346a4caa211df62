"""The newest release and the newest note: one short query, from which follows whether anything is new at all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import connection

from kennzahlen.models import Hinweis, Veroeffentlichung
from kennzahlen.veroeffentlichungen.hinweise import Vermerk, vermerke_nach_veroeffentlichung

_FELDER = [feld.attname for feld in Veroeffentlichung._meta.concrete_fields]
_ABFRAGE = f"""
    SELECT h.id, h.eingetragen_am, {", ".join(f"v.{name}" for name in _FELDER)}
    FROM (SELECT * FROM {Veroeffentlichung._meta.db_table} ORDER BY id DESC LIMIT 1) v
    LEFT JOIN (SELECT id, eingetragen_am FROM {Hinweis._meta.db_table} ORDER BY id DESC LIMIT 1) h ON true
"""


@dataclass(frozen=True)
class Stand:
    """The newest release, the number of the newest note on any release (0: none), and since when both are so."""

    veroeffentlichung: Veroeffentlichung
    letzter_hinweis: int
    seit: datetime

    @property
    def kennung(self) -> str:
        """What tells it from every other state of what is published."""
        return f"{self.veroeffentlichung.pk}-{self.letzter_hinweis}"

    def vermerke(self, veroeffentlichung: Veroeffentlichung) -> tuple[Vermerk, ...]:
        """The notes on a release: added, never changed, so they are read once per newest note."""
        return _gemerkte_vermerke(veroeffentlichung.pk, self.letzter_hinweis) if self.letzter_hinweis else ()


@dataclass
class _Gelesen:
    """What this process read last, and until when it counts (on the monotonic clock)."""

    stand: Stand | None = None
    bis: float = 0.0


_gelesen = _Gelesen()


def neuester_stand() -> Stand | None:
    """What is newest; None before the first release."""
    with connection.cursor() as cursor:
        cursor.execute(_ABFRAGE)
        zeile = cursor.fetchone()
    stand = _aus(zeile) if zeile else None
    _gelesen.stand, _gelesen.bis = stand, time.monotonic() + settings.API_FRISCH_SEKUNDEN
    return stand


def bekannter_stand() -> Stand | None:
    """What was newest a moment ago: asked again after ``settings.API_FRISCH_SEKUNDEN``."""
    if time.monotonic() < _gelesen.bis:
        return _gelesen.stand
    return neuester_stand()


def _aus(zeile: tuple[object, ...]) -> Stand:
    hinweis, eingetragen_am, *felder = zeile
    veroeffentlichung = Veroeffentlichung.from_db("default", _FELDER, felder)
    zeiten = (veroeffentlichung.veroeffentlicht_am, eingetragen_am)
    seit = max(zeit for zeit in zeiten if isinstance(zeit, datetime))
    return Stand(veroeffentlichung, hinweis if isinstance(hinweis, int) else 0, seit)


@lru_cache(maxsize=256)
def _gemerkte_vermerke(nummer: int, letzter_hinweis: int) -> tuple[Vermerk, ...]:
    return tuple(vermerke_nach_veroeffentlichung([nummer]).get(nummer, ()))
