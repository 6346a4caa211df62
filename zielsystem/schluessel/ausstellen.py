"""The acts on tokens: making one, revoking one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Amt
from zielsystem.parties.zugriff import Zugang
from zielsystem.schluessel.models import Schluessel
from zielsystem.schluessel.umfang import HOECHSTENS_JE_AMT, LAUFZEITEN, verleihbare


class NichtAusstellbar(ValueError):
    """The token cannot be made like this; the text says why."""


@transaction.atomic
def stelle_aus(
    *, zweck: str, befugnisse: Collection[Befugnis], tage: int, durch: Zugang, am: datetime
) -> tuple[Schluessel, str]:
    """A new token for the Amt in which somebody acts: the record, and the token itself, which is nowhere kept.

    Raises :class:`NichtAusstellbar`, and ``PermissionDenied`` without an Amt, for a token that makes tokens, or for
    more than the Amt may do.
    """
    umfang = {Befugnis.SEHEN, *befugnisse}
    if durch.amt_id is None or durch.nutzer is None or durch.nur is not None:
        raise PermissionDenied("Einen Schlüssel stellt eine angemeldete Person in ihrem Amt aus.")
    if not umfang <= set(verleihbare(durch.befugnisse)):
        raise PermissionDenied("Ein Schlüssel darf nie mehr als Sie selbst in diesem Amt.")
    if not zweck.strip() or tage not in LAUFZEITEN:
        raise NichtAusstellbar("Ein Schlüssel braucht einen Zweck und eine der vorgesehenen Laufzeiten.")
    Amt.objects.select_for_update().get(pk=durch.amt_id)
    if Schluessel.objects.gueltig(durch.am).filter(amt=durch.amt_id).count() >= HOECHSTENS_JE_AMT:
        raise NichtAusstellbar(f"Je Amt gibt es höchstens {HOECHSTENS_JE_AMT} gültige Schlüssel. Widerrufen Sie einen.")
    neuer, text = Schluessel.ausgabe.create(
        durch.nutzer,
        expiry=timedelta(days=tage),
        amt_id=durch.amt_id,
        partei_id=durch.partei_id,
        zweck=zweck.strip(),
        befugnisse=sorted(umfang),
    )
    daten = {"zweck": neuer.zweck, "befugnisse": neuer.befugnisse, "tage": tage}
    eintragen(durch=durch, am=am, akt="schluessel_ausstellen", objekt=neuer, daten=daten)
    return neuer, text


@transaction.atomic
def widerrufe(*, schluessel: Schluessel, durch: Zugang, am: datetime) -> Schluessel:
    """End a token at once; doing it again changes nothing. Raises ``PermissionDenied`` for who may not see it."""
    gesperrt = Schluessel.objects.visible_to(durch).select_for_update().filter(pk=schluessel.pk).first()
    if gesperrt is None or durch.nur is not None:
        raise PermissionDenied("Diesen Schlüssel widerruft, wer ihn ausgestellt hat, oder die Leitung.")
    if gesperrt.widerrufen_am is None:
        gesperrt.widerrufen_am, gesperrt.widerrufen_durch = am, durch.nutzer
        gesperrt.save(update_fields=["widerrufen_am", "widerrufen_durch"])
        eintragen(durch=durch, am=am, akt="schluessel_widerrufen", objekt=gesperrt, daten={"zweck": gesperrt.zweck})
    return gesperrt
