"""The forms around a Zieldialog: date and agenda, report, minutes, Maßnahme."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from agreements.zieldialog.dialoge import Vorhaben
from agreements.zieldialog.massnahmen import Angaben
from agreements.zieldialog.recht import RHYTHMEN

_EINMAL = "einmal"
_PUNKTE_HOECHSTENS = 30
_DAUERN = [(60, "1 Stunde"), (90, "1½ Stunden"), (120, "2 Stunden"), (180, "3 Stunden"), (240, "4 Stunden")]
VORSCHLAG_TAGESORDNUNG = """Begrüßung und Ziel des Gesprächs
Zielerreichung bis heute: Bericht der ausführenden Seite
Rahmenbedingungen: Bericht der steuernden Seite
Gründe für Abweichungen
Maßnahmen: Stand der vereinbarten, neue Maßnahmen
Verabredungen"""


def _tagesfeld(**angaben: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **angaben)


def _textfeld(zeilen: int, **angaben: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea({"rows": zeilen}), **angaben)


class Dialogformular(forms.Form):
    """Date, place and agenda of a dialogue."""

    titel = forms.CharField(label="Titel", max_length=120, initial="Zieldialog")
    tag = _tagesfeld(label="Tag")
    uhrzeit = forms.TimeField(
        label="Beginn", widget=forms.TimeInput({"type": "time"}, format="%H:%M"), initial=time(10, 0)
    )
    dauer = forms.TypedChoiceField(label="Dauer", choices=_DAUERN, coerce=int, initial=120)
    ort = forms.CharField(label="Ort", max_length=200, required=False, help_text="Raum oder Adresse der Videokonferenz")
    tagesordnung = _textfeld(8, label="Tagesordnung", help_text="Ein Punkt je Zeile.", initial=VORSCHLAG_TAGESORDNUNG)

    def clean_tagesordnung(self) -> tuple[str, ...]:
        """One item per line; not more than a session can deal with, none longer than a line on paper."""
        punkte = tuple(zeile.strip() for zeile in self.cleaned_data["tagesordnung"].splitlines() if zeile.strip())
        if len(punkte) > _PUNKTE_HOECHSTENS:
            raise forms.ValidationError(f"Es sind {len(punkte)} Punkte; höchstens {_PUNKTE_HOECHSTENS} sind möglich.")
        zu_lang = next((nummer for nummer, punkt in enumerate(punkte, start=1) if len(punkt) > 200), None)
        if zu_lang:
            raise forms.ValidationError(f"Punkt {zu_lang} ist länger als 200 Zeichen. Bitte kürzen Sie ihn.")
        return punkte

    def vorhaben(self) -> Vorhaben:
        """What is planned. Only after ``is_valid()``."""
        daten = self.cleaned_data
        return Vorhaben(
            titel=daten["titel"],
            beginn=timezone.make_aware(datetime.combine(daten["tag"], daten["uhrzeit"])),
            dauer=timedelta(minutes=daten["dauer"]),
            ort=daten["ort"],
            tagesordnung=daten["tagesordnung"],
        )


class Planungsformular(Dialogformular):
    """A new dialogue, or as many as the rhythm gives; with other agreements where that is possible."""

    rhythmus = forms.ChoiceField(
        label="Wie oft",
        choices=[(_EINMAL, "nur dieser Termin"), *((code, titel) for code, (titel, _) in RHYTHMEN.items())],
        help_text="Ab dem ersten Termin bis zum Ende der Laufzeit. Öfter als vierteljährlich soll nicht gesprochen "
        "werden.",
        initial=_EINMAL,
    )
    weitere = forms.TypedMultipleChoiceField(
        label="Gemeinsam mit",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Berichte und Maßnahmen bleiben getrennt; Termin, Tagesordnung und Niederschrift sind gemeinsam.",
    )

    def __init__(self, *args: Any, andere: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if andere:
            self.fields["weitere"].choices = andere  # type: ignore[attr-defined]
        else:
            del self.fields["weitere"]

    @property
    def rhythmus_oder_nichts(self) -> str | None:
        """The rhythm, or None for a single date."""
        gewaehlt: str = self.cleaned_data["rhythmus"]
        return None if gewaehlt == _EINMAL else gewaehlt


class Berichtsformular(forms.Form):
    """The report of a side. ``gelesen``: when what was on the screen had last been changed."""

    rahmenbedingungen = _textfeld(
        10,
        label="Rahmenbedingungen",
        max_length=20_000,
        required=False,
        help_text="Was die Zielerreichung gefördert oder erschwert hat, in Worten. Interne Zahlen gehören nicht dazu.",
    )
    gelesen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def clean_gelesen(self) -> datetime | None:
        """With microseconds, as it was given out."""
        gelesen: datetime | None = self.cleaned_data["gelesen"]
        return gelesen


class Niederschriftformular(forms.Form):
    """The minutes. ``nummer``: the stand of them that was on the screen."""

    niederschrift = _textfeld(
        14, label="Niederschrift", max_length=50_000, help_text="Absätze trennt eine leere Zeile."
    )
    nummer = forms.IntegerField(widget=forms.HiddenInput)


class Standformular(forms.Form):
    """Which stand of the minutes is meant."""

    nummer = forms.IntegerField()


class Massnahmenformular(forms.Form):
    """A Maßnahme: specific, measurable, with someone responsible and a date."""

    titel = forms.CharField(label="Maßnahme", max_length=160)
    beschreibung = _textfeld(3, label="Was genau geschieht", max_length=5_000)
    messgroesse = forms.CharField(label="Woran man erkennt, dass sie erreicht ist", max_length=300)
    verantwortlich = forms.TypedChoiceField(label="Verantwortlich", coerce=int)
    faellig_am = _tagesfeld(label="Fällig am")

    def __init__(self, *args: Any, parteien: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verantwortlich"].choices = parteien  # type: ignore[attr-defined]

    def angaben(self) -> Angaben:
        """What is agreed. Only after ``is_valid()``."""
        return Angaben(**self.cleaned_data)


class Vermerkformular(forms.Form):
    """How far a Maßnahme is."""

    text = _textfeld(2, label="Stand der Umsetzung", max_length=5_000)


class Vorschlagformular(forms.Form):
    """What is to be amended, and why."""

    text = _textfeld(4, label="Was geändert werden soll und warum", max_length=5_000)


class Grundformular(forms.Form):
    """A reason in words."""

    grund = _textfeld(2, label="Grund", max_length=2_000)


def anfang(beginn: datetime, dauer: timedelta) -> dict[str, date | time | int]:
    """The initial values of the date fields."""
    lokal = timezone.localtime(beginn)
    return {"tag": lokal.date(), "uhrzeit": lokal.time(), "dauer": int(dauer.total_seconds() // 60)}
