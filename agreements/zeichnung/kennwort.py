"""Asking for the own password again before a signature, and not without end."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.core.cache import cache

from agreements.zeichnung.fehler import NichtZeichenbar
from zielsystem.parties.models import Nutzer

VERSUCHE = 5
SPERRE = timedelta(minutes=15)


def verlange_kennwort(nutzer: Nutzer | None, kennwort: str) -> Nutzer:
    """The person whose password it is. Raises ``NichtZeichenbar``; after five wrong ones for a quarter of an hour."""
    if nutzer is None:
        raise NichtZeichenbar("Einfach zeichnen kann nur, wer mit einem eigenen Konto angemeldet ist.")
    ort = f"zeichnung:kennwort:{nutzer.pk}"
    if (cache.get_or_set(ort, 0, SPERRE.total_seconds()) or 0) >= VERSUCHE:
        raise NichtZeichenbar(
            "Das Kennwort war zu oft falsch. Bitte versuchen Sie es in 15 Minuten wieder.", "kennwort"
        )
    if not check_password(kennwort, nutzer.password):
        cache.incr(ort)
        raise NichtZeichenbar("Das Kennwort stimmt nicht. Bitte geben Sie das Kennwort Ihres Kontos ein.", "kennwort")
    cache.delete(ort)
    return nutzer
