"""What cannot be right in reported figures, and what calls for an explanation (FACHKONZEPT 2, Meldung).

A table of rules, each looking at all units and months at once. A hard finding stops a Meldung; a soft one needs an
explanation and may then pass. Every finding says which figure, which month, what was reported, what would be right.

A jump is judged against this Jobcenter's own past and against what all Jobcenter did in the same month; only what
is unusual in both ways is reported. The past is read from the whole cube: the middle of its changes and the width
of four in five of them hardly notice the figure that is being judged. Distances are measured on the scale 2·√(cases),
on which chance makes small and large Jobcenter tremble alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, floor

import numpy as np

from kennzahlen.cube import Cube, Ganze, Maske, Nachfolge, Verlaeufe, Zahlen, monat_plus, verlaeufe
from kennzahlen.recht import (
    GROESSE,
    GRUNDGROESSEN,
    PARAMETER,
    SPALTE,
    TEILE_DES_GANZEN,
    Groessenart,
    Parameter,
    parameter_am,
)
from zielsystem.recht import IMMER, Geltung, Norm, in_kraft
from zielsystem.zahlen import euro_aus_cent, ganzzahl, monat, veraenderung


class Schwere(StrEnum):
    """HART stops the Meldung, WEICH needs an explanation."""

    HART = "hart"
    WEICH = "weich"


@dataclass(frozen=True)
class Befund:
    """One finding: the figure, what was reported, what would be right, and why, in German.

    ``einheit`` is the index of the unit in the cube; ``gemeldet`` is as in the cube (money in cents).
    """

    code: str
    schwere: Schwere
    einheit: int
    monat: date
    groesse: str
    gemeldet: int | None
    erwartet: str
    text: str


@dataclass(frozen=True, eq=False)
class Pruefstoff:
    """What the rules look at: series [series, month, Grundgröße], which months of them are due, and parameters."""

    werte: Zahlen
    faellig: Maske
    einheiten: int
    monate: tuple[date, ...]
    stichmonat: date
    parameter: tuple[Parameter, ...]

    def parameter_wert(self, code: str) -> float:
        """The value of a parameter as of the month of the check."""
        return float(parameter_am(code, self.stichmonat, self.parameter))

    def groesse(self, code: str) -> Zahlen:
        """The figures of one Grundgröße, [series, month]."""
        return self.werte[:, :, SPALTE[code]]


@dataclass(frozen=True)
class Treffer:
    """Where a rule is broken, by position in the Pruefstoff, and what to say about it."""

    reihe: int
    monat: int
    groesse: str
    erwartet: str
    text: str


@dataclass(frozen=True)
class Regel:
    """One row: what is checked, how severe it is, and on what norm it rests."""

    code: str
    titel: str
    schwere: Schwere
    norm: Norm
    pruefung: Callable[[Pruefstoff], Iterator[Treffer]]
    geltung: Geltung = IMMER


def pruefe(
    cube: Cube,
    zu_pruefen: Maske,
    stichmonat: date,
    *,
    existiert: Maske | None = None,
    nachfolgen: Sequence[Nachfolge] = (),
    parameter: Iterable[Parameter] = PARAMETER,
) -> list[Befund]:
    """All findings for the marked units and months [unit, month], by unit, month and rule.

    ``stichmonat`` is the month as of which is checked: a figure that may be handed in later is missed only then. The
    rest of the cube is history. Existence and mergers as in :func:`kennzahlen.cube.verlaeufe`: the first months of
    a successor are held against what it and its predecessors reported together.
    """
    verlauf = verlaeufe(cube, existiert, nachfolgen)
    stoff = Pruefstoff(
        werte=verlauf.werte,
        faellig=_faellig(verlauf, zu_pruefen),
        einheiten=len(cube.einheiten),
        monate=cube.monate,
        stichmonat=stichmonat,
        parameter=tuple(parameter),
    )
    if not stoff.faellig.any():
        return []
    einheit_der_reihe = _einheit_der_reihe(verlauf)
    befunde = [
        _befund(regel, treffer, stoff, einheit_der_reihe)
        for regel in in_kraft(REGELN, stichmonat)
        for treffer in regel.pruefung(stoff)
    ]
    return sorted(befunde, key=lambda befund: (befund.einheit, befund.monat))


def _faellig(verlauf: Verlaeufe, zu_pruefen: Maske) -> Maske:
    """The months to be checked, moved from the units to the series that they rest on."""
    faellig = np.zeros(verlauf.werte.shape[:2], dtype=np.bool_)
    einheit, stelle = np.nonzero(zu_pruefen & verlauf.besteht)
    faellig[verlauf.reihe[einheit, stelle], stelle] = True
    return faellig


def _einheit_der_reihe(verlauf: Verlaeufe) -> Ganze:
    zuordnung = np.arange(len(verlauf.werte))
    einheit, stelle = np.nonzero(verlauf.besteht)
    zuordnung[verlauf.reihe[einheit, stelle]] = einheit
    return zuordnung


def _befund(regel: Regel, treffer: Treffer, stoff: Pruefstoff, einheit_der_reihe: Ganze) -> Befund:
    wert = stoff.werte[treffer.reihe, treffer.monat, SPALTE[treffer.groesse]]
    return Befund(
        code=regel.code,
        schwere=regel.schwere,
        einheit=int(einheit_der_reihe[treffer.reihe]),
        monat=stoff.monate[treffer.monat],
        groesse=treffer.groesse,
        gemeldet=None if np.isnan(wert) else int(wert),
        erwartet=treffer.erwartet,
        text=treffer.text,
    )


def zahl_text(groesse: str, wert: float) -> str:
    """A figure as people write it: "1.234" persons or cases, "1.234,50 €"."""
    gerundet = round(float(wert))
    return euro_aus_cent(gerundet) if GROESSE[groesse].art is Groessenart.GELD else ganzzahl(gerundet)


def _stellen(maske: Maske) -> Iterator[tuple[int, ...]]:
    yield from zip(*(achse.tolist() for achse in np.nonzero(maske)), strict=True)


# -- Hard: one month on its own --------------------------------------------------------------------------------


def _fehlt(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A figure that has to be there by now is not."""
    verlangt = np.array([[_verlangt(spalte, m, stoff.stichmonat) for spalte in GROESSE] for m in stoff.monate])
    for reihe, stelle, spalte in _stellen(np.isnan(stoff.werte) & verlangt & stoff.faellig[:, :, None]):
        groesse = GRUNDGROESSEN[spalte]
        text = (
            f"{groesse.code} ({groesse.titel}) fehlt für {monat(stoff.monate[stelle])}. "
            "Anzugeben ist eine Zahl; auch 0 ist eine Angabe."
        )
        yield Treffer(reihe, stelle, groesse.code, "eine Zahl ab 0", text)


