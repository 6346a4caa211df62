"""Sessions through the acts: worked cases of voting, the way to approved minutes, what nobody can change afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from gremien.abstimmung import Votum
from gremien.ergebnisse import ergebnisse_zu
from gremien.fehler import NichtMoeglich
from gremien.mitglieder.mitgliedschaft import Person, beende
from gremien.models import Niederschrift, Sitzung, Stimme, Tagesordnungspunkt, Teilnahme, Vertretung
from gremien.recht import Anzuhoerende, Ausgang, Unzustaendig, Verfahren
from gremien.sitzungen import anmelden, beschluesse, niederschrift, planung, stimmen, umsetzung, verlauf, vorlagen
from gremien.sitzungen.anmeldung import lehne_ab
from gremien.sitzungen.lage import mitglieder_von
from gremien.sitzungen.vertretung import vertrete_in_sitzung
from tests.gremien.gremienwelt import JETZT, SITZUNGSTAG, Ausschuss, am, kooperationsausschuss, mitglied
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
FAELLE = yaml.safe_load(
    (Path(__file__).parents[1] / "recht" / "faelle" / "gremien" / "sitzung.yaml").read_text(encoding="utf-8")
)
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def ausschuss(settings: Any, tmp_path: Path) -> Ausschuss:
    settings.MEDIA_ROOT = tmp_path
    return kooperationsausschuss(Welt.erschaffe())


# -- Worked cases ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall["name"])
def test_a_worked_case_of_voting(ausschuss: Ausschuss, fall: dict[str, Any]) -> None:
    sitzung = ausschuss.plane()
    punkt = ausschuss.setze_auf(sitzung)
    sitzung = ausschuss.lade_ein(sitzung)
    aendere_besetzung(ausschuss, fall)
    vertretungen = entsende_vertretungen(ausschuss, sitzung, fall)

    if "fehler" in fall:
        with pytest.raises((NichtMoeglich, PermissionDenied), match=fall["fehler"]):
            stimme_ab(ausschuss, sitzung, punkt, fall, vertretungen)
        return
    ergebnis = stimme_ab(ausschuss, sitzung, punkt, fall, vertretungen)
    erwartet = fall["erwartet"]
    assert ergebnis.ausgang == erwartet["ausgang"]
    assert [ergebnis.ja, ergebnis.nein, ergebnis.enthaltung] == erwartet["stimmen"]
    assert ergebnis.stichentscheid is erwartet["stichentscheid"]
    assert len(mitglieder_von(sitzung)) == erwartet.get("mitglieder", 6)


def aendere_besetzung(ausschuss: Ausschuss, fall: dict[str, Any]) -> None:
    for name, tag in fall.get("endet", {}).items():
        beende(mitgliedschaft=ausschuss.mitglieder[name], bis=tag, grund="Wechsel", durch=betrieb(HEUTE), am=JETZT)
        if name not in fall["stimmen"]:
            del ausschuss.mitglieder[name]
    for name, tag in fall.get("kommt", {}).items():
        ausschuss.mitglieder[name] = mitglied(ausschuss.welt, ausschuss.gremium, name, ab=tag)


def entsende_vertretungen(ausschuss: Ausschuss, sitzung: Sitzung, fall: dict[str, Any]) -> dict[str, Vertretung]:
    """Each absent member sends a substitute into this session, in person: somebody of another Land's office."""
    return {
        name: vertrete_in_sitzung(
            mitgliedschaft=ausschuss.mitglieder[name],
            sitzung=sitzung,
            person=Person("Vertretung", ausschuss.welt.personen["land-06.controlling"]),
            durch=ausschuss.person(name, HEUTE),
            am=JETZT,
        )
        for name in fall.get("vertreten", {})
    }


