"""The whole demonstration, in the order in which it has to be loaded, and in one transaction."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from demonstration.logins import load_logins
from demonstration.structure import load_structure
from zielsystem.parties.models import Installation, Partei


class Umfang(StrEnum):
    """How much is loaded: everything; parties and logins without any figures or agreements; nothing."""

    VOLL = "voll"
    PARTEIEN = "parteien"
    NEIN = "nein"


class SchonGeladen(Exception):
    """There are parties already; their data stay as they are."""


@transaction.atomic
def load(umfang: Umfang) -> None:
    """Load the demonstration into an empty database, whole or not at all.

    Raises :class:`SchonGeladen` when there are parties already.
    """
    if umfang is Umfang.NEIN:
        return
    if Partei.objects.exists():
        raise SchonGeladen
    load_structure()
    load_logins()
    if umfang is Umfang.VOLL:
        Installation.objects.update_or_create(pk=1, defaults={"synthetisch": True})
