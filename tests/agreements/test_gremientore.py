"""Gates that rest on a body: opened by approved minutes of the right body, shut again when they are corrected."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.aufgaben import aufgaben_von
from agreements.beteiligung import (
    Bezug,
    Erfassung,
    NichtErfassbar,
    erfasse_nachweis,
    melde_an,
    nachweise_von,
    offene_bezuege,
    sachbezug,
)
from agreements.lifecycle import aendern, setze_vorbehalt
from agreements.models import Nachweis, Zielvereinbarung
from agreements.recht import BETEILIGUNGEN, FORMEN, Beteiligung, Ergebnis, Zustand, beteiligung
from gremien.abstimmung import Votum
from gremien.models import Anmeldung, Gremium, Tagesordnungspunkt
from gremien.recht import GEGENSTAENDE, Ausgang, Gremiumart
from gremien.sitzungen import lehne_ab
from gremien.sitzungen.beschluesse import Berichtigung, berichtige, halte_ergebnis_fest
from gremien.sitzungen.planung import setze_anmeldung_auf
from tests.agreements.lebenslaeufe import PDF, parteien_von, versetze, weise_nach
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.test_views import als, text
from tests.gremien.gremienwelt import SITZUNGSTAG, Ausschuss, am, gremium, kooperationsausschuss
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
NACHHER = am(SITZUNGSTAG + timedelta(days=30))


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    return welt


@pytest.fixture
def koopa(welt: Welt) -> Ausschuss:
    return kooperationsausschuss(welt)


def zeile(code: str) -> Beteiligung:
    gefunden = beteiligung(code, HEUTE)
    assert gefunden
    return gefunden


BERATUNG = "beratung_kooperationsausschuss"


def angemeldet(welt: Welt, eine: Zielvereinbarung, wer: str = "land-05", code: str = BERATUNG) -> Anmeldung:
    land = eine.land_id if code == "verfahren_kooperationsausschuss" else None
    bezug = Bezug(eine.runde, land_id=land) if land else Bezug(eine.runde, vereinbarung=eine)
    durch = welt.zugang(wer, Rolle.SACHBEARBEITUNG)
    return melde_an(zeile=zeile(code), bezug=bezug, titel="Zielvereinbarung 2027", durch=durch, am=JETZT)


def behandelt(koopa: Ausschuss, anmeldung: Anmeldung, *, genehmigt: bool = True) -> Tagesordnungspunkt:
    """A session in which the matter is deliberated, with approved minutes unless they are not."""
    sitzung = koopa.plane()
    punkt = setze_anmeldung_auf(sitzung=sitzung, anmeldung=anmeldung, durch=koopa.stelle(), am=JETZT)
    koopa.lade_ein(sitzung)
    koopa.eroeffne(sitzung)
    durch, wann = koopa.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 11)
    halte_ergebnis_fest(
        punkt=punkt, ausgang=Ausgang.BERATEN, durch=durch, am=wann, wortlaut="Einzelheiten vertraulich."
    )
    if genehmigt:
        koopa.genehmige(sitzung)
    return punkt


def stand(eine: Zielvereinbarung, code: str = BERATUNG) -> Ergebnis | None:
    """The result that counts for a row, if any."""
    return next((g.stand.ergebnis for g in nachweise_von([eine])[eine.pk] if g.zeile.code == code), None)


# -- The law ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("eine", [z for z in BETEILIGUNGEN if z.gegenstand], ids=lambda z: f"{z.code}-{z.geltung}")
def test_a_row_that_rests_on_a_body_is_a_matter_of_bodies_in_the_same_form_and_time(eine: Beteiligung) -> None:
    passende = [g for g in GEGENSTAENDE if g.code == eine.gegenstand and g.geltung.ueberschneidet(eine.geltung)]
    assert {g.form.value for g in passende} == {eine.form.value}
    assert all(g.mit_bezug for g in passende)
    assert {a.value for a in (Ausgang.BERATEN, Ausgang.BESCHLOSSEN)} & {e.value for e in FORMEN[eine.form].erfuellend}


# -- What opens and shuts -----------------------------------------------------------------------------------------


def test_approved_minutes_open_the_gate_and_a_correction_shuts_it(welt: Welt, koopa: Ausschuss) -> None:
    eine = vereinbarung(3, "05")
    punkt = behandelt(koopa, angemeldet(welt, eine), genehmigt=False)
    assert stand(eine) is None
    koopa.genehmige(punkt.sitzung)
    assert stand(eine) is Ergebnis.BERATEN
    assert stand(vereinbarung(3, "06")) is None
    leitung = koopa.stelle(Rolle.LEITUNG, NACHHER.date())
    neu = Berichtigung(Ausgang.VERTAGT, "Vertagt.")
    berichtige(punkt=punkt, berichtigung=neu, grund="Schreibfehler", durch=leitung, am=NACHHER)
    assert stand(eine) is Ergebnis.VERTAGT
    seite = text(als(welt, "land-05"), f"/zielvereinbarungen/vereinbarungen/{eine.pk}/")
    assert "Die Niederschrift ist insoweit berichtigt." in seite


def test_an_amendment_needs_a_consultation_of_its_own(welt: Welt, koopa: Ausschuss) -> None:
    eine = vereinbarung(3, "05")
    behandelt(koopa, angemeldet(welt, eine))
    versetze(eine, Zustand.GESCHLOSSEN)
    neu = aendern(vereinbarung=eine, durch=welt.zugang("land-05", Rolle.LEITUNG), am=JETZT, grund="Neue Lage")
    assert (stand(eine), stand(neu)) == (Ergebnis.BERATEN, None)


def test_the_result_of_a_body_that_is_not_called_to_it_opens_nothing(welt: Welt) -> None:
    """Whatever key the office of another body writes on its agenda."""
    fremdes = kooperationsausschuss(welt)
    sitzung, eine = fremdes.plane(), vereinbarung(3, "06")
    bezug = sachbezug(Bezug(eine.runde, vereinbarung=eine))
    punkt = fremdes.setze_auf(sitzung, "zielvereinbarung_nr3", titel="Nr. 3 Hessen", bezug=bezug)
    fremdes.lade_ein(sitzung)
    fremdes.eroeffne(sitzung)
    durch, wann = fremdes.stelle(tag=SITZUNGSTAG), am(SITZUNGSTAG, 11)
    halte_ergebnis_fest(punkt=punkt, ausgang=Ausgang.BERATEN, durch=durch, am=wann, wortlaut="x")
    fremdes.genehmige(sitzung)
    assert stand(eine) is None


def test_putting_off_takes_nothing_back_and_the_newest_result_counts(welt: Welt) -> None:
    """Recorded before the body was kept here, deliberated in it later."""
    eine = vereinbarung(3, "05")
    weise_nach(BERATUNG, eine, Ergebnis.VERTAGT)
    koopa = kooperationsausschuss(welt)
    behandelt(koopa, angemeldet(welt, eine))
    assert stand(eine) is Ergebnis.BERATEN
    assert len([g for g in nachweise_von([eine])[eine.pk] if g.zeile.code == BERATUNG]) == 1


# -- Who may still record, who may register -----------------------------------------------------------------------


def test_where_the_body_is_kept_a_document_is_no_longer_taken(welt: Welt, koopa: Ausschuss) -> None:
    eine, andere = vereinbarung(3, "05"), vereinbarung(3, "06")
    bmas = welt.zugang("bmas", Rolle.LEITUNG)
    erfassung = Erfassung(zeile(BERATUNG), Ergebnis.BERATEN, HEUTE, PDF)
    with pytest.raises(NichtErfassbar, match="wird hier geführt: Es zählt das Ergebnis des Tagesordnungspunkts"):
        erfasse_nachweis(erfassung=erfassung, bezug=Bezug(eine.runde, vereinbarung=eine), durch=bmas, am=JETZT)
    assert [b.vereinbarung for b, _ in offene_bezuege(bmas, zeile(BERATUNG), eine.runde)] == [andere]
    erfasse_nachweis(erfassung=erfassung, bezug=Bezug(eine.runde, vereinbarung=andere), durch=bmas, am=JETZT)
    frueher = Erfassung(zeile(BERATUNG), Ergebnis.BERATEN, koopa.gremium.ab - timedelta(days=1), PDF)
    erfasse_nachweis(erfassung=frueher, bezug=Bezug(eine.runde, vereinbarung=eine), durch=bmas, am=JETZT)
    assert Nachweis.objects.gueltig().count() == 2


def test_only_who_sees_to_a_matter_registers_it_and_only_with_a_body_kept_here(welt: Welt, koopa: Ausschuss) -> None:
    eine = vereinbarung(3, "05")
    for wer in ("land-06", "ba", "jobcenter-05124"):
        with pytest.raises(PermissionDenied):
            angemeldet(welt, eine, wer)
    with pytest.raises(NichtErfassbar, match="wird hier nicht geführt"):
        angemeldet(welt, vereinbarung(3, "06"), "land-06")
    erste = angemeldet(welt, eine)
    assert (erste.gremium, erste.bezug) == (koopa.gremium, f"zielvereinbarung:{eine.runde_id}:3:05:beide:1")
    assert angemeldet(welt, eine, "bmas") == erste
    versetze(eine, Zustand.GESCHLOSSEN)
    with pytest.raises(NichtErfassbar, match="ist geschlossen"):
        angemeldet(welt, vereinbarung(3, "05"))


def test_the_procedure_of_nr_2_is_a_matter_of_the_land_and_the_bases_one_of_the_round(
    welt: Welt, koopa: Ausschuss
) -> None:
    eine = vereinbarung(2, "05111")
    anmeldung = angemeldet(welt, eine, code="verfahren_kooperationsausschuss")
    assert anmeldung.bezug == f"planungsrunde:{eine.runde_id}:land:{eine.land_id}"
    bla = gremium(welt, Gremiumart.BUND_LAENDER_AUSSCHUSS, None)
    bmas = welt.zugang("bmas", Rolle.LEITUNG)
    grundlagen = melde_an(
        zeile=zeile("bund_laender_ausschuss"), bezug=Bezug(eine.runde), titel="Grundlagen", durch=bmas, am=JETZT
    )
    assert (grundlagen.gremium, grundlagen.bezug) == (bla, f"planungsrunde:{eine.runde_id}")


def test_a_reserved_body_that_is_kept_here_takes_the_matter_under_its_name(welt: Welt) -> None:
    rat = Gremium.objects.create(
        schluessel="rat",
        art=Gremiumart.WEITERES,
        titel="Rat der Stadt Wuppertal",
        bezugspartei=welt.parteien["kommune-05124"],
        geschaeftsstelle=welt.parteien["kommune-05124"],
        ab=date(2026, 1, 1),
        namentlich=False,
        eingerichtet_am=JETZT,
    )
    kommune = welt.zugang("kommune-05124", Rolle.SACHBEARBEITUNG)
    entwurf = vereinbarung(4, "05124")
    eine = setze_vorbehalt(vereinbarung=entwurf, gremium="rat der  Stadt Wuppertal", durch=kommune, am=JETZT)
    bezug = Bezug(eine.runde, vereinbarung=eine)
    angemeldet_ = melde_an(zeile=zeile("gremienvorbehalt"), bezug=bezug, titel="Nr. 4", durch=kommune, am=JETZT)
    assert angemeldet_.gremium == rat
    anderes = setze_vorbehalt(vereinbarung=eine, gremium="Sozialausschuss", durch=kommune, am=JETZT)
    erfassung = Erfassung(zeile("gremienvorbehalt"), Ergebnis.BESCHLOSSEN, HEUTE, PDF)
    erfasse_nachweis(erfassung=erfassung, bezug=Bezug(eine.runde, vereinbarung=anderes), durch=betrieb(HEUTE), am=JETZT)


def test_what_is_to_be_registered_waits_for_those_who_see_to_it(welt: Welt, koopa: Ausschuss) -> None:
    def anzumelden(wer: str) -> set[str]:
        aufgaben = aufgaben_von(welt.zugang(wer, Rolle.SACHBEARBEITUNG))
        return {a.gegenstand for a in aufgaben if a.art.code == "anmelden"}

    verfahren, beratung = zeile("verfahren_kooperationsausschuss").titel, zeile(BERATUNG).titel
    assert (anzumelden("land-05"), anzumelden("land-06")) == ({verfahren, beratung}, set())
    anmeldung = angemeldet(welt, vereinbarung(3, "05"))
    assert (anzumelden("land-05"), anzumelden("bmas")) == ({verfahren}, set())
    lehne_ab(anmeldung=anmeldung, grund="Unvollständig.", durch=koopa.stelle(), am=JETZT)
    assert anzumelden("land-05") == {verfahren, beratung}
    behandelt(koopa, angemeldet(welt, vereinbarung(3, "05")))
    assert anzumelden("land-05") == {verfahren}


def test_who_has_not_spoken_on_a_repeal_is_asked(welt: Welt) -> None:
    eine = versetze(vereinbarung(3, "06"), Zustand.IN_KRAFT)

    def gefragt(wer: str) -> bool:
        return any(a.art.code == "aufhebung" for a in aufgaben_von(welt.zugang(wer, Rolle.LEITUNG)))

    assert not gefragt("bmas")
    eingabe = {
        "fuer": [f"vertragspartei-{parteien_von(eine)[1].pk}"],
        "ergebnis": "zugestimmt",
        "am": f"{HEUTE - timedelta(days=1)}",
        "dokument": SimpleUploadedFile("aufhebung.pdf", PDF),
    }
    adresse = f"/zielvereinbarungen/{eine.runde_id}/nachweise/aufhebung/"
    antwort = als(welt, "land-06", Rolle.LEITUNG).post(adresse, eingabe)
    assert antwort["Location"] == f"/zielvereinbarungen/vereinbarungen/{eine.pk}/"
    assert (gefragt("bmas"), gefragt("land-06")) == (True, False)
    seite = text(als(welt, "bmas", Rolle.LEITUNG), f"/zielvereinbarungen/vereinbarungen/{eine.pk}/")
    assert "1 von 2 Vertragsparteien haben ihr Einvernehmen erklärt" in seite
    assert "Einvernehmen erklären" in seite


# -- The pages ----------------------------------------------------------------------------------------------------


def test_a_matter_is_registered_from_the_page_of_the_agreement(welt: Welt, koopa: Ausschuss) -> None:
    eine, client = vereinbarung(3, "05"), als(welt, "land-05")
    adresse = f"/zielvereinbarungen/vereinbarungen/{eine.pk}/"
    seite = text(client, adresse)
    assert "Beim Kooperationsausschuss anmelden" in seite
    ziel = f"/zielvereinbarungen/{eine.runde_id}/nachweise/{BERATUNG}/anmelden/"
    formular = text(client, f"{ziel}?fuer=vereinbarung-{eine.pk}")
    assert koopa.gremium.titel in formular
    antwort = client.post(ziel, {"fuer": [f"vereinbarung-{eine.pk}"], "begruendung": "Eilt."}, follow=True)
    assert "angemeldet am" in unescape(antwort.content.decode())
    assert "Alles ist angemeldet" in text(client, ziel)
    anmeldung = Anmeldung.objects.get()
    assert (anmeldung.begruendung, anmeldung.partei) == ("Eilt.", welt.parteien["land-05"])
    erfassen = text(client, f"/zielvereinbarungen/{eine.runde_id}/nachweise/{BERATUNG}/")
    assert "Dieses Gremium wird hier geführt" in erfassen
    assert "Ergebnis festhalten" not in erfassen
    assert client.get(f"/zielvereinbarungen/{eine.runde_id}/nachweise/benehmen_land/anmelden/").status_code == 404
    assert als(welt, "land-06").get(ziel).status_code == 404
    assert als(welt, "land-05", Rolle.LESEND).get(ziel).status_code == 403


def test_who_may_not_see_the_papers_sees_only_that_it_was_deliberated(welt: Welt, koopa: Ausschuss) -> None:
    eine = vereinbarung(2, "05111")
    sitzung = koopa.plane()
    punkt = koopa.setze_auf(sitzung, bezug=sachbezug(Bezug(eine.runde, land_id=eine.land_id)))
    koopa.lade_ein(sitzung)
    koopa.eroeffne(sitzung)
    koopa.stimme_ab(punkt, dict.fromkeys(koopa.mitglieder, Votum.JA))
    koopa.genehmige(sitzung)
    assert stand(eine, "verfahren_kooperationsausschuss") is Ergebnis.BESCHLOSSEN
    seite = text(als(welt, "jobcenter-05111"), f"/zielvereinbarungen/vereinbarungen/{eine.pk}/")
    assert f"beschlossen am {SITZUNGSTAG:%d.%m.%Y}" in seite
    assert koopa.gremium.titel in seite
    assert "genehmigte Niederschrift" in seite
    assert "Zum Tagesordnungspunkt" not in seite
    liste = f"/zielvereinbarungen/{eine.runde_id}/nachweise/"
    for wer, sieht in (("jobcenter-05111", True), ("bmas", True), ("jobcenter-05124", False), ("land-06", False)):
        assert (f"beschlossen am {SITZUNGSTAG:%d.%m.%Y}" in text(als(welt, wer), liste)) is sieht, wer


def test_a_member_is_led_to_the_item(welt: Welt, koopa: Ausschuss) -> None:
    eine = vereinbarung(3, "05")
    punkt = behandelt(koopa, angemeldet(welt, eine))
    seite = text(als(welt, "land-05"), f"/zielvereinbarungen/vereinbarungen/{eine.pk}/")
    assert f"/gremien/punkte/{punkt.pk}/" in seite
    assert "vertraulich" not in seite


def test_results_of_bodies_take_one_query_however_many_agreements(welt: Welt, koopa: Ausschuss) -> None:
    behandelt(koopa, angemeldet(welt, vereinbarung(3, "05")))
    alle = list(Zielvereinbarung.objects.select_related("runde"))
    with CaptureQueriesContext(connection) as fuer_alle:
        nachweise_von(alle)
    assert len(fuer_alle) == 3


def test_the_list_of_a_round_shows_what_bodies_did_to_those_whose_agreements_wait_for_it(
    welt: Welt, koopa: Ausschuss
) -> None:
    eine = vereinbarung(3, "05")
    behandelt(koopa, angemeldet(welt, eine))
    adresse, titel = f"/zielvereinbarungen/{eine.runde_id}/nachweise/", "Was Gremien beraten und beschlossen haben"
    liste = text(als(welt, "land-05"), adresse)
    assert "beraten am" in liste[liste.index(titel) :]
    assert "Nr. 3: Nordrhein-Westfalen" in liste
    assert "Zum Tagesordnungspunkt" in liste
    assert "Einzelheiten vertraulich" not in liste
    for wer in ("land-06", "jobcenter-05111", "jobcenter-05124"):
        assert titel not in text(als(welt, wer), adresse), wer
