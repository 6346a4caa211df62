"""Bodies in the browser: from planning a session to the result that an agreement rests on."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Besuch
from tests.journeys.test_pages import pruefe

RUNDE = "Zielvereinbarungen 2028"
GRUND = "Alle Mitglieder verzichten auf die Ladungsfrist."
GREMIEN = {
    "land-nw.leitung": "Kooperationsausschuss Nordrhein-Westfalen",
    "ge.leitung": "Trägerversammlung Jobcenter Köln",
}
WEITERE_SEITEN = (
    "/gremien/",
    "/gremien/einrichten/",
    "/gremien/kalender/",
    "/gremien/umsetzungen/",
    "/gremien/streitfaelle/",
)


# -- What every session has in common --------------------------------------------------------------------------


def zur_runde(page: Page) -> str:
    """The address of the round after the one that is being negotiated; the BMAS lays it out when it is not there."""
    page.goto("/zielvereinbarungen/")
    runde = page.get_by_role("main").get_by_role("link", name=RUNDE)
    if runde.count():
        runde.click()
    else:
        page.goto("/zielvereinbarungen/neu/")
        page.get_by_role("button", name="Planungsrunde anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RUNDE)
    return urlsplit(page.url).path


def plane(page: Page, gremium: str, titel: str) -> str:
    """The office plans a session of today; returns its address."""
    page.goto("/gremien/")
    page.get_by_role("link", name=gremium).click()
    page.get_by_role("link", name="Sitzung planen").click()
    page.get_by_label("Titel").fill(titel)
    page.get_by_label("Tag", exact=True).fill(datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat())
    page.get_by_role("button", name="Planen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(titel)
    return urlsplit(page.url).path


def setze_auf(page: Page, angemeldet: str) -> None:
    """Put what was registered on the agenda."""
    page.get_by_role("button", name=re.compile(rf"^Aufsetzen\s*: {angemeldet}")).click()
    erfolgt(page, "Die Anmeldung steht auf der Tagesordnung.")


def schritt(page: Page, name: str, grund: str = "") -> None:
    """Press the button of a step on the page of a session."""
    handlung = page.locator("form.handlung").filter(has=page.get_by_role("button", name=name, exact=True))
    if grund:
        handlung.get_by_label("Begründung").fill(grund)
    handlung.get_by_role("button", name=name).click()
    erfolgt(page, "Der Stand der Sitzung ist geändert.")


def lade_ein_und_eroeffne(page: Page) -> None:
    """Invite at short notice, all members are there, open the session."""
    schritt(page, "Einladen", GRUND)
    page.get_by_role("link", name="Anwesenheit festhalten").click()
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_text("beschlussfähig", exact=True)).to_be_visible()
    schritt(page, "Sitzung eröffnen")


def halte_fest(page: Page, sitzung: str, punkt: str, ergebnis: str) -> None:
    """Record what came out of an item without a vote, and go back to the session."""
    page.get_by_role("link", name=re.compile(punkt)).click()
    page.get_by_role("link", name="Ergebnis festhalten").click()
    page.get_by_label(ergebnis, exact=True).check()
    page.get_by_role("button", name="Festhalten").click()
    erfolgt(page, "Das ist festgehalten.")
    page.goto(sitzung)


def lege_niederschrift_vor(page: Page, sitzung: str) -> None:
    """Close the session, write the minutes and hand them in."""
    page.goto(sitzung)
    schritt(page, "Sitzung schließen")
    page.get_by_label("Verlauf der Sitzung").fill("Die Sitzung verlief ohne Wortmeldungen.")
    page.get_by_role("button", name="Niederschrift speichern").click()
    erfolgt(page, "Die Niederschrift ist gespeichert.")
    schritt(page, "Niederschrift zur Genehmigung vorlegen")


def genehmige(page: Page, sitzung: str) -> None:
    """Approve the minutes."""
    page.goto(sitzung)
    schritt(page, "Niederschrift genehmigen")
    expect(page.get_by_text(re.compile("^Genehmigt am .* sie bleibt nun, wie sie ist"))).to_be_visible()


def erfolgt(page: Page, text: str) -> None:
    expect(page.get_by_text(text)).to_be_visible()


def grundlage(page: Page, nachweis: str) -> Locator:
    """The row about something that the conclusion of agreements rests on."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=nachweis))


def zur_vereinbarung(page: Page, runde: str) -> str:
    """To the agreement between the BMAS and Nordrhein-Westfalen in a round."""
    page.goto(f"{runde}?nr=3&land=05")
    page.get_by_role("main").get_by_role("link", name=re.compile("Nordrhein-Westfalen")).first.click()
    expect(page.get_by_role("heading", name="Worauf der Abschluss ruht")).to_be_visible()
    return urlsplit(page.url).path


# -- From an invitation to an open gate ------------------------------------------------------------------------


def test_a_kooperationsausschuss_deliberates_and_the_agreement_may_go_on(besuch: Besuch) -> None:
    bund = besuch("bmas.leitung")
    vereinbarung = zur_vereinbarung(bund, zur_runde(bund))
    bund.get_by_role("link", name="Beim Kooperationsausschuss anmelden").click()
    bund.get_by_role("button", name="Anmelden").click()
    expect(grundlage(bund, "Beratung im Kooperationsausschuss")).to_contain_text("angemeldet am")

    land = besuch("land-nw.sachbearbeitung")
    sitzung = plane(land, GREMIEN["land-nw.leitung"], "Sondersitzung zu den Zielen 2028")
    setze_auf(land, "Beratung im Kooperationsausschuss")
    lade_ein_und_eroeffne(land)
    halte_fest(land, sitzung, "Beratung im Kooperationsausschuss", "beraten")
    lege_niederschrift_vor(land, sitzung)

    bund.goto(vereinbarung)
    expect(grundlage(bund, "Beratung im Kooperationsausschuss")).to_contain_text("auf der Tagesordnung")
    genehmige(besuch("land-nw.leitung"), sitzung)
    bund.reload()
    expect(grundlage(bund, "Beratung im Kooperationsausschuss")).to_contain_text("liegt vor")
    bund.get_by_role("link", name="Zum Tagesordnungspunkt").first.click()
    expect(bund.get_by_role("heading", level=1)).to_contain_text("Beratung im Kooperationsausschuss")


