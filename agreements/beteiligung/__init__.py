"""Who took part before an agreement is concluded: recorded results with a document, on which gates rest.

``befugte`` says who may record what, ``erfassen`` are the acts, ``lesen`` is what the conditions read.
"""

from agreements.beteiligung.befugte import Bezug, darf_erfassen, offene_bezuege, schluessel_von
from agreements.beteiligung.erfassen import (
    Erfassung,
    NichtErfassbar,
    bezug_von,
    erfasse_nachweis,
    erfasse_nachweise,
    widerrufe_nachweis,
)
from agreements.beteiligung.lesen import als_stand, nachweise_von

__all__ = [
    "Bezug",
    "Erfassung",
    "NichtErfassbar",
    "als_stand",
    "bezug_von",
    "darf_erfassen",
    "erfasse_nachweis",
    "erfasse_nachweise",
    "nachweise_von",
    "offene_bezuege",
    "schluessel_von",
    "widerrufe_nachweis",
]
