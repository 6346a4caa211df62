"""Planungsrunden: the list, a new one, and one with its agreements."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.forms import Rundenformular, Vereinbarungsfilter
from agreements.lagebild import umfang
from agreements.models import Dokument, Planungsrunde, Zielvereinbarung
from agreements.planung.fristen import fristen
from agreements.planungsrunde import Ueberschneidung, darf_planen, lege_runde_an
from agreements.recht import (
    ANDERE_FORM,
    FORMTITEL,
    VEREINBARUNGSARTEN,
    ZUSTANDSTITEL,
    Form,
    KeineGemeinsameEinrichtung,
    Traegerseite,
    Unvollstaendig,
    Zustand,
)
from agreements.views.entwuerfe import laufkontext
from agreements.views.planung_zeilen import kalendertabelle
from agreements.views.zeilen import seitenname, traeger, zustandszelle
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

JE_SEITE = 50
_START = ("Zielvereinbarungen", "/zielvereinbarungen/")
_ANZAHL = Count("vereinbarungen", filter=Q(vereinbarungen__fassung=1))
"""The agreements of a round, without amendments to them."""


# -- List ------------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def runden(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest period first, each with the number of its agreements."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    alle = Planungsrunde.objects.visible_to(zugang).annotate(anzahl=_ANZAHL).order_by("-ab")
    kontext = {
        "brotkrumen": [("Zielvereinbarungen", None)],
        "tabelle": _rundentabelle(alle),
        "darf_planen": darf_planen(zugang),
    }
    return render(request, "agreements/runden.html", kontext)


def _rundentabelle(alle: QuerySet[Any]) -> Tabelle:
    spalten = [
        Spalte("Planungsrunde", kopf=True),
        Spalte("Zeitraum"),
        Spalte("Vereinbarungen nach Nr. 2"),
        Spalte("Vereinbarungen", zahl=True),
        Spalte("Angelegt"),
    ]
    zeilen = [
        [
            Zelle(runde.titel, url=reverse("agreements:runde", args=[runde.pk])),
            runde.zeitraum,
            FORMTITEL[Form(runde.form)],
            zahlen.ganzzahl(runde.anzahl),
            zahlen.tag(timezone.localtime(runde.angelegt_am)),
        ]
        for runde in alle
    ]
    return Tabelle("Planungsrunden", spalten, zeilen)


# -- A new one -------------------------------------------------------------------------------------------------


@befugt(Befugnis.RUNDE_PLANEN)
@require_http_methods(["GET", "HEAD", "POST"])
def runde_neu(request: HttpRequest) -> HttpResponse:
    """Lay out a round. Only the BMAS does; to everyone else this page does not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if not darf_planen(zugang):
        raise Http404("Planungsrunden legt das Bundesministerium für Arbeit und Soziales an.")
    form = Rundenformular(request.POST if request.method == "POST" else None, initial=_vorschlag(zugang))
    if request.method == "POST" and form.is_valid() and (runde := _lege_an(form, zugang)):
        messages.success(request, f"Die Planungsrunde „{runde.titel}“ ist mit allen Zielvereinbarungen angelegt.")
        return redirect("agreements:runde", pk=runde.pk)
    kontext = {"brotkrumen": [_START, ("Neue Planungsrunde", None)], "form": form}
    return render(request, "agreements/runde_neu.html", kontext)


def _vorschlag(zugang: Zugang) -> dict[str, Any]:
    letzte = Planungsrunde.objects.order_by("-bis").values_list("bis", flat=True).first()
    jahr = max(zugang.am.year + 1, letzte.year) if letzte else zugang.am.year + 1
    return {"jahr": jahr, "dauer": 1, "form": Form.TRILATERAL.value}


def _lege_an(form: Rundenformular, zugang: Zugang) -> Planungsrunde | None:
    try:
        return lege_runde_an(**form.runde(), durch=zugang, am=timezone.now())
    except (Ueberschneidung, Unvollstaendig, Ausserhalb) as fehler:
        form.add_error("jahr" if isinstance(fehler, Ueberschneidung) else None, str(fehler))
    except KeineGemeinsameEinrichtung as fehler:
        form.add_error("abweichend", str(fehler))
    return None


# -- One of them -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def runde(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: how many agreements stand where, those that the access may see, and the drafts."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(Planungsrunde.objects.visible_to(zugang), pk=pk)
    filter_ = Vereinbarungsfilter(request.GET)
    sichtbare = Zielvereinbarung.objects.visible_to(zugang).filter(runde=gefunden)
    seite = Paginator(_ausgewaehlte(sichtbare, filter_), JE_SEITE).get_page(request.GET.get("seite"))
    kontext = {
        "brotkrumen": [_START, (gefunden.titel, None)],
        "runde": gefunden,
        "darf_verwerfen": darf_planen(zugang),
        "angaben": _angaben(gefunden),
        "kalender": kalendertabelle(fristen(gefunden), zugang.am),
        "zaehlung": _zaehlung(gefunden, sichtbare, zugang),
        "steuert": umfang(gefunden, zugang) is not None,
        "form": filter_,
        "seite": seite,
        "tabelle": _vereinbarungstabelle(list(seite.object_list)),
        "darf_erzeugen": _darf_erzeugen(sichtbare, zugang),
        **laufkontext(gefunden, zugang),
    }
    return render(request, "agreements/runde.html", kontext)


