"""Statistical clients at the running server: the examples of docs/sdmx.md, and the public client itself."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import sdmx

DOKUMENT = Path(__file__).resolve().parents[2] / "docs" / "sdmx.md"


@pytest.fixture(scope="module")
def beispiele(server: str) -> dict[str, Any]:
    """What the examples of the document leave behind, run one after the other as a reader would."""
    raum: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", DOKUMENT.read_text(encoding="utf-8"), re.DOTALL):
        exec(block.replace("http://localhost:8000", server), raum)
    return raum


def test_the_examples_of_the_document_give_what_they_promise(beispiele: dict[str, Any]) -> None:
    assert beispiele["units"].loc["bund", "name"] == "Bund"
    quoten = beispiele["quotas"]
    assert {"05315", "land-05", "bund"} == {spalte[-1] if isinstance(spalte, tuple) else spalte for spalte in quoten}
    assert len(quoten) > 12
    assert quoten.notna().any().all()
    assert beispiele["table"]["OBS_STATUS"].isin(list("ABDMOPQ")).all()
    assert "05315" in set(beispiele["table"]["EINHEIT"])


def test_what_was_published_earlier_ends_earlier(beispiele: dict[str, Any]) -> None:
    damals = sdmx.to_pandas(beispiele["earlier"])
    jetzt = sdmx.to_pandas(beispiele["client"].data("KENNZAHLEN", key="M.K2.bund._T"))
    assert damals.index.get_level_values("TIME_PERIOD").max() < jetzt.index.get_level_values("TIME_PERIOD").max()


def test_the_client_reads_by_key_with_the_structure_it_fetched(beispiele: dict[str, Any]) -> None:
    client, aufbau = beispiele["client"], beispiele["flow"].structure["KENNZAHLEN"]
    nachricht = client.data(
        "KENNZAHLEN", key={"KENNZAHL": "K2", "EINHEIT": "bund"}, dsd=aufbau, params={"lastNObservations": 3}
    )
    assert nachricht.response.headers["Content-Type"].startswith("application/vnd.sdmx.structurespecificdata+xml")
    tafel = sdmx.to_pandas(nachricht, attributes="o")
    assert sorted(tafel.index.get_level_values("SEX").unique()) == ["F", "M", "_T"]
    assert {"OBS_STATUS", "ZAEHLER", "NENNER"} <= set(tafel.columns)
    assert len(client.series_keys("KENNZAHLEN")) > 7000


def test_the_whole_release_passes_in_seconds(server: str) -> None:
    beginn = time.perf_counter()
    with requests.get(f"{server}/api/sdmx/2.1/data/KENNZAHLEN/all?format=csv", stream=True, timeout=60) as antwort:
        erstes = time.perf_counter() - beginn
        zeilen = sum(stueck.count(b"\r\n") for stueck in antwort.iter_content(1 << 20))
    assert antwort.status_code == 200
    assert zeilen > 700_000
    assert erstes < 5
    assert time.perf_counter() - beginn < 60
