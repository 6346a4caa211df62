"""The forms of this room: filters above lists, and what goes with a month file."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from kennzahlen.meldungen.hochladen import HOECHSTENS_BYTES
from kennzahlen.meldungen.termine import TERMINTITEL
from kennzahlen.meldungen.vorlage import Vorlagenart
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
    """A month, entered as JJJJ-MM (browsers offer a calendar) or MM/JJJJ; its value is the first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def to_python(self, value: Any) -> Any:
        """The first day of the month, or None; :class:`~django.forms.ValidationError` for anything else."""
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        treffer = re.fullmatch(r"(?P<jahr>\d{4})-(?P<monat>\d{2})|(?P<m>\d{1,2})[/.](?P<j>\d{4})", text)
        if treffer is None:
            raise forms.ValidationError("Bitte geben Sie den Monat als JJJJ-MM an, zum Beispiel 2026-07.")
        try:
            return date(int(treffer["jahr"] or treffer["j"]), int(treffer["monat"] or treffer["m"]), 1)
        except ValueError:
            raise forms.ValidationError("Diesen Monat gibt es nicht.") from None


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


class Dateiformular(forms.Form):
    """The file to be checked; what is wrong inside it is said by the check."""

    datei = forms.FileField(
        label="Monatsdatei",
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        help_text="CSV oder XLSX mit den Spalten traeger, monat, groesse und wert; ein Monat oder mehrere, "
        f"höchstens {HOECHSTENS_BYTES // 1024 // 1024} MB.",
    )

    def clean_datei(self) -> Any:
        """Refuse by size before anything is read."""
        datei = self.cleaned_data["datei"]
        if datei.size > HOECHSTENS_BYTES:
            raise forms.ValidationError(
                f"Die Datei hat {zahlen.dezimalzahl(datei.size / 1024 / 1024)} MB; höchstens "
                f"{HOECHSTENS_BYTES // 1024 // 1024} MB werden angenommen. Teilen Sie sie nach Jahren auf."
            )
        return datei


class Vorlagenformular(forms.Form):
    """Which months the template is to hold, and in which form."""

    von = Monatsfeld(label="Erster Monat")
    bis = Monatsfeld(label="Letzter Monat")
    art = forms.ChoiceField(
        label="Format",
        choices=[(Vorlagenart.XLSX.value, "XLSX (Excel, LibreOffice)"), (Vorlagenart.CSV.value, "CSV")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, heute: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.letzter = heute.replace(day=1)

    def clean(self) -> dict[str, Any]:
        """The months must be in order and such as can be reported."""
        auswahl: dict[str, Any] = super().clean() or self.cleaned_data
        von, bis = auswahl.get("von"), auswahl.get("bis")
        if von and von < ERSTER_MELDEMONAT:
            self.add_error("von", f"Gemeldet wird ab {zahlen.monat(ERSTER_MELDEMONAT)}.")
        if bis and bis > self.letzter:
            self.add_error("bis", f"Gemeldet werden kann bis {zahlen.monat(self.letzter)}.")
        if von and bis and von > bis:
            self.add_error("bis", "Der letzte Monat liegt vor dem ersten.")
        return auswahl


EINREICHEN, FREIGEBEN = "einreichen", "freigeben"
WEGE = [
    (EINREICHEN, "einreichen: im Haus noch änderbar, für andere unsichtbar"),
    (FREIGEBEN, "einreichen und freigeben: sichtbar für Land, Bund und Träger, Korrekturen nur als neue Version"),
]


class Uebernahmeformular(forms.Form):
    """What is to become of a checked file."""

    weg = forms.ChoiceField(label="Die geprüften Zahlen", widget=forms.RadioSelect, choices=WEGE)

    def nur_einreichen(self) -> None:
        """Leave out the release, where something stands against it."""
        feld = self.fields["weg"]
        assert isinstance(feld, forms.ChoiceField)
        feld.choices = WEGE[:1]
