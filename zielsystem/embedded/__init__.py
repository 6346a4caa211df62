"""PostgreSQL and Redis from their Python wheels when no URL is given.

``ensure()`` is called before Django reads its settings. It sets what is missing in the environment: ``DATABASE_URL``,
``REDIS_URL`` and ``ZIELSYSTEM_SECRET_KEY``. Both services live in the data folder (``ZIELSYSTEM_DATA``, default
``var/``) and belong to one process, the keeper (``keeper.py``), started by whoever needs them first.

Who uses the services holds a shared lock on ``run/users.lock`` until it ends. The kernel gives the lock back even
after ``kill -9``, so there is no list of process ids that could be wrong: the keeper ends the services as soon as it
can get the lock for itself. No Django in here.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from zielsystem.embedded.folder import Unavailable, addresses, fault, keeper_lives, lock, make_folder
from zielsystem.processes import wait_until

__all__ = ["BASE_DIR", "Unavailable", "data_folder", "ensure", "lost", "release"]

BASE_DIR = Path(__file__).resolve().parents[2]
_held: dict[Path, IO[bytes]] = {}
"""The users' locks this process holds, by data folder; open until it ends or calls ``release()``."""
_started: list[subprocess.Popen[bytes]] = []
"""Keepers this process started; they may outlive it."""


def ensure(*, volatile: bool = False) -> None:
    """Set what the settings need and the environment lacks; start the services if they are among it.

    ``volatile`` trades the safety of the data for speed (tests). Raises ``Unavailable``.
    """
    if all(os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL", "ZIELSYSTEM_SECRET_KEY")):
        return
    folder = data_folder()
    os.environ["ZIELSYSTEM_DATA"] = str(folder)
    make_folder(folder)
    with lock(folder / "run" / "start.lock", fcntl.LOCK_EX):
        if not os.environ.get("ZIELSYSTEM_SECRET_KEY"):
            os.environ["ZIELSYSTEM_SECRET_KEY"] = _secret_key(folder / "secret_key")
        if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
            _publish(_join(folder, volatile=volatile))


def data_folder() -> Path:
    """Where everything lives that is not the program."""
    return Path(os.environ.get("ZIELSYSTEM_DATA") or BASE_DIR / "var").resolve()


def lost() -> str:
    """A German sentence when services this process uses have ended by themselves, else the empty string."""
    for folder in _held:
        if not keeper_lives(folder):
            return fault(folder) or "PostgreSQL und Redis laufen nicht mehr."
    return ""


def release(seconds: float = 8.0) -> bool:
    """Give the services up and wait for their end; False when they go on because another process uses them."""
    folders = list(_held)
    while _held:
        _held.popitem()[1].close()
    ending = wait_until(lambda: not any(addresses(folder) for folder in folders), 1.0)
    ended = ending and wait_until(lambda: not any(keeper_lives(folder) for folder in folders), seconds)
    for keeper in _started if ended else ():
        keeper.wait()
    return ended


def _join(folder: Path, *, volatile: bool) -> dict[str, str]:
    """Become a user of the services, starting them if they do not run; their addresses."""
    if folder not in _held:
        _held[folder] = lock(folder / "run" / "users.lock", fcntl.LOCK_SH)
    # A keeper without addresses is ending what is left after a breakdown: nobody else can be starting one now.
    wait_until(lambda: bool(addresses(folder)) or not keeper_lives(folder), 30)
    if not keeper_lives(folder):
        _start_keeper(folder, volatile=volatile)
    return addresses(folder)


def _publish(found: dict[str, str]) -> None:
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = found["database"]
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = found["redis"]
        # Celery spells the address of a Unix socket differently from Redis' own client; it reads these two first.
        os.environ["CELERY_BROKER_URL"] = os.environ["CELERY_RESULT_BACKEND"] = found["celery"]


def _start_keeper(folder: Path, *, volatile: bool) -> None:
    """Start the keeper and wait for its word: silence means that both services are ready."""
    command = [sys.executable, "-m", "zielsystem.embedded.keeper", str(folder), *(["--volatile"] if volatile else [])]
    log = folder / "log" / "keeper.log"
    with log.open("ab") as errors:
        keeper = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    _started.append(keeper)
    assert keeper.stdout is not None
    with keeper.stdout as report:
        sentence = report.read().decode().strip()
    if sentence or not addresses(folder):
        keeper.wait()
        _held.pop(folder).close()
        raise Unavailable(sentence or f"PostgreSQL und Redis starten nicht (Protokoll: {log}).")


def _secret_key(path: Path) -> str:
    """The key for signatures, made once per data folder and readable by its owner only."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(secrets.token_urlsafe(64))
        Path(file.name).rename(path)
    return path.read_text().strip()
