"""The forms around a Meldung that are not its grid: the month to begin, the exception to grant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from kennzahlen.meldungen.meldungslauf import HARTE_REGELN
from kennzahlen.views.formulare import Monatsfeld


class Monatswahl(forms.Form):
    """The month to be reported."""

    monat = Monatsfeld(label="Berichtsmonat")


REGELWAHL = [("", "Bitte wählen"), *((code, regel.titel) for code, regel in HARTE_REGELN.items())]


class Ausnahmeformular(forms.Form):
    """From which rule a Jobcenter's month is to be excepted, and why."""

    jobcenter = forms.ChoiceField(label="Jobcenter")
    monat = Monatsfeld(label="Berichtsmonat")
    code = forms.ChoiceField(label="Prüfregel", choices=REGELWAHL)
    grund = forms.CharField(label="Grund", widget=forms.Textarea({"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, jobcenter: Sequence[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        cast(forms.ChoiceField, self.fields["jobcenter"]).choices = [("", "Bitte wählen"), *jobcenter]
