"""Zieldialoge from plan to confirmed minutes: acts, pages, who sees what, what goes out by mail."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agreements.models import Dialogbericht, Massnahme, Teilnahme, Zieldialog, Zielvereinbarung
from agreements.recht import Zustand
from agreements.zieldialog import berichte, dialoge, massnahmen
from agreements.zieldialog.recht import Dialogzustand, Massnahmenzustand
from tests.agreements.runden import neue_runde, vereinbarung
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert

PLANUNG = datetime(2027, 1, 11, 9, tzinfo=UTC)
GEFUEHRT = datetime(2027, 5, 10, 15, tzinfo=UTC)
START = "/zielvereinbarungen/"
BETEILIGTE = ("land-05", "jobcenter-05124", "kommune-05124")


def vorhaben(tag: date = date(2027, 5, 10), **anders: Any) -> dialoge.Vorhaben:
    angaben = {
        "titel": "Zieldialog",
        "beginn": datetime(tag.year, tag.month, tag.day, 8, tzinfo=UTC),
        "dauer": timedelta(hours=2),
        "ort": "Raum 3",
        "tagesordnung": ("Zielerreichung", "Maßnahmen"),
    }
    return dialoge.Vorhaben(**angaben | anders)


def in_kraft(*vereinbarungen: Zielvereinbarung) -> None:
    """Concluded and in force, without the way there: that is the matter of the lifecycle's own tests."""
    with pgtrigger.ignore("agreements.Zielvereinbarung:zielvereinbarung_uebergaenge"):
        pks = [eine.pk for eine in vereinbarungen]
        Zielvereinbarung.objects.filter(pk__in=pks).update(zustand=Zustand.IN_KRAFT)


@pytest.fixture
def welt(db: None) -> Welt:
    welt = Welt.erschaffe()
    neue_runde()
    in_kraft(vereinbarung(4, "05124"), vereinbarung(2, "05111"))
    return welt


@pytest.fixture
def land(welt: Welt) -> Any:
    return welt.zugang("land-05", Rolle.SACHBEARBEITUNG)


@pytest.fixture
def jobcenter(welt: Welt) -> Any:
    return welt.zugang("jobcenter-05124", Rolle.LEITUNG)


@pytest.fixture
def dialog(welt: Welt, land: Any) -> Zieldialog:
    return dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=vorhaben(), durch=land, am=PLANUNG)


@pytest.fixture
def gefuehrter(dialog: Zieldialog, land: Any) -> Zieldialog:
    dialoge.lade_ein(dialog=dialog, durch=land, am=PLANUNG)
    return dialoge.fuehre(dialog=dialog, durch=land, am=GEFUEHRT, grund="Berichte lagen mündlich vor.")


def als(welt: Welt, wer: str, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Client:
    client = Client()
    client.force_login(welt.personen[f"{wer}.{rolle}"])
    return client


def text(client: Client, adresse: str) -> str:
    antwort = client.get(adresse)
    assert antwort.status_code == 200, (adresse, antwort.status_code)
    return unescape(antwort.content.decode())


# -- Planning --------------------------------------------------------------------------------------------------


def test_a_series_is_planned_for_the_whole_period(welt: Welt, land: Any) -> None:
    geplante = dialoge.plane_reihe(
        vereinbarungen=[vereinbarung(4, "05124")],
        vorhaben=vorhaben(date(2027, 1, 31)),
        rhythmus="vierteljaehrlich",
        durch=land,
        am=PLANUNG,
    )
    assert [einer.beginn.date() for einer in geplante] == [
        date(2027, 1, 31),
        date(2027, 4, 30),
        date(2027, 7, 31),
        date(2027, 10, 31),
    ]
    assert [einer.titel for einer in geplante][:2] == ["1. Zieldialog", "2. Zieldialog"]


def test_a_series_is_planned_as_a_whole_or_not_at_all(welt: Welt, land: Any, dialog: Zieldialog) -> None:
    with pytest.raises(Gehindert, match="Quartal"):
        dialoge.plane_reihe(
            vereinbarungen=[vereinbarung(4, "05124")],
            vorhaben=vorhaben(date(2027, 2, 1)),
            rhythmus="vierteljaehrlich",
            durch=land,
            am=PLANUNG,
        )
    assert Zieldialog.objects.count() == 1


@pytest.mark.parametrize("rolle", list(Rolle))
@pytest.mark.parametrize("wer", [*BETEILIGTE, "land-06", "bmas", "ba", "jobcenter-05111"])
def test_the_parties_plan_and_nobody_else(welt: Welt, wer: str, rolle: Rolle) -> None:
    zugang = welt.zugang(wer, rolle)
    if wer in BETEILIGTE and rolle in (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG, Rolle.CONTROLLING):
        dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=vorhaben(), durch=zugang, am=PLANUNG)
        assert Zieldialog.objects.visible_to(zugang).count() == 1
    else:
        with pytest.raises(PermissionDenied):
            dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=vorhaben(), durch=zugang, am=PLANUNG)


