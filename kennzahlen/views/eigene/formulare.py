"""The forms of own figures and of the ring's set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from kennzahlen.eigene.festlegung import JE_HOECHSTENS, TEXT_HOECHSTENS, TITEL_HOECHSTENS, Festlegung, Unzulaessig
from kennzahlen.eigene.formelsprache import HOECHSTENS_ZEICHEN, Formelfehler
from kennzahlen.eigene.masse import MASSE, Mass
from kennzahlen.eigene.zeitraum import Rhythmus
from kennzahlen.views.formulare import Monatsfeld


class Definitionsformular(forms.Form):
    """What a figure is called, how it is counted, how it is computed, and from when on."""

    code = forms.CharField(label="Code", max_length=32)
    titel = forms.CharField(label="Bezeichnung", max_length=TITEL_HOECHSTENS)
    beschreibung = forms.CharField(
        label="Beschreibung",
        required=False,
        max_length=TEXT_HOECHSTENS,
        widget=forms.Textarea({"rows": 3}),
        help_text="Was gezählt wird, und woher die Zahl kommt.",
    )
    mass = forms.ChoiceField(
        label="Einheit",
        choices=[(mass.value, f"{b.titel}: {b.erklaerung}") for mass, b in MASSE.items()],
        widget=forms.RadioSelect,
    )
    je = forms.CharField(
        label="Je",
        required=False,
        max_length=JE_HOECHSTENS,
        help_text="Nur bei „Euro je …“: worauf sich der Betrag bezieht, zum Beispiel Bedarfsgemeinschaft.",
    )
    formel = forms.CharField(
        label="Formel",
        required=False,
        max_length=20 * HOECHSTENS_ZEICHEN,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Zum Beispiel summe12(INT) / mittel12(ELB). Zahlen mit Komma: 0,5.",
    )
    rhythmus = forms.ChoiceField(
        label="Rhythmus", choices=[(r.value, r.titel) for r in reversed(Rhythmus)], widget=forms.RadioSelect
    )
    ab = Monatsfeld(label="Gilt ab Monat")

    def __init__(self, *args: Any, ohne: tuple[str, ...] = (), codehilfe: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["formel"].required = "formel" not in ohne
        self.fields["code"].help_text = codehilfe
        for feld in ohne:
            del self.fields[feld]

    def festlegung(self) -> Festlegung:
        """The definition as it was entered; :class:`.Unzulaessig` where its parts do not fit together."""
        d = self.cleaned_data
        return Festlegung(
            titel=d["titel"],
            mass=Mass(d["mass"]),
            ab=d["ab"],
            beschreibung=d["beschreibung"],
            je=d["je"],
            formel=d.get("formel", ""),
        )


def gelingt(formular: forms.Form, akt: Callable[[], object]) -> bool:
    """Do an act with what a form holds; what stands against it is said at its field, and nothing entered is lost."""
    if not formular.is_valid():
        return False
    try:
        akt()
    except Unzulaessig as mangel:
        formular.add_error(mangel.feld if mangel.feld in formular.fields else None, mangel.text)
    except Formelfehler as mangel:
        formular.add_error("formel" if "formel" in formular.fields else None, str(mangel))
    else:
        return True
    return False


class Satzbeginn(forms.Form):
    """From which year on a ring takes over the set to begin with."""

    jahr = forms.ChoiceField(label="Ab Jahr")

    def __init__(self, *args: Any, heute: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        feld = self.fields["jahr"]
        assert isinstance(feld, forms.ChoiceField)
        feld.choices = [(str(jahr), str(jahr)) for jahr in range(heute.year, heute.year - 6, -1)]
