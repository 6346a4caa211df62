"""The suggested wording of an agreement as plain text: what its sections say as long as nobody has touched them."""

from __future__ import annotations

import re
from functools import lru_cache

from agreements.grundraster import Abschnittstext, Angaben, gliederung
from agreements.grundraster.klartext import klartext
from agreements.models import Zielvereinbarung
from agreements.recht import Traegerseite

_OFFENE_STELLE = re.compile(r"\[[^\]\n]+\]")


def angaben_von(vereinbarung: Zielvereinbarung) -> Angaben:
    """What the wording of an agreement depends on."""
    return Angaben(vereinbarung.nr, vereinbarung.runde.laufzeit, Traegerseite(vereinbarung.traegerseite))


@lru_cache(maxsize=64)
def grundraster(angaben: Angaben) -> dict[str, Abschnittstext]:
    """The sections of such an agreement by code, in order. A whole round has seven or eight of them."""
    return {abschnitt.code: abschnitt for abschnitt in gliederung(angaben)}


@lru_cache(maxsize=64)
def vorschlagstexte(angaben: Angaben) -> dict[str, str]:
    """The suggested wording of every section as plain text, by code, in order."""
    return {code: klartext(abschnitt.absaetze) for code, abschnitt in grundraster(angaben).items()}


def offene_stellen(text: str) -> list[str]:
    """What the parties still have to fill in: the places in square brackets."""
    return _OFFENE_STELLE.findall(text)
