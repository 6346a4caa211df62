"""Two at once: real threads with a connection each. Whoever comes second sees what the first one did."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

from agreements.models import Kommentar, Rueckfragerunde, Stellungnahme, Textfassung, Zielvereinbarung
from agreements.verhandlung.kommentare import Bemerkung, kommentiere
from agreements.verhandlung.rueckfragen import SchonOffen, stelle_fragen
from agreements.verhandlung.texte import Ueberholt
from agreements.verhandlungsrecht import Fassungszustand
from tests.agreements.runden import JETZT, neue_runde
from tests.agreements.verhandlung import beginne, nimm, schlag_vor
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.zugriff import Zugang

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def welt() -> Welt:
    ContentType.objects.clear_cache()
    welt = Welt.erschaffe()
    neue_runde()
    return welt


@pytest.fixture
def zugaenge(welt: Welt) -> list[Zugang]:
    return [welt.zugang(wer, Rolle.SACHBEARBEITUNG) for wer in ("land-05", "kommune-05124")]


def zugleich(akte: Sequence[Callable[[], object]]) -> Counter[str]:
    """Do all acts at the same moment, each in a thread; how often each outcome came."""
    start, ausgaenge = threading.Barrier(len(akte)), []

    def tue(akt: Callable[[], object]) -> None:
        start.wait(10)
        try:
            akt()
            ausgaenge.append("getan")
        except Exception as fehler:
            ausgaenge.append(type(fehler).__name__)
        finally:
            connections.close_all()

    faeden = [threading.Thread(target=tue, args=(akt,)) for akt in akte]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(30)
    return Counter(ausgaenge)


def test_of_two_proposals_at_once_one_counts_and_the_other_is_told(welt: Welt, zugaenge: list[Zugang]) -> None:
    v = beginne(welt)
    akte = [lambda z=z, t=t: schlag_vor(v, z, t) for z, t in zip(zugaenge, ("Eins.", "Zwei."), strict=True)]
    assert zugleich(akte) == {"getan": 1, Ueberholt.__name__: 1}
    assert Textfassung.objects.vorgeschlagen().count() == 1
    assert Textfassung.objects.count() == 2


def test_two_acceptances_at_once_bring_one_agreed_text(welt: Welt) -> None:
    v = beginne(welt, 2, "05111", "ba")
    ba, kommune, ge = (welt.zugang(w, Rolle.SACHBEARBEITUNG) for w in ("ba", "kommune-05111", "jobcenter-05111"))
    schlag_vor(v, ge)
    assert zugleich([lambda z=z: nimm(v, z, 2) for z in (ba, kommune)]) == {"getan": 2}
    assert Textfassung.objects.get(nummer=2).zustand == Fassungszustand.GELTEND
    assert Stellungnahme.objects.gueltig().filter(angenommen=True).count() == 3
    assert Counter(Eintrag.objects.filter(akt__in=("annehmen", "einigen")).values_list("akt", flat=True)) == {
        "annehmen": 1,
        "einigen": 1,
    }


def test_a_click_sent_four_times_is_one_acceptance(welt: Welt, zugaenge: list[Zugang]) -> None:
    v = beginne(welt)
    assert zugleich([lambda: nimm(v, zugaenge[0], 0)] * 4) == {"getan": 4}
    assert (Textfassung.objects.count(), Stellungnahme.objects.count()) == (1, 1)


def test_an_acceptance_and_a_new_proposal_at_once_never_agree_on_what_was_superseded(
    welt: Welt, zugaenge: list[Zugang]
) -> None:
    land, kommune = zugaenge
    v = beginne(welt)
    schlag_vor(v, land)
    ausgaenge = zugleich([lambda: nimm(v, kommune, 2), lambda: schlag_vor(v, land, "Doch lieber so.", 2)])
    zustaende = dict(Textfassung.objects.values_list("nummer", "zustand"))
    assert ausgaenge["getan"] >= 1
    assert (zustaende[2], zustaende.get(3)) in {
        (Fassungszustand.GELTEND, Fassungszustand.VORGESCHLAGEN),
        (Fassungszustand.UEBERHOLT, Fassungszustand.VORGESCHLAGEN),
    }


def test_of_two_question_rounds_at_once_one_is_opened(welt: Welt, zugaenge: list[Zugang]) -> None:
    v = beginne(welt)

    def frage(zugang: Zugang) -> Rueckfragerunde:
        frist = date(2026, 12, 1)
        return stelle_fragen(vereinbarung=v, fragen=[("", "Warum?")], frist=frist, durch=zugang, am=JETZT)

    assert zugleich([lambda z=z: frage(z) for z in zugaenge]) == {"getan": 1, SchonOffen.__name__: 1}
    assert Rueckfragerunde.objects.count() == 1


def test_a_comment_sent_twice_is_one_comment(welt: Welt, zugaenge: list[Zugang]) -> None:
    v = beginne(welt)

    def sage() -> Kommentar:
        bemerkung = Bemerkung("praeambel", "Bitte prüfen.")
        return kommentiere(vereinbarung=v, bemerkung=bemerkung, durch=zugaenge[0], am=JETZT)

    assert zugleich([sage, sage]) == {"getan": 2}
    assert Kommentar.objects.count() == 1


def test_agreements_do_not_wait_for_one_another(welt: Welt, zugaenge: list[Zugang]) -> None:
    v = beginne(welt)
    andere = beginne(welt, 3, "05")
    with connection.cursor() as zeiger:
        zeiger.execute("begin")
        zeiger.execute("select id from agreements_zielvereinbarung where id = %s for update", [andere.pk])
        try:
            assert zugleich([lambda: schlag_vor(v, zugaenge[0])]) == {"getan": 1}
        finally:
            zeiger.execute("rollback")
    assert Zielvereinbarung.objects.filter(pk=andere.pk).exists()
