"""What kinds of bodies there are: who sends whom, from when on they decide, by which majority (§§ 18b-18d, 44c SGB II).

Numbers of seats, quorum and the like are the rule from which a body begins (P): a single body can have other numbers
from a day on, in its records. Who chairs stands in ``vorsitz``, what may be taken up in ``gegenstaende``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zielsystem.parties.recht import Parteiart
from zielsystem.recht import IMMER, Geltung, Norm, eine_in_kraft

_SEIT_2011 = Geltung(ab=date(2011, 1, 1))
_P = Parteiart


class Gremiumart(StrEnum):
    """The kinds of bodies. WEITERES is what a party sets up itself: a Koordinationsgremium, a Kreistag."""

    KOOPERATIONSAUSSCHUSS = "kooperationsausschuss"
    BUND_LAENDER_AUSSCHUSS = "bund_laender_ausschuss"
    TRAEGERVERSAMMLUNG = "traegerversammlung"
    OERTLICHER_BEIRAT = "oertlicher_beirat"
    LANDESGREMIUM = "landesgremium"
    WEITERES = "weiteres"


class Ebene(StrEnum):
    """Of what there is one body each: the Bund, a Land, a gemeinsame Einrichtung; FREI: whoever sets it up."""

    BUND = "bund"
    LAND = "land"
    GE = "ge"
    FREI = "frei"


class Mehrheit(StrEnum):
    """What a motion needs. EINFACH: more yes than no; the others count all members, present or not."""

    EINFACH = "einfach"
    ALLER_MITGLIEDER = "aller_mitglieder"
    ZWEI_DRITTEL = "zwei_drittel"


MEHRHEITSTITEL = {
    Mehrheit.EINFACH: "Mehrheit der abgegebenen Stimmen",
    Mehrheit.ALLER_MITGLIEDER: "Mehrheit der Mitglieder",
    Mehrheit.ZWEI_DRITTEL: "zwei Drittel der Mitglieder",
}


@dataclass(frozen=True)
class Anteil:
    """How many members each party of a kind sends."""

    seite: Parteiart
    sitze: int


@dataclass(frozen=True)
class Zusammensetzung:
    """Who sits together. A body can have several; which one meets follows from the item of the agenda.

    ``gaeste``: others may be invited to an item; they have no vote.
    """

    code: str
    titel: str
    norm: Norm
    anteile: tuple[Anteil, ...]
    gaeste: bool = False


@dataclass(frozen=True)
class Gremiumregel:
    """A kind of body.

    ``geschaeftsstelle``: the kind of party that keeps its office. ``beschliesst`` False: it advises only.
    ``paritaetisch``: every side present is needed for the quorum, and all sides have equally many seats.
    ``sitze_fest``: the law gives the numbers, and a body cannot have others. ``ohne_anbieter``: nobody who offers
    Eingliederungsleistungen can be a member. The first composition is the usual.
    """

    art: Gremiumart
    titel: str
    norm: Norm
    ebene: Ebene
    geschaeftsstelle: Parteiart | None
    zusammensetzungen: tuple[Zusammensetzung, ...]
    beschliesst: bool = True
    paritaetisch: bool = False
    sitze_fest: bool = False
    ohne_anbieter: bool = False
    geltung: Geltung = IMMER

    def zusammensetzung(self, code: str) -> Zusammensetzung:
        """The composition with a code; ``KeyError`` when this kind of body has none such."""
        gefunden = next((eine for eine in self.zusammensetzungen if eine.code == code), None)
        if gefunden is None:
            raise KeyError(f"{self.titel}: keine Zusammensetzung „{code}“")
        return gefunden


UEBLICH = "ueblich"
"""The code of the only, or the large, composition."""

AUFSICHT = "aufsicht"
"""The code of the composition in which the Bund-Länder-Ausschuss deals with supervision."""

_KOOPERATION = Norm("§ 18b SGB II")
_BUND_LAENDER = Norm("§ 18c SGB II")
_TRAEGER = Norm("§ 44c Abs. 1 SGB II")
_BEIRAT = Norm("§ 18d SGB II")
_LAND = Norm("Hinweise zu Zielvereinbarungen nach § 48b SGB II (DLT 2010)")
_EIGENES = Norm("Geschäftsordnung des Gremiums")

GREMIEN: tuple[Gremiumregel, ...] = (
    Gremiumregel(
        Gremiumart.KOOPERATIONSAUSSCHUSS,
        "Kooperationsausschuss",
        _KOOPERATION,
        Ebene.LAND,
        _P.LAND,
        (
            Zusammensetzung(
                UEBLICH,
                "je drei Mitglieder des Landes und des Bundes",
                Norm("§ 18b Abs. 2 SGB II"),
                (Anteil(_P.LAND, 3), Anteil(_P.BMAS, 3)),
            ),
        ),
        paritaetisch=True,
        sitze_fest=True,
        geltung=_SEIT_2011,
    ),
    Gremiumregel(
        Gremiumart.BUND_LAENDER_AUSSCHUSS,
        "Bund-Länder-Ausschuss",
        _BUND_LAENDER,
        Ebene.BUND,
        _P.BMAS,
        (
            Zusammensetzung(
                UEBLICH,
                "Bund, Länder, kommunale Spitzenverbände und Bundesagentur für Arbeit",
                Norm("§ 18c Abs. 2 SGB II"),
                (Anteil(_P.BMAS, 2), Anteil(_P.LAND, 1), Anteil(_P.SPITZENVERBAND, 1), Anteil(_P.BA, 1)),
            ),
            Zusammensetzung(
                AUFSICHT,
                "Aufsichtsbehörden von Bund und Ländern; andere können eingeladen werden",
                Norm("§ 18c Abs. 3 SGB II"),
                (Anteil(_P.BMAS, 2), Anteil(_P.LAND, 1)),
                gaeste=True,
            ),
        ),
        beschliesst=False,
        geltung=_SEIT_2011,
    ),
    Gremiumregel(
        Gremiumart.TRAEGERVERSAMMLUNG,
        "Trägerversammlung",
        _TRAEGER,
        Ebene.GE,
        _P.GE,
        (
            Zusammensetzung(
                UEBLICH,
                "gleich viele Mitglieder der Bundesagentur und der Kommune, in der Regel je drei",
                _TRAEGER,
                (Anteil(_P.BA, 3), Anteil(_P.KOMMUNE, 3)),
            ),
        ),
        paritaetisch=True,
        geltung=_SEIT_2011,
    ),
    Gremiumregel(
        Gremiumart.OERTLICHER_BEIRAT,
        "Örtlicher Beirat",
        _BEIRAT,
        Ebene.GE,
        _P.GE,
        (
            Zusammensetzung(
                UEBLICH,
                "von der Trägerversammlung berufene Beteiligte des örtlichen Arbeitsmarktes",
                _BEIRAT,
                (Anteil(_P.GE, 12),),
                gaeste=True,
            ),
        ),
        beschliesst=False,
        ohne_anbieter=True,
        geltung=_SEIT_2011,
    ),
    Gremiumregel(
        Gremiumart.LANDESGREMIUM,
        "Gremium des Landes mit seinen Optionskommunen",
        _LAND,
        Ebene.LAND,
        _P.LAND,
        (
            Zusammensetzung(
                UEBLICH,
                "das Land und seine Optionskommunen",
                _LAND,
                (Anteil(_P.LAND, 2), Anteil(_P.ZKT, 1)),
                gaeste=True,
            ),
        ),
        beschliesst=False,
    ),
    Gremiumregel(
        Gremiumart.WEITERES,
        "Weiteres Gremium",
        _EIGENES,
        Ebene.FREI,
        None,
        (Zusammensetzung(UEBLICH, "wie eingerichtet", _EIGENES, (), gaeste=True),),
    ),
)


def gremiumregel(art: Gremiumart | str, am: date) -> Gremiumregel:
    """The row for a kind of body in force on a day; ``Ausserhalb`` when there is none."""
    return eine_in_kraft((zeile for zeile in GREMIEN if zeile.art == art), am)


def gremiumtitel(art: Gremiumart | str) -> str:
    """What a kind of body is called."""
    return next(zeile.titel for zeile in GREMIEN if zeile.art == art)
