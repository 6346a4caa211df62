"""A run makes every report once, goes on where it stood, and a report is what it was for ever."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from berichte.models import Abonnement, Bericht, Berichtsauftrag
from berichte.monatsbericht import lauf as laufmodul
from berichte.monatsbericht.abonnement import abonniere, bestelle_ab_mit_token, token_von
from berichte.monatsbericht.berichtsarten import Berichtsart
from berichte.monatsbericht.lauf import (
    STILLSTAND,
    KeineVeroeffentlichung,
    arbeite_ab,
    beauftrage_berichte,
    hole_nach,
    versuche_erneut,
)
from berichte.monatsbericht.zustellung import teile_misslungene_mit, versende
from kennzahlen.models import Einheit, Meldung
from tests.berichte.berichtswelt import AM, GE, LAND, beauftrage, mache, welt_mit_release
from tests.kennzahlen.veroeffentlicht import BIS, korrigiere, publiziere
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
BETRIEB = betrieb(HEUTE)


def test_a_release_gets_a_report_for_everyone_and_a_second_order_adds_nothing() -> None:
    _, release = welt_mit_release()
    lauf = beauftrage(release)
    arten = sorted(lauf.auftraege.values_list("art", "einheit__schluessel"))
    assert arten == [
        ("bund", "bund"),
        *(("jobcenter", ags) for ags in ("05111", "05124", "06411")),
        *(("kooperationsausschuss", f"land:{land}") for land in ("05", "06")),
        *(("land", f"land:{land}") for land in ("05", "06")),
    ]
    assert beauftrage(release).auftraege.count() == 8


def test_a_killed_worker_loses_nothing_and_the_last_report_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    _, release = welt_mit_release()
    lauf = beauftrage(release, GE, LAND)
    eigentlich, gemacht = laufmodul._erzeuge, []

    def stirbt(auftrag: Berichtsauftrag, am: object) -> Bericht:
        bericht = eigentlich(auftrag, AM)
        if gemacht:
            raise KeyboardInterrupt
        gemacht.append(bericht)
        return bericht

    monkeypatch.setattr(laufmodul, "_erzeuge", stirbt)
    with pytest.raises(KeyboardInterrupt):
        arbeite_ab(lauf.pk, am=AM)
    monkeypatch.setattr(laufmodul, "_erzeuge", eigentlich)
    assert Bericht.objects.count() == 1
    jetzt = timezone.now()
    assert hole_nach(durch=BETRIEB, am=jetzt) is None
    assert hole_nach(durch=BETRIEB, am=jetzt + STILLSTAND * 2) == lauf.pk
    assert arbeite_ab(lauf.pk, am=AM) == 1
    lauf.refresh_from_db()
    assert (Bericht.objects.count(), lauf.beendet_am) == (2, AM)


def test_a_report_is_tagged_frozen_and_says_what_the_page_says() -> None:
    _, release = welt_mit_release()
    mache(release, GE)
    bericht = Bericht.objects.select_related("stueck").get()
    pdf = bytes(bericht.stueck.pdf)
    assert hashlib.sha256(pdf).hexdigest() == bericht.stueck.sha256
    leser = PdfReader(BytesIO(pdf))
    text = " ".join(seite.extract_text() for seite in leser.pages).replace("\n", " ")
    assert leser.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert len(leser.pages) == bericht.stueck.seiten
    for _, saetze in bericht.inhalt["absaetze"]:
        assert saetze[0].split(",")[0] in text.replace("  ", " ")
    for aendere in (
        lambda: Bericht.objects.update(titel="anders"),
        lambda: bericht.delete(),
        lambda: type(bericht.stueck).objects.update(seiten=9),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            aendere()


def test_a_failed_report_is_tried_twice_told_once_and_made_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    welt, release = welt_mit_release()
    leitung = welt.personen["jobcenter-05111.leitung"]
    type(leitung).objects.filter(pk=leitung.pk).update(email="leitung@example.org")
    with monkeypatch.context() as kaputt:
        kaputt.setattr(laufmodul, "stelle_zusammen", lambda *a, **k: 1 / 0)
        lauf = mache(release, GE)
    auftrag = Berichtsauftrag.objects.misslungen().get()
    assert auftrag.versuche == 2
    assert "ZeroDivisionError" in auftrag.fehler
    assert [teile_misslungene_mit(lauf.pk, am=AM) for _ in range(2)] == [1, 0]
    assert mail.outbox[0].to == ["leitung@example.org"]
    with pytest.raises(PermissionDenied):
        versuche_erneut(auftrag=auftrag, durch=welt.zugang("jobcenter-05124", Rolle.LEITUNG), am=AM)
    versuche_erneut(auftrag=auftrag, durch=welt.zugang("jobcenter-05111", Rolle.LEITUNG), am=AM)
    arbeite_ab(lauf.pk, am=AM)
    assert Bericht.objects.count() == 1


def test_an_empty_report_is_neither_made_nor_sent() -> None:
    welt, _ = welt_mit_release()
    Meldung.objects.filter(jobcenter=welt.parteien["jobcenter-05124"], monat__gte="2026-01-01").update(
        zustand="abgeloest", abgeloest_am=AM
    )
    release = publiziere(am=AM)
    _abonniere(welt, "05124")
    lauf = mache(release, (Berichtsart.JOBCENTER, "05124"))
    auftrag = Berichtsauftrag.objects.get()
    assert auftrag.leer
    assert "kein Wert veröffentlicht" in auftrag.fehler
    assert (versende(lauf.pk, am=AM), Bericht.objects.count()) == (0, 0)


def test_only_the_newest_release_is_reported_on_and_the_schedule_takes_fresh_ones_only() -> None:
    welt, alt = welt_mit_release()
    korrigiere(welt, "05111", BIS, INT=70)
    neu = publiziere(am=AM)
    with pytest.raises(KeineVeroeffentlichung):
        beauftrage_berichte(veroeffentlichung=alt, durch=BETRIEB, am=AM)
    assert hole_nach(durch=BETRIEB, am=AM + timedelta(days=3)) is None
    assert hole_nach(durch=BETRIEB, am=AM) is not None
    assert neu.berichtslauf.auftraege.count() == 8


# -- Subscriptions ---------------------------------------------------------------------------------------------


def _abonniere(welt: Welt, ags: str, wer: str = "land-05") -> Abonnement:
    nutzer = welt.personen[f"{wer}.lesend"]
    nutzer.email = "land@example.org"
    nutzer.save(update_fields=["email"])
    durch = welt.zugang(wer, Rolle.LESEND)
    einheit = Einheit.objects.get(schluessel=ags)
    return abonniere(art=Berichtsart.JOBCENTER, einheit=einheit, durch=durch, am=AM - timedelta(days=1))


def test_a_subscriber_gets_a_report_once_until_the_link_in_it_is_used() -> None:
    welt, release = welt_mit_release()
    abonnement = _abonniere(welt, "05111")
    assert _abonniere(welt, "05111") == abonnement
    lauf = mache(release, GE)
    assert [versende(lauf.pk, am=AM) for _ in range(2)] == [1, 0]
    brief = mail.outbox[0]
    assert brief.attachments[0][0].startswith("Monatsbericht_2026-07_jobcenter_05111")
    assert token_von(abonnement) in brief.extra_headers["List-Unsubscribe"]
    assert "Integrationsquote" in brief.body
    bestelle_ab_mit_token(token=token_von(abonnement), am=AM)
    korrigiere(welt, "05111", BIS, INT=70)
    zweiter = mache(publiziere(am=AM), GE)
    assert zweiter != lauf
    assert versende(zweiter.pk, am=AM) == 0


def test_who_left_the_party_gets_nothing() -> None:
    welt, release = welt_mit_release()
    _abonniere(welt, "05111")
    Amt.objects.filter(nutzer=welt.personen["land-05.lesend"]).update(bis=HEUTE)
    lauf = mache(release, GE)
    assert versende(lauf.pk, am=AM) == 0
