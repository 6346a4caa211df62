"""The forms of this room: filters above lists, and what goes with a month file."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from kennzahlen.meldungen.hochladen import Weg
from kennzahlen.meldungen.termine import TERMINTITEL
from kennzahlen.recht import ERSTER_MELDEMONAT, KENNZAHL_CODES, fassungen
from kennzahlen.views.ausschnitt import ZEITRAEUME
from kennzahlen.views.auswahl import Auswahl
from zielsystem import zahlen
from zielsystem.parties.recht import ARTEN, JOBCENTER, LAENDER


class Jobcenterfilter(forms.Form):
    """Narrows the list of Jobcenter."""

    suche = forms.CharField(label="Name oder Schlüssel", required=False, max_length=80)
    land = forms.ChoiceField(label="Land", required=False, choices=[("", "Alle Länder"), *LAENDER.items()])
    art = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Alle Arten"), *((art.value, ARTEN[art].titel) for art in JOBCENTER)]
    )
    aufgeloest = forms.BooleanField(label="Auch aufgelöste", required=False)


MONATE_ZUR_WAHL = 60
"""So many of the newest months are offered; an address may name any other."""


class Vergleichsformular(forms.Form):
    """What is compared: search for more units, measures, month, period, and two measures against each other.

    The chosen units go along unseen; they are added and taken away by links.
    """

    einheit = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)
    stand = forms.CharField(widget=forms.HiddenInput, required=False)
    suche = forms.CharField(label="Einheit suchen", required=False, max_length=80)
    monat = forms.ChoiceField(label="Monat", required=False)
    monate = forms.ChoiceField(label="Zeitraum", required=False)
    x = forms.ChoiceField(label="Achse waagerecht", required=False)
    y = forms.ChoiceField(label="Achse senkrecht", required=False)
    kennzahl = forms.MultipleChoiceField(
        label="Kennzahlen und Ergänzungsgrößen", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, eingabe: QueryDict, *, auswahl: Auswahl) -> None:
        """Everything is filled in as it is shown, also what the address does not say."""
        daten = QueryDict(auswahl.adresse(auswahl.einheiten, eingabe.get("stand")).removeprefix("?"), mutable=True)
        daten["suche"] = eingabe.get("suche", "")
        super().__init__(daten)
        if not eingabe.get("stand"):
            del self.fields["stand"]
        groessen = [(code, f"{code} {fassungen(code)[-1].titel}") for code in KENNZAHL_CODES]
        self._biete_an("einheit", [(einheit.schluessel, einheit.titel) for einheit in auswahl.einheiten])
        monate = sorted({*auswahl.veroeffentlicht[-MONATE_ZUR_WAHL:], auswahl.monat}, reverse=True)
        self._biete_an("monat", [(f"{monat:%Y-%m}", zahlen.monat(monat)) for monat in monate])
        self._biete_an("monate", [(wahl, titel) for wahl, (titel, _) in ZEITRAEUME.items()])
        for feld in ("kennzahl", "x", "y"):
            self._biete_an(feld, groessen)

    def _biete_an(self, feld: str, wahlen: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[feld]).choices = wahlen


class Monatsfeld(forms.CharField):
    """A month, entered as JJJJ-MM (browsers offer a calendar), MM/JJJJ or by name; its value is the first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def to_python(self, value: Any) -> Any:
        """The first day of the month, or None; :class:`~django.forms.ValidationError` for anything else."""
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        try:
            return _monat(text)
        except ValueError as mangel:
            raise forms.ValidationError(str(mangel)) from None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: a month that can be read in the one spelling that a calendar knows."""
        try:
            return f"{_monat(value.strip()):%Y-%m}" if isinstance(value, str) else value
        except ValueError:
            return value


_MONAT = re.compile(
    rf"(?P<jahr>\d{{4}})-(?P<monat>\d{{1,2}})|(?P<m>\d{{1,2}}|{'|'.join(zahlen.MONATE)})\s*[/. ]\s*(?P<j>\d{{4}})", re.I
)
_NAMEN = {name.lower(): nummer for nummer, name in enumerate(zahlen.MONATE, 1)}


def _monat(text: str) -> date:
    """The first day of the month that a text names; ``ValueError``, in German, for anything else."""
    treffer = _MONAT.fullmatch(text)
    if treffer is None:
        raise ValueError(f"„{text}“ ist kein Monat. Richtig wäre zum Beispiel 10/2026, 2026-10 oder Oktober 2026.")
    monat = treffer["monat"] or treffer["m"]
    nummer = _NAMEN.get(monat.lower()) or int(monat)
    if not 1 <= nummer <= 12:
        raise ValueError(f"„{text}“: Einen {nummer}. Monat gibt es nicht.")
    return date(int(treffer["jahr"] or treffer["j"]), nummer, 1)


class Meldungsfilter(forms.Form):
    """Narrows the list of Meldungen."""

    monat = Monatsfeld(label="Berichtsmonat", required=False)
    suche = forms.CharField(label="Jobcenter: Name oder Schlüssel", required=False, max_length=80)


class Tafelfilter(forms.Form):
    """Narrows the board of who has reported."""

    monat = Monatsfeld(label="Berichtsmonat", required=False)
    land = forms.ChoiceField(label="Land", required=False, choices=[("", "Alle Länder"), *LAENDER.items()])
    art = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Alle Arten"), *((art.value, ARTEN[art].titel) for art in JOBCENTER)]
    )
    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "Alle"), *((s.value, titel) for s, titel in TERMINTITEL.items())]
    )

    def __init__(self, *args: Any, heute: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.letzter = heute.replace(day=1)

    def clean_monat(self) -> date | None:
        """A month in which figures can have been reported."""
        monat: date | None = self.cleaned_data["monat"]
        if monat and not ERSTER_MELDEMONAT <= monat <= self.letzter:
            raise forms.ValidationError(
                f"Gemeldet wird von {zahlen.monat(ERSTER_MELDEMONAT)} bis {zahlen.monat(self.letzter)}."
            )
        return monat


# -- Month files -----------------------------------------------------------------------------------------------

WEGE = {
    Weg.ENTWURF: "als Entwurf: im Formular weiter zu bearbeiten, auch mit Lücken und Fehlern",
    Weg.EINREICHEN: "einreichen: im Haus noch änderbar, für andere unsichtbar",
    Weg.FREIGEBEN: "einreichen und freigeben: sichtbar für Land, Bund und Träger, Korrekturen nur als neue Version",
}


class Uebernahmeformular(forms.Form):
    """What is to become of a checked file."""

    weg = forms.ChoiceField(
        label="Die geprüften Zahlen",
        widget=forms.RadioSelect,
        choices=[(weg.value, titel) for weg, titel in WEGE.items()],
    )

    grund = forms.CharField(
        label="Grund der Korrektur",
        help_text="Die Datei ändert Zahlen freigegebener Monate. Der Grund steht bei jeder neuen Version.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_weg(self) -> Weg:
        """The way as such."""
        return Weg(self.cleaned_data["weg"])

    def biete_an(self, wege: Collection[Weg], *, korrigiert: bool) -> None:
        """Leave out the ways against which something stands, and the reason where nothing is corrected."""
        cast(forms.ChoiceField, self.fields["weg"]).choices = [(w.value, WEGE[w]) for w in Weg if w in wege]
        if korrigiert:
            self.fields["grund"].required = True
        else:
            del self.fields["grund"]
