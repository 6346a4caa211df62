"""The minutes: writing them, reading them, their PDF, and correcting a result after they are approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremien.models import Ergebnis, Niederschrift, Sitzung, Tagesordnungspunkt
from gremien.sitzungen.niederschrift import dateiname, eigene_mitgliedschaft, pdf_von
from gremien.views.felder import textfeld
from gremien.views.rahmen import zugang_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang, may

_MIT_NIEDERSCHRIFT = ("eroeffnet", "laufend", "geschlossen", "entworfen", "genehmigt")
_SCHREIBBAR = ("eroeffnet", "geschlossen")


class Niederschriftformular(forms.Form):
    """The words in front of the items. ``stand``: the stand of them that was on the screen."""

    text = textfeld(
        "Verlauf der Sitzung",
        8,
        max_length=50_000,
        help_text="Anwesenheit, Punkte, Ergebnisse und Stimmen stehen von selbst in der Niederschrift. Absätze trennt "
        "eine leere Zeile.",
    )
    stand = forms.IntegerField(widget=forms.HiddenInput)


class Einwendungsformular(forms.Form):
    """What a member objects to."""

    text = textfeld("Was anders lauten soll", 4, max_length=10_000)


def niederschriftlage(
    sitzung: Sitzung, zugang: Zugang, *, fuehrt: bool, form: forms.Form | None, einwendung: forms.Form | None
) -> dict[str, Any] | None:
    """The minutes as the page of the session shows them; None before there can be any.

    Who does not see one of the items reads the results of the others, and not what was written about all of them.
    """
    if sitzung.zustand not in _MIT_NIEDERSCHRIFT:
        return None
    if not _sieht_alles(sitzung, zugang):
        return {"verdeckt": True}
    vorhanden = Niederschrift.objects.filter(sitzung=sitzung).select_related("genehmigt_durch").first()
    schreiben = fuehrt and sitzung.zustand in _SCHREIBBAR
    anfangs = {"text": vorhanden.text if vorhanden else "", "stand": vorhanden.stand if vorhanden else 0}
    return {
        "absaetze": [absatz for absatz in vorhanden.text.split("\n\n") if absatz.strip()] if vorhanden else [],
        "form": (form or Niederschriftformular(initial=anfangs)) if schreiben else None,
        "pdf": reverse("gremien:niederschrift_pdf", args=[sitzung.pk]),
        "genehmigt": _genehmigt(vorhanden),
        "berichtigt": _berichtigt(sitzung) if sitzung.zustand == "genehmigt" else [],
        "einwendungen": _einwendungen(sitzung),
        "einwenden": einwendung or (Einwendungsformular() if _darf_einwenden(sitzung, zugang, vorhanden) else None),
    }


def _sieht_alles(sitzung: Sitzung, zugang: Zugang) -> bool:
    """Whether an access sees every item, which the minutes tell of."""
    sichtbar = Tagesordnungspunkt.objects.visible_to(zugang).filter(sitzung=sitzung)
    return not sitzung.tagesordnung.exclude(pk__in=sichtbar.values("pk")).exists()


def _berichtigt(sitzung: Sitzung) -> list[str]:
    """What of the approved minutes was corrected since, by item; their PDF reads as it was approved."""
    genehmigt = sitzung.niederschrift.genehmigt_am
    neuere = Ergebnis.objects.gueltig().filter(punkt__sitzung=sitzung, festgestellt_am__gt=genehmigt)
    return [
        f"TOP {eines.punkt.reihenfolge}: {eines.get_ausgang_display()} "
        f"(berichtigt am {zahlen.tag(timezone.localtime(eines.festgestellt_am))}: {eines.grund})"
        for eines in neuere.select_related("punkt").order_by("punkt__reihenfolge")
    ]


def _einwendungen(sitzung: Sitzung) -> list[tuple[str, str]]:
    """Who objects to what; against which stand, once there is a newer one."""
    stand = getattr(getattr(sitzung, "niederschrift", None), "stand", 0)
    return [
        (
            f"{eine.mitgliedschaft.name}, {zahlen.tag(timezone.localtime(eine.am))}"
            + ("" if eine.stand == stand else ", gegen eine frühere Fassung"),
            eine.text,
        )
        for eine in sitzung.einwendungen.select_related("mitgliedschaft").order_by("am", "pk")
    ]


def _darf_einwenden(sitzung: Sitzung, zugang: Zugang, vorhanden: Niederschrift | None) -> bool:
    """Whether the person is a member who has not objected to this stand yet."""
    if sitzung.zustand != "entworfen" or vorhanden is None or not may(zugang, Befugnis.IM_GREMIUM_MITWIRKEN, sitzung):
        return False
    mitglied = eigene_mitgliedschaft(sitzung, zugang)
    schon = sitzung.einwendungen.filter(mitgliedschaft=mitglied, stand=vorhanden.stand)
    return mitglied is not None and not schon.exists()


def _genehmigt(niederschrift: Niederschrift | None) -> str:
    if niederschrift is None or niederschrift.genehmigt_am is None:
        return ""
    am = zahlen.zeitpunkt(timezone.localtime(niederschrift.genehmigt_am))
    return f"Genehmigt am {am} durch {niederschrift.genehmigt_durch or 'den Betrieb'}; sie bleibt nun, wie sie ist."


@angemeldet
@require_safe
def niederschrift_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as PDF: the approved ones as they are kept, before that a draft."""
    sitzung = _lade(request, pk)
    if not _sieht_alles(sitzung, zugang_von(request)):
        raise Http404("Die Niederschrift enthält Punkte, zu denen Sie nicht eingeladen sind.")
    antwort = HttpResponse(pdf_von(sitzung), "application/pdf")
    antwort["Content-Disposition"] = f'inline; filename="{dateiname(sitzung)}"'
    return antwort


def _lade(request: HttpRequest, pk: int) -> Sitzung:
    return get_object_or_404(Sitzung.objects.visible_to(zugang_von(request)).select_related("gremium"), pk=pk)