def stimme_ab(
    ausschuss: Ausschuss,
    sitzung: Sitzung,
    punkt: Tagesordnungspunkt,
    fall: dict[str, Any],
    vertretungen: dict[str, Vertretung],
) -> Any:
    stelle, wann = ausschuss.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 10)
    tagesmitglieder = {eins.pk for eins in mitglieder_von(sitzung)}
    angaben = [
        verlauf.Anwesenheitsangabe(
            eins.pk,
            Teilnahme.VERTRETEN
            if name in vertretungen
            else Teilnahme.ABWESEND
            if name in fall.get("abwesend", [])
            else Teilnahme.ANWESEND,
            vertretungen[name].pk if name in vertretungen else None,
        )
        for name, eins in ausschuss.mitglieder.items()
        if eins.pk in tagesmitglieder
    ]
    verlauf.halte_anwesenheit_fest(sitzung=sitzung, angaben=angaben, durch=stelle, am=wann)
    verlauf.eroeffne(sitzung=sitzung, durch=stelle, am=wann, grund=fall.get("grund", ""))
    punkt.refresh_from_db()
    abstimmung = stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", durch=stelle, am=wann)
    for wer, votum in fall["stimmen"].items():
        name = "land-06.controlling" if wer.endswith("~") else wer.rstrip("!")
        durch = ausschuss.person(name)
        stimmen.stimme_ab(abstimmung=abstimmung, votum=Votum(votum), durch=durch, am=wann)
    return stimmen.zaehle_aus(abstimmung=abstimmung, durch=stelle, am=wann)


# -- From planning to approved minutes -------------------------------------------------------------------------


def test_a_session_goes_from_invitation_to_approved_minutes_and_its_result_counts_then(
    ausschuss: Ausschuss,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
    django_assert_num_queries: Any,
) -> None:
    sitzung = ausschuss.plane()
    with pytest.raises(Gehindert, match="Tagesordnung ist noch leer"):
        ausschuss.lade_ein(sitzung)
    anmeldung = melde_an(ausschuss, "zielvereinbarung:1")
    punkt = planung.setze_anmeldung_auf(sitzung=sitzung, anmeldung=anmeldung, durch=ausschuss.stelle(), am=JETZT)
    assert not ausschuss.gremium.anmeldungen.offen()

    with django_capture_on_commit_callbacks(execute=True):
        ausschuss.lade_ein(sitzung)
    assert [brief.to for brief in mailoutbox] == [[f"{name}@example.org"] for name in sorted(ausschuss.mitglieder)]
    assert "1. Verfahren 2027 (Beschluss)" in mailoutbox[0].body
    name, inhalt, art = mailoutbox[0].attachments[0]
    assert (name, art) == ("sitzung.ics", "text/calendar; method=REQUEST")
    assert "DTSTART:20261211T090000Z" in inhalt

    sitzung.refresh_from_db()
    ausschuss.eroeffne(sitzung)
    with pytest.raises(Gehindert, match="hat ein Ergebnis"):
        verlauf.schliesse(sitzung=sitzung, durch=ausschuss.stelle(tag=SITZUNGSTAG), am=am(SITZUNGSTAG, 12))
    ergebnis = ausschuss.stimme_ab(punkt, dict.fromkeys(ausschuss.mitglieder, Votum.JA))
    assert (ergebnis.ausgang, ergebnis.ja, ergebnis.wortlaut) == ("beschlossen", 6, "Bitte billigen.")
    assert ergebnisse_zu(["zielvereinbarung:1", "andere"]) == {"zielvereinbarung:1": (), "andere": ()}

    ausschuss.genehmige(sitzung)
    with django_assert_num_queries(1):
        (zaehlt,) = ergebnisse_zu([f"zielvereinbarung:{nummer}" for nummer in range(700)])["zielvereinbarung:1"]
    assert (zaehlt.ergebnis, zaehlt.am, zaehlt.punkt) == (Ausgang.BESCHLOSSEN, SITZUNGSTAG, punkt.pk)
    assert niederschrift.pdf_von(sitzung).startswith(b"%PDF")


