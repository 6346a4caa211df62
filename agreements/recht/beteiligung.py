"""Who must have taken part before an act on an agreement: :data:`BETEILIGUNGEN`.

Each row says for which agreements which body or party takes part in which form, and the acts that wait for it. What
actually happened is the result of an agenda item where the body is kept in the system, else a Nachweis with a document.

The Kooperationsausschuss has no say in the content of Nr. 2 and none at all in Nr. 4 (FACHKONZEPT 3): there is no
row by which it could.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.recht.arten import INKRAFTTRETEN, NUMMERN, ZIELVEREINBARUNG, Traegerseite
from agreements.recht.formen import Beteiligungsform
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import Geltung, Norm, in_kraft

_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)


class Ebene(StrEnum):
    """What a recorded result is about: the whole round, a Land, a Kommune, or one agreement."""

    RUNDE = "runde"
    LAND = "land"
    KOMMUNE = "kommune"
    VEREINBARUNG = "vereinbarung"


class Erklaerende(StrEnum):
    """Whose result counts, among the parties that may record one of a row."""

    STELLE = "stelle"
    """That of the body or party which the row names; whoever may, records it."""
    VORBEHALTENE = "vorbehaltene"
    """That of the one Vertragspartei whose body's resolution is reserved; only it records the result."""
    JEDE = "jede"
    """One of each Vertragspartei, which declares for itself and for nobody else; it counts when all have."""


ABSCHLUSS = ("zeichnen", "schliessen", "unter_vorbehalt_schliessen", "vorbehalt_aufloesen")
"""The acts by which an agreement is concluded. What is hard is asked at each of them."""


@dataclass(frozen=True)
class Beteiligung:
    """A participation that an act waits for.

    ``stelle`` takes part in ``form``, for agreements of the kinds ``arten`` (and, of a Nr. 2, with ``traegerseiten``).
    The result is recorded by parties of the kinds ``erfassende``, each for its own Land, Kommune or agreements, and by
    those of the kinds ``fuer_alle``. A soft one (``hart`` False) may be passed with a recorded reason.
    ``gefragte``: parties of ``fuer_alle`` for which it waits, because the declaration is theirs.
    ``erklaerende``: whose result counts. ``gegenstand``: code of the matter (``gremien.recht.GEGENSTAENDE``) as which a
    body deals with it; where this body is kept in the system, its approved result is the one that counts.
    """

    code: str
    titel: str
    stelle: str
    form: Beteiligungsform
    ebene: Ebene
    arten: tuple[int, ...]
    norm: Norm
    meldung: str
    erfassende: tuple[Parteiart, ...]
    fuer_alle: tuple[Parteiart, ...] = ()
    akte: tuple[str, ...] = ABSCHLUSS
    hart: bool = True
    geltung: Geltung = _SEIT_2011
    traegerseiten: tuple[Traegerseite, ...] = tuple(Traegerseite)
    erklaerende: Erklaerende = Erklaerende.STELLE
    gegenstand: str = ""
    gefragte: tuple[Parteiart, ...] = ()

    def betrifft(self, nr: int, traegerseite: Traegerseite) -> bool:
        """Whether an agreement of this kind waits for it."""
        return nr in self.arten and traegerseite in self.traegerseiten


ALLE_ARTEN_SEIT = date(2011, 4, 1)
"""From this day the uniform bases cover all kinds of agreements (Gesetz vom 24.3.2011, BGBl. I S. 453)."""

_P = Parteiart
_BUND_LAENDER_AUSSCHUSS = "bund_laender_ausschuss"
_HINWEISE = Norm("Hinweise zu Zielvereinbarungen nach § 48b SGB II (DLT 2010)")

