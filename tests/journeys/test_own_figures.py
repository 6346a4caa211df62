"""Own figures and the ring in the browser: accessible, on a phone too, and a column is pasted in one go."""

from __future__ import annotations

from tests.journeys.conftest import Besuch
from tests.journeys.test_pages import pruefe

SEITEN = (
    "/eigene-zahlen/",
    "/eigene-zahlen/E_KONTAKTDICHTE/",
    "/eigene-zahlen/E_KONTAKTDICHTE/aendern/",
    "/eigene-zahlen/neu/kennzahl/",
    "/eigene-zahlen/werte/",
    "/eigene-zahlen/hochladen/",
    "/jobcenter/05124/",
    "/vergleichsring/1/",
    "/vergleichsring/1/kennzahlen/K_GESAMT/",
    "/vergleichsring/1/satz/",
    "/vergleichsring/1/satz/Q_INT/",
    "/vergleichsring/1/zahlen/",
    "/vergleichsring/1/zahlen/2025/",
)


def test_pages_pass_wcag_and_fit(besuch: Besuch) -> None:
    pruefe(besuch("zkt.leitung"), SEITEN)


def test_a_copied_column_fills_the_months_below(besuch: Besuch) -> None:
    page = besuch("zkt.controlling")
    page.goto("/eigene-zahlen/werte/?jahr=2023")
    page.get_by_label("E_BERATUNGEN Februar 2023").focus()
    page.evaluate(
        """() => {
            const daten = new DataTransfer();
            daten.setData("text/plain", "11\\r\\n12\\r\\n13\\r\\n");
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: daten, bubbles: true, cancelable: true}));
        }"""
    )
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Speichern").click()
    assert page.get_by_text("3 Werte sind gespeichert.").is_visible()
    monate = ("Januar", "Februar", "März", "April", "Mai")
    assert [page.get_by_label(f"E_BERATUNGEN {m} 2023").input_value() for m in monate] == ["", "11", "12", "13", ""]


def test_a_wrong_formula_is_explained_where_it_stands(besuch: Besuch) -> None:
    page = besuch("zkt.leitung")
    page.goto("/eigene-zahlen/neu/kennzahl/")
    page.get_by_label("Code", exact=True).fill("E_PROBE")
    page.get_by_label("Bezeichnung").fill("Probe")
    page.get_by_label("Anteil: Bruch").check()
    page.get_by_label("Formel", exact=True).fill("summe12(INT) / mitel12(ELB)")
    page.get_by_role("button", name="Speichern").click()
    assert page.get_by_text("Zeichen 16 („mitel12“): diese Funktion gibt es nicht").first.is_visible()
    page.get_by_label("Formel", exact=True).fill("summe12(INT) / mittel12(ELB)")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_url("**/eigene-zahlen/E_PROBE/")
    assert page.get_by_role("heading", name="Probe").is_visible()
