"""When what is published (FACHKONZEPT 2, rule 3): on the 20th, or the next working day; January's in May. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kennzahlen.cube import monat_plus
from kennzahlen.recht import parameter_am
from zielsystem.feiertage import naechster_werktag


@dataclass(frozen=True)
class Termin:
    """An announced release: its day, and the newest month that it makes final."""

    tag: date
    monat: date


def veroeffentlichungstag(monat: date) -> date:
    """The day of a month on which Kennzahlen are published: the 20th (P), or the next day that is a working day
    in all Länder.
    """
    return naechster_werktag(monat.replace(day=int(parameter_am("VEROEFFENTLICHUNGSTAG", monat))))


def faelliger_berichtsmonat(tag: date) -> date:
    """The newest month whose figures are final on a day, and so due to be published in that day's month."""
    wartezeit = int(parameter_am("WARTEZEIT_MONATE", tag))
    return monat_plus(tag.replace(day=1), -wartezeit - 1)


def vorlaeufig(monat: date, stand: date) -> bool:
    """Whether the figures of a month are provisional in a release of a day: they can still grow without a correction.

    They are until the release of the fourth month after it (Wartezeit (P)): January's are final in May.
    """
    return monat > faelliger_berichtsmonat(stand)


def termine(ab: date, anzahl: int = 12) -> tuple[Termin, ...]:
    """The announced releases from a day on, the next one first."""
    monate = (monat_plus(ab.replace(day=1), abstand) for abstand in range(anzahl + 1))
    tage = [tag for monat in monate if (tag := veroeffentlichungstag(monat)) >= ab]
    return tuple(Termin(tag, faelliger_berichtsmonat(tag)) for tag in tage[:anzahl])
