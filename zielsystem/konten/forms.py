"""The form for a new Amt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from zielsystem.befugnisse import ROLLEN, Befugnis, Rolle
from zielsystem.konten.aemter import Person
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.zugriff import Zugang, visible


class Amtsformular(forms.Form):
    """Who gets which role, for which party, from when."""

    anmeldename = forms.CharField(
        label="Benutzername",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text="Gibt es das Konto schon, erhält die Person dieses Amt zusätzlich.",
    )
    vorname = forms.CharField(label="Vorname", max_length=150)
    nachname = forms.CharField(label="Nachname", max_length=150)
    email = forms.EmailField(
        label="E-Mail-Adresse", help_text="Dorthin geht der Link, mit dem das Passwort gesetzt wird."
    )
    partei = forms.ChoiceField(label="Partei")
    rolle = forms.ChoiceField(label="Rolle", choices=[(rolle.value, ROLLEN[rolle].titel) for rolle in Rolle])
    ab = forms.DateField(label="ab", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verwaltete = visible(zugang, Befugnis.KONTEN_VERWALTEN, Partei.objects.all())
        staende = Parteistand.objects.am(zugang.am).filter(partei__in=verwaltete)
        self.fields["partei"].choices = sorted(  # type: ignore[attr-defined]
            ((str(stand.partei_id), f"{stand.name} {stand.ags}".strip()) for stand in staende), key=lambda wahl: wahl[1]
        )
        self.fields["ab"].initial = zugang.am

    def person(self) -> Person:
        """The person named by the valid form."""
        return Person(*(self.cleaned_data[feld] for feld in ("anmeldename", "vorname", "nachname", "email")))
