"""From draft to release and back, through the front door: findings, explanations, exceptions, corrections, mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client

from kennzahlen import tasks
from kennzahlen.meldungen import meldungslauf
from kennzahlen.meldungen.auftrag import Unplausibel
from kennzahlen.meldungen.lieferung import Zeile, schreibe_csv
from kennzahlen.meldungen.meldung import einlesen
from kennzahlen.meldungen.meldungslauf import lasse_ausnahme_zu
from kennzahlen.models import Befund, Meldung, Veroeffentlichung
from kennzahlen.recht import GROESSE, SPALTE
from tests.kennzahlen.handarbeit import (
    MONAT,
    alle,
    angemeldet,
    begonnen,
    controlling,
    entwurf,
    gemeldete_welt,
    tippt,
)
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 21, 9, tzinfo=UTC)
OKTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: JETZT)


@pytest.fixture
def welt() -> Welt:
    welt = gemeldete_welt()
    for nutzer in (welt.personen["jobcenter-05111.controlling"], welt.personen["jobcenter-05111.lesend"]):
        nutzer.email = f"{nutzer.username}@beispiel.invalid"
        nutzer.save()
    return welt


@pytest.fixture
def client(welt: Welt) -> Client:
    return controlling(welt)


@pytest.fixture(autouse=True)
def _post(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commit means now, and the worker is at hand."""
    monkeypatch.setattr(transaction, "on_commit", lambda akt: akt())
    gesendet: Callable[..., object] = lambda name, args: getattr(tasks, name.rpartition(".")[2])(*args)  # noqa: E731
    monkeypatch.setattr(meldungslauf.current_app, "send_task", gesendet)


def monat(client: Client, **andere: str) -> Meldung:
    """A whole month as a draft."""
    tippt(client, begonnen(client), **alle(**andere))
    return entwurf()


def tut(client: Client, meldung: Meldung, akt: str, grund: str = "") -> str:
    """Press a button, and return the page that follows."""
    antwort = client.post(f"/meldungen/{meldung.pk}/uebergang/", {"uebergang": akt, "grund": grund}, follow=True)
    meldung.refresh_from_db()
    return antwort.content.decode()


def erklaert(client: Client, befund: Befund, text: str, vorher: str = "") -> str:
    """Explain a finding, and return the page that follows."""
    daten = {"erklaerung": text, "vorher": vorher}
    return client.post(f"/meldungen/{befund.meldung_id}/befunde/{befund.pk}/", daten, follow=True).content.decode()


def zustaende(monat: date) -> list[tuple[int, str]]:
    meldungen = Meldung.objects.filter(jobcenter__schluessel="jobcenter-05111", monat=monat).order_by("version")
    return list(meldungen.values_list("version", "zustand"))


def test_a_month_is_submitted_and_released(client: Client) -> None:
    meldung = monat(client)
    assert "Einreichen" in client.get(f"/meldungen/{meldung.pk}/erfassung/").content.decode()
    tut(client, meldung, "einreichen")
    assert "Die Meldung ist jetzt: freigegeben." in tut(client, meldung, "freigeben")
    assert (meldung.freigegeben_am, meldung.freigegeben_durch_id is not None) == (JETZT, True)
    akte = list(Eintrag.objects.order_by("pk").values_list("akt", flat=True))
    assert akte == ["erfassen", "eintragen", "einreichen", "freigeben"]
    assert mail.outbox == []


def test_hard_findings_stand_in_the_way_of_submitting(client: Client) -> None:
    meldung = monat(client, LZB="1001")
    text = tut(client, meldung, "einreichen")
    assert meldung.zustand == "entwurf"
    assert "Die Meldung hat Fehler" in text
    assert "LZB ist für November 2026 1.001 und damit mehr als ELB mit 1.000." in text


