"""Computing again only what a correction can have changed.

A corrected month of a Jobcenter reaches the values of that Jobcenter (and of whoever took it over or went up in it)
for as many months as the longest window looks back, and those of its groups; nothing else. So the Jobcenter itself
is computed twice over its whole history, once from the former and once from the present Meldungen
(:func:`unterschied`). Where the two differ, all units are computed for the calendar years concerned, from no more
months than these need (:func:`fenster`), and the groups of these years anew. What differs then is what has to be
published. That holds where nothing is withheld, and where the correction cannot concern what is
(:func:`beruehrt_geheimes`). Otherwise a secret concerns other units and months as well: then all is computed, and
:func:`moeglich` says where it can come out differently at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.cube import Cube, Ganze, Maske, Nachfolge, Zahlen
from kennzahlen.einheiten import Einheitenachse
from kennzahlen.formeln import Gruppierung, Teile, berechne
from kennzahlen.gemeldetes import stellen_auf
from kennzahlen.models import Schutz
from kennzahlen.recht import GRUNDGROESSEN, KENNZAHLEN, Groessenart
from kennzahlen.veroeffentlichungen.eingaben import MELDUNGSSPALTEN, ZAHLEN, breite_aus
from kennzahlen.veroeffentlichungen.geheimhaltung.primaer import kleine

REICHWEITE = max(-ausdruck.von for k in KENNZAHLEN for ausdruck in (k.zaehler, k.nenner))
"""The longest that any formula looks back, in months."""


@dataclass(frozen=True, eq=False)
class Unterschied:
    """What a correction changes: the units (positions on the axis, with all tied to them by mergers) and whole years.

    ``jahre`` are months of the axis. ``vorher`` and ``nachher`` are the parts of these units on the whole axis,
    ``figuren`` [unit, month, Grundgröße] what they rest on now.
    """

    einheiten: list[int]
    jahre: slice
    vorher: Teile
    nachher: Teile
    figuren: Zahlen


@dataclass(frozen=True, eq=False)
class Fenster:
    """The years to be published anew: the units' parts before and after the correction, on an axis of these years.

    ``achse`` is the whole axis, cut to the months of ``vorher`` and ``nachher``.
    """

    achse: Einheitenachse
    vorher: Teile
    nachher: Teile


def unterschied(achse: Einheitenachse, monate: tuple[date, ...], vorher: Ganze, nachher: Ganze) -> Unterschied | None:
    """Where the ids of Meldungen ``vorher`` and ``nachher`` lead to different values of any unit.

    None where they lead to the same everywhere. ``monate`` are those of the axis.
    """
    betroffene = verbundene(achse, _korrigierte(achse, np.setxor1d(vorher, nachher, assume_unique=True)))
    alle = _lies("jobcenter_id = ANY(%s)", [[achse.jobcenter[stelle] for stelle in betroffene]])
    eigene = _Auszug(achse, monate, betroffene)
    frueher, jetzt = (eigene.cube(alle[np.isin(alle["id"], ids)]) for ids in (vorher, nachher))
    teile_frueher, teile_jetzt = map(eigene.rechne, (frueher, jetzt))
    verschieden = _monate_mit_unterschied(teile_frueher, teile_jetzt)
    if not len(verschieden):
        return None
    jahre = slice(int(verschieden[0]) // 12 * 12, min((int(verschieden[-1]) // 12 + 1) * 12, len(monate)))
    return Unterschied(betroffene, jahre, teile_frueher, teile_jetzt, jetzt.werte)


def fenster(achse: Einheitenachse, monate: tuple[date, ...], anders: Unterschied) -> Fenster:
    """All units in the years concerned."""
    uebrige = _uebrige(achse, monate, anders.jahre, anders.einheiten)
    fassungen = (
        _vereint([(anders.einheiten, _monate(teile, anders.jahre)), *uebrige])
        for teile in (anders.vorher, anders.nachher)
    )
    return Fenster(_zugeschnitten(achse, anders.jahre), *fassungen)


def beruehrt_geheimes(anders: Unterschied, einheiten: Sequence[int], unter: int) -> bool:
    """Whether a correction may change what is withheld; ``einheiten`` are the ids of the units corrected. One query.

    It does not where only numerators and denominators differ, nothing of these units is or was small, they are in no
    pair, and no figure is left out of the totals: then all counts that need protection are the same as before, and
    each is protected already. What is withheld stays withheld, and everything else is shown as it is now.
    """
    if any((getattr(anders.vorher, f) != getattr(anders.nachher, f)).any() for f in ("grund", "monate")):
        return True
    if any(klein.any() for teile in (anders.vorher, anders.nachher) for klein in kleine(teile, unter)):
        return True
    bestaende = anders.figuren[:, :, _BESTAENDE]
    if ((bestaende > 0) & (bestaende < unter)).any():
        return True
    beteiligte = Q(ausgelassen=True) | Q(einheit__in=einheiten) | Q(partner__in=einheiten)
    return Schutz.objects.filter(beteiligte).exists()


_BESTAENDE = [stelle for stelle, groesse in enumerate(GRUNDGROESSEN) if groesse.art is Groessenart.BESTAND]


def moeglich(anders: Unterschied, geheim: Maske, einheiten: int) -> Maske:
    """[row, year] where rows can differ from what is published, given [row, month] what is or ever was withheld.

    The first ``einheiten`` rows are units: one that was not corrected differs only by what is withheld of it. A
    group differs also by units that are left out of it, and these are withheld themselves in the month.
    """
    jahre = -(-geheim.shape[1] // 12)
    aufgefuellt = np.zeros((len(geheim), jahre * 12), dtype=np.bool_)
    aufgefuellt[:, : geheim.shape[1]] = geheim
    zellen: Maske = np.logical_or.reduce(aufgefuellt.reshape(len(geheim), jahre, 12), axis=2)
    korrigiert = slice(anders.jahre.start // 12, -(-anders.jahre.stop // 12))
    zellen[anders.einheiten, korrigiert] = True
    zellen[einheiten:, zellen.any(axis=0)] = True
    return zellen


def verbundene(achse: Einheitenachse, stellen: Iterable[int]) -> list[int]:
    """Units (positions on the axis) with all that are tied to them by mergers, ascending."""
    gefunden, neu = set[int](), set(stellen)
    while neu:
        gefunden |= neu
        paare = [{nachfolge.vorgaenger, nachfolge.nachfolger} for nachfolge in achse.nachfolgen]
        neu = set[int]().union(*(paar for paar in paare if paar & gefunden)) - gefunden
    return sorted(gefunden)


# -- Some of the units over their whole history ----------------------------------------------------------------


class _Auszug:
    """Some units of the axis, whole components of mergers, over a range of its months."""

    def __init__(
        self, achse: Einheitenachse, monate: tuple[date, ...], stellen: Sequence[int], bereich: slice = slice(None)
    ) -> None:
        self.monate = monate[bereich]
        self.jobcenter = tuple(achse.jobcenter[stelle] for stelle in stellen)
        self.existiert: Maske = achse.existiert[list(stellen), bereich]
        neu = {alt: nummer for nummer, alt in enumerate(stellen)}
        self.nachfolgen = [
            Nachfolge(neu[n.vorgaenger], neu[n.nachfolger], n.monat) for n in achse.nachfolgen if n.vorgaenger in neu
        ]

    def rechne(self, cube: Cube) -> Teile:
        """Their parts."""
        return berechne(cube, existiert=self.existiert, nachfolgen=self.nachfolgen)

    def cube(self, zeilen: NDArray[Any]) -> Cube:
        """The figures of the rows of Meldungen that lie in these months."""
        werte: Zahlen = np.full((len(self.jobcenter), len(self.monate), len(GRUNDGROESSEN)), np.nan)
        breite_aus(werte, self.jobcenter, self.monate[0], zeilen)
        return Cube(self.jobcenter, self.monate, werte)


def _monate_mit_unterschied(eine: Teile, andere: Teile) -> Ganze:
    anders = np.zeros(eine.grund.shape, dtype=np.bool_)
    for feld in ("zaehler", "nenner", "monate", "grund"):
        a, b = getattr(eine, feld), getattr(andere, feld)
        anders |= (a != b) & ~((a != a) & (b != b))
    monate: Ganze = np.flatnonzero(anders.any(axis=(0, 2)))
    return monate


# -- All other units in the years concerned --------------------------------------------------------------------


def _uebrige(
    achse: Einheitenachse, monate: tuple[date, ...], bereich: slice, ohne: Sequence[int]
) -> list[tuple[list[int], Teile]]:
    """The parts of the other units: from few months where these say all, else from the whole history."""
    beginn = max(0, bereich.start - REICHWEITE)
    andere = sorted(set(range(len(achse.jobcenter))) - set(ohne))
    von, bis = monate[beginn], monate[bereich.stop - 1]
    zeilen = _gueltige("monat BETWEEN %s AND %s", [von, bis])
    kurz = _Auszug(achse, monate, andere, slice(beginn, bereich.stop))
    genuegt = _genuegt(achse, kurz.cube(zeilen), andere, beginn)
    kurze = [stelle for stelle, reicht in zip(andere, genuegt, strict=True) if reicht]
    lange = sorted(set(andere) - set(kurze))
    ergebnis = []
    if kurze:
        auszug = _Auszug(achse, monate, kurze, slice(beginn, bereich.stop))
        teile = auszug.rechne(auszug.cube(zeilen))
        ergebnis.append((kurze, _monate(teile, slice(bereich.start - beginn, bereich.stop - beginn))))
    if lange:
        schluessel = [achse.jobcenter[stelle] for stelle in lange]
        ganze = _gueltige("jobcenter_id = ANY(%s) AND monat <= %s", [schluessel, bis])
        auszug = _Auszug(achse, monate, lange, slice(bereich.stop))
        ergebnis.append((lange, _monate(auszug.rechne(auszug.cube(ganze)), bereich)))
    return ergebnis


def _genuegt(achse: Einheitenachse, cube: Cube, stellen: Sequence[int], beginn: int) -> Maske:
    """Whose series may be cut off before the cube: nothing lies before it, or it begins with a whole month.

    A series that begins with a gap would else count as one that has only just begun.
    """
    erhoben = np.array([cube.monate[0] in groesse.geltung for groesse in GRUNDGROESSEN])
    ganz = ~np.isnan(cube.werte[:, 0, erhoben]).any(axis=1) & achse.existiert[list(stellen), beginn]
    neu = ~achse.existiert[list(stellen), : beginn + 1].any(axis=1)
    verbunden = {stelle for n in achse.nachfolgen for stelle in (n.vorgaenger, n.nachfolger)}
    allein = np.array([stelle not in verbunden for stelle in stellen], dtype=np.bool_)
    genuegt: Maske = allein & (ganz | neu) if beginn else np.ones(len(stellen), dtype=np.bool_)
    return genuegt


# -- Putting together ------------------------------------------------------------------------------------------


def _monate(teile: Teile, bereich: slice) -> Teile:
    """The parts of some of the months."""
    felder = ("zaehler", "nenner", "monate", "grund", "einheiten_fehlend")
    return replace(
        teile,
        monate_achse=teile.monate_achse[bereich],
        definition=teile.definition[bereich],
        **{feld: getattr(teile, feld)[:, bereich] for feld in felder},
    )


def _vereint(stuecke: Sequence[tuple[Sequence[int], Teile]]) -> Teile:
    """The parts of all units in the order of the axis."""
    folge = np.argsort(np.concatenate([np.array(stellen, dtype=np.int64) for stellen, _ in stuecke]))
    teile = [einige for _, einige in stuecke]
    return replace(
        teile[0],
        zaehler=np.concatenate([t.zaehler for t in teile])[folge],
        nenner=np.concatenate([t.nenner for t in teile])[folge],
        monate=np.concatenate([t.monate for t in teile])[folge],
        grund=np.concatenate([t.grund for t in teile])[folge],
        einheiten_fehlend=np.concatenate([t.einheiten_fehlend for t in teile])[folge],
    )


def _zugeschnitten(achse: Einheitenachse, bereich: slice) -> Einheitenachse:
    return replace(
        achse,
        existiert=achse.existiert[:, bereich],
        nachfolgen=(),
        gruppierungen=tuple(Gruppierung(g.anzahl, g.zuordnung[:, bereich]) for g in achse.gruppierungen),
    )


# -- Reading ---------------------------------------------------------------------------------------------------


def _korrigierte(achse: Einheitenachse, ids: Ganze) -> list[int]:
    """Which units of the axis some Meldungen belong to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT jobcenter_id FROM kennzahlen_meldung WHERE id = ANY(%s)", [ids.tolist()])
        jobcenter = np.array([zeile[0] for zeile in cursor.fetchall()], dtype=np.int64)
    gefunden = stellen_auf(achse.jobcenter, jobcenter)
    return [stelle for stelle in gefunden.tolist() if stelle >= 0]


def _gueltige(bedingung: str, parameter: list[Any]) -> NDArray[Any]:
    return _lies(f"zustand = 'freigegeben' AND {bedingung}", parameter)


def _lies(bedingung: str, parameter: list[Any]) -> NDArray[Any]:
    with connection.cursor() as cursor:
        abfrage = f"{ZAHLEN} WHERE {bedingung}"
        return binary_copy.lies(cursor.cursor, abfrage, parameter, MELDUNGSSPALTEN, je="jobcenter")