def _darf_erzeugen(sichtbare: QuerySet[Any], zugang: Zugang) -> bool:
    """Whether the role makes drafts, and there is something to make: all for who plans, else the own ones."""
    return Befugnis.ENTWURF_ERZEUGEN in zugang.befugnisse and (darf_planen(zugang) or sichtbare.exists())


def _angaben(runde: Planungsrunde) -> list[tuple[str, Zelle | str]]:
    return [
        ("Zeitraum", f"{zahlen.tag(runde.ab)} bis {zahlen.tag(runde.bis - timedelta(days=1))}"),
        ("Vereinbarungen nach Nr. 2", _form(runde)),
        ("Angelegt", zahlen.tag(timezone.localtime(runde.angelegt_am))),
    ]


def _form(runde: Planungsrunde) -> Zelle:
    """The form of the round, and how many gE have chosen the other one."""
    form = Form(runde.form)
    andere = Traegerseite.BA if form is Form.TRILATERAL else Traegerseite.BEIDE
    anzahl = runde.vereinbarungen.filter(nr=2, fassung=1, traegerseite=andere).count()
    hinweis = f"{zahlen.ganzzahl(anzahl)} gemeinsame Einrichtungen {FORMTITEL[ANDERE_FORM[form]]}" if anzahl else ""
    return Zelle(FORMTITEL[form], hinweis=hinweis)


def _zaehlung(runde: Planungsrunde, sichtbare: QuerySet[Zielvereinbarung], zugang: Zugang) -> Tabelle:
    """Agreements per kind and state. Who plans the round sees the states of all, everyone else those of the own."""
    alle_zustaende = darf_planen(zugang)
    insgesamt = Counter(dict(runde.vereinbarungen.values_list("nr").annotate(Count("pk")).order_by("nr")))
    grundlage = runde.vereinbarungen.all() if alle_zustaende else sichtbare
    je_zustand = {
        (nr, zustand): anzahl
        for nr, zustand, anzahl in grundlage.order_by("nr").values_list("nr", "zustand").annotate(Count("pk"))
    }
    besetzte = [zustand for zustand in Zustand if any(z == zustand for _, z in je_zustand)]
    zeilen = [
        [
            f"{art.kurz}: {art.titel}",
            zahlen.ganzzahl(insgesamt[art.nr]),
            *(zahlen.ganzzahl(je_zustand.get((art.nr, zustand), 0)) for zustand in besetzte),
        ]
        for art in VEREINBARUNGSARTEN
    ]
    summen = [sum(n for (_, z), n in je_zustand.items() if z == zustand) for zustand in besetzte]
    zeilen.append(["Zusammen", *map(zahlen.ganzzahl, (insgesamt.total(), *summen))])
    spalten = [Spalte("Art", kopf=True), Spalte("in der Runde", zahl=True)]
    wessen = "" if alle_zustaende else "eigene: "
    spalten += [Spalte(f"{wessen}{ZUSTANDSTITEL[zustand]}", zahl=True) for zustand in besetzte]
    return Tabelle("Zielvereinbarungen der Runde nach Art und Zustand", spalten, zeilen)


def _ausgewaehlte(sichtbare: QuerySet[Zielvereinbarung], filter_: Vereinbarungsfilter) -> QuerySet[Any]:
    auswahl = filter_.cleaned_data if filter_.is_valid() else {}
    if auswahl.get("nr"):
        sichtbare = sichtbare.filter(nr=auswahl["nr"])
    if auswahl.get("land"):
        sichtbare = sichtbare.filter(schluessel__startswith=auswahl["land"])
    if auswahl.get("zustand"):
        sichtbare = sichtbare.filter(zustand=auswahl["zustand"])
    if auswahl.get("suche"):
        sichtbare = sichtbare.filter(Q(titel__icontains=auswahl["suche"]) | Q(schluessel__startswith=auswahl["suche"]))
    neuestes = Dokument.objects.filter(zielvereinbarung=OuterRef("pk")).order_by("-pk")
    return sichtbare.annotate(
        entwurf_id=Subquery(neuestes.values("pk")[:1]), entwurf_am=Subquery(neuestes.values("erzeugt_am")[:1])
    ).order_by("nr", "schluessel", F("traegerseite"))


def _vereinbarungstabelle(vereinbarungen: list[Any]) -> Tabelle:
    spalten = [
        Spalte("Zielvereinbarung", kopf=True),
        Spalte("Art"),
        Spalte("Land"),
        Spalte("Schlüssel"),
        Spalte("Zustand"),
        Spalte("Entwurf"),
    ]
    return Tabelle("Zielvereinbarungen", spalten, [_vereinbarungszeile(v) for v in vereinbarungen])


def _vereinbarungszeile(vereinbarung: Any) -> list[Zelle | str]:
    entwurf: Zelle | str = zahlen.FEHLT
    if vereinbarung.entwurf_id:
        am = zahlen.tag(timezone.localtime(vereinbarung.entwurf_am))
        entwurf = Zelle(f"PDF vom {am}", url=reverse("agreements:dokument", args=[vereinbarung.entwurf_id]))
    return [
        Zelle(
            seitenname(vereinbarung),
            url=reverse("agreements:vereinbarung", args=[vereinbarung.pk]),
            hinweis=traeger(vereinbarung),
        ),
        f"Nr. {vereinbarung.nr}",
        LAENDER.get(vereinbarung.schluessel[:2], "Bund"),
        vereinbarung.schluessel or zahlen.FEHLT,
        zustandszelle(vereinbarung),
        entwurf,
    ]
