"""Laying out a round: who may, what comes of it, and what the database refuses."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.planungsrunde import Ueberschneidung
from agreements.recht import Form, Unvollstaendig
from tests.agreements.runden import AB, BIS, neue_runde, vereinbarung
from tests.welt import Welt, partei
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import Ausserhalb

pytestmark = pytest.mark.django_db


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def anzahl(runde: Planungsrunde) -> dict[int, int]:
    return dict(sorted(Counter(runde.vereinbarungen.values_list("nr", flat=True)).items()))


@pytest.mark.parametrize(
    ("form", "erwartet"), [(Form.TRILATERAL, {1: 1, 2: 2, 3: 2, 4: 1}), (Form.BILATERAL, {1: 1, 2: 4, 3: 2, 4: 1})]
)
def test_a_round_has_an_agreement_for_everyone(welt: Welt, form: Form, erwartet: dict[int, int]) -> None:
    runde = neue_runde(form=form, durch=welt.zugang("bmas", Rolle.SACHBEARBEITUNG))
    assert anzahl(runde) == erwartet
    assert set(runde.vereinbarungen.values_list("zustand", flat=True)) == {"entwurf"}
    eintrag = Eintrag.objects.get()
    assert (eintrag.akt, eintrag.norm) == ("runde_anlegen", "§ 48b Abs. 1 SGB II")
    assert eintrag.daten == {f"Nr. {nr}": zahl for nr, zahl in erwartet.items()}
    assert eintrag.partei == welt.parteien["bmas"]


def test_the_first_day_of_the_period_decides_who_agrees(welt: Welt) -> None:
    jobcenter = welt.parteien["jobcenter-05111"]
    alt = Parteistand.objects.get(partei=jobcenter)
    wechsel = date(2028, 1, 1)
    Parteistand.objects.filter(pk=alt.pk).update(bis=wechsel)
    alt.pk, alt.ab, alt.art, alt.name = None, wechsel, Parteiart.ZKT, "Kommunales Jobcenter Düsseldorf"
    alt.save(force_insert=True)
    assert anzahl(neue_runde()) == {1: 1, 2: 2, 3: 2, 4: 1}
    spaeter = neue_runde(ab=wechsel, bis=date(2030, 1, 1))
    assert anzahl(spaeter) == {1: 1, 2: 1, 3: 2, 4: 2}
    assert spaeter.zeitraum == "2028/2029"
    assert vereinbarung(2, "05111").titel == "Jobcenter Düsseldorf"
    assert vereinbarung(4, "05111").titel == "Kommunales Jobcenter Düsseldorf"


def test_the_number_of_queries_does_not_grow_with_the_round(welt: Welt) -> None:
    with CaptureQueriesContext(
        connection,
    ) as klein:
        neue_runde()
    land = welt.parteien["land-06"]
    for nr in range(40):
        kommune = partei(f"kommune-066{nr:02}", Parteiart.KOMMUNE, f"Kreis {nr}", ags=f"066{nr:02}", land=land)
        partei(f"jc-066{nr:02}", Parteiart.ZKT, f"Jobcenter {nr}", ags=f"066{nr:02}", land=land, traeger=kommune)
    with CaptureQueriesContext(connection) as gross:
        neue_runde(ab=BIS, bis=date(2029, 1, 1))
    assert Zielvereinbarung.objects.filter(runde__ab=BIS).count() == 46
    assert len(gross) == len(klein)


DARF = {("bmas", Rolle.LEITUNG), ("bmas", Rolle.SACHBEARBEITUNG)}


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", ["bmas", "bmf", "ba", "land-05", "jobcenter-05124", "dlt"])
def test_only_the_bmas_plans(welt: Welt, wer: str, rolle: Rolle) -> None:
    zugang = welt.zugang(wer, rolle)
    if (wer, rolle) in DARF:
        assert neue_runde(durch=zugang).angelegt_durch == zugang.nutzer
    else:
        with pytest.raises(PermissionDenied), transaction.atomic():
            neue_runde(durch=zugang)
        assert not Planungsrunde.objects.exists()


@pytest.mark.parametrize(
    ("ab", "bis"), [(AB, BIS), (date(2026, 7, 1), date(2027, 7, 1)), (date(2027, 12, 31), date(2028, 12, 31))]
)
def test_nobody_agrees_on_the_same_time_twice(welt: Welt, ab: date, bis: date) -> None:
    neue_runde()
    with pytest.raises(Ueberschneidung, match="schon eine Planungsrunde"):
        neue_runde(ab=ab, bis=bis)
    assert Planungsrunde.objects.count() == 1


def test_rounds_may_follow_one_another(welt: Welt) -> None:
    neue_runde()
    neue_runde(ab=BIS, bis=date(2029, 1, 1))
    assert Planungsrunde.objects.count() == 2


def test_a_round_without_its_parties_is_refused_as_a_whole(welt: Welt) -> None:
    Parteistand.objects.filter(art=Parteiart.BA).update(bis=date(2026, 12, 31))
    with pytest.raises(Unvollstaendig, match="Bundesagentur für Arbeit"), transaction.atomic():
        neue_runde()
    assert not Planungsrunde.objects.exists()


def test_a_round_before_the_law_is_refused(welt: Welt) -> None:
    with pytest.raises(Ausserhalb), transaction.atomic():
        neue_runde(ab=date(2010, 1, 1), bis=date(2011, 1, 1))


# -- What the database refuses ---------------------------------------------------------------------------------


def zwilling(nr: int, schluessel: str, anders: dict[str, Any]) -> Zielvereinbarung:
    """The same agreement once more, with differences."""
    neue = vereinbarung(nr, schluessel)
    neue.pk = None
    for feld, wert in anders.items():
        setattr(neue, feld, wert)
    return neue


@pytest.mark.parametrize(
    ("nr", "schluessel", "anders", "constraint"),
    [
        (1, "", {}, "zielvereinbarung_eine_nr_1"),
        (3, "05", {}, "zielvereinbarung_nr_3_je_land"),
        (4, "05124", {}, "zielvereinbarung_je_traeger_eine"),
        (2, "05111", {}, "zielvereinbarung_je_traeger_eine"),
        (2, "05111", {"traegerseite": "ba"}, "zielvereinbarung_je_traeger_eine"),
        (2, "05111", {"traegerseite": "kommune"}, "zielvereinbarung_je_traeger_eine"),
        (2, "05111", {"nr": 4}, "zielvereinbarung_je_traeger_eine"),
        (4, "05124", {"traegerseite": "ba"}, "zielvereinbarung_traegerseite"),
        (4, "05124", {"nr": 3}, "zielvereinbarung_art"),
        (3, "05", {"nr": 1}, "zielvereinbarung_art"),
        (3, "05", {"nr": 5}, "zielvereinbarung_art"),
        (2, "05111", {"jobcenter": None}, "zielvereinbarung_art"),
        (3, "05", {"zustand": "vergessen"}, "zielvereinbarung_zustand"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    welt: Welt, nr: int, schluessel: str, anders: dict[str, Any], constraint: str
) -> None:
    neue_runde()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        zwilling(nr, schluessel, anders).save(force_insert=True)


def test_two_bilateral_agreements_go_together(welt: Welt) -> None:
    neue_runde(form=Form.BILATERAL)
    seiten = Zielvereinbarung.objects.filter(nr=2, schluessel="05111").values_list("traegerseite", flat=True)
    assert set(seiten) == {"ba", "kommune"}


@pytest.mark.parametrize(
    ("anders", "constraint"),
    [({"reihenfolge": 9}, "vertragspartei_einmal"), ({"seite": "x", "reihenfolge": 9}, "vertragspartei_seite")],
)
def test_a_party_stands_in_an_agreement_once(welt: Welt, anders: dict[str, Any], constraint: str) -> None:
    neue_runde()
    erste = Vertragspartei.objects.filter(zielvereinbarung=vereinbarung(1)).first()
    assert erste
    erste.pk = None
    for feld, wert in anders.items():
        setattr(erste, feld, wert)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        erste.save(force_insert=True)
