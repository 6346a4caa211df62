"""The filters above the lists of this room."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from zielsystem.parties.recht import ARTEN, JOBCENTER, LAENDER


class Jobcenterfilter(forms.Form):
    """Narrows the list of Jobcenter."""

    suche = forms.CharField(label="Name oder Schlüssel", required=False, max_length=80)
    land = forms.ChoiceField(label="Land", required=False, choices=[("", "Alle Länder"), *LAENDER.items()])
    art = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Alle Arten"), *((art.value, ARTEN[art].titel) for art in JOBCENTER)]
    )
    aufgeloest = forms.BooleanField(label="Auch aufgelöste", required=False)


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
