"""What the tab "Ziele und Beiträge" shows, as finished rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from agreements import inhalt
from agreements.models import Vertragspartei, Zielannahme, Zielfassung, Zielvereinbarung
from agreements.recht import SEITENTITEL, Seite
from agreements.ziele import DIMENSIONSTITEL, Dimension, gesetzliche_ziele, zielart
from agreements.ziele.finanzen import MITTELTITEL, Mittelart
from agreements.ziele.vorgabe import aus_paaren
from agreements.ziele.zeitraum import endmonate
from agreements.zielkatalog import ZielInhalte
from agreements.zielkatalog.ausgangslage import Ausgangslage
from kennzahlen.auskunft.darstellung import vorbehalt, wert_text
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

Angaben = list[tuple[str, Zelle | str]]


@dataclass(frozen=True)
class Zielkarte:
    """A Ziel on the page; without addresses where it cannot be changed."""

    code: str
    titel: str
    beschreibung: str
    angaben: Angaben
    bearbeiten_url: str = ""
    streichen_url: str = ""


def zielkarten(
    vereinbarung: Zielvereinbarung, ziele: Sequence[inhalt.Ziel], lagen: Mapping[str, Ausgangslage], aenderbar: bool
) -> list[Zielkarte]:
    """Every Ziel with its norm, its dimension, when it is reached, and where its measure stands."""
    return [_karte(vereinbarung, ziel, lagen[ziel.kennzahl], aenderbar) for ziel in ziele]


def _karte(vereinbarung: Zielvereinbarung, ziel: inhalt.Ziel, lage: Ausgangslage, aenderbar: bool) -> Zielkarte:
    art = zielart(ziel.code, vereinbarung.nr, vereinbarung.runde.ab)
    dimension = Dimension(ziel.dimension)
    bestimmt = aus_paaren(dimension, ziel.vorgabe) is not None
    angaben: Angaben = [
        ("Rechtsgrundlage", str(art.norm) if art else zahlen.FEHLT),
        ("Zieldimension", DIMENSIONSTITEL[dimension]),
        ("Zielerreichung", ziel.wortlaut if bestimmt else Zelle("noch offen", status="warning", hinweis=ziel.wortlaut)),
    ]
    if ziel.kennzahl:
        angaben.append((f"Letzter Wert {ziel.kennzahl}", _letzter_wert(ziel.kennzahl, lage)))
    gesetzlich = art in gesetzliche_ziele(vereinbarung.nr, vereinbarung.runde.ab)
    adressen = [reverse(f"agreements:{name}", args=[vereinbarung.pk, ziel.code]) for name in ("ziel", "ziel_streichen")]
    return Zielkarte(
        ziel.code,
        ziel.titel,
        ziel.beschreibung,
        angaben,
        adressen[0] if aenderbar else "",
        adressen[1] if aenderbar and not gesetzlich else "",
    )


def _letzter_wert(kennzahl: str, lage: Ausgangslage) -> Zelle:
    if not lage.werte:
        return Zelle(zahlen.FEHLT, hinweis="Es ist noch nichts veröffentlicht.")
    neuester = lage.werte[0]
    teile = [zahlen.monat(neuester.monat), lage.einheit, vorbehalt(neuester)]
    return Zelle(wert_text(kennzahl, neuester.wert), hinweis=", ".join(filter(None, teile)))


def wertetabelle(kennzahl: str, lage: Ausgangslage) -> Tabelle | None:
    """The last known values of a measure, a year apart, with their completeness; None where there is nothing."""
    if not kennzahl or not lage.werte:
        return None
    zeilen: list[list[Zelle | str]] = [
        [zahlen.monat(wert.monat), wert_text(kennzahl, wert.wert), vorbehalt(wert) or "vollständig"]
        for wert in lage.werte
    ]
    return Tabelle(
        f"Letzte Werte der {kennzahl}: {lage.einheit}",
        [Spalte("Monat", kopf=True), Spalte("Wert", zahl=True), Spalte("Vollständigkeit")],
        zeilen,
        f"Endgültige Werte der Veröffentlichung vom {zahlen.tag(lage.stand)}.",
    )


# -- Beiträge and funds ----------------------------------------------------------------------------------------


def beitragstabelle(vereinbarung: Zielvereinbarung, inhalte: ZielInhalte, aenderbar: bool) -> Tabelle:
    """What each party contributes."""
    zeilen: list[list[Zelle | str]] = [
        [
            beitrag.partner,
            SEITENTITEL[Seite(beitrag.seite)],
            beitrag.text,
            *([_zum_beitrag(vereinbarung, beitrag)] if aenderbar else []),
        ]
        for beitrag in inhalte.beitraege
    ]
    spalten = [Spalte("Vertragspartei", kopf=True), Spalte("Seite"), Spalte("Beitrag")]
    return Tabelle("Beiträge", [*spalten, *([Spalte("Ändern")] if aenderbar else [])], zeilen)


def _zum_beitrag(vereinbarung: Zielvereinbarung, beitrag: inhalt.Beitrag) -> Zelle:
    nummer = beitrag.code.removeprefix("beitrag-")
    return Zelle(f"Beitrag {nummer} ändern", url=reverse("agreements:beitrag", args=[vereinbarung.pk, beitrag.code]))


def mitteltabelle(vereinbarung: Zielvereinbarung, inhalte: ZielInhalte, aenderbar: bool) -> Tabelle:
    """Funds of each year of the period and of every other one that is named."""
    betraege = {zeile.code: zeile.betrag for zeile in inhalte.finanzen}
    jahre = sorted({*endmonate(vereinbarung.runde.laufzeit), *(zeile.jahr for zeile in inhalte.finanzen)})
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(str(jahr), url=reverse("agreements:finanzmittel", args=[vereinbarung.pk, jahr]) if aenderbar else ""),
            *(zahlen.euro_aus_cent(betraege.get(f"{art}-{jahr}")) for art in Mittelart),
        ]
        for jahr in jahre
    ]
    spalten = [Spalte("Jahr", kopf=True), *(Spalte(MITTELTITEL[art], zahl=True) for art in Mittelart)]
    return Tabelle("Finanzielle Rahmenbedingungen", spalten, zeilen)


# -- Who accepts, what changed ---------------------------------------------------------------------------------


def annahmetabelle(parteien: Sequence[Vertragspartei], annahmen: Sequence[Zielannahme], fassung: int) -> Tabelle:
    """Per party whether it accepts the present Fassung."""
    letzte = {annahme.vertragspartei_id: annahme for annahme in annahmen}
    zeilen = [_annahmezeile(partei, letzte.get(partei.pk), fassung) for partei in parteien]
    return Tabelle("Annahme der Ziele", [Spalte("Vertragspartei", kopf=True), Spalte("Stand"), Spalte("Am")], zeilen)


def _annahmezeile(partei: Vertragspartei, annahme: Zielannahme | None, fassung: int) -> list[Zelle | str]:
    stand: tuple[str, Statusart] = ("steht aus", "neutral")
    if annahme:
        stand = ("angenommen", "success") if annahme.fassung == fassung else ("seither geändert", "warning")
    am = zahlen.zeitpunkt(timezone.localtime(annahme.angenommen_am)) if annahme else zahlen.FEHLT
    return [partei.bezeichnung, Zelle(stand[0], status=stand[1]), am]


def fassungstabelle(fassungen: Sequence[Zielfassung]) -> Tabelle:
    """The changes, the newest first."""
    zeilen: list[list[Zelle | str]] = [
        [
            str(fassung.nummer),
            fassung.aenderung,
            fassung.vertragspartei.bezeichnung if fassung.vertragspartei else "Betrieb",
            zahlen.zeitpunkt(timezone.localtime(fassung.erstellt_am)),
        ]
        for fassung in fassungen
    ]
    spalten = [Spalte("Fassung", kopf=True), Spalte("Änderung"), Spalte("Vertragspartei"), Spalte("Am")]
    return Tabelle("Fassungen", spalten, zeilen)


def aenderungstabelle(vorher: ZielInhalte, jetzt: ZielInhalte) -> Tabelle | None:
    """What is different from what one's own party accepted last; None where nothing is."""
    zeilen: list[list[Zelle | str]] = []
    for titel, alt, neu in (
        ("Ziel", _ziele_in_worten(vorher), _ziele_in_worten(jetzt)),
        ("Beitrag", _beitraege_in_worten(vorher), _beitraege_in_worten(jetzt)),
        ("Mittel", _mittel_in_worten(vorher), _mittel_in_worten(jetzt)),
    ):
        codes = [*alt, *(code for code in neu if code not in alt)]
        zeilen += [
            [titel, alt.get(code, zahlen.FEHLT), neu.get(code, "gestrichen")]
            for code in codes
            if alt.get(code) != neu.get(code)
        ]
    spalten = [Spalte("Was", kopf=True), Spalte("Angenommen war"), Spalte("Jetzt")]
    return Tabelle("Geändert seit Ihrer Annahme", spalten, zeilen) if zeilen else None


def _ziele_in_worten(inhalte: ZielInhalte) -> dict[str, str]:
    return {
        ziel.code: " ".join(filter(None, (f"{ziel.titel}.", ziel.beschreibung, ziel.wortlaut)))
        for ziel in inhalte.ziele
    }


def _beitraege_in_worten(inhalte: ZielInhalte) -> dict[str, str]:
    return {beitrag.code: f"{beitrag.partner}: {beitrag.text}" for beitrag in inhalte.beitraege}


def _mittel_in_worten(inhalte: ZielInhalte) -> dict[str, str]:
    return {z.code: f"{z.titel} {z.jahr}: {zahlen.euro_aus_cent(z.betrag)}" for z in inhalte.finanzen}
