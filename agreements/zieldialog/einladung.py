"""The e-mails around a Zieldialog: invitation, another date, called off. One per party, with the calendar entry."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from enum import Enum

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from agreements.models import Vertragspartei, Zieldialog
from agreements.zieldialog.recht import Dialogzustand
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Befugnis, rollen_mit
from zielsystem.ical import Methode, Termin, kalender
from zielsystem.parties.models import Amt


class Anlass(Enum):
    """Why a mail goes out: its subject, its first sentence, what a calendar is to do with the entry."""

    EINGELADEN = ("Einladung", "zu folgendem Zieldialog laden wir Sie ein:", "REQUEST")
    VERLEGT = ("Neuer Termin", "dieser Zieldialog hat einen neuen Termin oder eine neue Tagesordnung:", "REQUEST")
    ABGESAGT = ("Abgesagt", "dieser Zieldialog findet nicht statt:", "CANCEL")

    @property
    def betreff(self) -> str:
        """What the subject begins with."""
        return self.value[0]

    @property
    def satz(self) -> str:
        """The first sentence."""
        return self.value[1]

    @property
    def methode(self) -> Methode:
        """The method of the calendar file (RFC 5546)."""
        methode: Methode = "CANCEL" if self is Anlass.ABGESAGT else "REQUEST"
        return methode


def benachrichtige(dialog: Zieldialog, anlass: Anlass, *, am: datetime, grund: str = "") -> int:
    """Write to the people of every party who hold dialogues; returns how many mails went out."""
    adressen = _adressen(dialog, timezone.localdate(am))
    eintrag = kalender([termin_von(dialog)], erstellt=am, methode=anlass.methode)
    text = _text(dialog, anlass, grund)
    for an in adressen.values():
        brief = EmailMessage(f"{anlass.betreff}: {dialog.titel}, {_tag(dialog)}", text, to=an)
        brief.attach("zieldialog.ics", eintrag, f"text/calendar; method={anlass.methode}")
        brief.send()
    return len(adressen)


def termin_von(dialog: Zieldialog) -> Termin:
    """The date as a calendar shows it."""
    return Termin(
        kennung=dialog.kalender_id,
        folge=dialog.kalender_folge,
        titel=f"Zieldialog: {dialog.titel}",
        beginn=dialog.beginn,
        dauer=dialog.dauer,
        ort=dialog.ort,
        text="\n".join(_punkte(dialog)),
        url=absolut(reverse("agreements:zieldialog", args=[dialog.pk])),
        abgesagt=dialog.zustand == Dialogzustand.ABGESAGT,
    )


def _adressen(dialog: Zieldialog, tag: date) -> dict[int, list[str]]:
    parteien = Vertragspartei.objects.filter(zielvereinbarung__in=dialog.vereinbarungen.all())
    aemter = (
        Amt.objects.am(tag)
        .filter(
            partei__in=parteien.values("partei"),
            rolle__in=rollen_mit(Befugnis.ZIELDIALOG_FUEHREN),
            nutzer__is_active=True,
        )
        .exclude(nutzer__email="")
        .order_by("nutzer__email")
        .values_list("partei", "nutzer__email")
        .distinct()
    )
    adressen: dict[int, list[str]] = defaultdict(list)
    for partei, adresse in aemter:
        adressen[partei].append(adresse)
    return adressen


def _tag(dialog: Zieldialog) -> str:
    return zahlen.tag(timezone.localtime(dialog.beginn))


def _punkte(dialog: Zieldialog) -> list[str]:
    return [f"{punkt.reihenfolge}. {punkt.titel}" for punkt in dialog.tagesordnung.order_by("reihenfolge")]


def _text(dialog: Zieldialog, anlass: Anlass, grund: str) -> str:
    zeilen = [
        "Guten Tag,",
        anlass.satz,
        "\n".join(
            [
                dialog.titel,
                f"Beginn: {zahlen.zeitpunkt(timezone.localtime(dialog.beginn))}",
                f"Ort: {dialog.ort or 'wird noch mitgeteilt'}",
            ]
        ),
        f"Grund: {grund.strip()}" if grund.strip() else "",
        "Tagesordnung:\n" + "\n".join(_punkte(dialog)) if anlass is not Anlass.ABGESAGT else "",
        f"Im Zielsystem: {absolut(reverse('agreements:zieldialog', args=[dialog.pk]))}",
    ]
    return "\n\n".join(filter(None, zeilen)) + "\n"
