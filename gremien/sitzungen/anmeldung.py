"""Registering a matter for a body. Its office puts what is registered on an agenda, or turns it down with a reason."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gremien.fehler import NichtMoeglich
from gremien.models import Anmeldung, Gremium
from gremien.recht import Ebene, Gegenstand, gremiumregel, zustaendig
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang, may, verlange


@transaction.atomic
def anmelden(  # noqa: PLR0913 (what, for whom, about what, by whom, when: each is needed)
    *,
    gremium: Gremium,
    gegenstand: str,
    titel: str,
    durch: Zugang,
    am: datetime,
    bezug: str = "",
    begruendung: str = "",
) -> Anmeldung:
    """Register a matter for a body. The same matter (``gegenstand`` and ``bezug``) is registered once while it is open.

    Raises ``Unzustaendig`` with the paragraph where the body must not take it up, ``PermissionDenied`` for somebody
    who neither belongs to the body nor may call it, :class:`NichtMoeglich` for a body that does not exist any more,
    no title, a ``bezug`` where the matter has none.
    """
    tag = timezone.localdate(am)
    zeile = zustaendig(gremium.art, gegenstand, tag)
    Gremium.objects.select_for_update().get(pk=gremium.pk)
    _pruefe(gremium, zeile, titel, bezug, am)
    if not darf_anmelden(durch, gremium, zeile):
        raise PermissionDenied(f"Sie können für dieses Gremium ({gremium.titel}) keine Gegenstände anmelden.")
    if bezug and (offene := _offene(gremium, gegenstand, bezug)):
        return offene
    anmeldung = Anmeldung.objects.create(
        gremium=gremium,
        gegenstand=gegenstand,
        bezug=bezug,
        titel=titel.strip(),
        begruendung=begruendung.strip(),
        partei_id=durch.partei_id,
        angemeldet_am=am,
        angemeldet_durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt="anmelden", norm=zeile.norm, objekt=anmeldung, daten={"gegenstand": gegenstand})
    return anmeldung


@transaction.atomic
def lehne_ab(*, anmeldung: Anmeldung, grund: str, durch: Zugang, am: datetime) -> Anmeldung:
    """Turn down what was registered, with a reason that whoever registered it reads.

    Raises ``PermissionDenied`` for anybody but the office, :class:`NichtMoeglich` without a reason or too late.
    """
    gesperrt = Anmeldung.objects.select_for_update().get(pk=anmeldung.pk)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    if not Anmeldung.objects.offen().filter(pk=gesperrt.pk).exists():
        raise NichtMoeglich("Diese Anmeldung ist schon abgelehnt oder steht auf einer Tagesordnung.")
    if not grund.strip():
        raise NichtMoeglich("Bitte geben Sie an, warum der Gegenstand nicht behandelt wird.", "grund")
    gesperrt.abgelehnt_am, gesperrt.abgelehnt_durch, gesperrt.ablehnungsgrund = am, durch.nutzer, grund.strip()
    gesperrt.save(update_fields=["abgelehnt_am", "abgelehnt_durch", "ablehnungsgrund"])
    eintragen(durch=durch, am=am, akt="anmeldung_ablehnen", objekt=gesperrt, grund=grund.strip())
    return gesperrt


def darf_anmelden(zugang: Zugang, gremium: Gremium, zeile: Gegenstand) -> bool:
    """Whether an access may register a matter: it takes part in the body, or the law lets its party call it."""
    if may(zugang, Befugnis.IM_GREMIUM_MITWIRKEN, gremium):
        return True
    if zugang.stand is None or Befugnis.IM_GREMIUM_MITWIRKEN not in zugang.befugnisse:
        return False
    return zugang.art in zeile.anmeldende and _im_bereich(zugang.stand, gremium, zugang)


def _im_bereich(stand: Parteistand, gremium: Gremium, zugang: Zugang) -> bool:
    """Whether a party lies in the area of a body: in its Land, or everywhere for a party that belongs to none."""
    ebene = gremiumregel(gremium.art, zugang.am).ebene
    return ebene is not Ebene.LAND or stand.land_id in (None, gremium.bezugspartei_id)


def _pruefe(gremium: Gremium, zeile: Gegenstand, titel: str, bezug: str, am: datetime) -> None:
    if gremium.bis is not None and gremium.bis <= timezone.localdate(am):
        raise NichtMoeglich(f"Dieses Gremium besteht seit dem {gremium.bis:%d.%m.%Y} nicht mehr.")
    if not titel.strip():
        raise NichtMoeglich("Bitte geben Sie dem Gegenstand einen Titel.", "titel")
    if bezug and not zeile.mit_bezug:
        raise NichtMoeglich(f"„{zeile.titel}“ bezieht sich nicht auf eine Zielvereinbarung.", "bezug")


def _offene(gremium: Gremium, gegenstand: str, bezug: str) -> Anmeldung | None:
    return Anmeldung.objects.offen().filter(gremium=gremium, gegenstand=gegenstand, bezug=bezug).first()
