"""Where a value lies in its groups: chart, sentence and table. Nobody is named, nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kennzahlen.auskunft.charts import Streifen, Streifenbild
from kennzahlen.auskunft.darstellung import definition, ohne_luecken, punkte, wert_text
from kennzahlen.auskunft.gruppen import Gruppenbild
from kennzahlen.auskunft.reihen import Wert
from kennzahlen.auskunft.vergleich import QUARTILE_AB, lage
from kennzahlen.auskunft.verzeichnis import kurzname
from kennzahlen.recht import fassungen
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

QUARTILE_ERKLAERT = (
    "Die mittlere Hälfte einer Gruppe liegt zwischen erstem und drittem Quartil; zwischen zwei Werten wird linear "
    "interpoliert. Gezählt sind veröffentlichte, vollständige Werte."
)


@dataclass(frozen=True)
class Kennwerte:
    """The spread of a group in one month; the five figures are None where it has too few values."""

    anzahl: int
    tief: float | None
    q1: float | None
    median: float | None
    q3: float | None
    hoch: float | None

    @classmethod
    def aus(cls, bild: Gruppenbild, code: str) -> Kennwerte:
        """Those of the newest month."""
        verteilung = bild.verteilungen[code]
        felder = (verteilung.tief, verteilung.q1, verteilung.median, verteilung.q3, verteilung.hoch)
        return cls(int(verteilung.anzahl[-1]), *(ohne_luecken(feld[-1:])[0] for feld in felder))


def lagesatz(code: str, wert: Wert, bild: Gruppenbild) -> str:
    """Where a value lies in a group, or how the group is spread, or why nothing can be said: one German sentence."""
    kennwerte, name = Kennwerte.aus(bild, code), kurzname(bild.gruppe)
    if kennwerte.q1 is None or kennwerte.median is None or kennwerte.q3 is None:
        return f"{name}: {zahlen.ganzzahl(kennwerte.anzahl)} Werte sind zu wenige, um eine Lage anzugeben."
    if wert.wert is None or not wert.vollstaendig:
        return f"{name}: Ohne vollständigen eigenen Wert lässt sich keine Lage angeben."
    abstand = wert.wert - kennwerte.median
    richtung = "über" if abstand > 0 else "unter"
    beim_median = f"{zahlen.prozentpunkte(abs(abstand)).removeprefix('+')} {richtung} dem Median"
    ort = "auf dem Median" if abs(abstand) < 0.0005 else beim_median
    von, bis = wert_text(code, kennwerte.q1), wert_text(code, kennwerte.q3)
    teil = lage(wert.wert, kennwerte.q1, kennwerte.q3).value
    return f"{name}: {wert_text(code, wert.wert)} liegt {teil}, {ort} (mittlere Hälfte: {von} bis {bis})."


def streuungssatz(code: str, bild: Gruppenbild) -> str:
    """How the members of a group are spread, as one German sentence."""
    k = Kennwerte.aus(bild, code)
    gezaehlt = f"{zahlen.ganzzahl(k.anzahl)} von {zahlen.ganzzahl(bild.anzahl)} Jobcentern"
    if k.tief is None:
        return f"{gezaehlt} mit Wert: für Quartile braucht es mindestens {QUARTILE_AB}."
    tief, q1, median, q3, hoch = (wert_text(code, wert) for wert in (k.tief, k.q1, k.median, k.q3, k.hoch))
    return (
        f"Die Werte von {gezaehlt} reichen von {tief} bis {hoch}. Der Median ist {median}; "
        f"die mittlere Hälfte liegt zwischen {q1} und {q3}."
    )


def lagetabelle(code: str, wert: Wert, bilder: Sequence[Gruppenbild], eigener_titel: str) -> Tabelle:
    """The spread of the groups with the value that is looked at."""
    return Tabelle(
        f"{code} in der Vergleichsgruppe",
        [
            Spalte("Gruppe", kopf=True),
            Spalte("Jobcenter mit Wert", zahl=True),
            Spalte("Niedrigster", zahl=True),
            Spalte("1. Quartil", zahl=True),
            Spalte("Median", zahl=True),
            Spalte("3. Quartil", zahl=True),
            Spalte("Höchster", zahl=True),
            Spalte(eigener_titel, zahl=True),
            Spalte("Abstand zum Median", zahl=True),
        ],
        [_lagezeile(code, wert, bild) for bild in bilder],
        hinweis=QUARTILE_ERKLAERT,
        schluessel=f"{code}-streuung",
    )


def _lagezeile(code: str, wert: Wert, bild: Gruppenbild) -> list[Zelle | str]:
    k = Kennwerte.aus(bild, code)
    abstand = wert.wert - k.median if wert.wert is not None and wert.vollstaendig and k.median is not None else None
    return [
        Zelle(kurzname(bild.gruppe)),
        Zelle(f"{zahlen.ganzzahl(k.anzahl)} von {zahlen.ganzzahl(bild.anzahl)}", roh=k.anzahl),
        *(Zelle(wert_text(code, w), roh=w) for w in (k.tief, k.q1, k.median, k.q3, k.hoch)),
        Zelle(wert_text(code, wert.wert), roh=wert.wert),
        Zelle(zahlen.FEHLT if abstand is None else punkte(abstand), roh=abstand),
    ]


def streifenbild(
    code: str, wert: Wert, eigener: str, gruppen: Sequence[tuple[Gruppenbild, Sequence[float]]]
) -> Streifenbild:
    """The chart: for each group its spread and its values of the newest month, without names."""
    vorhanden = wert.wert is not None and wert.vollstaendig
    return Streifenbild(
        titel=f"{definition(code, wert.monat).titel} ({code}) im {zahlen.monat(wert.monat)}",
        streifen=[_streifen(code, bild, werte) for bild, werte in gruppen],
        eigener=(eigener, wert.wert) if vorhanden and wert.wert is not None else None,
        veraenderung=fassungen(code)[0].veraenderung,
    )


def _streifen(code: str, bild: Gruppenbild, werte: Sequence[float]) -> Streifen:
    k = Kennwerte.aus(bild, code)
    quartile = (k.q1, k.median, k.q3) if k.q1 is not None and k.median is not None and k.q3 is not None else None
    return Streifen(f"{kurzname(bild.gruppe)}: {zahlen.ganzzahl(len(werte))} Jobcenter", werte, quartile)
