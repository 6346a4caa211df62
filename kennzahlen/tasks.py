"""The doors for Celery: each loads what it needs, does one act, and is done."""

from __future__ import annotations

from base64 import b64decode
from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from kennzahlen.kalender import faelliger_berichtsmonat, veroeffentlichungstag
from kennzahlen.meldungen.erinnern import erinnere
from kennzahlen.meldungen.hochladen import raeume_auf
from kennzahlen.meldungen.meldung import einlesen
from kennzahlen.meldungen.nachrichten import sende_handlungsbedarf
from kennzahlen.models import Berechnung, Meldung, Veroeffentlichung
from kennzahlen.veroeffentlichungen.berechnung import fordere_an, fuehre_aus, vermisse_haengende
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
    durch = betrieb(timezone.localdate(jetzt))
    berechnung = fordere_an(bis_monat=date.fromisoformat(monat), durch=durch, am=jetzt)
    return fuehre_aus(berechnung=berechnung, am=jetzt).veroeffentlichung.pk


@shared_task
def run_computation(berechnung_id: int) -> int:
    """Carry out a computation that somebody asked for; doing it again changes nothing. Returns the release's id."""
    berechnung = Berechnung.objects.get(pk=berechnung_id)
    return fuehre_aus(berechnung=berechnung, am=timezone.now()).veroeffentlichung.pk


@shared_task
def find_stuck_computations() -> list[int]:
    """Beat calls this every few minutes: what has not stirred for too long is marked. Returns their ids."""
    jetzt = timezone.now()
    haengende = vermisse_haengende(durch=betrieb(timezone.localdate(jetzt)), am=jetzt)
    return [berechnung.pk for berechnung in haengende]


@shared_task
def compute_release_on_schedule() -> str | None:
    """Beat calls this on several days after the 20th; on the day of publication the due month is published.

    Where an earlier release went further already, the same months are published again with the corrections since.
    """
    heute = timezone.localdate()
    if heute != veroeffentlichungstag(heute):
        return None
    veroeffentlicht = Veroeffentlichung.objects.order_by("-pk").values_list("bis_monat", flat=True).first()
    faellig = faelliger_berichtsmonat(heute)
    monat = max(faellig, veroeffentlicht or faellig).isoformat()
    compute_release.delay(monat)
    return monat


@shared_task
def delete_old_uploads() -> int:
    """Beat calls this every hour: files that were checked but not taken over go after a day. Returns how many."""
    return raeume_auf(am=timezone.now())


@shared_task
def send_action_needed(meldung: int, anlass: str, grund: str, schluessel: str, am: str) -> bool:
    """Tell the Controlling that a Meldung needs attention, as of an ISO day; once per event. Whether it went out."""
    return sende_handlungsbedarf(
        meldung=Meldung.objects.get(pk=meldung),
        anlass=anlass,
        grund=grund,
        schluessel=schluessel,
        am=date.fromisoformat(am),
    )


@shared_task
def send_reminders(am: str | None = None) -> int:
    """Beat calls this every working day: reminders of Meldungen that are due soon or late, each once. How many."""
    zeit = datetime.fromisoformat(am) if am else timezone.now()
    return erinnere(durch=betrieb(timezone.localdate(zeit)), am=zeit)
