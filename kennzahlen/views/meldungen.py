"""Meldungen for those who may see them: the list, and one with its figures and findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from kennzahlen.cube import monat_plus
from kennzahlen.forms import Meldungsfilter
from kennzahlen.meldung_recht import ZUSTANDSTITEL, Meldungszustand
from kennzahlen.models import Befund, Meldung, MeldungQuerySet
from kennzahlen.recht import GRUNDGROESSEN, SPALTE, Groessenart, Grundgroesse
from kennzahlen.verzeichnis import Verzeichniszeile, jobcenterverzeichnis
from kennzahlen.views.verzeichnisse import enthaelt, seite_von
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

STATUSART: dict[Meldungszustand, Statusart] = {
    Meldungszustand.ENTWURF: "neutral",
    Meldungszustand.EINGEREICHT: "info",
    Meldungszustand.ZURUECKGEGEBEN: "warning",
    Meldungszustand.FREIGEGEBEN: "success",
    Meldungszustand.ABGELOEST: "neutral",
}
_NACH_NR = {groesse.nr: groesse for groesse in GRUNDGROESSEN}


def _sichtbare(request: HttpRequest) -> MeldungQuerySet:
    return Meldung.objects.visible_to(request.zugang)  # type: ignore[attr-defined]


# -- List ------------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def meldungen(request: HttpRequest) -> HttpResponse:
    """The Meldungen that the access may see, the newest month first."""
    filter_ = Meldungsfilter(request.GET)
    verzeichnis = {zeile.partei_id: zeile for zeile in jobcenterverzeichnis(request.zugang.am)}  # type: ignore[attr-defined]
    auswahl = _ausgewaehlte(_sichtbare(request), filter_, verzeichnis)
    seite = seite_von(request, auswahl.order_by("-monat", "jobcenter__schluessel", "-version"))
    kontext = {
        "brotkrumen": [("Meldungen", None)],
        "form": filter_,
        "seite": seite,
        "tabelle": _liste(list(seite), verzeichnis),
    }
    return render(request, "kennzahlen/meldungen.html", kontext)


def _ausgewaehlte(
    alle: MeldungQuerySet, filter_: Meldungsfilter, verzeichnis: dict[int, Verzeichniszeile]
) -> MeldungQuerySet:
    auswahl = filter_.cleaned_data if filter_.is_valid() else {}
    if auswahl.get("monat"):
        alle = alle.filter(monat=auswahl["monat"])
    if auswahl.get("suche"):
        gesucht = [partei for partei, zeile in verzeichnis.items() if enthaelt(zeile, auswahl["suche"])]
        alle = alle.filter(jobcenter__in=gesucht)
    return alle


def _liste(meldungen: Sequence[Meldung], verzeichnis: dict[int, Verzeichniszeile]) -> Tabelle:
    offen = _offene_befunde(meldungen)
    spalten = [
        Spalte("Monat"),
        Spalte("Jobcenter", kopf=True),
        Spalte("Zustand"),
        Spalte("Version", zahl=True),
        Spalte("Fehler", zahl=True),
        Spalte("Unerklärtes", zahl=True),
        Spalte("Erfasst"),
    ]
    return Tabelle(
        "Meldungen",
        spalten,
        [
            [
                zahlen.monat(meldung.monat),
                Zelle(_name(meldung, verzeichnis), url=reverse("kennzahlen:meldung", kwargs={"pk": meldung.pk})),
                _zustand(meldung),
                str(meldung.version),
                *offen.get(meldung.pk, ("0", "0")),
                zahlen.tag(localtime(meldung.erfasst_am)),
            ]
            for meldung in meldungen
        ],
    )


def _offene_befunde(meldungen: Sequence[Meldung]) -> dict[int, tuple[str, str]]:
    """Hard findings and soft ones without an explanation, by Meldung: one query."""
    zeilen = (
        Befund.objects.filter(meldung__in=[meldung.pk for meldung in meldungen])
        .values("meldung")
        .annotate(harte=Count("pk", filter=Q(schwere="hart")), offene=Count("pk", filter=_UNERKLAERT))
        .values_list("meldung", "harte", "offene")
    )
    return {pk: (str(harte), str(offene)) for pk, harte, offene in zeilen}


_UNERKLAERT = Q(schwere="weich", erklaerung="")


def _name(meldung: Meldung, verzeichnis: dict[int, Verzeichniszeile]) -> str:
    zeile = verzeichnis.get(meldung.jobcenter_id)
    return zeile.name if zeile else f"Partei {meldung.jobcenter_id}"


def _zustand(meldung: Meldung) -> Zelle:
    zustand = Meldungszustand(meldung.zustand)
    return Zelle(ZUSTANDSTITEL[zustand], status=STATUSART[zustand])


# -- One Meldung -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def meldung(request: HttpRequest, pk: int) -> HttpResponse:
    """One Meldung: where it stands, its figures beside earlier ones, its findings. Invisible is not there."""
    sichtbare = _sichtbare(request)
    gefunden = get_object_or_404(sichtbare.select_related("erfasst_durch", "freigegeben_durch"), pk=pk)
    verzeichnis = {zeile.partei_id: zeile for zeile in jobcenterverzeichnis(request.zugang.am)}  # type: ignore[attr-defined]
    name, monat = _name(gefunden, verzeichnis), zahlen.monat(gefunden.monat)
    zeile = verzeichnis.get(gefunden.jobcenter_id)
    versionen = sichtbare.filter(jobcenter=gefunden.jobcenter_id, monat=gefunden.monat).exclude(pk=pk)
    kontext = {
        "brotkrumen": [("Meldungen", reverse("kennzahlen:meldungen")), (f"{name}, {monat}", None)],
        "titel": f"{name}, {monat}",
        "angaben": _angaben(gefunden, zeile),
        "befunde": _befunde(list(gefunden.befunde.order_by("schwere", "groesse", "code"))),
        "zahlen": _zahlen(gefunden, _fruehere(sichtbare, gefunden)),
        "versionen": _versionen(list(versionen.order_by("-version"))),
    }
    return render(request, "kennzahlen/meldung.html", kontext)


def _angaben(meldung: Meldung, zeile: Verzeichniszeile | None) -> list[tuple[str, Any]]:
    angaben: list[tuple[str, Any]] = [("Zustand", _zustand(meldung)), ("Version", str(meldung.version))]
    if zeile:
        url = reverse("kennzahlen:jobcenter", kwargs={"ags": zeile.ags})
        angaben.insert(0, ("Jobcenter", Zelle(f"{zeile.name} ({zeile.ags})", url=url)))
    angaben.append(("Quelle", meldung.quelle))
    angaben.append(("Erfasst", _vorgang(meldung.erfasst_am, meldung.erfasst_durch)))
    if meldung.freigegeben_am:
        angaben.append(("Freigegeben", _vorgang(meldung.freigegeben_am, meldung.freigegeben_durch)))
    if meldung.abgeloest_am:
        angaben.append(("Abgelöst", _vorgang(meldung.abgeloest_am, None)))
    if meldung.grund:
        angaben.append(("Grund der Korrektur", meldung.grund))
    return angaben


def _vorgang(am: Any, durch: Any) -> str:
    zeitpunkt = zahlen.zeitpunkt(localtime(am))
    return f"{zeitpunkt}, {durch}" if durch else zeitpunkt


def _fruehere(sichtbare: MeldungQuerySet, meldung: Meldung) -> dict[Any, Sequence[int | None]]:
    """The valid figures of the month before and of the same month of the year before, by month: one query."""
    monate = [monat_plus(meldung.monat, abstand) for abstand in (-1, -12)]
    zeilen = sichtbare.gueltig().filter(jobcenter=meldung.jobcenter_id, monat__in=monate)
    return dict(zeilen.values_list("monat", "werte"))


def _zahlen(meldung: Meldung, fruehere: dict[Any, Sequence[int | None]]) -> Tabelle:
    monate = [meldung.monat, monat_plus(meldung.monat, -1), monat_plus(meldung.monat, -12)]
    spalten = [meldung.werte, *(fruehere.get(monat, ()) for monat in monate[1:])]
    groessen = [g for g in GRUNDGROESSEN if meldung.monat in g.geltung or _zahl(meldung.werte, g) is not None]
    return Tabelle(
        "Gemeldete Zahlen",
        [Spalte("Grundgröße", kopf=True), *(Spalte(zahlen.monat(monat), zahl=True) for monat in monate)],
        [[Zelle(g.code, hinweis=g.titel), *(_zahl_text(g, _zahl(werte, g)) for werte in spalten)] for g in groessen],
    )


def _zahl(werte: Sequence[int | None], groesse: Grundgroesse) -> int | None:
    stelle = SPALTE[groesse.code]
    return werte[stelle] if stelle < len(werte) else None


def _zahl_text(groesse: Grundgroesse, zahl: int | None) -> str:
    return zahlen.euro_aus_cent(zahl) if groesse.art is Groessenart.GELD else zahlen.ganzzahl(zahl)


def _befunde(befunde: Sequence[Befund]) -> Tabelle | None:
    if not befunde:
        return None
    spalten = ["Grundgröße", "Schwere", "Befund", "Gemeldet", "Erwartet", "Erklärung"]
    return Tabelle(
        "Befunde",
        [Spalte(titel, kopf=titel == "Grundgröße", zahl=titel == "Gemeldet") for titel in spalten],
        [_befundzeile(befund, _NACH_NR[befund.groesse]) for befund in befunde],
    )


def _befundzeile(befund: Befund, groesse: Grundgroesse) -> list[Zelle | str]:
    hart = befund.schwere == "hart"
    return [
        Zelle(groesse.code, hinweis=groesse.titel),
        Zelle("Fehler", status="danger") if hart else Zelle("auffällig", status="warning"),
        befund.text,
        _zahl_text(groesse, befund.gemeldet),
        befund.erwartet or zahlen.FEHLT,
        befund.erklaerung or ("" if hart else "noch nicht erklärt"),
    ]


def _versionen(andere: Sequence[Meldung]) -> Tabelle | None:
    if not andere:
        return None
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(f"Version {eine.version}", url=reverse("kennzahlen:meldung", kwargs={"pk": eine.pk})),
            _zustand(eine),
            _vorgang(eine.erfasst_am, None),
            eine.grund,
        ]
        for eine in andere
    ]
    return Tabelle(
        "Andere Versionen",
        [Spalte("Version", kopf=True), Spalte("Zustand"), Spalte("Erfasst"), Spalte("Grund")],
        zeilen,
    )