def melde_an(ausschuss: Ausschuss, bezug: str) -> Any:
    return anmelden(
        gremium=ausschuss.gremium,
        gegenstand="verfahren_nr2",
        bezug=bezug,
        titel="Verfahren 2027",
        begruendung="Bitte billigen.",
        durch=ausschuss.person("bmas.leitung", HEUTE),
        am=JETZT,
    )


def test_what_was_adjourned_waits_for_another_agenda(ausschuss: Ausschuss) -> None:
    sitzung, anmeldung = ausschuss.plane(), melde_an(ausschuss, "zielvereinbarung:1")
    punkt = planung.setze_anmeldung_auf(sitzung=sitzung, anmeldung=anmeldung, durch=ausschuss.stelle(), am=JETZT)
    ausschuss.eroeffne(ausschuss.lade_ein(sitzung))
    stelle, wann = ausschuss.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 11)
    abstimmung = stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", durch=stelle, am=wann)
    with pytest.raises(NichtMoeglich, match="abgestimmt wird"):
        ausschuss.halte_fest(sitzung)
    stimmen.verwirf(abstimmung=abstimmung, grund="Der Antrag war falsch verlesen.", durch=stelle, am=wann)
    with pytest.raises(NichtMoeglich, match="folgt aus den Stimmen"):
        beschluesse.halte_ergebnis_fest(punkt=punkt, ausgang=Ausgang.BESCHLOSSEN, durch=stelle, am=wann)
    beschluesse.halte_ergebnis_fest(punkt=punkt, ausgang=Ausgang.VERTAGT, durch=stelle, am=wann)
    assert anmeldung in ausschuss.gremium.anmeldungen.offen()


def test_the_same_matter_is_registered_once_and_turned_down_with_a_reason(ausschuss: Ausschuss) -> None:
    eine = melde_an(ausschuss, "zielvereinbarung:1")
    assert melde_an(ausschuss, "zielvereinbarung:1") == eine
    with pytest.raises(NichtMoeglich, match="warum"):
        lehne_ab(anmeldung=eine, grund=" ", durch=ausschuss.stelle(), am=JETZT)
    lehne_ab(anmeldung=eine, grund="Das Verfahren steht schon fest.", durch=ausschuss.stelle(), am=JETZT)
    assert melde_an(ausschuss, "zielvereinbarung:1") != eine


def test_a_kooperationsausschuss_takes_up_nothing_of_nr_4_nor_the_content_of_nr_2(ausschuss: Ausschuss) -> None:
    sitzung = ausschuss.plane()
    for gegenstand, norm in (("zielvereinbarung_nr4", "Nr. 4"), ("inhalt_nr2", "§ 18b Abs. 1")):
        with pytest.raises(Unzustaendig, match=norm):
            ausschuss.setze_auf(sitzung, gegenstand)
        with pytest.raises(Unzustaendig, match=norm):
            anmelden(gremium=ausschuss.gremium, gegenstand=gegenstand, titel="X", durch=ausschuss.stelle(), am=JETZT)
    assert not sitzung.tagesordnung.exists()


def test_a_short_notice_needs_a_reason_which_stands_in_the_invitation_and_the_minutes(ausschuss: Ausschuss) -> None:
    sitzung = ausschuss.plane(HEUTE + timedelta(days=13))
    ausschuss.setze_auf(sitzung)
    with pytest.raises(Gehindert, match="Ladungsfrist"):
        ausschuss.lade_ein(sitzung)
    sitzung = ausschuss.lade_ein(sitzung, grund="Alle Mitglieder verzichten auf die Frist.")
    assert sitzung.fristgrund == "Alle Mitglieder verzichten auf die Frist."
    assert Eintrag.objects.get(akt="einladen").daten["uebergangen"] == ["ladungsfrist"]


