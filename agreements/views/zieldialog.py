"""The page of one Zieldialog: date, agenda, reports of both sides, minutes, Maßnahmen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import (
    Aenderungsvorschlag,
    Dialogbericht,
    Massnahme,
    Massnahmenvermerk,
    Teilnahme,
    Vertragspartei,
    Zieldialog,
)
from agreements.recht import Seite
from agreements.views.zeilen import seitenname
from agreements.views.zieldialoge import STATUS, kalenderdatei, massnahmenstand
from agreements.views.zieldialogformulare import (
    Niederschriftformular,
)
from agreements.zieldialog import berichte, dialoge, massnahmen
from agreements.zieldialog.einladung import termin_von
from agreements.zieldialog.niederschrift import niederschrift_pdf
from agreements.zieldialog.recht import BERICHTSTITEL, ZIELDIALOG, Dialogzustand
from agreements.zieldialog.zwischenstand import Zwischenstand
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Handlung, Spalte, Tabelle, Zelle


@angemeldet
@require_safe
def zieldialog(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a dialogue, for the parties to its agreements alone."""
    dialog = lade_dialog(request, pk)
    return render(request, "agreements/zieldialog/dialog.html", kontext_von(request, dialog))


def lade_dialog(request: HttpRequest, pk: int) -> Zieldialog:
    """The dialogue with its round, if the access is party to one of its agreements; else 404."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return get_object_or_404(Zieldialog.objects.visible_to(zugang).select_related("runde"), pk=pk)


def kontext_von(request: HttpRequest, dialog: Zieldialog, **formulare: forms.Form) -> dict[str, Any]:
    """What the page shows; ``formulare``: a form that came back with errors, by name."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    darf = may(zugang, dialoge.BEFUGNIS, dialog)
    teilnahmen = list(eigene_teilnahmen(dialog, zugang))
    gefuehrt = dialog.zustand == Dialogzustand.GEFUEHRT
    return {
        "dialog_id": dialog.pk,
        "titel": dialog.titel,
        "zustand": Zelle(ZIELDIALOG.titel_von(dialog.zustand), status=STATUS[Dialogzustand(dialog.zustand)]),
        "brotkrumen": brotkrumen(dialog, teilnahmen),
        "angaben": _angaben(dialog),
        "tagesordnung": [punkt.titel for punkt in dialog.tagesordnung.order_by("reihenfolge")],
        "handlungen": [
            Handlung.aus(k.uebergang, k.hindernisse, reverse("agreements:zieldialog_uebergang", args=[dialog.pk]))
            for k in dialoge.naechste_akte(dialog, zugang)
        ],
        "darf_aendern": darf and dialoge.vorbereitbar(dialog),
        "teile": [_teil(teilnahme, dialog, zugang, darf) for teilnahme in teilnahmen],
        "niederschrift": _niederschrift(dialog, zugang, darf, formulare.get("niederschrift")),
        "darf_festhalten": darf and gefuehrt,
    }


def eigene_teilnahmen(dialog: Zieldialog, zugang: Zugang) -> Any:
    """The agreements of the dialogue to which the access is party; what the others report is not its business."""
    eigene = Vertragspartei.objects.filter(dialoge.ich(zugang)).values("zielvereinbarung")
    return (
        dialog.teilnahmen.filter(zielvereinbarung__in=eigene)
        .select_related("zielvereinbarung__runde", "zieldialog")
        .prefetch_related(
            Prefetch("berichte", Dialogbericht.objects.visible_to(zugang), to_attr="sichtbare_berichte"),
            Prefetch("massnahmen", Massnahme.objects.order_by("faellig_am", "pk")),
            Prefetch("massnahmen__vermerke", Massnahmenvermerk.objects.select_related("durch").order_by("pk")),
            Prefetch("aenderungsvorschlaege", Aenderungsvorschlag.objects.select_related("durch").order_by("pk")),
            "zielvereinbarung__vertragsparteien",
        )
        .order_by("zielvereinbarung__schluessel")
    )


