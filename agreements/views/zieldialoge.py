"""The tab "Zieldialoge" of an agreement: its dialogues, planning them, and the Maßnahmen that are open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Massnahme, Zieldialog, Zielvereinbarung
from agreements.recht import Zustand
from agreements.views.rahmen import lade_eigene, rahmen
from agreements.views.zeilen import seitenname
from agreements.views.zieldialogformulare import Planungsformular
from agreements.zieldialog import dialoge
from agreements.zieldialog.einladung import termin_von
from agreements.zieldialog.recht import DIALOG_MOEGLICH, MASSNAHMENTITEL, ZIELDIALOG, Dialogzustand, Massnahmenzustand
from zielsystem import zahlen
from zielsystem.ical import INHALTSART, kalender
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.zugriff import Zugang, may, verlange
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

STATUS: dict[Dialogzustand, Statusart] = {
    Dialogzustand.GEPLANT: "neutral",
    Dialogzustand.EINGELADEN: "info",
    Dialogzustand.GEFUEHRT: "warning",
    Dialogzustand.ABGESCHLOSSEN: "success",
    Dialogzustand.ABGESAGT: "danger",
}
MASSNAHMENSTATUS: dict[Massnahmenzustand, Statusart] = {
    Massnahmenzustand.OFFEN: "info",
    Massnahmenzustand.ERLEDIGT: "success",
    Massnahmenzustand.AUFGEGEBEN: "neutral",
}


@angemeldet
@require_safe
def zieldialoge(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialogues of an agreement and what came of them; for its parties alone."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade_eigene(request, pk)
    moeglich = Zustand(vereinbarung.zustand) in DIALOG_MOEGLICH
    eigene = list(
        Zieldialog.objects.visible_to(zugang)
        .filter(vereinbarungen=vereinbarung)
        .prefetch_related("teilnahmen__zielvereinbarung")
        .order_by("beginn")
    )
    kontext = {
        **rahmen(request, vereinbarung, "zieldialoge"),
        "dialoge": dialogtabelle(eigene) if eigene else None,
        "massnahmen": _massnahmentabelle(vereinbarung, zugang),
        "moeglich": moeglich,
        "darf_planen": moeglich and may(zugang, dialoge.BEFUGNIS, vereinbarung),
    }
    return render(request, "agreements/zieldialog/liste.html", kontext)


@befugt(dialoge.BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def planen(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a dialogue, a series of them, alone or together with other agreements."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade_eigene(request, pk)
    verlange(zugang, dialoge.BEFUGNIS, vereinbarung)
    andere = dialoge.gemeinsam_moeglich(vereinbarung, zugang)
    form = Planungsformular(request.POST or None, andere=[(eine.pk, seitenname(eine)) for eine in andere])
    if request.method == "POST" and form.is_valid() and _geplant(request, form, [vereinbarung, *andere]):
        return redirect("agreements:zieldialoge", pk=pk)
    kontext = {**rahmen(request, vereinbarung, "zieldialoge"), "form": form}
    return render(request, "agreements/zieldialog/planen.html", kontext, status=422 if form.errors else 200)


def _geplant(request: HttpRequest, form: Planungsformular, moegliche: list[Zielvereinbarung]) -> bool:
    gewaehlt = {moegliche[0].pk, *form.cleaned_data.get("weitere", ())}
    angaben: dict[str, Any] = {
        "vereinbarungen": [eine for eine in moegliche if eine.pk in gewaehlt],
        "vorhaben": form.vorhaben(),
        "durch": request.zugang,  # type: ignore[attr-defined]
        "am": timezone.now(),
    }
    try:
        if rhythmus := form.rhythmus_oder_nichts:
            anzahl = len(dialoge.plane_reihe(rhythmus=rhythmus, **angaben))
        else:
            anzahl = 1
            dialoge.plane(**angaben)
    except (Gehindert, dialoge.Unvereinbar) as fehler:
        form.add_error(None, str(fehler))
        return False
    messages.success(request, "Ein Zieldialog ist geplant." if anzahl == 1 else f"{anzahl} Zieldialoge sind geplant.")
    return True


@angemeldet
@require_safe
def termine(request: HttpRequest, pk: int) -> HttpResponse:
    """All dates of an agreement as one calendar file."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade_eigene(request, pk)
    eigene = Zieldialog.objects.visible_to(zugang).filter(vereinbarungen=vereinbarung).nicht_abgesagt()
    return kalenderdatei([termin_von(dialog) for dialog in eigene.order_by("beginn")], seitenname(vereinbarung))


def kalenderdatei(eintraege: list[Any], name: str) -> HttpResponse:
    """A calendar file to be downloaded, named after what it is about."""
    antwort = HttpResponse(kalender(eintraege, erstellt=timezone.now()), content_type=INHALTSART)
    antwort["Content-Disposition"] = f'attachment; filename="zieldialoge-{slugify(name)}.ics"'
    return antwort


def dialogtabelle(eigene: list[Zieldialog]) -> Tabelle:
    """Dialogues with date, place and where they stand. Needs ``teilnahmen__zielvereinbarung`` prefetched."""
    spalten = [Spalte("Zieldialog", kopf=True), Spalte("Beginn"), Spalte("Ort"), Spalte("Stand"), Spalte("Beteiligte")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(dialog.titel, url=reverse("agreements:zieldialog", args=[dialog.pk])),
            zahlen.zeitpunkt(timezone.localtime(dialog.beginn)),
            dialog.ort or zahlen.FEHLT,
            Zelle(ZIELDIALOG.titel_von(dialog.zustand), status=STATUS[Dialogzustand(dialog.zustand)]),
            _beteiligte(dialog),
        ]
        for dialog in eigene
    ]
    return Tabelle("Zieldialoge", spalten, zeilen)


def _beteiligte(dialog: Zieldialog) -> str:
    anzahl = len(dialog.teilnahmen.all())
    return "einzeln" if anzahl == 1 else f"gemeinsam zu {anzahl} Vereinbarungen"


def _massnahmentabelle(vereinbarung: Zielvereinbarung, zugang: Zugang) -> Tabelle | None:
    eigene = list(
        Massnahme.objects.visible_to(zugang)
        .filter(teilnahme__zielvereinbarung=vereinbarung)
        .select_related("teilnahme")
        .order_by("faellig_am", "pk")
    )
    namen = dict(vereinbarung.vertragsparteien.values_list("partei", "bezeichnung"))
    spalten = [Spalte("Maßnahme", kopf=True), Spalte("Verantwortlich"), Spalte("Fällig"), Spalte("Stand")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                eine.titel,
                url=f"{reverse('agreements:zieldialog', args=[eine.teilnahme.zieldialog_id])}#massnahme-{eine.pk}",
                hinweis=eine.messgroesse,
            ),
            namen.get(eine.verantwortlich_id, zahlen.FEHLT),
            zahlen.tag(eine.faellig_am),
            massnahmenstand(eine, zugang),
        ]
        for eine in eigene
    ]
    return Tabelle("Maßnahmen", spalten, zeilen) if zeilen else None


def massnahmenstand(massnahme: Massnahme, zugang: Zugang) -> Zelle:
    """Where a Maßnahme stands; late is said."""
    zustand = Massnahmenzustand(massnahme.zustand)
    if zustand is Massnahmenzustand.OFFEN and massnahme.faellig_am < zugang.am:
        return Zelle("überfällig", status="danger")
    return Zelle(MASSNAHMENTITEL[zustand], status=MASSNAHMENSTATUS[zustand])
