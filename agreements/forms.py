"""The forms of this room: laying out a round, and the filter above its agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from agreements.recht import FORMTITEL, INKRAFTTRETEN, VEREINBARUNGSARTEN, ZUSTANDSTITEL, Form, Formwahl, Zustand
from zielsystem.parties.recht import LAENDER

_LAUFZEITEN = [(1, "ein Jahr"), (2, "zwei Jahre"), (3, "drei Jahre")]


class Rundenformular(forms.Form):
    """A new round: whole calendar years, as the federal budget has them (§ 48b Abs. 2 SGB II)."""

    jahr = forms.IntegerField(
        label="Erstes Jahr",
        min_value=INKRAFTTRETEN.year,
        max_value=2099,
        help_text="Die Parteien des 1. Januar dieses Jahres schließen die Vereinbarungen.",
    )
    dauer = forms.TypedChoiceField(
        label="Laufzeit",
        choices=_LAUFZEITEN,
        coerce=int,
        widget=forms.RadioSelect,
        help_text="Zwei Jahre lassen Maßnahmen mehr Zeit zu wirken als eines.",
    )
    form = forms.ChoiceField(
        label="Vereinbarungen nach Nr. 2 mit den Geschäftsführungen der gemeinsamen Einrichtungen",
        choices=[(form.value, FORMTITEL[form]) for form in Form],
        widget=forms.RadioSelect,
    )
    abweichend = forms.CharField(
        label="Gemeinsame Einrichtungen mit der anderen Form",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Ihre Schlüssel, mit Komma oder Leerzeichen getrennt, etwa 05315, 03101. Bis zum Beginn der "
        "Verhandlung können auch die Träger die Form noch wechseln.",
    )
    titel = forms.CharField(
        label="Titel", max_length=120, required=False, help_text="Leer: „Zielvereinbarungen“ mit dem Zeitraum."
    )

    def runde(self) -> dict[str, Any]:
        """The arguments of the act: title, half-open period, form. Only after ``is_valid()``."""
        jahr, dauer = self.cleaned_data["jahr"], self.cleaned_data["dauer"]
        zeitraum = str(jahr) if dauer == 1 else f"{jahr}/{jahr + dauer - 1}"
        return {
            "titel": self.cleaned_data["titel"] or f"Zielvereinbarungen {zeitraum}",
            "ab": date(jahr, 1, 1),
            "bis": date(jahr + dauer, 1, 1),
            "form": Formwahl(Form(self.cleaned_data["form"]), self._abweichende()),
        }

    def _abweichende(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["abweichend"].replace(",", " ").replace(";", " ").split())


class Vereinbarungsfilter(forms.Form):
    """Narrows the list of agreements of a round."""

    suche = forms.CharField(label="Name oder Schlüssel", required=False, max_length=80)
    nr = forms.TypedChoiceField(
        label="Art",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Alle Arten"), *((art.nr, f"{art.kurz}: {art.titel}") for art in VEREINBARUNGSARTEN)],
    )
    land = forms.ChoiceField(label="Land", required=False, choices=[("", "Alle Länder"), *LAENDER.items()])
    zustand = forms.ChoiceField(
        label="Zustand",
        required=False,
        choices=[("", "Alle Zustände"), *((zustand.value, ZUSTANDSTITEL[zustand]) for zustand in Zustand)],
    )
