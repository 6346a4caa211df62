"""Who is invited to a session, and with what: members, guests, and whoever sits in for a member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from gremien.mitglieder.mitgliedschaft import Person
from gremien.models import Sitzung
from gremien.sitzungen.vertretung import vertrete_in_sitzung
from tests.gremien.gremienwelt import JETZT, Ausschuss, kooperationsausschuss
from tests.welt import HEUTE, Welt

pytestmark = pytest.mark.django_db
VERTRETUNG = Person("Frau Zeisig", email="zeisig@example.org")


@pytest.fixture
def ausschuss(settings: Any, tmp_path: Path) -> Ausschuss:
    settings.MEDIA_ROOT = tmp_path
    return kooperationsausschuss(Welt.erschaffe())


def sende_vertretung(ausschuss: Ausschuss, sitzung: Sitzung) -> None:
    ich = ausschuss.mitglieder["bmas.leitung"]
    durch = ausschuss.person("bmas.leitung", HEUTE)
    vertrete_in_sitzung(mitgliedschaft=ich, sitzung=sitzung, person=VERTRETUNG, durch=durch, am=JETZT)


def empfaenger() -> list[str]:
    return sorted(adresse for brief in mail.outbox for adresse in brief.to)


def test_who_is_sent_after_the_invitation_gets_it_and_who_was_sent_before_too(
    ausschuss: Ausschuss, django_capture_on_commit_callbacks: Any
) -> None:
    vorher, nachher = ausschuss.plane(), ausschuss.plane()
    for sitzung in (vorher, nachher):
        ausschuss.setze_auf(sitzung)
    alle = sorted(f"{name}@example.org" for name in ausschuss.mitglieder)
    with django_capture_on_commit_callbacks(execute=True):
        sende_vertretung(ausschuss, vorher)
    assert empfaenger() == [], "eingeladen ist noch niemand"
    with django_capture_on_commit_callbacks(execute=True):
        ausschuss.lade_ein(vorher)
    assert empfaenger() == sorted([*alle, "zeisig@example.org"])

    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ausschuss.lade_ein(nachher)
    assert empfaenger() == alle
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sende_vertretung(ausschuss, nachher)
    (brief,) = mail.outbox
    assert brief.to == ["zeisig@example.org"]
    assert "Sie vertreten in dieser Sitzung: bmas.leitung" in brief.body
    assert "1. Verfahren 2027 (Beschluss)" in brief.body


def test_a_calendar_entry_says_who_invites_and_who_is_invited(
    ausschuss: Ausschuss, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Zielsystem <sitzungen@example.org>"
    sitzung = ausschuss.plane()
    ausschuss.setze_auf(sitzung)
    with django_capture_on_commit_callbacks(execute=True):
        ausschuss.lade_ein(sitzung)
    for brief in mail.outbox:
        (_, inhalt, _) = brief.attachments[0]
        text = inhalt if isinstance(inhalt, str) else inhalt.decode()
        assert "ORGANIZER:mailto:sitzungen@example.org" in text
        assert f"ATTENDEE:mailto:{brief.to[0]}" in text
