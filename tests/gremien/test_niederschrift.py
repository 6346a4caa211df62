"""Minutes between being handed in and approved: who reads them, who objects, what is corrected afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from gremien.abstimmung import Votum
from gremien.fehler import NichtMoeglich
from gremien.models import Niederschrift, Sitzung
from gremien.recht import Ausgang, Gremiumart
from gremien.sitzungen import beschluesse, niederschrift, planung, verlauf
from gremien.sitzungen.urkunde import kontext
from tests.gremien.gremienwelt import JETZT, SITZUNGSTAG, Ausschuss, am, gremium, kooperationsausschuss, mitglied
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang

pytestmark = pytest.mark.django_db


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    return Welt.erschaffe()


@pytest.fixture
def ausschuss(welt: Welt) -> Ausschuss:
    return kooperationsausschuss(welt)


def als(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


def abgestimmt(ausschuss: Ausschuss) -> Sitzung:
    """A session in which all members agreed to its only item."""
    sitzung = ausschuss.plane()
    punkt = ausschuss.setze_auf(sitzung)
    ausschuss.lade_ein(sitzung)
    ausschuss.eroeffne(sitzung)
    ausschuss.stimme_ab(punkt, dict.fromkeys(ausschuss.mitglieder, Votum.JA))
    return sitzung


def test_members_object_to_minutes_that_lie_for_approval_and_are_answered(ausschuss: Ausschuss) -> None:
    sitzung = abgestimmt(ausschuss)
    buero, leitung = ausschuss.stelle(tag=SITZUNGSTAG), ausschuss.stelle(Rolle.LEITUNG, SITZUNGSTAG)
    bund, wann = ausschuss.person("bmas.leitung"), am(SITZUNGSTAG, 13)

    def wende_ein(text: str = "Der Bund hat Bedenken geäußert.", durch: Zugang = bund) -> None:
        niederschrift.wende_ein(sitzung=sitzung, text=text, durch=durch, am=wann)

    def lege_vor(text: str, stand: int) -> None:
        niederschrift.schreibe(sitzung=sitzung, text=text, stand=stand, durch=buero, am=wann)
        niederschrift.lege_vor(sitzung=sitzung, durch=buero, am=wann)

    verlauf.schliesse(sitzung=sitzung, durch=buero, am=wann)
    with pytest.raises(PermissionDenied):
        wende_ein()
    lege_vor("Alle stimmten zu.", 0)
    with pytest.raises(PermissionDenied):
        wende_ein(durch=ausschuss.welt.zugang("bmas", Rolle.LESEND, SITZUNGSTAG))
    wende_ein()
    with pytest.raises(NichtMoeglich, match="schon eine Einwendung"):
        wende_ein("Und noch etwas.")
    with pytest.raises(Gehindert, match="Einwendungen"):
        niederschrift.genehmige(sitzung=sitzung, durch=leitung, am=wann)

    niederschrift.gib_zurueck(sitzung=sitzung, grund="Einwendung des Bundes.", durch=leitung, am=wann)
    lege_vor("Alle stimmten zu; der Bund äußerte Bedenken.", 1)
    wende_ein("Sie waren erheblich.")
    niederschrift.genehmige(sitzung=sitzung, durch=leitung, am=am(SITZUNGSTAG, 14), grund="Das Gewicht bleibt offen.")
    assert [(e.stand, e.text) for e in sitzung.einwendungen.order_by("pk")] == [
        (1, "Der Bund hat Bedenken geäußert."),
        (2, "Sie waren erheblich."),
    ]
    with pytest.raises(NichtMoeglich, match="liegt nicht"):
        wende_ein()
    assert kontext(sitzung, Niederschrift.objects.get())["einwendungen"] == [("bmas.leitung", "Sie waren erheblich.")]


def test_a_member_objects_on_the_page_and_a_correction_stands_beside_the_approved_pdf(ausschuss: Ausschuss) -> None:
    sitzung, welt = abgestimmt(ausschuss), ausschuss.welt
    buero, wann = ausschuss.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 13)
    verlauf.schliesse(sitzung=sitzung, durch=buero, am=wann)
    niederschrift.schreibe(sitzung=sitzung, text="Alle stimmten zu.", stand=0, durch=buero, am=wann)
    niederschrift.lege_vor(sitzung=sitzung, durch=buero, am=wann)

    hier, client = f"/gremien/sitzungen/{sitzung.pk}/", als(welt, "bmas.leitung")
    leer = client.post(f"{hier}einwendung/", {"text": ""})
    assert leer.status_code == 422
    antwort = client.post(f"{hier}einwendung/", {"text": "So war es nicht."}, follow=True)
    assert "So war es nicht." in antwort.content.decode()
    assert "einwendung/" not in antwort.content.decode(), "gegen diese Fassung nur einmal"
    nochmal = client.post(f"{hier}einwendung/", {"text": "Wirklich nicht."})
    assert nochmal.status_code == 422
    assert "schon eine Einwendung" in nochmal.content.decode()
    assert "Wirklich nicht." in nochmal.content.decode()

    leitung = ausschuss.stelle(Rolle.LEITUNG, SITZUNGSTAG)
    niederschrift.genehmige(sitzung=sitzung, durch=leitung, am=am(SITZUNGSTAG, 14), grund="Doch, so war es.")
    assert "Seit der Genehmigung berichtigt" not in client.get(hier).content.decode()
    beschluesse.berichtige(
        punkt=sitzung.tagesordnung.get(),
        berichtigung=beschluesse.Berichtigung(Ausgang.ABGELEHNT, "Das Verfahren wird gebilligt.", (2, 4, 0)),
        grund="Verzählt.",
        durch=leitung,
        am=am(SITZUNGSTAG, 15),
    )
    seite = client.get(hier).content.decode()
    assert "TOP 1: abgelehnt (berichtigt am" in seite
    assert "wie genehmigt, ohne Berichtigungen" in seite


def test_minutes_that_tell_of_supervision_are_not_shown_to_the_large_composition(
    welt: Welt, django_capture_on_commit_callbacks: Any
) -> None:
    bla = Ausschuss(welt, gremium(welt, Gremiumart.BUND_LAENDER_AUSSCHUSS, None))
    for name in ("bmas.leitung", "land-05.leitung", "dlt.leitung"):
        bla.mitglieder[name] = mitglied(welt, bla.gremium, name)
    sitzung = bla.plane()
    bla.setze_auf(sitzung, "zentrale_fragen", titel="Zentrale Fragen")
    bla.setze_auf(sitzung, "aufsicht", titel="Prüfung der Aufsicht")
    bla.lade_ein(sitzung)
    bla.eroeffne(sitzung, grund="Das Bundesministerium leitet.")
    buero, wann = bla.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 12)
    for punkt, ausgang in zip(sitzung.tagesordnung.order_by("pk"), (Ausgang.BERATEN, Ausgang.EROERTERT), strict=True):
        beschluesse.halte_ergebnis_fest(punkt=punkt, ausgang=ausgang, durch=buero, am=wann)
    verlauf.schliesse(sitzung=sitzung, durch=buero, am=wann)
    niederschrift.schreibe(sitzung=sitzung, text="Es ging um die Aufsicht.", stand=0, durch=buero, am=wann)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        niederschrift.lege_vor(sitzung=sitzung, durch=buero, am=wann)

    hier = f"/gremien/sitzungen/{sitzung.pk}/"
    assert sorted(adresse for brief in mail.outbox for adresse in brief.to) == [
        "bmas.leitung@example.org",
        "land-05.leitung@example.org",
    ]
    assert "Es ging um die Aufsicht." in als(welt, "land-05.leitung").get(hier).content.decode()
    verband = als(welt, "dlt.leitung")
    seite = verband.get(hier).content.decode()
    assert "Zentrale Fragen" in seite
    assert not [
        wort for wort in ("Es ging um die Aufsicht.", "Prüfung der Aufsicht", "niederschrift.pdf") if wort in seite
    ]
    assert verband.get(f"{hier}niederschrift.pdf").status_code == 404
    assert verband.post(f"{hier}einwendung/", {"text": "Zeigt sie mir."}).status_code == 403


def test_what_a_body_must_not_take_up_can_be_chosen_and_is_refused_with_the_paragraph(ausschuss: Ausschuss) -> None:
    sitzung = planung.einberufen(
        gremium=ausschuss.gremium,
        vorhaben=planung.Vorhaben("Herbstsitzung", am(SITZUNGSTAG, 10)),
        durch=ausschuss.stelle(),
        am=JETZT,
    )
    client = als(ausschuss.welt, "land-05.sachbearbeitung")
    for adresse in (
        f"/gremien/sitzungen/{sitzung.pk}/punkte/neu/",
        f"/gremien/{ausschuss.gremium.pk}/anmeldungen/neu/",
    ):
        antwort = client.post(adresse, {"gegenstand": "zielvereinbarung_nr4", "titel": "Nr. 4 in Wuppertal"})
        text = antwort.content.decode()
        assert antwort.status_code == 422
        assert "(§ 48b Abs. 1 Satz 1 Nr. 4 SGB II)" in text
        assert "Nr. 4 in Wuppertal" in text