def _verlangt(code: str, berichtsmonat: date, stichmonat: date) -> bool:
    groesse = GROESSE[code]
    frist = groesse.nachmeldung_monate
    return berichtsmonat in groesse.geltung and (not frist or monat_plus(berichtsmonat, frist) <= stichmonat)


def _ausser_geltung(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A figure for a month in which it is not collected."""
    erhoben = np.array([[m in groesse.geltung for groesse in GRUNDGROESSEN] for m in stoff.monate])
    for reihe, stelle, spalte in _stellen(~np.isnan(stoff.werte) & ~erhoben & stoff.faellig[:, :, None]):
        groesse = GRUNDGROESSEN[spalte]
        text = (
            f"{groesse.code} ({groesse.titel}) wird für {monat(stoff.monate[stelle])} nicht erhoben, "
            f"sondern {groesse.geltung}. Richtig ist keine Angabe."
        )
        yield Treffer(reihe, stelle, groesse.code, "keine Angabe", text)


def _negativ(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A count or an amount below zero."""
    for reihe, stelle, spalte in _stellen((stoff.werte < 0) & stoff.faellig[:, :, None]):
        code = GRUNDGROESSEN[spalte].code
        text = (
            f"{code} für {monat(stoff.monate[stelle])} ist {zahl_text(code, stoff.werte[reihe, stelle, spalte])}. "
            "Anzahlen und Beträge können nicht negativ sein; richtig ist 0 oder mehr."
        )
        yield Treffer(reihe, stelle, code, f"mindestens {zahl_text(code, 0)}", text)


def _teil_groesser_ganzes(stoff: Pruefstoff) -> Iterator[Treffer]:
    """Parts that together exceed their whole; a missing part counts as none of it."""
    for teile, ganzes in TEILE_DES_GANZEN:
        summe = np.nansum([stoff.groesse(teil) for teil in teile], axis=0)
        obergrenze = stoff.groesse(ganzes)
        for reihe, stelle in _stellen((summe > obergrenze) & stoff.faellig):
            zusammen, hoechstens = (zahl_text(ganzes, werte[reihe, stelle]) for werte in (summe, obergrenze))
            text = (
                f"{' und '.join(teile)} {'ist' if len(teile) == 1 else 'sind zusammen'} "
                f"für {monat(stoff.monate[stelle])} {zusammen} und damit mehr als {ganzes} mit {hoechstens}. "
                "Ein Teil kann höchstens so groß sein wie das Ganze."
            )
            yield Treffer(reihe, stelle, teile[0], f"höchstens {hoechstens}", text)


def _bestandsgleichung(stoff: Pruefstoff) -> Iterator[Treffer]:
    """ELB(m) = ELB(m−1) + entries − exits, within a tolerance; not checked without the previous month."""
    bestand, zugang, abgang = (stoff.groesse(code) for code in ("ELB", "ELB_ZUGANG", "ELB_ABGANG"))
    vormonat = _frueher(bestand, 1)
    soll = vormonat + zugang - abgang
    anteil, personen = map(stoff.parameter_wert, ("BESTAND_TOLERANZ_ANTEIL", "BESTAND_TOLERANZ_PERSONEN"))
    toleranz = np.maximum(np.floor(anteil * vormonat), personen)
    for reihe, stelle in _stellen((np.abs(bestand - soll) > toleranz) & stoff.faellig):
        ist, vorher, dazu, davon, waere, spielraum = (
            ganzzahl(float(werte[reihe, stelle])) for werte in (bestand, vormonat, zugang, abgang, soll, toleranz)
        )
        text = (
            f"ELB für {monat(stoff.monate[stelle])} ist {ist}. Der Bestand des Vormonats ({vorher}) zuzüglich "
            f"ELB_ZUGANG ({dazu}) abzüglich ELB_ABGANG ({davon}) ergibt {waere}; "
            f"zulässig ist eine Abweichung von {spielraum}."
        )
        yield Treffer(reihe, stelle, "ELB", f"{waere} (± {spielraum})", text)


def _frueher(werte: Zahlen, abstand: int) -> Zahlen:
    """At each month (second axis) what stood there ``abstand`` months before; NaN where the cube does not reach."""
    frueher = np.full_like(werte, np.nan)
    frueher[:, abstand:] = werte[:, :-abstand]
    return frueher


# -- Soft: jumps -----------------------------------------------------------------------------------------------

_VIER_VON_FUENF = 0.8
_STREUUNGEN_IN_VIER_VON_FUENF = 1.2816
"""Four in five values of a normal distribution lie within so many standard deviations. Wider than the median, this
leaves room for a pattern that returns every few months, and still overlooks the few figures that are wrong."""

_RAUSCHEN = {Groessenart.STROM: 2**0.5, Groessenart.BESTAND: 0.5**0.5, Groessenart.GELD: 0.5**0.5}
"""How much a difference trembles by chance alone on the scale 2·√(cases): two independent counts by √2; a stock,
and the money paid to it, keeps most of its people from month to month and trembles half as much."""


def _faelle(stoff: Pruefstoff) -> tuple[Zahlen, Zahlen]:
    """The figures in cases, [series, month, Grundgröße], and what one case is in each Grundgröße."""
    cent = 100 * stoff.parameter_wert("SPRUNG_EURO_JE_FALL")
    je_fall = np.array([cent if g.art is Groessenart.GELD else 1.0 for g in GRUNDGROESSEN])
    return np.where(stoff.werte >= 0, stoff.werte, np.nan) / je_fall, je_fall


def _skala(faelle: Zahlen) -> Zahlen:
    return 2 * np.sqrt(np.maximum(faelle, 0) + 0.375)


def _von_skala(hoehe: Zahlen) -> Zahlen:
    return np.maximum((np.maximum(hoehe, 0) / 2) ** 2 - 0.375, 0)


def _anteilswert(werte: Zahlen, achse: int, anteil: float) -> tuple[Zahlen, Ganze]:
    """The value below which a share of what is there lies (0.5: the median), and how many there are.

    The axis is kept with length 1; NaN where nothing is there.
    """
    sortiert = np.sort(werte, axis=achse)
    anzahl = np.sum(~np.isnan(werte), axis=achse, keepdims=True)
    rang = anteil * np.maximum(anzahl - 1, 0)
    unten = np.take_along_axis(sortiert, np.floor(rang).astype(np.int64), axis=achse)
    oben = np.take_along_axis(sortiert, np.ceil(rang).astype(np.int64), axis=achse)
    return unten + (rang % 1) * (oben - unten), anzahl


@dataclass(frozen=True, eq=False)
class _Abstand:
    """How far figures are from what was expected, on the scale, and how far they usually are (at least chance)."""

    erwartet: Zahlen
    abweichung: Zahlen
    ueblich: Zahlen

    @classmethod
    def zu(cls, faelle: Zahlen, erwartet: Zahlen) -> _Abstand:
        """Distances of all figures, and the usual one of each series and Grundgröße."""
        hoehe = _skala(erwartet)
        abweichung = _skala(faelle) - hoehe
        breite, _ = _anteilswert(np.abs(abweichung), 1, _VIER_VON_FUENF)
        rauschen = np.array([_RAUSCHEN[groesse.art] for groesse in GRUNDGROESSEN])
        return cls(hoehe, abweichung, np.fmax(breite / _STREUUNGEN_IN_VIER_VON_FUENF, rauschen))

    def ausser(self, faktor: float) -> Maske:
        """Where the distance is more than ``faktor`` times the usual one."""
        weit: Maske = np.abs(self.abweichung) > faktor * self.ueblich
        return weit


def _sprung(stoff: Pruefstoff, abstand: int) -> Iterator[Treffer]:
    """Figures that changed since ``abstand`` months ago as neither this Jobcenter's nor its peers' usually do."""
    faelle, je_fall = _faelle(stoff)
    vorher = _frueher(faelle, abstand)
    wachstum = np.log((faelle + 0.5) / (vorher + 0.5))
    eigenes, beobachtet = _anteilswert(wachstum, 1, 0.5)
    gemeinsames, einheiten = _anteilswert(wachstum[: stoff.einheiten], 0, 0.5)
    allein = einheiten < stoff.parameter_wert("SPRUNG_VERGLEICHSEINHEITEN")
    faktor = stoff.parameter_wert("SPRUNG_FAKTOR")
    selbst = _Abstand.zu(faelle, (vorher + 0.5) * np.exp(eigenes) - 0.5)
    unter_anderen = _Abstand.zu(faelle, (vorher + 0.5) * np.exp(gemeinsames) - 0.5)
    auffaellig = selbst.ausser(faktor) & (unter_anderen.ausser(faktor) | allein)
    auffaellig &= np.abs(faelle - vorher) > stoff.parameter_wert("SPRUNG_MINDESTANTEIL") * vorher
    auffaellig &= (beobachtet >= stoff.parameter_wert("SPRUNG_BEOBACHTUNGEN")) & stoff.faellig[:, :, None]
    for reihe, stelle, spalte in _stellen(auffaellig):
        mitte, breite = selbst.erwartet[reihe, stelle, spalte], faktor * selbst.ueblich[reihe, 0, spalte]
        von, bis = _von_skala(np.array([mitte - breite, mitte + breite])) * je_fall[spalte]
        andere = None if allein[0, stelle, spalte] else float(np.expm1(gemeinsames[0, stelle, spalte]))
        yield _sprung_treffer(stoff, (reihe, stelle, spalte), abstand, (ceil(von), floor(bis)), andere)


def _sprung_treffer(
    stoff: Pruefstoff, ort: tuple[int, ...], abstand: int, grenzen: tuple[int, int], andere: float | None
) -> Treffer:
    reihe, stelle, spalte = ort
    code = GRUNDGROESSEN[spalte].code
    ist, vorher = stoff.werte[reihe, stelle, spalte], stoff.werte[reihe, stelle - abstand, spalte]
    anteil = f" ({veraenderung((ist - vorher) / vorher)})" if vorher else ""
    von, bis = (zahl_text(code, grenze) for grenze in grenzen)
    vergleich = "" if andere is None else f" Bei allen Jobcentern war die mittlere Veränderung {veraenderung(andere)}."
    text = (
        f"{code} für {monat(stoff.monate[stelle])} ist {zahl_text(code, ist)}, "
        f"nach {zahl_text(code, vorher)} im {monat(stoff.monate[stelle - abstand])}{anteil}. "
        f"Nach den bisherigen Veränderungen dieses Jobcenters üblich wären {von} bis {bis}.{vergleich} "
        "Bitte berichtigen oder erklären."
    )
    return Treffer(reihe, stelle, code, f"{von} bis {bis}", text)


def _sprung_vormonat(stoff: Pruefstoff) -> Iterator[Treffer]:
    return _sprung(stoff, 1)


def _sprung_vorjahr(stoff: Pruefstoff) -> Iterator[Treffer]:
    return _sprung(stoff, 12)


# -- The table -------------------------------------------------------------------------------------------------

_DATEN = Norm("§ 51b Abs. 1 SGB II")
_HART, _WEICH = Schwere.HART, Schwere.WEICH

REGELN: tuple[Regel, ...] = (
    Regel("FEHLT", "Angabe fehlt", _HART, _DATEN, _fehlt),
    Regel("AUSSER_GELTUNG", "Angabe wird in diesem Monat nicht erhoben", _HART, _DATEN, _ausser_geltung),
    Regel("NEGATIV", "Angabe ist negativ", _HART, _DATEN, _negativ),
    Regel("TEIL_GROESSER_GANZES", "Teil ist größer als das Ganze", _HART, _DATEN, _teil_groesser_ganzes),
    Regel("BESTANDSGLEICHUNG", "Bestand folgt nicht aus Vormonat und Bewegungen", _HART, _DATEN, _bestandsgleichung),
    Regel("SPRUNG_VORMONAT", "Sprung gegenüber dem Vormonat", _WEICH, _DATEN, _sprung_vormonat),
    Regel("SPRUNG_VORJAHR", "Sprung gegenüber dem Vorjahresmonat", _WEICH, _DATEN, _sprung_vorjahr),
)
