"""Two parties negotiate a section at the same time, each in a browser of its own; also by keyboard and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, Besuch


def oeffne_vereinbarung(page: Page) -> str:
    """The address of an agreement between the BMAS and a Land, in negotiation."""
    page.goto("/zielvereinbarungen/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Zielvereinbarungen 20")).first.click()
    page.get_by_role("link", name="BMAS – Nordrhein-Westfalen").first.click()
    knopf = page.get_by_role("button", name="Verhandlung aufnehmen")
    if knopf.count():
        knopf.click()
        page.wait_for_load_state()
    return page.url


def test_two_parties_agree_on_a_section(besuch: Besuch) -> None:
    bund, land = besuch("bmas.leitung"), besuch("land-nw.sachbearbeitung")
    text = f"{oeffne_vereinbarung(bund)}text/"
    land.goto(f"{text}praeambel/")
    bund.goto(f"{text}praeambel/")
    assert violations(bund) == []

    bund.get_by_text("Text schreiben").click()
    feld = bund.get_by_label(re.compile("^Text"))
    feld.fill(re.sub(r"\[Ausgangslage.*\]", "Der Arbeitsmarkt ist aufnahmefähig.", feld.input_value()))
    expect(bund.locator("#vorschau .vergleich ins").first).to_contain_text("Arbeitsmarkt")
    bund.get_by_label("Begründung (freiwillig)").fill("Ausgangslage ergänzt")
    bund.get_by_role("button", name="Vorschlag machen").click()
    expect(bund.get_by_text("Ihr Vorschlag liegt den anderen vor.")).to_be_visible()

    expect(land.get_by_text("In diesem Abschnitt gibt es etwas Neues.")).to_be_visible(timeout=30_000)
    assert violations(land) == []
    land.get_by_role("link", name="Neuen Stand ansehen").click()
    expect(land.locator(".vergleich ins").first).to_contain_text("Arbeitsmarkt")
    assert violations(land) == []
    land.get_by_role("button", name="Vorschlag annehmen").focus()
    land.keyboard.press("Enter")
    expect(land.get_by_text("Sie haben den Abschnitt „Präambel“ angenommen.")).to_be_visible()
    bund.goto(f"{text}praeambel/")
    expect(bund.locator(".abschnittskopf")).to_contain_text("einig")


def test_the_pages_of_a_negotiation_are_accessible_and_fit_a_phone(besuch: Besuch) -> None:
    page = besuch("bmas.leitung", viewport=PHONE)
    vereinbarung = oeffne_vereinbarung(page)
    for seite in ("text/", "text/zieldialog/", "text/finanzen/", "rueckfragen/", "anlagen/"):
        page.goto(f"{vereinbarung}{seite}")
        assert violations(page) == [], seite
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], seite
        assert page.locator("h1").count() == 1
