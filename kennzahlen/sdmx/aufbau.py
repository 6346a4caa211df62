"""What the data are made of in the terms of SDMX: dimensions, measure and attributes, and what describes them. Pure.

One row per component; concept scheme, data structure, messages and headers follow from these rows. Names are those of
the SDMX cross-domain concepts where there are such (Content-Oriented Guidelines), else German.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

AGENTUR = "BMAS"
"""Who maintains what is described here. Not registered with SDMX: a placeholder for what the ministry decides."""

SDMX = "SDMX"
VERSION = "1.0"
FLUSS = "KENNZAHLEN"


class Stelle(Enum):
    """Where a component stands: in the key, as the value, or attached to observation, series or data set."""

    DIMENSION = "Dimension"
    ZEIT = "TimeDimension"
    MESSWERT = "PrimaryMeasure"
    BEOBACHTUNG = "Beobachtung"
    REIHE = "Reihe"
    DATENSATZ = "Datensatz"


@dataclass(frozen=True)
class Bestandteil:
    """One component. ``liste`` is the id of its code list; without one, ``format`` is its SDMX text type."""

    kennung: str
    titel: str
    stelle: Stelle
    liste: str = ""
    format: str = "String"
    pflicht: bool = False


BESTANDTEILE: tuple[Bestandteil, ...] = (
    Bestandteil("FREQ", "Häufigkeit", Stelle.DIMENSION, liste="CL_FREQ"),
    Bestandteil("KENNZAHL", "Kennzahl oder Ergänzungsgröße nach § 48a SGB II", Stelle.DIMENSION, liste="CL_KENNZAHL"),
    Bestandteil("EINHEIT", "Jobcenter oder Gruppe von Jobcentern", Stelle.DIMENSION, liste="CL_EINHEIT"),
    Bestandteil("SEX", "Geschlecht", Stelle.DIMENSION, liste="CL_SEX"),
    Bestandteil("TIME_PERIOD", "Berichtsmonat", Stelle.ZEIT, format="ObservationalTimePeriod"),
    Bestandteil("OBS_VALUE", "Anteil oder Veränderung als Bruch (0.25 sind 25 %)", Stelle.MESSWERT, format="Double"),
    Bestandteil("OBS_STATUS", "Status der Beobachtung", Stelle.BEOBACHTUNG, liste="CL_OBS_STATUS", pflicht=True),
    Bestandteil("CONF_STATUS", "Geheimhaltung", Stelle.BEOBACHTUNG, liste="CL_CONF_STATUS", pflicht=True),
    Bestandteil("GRUND", "Warum es keinen Wert gibt", Stelle.BEOBACHTUNG, liste="CL_GRUND"),
    Bestandteil("VORLAEUFIG", "Wartezeit des Monats nicht abgelaufen", Stelle.BEOBACHTUNG, format="Boolean"),
    Bestandteil("UNVOLLSTAENDIG", "Monate des Zeitraums oder Jobcenter der Gruppe fehlen",
                Stelle.BEOBACHTUNG, format="Boolean"),
    Bestandteil("MONATE_VORHANDEN", "Vorhandene Monate, wo es nicht alle des Zeitraums sind",
                Stelle.BEOBACHTUNG, format="Integer"),
    Bestandteil("EINHEITEN_FEHLEND", "Jobcenter der Gruppe, deren Zahlen fehlen",
                Stelle.BEOBACHTUNG, format="Integer"),
    Bestandteil("ZAEHLER", "Zähler: Summe über den Zeitraum (Personen, Fälle oder Cent)",
                Stelle.BEOBACHTUNG, format="Long"),
    Bestandteil("NENNER", "Nenner: Summe über den Zeitraum (Personen, Fälle oder Cent)",
                Stelle.BEOBACHTUNG, format="Long"),
    Bestandteil("UNIT_MEASURE", "Art des Verhältnisses", Stelle.REIHE, liste="CL_MASSEINHEIT", pflicht=True),
    Bestandteil("VEROEFFENTLICHUNG", "Nummer der gelesenen Veröffentlichung",
                Stelle.DATENSATZ, format="Integer", pflicht=True),
    Bestandteil("STAND", "Tag der gelesenen Veröffentlichung",
                Stelle.DATENSATZ, format="ObservationalTimePeriod", pflicht=True),
)  # fmt: skip

BESTANDTEIL = {teil.kennung: teil for teil in BESTANDTEILE}


def kennungen(*stellen: Stelle) -> tuple[str, ...]:
    """The ids of the components at some places, in their order."""
    return tuple(teil.kennung for teil in BESTANDTEILE if teil.stelle in stellen)


SCHLUESSEL = kennungen(Stelle.DIMENSION)
"""The dimensions of a series key, in the order of the key."""

ZEIT, MESSWERT = "TIME_PERIOD", "OBS_VALUE"
ALLE_DIMENSIONEN = "AllDimensions"
MERKMALE = kennungen(Stelle.BEOBACHTUNG)
REIHENMERKMALE = kennungen(Stelle.REIHE)
TRAEGER_DER_REIHENMERKMALE = "KENNZAHL"
"""The dimension on which the attributes of a series depend: where it stands at the observation, so do they."""
SATZMERKMALE = kennungen(Stelle.DATENSATZ)


# -- What describes them ---------------------------------------------------------------------------------------


class Art(Enum):
    """The kinds of descriptions: the value is the name in an address, the others those in messages and URNs."""

    STELLEN = "agencyscheme", "AgencyScheme", "base", "OrganisationSchemes"
    CODELISTE = "codelist", "Codelist", "codelist", "Codelists"
    BEGRIFFE = "conceptscheme", "ConceptScheme", "conceptscheme", "Concepts"
    STRUKTUR = "datastructure", "DataStructure", "datastructure", "DataStructures"
    FLUSS = "dataflow", "Dataflow", "datastructure", "Dataflows"

    def __init__(self, pfad: str, klasse: str, paket: str, ablage: str) -> None:
        self.pfad, self.klasse, self.paket, self.ablage = pfad, klasse, paket, ablage


@dataclass(frozen=True)
class Eintrag:
    """A code, a concept or an agency: id, name, description, and the id of the code above it."""

    kennung: str
    titel: str
    beschreibung: str = ""
    ueber: str = ""


@dataclass(frozen=True)
class Beschreibung:
    """Something that can be asked for by agency, id and version. ``kinder`` are the descriptions it refers to.

    ``auszug``: the list is somebody else's, and only the codes used here are given.
    """

    art: Art
    agentur: str
    kennung: str
    version: str
    titel: str
    eintraege: tuple[Eintrag, ...] = ()
    kinder: tuple[Beschreibung, ...] = ()
    auszug: bool = False

    @property
    def urn(self) -> str:
        """Its name in the whole world of SDMX."""
        stelle = f"{self.agentur}:{self.kennung}({self.version})"
        return f"urn:sdmx:org.sdmx.infomodel.{self.art.paket}.{self.art.klasse}={stelle}"
