"""What local values add up to for Bund, BA strand and Land, and the gap to what was expected. Pure.

A value of the Kennzahl is the sum of the persons over the sum of the quantities, never a mean of values. Where a
Jobcenter has not answered yet, its Erwartungswert stands in, so expected and present sums are of the same Jobcenter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from agreements.planung.recht import GROESSE
from zielsystem.parties.recht import Parteiart


@dataclass(frozen=True)
class Summe:
    """Counts and persons of some Jobcenter. ``stand``: what is on the table now; ``menge``: see ``Planungsgroesse``."""

    anzahl: int = 0
    beantwortet: int = 0
    vereinbart: int = 0
    erwartet: int = 0
    stand: int = 0
    menge: int = 0

    def __add__(self, andere: Summe) -> Summe:
        return Summe(*(getattr(self, f.name) + getattr(andere, f.name) for f in fields(Summe)))

    @property
    def abstand(self) -> int:
        """Persons by which what is on the table differs from what was expected."""
        return self.stand - self.erwartet

    def wert_erwartet(self, kennzahl: str) -> Fraction | None:
        """The value of the Kennzahl that was expected."""
        return GROESSE[kennzahl].wert(self.erwartet, self.menge)

    def wert_stand(self, kennzahl: str) -> Fraction | None:
        """The value of the Kennzahl that is on the table."""
        return GROESSE[kennzahl].wert(self.stand, self.menge)


@dataclass(frozen=True)
class Posten:
    """The sum of the Jobcenter of one kind in one Land, for one Kennzahl and year."""

    land: int
    art: Parteiart
    kennzahl: str
    jahr: int
    summe: Summe


@dataclass(frozen=True)
class Ebene:
    """A level for which is added up: None stands for every kind, or every Land."""

    art: Parteiart | None = None
    land: int | None = None

    def umfasst(self, posten: Posten) -> bool:
        """Whether the Jobcenter of an item belong to it."""
        return self.art in (None, posten.art) and self.land in (None, posten.land)


BUND, BA_STRANG, OPTIONSKOMMUNEN = Ebene(), Ebene(Parteiart.GE), Ebene(Parteiart.ZKT)


@dataclass(frozen=True)
class Betrachter:
    """Who looks: the kind of the party, its own key, and for a Jobcenter or Kommune the strand and Land of its own."""

    art: Parteiart | None
    partei: int | None = None
    strang: Ebene | None = None


def ebenen_fuer(wer: Betrachter, posten: Sequence[Posten], mindestens: int) -> list[Ebene]:
    """The levels whose sums somebody is shown: everyone the Bund, those above Jobcenter what they negotiate.

    A Jobcenter sees the sum of its own strand only where it is made of at least ``mindestens`` Jobcenter: of fewer
    it could work out the others' values.
    """
    match wer.art:
        case Parteiart.BMAS:
            return [BUND, BA_STRANG, OPTIONSKOMMUNEN, *_laender(posten, Parteiart.ZKT)]
        case Parteiart.BA:
            return [BUND, BA_STRANG, *_laender(posten, Parteiart.GE)]
        case Parteiart.LAND:
            return [BUND, BA_STRANG, OPTIONSKOMMUNEN, Ebene(Parteiart.ZKT, wer.partei)]
        case _:
            eigene = [wer.strang] if wer.strang and _gross_genug(wer.strang, posten, mindestens) else []
            return [BUND, *eigene]


def _laender(posten: Sequence[Posten], art: Parteiart) -> list[Ebene]:
    return [Ebene(art, land) for land in dict.fromkeys(p.land for p in posten if p.art is art)]


def _gross_genug(ebene: Ebene, posten: Sequence[Posten], mindestens: int) -> bool:
    je_wert: dict[tuple[str, int], int] = {}
    for p in posten:
        if ebene.umfasst(p):
            je_wert[p.kennzahl, p.jahr] = je_wert.get((p.kennzahl, p.jahr), 0) + p.summe.anzahl
    return bool(je_wert) and min(je_wert.values()) >= mindestens


def summiere(posten: Iterable[Posten], ebenen: Sequence[Ebene]) -> Mapping[tuple[str, int], list[Summe]]:
    """For each Kennzahl and year the sums of the levels, in their order."""
    ergebnis: dict[tuple[str, int], list[Summe]] = {}
    for p in posten:
        summen = ergebnis.setdefault((p.kennzahl, p.jahr), [Summe()] * len(ebenen))
        for stelle, ebene in enumerate(ebenen):
            if ebene.umfasst(p):
                summen[stelle] += p.summe
    return dict(sorted(ergebnis.items()))
