"""A process starts without what few requests need: who sets a document or checks a signature loads it then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LATE = ("weasyprint", "pyhanko", "statsmodels", "scipy", "pandas", "duckdb", "icalendar")
PROBE = f"""
import sys
import django
django.setup()
import zielsystem.urls, agreements.tasks, kennzahlen.tasks
print(*sorted({{m.split('.')[0] for m in sys.modules}} & set({LATE!r})))
"""


def test_neither_pages_nor_workers_load_what_takes_seconds_before_it_is_used() -> None:
    services = {"DATABASE_URL": "postgres://nobody@localhost/none", "REDIS_URL": "redis://localhost"}
    settings = {"DJANGO_SETTINGS_MODULE": "zielsystem.settings", "ZIELSYSTEM_SECRET_KEY": "x"}
    probe = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, env=os.environ | services | settings, capture_output=True, text=True
    )
    assert probe.returncode == 0, probe.stderr
    assert probe.stdout.strip() == ""
