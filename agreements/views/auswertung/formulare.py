"""What the parties hold about one Ziel: milestones, result, Gründe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from agreements.auswertung.akte import Feststellung
from agreements.models import Zielbewertung
from agreements.models.ziele import TEXT_HOECHSTENS
from agreements.ziele.gruende import gruende
from agreements.ziele.vorgabe import Meilenstein
from agreements.ziele.zielerreichung import ERGEBNISTITEL, Ergebnis
from zielsystem import zahlen
from zielsystem.parties.recht import LAENDER

_ERREICHT = {"ja": True, "nein": False, "offen": None}


class Feststellungsformular(forms.Form):
    """The milestones of a Ziel, the result with a reason where it is not the computed one, and the Gründe."""

    gesehen = forms.IntegerField(widget=forms.HiddenInput)
    ergebnis = forms.ChoiceField(
        label="Ergebnis",
        required=False,
        choices=[("", "wie berechnet"), *((e.value, ERGEBNISTITEL[e]) for e in Ergebnis)],
        help_text="Ein anderes Ergebnis als das berechnete halten beide Seiten nur mit einem Grund fest.",
    )
    abweichung = forms.CharField(
        label="Grund für ein anderes Ergebnis",
        required=False,
        max_length=TEXT_HOECHSTENS,
        widget=forms.Textarea({"rows": 2}),
    )
    gruende = forms.MultipleChoiceField(
        label="Warum nicht oder nur teilweise erreicht", required=False, widget=forms.CheckboxSelectMultiple
    )
    erlaeuterung = forms.CharField(
        label="Erläuterung", required=False, max_length=TEXT_HOECHSTENS, widget=forms.Textarea({"rows": 4})
    )

    def __init__(
        self,
        eingabe: Mapping[str, Any] | None,
        *,
        bewertung: Zielbewertung,
        meilensteine: Sequence[Meilenstein],
        beginn: date,
        fassung: int,
    ) -> None:
        super().__init__(eingabe, initial=_stand(bewertung, fassung))
        feld = self.fields["gruende"]
        assert isinstance(feld, forms.MultipleChoiceField)
        feld.choices = [(grund.code, grund.titel) for grund in gruende(beginn)]
        self.anzahl = len(meilensteine)
        steine = {f"stein_{nr}": _steinfeld(stein) for nr, stein in enumerate(meilensteine)}
        self.fields = {"gesehen": self.fields["gesehen"], **steine, **self.fields}

    def feststellung(self) -> Feststellung:
        """What the act takes. Only after ``is_valid()``."""
        daten = self.cleaned_data
        return Feststellung(
            ergebnis=Ergebnis(daten["ergebnis"]) if daten["ergebnis"] else None,
            abweichung=daten["abweichung"],
            meilensteine=tuple(_ERREICHT[daten[f"stein_{nr}"]] for nr in range(self.anzahl)),
            gruende=tuple(daten["gruende"]),
            erlaeuterung=daten["erlaeuterung"],
        )


def _steinfeld(stein: Meilenstein) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"Bis {zahlen.tag(stein.bis)}: {stein.text}",
        choices=[("ja", "erreicht"), ("nein", "nicht erreicht"), ("offen", "noch nicht entschieden")],
        widget=forms.RadioSelect,
    )


def _stand(bewertung: Zielbewertung, fassung: int) -> dict[str, Any]:
    namen = {stand: name for name, stand in _ERREICHT.items()}
    return {
        "gesehen": fassung,
        "ergebnis": bewertung.ergebnis if bewertung.ergebnis != bewertung.vorschlag else "",
        "abweichung": bewertung.abweichung,
        "gruende": bewertung.gruende,
        "erlaeuterung": bewertung.erlaeuterung,
        **{f"stein_{nr}": "offen" for nr in range(50)},
        **{f"stein_{nr}": namen[stand] for nr, stand in enumerate(bewertung.meilensteine)},
    }


class Ueberblicksfilter(forms.Form):
    """For which Ziel and which Land the results are shown."""

    ziel = forms.ChoiceField(label="Ziel", required=False)
    land = forms.ChoiceField(label="Land", required=False, choices=[("", "Alle Länder"), *LAENDER.items()])

    def __init__(self, eingabe: Mapping[str, Any], *, ziele: Sequence[tuple[str, str]]) -> None:
        super().__init__({"ziel": ziele[0][0], **eingabe})
        feld = self.fields["ziel"]
        assert isinstance(feld, forms.ChoiceField)
        feld.choices = list(ziele)
