"""How the Ziele of an agreement stand with a release: what the supplement to a monthly report says.

It rests on published Kennzahlen alone and judges by the rule that was agreed (``agreements.zieldialog.zwischenstand``).
Only the parties to the agreement read it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from agreements.models import Zielvereinbarung
from agreements.recht import VEREINBARUNG, Zustand
from agreements.zieldialog.zwischenstand import Zwischenstand, zwischenstaende
from berichte.monatsbericht.berichtsarten import Berichtsart
from berichte.monatsbericht.stoff import Stoff
from kennzahlen.models import Einheit
from zielsystem import zahlen
from zielsystem.zahlen import FEHLT

BERICHTET = (Zustand.GESCHLOSSEN.value, Zustand.IN_KRAFT.value)
"""Agreements that run, or will: once the period is over, the evaluation says what was reached."""


@dataclass(frozen=True)
class Zielzeile:
    """A Ziel in words: what is agreed, the newest final value, how it stands."""

    titel: str
    wortlaut: str
    wert: str
    stand: str
    hinweis: str


@dataclass(frozen=True)
class Zielblattinhalt:
    """What the supplement says. ``zusammenfassung`` counts how the Ziele stand; ``vermerk``: before the period."""

    titel: str
    zeitraum: str
    zustand: str
    monat: str
    stand: str
    zusammenfassung: str
    vermerk: str
    ziele: tuple[Zielzeile, ...]
    synthetisch: bool

    def als_werte(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def vereinbarungen_zu(art: Berichtsart, einheit: Einheit) -> list[Zielvereinbarung]:
    """The agreements whose Ziele a report goes with: those of the Jobcenter, Nr. 3 of the Land, Nr. 1: one query."""
    alle = Zielvereinbarung.objects.filter(zustand__in=BERICHTET).select_related("runde")
    return list(alle.filter(_worum(art, einheit)).order_by("runde__ab", "nr", "traegerseite", "fassung"))


def _worum(art: Berichtsart, einheit: Einheit) -> Q:
    match art:
        case Berichtsart.JOBCENTER:
            return Q(jobcenter=einheit.partei_id)
        case Berichtsart.BUND:
            return Q(nr=1)
        case _:
            return Q(nr=3, schluessel=einheit.schluessel.partition(":")[2])


def stand_der_ziele(vereinbarung: Zielvereinbarung, stoff: Stoff, *, synthetisch: bool) -> Zielblattinhalt:
    """The Ziele of an agreement as they stand with the newest release: a dozen queries."""
    zeilen = zwischenstaende(vereinbarung)
    return Zielblattinhalt(
        titel=str(vereinbarung),
        zeitraum=vereinbarung.runde.zeitraum,
        zustand=VEREINBARUNG.titel_von(vereinbarung.zustand),
        monat=zahlen.monat(stoff.monat),
        stand=zahlen.tag(stoff.veroeffentlichung.stand),
        zusammenfassung=_zusammenfassung([zeile.ergebnis for zeile in zeilen]),
        vermerk=_vermerk(vereinbarung, stoff),
        ziele=tuple(map(_zeile, zeilen)),
        synthetisch=synthetisch,
    )


def _vermerk(vereinbarung: Zielvereinbarung, stoff: Stoff) -> str:
    beginn = vereinbarung.runde.ab
    if beginn <= stoff.veroeffentlichung.stand:
        return ""
    return f"Die Laufzeit beginnt am {zahlen.tag(beginn)}; gezeigt ist die Ausgangslage."


def _zeile(zeile: Zwischenstand) -> Zielzeile:
    wert = f"{zeile.wert} ({zeile.monat})" if zeile.monat else FEHLT
    return Zielzeile(zeile.titel, zeile.wortlaut, wert, zeile.ergebnis, zeile.hinweis)


def _zusammenfassung(ergebnisse: list[str]) -> str:
    """How many Ziele stand how, in the order in which they first come."""
    anzahl = {ergebnis: ergebnisse.count(ergebnis) for ergebnis in dict.fromkeys(ergebnisse)}
    teile = (f"{zahlen.ganzzahl(wie_oft)} × „{ergebnis}“" for ergebnis, wie_oft in anzahl.items())
    return f"{zahlen.ganzzahl(len(ergebnisse))} Ziele: {', '.join(teile)}." if ergebnisse else "Keine Ziele vereinbart."
