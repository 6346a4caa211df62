"""The cockpit of a round: how many agreements stand where, what stops them, how far each Land is.

It is counted from the same snapshots that the engine looks at. Nothing of what an agreement says is in it, so who
steers a strand sees it also of agreements that are not concluded: the BMAS all, the BA its own, a Land its own.

The picture is kept until the next entry of the journal: every act writes one, so it is never out of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Max, QuerySet

from agreements.lifecycle import staende_von
from agreements.models import Planungsrunde, Zielvereinbarung
from agreements.recht import BETEILIGUNGEN, GESCHEITERTE, VEREINBARUNG, WIRKSAME, Vereinbarungsstand, Zustand
from zielsystem.journal.models import Eintrag
from zielsystem.parties.recht import LAENDER, Parteiart
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Hindernis

WEITER: Mapping[Zustand, str] = {
    Zustand.ENTWURF: "verhandlung_aufnehmen",
    Zustand.IN_VERHANDLUNG: "abstimmen",
    Zustand.ABGESTIMMT: "zeichnen",
    Zustand.GREMIENVORBEHALT: "vorbehalt_aufloesen",
    Zustand.GESCHLOSSEN: "in_kraft_treten",
    Zustand.IN_KRAFT: "auswertung_beginnen",
    Zustand.IN_AUSWERTUNG: "auswertung_abschliessen",
}
"""The act that leads on from each state of the way."""

_VOR_DER_ZEICHNUNG = (Zustand.ENTWURF, Zustand.IN_VERHANDLUNG)
_VON_ANDEREN = frozenset({zeile.code for zeile in BETEILIGUNGEN} | {"nr_1_geschlossen", "nr_3_geschlossen"})
"""Conditions of signing that do not depend on how far the own negotiation is."""

_BEHALTEN = 60 * 60


@dataclass(frozen=True)
class Stockung:
    """What stops agreements on their next step: the act, the Hindernis, how many it stops."""

    akt: str
    hindernis: Hindernis
    anzahl: int


@dataclass(frozen=True)
class Landstand:
    """How far a Land is: its key, all its agreements, those concluded, those that failed."""

    schluessel: str
    gesamt: int
    geschlossen: int
    gescheitert: int

    @property
    def anteil(self) -> float | None:
        """The part that is concluded, as a fraction."""
        return self.geschlossen / self.gesamt if self.gesamt else None


@dataclass(frozen=True)
class Lagebild:
    """The whole picture; ``je_art`` counts by kind and state.

    ``stockungen``: what stops the very next step; ``fehlend``: what others still owe before the agreements that are
    not signed yet can be concluded, whatever their next step is.
    """

    je_art: Mapping[tuple[int, Zustand], int]
    stockungen: tuple[Stockung, ...]
    fehlend: tuple[Stockung, ...]
    laender: tuple[Landstand, ...]

    @property
    def gesamt(self) -> int:
        """How many agreements there are."""
        return sum(self.je_art.values())

    def in_zustand(self, *zustaende: Zustand) -> int:
        """How many stand in one of these states."""
        return sum(anzahl for (_, zustand), anzahl in self.je_art.items() if zustand in zustaende)


def umfang(runde: Planungsrunde, zugang: Zugang) -> QuerySet[Zielvereinbarung] | None:
    """The agreements of a round that an access has to keep an eye on; None for who steers nothing."""
    alle = runde.vereinbarungen.filter(aenderungen=None)
    match zugang.art:
        case Parteiart.BMAS:
            return alle
        case Parteiart.BA | Parteiart.LAND:
            return alle.filter(pk__in=Zielvereinbarung.objects.eigene(zugang).values("pk"))
        case _:
            return None


def lagebild(runde: Planungsrunde, zugang: Zugang) -> Lagebild | None:
    """The picture of what an access steers in a round; None for who steers nothing."""
    auswahl = umfang(runde, zugang)
    if auswahl is None:
        return None
    letzter = Eintrag.objects.aggregate(letzter=Max("pk"))["letzter"]
    schluessel = f"lagebild:{runde.pk}:{zugang.partei_id}:{zugang.am:%Y%m%d}:{letzter}"
    behalten: Lagebild | None = cache.get(schluessel)
    if behalten is None:
        behalten = zaehle(auswahl.select_related("runde").order_by("pk"), zugang.am)
        cache.set(schluessel, behalten, _BEHALTEN)
    return behalten


def zaehle(vereinbarungen: Iterable[Zielvereinbarung], am: date) -> Lagebild:
    """The picture of some agreements on a day, in a number of queries that does not depend on how many they are."""
    alle = list(vereinbarungen)
    staende = staende_von(alle)
    return Lagebild(
        je_art=Counter((v.nr, Zustand(v.zustand)) for v in alle),
        stockungen=_stockungen([(Zustand(v.zustand), staende[v.pk]) for v in alle], am),
        fehlend=_fehlend([staende[v.pk] for v in alle if v.zustand in _VOR_DER_ZEICHNUNG], am),
        laender=_laender(alle),
    )


def _stockungen(staende: Iterable[tuple[Zustand, Vereinbarungsstand]], am: date) -> tuple[Stockung, ...]:
    zaehler: Counter[tuple[str, Hindernis]] = Counter()
    for zustand, stand in staende:
        if zustand in WEITER:
            zeile = VEREINBARUNG.zeile(WEITER[zustand], zustand, am)
            zaehler.update((zeile.titel, hindernis) for hindernis in zeile.hindernisse(stand, am))
    return tuple(Stockung(akt, hindernis, anzahl) for (akt, hindernis), anzahl in zaehler.most_common())


def _fehlend(staende: Iterable[Vereinbarungsstand], am: date) -> tuple[Stockung, ...]:
    zeile = VEREINBARUNG.zeile("zeichnen", Zustand.ABGESTIMMT, am)
    zaehler = Counter(h for stand in staende for h in zeile.hindernisse(stand, am) if h.code in _VON_ANDEREN)
    return tuple(Stockung(zeile.titel, hindernis, anzahl) for hindernis, anzahl in zaehler.most_common())


def _laender(alle: Iterable[Zielvereinbarung]) -> tuple[Landstand, ...]:
    gesamt, geschlossen, gescheitert = Counter[str](), Counter[str](), Counter[str]()
    for v in alle:
        land = v.schluessel[:2]
        if land:
            gesamt[land] += 1
            geschlossen[land] += v.zustand in WIRKSAME
            gescheitert[land] += v.zustand in GESCHEITERTE
    return tuple(Landstand(k, gesamt[k], geschlossen[k], gescheitert[k]) for k in LAENDER if gesamt[k])
