"""What has been released or corrected since the newest release, and so would change with the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kennzahlen.models import Meldung, Veroeffentlichung
from kennzahlen.veroeffentlichungen.grundlage import gueltige_meldungen, meldungen_von


@dataclass(frozen=True)
class Neues:
    """Months of Jobcenter whose valid Meldung is not the one that the release rests on, the newest month first."""

    veroeffentlichung: Veroeffentlichung
    stellen: Sequence[tuple[int, date]]

    @property
    def jobcenter(self) -> tuple[int, ...]:
        """The ids of the Jobcenter concerned, each once."""
        return tuple(dict.fromkeys(partei for partei, _ in self.stellen))


def neues_seit(veroeffentlichung: Veroeffentlichung) -> Neues:
    """Two short queries and one for the Meldungen that differ. Later months than those of the release do not count."""
    frueher = meldungen_von(veroeffentlichung)
    if frueher is None:
        return Neues(veroeffentlichung, ())
    verschieden = np.setxor1d(frueher, gueltige_meldungen(veroeffentlichung.bis_monat), assume_unique=True).tolist()
    stellen = Meldung.objects.filter(pk__in=verschieden).order_by("-monat", "jobcenter").distinct()
    return Neues(veroeffentlichung, tuple(stellen.values_list("jobcenter_id", "monat")))
