"""What waits for a party in evaluations: to compute what was reached, and to confirm it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from agreements.aufgaben.arten import ART, Aufgabe
from agreements.models import Auswertungsbestaetigung, Vertragspartei, Zielvereinbarung
from agreements.recht import Zustand
from zielsystem.parties.zugriff import Zugang


def auswertungsaufgaben(zugang: Zugang) -> Iterator[Aufgabe]:
    """Agreements in evaluation whose results, as they read now, the own party has not confirmed: one query."""
    parteien = Vertragspartei.objects.filter(Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id))
    bestaetigt = Auswertungsbestaetigung.objects.filter(
        auswertung__zielvereinbarung=OuterRef("pk"),
        fassung=OuterRef("auswertung__fassung"),
        vertragspartei__in=parteien,
    )
    offene = Zielvereinbarung.objects.eigene(zugang).filter(~Exists(bestaetigt), zustand=Zustand.IN_AUSWERTUNG)
    for eine in offene.select_related("runde", "auswertung").order_by("pk"):
        url = reverse("agreements:vereinbarung_auswertung", args=[eine.pk])
        hinweis = "" if hasattr(eine, "auswertung") else "noch zu berechnen"
        yield Aufgabe(ART["bewerten"], f"{eine}, {eine.runde.zeitraum}", url, hinweis=hinweis)
