"""The forms beside the Ziele: which one to add, Beiträge, funds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from agreements.models import Vertragspartei
from agreements.models.ziele import TEXT_HOECHSTENS
from agreements.views.ziele.felder import Eurofeld
from agreements.ziele import Zielart
from agreements.ziele.finanzen import MITTELTITEL, Mittelart


class Zielauswahl(forms.Form):
    """Which Ziel of the catalogue is to be added."""

    art = forms.ChoiceField(label="Weiteres Ziel", widget=forms.RadioSelect)

    def __init__(self, eingabe: Any = None, *, arten: Iterable[Zielart]) -> None:
        super().__init__(eingabe)
        feld = self.fields["art"]
        assert isinstance(feld, forms.ChoiceField)
        feld.choices = [(art.code, f"{art.titel} ({art.norm})") for art in arten]


class Beitragsformular(forms.Form):
    """What one party contributes."""

    gesehen = forms.IntegerField(widget=forms.HiddenInput)
    vertragspartei = forms.ModelChoiceField(label="Vertragspartei", queryset=Vertragspartei.objects.none())
    text = forms.CharField(
        label="Beitrag",
        max_length=TEXT_HOECHSTENS,
        widget=forms.Textarea({"rows": 4}),
        help_text="Zum Beispiel Beratung, Personalentwicklung, Landesmittel, Einfluss auf die Verteilung von Mitteln "
        "oder Hilfe bei strukturellen Problemen.",
    )

    def __init__(
        self, eingabe: Any = None, *, parteien: QuerySet[Vertragspartei] | None = None, **angaben: Any
    ) -> None:
        """``parteien``: those to choose from; None where it is settled whose Beitrag it is."""
        super().__init__(eingabe, **angaben)
        feld = self.fields["vertragspartei"]
        assert isinstance(feld, forms.ModelChoiceField)
        if parteien is None:
            del self.fields["vertragspartei"]
        else:
            feld.queryset = parteien


class Mittelformular(forms.Form):
    """Funds of a year, for information."""

    gesehen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, eingabe: Any = None, **angaben: Any) -> None:
        super().__init__(eingabe, **angaben)
        for art in Mittelart:
            self.fields[art.value] = Eurofeld(
                label=f"{MITTELTITEL[art]} (in Euro)", required=False, help_text="Leer: Es wird nichts angegeben."
            )

    def betraege(self) -> dict[Mittelart, int | None]:
        """The amounts in cents. Only after ``is_valid()``."""
        return {art: self.cleaned_data[art.value] for art in Mittelart}
