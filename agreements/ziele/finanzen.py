"""Which funds an agreement names for information (Hinweise des DLT 2010, Abschnitte 4.2.1 and 6.2). Pure."""

from __future__ import annotations

from enum import StrEnum


class Mittelart(StrEnum):
    """Funds of a year, in cents, without any link to results."""

    EINGLIEDERUNG = "eingliederung"
    VERWALTUNG = "verwaltung"


MITTELTITEL: dict[Mittelart, str] = {
    Mittelart.EINGLIEDERUNG: "Eingliederungsmittel",
    Mittelart.VERWALTUNG: "Verwaltungsmittel",
}
