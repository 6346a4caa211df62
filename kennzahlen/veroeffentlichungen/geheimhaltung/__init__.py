"""What must not be shown, and what must not be worked out from what is shown (FACHKONZEPT 2, rule 5).

The model, its limits and its reasons are in docs/confidentiality.md. In order of reading: ``primaer`` (which sums are
small), ``aufstellung`` (which published sums a reported figure enters), ``partner`` (who is withheld together with
whom), ``gedaechtnis`` (what earlier releases leave to be done), ``schutz`` (the whole, for all units, groups, measures
and months of a release).
"""

from kennzahlen.veroeffentlichungen.geheimhaltung.gedaechtnis import Auslassung, Frueheres
from kennzahlen.veroeffentlichungen.geheimhaltung.partner import NIEMAND, Paar
from kennzahlen.veroeffentlichungen.geheimhaltung.primaer import unterdruecke
from kennzahlen.veroeffentlichungen.geheimhaltung.schutz import Eingabe, Geschuetzt, schuetze

__all__ = [
    "NIEMAND",
    "Auslassung",
    "Eingabe",
    "Frueheres",
    "Geschuetzt",
    "Paar",
    "schuetze",
    "unterdruecke",
]
