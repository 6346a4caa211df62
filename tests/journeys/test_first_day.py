"""The first day with the system: what each kind of user comes for, done in the browser."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Besuch

PATIENCE = 90_000


def test_somebody_without_a_login_looks_up_a_jobcenter(besuch: Besuch) -> None:
    page = besuch()
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Jobcenter").click()
    page.get_by_label("Name oder Schlüssel").fill("köln")
    page.get_by_role("link", name="Jobcenter Köln").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobcenter Köln")
    for kennzahl in ("K1", "K2", "K3"):
        expect(page.get_by_text(re.compile(rf"^{kennzahl}\b")).first).to_be_visible()
    pruefe_diagramme(page)
    page.get_by_text("Zahlen als Tabelle").first.click()
    expect(page.get_by_role("table", name=re.compile("K1")).first).to_be_visible()


def pruefe_diagramme(page: Page) -> None:
    """Every chart has been drawn and says in words what it shows."""
    bilder = page.locator("figure img")
    assert bilder.count() >= 3
    for nr in range(bilder.count()):
        bild = bilder.nth(nr)
        bild.scroll_into_view_if_needed()
        page.wait_for_function("bild => bild.complete", arg=bild.element_handle())
        assert bild.evaluate("bild => bild.naturalWidth") > 0
        assert len(bild.get_attribute("alt") or "") > 40


def test_the_numbers_of_the_page_are_those_of_the_api(besuch: Besuch, server: str) -> None:
    adresse = f"{server}/api/v1/kennzahlwerte/?kennzahl=K2&einheit=05315&von=2026-07&bis=2026-07"
    with urllib.request.urlopen(adresse) as antwort:
        (eintrag,) = json.load(antwort)["results"]
    with urllib.request.urlopen(f"{adresse}&format=csv") as antwort:
        (zeile,) = csv.DictReader(io.StringIO(antwort.read().decode("utf-8-sig")), delimiter=";")
    assert zeile["wert"] == eintrag["wert"]
    assert (eintrag["kennzahl"], eintrag["einheit"], eintrag["monat"]) == ("K2", "05315", "2026-07")
    assert (eintrag["vollstaendig"], eintrag["monate_vorhanden"], eintrag["grund"]) == (True, 12, None)
    prozent = f"{round(float(eintrag['wert']) * 100, 1):.1f}".replace(".", ",")
    page = besuch()
    page.goto("/jobcenter/05315/")
    expect(page.get_by_role("main")).to_contain_text(f"{prozent}\N{NARROW NO-BREAK SPACE}%")


def test_on_a_phone_the_menu_opens_and_leads_on(besuch: Besuch) -> None:
    page = besuch(viewport=PHONE)
    page.get_by_role("button", name="Menü").click()
    page.get_by_role("link", name="Recht", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recht und Regeln")


def test_a_controller_sees_the_meldungen_of_the_own_jobcenter_only(besuch: Besuch) -> None:
    page = besuch("zkt.controlling")
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Meldungen").click()
    zeilen = page.get_by_role("main").get_by_role("row")
    assert zeilen.count() > 2
    assert "Jobcenter" not in zeilen.first.inner_text()  # a column would name what is always the same
    zeilen.nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wuppertal")


def test_somebody_with_several_aemter_changes_sides(besuch: Besuch) -> None:
    page = besuch("mehrfach")
    page.locator(".konto__knopf").click()
    page.get_by_label("Handeln für").select_option(label="Deutscher Landkreistag (Lesend)")
    page.get_by_role("button", name="Wechseln").click()
    expect(page.get_by_role("banner")).to_contain_text("handelt für Deutscher Landkreistag als Lesend")


@pytest.mark.parametrize("login", ["ba.lesend", "zkt.leitung", "land-nw.administration"])
def test_who_does_not_plan_finds_no_way_to_a_new_round(besuch: Besuch, login: str) -> None:
    page = besuch(login)
    page.goto("/zielvereinbarungen/")
    assert page.get_by_role("link", name=re.compile("Neue Planungsrunde|Planungsrunde anlegen")).count() == 0


def test_a_party_makes_the_draft_of_its_agreement_and_opens_it(besuch: Besuch) -> None:
    page = besuch("zkt.sachbearbeitung")
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Zielvereinbarungen").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("2027")).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("Wuppertal")).first.click()
    page.get_by_role("main").get_by_role("link", name="Dokumente", exact=True).click()
    expect(page.get_by_text("Zu dieser Zielvereinbarung gibt es noch keinen Entwurf.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Entwurf erzeugen")).click()
    link = page.get_by_role("link", name=re.compile("PDF"))
    expect(link.first).to_be_visible(timeout=PATIENCE)
    antwort = page.request.get(link.first.get_attribute("href"))
    assert antwort.headers["content-type"] == "application/pdf"
    assert antwort.body().startswith(b"%PDF")
