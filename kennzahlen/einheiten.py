"""The statistical units of a computation: which Jobcenter existed when, in which groups, and what became of whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kennzahlen.cube import Ganze, Maske, Nachfolge
from kennzahlen.formeln import Gruppierung
from kennzahlen.models import Einheit, Einheitsart
from zielsystem.parties.models import Gruppenzugehoerigkeit, Parteistand
from zielsystem.parties.models import Nachfolge as Parteinachfolge
from zielsystem.parties.recht import ARTEN, LAENDER, Gruppenart, Parteiart

Gruppe = tuple[str, Einheitsart, str]
"""Key, kind and German title of an aggregate."""


@dataclass(frozen=True, eq=False)
class Einheitenachse:
    """The Jobcenter (ids of their parties) as the first axis of the cube, and everything that hangs on it.

    ``existiert`` [unit, month]; ``gruppen`` are the aggregates in the order of the rows that the groupings make.
    """

    jobcenter: tuple[int, ...]
    existiert: Maske
    nachfolgen: tuple[Nachfolge, ...]
    gruppierungen: tuple[Gruppierung, ...]
    gruppen: tuple[Gruppe, ...]
    titel: dict[int, tuple[str, str]]


def einheitenachse(monate: Sequence[date]) -> Einheitenachse:
    """All Jobcenter that existed on the first day of one of the (consecutive) months.

    Membership in a group counts by reporting month; Land and kind follow from the Stand, Vergleichstyp and
    Vergleichsring from the Zugehörigkeit.
    """
    staende = list(
        Parteistand.objects.jobcenter()
        .filter(ab__lte=monate[-1])
        .exclude(bis__lte=monate[0])
        .order_by("partei_id", "ab")
        .values_list("partei_id", "ab", "bis", "art", "name", "ags", "land_id")
    )
    laender = _laender()
    jobcenter = tuple(dict.fromkeys(stand[0] for stand in staende))
    stelle = {partei: nr for nr, partei in enumerate(jobcenter)}
    bau = _Bau(stelle, monate)
    for partei, ab, bis, art, _, _, land_id in staende:
        schluessel, land = laender[land_id]
        bau.setze("existiert", ("", Einheitsart.BUND, ""), partei, (ab, bis))
        kurz = ARTEN[Parteiart(art)].kurz
        bau.setze("bund", ("bund", Einheitsart.BUND, "Bund"), partei, (ab, bis))
        bau.setze("land", (f"land:{schluessel}", Einheitsart.LAND, land), partei, (ab, bis))
        bau.setze("typ", (f"typ:{kurz}", Einheitsart.TYP, ARTEN[Parteiart(art)].titel), partei, (ab, bis))
        gemischt = (f"land_typ:{schluessel}:{kurz}", Einheitsart.LAND_TYP, f"{land}: {kurz}")
        bau.setze("land_typ", gemischt, partei, (ab, bis))
    _setze_vergleichsgruppen(bau)
    arten = [art for art in bau.zuordnung if art != "existiert"]
    return Einheitenachse(
        jobcenter=jobcenter,
        existiert=bau.zuordnung["existiert"] == 0 if staende else np.zeros((0, len(monate)), dtype=np.bool_),
        nachfolgen=tuple(_nachfolgen(stelle, bau)),
        gruppierungen=tuple(Gruppierung(len(bau.gruppen[art]), bau.zuordnung[art]) for art in arten),
        gruppen=tuple(gruppe for art in arten for gruppe in bau.gruppen[art].values()),
        titel={stand[0]: (stand[5], stand[4]) for stand in staende},
    )


def _laender() -> dict[int | None, tuple[str, str]]:
    """Key and newest name of each Land authority's Land, by party."""
    zeilen = Parteistand.objects.filter(art=Parteiart.LAND).order_by("ab").values_list("partei_id", "ags")
    return {partei: (ags, LAENDER[ags]) for partei, ags in zeilen}


