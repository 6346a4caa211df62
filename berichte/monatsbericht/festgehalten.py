"""A report as it is kept: plain values for the database, and back into the tables that pages show.

Specifications of charts are left out: the page draws them from the release, which never changes either.
"""

from __future__ import annotations

from typing import Any

from berichte.monatsbericht.inhalt import Abschnitt, Berichtsinhalt, Bild
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

Werte = dict[str, Any]


def halte_fest(inhalt: Berichtsinhalt) -> Werte:
    """What of a report is kept."""
    return {
        "titel": inhalt.titel,
        "fuer": inhalt.fuer,
        "monat": inhalt.monat,
        "monatsschluessel": inhalt.monatsschluessel,
        "stand": inhalt.stand,
        "nummer": inhalt.nummer,
        "schluessel": inhalt.schluessel,
        "kennung": inhalt.schluessel.replace(":", "-"),
        "absaetze": [[code, list(saetze)] for code, saetze in inhalt.absaetze],
        "uebersicht": tabelle_als_werte(inhalt.uebersicht),
        "abschnitte": [_abschnitt(abschnitt) for abschnitt in inhalt.abschnitte],
        "hinweise": list(inhalt.hinweise),
        "lageueberschrift": inhalt.lageueberschrift,
    }


def _abschnitt(abschnitt: Abschnitt) -> Werte:
    return {
        "code": abschnitt.code,
        "titel": abschnitt.titel,
        "norm": abschnitt.norm,
        "verlauf": _bild(abschnitt.verlauf),
        "lagesatz": abschnitt.lagesatz,
        "lage": _bild(abschnitt.lage) if abschnitt.lage else None,
        "ergaenzungen": tabelle_als_werte(abschnitt.ergaenzungen),
    }


def _bild(bild: Bild) -> Werte:
    return {"name": bild.name, "titel": bild.titel, "alt": bild.alt, "hinweis": bild.hinweis, "hoehe": bild.hoehe}


def tabelle_als_werte(tabelle: Tabelle) -> Werte:
    """A table as it is kept: texts, small print, footnotes."""
    return {
        "titel": tabelle.titel,
        "hinweis": tabelle.hinweis,
        "spalten": [[spalte.titel, spalte.zahl, spalte.kopf] for spalte in tabelle.spalten],
        "zeilen": [[[zelle.text, zelle.hinweis, zelle.fussnote] for _, zelle in zeile] for zeile in tabelle.felder()],
    }


def tabelle_aus(werte: Werte) -> Tabelle:
    """The table that was kept."""
    return Tabelle(
        werte["titel"],
        [Spalte(*spalte) for spalte in werte["spalten"]],
        [
            [Zelle(text, hinweis=hinweis, fussnote=fussnote) for text, hinweis, fussnote in zeile]
            for zeile in werte["zeilen"]
        ],
        hinweis=werte["hinweis"],
    )
