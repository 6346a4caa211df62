"""Setting up bodies, who sits in them, and who sees them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from gremien.ergebnisse import Beratungsergebnis, ergebnisse_zu
from gremien.fehler import NichtMoeglich
from gremien.mitglieder.einrichten import (
    Einrichtung,
    einrichtbar_von,
    lege_sitze_fest,
    loese_auf,
    richte_eigenes_ein,
    richte_ein,
)
from gremien.mitglieder.lesen import mitglieder_am
from gremien.mitglieder.mitgliedschaft import Person, benenne_vertretung, entsende
from gremien.models import Gremium, Mitgliedschaft, Sitzung, Tagesordnungspunkt
from gremien.recht import AUFSICHT, Ausgang, Gremiumart, Unzustaendig
from gremien.sitzungen import anmelden, niederschrift, planung, stimmen, verlauf
from gremien.sitzungen.einladung import empfaenger_von
from gremien.sitzungen.vertretung import vertrete_in_sitzung
from tests.gremien.gremienwelt import JETZT, SEIT, SITZUNGSTAG, am, ausschuss, gremium, kooperationsausschuss, mitglied
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.zugriff import Zugang, betrieb, may

pytestmark = pytest.mark.django_db
ENDE = SITZUNGSTAG + timedelta(days=30)


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    return Welt.erschaffe()


def sitze(eines: Gremium, zusammensetzung: str = "ueblich") -> dict[str, int]:
    rechte = eines.entsenderechte.filter(zusammensetzung=zusammensetzung).am(HEUTE)
    return dict(rechte.values_list("partei__schluessel", "sitze"))


def test_statutory_bodies_get_their_seats_from_the_law(welt: Welt) -> None:
    assert sitze(gremium(welt, Gremiumart.KOOPERATIONSAUSSCHUSS, "land-05")) == {"land-05": 3, "bmas": 3}
    assert sitze(gremium(welt, Gremiumart.TRAEGERVERSAMMLUNG, "jobcenter-05111")) == {"ba": 3, "kommune-05111": 3}
    assert sitze(gremium(welt, Gremiumart.LANDESGREMIUM, "land-05")) == {"land-05": 2, "jobcenter-05124": 1}
    ausschuss_des_bundes = gremium(welt, Gremiumart.BUND_LAENDER_AUSSCHUSS, None)
    assert sitze(ausschuss_des_bundes) == {"bmas": 2, "land-05": 1, "land-06": 1, "dlt": 1, "ba": 1}
    assert sitze(ausschuss_des_bundes, AUFSICHT) == {"bmas": 2, "land-05": 1, "land-06": 1}


def test_each_body_is_set_up_once_by_the_party_that_keeps_its_office(welt: Welt) -> None:
    land = welt.zugang("land-05", Rolle.LEITUNG)
    angaben = {"art": Gremiumart.KOOPERATIONSAUSSCHUSS, "ab": SEIT, "am": JETZT}
    with pytest.raises(PermissionDenied):
        richte_ein(bezugspartei=welt.parteien["land-06"], durch=land, **angaben)
    with pytest.raises(NichtMoeglich, match="oberste Landesbehörde"):
        richte_ein(bezugspartei=welt.parteien["ba"], durch=land, **angaben)
    eines = richte_ein(bezugspartei=welt.parteien["land-05"], durch=land, **angaben)
    assert eines.titel == "Kooperationsausschuss Nordrhein-Westfalen"
    with pytest.raises(NichtMoeglich, match="schon eingerichtet"):
        richte_ein(bezugspartei=welt.parteien["land-05"], durch=land, **angaben)
    assert {regel.art for regel in einrichtbar_von(land)} == {
        Gremiumart.KOOPERATIONSAUSSCHUSS,
        Gremiumart.LANDESGREMIUM,
        Gremiumart.WEITERES,
    }


def test_the_law_gives_the_seats_of_a_kooperationsausschuss(welt: Welt) -> None:
    eines = gremium(welt, Gremiumart.KOOPERATIONSAUSSCHUSS, "land-05")
    gleich = dict.fromkeys((welt.parteien["land-05"].pk, welt.parteien["bmas"].pk), 4)
    with pytest.raises(NichtMoeglich, match="bestimmt das Gesetz"):
        lege_sitze_fest(gremium=eines, sitze=gleich, ab=HEUTE, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT)


def test_equal_sides_stay_equal_and_seats_cover_their_members(welt: Welt) -> None:
    eines = ausschuss(welt, Gremiumart.TRAEGERVERSAMMLUNG, "jobcenter-05111", "ba", "kommune-05111")
    ba, kommune = welt.parteien["ba"].pk, welt.parteien["kommune-05111"].pk
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)

    def neu(sitze_der_ba: int, sitze_der_kommune: int) -> None:
        lege_sitze_fest(
            gremium=eines.gremium,
            sitze={ba: sitze_der_ba, kommune: sitze_der_kommune},
            ab=HEUTE,
            durch=stelle,
            am=JETZT,
        )

    with pytest.raises(NichtMoeglich, match="gleich viele"):
        neu(3, 4)
    with pytest.raises(NichtMoeglich, match="mehr Mitglieder als Sitze"):
        neu(2, 2)
    neu(4, 4)
    assert sitze(eines.gremium) == {"ba": 4, "kommune-05111": 4}


def test_a_party_sends_as_many_members_as_it_has_seats_each_of_them_once(welt: Welt) -> None:
    eines = kooperationsausschuss(welt)
    land = welt.zugang("land-05", Rolle.LEITUNG)

    def sende(person: Person, partei: str, ab: date = HEUTE) -> Mitgliedschaft:
        return entsende(gremium=eines.gremium, partei=welt.parteien[partei], person=person, ab=ab, durch=land, am=JETZT)

    with pytest.raises(NichtMoeglich, match="Alle 3 Sitze"):
        sende(Person("Frau Vierte"), "land-05")
    with pytest.raises(NichtMoeglich, match="entsendet an diesem Tag keine"):
        sende(Person("Herr Fremd"), "land-06")
    with pytest.raises(NichtMoeglich, match="schon Mitglied"):
        sende(Person("land-05.leitung", welt.personen["land-05.leitung"]), "land-05")
    with pytest.raises(PermissionDenied):
        entsende(
            gremium=eines.gremium,
            partei=welt.parteien["land-05"],
            person=Person("X"),
            ab=HEUTE,
            durch=welt.zugang("land-06", Rolle.LEITUNG),
            am=JETZT,
        )
    doppelt = eines.mitglieder["land-05.leitung"]
    doppelt.pk = None
    with pytest.raises(DatabaseError, match="mitgliedschaft_einmal"):
        doppelt.save(force_insert=True)


def test_nobody_who_offers_eingliederungsleistungen_sits_in_an_oertlicher_beirat(welt: Welt) -> None:
    beirat = gremium(welt, Gremiumart.OERTLICHER_BEIRAT, "jobcenter-05111")
    stelle = welt.zugang("jobcenter-05111", Rolle.LEITUNG)

    def sende(person: Person) -> Mitgliedschaft:
        ge = welt.parteien["jobcenter-05111"]
        return entsende(gremium=beirat, partei=ge, person=person, ab=HEUTE, durch=stelle, am=JETZT)

    for bietet_an in (True, None):
        with pytest.raises(NichtMoeglich, match="§ 18d"):
            sende(Person("Frau Träger", organisation="Bildungswerk", bietet_leistungen_an=bietet_an))
    with pytest.raises(NichtMoeglich, match="Organisation"):
        sende(Person("Herr Ohne", bietet_leistungen_an=False))
    kammer = sende(Person("Frau Kammer", organisation="Handwerkskammer", bietet_leistungen_an=False))
    assert kammer.ohne_angebot_erklaert_am == HEUTE


def test_a_member_sends_somebody_else_into_one_session_without_asking_anybody(welt: Welt) -> None:
    eines = kooperationsausschuss(welt)
    sitzung = eines.plane()
    eigene = eines.mitglieder["bmas.controlling"]
    ich = welt.zugang("bmas", Rolle.CONTROLLING)

    def sende(name: str, fuer: Mitgliedschaft = eigene) -> object:
        person = Person(name, welt.personen.get(name))
        return vertrete_in_sitzung(mitgliedschaft=fuer, sitzung=sitzung, person=person, durch=ich, am=JETZT)

    sende("bmas.lesend")
    sende("land-06.lesend")
    assert [v.name for v in eigene.vertretungen.filter(zurueckgenommen_am=None)] == ["land-06.lesend"]
    andere = eines.plane(SITZUNGSTAG + timedelta(days=30))
    vertretung = welt.zugang("land-06", Rolle.LESEND)
    assert list(Sitzung.objects.visible_to(vertretung)) == [sitzung]
    assert andere in Sitzung.objects.visible_to(ich)
    assert not Gremium.objects.visible_to(vertretung).exists()
    with pytest.raises(NichtMoeglich, match="eigene Stimme"):
        sende("bmas.leitung")
    with pytest.raises(PermissionDenied):
        sende("bmas.lesend", eines.mitglieder["bmas.leitung"])
    with pytest.raises(PermissionDenied):
        benenne_vertretung(
            mitgliedschaft=eines.mitglieder["land-05.leitung"], person=Person("X"), ab=HEUTE, durch=ich, am=JETZT
        )


def test_the_composition_of_the_bund_laender_ausschuss_follows_from_the_item(welt: Welt) -> None:
    grosser = gremium(welt, Gremiumart.BUND_LAENDER_AUSSCHUSS, None)
    for name in ("bmas.leitung", "land-05.leitung", "ba.leitung", "dlt.leitung"):
        mitglied(welt, grosser, name)
    bmas = welt.zugang("bmas", Rolle.SACHBEARBEITUNG)
    vorhaben = planung.Vorhaben("Frühjahrssitzung", am(SITZUNGSTAG))
    sitzung = planung.einberufen(gremium=grosser, vorhaben=vorhaben, durch=bmas, am=JETZT)
    ganzes, aufsicht = (
        planung.setze_auf(sitzung=sitzung, angaben=planung.Punktangaben(code, code), durch=bmas, am=JETZT)
        for code in ("zielvereinbarungen_gesamt", "aufsicht")
    )
    assert [m.name for m in mitglieder_am(grosser, SITZUNGSTAG, [AUFSICHT])] == ["bmas.leitung", "land-05.leitung"]

    def sieht(partei: str) -> set[Tagesordnungspunkt]:
        return set(Tagesordnungspunkt.objects.visible_to(welt.zugang(partei, Rolle.LEITUNG)))

    assert sieht("land-05") == {ganzes, aufsicht}
    assert sieht("ba") == sieht("dlt") == {ganzes}
    assert sieht("kommune-05111") == set()
    briefe = {einer.email: len(einer.punkte) for einer in empfaenger_von(sitzung)}
    zahlen = {"bmas.leitung": 2, "land-05.leitung": 2, "ba.leitung": 1, "dlt.leitung": 1}
    assert briefe == {f"{name}@example.org": punkte for name, punkte in zahlen.items()}

    gast = planung.Gastangaben("Bundesagentur", partei=welt.parteien["ba"], email="gast@example.org")
    with pytest.raises(NichtMoeglich, match="keine Gäste"):
        planung.lade_gast(punkt=ganzes, gast=gast, durch=bmas, am=JETZT)
    planung.lade_gast(punkt=aufsicht, gast=gast, durch=bmas, am=JETZT)
    assert sieht("ba") == {ganzes, aufsicht}
    assert [len(e.punkte) for e in empfaenger_von(sitzung) if e.email == "gast@example.org"] == [1]


def test_a_kreistag_is_set_up_by_its_kommune_and_decides_by_totals(welt: Welt) -> None:
    kommune = welt.zugang("kommune-05111", Rolle.LEITUNG, SITZUNGSTAG)
    angaben = Einrichtung(
        "Kreistag", ab=SEIT, sitze={welt.parteien["kommune-05111"].pk: 40}, namentlich=False, ladungsfrist=7
    )
    kreistag = richte_eigenes_ein(angaben=angaben, durch=kommune, am=JETZT)
    with pytest.raises(Unzustaendig):
        anmelden(gremium=kreistag, gegenstand="verfahren_nr2", titel="X", durch=kommune, am=JETZT)
    with pytest.raises(NichtMoeglich, match="Summen"):
        planung.einberufen(
            gremium=kreistag,
            vorhaben=planung.Vorhaben("Umlauf", am(SITZUNGSTAG)),
            verfahren=planung.Verfahren.UMLAUF,
            durch=kommune,
            am=JETZT,
        )
    assert not Gremium.objects.visible_to(welt.zugang("ba", Rolle.LEITUNG)).exists()
    assert ergebnisse_zu(["nr4:1"]) == {"nr4:1": ()}
    (ergebnis,) = beschluss_des_kreistags(kreistag, kommune)["nr4:1"]
    assert (ergebnis.ergebnis, ergebnis.gremium, ergebnis.am) == (Ausgang.BESCHLOSSEN, "Kreistag", SITZUNGSTAG)
    assert loese_auf(gremium=kreistag, zum=ENDE, grund="Kreisreform", durch=kommune, am=JETZT).bis == ENDE
    assert not kreistag.entsenderechte.am(ENDE).exists()


def beschluss_des_kreistags(kreistag: Gremium, durch: Zugang) -> dict[str, tuple[Beratungsergebnis, ...]]:
    """The consent to an agreement signed under a Gremienvorbehalt, from invitation to approved minutes."""
    mit = {"durch": durch, "am": am(SITZUNGSTAG)}
    vorhaben = planung.Vorhaben("Kreistagssitzung", am(SITZUNGSTAG))
    sitzung = planung.einberufen(gremium=kreistag, vorhaben=vorhaben, **mit)
    angaben = planung.Punktangaben("gremienvorbehalt", "Zielvereinbarung 2027", "Der Kreistag stimmt zu.", "nr4:1")
    punkt = planung.setze_auf(sitzung=sitzung, angaben=angaben, **mit)
    sitzung = planung.lade_ein(sitzung=sitzung, grund="Eilbedürftig.", **mit)
    verlauf.eroeffne(sitzung=sitzung, **mit)
    with pytest.raises(NichtMoeglich, match="Summen"):
        stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", **mit)
    with pytest.raises(NichtMoeglich, match="mehr Stimmen"):
        stimmen.halte_summen_fest(punkt=punkt, antrag="", summen=(30, 5, 2), anwesend=36, **mit)
    stimmen.halte_summen_fest(punkt=punkt, antrag="", summen=(30, 5, 1), anwesend=36, **mit)
    verlauf.schliesse(sitzung=sitzung, **mit)
    niederschrift.schreibe(sitzung=sitzung, text="Der Kreistag hat getagt.", stand=0, **mit)
    niederschrift.lege_vor(sitzung=sitzung, **mit)
    niederschrift.genehmige(sitzung=sitzung, **mit)
    return ergebnisse_zu(["nr4:1"])


def test_a_gemeinsame_einrichtung_calls_the_committee_of_its_land_and_no_other(welt: Welt) -> None:
    ge = welt.zugang("jobcenter-05111", Rolle.LEITUNG)

    def rufe_an(land: str, gegenstand: str) -> object:
        eines = Gremium.objects.von(Gremiumart.KOOPERATIONSAUSSCHUSS, welt.parteien[land], HEUTE) or gremium(
            welt, Gremiumart.KOOPERATIONSAUSSCHUSS, land
        )
        return anmelden(gremium=eines, gegenstand=gegenstand, titel="Weisungen", durch=ge, am=JETZT)

    assert rufe_an("land-05", "weisungszustaendigkeit")
    for land, gegenstand in (("land-05", "zielvereinbarung_nr3"), ("land-06", "weisungszustaendigkeit")):
        with pytest.raises(PermissionDenied):
            rufe_an(land, gegenstand)


@pytest.mark.parametrize("rolle", Rolle)
def test_what_somebody_sees_and_may_do_is_the_same_rule_for_one_body_and_for_all(welt: Welt, rolle: Rolle) -> None:
    eines = kooperationsausschuss(welt).gremium
    erwartet = {
        "land-05": {Befugnis.SEHEN, Befugnis.GREMIUM_FUEHREN},
        "bmas": {Befugnis.SEHEN},
        "land-06": set(),
        "ba": set(),
        "jobcenter-05111": set(),
    }
    fuehrend = {Rolle.LEITUNG, Rolle.SACHBEARBEITUNG}
    for partei, darf in erwartet.items():
        zugang = welt.zugang(partei, rolle)
        gesehen = Befugnis.SEHEN in darf and rolle is not Rolle.ADMINISTRATION
        assert Gremium.objects.visible_to(zugang).filter(pk=eines.pk).exists() is gesehen, partei
        assert may(zugang, Befugnis.SEHEN, eines) is gesehen
        fuehrt = Befugnis.GREMIUM_FUEHREN in darf and rolle in fuehrend
        assert may(zugang, Befugnis.GREMIUM_FUEHREN, eines) is fuehrt, partei
    assert may(betrieb(HEUTE), Befugnis.GREMIUM_FUEHREN, eines)


def test_who_is_no_member_has_no_vote_whatever_the_role(welt: Welt) -> None:
    eines = kooperationsausschuss(welt)
    punkt = eines.setze_auf(eines.plane())
    for name in ("land-05.lesend", "land-06.leitung", "ba.leitung"):
        assert stimmen.eigene_stimme(punkt, eines.person(name)) is None


def test_the_office_changes_seats_and_ends_a_body_in_the_browser(welt: Welt, client: Client) -> None:
    eines = ausschuss(welt, Gremiumart.TRAEGERVERSAMMLUNG, "jobcenter-05111", "ba", "kommune-05111").gremium
    client.force_login(welt.personen["jobcenter-05111.leitung"])
    ba, kommune = (f"sitze_{pk}" for pk in eines.entsenderechte.order_by("seite").values_list("pk", flat=True))
    heute = timezone.localdate()
    ungleich = client.post(f"/gremien/{eines.pk}/sitze/", {"ab": heute, ba: 4, kommune: 3})
    assert ungleich.status_code == 422
    assert "gleich viele Sitze" in ungleich.content.decode()
    assert client.post(f"/gremien/{eines.pk}/sitze/", {"ab": heute, ba: 4, kommune: 4}).status_code == 302
    assert set(eines.entsenderechte.am(heute).values_list("sitze", flat=True)) == {4}
    ende = {"zum": heute + timedelta(days=1), "grund": "Die Kommune wird zugelassener Träger."}
    assert client.post(f"/gremien/{eines.pk}/aufloesen/", ende).status_code == 302
    eines.refresh_from_db()
    assert eines.bis == ende["zum"]

    client.force_login(welt.personen["ba.leitung"])
    for seite in ("sitze", "aufloesen"):
        assert client.get(f"/gremien/{eines.pk}/{seite}/").status_code == 403
    client.force_login(welt.personen["land-06.leitung"])
    assert client.get(f"/gremien/{eines.pk}/sitze/").status_code == 404
