"""The keeper: the process that owns the PostgreSQL and the Redis of one data folder.

Started by ``embedded.ensure()`` as ``python -m zielsystem.embedded.keeper <folder>``. It prints one German sentence
if the services cannot start, and closes its output if they can. It ends them when nobody holds the users' lock any
more, when it gets ``SIGTERM``, and when one of the two ends by itself.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from zielsystem.embedded.folder import Place, Unavailable, lock, publish, settle
from zielsystem.embedded.postgres import NAME, postgres
from zielsystem.embedded.redis import redis
from zielsystem.embedded.service import Service, start
from zielsystem.processes import end_all, outcome

SECONDS_TO_END = 20.0
Running = list[tuple[Service, subprocess.Popen[bytes]]]


class Broken(Exception):
    """A service has ended by itself; the message is one German sentence."""


def main(folder: Path, *, volatile: bool) -> int:
    """The whole life of a keeper; the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Both locks are held until this process ends, and with it both services: whoever comes meanwhile waits for that.
    _keeper_lock = lock(folder / "run" / "keeper.lock", fcntl.LOCK_EX)
    publish(folder, {})
    with ExitStack() as ending:
        try:
            running = _start(folder, ending, volatile=volatile)
            _users_lock = _wait_for_last_user(folder, running)
            publish(folder, {})
        except Unavailable as error:
            sys.stdout.write(f"{error}\n")
            return 1
        except Broken as error:
            publish(folder, {"fault": str(error)})
            return 1
        except SystemExit:
            publish(folder, {})
            raise
    return 0


def _start(folder: Path, ending: ExitStack, *, volatile: bool) -> Running:
    """Start both services, note how they end, and say where they are."""
    place = settle(folder)
    ending.callback(place.leave)
    running = []
    for define in (postgres, redis):
        service = define(place, volatile=volatile)
        process = start(service, place.account)
        ending.callback(end_all, [process], number=service.parting, seconds=SECONDS_TO_END)
        running.append((service, process))
    publish(folder, _addresses(place))
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return running


def _addresses(place: Place) -> dict[str, str]:
    redis_socket = place.sockets / "redis.sock"
    return {
        "database": f"postgres://{NAME}@{quote(str(place.sockets), safe='')}/{NAME}",
        "redis": f"unix://{quote(str(redis_socket))}",
        "celery": f"redis+socket://{quote(str(redis_socket))}",
    }


def _wait_for_last_user(folder: Path, running: Running) -> IO[bytes]:
    """The users' lock, ours alone, as soon as nobody else holds it. Raises ``Broken``."""
    while True:
        for service, process in running:
            if process.poll() is not None:
                how = f"{service.name} hat sich unerwartet beendet ({outcome(process)})"
                raise Broken(f"{how}, Protokoll: {service.log}.")
        with suppress(BlockingIOError):
            return lock(folder / "run" / "users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), volatile="--volatile" in sys.argv[2:]))
