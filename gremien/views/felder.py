"""Fields that the forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms

from gremien.models import Gremium
from gremien.models.mitglieder import MitgliedschaftQuerySet
from zielsystem.parties.models import Amt, Nutzer, Parteistand
from zielsystem.parties.zugriff import Zugang


def tagesfeld(label: str, **angaben: Any) -> forms.DateField:
    """A day, shown the German way by the browser."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **angaben)


def textfeld(label: str, zeilen: int, **angaben: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": zeilen}), **angaben)


def mitgliedfeld(mitglieder: MitgliedschaftQuerySet, label: str = "Mitglied") -> forms.ModelChoiceField[Any]:
    """One of the members."""
    return forms.ModelChoiceField(mitglieder.order_by("name"), label=label, empty_label="Bitte wählen")


def parteien_fuer(gremium: Gremium, zugang: Zugang) -> list[Parteistand]:
    """The parties for which an access sends members into a body: its own; all of them, if it keeps the office."""
    rechte = gremium.entsenderechte.am(zugang.am)
    if gremium.geschaeftsstelle_id != zugang.partei_id:
        rechte = rechte.filter(partei=zugang.partei_id)
    staende = Parteistand.objects.am(zugang.am).filter(partei__in=rechte.values("partei"))
    return list(staende.order_by("art", "name"))


def personen_von(parteien: list[Parteistand], zugang: Zugang) -> list[tuple[int, str]]:
    """The people with a login who act for the parties, each once, with the name of their party."""
    namen = {stand.partei_id: stand.name for stand in parteien}
    aemter = (
        Amt.objects.am(zugang.am)
        .filter(partei__in=namen, nutzer__is_active=True)
        .select_related("nutzer")
        .order_by("nutzer__last_name", "nutzer__username")
    )
    return list({amt.nutzer_id: (amt.nutzer_id, f"{amt.nutzer} ({namen[amt.partei_id]})") for amt in aemter}.values())


def person_mit(pk: int | None) -> Nutzer | None:
    """The person chosen, if one was."""
    return Nutzer.objects.get(pk=pk) if pk else None


class Grundformular(forms.Form):
    """A reason in words."""

    grund = textfeld("Grund", 3, max_length=2_000)
