"""The table of rules, and the one way to ask all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from kennzahlen.cube import Cube, Ganze, Maske, Nachfolge, Verlaeufe, verlaeufe
from kennzahlen.meldungen.plausibilitaet import monat, spruenge
from kennzahlen.meldungen.plausibilitaet.entwicklung import KEIN_TYP, Entwicklung
from kennzahlen.meldungen.plausibilitaet.stoff import Befund, Pruefstoff, Regel, Schwere, Treffer
from kennzahlen.recht import PARAMETER, SPALTE
from zielsystem.parameter.recht import Parameter
from zielsystem.recht import Norm, in_kraft


def pruefe(  # noqa: PLR0913 (what is checked, as of when, and what else is known)
    cube: Cube,
    zu_pruefen: Maske,
    stichmonat: date,
    *,
    existiert: Maske | None = None,
    nachfolgen: Sequence[Nachfolge] = (),
    parameter: Iterable[Parameter] = PARAMETER,
    typen: Ganze | None = None,
    entwicklung: Entwicklung | None = None,
) -> list[Befund]:
    """All findings for the marked units and months [unit, month], by unit, month and rule.

    ``stichmonat`` is the month as of which is checked: a figure that may be handed in later is missed only then. The
    rest of the cube is history. Existence and mergers as in :func:`kennzahlen.cube.verlaeufe`: the first months of
    a successor are held against what it and its predecessors reported together. ``typen`` [unit, month] are the
    keys of the Vergleichstypen, 0 for none; ``entwicklung`` is what all Jobcenter did, for a cube that does not hold
    all of them.
    """
    verlauf = verlaeufe(cube, existiert, nachfolgen)
    einheit_der_reihe = _einheit_der_reihe(verlauf)
    if typen is None:
        typen = np.full(cube.werte.shape[:2], KEIN_TYP)
    stoff = Pruefstoff(
        werte=verlauf.werte,
        faellig=_faellig(verlauf, zu_pruefen),
        typen=typen[einheit_der_reihe],
        einheiten=len(cube.einheiten),
        monate=cube.monate,
        stichmonat=stichmonat,
        parameter=tuple(parameter),
        entwicklung=entwicklung,
    )
    if not stoff.faellig.any():
        return []
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
    zuordnung = np.minimum(np.arange(len(verlauf.werte)), len(verlauf.reihe) - 1)
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
        beteiligte=treffer.beteiligte or (treffer.groesse,),
    )


_DATEN = Norm("§ 51b Abs. 1 SGB II")
_HART, _WEICH = Schwere.HART, Schwere.WEICH

REGELN: tuple[Regel, ...] = (
    Regel("FEHLT", "Angabe fehlt", _HART, _DATEN, monat.fehlt),
    Regel("AUSSER_GELTUNG", "Angabe wird in diesem Monat nicht erhoben", _HART, _DATEN, monat.ausser_geltung),
    Regel("NEGATIV", "Angabe ist negativ", _HART, _DATEN, monat.negativ),
    Regel("TEIL_GROESSER_GANZES", "Teil ist größer als das Ganze", _HART, _DATEN, monat.teil_groesser_ganzes),
    Regel(
        "BESTANDSGLEICHUNG", "Bestand folgt nicht aus Vormonat und Bewegungen", _HART, _DATEN, monat.bestandsgleichung
    ),
    Regel(
        "BESTANDSGLEICHUNG_LZB",
        "Bestand an LZB folgt nicht aus Vormonat und Bewegungen",
        _WEICH,
        _DATEN,
        monat.bestandsgleichung_lzb,
    ),
    Regel("FOLGEMONAT", "Bestand des Folgemonats geht nicht mehr auf", _WEICH, _DATEN, monat.folgemonat),
    Regel("FOLGEMONAT_LZB", "Bestand an LZB des Folgemonats geht nicht mehr auf", _WEICH, _DATEN, monat.folgemonat_lzb),
    Regel("SPRUNG_VORMONAT", "Sprung gegenüber dem Vormonat", _WEICH, _DATEN, spruenge.sprung_vormonat),
    Regel("SPRUNG_VORJAHR", "Sprung gegenüber dem Vorjahresmonat", _WEICH, _DATEN, spruenge.sprung_vorjahr),
)
