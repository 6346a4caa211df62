"""What waits for somebody in bodies: inviting, minutes, invitations, votes in writing, follow-ups, cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from agreements.aufgaben.arten import ART, Aufgabe
from gremien.models import Einladung, Mitgliedschaft, Sitzung, Stimme, Streitfall, Umsetzung
from gremien.recht.streitfaelle import Streitzustand
from gremien.sitzungen.lage import ladungsfrist
from zielsystem.parties.zugriff import Zugang


def gremienaufgaben(zugang: Zugang) -> Iterator[Aufgabe]:
    """What the office, a member and a party responsible have to do: five queries however much there is."""
    yield from _der_geschaeftsstelle(zugang)
    yield from _einladungen(zugang)
    yield from _umlaeufe(zugang)
    yield from _umsetzungen(zugang)
    yield from _streitfaelle(zugang)


def _der_geschaeftsstelle(zugang: Zugang) -> Iterator[Aufgabe]:
    """Sessions that the own party prepares, minutes that it writes and approves."""
    eigene = Sitzung.objects.filter(
        gremium__geschaeftsstelle=zugang.partei_id, zustand__in=["geplant", "geschlossen", "entworfen"]
    )
    for sitzung in eigene.select_related("gremium").order_by("beginn", "pk"):
        art, frist, anker = _schritt(sitzung)
        yield Aufgabe(ART[art], _name(sitzung), f"{_url(sitzung)}{anker}", frist)


def _schritt(sitzung: Sitzung) -> tuple[str, date | None, str]:
    if sitzung.zustand == "geplant":
        return "einladen", timezone.localdate(sitzung.beginn) - timedelta(days=ladungsfrist(sitzung)), ""
    if sitzung.zustand == "geschlossen":
        return "gremium_niederschrift", None, "#niederschrift"
    return "gremium_genehmigen", None, "#niederschrift"


def _einladungen(zugang: Zugang) -> Iterator[Aufgabe]:
    """Sessions to come to which the person is invited as a member."""
    eingeladen = Einladung.objects.filter(sitzung=OuterRef("pk"), mitgliedschaft__nutzer=zugang.nutzer)
    kommende = Sitzung.objects.filter(Exists(eingeladen), zustand="eingeladen", beginn__gte=timezone.now())
    for sitzung in kommende.select_related("gremium").order_by("beginn", "pk"):
        hinweis = "Wer verhindert ist, benennt dort eine Vertretung."
        yield Aufgabe(ART["sitzung"], _name(sitzung), _url(sitzung), timezone.localdate(sitzung.beginn), hinweis)


def _umlaeufe(zugang: Zugang) -> Iterator[Aufgabe]:
    """Decisions in writing on which the person has not voted yet."""
    selbst = Mitgliedschaft.objects.am(zugang.am).filter(gremium=OuterRef("gremium"), nutzer=zugang.nutzer)
    gestimmt = Stimme.objects.filter(abstimmung__punkt__sitzung=OuterRef("pk"), mitgliedschaft__nutzer=zugang.nutzer)
    offene = Sitzung.objects.filter(Exists(selbst), ~Exists(gestimmt), zustand="laufend")
    for sitzung in offene.select_related("gremium").order_by("beginn", "pk"):
        yield Aufgabe(ART["umlauf"], _name(sitzung), _url(sitzung), timezone.localdate(sitzung.beginn))


def _umsetzungen(zugang: Zugang) -> Iterator[Aufgabe]:
    """What the own party has to do after decisions."""
    eigene = Umsetzung.objects.offen().filter(verantwortlich=zugang.partei_id)
    for umsetzung in eigene.select_related("punkt__sitzung__gremium").order_by("faellig_am", "pk"):
        url = reverse("gremien:umsetzung", args=[umsetzung.pk])
        hinweis = umsetzung.punkt.sitzung.gremium.titel
        yield Aufgabe(ART["umsetzung"], umsetzung.was, url, umsetzung.faellig_am, hinweis)


def _streitfaelle(zugang: Zugang) -> Iterator[Aufgabe]:
    """Decided cases that the own office has not told those whom they bind."""
    eigene = Streitfall.objects.filter(gremium__geschaeftsstelle=zugang.partei_id, zustand=Streitzustand.ENTSCHIEDEN)
    for fall in eigene.order_by("pk"):
        yield Aufgabe(ART["streitfall"], fall.titel, reverse("gremien:streitfall", args=[fall.pk]))


def _name(sitzung: Sitzung) -> str:
    return f"{sitzung.gremium.titel}: {sitzung.titel}"


def _url(sitzung: Sitzung) -> str:
    return reverse("gremien:sitzung", args=[sitzung.pk])
