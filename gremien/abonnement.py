"""Subscribing to the calendar of one's bodies: setting up the address, revoking it, reading by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gremien.models import Kalenderabonnement, Sitzung
from gremien.sitzungen.einladung import termin_von
from zielsystem.ical import Termin
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Zugang, zugaenge

ZURUECK, VORAUS = timedelta(days=31), timedelta(days=366)
"""How far a calendar reaches back and ahead."""


class Unbekannt(LookupError):
    """No valid address ends in this key."""


@transaction.atomic
def richte_ein(*, durch: Zugang, am: datetime) -> str:
    """Give a person a new key for the address; an earlier one no longer counts. It is told here and never again.

    Raises ``PermissionDenied`` for somebody without a login.
    """
    nutzer = _gesperrt(durch)
    _widerrufe(nutzer, am)
    schluessel = token_urlsafe(32)
    neues = Kalenderabonnement.objects.create(nutzer=nutzer, sha256=_abdruck(schluessel), eingerichtet_am=am)
    eintragen(durch=durch, am=am, akt="kalender_abonnieren", objekt=neues)
    return schluessel


@transaction.atomic
def widerrufe(*, durch: Zugang, am: datetime) -> None:
    """Let the address of a person no longer count. Raises ``PermissionDenied`` for somebody without a login."""
    if _widerrufe(_gesperrt(durch), am):
        eintragen(durch=durch, am=am, akt="kalender_abbestellen")


def eingerichtet_am(durch: Zugang) -> datetime | None:
    """Since when a person has an address that counts, or None."""
    gueltige = Kalenderabonnement.objects.filter(nutzer=durch.nutzer, widerrufen_am=None)
    return gueltige.values_list("eingerichtet_am", flat=True).first()


def termine_zu(schluessel: str, *, jetzt: datetime) -> list[Termin]:
    """The sessions of all bodies of the person whose key it is, called off ones as such; without agenda or papers.

    In each Amt that the person holds on the day. Raises :class:`Unbekannt`.
    """
    gueltige = Kalenderabonnement.objects.filter(widerrufen_am=None, nutzer__is_active=True)
    abonnement = gueltige.filter(sha256=_abdruck(schluessel)).select_related("nutzer").first()
    if abonnement is None:
        raise Unbekannt
    gefunden = {
        sitzung.pk: sitzung
        for zugang in zugaenge(abonnement.nutzer, timezone.localdate(jetzt))
        for sitzung in sitzungen_um(zugang, jetzt)
    }
    return [termin_von(sitzung) for sitzung in sorted(gefunden.values(), key=lambda eine: eine.beginn)]


def sitzungen_um(zugang: Zugang, jetzt: datetime) -> list[Sitzung]:
    """The sessions that an access sees around a moment, with their bodies, by date."""
    sichtbare = Sitzung.objects.visible_to(zugang).filter(beginn__gte=jetzt - ZURUECK, beginn__lt=jetzt + VORAUS)
    return list(sichtbare.select_related("gremium").order_by("beginn"))


def _gesperrt(durch: Zugang) -> Nutzer:
    if durch.nutzer is None:
        raise PermissionDenied("Einen Kalender abonniert, wer angemeldet ist.")
    return Nutzer.objects.select_for_update().get(pk=durch.nutzer.pk)


def _widerrufe(nutzer: Nutzer, am: datetime) -> int:
    return Kalenderabonnement.objects.filter(nutzer=nutzer, widerrufen_am=None).update(widerrufen_am=am)


def _abdruck(schluessel: str) -> str:
    return sha256(schluessel.encode()).hexdigest()
