"""What waits for a party around its Zieldialoge: planning them, reports, minutes, Maßnahmen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements.aufgaben.arten import ART, Aufgabe
from agreements.models import (
    Bestaetigung,
    Dialogbericht,
    Massnahme,
    Teilnahme,
    Vertragspartei,
    Zieldialog,
    Zielvereinbarung,
)
from agreements.recht import Seite, Zustand
from agreements.zieldialog.recht import BERICHTSTITEL, VORBEREITUNG, Dialogzustand
from zielsystem.parties.zugriff import Zugang

VORLAUF = timedelta(days=42)
"""Reports are asked for so long before the dialogue."""


def dialogaufgaben(zugang: Zugang) -> Iterator[Aufgabe]:
    """What is to be planned, reported, confirmed and done: five queries."""
    eigene = Vertragspartei.objects.filter(Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id))
    yield from _zu_planen(zugang)
    yield from _berichte(zugang, eigene)
    yield from _niederschriften(zugang, eigene)
    yield from _massnahmen(zugang)


def _zu_planen(zugang: Zugang) -> Iterator[Aufgabe]:
    """Concluded agreements without a dialogue: they are planned at conclusion, by the steering side."""
    geschlossene = (
        Zielvereinbarung.objects.eigene(zugang)
        .filter(zustand__in=[Zustand.GESCHLOSSEN, Zustand.IN_KRAFT], teilnahmen=None)
        .filter(
            Exists(
                Vertragspartei.objects.filter(
                    zielvereinbarung=OuterRef("pk"), partei=zugang.partei_id, seite=Seite.STEUERND
                )
            )
        )
    )
    for eine in geschlossene.select_related("runde").order_by("pk"):
        url = reverse("agreements:zieldialoge", args=[eine.pk])
        yield Aufgabe(ART["dialoge_planen"], f"{eine}, {eine.runde.zeitraum}", url)


def _berichte(zugang: Zugang, eigene: QuerySet[Vertragspartei]) -> Iterator[Aufgabe]:
    """Dialogues to come soon for which the own side has not handed in its report."""
    seite = eigene.filter(zielvereinbarung=OuterRef("zielvereinbarung")).values("seite")[:1]
    abgegeben = Dialogbericht.objects.filter(
        teilnahme=OuterRef("pk"), seite=OuterRef("meine_seite"), abgegeben_am__isnull=False
    )
    bald = timezone.now() + VORLAUF
    offene = (
        Teilnahme.objects.filter(
            zielvereinbarung__in=eigene.values("zielvereinbarung"),
            zieldialog__zustand__in=[z.value for z in VORBEREITUNG],
            zieldialog__beginn__lte=bald,
        )
        .annotate(meine_seite=seite)
        .exclude(Exists(abgegeben))
    )
    for teilnahme in offene.select_related("zieldialog", "zielvereinbarung").order_by("pk"):
        nr = teilnahme.zielvereinbarung.nr
        titel = BERICHTSTITEL[nr][Seite(teilnahme.meine_seite)]
        yield Aufgabe(
            ART["bericht"],
            f"{titel}: {teilnahme.zieldialog.titel}, {teilnahme.zielvereinbarung}",
            reverse("agreements:zieldialog_bericht", args=[teilnahme.pk]),
            timezone.localdate(teilnahme.zieldialog.beginn) - timedelta(days=7),
        )


def _niederschriften(zugang: Zugang, eigene: QuerySet[Vertragspartei]) -> Iterator[Aufgabe]:
    """Held dialogues whose minutes are not written, or not confirmed by the own party as they read now."""
    bestaetigt = Bestaetigung.objects.filter(
        zieldialog=OuterRef("pk"), nummer=OuterRef("niederschrift_nummer"), partei__in=eigene.values("partei")
    )
    offene = (
        Zieldialog.objects.visible_to(zugang)
        .filter(zustand=Dialogzustand.GEFUEHRT)
        .exclude(Exists(bestaetigt))
        .order_by("pk")
    )
    for dialog in offene:
        url = f"{reverse('agreements:zieldialog', args=[dialog.pk])}#niederschrift"
        hinweis = "zu bestätigen" if dialog.niederschrift else "zu schreiben"
        yield Aufgabe(ART["niederschrift"], dialog.titel, url, hinweis=hinweis)


def _massnahmen(zugang: Zugang) -> Iterator[Aufgabe]:
    """Open Maßnahmen for which the own party is responsible."""
    eigene = Massnahme.objects.visible_to(zugang).offen().filter(verantwortlich=zugang.partei_id)
    for massnahme in eigene.select_related("teilnahme").order_by("pk"):
        url = f"{reverse('agreements:zieldialog', args=[massnahme.teilnahme.zieldialog_id])}#massnahme-{massnahme.pk}"
        yield Aufgabe(ART["massnahme"], massnahme.titel, url, massnahme.faellig_am)
