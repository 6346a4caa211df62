"""The data folder: its locks, the file in which the keeper says where the services are, and who owns what in it."""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ACCOUNT = "zielsystem"
LONGEST_SOCKET_FOLDER = 80
"""Bytes. The kernel allows 107 for the whole path of a Unix socket (macOS: 103)."""


class Unavailable(Exception):
    """The services cannot run here; the message is one German sentence for whoever sits at the terminal."""


def make_folder(folder: Path) -> None:
    """Make the data folder and what everyone expects in it. Raises ``Unavailable``."""
    try:
        for path in (folder, folder / "run", folder / "log"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"Der Datenordner {folder} lässt sich nicht anlegen: {error.strerror}.") from error
    if not os.access(folder / "run", os.W_OK):
        raise Unavailable(f"Der Datenordner {folder} gehört einem anderen Benutzer.")


def lock(path: Path, mode: int) -> IO[bytes]:
    """Open and lock a file (``fcntl.LOCK_…``); the lock lasts until the file is closed or the process ends.

    With ``LOCK_NB`` it raises ``BlockingIOError`` when another process holds the file.
    """
    file = path.open("ab")
    try:
        fcntl.flock(file, mode)
    except OSError:
        file.close()
        raise
    return file


def keeper_lives(folder: Path) -> bool:
    """Whether a keeper owns the services of this data folder."""
    try:
        lock(folder / "run" / "keeper.lock", fcntl.LOCK_SH | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return True
    except FileNotFoundError:  # somebody has removed the folder
        return False
    return False


def addresses(folder: Path) -> dict[str, str]:
    """``database``, ``redis`` and ``celery`` with their URLs while the services run, else empty."""
    report = _report(folder)
    return {} if "fault" in report else report


def fault(folder: Path) -> str:
    """Why the services broke down, one German sentence; empty if they did not."""
    return _report(folder).get("fault", "")


def publish(folder: Path, report: dict[str, str]) -> None:
    """Write, at one stroke, what ``addresses()`` and ``fault()`` read."""
    path = folder / "run" / "services.json"
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(report))
    draft.replace(path)


def _report(folder: Path) -> dict[str, str]:
    path = folder / "run" / "services.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


@dataclass(frozen=True)
class Place:
    """Where the services live: the data folder, the folder of their sockets, their account (None: our own)."""

    folder: Path
    sockets: Path
    account: str | None

    def owned(self, name: str) -> Path:
        """A private folder in the data folder that belongs to the services' account."""
        path = self.folder / name
        path.mkdir(mode=0o700, exist_ok=True)
        give(path, self.account)
        return path

    def reach(self, programs: Path) -> None:
        """Make a folder of programs usable for the services' account."""
        if self.account:
            _open_way(programs)
            _open_tree(programs)

    def leave(self) -> None:
        """Remove what lies outside the data folder."""
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)


def settle(folder: Path) -> Place:
    """Find the account and an empty folder for the sockets; as root make both reachable for the account."""
    account = _account() if os.geteuid() == 0 else None
    sockets = folder / "sockets"
    shutil.rmtree(sockets, ignore_errors=True)
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER or "," in str(sockets):  # a comma separates two hosts
        sockets = Path(tempfile.mkdtemp(prefix="zielsystem-"))
    sockets.mkdir(mode=0o700, exist_ok=True)
    if account:
        give(sockets, account)
        _open_way(folder)
    return Place(folder, sockets, account)


def give(path: Path, account: str | None) -> None:
    """Make a folder and everything in it belong to an account, unless it does."""
    if account is None or path.owner() == account:
        return
    for below in (path, *path.rglob("*")):
        shutil.chown(below, account, account)


def _open_tree(path: Path) -> None:
    """Let other accounts read and run a folder of programs as its owner may (a strict umask forbids it)."""
    for below in (path, *path.rglob("*")):
        mode = below.stat().st_mode
        wanted = mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6
        if wanted != mode:
            below.chmod(wanted)


def _open_way(path: Path) -> None:
    """Let other accounts walk through a folder and those above it to what they may read; says what it changed."""
    for step in (path, *path.parents):
        mode = step.stat().st_mode
        if not mode & 0o001:
            step.chmod(mode | 0o011)
            sys.stderr.write(f"{step}: chmod go+x, damit PostgreSQL (nicht als root) den Ordner erreicht.\n")


def _account() -> str:
    """PostgreSQL refuses to run as root: the system account it runs under instead, made if it is missing."""
    try:
        return pwd.getpwnam(ACCOUNT).pw_name
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(
            "PostgreSQL läuft nicht als root und das Konto „zielsystem“ lässt sich nicht anlegen; "
            "starten Sie als gewöhnlicher Benutzer oder setzen Sie DATABASE_URL und REDIS_URL."
        ) from error
    return ACCOUNT
