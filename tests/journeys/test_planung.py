"""Planning in the browser: an offer is answered in place with the new sums, and its pages suit everybody."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Besuch
from tests.journeys.test_pages import pruefe


def zur_planung(page: Page) -> str:
    page.goto("/zielvereinbarungen/")
    page.get_by_role("link", name=re.compile("Zielvereinbarungen 2027")).click()
    page.get_by_role("link", name="Planung der Werte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planung der Werte")
    return page.url


def test_the_pages_of_planning_pass_wcag_and_fit(besuch: Besuch) -> None:
    page = besuch("bmas.leitung")
    planung = zur_planung(page)
    wert = page.locator("#ergebnis tbody a").first.get_attribute("href") or ""
    pruefe(page, (planung, f"{planung}brief/1/", f"{planung}brief/1/aufteilung/", f"{planung}kalender/", wert))


def test_an_offer_is_answered_in_place_with_the_new_sums(besuch: Besuch) -> None:
    page = besuch("ge.controlling")
    zur_planung(page)
    page.get_by_role("link", name="Jobcenter Köln").first.click()
    adresse, wert = page.url, page.get_by_label("Wert in Personen")
    neu = int(wert.input_value()) - 123
    wert.fill(str(neu))
    page.get_by_role("button", name="Wert anbieten").click()
    expect(page.get_by_role("alert")).to_contain_text("braucht er eine Begründung")
    expect(page.get_by_role("heading", name="Wert anbieten")).to_be_focused()
    page.get_by_label("Begründung").fill("Ein Werk schließt.")
    page.get_by_label("Quelle").fill("Anzeige bei der Agentur")
    page.get_by_role("button", name="Wert anbieten").click()
    expect(page.get_by_role("heading", name="Verhandlung", exact=True)).to_be_focused()
    expect(page.locator("#verhandlung")).to_contain_text("Am Zug ist die Bundesagentur für Arbeit")
    expect(page.locator("#planungssummen")).to_contain_text("−123")
    assert page.url == adresse
