"""Finished rows and texts that several pages of this room share."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.utils import timezone

from gremien.models import Gremium
from gremien.views.rahmen import Seite, gremium_url, krumen
from zielsystem import zahlen


class Festgehalten(Protocol):
    """A record that says when and by whom it was made."""

    festgehalten_am: datetime
    festgehalten_durch: Any


def wer_wann(eintrag: Festgehalten) -> str:
    """When and by whom something was recorded."""
    wer = str(eintrag.festgehalten_durch) if eintrag.festgehalten_durch else "Betrieb"
    return f"{zahlen.tag(timezone.localtime(eintrag.festgehalten_am))}, {wer}"


def zeitraum(ab: date, bis: date | None) -> str:
    """A half-open period as people say it: with its last day."""
    return f"ab {zahlen.tag(ab)}, " + (f"bis {zahlen.tag(bis - timedelta(days=1))}" if bis else "auf Weiteres")


def aktseite(gremium: Gremium, titel: str, text: str, reiter: tuple[str, str]) -> Seite:
    """The page of an act that belongs to a tab of a body, given by title and route."""
    ziel = gremium_url(gremium, reiter[1])
    return Seite(titel, "Festhalten", ziel, krumen(gremium, (reiter[0], ziel), titel), f"{gremium.titel}: {text}")
