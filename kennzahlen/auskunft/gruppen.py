"""The members of a group, month by month, and how their published values are spread.

Only published and complete values count: what is kept secret, missing or partial is left out and the number of values
is said. So a group tells nothing that its members' own pages do not tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.core.cache import cache
from django.db.models import Q

from kennzahlen.auskunft.reihen import Reihen, lies
from kennzahlen.auskunft.vergleich import Verteilung, verteilung
from kennzahlen.cube import Maske, Zahlen
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from zielsystem.parties.models import Gruppenzugehoerigkeit, Parteistand
from zielsystem.parties.recht import ARTEN, JOBCENTER

Zeitraum = tuple[date, date | None]

FASSUNG = 1
"""Changes whenever a spread would be computed differently: what is kept from before is then out of date."""

_BEHALTEN = 7 * 24 * 3600
_ART = {ARTEN[art].kurz: art for art in JOBCENTER}


@dataclass(frozen=True, eq=False)
class Mitglieder:
    """The Jobcenter of a group and when they belong to it: ``dabei`` [unit, month], by the first day of the month."""

    einheiten: tuple[Einheit, ...]
    monate: tuple[date, ...]
    dabei: Maske

    @property
    def anzahl(self) -> int:
        """How many belong to it in the newest month."""
        return int(self.dabei[:, -1].sum())

    @property
    def heutige(self) -> list[Einheit]:
        """Those that belong to it in the newest month."""
        return [einheit for einheit, dabei in zip(self.einheiten, self.dabei[:, -1], strict=True) if dabei]


def mitglieder(gruppe: Einheit, monate: Sequence[date]) -> Mitglieder:
    """The members of an aggregate in some consecutive months: two queries."""
    zeiten: dict[int, list[Zeitraum]] = {}
    for partei, ab, bis in _zugehoerigkeiten(gruppe, monate):
        zeiten.setdefault(partei, []).append((ab, bis))
    einheiten = tuple(Einheit.objects.filter(partei__in=zeiten).order_by("schluessel"))
    dabei = np.zeros((len(einheiten), len(monate)), dtype=np.bool_)
    for zeile, einheit in enumerate(einheiten):
        for ab, bis in zeiten[einheit.partei_id or 0]:
            dabei[zeile] |= [ab <= monat and (bis is None or monat < bis) for monat in monate]
    drin = [zeile for zeile in range(len(einheiten)) if dabei[zeile].any()]
    return Mitglieder(tuple(einheiten[zeile] for zeile in drin), tuple(monate), dabei[drin])


def _zugehoerigkeiten(gruppe: Einheit, monate: Sequence[date]) -> list[tuple[int, date, date | None]]:
    """Party and half-open period of every membership that touches the months."""
    im_zeitraum = Q(ab__lte=monate[-1]) & (Q(bis=None) | Q(bis__gt=monate[0]))
    _, *teile = gruppe.schluessel.split(":")
    if gruppe.art in (Einheitsart.VERGLEICHSTYP, Einheitsart.RING):
        zeilen = Gruppenzugehoerigkeit.objects.filter(
            im_zeitraum, gruppe__art=gruppe.schluessel.split(":")[0], gruppe__schluessel=teile[0]
        )
        return list(zeilen.values_list("partei_id", "ab", "bis"))
    staende = Parteistand.objects.jobcenter().filter(im_zeitraum)
    if gruppe.art in (Einheitsart.LAND, Einheitsart.LAND_TYP):
        staende = staende.filter(land__staende__ags=teile[0])
    if gruppe.art in (Einheitsart.TYP, Einheitsart.LAND_TYP):
        staende = staende.filter(art=_ART[teile[-1]])
    return list(staende.values_list("partei_id", "ab", "bis").distinct())


def gruppenwerte(reihen: Reihen, code: str, dabei: Maske) -> Zahlen:
    """The values of a measure [unit, month] that count for a group: published, complete, of a member; else NaN."""
    stelle = reihen.codes.index(code)
    werte: Zahlen = np.where(dabei & reihen.vollstaendig[:, stelle], reihen.wert[:, stelle], np.nan)
    return werte


@dataclass(frozen=True, eq=False)
class Gruppenbild:
    """How the values of a group are spread, by measure, and how many members it had in the newest month."""

    gruppe: Einheit
    anzahl: int
    verteilungen: Mapping[str, Verteilung]


def gruppenbild(
    veroeffentlichung: Veroeffentlichung, gruppe: Einheit, codes: Sequence[str], monate: Sequence[date]
) -> Gruppenbild:
    """The spread of a group over some months: read once per release, then kept, for a release never changes."""
    stand = f"{veroeffentlichung.pk}:{veroeffentlichung.veroeffentlicht_am.timestamp()}"
    ort = f"gruppenbild:{FASSUNG}:{stand}:{gruppe.pk}:{','.join(codes)}:{monate[0]}:{monate[-1]}"
    bild: tuple[int, dict[str, Verteilung]] | None = cache.get(ort)
    if bild is None:
        glieder = mitglieder(gruppe, monate)
        reihen = lies(veroeffentlichung, glieder.einheiten, codes, monate)
        bild = glieder.anzahl, {code: verteilung(gruppenwerte(reihen, code, glieder.dabei)) for code in codes}
        cache.set(ort, bild, _BEHALTEN)
    return Gruppenbild(gruppe, *bild)
