"""Writing the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from zielsystem.journal.models import Eintrag
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Norm


def eintragen(  # noqa: PLR0913 (one argument per column of the record)
    *,
    durch: Zugang,
    am: datetime,
    akt: str,
    norm: Norm | None = None,
    objekt: Model | None = None,
    grund: str = "",
    daten: Mapping[str, Any] | None = None,
) -> Eintrag:
    """Record one act, in the transaction of the act. ``akt`` is its code, ``daten`` what else should be known.

    An act done by a token says by which.
    """
    mit_schluessel = {"schluessel": durch.schluessel_id} if durch.schluessel_id else {}
    return Eintrag.objects.create(
        am=am,
        nutzer=durch.nutzer,
        partei_id=durch.partei_id,
        rolle=durch.rolle or "",
        akt=akt,
        norm=str(norm or ""),
        objektart=ContentType.objects.get_for_model(objekt) if objekt else None,
        objekt_id=objekt.pk if objekt else None,
        grund=grund,
        daten={**(daten or {}), **mit_schluessel},
    )
