"""Series cut and turned as the client wants them: how many observations, how much of each, by which dimension. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kennzahlen.sdmx.aufbau import ALLE_DIMENSIONEN, SATZMERKMALE, SCHLUESSEL, TRAEGER_DER_REIHENMERKMALE, ZEIT
from kennzahlen.sdmx.werte import Beobachtung, Reihe

UMFAENGE = ("full", "dataonly", "nodata", "serieskeysonly")
BEOBACHTET_NACH = (ZEIT, ALLE_DIMENSIONEN, *SCHLUESSEL)


@dataclass(frozen=True)
class Zuschnitt:
    """``umfang`` is one of UMFAENGE, ``erste`` and ``letzte`` count observations of each series, ``nach`` is the
    dimension at the observation.
    """

    umfang: str = "full"
    erste: int | None = None
    letzte: int | None = None
    nach: str = ZEIT

    @property
    def mit_beobachtungen(self) -> bool:
        """Whether observations are wanted at all."""
        return self.umfang in ("full", "dataonly")

    @property
    def mit_merkmalen(self) -> bool:
        """Whether attributes are wanted."""
        return self.umfang in ("full", "nodata")

    @property
    def passend_gereiht(self) -> bool:
        """Whether the series pass one by one; else all of them have to be gathered first."""
        return self.nach in (ZEIT, ALLE_DIMENSIONEN)


@dataclass(frozen=True)
class Datensatz:
    """What a data message says of itself: the release that is read, and whether only changes of it are given."""

    nummer: int
    stand: str
    erstellt: datetime
    nur_neues: bool = False

    @property
    def merkmale(self) -> tuple[tuple[str, str], ...]:
        """The attributes of the data set, with their values."""
        return tuple(zip(SATZMERKMALE, (str(self.nummer), self.stand), strict=True))

    @property
    def aktion(self) -> str:
        """What a store of data should do with them."""
        return "Append" if self.nur_neues else "Replace"


@dataclass(frozen=True)
class Gruppe:
    """What stands together in a message: the dimensions all have in common with their values, the attributes of the
    series, and observations, each with its values of the remaining dimensions.

    Where the attributes of the series differ within a group, it has none, and each observation has them at the end of
    its own.
    """

    schluessel: tuple[tuple[str, str], ...]
    merkmale: tuple[str, ...]
    beobachtungen: tuple[tuple[tuple[str, ...], Beobachtung], ...]


def zugeschnitten(reihen: Iterable[Reihe], zuschnitt: Zuschnitt) -> Iterator[Reihe]:
    """The series with the observations wanted; those without any are left out."""
    alle = zuschnitt.erste is None and zuschnitt.letzte is None
    for reihe in reihen:
        anzahl = len(reihe.beobachtungen)
        bis, ab = anzahl if alle else zuschnitt.erste or 0, anzahl - (zuschnitt.letzte or 0)
        einige = tuple(b for nr, b in enumerate(reihe.beobachtungen) if nr < bis or nr >= ab)
        if einige:
            yield reihe._replace(beobachtungen=einige)


def gruppiert(reihen: Iterable[Reihe], nach: str) -> Iterator[Gruppe]:
    """The series by the dimension at the observation."""
    if nach == ZEIT:
        for reihe in reihen:
            schluessel = tuple(zip(SCHLUESSEL, reihe.schluessel, strict=True))
            yield Gruppe(schluessel, reihe.merkmale, tuple(((b.monat,), b) for b in reihe.beobachtungen))
    elif nach == ALLE_DIMENSIONEN:
        for reihe in reihen:
            yield Gruppe((), (), tuple(((*reihe.schluessel, b.monat), _mit(b, reihe)) for b in reihe.beobachtungen))
    else:
        yield from _quer(reihen, nach)


def _mit(eine: Beobachtung, reihe: Reihe) -> Beobachtung:
    return eine._replace(merkmale=(*eine.merkmale, *reihe.merkmale))


def _quer(reihen: Iterable[Reihe], nach: str) -> Iterator[Gruppe]:
    stelle, einzeln = SCHLUESSEL.index(nach), nach == TRAEGER_DER_REIHENMERKMALE
    gesammelt: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[tuple[str, ...], Beobachtung]]] = {}
    for reihe in reihen:
        rest = (*reihe.schluessel[:stelle], *reihe.schluessel[stelle + 1 :])
        gemeinsame = () if einzeln else reihe.merkmale
        for eine in reihe.beobachtungen:
            platz = gesammelt.setdefault(((*rest, eine.monat), gemeinsame), [])
            platz.append(((reihe.schluessel[stelle],), _mit(eine, reihe) if einzeln else eine))
    namen = (*SCHLUESSEL[:stelle], *SCHLUESSEL[stelle + 1 :], ZEIT)
    for (werte, merkmale), einzelne in gesammelt.items():
        yield Gruppe(tuple(zip(namen, werte, strict=True)), merkmale, tuple(einzelne))


def gebuendelt(stuecke: Iterable[str], groesse: int = 1 << 16) -> Iterator[bytes]:
    """Text in pieces of about so many characters, in UTF-8: small ones cost more to send than to make."""
    gesammelt: list[str] = []
    laenge = 0
    for stueck in stuecke:
        gesammelt.append(stueck)
        laenge += len(stueck)
        if laenge >= groesse:
            yield "".join(gesammelt).encode()
            gesammelt, laenge = [], 0
    yield "".join(gesammelt).encode()
