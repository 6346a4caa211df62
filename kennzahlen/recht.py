"""What is reported and what is computed from it: Grundgrößen, Kennzahlen, Ergänzungsgrößen, parameters.

Three tables of dated rows, the only place where a code, a formula or a threshold of this room is written
down. Sources: § 48a and § 51b SGB II; the Verordnung zur Festlegung der Kennzahlen nach § 48a SGB II
(SGB2KennzV, BGBl. 2010 I S. 1152, changed by BGBl. 2019 I S. 339).

A month is always the date of its first day. A Kennzahl of a month follows the row in force on that day; two
rows of one code are a break in its series.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from zielsystem.parameter import recht as parameterrecht
from zielsystem.parameter.recht import Parameter
from zielsystem.recht import Ausserhalb, Geltung, Norm, eine_in_kraft, in_kraft

ERSTER_BERICHTSMONAT = date(2011, 1, 1)
"""The first month for which Kennzahlen are formed (the figures of January 2011, published in May 2011)."""

ERSTER_MELDEMONAT = date(2009, 1, 1)
"""The first month of the Grundgrößen: the longest window reaches back 23 months."""

MONAT_DES_WECHSELS = date(2019, 4, 1)
"""From this month on INT_KONT is collected in place of INT_NACHHALTIG (BGBl. 2019 I S. 339)."""


class Groessenart(StrEnum):
    """How a Grundgröße is counted: money of a month in cents, a stock on a day, or events of a month."""

    GELD = "geld"
    BESTAND = "bestand"
    STROM = "strom"

    @property
    def einheit(self) -> str:
        """The unit as shown to people; money is kept in cents and shown in euros."""
        return {"geld": "Euro im Monat", "bestand": "Personen", "strom": "Fälle im Monat"}[self.value]


@dataclass(frozen=True)
class Grundgroesse:
    """One figure that a Jobcenter reports for a month: a whole number of persons or cases, or cents.

    ``nr`` is the stable number in the database; the position in :data:`GRUNDGROESSEN` is the column of the
    cube. ``nachmeldung_monate``: the figure of a month may be missing until so many months later.
    """

    nr: int
    code: str
    titel: str
    art: Groessenart
    norm: Norm
    geltung: Geltung
    nachmeldung_monate: int = 0


@dataclass(frozen=True)
class Ausdruck:
    """The sum (or the mean) of a Grundgröße over the months m+von … m+bis, both included."""

    groesse: str
    von: int
    bis: int
    mittel: bool = False

    def __post_init__(self) -> None:
        if self.von > self.bis:
            raise ValueError(f"Zeitraum endet vor seinem Beginn: m{self.von:+d} … m{self.bis:+d}")
        if self.bis > 0:
            raise ValueError(f"Zeitraum reicht über den Berichtsmonat hinaus: m{self.bis:+d}")

    @property
    def laenge(self) -> int:
        """The number of months in the window."""
        return self.bis - self.von + 1


@dataclass(frozen=True)
class Kennzahl:
    """One dated definition: numerator over denominator, both over windows paired month by month.

    ``veraenderung`` subtracts 1 from the quotient, as the tables of the BA do. ``ergaenzt`` names the Kennzahl
    that an Ergänzungsgröße explains and is None for a Kennzahl itself. ``geschlecht`` is "", "W" or "M".
    """

    nr: int
    code: str
    titel: str
    norm: Norm
    zaehler: Ausdruck
    nenner: Ausdruck
    veraenderung: bool
    geltung: Geltung
    ergaenzt: str | None = None
    geschlecht: Literal["", "W", "M"] = ""

    def __post_init__(self) -> None:
        if self.zaehler.laenge != self.nenner.laenge:
            raise ValueError(f"{self.code}: Zähler und Nenner haben verschieden lange Zeiträume.")
        if self.zaehler.mittel:
            raise ValueError(f"{self.code}: Ein Mittelwert steht nur im Nenner.")

    @property
    def fenster(self) -> int:
        """The number of months in the window: 1 or 12."""
        return self.zaehler.laenge


# -- Grundgrößen -----------------------------------------------------------------------------------------------

_GELD, _BESTAND, _STROM = Groessenart.GELD, Groessenart.BESTAND, Groessenart.STROM
_GEMELDET = Geltung(ab=ERSTER_MELDEMONAT)
_VOR_WECHSEL = Geltung(ab=ERSTER_MELDEMONAT, bis=MONAT_DES_WECHSELS)
_NACH_WECHSEL = Geltung(ab=MONAT_DES_WECHSELS)


def _kennzv(stelle: str) -> Norm:
    return Norm(f"{stelle} SGB2KennzV")


GRUNDGROESSEN: tuple[Grundgroesse, ...] = (
    Grundgroesse(1, "LLU", "Leistungen zum Lebensunterhalt (ohne Leistungen für Unterkunft und Heizung)",
                 _GELD, _kennzv("§ 4 Abs. 1"), _GEMELDET),
    Grundgroesse(2, "LUH", "Leistungen für Unterkunft und Heizung",
                 _GELD, _kennzv("§ 4 Abs. 2 Nr. 1"), _GEMELDET),
    Grundgroesse(3, "ELB", "Erwerbsfähige Leistungsberechtigte",
                 _BESTAND, _kennzv("§ 4 Abs. 2 Nr. 2"), _GEMELDET),
    Grundgroesse(4, "ELB_W", "Erwerbsfähige Leistungsberechtigte: Frauen",
                 _BESTAND, _kennzv("§ 4 Abs. 2 Nr. 2"), _GEMELDET),
    Grundgroesse(5, "ELB_M", "Erwerbsfähige Leistungsberechtigte: Männer",
                 _BESTAND, _kennzv("§ 4 Abs. 2 Nr. 2"), _GEMELDET),
    Grundgroesse(6, "ELB_AE", "Erwerbsfähige Leistungsberechtigte: Alleinerziehende",
                 _BESTAND, _kennzv("§ 5 Abs. 2 Nr. 4"), _GEMELDET),
    Grundgroesse(7, "ELB_ZUGANG", "Zugänge an erwerbsfähigen Leistungsberechtigten",
                 _STROM, _kennzv("§ 4 Abs. 2 Nr. 3"), _GEMELDET),
    Grundgroesse(8, "ELB_ABGANG", "Abgänge an erwerbsfähigen Leistungsberechtigten",
                 _STROM, _kennzv("§ 4 Abs. 2 Nr. 4"), _GEMELDET),
    Grundgroesse(9, "LZB", "Langzeitleistungsbezieher",
                 _BESTAND, _kennzv("§ 6 Abs. 1"), _GEMELDET),
    Grundgroesse(10, "LZB_AKTIVIERT", "Langzeitleistungsbezieher in einer Maßnahme der aktiven Arbeitsförderung",
                 _BESTAND, _kennzv("§ 6 Abs. 2 Nr. 2"), _GEMELDET),
    Grundgroesse(11, "LZB_ZUGANG", "Zugänge an Langzeitleistungsbeziehern",
                 _STROM, _kennzv("§ 6 Abs. 2 Nr. 3"), _GEMELDET),
    Grundgroesse(12, "LZB_ABGANG", "Abgänge an Langzeitleistungsbeziehern",
                 _STROM, _kennzv("§ 6 Abs. 2 Nr. 4"), _GEMELDET),
    Grundgroesse(13, "INT", "Integrationen",
                 _STROM, _kennzv("§ 5 Abs. 1"), _GEMELDET),
    Grundgroesse(14, "INT_W", "Integrationen: Frauen",
                 _STROM, _kennzv("§ 5 Abs. 1"), _GEMELDET),
    Grundgroesse(15, "INT_M", "Integrationen: Männer",
                 _STROM, _kennzv("§ 5 Abs. 1"), _GEMELDET),
    Grundgroesse(16, "INT_AE", "Integrationen: Alleinerziehende",
                 _STROM, _kennzv("§ 5 Abs. 2 Nr. 4"), _GEMELDET),
    Grundgroesse(17, "INT_LZB", "Integrationen: Langzeitleistungsbezieher",
                 _STROM, _kennzv("§ 6 Abs. 2 Nr. 1"), _GEMELDET),
    Grundgroesse(18, "INT_NACHHALTIG", "Integrationen des Monats, die zwölf Monate später noch bestanden",
                 _STROM, _kennzv("§ 5 Abs. 2 Nr. 3 a. F."), _VOR_WECHSEL, nachmeldung_monate=12),
    Grundgroesse(19, "INT_KONT", "Kontinuierliche Beschäftigungen nach Integration",
                 _STROM, _kennzv("§ 5 Abs. 2 Nr. 3"), _NACH_WECHSEL),
    Grundgroesse(20, "EINTRITT_GB", "Eintritte in geringfügige Beschäftigung",
                 _STROM, _kennzv("§ 5 Abs. 2 Nr. 1"), _GEMELDET),
    Grundgroesse(21, "EINTRITT_OEB", "Eintritte in öffentlich geförderte Beschäftigung",
                 _STROM, _kennzv("§ 5 Abs. 2 Nr. 2"), _GEMELDET),
)  # fmt: skip

GROESSE: dict[str, Grundgroesse] = {groesse.code: groesse for groesse in GRUNDGROESSEN}
SPALTE: dict[str, int] = {groesse.code: spalte for spalte, groesse in enumerate(GRUNDGROESSEN)}
"""Column of a Grundgröße in the cube, by code."""

TEILE_DES_GANZEN: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ELB_W", "ELB_M"), "ELB"),
    (("ELB_AE",), "ELB"),
    (("LZB",), "ELB"),
    (("LZB_AKTIVIERT",), "LZB"),
    (("INT_W", "INT_M"), "INT"),
    (("INT_AE",), "INT"),
    (("INT_LZB",), "INT"),
    (("INT_NACHHALTIG",), "INT"),
)
"""Parts that together are at most the whole. INT_KONT is no part of INT: it counts earlier months' Integrationen."""


