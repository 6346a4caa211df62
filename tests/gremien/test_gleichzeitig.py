"""Acts on one session at the same moment: real threads with a connection each, exactly one effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from gremien.abstimmung import Votum
from gremien.models import Abstimmung, Ergebnis, Stimme
from gremien.sitzungen import stimmen
from tests.agreements.test_verhandlung_gleichzeitig import zugleich
from tests.gremien.gremienwelt import SITZUNGSTAG, Ausschuss, am, kooperationsausschuss
from tests.welt import Welt

pytestmark = pytest.mark.django_db(transaction=True)
WANN = am(SITZUNGSTAG, 11)


@pytest.fixture
def ausschuss(settings: Any, tmp_path: Path) -> Ausschuss:
    settings.MEDIA_ROOT = tmp_path
    ContentType.objects.clear_cache()
    return kooperationsausschuss(Welt.erschaffe())


@pytest.fixture
def abstimmung(ausschuss: Ausschuss) -> Abstimmung:
    sitzung = ausschuss.plane()
    punkt = ausschuss.setze_auf(sitzung)
    ausschuss.eroeffne(ausschuss.lade_ein(sitzung))
    punkt.refresh_from_db()
    return stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", durch=ausschuss.stelle(tag=SITZUNGSTAG), am=WANN)


def test_two_votes_of_one_member_at_once_leave_one(ausschuss: Ausschuss, abstimmung: Abstimmung) -> None:
    """Once by the member in person, once by the office into the minutes; and both in person."""
    mitglied = ausschuss.mitglieder["bmas.leitung"]
    selbst, stelle = ausschuss.person("bmas.leitung"), ausschuss.stelle(tag=SITZUNGSTAG)
    akte = [
        lambda: stimmen.stimme_ab(abstimmung=abstimmung, votum=Votum.JA, durch=selbst, am=WANN),
        lambda: stimmen.halte_stimme_fest(
            abstimmung=abstimmung, mitgliedschaft=mitglied, votum=Votum.NEIN, durch=stelle, am=WANN
        ),
        lambda: stimmen.stimme_ab(abstimmung=abstimmung, votum=Votum.ENTHALTUNG, durch=selbst, am=WANN),
    ]
    assert zugleich(akte) == {"getan": 1, "NichtMoeglich": 2}
    assert Stimme.objects.filter(mitgliedschaft=mitglied).count() == 1


def test_votes_of_all_members_at_once_are_all_counted_and_counting_twice_gives_one_result(
    ausschuss: Ausschuss, abstimmung: Abstimmung
) -> None:
    personen = [ausschuss.person(name) for name in ausschuss.mitglieder]
    alle = [
        lambda p=person: stimmen.stimme_ab(abstimmung=abstimmung, votum=Votum.JA, durch=p, am=WANN)
        for person in personen
    ]
    assert zugleich(alle) == {"getan": len(personen)}
    stelle = ausschuss.stelle(tag=SITZUNGSTAG)
    zaehlen = [lambda: stimmen.zaehle_aus(abstimmung=abstimmung, durch=stelle, am=WANN)] * 2
    assert zugleich(zaehlen) == {"getan": 1, "NichtMoeglich": 1}
    assert list(Ergebnis.objects.values_list("ja", "abgeloest_am")) == [(6, None)]
