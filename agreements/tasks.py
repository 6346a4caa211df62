"""The doors for Celery: each does one act and is done. Their names are what the acts queue them by."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from agreements.dokument.erzeugung import arbeite_ab, erledige


@shared_task(name="agreements.erzeuge_entwurf")
def erzeuge_entwurf(auftrag_id: int) -> bool:
    """Make the draft that was ordered; doing it again changes nothing."""
    return erledige(auftrag_id, am=timezone.now())


@shared_task(name="agreements.erzeuge_entwuerfe")
def erzeuge_entwuerfe(lauf_id: int) -> int:
    """Make the next open drafts of a run; as many tasks as there are blocks work one run off."""
    return arbeite_ab(lauf_id, am=timezone.now())
