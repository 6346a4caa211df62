"""Reporting a month by file: a template, a mistake, the corrected file, the take-over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Besuch
from tests.journeys.test_pages import pruefe as pruefe_seiten

PATIENCE = 60_000


def vorlage(page: Page, monat: str) -> list[str]:
    """The lines of the template of a month."""
    page.get_by_label("Erster Monat").fill(monat)
    page.get_by_label("Letzter Monat").fill(monat)
    page.get_by_label("CSV", exact=True).check()
    with page.expect_download() as geladen:
        page.get_by_role("button", name="Vorlage herunterladen").click()
    return Path(geladen.value.path()).read_text(encoding="utf-8").splitlines()


def pruefe(page: Page, zeilen: list[str]) -> None:
    inhalt = "\n".join(zeilen).encode()
    page.get_by_label("Monatsdatei").set_input_files([{"name": "monat.csv", "mimeType": "text/csv", "buffer": inhalt}])
    page.get_by_role("button", name="Datei prüfen").click()


def test_a_controller_corrects_a_file_and_takes_it_over(besuch: Besuch) -> None:
    page = besuch("ge.controlling")
    page.goto("/meldungen/")
    page.get_by_role("link", name="Monatsdatei hochladen").click()
    zeilen = vorlage(page, "2026-07")
    stelle = next(nr for nr, zeile in enumerate(zeilen) if ";EINTRITT_GB;" in zeile)
    anfang, _, wert = zeilen[stelle].rpartition(";")
    pruefe(page, [*zeilen[:stelle], f"{anfang};1.23x", *zeilen[stelle + 1 :]])
    expect(page.get_by_role("alert")).to_contain_text("1 Fehler", timeout=PATIENCE)
    expect(page.get_by_role("table")).to_contain_text("1.23x")
    assert violations(page) == []
    pruefe(page, [*zeilen[:stelle], f"{anfang};{int(wert) + 1}", *zeilen[stelle + 1 :]])
    expect(page.get_by_role("heading", name="Was sich ändert")).to_be_visible(timeout=PATIENCE)
    assert violations(page) == []
    page.get_by_label("Grund der Korrektur").fill("Ein Eintritt war nicht gezählt.")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Übernommen: eingereicht")).to_be_visible(timeout=PATIENCE)
    page.goto("/meldungen/termine/")
    expect(page.get_by_role("row", name=re.compile("Juli 2026"))).to_contain_text("eingereicht")


@pytest.mark.parametrize(
    ("login", "adressen"),
    [
        ("zkt.controlling", ("/meldungen/", "/meldungen/hochladen/", "/meldungen/termine/")),
        ("land-nw.lesend", ("/meldungen/", "/meldungen/meldestand/?monat=2026-07")),
    ],
)
def test_the_pages_of_reporting_pass_wcag_and_fit(besuch: Besuch, login: str, adressen: tuple[str, ...]) -> None:
    pruefe_seiten(besuch(login), adressen)
