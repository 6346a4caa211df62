"""The forms of negotiating. What the law refuses is said by the acts and shown at the field it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from agreements.grundraster import ABSCHNITTE
from agreements.verhandlung.rueckfragen import FRAGEN_HOECHSTENS
from zielsystem.dateien import BYTE_HOECHSTENS, DATEIARTEN_TEXT

_ABSCHNITTE = [("", "zur Vereinbarung im Ganzen"), *((a.code, a.titel) for a in ABSCHNITTE)]
SCHREIBWEISE = (
    "Eine Leerzeile beginnt einen neuen Absatz, ein Spiegelstrich am Zeilenanfang einen Aufzählungspunkt. Was noch "
    "offen ist, steht in eckigen Klammern."
)


class Aktformular(forms.Form):
    """A form that says which act it is for, and which version was in front of whoever filled it in."""

    akt = forms.CharField(widget=forms.HiddenInput)
    basis = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767, required=False)


class Textformular(Aktformular):
    """A text for a section: a draft or a proposal."""

    text = forms.CharField(label="Text", required=False, strip=False, help_text=SCHREIBWEISE)
    grund = forms.CharField(
        label="Begründung",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Für die anderen Vertragsparteien sichtbar.",
    )

    def __init__(self, *args: Any, vorschau_url: str, wahlweise: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        feld = self.fields["text"]
        feld.widget = forms.Textarea(
            {
                "rows": 16,
                "hx-post": vorschau_url,
                "hx-trigger": "input changed delay:600ms",
                "hx-target": "#vorschau",
                "hx-vals": '{"akt": "vorschau"}',
                "hx-sync": "this:replace",
            }
        )
        if wahlweise:
            feld.help_text = f"{SCHREIBWEISE} Leer: Dieser Abschnitt wird nicht vereinbart."


class Ablehnungsformular(Aktformular):
    """Why a version is not accepted."""

    grund = forms.CharField(
        label="Begründung", widget=forms.Textarea({"rows": 3}), help_text="Für die anderen Vertragsparteien sichtbar."
    )


class Kommentarformular(forms.Form):
    """A remark on a section, or an answer to one."""

    akt = forms.CharField(widget=forms.HiddenInput)
    antwort_auf = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label="Kommentar", widget=forms.Textarea({"rows": 3}))
    intern = forms.BooleanField(
        label="Nur für die eigene Vertragspartei sichtbar", required=False, help_text="Gilt auch für alle Antworten."
    )


class Antwortformular(forms.Form):
    """An answer in a thread of comments, or to a question; ``auf`` is its key."""

    akt = forms.CharField(widget=forms.HiddenInput)
    auf = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label="Antwort", widget=forms.Textarea({"rows": 2}))


class Sammelannahme(forms.Form):
    """Several sections to be accepted at one go; each choice says which version was shown."""

    akt = forms.CharField(widget=forms.HiddenInput, initial="annehmen")
    abschnitte = forms.MultipleChoiceField(
        label="Abschnitte annehmen",
        widget=forms.CheckboxSelectMultiple,
        help_text="Angenommen wird der Text, wie er jetzt gilt. Abschnitte mit offenem Vorschlag fehlen hier.",
        error_messages={
            "required": "Bitte wählen Sie mindestens einen Abschnitt.",
            "invalid_choice": "Ein Abschnitt hat sich inzwischen geändert. Bitte lesen Sie ihn und wählen Sie neu.",
        },
    )

    def __init__(self, *args: Any, wahl: Sequence[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        cast(forms.MultipleChoiceField, self.fields["abschnitte"]).choices = list(wahl)

    def nummern(self) -> dict[str, int]:
        """The version of each chosen section. Only after ``is_valid()``."""
        return {code: int(nummer) for code, _, nummer in (w.partition(":") for w in self.cleaned_data["abschnitte"])}


class Fragenformular(forms.Form):
    """The day by which a question round is to be answered; the questions are :class:`Fragezeile`."""

    akt = forms.CharField(widget=forms.HiddenInput, initial="fragen")
    frist = forms.DateField(
        label="Antwort bis",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Letzter Tag der Frist.",
    )


class Fragezeile(forms.Form):
    """One question."""

    abschnitt = forms.ChoiceField(label="Betrifft", choices=_ABSCHNITTE, required=False)
    text = forms.CharField(label="Frage", widget=forms.Textarea({"rows": 2}))


Fragezeilen = forms.formset_factory(
    Fragezeile, extra=3, max_num=FRAGEN_HOECHSTENS, validate_max=True, absolute_max=FRAGEN_HOECHSTENS + 1
)


class Anlagenformular(forms.Form):
    """A file to attach."""

    akt = forms.CharField(widget=forms.HiddenInput, initial="beifuegen")
    datei = forms.FileField(
        label="Datei",
        help_text=f"{DATEIARTEN_TEXT}; höchstens {BYTE_HOECHSTENS // 1024**2} MB; ohne Makros.",
        error_messages={"empty": "Die Datei ist leer."},
    )
    titel = forms.CharField(label="Titel", max_length=200, required=False, help_text="Leer: der Name der Datei.")
    bestandteil = forms.BooleanField(
        label="Soll Bestandteil der Vereinbarung werden",
        required=False,
        help_text="Dann müssen alle Vertragsparteien sie annehmen. Sonst bleibt sie eine Arbeitsunterlage.",
    )
