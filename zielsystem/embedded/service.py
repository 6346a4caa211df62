"""A service the keeper runs: its definition, its start with a wait until it is ready, and leftovers of the last one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from zielsystem.embedded.folder import Unavailable
from zielsystem.processes import spawn, wait_until

START_SECONDS = 120.0
"""After a power failure a service reads its log before it answers."""


@dataclass(frozen=True)
class Service:
    """How a service starts, where it writes, how one knows that it is ready, and the signal that ends it politely."""

    name: str
    command: list[str]
    folder: Path
    pidfile: Path
    log: Path
    ready: Callable[[int], bool]
    """Whether the service answers, given the process id it was started under."""
    parting: signal.Signals


def start(service: Service, account: str | None) -> subprocess.Popen[bytes]:
    """Start a service and wait until it answers. Raises ``Unavailable`` with the last thing it said."""
    end_leftover(service)
    with service.log.open("ab") as log:
        begin = log.tell()
        process = spawn(service.command, output=log, user=account, cwd=service.folder, parting=service.parting)
    wait_until(lambda: process.poll() is not None or service.ready(process.pid), START_SECONDS)
    if process.poll() is None and service.ready(process.pid):
        return process
    process.kill()
    process.wait()
    raise Unavailable(
        f"{service.name} startet nicht mit dem Ordner {service.folder} (Protokoll: {service.log}): "
        f"„{_complaint(service.log, begin)}“ – ist der Ordner beschädigt, spielen Sie eine Sicherung ein "
        f"oder verschieben Sie ihn, dann legt der nächste Start einen neuen an."
    )


def end_leftover(service: Service) -> None:
    """End the process a killed keeper left behind; forget its pid file if that pid is something else by now.

    Only called while we hold the keeper's lock, so no living keeper can own that process.
    """
    try:
        pid = int(service.pidfile.read_text().split()[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        service.pidfile.unlink()
        return
    if _belongs(pid, service.folder):
        os.kill(pid, service.parting)
        if not wait_until(lambda: not _belongs(pid, service.folder), 20):
            raise Unavailable(f"{service.name} läuft noch ohne Aufsicht: beenden Sie Prozess {pid}.")
    elif _exists(pid):
        service.pidfile.unlink(missing_ok=True)


def _exists(pid: int) -> bool:
    """Whether the number is taken, be it by a process that has ended and was not collected yet."""
    try:
        os.kill(pid, 0)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
    return True


def _belongs(pid: int, folder: Path) -> bool:
    """Whether a process lives whose command line names the folder."""
    return str(folder) in _command_line(pid)


def _command_line(pid: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    if Path("/proc/self").exists():
        return ""
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout


def _complaint(log: Path, begin: int) -> str:
    """The last line of this start that reports an error, else the last line."""
    with log.open("rb") as file:
        file.seek(begin)
        lines = [line.strip() for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    faults = [line for line in lines if any(word in line for word in ("PANIC", "FATAL", "rror"))]
    return re.sub(r"^.*?(PANIC: |FATAL: | # )\s*", "", (faults or lines or ["keine Ausgabe"])[-1])
