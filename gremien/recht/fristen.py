"""How early a body is invited, how long an Umlaufbeschluss stays open, when it can decide (P). Pure law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zielsystem.recht import IMMER, Geltung, Norm, eine_in_kraft


@dataclass(frozen=True)
class Parameter:
    """A number that an administrator can change for a time (P)."""

    code: str
    titel: str
    wert: Decimal
    norm: Norm
    geltung: Geltung = IMMER


_ORDNUNG = Norm("Geschäftsordnung des Gremiums")

PARAMETER: tuple[Parameter, ...] = (
    Parameter("ladungsfrist", "Tage zwischen Einladung und Sitzung, mindestens", Decimal(14), _ORDNUNG),
    Parameter("umlauffrist", "Tage, die ein Umlaufbeschluss offen steht, mindestens", Decimal(7), _ORDNUNG),
    Parameter(
        "quorum", "Anteil der Mitglieder, der anwesend oder vertreten sein muss: mehr als", Decimal("0.5"), _ORDNUNG
    ),
)


def parameter(code: str, am: date) -> Decimal:
    """The value of a parameter on a day; ``Ausserhalb`` when there is none."""
    return eine_in_kraft((zeile for zeile in PARAMETER if zeile.code == code), am).wert
