"""Reading planned values: sums of every level, and what has been agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from agreements.models import Planungsrunde, Planungswert
from agreements.planung.recht import BEANTWORTET, GROESSE, Wertzustand, parameter
from agreements.planung.summen import Betrachter, Ebene, Posten, Summe, ebenen_fuer, summiere
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import JOBCENTER, LAENDER, Parteiart
from zielsystem.parties.zugriff import Zugang

# -- Sums ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Summentafel:
    """The sums that somebody is shown: the titles of the levels, and their sums by Kennzahl and year."""

    titel: Sequence[str]
    summen: Mapping[tuple[str, int], Sequence[Summe]]


def posten(runde: Planungsrunde) -> list[Posten]:
    """What the values of a round add up to, by kind, Land, Kennzahl and year: one query whatever their number."""
    zeilen = (
        Planungswert.objects.filter(runde=runde)
        .values_list("land_id", "art", "kennzahl", "jahr")
        .annotate(
            anzahl=Count("pk"),
            beantwortet=Count("pk", filter=Q(zustand__in=[z.value for z in BEANTWORTET])),
            vereinbart=Count("pk", filter=Q(zustand=Wertzustand.VEREINBART)),
            summe_erwartet=Sum("erwartet"),
            summe_stand=Sum(Coalesce(F("wert"), F("erwartet"))),
            summe_menge=Sum("menge"),
        )
        .order_by("kennzahl", "jahr", "art")
    )
    return [
        Posten(land, Parteiart(art), kennzahl, jahr, Summe(*zahlen)) for land, art, kennzahl, jahr, *zahlen in zeilen
    ]


def summentafel(runde: Planungsrunde, zugang: Zugang, zu: Planungswert | None = None) -> Summentafel:
    """The sums of a round for somebody, or of them those that one value is part of: two queries."""
    alle = posten(runde)
    schluessel = _landesschluessel(alle)
    geordnet = sorted(alle, key=lambda p: schluessel.get(p.land, ""))
    gezeigte = ebenen_fuer(betrachter(zugang), geordnet, int(parameter("SUMME_MINDESTENS", runde.ab)))
    if zu is not None:
        geordnet = [p for p in geordnet if (p.kennzahl, p.jahr) == (zu.kennzahl, zu.jahr)]
    massgeblich = [p for p in geordnet if zu is None or (p.land, p.art) == (zu.land_id, zu.art)]
    ebenen = [ebene for ebene in gezeigte if any(map(ebene.umfasst, massgeblich))]
    return Summentafel([_titel(e, schluessel) for e in ebenen], summiere(geordnet, ebenen))


def betrachter(zugang: Zugang) -> Betrachter:
    """Who looks at sums: a Jobcenter, and a Kommune for the Jobcenter it carries, has a strand of its own."""
    art, partei, stand = zugang.art, zugang.partei_id, zugang.stand
    if art is None or stand is None:
        return Betrachter(None)
    if art in JOBCENTER:
        return Betrachter(art, partei, _strang(art, stand.land_id))
    return Betrachter(art, partei)


def _strang(art: Parteiart, land: int | None) -> Ebene:
    return Ebene(art) if art is Parteiart.GE else Ebene(art, land)


def _landesschluessel(alle: Iterable[Posten]) -> dict[int, str]:
    laender = {p.land for p in alle}
    return dict(
        Parteistand.objects.filter(partei__in=laender, art=Parteiart.LAND)
        .order_by("ab")
        .values_list("partei_id", "ags")
    )


_STRANG = {Parteiart.GE: "gemeinsame Einrichtungen", Parteiart.ZKT: "Optionskommunen"}


def _titel(ebene: Ebene, schluessel: Mapping[int, str]) -> str:
    if ebene.land is not None and ebene.art is not None:
        return f"{LAENDER[schluessel[ebene.land]]}: {_STRANG[ebene.art]}"
    return {None: "Bund", Parteiart.GE: "BA: gemeinsame Einrichtungen"}.get(ebene.art, "Länder: Optionskommunen")


# -- What was agreed -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wert:
    """An agreed value: persons, the quantity they relate to, and the value of the Kennzahl as a fraction."""

    personen: int
    menge: int
    wert: Fraction

    @property
    def dezimal(self) -> Decimal:
        """The value with four places, half up: as a Zielwert is written (0.2451 is 24.51 %)."""
        genau = Decimal(self.wert.numerator) / Decimal(self.wert.denominator)
        return genau.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def vereinbarte_werte(runde: Planungsrunde, jobcenter_ids: Iterable[int]) -> dict[tuple[int, str, int], Wert]:
    """The values agreed by both sides, by Jobcenter (party), Kennzahl and year: one query.

    What is not agreed is not in it; nor is a value without a quantity to relate it to.
    """
    zeilen = Planungswert.objects.filter(
        runde=runde, jobcenter__in=list(jobcenter_ids), zustand=Wertzustand.VEREINBART
    ).values_list("jobcenter_id", "kennzahl", "jahr", "wert", "menge")
    ergebnis = {}
    for jobcenter, kennzahl, jahr, personen, menge in zeilen:
        wert = GROESSE[kennzahl].wert(personen or 0, menge)
        if wert is not None:
            ergebnis[jobcenter, kennzahl, jahr] = Wert(personen or 0, menge, wert)
    return ergebnis


def sichtbare_werte(runde: Planungsrunde, zugang: Zugang) -> QuerySet[Planungswert]:
    """The values of a round that somebody may see, in the order of the table."""
    return Planungswert.objects.visible_to(zugang).filter(runde=runde).order_by("schluessel", "kennzahl", "jahr")
