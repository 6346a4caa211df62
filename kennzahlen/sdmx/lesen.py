"""Published series, unit after unit: some units in one query, so that memory stays small however much it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kennzahlen.kalender import faelliger_berichtsmonat
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import REIHENNUMMER
from kennzahlen.sdmx.anfrage import Auswahl
from kennzahlen.sdmx.fluss import zugeschnitten
from kennzahlen.sdmx.werte import Jahresreihe, Reihe, Zeitraum, nur_neues, reihe

AUF_EINMAL = 40
"""So many units are read in one query."""

_FELDER = ("einheit_id", "kennzahl", "jahr", "wert", "zaehler", "nenner", "monate", "fehlend", "grund")


def reihen(auswahl: Auswahl) -> Iterator[Reihe]:
    """The series asked for that have an observation, by unit and measure, cut as asked."""
    return zugeschnitten(_alle(auswahl), auswahl.zuschnitt)


def _alle(auswahl: Auswahl) -> Iterator[Reihe]:
    for einheiten in _je(auswahl.einheiten, AUF_EINMAL):
        jetzige = _gelesen(auswahl, einheiten, auswahl.veroeffentlichung)
        if auswahl.frueher is None:
            yield from jetzige.values()
            continue
        damalige = _gelesen(auswahl, einheiten, auswahl.frueher)
        for schluessel, eine in jetzige.items():
            yield nur_neues(eine, damalige.get(schluessel))


def _je(einheiten: Sequence[Einheit], anzahl: int) -> Iterator[Sequence[Einheit]]:
    return (einheiten[ab : ab + anzahl] for ab in range(0, len(einheiten), anzahl))


def _gelesen(
    auswahl: Auswahl, einheiten: Sequence[Einheit], veroeffentlichung: Veroeffentlichung
) -> dict[tuple[int, str], Reihe]:
    """The series of some units, by unit and code: one query."""
    zeilen = Kennzahlreihe.objects.stand_von(veroeffentlichung).filter(
        einheit__in=[einheit.pk for einheit in einheiten],
        kennzahl__in=[REIHENNUMMER[code] for code in auswahl.codes],
        jahr__range=(auswahl.von.year, auswahl.bis.year),
    )
    jahre: dict[tuple[int, int], list[Jahresreihe]] = defaultdict(list)
    for einheit, nummer, *felder in zeilen.order_by("jahr").values_list(*_FELDER):
        jahre[einheit, nummer].append(Jahresreihe(*felder))
    zeitraum = Zeitraum(auswahl.von, auswahl.bis, faelliger_berichtsmonat(veroeffentlichung.stand))
    return {
        (einheit.pk, code): reihe(code, einheit.schluessel, jahre[einheit.pk, REIHENNUMMER[code]], zeitraum)
        for einheit in einheiten
        for code in auswahl.codes
        if (einheit.pk, REIHENNUMMER[code]) in jahre
    }
