"""Every page is accessible, quiet and fits a phone; every role can log in."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE, Besuch

LOGINS = sorted(
    {
        zeile["login"]
        for zeile in csv.DictReader(
            (Path(__file__).parents[2] / "demonstration" / "people.csv").open(encoding="utf-8"), delimiter=";"
        )
    }
)
OFFENE_SEITEN = (
    "/",
    "/jobcenter/",
    "/jobcenter/05315/",
    "/einheiten/",
    "/einheiten/bund/",
    "/einheiten/vergleichstyp:A1/",
    "/vergleichen/?einheit=05315&einheit=bund",
    "/kennzahlen/",
    "/veroeffentlichungen/",
    "/veroeffentlichungen/termine/",
    "/veroeffentlichungen/unterschied/",
    "/veroeffentlichungen/1/",
    "/einheiten/05315/herkunft/K2/",
    "/recht/",
    "/api/v1/",
    "/konto/anmelden/",
    "/konto/passwort/vergessen/",
)
INTERNE_SEITEN = (
    "/",
    "/veroeffentlichungen/",
    "/berechnungen/",
    "/meldungen/ausnahmen/",
    "/meldungen/",
    "/zielvereinbarungen/",
    "/zielvereinbarungen/vereinbarungen/1/",
    "/zielvereinbarungen/1/nachweise/",
    "/zielvereinbarungen/1/nachweise/bundeshaushalt/",
    "/zielvereinbarungen/1/verwerfen/",
    "/konto/passwort/",
)
GROESSEN = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]


@pytest.mark.parametrize("groesse", GROESSEN)
def test_open_pages_pass_wcag_and_fit(besuch: Besuch, groesse: dict[str, int]) -> None:
    page = besuch(viewport=groesse)
    pruefe(page, OFFENE_SEITEN)


@pytest.mark.parametrize("groesse", GROESSEN)
def test_pages_behind_the_login_pass_wcag_and_fit(besuch: Besuch, groesse: dict[str, int]) -> None:
    page = besuch("bmas.leitung", viewport=groesse)
    pruefe(page, INTERNE_SEITEN)


@pytest.mark.parametrize("groesse", GROESSEN)
def test_a_computation_and_the_versions_of_a_meldung_pass_wcag_and_fit(besuch: Besuch, groesse: dict[str, int]) -> None:
    page = besuch("bmas.leitung", viewport=groesse)
    page.goto("/veroeffentlichungen/")
    page.get_by_role("button", name="Neu berechnen und veröffentlichen").click()
    page.wait_for_url(re.compile(r"/berechnungen/\d+/$"))
    berechnung = urlsplit(page.url).path
    page.goto("/meldungen/")
    ziele = page.eval_on_selector_all("main a[href]", "alle => alle.map(a => a.getAttribute('href'))")
    meldung = next(ziel for ziel in ziele if re.fullmatch(r"/meldungen/\d+/", ziel))
    pruefe(page, (berechnung, meldung, f"{meldung}versionen/"))


def pruefe(page, adressen: tuple[str, ...]) -> None:
    maengel = {}
    for adresse in adressen:
        antwort = page.goto(adresse)
        funde = violations(page)
        if antwort.status != 200:
            funde.append(f"Status {antwort.status}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            funde.append("die Seite ist breiter als das Fenster")
        if page.locator("h1").count() != 1:
            funde.append("nicht genau eine Hauptüberschrift")
        if page.get_by_text("Demonstrationsdaten: alle Zahlen sind synthetisch").count() != 1:
            funde.append("der Hinweis auf synthetische Zahlen fehlt")
        if funde:
            maengel[adresse] = funde
    assert maengel == {}


@pytest.mark.parametrize("login", LOGINS)
def test_every_role_logs_in_and_out(besuch: Besuch, login: str) -> None:
    page = besuch(login)
    assert "handelt für" in page.get_by_role("banner").inner_text()
    page.locator(".konto__knopf").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/")
    assert page.get_by_role("link", name="Anmelden").is_visible()
