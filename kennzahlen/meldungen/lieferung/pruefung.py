"""The rules for the rows of a month file: every field readable, each figure due in its month, and only once.

Columns repeat the same few texts, so each distinct text is read once and the rest is array work. A rule hands its
hits over as positions; only the first of them are put in words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kennzahlen.meldungen.lieferung.fehler import Fehler, Fehlerliste, zeige
from kennzahlen.meldungen.lieferung.felder import Leser, lies_groesse, monatsleser, traegerleser
from kennzahlen.meldungen.lieferung.tabelle import Tabelle
from kennzahlen.meldungen.lieferung.zahlen import Unlesbar, lies_anzahl, lies_cent, zerlege
from kennzahlen.recht import GRUNDGROESSEN, Groessenart
from zielsystem.recht import Geltung

Ganze = NDArray[np.int64]
Maske = NDArray[np.bool_]
Traegerliste = Mapping[str, tuple[int, Sequence[Geltung]]]
"""AGS → the id of the Jobcenter and the periods in which the AGS is its key."""

_MONATE = 10_000 * 12
_NICHT_IM_MONAT = {
    "traeger": "im Monat {} ist dies nicht der AGS eines Jobcenters",
    "groesse": "wird für den Monat {} nicht erhoben",
}
_GELD = np.array([groesse.art is Groessenart.GELD for groesse in GRUNDGROESSEN])


@dataclass(frozen=True, eq=False)
class Spalte:
    """A column as read: a whole number per row, meaningful where ``gut``."""

    name: str
    werte: Ganze
    gut: Maske


@dataclass(frozen=True, eq=False)
class Zeilen:
    """All rows as whole numbers: Jobcenter by id, month since the year 0, column of the Grundgröße, value."""

    einheiten: Ganze
    monate: Ganze
    groessen: Ganze
    werte: Ganze


def pruefe(
    tabelle: Tabelle, traeger: Traegerliste, bis: date, fehler: Fehlerliste, eigene: Collection[int] | None = None
) -> Zeilen:
    """Read and check all rows; what is wrong is reported, and the result means something only if nothing is.

    With ``eigene`` a row of another Jobcenter (by id) is wrong.
    """
    monate = _lies(tabelle, "monat", monatsleser(bis), fehler)
    ags = _lies(tabelle, "traeger", traegerleser(traeger), fehler)
    groessen = _lies(tabelle, "groesse", lies_groesse, fehler)
    werte = _lies_werte(tabelle, groessen, fehler)
    _pruefe_geltung(tabelle, ags, [geltungen for _, geltungen in traeger.values()], monate, fehler)
    _pruefe_geltung(tabelle, groessen, [(groesse.geltung,) for groesse in GRUNDGROESSEN], monate, fehler)
    einheiten = np.array([einheit for einheit, _ in traeger.values()] or [0], dtype=np.int64)[ags.werte]
    if eigene is not None:
        _pruefe_eigene(tabelle, np.flatnonzero(ags.gut & ~np.isin(einheiten, list(eigene))), traeger, eigene, fehler)
    zeilen = Zeilen(einheiten, monate.werte, groessen.werte, werte)
    _pruefe_einmaligkeit(tabelle, zeilen, np.flatnonzero(ags.gut & monate.gut & groessen.gut), fehler)
    return zeilen


def _lies(tabelle: Tabelle, name: str, leser: Leser, fehler: Fehlerliste, stellen: Ganze | None = None) -> Spalte:
    """Read a column, or the given positions of it: each distinct text once."""
    texte = tabelle.spalten[name]
    if stellen is None:
        stellen = np.arange(len(texte))
    else:
        texte = [texte[stelle] for stelle in stellen.tolist()]
    zahlen: dict[str, int] = {}
    maengel: dict[str, Unlesbar] = {}
    for text in dict.fromkeys(texte):
        try:
            zahlen[text] = leser(text)
        except Unlesbar as mangel:
            zahlen[text], maengel[text] = 0, mangel
    gut = np.fromiter((text not in maengel for text in texte), np.bool_, len(texte))

    def erklaere(stelle: int) -> Fehler:
        return tabelle.fehler(stelle, name, maengel[tabelle.spalten[name][stelle]])

    fehler.melde_alle(stellen[~gut], erklaere)
    return Spalte(name, np.fromiter(map(zahlen.__getitem__, texte), np.int64, len(texte)), gut)


def _lies_werte(tabelle: Tabelle, groessen: Spalte, fehler: Fehlerliste) -> Ganze:
    """The values, money in cents; where the Grundgröße is unknown, only that it is a number."""
    werte = np.zeros(len(tabelle.nummern), dtype=np.int64)
    geld = _GELD[groessen.werte]
    for leser, art in ((lies_cent, geld), (lies_anzahl, ~geld)):
        stellen = np.flatnonzero(groessen.gut & art)
        werte[stellen] = _lies(tabelle, "wert", leser, fehler, stellen).werte
    _lies(tabelle, "wert", lambda text: zerlege(text)[0], fehler, np.flatnonzero(~groessen.gut))
    return werte


def _pruefe_geltung(
    tabelle: Tabelle, spalte: Spalte, geltungen: Sequence[Sequence[Geltung]], monate: Spalte, fehler: Fehlerliste
) -> None:
    """Each Jobcenter and each Grundgröße only in months in which there is one; every pair is looked at once."""
    stellen = np.flatnonzero(spalte.gut & monate.gut)
    paare, lage = np.unique(spalte.werte[stellen] * _MONATE + monate.werte[stellen], return_inverse=True)
    gilt = np.array([_gilt(geltungen[paar // _MONATE], paar % _MONATE) for paar in paare.tolist()], dtype=np.bool_)

    def erklaere(stelle: int) -> Fehler:
        monat = tabelle.spalten["monat"][stelle].strip()
        mangel = Unlesbar(_NICHT_IM_MONAT[spalte.name].format(monat), _zeitraum(geltungen[spalte.werte[stelle]]))
        return tabelle.fehler(stelle, spalte.name, mangel)

    fehler.melde_alle(stellen[~gilt[lage]], erklaere)


def _pruefe_eigene(
    tabelle: Tabelle, fremde: Ganze, traeger: Traegerliste, eigene: Collection[int], fehler: Fehlerliste
) -> None:
    """Whoever reports for a Jobcenter delivers its rows only."""
    schluessel = " oder ".join(ags for ags, (einheit, _) in traeger.items() if einheit in eigene)
    mangel = Unlesbar("dies ist nicht Ihr Jobcenter", f"nur Zeilen mit dem AGS {schluessel}")
    fehler.melde_alle(fremde, lambda stelle: tabelle.fehler(stelle, "traeger", mangel))


def _gilt(geltungen: Sequence[Geltung], monat: int) -> bool:
    erster = date(monat // 12, monat % 12 + 1, 1)
    return any(erster in geltung for geltung in geltungen)


def _zeitraum(geltungen: Sequence[Geltung]) -> str:
    """The months whose first day lies in one of the periods, such as ``Monate von 2009-01 bis 2019-03``."""
    return "Monate " + " oder ".join(map(_monate, geltungen)) if geltungen else "ein anderer Träger"


def _monate(geltung: Geltung) -> str:
    von = f"von {geltung.ab + timedelta(days=31 if geltung.ab.day > 1 else 0):%Y-%m}" if geltung.ab else ""
    bis = f"bis {geltung.bis - timedelta(days=1):%Y-%m}" if geltung.bis else ""
    return " ".join(filter(None, (von, bis))) or "ohne Einschränkung"


def _pruefe_einmaligkeit(tabelle: Tabelle, zeilen: Zeilen, stellen: Ganze, fehler: Fehlerliste) -> None:
    """A figure may stand in the file once, even if it is repeated with the same value."""
    angaben = (zeilen.einheiten * _MONATE + zeilen.monate) * len(GRUNDGROESSEN) + zeilen.groessen
    _, erste, lage = np.unique(angaben[stellen], return_index=True, return_inverse=True)
    vorher = erste[lage]
    doppelt = np.flatnonzero(vorher != np.arange(len(stellen)))
    frueher = dict(zip(stellen[doppelt].tolist(), stellen[vorher[doppelt]].tolist(), strict=True))

    def erklaere(stelle: int) -> Fehler:
        erste_stelle = frueher[stelle]
        ort = f"Zeile {tabelle.nummern[erste_stelle]}"
        was = f"dieselbe Angabe steht schon in {ort} (Wert „{zeige(tabelle.spalten['wert'][erste_stelle])}“)"
        return tabelle.fehler(stelle, "wert", Unlesbar(was, f"jede Angabe nur einmal; diese oder {ort} streichen"))

    fehler.melde_alle(stellen[doppelt], erklaere)
