"""How long the first start takes until the page of a Jobcenter is there, demonstration data included.

    .venv/bin/python -m benchmarks.start

What ``make run`` does after the environment is installed, with an empty data folder and services of its own.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE_SECONDS = 300


def main() -> None:
    """Start once, print the seconds, stop."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        env |= {"PORT": str(port), "DEMO": "voll", "ZIELSYSTEM_DATA": str(Path(folder) / "var")}
        begin = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "zielsystem.run"], env=env, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://localhost:{port}/jobcenter/05315/", process)
            print(f"{time.perf_counter() - begin:.1f} s bis zur Seite eines Jobcenters, mit Demonstrationsdaten")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the page answers; end the benchmark when it never will."""
    for _ in range(PATIENCE_SECONDS * 5):
        if process.poll() is not None:
            raise SystemExit("Der Server ist nicht gestartet.")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("Die Seite ist nicht gekommen.")


if __name__ == "__main__":
    main()
