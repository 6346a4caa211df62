"""Complete suppression: small counts, and everything from which they could be worked out.

For every small count a partner is chosen (:mod:`.partner`), and every published sum that contains the figure of
exactly one of the two is withheld. So for each small count there are at least three different values with which
everything that is published, totals, derived totals and neighbouring windows included, would be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from kennzahlen.cube import Cube, Ganze, Maske, Nachfolge
from kennzahlen.formeln import Grund, Gruppierung, Teile, aggregiere, basis
from kennzahlen.recht import PARAMETER, SPALTE
from kennzahlen.veroeffentlichungen.geheimhaltung.anlauf import Anlaufschutz, kleine_monate
from kennzahlen.veroeffentlichungen.geheimhaltung.aufstellung import GEGENSTUECK, Anzeige, Summen, anzeigen, sichten
from kennzahlen.veroeffentlichungen.geheimhaltung.gedaechtnis import (
    Auslassung,
    Ausloeser,
    Frueheres,
    Gedaechtnis,
    nichts_frueheres,
)
from kennzahlen.veroeffentlichungen.geheimhaltung.partner import NIEMAND, Lage, Paar, Partnerwahl
from kennzahlen.veroeffentlichungen.geheimhaltung.primaer import kleine, schwelle, verborgen
from zielsystem.parameter.recht import Parameter


@dataclass(frozen=True, eq=False)
class Eingabe:
    """What a release is made from: figures, the units' parts, when they exist, their groups and mergers."""

    cube: Cube
    einzeln: Teile
    gruppierungen: Sequence[Gruppierung]
    existiert: Maske | None = None
    nachfolgen: Sequence[Nachfolge] = ()


class Geschuetzt(NamedTuple):
    """What may be published of all units and of all groups, and the protections that later releases must go on with."""

    einzeln: Teile
    gruppen: Teile
    paare: tuple[Paar, ...] = ()
    auslassungen: tuple[Auslassung, ...] = ()


def schuetze(
    eingabe: Eingabe, am: date, frueheres: Frueheres | None = None, zeilen: Iterable[Parameter] = PARAMETER
) -> Geschuetzt:
    """The parts of all units and of all groups as they may be published on a day, given what was published before.

    What was withheld once stays withheld, and a pair of an earlier release goes on in windows first published now.
    A count that becomes small by a correction after its publication is withheld, and so is everything with the
    corrected figure; all totals leave it out and count it in ``einheiten_fehlend``.
    """
    unter = schwelle(am, zeilen)
    alle = anzeigen(eingabe.einzeln.codes)
    klein = kleine(eingabe.einzeln, unter)
    ausloeser = sorted(_ausloeser(eingabe.einzeln, alle, klein) | _kleine_bestaende(eingabe, alle, unter))
    monate = kleine_monate(eingabe.cube.werte, alle, unter, _besteht(eingabe))
    if not ausloeser and not monate and (frueheres is None or not frueheres.geheim.any()):
        return Geschuetzt(eingabe.einzeln, aggregiere(eingabe.einzeln, eingabe.gruppierungen))
    zuvor = frueheres or nichts_frueheres(*eingabe.einzeln.grund.shape)
    gedaechtnis = Gedaechtnis(zuvor, eingabe.einzeln, alle, _sichten(eingabe, ohne_gruppen=True)[0])
    suchende, neue_auslassungen = gedaechtnis.einordnen(ausloeser)
    betroffen, verbunden = gedaechtnis.ausgelassene([*zuvor.auslassungen, *neue_auslassungen])
    ausgenommen = betroffen & ~verbunden
    summen = _summen(eingabe, ausgenommen)
    lage = Lage(summen, eingabe.cube.werte, alle, unter)
    wahl = Partnerwahl(lage)
    neue_paare = _ohne_partner(wahl, zuvor) + [_paar(wahl, gedaechtnis, einer) for einer in suchende]
    geheim = _verdecke(summen, alle, [*zuvor.paare, *neue_paare])
    anlauf = Anlaufschutz(lage, zuvor)
    anlauf.verdecke(geheim, anlauf.anlaeufe(monate))
    _verdecke_summen_mit(geheim, summen, verbunden)
    geheim[: len(zuvor.geheim), : zuvor.monate] |= zuvor.geheim[:, : zuvor.monate]
    geheim[: len(ausgenommen)] |= ausgenommen | klein[0] | klein[1]
    return Geschuetzt(
        *_geschuetzt(eingabe.einzeln, summen.gruppen, geheim, unter), tuple(neue_paare), tuple(neue_auslassungen)
    )


