"""What a formula that can be read must fulfil besides: codes that exist, no circle, windows that fit the periods."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from kennzahlen.eigene.formelsprache.baum import Baum, Fenster, Fensterart, bezuege, teile
from kennzahlen.eigene.formelsprache.fehler import Formelfehler
from kennzahlen.eigene.formelsprache.lesen import lies

HOECHSTENS_STUFEN = 10
"""Formulas of formulas of formulas."""

_NUR_MONATLICH = (Fensterart.SUMME12, Fensterart.MITTEL12, Fensterart.VORMONAT)


@dataclass(frozen=True)
class Umgebung:
    """Where a formula lives: its own code, the codes it may use, and what the formulas among those refer to.

    ``je_jahr``: periods in a year (12 months, 4 quarters, 1 year). ``wo`` says in the plural what there is to choose
    from, for the message about a code that is unknown.
    """

    code: str
    bekannt: Collection[str]
    formeln: Mapping[str, Collection[str]] = field(default_factory=dict)
    je_jahr: int = 12
    wo: str = "Grundgrößen und eigenen Zahlen"


def pruefe(text: str, umgebung: Umgebung) -> Baum:
    """The tree of a formula that is right in its place; :class:`.Formelfehler` for the first thing that is not."""
    baum = lies(text)
    stellen = bezuege(baum)
    for name, stelle in stellen.items():
        if name not in umgebung.bekannt and name != umgebung.code:
            raise _unbekannt(name, stelle, umgebung)
    _pruefe_fenster(baum, umgebung)
    _pruefe_kreis(stellen, umgebung)
    return baum


def _unbekannt(name: str, stelle: int, umgebung: Umgebung) -> Formelfehler:
    aehnlich = get_close_matches(name.upper(), umgebung.bekannt, n=1)
    liste = f"ein Code aus der Liste der {umgebung.wo}"
    return Formelfehler(stelle, name, "unbekannter Code", f"{aehnlich[0]}? Sonst {liste}" if aehnlich else liste)


def _pruefe_fenster(baum: Baum, umgebung: Umgebung) -> None:
    for teil in teile(baum):
        if isinstance(teil, Fenster) and teil.art in _NUR_MONATLICH and umgebung.je_jahr != 12:
            was = "dieses Fenster gibt es nur für Zahlen von Monaten"
            raise Formelfehler(teil.stelle, teil.art.value, was, "vorjahr(…), oder Zahlen von Monaten verwenden")


def _pruefe_kreis(stellen: Mapping[str, int], umgebung: Umgebung) -> None:
    """No code may lead back to the formula itself, and none through too many others."""
    bezogen = {**umgebung.formeln, umgebung.code: tuple(stellen)}
    for name, stelle in stellen.items():
        weg = _weg(name, umgebung.code, bezogen)
        if weg:
            kreis = " → ".join([umgebung.code, *weg])
            raise Formelfehler(stelle, name, f"die Formel führt zu sich selbst ({kreis})", "eine Größe ohne diesen Weg")
    if _stufen(umgebung.code, bezogen) > HOECHSTENS_STUFEN:
        was = "zu viele Formeln bauen aufeinander auf"
        raise Formelfehler(0, "", was, f"höchstens {HOECHSTENS_STUFEN} Stufen")


def _weg(von: str, nach: str, bezogen: Mapping[str, Collection[str]]) -> list[str]:
    """The codes from one to another, both included; empty where none leads there."""
    wege, gesehen = [[von]], {von}
    for weg in wege:
        if weg[-1] == nach:
            return weg
        neue = [name for name in bezogen.get(weg[-1], ()) if name not in gesehen]
        gesehen.update(neue)
        wege += ([*weg, name] for name in neue)
    return []


def _stufen(code: str, bezogen: Mapping[str, Collection[str]]) -> int:
    """How many formulas stand on each other below a code, counted until there are too many."""
    ebene, stufen = {code}, 0
    while ebene and stufen <= HOECHSTENS_STUFEN:
        ebene = {name for einer in ebene for name in bezogen.get(einer, ())}
        stufen += bool(ebene)
    return stufen


def reihenfolge(bezogen: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The codes of formulas in an order in which each comes after those it refers to.

    Raises ``ValueError`` for a circle, which :func:`pruefe` never lets in.
    """
    fertig: dict[str, None] = {}
    offen = dict(bezogen)
    while offen:
        bereit = [code for code, namen in offen.items() if not any(name in offen for name in namen)]
        if not bereit:
            raise ValueError(f"Diese Formeln beziehen sich im Kreis aufeinander: {', '.join(sorted(offen))}")
        fertig.update(dict.fromkeys(bereit))
        for code in bereit:
            del offen[code]
    return tuple(fertig)