# -- Kennzahlen and Ergänzungsgrößen ---------------------------------------------------------------------------


def _monat(groesse: str) -> Ausdruck:
    return Ausdruck(groesse, 0, 0)


def _vorjahresmonat(groesse: str) -> Ausdruck:
    return Ausdruck(groesse, -12, -12)


def _jahr(groesse: str, endet: int = 0) -> Ausdruck:
    return Ausdruck(groesse, endet - 11, endet)


def _jahresmittel(groesse: str) -> Ausdruck:
    return Ausdruck(groesse, -11, 0, mittel=True)


_BERICHTET = Geltung(ab=ERSTER_BERICHTSMONAT)
_ALTE_FASSUNG = Geltung(ab=ERSTER_BERICHTSMONAT, bis=date(2019, 3, 22))
_NEUE_FASSUNG = Geltung(ab=date(2019, 3, 22))

KENNZAHLEN: tuple[Kennzahl, ...] = (
    Kennzahl(1, "K1", "Veränderung der Summe der Leistungen zum Lebensunterhalt", _kennzv("§ 4 Abs. 1"),
             _monat("LLU"), _vorjahresmonat("LLU"), True, _BERICHTET),
    Kennzahl(2, "K1E1", "Veränderung der Summe der Leistungen für Unterkunft und Heizung",
             _kennzv("§ 4 Abs. 2 Nr. 1"), _monat("LUH"), _vorjahresmonat("LUH"), True, _BERICHTET, "K1"),
    Kennzahl(3, "K1E2", "Veränderung der Zahl der eLb", _kennzv("§ 4 Abs. 2 Nr. 2"),
             _monat("ELB"), _vorjahresmonat("ELB"), True, _BERICHTET, "K1"),
    Kennzahl(4, "K1E3", "Durchschnittliche Zugangsrate der eLb", _kennzv("§ 4 Abs. 2 Nr. 3"),
             _jahr("ELB_ZUGANG"), _jahr("ELB"), False, _BERICHTET, "K1"),
    Kennzahl(5, "K1E4", "Durchschnittliche Abgangsrate der eLb", _kennzv("§ 4 Abs. 2 Nr. 4"),
             _jahr("ELB_ABGANG"), _jahr("ELB", endet=-1), False, _BERICHTET, "K1"),
    Kennzahl(6, "K2", "Integrationsquote", _kennzv("§ 5 Abs. 1"),
             _jahr("INT"), _jahresmittel("ELB"), False, _BERICHTET),
    Kennzahl(7, "K2_W", "Integrationsquote der Frauen", _kennzv("§ 5 Abs. 1"),
             _jahr("INT_W"), _jahresmittel("ELB_W"), False, _BERICHTET, geschlecht="W"),
    Kennzahl(8, "K2_M", "Integrationsquote der Männer", _kennzv("§ 5 Abs. 1"),
             _jahr("INT_M"), _jahresmittel("ELB_M"), False, _BERICHTET, geschlecht="M"),
    Kennzahl(9, "K2E1", "Quote der Eintritte in geringfügige Beschäftigung", _kennzv("§ 5 Abs. 2 Nr. 1"),
             _jahr("EINTRITT_GB"), _jahresmittel("ELB"), False, _BERICHTET, "K2"),
    Kennzahl(10, "K2E2", "Quote der Eintritte in öffentlich geförderte Beschäftigung",
             _kennzv("§ 5 Abs. 2 Nr. 2"), _jahr("EINTRITT_OEB"), _jahresmittel("ELB"), False, _BERICHTET, "K2"),
    Kennzahl(11, "K2E3", "Nachhaltigkeit der Integrationen", _kennzv("§ 5 Abs. 2 Nr. 3 a. F."),
             _jahr("INT_NACHHALTIG", endet=-12), _jahr("INT", endet=-12), False, _ALTE_FASSUNG, "K2"),
    Kennzahl(12, "K2E3", "Kontinuierliche Beschäftigung nach Integration",
             Norm("§ 5 Abs. 2 Nr. 3 SGB2KennzV (BGBl. 2019 I S. 339)"),
             _jahr("INT_KONT"), _jahr("INT"), False, _NEUE_FASSUNG, "K2"),
    Kennzahl(13, "K2E4", "Integrationsquote der Alleinerziehenden", _kennzv("§ 5 Abs. 2 Nr. 4"),
             _jahr("INT_AE"), _jahresmittel("ELB_AE"), False, _BERICHTET, "K2"),
    Kennzahl(14, "K3", "Veränderung des Bestands an LZB", _kennzv("§ 6 Abs. 1"),
             _monat("LZB"), _vorjahresmonat("LZB"), True, _BERICHTET),
    Kennzahl(15, "K3E1", "Integrationsquote der LZB", _kennzv("§ 6 Abs. 2 Nr. 1"),
             _jahr("INT_LZB"), _jahresmittel("LZB"), False, _BERICHTET, "K3"),
    Kennzahl(16, "K3E2", "Aktivierungsquote der LZB", _kennzv("§ 6 Abs. 2 Nr. 2"),
             _monat("LZB_AKTIVIERT"), _monat("LZB"), False, _BERICHTET, "K3"),
    Kennzahl(17, "K3E3", "Durchschnittliche Zugangsrate der LZB", _kennzv("§ 6 Abs. 2 Nr. 3"),
             _jahr("LZB_ZUGANG"), _jahr("LZB"), False, _BERICHTET, "K3"),
    Kennzahl(18, "K3E4", "Durchschnittliche Abgangsrate der LZB", _kennzv("§ 6 Abs. 2 Nr. 4"),
             _jahr("LZB_ABGANG"), _jahr("LZB", endet=-1), False, _BERICHTET, "K3"),
)  # fmt: skip

