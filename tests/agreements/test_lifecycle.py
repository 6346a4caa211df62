"""Acts that move an agreement: right, reason, journal; and that every row of the table has its act."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from agreements.lifecycle import AKTE, naechste_akte, verhandlung_aufnehmen
from agreements.recht import VEREINBARUNG, Zustand
from agreements.tasks import move_due_agreements
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.recht import Ausserhalb

DANACH = datetime(2028, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def welt(db: None) -> Welt:
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def test_every_transition_has_its_act() -> None:
    assert {*AKTE, "zeichnen"} == {zeile.code for zeile in VEREINBARUNG.uebergaenge if zeile.von}


def test_the_schedule_knows_the_daily_task() -> None:
    assert move_due_agreements.name in {eintrag["task"] for eintrag in settings.CELERY_BEAT_SCHEDULE.values()}


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", ["land-05", "jobcenter-05124", "kommune-05124", "bmas", "land-06", "dlt"])
def test_the_parties_to_an_agreement_begin_to_negotiate(welt: Welt, wer: str, rolle: Rolle) -> None:
    entwurf, zugang = vereinbarung(4, "05124"), welt.zugang(wer, rolle)
    beteiligt = wer in ("land-05", "jobcenter-05124", "kommune-05124")
    if beteiligt and rolle in (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG):
        neu = verhandlung_aufnehmen(vereinbarung=entwurf, durch=zugang, am=JETZT)
        assert neu.zustand == vereinbarung(4, "05124").zustand == Zustand.IN_VERHANDLUNG
        eintrag = Eintrag.objects.get(akt="verhandlung_aufnehmen")
        assert (eintrag.objekt_id, eintrag.partei, eintrag.am) == (neu.pk, welt.parteien[wer], JETZT)
    else:
        with pytest.raises(PermissionDenied):
            verhandlung_aufnehmen(vereinbarung=entwurf, durch=zugang, am=JETZT)
        assert vereinbarung(4, "05124").zustand == Zustand.ENTWURF


def test_negotiation_begins_once(welt: Welt) -> None:
    zugang = welt.zugang("ba", Rolle.LEITUNG)
    verhandlung_aufnehmen(vereinbarung=vereinbarung(1), durch=zugang, am=JETZT)
    with pytest.raises(Ausserhalb, match="nicht vorgesehen"):
        verhandlung_aufnehmen(vereinbarung=vereinbarung(1), durch=zugang, am=JETZT)
    assert Eintrag.objects.filter(akt="verhandlung_aufnehmen").count() == 1


def test_after_the_period_a_reason_is_recorded(welt: Welt) -> None:
    zugang = welt.zugang("land-06", Rolle.LEITUNG)
    with pytest.raises(Gehindert, match=r"§ 48b Abs\. 2 SGB II"):
        verhandlung_aufnehmen(vereinbarung=vereinbarung(3, "06"), durch=zugang, am=DANACH)
    verhandlung_aufnehmen(vereinbarung=vereinbarung(3, "06"), durch=zugang, am=DANACH, grund="Nachtrag der Akte")
    eintrag = Eintrag.objects.get(akt="verhandlung_aufnehmen")
    assert eintrag.grund == "Nachtrag der Akte"
    assert eintrag.daten == {"uebergangen": ["laufzeit_offen"]}


@pytest.mark.parametrize(
    ("wer", "rolle", "codes"),
    [
        ("bmas", Rolle.SACHBEARBEITUNG, ["verhandlung_aufnehmen", "nicht_zustande_kommen"]),
        ("bmas", Rolle.LESEND, []),
        ("land-05", Rolle.LEITUNG, []),
    ],
)
def test_buttons_are_offered_to_whom_they_are_open(welt: Welt, wer: str, rolle: Rolle, codes: list[str]) -> None:
    knoepfe = naechste_akte(vereinbarung(3, "06"), welt.zugang(wer, rolle))
    assert [knopf.uebergang.code for knopf in knoepfe] == codes
