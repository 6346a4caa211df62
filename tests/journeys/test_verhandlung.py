"""Two parties negotiate a section at the same time, each in a browser of its own; also by keyboard and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, Besuch


def oeffne_vereinbarung(page: Page) -> str:
    """The address of the agreement between the Land and its Optionskommune, in negotiation."""
    page.goto("/zielvereinbarungen/")
    page.get_by_role("main").get_by_role("link", name="Zielvereinbarungen 2027").first.click()
    page.get_by_role("link", name=re.compile("Wuppertal")).first.click()
    return page.url


def test_two_parties_agree_on_a_section(besuch: Besuch) -> None:
    land, zkt = besuch("land-nw.sachbearbeitung"), besuch("zkt.sachbearbeitung")
    text = f"{oeffne_vereinbarung(land)}text/"
    zkt.goto(f"{text}praeambel/")
    land.goto(f"{text}praeambel/")
    assert violations(land) == []

    land.get_by_text("Text schreiben").click()
    feld = land.get_by_label(re.compile("^Text"))
    feld.fill(f"{feld.input_value()}\n\nDer Hafen wird ausgebaut.")
    expect(land.locator("#vorschau .vergleich ins").first).to_contain_text("Hafen")
    land.get_by_label("Begründung (freiwillig)").fill("Ausgangslage ergänzt")
    land.get_by_role("button", name="Vorschlag machen").click()
    expect(land.get_by_text("Ihr Vorschlag liegt den anderen vor.")).to_be_visible()

    expect(zkt.get_by_text("In diesem Abschnitt gibt es etwas Neues.")).to_be_visible(timeout=30_000)
    assert violations(zkt) == []
    zkt.get_by_role("link", name="Neuen Stand ansehen").click()
    expect(zkt.locator(".vergleich ins").first).to_contain_text("Hafen")
    assert violations(zkt) == []
    zkt.get_by_role("button", name="Vorschlag annehmen").focus()
    zkt.keyboard.press("Enter")
    expect(zkt.get_by_text("Sie haben den Abschnitt „Präambel“ angenommen.")).to_be_visible()
    land.goto(f"{text}praeambel/")
    expect(land.locator(".abschnittskopf")).to_contain_text("einig")


def test_the_pages_of_a_negotiation_are_accessible_and_fit_a_phone(besuch: Besuch) -> None:
    page = besuch("land-nw.sachbearbeitung", viewport=PHONE)
    vereinbarung = oeffne_vereinbarung(page)
    for seite in ("text/", "text/zieldialog/", "text/finanzen/", "rueckfragen/", "anlagen/"):
        page.goto(f"{vereinbarung}{seite}")
        assert violations(page) == [], seite
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], seite
        assert page.locator("h1").count() == 1