def test_a_draft_has_no_dialogue(welt: Welt) -> None:
    with pytest.raises(Gehindert, match="geschlossenen Vereinbarungen"):
        dialoge.plane(
            vereinbarungen=[vereinbarung(3, "05")],
            vorhaben=vorhaben(),
            durch=welt.zugang("bmas", Rolle.LEITUNG),
            am=PLANUNG,
        )


@pytest.mark.parametrize("tag", [date(2020, 1, 1), date(2026, 12, 31), date(2029, 5, 10)])
def test_a_dialogue_lies_in_the_period_or_the_year_of_its_evaluation(welt: Welt, land: Any, tag: date) -> None:
    with pytest.raises(Gehindert, match="in der Laufzeit"):
        dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=vorhaben(tag), durch=land, am=PLANUNG)
    danach = vorhaben(date(2028, 3, 1))
    assert dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=danach, durch=land, am=PLANUNG)


def test_different_kinds_hold_no_dialogue_together(welt: Welt) -> None:
    in_kraft(vereinbarung(3, "05"))
    with pytest.raises(dialoge.Unvereinbar, match="derselben Runde und Art"):
        dialoge.plane(
            vereinbarungen=[vereinbarung(4, "05124"), vereinbarung(3, "05")],
            vorhaben=vorhaben(),
            durch=welt.zugang("land-05", Rolle.LEITUNG),
            am=PLANUNG,
        )


def test_the_ba_talks_with_several_jobcenter_at_once_and_each_sees_its_own(welt: Welt) -> None:
    weitere = vereinbarung(2, "06411")
    in_kraft(weitere)
    zugang = welt.zugang("ba", Rolle.LEITUNG)
    assert dialoge.gemeinsam_moeglich(vereinbarung(2, "05111"), zugang) == []
    Zielvereinbarung.objects.filter(pk=weitere.pk).update(land=welt.parteien["land-05"])
    assert dialoge.gemeinsam_moeglich(vereinbarung(2, "05111"), zugang) == [weitere]
    assert dialoge.gemeinsam_moeglich(vereinbarung(2, "05111"), welt.zugang("jobcenter-05111", Rolle.LEITUNG)) == []
    gemeinsamer = dialoge.plane(
        vereinbarungen=[vereinbarung(2, "05111"), weitere], vorhaben=vorhaben(), durch=zugang, am=PLANUNG
    )
    seite = text(als(welt, "jobcenter-05111", Rolle.LEITUNG), f"{START}zieldialoge/{gemeinsamer.pk}/")
    assert "Jobcenter Düsseldorf" in seite
    assert "Jobcenter Darmstadt" not in seite
    ba = als(welt, "ba", Rolle.LEITUNG)
    seite = text(ba, f"{START}zieldialoge/{gemeinsamer.pk}/")
    assert "Jobcenter Düsseldorf" in seite
    assert "Jobcenter Darmstadt" in seite
    assert text(ba, f"{START}vereinbarungen/{weitere.pk}/zieldialoge/").count("gemeinsam zu 2 Vereinbarungen") == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_planning_at_once_make_one_dialogue() -> None:
    welt = Welt.erschaffe()
    neue_runde()
    in_kraft(vereinbarung(4, "05124"))
    zugaenge = [welt.zugang("land-05", Rolle.LEITUNG), welt.zugang("jobcenter-05124", Rolle.LEITUNG)]

    def plane(zugang: Any) -> bool:
        try:
            dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=vorhaben(), durch=zugang, am=PLANUNG)
        except Gehindert:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as faeden:
        assert sorted(faeden.map(plane, zugaenge)) == [False, True]
    assert Zieldialog.objects.count() == 1


