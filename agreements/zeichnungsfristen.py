"""Until when fixed texts can be signed: read at once for as many as are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from agreements.models import Festtext, Fristverlaengerung
from agreements.zeichnungsrecht import zeichnungsfrist


def fristen_von(festtexte: Iterable[Festtext]) -> dict[int, date]:
    """The last day on which each text can be signed, by its key: one query."""
    alle = list(festtexte)
    bis: dict[int, list[date]] = defaultdict(list)
    zeilen = Fristverlaengerung.objects.filter(festtext__in=[text.pk for text in alle]).order_by("pk")
    for pk, tag in zeilen.values_list("festtext_id", "bis"):
        bis[pk].append(tag)
    return {text.pk: zeichnungsfrist(timezone.localdate(text.festgestellt_am), bis[text.pk]) for text in alle}
