"""Links that leave the house: in e-mails, calendars and files there is no page to be relative to."""

from __future__ import annotations

from django.conf import settings


def absolut(pfad: str) -> str:
    """The whole address of a path such as ``/meldungen/7/``, under ``ZIELSYSTEM_URL``."""
    return f"{settings.ZIELSYSTEM_URL}{pfad}"
