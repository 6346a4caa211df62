"""Loading the demonstration into the database."""

from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Count, Sum

from agreements.models import Gebot, Planungsbrief, Planungsrunde, Planungswert, Zielvereinbarung
from demonstration.load import LETZTER_STAND, VORLETZTER_STAND, SchonGeladen, Umfang, load, zeitpunkt
from demonstration.logins import KENNWORT, read_anmeldungen
from demonstration.structure import load_structure
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Befund, Meldung, Veroeffentlichung
from tests.demonstration import alive
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import (
    Amt,
    Gruppenzugehoerigkeit,
    Installation,
    Nachfolge,
    Nutzer,
    Partei,
    Parteistand,
    Vergleichsgruppe,
)
from zielsystem.parties.recht import Gruppenart, Parteiart

HEUTE = date(2026, 11, 21)
JETZT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ZEILEN = (Partei, Parteistand, Nachfolge, Vergleichsgruppe, Gruppenzugehoerigkeit, Nutzer, Amt)


@pytest.fixture
def geladen(db: None) -> None:
    load(Umfang.PARTEIEN, am=JETZT)


def anzahl(art: Parteiart, am: date = HEUTE) -> int:
    return Parteistand.objects.am(am).filter(art=art).count()


@pytest.mark.usefixtures("geladen")
def test_every_kind_of_party_is_there() -> None:
    assert {art: anzahl(art) for art in Parteiart} == {
        Parteiart.BMAS: 1,
        Parteiart.BMF: 1,
        Parteiart.BA: 1,
        Parteiart.LAND: 16,
        Parteiart.KOMMUNE: 411,
        Parteiart.GE: 307,
        Parteiart.ZKT: 104,
        Parteiart.SPITZENVERBAND: 3,
    }


@pytest.mark.usefixtures("geladen")
def test_every_jobcenter_is_borne_by_the_kommune_with_its_key() -> None:
    for stand in Parteistand.objects.jobcenter().select_related("partei", "traeger", "land"):
        assert stand.traeger is not None
        assert stand.traeger.schluessel == stand.partei.schluessel.replace("jobcenter", "kommune")
        assert stand.land is not None
        assert stand.land.schluessel == f"land-{stand.ags[:2]}"


@pytest.mark.usefixtures("geladen")
def test_kommune_and_jobcenter_go_up_in_their_successors_together() -> None:
    paare = set(Nachfolge.objects.values_list("vorgaenger__schluessel", "nachfolger__schluessel", "am"))
    assert ("jobcenter-16056", "jobcenter-16063", date(2021, 7, 1)) in paare
    assert ("kommune-03156", "kommune-03159", date(2016, 11, 1)) in paare
    assert len(paare) == 2 * (16 + 2)


@pytest.mark.usefixtures("geladen")
def test_every_jobcenter_has_one_vergleichstyp_and_every_optionskommune_one_ring() -> None:
    typ = Gruppenzugehoerigkeit.objects.filter(gruppe__art=Gruppenart.VERGLEICHSTYP)
    for jahr in range(2018, 2027):
        tag = date(jahr, 1, 1)
        je_partei = typ.filter(ab__lte=tag).exclude(bis__lte=tag).values("partei").annotate(n=Count("pk"))
        assert {zeile["n"] for zeile in je_partei} == {1}
        assert {zeile["partei"] for zeile in je_partei} == set(
            Partei.objects.jobcenter(tag).values_list("pk", flat=True)
        )
    ring = Gruppenzugehoerigkeit.objects.filter(gruppe__art=Gruppenart.RING, bis=None)
    assert set(ring.values_list("partei", flat=True)) == set(
        Partei.objects.der_art([Parteiart.ZKT], HEUTE).values_list("pk", flat=True)
    )


@pytest.mark.usefixtures("geladen")
def test_a_second_run_changes_nothing() -> None:
    vorher = [model.objects.count() for model in ZEILEN]
    load_structure()
    with pytest.raises(SchonGeladen):
        load(Umfang.VOLL, am=JETZT)
    assert [model.objects.count() for model in ZEILEN] == vorher