def test_who_came_after_the_invitation_is_invited_with_the_changed_agenda(
    ausschuss: Ausschuss, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    sitzung = ausschuss.plane()
    ausschuss.setze_auf(sitzung)
    sitzung = ausschuss.lade_ein(sitzung)
    weg = ausschuss.mitglieder.pop("bmas.leitung")
    beende(mitgliedschaft=weg, bis=SITZUNGSTAG, grund="Wechsel", durch=betrieb(HEUTE), am=JETZT)
    neu = mitglied(ausschuss.welt, ausschuss.gremium, "bmas.lesend", ab=SITZUNGSTAG)
    ausschuss.setze_auf(sitzung, "zielvereinbarung_nr3", titel="Nr. 3")
    sitzung.refresh_from_db()
    assert not sitzung.einladungen.filter(folge=sitzung.kalender_folge).exists()

    with django_capture_on_commit_callbacks(execute=True):
        sitzung = planung.lade_nach(sitzung=sitzung, durch=ausschuss.stelle(), am=JETZT)
    mit_dieser = sitzung.einladungen.filter(folge=sitzung.kalender_folge).values_list("mitgliedschaft__name", flat=True)
    assert set(mit_dieser) == {m.name for m in mitglieder_von(sitzung)}
    empfaenger = {brief.to[0] for brief in mailoutbox}
    assert f"{neu.name}@example.org" in empfaenger
    assert f"{weg.name}@example.org" not in empfaenger


def test_a_decision_on_the_competence_to_instruct_waits_for_every_hearing(ausschuss: Ausschuss) -> None:
    sitzung = ausschuss.plane()
    punkt = ausschuss.setze_auf(sitzung, "weisungszustaendigkeit", titel="Weisungen", antrag="Zuständig ist die BA.")
    ausschuss.eroeffne(ausschuss.lade_ein(sitzung))
    punkt.refresh_from_db()
    stelle, wann = ausschuss.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 11)
    for wer in Anzuhoerende:
        with pytest.raises(NichtMoeglich, match="anzuhören"):
            stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", durch=stelle, am=wann)
        verlauf.hoere_an(punkt=punkt, wer=wer, gehoert_am=SITZUNGSTAG, text="Gehört.", durch=stelle, am=wann)
    assert stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", durch=stelle, am=wann).antrag == "Zuständig ist die BA."


def test_papers_are_files_that_carry_nothing_dangerous_and_are_seen_by_members_and_office(
    ausschuss: Ausschuss,
) -> None:
    punkt = ausschuss.setze_auf(ausschuss.plane())
    stelle = ausschuss.stelle()
    for inhalt, warum in ((b"", "leer"), (b"#!/bin/sh", "nicht zulässig")):
        with pytest.raises(NichtMoeglich, match=warum):
            vorlagen.lege_vor(punkt=punkt, name="x.pdf", inhalt=inhalt, durch=stelle, am=JETZT)
    vorlage = vorlagen.lege_vor(punkt=punkt, name="../Entwurf.exe", inhalt=PDF, durch=stelle, am=JETZT)
    assert vorlage.dateiname == "Entwurf.pdf"
    assert vorlagen.lege_vor(punkt=punkt, name="noch.pdf", inhalt=PDF, durch=stelle, am=JETZT) == vorlage

    welt = ausschuss.welt
    for wer in ("land-05", "bmas"):
        assert vorlage in type(vorlage).objects.visible_to(welt.zugang(wer, Rolle.LESEND))
    for wer in ("land-06", "ba", "jobcenter-05124", "kommune-05111"):
        assert not type(vorlage).objects.visible_to(welt.zugang(wer, Rolle.LEITUNG)).exists()
        assert not Sitzung.objects.visible_to(welt.zugang(wer, Rolle.LEITUNG)).exists()


# -- What nobody can change afterwards -------------------------------------------------------------------------


@pytest.fixture
def genehmigte(ausschuss: Ausschuss) -> Sitzung:
    sitzung = ausschuss.plane()
    punkt = ausschuss.setze_auf(sitzung, bezug="zielvereinbarung:1")
    ausschuss.eroeffne(ausschuss.lade_ein(sitzung))
    ausschuss.stimme_ab(punkt, dict.fromkeys(ausschuss.mitglieder, Votum.JA))
    return ausschuss.genehmige(sitzung)


