"""The seats of a body from a day on, and its end."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from gremien.mitglieder.einrichten import lege_sitze_fest, loese_auf
from gremien.models import Entsenderecht, Gremium
from gremien.recht import UEBLICH, gremiumregel
from gremien.views.felder import Grundformular, tagesfeld
from gremien.views.rahmen import Seite, formularseite, gremium_url, krumen, lade, zugang_von
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang, verlange

SITZE_HOECHSTENS = 200


class Sitzformular(forms.Form):
    """How many members each party sends, in each composition, from a day on, and one more that sends any at all."""

    ab = tagesfeld("gilt ab", initial=date.today)
    weitere = forms.ModelChoiceField(
        Parteistand.objects.none(), label="Außerdem entsendet", required=False, empty_label="niemand"
    )
    weitere_sitze = forms.IntegerField(
        label="Sitze dieser Partei", required=False, min_value=1, max_value=SITZE_HOECHSTENS, initial=1
    )

    def __init__(self, *args: Any, gremium: Gremium, zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = max(zugang.am, gremium.ab)
        rechte = gremium.entsenderechte.am(tag).order_by("-zusammensetzung", "seite", "pk")
        self.rechte: list[Entsenderecht] = list(rechte)
        regel = gremiumregel(gremium.art, tag)
        parteien = [recht.partei_id for recht in self.rechte]
        namen = dict(Parteistand.objects.am(tag).filter(partei__in=parteien).values_list("partei", "name"))
        uebrige = Parteistand.objects.am(tag).exclude(partei__in=parteien).order_by("art", "name")
        self.fields["weitere"].queryset = uebrige  # type: ignore[attr-defined]
        mehrere = len({recht.zusammensetzung for recht in self.rechte}) > 1
        for recht in self.rechte:
            titel = namen.get(recht.partei_id, "")
            zusatz = regel.zusammensetzung(recht.zusammensetzung).titel if mehrere else ""
            self.fields[f"sitze_{recht.pk}"] = forms.IntegerField(
                label=titel, help_text=zusatz, min_value=0, max_value=SITZE_HOECHSTENS, initial=recht.sitze
            )
        self.order_fields(["ab", *(f"sitze_{recht.pk}" for recht in self.rechte), "weitere", "weitere_sitze"])

    def je_zusammensetzung(self) -> dict[str, dict[int, int]]:
        """Seats by composition and party, of the compositions in which one changes. Only after ``is_valid()``."""
        je: dict[str, dict[int, int]] = {}
        for recht in self.rechte:
            je.setdefault(recht.zusammensetzung, {})[recht.partei_id] = self.cleaned_data[f"sitze_{recht.pk}"]
        geaenderte = {r.zusammensetzung for r in self.rechte if self.cleaned_data[f"sitze_{r.pk}"] != r.sitze}
        if neue := self.cleaned_data["weitere"]:
            je.setdefault(UEBLICH, {})[neue.partei_id] = self.cleaned_data["weitere_sitze"] or 1
            geaenderte.add(UEBLICH)
        return {code: sitze for code, sitze in je.items() if code in geaenderte}


@befugt(Befugnis.GREMIUM_FUEHREN)
@require_http_methods(["GET", "POST"])
def sitze(request: HttpRequest, pk: int) -> HttpResponse:
    """Other numbers of seats, by the office."""
    gremium = lade(request, pk)
    zugang = zugang_von(request)
    verlange(zugang, Befugnis.GREMIUM_FUEHREN, gremium)
    form = Sitzformular(request.POST or None, gremium=gremium, zugang=zugang)
    ziel = gremium_url(gremium, "mitglieder")
    weg = krumen(gremium, ("Mitglieder", ziel), "Sitze festlegen")
    text = "Wer keine Mitglieder mehr entsendet, hat 0 Sitze. Bis zu dem Tag gilt, was bisher galt."
    seite = Seite("Sitze festlegen", "Festlegen", ziel, weg, text)
    return formularseite(request, seite, form, partial(_lege_fest, gremium, form))


@transaction.atomic
def _lege_fest(gremium: Gremium, form: Sitzformular, *, durch: Zugang, am: datetime) -> None:
    for code, je_partei in form.je_zusammensetzung().items():
        lege_sitze_fest(
            gremium=gremium,
            sitze=je_partei,
            ab=form.cleaned_data["ab"],
            zusammensetzung=code,
            durch=durch,
            am=am,
        )


class Aufloesungsformular(Grundformular):
    """The first day without the body, and why it ends."""

    zum = tagesfeld("Erster Tag ohne das Gremium")
    field_order = ("zum", "grund")


@befugt(Befugnis.GREMIUM_EINRICHTEN)
@require_http_methods(["GET", "POST"])
def aufloesen(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of a body, by its office; what it did stays readable."""
    gremium = lade(request, pk)
    verlange(zugang_von(request), Befugnis.GREMIUM_FUEHREN, gremium)
    form = Aufloesungsformular(request.POST or None)
    ziel = gremium_url(gremium)
    text = "Sitze und Mitgliedschaften enden mit dem Gremium. Was es beraten und beschlossen hat, bleibt lesbar."
    seite = Seite("Gremium auflösen", "Auflösen", ziel, krumen(gremium, "Gremium auflösen"), text)

    def akt(**wer: Any) -> Gremium:
        return loese_auf(gremium=gremium, zum=form.cleaned_data["zum"], grund=form.cleaned_data["grund"], **wer)

    return formularseite(request, seite, form, akt)
