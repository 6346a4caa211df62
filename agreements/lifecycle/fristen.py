"""What happens to agreements by date alone: they come into force, and their evaluation begins."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from agreements.lifecycle.akte import auswertung_beginnen, in_kraft_treten
from agreements.models import Zielvereinbarung
from agreements.recht import Zustand
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import betrieb
from zielsystem.recht import Ausserhalb

_log = logging.getLogger(__name__)
Akt = Callable[..., Zielvereinbarung]


def vollziehe_faellige(*, am: datetime) -> int:
    """Do what is due on the day of ``am``, each agreement by itself; returns how many were moved.

    Doing it again, or twice at the same time, moves nothing twice.
    """
    tag = timezone.localdate(am)
    return sum(_vollziehe(akt, vereinbarung, am) for akt, vereinbarung in _faellige(tag))


def _faellige(tag: date) -> Iterator[tuple[Akt, Zielvereinbarung]]:
    alle = Zielvereinbarung.objects.order_by("pk")
    for vereinbarung in alle.filter(zustand=Zustand.GESCHLOSSEN, runde__ab__lte=tag):
        yield in_kraft_treten, vereinbarung
    abloesend = Zielvereinbarung.objects.filter(aendert=OuterRef("pk"), zustand=Zustand.IN_KRAFT)
    for vereinbarung in alle.filter(~Exists(abloesend), zustand=Zustand.IN_KRAFT, runde__bis__lte=tag):
        yield auswertung_beginnen, vereinbarung


def _vollziehe(akt: Akt, vereinbarung: Zielvereinbarung, am: datetime) -> bool:
    try:
        akt(vereinbarung=vereinbarung, durch=betrieb(timezone.localdate(am)), am=am)
    except (Ausserhalb, Gehindert) as fehler:
        _log.info("Vereinbarung %s: %s", vereinbarung.pk, fehler)
        return False
    return True