KENNZAHL_CODES: tuple[str, ...] = tuple(dict.fromkeys(kennzahl.code for kennzahl in KENNZAHLEN))
"""The codes in the order in which they are shown."""

REIHENNUMMER: dict[str, int] = {
    code: min(kennzahl.nr for kennzahl in KENNZAHLEN if kennzahl.code == code) for code in KENNZAHL_CODES
}
"""The number under which the published series of a code is stored: that of its oldest definition."""

HAUPTKENNZAHLEN: tuple[str, ...] = tuple(
    kennzahl.code for kennzahl in KENNZAHLEN if kennzahl.ergaenzt is None and not kennzahl.geschlecht
)
"""The three Kennzahlen themselves; only these can carry a Zielwert."""


def fassungen(code: str) -> tuple[Kennzahl, ...]:
    """All dated rows of a code, oldest first; :class:`Ausserhalb` for an unknown code."""
    zeilen = tuple(kennzahl for kennzahl in KENNZAHLEN if kennzahl.code == code)
    if not zeilen:
        raise Ausserhalb(f"Die Kennzahl „{code}“ gibt es nicht. Bekannt sind: {', '.join(KENNZAHL_CODES)}.")
    return zeilen


def kennzahl_am(code: str, monat: date) -> Kennzahl:
    """The definition by which a Kennzahl of a month is computed; :class:`Ausserhalb` where none is in force."""
    return eine_in_kraft(fassungen(code), monat)


