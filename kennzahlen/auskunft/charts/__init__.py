"""Charts: from finished values to a Vega-Lite specification, to SVG, and to a sentence that says the same.

One specification serves the page and the printed report. Nothing is told apart by colour alone.
"""

from kennzahlen.auskunft.charts.einzelverlaeufe import Einzelverlaeufe, einzelverlaeufe_spec
from kennzahlen.auskunft.charts.karte import Laenderkarte, karte_spec
from kennzahlen.auskunft.charts.stil import STRICHE, Rolle, Schreibweise, Strich
from kennzahlen.auskunft.charts.streifen import Streifen, Streifenbild, streifen_spec
from kennzahlen.auskunft.charts.streudiagramm import Streudiagramm, Streupunkt, streudiagramm_spec
from kennzahlen.auskunft.charts.zeichnung import mit_schrift, svg
from kennzahlen.auskunft.charts.zeitreihe import Band, Linie, Zeitreihe, alternativtext, zeitreihe_spec

FASSUNG = 3
"""Changes whenever the same series would be drawn differently: drawings kept from before are then out of date."""

__all__ = [
    "FASSUNG",
    "STRICHE",
    "Band",
    "Einzelverlaeufe",
    "Laenderkarte",
    "Linie",
    "Rolle",
    "Schreibweise",
    "Streifen",
    "Streifenbild",
    "Streudiagramm",
    "Streupunkt",
    "Strich",
    "Zeitreihe",
    "alternativtext",
    "einzelverlaeufe_spec",
    "karte_spec",
    "mit_schrift",
    "streifen_spec",
    "streudiagramm_spec",
    "svg",
    "zeitreihe_spec",
]
