"""Answers kept for requests that may come twice, and forgotten after a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from zielsystem.parties.models import Amt
from zielsystem.schluessel.models import Vorgang

AUFBEWAHRT = timedelta(days=1)


def bekannter(*, amt_id: int, kennung: str, am: datetime) -> Vorgang | None:
    """What was answered to this key of this Amt, if anything; two requests of one Amt wait for each other here.

    Has to be called in the transaction of the act.
    """
    Amt.objects.select_for_update().get(pk=amt_id)
    return Vorgang.objects.filter(amt=amt_id, kennung=kennung, am__gt=am - AUFBEWAHRT).first()


def merke(*, amt_id: int, kennung: str, anfrage: str, antwort: tuple[int, Mapping[str, Any]], am: datetime) -> None:
    """Keep the answer (status and content) to a request, in the transaction of the act."""
    status, inhalt = antwort
    felder = {"anfrage": anfrage, "status": status, "inhalt": inhalt, "am": am}
    Vorgang.objects.update_or_create(amt_id=amt_id, kennung=kennung, defaults=felder)


def vergiss(*, am: datetime) -> int:
    """Delete what is older than a day; returns how many."""
    return Vorgang.objects.filter(am__lte=am - AUFBEWAHRT).delete()[0]
