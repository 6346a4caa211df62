"""``make run``: starts everything the system consists of, watches it, and ends all of it together.

In this order: PostgreSQL and Redis (``embedded``), migrations and static files, demonstration data if there are no
parties yet, then web server, Celery worker and Celery beat. Ctrl-C and ``SIGTERM`` end it with status 0; when one
part ends by itself, a sentence says which and the rest is ended with status 1. What the parts write goes to ``log/``
in the data folder; errors among it are shown on the terminal as well.

``PORT`` (8000), ``HOST`` (127.0.0.1) and ``DEMO`` (voll, parteien, nein) come from the environment.
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from zielsystem import embedded
from zielsystem.embedded.folder import lock, make_folder
from zielsystem.health import answers
from zielsystem.processes import end_all, end_with_parent, outcome, spawn

DEMONSTRATIONS = ("voll", "parteien", "nein")
SECONDS_TO_ANSWER = 120
SECONDS_TO_END = 5.0
TICK = 0.1
LARGEST_LOG = 10_000_000
LEVEL = re.compile(r"\b(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b")


class Refused(Exception):
    """It cannot start or go on; the message is one German sentence."""


class Stopped(Exception):
    """Somebody asked us to end."""


@dataclass(frozen=True)
class Wish:
    """What the environment asks for."""

    host: str
    port: int
    demonstration: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Wish:
        """Raises ``Refused`` for what makes no sense."""
        port = environment.get("PORT") or "8000"
        if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise Refused(f"PORT={port} ist keine Portnummer; erlaubt ist 1 bis 65535.")
        demonstration = environment.get("DEMO") or "voll"
        if demonstration not in DEMONSTRATIONS:
            raise Refused(f"DEMO={demonstration} gibt es nicht; erlaubt ist {', '.join(DEMONSTRATIONS)}.")
        return cls(environment.get("HOST") or "127.0.0.1", int(port), demonstration)

    @property
    def address(self) -> str:
        """Where the web server listens, as gunicorn wants it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def local(self) -> str:
        """The host under which this machine reaches the web server."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)


@dataclass
class Part:
    """A process we started, with the log it writes and how far we have read that."""

    title: str
    log: Path
    process: subprocess.Popen[bytes]
    written: IO[bytes]
    lasting: bool
    loud: bool
    unfinished: bytes = field(default=b"")
    in_error: bool = field(default=False)

    def news(self) -> list[str]:
        """The lines written since the last call that belong on the terminal: errors with what follows, or all."""
        *lines, self.unfinished = (self.unfinished + self.written.read()).split(b"\n")
        return [text for text in map(printable, lines) if self._matters(text)]

    def _matters(self, text: str) -> bool:
        if level := LEVEL.search(text[:100]):
            self.in_error = level[1] in ("ERROR", "CRITICAL")
        return self.loud or self.in_error

    def last_words(self) -> str:
        """The end of the log."""
        return "\n".join(map(printable, self.log.read_bytes().splitlines()[-15:]))


class Supervisor:
    """Starts parts, watches them, ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: list[Part] = []
        self.stopping = False

    def stop(self, *_: object) -> None:
        """Ask for the end (a signal handler); ``watch()`` obeys."""
        self.stopping = True

    def start(self, title: str, name: str, *command: str, lasting: bool = True, loud: bool = False) -> Part:
        """Start a part that writes ``log/<name>.log``; ``lasting``: it must not end by itself; ``loud``: show all."""
        log = self.folder / "log" / f"{name}.log"
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            written = log.open("rb")
            written.seek(output.tell())
            process = spawn([sys.executable, *command], output=output, cwd=embedded.BASE_DIR)
        self.parts.append(part := Part(title, log, process, written, lasting, loud))
        return part

    def manage(self, title: str, *arguments: str, loud: bool = False) -> Part:
        """Start a command of ``manage.py``; wait for it with ``finish()``."""
        return self.start(title, arguments[0], "manage.py", *arguments, lasting=False, loud=loud)

    def finish(self, *steps: Part) -> None:
        """Wait until the steps have ended. Raises ``Refused`` when one failed."""
        self.watch(lambda: all(step.process.poll() is not None for step in steps))
        for step in steps:
            self.parts.remove(step)
            if step.process.returncode:
                raise Refused(f"{step.last_words()}\n{step.title} ist gescheitert, Protokoll: {step.log}.")

    def watch(self, done: Callable[[], bool]) -> None:
        """Show errors until ``done()``. Raises ``Stopped`` when asked to, ``Refused`` when a part has ended."""
        while True:
            finished = done()
            self.show_news()
            if self.stopping:
                raise Stopped
            self.check()
            if finished:
                return
            time.sleep(TICK)

    def check(self) -> None:
        """Raise ``Refused`` when a part that should last, or a service, has ended."""
        for part in self.parts:
            if part.lasting and part.process.poll() is not None:
                how = f"{part.title} hat sich unerwartet beendet ({outcome(part.process)})"
                raise Refused(f"{part.last_words()}\n{how}, Protokoll: {part.log}.")
        if sentence := embedded.lost():
            raise Refused(sentence)

    def show_news(self) -> None:
        """Put on the terminal what the parts have written that belongs there."""
        for part in self.parts:
            for line in part.news():
                say(line)

    def end(self) -> None:
        """End every part, then the services."""
        end_all([part.process for part in self.parts], seconds=SECONDS_TO_END)
        if not embedded.release():
            say("PostgreSQL und Redis laufen weiter, solange ein anderer Befehl sie benutzt.")


