"""When what is published (FACHKONZEPT 2, rule 3): on the 20th, or the next working day; January's in May. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from kennzahlen.cube import monat_plus
from kennzahlen.recht import parameter_am

VEROEFFENTLICHUNGSTAG = 20


def veroeffentlichungstag(monat: date) -> date:
    """The day of a month on which Kennzahlen are published: the 20th, after a weekend the next Monday.

    Public holidays differ between the Länder and are not considered.
    """
    tag = monat.replace(day=VEROEFFENTLICHUNGSTAG)
    wochenende = max(0, tag.weekday() - 4)
    return tag + timedelta(days=3 - wochenende if wochenende else 0)


def faelliger_berichtsmonat(tag: date) -> date:
    """The newest month whose figures are final on a day, and so due to be published in that day's month."""
    wartezeit = int(parameter_am("WARTEZEIT_MONATE", tag))
    return monat_plus(tag.replace(day=1), -wartezeit - 1)
