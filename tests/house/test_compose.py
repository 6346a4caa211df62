"""The way to production: the compose file is valid and complete, and Django's own deployment check is clean."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text())["services"])


def test_the_compose_file_follows_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_lasting_service_has_a_health_check_and_restarts(services: dict[str, Any]) -> None:
    assert set(services) == {"postgres", "redis", *OURS}
    for name in set(services) - {"migrate"}:
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["restart"] == "unless-stopped", name


def test_the_application_waits_for_the_database_and_for_the_migrations(services: dict[str, Any]) -> None:
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}, name


def test_the_example_of_the_environment_names_every_variable_of_the_compose_file() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert asked == offered


def test_no_secret_has_a_value_in_the_repository() -> None:
    for name in ("ZIELSYSTEM_SECRET_KEY", "POSTGRES_PASSWORD"):
        assert re.search(rf"^{name}=$", (ROOT / ".env.example").read_text(), re.MULTILINE)
        assert f"${{{name}:?" in COMPOSE.read_text()


def test_the_deployment_check_is_clean_with_the_environment_of_the_compose_file(
    services: dict[str, Any], tmp_path: Path
) -> None:
    values = {"POSTGRES_PASSWORD": "x", "ZIELSYSTEM_SECRET_KEY": "".join(map(chr, range(48, 123))) * 2}
    values["ZIELSYSTEM_URL"] = "https://example.de"
    values |= dict.fromkeys(("ZIELSYSTEM_HOSTS", "ZIELSYSTEM_EMAIL_HOST", "ZIELSYSTEM_EMAIL_FROM"), "example.de")
    given = {
        name: re.sub(r"\$\{([A-Z_]+):\?[^}]*\}", lambda found: values[found[1]], value)
        for name, value in services["web"]["environment"].items()
    }
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("ZIELSYSTEM_", "CELERY_"))}
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=inherited | given | {"ZIELSYSTEM_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zielsystem.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
