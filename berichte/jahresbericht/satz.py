"""A yearly report on paper."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from berichte.druck import BLATT, fusszeile
from berichte.jahresbericht.akte import titel_von
from berichte.jahresbericht.recht import ABSCHNITTE
from berichte.models import Jahresberichtsfassung
from berichte.monatsbericht.festgehalten import tabelle_aus
from zielsystem import zahlen
from zielsystem.parties.models import Installation
from zielsystem.satz import Gesetzt, setze_pdf


def setze(fassung: Jahresberichtsfassung, *, endgueltig: bool) -> Gesetzt:
    """The PDF of a version, marked as a draft until it is settled."""
    return setze_pdf(render_to_string("berichte/druck/jahresbericht.html", _kontext(fassung, endgueltig)), BLATT)


def _kontext(fassung: Jahresberichtsfassung, endgueltig: bool) -> dict[str, Any]:
    bericht = fassung.jahresbericht
    synthetisch = Installation.objects.filter(synthetisch=True).exists()
    stand = f"Fassung {fassung.nummer} vom {zahlen.tag(fassung.verfasst_am.date())}"
    art = stand if endgueltig else f"Entwurf, {stand}"
    return {
        "titel": titel_von(bericht),
        "jahr": bericht.jahr,
        "art": art,
        "endgueltig": endgueltig,
        "abschnitte": [(abschnitt.titel, absaetze_von(fassung.texte[abschnitt.code])) for abschnitt in ABSCHNITTE],
        "uebersicht": tabelle_aus(bericht.tabellen["uebersicht"]),
        "ergaenzungen": [tabelle_aus(werte) for werte in bericht.tabellen["ergaenzungen"]],
        "hinweise": bericht.tabellen["hinweise"],
        "synthetisch": synthetisch,
        "fuss": fusszeile(art, synthetisch=synthetisch),
    }


def absaetze_von(text: str) -> list[str]:
    """The paragraphs of a text: parted by empty lines."""
    return [absatz for absatz in (teil.strip() for teil in text.split("\n\n")) if absatz]
