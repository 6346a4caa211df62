"""Two acts on one agreement at the same moment: real threads with a connection each, exactly one effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from agreements.beteiligung import Bezug, Erfassung, erfasse_nachweis
from agreements.lifecycle import abstimmen, aendern, verhandlung_aufnehmen, vollziehe_faellige, zurueck_in_verhandlung
from agreements.models import Festtext, Nachweis, Zielvereinbarung
from agreements.recht import Ergebnis, Zustand, beteiligung
from tests.agreements.lebenslaeufe import PDF, parteien_von, verhandle, versetze, zugang_von
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.test_lebenslauf import IM_JAHR
from tests.agreements.test_verhandlung_gleichzeitig import zugleich
from tests.welt import HEUTE, Welt
from zielsystem.journal.models import Eintrag
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    ContentType.objects.clear_cache()
    welt = Welt.erschaffe()
    neue_runde()
    return welt


def beide(welt: Welt, eine: Zielvereinbarung, akt: Any, **mit: Any) -> list[Any]:
    """The same act by two parties."""
    zugaenge = [zugang_von(welt, partei) for partei in parteien_von(eine)[:2]]
    return [lambda z=z: akt(vereinbarung=eine, durch=z, am=JETZT, **mit) for z in zugaenge]


def test_two_fix_the_text_at_once_and_there_is_one(welt: Welt) -> None:
    eine = verhandle(vereinbarung(3, "06"), welt)
    assert zugleich(beide(welt, eine, abstimmen)) == {"getan": 1, "Ausserhalb": 1}
    assert Festtext.objects.count() == 1
    assert Eintrag.objects.filter(akt="abstimmen").count() == 1
    assert zugleich(beide(welt, eine, zurueck_in_verhandlung, grund="neu")) == {"getan": 1, "Ausserhalb": 1}
    assert not Festtext.objects.offen().exists()


def test_negotiation_is_taken_up_once_though_two_press_the_button(welt: Welt) -> None:
    eine = vereinbarung(4, "05124")
    assert zugleich(beide(welt, eine, verhandlung_aufnehmen)) == {"getan": 1, "Ausserhalb": 1}
    assert Eintrag.objects.filter(akt="verhandlung_aufnehmen").count() == 1


def test_two_begin_an_amendment_at_once_and_there_is_one(welt: Welt) -> None:
    eine = versetze(vereinbarung(3, "06"), Zustand.IN_KRAFT)
    assert zugleich(beide(welt, eine, aendern, grund="Neue Lage")) == {"getan": 1, "Gehindert": 1}
    assert Zielvereinbarung.objects.filter(aendert=eine).count() == 1


def test_the_daily_task_delivered_twice_moves_nothing_twice(welt: Welt) -> None:
    for eine in Zielvereinbarung.objects.all():
        versetze(eine, Zustand.GESCHLOSSEN)
    assert zugleich([lambda: vollziehe_faellige(am=IM_JAHR)] * 2) == {"getan": 2}
    assert set(Zielvereinbarung.objects.values_list("zustand", flat=True)) == {Zustand.IN_KRAFT}
    assert Eintrag.objects.filter(akt="in_kraft_treten").count() == 6


def test_two_results_about_the_same_thing_leave_one_that_counts(welt: Welt) -> None:
    zeile, runde = beteiligung("bundeshaushalt", HEUTE), vereinbarung(1).runde
    assert zeile
    akte = [
        lambda e=ergebnis: erfasse_nachweis(
            erfassung=Erfassung(zeile, e, HEUTE, PDF), bezug=Bezug(runde), durch=betrieb(HEUTE), am=JETZT
        )
        for ergebnis in (Ergebnis.BESCHLOSSEN, Ergebnis.VERTAGT)
    ]
    assert zugleich(akte) == {"getan": 2}
    assert Nachweis.objects.gueltig().count() == 1
    assert Nachweis.objects.count() == 2
