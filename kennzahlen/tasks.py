"""The doors for Celery: each loads what it needs, does one act, and is done."""

from __future__ import annotations

from base64 import b64decode
from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from kennzahlen.auskunft.dateien import erzeuge_dateien, ohne_dateien
from kennzahlen.kalender import faelliger_berichtsmonat, veroeffentlichungstag
from kennzahlen.meldungen.erinnern import erinnere
from kennzahlen.meldungen.hochladen import raeume_auf
from kennzahlen.meldungen.meldung import einlesen
from kennzahlen.meldungen.nachrichten import sende_auffaelliges, sende_handlungsbedarf
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
def compute_release(monat: str, am: str) -> int:
    """Publish up to a month (ISO date of its first day) as of an ISO time; doing it again changes nothing.

    Returns the release's id.
    """
    zeit = datetime.fromisoformat(am)
    durch = betrieb(timezone.localdate(zeit))
    berechnung = fordere_an(bis_monat=date.fromisoformat(monat), durch=durch, am=zeit)
    return fuehre_aus(berechnung=berechnung, am=zeit).veroeffentlichung.pk


@shared_task
def run_computation(berechnung_id: int, am: str) -> int:
    """Carry out a computation that somebody asked for, as of an ISO time; doing it again changes nothing.

    Returns the release's id.
    """
    berechnung = Berechnung.objects.get(pk=berechnung_id)
    return fuehre_aus(berechnung=berechnung, am=datetime.fromisoformat(am)).veroeffentlichung.pk


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
    jetzt = timezone.now()
    heute = timezone.localdate(jetzt)
    if heute != veroeffentlichungstag(heute):
        return None
    veroeffentlicht = Veroeffentlichung.objects.order_by("-pk").values_list("bis_monat", flat=True).first()
    faellig = faelliger_berichtsmonat(heute)
    monat = max(faellig, veroeffentlicht or faellig).isoformat()
    compute_release.delay(monat, jetzt.isoformat())
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
def send_import_findings(meldungen: list[int], schluessel: str, am: str) -> int:
    """Tell the Controlling what an import left unexplained, as of an ISO day; once per import and Jobcenter.

    Returns how many messages went out.
    """
    return sende_auffaelliges(meldungen=meldungen, schluessel=schluessel, am=date.fromisoformat(am))


@shared_task
def send_reminders(am: str | None = None) -> int:
    """Beat calls this every working day: reminders of Meldungen that are due soon or late, each once. How many."""
    zeit = datetime.fromisoformat(am) if am else timezone.now()
    return erinnere(durch=betrieb(timezone.localdate(zeit)), am=zeit)


@shared_task
def make_release_files(veroeffentlichung: int, am: str) -> int:
    """Make the files of a release (CSV, Parquet) as of an ISO time; doing it again changes nothing. How many it has."""
    eine = Veroeffentlichung.objects.get(pk=veroeffentlichung)
    return len(erzeuge_dateien(veroeffentlichung=eine, am=datetime.fromisoformat(am)))


@shared_task
def make_missing_release_files() -> list[int]:
    """Beat calls this every hour: releases whose files were not made get them. Returns their ids."""
    jetzt = timezone.now()
    fehlende = ohne_dateien()
    for eine in fehlende:
        erzeuge_dateien(veroeffentlichung=eine, am=jetzt)
    return [eine.pk for eine in fehlende]
