"""The Ziele an agreement must cover, with the Kennzahl that measures each of them (§ 48b Abs. 3 SGB II). Pure law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.recht import INKRAFTTRETEN, NUMMERN, SOZIALE_TEILHABE_SEIT
from zielsystem.recht import Geltung, Norm, in_kraft


class Zielfuehrung(StrEnum):
    """How a Ziel is followed in a draft: by a value still to be negotiated, by watching, or in words."""

    ZIELWERT = "zielwert"
    BEOBACHTUNG = "beobachtung"
    QUALITATIV = "qualitativ"


FUEHRUNGSTITEL = {
    Zielfuehrung.ZIELWERT: "Zielwert",
    Zielfuehrung.BEOBACHTUNG: "Beobachtung ohne Zielwert",
    Zielfuehrung.QUALITATIV: "qualitativ",
}


@dataclass(frozen=True)
class GesetzlichesZiel:
    """A Ziel of the law: in which kinds of agreement, since when, and how it is followed.

    ``kennzahl`` is the code of the Kennzahl under § 48a, or "" where the regulation has none.
    """

    code: str
    titel: str
    beschreibung: str
    norm: Norm
    arten: tuple[int, ...]
    fuehrung: Zielfuehrung
    geltung: Geltung
    kennzahl: str = ""


_SATZ_1 = Norm("§ 48b Abs. 3 Satz 1 SGB II")
_SATZ_2 = Norm("§ 48b Abs. 3 Satz 2 SGB II")
_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)

GESETZLICHE_ZIELE: tuple[GesetzlichesZiel, ...] = (
    GesetzlichesZiel(
        "hilfebeduerftigkeit",
        "Verringerung der Hilfebedürftigkeit",
        "Die Summe der Leistungen zum Lebensunterhalt wird im Vergleich zum Vorjahr beobachtet und im Zieldialog "
        "ausgewertet. Ein Zielwert wird nicht vereinbart.",
        _SATZ_1,
        NUMMERN,
        Zielfuehrung.BEOBACHTUNG,
        _SEIT_2011,
        "K1",
    ),
    GesetzlichesZiel(
        "integration",
        "Verbesserung der Integration in Erwerbstätigkeit",
        "Mehr erwerbsfähige Leistungsberechtigte nehmen eine sozialversicherungspflichtige Beschäftigung, eine "
        "Ausbildung oder eine selbständige Tätigkeit auf. Die Gleichstellung von Frauen und Männern ist dabei "
        "durchgängiges Prinzip.",
        _SATZ_1,
        NUMMERN,
        Zielfuehrung.ZIELWERT,
        _SEIT_2011,
        "K2",
    ),
    GesetzlichesZiel(
        "langzeitbezug",
        "Vermeidung von langfristigem Leistungsbezug",
        "Der Bestand an Langzeitleistungsbezieherinnen und Langzeitleistungsbeziehern sinkt; neuer langfristiger "
        "Leistungsbezug wird früh vermieden.",
        _SATZ_1,
        NUMMERN,
        Zielfuehrung.ZIELWERT,
        _SEIT_2011,
        "K3",
    ),
    GesetzlichesZiel(
        "soziale_teilhabe",
        "Verbesserung der sozialen Teilhabe",
        "Menschen, die auf absehbare Zeit keine Erwerbstätigkeit aufnehmen können, werden in ihrer sozialen "
        "Teilhabe gestärkt. Das Ziel wird mit Meilensteinen beschrieben, nicht mit einer Kennzahl.",
        _SATZ_2,
        (2, 3, 4),
        Zielfuehrung.QUALITATIV,
        Geltung(ab=SOZIALE_TEILHABE_SEIT),
    ),
)


def gesetzliche_ziele(nr: int, am: date) -> tuple[GesetzlichesZiel, ...]:
    """The Ziele that an agreement of a kind must cover, as of a day, in the order of the law."""
    return tuple(ziel for ziel in in_kraft(GESETZLICHE_ZIELE, am) if nr in ziel.arten)
