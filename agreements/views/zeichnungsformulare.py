"""The forms of signing: one per level, and those for the signatory, the deadline and a refusal."""

from __future__ import annotations

from typing import Any

from django import forms

from agreements.zeichnung.zeichnen import PDF_HOECHSTENS, Eingereicht
from agreements.zeichnungsrecht import Niveau
from zielsystem.parties.models import Nutzer

_ANDERE = "andere"


class Zeichnungsformular(forms.Form):
    """What every level asks for: a reason, where a soft gate is passed (else the field is left out)."""

    grund = forms.CharField(
        label="Begründung", widget=forms.Textarea({"rows": 3}), help_text="Warum trotz der Hinweise gezeichnet wird."
    )

    def __init__(self, *args: Any, mit_grund: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mit_grund:
            self.order_fields([name for name in self.fields if name != "grund"] + ["grund"])
        else:
            del self.fields["grund"]

    def angaben(self) -> dict[str, Any]:
        """The arguments of the act. Only after ``is_valid()``."""
        return dict(self.cleaned_data)


class Kontoformular(Zeichnungsformular):
    """Einfach: the own password."""

    kennwort = forms.CharField(
        label="Ihr Kennwort",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class PdfFeld(forms.FileField):
    """A PDF of limited size, as bytes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput({"accept": "application/pdf,.pdf"}), max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The bytes of the file; too large a one is not read."""
        datei = super().clean(data, initial)
        if datei and datei.size > PDF_HOECHSTENS:
            raise forms.ValidationError(
                f"Die Datei hat {datei.size / 2**20:.0f} MB; zulässig sind {PDF_HOECHSTENS // 2**20} MB."
            )
        return datei.read() if datei else b""


class Papierformular(Zeichnungsformular):
    """On paper: the scan, and who signed."""

    datei = PdfFeld(label="Eingescannte Unterschriftenseite (PDF)", help_text="höchstens 20 MB")
    name = forms.CharField(label="Wer hat unterschrieben?", max_length=150)
    funktion = forms.CharField(label="Funktion", max_length=150, required=False)

    def __init__(self, *args: Any, benannt: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if benannt:
            del self.fields["name"], self.fields["funktion"]

    def angaben(self) -> dict[str, Any]:
        """The arguments of the act; who was named beforehand stands there already."""
        werte = super().angaben()
        wer = {feld: werte.pop(feld) for feld in ("name", "funktion") if feld in werte}
        eingereicht = Eingereicht(werte.pop("datei"), **wer)
        return {**werte, "eingereicht": eingereicht}


class Zertifikatformular(Zeichnungsformular):
    """With an own certificate: the signed file, and for the qualified level the statement that it is."""

    datei = PdfFeld(label="Unterschriebene Fassung (PDF)", help_text="höchstens 20 MB")
    erklaerung = forms.BooleanField(label="Ich erkläre, dass mein Zertifikat für qualifizierte Signaturen gilt.")

    def __init__(self, *args: Any, niveau: Niveau, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.niveau = niveau
        if niveau is not Niveau.QUALIFIZIERT:
            del self.fields["erklaerung"]

    def angaben(self) -> dict[str, Any]:
        """The arguments of the act."""
        werte = super().angaben()
        werte.pop("erklaerung", None)
        eingereicht = Eingereicht(werte.pop("datei"))
        return {**werte, "niveau": self.niveau, "eingereicht": eingereicht}


class Unterzeichnerformular(forms.Form):
    """Who signs for the own party: somebody with an account, or anybody by name."""

    person = forms.ChoiceField(label="Wer zeichnet?", widget=forms.RadioSelect)
    name = forms.CharField(
        label="Name", max_length=150, required=False, help_text="Nur wenn die Person hier kein Konto hat."
    )
    funktion = forms.CharField(
        label="Funktion", max_length=150, required=False, help_text="Steht unter dem Namen, etwa „Staatssekretärin“."
    )

    def __init__(self, *args: Any, berechtigte: list[Nutzer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personen = {str(nutzer.pk): nutzer for nutzer in berechtigte}
        wahl: Any = self.fields["person"]
        wahl.choices = [
            *((pk, str(nutzer)) for pk, nutzer in self.personen.items()),
            (_ANDERE, "jemand anderes, auf Papier oder mit eigenem Zertifikat"),
        ]

    def angaben(self) -> dict[str, Any]:
        """The arguments of the act. Only after ``is_valid()``."""
        werte = self.cleaned_data
        return {"person": self.personen.get(werte["person"], werte["name"]), "funktion": werte["funktion"]}


class Fristformular(forms.Form):
    """More time to sign."""

    bis = forms.DateField(label="Letzter Tag", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    grund = forms.CharField(label="Warum mehr Zeit nötig ist", widget=forms.Textarea({"rows": 3}), max_length=2000)


class Ablehnungsformular(forms.Form):
    """Why the own party will not sign."""

    grund = forms.CharField(
        label="Grund",
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        help_text="Den Grund erhalten alle Vertragsparteien per E-Mail.",
    )


class Pruefformular(forms.Form):
    """The file that is to be checked."""

    datei = PdfFeld(label="PDF-Datei", help_text="höchstens 20 MB; die Datei wird geprüft und nicht gespeichert")