# -- What is small ---------------------------------------------------------------------------------------------


def _ausloeser(einzeln: Teile, alle: dict[str, tuple[Anzeige, ...]], klein: tuple[Maske, Maske]) -> set[Ausloeser]:
    """All small counts of units, by month, unit and Grundgröße. A group's count is small only if a member's is."""
    zaehler, nenner = klein
    if not (zaehler.any() or nenner.any()):
        return set()
    gefunden: set[Ausloeser] = set()
    for groesse, liste in alle.items():
        for anzeige in liste:
            hier = (zaehler if anzeige.zaehler else nenner)[:, :, anzeige.spalte]
            stellen = np.argwhere(hier & (einzeln.definition[:, anzeige.spalte] == anzeige.nr))
            gefunden.update(Ausloeser(monat + anzeige.bis, einheit, groesse) for einheit, monat in stellen.tolist())
    return gefunden


def _kleine_bestaende(eingabe: Eingabe, alle: dict[str, tuple[Anzeige, ...]], unter: int) -> set[Ausloeser]:
    """Small stocks of a month that is shown by itself, if only next year: the windows before must not tell them."""
    gefunden: set[Ausloeser] = set()
    for groesse, liste in alle.items():
        if any(anzeige.laenge == 1 for anzeige in liste):
            werte = eingabe.cube.werte[:, :, SPALTE[groesse]]
            klein = (werte > 0) & (werte < unter) & _besteht(eingabe)
            gefunden.update(Ausloeser(monat, einheit, groesse) for einheit, monat in np.argwhere(klein).tolist())
    return gefunden


# -- Partners --------------------------------------------------------------------------------------------------


def _ohne_partner(wahl: Partnerwahl, zuvor: Frueheres) -> list[Paar]:
    """Go on from the former pairs; whose partner no longer has enough cases, both are withheld in all their sums.

    So it is with women and men who changed places at a partner, if one of the two was corrected: how many could
    have done so in both releases is known to nobody.
    """
    allein: dict[Paar, None] = {}
    for paar in sorted(zuvor.paare, key=lambda paar: paar.monat):
        wahl.uebernimm(paar)
        if not wahl.reicht(paar) or (_tausch(paar) and _korrigiert(zuvor, paar)):
            allein |= dict.fromkeys(paar._replace(einheit=e, partner=NIEMAND) for e in (paar.einheit, paar.partner))
    return [paar for paar in allein if paar not in zuvor.paare]


def _tausch(paar: Paar) -> bool:
    return paar.partner != NIEMAND and paar.groessen[1:] == (GEGENSTUECK.get(paar.groessen[0]),)


def _korrigiert(zuvor: Frueheres, paar: Paar) -> bool:
    return zuvor.korrigiert is not None and bool(zuvor.korrigiert[[paar.einheit, paar.partner], paar.monat].any())


def _paar(wahl: Partnerwahl, gedaechtnis: Gedaechtnis, einer: Ausloeser) -> Paar:
    """A pair; for a month published before among those that were withheld then, if that is still possible."""
    moegliche = gedaechtnis.verdeckte(einer)
    if moegliche is not None:
        paar = wahl.waehle(einer.groesse, einer.einheit, einer.monat, moegliche)
        if paar.partner != NIEMAND:
            return paar
    return wahl.waehle(einer.groesse, einer.einheit, einer.monat)


