"""A set of figures for a Vergleichsring to begin with: 26 Basiszahlen and 24 Kennzahlen from them. PURE.

The counts are those of the benchmarking of the Optionskommunen (FACHKONZEPT 2, rule 6). The single rows are a
proposal, in the language of formulas; a ring takes it over as a whole and then changes it as it likes.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.recht import Ringart
from kennzahlen.eigene.zeitraum import Rhythmus


@dataclass(frozen=True)
class Musterzahl:
    """One figure of the set; ``formel`` is empty for a Basiszahl, ``je`` says what an amount in euros is per."""

    code: str
    titel: str
    beschreibung: str
    mass: Mass = Mass.ANZAHL
    formel: str = ""
    je: str = ""
    rhythmus: Rhythmus = Rhythmus.JAHR

    @property
    def art(self) -> Ringart:
        """The kind, which the first letter of the code says."""
        return {"B": Ringart.BASIS, "S": Ringart.STRUKTUR, "Q": Ringart.QUALITAET, "K": Ringart.KOSTEN}[self.code[0]]


_SCHNITT = "Mittel der zwölf Monatsbestände des Jahres."
_IM_JAHR = "Summe des Jahres."
_RECHNUNG = "Ausgaben des Jahres nach der Jahresrechnung."
_A, _E, _J = Mass.ANTEIL, Mass.EURO, Mass.EURO_JE

MUSTERSATZ: tuple[Musterzahl, ...] = (
    # Basiszahlen
    Musterzahl("B_BG", "Bedarfsgemeinschaften", _SCHNITT),
    Musterzahl("B_LB", "Leistungsberechtigte", _SCHNITT),
    Musterzahl("B_ELB", "Erwerbsfähige Leistungsberechtigte", _SCHNITT),
    Musterzahl("B_ELB_U25", "Erwerbsfähige Leistungsberechtigte unter 25 Jahren", _SCHNITT),
    Musterzahl("B_ELB_AE", "Alleinerziehende erwerbsfähige Leistungsberechtigte", _SCHNITT),
    Musterzahl("B_LZB", "Langzeitleistungsbezieher", f"{_SCHNITT} Begriff wie in § 6 SGB2KennzV."),
    Musterzahl("B_ERWERBSTAETIG", "Erwerbstätige Leistungsberechtigte", _SCHNITT),
    Musterzahl("B_EINWOHNER", "Einwohner bis zur Regelaltersgrenze", "Stand am 31. Dezember des Vorjahres."),
    Musterzahl("B_ZUGANG", "Zugänge an erwerbsfähigen Leistungsberechtigten", _IM_JAHR),
    Musterzahl("B_ABGANG", "Abgänge an erwerbsfähigen Leistungsberechtigten", _IM_JAHR),
    Musterzahl("B_INT", "Integrationen", f"{_IM_JAHR} Begriff wie in § 5 Abs. 1 SGB2KennzV."),
    Musterzahl("B_INT_U25", "Integrationen von Personen unter 25 Jahren", _IM_JAHR),
    Musterzahl("B_INT_AE", "Integrationen von Alleinerziehenden", _IM_JAHR),
    Musterzahl("B_INT_LZB", "Integrationen von Langzeitleistungsbeziehern", _IM_JAHR),
    Musterzahl("B_INT_BESTAND", "Integrationen, die nach sechs Monaten noch bestanden",
               "Von den Integrationen des Jahres."),
    Musterzahl("B_MASSNAHME", "Teilnehmende an Maßnahmen", _SCHNITT),
    Musterzahl("B_MASSNAHME_ENDE", "Beendete Teilnahmen an Maßnahmen", _IM_JAHR),
    Musterzahl("B_MASSNAHME_ARBEIT", "Beendete Teilnahmen mit Beschäftigung nach sechs Monaten", _IM_JAHR),
    Musterzahl("B_ANTRAEGE", "Entschiedene Anträge", f"{_IM_JAHR} Erst- und Folgeanträge."),
    Musterzahl("B_WIDERSPRUCH", "Erhobene Widersprüche", _IM_JAHR),
    Musterzahl("B_STELLEN_LEISTUNG", "Besetzte Stellen der Leistungsgewährung",
               "Vollzeitäquivalente im Mittel des Jahres.", Mass.ZAHL),
    Musterzahl("B_STELLEN_VERMITTLUNG", "Besetzte Stellen der Vermittlung und des Fallmanagements",
               "Vollzeitäquivalente im Mittel des Jahres.", Mass.ZAHL),
    Musterzahl("B_KOSTEN_LEBEN", "Ausgaben für den Lebensunterhalt", _RECHNUNG, _E),
    Musterzahl("B_KOSTEN_UNTERKUNFT", "Ausgaben für Unterkunft und Heizung", _RECHNUNG, _E),
    Musterzahl("B_KOSTEN_EINGLIEDERUNG", "Ausgaben für Leistungen zur Eingliederung", _RECHNUNG, _E),
    Musterzahl("B_KOSTEN_VERWALTUNG", "Ausgaben für Personal und Verwaltung", _RECHNUNG, _E),
    # Strukturkennzahlen
    Musterzahl("S_HILFEQUOTE", "Hilfequote", "Leistungsberechtigte je Einwohner.", _A, "B_LB / B_EINWOHNER"),
    Musterzahl("S_BG_GROESSE", "Personen je Bedarfsgemeinschaft", "Mittlere Größe der Bedarfsgemeinschaften.",
               Mass.ZAHL, "B_LB / B_BG"),
    Musterzahl("S_U25", "Anteil der Personen unter 25 Jahren", "An den erwerbsfähigen Leistungsberechtigten.",
               _A, "B_ELB_U25 / B_ELB"),
    Musterzahl("S_AE", "Anteil der Alleinerziehenden", "An den erwerbsfähigen Leistungsberechtigten.",
               _A, "B_ELB_AE / B_ELB"),
    Musterzahl("S_LZB", "Anteil der Langzeitleistungsbezieher", "An den erwerbsfähigen Leistungsberechtigten.",
               _A, "B_LZB / B_ELB"),
    Musterzahl("S_ERWERBSTAETIG", "Anteil der Erwerbstätigen", "An den erwerbsfähigen Leistungsberechtigten.",
               _A, "B_ERWERBSTAETIG / B_ELB"),
    # Qualitätskennzahlen
    Musterzahl("Q_INT", "Integrationsquote", "Integrationen je erwerbsfähigem Leistungsberechtigten.",
               _A, "B_INT / B_ELB"),
    Musterzahl("Q_INT_U25", "Integrationsquote der unter 25-Jährigen", "", _A, "B_INT_U25 / B_ELB_U25"),
    Musterzahl("Q_INT_AE", "Integrationsquote der Alleinerziehenden", "", _A, "B_INT_AE / B_ELB_AE"),
    Musterzahl("Q_INT_LZB", "Integrationsquote der Langzeitleistungsbezieher", "", _A, "B_INT_LZB / B_LZB"),
    Musterzahl("Q_BESTAND", "Bestand der Integrationen nach sechs Monaten", "", _A, "B_INT_BESTAND / B_INT"),
    Musterzahl("Q_AKTIVIERUNG", "Aktivierungsquote", "Teilnehmende je erwerbsfähigem Leistungsberechtigten.",
               _A, "B_MASSNAHME / B_ELB"),
    Musterzahl("Q_EINGLIEDERUNG", "Eingliederungsquote der Maßnahmen",
               "Anteil der beendeten Teilnahmen, nach denen eine Beschäftigung bestand.",
               _A, "B_MASSNAHME_ARBEIT / B_MASSNAHME_ENDE"),
    Musterzahl("Q_ABGANG_JE_ZUGANG", "Abgänge je Zugang", "Über 1 nimmt der Bestand ab.",
               Mass.ZAHL, "B_ABGANG / B_ZUGANG"),
    Musterzahl("Q_VERAENDERUNG", "Veränderung der erwerbsfähigen Leistungsberechtigten", "Gegenüber dem Vorjahr.",
               _A, "B_ELB / vorjahr(B_ELB) - 1"),
    Musterzahl("Q_WIDERSPRUCH", "Widerspruchsquote", "Widersprüche je entschiedenem Antrag.",
               _A, "B_WIDERSPRUCH / B_ANTRAEGE"),
    Musterzahl("Q_SCHLUESSEL_LEISTUNG", "Betreuungsschlüssel der Leistungsgewährung",
               "Bedarfsgemeinschaften je Stelle.", Mass.ZAHL, "B_BG / B_STELLEN_LEISTUNG"),
    Musterzahl("Q_SCHLUESSEL_VERMITTLUNG", "Betreuungsschlüssel der Vermittlung",
               "Erwerbsfähige Leistungsberechtigte je Stelle.", Mass.ZAHL, "B_ELB / B_STELLEN_VERMITTLUNG"),
    # Kostenkennzahlen
    Musterzahl("K_LEBEN", "Lebensunterhalt je Bedarfsgemeinschaft", "", _J, "B_KOSTEN_LEBEN / B_BG",
               "Bedarfsgemeinschaft"),
    Musterzahl("K_UNTERKUNFT", "Unterkunft und Heizung je Bedarfsgemeinschaft", "", _J, "B_KOSTEN_UNTERKUNFT / B_BG",
               "Bedarfsgemeinschaft"),
    Musterzahl("K_EINGLIEDERUNG", "Eingliederung je erwerbsfähigem Leistungsberechtigten", "",
               _J, "B_KOSTEN_EINGLIEDERUNG / B_ELB", "erwerbsfähigem Leistungsberechtigten"),
    Musterzahl("K_INTEGRATION", "Eingliederungsausgaben je Integration", "",
               _J, "B_KOSTEN_EINGLIEDERUNG / B_INT", "Integration"),
    Musterzahl("K_VERWALTUNG", "Verwaltung je Bedarfsgemeinschaft", "", _J, "B_KOSTEN_VERWALTUNG / B_BG",
               "Bedarfsgemeinschaft"),
    Musterzahl("K_GESAMT", "Gesamtkosten je Leistungsberechtigtem", "Alle vier Ausgabenarten zusammen.", _J,
               "(B_KOSTEN_LEBEN + B_KOSTEN_UNTERKUNFT + B_KOSTEN_EINGLIEDERUNG + B_KOSTEN_VERWALTUNG) / B_LB",
               "Leistungsberechtigtem"),
)  # fmt: skip