# -- Invitation ------------------------------------------------------------------------------------------------


def adressen(welt: Welt) -> None:
    for name in ("land-05.leitung", "jobcenter-05124.leitung", "jobcenter-05124.lesend", "land-06.leitung"):
        nutzer = welt.personen[name]
        nutzer.email = f"{name}@example.org"
        nutzer.save()


def test_the_invitation_goes_to_the_parties_with_a_date_for_the_calendar(
    welt: Welt,
    dialog: Zieldialog,
    land: Any,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    adressen(welt)
    with django_capture_on_commit_callbacks(execute=True):
        dialoge.lade_ein(dialog=dialog, durch=land, am=PLANUNG)
    assert sorted(an for brief in mailoutbox for an in brief.to) == [
        "jobcenter-05124.leitung@example.org",
        "land-05.leitung@example.org",
    ]
    name, inhalt, art = mailoutbox[0].attachments[0]
    ereignis = Calendar.from_ical(inhalt).walk("VEVENT")[0]
    assert (name, art) == ("zieldialog.ics", "text/calendar; method=REQUEST")
    assert ereignis.decoded("dtstart") == datetime(2027, 5, 10, 8, tzinfo=UTC)
    assert ereignis["UID"] == f"{dialog.kalender_id}@zielsystem"
    assert "http://" in mailoutbox[0].body
    assert "1. Zielerreichung" in mailoutbox[0].body


def test_another_date_is_told_with_a_higher_sequence_and_calling_off_needs_a_reason(
    welt: Welt,
    dialog: Zieldialog,
    land: Any,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    adressen(welt)
    with django_capture_on_commit_callbacks(execute=True):
        dialoge.lade_ein(dialog=dialog, durch=land, am=PLANUNG)
        dialog.refresh_from_db()
        dialoge.verlege(dialog=dialog, vorhaben=vorhaben(date(2027, 6, 1)), durch=land, am=PLANUNG)
    dialog.refresh_from_db()
    with pytest.raises(Gehindert, match="Grund"):
        dialoge.sage_ab(dialog=dialog, durch=land, am=PLANUNG)
    with django_capture_on_commit_callbacks(execute=True):
        dialoge.sage_ab(dialog=dialog, durch=land, am=PLANUNG, grund="Erkrankung")
    folgen = [
        (brief.subject.split(":")[0], Calendar.from_ical(brief.attachments[0][1]).walk("VEVENT")[0]["SEQUENCE"])
        for brief in mailoutbox
        if brief.to == ["land-05.leitung@example.org"]
    ]
    assert folgen == [("Einladung", 1), ("Neuer Termin", 2), ("Abgesagt", 3)]
    assert "Grund: Erkrankung" in mailoutbox[-1].body


# -- Reports ---------------------------------------------------------------------------------------------------


def test_a_report_is_the_sides_own_until_it_is_handed_in(welt: Welt, dialog: Zieldialog, jobcenter: Any) -> None:
    teilnahme = dialog.teilnahmen.get()
    entwurf = berichte.Berichtstext("Zugang an Geflüchteten, zwei Stellen unbesetzt.", None)
    bericht = berichte.schreibe(teilnahme=teilnahme, text=entwurf, abgeben=False, durch=jobcenter, am=PLANUNG)
    kommune, land = (welt.zugang(wer, Rolle.LEITUNG) for wer in ("kommune-05124", "land-05"))
    assert bericht in Dialogbericht.objects.visible_to(kommune)
    assert bericht not in Dialogbericht.objects.visible_to(land)
    gelesen = berichte.Berichtstext("Zugang an Geflüchteten.", bericht.geaendert_am)
    berichte.schreibe(teilnahme=teilnahme, text=gelesen, abgeben=True, durch=kommune, am=PLANUNG)
    assert bericht in Dialogbericht.objects.visible_to(land)
    assert bericht not in Dialogbericht.objects.visible_to(welt.zugang("bmas", Rolle.LEITUNG))
    abgegebener = Dialogbericht.objects.get()
    assert [zeile.code for zeile in berichte.eingefroren(abgegebener)][:2] == ["hilfebeduerftigkeit", "integration"]
    with pytest.raises(dialoge.Unvereinbar, match="schon abgegeben"):
        berichte.schreibe(teilnahme=teilnahme, text=gelesen, abgeben=False, durch=jobcenter, am=PLANUNG)


def test_of_two_who_write_at_once_the_second_keeps_the_text(welt: Welt, dialog: Zieldialog, jobcenter: Any) -> None:
    teilnahme = dialog.teilnahmen.get()
    berichte.schreibe(
        teilnahme=teilnahme, text=berichte.Berichtstext("Erster", None), abgeben=False, durch=jobcenter, am=PLANUNG
    )
    client = als(welt, "jobcenter-05124", Rolle.CONTROLLING)
    adresse = f"{START}zieldialoge/teilnahmen/{teilnahme.pk}/bericht/"
    antwort = client.post(adresse, {"rahmenbedingungen": "Zweiter", "gelesen": ""})
    assert antwort.status_code == 422
    seite = unescape(antwort.content.decode())
    assert "inzwischen von anderen geändert" in seite
    assert "Zweiter" in seite
    assert Dialogbericht.objects.get().rahmenbedingungen == "Erster"


def test_a_report_without_words_is_not_handed_in_and_one_handed_in_can_be_taken_back(
    welt: Welt, dialog: Zieldialog, jobcenter: Any, land: Any
) -> None:
    teilnahme = dialog.teilnahmen.get()
    leer = berichte.Berichtstext("  ", None)
    with pytest.raises(dialoge.Unvereinbar, match="Rahmenbedingungen"):
        berichte.schreibe(teilnahme=teilnahme, text=leer, abgeben=True, durch=jobcenter, am=PLANUNG)
    text_ = berichte.Berichtstext("Gute Lage.", None)
    bericht = berichte.schreibe(teilnahme=teilnahme, text=text_, abgeben=True, durch=jobcenter, am=PLANUNG)
    with pytest.raises(PermissionDenied):
        berichte.hole_zurueck(bericht=bericht, durch=land, am=PLANUNG, grund="")
    berichte.hole_zurueck(bericht=bericht, durch=jobcenter, am=PLANUNG, grund="Zahl fehlt")
    assert Dialogbericht.objects.get().abgegeben_am is None


# -- Results ---------------------------------------------------------------------------------------------------


def angaben(verantwortlich: int, tag: date = date(2027, 9, 30)) -> massnahmen.Angaben:
    return massnahmen.Angaben(
        "Abendberatung", "Zwei Abende je Woche", "400 Beratungen bis Ende September", verantwortlich, tag
    )


def test_a_measure_has_someone_responsible_among_the_parties_and_a_day_ahead(
    welt: Welt, gefuehrter: Zieldialog, jobcenter: Any
) -> None:
    teilnahme = gefuehrter.teilnahmen.get()
    fremde, vergangene = angaben(welt.parteien["land-06"].pk), angaben(welt.parteien["land-05"].pk, date(2027, 5, 9))
    with pytest.raises(dialoge.Unvereinbar, match="Vertragsparteien"):
        massnahmen.vereinbare(teilnahme=teilnahme, angaben=fremde, durch=jobcenter, am=GEFUEHRT)
    with pytest.raises(dialoge.Unvereinbar, match="nach dem Zieldialog"):
        massnahmen.vereinbare(teilnahme=teilnahme, angaben=vergangene, durch=jobcenter, am=GEFUEHRT)
    eine = massnahmen.vereinbare(
        teilnahme=teilnahme, angaben=angaben(welt.parteien["land-05"].pk), durch=jobcenter, am=GEFUEHRT
    )
    massnahmen.vermerke(massnahme=eine, text="250 bis Juli", durch=jobcenter, am=GEFUEHRT)
    massnahmen.erledige(massnahme=eine, durch=jobcenter, am=GEFUEHRT, grund="410 Beratungen")
    eine.refresh_from_db()
    assert eine.zustand == Massnahmenzustand.ERLEDIGT
    assert list(eine.vermerke.order_by("pk").values_list("text", flat=True)) == ["250 bis Juli", "410 Beratungen"]


def test_before_it_is_held_a_dialogue_has_no_results(welt: Welt, dialog: Zieldialog, jobcenter: Any) -> None:
    with pytest.raises(dialoge.Unvereinbar, match="geführten Dialogs"):
        massnahmen.schlage_aenderung_vor(
            teilnahme=dialog.teilnahmen.get(), text="Wert senken", durch=jobcenter, am=PLANUNG
        )


def test_minutes_are_closed_by_the_last_confirmation_and_a_change_asks_all_again(
    welt: Welt, gefuehrter: Zieldialog, jobcenter: Any, land: Any
) -> None:
    dialoge.schreibe_niederschrift(dialog=gefuehrter, text="Erster Stand", nummer=0, durch=land, am=GEFUEHRT)
    dialoge.bestaetige(dialog=gefuehrter, nummer=1, durch=land, am=GEFUEHRT)
    with pytest.raises(dialoge.Unvereinbar, match="inzwischen geändert"):
        dialoge.schreibe_niederschrift(dialog=gefuehrter, text="Anderes", nummer=0, durch=jobcenter, am=GEFUEHRT)
    dialoge.schreibe_niederschrift(dialog=gefuehrter, text="Zweiter Stand", nummer=1, durch=jobcenter, am=GEFUEHRT)
    with pytest.raises(dialoge.Unvereinbar, match="noch einmal"):
        dialoge.bestaetige(dialog=gefuehrter, nummer=1, durch=jobcenter, am=GEFUEHRT)
    offen = dialoge.bestaetige(dialog=gefuehrter, nummer=2, durch=jobcenter, am=GEFUEHRT)
    assert offen.zustand == Dialogzustand.GEFUEHRT
    fest = dialoge.bestaetige(dialog=gefuehrter, nummer=2, durch=land, am=GEFUEHRT)
    assert fest.zustand == Dialogzustand.ABGESCHLOSSEN
    assert Eintrag.objects.filter(akt="niederschrift_bestaetigen").count() == 3
    with pytest.raises(dialoge.Unvereinbar):
        dialoge.schreibe_niederschrift(dialog=fest, text="Später", nummer=2, durch=land, am=GEFUEHRT)


# -- Pages -----------------------------------------------------------------------------------------------------


def test_a_dialogue_from_plan_to_minutes_in_the_browser(welt: Welt) -> None:
    """The way of FACHKONZEPT 3 by its pages: plan, invite, report, record, agree a Maßnahme, minute, confirm."""
    heute = timezone.localdate()
    runde = neue_runde(ab=date(heute.year, 1, 1), bis=date(heute.year + 1, 1, 1))
    eine = runde.vereinbarungen.get(nr=4, schluessel="05124")
    in_kraft(eine)
    land = als(welt, "land-05")
    planung = {
        "titel": "Zieldialog",
        "tag": heute.isoformat(),
        "uhrzeit": "10:00",
        "dauer": "120",
        "ort": "",
        "tagesordnung": "Zielerreichung\nMaßnahmen",
        "rhythmus": "einmal",
    }
    assert "noch nicht geplant" in text(land, f"{START}vereinbarungen/{eine.pk}/zieldialoge/")
    land.post(f"{START}vereinbarungen/{eine.pk}/zieldialoge/neu/", planung)
    dialog = Zieldialog.objects.get()
    seite = f"{START}zieldialoge/{dialog.pk}/"
    land.post(f"{seite}uebergang/", {"uebergang": "einladen"})
    teilnahme = Teilnahme.objects.get()
    jobcenter = als(welt, "jobcenter-05124", Rolle.CONTROLLING)
    bericht = {"rahmenbedingungen": "Der Arbeitsmarkt ist stabil.", "gelesen": "", "abgeben": "1"}
    for client in (jobcenter, land):
        assert client.post(f"{START}zieldialoge/teilnahmen/{teilnahme.pk}/bericht/", bericht).status_code == 302
    land.post(f"{seite}uebergang/", {"uebergang": "durchfuehren"})
    massnahme = {
        "titel": "Abendberatung",
        "beschreibung": "Zwei Abende",
        "messgroesse": "400 Beratungen",
        "verantwortlich": str(welt.parteien["land-05"].pk),
        "faellig_am": (heute + timedelta(days=90)).isoformat(),
    }
    land.post(f"{START}zieldialoge/teilnahmen/{teilnahme.pk}/massnahme/", massnahme)
    land.post(f"{START}zieldialoge/teilnahmen/{teilnahme.pk}/aenderung/", {"text": "Zielwert K2 prüfen"})
    land.post(f"{seite}niederschrift/", {"niederschrift": "Es wurde beraten.", "nummer": "0"})
    for client in (jobcenter, land):
        client.post(f"{seite}bestaetigen/", {"nummer": "1"})
    dialog.refresh_from_db()
    assert dialog.zustand == Dialogzustand.ABGESCHLOSSEN
    gezeigt = text(jobcenter, seite)
    for wort in (
        "Der Arbeitsmarkt ist stabil.",
        "Abendberatung",
        "400 Beratungen",
        "Zielwert K2 prüfen",
        "abgeschlossen",
    ):
        assert wort in gezeigt
    pdf = jobcenter.get(f"{seite}niederschrift.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Abendberatung" in text(jobcenter, f"{START}vereinbarungen/{eine.pk}/zieldialoge/")


def test_bad_input_is_named_and_nothing_is_lost(welt: Welt) -> None:
    eine = vereinbarung(4, "05124")
    land = als(welt, "land-05")
    planung = {
        "titel": "",
        "tag": "32.01.2027",
        "uhrzeit": "25:00",
        "dauer": "7",
        "tagesordnung": "Punkt\n" * 31,
        "rhythmus": "x",
    }
    antwort = land.post(f"{START}vereinbarungen/{eine.pk}/zieldialoge/neu/", planung)
    assert antwort.status_code == 422
    seite = unescape(antwort.content.decode())
    assert "Es sind 31 Punkte; höchstens 30 sind möglich." in seite
    assert "32.01.2027" in seite
    assert not Zieldialog.objects.exists()


@pytest.mark.parametrize("pfad", ["", "termin.ics", "niederschrift.pdf"])
@pytest.mark.parametrize("wer", ["bmas", "ba", "land-06", "jobcenter-05111", "dlt"])
def test_a_dialogue_does_not_exist_for_others(welt: Welt, gefuehrter: Zieldialog, wer: str, pfad: str) -> None:
    for rolle in Rolle:
        assert als(welt, wer, rolle).get(f"{START}zieldialoge/{gefuehrter.pk}/{pfad}").status_code == 404


def test_the_calendar_of_an_agreement_leaves_out_what_is_called_off(welt: Welt, dialog: Zieldialog, land: Any) -> None:
    dialoge.plane(
        vereinbarungen=[vereinbarung(4, "05124")], vorhaben=vorhaben(date(2027, 8, 2)), durch=land, am=PLANUNG
    )
    dialoge.sage_ab(dialog=dialog, durch=land, am=PLANUNG, grund="Urlaub")
    antwort = als(welt, "land-05").get(f"{START}vereinbarungen/{vereinbarung(4, '05124').pk}/zieldialoge.ics")
    assert antwort["Content-Type"] == "text/calendar; charset=utf-8"
    termine = Calendar.from_ical(antwort.content).walk("VEVENT")
    assert [str(termin.decoded("dtstart").date()) for termin in termine] == ["2027-08-02"]


def test_the_list_asks_the_same_for_one_and_for_many(welt: Welt, dialog: Zieldialog, land: Any) -> None:
    client, adresse = als(welt, "land-05"), f"{START}vereinbarungen/{vereinbarung(4, '05124').pk}/zieldialoge/"

    def abfragen() -> int:
        text(client, adresse)
        with CaptureQueriesContext(connection) as gezaehlt:
            text(client, adresse)
        return len(gezaehlt)

    eine = abfragen()
    for monat in (1, 7, 10):
        plan = vorhaben(date(2027, monat, 10))
        dialoge.plane(vereinbarungen=[vereinbarung(4, "05124")], vorhaben=plan, durch=land, am=PLANUNG)
    Massnahme.objects.bulk_create(
        Massnahme(
            teilnahme=dialog.teilnahmen.get(),
            titel=f"M{nummer}",
            beschreibung="b",
            messgroesse="m",
            verantwortlich=welt.parteien["land-05"],
            faellig_am=date(2027, 9, 1),
            zustand=Massnahmenzustand.OFFEN,
            vereinbart_am=GEFUEHRT,
        )
        for nummer in range(20)
    )
    assert abfragen() == eine
