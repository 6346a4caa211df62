"""The records: what is reported, what is published, what the checks found, what is kept beside."""

from kennzahlen.models.befunde import Ausnahme, Befund
from kennzahlen.models.dateien import Dateiart, Veroeffentlichungsdatei
from kennzahlen.models.eigene import EigeneDefinition, EigenerWert, EigeneZahl
from kennzahlen.models.meldewege import Erinnerung, Hochladung
from kennzahlen.models.meldungen import Meldung, MeldungQuerySet, aufsicht
from kennzahlen.models.nachweise import Berechnung, Grundlage, Hinweis, Schutz
from kennzahlen.models.ringe import Ringdefinition, Ringmeldung, Ringwert, Ringzahl
from kennzahlen.models.veroeffentlichungen import (
    Einheit,
    Einheitsart,
    Kennzahlreihe,
    KennzahlreiheQuerySet,
    Veroeffentlichung,
    VeroeffentlichungQuerySet,
)

__all__ = [
    "Ausnahme",
    "Befund",
    "Berechnung",
    "Dateiart",
    "EigeneDefinition",
    "EigeneZahl",
    "EigenerWert",
    "Einheit",
    "Einheitsart",
    "Erinnerung",
    "Grundlage",
    "Hinweis",
    "Hochladung",
    "Kennzahlreihe",
    "KennzahlreiheQuerySet",
    "Meldung",
    "MeldungQuerySet",
    "Ringdefinition",
    "Ringmeldung",
    "Ringwert",
    "Ringzahl",
    "Schutz",
    "Veroeffentlichung",
    "VeroeffentlichungQuerySet",
    "Veroeffentlichungsdatei",
    "aufsicht",
]
