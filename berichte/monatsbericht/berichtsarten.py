"""The kinds of monthly reports: for whom they are, which unit they are about, what that unit is shown beside. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zielsystem.recht import Norm


class Berichtsart(StrEnum):
    """For whom a monthly report is made."""

    JOBCENTER = "jobcenter"
    LAND = "land"
    KOOPERATIONSAUSSCHUSS = "kooperationsausschuss"
    BUND = "bund"


@dataclass(frozen=True)
class Artbeschreibung:
    """A kind in words. ``arten_daneben``: its tables also show gE and zkT of the Land apart."""

    titel: str
    fuer: str
    norm: Norm
    arten_daneben: bool = False


BERICHTSARTEN: dict[Berichtsart, Artbeschreibung] = {
    Berichtsart.JOBCENTER: Artbeschreibung("Jobcenter", "", Norm("§ 48a Abs. 1 SGB II")),
    Berichtsart.LAND: Artbeschreibung("Land", "", Norm("§ 48a Abs. 1 SGB II")),
    Berichtsart.KOOPERATIONSAUSSCHUSS: Artbeschreibung(
        "Kooperationsausschuss", "Kooperationsausschuss ", Norm("§ 18b Abs. 1 SGB II"), arten_daneben=True
    ),
    Berichtsart.BUND: Artbeschreibung("Bund", "", Norm("§ 48a Abs. 1 SGB II")),
}
"""In the order in which they are listed; ``fuer`` stands before the name of the unit."""
