"""What differs between two releases: unit, measure, month, the value before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.models import Kennzahlreihe, Veroeffentlichung
from kennzahlen.veroeffentlichungen.hinweise import CODE_VON

Schluessel = tuple[str, int, int]
_FELDER = ("einheit__schluessel", "kennzahl", "jahr", "wert", "grund")
_LEER = ([float("nan")] * 12, [int(Grund.AUSSERHALB)] * 12)
AUF_EINMAL = 2_000
NOCH_NICHT = "Noch nicht veröffentlicht."
"""Why the earlier release has no value for a month after its last one."""


@dataclass(frozen=True)
class Unterschied:
    """One value that is not what it was; None is no value, with the reason in words."""

    einheit: str
    code: str
    monat: date
    alt: float | None
    neu: float | None
    grund_alt: str
    grund_neu: str

    @property
    def differenz(self) -> float | None:
        """New minus old, as a fraction; None unless there are both."""
        return None if self.alt is None or self.neu is None else self.neu - self.alt


def geaenderte_reihen(alt: Veroeffentlichung, neu: Veroeffentlichung) -> QuerySet[Kennzahlreihe]:
    """The series as the later release has them, as far as they were written after the earlier one."""
    reihen = Kennzahlreihe.objects.stand_von(neu).filter(veroeffentlichung__gt=alt.pk)
    return reihen.order_by("einheit__schluessel", "kennzahl", "jahr")


def unterschiede(alt: Veroeffentlichung, reihen: QuerySet[Kennzahlreihe]) -> Iterator[Unterschied]:
    """Value by value, in the order of ``reihen``; read in portions, so that all of a release may be compared."""
    zeilen = reihen.values_list("einheit_id", *_FELDER).iterator(chunk_size=AUF_EINMAL)
    portion = []
    for zeile in zeilen:
        portion.append(zeile)
        if len(portion) == AUF_EINMAL:
            yield from _vergleiche(alt, portion)
            portion = []
    yield from _vergleiche(alt, portion)


def _vergleiche(alt: Veroeffentlichung, portion: list[tuple]) -> Iterator[Unterschied]:  # type: ignore[type-arg]
    frueher = Kennzahlreihe.objects.stand_von(alt).filter(
        einheit__in={zeile[0] for zeile in portion},
        kennzahl__in={zeile[2] for zeile in portion},
        jahr__in={zeile[3] for zeile in portion},
    )
    alte = {zeile[:3]: zeile[3:] for zeile in frueher.values_list(*_FELDER)} if portion else {}
    for _, schluessel, kennzahl, jahr, *felder in portion:
        ort = (schluessel, kennzahl, jahr)
        yield from _je_monat(ort, alte.get(ort, _LEER), felder, alt.bis_monat)


def _je_monat(ort: Schluessel, alt: tuple, neu: list, alt_bis: date) -> Iterator[Unterschied]:  # type: ignore[type-arg]
    schluessel, kennzahl, jahr = ort
    for stelle, (vorher, nachher, grund_vorher, grund) in enumerate(zip(alt[0], neu[0], alt[1], neu[1], strict=True)):
        gleich = grund_vorher == grund and (vorher == nachher or grund != Grund.OK)
        if not gleich:
            monat = date(jahr, stelle + 1, 1)
            yield Unterschied(
                schluessel,
                CODE_VON[kennzahl],
                monat,
                None if vorher != vorher else vorher,
                None if nachher != nachher else nachher,
                NOCH_NICHT if monat > alt_bis else GRUND_TEXT[Grund(grund_vorher)],
                GRUND_TEXT[Grund(grund)],
            )