def test_the_bund_laender_ausschuss_deliberates_on_the_bases_of_a_round(besuch: Besuch) -> None:
    page = besuch("bmas.leitung")
    runde = zur_runde(page)
    page.goto(f"{runde}nachweise/")
    grundlage(page, "Beratung einheitlicher Grundlagen").get_by_role("link", name="Ergebnis erfassen").click()
    page.get_by_role("link", name="Beim Gremium anmelden").click()
    page.get_by_role("button", name="Anmelden").click()
    sitzung = plane(page, "Bund-Länder-Ausschuss", "Grundlagen der Ziele 2028")
    setze_auf(page, "Beratung einheitlicher Grundlagen")
    lade_ein_und_eroeffne(page)
    halte_fest(page, sitzung, "Beratung einheitlicher Grundlagen", "beraten")
    lege_niederschrift_vor(page, sitzung)
    genehmige(page, sitzung)
    zur_vereinbarung(page, runde)
    expect(grundlage(page, "Beratung einheitlicher Grundlagen")).to_contain_text("liegt vor")


def test_a_tie_in_the_traegerversammlung_is_decided_by_its_chair(besuch: Besuch) -> None:
    page = besuch("ge.sachbearbeitung")
    sitzung = plane(page, GREMIEN["ge.leitung"], "Sitzung zur Organisation")
    page.get_by_role("link", name="Punkt aufsetzen").click()
    page.get_by_label("Gegenstand").select_option(label="Verwaltungsablauf und Organisation (Beschluss)")
    page.get_by_label("Titel").fill("Team für Ausbildung")
    page.get_by_label("Beschlussvorschlag").fill("Die Ausbildungsvermittlung wird ein eigenes Team.")
    page.get_by_role("button", name="Aufsetzen").click()
    lade_ein_und_eroeffne(page)

    page.get_by_role("link", name="Team für Ausbildung").click()
    page.get_by_role("link", name="Abstimmen lassen").click()
    page.get_by_role("button", name="Abstimmung eröffnen").click()
    page.get_by_role("link", name="Stimmen festhalten").click()
    for seite, votum in (("BA", "Ja"), ("Kommune", "Nein")):
        stimmen = page.get_by_role("group", name=re.compile(rf"\({seite}\)"))
        expect(stimmen).to_have_count(3)
        for nr in range(3):
            stimmen.nth(nr).get_by_label(votum, exact=True).check()
    page.get_by_role("button", name="Festhalten").click()
    page.get_by_role("button", name="Auszählen").click()
    expect(page.get_by_text(re.compile("^3 Ja, 3 Nein, 0 Enthaltungen; Stichentscheid"))).to_be_visible()

    lege_niederschrift_vor(page, sitzung)
    leitung = besuch("ge.leitung")
    genehmige(leitung, sitzung)
    expect(leitung.get_by_role("row", name=re.compile("Team für Ausbildung"))).to_contain_text("beschlossen")


def test_a_beirat_has_no_member_who_offers_what_it_advises_on(besuch: Besuch) -> None:
    page = besuch("ge.leitung")
    page.goto("/gremien/")
    page.get_by_role("link", name=re.compile("Beirat")).click()
    page.get_by_role("link", name="Mitglieder", exact=True).click()
    page.get_by_role("link", name="Mitglied entsenden").click()
    page.get_by_label(re.compile("^Name")).fill("Nora Nachtigall")
    page.get_by_label("Organisation", exact=True).fill("Bildungswerk Köln")
    page.get_by_role("button", name="Entsenden").click()
    expect(page.get_by_role("alert")).to_contain_text("die Eingliederungsleistungen anbieten, dürfen nicht Mitglied")
    expect(page.get_by_role("alert")).to_contain_text("§ 18d SGB II")
    expect(page.get_by_label("Organisation", exact=True)).to_have_value("Bildungswerk Köln")


# -- The pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", GREMIEN)
def test_the_pages_of_bodies_pass_wcag_and_fit(besuch: Besuch, login: str) -> None:
    page = besuch(login)
    page.goto("/gremien/")
    page.get_by_role("link", name=GREMIEN[login]).click()
    gremium = urlsplit(page.url).path
    reiter = ziele(page, gremium)
    page.goto(f"{gremium}sitzungen/")
    (*_, sitzung) = ziele(page, "/gremien/sitzungen/")
    page.goto(sitzung)
    (punkt, *_) = ziele(page, "/gremien/punkte/")
    pruefe(page, (*reiter, sitzung, punkt, *WEITERE_SEITEN))


def ziele(page: Page, unter: str) -> list[str]:
    """Where the links of a page lead below an address, each once."""
    alle = page.eval_on_selector_all("main a[href]", "alle => alle.map(a => a.getAttribute('href'))")
    return list(dict.fromkeys(z for z in alle if z.startswith(unter) and not z.endswith(("/neu/", ".ics", ".pdf"))))
