"""The four kinds of agreement, their sides, and what their documents are called (§ 48b Abs. 1 SGB II)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zielsystem.parties.recht import LAENDER
from zielsystem.recht import Geltung, Norm, eine_in_kraft

ZIELVEREINBARUNG = Norm("§ 48b Abs. 1 SGB II")

INKRAFTTRETEN = date(2011, 1, 1)
"""§ 48b took effect (Gesetz vom 3.8.2010, BGBl. I S. 1112)."""

SOZIALE_TEILHABE_SEIT = date(2011, 4, 1)
"""§ 48b Abs. 3 Satz 2 took effect (Gesetz vom 24.3.2011, BGBl. I S. 453)."""


class Form(StrEnum):
    """How BA and Kommune agree with the Geschäftsführer of a gE: together, or each for itself."""

    TRILATERAL = "trilateral"
    BILATERAL = "bilateral"


FORMTITEL = {
    Form.TRILATERAL: "dreiseitig: Bundesagentur und Kommune gemeinsam",
    Form.BILATERAL: "zweiseitig: Bundesagentur und Kommune je für sich",
}


@dataclass(frozen=True)
class Formwahl:
    """Which form each gE has: ``form``; the others have those whose keys are in ``abweichend``."""

    form: Form
    abweichend: frozenset[str] = frozenset()

    def fuer(self, schluessel: str) -> Form:
        """The form of the gE with this key."""
        return ANDERE_FORM[self.form] if schluessel in self.abweichend else self.form


ANDERE_FORM = {Form.TRILATERAL: Form.BILATERAL, Form.BILATERAL: Form.TRILATERAL}


class Traegerseite(StrEnum):
    """Which Träger of a Jobcenter an agreement covers. Per round and Jobcenter no Träger is covered twice."""

    BEIDE = "beide"
    BA = "ba"
    KOMMUNE = "kommune"


class Seite(StrEnum):
    """The two sides of an agreement; each of them owes contributions (Grundraster)."""

    STEUERND = "steuernd"
    AUSFUEHREND = "ausfuehrend"


SEITENTITEL = {Seite.STEUERND: "steuernde Seite", Seite.AUSFUEHREND: "ausführende Seite"}


_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)


@dataclass(frozen=True)
class Vereinbarungsart:
    """A kind of agreement: its number in § 48b Abs. 1 Satz 1 and who concludes it with whom."""

    nr: int
    titel: str
    norm: Norm
    geltung: Geltung

    @property
    def kurz(self) -> str:
        """As people call it: "Nr. 3"."""
        return f"Nr. {self.nr}"


def _satz_1(nr: int) -> Norm:
    return Norm(f"§ 48b Abs. 1 Satz 1 Nr. {nr} SGB II")


VEREINBARUNGSARTEN: tuple[Vereinbarungsart, ...] = (
    Vereinbarungsart(1, "BMAS – Bundesagentur für Arbeit", _satz_1(1), _SEIT_2011),
    Vereinbarungsart(2, "Träger – Geschäftsführung der gemeinsamen Einrichtung", _satz_1(2), _SEIT_2011),
    Vereinbarungsart(3, "BMAS – Land", _satz_1(3), _SEIT_2011),
    Vereinbarungsart(4, "Land – Optionskommune", _satz_1(4), _SEIT_2011),
)
NUMMERN = tuple(art.nr for art in VEREINBARUNGSARTEN)


def vereinbarungsart(nr: int, am: date) -> Vereinbarungsart:
    """The kind with a number, as of a day; ``Ausserhalb`` before § 48b took effect."""
    return eine_in_kraft((art for art in VEREINBARUNGSARTEN if art.nr == nr), am)


_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})
_SEITE_IM_NAMEN = {Traegerseite.BEIDE: "", Traegerseite.BA: "_BA", Traegerseite.KOMMUNE: "_Kommune"}


def dateiname(nr: int, schluessel: str, traegerseite: Traegerseite = Traegerseite.BEIDE) -> str:
    """The file name of an agreement without ending, such as ``Nr-4_05-Nordrhein-Westfalen_05315``: always the same."""
    land = schluessel[:2]
    teile = [f"Nr-{nr}", *(["Bundesagentur-fuer-Arbeit"] if nr == 1 else [])]
    if land:
        teile.append(f"{land}-{LAENDER[land]}".translate(_ASCII))
    if len(schluessel) > 2:
        teile.append(schluessel)
    return "_".join(teile) + _SEITE_IM_NAMEN[traegerseite]