def test_what_is_striking_is_explained_before_release_and_told_by_mail(client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90")
    tut(client, meldung, "einreichen")
    (brief,) = mail.outbox
    assert brief.to == ["jobcenter-05111.controlling@beispiel.invalid"]
    assert "Jobcenter Düsseldorf, November 2026" in brief.subject
    assert "EINTRITT_GB für November 2026 ist 90" in brief.body
    assert "noch nicht erklärt" in tut(client, meldung, "freigeben")
    assert meldung.zustand == "eingereicht"
    for befund in meldung.befunde.all():
        assert "Die Erklärung ist gespeichert." in erklaert(client, befund, "Ein großer Betrieb hat eröffnet.")
    tut(client, meldung, "freigeben")
    assert meldung.zustand == "freigegeben"
    assert set(meldung.befunde.values_list("erklaerung", flat=True)) == {"Ein großer Betrieb hat eröffnet."}


def test_a_reason_given_at_release_stays_with_the_unexplained_figures(client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90")
    tut(client, meldung, "einreichen")
    tut(client, meldung, "freigeben", "Ein großer Betrieb hat eröffnet.")
    assert meldung.zustand == "freigegeben"
    assert set(meldung.befunde.values_list("erklaerung", flat=True)) == {"Ein großer Betrieb hat eröffnet."}


def test_an_explanation_lasts_as_long_as_the_figure(client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90")
    erklaert(client, meldung.befunde.filter(code="SPRUNG_VORMONAT").get(), "Weil.")
    adresse = f"/meldungen/{meldung.pk}/erfassung/"
    tippt(client, adresse, EINTRITT_OEB="5")
    assert meldung.befunde.get(code="SPRUNG_VORMONAT").erklaerung == "Weil."
    tippt(client, adresse, EINTRITT_GB="91")
    assert meldung.befunde.get(code="SPRUNG_VORMONAT").erklaerung == ""


def test_one_explanation_is_enough_for_a_figure(client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90", EINTRITT_OEB="50")
    groesse = GROESSE["EINTRITT_GB"].nr
    erklaert(client, meldung.befunde.get(groesse=groesse, code="SPRUNG_VORMONAT"), "Ein Betrieb hat eröffnet.")
    assert set(meldung.befunde.filter(groesse=groesse).values_list("erklaerung", flat=True)) == {
        "Ein Betrieb hat eröffnet."
    }
    assert set(meldung.befunde.exclude(groesse=groesse).values_list("erklaerung", flat=True)) == {""}


def test_two_explanations_at_once_do_not_overwrite_each_other(client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90")
    befund = meldung.befunde.filter(code="SPRUNG_VORMONAT").get()
    erklaert(client, befund, "Erste.")
    assert "Inzwischen steht hier eine andere Erklärung: „Erste.“" in erklaert(client, befund, "Zweite.")
    befund.refresh_from_db()
    assert befund.erklaerung == "Erste."


def test_a_meldung_is_given_back_with_a_reason_and_a_mail(client: Client) -> None:
    meldung = monat(client)
    tut(client, meldung, "einreichen")
    assert "Bitte geben Sie einen Grund an." in tut(client, meldung, "zurueckgeben")
    tut(client, meldung, "zurueckgeben", "ELB stammt aus dem Vormonat.")
    assert meldung.zustand == "zurueckgegeben"
    assert "Grund: ELB stammt aus dem Vormonat." in mail.outbox[0].body
    for seite in ("", "erfassung/"):
        text = client.get(f"/meldungen/{meldung.pk}/{seite}").content.decode()
        assert "Zurückgegeben am 21.11.2026" in text
        assert "ELB stammt aus dem Vormonat." in text
    assert "Zurückgegeben und zu überarbeiten: November 2026." in client.get("/meldungen/termine/").content.decode()


def test_one_event_is_one_mail(client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90")
    for _ in range(2):
        tasks.send_action_needed(meldung.pk, "unerklaert", "", "ein-ereignis", HEUTE.isoformat())
    assert len(mail.outbox) == 1


# -- Taking back, correcting -----------------------------------------------------------------------------------


def freigegeben(client: Client) -> Meldung:
    meldung = monat(client)
    tut(client, meldung, "einreichen")
    tut(client, meldung, "freigeben")
    return meldung


def test_a_released_meldung_is_taken_back_until_a_release_rests_on_it(client: Client) -> None:
    meldung = freigegeben(client)
    tut(client, meldung, "zuruecknehmen", "Zu früh.")
    assert (meldung.zustand, meldung.freigegeben_am) == ("zurueckgegeben", None)
    tut(client, meldung, "einreichen")
    tut(client, meldung, "freigeben")
    Veroeffentlichung.objects.create(
        bis_monat=MONAT, stand=HEUTE, veroeffentlicht_am=JETZT, eingaben_stand=JETZT, anzahl_meldungen=1, anzahl_werte=0
    )
    assert "Eine Veröffentlichung ruht schon auf dieser Meldung" in tut(client, meldung, "zuruecknehmen", "Zu spät.")
    assert meldung.zustand == "freigegeben"


def test_a_correction_is_a_new_version_with_reason_and_difference(client: Client) -> None:
    alte = freigegeben(client)
    tut(client, alte, "korrigieren", "Drei Integrationen nachgemeldet.")
    neue = entwurf()
    assert (neue.version, neue.grund, neue.werte) == (2, "Drei Integrationen nachgemeldet.", alte.werte)
    assert "schon eine Version in Arbeit" in tut(client, alte, "korrigieren", "Noch einmal.")
    tippt(client, f"/meldungen/{neue.pk}/erfassung/", INT_KONT="16")
    tut(client, neue, "einreichen")
    tut(client, neue, "freigeben", "passt")
    assert zustaende(MONAT) == [(1, "abgeloest"), (2, "freigegeben")]
    text = client.get(f"/meldungen/{neue.pk}/versionen/").content.decode()
    assert "Version 2 gegenüber Version 1" in text
    assert "Drei Integrationen nachgemeldet." in text
    zeile = text[text.index("gegenüber") :]
    assert "INT_KONT" in zeile
    assert "ELB_ZUGANG" not in zeile


def test_taking_a_correction_back_makes_the_former_version_valid_again(client: Client) -> None:
    alte = freigegeben(client)
    tut(client, alte, "korrigieren", "Versehen.")
    neue = entwurf()
    tippt(client, f"/meldungen/{neue.pk}/erfassung/", INT_KONT="16")
    tut(client, neue, "einreichen")
    tut(client, neue, "freigeben", "passt")
    tut(client, neue, "zuruecknehmen", "Doch nicht.")
    assert zustaende(MONAT) == [(1, "freigegeben"), (2, "zurueckgegeben")]


def test_a_correction_that_breaks_the_next_month_says_so(welt: Welt, client: Client) -> None:
    september = Meldung.objects.get(jobcenter=welt.parteien["jobcenter-05111"], monat=date(2026, 9, 1))
    tut(client, september, "korrigieren", "Nachzügler.")
    tippt(client, f"/meldungen/{entwurf().pk}/erfassung/", ELB="1040", ELB_ZUGANG="90", LZB="620", LZB_ZUGANG="45")
    befund = entwurf().befunde.get(code="FOLGEMONAT")
    assert (befund.schwere, befund.erwartet) == ("weich", "Oktober 2026: 1.040 (± 5)")
    assert "ELB für Oktober 2026 ist 1.000." in befund.text
    assert "Bitte auch Oktober 2026 berichtigen oder erklären." in befund.text
    lzb = entwurf().befunde.get(code="FOLGEMONAT_LZB")
    assert (lzb.schwere, lzb.erwartet) == ("weich", "Oktober 2026: 620 (± 3)")
    assert "Im Folgemonat geht der Bestand an LZB damit nicht auf: LZB für Oktober 2026 ist 600." in lzb.text


# -- Exceptions, files, access ---------------------------------------------------------------------------------


def test_the_ministry_waives_a_rule_visibly(welt: Welt, client: Client) -> None:
    meldung = monat(client, LZB="1001")
    ministerium = welt.zugang("bmas", Rolle.LEITUNG)
    jobcenter = welt.parteien["jobcenter-05111"]
    regel = {"code": "TEIL_GROESSER_GANZES", "jobcenter": jobcenter, "monat": MONAT, "am": JETZT}
    with pytest.raises(PermissionDenied, match="Befugnis"), transaction.atomic():
        lasse_ausnahme_zu(**regel, grund="Selbst.", durch=welt.zugang("jobcenter-05111", Rolle.LEITUNG))
    lasse_ausnahme_zu(**regel, grund="Sondererhebung.", durch=ministerium)
    tut(client, meldung, "einreichen")
    assert meldung.zustand == "eingereicht"
    text = client.get(f"/meldungen/{meldung.pk}/").content.decode()
    assert "Vom BMAS zugelassen am 21.11.2026: Sondererhebung." in text
    assert "1 zugelassene Ausnahme" in text
    assert Eintrag.objects.get(akt="ausnahme_zulassen").grund == "Sondererhebung."


def test_an_import_passes_by_an_exception_too(welt: Welt) -> None:
    jobcenter, leitung = welt.parteien["jobcenter-05111"], welt.zugang("jobcenter-05111", Rolle.LEITUNG)
    inhalt = schreibe_csv([Zeile("05111", OKTOBER, "LZB", 1001)])
    lieferung = {"inhalt": inhalt, "dateiname": "oktober.csv", "durch": leitung, "am": JETZT, "freigeben": True}
    with pytest.raises(Unplausibel), transaction.atomic():
        einlesen(**lieferung)
    regel = {"code": "TEIL_GROESSER_GANZES", "jobcenter": jobcenter, "monat": OKTOBER, "am": JETZT}
    lasse_ausnahme_zu(**regel, grund="Sondererhebung.", durch=welt.zugang("bmas", Rolle.LEITUNG))
    einlesen(**lieferung)
    assert zustaende(OKTOBER) == [(1, "abgeloest"), (2, "freigegeben")]
    assert Befund.objects.filter(meldung__monat=OKTOBER, code="TEIL_GROESSER_GANZES").exists()


def test_exceptions_are_granted_on_their_page_by_the_ministry_only(welt: Welt) -> None:
    jobcenter = welt.parteien["jobcenter-05111"].pk
    daten = {"jobcenter": jobcenter, "monat": "2026-11", "code": "FEHLT", "grund": "Umstellung der Software."}
    adresse = "/meldungen/ausnahmen/"
    for name in ("jobcenter-05111.leitung", "land-05.leitung", "bmas.lesend"):
        assert angemeldet(welt, name).post(adresse, daten).status_code == 403, name
    ministerium = angemeldet(welt, "bmas.leitung")
    assert "Die Ausnahme ist zugelassen." in ministerium.post(adresse, daten, follow=True).content.decode()
    assert "schon zugelassen" in ministerium.post(adresse, daten).content.decode()
    assert "Umstellung der Software." in controlling(welt).get(adresse).content.decode()
    assert "Umstellung der Software." not in controlling(welt, "05124").get(adresse).content.decode()


def test_the_findings_go_to_a_colleague_as_a_file(client: Client) -> None:
    meldung = monat(client, LZB="1001", EINTRITT_GB="90")
    erklaert(
        client, meldung.befunde.filter(code="SPRUNG_VORMONAT").latest("groesse"), '=HYPERLINK("http://boese.example")'
    )
    antwort = client.get(f"/meldungen/{meldung.pk}/befunde.csv")
    text = antwort.content.decode()
    assert "attachment" in antwort["Content-Disposition"]
    for erwartet in ("TEIL_GROESSER_GANZES", "Jobcenter Düsseldorf", "höchstens 1.000", "2026-11"):
        assert erwartet in text
    assert ";=HYPERLINK" not in text
    assert "'=HYPERLINK" in text
    assert client.get(f"/meldungen/{meldung.pk}/befunde.xlsx").content[:2] == b"PK"
    assert client.get(f"/meldungen/{meldung.pk}/befunde.exe").status_code == 404


def test_nobody_else_acts_on_a_draft(welt: Welt, client: Client) -> None:
    meldung = monat(client, EINTRITT_GB="90")
    befund = meldung.befunde.first()
    assert befund
    for name in ("jobcenter-05124.controlling", "jobcenter-05111.lesend", "bmas.leitung", "land-05.controlling"):
        fremd = angemeldet(welt, name)
        for adresse in (
            f"/meldungen/{meldung.pk}/uebergang/",
            f"/meldungen/{meldung.pk}/befunde/{befund.pk}/",
        ):
            antwort = fremd.post(adresse, {"uebergang": "einreichen", "erklaerung": "x"})
            assert antwort.status_code in (403, 404), (name, adresse)
        for adresse in (f"/meldungen/{meldung.pk}/versionen/", f"/meldungen/{meldung.pk}/befunde.csv"):
            assert fremd.get(adresse).status_code == 404, (name, adresse)
    meldung.refresh_from_db()
    assert (meldung.zustand, meldung.werte[SPALTE["ELB"]]) == ("entwurf", 1000)
