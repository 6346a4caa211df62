"""The forms around a Meldung that are not its grid: the month to begin, the exception to grant."""

from __future__ import annotations

from django import forms

from kennzahlen.forms import Monatsfeld


class Monatswahl(forms.Form):
    """The month to be reported."""

    monat = Monatsfeld(label="Berichtsmonat")
