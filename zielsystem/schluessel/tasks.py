"""The doors for Celery."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from zielsystem.schluessel.vorgaenge import vergiss


@shared_task(name="schluessel.vergiss_vorgaenge")
def vergiss_vorgaenge() -> int:
    """Beat calls this every hour: answers kept for repeated requests go after a day. Returns how many."""
    return vergiss(am=timezone.now())
