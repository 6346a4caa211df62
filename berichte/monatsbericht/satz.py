"""A monthly report on paper: four pages with six charts, and the supplement on the Ziele of an agreement."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from berichte import zeichnungen
from berichte.druck import BLATT, fusszeile
from berichte.monatsbericht.inhalt import Berichtsinhalt
from berichte.monatsbericht.zielstand import Zielblattinhalt
from zielsystem.satz import Gesetzt, setze_pdf


def setze(inhalt: Berichtsinhalt) -> Gesetzt:
    """The PDF of a report: draws its charts and sets its pages, without reading anything."""
    return setze_pdf(render_to_string("berichte/druck/monatsbericht.html", _kontext(inhalt)), BLATT)


def _kontext(inhalt: Berichtsinhalt) -> dict[str, Any]:
    bilder = [bild for abschnitt in inhalt.abschnitte for bild in (abschnitt.verlauf, abschnitt.lage) if bild]
    quellen = iter(zeichnungen.quellen([bild.spec for bild in bilder]))
    return {
        "inhalt": inhalt,
        "abschnitte": [
            {"abschnitt": abschnitt, "verlauf": next(quellen), "lage": next(quellen) if abschnitt.lage else ""}
            for abschnitt in inhalt.abschnitte
        ],
        "legende": zeichnungen.legende(inhalt.linien, inhalt.band),
        "fuss": fusszeile(f"Monatsbericht {inhalt.monat}, Stand {inhalt.stand}", synthetisch=inhalt.synthetisch),
    }


def setze_zielblatt(inhalt: Zielblattinhalt) -> Gesetzt:
    """The PDF of a supplement."""
    fuss = fusszeile(f"Beiblatt zum Monatsbericht {inhalt.monat}, Stand {inhalt.stand}", synthetisch=inhalt.synthetisch)
    return setze_pdf(render_to_string("berichte/druck/zielblatt.html", {"inhalt": inhalt, "fuss": fuss}), BLATT)
