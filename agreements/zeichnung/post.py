"""Letters about signing: to everyone who negotiates or signs for a party, handed over once the act is stored.

A mail that cannot be handed over is logged; what it says stands on the page of the agreement as well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.models import Vertragspartei, Zielvereinbarung
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Befugnis, rollen_mit
from zielsystem.parties.models import Amt

_BRIEF = """Guten Tag,

{text}

Zielvereinbarung: {vereinbarung} ({zeitraum})
{adresse}

Diese Nachricht wurde automatisch versandt.
"""
_log = logging.getLogger(__name__)


def adressen_von(parteien: Iterable[Vertragspartei], befugnis: Befugnis, tag: date) -> list[str]:
    """The e-mail addresses of those who may do something for the parties on a day, each once: one query."""
    haeuser = {pk for p in parteien for pk in (p.partei_id, p.rechtstraeger_id) if pk}
    aemter = Amt.objects.am(tag).filter(partei__in=haeuser, rolle__in=rollen_mit(befugnis), nutzer__is_active=True)
    gefunden = aemter.exclude(nutzer__email="").order_by("nutzer__email").values_list("nutzer__email", flat=True)
    return list(dict.fromkeys(gefunden))


def teile_allen_mit(vereinbarung: Zielvereinbarung, betreff: str, text: str) -> None:
    """A letter to everyone who negotiates or signs for one of the parties, when the transaction is through."""
    parteien = list(vereinbarung.vertragsparteien.all())
    adressen = adressen_von(parteien, Befugnis.VERHANDELN, timezone.localdate())
    transaction.on_commit(lambda: _sende([brief(vereinbarung, betreff, text, [adresse]) for adresse in adressen]))


def brief(vereinbarung: Zielvereinbarung, betreff: str, text: str, an: Sequence[str]) -> EmailMessage:
    """A letter about an agreement, with its address."""
    inhalt = _BRIEF.format(
        text=text,
        vereinbarung=vereinbarung,
        zeitraum=vereinbarung.runde.zeitraum,
        adresse=absolut(reverse("agreements:zeichnung", args=[vereinbarung.pk])),
    )
    return EmailMessage(f"{betreff}: {vereinbarung}", inhalt, to=list(an))


def _sende(briefe: Sequence[EmailMessage]) -> None:
    for einer in briefe:
        try:
            einer.send()
        except OSError:  # what mail servers raise, smtplib's own errors included
            _log.exception("Ein Brief an %s ging nicht hinaus.", einer.to)
