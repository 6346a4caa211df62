"""Recording who chairs and who manages: what the law refuses is not stored, and what is stored says who it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from gremien.mitglieder import geschaeftsfuehrung, vorsitz
from gremien.mitglieder.einrichten import richte_ein
from gremien.mitglieder.mitgliedschaft import Person, beende, entsende
from gremien.models import Fuehrungsakt, Gremium, Mitgliedschaft, Vorsitzvorgang
from gremien.recht import Gremiumart
from gremien.recht.geschaeftsfuehrung import Fuehrungsart
from gremien.recht.vorsitz import Unstimmig, Vorsitzart
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
AM = datetime(2026, 11, 21, 9, tzinfo=UTC)
BEGINN = date(2025, 1, 1)


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def versammlung(welt: Welt) -> Gremium:
    """The Trägerversammlung of Düsseldorf with one member of each Träger."""
    von_amts_wegen = betrieb(HEUTE)
    gremium = richte_ein(
        art=Gremiumart.TRAEGERVERSAMMLUNG,
        bezugspartei=welt.parteien["jobcenter-05111"],
        ab=BEGINN,
        durch=von_amts_wegen,
        am=AM,
    )
    for partei, name in (("ba", "Frau Amsel"), ("kommune-05111", "Herr Kranich")):
        entsende(
            gremium=gremium,
            partei=welt.parteien[partei],
            person=Person(name),
            ab=BEGINN,
            durch=von_amts_wegen,
            am=AM,
        )
    return gremium


def mitglied(gremium: Gremium, name: str) -> Mitgliedschaft:
    return gremium.mitgliedschaften.get(name=name)


def test_a_chair_is_elected_leaves_and_the_sides_determine_in_turn(welt: Welt, versammlung: Gremium) -> None:
    stelle = welt.zugang("jobcenter-05111", Rolle.SACHBEARBEITUNG)
    amsel, kranich = mitglied(versammlung, "Frau Amsel"), mitglied(versammlung, "Herr Kranich")

    def angaben(ab: date, wer: Mitgliedschaft | None = None) -> vorsitz.Angaben:
        return vorsitz.Angaben(ab=ab, mitglied=wer)

    vorsitz.waehle(gremium=versammlung, angaben=angaben(date(2025, 2, 1), kranich), durch=stelle, am=AM)
    assert vorsitz.vorsitz_des(versammlung, HEUTE).mitglied == kranich.pk
    with pytest.raises(Unstimmig, match="bestimmt keine Seite"):
        vorsitz.bestimme(gremium=versammlung, angaben=angaben(date(2025, 3, 1), amsel), durch=stelle, am=AM)
    vorsitz.scheide_aus(gremium=versammlung, angaben=angaben(date(2026, 6, 1), kranich), durch=stelle, am=AM)
    vorsitz.stelle_uneinigkeit_fest(gremium=versammlung, angaben=angaben(date(2026, 7, 1)), durch=stelle, am=AM)
    with pytest.raises(Unstimmig, match="andere Seite an der Reihe"):
        vorsitz.bestimme(gremium=versammlung, angaben=angaben(date(2026, 7, 1), kranich), durch=stelle, am=AM)
    vorsitz.bestimme(gremium=versammlung, angaben=angaben(date(2026, 7, 1), amsel), durch=stelle, am=AM)

    jetzt = vorsitz.vorsitz_des(versammlung, HEUTE)
    assert (jetzt.art, jetzt.mitglied, jetzt.seite, jetzt.bis) == (
        Vorsitzart.BESTIMMT,
        amsel.pk,
        Parteiart.BA,
        date(2028, 7, 1),
    )
    verlauf = [(zeit.art.value, zeit.ab) for zeit in vorsitz.vorsitzverlauf(versammlung, HEUTE)]
    assert verlauf == [
        ("unbesetzt", BEGINN),
        ("gewaehlt", date(2025, 2, 1)),
        ("unbesetzt", date(2026, 6, 1)),
        ("bestimmt", date(2026, 7, 1)),
    ]
    assert Vorsitzvorgang.objects.count() == 4
    norm = Eintrag.objects.filter(akt="vorsitz_bestimmung").values_list("norm", flat=True)
    assert list(norm) == ["§ 44c Abs. 1 SGB II"]


def test_when_a_chairs_membership_ends_the_chair_ends_with_it(welt: Welt, versammlung: Gremium) -> None:
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)
    amsel = mitglied(versammlung, "Frau Amsel")
    vorsitz.waehle(gremium=versammlung, angaben=vorsitz.Angaben(BEGINN, amsel), durch=stelle, am=AM)
    beende(mitgliedschaft=amsel, bis=date(2026, 11, 1), grund="Ruhestand", durch=betrieb(HEUTE), am=AM)
    assert vorsitz.vorsitz_des(versammlung, date(2026, 10, 31)).mitglied == amsel.pk
    assert vorsitz.vorsitz_des(versammlung, date(2026, 11, 1)).mitglied is None


def test_who_presides_without_the_chair_is_the_deputy_with_the_casting_vote(welt: Welt, versammlung: Gremium) -> None:
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)
    amsel, kranich = mitglied(versammlung, "Frau Amsel"), mitglied(versammlung, "Herr Kranich")
    vorsitz.waehle(gremium=versammlung, angaben=vorsitz.Angaben(BEGINN, amsel), durch=stelle, am=AM)
    vorsitz.bestimme_stellvertretung(gremium=versammlung, angaben=vorsitz.Angaben(BEGINN, kranich), durch=stelle, am=AM)
    leitung = vorsitz.leitung_der_sitzung(versammlung, HEUTE, frozenset({kranich.pk}))
    assert (leitung.mitglied, leitung.stichentscheid) == (kranich.pk, kranich.pk)
    with pytest.raises(Unstimmig, match="schon eine Stellvertretung"):
        vorsitz.bestimme_stellvertretung(
            gremium=versammlung, angaben=vorsitz.Angaben(BEGINN, amsel), durch=stelle, am=AM
        )


def test_nobody_but_the_office_records_and_nothing_half_is_stored(welt: Welt, versammlung: Gremium) -> None:
    amsel = mitglied(versammlung, "Frau Amsel")
    for schluessel in ("kommune-05111", "ba", "jobcenter-05124"):
        with pytest.raises(PermissionDenied):
            vorsitz.waehle(
                gremium=versammlung,
                angaben=vorsitz.Angaben(BEGINN, amsel),
                durch=welt.zugang(schluessel, Rolle.LEITUNG),
                am=AM,
            )
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)
    for falsch in (
        vorsitz.Angaben(BEGINN, None),
        vorsitz.Angaben(date(2024, 1, 1), amsel),
        vorsitz.Angaben(BEGINN, amsel, bis=date(2031, 1, 1)),
        vorsitz.Angaben(date(2030, 1, 1), amsel),
    ):
        with pytest.raises(Unstimmig):
            vorsitz.waehle(gremium=versammlung, angaben=falsch, durch=stelle, am=AM)
    assert not Vorsitzvorgang.objects.exists()
    assert not Eintrag.objects.filter(akt__startswith="vorsitz").exists()


def test_a_record_by_mistake_is_taken_back_unless_something_rests_on_it(welt: Welt, versammlung: Gremium) -> None:
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)
    amsel = mitglied(versammlung, "Frau Amsel")
    keine = vorsitz.stelle_uneinigkeit_fest(
        gremium=versammlung, angaben=vorsitz.Angaben(date(2026, 1, 1)), durch=stelle, am=AM
    )
    bestimmt = vorsitz.bestimme(
        gremium=versammlung, angaben=vorsitz.Angaben(date(2026, 1, 1), amsel), durch=stelle, am=AM
    )
    with pytest.raises(Unstimmig, match="bestimmt keine Seite"):
        vorsitz.nimm_zurueck(vorgang=keine, grund="Versehen", durch=stelle, am=AM)
    keine.refresh_from_db()
    with pytest.raises(Unstimmig, match="warum"):
        vorsitz.nimm_zurueck(vorgang=bestimmt, grund=" ", durch=stelle, am=AM)
    vorsitz.nimm_zurueck(vorgang=bestimmt, grund="Versehen", durch=stelle, am=AM)
    vorsitz.nimm_zurueck(vorgang=keine, grund="Versehen", durch=stelle, am=AM)
    assert vorsitz.vorsitz_des(versammlung, HEUTE).art is Vorsitzart.UNBESETZT


def test_a_geschaeftsfuehrer_is_appointed_dismissed_and_goes_on_provisionally(welt: Welt, versammlung: Gremium) -> None:
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)

    def halte_fest(art: Fuehrungsakt, **was: object) -> None:
        geschaeftsfuehrung.halte_fest(
            versammlung=versammlung,
            art=art,
            angaben=geschaeftsfuehrung.Angaben(**was),  # type: ignore[arg-type]
            durch=stelle,
            am=AM,
        )

    with pytest.raises(Unstimmig, match="wer die Geschäftsführung"):
        halte_fest(Fuehrungsakt.BESTELLUNG, ab=BEGINN)
    halte_fest(Fuehrungsakt.BESTELLUNG, ab=BEGINN, person="Frau Habicht")
    with pytest.raises(Unstimmig, match="bestimmt kein Träger"):
        halte_fest(Fuehrungsakt.BESTIMMUNG, ab=HEUTE, person="Herr Specht", seite=Parteiart.BA)
    halte_fest(Fuehrungsakt.ABBERUFUNG, ab=date(2026, 11, 1))
    jetzt = geschaeftsfuehrung.geschaeftsfuehrung_von(versammlung, HEUTE)
    assert (jetzt.art, jetzt.person) == (Fuehrungsart.KOMMISSARISCH, "Frau Habicht")
    davor = geschaeftsfuehrung.geschaeftsfuehrung_von(versammlung, date(2026, 10, 31))
    assert (davor.art, davor.person) == (Fuehrungsart.BESTELLT, "Frau Habicht")
    enden = [zeit.bis for zeit in geschaeftsfuehrung.fuehrungsverlauf(versammlung, HEUTE)]
    assert enden == [date(2026, 11, 1), None]


def test_the_kommune_determines_first_where_the_ba_was_first_to_determine_the_chair(
    welt: Welt, versammlung: Gremium
) -> None:
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)
    assert geschaeftsfuehrung.erste_seite(versammlung, [], HEUTE) is Parteiart.BA
    vorsitz.stelle_uneinigkeit_fest(gremium=versammlung, angaben=vorsitz.Angaben(BEGINN), durch=stelle, am=AM)
    amsel = mitglied(versammlung, "Frau Amsel")
    vorsitz.bestimme(gremium=versammlung, angaben=vorsitz.Angaben(BEGINN, amsel), durch=stelle, am=AM)
    assert geschaeftsfuehrung.erste_seite(versammlung, [], HEUTE) is Parteiart.KOMMUNE
