"""The public holidays that all Länder have, and what is a working day. Pure.

Each Land has laws on holidays of its own; these nine stand in all sixteen of them (the third of October by Article 2
of the Einigungsvertrag). Days that only some Länder keep are working days here: a release is one for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Feiertag:
    """A holiday: on a fixed ``tag`` (month, day), or so many days after Easter Sunday."""

    titel: str
    tag: tuple[int, int] | None = None
    nach_ostern: int = 0

    def im_jahr(self, jahr: int) -> date:
        """The day on which it falls in a year."""
        if self.tag is None:
            return ostersonntag(jahr) + timedelta(days=self.nach_ostern)
        return date(jahr, *self.tag)


BUNDESWEITE_FEIERTAGE: tuple[Feiertag, ...] = (
    Feiertag("Neujahr", tag=(1, 1)),
    Feiertag("Karfreitag", nach_ostern=-2),
    Feiertag("Ostermontag", nach_ostern=1),
    Feiertag("Tag der Arbeit", tag=(5, 1)),
    Feiertag("Christi Himmelfahrt", nach_ostern=39),
    Feiertag("Pfingstmontag", nach_ostern=50),
    Feiertag("Tag der Deutschen Einheit", tag=(10, 3)),
    Feiertag("Erster Weihnachtstag", tag=(12, 25)),
    Feiertag("Zweiter Weihnachtstag", tag=(12, 26)),
)


def ostersonntag(jahr: int) -> date:
    """Easter Sunday of the Gregorian calendar (the rule of Meeus, Jones and Butcher)."""
    a, (b, c) = jahr % 19, divmod(jahr, 100)
    d, e = divmod(b, 4)
    epakte = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    wochentag = (32 + 2 * e + 2 * i - epakte - k) % 7
    m = (a + 11 * epakte + 22 * wochentag) // 451
    monat, tag = divmod(epakte + wochentag - 7 * m + 114, 31)
    return date(jahr, monat, tag + 1)


def ist_werktag(tag: date) -> bool:
    """Whether a day lies from Monday to Friday and is no nationwide holiday."""
    return tag.weekday() < 5 and tag not in {feiertag.im_jahr(tag.year) for feiertag in BUNDESWEITE_FEIERTAGE}


def naechster_werktag(tag: date) -> date:
    """The day itself, or the first working day after it."""
    while not ist_werktag(tag):
        tag += timedelta(days=1)
    return tag