def gueltige(monat: date) -> tuple[Kennzahl, ...]:
    """Every definition in force for a month, in the order in which they are shown.

    Raises :class:`Ausserhalb` for a month before the first one that is encoded.
    """
    zeilen = in_kraft(KENNZAHLEN, monat)
    if not zeilen:
        raise Ausserhalb(f"Für {monat:%m/%Y} sind keine Kennzahlen festgelegt (ab {ERSTER_BERICHTSMONAT:%m/%Y}).")
    return zeilen


def gueltige_groessen(monat: date) -> tuple[Grundgroesse, ...]:
    """Every Grundgröße to be reported for a month; :class:`Ausserhalb` before the first encoded one."""
    zeilen = in_kraft(GRUNDGROESSEN, monat)
    if not zeilen:
        raise Ausserhalb(f"Für {monat:%m/%Y} sind keine Grundgrößen festgelegt (ab {ERSTER_MELDEMONAT:%m/%Y}).")
    return zeilen


def vergleichbar(code: str, monat_a: date, monat_b: date) -> bool:
    """Whether two months of a Kennzahl follow the same definition; if not, a break in the series lies between."""
    return kennzahl_am(code, monat_a) is kennzahl_am(code, monat_b)


def formel_text(kennzahl: Kennzahl) -> str:
    """The formula of a row as people read it, such as ``Σ₁₂ ELB_ZUGANG / Σ₁₂ ELB``."""
    quotient = f"{_ausdruck_text(kennzahl.zaehler)} / {_ausdruck_text(kennzahl.nenner)}"
    return f"{quotient} − 1" if kennzahl.veraenderung else quotient


