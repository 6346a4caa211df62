"""How far the evaluations of agreements are, for the gates: of many in as many queries as of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.models import Auswertung, Auswertungsbestaetigung, Vertragspartei, Zielbewertung


@dataclass(frozen=True)
class Auswertungslage:
    """What the gate of closing asks. ``unbewertet`` counts the Ziele whose result is not confirmed by every party;
    ``nicht_bestaetigt`` names the parties that have not confirmed the present Fassung."""

    berechnet: bool
    unbewertet: int
    nicht_bestaetigt: tuple[str, ...]


def auswertungslage(vereinbarung_ids: Iterable[int]) -> dict[int, Auswertungslage]:
    """The facts about the evaluations of agreements: four queries however many.

    An agreement whose results are not computed yet counts as one with something unconfirmed.
    """
    ids = list(vereinbarung_ids)
    auswertungen = {zeile.zielvereinbarung_id: zeile for zeile in Auswertung.objects.filter(zielvereinbarung__in=ids)}
    pks = [auswertung.pk for auswertung in auswertungen.values()]
    bestaetigungen = Auswertungsbestaetigung.objects.filter(auswertung__in=pks)
    bestaetigt = set(bestaetigungen.values_list("auswertung_id", "vertragspartei_id", "fassung"))
    ziele = Counter(
        Zielbewertung.objects.im_ganzen().filter(auswertung__in=pks).values_list("auswertung_id", flat=True)
    )
    parteien = _parteien(ids)
    return {pk: _lage(auswertungen.get(pk), parteien[pk], bestaetigt, ziele) for pk in ids}


def _lage(
    auswertung: Auswertung | None,
    parteien: list[Vertragspartei],
    bestaetigt: set[tuple[int, int, int]],
    ziele: Counter[int],
) -> Auswertungslage:
    if auswertung is None:
        return Auswertungslage(False, 1, tuple(partei.bezeichnung for partei in parteien))
    fehlend = tuple(p.bezeichnung for p in parteien if (auswertung.pk, p.pk, auswertung.fassung) not in bestaetigt)
    return Auswertungslage(True, max(ziele[auswertung.pk], 1) if fehlend else 0, fehlend)


def _parteien(ids: list[int]) -> dict[int, list[Vertragspartei]]:
    je: dict[int, list[Vertragspartei]] = defaultdict(list)
    for partei in Vertragspartei.objects.filter(zielvereinbarung__in=ids).order_by("reihenfolge"):
        je[partei.zielvereinbarung_id].append(partei)
    return je
