"""For all tests: one migrated database that every process copies, and property tests without a stop watch."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from hypothesis import settings

from zielsystem.parameter import gedaechtnis

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """A database for this process, copied from one that was migrated once.

    The migrated one is named after its migrations and stays, so that the next run finds it; copying takes a third of
    a second, migrating as long as many tests.
    """
    erzeugung = connection.creation
    name = erzeugung._get_test_db_name()
    eigentlich = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        with _allein():
            vorlage = _migrierte(erzeugung)
            _sql(erzeugung, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            _sql(erzeugung, f'CREATE DATABASE "{name}" TEMPLATE "{vorlage}"')
        _verbinde(name)
    yield
    with django_db_blocker.unblock():
        _verbinde(eigentlich)
        _sql(erzeugung, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _nothing_set() -> None:
    """Parameters are as shipped, and no process remembers what a test set."""
    gedaechtnis.merke(())


def _migrierte(erzeugung: Any) -> str:
    """The name of the migrated database; it is made if there is none for these migrations."""
    name = f"vorlage_{_abdruck()}"
    with erzeugung._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        vorhanden = cursor.fetchone()
    if not vorhanden:
        unfertig = f"{name}_unfertig"
        _sql(erzeugung, f'DROP DATABASE IF EXISTS "{unfertig}" WITH (FORCE)')
        _sql(erzeugung, f'CREATE DATABASE "{unfertig}"')
        vorher = connection.settings_dict["NAME"]
        _verbinde(unfertig)
        call_command("migrate", verbosity=0, interactive=False)
        _verbinde(vorher)
        _sql(erzeugung, f'ALTER DATABASE "{unfertig}" RENAME TO "{name}"')
    return name


def _abdruck() -> str:
    """What a migrated database depends on: every migration of the project, and what else makes tables."""
    wurzel = Path(django_settings.BASE_DIR)
    dateien = sorted((*wurzel.glob("*/migrations/*.py"), *wurzel.glob("zielsystem/*/migrations/*.py")))
    sonst = (wurzel / "requirements-dev.lock", wurzel / "zielsystem" / "settings.py")
    inhalt = b"".join(datei.read_bytes() for datei in (*dateien, *sonst))
    return hashlib.sha256(inhalt).hexdigest()[:16]


def _verbinde(name: str) -> None:
    connection.close()
    django_settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _sql(erzeugung: Any, befehl: str) -> None:
    with erzeugung._nodb_cursor() as cursor:
        cursor.execute(befehl)


class _allein:
    """Only one process at a time copies: PostgreSQL copies no database that somebody else is using."""

    def __enter__(self) -> None:
        self.datei = (Path(django_settings.DATA_DIR) / "vorlage.lock").open("w")
        fcntl.flock(self.datei, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.datei.close()
