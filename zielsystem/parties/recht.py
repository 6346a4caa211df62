"""What kinds of parties there are and what each of them is (FACHKONZEPT 1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zielsystem.recht import Norm


class Parteiart(StrEnum):
    """The kind of a party on a day. A Jobcenter is a party of kind GE or ZKT and may change between them."""

    BMAS = "bmas"
    BMF = "bmf"
    BA = "ba"
    LAND = "land"
    KOMMUNE = "kommune"
    GE = "ge"
    ZKT = "zkt"
    SPITZENVERBAND = "spitzenverband"


JOBCENTER = (Parteiart.GE, Parteiart.ZKT)


@dataclass(frozen=True)
class Artbeschreibung:
    """A kind of party in words. ``schluessellaenge`` is the number of digits of its official key (0: none)."""

    titel: str
    kurz: str
    norm: Norm
    schluessellaenge: int = 0
    hat_land: bool = False
    hat_traeger: bool = False


ARTEN: dict[Parteiart, Artbeschreibung] = {
    Parteiart.BMAS: Artbeschreibung("Bundesministerium für Arbeit und Soziales", "BMAS", Norm("§ 47 SGB II")),
    Parteiart.BMF: Artbeschreibung("Bundesministerium der Finanzen", "BMF", Norm("§ 48b Abs. 1 Satz 1 Nr. 1 SGB II")),
    Parteiart.BA: Artbeschreibung("Bundesagentur für Arbeit", "BA", Norm("§ 6 Abs. 1 Satz 1 Nr. 1 SGB II")),
    Parteiart.LAND: Artbeschreibung("Zuständige oberste Landesbehörde", "Land", Norm("§ 48 SGB II"), 2),
    Parteiart.KOMMUNE: Artbeschreibung(
        "Kommunaler Träger", "Kommune", Norm("§ 6 Abs. 1 Satz 1 Nr. 2 SGB II"), 5, hat_land=True
    ),
    Parteiart.GE: Artbeschreibung(
        "Gemeinsame Einrichtung", "gE", Norm("§ 44b SGB II"), 5, hat_land=True, hat_traeger=True
    ),
    Parteiart.ZKT: Artbeschreibung(
        "Optionskommune (zugelassener kommunaler Träger)",
        "zkT",
        Norm("§§ 6a, 6b SGB II"),
        5,
        hat_land=True,
        hat_traeger=True,
    ),
    Parteiart.SPITZENVERBAND: Artbeschreibung(
        "Kommunaler Spitzenverband", "Spitzenverband", Norm("§ 18c Abs. 1 SGB II")
    ),
}


class Gruppenart(StrEnum):
    """The kinds of groups in which Jobcenter are compared: the Vergleichstyp of all, the Vergleichsring of zkT."""

    VERGLEICHSTYP = "vergleichstyp"
    RING = "ring"


LAENDER: dict[str, str] = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}
"""The Länder by official key; the party of a Land is its authority, whose name is another."""
