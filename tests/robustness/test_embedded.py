"""The embedded services under bad treatment: many users at once, killed processes, damaged folders."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.robustness.supervised import Program, data_folder, family, kill_all, soon

pytestmark = pytest.mark.xdist_group("run")

USER = """
import os, sys, time
from zielsystem import embedded
try:
    embedded.ensure()
except embedded.Unavailable as error:
    sys.exit(str(error))
import psycopg, dj_database_url
found = dj_database_url.parse(os.environ["DATABASE_URL"])
with psycopg.connect(host=found["HOST"], dbname=found["NAME"], user=found["USER"]) as connection:
    print(connection.execute("SELECT upper('ä') || current_database()").fetchone()[0], flush=True)
time.sleep(float(sys.argv[1]))
"""
HELLO = "Äzielsystem"


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder() as path:
        yield path / "daten"


def use(folder: Path, seconds: float = 0) -> Program:
    """A program that uses the services for some seconds."""
    return Program(folder, "-c", USER, str(seconds))


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def test_several_users_share_one_pair_of_services_and_the_last_one_ends_it(folder: Path) -> None:
    users = [use(folder, 1) for _ in range(4)]
    for user in users:
        user.until(HELLO)
    assert len([process for process in family(folder) if "postgres -D" in " ".join(process.cmdline())]) == 1

    assert [user.status() for user in users] == [0, 0, 0, 0]
    assert soon(lambda: not family(folder), seconds=30)


def test_a_killed_user_is_forgotten(folder: Path) -> None:
    user = use(folder, 60)
    user.until(HELLO)
    user.end(signal.SIGKILL)

    assert soon(lambda: not family(folder), seconds=30)


def test_everything_killed_at_once_is_recovered(folder: Path) -> None:
    user = use(folder, 60)
    user.until(HELLO)
    kill_all(folder)
    assert (folder / "postgres" / "postmaster.pid").exists()

    again = use(folder)
    assert again.status() == 0, again.said()


def test_the_pid_file_of_a_dead_server_whose_number_is_taken_by_another_program(folder: Path) -> None:
    assert use(folder).status() == 0
    soon(lambda: not family(folder), seconds=30)
    (folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'postgres'}\n")

    again = use(folder)
    assert again.status() == 0, again.said()
    assert psutil.pid_exists(os.getpid())


def test_a_service_that_ends_by_itself_takes_the_other_one_along(folder: Path) -> None:
    user = use(folder, 60)
    user.until(HELLO)
    os.kill(postmaster(folder), signal.SIGKILL)

    assert soon(lambda: "fault" in json.loads((folder / "run" / "services.json").read_text()), seconds=30)
    assert soon(lambda: family(folder) == {psutil.Process(user.process.pid)}, seconds=30)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda folder: (folder / "postgres" / "PG_VERSION").unlink(), "PG_VERSION fehlt"),
        (lambda folder: (folder / "postgres" / "PG_VERSION").write_text("9.6\n"), "gehört zu PostgreSQL 9.6"),
        (
            lambda folder: (folder / "postgres" / "global" / "pg_control").write_bytes(b"?" * 8192),
            "PostgreSQL startet nicht",
        ),
        (lambda folder: (folder / "redis" / "appendonly.aof").write_text("broken"), "Redis startet nicht"),
    ],
)
def test_a_damaged_folder_is_one_sentence(folder: Path, damage, sentence: str) -> None:
    assert use(folder).status() == 0
    soon(lambda: not family(folder), seconds=30)
    damage(folder)

    user = use(folder)
    assert user.status() == 1
    assert sentence in user.said()
    assert user.said().count("\n") == 1


def test_a_long_path_with_blanks_and_commas(folder: Path) -> None:
    far = folder / "ein Ordner, dessen Name länger ist" / ("x" * 80)

    assert use(far).status() == 0


def test_a_folder_that_cannot_be_made_is_one_sentence() -> None:
    user = use(Path("/proc/nirgends"))

    assert user.status() == 1
    assert user.said().startswith("Der Datenordner /proc/nirgends lässt sich nicht anlegen")
