"""The calendar of all bodies that somebody belongs to: sessions, ends of Umlaufbeschlüsse, what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from gremien.models import Sitzung, Umsetzung
from gremien.recht import Verfahren
from gremien.sitzungen.einladung import termin_von
from gremien.views.rahmen import zugang_von
from gremien.views.sitzungszeilen import zustandszelle
from gremien.views.umsetzungen import umsetzungsstand
from zielsystem import zahlen
from zielsystem.ical import INHALTSART, Termin
from zielsystem.ical import kalender as kalenderdatei
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

ZURUECK, VORAUS = timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True)
class Eintrag:
    """A day on which something is: when, what, of which body, where it stands."""

    tag: date
    zeile: tuple[Zelle | str, ...]


@angemeldet
@require_safe
def kalender(request: HttpRequest) -> HttpResponse:
    """A month before today to a year after it, month by month: two queries however much there is."""
    zugang = zugang_von(request)
    eintraege = sorted([*_sitzungen(zugang), *_faelliges(zugang)], key=lambda eintrag: eintrag.tag)
    je_monat: dict[date, list[Eintrag]] = defaultdict(list)
    for eintrag in eintraege:
        je_monat[eintrag.tag.replace(day=1)].append(eintrag)
    kontext = {
        "brotkrumen": [("Gremien", reverse("gremien:gremien")), ("Kalender", None)],
        "monate": [_monatstabelle(monat, je_monat[monat]) for monat in je_monat],
    }
    return render(request, "gremien/kalender.html", kontext)


def _monatstabelle(monat: date, eintraege: Sequence[Eintrag]) -> Tabelle:
    spalten = [Spalte("Tag"), Spalte("Was", kopf=True), Spalte("Gremium"), Spalte("Stand")]
    return Tabelle(zahlen.monat(monat), spalten, [eintrag.zeile for eintrag in eintraege])


def eigene_sitzungen(zugang: Zugang) -> list[Sitzung]:
    """The sessions of one's bodies around today, called off ones left out, with their body."""
    jetzt = timezone.now()
    return list(
        Sitzung.objects.visible_to(zugang)
        .nicht_abgesagt()
        .filter(beginn__gte=jetzt - ZURUECK, beginn__lt=jetzt + VORAUS)
        .select_related("gremium")
        .order_by("beginn")
    )


def _sitzungen(zugang: Zugang) -> list[Eintrag]:
    return [_sitzungseintrag(sitzung) for sitzung in eigene_sitzungen(zugang)]


def _sitzungseintrag(sitzung: Sitzung) -> Eintrag:
    lokal = timezone.localtime(sitzung.beginn)
    hinweis = "Stimmen bis zu diesem Tag" if sitzung.verfahren == Verfahren.UMLAUF else sitzung.ort
    return Eintrag(
        lokal.date(),
        (
            zahlen.zeitpunkt(lokal),
            Zelle(sitzung.titel, url=reverse("gremien:sitzung", args=[sitzung.pk]), hinweis=hinweis),
            sitzung.gremium.titel,
            zustandszelle(sitzung),
        ),
    )


def _faelliges(zugang: Zugang) -> list[Eintrag]:
    offene = Umsetzung.objects.visible_to(zugang).offen().filter(faellig_am__lt=zugang.am + VORAUS)
    return [
        Eintrag(
            eine.faellig_am,
            (
                zahlen.tag(eine.faellig_am),
                Zelle(eine.was, url=reverse("gremien:umsetzung", args=[eine.pk]), hinweis="Umsetzung fällig"),
                eine.punkt.sitzung.gremium.titel,
                umsetzungsstand(eine, zugang),
            ),
        )
        for eine in offene.select_related("punkt__sitzung__gremium").order_by("faellig_am", "pk")
    ]


@angemeldet
@require_safe
def sitzungstermin(request: HttpRequest, pk: int) -> HttpResponse:
    """The date of a session as a calendar file."""
    zugang = zugang_von(request)
    sitzung = get_object_or_404(Sitzung.objects.visible_to(zugang).select_related("gremium"), pk=pk)
    return _datei([termin_von(sitzung)], sitzung.gremium.titel)


def _datei(termine: list[Termin], name: str) -> HttpResponse:
    antwort = HttpResponse(kalenderdatei(termine, erstellt=timezone.now()), content_type=INHALTSART)
    antwort["Content-Disposition"] = f'attachment; filename="sitzung-{slugify(name)}.ics"'
    return antwort
