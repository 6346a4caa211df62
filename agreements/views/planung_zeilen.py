"""Planning in finished rows: values in words, sums, values, the calendar, the steps of a derivation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from agreements.models import Bundeserwartung, Jobcentererwartung, Planungswert
from agreements.planung.aufteilung import Behandlung, Massstab
from agreements.planung.kalender import Frist, Lage
from agreements.planung.recht import GROESSE, WERTZUSTANDSTITEL, Richtung, Wertzustand
from agreements.planung.summen import Summe
from agreements.planung.werte import Summentafel
from kennzahlen.auskunft.darstellung import wert_text
from zielsystem import zahlen
from zielsystem.parties.recht import ARTEN, LAENDER
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

ZUSTANDSART: dict[Wertzustand, Statusart] = {
    Wertzustand.ERWARTET: "neutral",
    Wertzustand.ANGEBOTEN: "info",
    Wertzustand.GEGENANGEBOT: "warning",
    Wertzustand.VEREINBART: "success",
}


def anteil_text(kennzahl: str, wert: Fraction | Decimal | None) -> str:
    """The value of a Kennzahl as people read it: "24,5 %", a change with its sign."""
    return wert_text(kennzahl, None if wert is None else float(wert))


def personen_zelle(kennzahl: str, personen: int | None, menge: int) -> Zelle:
    """Persons with the value of the Kennzahl they make in small print."""
    if personen is None:
        return Zelle(zahlen.FEHLT)
    return Zelle(
        zahlen.ganzzahl(personen), hinweis=anteil_text(kennzahl, GROESSE[kennzahl].wert(personen, menge)), roh=personen
    )


def abstand_text(abstand: int) -> str:
    """A difference of persons with its sign; "0" where there is none."""
    vorzeichen = {True: "+", False: zahlen.MINUS}[abstand > 0] if abstand else ""
    return f"{vorzeichen}{zahlen.ganzzahl(abs(abstand))}"


def punkte_text(abstand: Fraction | None) -> str:
    """A difference of two values of a Kennzahl in percentage points."""
    return "" if abstand is None else zahlen.prozentpunkte(float(abstand), 2)


def zustandszelle(zustand: str) -> Zelle:
    """Where a value stands, as a badge."""
    return Zelle(WERTZUSTANDSTITEL[Wertzustand(zustand)], status=ZUSTANDSART[Wertzustand(zustand)])


# -- Sums ------------------------------------------------------------------------------------------------------


def summentabellen(tafel: Summentafel) -> list[Tabelle]:
    """One table for each Kennzahl and year: what is expected, what is on the table, and the gap."""
    return [_summentabelle(kennzahl, jahr, tafel.titel, summen) for (kennzahl, jahr), summen in tafel.summen.items()]


def _summentabelle(kennzahl: str, jahr: int, titel: Sequence[str], summen: Sequence[Summe]) -> Tabelle:
    spalten = [Spalte("Ebene", kopf=True)]
    spalten += [Spalte(t, zahl=True) for t in ("Erwartungswert", "Auf dem Tisch", "Abstand")]
    spalten += [Spalte(t, zahl=True) for t in ("Beantwortet", "Vereinbart")]
    zeilen = [_summenzeile(kennzahl, t, summe) for t, summe in zip(titel, summen, strict=True) if summe.anzahl]
    name = f"{kennzahl} {jahr}: {GROESSE[kennzahl].personen}"
    return Tabelle(name, spalten, zeilen)


def _summenzeile(kennzahl: str, titel: str, summe: Summe) -> list[Zelle | str]:
    erwartet, stand = summe.wert_erwartet(kennzahl), summe.wert_stand(kennzahl)
    unterschied = None if erwartet is None or stand is None else stand - erwartet
    von = f"von {zahlen.ganzzahl(summe.anzahl)}"
    return [
        titel,
        personen_zelle(kennzahl, summe.erwartet, summe.menge),
        personen_zelle(kennzahl, summe.stand, summe.menge),
        Zelle(abstand_text(summe.abstand), hinweis=punkte_text(unterschied)),
        Zelle(zahlen.ganzzahl(summe.beantwortet), hinweis=von),
        Zelle(zahlen.ganzzahl(summe.vereinbart), hinweis=von),
    ]


# -- Values ----------------------------------------------------------------------------------------------------


def wertetabelle(werte: Iterable[Planungswert]) -> Tabelle:
    """Planned values, one row each."""
    spalten = [Spalte("Jobcenter", kopf=True), Spalte("Land"), Spalte("Kennzahl und Jahr")]
    spalten += [Spalte(titel, zahl=True) for titel in ("Erwartungswert", "Auf dem Tisch", "Abstand")]
    return Tabelle("Planungswerte", [*spalten, Spalte("Stand")], [_wertzeile(wert) for wert in werte])


def _wertzeile(wert: Planungswert) -> list[Zelle | str]:
    return [
        Zelle(wert.name, url=reverse("agreements:planungswert", args=[wert.pk]), hinweis=wert.schluessel),
        LAENDER[wert.schluessel[:2]],
        f"{wert.kennzahl} {wert.jahr}",
        personen_zelle(wert.kennzahl, wert.erwartet, wert.menge),
        personen_zelle(wert.kennzahl, wert.wert, wert.menge),
        zahlen.FEHLT if wert.wert is None else abstand_text(wert.wert - wert.erwartet),
        zustandszelle(wert.zustand),
    ]


# -- Calendar --------------------------------------------------------------------------------------------------

_LAGE: dict[Lage, tuple[str, Statusart]] = {
    "erledigt": ("erledigt", "success"),
    "ueberfaellig": ("überfällig", "danger"),
    "faellig": ("bald fällig", "warning"),
    "offen": ("offen", "neutral"),
    "unbekannt": ("Termin vorbei", "neutral"),
}


def kalendertabelle(fristen: Iterable[Frist], heute: date) -> Tabelle:
    """The steps of a round with their days."""
    spalten = [Spalte("Schritt", kopf=True), Spalte("Bis"), Spalte("Wer"), Spalte("Stand"), Spalte("Rechtsgrundlage")]
    return Tabelle("Kalender der Runde", spalten, [_fristzeile(frist, heute) for frist in fristen])


def _fristzeile(frist: Frist, heute: date) -> list[Zelle | str]:
    text, art = _LAGE[frist.lage(heute)]
    stand = frist.fortschritt
    wie_weit = f"{zahlen.ganzzahl(stand.erledigt)} von {zahlen.ganzzahl(stand.gesamt)}" if stand.gesamt > 1 else ""
    geaendert = f"statt {zahlen.tag(frist.vorgabe)}: {frist.grund}" if frist.grund else ""
    return [
        frist.schritt.titel,
        Zelle(zahlen.tag(frist.am), hinweis=geaendert),
        ", ".join(ARTEN[art_].kurz for art_ in frist.schritt.wer),
        Zelle(text, status=art, hinweis=wie_weit),
        str(frist.schritt.norm),
    ]


# -- Derivation ------------------------------------------------------------------------------------------------


def herleitung(zeile: Jobcentererwartung, erwartung: Bundeserwartung) -> list[str]:
    """How a Jobcenter came to its Erwartungswert, step by step; one sentence each."""
    if zeile.behandlung == Behandlung.AUSGELASSEN:
        return [zeile.grund, "Das Jobcenter ist deshalb ausgelassen; es trägt keinen Erwartungswert."]
    assert erwartung.personen is not None
    assert erwartung.vorlaeufig is not None
    return [
        _ausgang(zeile, erwartung.kennzahl),
        _vergleich(zeile, erwartung),
        _vorlaeufig(zeile, erwartung.kennzahl),
        _faktor(zeile, erwartung),
        _rundung(zeile),
    ]


def _quotient(kennzahl: str, quote: Decimal | None) -> str:
    """A quotient as the value of its Kennzahl, to two places."""
    if quote is None:
        return zahlen.FEHLT
    if GROESSE[kennzahl].veraenderung:
        return zahlen.veraenderung(quote - 1, 2)
    return zahlen.prozent(quote, 2)


def _menge_text(zeile: Jobcentererwartung, kennzahl: str) -> str:
    groesse = GROESSE[kennzahl]
    genau = Decimal(zeile.menge or 0) / groesse.teiler
    return f"{zahlen.dezimalzahl(genau, 1 if groesse.teiler > 1 else 0)} ({groesse.menge})"


def _ausgang(zeile: Jobcentererwartung, kennzahl: str) -> str:
    if zeile.behandlung == Behandlung.GRUPPENWERT:
        return f"{zeile.grund} Als Ausgangswert dient nach der Regel der Median: {_quotient(kennzahl, zeile.median)}."
    return (
        f"Ausgangswert des Jobcenters für {kennzahl}, letzter endgültiger Monat: {_quotient(kennzahl, zeile.quote)}. "
        f"Bezugsgröße: {_menge_text(zeile, kennzahl)}."
    )


def _vergleich(zeile: Jobcentererwartung, erwartung: Bundeserwartung) -> str:
    if zeile.massstab == Massstab.KEINER or zeile.behandlung == Behandlung.GRUPPENWERT:
        return "Ein Abstand zum Median wird nicht angesetzt."
    wo = f"des Vergleichstyps „{zeile.gruppe}“" if zeile.massstab == Massstab.GRUPPE else "aller Jobcenter"
    median = _quotient(erwartung.kennzahl, zeile.median)
    if zeile.ziel == zeile.quote:
        return f"Der Median {wo} ist {median}. Der Wert ist nicht schlechter; er bleibt."
    richtung = "unter" if GROESSE[erwartung.kennzahl].besser is Richtung.HOEHER else "über"
    return (
        f"Der Median {wo} ist {median}; der Wert liegt {richtung} ihm. Erwartet wird, dass "
        f"{zahlen.prozent(erwartung.aufholanteil, 0)} des Abstands aufgeholt werden: "
        f"{_quotient(erwartung.kennzahl, zeile.ziel)}."
    )


def _vorlaeufig(zeile: Jobcentererwartung, kennzahl: str) -> str:
    return f"Mal Bezugsgröße ergibt vorläufig {zahlen.dezimalzahl(zeile.vorlaeufig, 2)} ({GROESSE[kennzahl].personen})."


def _faktor(zeile: Jobcentererwartung, erwartung: Bundeserwartung) -> str:
    summe, soll = erwartung.vorlaeufig or Decimal(0), erwartung.personen or 0
    if not summe:
        return "Alle vorläufigen Werte sind null; verteilt wird nach der Bezugsgröße."
    return (
        f"Alle vorläufigen Werte zusammen sind {zahlen.dezimalzahl(summe, 2)}, erwartet werden "
        f"{zahlen.ganzzahl(soll)}: Jeder Wert wird mit {zahlen.dezimalzahl(soll / summe, 6)} malgenommen, hier auf "
        f"{zahlen.dezimalzahl(zeile.vorlaeufig * soll / summe, 4)}."
    )


def _rundung(zeile: Jobcentererwartung) -> str:
    auf = "Der Rest gehört zu den größten und zählt als eine Person" if zeile.aufgerundet else "Der Rest entfällt"
    return f"{auf}. Erwartungswert: {zahlen.ganzzahl(zeile.wert)}."
