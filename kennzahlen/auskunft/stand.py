"""As of when: from what somebody writes for ``stand`` to the release that answers.

A day means the end of that day, a point in time the release that was the newest one then, a number the release of
that number. So two releases of one day can both be reached.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone

from kennzahlen.models import Veroeffentlichung
from zielsystem import zahlen

FORMEN = ("JJJJ-MM-TT", "JJJJ-MM-TThh:mm", "<Nummer der Veröffentlichung>")
"""What can be written for it."""

_NUMMER = re.compile(r"\d{1,7}")
_ZEITPUNKT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}.*)")


class UnklarerStand(ValueError):
    """What is written for ``stand`` is none of its forms, or there was no release then. The text says it."""


class KeinStand(UnklarerStand):
    """It is understood, but no release answers to it."""


def neueste() -> Veroeffentlichung | None:
    """The newest release; None before the first one."""
    return Veroeffentlichung.objects.order_by("-pk").first()


def veroeffentlichung_zu(stand: str) -> Veroeffentlichung:
    """The release that a text names: one query. Raises :class:`UnklarerStand`."""
    if _NUMMER.fullmatch(stand):
        gefunden = Veroeffentlichung.objects.filter(pk=int(stand)).first()
        fehlt = f"Eine Veröffentlichung mit der Nummer {int(stand)} gibt es nicht."
    elif treffer := _ZEITPUNKT.fullmatch(stand):
        um = _zeitpunkt(*treffer.groups())
        gefunden = Veroeffentlichung.objects.stand_um(um)
        fehlt = f"Am {zahlen.zeitpunkt(timezone.localtime(um))} war noch nichts veröffentlicht."
    else:
        tag = _tag(stand)
        gefunden = Veroeffentlichung.objects.stand_am(tag)
        fehlt = f"Am {tag:%d.%m.%Y} war noch nichts veröffentlicht."
    if gefunden is None:
        raise KeinStand(fehlt)
    return gefunden


def _tag(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnklarerStand(f"„{text}“ ist kein Tag, kein Zeitpunkt und keine Nummer.") from None


def _zeitpunkt(tag: str, uhrzeit: str) -> datetime:
    """A point in time, in the time of the ministry unless it says otherwise; a plus may have come as a blank."""
    try:
        um = datetime.fromisoformat(f"{tag}T{uhrzeit.replace(' ', '+')}")
    except ValueError:
        raise UnklarerStand(f"„{tag} {uhrzeit}“ ist kein Zeitpunkt.") from None
    return um if timezone.is_aware(um) else timezone.make_aware(um)
