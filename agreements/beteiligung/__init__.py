"""Who took part before an agreement is concluded: results of bodies kept here, and recorded ones with a document.

``bezuege`` says what a result is about, ``befugte`` who may record which, ``gremien`` which bodies are kept here and
what they did; ``erfassen`` and ``anmelden`` are the acts, ``lesen`` is what the conditions read.
"""

from agreements.beteiligung.anmelden import melde_an
from agreements.beteiligung.befugte import angefragte_bezuege, darf_erfassen, offene_bezuege
from agreements.beteiligung.bezuege import Bezug, sachbezug, schluessel_von
from agreements.beteiligung.erfassen import (
    Erfassung,
    NichtErfassbar,
    bezug_von,
    erfasse_nachweis,
    erfasse_nachweise,
    widerrufe_nachweis,
)
from agreements.beteiligung.gremien import Anhaengig, Gefuehrte, anhaengige, erledigte, gefuehrte
from agreements.beteiligung.lesen import Grundlage, als_stand, beratungen_der_runde, nachweise_von

__all__ = [
    "Anhaengig",
    "Bezug",
    "Erfassung",
    "Gefuehrte",
    "Grundlage",
    "NichtErfassbar",
    "als_stand",
    "angefragte_bezuege",
    "anhaengige",
    "beratungen_der_runde",
    "bezug_von",
    "darf_erfassen",
    "erfasse_nachweis",
    "erfasse_nachweise",
    "erledigte",
    "gefuehrte",
    "melde_an",
    "nachweise_von",
    "offene_bezuege",
    "sachbezug",
    "schluessel_von",
    "widerrufe_nachweis",
]
