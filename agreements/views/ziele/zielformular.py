"""The form of one Ziel: it has the fields of the chosen dimension and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from agreements import inhalt
from agreements.models.ziele import TEXT_HOECHSTENS
from agreements.views.ziele.vorgabefelder import anfangswerte, felder_fuer, luecken, vorgabe_aus
from agreements.ziele import DIMENSIONSTITEL, Dimension, Zielart, vorgesehene_dimension
from agreements.ziele.dimension import DIMENSIONSHINWEIS
from agreements.ziele.pruefung import Mangel
from agreements.ziele.vorgabe import aus_paaren
from agreements.zielkatalog.aendern import Zielangabe
from kennzahlen.recht import KENNZAHL_CODES, fassungen
from zielsystem.recht import Geltung


class Zielformular(forms.Form):
    """What is agreed about a Ziel. One of the law keeps its words and its Kennzahl; only its dimension is chosen."""

    gesehen = forms.IntegerField(widget=forms.HiddenInput)
    titel = forms.CharField(label="Ziel", max_length=200)
    beschreibung = forms.CharField(
        label="Beschreibung",
        max_length=TEXT_HOECHSTENS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Was erreicht werden soll und für wen, in ein bis drei Sätzen.",
    )
    kennzahl = forms.ChoiceField(
        label="Kennzahl oder Ergänzungsgröße",
        required=False,
        choices=[("", "keine"), *((code, f"{code} {fassungen(code)[-1].titel}") for code in KENNZAHL_CODES)],
    )
    dimension = forms.ChoiceField(label="Zieldimension", widget=forms.RadioSelect)

    def __init__(
        self,
        eingabe: Mapping[str, Any] | None,
        *,
        art: Zielart,
        gesetzlich: bool,
        laufzeit: Geltung,
        stand: Mapping[str, Any],
    ) -> None:
        """``stand`` is what the fields hold before anything is entered: see :func:`stand_von`."""
        self.art, self.gesetzlich, self.laufzeit = art, gesetzlich, laufzeit
        super().__init__(eingabe, initial=dict(stand))
        werte = eingabe if eingabe is not None else stand
        self.groesse = art.kennzahl if gesetzlich else _bekannt(werte.get("kennzahl", ""), KENNZAHL_CODES)
        self.gewaehlte = Dimension(_bekannt(werte.get("dimension", ""), Dimension) or stand["dimension"])
        if gesetzlich:
            for feld in ("titel", "beschreibung", "kennzahl"):
                del self.fields[feld]
        self._biete_dimensionen_an()
        self.fields |= felder_fuer(self.gewaehlte, self.groesse, laufzeit, _hoechster_meilenstein(werte))

    def _biete_dimensionen_an(self) -> None:
        feld = self.fields["dimension"]
        assert isinstance(feld, forms.ChoiceField)
        feld.choices = [(d.value, f"{DIMENSIONSTITEL[d]}: {DIMENSIONSHINWEIS[d]}") for d in Dimension]
        self.initial["dimension"] = self.gewaehlte.value

    def clean(self) -> dict[str, Any]:
        """What belongs together is there together: both ends of a corridor, text and day of a milestone."""
        daten = super().clean() or {}
        self.melde(tuple(luecken(self.gewaehlte, daten)))
        return daten

    def angabe(self, code: str) -> Zielangabe:
        """What the act takes. Only after ``is_valid()``."""
        daten = self.cleaned_data
        titel = self.art.titel if self.gesetzlich else daten["titel"]
        beschreibung = self.art.beschreibung if self.gesetzlich else daten["beschreibung"]
        vorgabe = vorgabe_aus(self.gewaehlte, daten, self.laufzeit)
        return Zielangabe(code, titel, beschreibung, self.gewaehlte, self.groesse, vorgabe)

    def melde(self, maengel: Iterable[Mangel]) -> None:
        """Put what is wrong beside the fields it concerns."""
        for mangel in maengel:
            self.add_error(mangel.feld if mangel.feld in self.fields else None, mangel.text)


def stand_von(ziel: inhalt.Ziel | None, art: Zielart, laufzeit: Geltung) -> dict[str, Any]:
    """What the fields hold at first: what is agreed so far, else what the catalogue provides for."""
    assert laufzeit.ab is not None
    if ziel is None:
        dimension = vorgesehene_dimension(art, laufzeit.ab).value
        eigen = art.code != "oertlich"
        titel, beschreibung = (art.titel, art.beschreibung) if eigen else ("", "")
        return {"titel": titel, "beschreibung": beschreibung, "kennzahl": art.kennzahl, "dimension": dimension}
    return {
        "titel": ziel.titel,
        "beschreibung": ziel.beschreibung,
        "kennzahl": ziel.kennzahl,
        "dimension": ziel.dimension,
        **anfangswerte(aus_paaren(Dimension(ziel.dimension), ziel.vorgabe)),
    }


def _bekannt(wert: Any, moegliche: Iterable[str]) -> str:
    return next((str(m) for m in moegliche if m == wert), "")


def _hoechster_meilenstein(werte: Mapping[str, Any]) -> int:
    nummern = (name.removeprefix("meilenstein_") for name, wert in werte.items() if wert not in (None, ""))
    return max((int(nr) for nr in nummern if nr.isdecimal() and len(nr) < 3), default=0)
