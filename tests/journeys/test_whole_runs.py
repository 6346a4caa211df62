"""Drafts of a whole round, a release computed anew: the last journeys, for the system works on long after they end."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.conftest import Besuch
from tests.journeys.test_first_day import PATIENCE
from tests.journeys.test_pages import pruefe


def test_the_ministry_makes_all_drafts_and_watches_the_progress(besuch: Besuch) -> None:
    page = besuch("bmas.sachbearbeitung")
    page.goto("/zielvereinbarungen/")
    page.get_by_role("main").get_by_role("link", name=re.compile("2027")).first.click()
    page.get_by_role("button", name="Alle Entwürfe erzeugen").click()
    balken = page.get_by_role("progressbar")
    expect(balken).to_be_visible()
    page.wait_for_function(
        "() => { const b = document.querySelector('progress'); return b && b.value > 0 }", timeout=PATIENCE
    )


def test_a_computation_and_the_versions_of_a_meldung_pass_wcag_and_fit(besuch: Besuch) -> None:
    page = besuch("bmas.leitung")
    page.goto("/veroeffentlichungen/")
    page.get_by_role("button", name="Neu berechnen und veröffentlichen").click()
    page.wait_for_url(re.compile(r"/berechnungen/\d+/$"))
    berechnung = urlsplit(page.url).path
    page.goto("/meldungen/")
    ziele = page.eval_on_selector_all("main a[href]", "alle => alle.map(a => a.getAttribute('href'))")
    meldung = next(ziel for ziel in ziele if re.fullmatch(r"/meldungen/\d+/", ziel))
    pruefe(page, (berechnung, meldung, f"{meldung}versionen/"))
