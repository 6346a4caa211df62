"""Every page is accessible, quiet and fits a phone; people of every party can log in."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.axe import violations, violations_on_a_phone
from tests.journeys.conftest import DESKTOP, PHONE, Besuch

PERSONEN = Path(__file__).parents[2] / "demonstration" / "people.csv"


def eine_person_je_partei() -> list[str]:
    """The logins of one person of every party, of another role each: the form is the same for all of them."""
    je_partei: dict[str, list[str]] = defaultdict(list)
    for zeile in csv.DictReader(PERSONEN.open(encoding="utf-8"), delimiter=";"):
        je_partei[zeile["partei"]].append(zeile["login"])
    return sorted({logins[stelle % len(logins)] for stelle, logins in enumerate(je_partei.values())})


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
    "/berichte/",
    "/recht/",
    "/recht/parameter/",
    "/api/v1/",
    "/konto/anmelden/",
    "/konto/passwort/vergessen/",
)
INTERNE_SEITEN = (
    "/",
    "/veroeffentlichungen/",
    "/berechnungen/",
    "/berichte/",
    "/berichte/laeufe/",
    "/berichte/jahresberichte/",
    "/meldungen/ausnahmen/",
    "/meldungen/",
    "/zielvereinbarungen/",
    "/zielvereinbarungen/vereinbarungen/1/",
    "/zielvereinbarungen/1/nachweise/",
    "/zielvereinbarungen/1/nachweise/bundeshaushalt/",
    "/zielvereinbarungen/1/verwerfen/",
    "/konto/passwort/",
)


def test_open_pages_pass_wcag_and_fit(besuch: Besuch) -> None:
    pruefe(besuch(), OFFENE_SEITEN)


def test_pages_behind_the_login_pass_wcag_and_fit(besuch: Besuch) -> None:
    pruefe(besuch("bmas.leitung"), INTERNE_SEITEN)


def pruefe(page: Page, adressen: Iterable[str]) -> None:
    """Visit pages of the demonstration, each on a wide window and then on a phone."""
    maengel = {adresse: funde for adresse in adressen if (funde := _maengel(page, adresse))}
    assert maengel == {}


def _maengel(page: Page, adresse: str) -> list[str]:
    page.set_viewport_size(DESKTOP)
    antwort = page.goto(adresse)
    assert antwort
    funde = violations(page)
    if antwort.status != 200:
        funde.append(f"Status {antwort.status}")
    if page.locator("h1").count() != 1:
        funde.append("nicht genau eine Hauptüberschrift")
    if page.get_by_text("Demonstrationsdaten: alle Zahlen sind synthetisch").count() != 1:
        funde.append("der Hinweis auf synthetische Zahlen fehlt")
    funde += [f"die Seite ist breiter als das Fenster von {DESKTOP['width']}"] if _zu_breit(page) else []
    page.set_viewport_size(PHONE)
    funde += violations_on_a_phone(page)
    return funde + (["die Seite ist breiter als ein Telefon"] if _zu_breit(page) else [])


def _zu_breit(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("login", eine_person_je_partei())
def test_people_of_every_party_log_in_and_out(besuch: Besuch, login: str) -> None:
    page = besuch(login)
    assert "handelt für" in page.get_by_role("banner").inner_text()
    page.locator(".konto__knopf").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/")
    assert page.get_by_role("link", name="Anmelden").is_visible()
