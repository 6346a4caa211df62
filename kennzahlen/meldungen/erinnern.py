"""Reminders by e-mail: some days before a deadline, and once when it has passed. No figures travel by mail.

A reminder is recorded in the transaction that sends it, under a key that allows one per Jobcenter, month and kind: a
repeated or a second task finds it and sends nothing; a mail that could not be handed over leaves no record, so the
next day tries again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen.recht import MELDEPFLICHT
from kennzahlen.meldungen.termine import letzter_faelliger_monat, meldefrist, ohne_freigabe
from kennzahlen.models.meldewege import Erinnerung, Erinnerungsart
from kennzahlen.recht import parameter_am
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Rolle
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Amt, Partei, Parteistand
from zielsystem.parties.zugriff import Zugang

BETREFF = {
    Erinnerungsart.VOR_FRIST: "Meldung für {monat}: bitte bis {frist}",
    Erinnerungsart.UEBERFAELLIG: "Meldung für {monat} ist überfällig",
}
TEXT = {
    Erinnerungsart.VOR_FRIST: "für {monat} liegt vom {jobcenter} noch keine freigegebene Meldung vor. Sie ist bis zum "
    "{frist} fällig.",
    Erinnerungsart.UEBERFAELLIG: "für {monat} liegt vom {jobcenter} noch keine freigegebene Meldung vor. Sie war bis "
    "zum {frist} fällig. Bitte melden Sie den Monat nach.",
}
_BRIEF = """Guten Tag,

{text}

Was offen ist, sehen Sie nach der Anmeldung im Zielsystem unter „Meldungen“, „Meine Meldungen“:
{ort}

Diese Nachricht wurde automatisch versandt, für jeden Monat einmal vor und einmal nach Ablauf der Frist. Wenn die
Meldung inzwischen freigegeben ist, ist nichts mehr zu tun.
"""
_log = logging.getLogger(__name__)


def erinnere(*, durch: Zugang, am: datetime) -> int:
    """Send every reminder that is due on a day and has not gone out yet; returns how many.

    One Jobcenter whose mail cannot be handed over does not keep the others waiting; it is logged and tried again.
    """
    gesendet = 0
    for monat, art in faellige(timezone.localdate(am)):
        offene = _noch_nicht_erinnerte(monat, art)
        adressen = _adressen([stand.partei_id for stand in offene], timezone.localdate(am))
        for stand in offene:
            if empfaenger := adressen.get(stand.partei_id):
                gesendet += _versuche(stand, Erinnerung(monat=monat, art=art, gesendet_am=am), empfaenger, durch)
    return gesendet


def faellige(heute: date) -> Iterator[tuple[date, Erinnerungsart]]:
    """The months to remind of on a day, and why: the newest that is over, and the one before, if it is late by now.

    Older ones have been reminded of in their time; they stay on the calendar.
    """
    neuester = letzter_faelliger_monat(heute)
    for monat in (neuester, monat_plus(neuester, -1)):
        frist = meldefrist(monat)
        vorlauf = timedelta(days=int(parameter_am("ERINNERUNG_TAGE", heute)))
        if heute > frist:
            yield monat, Erinnerungsart.UEBERFAELLIG
        elif heute >= frist - vorlauf:
            yield monat, Erinnerungsart.VOR_FRIST


def _noch_nicht_erinnerte(monat: date, art: Erinnerungsart) -> list[Parteistand]:
    erinnerte = set(Erinnerung.objects.filter(monat=monat, art=art).values_list("jobcenter", flat=True))
    return [stand for stand in ohne_freigabe(monat) if stand.partei_id not in erinnerte]


def _adressen(jobcenter: Iterable[int], tag: date) -> dict[int, list[str]]:
    """The e-mail addresses of those who do the Controlling of a Jobcenter, by Jobcenter: one query."""
    aemter = (
        Amt.objects.am(tag)
        .filter(partei__in=jobcenter, rolle=Rolle.CONTROLLING, nutzer__is_active=True)
        .exclude(nutzer__email="")
        .order_by("nutzer__email")
        .values_list("partei", "nutzer__email")
        .distinct()
    )
    adressen: dict[int, list[str]] = {}
    for partei, adresse in aemter:
        adressen.setdefault(partei, []).append(adresse)
    return adressen


def _versuche(stand: Parteistand, erinnerung: Erinnerung, empfaenger: list[str], durch: Zugang) -> bool:
    try:
        return _erinnere_einen(stand, erinnerung, empfaenger, durch)
    except OSError:  # what mail servers raise, smtplib's own errors included
        _log.exception("Die Erinnerung an %s für %s ging nicht hinaus.", stand.name, erinnerung.monat)
        return False


@transaction.atomic
def _erinnere_einen(stand: Parteistand, erinnerung: Erinnerung, empfaenger: list[str], durch: Zugang) -> bool:
    """Record and send one reminder, unless another process has it already."""
    art = Erinnerungsart(erinnerung.art)
    _, neu = Erinnerung.objects.get_or_create(
        jobcenter_id=stand.partei_id,
        monat=erinnerung.monat,
        art=art,
        defaults={"gesendet_am": erinnerung.gesendet_am, "empfaenger": len(empfaenger)},
    )
    if neu:
        eintragen(
            durch=durch,
            am=erinnerung.gesendet_am,
            akt="erinnern",
            norm=MELDEPFLICHT,
            objekt=Partei(pk=stand.partei_id),
            daten={"monat": f"{erinnerung.monat:%Y-%m}", "art": art.value, "empfaenger": len(empfaenger)},
        )
        _brief(stand.name, erinnerung.monat, art, empfaenger).send()
    return neu


def _brief(jobcenter: str, monat: date, art: Erinnerungsart, empfaenger: list[str]) -> EmailMessage:
    worte = {"monat": zahlen.monat(monat), "frist": zahlen.tag(meldefrist(monat)), "jobcenter": jobcenter}
    text = _BRIEF.format(text=TEXT[art].format(**worte), ort=absolut(reverse("kennzahlen:meldungen")))
    return EmailMessage(BETREFF[art].format(**worte), text, to=empfaenger)
