"""The doors for Celery: each loads what it needs, does one act, and is done."""

from __future__ import annotations

from base64 import b64decode
from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from kennzahlen.kalender import faelliger_berichtsmonat, veroeffentlichungstag
from kennzahlen.meldung import einlesen
from kennzahlen.veroeffentlichung import veroeffentliche
from zielsystem.parties.zugriff import betrieb


@shared_task
def import_meldungen(dateiname: str, inhalt: str, am: str, freigeben: bool = False) -> dict[str, int | str]:
    """Take over a month file (Base64) as of an ISO time; doing it again changes nothing. Returns the counts."""
    zeit = datetime.fromisoformat(am)
    ergebnis = einlesen(
        inhalt=b64decode(inhalt),
        dateiname=dateiname,
        durch=betrieb(timezone.localdate(zeit)),
        am=zeit,
        freigeben=freigeben,
    )
    return ergebnis.zahlen()


@shared_task
def compute_release(monat: str) -> int:
    """Publish up to a month (ISO date of its first day); doing it again changes nothing. Returns the release's id."""
    jetzt = timezone.now()
    ergebnis = veroeffentliche(bis=date.fromisoformat(monat), durch=betrieb(timezone.localdate(jetzt)), am=jetzt)
    return ergebnis.veroeffentlichung.pk


@shared_task
def compute_release_on_schedule() -> str | None:
    """Beat calls this on several days after the 20th; on the day of publication the due month is published."""
    heute = timezone.localdate()
    if heute != veroeffentlichungstag(heute):
        return None
    monat = faelliger_berichtsmonat(heute).isoformat()
    compute_release.delay(monat)
    return monat
