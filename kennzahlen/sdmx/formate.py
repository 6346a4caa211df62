"""In which formats messages are written, and which one a client means by its ``Accept`` or by ``format=``. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_VND = "application/vnd.sdmx"


@dataclass(frozen=True)
class Format:
    """A format: its name in ``format=``, its media type, and other media types it answers to."""

    name: str
    medientyp: str
    auch: tuple[str, ...] = ()
    endung: str = "xml"

    def passt(self, bereich: str, angaben: dict[str, str]) -> bool:
        """Whether a media range of ``Accept`` names it; a version that is given has to be its own."""
        typ, _, version = self.medientyp.partition(";version=")
        if bereich == typ:
            return angaben.get("version", version) == version
        return bereich in self.auch or bereich in ("*/*", f"{typ.split('/')[0]}/*")


STRUKTUR = (Format("structure", f"{_VND}.structure+xml;version=2.1", ("application/xml", "text/xml")),)
GENERISCH = Format(
    "generic",
    f"{_VND}.genericdata+xml;version=2.1",
    (f"{_VND}.generic+xml", f"{_VND}.generictimeseriesdata+xml", "application/xml", "text/xml"),
)
STRUKTURSPEZIFISCH = Format(
    "structurespecific",
    f"{_VND}.structurespecificdata+xml;version=2.1",
    (f"{_VND}.structurespecifictimeseriesdata+xml",),
)
CSV_1 = Format("csv", f"{_VND}.data+csv;version=1.0.0", ("text/csv",), "csv")
CSV_2 = Format("csv2", f"{_VND}.data+csv;version=2.0.0", endung="csv")
DATEN = (GENERISCH, STRUKTURSPEZIFISCH, CSV_1, CSV_2)
"""Without a wish the first one."""


def verhandelt(accept: str, formate: Sequence[Format]) -> Format | None:
    """The format a client wants most; None where it wants none of them. No ``Accept`` means anything."""
    for bereich, angaben in _bereiche(accept or "*/*"):
        for eines in formate:
            if eines.passt(bereich, angaben):
                return eines
    return None


def _bereiche(accept: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The media ranges with their parameters, the most wanted first; those with q=0 are left out."""
    gelesene = [_bereich(teil) for teil in accept.split(",")]
    for bereich, angaben in sorted(gelesene, key=lambda einer: -_gewicht(einer[1])):
        if _gewicht(angaben) > 0:
            yield bereich, angaben


def _bereich(text: str) -> tuple[str, dict[str, str]]:
    bereich, *angaben = (teil.strip() for teil in text.split(";"))
    paare = (angabe.partition("=") for angabe in angaben)
    return bereich.lower(), {name.strip().lower(): wert.strip().strip('"') for name, _, wert in paare}


def _gewicht(angaben: dict[str, str]) -> float:
    try:
        return float(angaben.get("q", "1"))
    except ValueError:
        return 0
