"""`make run` from the outside: the real supervisor with real services, web server, worker and beat."""

import json
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.robustness.supervised import Program, data_folder, family, free_port, lives, soon
from zielsystem.run import Supervisor

pytestmark = pytest.mark.xdist_group("run")
READY = "Bereit nach"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One data folder for all tests of this file: only the first start has to make the tables."""
    with data_folder() as path:
        yield path


def start(folder: Path, **more: str) -> Program:
    return Program(folder, "-m", "zielsystem.run", **{"DEMO": "nein", "PORT": str(free_port()), **more})


def part(folder: Path, words: str) -> list[psutil.Process]:
    """The processes whose command line contains some words, the oldest first."""
    found = [process for process in family(folder) if words in " ".join(process.cmdline())]
    return sorted(found, key=lambda process: process.create_time())


def sql(folder: Path, statement: str) -> list[tuple[object, ...]]:
    sockets = json.loads((folder / "run" / "services.json").read_text())["redis"].removeprefix("unix://")
    with psycopg.connect(host=str(Path(sockets).parent), dbname="zielsystem", user="zielsystem") as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_it_serves_pages_and_sigterm_ends_everything_it_started(folder: Path) -> None:
    port = free_port()
    program = start(folder, PORT=str(port))
    program.until(READY)
    started = family(folder)
    for words in (
        "gunicorn",
        "zielsystem.celery worker",
        "zielsystem.celery beat",
        "postgres -D",
        "redis-server",
        "keeper",
    ):
        assert part(folder, words), f"{words} does not run"
    with urllib.request.urlopen(f"http://localhost:{port}/gesund/") as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"http://localhost:{port}/konto/anmelden/") as answer:
        assert answer.status == 200

    assert program.end(signal.SIGTERM) == 0, program.said()
    assert not [process for process in started if lives(process)]
    assert not family(folder)


def test_a_second_start_keeps_the_data_and_the_key(folder: Path) -> None:
    first = start(folder)
    first.until(READY)
    key = (folder / "secret_key").read_text()
    sql(folder, "CREATE TABLE kept AS SELECT 'Köln' AS name")
    first.end()

    second = start(folder)
    second.until(READY)
    try:
        assert sql(folder, "SELECT name FROM kept") == [("Köln",)]
        assert (folder / "secret_key").read_text() == key
        assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600

        other = start(folder)
        assert other.status() == 1
        assert "läuft schon mit dem Datenordner" in other.said()
    finally:
        assert second.end(signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("words", "title"), [("zielsystem.celery worker", "Der Celery-Worker"), ("postgres -D", "PostgreSQL")]
)
def test_the_crash_of_a_part_is_said_and_ends_the_rest(folder: Path, words: str, title: str) -> None:
    program = start(folder)
    program.until(READY)
    started = family(folder)
    part(folder, words)[0].kill()

    assert program.status() == 1
    assert f"{title} hat sich unerwartet beendet (Signal 9)" in program.said()
    assert not [process for process in started if lives(process)]


def test_killing_the_supervisor_leaves_nothing_behind(folder: Path) -> None:
    program = start(folder)
    program.until(READY)
    started = family(folder)
    program.end(signal.SIGKILL)

    assert soon(lambda: not [process for process in started if lives(process)], seconds=30)


def test_a_port_in_use_is_one_sentence(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        program = start(folder, PORT=str(taken.getsockname()[1]))
        assert program.status() == 1
    assert program.said().startswith("Port ")
    assert "ist belegt" in program.said()
    assert program.said().count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEMO", "alles", "DEMO=alles gibt es nicht; erlaubt ist voll, parteien, nein."),
        ("PORT", "achtzig", "PORT=achtzig ist keine Portnummer; erlaubt ist 1 bis 65535."),
        ("PORT", "70000", "PORT=70000 ist keine Portnummer; erlaubt ist 1 bis 65535."),
    ],
)
def test_a_wrong_wish_is_one_sentence(folder: Path, name: str, value: str, sentence: str) -> None:
    program = start(folder, **{name: value})

    assert program.status() == 1
    assert program.said() == f"{sentence}\n"


def test_errors_in_a_log_come_to_the_terminal_with_what_follows_them(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path)
    (tmp_path / "log").mkdir()
    lines = [
        "[08:00:00] [INFO] Listening",
        "2026-01-05 08:00:01 ERROR django.request: Internal Server Error: /\033[2J",
        "Traceback (most recent call last):",
        "ValueError: kaputt",
        "[08:00:02: WARNING/MainProcess] slow",
    ]
    part = supervisor.start("Das Programm", "part", "-c", f"print({chr(10).join(lines)!r})", lasting=False)
    part.process.wait()

    assert part.news() == [lines[1].replace("\033", ""), *lines[2:4]]
    assert part.news() == []
    assert part.last_words().startswith(lines[0])
