"""The forms of planning: filter, offer, Planungsbrief, day of a step, file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from agreements.models import Bundeserwartung, Planungsbrief
from agreements.planung.brief import Brieftext, Setzung
from agreements.planung.kalender import SCHRITTE
from agreements.planung.recht import BRIEFABSCHNITTE, OHNE_BASIS_TITEL, WERTZUSTANDSTITEL, OhneBasis
from agreements.planung.verhandlung import Angabe
from zielsystem.parties.recht import LAENDER


class Wertefilter(forms.Form):
    """Narrows the table of planned values."""

    suche = forms.CharField(label="Jobcenter oder Schlüssel", required=False, max_length=80)
    reihe = forms.ChoiceField(label="Kennzahl und Jahr", required=False)
    land = forms.ChoiceField(label="Land", required=False, choices=[("", "Alle Länder"), *LAENDER.items()])
    zustand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[("", "Alle"), *((z.value, titel) for z, titel in WERTZUSTANDSTITEL.items())],
    )

    def __init__(self, *args: Any, reihen: Iterable[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wahl = [(f"{kennzahl}-{jahr}", f"{kennzahl} {jahr}") for kennzahl, jahr in reihen]
        self.fields["reihe"].choices = [("", "Alle"), *wahl]  # type: ignore[attr-defined]


def _text(label: str, hilfe: str = "", pflicht: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=pflicht, max_length=4000, help_text=hilfe, widget=forms.Textarea({"rows": 3})
    )


def _wert() -> forms.IntegerField:
    return forms.IntegerField(label="Wert in Personen", min_value=0, max_value=10_000_000)


class Zugformular(forms.Form):
    """A move that takes nothing but the click; ``gesehen`` is the number of the last move that was shown."""

    gesehen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def angabe(self) -> Angabe:
        """What the act takes. Only after ``is_valid()``."""
        daten = self.cleaned_data
        return Angabe(daten["gesehen"], daten.get("wert", 0), daten.get("begruendung", ""), daten.get("quelle", ""))


class Angebotsformular(Zugformular):
    """A number on the table, with reasons and source. Whether they are needed, the table of law says."""

    wert = _wert()
    begruendung = _text("Begründung", "Nötig, wenn der Wert vom Erwartungswert abweicht.")
    quelle = _text("Quelle", "Worauf sich die Begründung stützt, zum Beispiel eine Statistik oder ein Beschluss.")


class Gegenformular(Zugformular):
    """A counter-offer says why."""

    wert = _wert()
    begruendung = _text("Begründung", "Ein Gegenangebot nennt seinen Grund.", pflicht=True)


class Wiederformular(Zugformular):
    """Opening again takes a reason."""

    begruendung = _text("Grund", pflicht=True)


FORMULARE: Mapping[str, type[Zugformular]] = {
    "anbieten": Angebotsformular,
    "gegenanbieten": Gegenformular,
    "angebot_annehmen": Zugformular,
    "gegenangebot_annehmen": Zugformular,
    "wieder_eroeffnen": Wiederformular,
}
"""The form of each move."""


class Briefformular(forms.Form):
    """A draft of the Planungsbrief: a text per section, two figures per Kennzahl and year."""

    fassung = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, brief: Planungsbrief, erwartungen: Iterable[Bundeserwartung], hilfen: Mapping[str, str],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.erwartungen = list(erwartungen)
        self.initial["fassung"] = brief.fassung
        for abschnitt in BRIEFABSCHNITTE:
            feld = _text(abschnitt.titel, abschnitt.hinweis)
            feld.max_length, feld.widget.attrs["rows"] = 20_000, 7
            self.fields[f"text_{abschnitt.code}"] = feld
            self.initial[f"text_{abschnitt.code}"] = brief.texte.get(abschnitt.code, "")
        for erwartung in self.erwartungen:
            self._figuren(erwartung, hilfen.get(erwartung.kennzahl, ""))
        if brief.version == 1:
            self._ohne_basis(brief)
        self.brief = brief

    def _figuren(self, erwartung: Bundeserwartung, hilfe: str) -> None:
        name = f"{erwartung.kennzahl}_{erwartung.jahr}"
        titel = f"{erwartung.kennzahl} {erwartung.jahr}"
        self.fields[f"wert_{name}"] = forms.DecimalField(
            label=f"Erwartungswert {titel} in Prozent", required=False, max_digits=6, decimal_places=4,
            min_value=Decimal(-99), max_value=Decimal(900), localize=True, help_text=hilfe,
        )  # fmt: skip
        self.fields[f"anteil_{name}"] = forms.DecimalField(
            label=f"Aufholanteil {titel} in Prozent", max_digits=4, decimal_places=1,
            min_value=Decimal(0), max_value=Decimal(100), localize=True,
            help_text="Teil des Abstands zum Median, dessen Aufholen von schlechteren Jobcentern erwartet wird.",
        )  # fmt: skip
        wert = erwartung.wert
        self.initial[f"wert_{name}"] = None if wert is None else (wert * 100).normalize()
        self.initial[f"anteil_{name}"] = (erwartung.aufholanteil * 100).quantize(Decimal("0.1"))

    def _ohne_basis(self, brief: Planungsbrief) -> None:
        self.fields["ohne_basis"] = forms.ChoiceField(
            label="Jobcenter ohne vollständigen Ausgangswert",
            choices=[(wert.value, titel) for wert, titel in OHNE_BASIS_TITEL.items()],
            widget=forms.RadioSelect,
        )
        self.initial["ohne_basis"] = brief.ohne_basis

    def text(self) -> Brieftext:
        """What the act takes. Only after ``is_valid()``."""
        daten = self.cleaned_data
        werte = {}
        for e in self.erwartungen:
            name = f"{e.kennzahl}_{e.jahr}"
            wert = daten[f"wert_{name}"]
            werte[e.kennzahl, e.jahr] = Setzung(None if wert is None else wert / 100, daten[f"anteil_{name}"] / 100)
        return Brieftext(
            {a.code: daten[f"text_{a.code}"] for a in BRIEFABSCHNITTE},
            werte,
            OhneBasis(daten.get("ohne_basis") or self.brief.ohne_basis),
        )


class Terminformular(forms.Form):
    """Another day for a step."""

    schritt = forms.ChoiceField(label="Schritt", choices=[(s.code, s.titel) for s in SCHRITTE])
    termin = forms.DateField(label="Neuer Termin", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    grund = _text("Grund", pflicht=True)


class Tabellenformular(forms.Form):
    """A table of values as a file."""

    datei = forms.FileField(label="Tabelle (XLSX)", help_text="Die heruntergeladene Tabelle mit Ihren Eintragungen.")
