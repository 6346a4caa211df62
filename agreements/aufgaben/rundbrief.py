"""The digest: once a day or a week an e-mail with what waits for a person, for every party acted for.

It is recorded in the transaction that sends it, so a repeated task finds it sent; with nothing to tell none goes out.
No figures and no content travel by mail, only what waits and where.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.aufgaben import aufgaben_von
from agreements.aufgaben.arten import Aufgabe
from agreements.models import Rundbrief
from agreements.turnus import VORGABE, Turnus, heute_dran
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.parties.models import Amt, Nutzer
from zielsystem.parties.zugriff import Zugang, zugaenge

JE_ART_HOECHSTENS = 5
_log = logging.getLogger(__name__)


def sende_rundbriefe(*, am: datetime) -> int:
    """Send the digest to everyone whose turn it is and for whom something waits; returns how many went out.

    One that cannot be handed over does not keep the others waiting; it is logged and tried again by the next run.
    """
    tag = timezone.localdate(am)
    turnus = dict(Rundbrief.objects.values_list("nutzer", "turnus"))
    aktive = Nutzer.objects.filter(is_active=True, pk__in=Amt.objects.am(tag).values("nutzer")).exclude(email="")
    dran = [n for n in aktive.order_by("pk") if heute_dran(Turnus(turnus.get(n.pk, VORGABE)), tag)]
    return sum(_versuche(nutzer, tag) for nutzer in dran)


def waehle_turnus(*, nutzer: Nutzer, turnus: Turnus) -> Rundbrief:
    """Choose how often the own digest comes."""
    rundbrief, _ = Rundbrief.objects.update_or_create(nutzer=nutzer, defaults={"turnus": turnus})
    return rundbrief


def turnus_von(nutzer: Nutzer) -> Turnus:
    """How often the digest of a person comes."""
    gewaehlt = Rundbrief.objects.filter(nutzer=nutzer).values_list("turnus", flat=True).first()
    return Turnus(gewaehlt) if gewaehlt else VORGABE


def _versuche(nutzer: Nutzer, tag: date) -> bool:
    try:
        return _sende(nutzer, tag)
    except OSError:  # what mail servers raise, smtplib's own errors included
        _log.exception("Der Rundbrief an %s ging nicht hinaus.", nutzer.pk)
        return False


@transaction.atomic
def _sende(nutzer: Nutzer, tag: date) -> bool:
    rundbrief, _ = Rundbrief.objects.select_for_update().get_or_create(nutzer=nutzer, defaults={"turnus": VORGABE})
    if rundbrief.gesendet_am == tag:
        return False
    offen = [(zugang, aufgaben) for zugang in zugaenge(nutzer, tag) if (aufgaben := aufgaben_von(zugang))]
    rundbrief.gesendet_am = tag
    rundbrief.save(update_fields=["gesendet_am"])
    if not offen:
        return False
    anzahl = sum(len(aufgaben) for _, aufgaben in offen)
    betreff = "Zielsystem: 1 Aufgabe wartet" if anzahl == 1 else f"Zielsystem: {anzahl} Aufgaben warten"
    EmailMessage(betreff, _text(offen, tag), to=[nutzer.email]).send()
    return True


def _text(offen: Iterable[tuple[Zugang, Sequence[Aufgabe]]], tag: date) -> str:
    teile = ["Guten Tag,", "das wartet im Zielsystem:"]
    for zugang, aufgaben in offen:
        assert zugang.stand
        teile += [zugang.stand.name, *_abschnitte(aufgaben, tag)]
    teile += [
        f"Alle Aufgaben: {absolut(reverse('agreements:aufgaben'))}",
        "Wie oft diese Nachricht kommt, stellen Sie dort ein.",
    ]
    return "\n\n".join(teile) + "\n"


def _abschnitte(aufgaben: Sequence[Aufgabe], tag: date) -> list[str]:
    je_art: dict[str, list[Aufgabe]] = defaultdict(list)
    for aufgabe in aufgaben:
        je_art[aufgabe.art.titel].append(aufgabe)
    return [_abschnitt(titel, seine, tag) for titel, seine in je_art.items()]


def _abschnitt(titel: str, aufgaben: Sequence[Aufgabe], tag: date) -> str:
    zeilen = [f"{titel} ({len(aufgaben)})"]
    for aufgabe in aufgaben[:JE_ART_HOECHSTENS]:
        frist = f", bis {zahlen.tag(aufgabe.frist)}" if aufgabe.frist else ""
        spaet = " – überfällig" if aufgabe.ueberfaellig(tag) else ""
        zeilen.append(f"- {aufgabe.gegenstand}{frist}{spaet}\n  {absolut(aufgabe.url)}")
    if len(aufgaben) > JE_ART_HOECHSTENS:
        zeilen.append(f"- und {len(aufgaben) - JE_ART_HOECHSTENS} weitere")
    return "\n".join(zeilen)
