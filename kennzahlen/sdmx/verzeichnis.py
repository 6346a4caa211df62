"""Which descriptions a query for structures names: by kind, agency, id and version, with those they refer to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kennzahlen.sdmx.aufbau import Art, Beschreibung

ALLE = "all"
GEMISCHT = "structure"
"""The kind in an address that means every kind."""

ARTEN = {art.pfad: art for art in Art}
VERWEISE = ("none", "children", "descendants", "parents", "parentsandsiblings", "all", *ARTEN)
TIEFEN = ("full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial")


@dataclass(frozen=True)
class Frage:
    """What is asked for: ``all`` and, of versions, ``latest`` or ``*`` stand for whatever there is."""

    art: str
    agentur: str = ALLE
    kennung: str = ALLE
    version: str = "latest"

    def meint(self, eine: Beschreibung) -> bool:
        """Whether a description is asked for itself."""
        return (
            self.art in (GEMISCHT, eine.art.pfad)
            and _genannt(eine.agentur, self.agentur)
            and _genannt(eine.kennung, self.kennung)
            and _genannt(eine.version, self.version, ("latest", ALLE, "*"))
        )


def _genannt(wert: str, gefragt: str, alle: Sequence[str] = (ALLE, "*")) -> bool:
    return any(teil in alle or teil == wert for teil in gefragt.replace(",", "+").split("+"))


@dataclass(frozen=True)
class Auskunft:
    """The descriptions that answer: those asked for, and those that come along with them."""

    gefragte: tuple[Beschreibung, ...]
    weitere: tuple[Beschreibung, ...]

    @property
    def alle(self) -> tuple[Beschreibung, ...]:
        """Both, by kind."""
        reihenfolge = {art: nr for nr, art in enumerate(Art)}
        return tuple(sorted((*self.gefragte, *self.weitere), key=lambda eine: reihenfolge[eine.art]))

    def stummel(self, tiefe: str) -> frozenset[Beschreibung]:
        """Those of which a client wants to know only that they exist."""
        if tiefe in ("allstubs", "allcompletestubs"):
            return frozenset(self.alle)
        return frozenset(self.weitere if tiefe in ("referencestubs", "referencecompletestubs") else ())


def auskunft(frage: Frage, verweise: str, vorhandene: Sequence[Beschreibung]) -> Auskunft:
    """What a query names in an order that does not depend on it; empty where there is nothing of the kind."""
    gefragte = [eine for eine in vorhandene if frage.meint(eine)]
    weitere = [eine for eine in _verwandte(gefragte, verweise, vorhandene) if eine not in gefragte]
    return Auskunft(tuple(gefragte), tuple(eine for eine in vorhandene if eine in weitere))


def _verwandte(
    gefragte: Sequence[Beschreibung], verweise: str, vorhandene: Sequence[Beschreibung]
) -> list[Beschreibung]:
    eltern = list(_eltern(gefragte, vorhandene))
    wege = {
        "none": [],
        "children": list(_kinder(gefragte)),
        "descendants": list(_nachkommen(gefragte)),
        "parents": eltern,
        "parentsandsiblings": [*eltern, *_kinder(eltern)],
        "all": [*eltern, *_kinder(eltern), *_nachkommen(gefragte)],
    }
    if verweise in ARTEN:
        return [eine for eine in (*eltern, *_nachkommen(gefragte)) if eine.art is ARTEN[verweise]]
    return wege[verweise]


def _kinder(einige: Iterable[Beschreibung]) -> Iterator[Beschreibung]:
    for eine in einige:
        yield from eine.kinder


def _nachkommen(einige: Iterable[Beschreibung]) -> Iterator[Beschreibung]:
    for kind in _kinder(einige):
        yield kind
        yield from _nachkommen([kind])


def _eltern(einige: Sequence[Beschreibung], vorhandene: Sequence[Beschreibung]) -> Iterator[Beschreibung]:
    return (eine for eine in vorhandene if any(kind in einige for kind in eine.kinder))
