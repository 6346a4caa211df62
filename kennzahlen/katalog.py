"""Releases as a data catalogue, DCAT-AP.de 3.0 in JSON-LD: what portals such as GovData collect. Pure.

Every release is a dataset of its own, for none is ever changed; together they are a series. What only the ministry can
decide (licence, contact) stands in the constants below as a placeholder; see docs/api.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Knoten = dict[str, Any]
"""A node of JSON-LD."""

# Placeholders: in force as soon as the ministry says so.
LIZENZ = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
NAMENSNENNUNG = "Bundesministerium für Arbeit und Soziales, Kennzahlen nach § 48a SGB II"
KONTAKT = "https://www.bmas.de/DE/Service/Kontakt/kontakt.html"

HERAUSGEBER = "Bundesministerium für Arbeit und Soziales"
DATENBEREITSTELLER = "http://dcat-ap.de/def/contributors/bundesministeriumFuerArbeitUndSoziales"

_EU = "http://publications.europa.eu/resource/authority"
_DCATDE = "http://dcat-ap.de/def"
CONTEXT: Knoten = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": f"{_DCATDE}/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Dateiangabe:
    """A file of a release: kind (``csv`` or ``parquet``), path, checksum in hexadecimal digits, size in bytes."""

    art: str
    pfad: str
    sha256: str
    groesse: int


@dataclass(frozen=True)
class Eintrag:
    """What the catalogue says of a release; ``von`` and ``bis`` are the first days of its first and last month."""

    nummer: int
    stand: date
    veroeffentlicht_am: datetime
    von: date
    bis: date
    anzahl_werte: int
    dateien: Sequence[Dateiangabe] = ()


@dataclass(frozen=True)
class Orte:
    """Where the system is reached: its address without a slash, and the paths below it."""

    wurzel: str
    katalog: str
    sdmx: str
    api: str
    beschreibung: str
    veroeffentlichungen: str

    def adresse(self, pfad: str) -> str:
        """A whole address."""
        return f"{self.wurzel}{pfad}"

    def eintrag(self, nummer: int) -> str:
        """The address of a release in the catalogue, by which it is named everywhere."""
        return self.adresse(f"{self.katalog}{nummer}/")


def katalog(eintraege: Sequence[Eintrag], orte: Orte) -> Knoten:
    """The whole catalogue with its releases, the newest first."""
    ort = orte.adresse(orte.katalog)
    return {
        "@context": CONTEXT,
        "@id": ort,
        "@type": "dcat:Catalog",
        "dct:title": _deutsch("Kennzahlen nach § 48a SGB II"),
        "dct:description": _deutsch(
            "Veröffentlichungen der Kennzahlen und Ergänzungsgrößen der Grundsicherung für Arbeitsuchende."
        ),
        "dct:publisher": _herausgeber(orte),
        "dct:language": _ist(f"{_EU}/language/DEU"),
        "dct:license": _ist(LIZENZ),
        "dct:spatial": _deutschland(),
        "foaf:homepage": _ist(orte.adresse("/")),
        "dcat:themeTaxonomy": _ist(f"{_EU}/data-theme"),
        "dct:modified": _zeitpunkt(eintraege[0].veroeffentlicht_am) if eintraege else [],
        "dcat:service": [_sdmx_dienst(orte), _api_dienst(orte)],
        "dcat:dataset": [_datensatz(eintrag, orte) for eintrag in eintraege],
    }


def einzeln(eintrag: Eintrag, orte: Orte) -> Knoten:
    """A single release, as it stands in the catalogue."""
    return {"@context": CONTEXT, **_datensatz(eintrag, orte)}


def _datensatz(eintrag: Eintrag, orte: Orte) -> Knoten:
    ort = orte.eintrag(eintrag.nummer)
    return {
        "@id": ort,
        "@type": "dcat:Dataset",
        "dct:title": _deutsch(f"Kennzahlen nach § 48a SGB II bis {eintrag.bis:%m/%Y}, Stand {eintrag.stand:%d.%m.%Y}"),
        "dct:description": _deutsch(
            f"{eintrag.anzahl_werte} Werte der Kennzahlen und Ergänzungsgrößen je Jobcenter, Land, Bund und Gruppe und "
            "Monat, wie sie an diesem Tag veröffentlicht wurden. Werte, aus denen sich auf einzelne Personen schließen "
            "ließe, sind nicht enthalten."
        ),
        "dct:identifier": ort,
        "dcat:version": str(eintrag.nummer),
        "dcatde:contributorID": _ist(DATENBEREITSTELLER),
        "dct:publisher": _herausgeber(orte),
        "dcat:contactPoint": _kontakt(orte),
        "dct:issued": _zeitpunkt(eintrag.veroeffentlicht_am),
        "dct:modified": _zeitpunkt(eintrag.veroeffentlicht_am),
        "dct:accrualPeriodicity": _ist(f"{_EU}/frequency/MONTHLY"),
        "dct:accessRights": _ist(f"{_EU}/access-right/PUBLIC"),
        "dct:language": _ist(f"{_EU}/language/DEU"),
        "dct:spatial": _deutschland(),
        "dcatde:politicalGeocodingLevelURI": _ist(f"{_DCATDE}/politicalGeocoding/Level/federal"),
        "dct:temporal": _zeitraum(eintrag),
        "dcat:temporalResolution": {"@value": "P1M", "@type": "xsd:duration"},
        "dcat:theme": _ist(f"{_EU}/data-theme/SOCI"),
        "dcat:keyword": [
            _deutsch(wort) for wort in ("Grundsicherung", "Jobcenter", "Kennzahlen", "SGB II", "Integrationsquote")
        ],
        "dcat:landingPage": _ist(orte.adresse(f"{orte.veroeffentlichungen}{eintrag.nummer}/")),
        "dcat:distribution": [
            *(_datei(datei, ort, orte) for datei in eintrag.dateien),
            _sdmx_angebot(eintrag, ort, orte),
        ],
    }


# -- Distributions and services --------------------------------------------------------------------------------

_DATEIFORMAT = {
    "csv": ("CSV", "text/csv", "Alle Werte als CSV (Semikolon, UTF-8)"),
    "parquet": ("PARQUET", "application/vnd.apache.parquet", "Alle Werte als Parquet"),
}


def _angebot(ort: str, art: str, titel: str) -> Knoten:
    """What all distributions have in common."""
    return {
        "@id": f"{ort}#{art}",
        "@type": "dcat:Distribution",
        "dct:title": _deutsch(titel),
        "dct:license": _ist(LIZENZ),
        "dcatde:licenseAttributionByText": _deutsch(NAMENSNENNUNG),
        "dct:language": _ist(f"{_EU}/language/DEU"),
        "dcatap:availability": _ist(f"{_EU}/planned-availability/STABLE"),
    }


def _datei(datei: Dateiangabe, ort: str, orte: Orte) -> Knoten:
    format, medientyp, titel = _DATEIFORMAT[datei.art]
    adresse = orte.adresse(datei.pfad)
    return _angebot(ort, datei.art, titel) | {
        "dcat:accessURL": _ist(adresse),
        "dcat:downloadURL": _ist(adresse),
        "dct:format": _ist(f"{_EU}/file-type/{format}"),
        "dcat:mediaType": _medientyp(medientyp),
        "dcat:byteSize": {"@value": str(datei.groesse), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@id": f"{ort}#{datei.art}-pruefsumme",
            "@type": "spdx:Checksum",
            "spdx:algorithm": _ist("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": datei.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _sdmx_angebot(eintrag: Eintrag, ort: str, orte: Orte) -> Knoten:
    """The release as an SDMX source: a query without a key gives all of it."""
    quelle = orte.adresse(f"{orte.sdmx}stand/{eintrag.nummer}/data/KENNZAHLEN")
    return _angebot(ort, "sdmx", "Alle Werte über die SDMX-Schnittstelle (SDMX-ML 2.1, SDMX-CSV)") | {
        "dcat:accessURL": _ist(quelle),
        "dct:format": _ist(f"{_EU}/file-type/XML"),
        "dcat:mediaType": _medientyp("application/xml"),
        "dcat:accessService": _ist(_dienst(orte, orte.sdmx)),
    }


def _dienst(orte: Orte, pfad: str) -> str:
    return f"{orte.adresse(pfad)}#dienst"


def _sdmx_dienst(orte: Orte) -> Knoten:
    return {
        **_angaben_zum_dienst(orte, orte.sdmx, "Kennzahlen über SDMX-REST"),
        "dct:conformsTo": {"@id": "https://github.com/sdmx-twg/sdmx-rest/tree/v1.5.0", "@type": "dct:Standard"},
    }


def _api_dienst(orte: Orte) -> Knoten:
    return {
        **_angaben_zum_dienst(orte, orte.api, "Kennzahlen über die REST-Schnittstelle"),
        "dcat:endpointDescription": _ist(orte.adresse(orte.beschreibung)),
    }


def _angaben_zum_dienst(orte: Orte, pfad: str, titel: str) -> Knoten:
    return {
        "@id": _dienst(orte, pfad),
        "@type": "dcat:DataService",
        "dct:title": _deutsch(titel),
        "dcat:endpointURL": _ist(orte.adresse(pfad)),
        "dct:license": _ist(LIZENZ),
        "dct:publisher": _herausgeber(orte),
        "dcat:contactPoint": _kontakt(orte),
        "dcat:theme": _ist(f"{_EU}/data-theme/SOCI"),
    }


# -- Small nodes -----------------------------------------------------------------------------------------------


def _ist(adresse: str) -> Knoten:
    return {"@id": adresse}


def _deutsch(text: str) -> Knoten:
    return {"@value": text, "@language": "de"}


def _zeitpunkt(um: datetime) -> Knoten:
    return {"@value": um.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def _medientyp(name: str) -> Knoten:
    return _ist(f"https://www.iana.org/assignments/media-types/{name}")


def _deutschland() -> Knoten:
    return {"@id": f"{_EU}/country/DEU", "@type": "dct:Location"}


def _herausgeber(orte: Orte) -> Knoten:
    return {
        "@id": f"{orte.adresse(orte.katalog)}#herausgeber",
        "@type": "foaf:Agent",
        "foaf:name": _deutsch(HERAUSGEBER),
        "dct:type": _ist("http://purl.org/adms/publishertype/NationalAuthority"),
    }


def _kontakt(orte: Orte) -> Knoten:
    return {
        "@id": f"{orte.adresse(orte.katalog)}#kontakt",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": HERAUSGEBER,
        "vcard:hasURL": _ist(KONTAKT),
    }


def _zeitraum(eintrag: Eintrag) -> Knoten:
    """From the first day of the first month to the last day of the last one."""
    naechster = date(eintrag.bis.year + eintrag.bis.month // 12, eintrag.bis.month % 12 + 1, 1)
    letzter = date.fromordinal(naechster.toordinal() - 1)
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@value": eintrag.von.isoformat(), "@type": "xsd:date"},
        "dcat:endDate": {"@value": letzter.isoformat(), "@type": "xsd:date"},
    }
