"""Who counts on a day: the members of a composition, who may sit in for them, whose body it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gremien.models import Entsenderecht, Gremium, Mitgliedschaft, Vertretung
from gremien.recht import UEBLICH


def mitglieder_am(gremium: Gremium, tag: date, zusammensetzungen: Iterable[str] = (UEBLICH,)) -> list[Mitgliedschaft]:
    """The members of a day who belong to one of the compositions, by side and name: two queries.

    Who was invited does not matter: a membership that ended before the day does not count, a new one does.
    """
    rechte = Entsenderecht.objects.am(tag).filter(gremium=gremium, zusammensetzung__in=list(zusammensetzungen))
    return list(
        Mitgliedschaft.objects.am(tag)
        .filter(gremium=gremium, partei__in=rechte.values("partei"))
        .select_related("nutzer")
        .order_by("seite", "partei", "name", "pk")
    )


def parteien_je_zusammensetzung(gremium: Gremium, tag: date) -> dict[str, frozenset[int]]:
    """Which parties send members into each composition on a day: one query."""
    je: dict[str, set[int]] = {}
    for zusammensetzung, partei in (
        Entsenderecht.objects.am(tag).filter(gremium=gremium).values_list("zusammensetzung", "partei")
    ):
        je.setdefault(zusammensetzung, set()).add(partei)
    return {code: frozenset(parteien) for code, parteien in je.items()}


def vertretungen_fuer(sitzung_id: int, tag: date, mitglieder: Iterable[Mitgliedschaft]) -> dict[int, list[Vertretung]]:
    """Who may sit in for each member in a session, named for it first: one query."""
    je: dict[int, list[Vertretung]] = {}
    gefunden = Vertretung.objects.fuer(sitzung_id, tag).filter(mitgliedschaft__in=list(mitglieder))
    gefunden = gefunden.select_related("nutzer")
    for vertretung in sorted(gefunden, key=lambda eine: (eine.sitzung_id is None, eine.pk)):
        je.setdefault(vertretung.mitgliedschaft_id, []).append(vertretung)
    return je
