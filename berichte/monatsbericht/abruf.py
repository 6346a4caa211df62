"""Fetching the PDF of a report: recorded each time, and checked against its fingerprint before it leaves."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from berichte.models import Abruf, Archivstueck, Bericht, Zielblatt
from zielsystem.parties.zugriff import Zugang


class Beschaedigt(Exception):
    """The bytes kept are not those that were made; the text is German."""


@transaction.atomic
def rufe_ab(*, bericht: Bericht, durch: Zugang, am: datetime, zielblatt: Zielblatt | None = None) -> bytes:
    """The bytes of a report, or of a sheet on its Ziele. Raises :class:`Beschaedigt`.

    Without a login the fetch is counted and nobody is named.
    """
    stueck = zielblatt.stueck if zielblatt else bericht.stueck
    Abruf.objects.create(bericht=bericht, zielblatt=zielblatt, am=am, nutzer=durch.nutzer, partei_id=durch.partei_id)
    return unversehrt(stueck)


def unversehrt(stueck: Archivstueck) -> bytes:
    """The bytes of an archived document. Raises :class:`Beschaedigt`."""
    pdf = bytes(stueck.pdf)
    if hashlib.sha256(pdf).hexdigest() != stueck.sha256:
        raise Beschaedigt("Das archivierte Dokument stimmt nicht mehr mit seiner Prüfsumme überein.")
    return pdf
