"""A controller reports November by hand, with the keyboard alone: type, be warned, explain, submit, release."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE, Besuch


def tabbe_zu(page: Page, name: str, rolle: str = "button") -> None:
    """Press the tab key until the element has the focus."""
    ziel = page.get_by_role(rolle, name=name).first  # type: ignore[arg-type]
    for _ in range(200):
        page.keyboard.press("Tab")
        if ziel.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Mit der Tabulatortaste nicht zu erreichen: {name}")


def druecke(page: Page, name: str) -> None:
    tabbe_zu(page, name)
    page.keyboard.press("Enter")


def beginne(page: Page) -> None:
    """Begin November 2026, or go on with it."""
    page.goto("/meldungen/neu/")
    page.get_by_label("Berichtsmonat").fill("2026-11")
    druecke(page, "Erfassen")
    page.wait_for_url("**/erfassung/")


def vormonat(page: Page, code: str) -> str:
    """Last month's figure, as one types it."""
    text = page.locator(f"#vergleich-{code} dd").first.inner_text()
    return re.sub(r"[^0-9,]", "", text)


def fuelle(page: Page) -> None:
    """Type last month's figures into every field, from field to field with the arrow key; one of them is striking."""
    felder = page.locator("[name^='wert-']")
    codes = [str(felder.nth(nr).get_attribute("id")).removeprefix("wert-") for nr in range(felder.count())]
    werte = {code: vormonat(page, code) for code in codes}
    werte |= {"ELB_ABGANG": werte["ELB_ZUGANG"], "EINTRITT_GB": str(6 * int(werte["EINTRITT_GB"]) + 60)}
    tabbe_zu(page, "LLU Leistungen", "textbox")
    for code in codes:
        expect(page.locator(f"#wert-{code}")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type(werte[code])
        page.keyboard.press("ArrowDown")


def erklaere_alles(page: Page) -> None:
    """Explain one striking figure after the other."""
    auffaellig = page.locator("article").filter(has=page.get_by_text("auffällig", exact=True))
    while offen := auffaellig.count():
        auffaellig.first.get_by_role("textbox").focus()
        page.keyboard.type("Ein großer Betrieb hat eröffnet.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(auffaellig).not_to_have_count(offen)


def test_a_month_is_reported_by_keyboard(besuch: Besuch) -> None:
    page = besuch("ge.controlling")
    beginne(page)
    fuelle(page)
    expect(page.locator("#stand")).to_contain_text("20 von 20 Angaben.")
    expect(page.locator("#stand-EINTRITT_GB")).to_contain_text("auffällig")
    expect(page.locator("#stand-ELB")).to_contain_text("gespeichert")
    page.reload()
    expect(page.locator("#stand")).to_contain_text("20 von 20 Angaben.")
    assert violations(page) == []
    page.locator("#wert-INT_KONT").fill("4x8")
    page.get_by_role("button", name="Einreichen").click()
    expect(page.locator("#stand")).to_contain_text("Das geht erst, wenn alles gespeichert ist.")
    page.locator("#wert-INT_KONT").fill(vormonat(page, "INT_KONT"))
    druecke(page, "Einreichen")
    expect(page.get_by_role("main")).to_contain_text("Die Meldung ist jetzt: eingereicht.")
    assert violations(page) == []
    erklaere_alles(page)
    druecke(page, "Freigeben")
    expect(page.get_by_role("main")).to_contain_text("Die Meldung ist jetzt: freigegeben.")


@pytest.mark.parametrize("groesse", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
def test_the_form_fits_and_keeps_what_a_lost_session_left_behind(besuch: Besuch, groesse: dict[str, int]) -> None:
    page = besuch("zkt.controlling", viewport=groesse)
    beginne(page)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert violations(page) == []
    anmeldung = [keks for keks in page.context.cookies() if keks["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    page.locator("#wert-LZB").fill(str(groesse["width"]))
    page.wait_for_url("**/konto/anmelden/**")
    page.context.add_cookies(anmeldung)  # type: ignore[arg-type]
    page.go_back()
    expect(page.locator("#wert-LZB")).to_have_value(str(groesse["width"]))
    expect(page.locator("#stand-LZB")).to_contain_text(re.compile("gespeichert|auffällig"))


def test_a_pasted_column_fills_the_fields_below_and_what_cannot_be_read_is_kept(besuch: Besuch) -> None:
    page = besuch("zkt.controlling")
    beginne(page)
    page.locator("#wert-INT").focus()
    page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "660\\r\\n290\\r\\n3x0\\r\\n");
            const art = { clipboardData, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", art));
        }"""
    )
    expect(page.locator("#stand-INT_M")).to_contain_text("ungültig")
    expect(page.locator("#stand-INT_W")).to_contain_text(re.compile("gespeichert|auffällig"))
    page.reload()
    expect(page.locator("#wert-INT_M")).to_have_value("3x0")
    expect(page.locator("#stand-INT_M")).to_contain_text("ungültig")
    page.locator("#wert-INT_W").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#wert-INT_M")).to_be_focused()
