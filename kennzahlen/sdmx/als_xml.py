"""Data as SDMX-ML 2.1, generic and structure-specific, piece by piece. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from kennzahlen.sdmx.aufbau import (
    AGENTUR,
    ALLE_DIMENSIONEN,
    FLUSS,
    MERKMALE,
    MESSWERT,
    REIHENMERKMALE,
    SCHLUESSEL,
    VERSION,
    ZEIT,
)
from kennzahlen.sdmx.fluss import Datensatz, Gruppe, Zuschnitt, gruppiert
from kennzahlen.sdmx.werte import Beobachtung, Reihe

_NAMEN = (*MERKMALE, *REIHENMERKMALE)
_SCHEMA = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_RAEUME = (
    f'xmlns:mes="{_SCHEMA}/message" xmlns:com="{_SCHEMA}/common" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_EIGENER_RAUM = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENTUR}:{FLUSS}({VERSION})"


def generisch(satz: Datensatz, reihen: Iterable[Reihe], zuschnitt: Zuschnitt) -> Iterator[str]:
    """A generic data message."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<mes:GenericData {_RAEUME} xmlns:gen="{_SCHEMA}/data/generic">\n'
    yield _kopf(satz, zuschnitt, "")
    yield f'<mes:DataSet structureRef="{FLUSS}" action="{satz.aktion}">'
    if zuschnitt.mit_merkmalen:
        yield _attribute(satz.merkmale)
    flach = zuschnitt.nach == ALLE_DIMENSIONEN
    for gruppe in gruppiert(map(_maskiert, reihen), zuschnitt.nach):
        beobachtungen = "".join(_generische(gruppe, zuschnitt)) if zuschnitt.mit_beobachtungen else ""
        if flach:
            yield beobachtungen
            continue
        merkmale = zip(REIHENMERKMALE, gruppe.merkmale, strict=False) if zuschnitt.mit_merkmalen else ()
        werte = "".join(_wert(*paar) for paar in gruppe.schluessel)
        kopf = f"<gen:SeriesKey>{werte}</gen:SeriesKey>{_attribute(merkmale)}"
        yield f"\n<gen:Series>{kopf}{beobachtungen}</gen:Series>"
    yield "\n</mes:DataSet></mes:GenericData>\n"


def _maskiert(reihe: Reihe) -> Reihe:
    """A series whose key can stand in an attribute: people name groups, all else is codes and numbers."""
    return reihe._replace(schluessel=tuple(escape(teil, {'"': "&quot;"}) for teil in reihe.schluessel))


def _generische(gruppe: Gruppe, zuschnitt: Zuschnitt) -> Iterator[str]:
    for ort, eine in gruppe.beobachtungen:
        wert = "" if eine.wert is None else f'<gen:ObsValue value="{eine.wert}"/>'
        merkmale = _attribute(_vorhandene(eine)) if zuschnitt.mit_merkmalen else ""
        yield f"<gen:Obs>{_ort(ort)}{wert}{merkmale}</gen:Obs>"


def _ort(ort: tuple[str, ...]) -> str:
    if len(ort) == 1:
        return f'<gen:ObsDimension value="{ort[0]}"/>'
    werte = zip((*SCHLUESSEL, ZEIT), ort, strict=True)
    return f"<gen:ObsKey>{''.join(_wert(*paar) for paar in werte)}</gen:ObsKey>"


def _wert(name: str, wert: str) -> str:
    return f'<gen:Value id="{name}" value="{wert}"/>'


def _attribute(paare: Iterable[tuple[str, str]]) -> str:
    werte = "".join(_wert(*paar) for paar in paare)
    return f"<gen:Attributes>{werte}</gen:Attributes>" if werte else ""


def _vorhandene(eine: Beobachtung) -> Iterator[tuple[str, str]]:
    return ((name, wert) for name, wert in zip(_NAMEN, eine.merkmale, strict=False) if wert is not None)


def strukturspezifisch(satz: Datensatz, reihen: Iterable[Reihe], zuschnitt: Zuschnitt) -> Iterator[str]:
    """A structure-specific data message: the same in a third of the space."""
    raum = f"{_EIGENER_RAUM}:ObsLevelDim:{zuschnitt.nach}"
    eigene = f'xmlns:dat="{_SCHEMA}/data/structurespecific" xmlns:kz="{raum}"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<mes:StructureSpecificData {_RAEUME} {eigene}>\n'
    yield _kopf(satz, zuschnitt, f' namespace="{raum}"')
    merkmale = _als_angaben(satz.merkmale) if zuschnitt.mit_merkmalen else ""
    yield (
        f'<mes:DataSet xsi:type="kz:DataSetType" dat:structureRef="{FLUSS}" dat:dataScope="DataStructure" '
        f'dat:action="{satz.aktion}"{merkmale}>'
    )
    namen = (*SCHLUESSEL, ZEIT) if zuschnitt.nach == ALLE_DIMENSIONEN else (zuschnitt.nach,)
    for gruppe in gruppiert(map(_maskiert, reihen), zuschnitt.nach):
        beobachtungen = "".join(_spezifische(gruppe, zuschnitt, namen)) if zuschnitt.mit_beobachtungen else ""
        if zuschnitt.nach == ALLE_DIMENSIONEN:
            yield beobachtungen
            continue
        angaben = [*gruppe.schluessel]
        if zuschnitt.mit_merkmalen:
            angaben += zip(REIHENMERKMALE, gruppe.merkmale, strict=False)
        yield f"\n<Series{_als_angaben(angaben)}>{beobachtungen}</Series>"
    yield "\n</mes:DataSet></mes:StructureSpecificData>\n"


def _spezifische(gruppe: Gruppe, zuschnitt: Zuschnitt, namen: tuple[str, ...]) -> Iterator[str]:
    for ort, eine in gruppe.beobachtungen:
        wert = "" if eine.wert is None else f' {MESSWERT}="{eine.wert}"'
        merkmale = _als_angaben(_vorhandene(eine)) if zuschnitt.mit_merkmalen else ""
        yield f"<Obs{_als_angaben(zip(namen, ort, strict=True))}{wert}{merkmale}/>"


def _als_angaben(paare: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{wert}"' for name, wert in paare)


def _kopf(satz: Datensatz, zuschnitt: Zuschnitt, raum: str) -> str:
    verweis = f'<Ref agencyID="{AGENTUR}" id="{FLUSS}" version="{VERSION}" package="datastructure"'
    return (
        f"<mes:Header><mes:ID>{FLUSS}-{satz.nummer}</mes:ID><mes:Test>false</mes:Test>"
        f'<mes:Prepared>{satz.erstellt.isoformat()}</mes:Prepared><mes:Sender id="{AGENTUR}"/>'
        f'<mes:Structure structureID="{FLUSS}"{raum} dimensionAtObservation="{zuschnitt.nach}">'
        f'<com:Structure>{verweis} class="DataStructure"/></com:Structure></mes:Structure>'
        f"<mes:DataSetAction>{satz.aktion}</mes:DataSetAction></mes:Header>\n"
    )
