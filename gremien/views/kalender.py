"""The calendar of all bodies that somebody belongs to: sessions, ends of Umlaufbeschlüsse, what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from gremien.abonnement import VORAUS, Unbekannt, eingerichtet_am, richte_ein, sitzungen_um, termine_zu, widerrufe
from gremien.models import Sitzung, Umsetzung
from gremien.recht import Sitzungszustand, Verfahren
from gremien.sitzungen.einladung import termin_von
from gremien.views.rahmen import zugang_von
from gremien.views.sitzungszeilen import zustandszelle
from gremien.views.umsetzungen import umsetzungsstand
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.ical import INHALTSART, Termin
from zielsystem.ical import kalender as kalenderdatei
from zielsystem.parties.doors import angemeldet, offen
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

KRUMEN: list[tuple[str, str | None]] = [("Gremien", "/gremien/")]


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
        "brotkrumen": [*KRUMEN, ("Kalender", None)],
        "monate": [_monatstabelle(monat, je_monat[monat]) for monat in je_monat],
        "abonniert_am": _tag(eingerichtet_am(zugang)),
    }
    return render(request, "gremien/kalender.html", kontext)


@angemeldet
@require_POST
def abonnieren(request: HttpRequest) -> HttpResponse:
    """A new address for calendar programs, shown this once."""
    schluessel = richte_ein(durch=zugang_von(request), am=timezone.now())
    kontext = {
        "brotkrumen": [
            ("Gremien", reverse("gremien:gremien")),
            ("Kalender", reverse("gremien:kalender")),
            ("Abo", None),
        ],
        "adresse": absolut(reverse("gremien:abonnement", args=[schluessel])),
    }
    antwort = render(request, "gremien/abonnement.html", kontext)
    antwort["Cache-Control"] = "no-store"
    return antwort


@angemeldet
@require_POST
def abbestellen(request: HttpRequest) -> HttpResponse:
    """The address no longer counts."""
    widerrufe(durch=zugang_von(request), am=timezone.now())
    messages.success(request, "Die Adresse gilt nicht mehr.")
    return redirect("gremien:kalender")


@offen
@require_safe
def abonnement(request: HttpRequest, schluessel: str) -> HttpResponse:
    """What a calendar program fetches: whoever knows the address needs no login."""
    jetzt = timezone.now()
    try:
        datei = kalenderdatei(termine_zu(schluessel, jetzt=jetzt), erstellt=jetzt)
    except Unbekannt:
        raise Http404 from None
    return HttpResponse(datei, content_type=INHALTSART, headers={"Cache-Control": "private, no-store"})


def _tag(moment: datetime | None) -> str:
    return zahlen.tag(timezone.localtime(moment)) if moment else ""


def _monatstabelle(monat: date, eintraege: Sequence[Eintrag]) -> Tabelle:
    spalten = [Spalte("Tag"), Spalte("Was", kopf=True), Spalte("Gremium"), Spalte("Stand")]
    return Tabelle(zahlen.monat(monat), spalten, [eintrag.zeile for eintrag in eintraege])


def _sitzungen(zugang: Zugang) -> list[Eintrag]:
    sitzungen = sitzungen_um(zugang, timezone.now())
    return [_sitzungseintrag(sitzung) for sitzung in sitzungen if sitzung.zustand != Sitzungszustand.ABGESAGT]


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
