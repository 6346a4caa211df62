"""Fields that the forms of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from gremien.models import Gremium
from gremien.models.mitglieder import MitgliedschaftQuerySet
from gremien.recht import FORMTITEL, GEGENSTAENDE, Gegenstand, ausgeschlossen_von
from zielsystem.befugnisse import Befugnis, rollen_mit
from zielsystem.parties.models import Amt, Nutzer, Parteistand
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import in_kraft


def tagesfeld(label: str, **angaben: Any) -> forms.DateField:
    """A day, shown the German way by the browser."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **angaben)


def textfeld(label: str, zeilen: int, **angaben: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": zeilen}), **angaben)


Wahl = list[tuple[str, str | list[tuple[str, str]]]]


def gegenstandswahl(art: str, am: date, moegliche: Iterable[Gegenstand]) -> Wahl:
    """The matters to choose from; last, by themselves, those that the body must not take up: the act says why not."""
    wahl: Wahl = [(zeile.code, f"{zeile.titel} ({FORMTITEL[zeile.form]})") for zeile in moegliche]
    codes = {zeile.gegenstand for zeile in ausgeschlossen_von(art, am)}
    verwehrt = [(zeile.code, zeile.titel) for zeile in in_kraft(GEGENSTAENDE, am) if zeile.code in codes]
    return [*wahl, ("Nicht Aufgabe dieses Gremiums", verwehrt)] if verwehrt else wahl


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
    """The people with a login who act for the parties, each once, with the name of their party.

    Who only reads cannot vote in person; that is said, since the office then records the vote.
    """
    namen = {stand.partei_id: stand.name for stand in parteien}
    aemter = (
        Amt.objects.am(zugang.am)
        .filter(partei__in=namen, nutzer__is_active=True, rolle__in=rollen_mit(Befugnis.SEHEN))
        .select_related("nutzer")
        .order_by("nutzer__last_name", "nutzer__username")
    )
    stimmende = {amt.nutzer_id for amt in aemter if amt.rolle in rollen_mit(Befugnis.IM_GREMIUM_MITWIRKEN)}
    return list({amt.nutzer_id: (amt.nutzer_id, _bezeichnung(amt, namen, stimmende)) for amt in aemter}.values())


def _bezeichnung(amt: Amt, namen: dict[int, str], stimmende: set[int]) -> str:
    zusatz = "" if amt.nutzer_id in stimmende else "; liest nur, die Geschäftsstelle hält die Stimme fest"
    return f"{amt.nutzer} ({namen[amt.partei_id]}{zusatz})"


def person_mit(pk: int | None) -> Nutzer | None:
    """The person chosen, if one was."""
    return Nutzer.objects.get(pk=pk) if pk else None


class Grundformular(forms.Form):
    """A reason in words."""

    grund = textfeld("Grund", 3, max_length=2_000)