class _Bau:
    """Collects, per way of grouping, the groups met so far and the number of the group of each unit and month."""

    def __init__(self, stelle: dict[int, int], monate: Sequence[date]) -> None:
        self.stelle = stelle
        self.monate = monate
        self.gruppen: dict[str, dict[str, Gruppe]] = {}
        self.nummern: dict[tuple[str, str], int] = {}
        self.zuordnung: dict[str, Ganze] = {}

    def setze(self, art: str, gruppe: Gruppe, partei: int, zeitraum: tuple[date, date | None]) -> None:
        """A unit belongs to a group in the months whose first day lies in a half-open period."""
        if partei not in self.stelle:
            return
        gruppen = self.gruppen.setdefault(art, {})
        gruppen[gruppe[0]] = gruppe
        if art not in self.zuordnung:
            self.zuordnung[art] = np.full((len(self.stelle), len(self.monate)), -1, dtype=np.int64)
        nummer = self.nummern.setdefault((art, gruppe[0]), len(gruppen) - 1)
        ab, bis = zeitraum
        self.zuordnung[art][self.stelle[partei], self.ab_monat(ab) : self.ab_monat(bis)] = nummer

    def ab_monat(self, tag: date | None) -> int:
        """Index of the first month that begins on or after a day; the length of the axis for None."""
        if tag is None:
            return len(self.monate)
        erster = self.monate[0]
        abstand = (tag.year - erster.year) * 12 + tag.month - erster.month + (tag.day > 1)
        return min(max(abstand, 0), len(self.monate))


def _setze_vergleichsgruppen(bau: _Bau) -> None:
    art = {Gruppenart.VERGLEICHSTYP: Einheitsart.VERGLEICHSTYP, Gruppenart.RING: Einheitsart.RING}
    zeilen = Gruppenzugehoerigkeit.objects.order_by("gruppe__art", "gruppe__schluessel", "ab").values_list(
        "partei_id", "ab", "bis", "gruppe__art", "gruppe__schluessel", "gruppe__titel"
    )
    for partei, ab, bis, gruppenart, schluessel, titel in zeilen:
        gruppe = (f"{gruppenart}:{schluessel}", art[Gruppenart(gruppenart)], titel)
        bau.setze(gruppenart, gruppe, partei, (ab, bis))


def vergleichstypen(jobcenter: Sequence[int], monate: Sequence[date]) -> Ganze:
    """The key of the Vergleichstyp of each Jobcenter in each of the (consecutive) months, 0 for none: one query."""
    bau = _Bau({partei: nr for nr, partei in enumerate(jobcenter)}, monate)
    typen = np.zeros((len(jobcenter), len(monate)), dtype=np.int64)
    zeilen = Gruppenzugehoerigkeit.objects.filter(gruppe__art=Gruppenart.VERGLEICHSTYP, partei__in=jobcenter)
    for partei, gruppe, ab, bis in zeilen.values_list("partei_id", "gruppe_id", "ab", "bis"):
        typen[bau.stelle[partei], bau.ab_monat(ab) : bau.ab_monat(bis)] = gruppe
    return typen


def _nachfolgen(stelle: dict[int, int], bau: _Bau) -> Iterable[Nachfolge]:
    for vorgaenger, nachfolger, am in Parteinachfolge.objects.values_list("vorgaenger_id", "nachfolger_id", "am"):
        if vorgaenger in stelle and nachfolger in stelle:
            yield Nachfolge(stelle[vorgaenger], stelle[nachfolger], bau.ab_monat(am))


def gespeicherte_einheiten(achse: Einheitenachse) -> list[int]:
    """Ids of the stored units, one per row of units and then of groups; new or renamed ones are stored first."""
    neu = [
        Einheit(schluessel=ags, art=Einheitsart.JOBCENTER, titel=name, partei_id=partei)
        for partei, (ags, name) in achse.titel.items()
    ] + [Einheit(schluessel=schluessel, art=art, titel=titel) for schluessel, art, titel in achse.gruppen]
    _entferne_alte_schluessel(achse)
    Einheit.objects.bulk_create(
        neu, update_conflicts=True, unique_fields=["schluessel"], update_fields=["titel", "art", "partei"]
    )
    return ids_der_einheiten(achse)


def ids_der_einheiten(achse: Einheitenachse) -> list[int]:
    """Ids of the stored units, one per row of units and then of groups; ``KeyError`` where one is not stored yet."""
    ids = dict(Einheit.objects.values_list("schluessel", "pk"))
    return [ids[achse.titel[partei][0]] for partei in achse.jobcenter] + [ids[gruppe[0]] for gruppe in achse.gruppen]


def _entferne_alte_schluessel(achse: Einheitenachse) -> None:
    """A Jobcenter that got a new AGS keeps its unit under the new one."""
    for einheit in Einheit.objects.filter(art=Einheitsart.JOBCENTER).exclude(partei=None):
        ags = achse.titel.get(einheit.partei_id or 0, (einheit.schluessel, ""))[0]
        if ags != einheit.schluessel:
            einheit.schluessel = ags
            einheit.save(update_fields=["schluessel"])
