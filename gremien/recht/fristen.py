"""How early a body is invited, how long an Umlaufbeschluss stays open, when it can decide (P). Pure law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import Norm

_ORDNUNG = Norm("Geschäftsordnung des Gremiums")

PARAMETER: tuple[Parameter, ...] = (
    Parameter(
        "ladungsfrist", "Tage zwischen Einladung und Sitzung, mindestens", Decimal(14), _ORDNUNG, hoechstens=Decimal(90)
    ),
    Parameter(
        "umlauffrist",
        "Tage, die ein Umlaufbeschluss offen steht, mindestens",
        Decimal(7),
        _ORDNUNG,
        mindestens=Decimal(1),
        hoechstens=Decimal(90),
    ),
    Parameter(
        "quorum",
        "Anteil der Mitglieder, der anwesend oder vertreten sein muss: mehr als",
        Decimal("0.50"),
        _ORDNUNG,
        hoechstens=Decimal(1),
    ),
)


def parameter(code: str, am: date) -> Decimal:
    """The value of a parameter on a day; ``Ausserhalb`` when there is none."""
    return parameter_am(code, am, PARAMETER)
