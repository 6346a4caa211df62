"""When a Meldung is due, what a Jobcenter reads about its own months, and what others may learn of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennzahlen.meldungen.termine import Terminstand, darf_tafel_sehen, eigene_termine, meldefrist, tafel, terminstand
from kennzahlen.models import Befund, Meldung
from kennzahlen.recht import GRUNDGROESSEN
from tests.kennzahlen.veroeffentlicht import melde
from tests.welt import Welt, partei
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import Parteiart

pytestmark = pytest.mark.django_db
OKTOBER, SEPTEMBER, AUGUST = date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1)
EIGENE, TAFEL = "/meldungen/termine/", "/meldungen/meldestand/"


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def angemeldet(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


def gib_frei(welt: Welt, ags: str, monat: date, tag: date, **zahlen: int | None) -> Meldung:
    meldung = melde(welt, ags, monat, **zahlen)
    Meldung.objects.filter(pk=meldung.pk).update(freigegeben_am=datetime(tag.year, tag.month, tag.day, 9, tzinfo=UTC))
    return meldung


def entwurf(welt: Welt, ags: str, monat: date) -> Meldung:
    return Meldung.objects.create(
        jobcenter=welt.parteien[f"jobcenter-{ags}"], monat=monat, version=1, zustand="entwurf",
        werte=[50] * len(GRUNDGROESSEN), quelle="Formular", erfasst_am=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip


# -- The deadline ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("monat", "frist"),
    [
        (OKTOBER, date(2026, 11, 10)),
        (date(2026, 12, 1), date(2027, 1, 11)),
        (date(2026, 9, 1), date(2026, 10, 12)),
        (date(2026, 4, 1), date(2026, 5, 11)),
    ],
)
def test_a_month_is_due_on_the_tenth_of_the_next_or_on_the_monday_after(monat: date, frist: date) -> None:
    assert meldefrist(monat) == frist
    assert frist.weekday() < 5


@pytest.mark.parametrize(
    ("heute", "freigegeben", "stand"),
    [
        (date(2026, 10, 31), False, Terminstand.KUENFTIG),
        (date(2026, 11, 1), False, Terminstand.FAELLIG),
        (date(2026, 11, 10), False, Terminstand.FAELLIG),
        (date(2026, 11, 11), False, Terminstand.UEBERFAELLIG),
        (date(2026, 11, 11), True, Terminstand.ERLEDIGT),
        (date(2026, 10, 31), True, Terminstand.ERLEDIGT),
    ],
)
def test_where_october_stands(heute: date, freigegeben: bool, stand: Terminstand) -> None:
    assert terminstand(OKTOBER, heute, freigegeben) is stand


# -- The own months --------------------------------------------------------------------------------------------


def test_the_calendar_says_what_is_done_and_when(welt: Welt) -> None:
    gib_frei(welt, "05111", SEPTEMBER, date(2026, 10, 12))
    gib_frei(welt, "05111", AUGUST, date(2026, 9, 11), INT=None)
    entwurf(welt, "05111", OKTOBER)
    laufend, oktober, september, august, juli = eigene_termine(
        welt.zugang("jobcenter-05111", Rolle.CONTROLLING), anzahl=5
    )
    assert (laufend.stand, oktober.stand, oktober.in_arbeit) == ("kuenftig", "ueberfaellig", "entwurf")
    assert (september.stand, september.puenktlich, september.vollstaendig) == ("erledigt", True, True)
    assert (august.puenktlich, august.vollstaendig, august.freigabe and august.freigabe.fehlende) == (False, False, 1)
    assert (juli.stand, juli.freigabe) == ("ueberfaellig", None)


def test_a_correction_does_not_make_a_month_late(welt: Welt) -> None:
    meldung = gib_frei(welt, "05111", SEPTEMBER, date(2026, 10, 12))
    Meldung.objects.filter(pk=meldung.pk).update(zustand="abgeloest", abgeloest_am=datetime(2026, 11, 2, tzinfo=UTC))
    zweite = melde(welt, "05111", SEPTEMBER, version=2)
    Meldung.objects.filter(pk=zweite.pk).update(freigegeben_am=datetime(2026, 11, 2, tzinfo=UTC))
    september = eigene_termine(welt.zugang("jobcenter-05111", Rolle.LEITUNG), anzahl=3)[2]
    assert (september.puenktlich, september.freigabe and september.freigabe.seit) == (True, date(2026, 10, 12))


@pytest.mark.parametrize("rolle", [Rolle.LESEND, Rolle.SACHBEARBEITUNG])
def test_who_may_not_see_drafts_does_not_learn_of_them_here(welt: Welt, rolle: Rolle) -> None:
    entwurf(welt, "05111", OKTOBER)
    assert eigene_termine(welt.zugang("jobcenter-05111", rolle), anzahl=2)[1].in_arbeit is None
    text = seite(angemeldet(welt, f"jobcenter-05111.{rolle}"), EIGENE)
    assert "Entwurf" not in text
    assert "Monatsdatei hochladen" not in text


def test_months_in_which_the_jobcenter_was_none_are_not_due(welt: Welt) -> None:
    Parteistand.objects.filter(partei=welt.parteien["jobcenter-05111"]).update(ab=SEPTEMBER)
    monate = eigene_termine(welt.zugang("jobcenter-05111", Rolle.CONTROLLING), anzahl=12)
    assert [termin.monat.month for termin in monate] == [11, 10, 9]


def test_the_page_says_what_to_do_next(welt: Welt) -> None:
    client = angemeldet(welt, "jobcenter-05111.controlling")
    text = seite(client, EIGENE)
    assert "Monate sind überfällig, der älteste:" in text
    assert "bis zum 10. Tag des Folgemonats" in text


def test_what_is_left_unexplained_stands_on_the_calendar(welt: Welt) -> None:
    meldung = gib_frei(welt, "05111", OKTOBER, date(2026, 11, 9))
    Befund.objects.create(meldung=meldung, code="SPRUNG_VORMONAT", schwere="weich", groesse=3, text="Auffällig.")
    client = angemeldet(welt, "jobcenter-05111.controlling")
    assert "Auffällige Werte sind noch zu erklären: Oktober 2026." in seite(client, EIGENE)
    als_datei = seite(client, EIGENE, tabelle="monate", ausgabe="csv")
    assert "Oktober 2026;erledigt;10.11.2026;" in als_datei


# -- The board -------------------------------------------------------------------------------------------------

SICHT = {
    "bmas": {"05111", "05124", "06411"},
    "ba": {"05111", "06411"},
    "land-05": {"05111", "05124"},
    "land-06": {"06411"},
    "kommune-05124": {"05124"},
}


@pytest.mark.parametrize("rolle", Rolle)
@pytest.mark.parametrize("name", [*SICHT, "bmf", "dlt", "jobcenter-05111", "jobcenter-05124"])
def test_everyone_sees_the_jobcenter_below_and_nobody_else_a_board(welt: Welt, name: str, rolle: Rolle) -> None:
    zugang = welt.zugang(name, rolle)
    sieht = name in SICHT and rolle is not Rolle.ADMINISTRATION
    assert darf_tafel_sehen(zugang) is sieht
    assert {zeile.stand.ags for zeile in tafel(zugang, OKTOBER).zeilen} == (SICHT[name] if sieht else set())
    client = angemeldet(welt, f"{name}.{rolle}")
    assert client.get(TAFEL).status_code == (200 if sieht else 404)
    eigene = name.startswith("jobcenter") and rolle is not Rolle.ADMINISTRATION
    assert client.get(EIGENE).status_code == (200 if eigene else 404)


def test_the_board_shows_the_meldungen_that_the_access_rule_shows(welt: Welt) -> None:
    for ags in ("05111", "05124", "06411"):
        gib_frei(welt, ags, OKTOBER, date(2026, 11, 9))
    for name in SICHT:
        zugang = welt.zugang(name, Rolle.LESEND)
        gemeldet = {zeile.stand.partei_id for zeile in tafel(zugang, OKTOBER).zeilen if zeile.termin.freigabe}
        assert gemeldet == set(Meldung.objects.visible_to(zugang).values_list("jobcenter", flat=True))


def test_others_do_not_learn_of_drafts(welt: Welt) -> None:
    def gezeigt() -> tuple[Any, Any]:
        kontext = angemeldet(welt, "land-05.controlling").get(TAFEL, {"monat": "2026-10"}).context
        return kontext["anzahlen"], kontext["tabelle"].zeilen

    ohne = gezeigt()
    for ags, zustand in (("05111", "entwurf"), ("05124", "eingereicht")):
        Meldung.objects.filter(pk=entwurf(welt, ags, OKTOBER).pk).update(zustand=zustand)
    assert gezeigt() == ohne


@pytest.mark.parametrize(
    ("name", "erwartet"),
    [
        ("jobcenter-05111.controlling", {EIGENE, "/meldungen/hochladen/"}),
        ("jobcenter-05111.lesend", {EIGENE}),
        ("land-05.lesend", {TAFEL}),
        ("bmas.administration", set()),
        ("dlt.leitung", set()),
    ],
)
def test_the_list_of_meldungen_leads_on_to_what_is_open_to_somebody(welt: Welt, name: str, erwartet: set[str]) -> None:
    text = seite(angemeldet(welt, name), "/meldungen/")
    assert {weg for weg in (EIGENE, TAFEL, "/meldungen/hochladen/") if f'href="{weg}"' in text} == erwartet


def test_the_board_counts_and_is_narrowed(welt: Welt) -> None:
    gib_frei(welt, "05111", OKTOBER, date(2026, 11, 9))
    gib_frei(welt, "06411", OKTOBER, date(2026, 11, 12), INT=None)
    client = angemeldet(welt, "bmas.lesend")
    antwort = client.get(TAFEL, {"monat": "2026-10"})
    anzahlen = dict(antwort.context["anzahlen"])
    assert (anzahlen["Jobcenter"], anzahlen["Erledigt"]) == ("3", "2")
    assert (anzahlen["Davon pünktlich freigegeben"], anzahlen["Davon vollständig"]) == ("1", "1")
    assert namen(antwort) == ["Jobcenter Darmstadt", "Jobcenter Düsseldorf", "Jobcenter Wuppertal"]
    for auswahl, erwartet in (
        ({"land": "06"}, ["Jobcenter Darmstadt"]),
        ({"art": "zkt"}, ["Jobcenter Wuppertal"]),
        ({"stand": "erledigt"}, ["Jobcenter Darmstadt", "Jobcenter Düsseldorf"]),
        ({"land": "05", "stand": "erledigt"}, ["Jobcenter Düsseldorf"]),
        ({"land": "06", "art": "zkt"}, []),
    ):
        assert namen(client.get(TAFEL, {"monat": "2026-10"} | auswahl)) == erwartet


def test_the_kind_of_the_month_decides_who_looks(welt: Welt) -> None:
    stand = Parteistand.objects.get(partei=welt.parteien["jobcenter-05124"])
    Parteistand.objects.filter(pk=stand.pk).update(ab=OKTOBER)
    Parteistand.objects.create(
        partei=stand.partei, ab=date(2011, 1, 1), bis=OKTOBER, art=Parteiart.GE, name=stand.name, ags=stand.ags,
        land=stand.land, traeger=stand.traeger,
    )  # fmt: skip
    ba = welt.zugang("ba", Rolle.LESEND)
    assert {zeile.stand.ags for zeile in tafel(ba, SEPTEMBER).zeilen} == {"05111", "05124", "06411"}
    assert {zeile.stand.ags for zeile in tafel(ba, OKTOBER).zeilen} == {"05111", "06411"}


@pytest.mark.parametrize("monat", ["2099-01", "2008-12", "Mai"])
def test_a_month_that_cannot_be_reported_is_refused_in_words(welt: Welt, monat: str) -> None:
    antwort = angemeldet(welt, "bmas.lesend").get(TAFEL, {"monat": monat})
    assert antwort.status_code == 200
    assert antwort.context["form"].errors["monat"]


# -- Cost ------------------------------------------------------------------------------------------------------


def test_the_pages_take_the_recorded_number_of_queries_however_long(welt: Welt) -> None:
    gib_frei(welt, "05111", OKTOBER, date(2026, 11, 9))
    bmas, jobcenter = (angemeldet(welt, name) for name in ("bmas.lesend", "jobcenter-05111.controlling"))
    vorher = [abfragen(bmas, TAFEL), abfragen(jobcenter, EIGENE)]
    for nr in range(60):
        ags = f"06{nr:03}"
        welt.parteien[f"jobcenter-{ags}"] = partei(
            f"jobcenter-{ags}", Parteiart.GE, f"Jobcenter {nr}", ags=ags, land=welt.parteien["land-06"],
            traeger=welt.parteien["kommune-06411"],
        )  # fmt: skip
        gib_frei(welt, ags, OKTOBER, date(2026, 11, 9))
    for nr in range(1, 9):
        gib_frei(welt, "05111", date(2026, nr, 1), date(2026, nr + 1, 9))
    assert [abfragen(bmas, TAFEL), abfragen(jobcenter, EIGENE)] == vorher == [8, 10]


def namen(antwort: Any) -> list[str]:
    return [zeile[0].text for zeile in antwort.context["tabelle"].zeilen]


def seite(client: Client, adresse: str, **parameter: str) -> str:
    antwort = client.get(adresse, parameter)
    assert antwort.status_code == 200
    return unescape(antwort.content.decode())


def abfragen(client: Client, adresse: str) -> int:
    with CaptureQueriesContext(connection) as gezaehlt:
        seite(client, adresse)
    return len(gezaehlt)
