"""What the tests of the supervisor and of the embedded services share: real processes in a data folder of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from zielsystem.embedded import BASE_DIR

NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "CELERY_", "DJANGO_", "ZIELSYSTEM_", "MAKE", "PORT", "HOST", "DEMO")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a fresh terminal, with a data folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    return {**inherited, "ZIELSYSTEM_DATA": str(folder), **more}


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty data folder; whatever still runs in it at the end is killed."""
    folder = Path(tempfile.mkdtemp(prefix="zielsystem-test-")).resolve()
    try:
        yield folder
    finally:
        kill_all(folder)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(folder: Path) -> set[psutil.Process]:
    """All living processes that were started with this data folder, and what those started."""
    found = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("ZIELSYSTEM_DATA") == str(folder) or str(folder) in " ".join(process.cmdline()):
                found |= {process, *process.children(recursive=True)}
    return {process for process in found if lives(process) and process.pid != os.getpid()}


def kill_all(folder: Path) -> None:
    """Kill everything that runs with this data folder, without a warning."""
    for process in family(folder):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def soon(true: Callable[[], object], *, seconds: float) -> bool:
    """Whether something comes true within some seconds."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Program:
    """A Python program of ours as a process, its output in a file."""

    def __init__(self, folder: Path, *arguments: str, **more: str) -> None:
        self.folder = folder
        self.output = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the program is asked)
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env=environment(folder, **more),
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said(self) -> str:
        """Everything it has written so far."""
        size = os.fstat(self.output.fileno()).st_size
        return os.pread(self.output.fileno(), size, 0).decode()

    def until(self, words: str, *, seconds: float = 180) -> None:
        """Wait until it has written some words."""
        soon(lambda: words in self.said() or self.process.poll() is not None, seconds=seconds)
        assert words in self.said(), self.said()

    def end(self, number: int = signal.SIGTERM, *, seconds: float = 30) -> int:
        """Send a signal, wait for the end; the exit status."""
        self.process.send_signal(number)
        return self.status(seconds=seconds)

    def status(self, *, seconds: float = 60) -> int:
        """The exit status, at the latest after some seconds."""
        return self.process.wait(timeout=seconds)