def brotkrumen(dialog: Zieldialog, teilnahmen: list[Teilnahme]) -> list[tuple[str, str | None]]:
    """The way to the page, by the first of the own agreements."""
    eine = teilnahmen[0].zielvereinbarung
    return [
        ("Zielvereinbarungen", reverse("agreements:runden")),
        (dialog.runde.titel, reverse("agreements:runde", args=[dialog.runde_id])),
        (seitenname(eine), reverse("agreements:vereinbarung", args=[eine.pk])),
        ("Zieldialoge", reverse("agreements:zieldialoge", args=[eine.pk])),
        (dialog.titel, None),
    ]


def _angaben(dialog: Zieldialog) -> list[tuple[str, Zelle | str]]:
    minuten = int(dialog.dauer.total_seconds() // 60)
    return [
        ("Beginn", zahlen.zeitpunkt(timezone.localtime(dialog.beginn))),
        ("Dauer", f"{minuten} Minuten"),
        ("Ort", dialog.ort or "wird noch mitgeteilt"),
        (
            "Kalender",
            Zelle("Termin als iCalendar-Datei", url=reverse("agreements:zieldialog_termin", args=[dialog.pk])),
        ),
    ]


# -- What belongs to one agreement -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Berichtszeile:
    """A report as the page shows it: of a side, with its text or what is missing of it."""

    titel: str
    stand: Zelle
    absaetze: list[str]
    zielerreichung: Tabelle | None
    bearbeiten: str
    zurueckholen: str


@dataclass(frozen=True)
class Massnahmenzeile:
    """A Maßnahme as the page shows it, with its follow-up."""

    pk: int
    titel: str
    stand: Zelle
    eintraege: list[tuple[str, str]]
    vermerke: list[tuple[str, str]]
    handlungen: list[Handlung]


def _teil(teilnahme: Teilnahme, dialog: Zieldialog, zugang: Zugang, darf: bool) -> dict[str, Any]:
    vereinbarung = teilnahme.zielvereinbarung
    namen = {partei.partei_id: partei.bezeichnung for partei in vereinbarung.vertragsparteien.all()}
    return {
        "id": teilnahme.pk,
        "titel": seitenname(vereinbarung),
        "url": reverse("agreements:vereinbarung", args=[vereinbarung.pk]),
        "berichte": _berichte(teilnahme, dialog, zugang, darf),
        "massnahmen": [_massnahme(eine, namen, zugang) for eine in teilnahme.massnahmen.all()],
        "vorschlaege": [
            (_wer_wann(eine.durch, eine.am, namen.get(eine.partei_id or 0, "")), eine.text)
            for eine in teilnahme.aenderungsvorschlaege.all()
        ],
    }


def _berichte(teilnahme: Teilnahme, dialog: Zieldialog, zugang: Zugang, darf: bool) -> list[Berichtszeile]:
    nr = teilnahme.zielvereinbarung.nr
    vorhandene = {bericht.seite: bericht for bericht in teilnahme.sichtbare_berichte}  # type: ignore[attr-defined]
    eigene = berichte.eigene_seite(teilnahme, zugang)
    offen = dialoge.vorbereitbar(dialog) or dialog.zustand == Dialogzustand.GEFUEHRT
    return [
        _bericht(
            BERICHTSTITEL[nr][seite],
            vorhandene.get(seite),
            reverse("agreements:zieldialog_bericht", args=[teilnahme.pk]) if darf and offen and seite is eigene else "",
            dialoge.vorbereitbar(dialog),
        )
        for seite in (Seite.AUSFUEHREND, Seite.STEUERND)
    ]


def _bericht(titel: str, bericht: Dialogbericht | None, ziel: str, zurueck: bool) -> Berichtszeile:
    if bericht is None:
        return Berichtszeile(titel, Zelle("noch nicht abgegeben", status="neutral"), [], None, ziel, "")
    absaetze = bericht.rahmenbedingungen.split("\n\n")
    if bericht.abgegeben_am is None:
        stand = Zelle("Entwurf, nur für die eigene Seite", status="info")
        return Berichtszeile(titel, stand, absaetze, None, ziel, "")
    stand = Zelle(f"abgegeben am {zahlen.tag(timezone.localtime(bericht.abgegeben_am))}", status="success")
    zurueckholen = reverse("agreements:zieldialog_bericht_zurueck", args=[bericht.pk]) if ziel and zurueck else ""
    zeilen = berichte.eingefroren(bericht)
    return Berichtszeile(titel, stand, absaetze, zwischentabelle(zeilen) if zeilen else None, "", zurueckholen)


def zwischentabelle(zeilen: Sequence[Zwischenstand]) -> Tabelle:
    """The Zielerreichung so far, one row per Ziel."""
    spalten = [Spalte("Ziel", kopf=True), Spalte("Vereinbart"), Spalte("Wert", zahl=True), Spalte("Stand")]
    return Tabelle(
        "Zielerreichung bis dahin",
        spalten,
        [
            [
                zeile.titel,
                zeile.wortlaut,
                Zelle(zeile.wert, hinweis=zeile.monat),
                Zelle(zeile.ergebnis, hinweis=zeile.hinweis),
            ]
            for zeile in zeilen
        ],
        "Berechnet aus den veröffentlichten Kennzahlen nach § 48a SGB II; vorläufige Werte können sich noch ändern.",
    )


def _massnahme(eine: Massnahme, namen: dict[int, str], zugang: Zugang) -> Massnahmenzeile:
    ziel = reverse("agreements:massnahme_uebergang", args=[eine.pk])
    return Massnahmenzeile(
        eine.pk,
        eine.titel,
        massnahmenstand(eine, zugang),
        [
            ("Was genau geschieht", eine.beschreibung),
            ("Woran man es erkennt", eine.messgroesse),
            ("Verantwortlich", namen.get(eine.verantwortlich_id, zahlen.FEHLT)),
            ("Fällig am", zahlen.tag(eine.faellig_am)),
        ],
        [(_wer_wann(v.durch, v.am, namen.get(v.partei_id or 0, "")), v.text) for v in eine.vermerke.all()],
        [Handlung.aus(k.uebergang, k.hindernisse, ziel) for k in massnahmen.naechste_akte(eine, zugang)],
    )


def _wer_wann(nutzer: Any, am: Any, partei: str) -> str:
    teile = [str(nutzer) if nutzer else "", partei]
    return f"{', '.join(filter(None, teile)) or 'Betrieb'}, {zahlen.tag(timezone.localtime(am))}"


# -- Minutes ---------------------------------------------------------------------------------------------------


def _niederschrift(dialog: Zieldialog, zugang: Zugang, darf: bool, form: forms.Form | None) -> dict[str, Any] | None:
    if dialog.zustand not in (Dialogzustand.GEFUEHRT, Dialogzustand.ABGESCHLOSSEN):
        return None
    schreiben = darf and dialog.zustand == Dialogzustand.GEFUEHRT
    fehlende = dialoge.unbestaetigte(dialog) if schreiben else []
    anfangs = {"niederschrift": dialog.niederschrift, "nummer": dialog.niederschrift_nummer}
    return {
        "absaetze": [absatz for absatz in dialog.niederschrift.split("\n\n") if absatz.strip()],
        "form": (form or Niederschriftformular(initial=anfangs)) if schreiben else None,
        "nummer": dialog.niederschrift_nummer,
        "fehlende": [name for _, name in fehlende],
        "zu_bestaetigen": bool({partei for partei, _ in fehlende} & set(dialoge.eigene_parteien(dialog, zugang))),
        "pdf": reverse("agreements:zieldialog_niederschrift", args=[dialog.pk]) if dialog.niederschrift else "",
    }


@angemeldet
@require_safe
def niederschrift(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as PDF: with what concerns the own agreements, marked as a draft until all have confirmed."""
    dialog = lade_dialog(request, pk)
    if not dialog.niederschrift:
        raise Http404("Zu diesem Zieldialog gibt es noch keine Niederschrift.")
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    antwort = HttpResponse(niederschrift_pdf(dialog, list(eigene_teilnahmen(dialog, zugang))), "application/pdf")
    antwort["Content-Disposition"] = f'inline; filename="Niederschrift-Zieldialog-{dialog.pk}.pdf"'
    return antwort


@angemeldet
@require_safe
def termin(request: HttpRequest, pk: int) -> HttpResponse:
    """The date as a calendar file."""
    dialog = lade_dialog(request, pk)
    return kalenderdatei([termin_von(dialog)], dialog.titel)
