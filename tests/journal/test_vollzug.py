"""The engine of the transitions, on a Meldung, and the journal it writes."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from kennzahlen.meldungen.recht import MELDUNG, Meldungsstand, Meldungszustand
from kennzahlen.models import Meldung
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert, knoepfe, vollziehe
from zielsystem.recht import Ausserhalb

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SAUBER = Meldungsstand(harte_befunde=0, unerklaerte_befunde=0)
AUFFAELLIG = Meldungsstand(harte_befunde=0, unerklaerte_befunde=2)
FALSCH = Meldungsstand(harte_befunde=1, unerklaerte_befunde=2)


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def meldung(welt: Welt) -> Meldung:
    return Meldung.objects.create(
        jobcenter=welt.parteien["jobcenter-05111"],
        monat=date(2026, 9, 1),
        version=1,
        zustand=Meldungszustand.EINGEREICHT,
        werte=[5] * 21,
        quelle="Probe",
        erfasst_am=JETZT,
    )


def tue(welt: Welt, code: str, meldung: Meldung, stand: Meldungsstand = SAUBER, **rest: object) -> Meldung:
    werte = {"durch": welt.zugang("jobcenter-05111", Rolle.CONTROLLING), "am": JETZT} | rest
    return vollziehe(MELDUNG, code, meldung, stand=lambda _: stand, **werte)


def test_an_act_changes_the_state_and_is_recorded_with_its_paragraph(welt: Welt, meldung: Meldung) -> None:
    assert tue(welt, "zurueckgeben", meldung, grund="LUH fehlt noch").zustand == Meldungszustand.ZURUECKGEGEBEN
    eintrag = Eintrag.objects.get()
    assert (eintrag.akt, eintrag.norm, eintrag.grund) == ("zurueckgeben", "§ 51b SGB II", "LUH fehlt noch")
    assert (eintrag.nutzer, eintrag.rolle) == (welt.personen["jobcenter-05111.controlling"], "controlling")
    assert (eintrag.partei, eintrag.objekt_id) == (meldung.jobcenter, meldung.pk)


def test_all_hindernisse_are_told_and_nothing_changes(welt: Welt, meldung: Meldung) -> None:
    with pytest.raises(Gehindert) as gehindert:
        tue(welt, "freigeben", meldung, FALSCH)
    assert [h.code for h in gehindert.value.hindernisse] == ["keine_harten_befunde", "auffaelliges_erklaert"]
    assert "§ 51b SGB II" in str(gehindert.value)
    meldung.refresh_from_db()
    assert meldung.zustand == Meldungszustand.EINGEREICHT
    assert not Eintrag.objects.exists()


def test_a_hard_condition_is_not_passed_with_a_reason(welt: Welt, meldung: Meldung) -> None:
    with pytest.raises(Gehindert) as gehindert:
        tue(welt, "freigeben", meldung, FALSCH, grund="eilt")
    assert [h.code for h in gehindert.value.hindernisse] == ["keine_harten_befunde"]


def test_an_act_that_needs_a_reason_is_not_done_without(welt: Welt, meldung: Meldung) -> None:
    with pytest.raises(Gehindert, match="Grund"):
        tue(welt, "zurueckgeben", meldung, grund="  ")


def test_an_act_from_the_wrong_state_is_outside_the_law(welt: Welt, meldung: Meldung) -> None:
    with pytest.raises(Ausserhalb):
        tue(welt, "einreichen", meldung)


@pytest.mark.parametrize(
    ("partei", "rolle"),
    [("jobcenter-05111", Rolle.LESEND), ("jobcenter-05124", Rolle.LEITUNG), ("bmas", Rolle.LEITUNG)],
)
def test_without_the_right_nothing_happens(welt: Welt, meldung: Meldung, partei: str, rolle: Rolle) -> None:
    with pytest.raises(PermissionDenied):
        tue(welt, "zurueckgeben", meldung, grund="fehlt", durch=welt.zugang(partei, rolle))
    assert not Eintrag.objects.exists()


def test_the_buttons_come_from_the_same_rows(welt: Welt, meldung: Meldung) -> None:
    zugang = welt.zugang("jobcenter-05111", Rolle.CONTROLLING)
    gezeigt = knoepfe(MELDUNG, meldung, stand=AUFFAELLIG, durch=zugang)
    assert [(k.uebergang.code, k.befugt, k.frei) for k in gezeigt] == [
        ("zurueckgeben", True, True),
        ("freigeben", True, False),
    ]


@pytest.mark.parametrize("aenderung", ["UPDATE journal_eintrag SET grund = 'x'", "DELETE FROM journal_eintrag"])
def test_the_journal_only_grows(welt: Welt, meldung: Meldung, aenderung: str) -> None:
    tue(welt, "zurueckgeben", meldung, grund="fehlt")
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(aenderung)
