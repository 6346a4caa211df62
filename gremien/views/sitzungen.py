"""Sessions of a body: the list, planning one, its page with everything in the order of the office's work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremien.models import Anmeldung, Ergebnis, Mitgliedschaft, Sitzung, Tagesordnungspunkt
from gremien.recht import AUSGANGSTITEL, FORMTITEL, VORBEREITUNG, Ausgang, Form, Verfahren
from gremien.sitzungen.lage import ablauf_von, ladungsfrist, stand_von
from gremien.sitzungen.verlauf import leitung_von
from gremien.views.anwesenheit import anwesenheitslage
from gremien.views.niederschrift import niederschriftlage
from gremien.views.rahmen import (
    Seite,
    gremium_url,
    krumen,
    lade,
    rahmen,
    zugang_von,
)
from gremien.views.sitzungszeilen import sitzungstabelle, zustandszelle
from gremien.views.vorsitz import namen_der_mitglieder
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import knoepfe
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Handlung, Schritt, Spalte, Statusart, Tabelle, Zelle

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN
_EIGENE_FORMULARE = ("verlegen", "berichtigen")
"""Acts that are no buttons on the page: they have a form of their own."""
AUSGANGSSTATUS: dict[str, Statusart] = {
    "beraten": "success",
    "eroertert": "success",
    "beschlossen": "success",
    "abgelehnt": "danger",
    "vertagt": "neutral",
}


# -- The list --------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def sitzungen(request: HttpRequest, pk: int) -> HttpResponse:
    """The sessions of a body: those to come, and those before, the latest first."""
    zugang = zugang_von(request)
    gremium = lade(request, pk)
    alle = Sitzung.objects.visible_to(zugang).filter(gremium=gremium)
    jetzt = timezone.now()
    kommende = list(alle.anstehend(jetzt).order_by("beginn"))
    fruehere = list(alle.vergangen(jetzt).order_by("-beginn"))
    kontext = {
        **rahmen(gremium, "sitzungen"),
        "kommende": sitzungstabelle("Nächste Sitzungen", kommende) if kommende else None,
        "fruehere": sitzungstabelle("Frühere Sitzungen", fruehere) if fruehere else None,
        "fuehrt": may(zugang, _FUEHREN, gremium),
    }
    return render(request, "gremien/sitzungen.html", kontext)


def lade_sitzung(request: HttpRequest, pk: int) -> Sitzung:
    """The session with its body, if the access may see it; else 404."""
    return get_object_or_404(Sitzung.objects.visible_to(zugang_von(request)).select_related("gremium"), pk=pk)


def sitzungsseite(sitzung: Sitzung, titel: str, knopf: str = "Festhalten", text: str = "") -> Seite:
    """The page of an act on a session."""
    ziel = reverse("gremien:sitzung", args=[sitzung.pk])
    return Seite(titel, knopf, ziel, krumen(sitzung.gremium, (sitzung.titel, ziel), titel), text or str(sitzung))


# -- The page --------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def sitzung(request: HttpRequest, pk: int) -> HttpResponse:
    """A session: what is to be done next, agenda, invitation, attendance, minutes."""
    return render(request, "gremien/sitzung.html", sitzungskontext(request, lade_sitzung(request, pk)))


def sitzungskontext(request: HttpRequest, eine: Sitzung, **formulare: forms.Form) -> dict[str, Any]:
    """What the page shows; ``formulare``: a form that came back with errors, by name."""
    zugang = zugang_von(request)
    fuehrt = may(zugang, _FUEHREN, eine)
    vorbereitet = fuehrt and eine.zustand in VORBEREITUNG
    einladung = _einladung(eine)
    return {
        "brotkrumen": krumen(eine.gremium, ("Sitzungen", gremium_url(eine.gremium, "sitzungen")), eine.titel),
        "sitzung_id": eine.pk,
        "titel": eine.titel,
        "vorzeile": f"{'Umlaufbeschluss' if eine.verfahren == Verfahren.UMLAUF else 'Sitzung'}: {eine.gremium.titel}",
        "zustand": zustandszelle(eine),
        "schritte": _schritte(eine),
        "angaben": _angaben(eine),
        "handlungen": _handlungen(eine, zugang, einladung),
        "tagesordnung": _tagesordnung(eine, zugang),
        "anmeldungen": _anmeldungen(eine) if vorbereitet else [],
        "darf_vorbereiten": vorbereitet,
        "fuehrt": fuehrt,
        "einladung": einladung,
        "anwesenheit": anwesenheitslage(eine, fuehrt=fuehrt),
        "niederschrift": niederschriftlage(
            eine, zugang, fuehrt=fuehrt, form=formulare.get("niederschrift"), einwendung=formulare.get("einwendung")
        ),
        "darf_widersprechen": eine.zustand == "laufend" and may(zugang, _MITWIRKEN, eine),
        "eigene": _eigene_mitgliedschaft(eine, zugang),
    }


def _handlungen(eine: Sitzung, zugang: Zugang, einladung: dict[str, Any]) -> list[Handlung]:
    """The acts that are buttons; telling a changed agenda is one only when it has changed."""
    geleitet = eine.leitung_id is not None or (eine.zustand == "eingeladen" and leitung_von(eine).mitglied is not None)
    stand = stand_von(eine, geleitet=geleitet)
    ohne = {*_EIGENE_FORMULARE, *(() if einladung["geaendert"] else ("nachladen",))}
    ziel = reverse("gremien:sitzung_uebergang", args=[eine.pk])
    return [
        Handlung.aus(knopf.uebergang, knopf.hindernisse, ziel)
        for knopf in knoepfe(ablauf_von(eine), eine, stand=stand, durch=zugang)
        if knopf.befugt and knopf.uebergang.code not in ohne
    ]


def _schritte(eine: Sitzung) -> list[Schritt]:
    """The way of a session, with the days on which it went on."""
    umlauf = eine.verfahren == Verfahren.UMLAUF
    codes = ["geplant", "eingeladen", "eroeffnet", "geschlossen", "entworfen", "genehmigt"]
    titel = ["geplant", "eingeladen", "eröffnet", "geschlossen", "Niederschrift vorgelegt", "genehmigt"]
    if umlauf:
        codes = ["geplant", "laufend", "geschlossen", "entworfen", "genehmigt"]
        titel = ["vorbereitet", "im Umlauf", "ausgezählt", "Niederschrift vorgelegt", "genehmigt"]
    if eine.zustand == "abgesagt":
        return [Schritt(titel[0], "erledigt", _tag(eine.angelegt_am)), Schritt(eine.zustandstitel, "beendet")]
    stelle = codes.index(eine.zustand)
    ende = len(codes) - 1
    wann = {
        "geplant": eine.angelegt_am,
        "eingeladen": eine.eingeladen_am,
        "laufend": eine.eingeladen_am,
        "eroeffnet": eine.eroeffnet_am,
        "geschlossen": eine.geschlossen_am,
        "genehmigt": eine.niederschrift.genehmigt_am if stelle == ende else None,
    }
    return [
        Schritt(
            titel[nr],
            "erledigt" if nr < stelle or stelle == ende else "aktuell" if nr == stelle else "offen",
            _tag(wann.get(code)) if nr <= stelle else "",
        )
        for nr, code in enumerate(codes)
    ]


def _tag(moment: datetime | None) -> str:
    return zahlen.tag(timezone.localtime(moment)) if moment else ""


def _angaben(eine: Sitzung) -> list[tuple[str, Zelle | str]]:
    beginn = zahlen.zeitpunkt(timezone.localtime(eine.beginn))
    kalender = Zelle("Termin als iCalendar-Datei", url=reverse("gremien:sitzungstermin", args=[eine.pk]))
    if eine.verfahren == Verfahren.UMLAUF:
        return [("Stimmen bis", beginn), ("Kalender", kalender)]
    angaben: list[tuple[str, Zelle | str]] = [
        ("Beginn", beginn),
        ("Dauer", _dauer(eine)),
        ("Ort", eine.ort or ("wird noch mitgeteilt" if eine.zustand in VORBEREITUNG else zahlen.FEHLT)),
        ("Kalender", kalender),
    ]
    if eine.leitung_id:
        name = namen_der_mitglieder(eine.gremium)[eine.leitung_id]
        angaben.append(("Leitung", Zelle(name, hinweis=eine.leitungshinweis)))
    return angaben


def _dauer(eine: Sitzung) -> str:
    """As people say it: "2 Stunden", "90 Minuten"."""
    minuten = int(eine.dauer.total_seconds() // 60)
    stunden, rest = divmod(minuten, 60)
    return f"{minuten} Minuten" if rest else "1 Stunde" if stunden == 1 else f"{stunden} Stunden"


def _tagesordnung(eine: Sitzung, zugang: Zugang) -> Tabelle | None:
    """The items that the access sees, with the result that counts: two queries."""
    punkte = list(Tagesordnungspunkt.objects.visible_to(zugang).filter(sitzung=eine).order_by("reihenfolge").distinct())
    ergebnisse = {e.punkt_id: e for e in Ergebnis.objects.gueltig().filter(punkt__in=punkte)}
    spalten = [Spalte("Nr.", zahl=True), Spalte("Punkt", kopf=True), Spalte("Form"), Spalte("Ergebnis")]
    zeilen: list[list[Zelle | str]] = [
        [
            str(punkt.reihenfolge),
            Zelle(punkt.titel, url=reverse("gremien:punkt", args=[punkt.pk])),
            FORMTITEL[Form(punkt.form)],
            ergebniszelle(ergebnisse.get(punkt.pk)),
        ]
        for punkt in punkte
    ]
    return Tabelle("Tagesordnung", spalten, zeilen) if zeilen else None


def ergebniszelle(ergebnis: Ergebnis | None) -> Zelle:
    """A result as a badge, with the votes below it."""
    if ergebnis is None:
        return Zelle("offen")
    return Zelle(
        AUSGANGSTITEL[Ausgang(ergebnis.ausgang)],
        status=AUSGANGSSTATUS[ergebnis.ausgang],
        hinweis=" · ".join(filter(None, (stimmentext(ergebnis), "berichtigt" if ergebnis.grund else ""))),
    )


def stimmentext(ergebnis: Ergebnis) -> str:
    """The votes in words, or nothing where there was no vote."""
    if ergebnis.ja is None:
        return ""
    text = f"{ergebnis.ja} Ja, {ergebnis.nein} Nein, {ergebnis.enthaltung} Enthaltungen"
    return f"{text}; Stichentscheid" if ergebnis.stichentscheid else text


def _anmeldungen(eine: Sitzung) -> list[tuple[int, str, str]]:
    offene = Anmeldung.objects.offen().filter(gremium=eine.gremium_id).order_by("angemeldet_am")
    return [(a.pk, a.titel, zahlen.tag(timezone.localtime(a.angemeldet_am))) for a in offene]


def _einladung(eine: Sitzung) -> dict[str, Any]:
    """Who was invited when, how long before, and whether something changed since."""
    einladungen = list(eine.einladungen.select_related("mitgliedschaft").order_by("mitgliedschaft__name"))
    veraltet = any(einladung.folge < eine.kalender_folge for einladung in einladungen)
    return {
        "frist": ladungsfrist(eine),
        "grund": eine.fristgrund,
        "am": _tag(eine.eingeladen_am),
        "namen": [einladung.mitgliedschaft.name for einladung in einladungen],
        "geaendert": veraltet and eine.zustand in ("eingeladen", "laufend"),
    }


def _eigene_mitgliedschaft(eine: Sitzung, zugang: Zugang) -> int | None:
    """The membership of the person who asks, to send somebody else into this session."""
    if zugang.nutzer is None or eine.zustand not in VORBEREITUNG or eine.verfahren == Verfahren.UMLAUF:
        return None
    tag = timezone.localdate(eine.beginn)
    eigene = Mitgliedschaft.objects.am(tag).filter(gremium=eine.gremium_id, nutzer=zugang.nutzer)
    return eigene.values_list("pk", flat=True).first()
