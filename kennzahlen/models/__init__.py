"""The records: what is reported, what is published, what the checks found, and what is recorded around all of it."""

from kennzahlen.models.befunde import Ausnahme, Befund
from kennzahlen.models.meldewege import Erinnerung, Hochladung
from kennzahlen.models.meldungen import Meldung, MeldungQuerySet, aufsicht
from kennzahlen.models.nachweise import Berechnung, Grundlage, Hinweis
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
    "Veroeffentlichung",
    "VeroeffentlichungQuerySet",
    "aufsicht",
]
