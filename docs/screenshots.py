"""Take the pictures of README and docs from a running system: ``make screenshots``.

Start the system first (``make run``); BASE names another address than http://localhost:8000.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

BASE = os.environ.get("BASE", f"http://localhost:{os.environ.get('PORT', '8000')}")
FOLDER = Path(os.environ.get("FOLDER", Path(__file__).parent / "screenshots"))
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}

PICTURES = (
    ("startseite", "", "/", DESKTOP, False),
    ("jobcenter", "", "/jobcenter/05315/", {"width": 1280, "height": 1500}, False),
    ("jobcenter-phone", "", "/jobcenter/05315/", PHONE, False),
    ("jobcenter-liste", "", "/jobcenter/", DESKTOP, False),
    ("meldungen", "zkt.controlling", "/meldungen/", DESKTOP, False),
    ("planungsrunden", "bmas.sachbearbeitung", "/zielvereinbarungen/", DESKTOP, False),
    ("planungsrunde", "bmas.sachbearbeitung", "/zielvereinbarungen/1/", DESKTOP, True),
)
"""Name, login ("" for nobody), address, size, whether the whole page."""


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, login, address, size, whole in PICTURES:
            page = browser.new_context(viewport=size, base_url=BASE, locale="de-DE").new_page()
            if login:
                log_in(page, login)
            page.goto(address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)
            page.context.close()
            print(f"{name}.png")
        browser.close()


def log_in(page: Page, login: str) -> None:
    """Log in as one of the demonstration."""
    page.goto("/konto/anmelden/")
    page.get_by_label("Benutzername").fill(login)
    page.get_by_label("Passwort").fill("zielsystem-demo")
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/")


if __name__ == "__main__":
    main()
