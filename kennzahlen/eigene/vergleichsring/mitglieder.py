"""Who belonged to a ring when. A member of a period is who belonged to the ring for the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kennzahlen.eigene.zeitraum import Zeitraum
from zielsystem.parties.models import Gruppenzugehoerigkeit, Parteistand, Vergleichsgruppe
from zielsystem.parties.recht import JOBCENTER, Gruppenart
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Zugehoerigkeit:
    """A half-open period for which a Jobcenter belonged to a ring; ``bis`` None: it still does."""

    jobcenter: int
    ab: date
    bis: date | None

    def umfasst(self, zeitraum: Zeitraum) -> bool:
        """Whether it lasted for the whole of a period."""
        return self.ab <= zeitraum.ab and (self.bis is None or self.bis >= zeitraum.bis)


@dataclass(frozen=True, eq=False)
class Ringmitglieder:
    """The members of a ring, past and present, by name."""

    zugehoerigkeiten: tuple[Zugehoerigkeit, ...]
    namen: dict[int, str]

    @cached_property
    def jobcenter(self) -> tuple[int, ...]:
        """Every member there ever was, in the order of the names."""
        return tuple(sorted({z.jobcenter for z in self.zugehoerigkeiten}, key=lambda nr: (self.namen[nr], nr)))

    def dabei(self, zeitraeume: Sequence[Zeitraum]) -> NDArray[np.bool_]:
        """Whether each member belonged to the ring for the whole of each period, [member, period]."""
        dabei = np.zeros((len(self.jobcenter), len(zeitraeume)), dtype=np.bool_)
        for eine in self.zugehoerigkeiten:
            umfasst = np.array([eine.umfasst(zeitraum) for zeitraum in zeitraeume], dtype=np.bool_)
            dabei[self.jobcenter.index(eine.jobcenter)] |= umfasst
        return dabei

    def war_dabei(self, jobcenter: int, zeitraum: Zeitraum) -> bool:
        """Whether a Jobcenter was a member for the whole of a period."""
        return any(z.jobcenter == jobcenter and z.umfasst(zeitraum) for z in self.zugehoerigkeiten)


def mitglieder(ring: Vergleichsgruppe) -> Ringmitglieder:
    """The members of a ring; two queries."""
    zeilen = tuple(
        Zugehoerigkeit(*zeile)
        for zeile in Gruppenzugehoerigkeit.objects.filter(gruppe=ring).values_list("partei_id", "ab", "bis")
    )
    namen = (
        Parteistand.objects.jobcenter()
        .filter(partei__in={zeile.jobcenter for zeile in zeilen})
        .order_by("ab")
        .values_list("partei_id", "name")
    )
    return Ringmitglieder(zeilen, dict(namen))


def ringe_von(zugang: Zugang) -> list[Vergleichsgruppe]:
    """The rings to which the Jobcenter acted for belongs or belonged, the present one first; none for others."""
    if zugang.art not in JOBCENTER:
        return []
    zeilen = (
        Gruppenzugehoerigkeit.objects.filter(partei=zugang.partei_id, gruppe__art=Gruppenart.RING, ab__lte=zugang.am)
        .select_related("gruppe")
        .order_by("-ab")
    )
    return list({zeile.gruppe_id: zeile.gruppe for zeile in zeilen}.values())
