"""Who acts in the demonstration, and when."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import Seite
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Partei, Parteistand
from zielsystem.parties.zugriff import Zugang


def moment(jahr: int, monat: int, tag: int, stunde: int = 10) -> datetime:
    """A full hour of a day, in the time of the installation."""
    return datetime.combine(date(jahr, monat, tag), time(stunde), timezone.get_current_timezone())


def acting_for(partei: Partei | int, am: datetime, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Zugang:
    """How a party acts: through the person who holds the Amt, where the demonstration has one.

    Other parties act as themselves, without a person: the journal names the party alone.
    """
    nummer, tag = partei if isinstance(partei, int) else partei.pk, timezone.localdate(am)
    amt = Amt.objects.am(tag).filter(partei=nummer, rolle=rolle).select_related("nutzer").order_by("pk").first()
    stand = Parteistand.objects.am(tag).select_related("partei").get(partei=nummer)
    return Zugang(am=tag, nutzer=amt.nutzer if amt else None, stand=stand, rolle=rolle, amt_id=amt.pk if amt else None)


def acting_as(schluessel: str, am: datetime, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Zugang:
    """How the party with a Schlüssel acts."""
    return acting_for(Partei.objects.get(schluessel=schluessel), am, rolle)


def parties(vereinbarung: Zielvereinbarung) -> list[Vertragspartei]:
    """The parties to an agreement, in the order of the title page."""
    return list(vereinbarung.vertragsparteien.order_by("reihenfolge"))


def side(vereinbarung: Zielvereinbarung, seite: Seite, am: datetime) -> Zugang:
    """How the first party on a side acts in its negotiations."""
    return acting_for(next(p.partei_id for p in parties(vereinbarung) if p.seite == seite), am)


def agreement(runde: Planungsrunde, nr: int, schluessel: str) -> Zielvereinbarung:
    """The agreement of a round about a Land or a Jobcenter, as it is stored now."""
    return Zielvereinbarung.objects.select_related("runde").get(runde=runde, nr=nr, schluessel=schluessel)
