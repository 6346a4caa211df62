"""Why a value differs from that of the year before: its numerator and its denominator, in words and as a table.

Both are read as published. Where either month is secret, incomplete or follows another definition, there is nothing
to take apart, and the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kennzahlen.auskunft.darstellung import definition, punkte, wert_text
from kennzahlen.auskunft.reihen import Wert
from kennzahlen.auskunft.vergleich import Quotient, Zerlegung, zerlege
from kennzahlen.formeln import Grund
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import GROESSE, REIHENNUMMER, Ausdruck, Groessenart, Kennzahl, vergleichbar
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

Bestandteile = dict[tuple[str, date], tuple[int, int]]
"""Numerator and denominator as published sums over the window, by code and month; only where there is a value."""


def lies_bestandteile(
    veroeffentlichung: Veroeffentlichung, einheit: Einheit, codes: Sequence[str], monate: Sequence[date]
) -> Bestandteile:
    """The published parts of the values of a unit in some months: one query."""
    code_von = {REIHENNUMMER[code]: code for code in codes}
    reihen = Kennzahlreihe.objects.stand_von(veroeffentlichung).filter(
        einheit=einheit, kennzahl__in=list(code_von), jahr__in={monat.year for monat in monate}
    )
    return {
        (code_von[reihe.kennzahl], monat): (reihe.zaehler[monat.month - 1], reihe.nenner[monat.month - 1])
        for reihe in reihen
        for monat in monate
        if reihe.jahr == monat.year and reihe.grund[monat.month - 1] == Grund.OK
    }


@dataclass(frozen=True)
class Veraenderung:
    """A measure in a month and in the same month of the year before, taken apart."""

    kennzahl: Kennzahl
    jetzt: Wert
    frueher: Wert
    zerlegung: Zerlegung

    def satz(self) -> str:
        """What happened, in two German sentences."""
        code, vorher, nachher = self.kennzahl.code, self.frueher.wert, self.jetzt.wert
        gerichtet = self.zerlegung.veraenderung
        verb = "stieg" if gerichtet > 0 else "sank" if gerichtet < 0 else "blieb"
        werte = f"von {wert_text(code, vorher)} auf {wert_text(code, nachher)}" if gerichtet else "gleich"
        return (
            f"{code} {verb} gegenüber {zahlen.monat(self.frueher.monat)} {werte} "
            f"({zahlen.prozentpunkte(float(gerichtet))}). {self._anteil('zaehler', 'Zähler')}; "
            f"{self._anteil('nenner', 'Nenner')}."
        )

    def _anteil(self, teil: str, titel: str) -> str:
        vorher, nachher = (getattr(q, teil) for q in (self.zerlegung.vorher, self.zerlegung.nachher))
        relativ = f" {zahlen.veraenderung(float(nachher / vorher - 1))}," if vorher else ""
        beitrag = zahlen.prozentpunkte(float(getattr(self.zerlegung, teil)))
        return f"{titel} ({_was(getattr(self.kennzahl, teil))}){relativ} Beitrag {beitrag}"

    def tabelle(self) -> Tabelle:
        """Numerator, denominator and value of both months, and what each part brought to the change."""
        monate = [Spalte(zahlen.monat(wert.monat), zahl=True) for wert in (self.frueher, self.jetzt)]
        code, summe = self.kennzahl.code, float(self.zerlegung.veraenderung)
        wertzeile = [
            Zelle(f"Wert ({code})"),
            Zelle(wert_text(code, self.frueher.wert), roh=self.frueher.wert),
            Zelle(wert_text(code, self.jetzt.wert), roh=self.jetzt.wert),
            Zelle(""),
            Zelle(punkte(summe), roh=summe),
        ]
        return Tabelle(
            f"Veränderung von {code} gegenüber dem Vorjahr",
            [Spalte("Teil", kopf=True), *monate, Spalte("Veränderung", zahl=True), Spalte("Beitrag", zahl=True)],
            [self._zeile("zaehler", "Zähler"), self._zeile("nenner", "Nenner"), wertzeile],
            hinweis=METHODE,
            schluessel=f"{code}-zerlegung",
        )

    def _zeile(self, teil: str, titel: str) -> list[Zelle | str]:
        ausdruck: Ausdruck = getattr(self.kennzahl, teil)
        werte = [getattr(q, teil) for q in (self.zerlegung.vorher, self.zerlegung.nachher)]
        relativ = float(werte[1] / werte[0] - 1) if werte[0] else None
        beitrag = float(getattr(self.zerlegung, teil))
        return [
            Zelle(titel, hinweis=_was(ausdruck)),
            *(_betrag(ausdruck, wert) for wert in werte),
            Zelle(zahlen.veraenderung(relativ), roh=relativ),
            Zelle(punkte(beitrag), roh=beitrag),
        ]


METHODE = (
    "Beitrag in Prozentpunkten, nach der symmetrischen Mittelpunktmethode: die Veränderung des einen Teils beim Mittel "
    "des anderen aus beiden Monaten. Die Beiträge ergeben zusammen genau die Veränderung; gerundet können sie um 0,1 "
    "abweichen."
)


def _was(ausdruck: Ausdruck) -> str:
    titel = GROESSE[ausdruck.groesse].titel
    if ausdruck.laenge == 1:
        return titel if ausdruck.bis == 0 else f"{titel}, Vorjahresmonat"
    return f"{titel}, {'Mittel' if ausdruck.mittel else 'Summe'} über zwölf Monate"


def _betrag(ausdruck: Ausdruck, wert: Fraction) -> Zelle:
    if GROESSE[ausdruck.groesse].art is Groessenart.GELD:
        return Zelle(zahlen.euro_aus_cent(float(wert)), roh=Decimal(round(wert)) / 100)
    return Zelle(zahlen.ganzzahl(round(wert)), roh=round(wert))


def zerlege_veraenderung(code: str, jetzt: Wert, frueher: Wert, bestandteile: Bestandteile) -> Veraenderung | None:
    """The change of a measure against an earlier month; None where it cannot be taken apart."""
    teile = [bestandteile.get((code, wert.monat)) for wert in (frueher, jetzt)]
    vollstaendig = jetzt.vollstaendig and frueher.vollstaendig
    if not vollstaendig or None in teile or not vergleichbar(code, jetzt.monat, frueher.monat):
        return None
    kennzahl = definition(code, jetzt.monat)
    vorher, nachher = (_quotient(kennzahl, *teil) for teil in teile if teil)
    return Veraenderung(kennzahl, jetzt, frueher, zerlege(vorher, nachher))


def _quotient(kennzahl: Kennzahl, zaehler: int, nenner: int) -> Quotient:
    """The ratio behind a value; a denominator that is a mean is divided by the months of its full window."""
    return Quotient(Fraction(zaehler), Fraction(nenner, kennzahl.fenster if kennzahl.nenner.mittel else 1))