# -- Sums ------------------------------------------------------------------------------------------------------


def _summen(eingabe: Eingabe, ausgenommen: Maske) -> Summen:
    """All sums; who is left out counts as missing."""
    einzeln = eingabe.einzeln
    if ausgenommen.any():
        einzeln = replace(einzeln, grund=np.where(ausgenommen, np.uint8(Grund.LUECKE), einzeln.grund))
    return Summen(einzeln, aggregiere(einzeln, eingabe.gruppierungen), _sichten(eingabe))


def _besteht(eingabe: Eingabe) -> Maske:
    if eingabe.existiert is not None:
        return eingabe.existiert
    return np.ones(eingabe.einzeln.grund.shape[:2], dtype=np.bool_)


def _sichten(eingabe: Eingabe, *, ohne_gruppen: bool = False) -> Ganze:
    return sichten(_besteht(eingabe), () if ohne_gruppen else eingabe.gruppierungen, eingabe.nachfolgen)


# -- What is withheld ------------------------------------------------------------------------------------------


def _verdecke(summen: Summen, alle: dict[str, tuple[Anzeige, ...]], paare: Sequence[Paar]) -> Maske:
    """[row, month, measure]: every sum that contains the figure of exactly one of a pair."""
    anzahl = len(summen.einzeln.grund) + len(summen.gruppen.grund)
    geheim = np.zeros((anzahl, *summen.einzeln.grund.shape[1:]), dtype=np.bool_)
    for groesse, liste in alle.items():
        stellen = [paar[:3] for paar in paare if groesse in paar.groessen]
        if stellen:
            einheit, partner, monat = np.array(sorted(set(stellen)), dtype=np.int64).T
            for anzeige in liste:
                _verdecke_anzeige(geheim, summen, anzeige, (einheit, partner, monat))
    return geheim


def _verdecke_anzeige(geheim: Maske, summen: Summen, anzeige: Anzeige, paare: tuple[Ganze, Ganze, Ganze]) -> None:
    """The same for one side of one measure: all months whose window contains the month of a pair, at once."""
    einheit, partner, monat = paare
    ende = geheim.shape[1]
    gezeigt = (monat - anzeige.bis)[:, None] + np.arange(anzeige.laenge)
    stelle = np.minimum(gezeigt, ende - 1)
    gilt = (gezeigt < ende) & (summen.einzeln.definition[stelle, anzeige.spalte] == anzeige.nr)
    eine = summen.zeilen_mit(np.broadcast_to(einheit[:, None], stelle.shape), stelle, anzeige.spalte)
    andere = summen.zeilen_mit(np.broadcast_to(partner[:, None], stelle.shape), stelle, anzeige.spalte)
    for zeile in (eine, andere):
        treffer = gilt & (eine != andere) & (zeile >= 0)
        geheim[zeile[treffer], np.broadcast_to(stelle, zeile.shape)[treffer], anzeige.spalte] = True


def _verdecke_summen_mit(geheim: Maske, summen: Summen, stellen: Maske) -> None:
    """Withhold all totals with some figures that can neither stay in them nor leave them without being told."""
    for einheit, monat, spalte in np.argwhere(stellen):
        zeilen = summen.zeilen_mit(einheit, monat, int(spalte))
        geheim[zeilen[zeilen >= 0], monat, spalte] = True


def _geschuetzt(einzeln: Teile, gruppen: Teile, geheim: Maske, unter: int) -> tuple[Teile, Teile]:
    """The parts without what is withheld and without small sums; what is unknown anyway keeps its own reason."""
    anzahl = len(einzeln.grund)
    zaehler, nenner = kleine(gruppen, unter)
    return (
        verborgen(einzeln, geheim[:anzahl] & basis(einzeln)),
        verborgen(gruppen, (geheim[anzahl:] | zaehler | nenner) & basis(gruppen)),
    )
