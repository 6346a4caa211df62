"""What the conditions read of who took part.

This is the one place where gates learn what bodies and parties did. Today they rest on recorded results with a
document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from agreements.models import Nachweis, Vertragspartei, Zielvereinbarung
from agreements.recht import Ergebnis, Nachweisstand, Traegerseite


def nachweise_von(vereinbarungen: Iterable[Zielvereinbarung]) -> dict[int, tuple[Nachweis, ...]]:
    """The results that count for each agreement, by its key: two queries however many."""
    alle = list(vereinbarungen)
    parteien: dict[int, set[int | None]] = defaultdict(set)
    zeilen = Vertragspartei.objects.filter(zielvereinbarung__in=[v.pk for v in alle])
    for pk, partei, traeger in zeilen.values_list("zielvereinbarung_id", "partei_id", "rechtstraeger_id"):
        parteien[pk] |= {partei, traeger}
    je_bezug: dict[tuple[int | None, ...], list[Nachweis]] = defaultdict(list)
    for nachweis in Nachweis.objects.gueltig().filter(runde__in={v.runde_id for v in alle}).order_by("am", "pk"):
        je_bezug[nachweis.runde_id, nachweis.land_id, nachweis.partei_id, nachweis.zielvereinbarung_id].append(nachweis)
    return {
        v.pk: tuple(n for bezug in _bezuege(v, parteien[v.pk]) for n in je_bezug.get(bezug, ()) if _betrifft(n, v))
        for v in alle
    }


def _bezuege(vereinbarung: Zielvereinbarung, parteien: set[int | None]) -> list[tuple[int | None, ...]]:
    runde = vereinbarung.runde_id
    laender = [(runde, vereinbarung.land_id, None, None)] if vereinbarung.land_id else []
    kommunen = [(runde, None, partei, None) for partei in sorted(p for p in parteien if p)]
    return [(runde, None, None, None), *laender, *kommunen, (runde, None, None, vereinbarung.pk)]


def _betrifft(nachweis: Nachweis, vereinbarung: Zielvereinbarung) -> bool:
    return nachweis.zeile.betrifft(vereinbarung.nr, Traegerseite(vereinbarung.traegerseite))


def als_stand(nachweis: Nachweis) -> Nachweisstand:
    """A recorded result as the conditions see it."""
    return Nachweisstand(
        beteiligung=nachweis.art,
        ergebnis=Ergebnis(nachweis.ergebnis),
        am=nachweis.am,
        belegt=bool(nachweis.dokument),
        bemerkt=bool(nachweis.bemerkung),
        partei=nachweis.vertragspartei_id,
    )