def main() -> int:
    """Run until asked to end; the exit status."""
    supervisor = Supervisor(embedded.data_folder())
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, supervisor.stop)
    if "MAKELEVEL" in os.environ:
        end_with_parent()
    status = 1
    try:
        run(supervisor, Wish.from_environment(os.environ))
    except Stopped:
        say("Das Zielsystem wird beendet …")
        status = 0
    except (Refused, embedded.Unavailable) as reason:
        say(str(reason))
    finally:
        supervisor.end()
    return status


def run(supervisor: Supervisor, wish: Wish) -> None:
    """Start everything and watch it. Raises ``Stopped``, ``Refused`` or ``embedded.Unavailable``; never returns."""
    began = time.monotonic()
    check_port(wish)
    make_folder(supervisor.folder)
    with only_here(supervisor.folder):
        say(f"Das Zielsystem wird gestartet, Daten und Protokolle liegen in {supervisor.folder} …")
        embedded.ensure()
        prepare(supervisor, wish)
        serve(supervisor, wish)
        say(f"Bereit nach {time.monotonic() - began:.0f} s: http://{wish.local}:{wish.port}/ (Strg-C beendet alles)")
        supervisor.watch(lambda: False)


def check_port(wish: Wish) -> None:
    """Raise ``Refused`` when the web server could not listen."""
    family = socket.AF_INET6 if ":" in wish.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wish.host, wish.port))
        except OSError as error:
            raise Refused(
                f"Port {wish.port} ist belegt oder nicht erlaubt ({error.strerror}): beenden Sie das andere Programm "
                f"oder wählen Sie einen anderen Port, zum Beispiel PORT={wish.port % 65535 + 1} make run."
            ) from error


def only_here(folder: Path) -> IO[bytes]:
    """The lock that keeps a second supervisor out of the data folder."""
    try:
        return lock(folder / "run" / "supervisor.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(
            f"Das Zielsystem läuft schon mit dem Datenordner {folder}: beenden Sie es oder wählen Sie mit "
            "ZIELSYSTEM_DATA einen anderen Ordner."
        ) from None


def prepare(supervisor: Supervisor, wish: Wish) -> None:
    """Bring database and static files up to date; fill an empty database with the demonstration."""
    static = collect_static(supervisor)
    supervisor.finish(supervisor.manage("Das Einrichten der Datenbank", "migrate", "--no-input"))
    if wish.demonstration != "nein":
        command = ("load_demonstration", "--umfang", wish.demonstration)
        supervisor.finish(supervisor.manage("Das Laden der Demonstrationsdaten", *command, loud=True))
    static()


def collect_static(supervisor: Supervisor) -> Callable[[], None]:
    """Start collecting the static files if they have changed; the function returned waits for it."""
    stamp = supervisor.folder / "static.stamp"
    wanted = static_fingerprint(supervisor.folder)
    if stamp.exists() and stamp.read_text() == wanted and (supervisor.folder / "static").is_dir():
        return lambda: None
    step = supervisor.manage("Das Sammeln der statischen Dateien", "collectstatic", "--no-input")

    def wait() -> None:
        supervisor.finish(step)
        stamp.write_text(wanted)

    return wait


def static_fingerprint(folder: Path) -> str:
    """Changes with the static files of our packages (name, size, time) and with the versions of everybody else's."""
    lines = [(embedded.BASE_DIR / "requirements.lock").read_text()]
    for path in sorted(embedded.BASE_DIR.glob("[!.]*/**/static/**/*")):
        if folder not in path.parents:
            lines.append(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return sha256("\n".join(lines).encode()).hexdigest()


def serve(supervisor: Supervisor, wish: Wish) -> None:
    """Start web server, worker and beat; wait until a page answers, show who can log in."""
    access_log = str(supervisor.folder / "log" / "access.log")
    beat_folder = supervisor.folder / "beat"
    beat_folder.mkdir(exist_ok=True)
    gunicorn = ("-m", "gunicorn", "zielsystem.wsgi", "--bind", wish.address, "--access-logfile", access_log)
    limits = ("--preload", "--workers", "2", "--threads", "4", "--graceful-timeout", "3", "--no-control-socket")
    celery = ("-m", "celery", "-A", "zielsystem.celery")
    alone = ("--concurrency", "2", "--without-mingle", "--without-gossip")
    schedule = ("--schedule", str(beat_folder / "schedule"), "--pidfile", "")
    supervisor.start("Der Webserver", "web", *gunicorn, *limits)
    supervisor.start("Der Celery-Worker", "worker", *celery, "worker", "--loglevel", "INFO", *alone)
    supervisor.start("Celery beat", "beat", *celery, "beat", "--loglevel", "INFO", *schedule)
    wait_for_page(supervisor, wish)
    if wish.demonstration != "nein":
        supervisor.finish(supervisor.manage("Die Liste der Zugänge", "demonstration_logins", loud=True))


def wait_for_page(supervisor: Supervisor, wish: Wish) -> None:
    """Raise ``Refused`` when the web server does not answer in time."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    supervisor.watch(lambda: answers(wish.local, wish.port) or time.monotonic() > deadline)
    if time.monotonic() > deadline:
        raise Refused(f"Der Webserver antwortet nicht, Protokoll: {supervisor.folder / 'log' / 'web.log'}.")


def printable(line: bytes) -> str:
    """A line of a log for the terminal, without the control characters somebody may have put into it."""
    return "".join(sign for sign in line.decode(errors="replace").expandtabs() if sign.isprintable())


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