def test_after_approval_there_is_no_vote_and_the_database_lets_nothing_be_changed(
    ausschuss: Ausschuss, genehmigte: Sitzung
) -> None:
    punkt = genehmigte.tagesordnung.get()
    durch, wann = ausschuss.person("bmas.leitung"), am(SITZUNGSTAG, 15)
    with pytest.raises(NichtMoeglich, match="nicht mehr angenommen"):
        stimmen.stimme_ab(abstimmung=punkt.abstimmungen.get(), votum=Votum.NEIN, durch=durch, am=wann)
    with pytest.raises(NichtMoeglich, match="eröffnet"):
        stimmen.eroeffne_abstimmung(punkt=punkt, antrag="Neu", durch=ausschuss.stelle(tag=SITZUNGSTAG), am=wann)
    versuche = (
        lambda: Stimme.objects.update(votum=Votum.NEIN),
        lambda: Stimme.objects.all().delete(),
        lambda: punkt.ergebnisse.update(ausgang=Ausgang.ABGELEHNT),
        lambda: punkt.ergebnisse.all().delete(),
        lambda: Niederschrift.objects.update(text="anders"),
        lambda: Tagesordnungspunkt.objects.update(verlauf="anders"),
        lambda: Sitzung.objects.update(zustand="geschlossen"),
        lambda: Sitzung.objects.update(ort="anderswo"),
        lambda: genehmigte.anwesenheiten.update(teilnahme="abwesend"),
        lambda: genehmigte.anwesenheiten.all().delete(),
        lambda: punkt.abstimmungen.update(antrag="anders"),
        lambda: punkt.abstimmungen.create(nummer=2, antrag="Noch einmal", eroeffnet_am=wann),
        lambda: punkt.anhoerungen.create(wer="ba", am=SITZUNGSTAG, text="Nachgeholt.", erfasst_am=wann),
    )
    for versuch in versuche:
        with pytest.raises(DatabaseError), transaction.atomic():
            versuch()


def test_a_correction_of_approved_minutes_is_a_new_version_with_a_reason_and_what_rests_on_it_follows(
    ausschuss: Ausschuss, genehmigte: Sitzung
) -> None:
    punkt = genehmigte.tagesordnung.get()
    tag = SITZUNGSTAG + timedelta(days=1)
    leitung = ausschuss.stelle(Rolle.LEITUNG, tag)

    def berichtige(
        ausgang: Ausgang, summen: tuple[int, int, int], grund: str = "Verzählt.", durch: Any = leitung
    ) -> Any:
        wie = beschluesse.Berichtigung(ausgang, "Das Verfahren wird gebilligt.", summen)
        return beschluesse.berichtige(punkt=punkt, berichtigung=wie, grund=grund, durch=durch, am=am(tag))

    with pytest.raises(Gehindert, match="Grund"):
        berichtige(Ausgang.ABGELEHNT, (2, 4, 0), grund="")
    with pytest.raises(NichtMoeglich, match="folgt: abgelehnt"):
        berichtige(Ausgang.BESCHLOSSEN, (2, 4, 0))
    with pytest.raises(NichtMoeglich, match="mehr Stimmen"):
        berichtige(Ausgang.BESCHLOSSEN, (6, 4, 0))
    with pytest.raises(PermissionDenied):
        berichtige(Ausgang.ABGELEHNT, (2, 4, 0), durch=ausschuss.stelle(Rolle.SACHBEARBEITUNG, tag))

    berichtige(Ausgang.ABGELEHNT, (2, 4, 0))
    assert list(punkt.ergebnisse.order_by("fassung").values_list("fassung", "ausgang", "grund")) == [
        (1, "beschlossen", ""),
        (2, "abgelehnt", "Verzählt."),
    ]
    assert punkt.ergebnisse.gueltig().count() == 1
    (zaehlt,) = ergebnisse_zu(["zielvereinbarung:1"])["zielvereinbarung:1"]
    assert (zaehlt.ergebnis, zaehlt.fassung) == (Ausgang.ABGELEHNT, 2)
    assert berichtige(Ausgang.BESCHLOSSEN, (3, 3, 0)).stichentscheid, "die Stimme des Vorsitzes war Ja"


