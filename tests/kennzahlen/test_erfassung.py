"""A month reported by hand, through the front door: the grid form, its autosave, two people at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kennzahlen.models import Meldung
from kennzahlen.recht import GROESSE
from tests.kennzahlen.handarbeit import (
    CODES,
    alle,
    angemeldet,
    begonnen,
    controlling,
    entwurf,
    formular,
    gemeldete_welt,
    sendet,
    stand,
    tippt,
    wert,
)
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 21, 9, tzinfo=UTC))


@pytest.fixture
def welt() -> Welt:
    return gemeldete_welt()


# -- Beginning -------------------------------------------------------------------------------------------------


def test_a_month_begins_as_an_empty_draft_with_earlier_figures_beside_it(welt: Welt) -> None:
    client = controlling(welt)
    seite = client.get(begonnen(client)).content.decode()
    assert (entwurf().zustand, entwurf().version, set(entwurf().werte)) == ("entwurf", 1, {None})
    assert [code for code in CODES if f'id="wert-{code}"' not in seite] == []
    assert 'id="wert-INT_NACHHALTIG"' not in seite
    assert "Oktober 2026" in seite
    assert "November 2025" in seite
    assert "500.000,00\u202f€" in seite
    assert {stand(seite, code) for code in CODES} == {"leer"}
    for gruppe in ("Leistungen", "Langzeitleistungsbezieher (LZB)", "Integrationen", "Eintritte in Beschäftigung"):
        assert f">{gruppe}</legend>" in seite


def test_whoever_begins_the_same_month_again_goes_on_with_the_draft(welt: Welt) -> None:
    assert begonnen(controlling(welt)) == begonnen(angemeldet(welt, "jobcenter-05111.leitung"))
    assert Meldung.objects.filter(zustand="entwurf").count() == 1


@pytest.mark.parametrize(
    ("monat", "grund"),
    [
        ("2026-12", "Gemeldet werden kann"),
        ("12/2008", "Gemeldet werden kann"),
        ("10/2026", "schon freigegeben"),
        ("Oktober 2026", "schon freigegeben"),
        ("2026-13", "Einen 13. Monat gibt es nicht."),
        ("10/26", "ist kein Monat. Richtig wäre zum Beispiel 10/2026, 2026-10 oder Oktober 2026."),
    ],
)
def test_a_month_that_is_not_open_cannot_be_begun(welt: Welt, monat: str, grund: str) -> None:
    antwort = controlling(welt).post("/meldungen/neu/", {"monat": monat}, follow=True)
    assert grund in antwort.content.decode()
    assert not Meldung.objects.in_arbeit().exists()


def test_only_a_jobcenter_reports(welt: Welt) -> None:
    assert angemeldet(welt, "bmas.controlling").post("/meldungen/neu/", {"monat": "2026-11"}).status_code == 403


# -- Saving ----------------------------------------------------------------------------------------------------


def test_every_figure_is_saved_as_it_is_typed(welt: Welt) -> None:
    client = controlling(welt)
    antwort = tippt(client, begonnen(client), ELB="1000", LLU="1.234.567,8")
    assert (wert("ELB"), wert("LLU"), entwurf().fassung) == (1000, 123_456_780, 2)
    text = antwort.content.decode()
    assert stand(text, "ELB") == "gespeichert"
    assert "<html" not in text
    assert "2 von 20 Angaben." in text
    assert "wert-LUH" not in text, "what has not changed is left alone"


def test_the_form_works_without_scripts(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    antwort = tippt(client, adresse, htmx=False, **alle())
    assert (antwort.status_code, antwort["Location"]) == (302, adresse)
    seite = client.get(adresse).content.decode()
    assert {stand(seite, code) for code in CODES} == {"gespeichert"}
    assert 'value="500000,00"' in seite


def test_saving_what_is_there_changes_nothing(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    tippt(client, adresse, **alle())
    eintraege = Eintrag.objects.count()
    tippt(client, adresse)
    assert (entwurf().fassung, Eintrag.objects.count()) == (2, eintraege)


@pytest.mark.parametrize(
    ("text", "warum"),
    [
        ("12a", "keine Zahl; richtig ist eine Zahl wie 1234; bei null Fällen 0"),
        ("1.234", "mehrdeutig"),
        ("1,5", "keine ganze Zahl"),
        ("9" * 20, "zu groß"),
    ],
)
def test_what_is_no_number_is_not_saved_and_stays_in_the_field(welt: Welt, text: str, warum: str) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    antwort = tippt(client, adresse, ELB=text, LZB="600").content.decode()
    assert (stand(antwort, "ELB"), stand(antwort, "LZB")) == ("ungültig", "gespeichert")
    assert warum in antwort
    assert (wert("ELB"), wert("LZB")) == (None, 600)
    assert f'value="{text}"' in tippt(client, adresse, htmx=False, ELB=text).content.decode()


def test_nothing_to_report_is_an_answer_of_its_own(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    antwort = tippt(client, adresse, EINTRITT_OEB="nichts", EINTRITT_GB="0").content.decode()
    assert (wert("EINTRITT_OEB"), wert("EINTRITT_GB")) == (0, 0)
    assert entwurf().nichts_zu_melden == [GROESSE["EINTRITT_OEB"].nr]
    assert "Nichts zu melden." in antwort
    seite = client.get(f"/meldungen/{entwurf().pk}/").content.decode()
    assert "nichts zu melden" in seite
    tippt(client, adresse, EINTRITT_OEB="3")
    assert wert("EINTRITT_OEB") == 0, "a figure beside the tick is refused"
    daten = formular(client.get(adresse).content.decode())
    daten.pop("nichts-EINTRITT_OEB")
    sendet(client, adresse, daten, EINTRITT_OEB="3")
    assert (wert("EINTRITT_OEB"), entwurf().nichts_zu_melden) == (3, [])


def test_the_database_refuses_nothing_to_report_beside_a_figure(welt: Welt) -> None:
    meldung = Meldung.objects.gueltig().first()
    assert meldung
    meldung.nichts_zu_melden = [GROESSE["ELB"].nr]
    with pytest.raises(IntegrityError, match="meldung_nichts_ist_null"):
        meldung.save(update_fields=["nichts_zu_melden"])


def test_a_figure_can_be_taken_out_again(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    tippt(client, adresse, ELB="7")
    assert stand(tippt(client, adresse, ELB="").content.decode(), "ELB") == "leer"
    assert wert("ELB") is None


def test_hard_and_soft_findings_show_at_the_field_while_typing(welt: Welt) -> None:
    client = controlling(welt)
    antwort = tippt(client, begonnen(client), **alle(LZB="1001", EINTRITT_GB="90")).content.decode()
    assert (stand(antwort, "LZB"), stand(antwort, "EINTRITT_GB"), stand(antwort, "ELB")) == (
        "ungültig",
        "auffällig",
        "gespeichert",
    )
    assert "höchstens 1.000" in antwort
    assert wert("LZB") == 1001, "a draft may be wrong"


# -- Two at once -----------------------------------------------------------------------------------------------


def test_two_people_change_different_figures_and_both_are_kept(welt: Welt) -> None:
    eine, andere = controlling(welt), angemeldet(welt, "jobcenter-05111.leitung")
    adresse = begonnen(eine)
    frueher = formular(andere.get(adresse).content.decode())
    tippt(eine, adresse, ELB="1000")
    antwort = sendet(andere, adresse, frueher, LZB="600").content.decode()
    assert (wert("ELB"), wert("LZB")) == (1000, 600)
    assert 'id="wert-ELB" name="wert-ELB" value="1000"' in antwort, "the second is shown what the first typed"


def test_the_same_figure_is_not_overwritten_silently(welt: Welt) -> None:
    eine, andere = controlling(welt), angemeldet(welt, "jobcenter-05111.leitung")
    adresse = begonnen(eine)
    frueher = formular(andere.get(adresse).content.decode())
    tippt(eine, adresse, ELB="1000")
    for _ in range(2):
        antwort = sendet(andere, adresse, frueher, ELB="1010").content.decode()
        assert stand(antwort, "ELB") == "nicht gespeichert"
        assert "jobcenter-05111.controlling" in antwort
        assert "auf: 1.000." in antwort
        assert wert("ELB") == 1000
    behalten = sendet(andere, adresse, frueher | {"behalten": "ELB"}, ELB="1010").content.decode()
    assert (stand(behalten, "ELB"), wert("ELB")) == ("gespeichert", 1000)
    assert 'value="1000"' in behalten
    sendet(andere, adresse, frueher | {"durchsetzen": "ELB=999"}, ELB="1010")
    assert wert("ELB") == 1000, "insisting on what was not seen is no way round"
    sendet(andere, adresse, frueher | {"durchsetzen": "ELB=1000"}, ELB="1010")
    assert wert("ELB") == 1010


# -- Sessions, doors, tampering --------------------------------------------------------------------------------


def test_a_lost_session_loses_nothing(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    tippt(client, adresse, ELB="1000")
    daten = formular(client.get(adresse).content.decode())
    client.logout()
    antwort = sendet(client, adresse, daten, LZB="600")
    assert antwort["HX-Redirect"] == f"/konto/anmelden/?next={adresse}"
    assert sendet(client, adresse, daten, htmx=False, LZB="600")["Location"] == f"/konto/anmelden/?next={adresse}"
    client.force_login(welt.personen["jobcenter-05111.controlling"])
    assert 'value="1000"' in client.get(adresse).content.decode()


def test_a_draft_belongs_to_controlling_and_leitung_of_the_jobcenter(welt: Welt) -> None:
    adresse = begonnen(controlling(welt))
    for partei in ("jobcenter-05111", "jobcenter-05124", "land-05", "ba", "bmas", "kommune-05111"):
        for rolle in Rolle:
            eigene = partei == "jobcenter-05111" and rolle in (Rolle.CONTROLLING, Rolle.LEITUNG)
            client = angemeldet(welt, f"{partei}.{rolle}")
            erwartet = {200} if eigene else {403, 404}
            assert client.get(adresse).status_code in erwartet, (partei, rolle)
            if not eigene:
                assert client.post(adresse, {"wert-ELB": "1", "vorher-ELB": ""}).status_code in erwartet
    assert wert("ELB") is None
    assert Client().get(adresse).status_code == 302


def test_tampered_fields_change_nothing(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    client.post(
        adresse, {"wert-INT_NACHHALTIG": "5", "vorher-INT_NACHHALTIG": "", "wert-GIBTSNICHT": "1", "zustand": "x"}
    )
    assert set(entwurf().werte) == {None}
    for vorher in ("x", "1e5", "½", "--1"):
        assert client.post(adresse, {"wert-ELB": "5", "vorher-ELB": vorher}).status_code in (200, 400)
    assert client.post(adresse, {"wert-ELB": "<script>", "vorher-ELB": ""}).content.decode().count("<script>") == 0
    assert wert("ELB") is None


def test_a_submitted_month_is_closed(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    daten = formular(client.get(adresse).content.decode())
    tippt(client, adresse, **alle())
    client.post(f"/meldungen/{entwurf().pk}/uebergang/", {"uebergang": "einreichen"})
    assert entwurf().zustand == "eingereicht"
    assert client.get(adresse)["Location"] == f"/meldungen/{entwurf().pk}/"
    assert sendet(client, adresse, daten, ELB="5")["HX-Redirect"] == f"/meldungen/{entwurf().pk}/"
    assert wert("ELB") == 1000


def test_a_save_takes_the_same_number_of_queries_for_one_figure_as_for_all(welt: Welt) -> None:
    client = controlling(welt)
    adresse = begonnen(client)
    tippt(client, adresse, ELB="1")
    daten = formular(client.get(adresse).content.decode())
    anzahlen = []
    for werte in ({"ELB": "1000"}, alle(LZB="599")):
        with CaptureQueriesContext(connection) as gezaehlt:
            sendet(client, adresse, daten, **werte)
        anzahlen.append(len(gezaehlt))
        daten = formular(client.get(adresse).content.decode())
    assert max(anzahlen) <= 45, anzahlen
