"""The dimensions in which a Ziel can be agreed, and which way of a Kennzahl is the favourable one. Pure.

Source: Hinweise zu Zielvereinbarungen nach § 48b SGB II (DLT 2010), Abschnitte 4.2.4 and 5; SGB2KennzV §§ 4–6.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from kennzahlen.recht import HAUPTKENNZAHLEN, KENNZAHL_CODES, fassungen


class Dimension(StrEnum):
    """How it is told whether a Ziel is reached: the five Zieldimensionen, and watching where none is agreed."""

    ZIELWERT = "zielwert"
    ZIELKORRIDOR = "zielkorridor"
    TENDENZ = "tendenz"
    RELATIV = "relativ"
    QUALITATIV = "qualitativ"
    BEOBACHTUNG = "beobachtung"


DIMENSIONSTITEL: dict[Dimension, str] = {
    Dimension.ZIELWERT: "Zielwert",
    Dimension.ZIELKORRIDOR: "Zielkorridor",
    Dimension.TENDENZ: "Tendenz",
    Dimension.RELATIV: "Vergleich mit der Vergleichsgruppe",
    Dimension.QUALITATIV: "Meilensteine",
    Dimension.BEOBACHTUNG: "Beobachtung ohne Zielwert",
}

DIMENSIONSHINWEIS: dict[Dimension, str] = {
    Dimension.ZIELWERT: "Eine Zahl, die die Kennzahl am Ende mindestens oder höchstens hat.",
    Dimension.ZIELKORRIDOR: "Eine Spanne von–bis, in der die Kennzahl am Ende liegt.",
    Dimension.TENDENZ: "Die Größe steigt, sinkt oder bleibt; ohne Zahl, auf die es ankommt.",
    Dimension.RELATIV: "Die Größe im Verhältnis zu vergleichbaren Einheiten, unabhängig von der Konjunktur.",
    Dimension.QUALITATIV: "Beschriebene Schritte mit Datum, ohne Kennzahl.",
    Dimension.BEOBACHTUNG: "Die Kennzahl wird verfolgt und im Zieldialog besprochen, nicht als Ziel gemessen.",
}

MIT_ZAHL = (Dimension.ZIELWERT, Dimension.ZIELKORRIDOR)
"""Those that need a number to be agreed, and so a complete Ausgangswert."""


class Richtung(StrEnum):
    """Where a measure is to go."""

    STEIGERN = "steigern"
    SENKEN = "senken"
    HALTEN = "halten"


RICHTUNGSTITEL: dict[Richtung, str] = {
    Richtung.STEIGERN: "steigern",
    Richtung.SENKEN: "senken",
    Richtung.HALTEN: "halten",
}

_STEIGEND = ("K1E4", "K2", "K2_W", "K2_M", "K2E3", "K2E4", "K3E1", "K3E2", "K3E4")
_FALLEND = ("K1", "K1E1", "K1E2", "K1E3", "K3", "K3E3")

GUENSTIG: dict[str, Richtung] = dict.fromkeys(_STEIGEND, Richtung.STEIGERN) | dict.fromkeys(_FALLEND, Richtung.SENKEN)
"""The favourable way of each measure (§ 48b Abs. 3 Satz 1). Entries into marginal or publicly funded employment (K2E1,
K2E2) have none: more of them can be meant well or ill."""

STELLEN = Decimal("0.001")
"""Figures are compared as people read them: in percent with one decimal, half away from zero."""


def gerundet(wert: float | Decimal) -> Decimal:
    """A fraction as it is read and compared: 0.25349 is 0.253. ``ValueError`` for what is not a number."""
    zahl = wert if isinstance(wert, Decimal) else Decimal(repr(float(wert)))
    if not zahl.is_finite():
        raise ValueError(f"Keine vergleichbare Zahl: {wert}")
    return zahl.quantize(STELLEN, ROUND_HALF_UP)


def mindestens_so_guenstig(kennzahl: str, wert: Decimal, massstab: Decimal) -> bool:
    """Whether a value is at least as favourable as another; ``KeyError`` for a measure without a favourable way."""
    return wert >= massstab if GUENSTIG[kennzahl] is Richtung.STEIGERN else wert <= massstab


def ist_kennzahl(code: str) -> bool:
    """Whether a code is one of the three Kennzahlen; only these carry a Zielwert (SGB2KennzV §§ 4–6, each Abs. 1)."""
    return code in HAUPTKENNZAHLEN


def groessentitel(code: str) -> str:
    """A measure as a sentence names it: "Kennzahl K2 (Integrationsquote)"; ``Ausserhalb`` for an unknown code."""
    art = "Kennzahl" if ist_kennzahl(code) else "Größe"
    return f"{art} {code} ({fassungen(code)[-1].titel})"


def ist_veraenderung(code: str) -> bool:
    """Whether a measure is a change against the year before and so is written with its sign."""
    return fassungen(code)[0].veraenderung


BEKANNTE_GROESSEN = KENNZAHL_CODES
