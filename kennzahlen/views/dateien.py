"""What all pages have in common on which a file is chosen and checked: the forms, the page, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kennzahlen.meldungen.hochladen import HOECHSTENS_BYTES
from kennzahlen.meldungen.lieferung import Fehler, Format
from kennzahlen.recht import ERSTER_MELDEMONAT
from kennzahlen.views.formulare import Monatsfeld
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

HOECHSTENS_MB = HOECHSTENS_BYTES // 1024 // 1024


class Dateiformular(forms.Form):
    """The file to be checked; what is wrong inside it is said by the check. ``hilfe`` says what belongs into it."""

    datei = forms.FileField(
        label="Datei", allow_empty_file=True, max_length=255, widget=forms.FileInput({"accept": ".csv,.xlsx"})
    )

    def __init__(self, *args: Any, label: str, hilfe: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["datei"].label = label
        self.fields["datei"].help_text = f"CSV oder XLSX mit {hilfe}, höchstens {HOECHSTENS_MB} MB."

    def clean_datei(self) -> Any:
        """Refuse by size before anything is read."""
        datei = self.cleaned_data["datei"]
        if datei.size > HOECHSTENS_BYTES:
            raise forms.ValidationError(
                f"Die Datei hat {zahlen.dezimalzahl(datei.size / 1024 / 1024)} MB; höchstens "
                f"{HOECHSTENS_MB} MB werden angenommen. Teilen Sie sie nach Jahren auf."
            )
        return datei


class Vorlagenformular(forms.Form):
    """Which months the template is to hold, and in which form."""

    von = Monatsfeld(label="Erster Monat")
    bis = Monatsfeld(label="Letzter Monat")
    art = forms.ChoiceField(
        label="Format",
        choices=[(Format.XLSX.value, "XLSX (Excel, LibreOffice)"), (Format.CSV.value, "CSV")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, heute: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.letzter = heute.replace(day=1)

    def clean(self) -> dict[str, Any]:
        """The months must be in order and such for which there are figures."""
        auswahl: dict[str, Any] = super().clean() or self.cleaned_data
        von, bis = auswahl.get("von"), auswahl.get("bis")
        if von and von < ERSTER_MELDEMONAT:
            self.add_error("von", f"Zahlen gibt es hier ab {zahlen.monat(ERSTER_MELDEMONAT)}.")
        if bis and bis > self.letzter:
            self.add_error("bis", f"Zahlen gibt es hier bis {zahlen.monat(self.letzter)}.")
        if von and bis and von > bis:
            self.add_error("bis", "Der letzte Monat liegt vor dem ersten.")
        return auswahl


@dataclass(frozen=True)
class Dateiseite:
    """What the pages differ in: texts, what belongs into the file, and the names of the addresses."""

    titel: str
    brotkrumen: tuple[tuple[str, str | None], ...]
    label: str
    hilfe: str
    vorlagentext: str
    ziel: str
    zurueck: str
    vorlage: str

    def formular(self, request: HttpRequest) -> Dateiformular:
        """The form that chooses the file, with what was sent."""
        gesendet = (request.POST, request.FILES) if request.method == "POST" else ()
        return Dateiformular(*gesendet, label=self.label, hilfe=self.hilfe)

    def antwort(self, request: HttpRequest, formular: forms.Form, vorlagen: forms.Form, **rest: Any) -> HttpResponse:
        """The page; ``mangel`` and ``dateiname`` when a file was refused (the file has to be chosen anew then)."""
        leer = Dateiformular(label=self.label, hilfe=self.hilfe)
        kontext = {
            "brotkrumen": list(self.brotkrumen),
            "titel": self.titel,
            "form": leer if "mangel" in rest else formular,
            "vorlagen": vorlagen,
            "vorlagentext": self.vorlagentext,
            "ziel_url": reverse(self.ziel),
            "zurueck_url": reverse(self.zurueck),
            "vorlage_url": reverse(self.vorlage),
        }
        return render(request, "kennzahlen/datei_waehlen.html", kontext | rest)


def mangel(anzahl: int, gezeigt: int, tabelle: Tabelle) -> dict[str, Any]:
    """Why a file is refused: how many errors, and the table of (the first of) them."""
    menge, rest = fehlermenge(anzahl, gezeigt)
    return {"titel": menge, "text": f"Es wurde nichts gespeichert.{rest}", "tabelle": tabelle}


def fehlermenge(anzahl: int, gezeigt: int) -> tuple[str, str]:
    """How many errors there are, and a sentence to add when not all of them are shown."""
    rest = f" Gezeigt sind die ersten {zahlen.ganzzahl(gezeigt)}." if anzahl > gezeigt else ""
    return "1 Fehler" if anzahl == 1 else f"{zahlen.ganzzahl(anzahl)} Fehler", rest


def fehlertabelle(fehler: Sequence[Fehler]) -> Tabelle:
    """What is wrong with a file, where it stands in it."""
    zeilen: list[list[Zelle | str]] = [
        [
            f"{eine.zeile}" if eine.zeile else "ganze Datei",
            Zelle(eine.spalte or zahlen.FEHLT, hinweis=eine.zelle),
            eine.wert[:60] or zahlen.FEHLT,
            eine.was,
            eine.richtig,
        ]
        for eine in fehler
    ]
    spalten = [Spalte("Zeile", kopf=True), *map(Spalte, ("Spalte", "Wert", "Was falsch ist", "Was richtig wäre"))]
    return Tabelle("Fehler in der Datei", spalten, zeilen)
