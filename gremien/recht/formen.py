"""How a body deals with a matter, what can come out of it, who is heard before. Pure law."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How a body deals with a matter."""

    BERATUNG = "beratung"
    EROERTERUNG = "eroerterung"
    BESCHLUSS = "beschluss"


class Ausgang(StrEnum):
    """What came out of an item."""

    BERATEN = "beraten"
    EROERTERT = "eroertert"
    BESCHLOSSEN = "beschlossen"
    ABGELEHNT = "abgelehnt"
    VERTAGT = "vertagt"


FORMTITEL = {Form.BERATUNG: "Beratung", Form.EROERTERUNG: "Erörterung", Form.BESCHLUSS: "Beschluss"}
AUSGANGSTITEL = {
    Ausgang.BERATEN: "beraten",
    Ausgang.EROERTERT: "erörtert",
    Ausgang.BESCHLOSSEN: "beschlossen",
    Ausgang.ABGELEHNT: "abgelehnt",
    Ausgang.VERTAGT: "vertagt",
}
MOEGLICH: dict[Form, tuple[Ausgang, ...]] = {
    Form.BERATUNG: (Ausgang.BERATEN, Ausgang.VERTAGT),
    Form.EROERTERUNG: (Ausgang.EROERTERT, Ausgang.VERTAGT),
    Form.BESCHLUSS: (Ausgang.BESCHLOSSEN, Ausgang.ABGELEHNT, Ausgang.VERTAGT),
}
"""What can come out of an item, by its form."""


class Anzuhoerende(StrEnum):
    """Who is heard before a decision."""

    BA = "ba"
    KOMMUNE = "kommune"
    GESCHAEFTSFUEHRUNG = "geschaeftsfuehrung"


ANZUHOERENDE_TITEL = {
    Anzuhoerende.BA: "Bundesagentur für Arbeit als Träger",
    Anzuhoerende.KOMMUNE: "kommunaler Träger",
    Anzuhoerende.GESCHAEFTSFUEHRUNG: "Geschäftsführerin oder Geschäftsführer der gemeinsamen Einrichtung",
}
