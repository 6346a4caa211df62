"""What bodies did about matters, for whoever rests something on it: results that count, of approved minutes.

Agreements ask here with the keys (``bezug``) under which they registered a matter. A corrected result takes the place
of the one before at once; a result of minutes that are not approved yet does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from gremien.models import Ergebnis
from gremien.recht import Ausgang, Form, Gremiumart, Sitzungszustand


@dataclass(frozen=True)
class Beratungsergebnis:
    """A result that counts. ``punkt``: the key of the item, for a link; ``fassung``: above 1 it was corrected.

    ``bezugspartei``: key of the Land, the gE or the party whose body it is (None: the Bund).
    ``am``: the day of the session, or the day on which an Umlaufbeschluss was counted.
    """

    bezug: str
    gremium: str
    gremiumart: Gremiumart
    bezugspartei: int | None
    gegenstand: str
    form: Form
    ergebnis: Ausgang
    am: date
    punkt: int
    wortlaut: str = ""
    fassung: int = 1


def ergebnisse_zu(bezuege: Iterable[str]) -> dict[str, tuple[Beratungsergebnis, ...]]:
    """The results about matters, by the key of the matter, the oldest first: one query however many."""
    gesucht = {bezug for bezug in bezuege if bezug}
    gefunden: dict[str, list[Beratungsergebnis]] = defaultdict(list)
    for ergebnis in _gueltige().filter(punkt__bezug__in=gesucht) if gesucht else ():
        gefunden[ergebnis.punkt.bezug].append(_als_beratungsergebnis(ergebnis))
    return {bezug: tuple(gefunden.get(bezug, ())) for bezug in gesucht}


def _gueltige() -> QuerySet[Ergebnis]:
    return (
        Ergebnis.objects.gueltig()
        .filter(punkt__sitzung__zustand=Sitzungszustand.GENEHMIGT)
        .select_related("punkt__sitzung__gremium")
        .order_by("punkt__sitzung__beginn", "pk")
    )


def _als_beratungsergebnis(ergebnis: Ergebnis) -> Beratungsergebnis:
    punkt = ergebnis.punkt
    sitzung = punkt.sitzung
    return Beratungsergebnis(
        bezug=punkt.bezug,
        gremium=sitzung.gremium.titel,
        gremiumart=Gremiumart(sitzung.gremium.art),
        bezugspartei=sitzung.gremium.bezugspartei_id,
        gegenstand=punkt.gegenstand,
        form=Form(punkt.form),
        ergebnis=Ausgang(ergebnis.ausgang),
        am=timezone.localdate(sitzung.geschlossen_am or sitzung.beginn),
        punkt=punkt.pk,
        wortlaut=ergebnis.wortlaut,
        fassung=ergebnis.fassung,
    )
