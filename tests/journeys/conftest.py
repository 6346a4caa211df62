"""Browser journeys: the whole system as ``make run`` starts it, with the demonstration, and headless Chromium.

The server has services and data of its own in a temporary folder, whatever the other tests use.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
START_SECONDS = 300

REFUSED = "status of 422"
"""What Chromium writes to the console when the server gives a form back: no complaint."""

Besuch = Callable[..., Page]


def pytest_itemcollected(item: pytest.Item) -> None:
    """They run apart from the other tests, in one process with one server."""
    item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running system with the whole demonstration.

    Its folder is not one of pytest's: each start of pytest closes those to other users, and PostgreSQL runs as one.
    """
    with TemporaryDirectory(prefix="zielsystem-", ignore_cleanup_errors=True) as ordner:
        port, folder = _free_port(), Path(ordner)
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")}
        env |= {"PORT": str(port), "DEMO": "voll", "ZIELSYSTEM_DATA": str(folder / "var")}
        with (folder / "out").open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "zielsystem.run"], cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT
            )
            address = f"http://localhost:{port}"
            try:
                _wait_for(f"{address}/gesund/", process, folder / "out")
                yield address
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], out: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:  # refused, reset, too slow: not there yet
            time.sleep(0.3)
    raise RuntimeError(f"Der Server ist nicht gestartet:\n{out.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium.

    Playwright leaves an event loop running in this process, where Django would refuse every query of a test.
    """
    if CHROMIUM is None:
        pytest.fail("Chromium fehlt, die Wege im Browser sind ungeprüft; auf Debian: apt-get install chromium")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def besuch(browser: Browser, server: str) -> Iterator[Besuch]:
    """Open the system as somebody (a demonstration login, or nobody); anything the console complains of fails."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def oeffne(login: str = "", viewport: dict[str, int] = DESKTOP) -> Page:
        context = browser.new_context(viewport=viewport, base_url=server, locale="de-DE", reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if _complains(m) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        if login:
            melde_an(page, login)
        return page

    yield oeffne
    for context in contexts:
        context.close()
    assert complaints == []


def _complains(message: ConsoleMessage) -> bool:
    return message.type == "error" and REFUSED not in message.text


def melde_an(page: Page, login: str) -> None:
    """Log in through the form."""
    page.goto("/konto/anmelden/")
    page.get_by_label("Benutzername").fill(login)
    page.get_by_label("Passwort").fill("zielsystem-demo")
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/")
