"""Reminders: to whom, when, in which words, and never twice."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from kennzahlen.meldungen.erinnern import erinnere, faellige
from kennzahlen.models.meldewege import Erinnerung, Erinnerungsart
from kennzahlen.tasks import send_reminders
from tests.kennzahlen.veroeffentlicht import melde
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Amt, Nutzer
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)
VORHER, NACHHER = datetime(2026, 11, 6, 7, tzinfo=UTC), datetime(2026, 11, 11, 7, tzinfo=UTC)
VOR, SPAET = Erinnerungsart.VOR_FRIST, Erinnerungsart.UEBERFAELLIG


def mit_adressen() -> Welt:
    """Düsseldorf and Darmstadt have a Controlling with an address; Wuppertal has none."""
    welt = Welt.erschaffe()
    for name in ("jobcenter-05111.controlling", "jobcenter-05111.leitung", "jobcenter-06411.controlling"):
        Nutzer.objects.filter(pk=welt.personen[name].pk).update(email=f"{name}@beispiel.invalid")
    for ags in ("05111", "05124", "06411"):
        melde(welt, ags, date(2026, 9, 1))
    return welt


@pytest.fixture
def welt() -> Welt:
    return mit_adressen()


def sende(am: datetime) -> int:
    return erinnere(durch=betrieb(am.date()), am=am)


@pytest.mark.parametrize(
    ("heute", "erwartet"),
    [
        (date(2026, 11, 4), [(date(2026, 9, 1), SPAET)]),
        (date(2026, 11, 5), [(OKTOBER, VOR), (date(2026, 9, 1), SPAET)]),
        (date(2026, 11, 10), [(OKTOBER, VOR), (date(2026, 9, 1), SPAET)]),
        (date(2026, 11, 11), [(OKTOBER, SPAET), (date(2026, 9, 1), SPAET)]),
    ],
)
def test_what_is_to_be_reminded_of(heute: date, erwartet: list[tuple[date, Erinnerungsart]]) -> None:
    assert list(faellige(heute)) == erwartet


def test_the_controlling_of_those_who_have_not_released_is_reminded_once(welt: Welt) -> None:
    melde(welt, "06411", OKTOBER)
    assert (sende(VORHER), sende(VORHER)) == (1, 0)
    (brief,) = mail.outbox
    assert brief.to == ["jobcenter-05111.controlling@beispiel.invalid"]
    assert brief.subject == "Meldung für Oktober 2026: bitte bis 10.11.2026"
    assert "für Oktober 2026 liegt vom Jobcenter Düsseldorf noch keine freigegebene Meldung vor" in brief.body


def test_after_the_deadline_there_is_one_more(welt: Welt) -> None:
    assert [sende(am) for am in (VORHER, NACHHER, NACHHER)] == [2, 2, 0]
    assert mail.outbox[-1].subject == "Meldung für Oktober 2026 ist überfällig"
    assert set(Erinnerung.objects.values_list("art", "empfaenger")) == {("vor_frist", 1), ("ueberfaellig", 1)}
    eintrag = Eintrag.objects.latest("pk")
    assert (eintrag.akt, eintrag.daten["art"], eintrag.nutzer) == ("erinnern", "ueberfaellig", None)


def test_a_draft_is_no_report(welt: Welt) -> None:
    meldung = melde(welt, "05111", OKTOBER)
    type(meldung).objects.filter(pk=meldung.pk).update(zustand="eingereicht", freigegeben_am=None)
    assert sende(VORHER) == 2


def test_only_those_in_office_with_an_open_account_get_mail(welt: Welt) -> None:
    Amt.objects.filter(nutzer=welt.personen["jobcenter-05111.controlling"]).update(bis=date(2026, 11, 1))
    Nutzer.objects.filter(pk=welt.personen["jobcenter-06411.controlling"].pk).update(is_active=False)
    assert sende(VORHER) == 0
    assert not Erinnerung.objects.exists()


def test_several_people_of_one_jobcenter_get_one_letter_together(welt: Welt) -> None:
    zweite = Nutzer.objects.create(username="zweite", email="zweite@beispiel.invalid")
    Amt.objects.create(
        nutzer=zweite, partei=welt.parteien["jobcenter-06411"], rolle=Rolle.CONTROLLING, ab=date(2026, 1, 1)
    )
    melde(welt, "05111", OKTOBER)
    sende(VORHER)
    assert [brief.to for brief in mail.outbox] == [
        ["jobcenter-06411.controlling@beispiel.invalid", "zweite@beispiel.invalid"]
    ]


def test_a_letter_that_did_not_go_out_is_tried_again(welt: Welt, monkeypatch: pytest.MonkeyPatch) -> None:
    echt = mail.EmailMessage.send

    def stoerrisch(brief: mail.EmailMessage, fail_silently: bool = False) -> int:
        if "05111" in brief.to[0]:
            raise ConnectionRefusedError("kein Postausgang")
        return echt(brief, fail_silently)

    monkeypatch.setattr(mail.EmailMessage, "send", stoerrisch)
    assert sende(VORHER) == 1
    monkeypatch.undo()
    assert (sende(VORHER), len(mail.outbox)) == (1, 2)


def test_the_task_may_be_repeated(welt: Welt) -> None:
    assert [send_reminders(VORHER.isoformat()) for _ in range(2)] == [2, 0]


def test_the_database_keeps_one_per_month_and_kind(welt: Welt) -> None:
    sende(VORHER)
    doppelt = Erinnerung.objects.first()
    assert doppelt
    doppelt.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        doppelt.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_tasks_at_the_same_time_send_one_letter_each() -> None:
    mit_adressen()
    start, gesendet = threading.Barrier(3), []

    def arbeite() -> None:
        try:
            start.wait(10)
            gesendet.append(sende(VORHER))
        finally:
            connection.close()

    faeden = [threading.Thread(target=arbeite) for _ in range(3)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(30)
    assert (sum(gesendet), len(mail.outbox)) == (2, 2)
