"""The forms around releases: asking for a computation, adding a note, choosing two releases to compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.recht import KENNZAHL_CODES
from kennzahlen.views.formulare import Monatsfeld

_ALLE_KENNZAHLEN = [("", "Alle"), *((code, code) for code in KENNZAHL_CODES)]


def monat_aus(text: str) -> date:
    """The first day of a month written JJJJ-MM; ``ValueError`` for anything else."""
    return date.fromisoformat(f"{text}-01")


class Einheitsfeld(forms.CharField):
    """A unit, by its key or its name, of a Jobcenter also without that word; empty is none."""

    def clean(self, value: Any) -> Einheit | None:
        """The unit; :class:`~django.forms.ValidationError` for one that does not exist."""
        text = super().clean(value)
        if not text:
            return None
        namen = Q(titel__iexact=text) | Q(titel__iexact=f"Jobcenter {text}")
        gefunden = list(Einheit.objects.filter(Q(schluessel__iexact=text) | namen).order_by("schluessel"))
        genaue = [einheit for einheit in gefunden if einheit.schluessel.lower() == text.lower()] or gefunden
        if not genaue:
            raise forms.ValidationError(f"Eine Einheit mit dem Namen oder Schlüssel „{text}“ gibt es nicht.")
        if len(genaue) > 1:
            welche = ", ".join(f"{einheit.titel}: {einheit.schluessel}" for einheit in genaue)
            raise forms.ValidationError(f"Mehrere Einheiten heißen so. Bitte den Schlüssel angeben ({welche}).")
        return genaue[0]


class Berechnungsauftrag(forms.Form):
    """Up to which month to compute and publish."""

    monat = Monatsfeld(label="Bis Berichtsmonat")


class Hinweisformular(forms.Form):
    """A note on a release."""

    art = forms.ChoiceField(label="Art", choices=Hinweisart)
    einheit = Einheitsfeld(
        label="Einheit",
        required=False,
        help_text="Name oder Schlüssel, etwa Köln, 05315 oder land:05. Leer: alle Einheiten.",
    )
    kennzahl = forms.ChoiceField(label="Kennzahl", required=False, choices=_ALLE_KENNZAHLEN)
    monat = Monatsfeld(label="Berichtsmonat", required=False)
    text = forms.CharField(label="Hinweis", max_length=1000, widget=forms.Textarea({"rows": 4}))


class Unterschiedsfilter(forms.Form):
    """Which releases to compare, and for what."""

    alt = forms.ChoiceField(label="Früherer Stand")
    neu = forms.ChoiceField(label="Späterer Stand")
    einheit = Einheitsfeld(label="Einheit: Name oder Schlüssel", required=False)
    kennzahl = forms.ChoiceField(label="Kennzahl", required=False, choices=_ALLE_KENNZAHLEN)

    def __init__(self, *args: Any, veroeffentlichungen: Sequence[Veroeffentlichung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._nach_pk = {str(eine.pk): eine for eine in veroeffentlichungen}
        wahl = [(pk, f"{eine.stand:%d.%m.%Y}, Nr. {pk}") for pk, eine in self._nach_pk.items()]
        for name in ("alt", "neu"):
            feld = self.fields[name]
            assert isinstance(feld, forms.ChoiceField)
            feld.choices = wahl

    def clean_alt(self) -> Veroeffentlichung:
        """The release."""
        return self._nach_pk[self.cleaned_data["alt"]]

    def clean_neu(self) -> Veroeffentlichung:
        """The release."""
        return self._nach_pk[self.cleaned_data["neu"]]
