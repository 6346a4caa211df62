"""What was reached in a round, counted per Ziel and per Land: position and spread, never an order of the Länder or
Jobcenter by their results (FACHKONZEPT 3: no league table)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from agreements.models import Planungsrunde, Zielbewertung, Zielvereinbarung
from agreements.recht import WIRKSAME, Zustand
from agreements.ziele.zielerreichung import Ergebnis
from kennzahlen.auskunft.vergleich import verteilung
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Zaehlung:
    """How often each result came out, for a Ziel or a Land."""

    titel: str
    ergebnisse: Counter[Ergebnis]


@dataclass(frozen=True)
class Streuung:
    """How values of evaluated agreements are spread; quartiles None with fewer than four values."""

    anzahl: int
    q1: float | None
    median: float | None
    q3: float | None


@dataclass(frozen=True)
class Ueberblick:
    """The evaluated agreements of a round that somebody may see; ``abstand``: value minus agreed value."""

    vereinbarungen: int
    ausgewertet: int
    je_ziel: tuple[Zaehlung, ...]
    je_land: tuple[Zaehlung, ...]
    werte: Streuung
    abstand: Streuung


def ueberblick(zugang: Zugang, runde: Planungsrunde, ziel: str, land: str = "") -> Ueberblick:
    """The results of a round: per Ziel, and for one Ziel per Land and how its values are spread: two queries.

    ``land`` (two digits) narrows everything to one Land; "" is all that the access may see.
    """
    sichtbare = Zielvereinbarung.objects.visible_to(zugang).filter(runde=runde, zustand__in=WIRKSAME)
    if land:
        sichtbare = sichtbare.filter(schluessel__startswith=land)
    zustaende = Counter(sichtbare.values_list("zustand", flat=True))
    bewertungen = list(
        Zielbewertung.objects.im_ganzen()
        .filter(auswertung__zielvereinbarung__in=sichtbare.filter(zustand=Zustand.AUSGEWERTET))
        .select_related("auswertung__zielvereinbarung")
        .order_by("stelle", "titel")
    )
    gewaehlte = [zeile for zeile in bewertungen if _art(zeile) == ziel]
    return Ueberblick(
        zustaende.total(),
        zustaende[Zustand.AUSGEWERTET],
        tuple(_je_ziel(bewertungen)),
        tuple(_je_land(gewaehlte)),
        _streuung(zeile.wert for zeile in gewaehlte),
        _streuung(z.wert - z.vereinbart for z in gewaehlte if z.wert is not None and z.vereinbart is not None),
    )


def _art(zeile: Zielbewertung) -> str:
    """The code of the catalogue: "oertlich-2" counts as "oertlich"."""
    return zeile.ziel.partition("-")[0]


def _je_ziel(bewertungen: Iterable[Zielbewertung]) -> Iterable[Zaehlung]:
    titel: dict[str, str] = {}
    zaehlungen: dict[str, Counter[Ergebnis]] = {}
    for zeile in bewertungen:
        titel.setdefault(_art(zeile), zeile.titel)
        zaehlungen.setdefault(_art(zeile), Counter())[Ergebnis(zeile.ergebnis)] += 1
    return (Zaehlung(titel[art], anzahl) for art, anzahl in zaehlungen.items())


def _je_land(bewertungen: Iterable[Zielbewertung]) -> Iterable[Zaehlung]:
    """The Länder by name; agreements of Nr. 1 belong to none."""
    zaehlungen: dict[str, Counter[Ergebnis]] = {}
    for zeile in bewertungen:
        schluessel = zeile.auswertung.zielvereinbarung.schluessel[:2]
        name = LAENDER.get(schluessel, "Bund")
        zaehlungen.setdefault(name, Counter())[Ergebnis(zeile.ergebnis)] += 1
    return (Zaehlung(name, zaehlungen[name]) for name in sorted(zaehlungen))


def _streuung(werte: Iterable[object]) -> Streuung:
    zahlen = np.array([float(wert) for wert in werte if wert is not None], dtype=np.float64)  # type: ignore[arg-type]
    streuung = verteilung(zahlen[:, None])
    quartile = (float(feld[0]) for feld in (streuung.q1, streuung.median, streuung.q3))
    return Streuung(len(zahlen), *(None if wert != wert else wert for wert in quartile))
