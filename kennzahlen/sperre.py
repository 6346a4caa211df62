"""The one lock of the reported figures: releasing Meldungen shares it, computing from them has it alone.

So a computation never sees half of an import, and what it says about its inputs is exact.
"""

from __future__ import annotations

from django.db import connection

_SCHLUESSEL = 48_001


def sperre_geteilt() -> None:
    """Hold off computations until the end of this transaction."""
    _nimm("pg_advisory_xact_lock_shared")


def sperre_allein() -> None:
    """Wait for every import and computation, and hold off new ones until the end of this transaction."""
    _nimm("pg_advisory_xact_lock")


def _nimm(funktion: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {funktion}(%s)", [_SCHLUESSEL])
