"""The acts on Ämter: giving one to a person, who gets an account with it if needed, and ending one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Amt, Nutzer, Partei
from zielsystem.parties.zugriff import Zugang, verlange, visible


class SchonImAmt(ValueError):
    """The person holds an Amt for the party in that time already."""


@dataclass(frozen=True)
class Person:
    """Who gets an account: the login name decides whether the person has one already."""

    anmeldename: str
    vorname: str
    nachname: str
    email: str


@transaction.atomic
def verleihe_amt(*, person: Person, partei: Partei, rolle: Rolle, ab: date, durch: Zugang, am: datetime) -> Amt:
    """Give a person a role for a party from a day on; makes the account when there is none with that login.

    A new account has no password; the person sets one with the link sent by e-mail. Raises ``PermissionDenied``
    and :class:`SchonImAmt`.
    """
    verlange(durch, Befugnis.KONTEN_VERWALTEN, partei)
    nutzer = _konto(person)
    try:
        with transaction.atomic():
            amt = Amt.objects.create(nutzer=nutzer, partei=partei, rolle=rolle, ab=ab)
    except IntegrityError as fehler:
        raise SchonImAmt(f"{nutzer} hat für diese Partei in dieser Zeit schon ein Amt.") from fehler
    eintragen(durch=durch, am=am, akt="amt_verleihen", objekt=amt, daten={"rolle": rolle, "ab": ab.isoformat()})
    return amt


def _konto(person: Person) -> Nutzer:
    vorhanden = Nutzer.objects.filter(username=person.anmeldename).first()
    if vorhanden:
        return vorhanden
    nutzer = Nutzer(
        username=person.anmeldename, first_name=person.vorname, last_name=person.nachname, email=person.email
    )
    nutzer.set_unusable_password()
    nutzer.save()
    return nutzer


@transaction.atomic
def beende_amt(*, amt: Amt, bis: date, durch: Zugang, am: datetime) -> Amt:
    """End an Amt: ``bis`` is the first day on which it is no longer held. Raises ``PermissionDenied``.

    An Amt that would end before it begins never counted and is ended on the day after its first; one that ended
    earlier stays as it is.
    """
    gesperrt = Amt.objects.select_for_update().get(pk=amt.pk)
    verlange(durch, Befugnis.KONTEN_VERWALTEN, gesperrt.partei)
    fruehestens = max(bis, gesperrt.ab + timedelta(days=1))
    gesperrt.bis = min(fruehestens, gesperrt.bis) if gesperrt.bis else fruehestens
    gesperrt.save(update_fields=["bis"])
    eintragen(durch=durch, am=am, akt="amt_beenden", objekt=gesperrt, daten={"bis": gesperrt.bis.isoformat()})
    return gesperrt


def verwaltete_aemter(durch: Zugang) -> list[Amt]:
    """The Ämter of today and later in the parties whose accounts this access manages, by name."""
    parteien = visible(durch, Befugnis.KONTEN_VERWALTEN, Partei.objects.all())
    aemter = Amt.objects.filter(partei__in=parteien).exclude(bis__lte=durch.am).select_related("nutzer", "partei")
    return list(aemter.order_by("nutzer__last_name", "nutzer__first_name", F("ab")))
