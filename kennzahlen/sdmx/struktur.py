"""Descriptions as an SDMX-ML 2.1 structure message. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from xml.etree import ElementTree as ET

from kennzahlen.sdmx.aufbau import (
    AGENTUR,
    BESTANDTEIL,
    BESTANDTEILE,
    MESSWERT,
    TRAEGER_DER_REIHENMERKMALE,
    Art,
    Beschreibung,
    Bestandteil,
    Eintrag,
    Stelle,
)

NACHRICHT = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
ALLGEMEIN = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
STRUKTUR = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
SPRACHE = {"xml:lang": "de"}

_EINTRAG = {Art.CODELISTE: "Code", Art.BEGRIFFE: "Concept", Art.STELLEN: "Agency"}
for _kuerzel, _raum in (("mes", NACHRICHT), ("com", ALLGEMEIN), ("str", STRUKTUR)):
    ET.register_namespace(_kuerzel, _raum)


@dataclass(frozen=True)
class Kopf:
    """What every message says of itself. ``kennung`` and ``erstellt`` follow from what is answered, not from a clock,
    so that the same question is answered with the same bytes.
    """

    kennung: str
    erstellt: datetime


def strukturnachricht(
    kopf: Kopf, beschreibungen: Iterable[Beschreibung], stummel: frozenset[Beschreibung] = frozenset(), ort: str = ""
) -> bytes:
    """The message. Of the ``stummel`` only id and name are written, and where (below ``ort``) the rest is found."""
    wurzel = ET.Element(f"{{{NACHRICHT}}}Structure")
    kopfteil = ET.SubElement(wurzel, f"{{{NACHRICHT}}}Header")
    for name, text in (("ID", kopf.kennung), ("Test", "false"), ("Prepared", kopf.erstellt.isoformat())):
        ET.SubElement(kopfteil, f"{{{NACHRICHT}}}{name}").text = text
    ET.SubElement(kopfteil, f"{{{NACHRICHT}}}Sender", id=AGENTUR)
    ablagen = ET.SubElement(wurzel, f"{{{NACHRICHT}}}Structures")
    reihenfolge = (Art.STELLEN, Art.FLUSS, Art.CODELISTE, Art.BEGRIFFE, Art.STRUKTUR)
    geordnete = sorted(beschreibungen, key=lambda eine: reihenfolge.index(eine.art))
    for art, einige in groupby(geordnete, key=lambda eine: eine.art):
        ablage = _teil(ablagen, art.ablage)
        for eine in einige:
            _beschreibe(ablage, eine, ort if eine in stummel else "")
    ET.indent(wurzel, " ")
    nachricht: bytes = ET.tostring(wurzel, encoding="utf-8", xml_declaration=True)
    return nachricht


def _teil(ueber: ET.Element, name: str, angaben: dict[str, str] | None = None, text: str | None = None) -> ET.Element:
    teil = ET.SubElement(ueber, f"{{{STRUKTUR}}}{name}", angaben or {})
    teil.text = text
    return teil


def _benenne(teil: ET.Element, titel: str, beschreibung: str = "") -> None:
    ET.SubElement(teil, f"{{{ALLGEMEIN}}}Name", SPRACHE).text = titel
    if beschreibung:
        ET.SubElement(teil, f"{{{ALLGEMEIN}}}Description", SPRACHE).text = beschreibung


def _beschreibe(ablage: ET.Element, eine: Beschreibung, stummel_ort: str) -> None:
    angaben = {"id": eine.kennung, "agencyID": eine.agentur, "version": eine.version, "urn": eine.urn}
    if stummel_ort:
        pfad = f"{eine.art.pfad}/{eine.agentur}/{eine.kennung}/{eine.version}"
        angaben |= {"isExternalReference": "true", "structureURL": f"{stummel_ort}{pfad}"}
    elif eine.auszug:
        angaben["isPartial"] = "true"
    teil = _teil(ablage, eine.art.klasse, angaben)
    _benenne(teil, eine.titel)
    if stummel_ort:
        return
    for eintrag in eine.eintraege:
        eigener = _eintrag(teil, _EINTRAG[eine.art], eintrag)
        if eine.art is Art.BEGRIFFE:
            _darstellung(eigener, "CoreRepresentation", BESTANDTEIL[eintrag.kennung], eine.kinder)
    if eine.art is Art.STRUKTUR:
        _bestandteile(_teil(teil, "DataStructureComponents"), eine)
    if eine.art is Art.FLUSS:
        _verweis(_teil(teil, "Structure"), eine.kinder[0])


def _eintrag(liste: ET.Element, name: str, eintrag: Eintrag) -> ET.Element:
    teil = _teil(liste, name, {"id": eintrag.kennung})
    _benenne(teil, eintrag.titel, eintrag.beschreibung)
    if eintrag.ueber:
        ET.SubElement(_teil(teil, "Parent"), "Ref", id=eintrag.ueber)
    return teil


def _darstellung(teil: ET.Element, name: str, bestandteil: Bestandteil, listen: Iterable[Beschreibung]) -> None:
    """Which values a component has: those of a code list, or a kind of text."""
    darstellung = _teil(teil, name)
    for liste in listen:
        if liste.kennung == bestandteil.liste:
            _verweis(_teil(darstellung, "Enumeration"), liste)
    if not bestandteil.liste:
        _teil(darstellung, "TextFormat", {"textType": bestandteil.format})


def _verweis(teil: ET.Element, auf: Beschreibung) -> None:
    ET.SubElement(
        teil,
        "Ref",
        {
            "id": auf.kennung,
            "agencyID": auf.agentur,
            "version": auf.version,
            "package": auf.art.paket,
            "class": auf.art.klasse,
        },
    )


# -- The components of a data structure ------------------------------------------------------------------------


def _bestandteile(teile: ET.Element, struktur: Beschreibung) -> None:
    begriffe, *listen = struktur.kinder
    dimensionen = _teil(teile, "DimensionList", {"id": "DimensionDescriptor"})
    merkmale = _teil(teile, "AttributeList", {"id": "AttributeDescriptor"})
    messwerte = _teil(teile, "MeasureList", {"id": "MeasureDescriptor"})
    ort = {Stelle.DIMENSION: dimensionen, Stelle.ZEIT: dimensionen, Stelle.MESSWERT: messwerte}
    for platz, bestandteil in enumerate(BESTANDTEILE, 1):
        stelle = bestandteil.stelle
        teil = _teil(ort.get(stelle, merkmale), _name(stelle), _angaben(bestandteil, platz))
        _begriff(_teil(teil, "ConceptIdentity"), bestandteil.kennung, begriffe)
        _darstellung(teil, "LocalRepresentation", bestandteil, listen)
        if stelle not in ort:
            _zugehoerigkeit(_teil(teil, "AttributeRelationship"), stelle)


def _name(stelle: Stelle) -> str:
    return stelle.value if stelle in (Stelle.DIMENSION, Stelle.ZEIT, Stelle.MESSWERT) else "Attribute"


def _angaben(bestandteil: Bestandteil, platz: int) -> dict[str, str]:
    angaben = {"id": bestandteil.kennung}
    if bestandteil.stelle in (Stelle.DIMENSION, Stelle.ZEIT):
        return angaben | {"position": str(platz)}
    if bestandteil.stelle is Stelle.MESSWERT:
        return angaben
    return angaben | {"assignmentStatus": "Mandatory" if bestandteil.pflicht else "Conditional"}


def _begriff(teil: ET.Element, kennung: str, begriffe: Beschreibung) -> None:
    ET.SubElement(
        teil,
        "Ref",
        {
            "id": kennung,
            "maintainableParentID": begriffe.kennung,
            "maintainableParentVersion": begriffe.version,
            "agencyID": begriffe.agentur,
            "package": begriffe.art.paket,
            "class": "Concept",
        },
    )


def _zugehoerigkeit(teil: ET.Element, stelle: Stelle) -> None:
    if stelle is Stelle.DATENSATZ:
        _teil(teil, "None")
    elif stelle is Stelle.REIHE:
        ET.SubElement(_teil(teil, "Dimension"), "Ref", id=TRAEGER_DER_REIHENMERKMALE)
    else:
        ET.SubElement(_teil(teil, "PrimaryMeasure"), "Ref", id=MESSWERT)