@pytest.mark.usefixtures("geladen")
def test_there_is_a_login_per_kind_of_party_and_role() -> None:
    aemter = Amt.objects.am(HEUTE)
    arten = dict(Parteistand.objects.am(HEUTE).values_list("partei", "art"))
    assert {(arten[amt.partei_id], amt.rolle) for amt in aemter} == {
        (art, rolle) for art in Parteiart for rolle in Rolle
    }
    assert aemter.filter(nutzer__username="mehrfach").count() == 3


@pytest.mark.usefixtures("geladen")
def test_every_login_works_with_the_printed_password() -> None:
    ausgabe = StringIO()
    call_command("demonstration_logins", stdout=ausgabe)
    assert KENNWORT in ausgabe.getvalue()
    for anmeldung in read_anmeldungen():
        assert anmeldung.name in ausgabe.getvalue()
    assert authenticate(username="bmas.leitung", password=KENNWORT)


@pytest.mark.usefixtures("geladen")
def test_parties_alone_are_not_marked_as_synthetic() -> None:
    assert not Installation.objects.filter(synthetisch=True).exists()


def test_everything_is_reported_published_planned_and_marked_as_synthetic(db: None) -> None:
    load(Umfang.VOLL, am=JETZT)
    assert Installation.objects.get().synthetisch

    gueltige = Meldung.objects.filter(zustand=Meldungszustand.FREIGEGEBEN)
    assert gueltige.count() == 411 * 106 + 42 - 11  # Eisenach: 42 months until June 2021; eleven owe October
    assert Meldung.objects.filter(zustand=Meldungszustand.ABGELOEST).count() == 42 * 3
    assert not Befund.objects.filter(schwere="hart").exists()

    erste, zweite = Veroeffentlichung.objects.order_by("pk")
    assert (erste.bis_monat, zweite.bis_monat) == (date(2026, 6, 1), date(2026, 7, 1))
    assert zweite.stand < HEUTE
    alive.assert_reporting(erste, zweite)

    vergangene, runde = Planungsrunde.objects.order_by("ab")
    assert vergangene.vereinbarungen.count() == 3
    anzahl = Counter(Zielvereinbarung.objects.filter(runde=runde).values_list("nr", flat=True))
    assert anzahl == {1: 1, 2: 307, 3: 16, 4: 104}

    werte = Planungswert.objects.filter(runde=runde)
    assert werte.count() == 411 * 2
    for erwartung in Planungsbrief.objects.get().erwartungen.all():
        eigene = werte.filter(kennzahl=erwartung.kennzahl)
        assert eigene.aggregate(Sum("erwartet"))["erwartet__sum"] == erwartung.personen
    assert werte.exclude(zustand="erwartet").count() == 18 * 2  # the Optionskommunen of Nordrhein-Westfalen
    assert (
        Gebot.objects.filter(akt="gegenanbieten").count() == Gebot.objects.filter(akt="angebot_annehmen").count() == 9
    )
    alive.assert_stages()
    alive.assert_journal(JETZT)
    alive.assert_gates()
    alive.assert_tasks(HEUTE)
    alive.assert_talks()
    alive.assert_bodies()


def test_a_clock_that_runs_behind_publishes_nothing_in_its_future() -> None:
    frueher = datetime(2026, 10, 1, 12, tzinfo=UTC)
    assert zeitpunkt(VORLETZTER_STAND, frueher) == zeitpunkt(LETZTER_STAND, frueher) == frueher
    assert zeitpunkt(VORLETZTER_STAND, JETZT) < zeitpunkt(LETZTER_STAND, JETZT) < JETZT


def test_nothing_is_loaded_when_nothing_is_wanted(db: None) -> None:
    ausgabe = StringIO()
    call_command("load_demonstration", "--umfang", "nein", stdout=ausgabe)
    assert "Keine Demonstrationsdaten" in ausgabe.getvalue()
    assert not Partei.objects.exists()


def test_an_empty_database_has_no_logins_to_print(db: None) -> None:
    ausgabe = StringIO()
    call_command("demonstration_logins", stdout=ausgabe)
    assert "keine Anmeldungen" in ausgabe.getvalue()


@pytest.mark.usefixtures("geladen")
def test_the_command_leaves_a_database_with_parties_as_it_is() -> None:
    ausgabe = StringIO()
    call_command("load_demonstration", stdout=ausgabe)
    assert "Es gibt schon Parteien" in ausgabe.getvalue()
