"""The pages around a Meldung take the recorded number of queries, for one row as for a hundred."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kennzahlen.cube import monat_plus
from kennzahlen.models import Ausnahme, Befund, Berechnung, Meldung
from kennzahlen.recht import GRUNDGROESSEN
from tests.kennzahlen.handarbeit import JETZT, MONAT, angemeldet, begonnen, controlling, gemeldete_welt, gib_frei
from tests.welt import Welt

pytestmark = pytest.mark.django_db
ABFRAGEN = {"meldung": 19, "versionen": 8, "ausnahmen": 7, "erfassung": 18, "berechnungen": 8, "berechnung": 6}


@pytest.fixture
def welt() -> Welt:
    return gemeldete_welt()


def abfragen(adresse: str, client: Client) -> int:
    """How many queries a page that is there takes."""
    client.get(adresse)
    with CaptureQueriesContext(connection) as gezaehlt:
        assert client.get(adresse).status_code == 200
    return len(gezaehlt)


def befunde(meldung: Meldung, anzahl: int) -> None:
    Befund.objects.bulk_create(
        Befund(meldung=meldung, code="SPRUNG_VORMONAT", schwere="weich", groesse=nr, text="Auffällig.", beteiligte=[nr])
        for nr in range(1, anzahl + 1)
    )


def versionen(meldung: Meldung, anzahl: int) -> None:
    """So many versions before the valid one, the figures each time a little different."""
    Meldung.objects.filter(pk=meldung.pk).update(version=anzahl + 1)
    for nr in range(1, anzahl + 1):
        alte = Meldung.objects.get(pk=meldung.pk)
        alte.pk, alte.version, alte.werte = None, nr, [nr] * len(GRUNDGROESSEN)
        alte.zustand, alte.abgeloest_am = "abgeloest", timezone.now()
        alte.save(force_insert=True)


def test_a_meldung_with_many_findings(welt: Welt) -> None:
    client = controlling(welt)
    ruhige, auffaellige = (gib_frei(welt, "05111", monat_plus(MONAT, nr)) for nr in (0, 1))
    befunde(ruhige, 1)
    befunde(auffaellige, 20)
    gezaehlt = [abfragen(f"/meldungen/{meldung.pk}/", client) for meldung in (ruhige, auffaellige)]
    assert gezaehlt == 2 * [ABFRAGEN["meldung"]]


def test_a_month_with_many_versions(welt: Welt) -> None:
    client = controlling(welt)
    wenige, viele = (gib_frei(welt, "05111", monat_plus(MONAT, nr)) for nr in (0, 1))
    versionen(wenige, 1)
    versionen(viele, 20)
    gezaehlt = [abfragen(f"/meldungen/{meldung.pk}/versionen/", client) for meldung in (wenige, viele)]
    assert gezaehlt == 2 * [ABFRAGEN["versionen"]]


def test_many_exceptions(welt: Welt) -> None:
    client = angemeldet(welt, "bmas.leitung")
    gezaehlt = []
    for beginn, anzahl in ((date(2011, 1, 1), 1), (date(2012, 1, 1), 99)):
        Ausnahme.objects.bulk_create(
            Ausnahme(
                code="TEIL_GROESSER",
                jobcenter=welt.parteien["jobcenter-05111"],
                monat=monat_plus(beginn, nr),
                grund="Umstellung",
                zugelassen_am=JETZT,
                zugelassen_durch=welt.personen["bmas.leitung"],
            )
            for nr in range(anzahl)
        )
        gezaehlt.append(abfragen("/meldungen/ausnahmen/", client))
    assert gezaehlt == 2 * [ABFRAGEN["ausnahmen"]]


def test_the_grid_form_with_many_findings(welt: Welt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: JETZT)
    client = controlling(welt)
    adresse = begonnen(client)
    ohne = abfragen(adresse, client)
    befunde(Meldung.objects.in_arbeit().get(), 20)
    assert [ohne, abfragen(adresse, client)] == 2 * [ABFRAGEN["erfassung"]]


def test_many_computations(welt: Welt) -> None:
    client = angemeldet(welt, "bmas.leitung")
    gezaehlt = []
    for anzahl in (1, 99):
        Berechnung.objects.bulk_create(
            Berechnung(
                angefordert_am=JETZT,
                angefordert_durch=welt.personen["bmas.leitung"],
                bis_monat=MONAT,
                zustand="gescheitert",
                letzte_regung_am=JETZT,
                beendet_am=JETZT,
                fehler="Nichts zu veröffentlichen.",
            )
            for _ in range(anzahl)
        )
        gezaehlt.append(abfragen("/berechnungen/", client))
    eine = Berechnung.objects.latest("pk")
    assert gezaehlt == 2 * [ABFRAGEN["berechnungen"]]
    assert abfragen(f"/berechnungen/{eine.pk}/", client) == ABFRAGEN["berechnung"]
