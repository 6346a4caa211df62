"""How early a body is invited, how long an Umlaufbeschluss is open, when it can decide, turns of a chair (P). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import Norm

_ORDNUNG = Norm("Geschäftsordnung des Gremiums")
_KOOPERATION = Norm("§ 18b Abs. 3 Satz 2 SGB II")

WECHSEL_KOOPERATIONSAUSSCHUSS = "kooperationsausschuss_wechsel"
ZUERST_KOOPERATIONSAUSSCHUSS = "kooperationsausschuss_zuerst"

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
    Parameter(
        WECHSEL_KOOPERATIONSAUSSCHUSS,
        "Monate, für die eine Seite den Vorsitz im Kooperationsausschuss bestimmt, wenn keine Einigung besteht",
        Decimal(24),
        _KOOPERATION,
        mindestens=Decimal(1),
        hoechstens=Decimal(120),
    ),
    Parameter(
        ZUERST_KOOPERATIONSAUSSCHUSS,
        "Wer den Vorsitz im Kooperationsausschuss zuerst bestimmt (1: das BMAS, 2: das Land)",
        Decimal(1),
        _KOOPERATION,
        mindestens=Decimal(1),
        hoechstens=Decimal(2),
    ),
)


def parameter(code: str, am: date) -> Decimal:
    """The value of a parameter on a day; ``Ausserhalb`` when there is none."""
    return parameter_am(code, am, PARAMETER)
