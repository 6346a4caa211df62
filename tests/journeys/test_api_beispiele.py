"""What docs/api.md tells clients to type is typed here, against the running system, with a token from the browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.journeys.axe import violations
from tests.journeys.conftest import Besuch

DOKUMENT = Path(__file__).parents[2] / "docs" / "api.md"
BEISPIELE = re.findall(r"^```(bash|python)\n(.*?)^```", DOKUMENT.read_text(), re.MULTILINE | re.DOTALL)


def test_every_example_works_with_a_token_from_the_browser(besuch: Besuch, server: str, tmp_path: Path) -> None:
    page = besuch("ge.controlling")
    page.goto("/schluessel/neu/")
    assert violations(page) == []
    page.get_by_label("Zweck").fill("Monatsmeldung aus dem Fachverfahren")
    page.get_by_label("Meldungen erfassen und einreichen").check()
    page.get_by_role("button", name="Schlüssel ausstellen").click()
    token = page.get_by_label("Schlüssel für „Monatsmeldung").input_value()
    assert violations(page) == []
    umgebung = os.environ | {"SCHLUESSEL": token}
    assert len(BEISPIELE) >= 10
    for sprache, text in BEISPIELE:
        befehl = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}[sprache]
        beispiel = text.replace("http://localhost:8000", server).replace("/tmp/", f"{tmp_path}/")
        lauf = subprocess.run([*befehl, beispiel], env=umgebung, capture_output=True, text=True, timeout=120)
        assert lauf.returncode == 0, f"{text}\n{lauf.stdout}\n{lauf.stderr}"
    page.goto("/schluessel/")
    assert "noch nie" not in page.content()
    assert violations(page) == []


def test_the_description_can_be_browsed_without_leaving_the_server(besuch: Besuch) -> None:
    page = besuch()
    fremde: list[str] = []
    page.on("request", lambda anfrage: None if "localhost" in anfrage.url else fremde.append(anfrage.url))
    page.goto("/api/v1/dokumentation/")
    page.get_by_text("/api/v1/kennzahlwerte/").first.wait_for()
    assert violations(page) == []
    assert [url for url in fremde if not url.startswith("data:")] == []