def _ausdruck_text(ausdruck: Ausdruck) -> str:
    if ausdruck.laenge == 1:
        return f"{ausdruck.groesse}(m)" if ausdruck.bis == 0 else f"{ausdruck.groesse}(m−{-ausdruck.bis})"
    zeichen = "Ø" if ausdruck.mittel else "Σ"
    tiefgestellt = str(ausdruck.laenge).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    lage = {0: "", -1: " (Vormonat)", -12: " (Vorjahr)"}.get(ausdruck.bis, f" (bis m−{-ausdruck.bis})")
    return f"{zeichen}{tiefgestellt} {ausdruck.groesse}{lage}"


# -- Parameters ------------------------------------------------------------------------------------------------

_DATEN = Norm("§ 51b Abs. 1 SGB II")
_VERGLEICH = Norm("§ 48a Abs. 1 SGB II")

PARAMETER: tuple[Parameter, ...] = (
    Parameter("WARTEZEIT_MONATE", "Monate, nach denen die Zahlen eines Monats endgültig sind",
              Decimal(3), _VERGLEICH, hoechstens=Decimal(24)),
    Parameter("VEROEFFENTLICHUNGSTAG", "Tag des Monats, an dem veröffentlicht wird (oder am nächsten Werktag)",
              Decimal(20), _VERGLEICH, mindestens=Decimal(1), hoechstens=Decimal(28)),
    Parameter("BERECHNUNG_STILLSTAND_MINUTEN", "Minuten ohne Regung, nach denen eine Berechnung als hängend gilt",
              Decimal(10), _VERGLEICH, mindestens=Decimal(1)),
    Parameter("MELDEFRIST_TAG", "Tag des Folgemonats, bis zu dem ein Monat zu melden ist (oder der nächste Werktag)",
              Decimal(10), _DATEN, mindestens=Decimal(1), hoechstens=Decimal(28)),
    Parameter("ERINNERUNG_TAGE", "Tage vor der Meldefrist, an denen an eine fehlende Meldung erinnert wird",
              Decimal(5), _DATEN, hoechstens=Decimal(27)),
    Parameter("LZB_MONATE", "Langzeitleistungsbezug: Monate mit Anspruch, mindestens",
              Decimal(21), _kennzv("§ 6 Abs. 1"), mindestens=Decimal(1), hoechstens=Decimal(24)),
    Parameter("LZB_ZEITRAUM_MONATE", "Langzeitleistungsbezug: betrachtete Monate",
              Decimal(24), _kennzv("§ 6 Abs. 1"), mindestens=Decimal(1), hoechstens=Decimal(60)),
    Parameter("LZB_MINDESTALTER", "Langzeitleistungsbezug: Alter in Jahren, mindestens",
              Decimal(17), _kennzv("§ 6 Abs. 1"), hoechstens=Decimal(65)),
    Parameter("GEHEIM_UNTER", "Geheimhaltung: Zählungen über null und unter diesem Wert werden nicht veröffentlicht",
              Decimal(3), Norm("§ 35 SGB I"), mindestens=Decimal(3), hoechstens=Decimal(100)),
    Parameter("BESTAND_TOLERANZ_ANTEIL", "Bestandsgleichung: zulässige Abweichung als Anteil am Bestand",
              Decimal("0.005"), _DATEN, hoechstens=Decimal(1)),
    Parameter("BESTAND_TOLERANZ_PERSONEN", "Bestandsgleichung: zulässige Abweichung in Personen, mindestens",
              Decimal(3), _DATEN),
    Parameter("SPRUNG_FAKTOR", "Sprungprüfung: wie viele übliche Streuungen ein Sprung betragen darf",
              Decimal(4), _DATEN, mindestens=Decimal(1), hoechstens=Decimal(100)),
    Parameter("SPRUNG_MINDESTANTEIL", "Sprungprüfung: kleinere Veränderungen fallen nie auf (Anteil am früheren Wert)",
              Decimal("0.05"), _DATEN, hoechstens=Decimal(1)),
    Parameter("SPRUNG_BEOBACHTUNGEN", "Sprungprüfung: frühere Veränderungen, die es mindestens braucht",
              Decimal(6), _DATEN, mindestens=Decimal(2), hoechstens=Decimal(36)),
    Parameter("SPRUNG_VERGLEICHSEINHEITEN", "Sprungprüfung: Jobcenter, ab denen die gemeinsame Entwicklung zählt",
              Decimal(10), _DATEN, mindestens=Decimal(2), hoechstens=Decimal(500)),
    Parameter("SPRUNG_EURO_JE_FALL", "Sprungprüfung: Euro, die bei Geldbeträgen als ein Fall gelten",
              Decimal(500), _DATEN, mindestens=Decimal(1), hoechstens=Decimal(100000)),
)  # fmt: skip


def parameter_am(code: str, tag: date, zeilen: Iterable[Parameter] = PARAMETER) -> Decimal:
    """The value of a parameter on a day; :class:`Ausserhalb` for an unknown code or a day without a row."""
    return parameterrecht.parameter_am(code, tag, zeilen)
