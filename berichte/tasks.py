"""The doors for Celery: each does one act and is done. Their names are what the acts queue them by."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from berichte.jahresbericht import akte as jahresbericht
from berichte.monatsbericht.lauf import arbeite_ab, erledige, hole_nach, juengster_lauf
from berichte.monatsbericht.zustellung import teile_misslungene_mit, versende
from zielsystem.parties.zugriff import betrieb


@shared_task(name="berichte.erzeuge_berichte")
def make_reports(lauf_id: int) -> int:
    """Make the next open reports of a run; as many tasks as there are blocks work one run off."""
    anzahl = arbeite_ab(lauf_id, am=timezone.now())
    send_reports.delay(lauf_id)
    return anzahl


@shared_task(name="berichte.erledige_auftrag")
def make_report(auftrag_id: int) -> bool:
    """Make one report that was ordered again; doing it twice changes nothing."""
    return erledige(auftrag_id, am=timezone.now())


@shared_task(name="berichte.versende")
def send_reports(lauf_id: int) -> int:
    """Send the finished reports of a run to their subscribers, and tell of failed ones; each once."""
    jetzt = timezone.now()
    return versende(lauf_id, am=jetzt) + teile_misslungene_mit(lauf_id, am=jetzt)


@shared_task(name="berichte.nachholen")
def catch_up() -> int | None:
    """Beat calls this every few minutes: reports of a fresh release are ordered, a run that stands still goes on.

    What a mail server refused is sent again. Returns the id of the run that goes on.
    """
    jetzt = timezone.now()
    if lauf := juengster_lauf():
        send_reports.delay(lauf.pk)
    return hole_nach(durch=betrieb(timezone.localdate(jetzt)), am=jetzt)


@shared_task(name="berichte.entwirf_jahresbericht")
def draft_yearly_report(bericht_id: int) -> bool:
    """Draft the report of the Bund to a Land; doing it again changes nothing."""
    return jahresbericht.entwirf(bericht_id, am=timezone.now())


@shared_task(name="berichte.drucke_jahresbericht")
def print_yearly_report(fassung_id: int, endgueltig: bool) -> bool:
    """Make the PDF of a version of a yearly report; doing it again changes nothing."""
    return jahresbericht.drucke(fassung_id, endgueltig=endgueltig, am=timezone.now())


@shared_task(name="berichte.jahresberichte_nachholen")
def catch_up_yearly_reports() -> int:
    """Beat calls this every few minutes: lost drafts and PDFs, papers for agendas. Returns how many things."""
    return jahresbericht.hole_nach(am=timezone.now())