# -- In writing ------------------------------------------------------------------------------------------------


def test_an_umlauf_is_counted_when_all_have_voted_and_ends_when_a_member_objects(ausschuss: Ausschuss) -> None:
    umlauf = ausschuss.plane(verfahren=Verfahren.UMLAUF)
    with pytest.raises(NichtMoeglich, match="Sitzung"):
        ausschuss.setze_auf(umlauf, "weisungszustaendigkeit")
    punkt = ausschuss.setze_auf(umlauf)
    umlauf = ausschuss.lade_ein(umlauf)
    stelle, morgen = ausschuss.stelle(), HEUTE + timedelta(days=1)
    abstimmung = punkt.abstimmungen.get()
    for name in list(ausschuss.mitglieder)[:5]:
        stimmen.stimme_ab(abstimmung=abstimmung, votum=Votum.JA, durch=ausschuss.person(name, morgen), am=am(morgen))
    with pytest.raises(Gehindert, match="fehlen noch Stimmen"):
        stimmen.zaehle_umlauf_aus(sitzung=umlauf, durch=stelle, am=am(morgen))
    nach = SITZUNGSTAG + timedelta(days=1)
    stimmen.zaehle_umlauf_aus(sitzung=umlauf, durch=ausschuss.stelle(tag=nach), am=am(nach))
    ergebnis = punkt.ergebnisse.get()
    assert (ergebnis.ausgang, ergebnis.ja, ergebnis.anwesend) == ("beschlossen", 5, 5)
    umlauf.refresh_from_db()
    assert umlauf.stichentscheid == ausschuss.mitglieder["land-05.leitung"]

    zweiter = ausschuss.plane(verfahren=Verfahren.UMLAUF)
    ausschuss.setze_auf(zweiter)
    zweiter = ausschuss.lade_ein(zweiter)
    stimmen.widersprich(sitzung=zweiter, durch=ausschuss.person("bmas.leitung", HEUTE), am=JETZT)
    with pytest.raises(Gehindert, match="widersprochen"):
        stimmen.zaehle_umlauf_aus(sitzung=zweiter, durch=ausschuss.stelle(tag=nach), am=am(nach))
    assert planung.sage_ab(sitzung=zweiter, grund="Widerspruch", durch=stelle, am=JETZT).zustand == "abgesagt"


# -- Afterwards ------------------------------------------------------------------------------------------------


def test_what_is_to_be_done_is_followed_up_by_whoever_is_responsible(ausschuss: Ausschuss, genehmigte: Sitzung) -> None:
    punkt, welt = genehmigte.tagesordnung.get(), ausschuss.welt
    offen = umsetzung.lege_fest(
        punkt=punkt,
        was="Rundschreiben an die Träger",
        verantwortlich=welt.parteien["bmas"],
        faellig_am=SITZUNGSTAG + timedelta(days=30),
        durch=ausschuss.stelle(tag=SITZUNGSTAG),
        am=am(SITZUNGSTAG, 15),
    )
    fremd = welt.zugang("ba", Rolle.LEITUNG, SITZUNGSTAG)
    with pytest.raises(PermissionDenied):
        umsetzung.erledige(umsetzung=offen, grund="getan", durch=fremd, am=am(SITZUNGSTAG, 16))
    bmas = welt.zugang("bmas", Rolle.SACHBEARBEITUNG, SITZUNGSTAG)
    umsetzung.vermerke(umsetzung=offen, text="In Abstimmung.", durch=bmas, am=am(SITZUNGSTAG, 16))
    assert (
        umsetzung.erledige(umsetzung=offen, grund="Versandt.", durch=bmas, am=am(SITZUNGSTAG, 17)).zustand == "erledigt"
    )
    assert list(offen.vermerke.order_by("pk").values_list("text", flat=True)) == ["In Abstimmung.", "Versandt."]
