"""What waits for a party in the planning of values: the Planungsbrief, offers, answers to offers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from agreements.aufgaben.arten import ART, Aufgabe
from agreements.models import Planungsrunde, Planungswert
from agreements.planung.fristen import fristen
from agreements.planung.recht import Wertzustand
from agreements.planungsrunde import darf_planen
from zielsystem.parties.zugriff import Zugang

_MEIN_ZUG = (
    ("anbieten", "jobcenter", (Wertzustand.ERWARTET, Wertzustand.GEGENANGEBOT), "angebotswerte"),
    ("beantworten", "gegenueber", (Wertzustand.ANGEBOTEN,), "gegenangebote"),
)
"""Kind of task, which party of a value has it, in which states, by which step of the calendar."""


def planungsaufgaben(zugang: Zugang) -> Iterator[Aufgabe]:
    """One task per round and kind, with the number of values: six queries per round that is not over."""
    for runde in Planungsrunde.objects.visible_to(zugang).filter(bis__gt=zugang.am):
        kalender = {frist.schritt.code: frist for frist in fristen(runde)}
        url = reverse("agreements:planung", args=[runde.pk])
        if darf_planen(zugang) and not kalender["planungsbrief"].fortschritt.fertig:
            yield Aufgabe(ART["planungsbrief"], runde.titel, url, kalender["planungsbrief"].am)
        for code, anzahl, schritt in _offene(zugang, runde):
            wie_viele = "1 Wert" if anzahl == 1 else f"{anzahl} Werte"
            yield Aufgabe(ART[code], runde.titel, url, kalender[schritt].am, wie_viele)


def _offene(zugang: Zugang, runde: Planungsrunde) -> Iterator[tuple[str, int, str]]:
    zaehlung = Planungswert.objects.filter(runde=runde).aggregate(
        **{
            code: Count("pk", filter=Q(**{feld: zugang.partei_id, "zustand__in": [z.value for z in zustaende]}))
            for code, feld, zustaende, _ in _MEIN_ZUG
        }
    )
    for code, _, _, schritt in _MEIN_ZUG:
        if zaehlung[code]:
            yield code, zaehlung[code], schritt
