"""Settings of the tests: services of their own unless URLs are given, quick passwords, no collected static files.

pytest-django loads the settings before any conftest.py, so this is the place where the services start.
"""

import os

from zielsystem import embedded

os.environ.setdefault("ZIELSYSTEM_DATA", str(embedded.BASE_DIR / "var" / "test"))
embedded.ensure(volatile=True)

from zielsystem.settings import *  # noqa: E402, F403
from zielsystem.settings import CACHES, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
API_VORRAT_BYTES = 0  # a test must not be answered with what another one was told
API_FRISCH_SEKUNDEN = 0.0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
# Parallel test processes share one Redis, in a database each: clearing the cache empties a whole database.
_NUMMER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15 + 1
CACHES = {"default": {**CACHES["default"], "OPTIONS": {"db": _NUMMER}}}