BETEILIGUNGEN: tuple[Beteiligung, ...] = (
    Beteiligung(
        "bundeshaushalt",
        "Beschluss über den Bundeshaushalt",
        "Deutscher Bundestag",
        Beteiligungsform.BESCHLUSS,
        Ebene.RUNDE,
        NUMMERN,
        Norm("§ 48b Abs. 2 SGB II"),
        "Der Bundestag hat den Bundeshaushalt noch nicht beschlossen; vorher wird keine Vereinbarung geschlossen.",
        (),
        (_P.BMAS, _P.BMF),
    ),
    Beteiligung(
        "einvernehmen_bmf",
        "Einvernehmen des Bundesministeriums der Finanzen",
        "Bundesministerium der Finanzen",
        Beteiligungsform.EINVERNEHMEN,
        Ebene.VEREINBARUNG,
        (1,),
        Norm("§ 48b Abs. 1 Satz 1 Nr. 1 SGB II"),
        "Das Einvernehmen des Bundesministeriums der Finanzen ist nicht erklärt.",
        (_P.BMAS,),
        (_P.BMF,),
        gefragte=(_P.BMF,),
    ),
    Beteiligung(
        "beratung_kooperationsausschuss",
        "Beratung im Kooperationsausschuss des Landes",
        "Kooperationsausschuss",
        Beteiligungsform.BERATUNG,
        Ebene.VEREINBARUNG,
        (3,),
        Norm("§ 48b Abs. 1 Satz 3 SGB II"),
        "Der Kooperationsausschuss des Landes hat über die Vereinbarung noch nicht beraten.",
        (_P.BMAS, _P.LAND),
        gegenstand="zielvereinbarung_nr3",
    ),
    Beteiligung(
        _BUND_LAENDER_AUSSCHUSS,
        "Beratung einheitlicher Grundlagen im Bund-Länder-Ausschuss",
        "Bund-Länder-Ausschuss",
        Beteiligungsform.BERATUNG,
        Ebene.RUNDE,
        (3,),
        Norm("§ 48b Abs. 1 Satz 4 SGB II a. F."),
        "Der Bund-Länder-Ausschuss hat über einheitliche Grundlagen noch nicht beraten.",
        (),
        (_P.BMAS,),
        geltung=Geltung(INKRAFTTRETEN, ALLE_ARTEN_SEIT),
        gegenstand="einheitliche_grundlagen",
    ),
    Beteiligung(
        _BUND_LAENDER_AUSSCHUSS,
        "Beratung einheitlicher Grundlagen im Bund-Länder-Ausschuss",
        "Bund-Länder-Ausschuss",
        Beteiligungsform.BERATUNG,
        Ebene.RUNDE,
        NUMMERN,
        Norm("§ 48b Abs. 1 Satz 4 SGB II"),
        "Der Bund-Länder-Ausschuss hat über einheitliche Grundlagen noch nicht beraten.",
        (),
        (_P.BMAS,),
        geltung=Geltung(ab=ALLE_ARTEN_SEIT),
        gegenstand="einheitliche_grundlagen",
    ),
    Beteiligung(
        "verfahren_kooperationsausschuss",
        "Abstimmung des Verfahrens im Kooperationsausschuss des Landes",
        "Kooperationsausschuss",
        Beteiligungsform.BESCHLUSS,
        Ebene.LAND,
        (2,),
        Norm("§ 18b Abs. 1 SGB II"),
        "Das Verfahren der Vereinbarungen nach Nr. 2 ist im Kooperationsausschuss des Landes nicht abgestimmt.",
        (_P.LAND,),
        (_P.BMAS,),
        gegenstand="verfahren_nr2",
    ),
    Beteiligung(
        "benehmen_land",
        "Benehmen mit dem Land",
        "Zuständige oberste Landesbehörde",
        Beteiligungsform.BENEHMEN,
        Ebene.VEREINBARUNG,
        (4,),
        Norm("§ 48b Abs. 1 Satz 1 Nr. 4 SGB II; Grundsätze der kooperativen Steuerung"),
        "Das Benehmen mit dem Land ist nicht dokumentiert. Es genügt die Stellungnahme, auch mit Bedenken.",
        (_P.LAND,),
        (_P.BMAS,),
    ),
    Beteiligung(
        "abweichungen",
        "Abweichungen von der Vereinbarung nach Nr. 3",
        "Vertragsparteien",
        Beteiligungsform.ERKLAERUNG,
        Ebene.VEREINBARUNG,
        (4,),
        Norm("§ 48b Abs. 4 SGB II"),
        "Ob und worin die Vereinbarung von der Vereinbarung des Landes nach Nr. 3 abweicht, ist nicht benannt.",
        (_P.LAND, _P.ZKT, _P.KOMMUNE),
        akte=("zeichnen",),
        hart=False,
    ),
    Beteiligung(
        "haushalt_kommune",
        "Beschluss über den Haushalt der Kommune",
        "Vertretung der Kommune",
        Beteiligungsform.BESCHLUSS,
        Ebene.KOMMUNE,
        (2, 4),
        _HINWEISE,
        "Die Kommune hat ihren Haushalt noch nicht beschlossen.",
        (_P.KOMMUNE, _P.ZKT),
        akte=("zeichnen",),
        hart=False,
        traegerseiten=(Traegerseite.BEIDE, Traegerseite.KOMMUNE),
    ),
    Beteiligung(
        "gremienvorbehalt",
        "Beschluss des Gremiums, unter dessen Vorbehalt gezeichnet wurde",
        "im Vorbehalt benanntes Gremium",
        Beteiligungsform.BESCHLUSS,
        Ebene.VEREINBARUNG,
        NUMMERN,
        ZIELVEREINBARUNG,
        "Das Gremium, unter dessen Vorbehalt gezeichnet wurde, hat noch nicht zugestimmt.",
        (_P.BMAS, _P.BA, _P.LAND, _P.KOMMUNE, _P.GE, _P.ZKT),
        akte=("vorbehalt_aufloesen",),
        erklaerende=Erklaerende.VORBEHALTENE,
        gegenstand="gremienvorbehalt",
    ),
    Beteiligung(
        "aufhebung",
        "Einvernehmen aller Vertragsparteien über die Aufhebung",
        "Vertragsparteien",
        Beteiligungsform.EINVERNEHMEN,
        Ebene.VEREINBARUNG,
        NUMMERN,
        Norm("§ 48b Abs. 1 SGB II; §§ 53, 56 SGB X entsprechend"),
        "Noch nicht jede Vertragspartei hat ihr Einvernehmen mit der Aufhebung schriftlich erklärt.",
        (_P.BMAS, _P.BA, _P.LAND, _P.KOMMUNE, _P.GE, _P.ZKT),
        akte=("aufheben",),
        erklaerende=Erklaerende.JEDE,
    ),
)


def beteiligung(code: str, am: date) -> Beteiligung | None:
    """The row with a code in force on a day, or None."""
    return next((zeile for zeile in in_kraft(BETEILIGUNGEN, am) if zeile.code == code), None)
