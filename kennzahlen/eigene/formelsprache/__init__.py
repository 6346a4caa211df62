"""The language in which people write formulas of their own: ``summe12(INT) / mittel12(ELB)``.

Codes of figures, numbers with a decimal comma, + − · /, parentheses, and four windows in time. Nothing else: no names
of Python, no attributes, no calls but the four. A text is cut into signs, read into a tree of at most so many parts,
and the tree is walked with arrays; nothing is ever handed to an interpreter.

- ``zeichen``     text to signs, each with its position
- ``baum``        the tree
- ``lesen``       signs to tree
- ``pruefung``    codes that exist, no circles, windows that fit
- ``auswertung``  tree and figures [row, period] to values, each with the reason where there is none
- ``fehler``      what is wrong, where, and what would be right
"""

from kennzahlen.eigene.formelsprache.auswertung import GRUND_TEXT, Ergebnis, Grund, werte_aus
from kennzahlen.eigene.formelsprache.baum import FENSTER, Baum, Fensterart, bezuege
from kennzahlen.eigene.formelsprache.fehler import Formelfehler
from kennzahlen.eigene.formelsprache.lesen import lies
from kennzahlen.eigene.formelsprache.pruefung import Umgebung, pruefe, reihenfolge
from kennzahlen.eigene.formelsprache.zeichen import HOECHSTENS_ZEICHEN

__all__ = [
    "FENSTER",
    "GRUND_TEXT",
    "HOECHSTENS_ZEICHEN",
    "Baum",
    "Ergebnis",
    "Fensterart",
    "Formelfehler",
    "Grund",
    "Umgebung",
    "bezuege",
    "lies",
    "pruefe",
    "reihenfolge",
    "werte_aus",
]
