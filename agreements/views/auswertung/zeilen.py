"""What the pages of the evaluation show, as finished rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from agreements.auswertung.messen import Zielstand
from agreements.auswertung.ueberblick import Streuung, Ueberblick, Zaehlung
from agreements.models import Auswertungsbestaetigung, Vertragspartei, Zielbewertung
from agreements.ziele.gruende import GRUENDE
from agreements.ziele.zielerreichung import ERGEBNISTITEL, Ergebnis
from agreements.ziele.zielwertkontrolle import EINSCHAETZUNGSTITEL, Einschaetzung
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

_STATUS: dict[Ergebnis, Statusart] = {
    Ergebnis.ERREICHT: "success",
    Ergebnis.TEILWEISE: "info",
    Ergebnis.NICHT_ERREICHT: "warning",
    Ergebnis.NICHT_BEWERTBAR: "neutral",
}
_GRUENDE = {grund.code: grund.titel for grund in GRUENDE}
Angaben = list[tuple[str, Zelle | str]]


@dataclass(frozen=True)
class Bewertungskarte:
    """The result of a Ziel on the page; without an address where nothing can be held any more."""

    code: str
    titel: str
    angaben: Angaben
    url: str = ""


def ergebniszelle(ergebnis: str, hinweis: str = "") -> Zelle:
    """A result as a badge; what is missed is a matter for talk, not for alarm."""
    return Zelle(ERGEBNISTITEL[Ergebnis(ergebnis)], status=_STATUS[Ergebnis(ergebnis)], hinweis=hinweis)


def karten(
    pk: int, bewertungen: Sequence[Zielbewertung], wortlaute: Mapping[str, str], offen: bool
) -> list[Bewertungskarte]:
    """Every Ziel with its result for the whole period, the years before it, and the control of its mark."""
    jahre: dict[str, list[Zielbewertung]] = {}
    for zeile in bewertungen:
        if zeile.jahr is not None:
            jahre.setdefault(zeile.ziel, []).append(zeile)
    return [
        Bewertungskarte(
            zeile.ziel,
            zeile.titel,
            _angaben(zeile, jahre.get(zeile.ziel, []), wortlaute.get(zeile.ziel, "")),
            reverse("agreements:zielbewertung", args=[pk, zeile.ziel]) if offen else "",
        )
        for zeile in bewertungen
        if zeile.jahr is None
    ]


def _angaben(ganzes: Zielbewertung, jahre: Sequence[Zielbewertung], wortlaut: str) -> Angaben:
    angaben: Angaben = [("Vereinbart", wortlaut)]
    angaben += [(str(zeile.jahr), ergebniszelle(zeile.vorschlag, zeile.rechnung)) for zeile in jahre]
    angaben.append(("Ergebnis im Ganzen" if jahre else "Ergebnis", ergebniszelle(ganzes.ergebnis, ganzes.rechnung)))
    if ganzes.abweichung:
        berechnet = ERGEBNISTITEL[Ergebnis(ganzes.vorschlag)]
        angaben.append(("Abweichend festgestellt", Zelle(ganzes.abweichung, hinweis=f"Berechnet: {berechnet}")))
    if ganzes.gruende or ganzes.erlaeuterung:
        titel = "; ".join(_GRUENDE[code] for code in ganzes.gruende)
        angaben.append(("Gründe", Zelle(titel or zahlen.FEHLT, hinweis=ganzes.erlaeuterung)))
    kontrolle = EINSCHAETZUNGSTITEL[Einschaetzung(ganzes.einschaetzung)]
    angaben.append(("Zielwertkontrolle", Zelle(kontrolle, hinweis=ganzes.kontrolle)))
    return angaben


def zwischenstand(staende: Sequence[Zielstand]) -> Tabelle:
    """How the Ziele stand by the newest figures, while the agreement is in force."""
    zeilen: list[list[Zelle | str]] = [
        [stand.ziel.titel, str(stand.jahr or "gesamt"), ergebniszelle(stand.befund.ergebnis, stand.befund.begruendung)]
        for stand in staende
    ]
    return Tabelle("Zwischenstand", [Spalte("Ziel", kopf=True), Spalte("Zeitraum"), Spalte("Stand")], zeilen)


def bestaetigungstabelle(
    parteien: Sequence[Vertragspartei], bestaetigungen: Sequence[Auswertungsbestaetigung], fassung: int
) -> Tabelle:
    """Per party whether it confirms the present Fassung."""
    letzte = {zeile.vertragspartei_id: zeile for zeile in bestaetigungen}
    zeilen = [_bestaetigungszeile(partei, letzte.get(partei.pk), fassung) for partei in parteien]
    return Tabelle("Bestätigung", [Spalte("Vertragspartei", kopf=True), Spalte("Stand"), Spalte("Am")], zeilen)


def _bestaetigungszeile(
    partei: Vertragspartei, bestaetigung: Auswertungsbestaetigung | None, fassung: int
) -> list[Zelle | str]:
    stand: tuple[str, Statusart] = ("steht aus", "neutral")
    if bestaetigung:
        stand = ("bestätigt", "success") if bestaetigung.fassung == fassung else ("seither geändert", "warning")
    am = zahlen.zeitpunkt(timezone.localtime(bestaetigung.bestaetigt_am)) if bestaetigung else zahlen.FEHLT
    return [partei.bezeichnung, Zelle(stand[0], status=stand[1]), am]


# -- Overview of a round ---------------------------------------------------------------------------------------


def zaehltabelle(titel: str, was: str, zaehlungen: Sequence[Zaehlung]) -> Tabelle:
    """How often each result came out, a row per Ziel or Land."""
    zeilen = [
        [zeile.titel, *(zahlen.ganzzahl(zeile.ergebnisse[ergebnis]) for ergebnis in Ergebnis)] for zeile in zaehlungen
    ]
    spalten = [Spalte(was, kopf=True), *(Spalte(ERGEBNISTITEL[ergebnis], zahl=True) for ergebnis in Ergebnis)]
    return Tabelle(titel, spalten, zeilen)


def streuungstabelle(bild: Ueberblick) -> Tabelle:
    """How the values and their distances from what was agreed are spread: position and spread, no ranks."""
    spalten = [
        Spalte("Größe", kopf=True),
        Spalte("Vereinbarungen", zahl=True),
        Spalte("1. Quartil", zahl=True),
        Spalte("Median", zahl=True),
        Spalte("3. Quartil", zahl=True),
    ]
    zeilen = [
        ["Wert am Ende", *_streuung(bild.werte, zahlen.prozent)],
        ["Abstand zum vereinbarten Wert", *_streuung(bild.abstand, zahlen.prozentpunkte)],
    ]
    return Tabelle("Lage und Streuung", spalten, zeilen, "Quartile werden ab vier Vereinbarungen gezeigt.")


def _streuung(streuung: Streuung, als_text: object) -> list[str]:
    assert callable(als_text)
    return [zahlen.ganzzahl(streuung.anzahl), *(als_text(w) for w in (streuung.q1, streuung.median, streuung.q3))]
