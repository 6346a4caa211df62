"""Starting and ending operating system processes so that none is left behind.

Every process gets a process group of its own; it is ended together with whatever it started. On Linux the kernel
also ends it when the process that started it dies without a word (``kill -9``).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(number: int = signal.SIGTERM, *, parent: int | None = None) -> None:
    """Ask the kernel to send this process a signal when its parent dies (Linux; elsewhere nothing happens).

    ``parent``: the expected parent's process id; if it is gone already, the process ends at once.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def spawn(
    command: Sequence[str],
    *,
    output: int | IO[bytes],
    user: str | None = None,
    cwd: Path | None = None,
    parting: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a command in its own process group, both its outputs to ``output``.

    ``user``: the account it runs under (only root may name one). ``parting``: the signal it gets when we die.
    """
    parent = os.getpid()
    return subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(parting, parent=parent),
        **as_account(user),
    )


def as_account(user: str | None) -> dict[str, Any]:
    """The arguments of ``subprocess`` that run a command under an account (None: our own)."""
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def end_all(
    processes: Sequence[subprocess.Popen[bytes]], *, number: int = signal.SIGTERM, seconds: float = 5.0
) -> None:
    """End spawned processes at the same time: the signal first, ``SIGKILL`` for what is left after ``seconds``.

    Only the process itself gets the signal, it knows how to end its own; what remains of its group is killed.
    """
    for process in processes:
        process.send_signal(number)
    wait_until(lambda: all(process.poll() is not None for process in processes), seconds)
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Ask every 20 ms until ``true()`` holds; False when ``seconds`` have passed."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def outcome(process: subprocess.Popen[bytes]) -> str:
    """How an ended process ended, in German, for a sentence."""
    code = process.returncode
    return f"Signal {-code}" if code < 0 else f"Status {code}"
