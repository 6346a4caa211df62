"""The doors for Celery: each does one act and is done. Their names are what the acts queue them by."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from agreements.aufgaben.rundbrief import sende_rundbriefe
from agreements.dokument.ausfertigung import fertige_aus, hole_nach
from agreements.dokument.erzeugung import arbeite_ab, erledige
from agreements.dokument.planungsbrief import fertige_brief
from agreements.lifecycle import vollziehe_faellige
from agreements.models import Ausfertigungsart
from agreements.planung.vorausberechnung import berechne, fehlende
from agreements.zeichnung.erinnern import erinnere_an_zeichnung
from zielsystem.parties.zugriff import betrieb


@shared_task(name="agreements.erzeuge_entwurf")
def erzeuge_entwurf(auftrag_id: int) -> bool:
    """Make the draft that was ordered; doing it again changes nothing."""
    return erledige(auftrag_id, am=timezone.now())


@shared_task(name="agreements.erzeuge_entwuerfe")
def erzeuge_entwuerfe(lauf_id: int) -> int:
    """Make the next open drafts of a run; as many tasks as there are blocks work one run off."""
    return arbeite_ab(lauf_id, am=timezone.now())


@shared_task(name="agreements.vollziehe_faellige")
def move_due_agreements() -> int:
    """Bring agreements into force and begin their evaluation on the day it is due; again changes nothing."""
    return vollziehe_faellige(am=timezone.now())


@shared_task(name="agreements.berechne_prognosen")
def berechne_prognosen(veroeffentlichung_id: int) -> int:
    """Forecast what is planned on the figures of a release; what is there stays. Returns how many were new."""
    return berechne(veroeffentlichung_id)


@shared_task(name="agreements.fertige_planungsbrief")
def make_planning_letter(brief_id: int) -> int:
    """Make the PDF of a published Planungsbrief; doing it again changes nothing. Returns its key."""
    return fertige_brief(brief_id, am=timezone.now()).pk


@shared_task(name="agreements.prognosen_nachholen")
def prognosen_nachholen() -> list[int]:
    """Beat calls this every hour: releases whose forecasts were not finished go on. Returns their ids."""
    offene = fehlende()
    for veroeffentlichung_id in offene:
        berechne_prognosen.delay(veroeffentlichung_id)
    return offene


@shared_task(name="agreements.fertige_aus")
def make_final_document(festtext_id: int, art: str) -> bool:
    """Make the copy that is signed, or the sealed final document; doing it again changes nothing."""
    return fertige_aus(festtext_id, Ausfertigungsart(art), am=timezone.now())


@shared_task(name="agreements.ausfertigungen_nachholen")
def make_overdue_documents() -> int:
    """Beat calls this every hour: documents of fixed texts whose task was lost are made after all."""
    return hole_nach(am=timezone.now())


@shared_task(name="agreements.erinnere_an_zeichnung")
def remind_of_signing() -> int:
    """Remind those who have not signed; once before the deadline and once after it."""
    return erinnere_an_zeichnung(durch=betrieb(timezone.localdate()), am=timezone.now())


@shared_task(name="agreements.sende_rundbriefe")
def send_digests() -> int:
    """Tell everyone by e-mail what waits for them; whoever was told today is not told again."""
    return sende_rundbriefe(am=timezone.now())
