"""Month files: what the Jobcenter deliver, as CSV or XLSX.

A month file has the columns ``traeger;monat;groesse;wert`` in any order: the AGS of the Jobcenter (5 digits), the
month as ``JJJJ-MM``, the code of a Grundgröße and its value. This interface is fixed: others' tools rely on it.

A file is taken over as a whole or refused as a whole, with everything that is wrong with it. Nothing is guessed.

- ``zahlen.py``       one number as people write it; ambiguous ones are refused
- ``felder.py``       Träger, month and Grundgröße
- ``textdatei.py``    CSV: encoding, delimiter, quotes
- ``arbeitsmappe.py`` XLSX: what the cells say;  ``blatt.py``  the rows of its XML
- ``tabelle.py``      header row and columns, the same for both
- ``pruefung.py``     the rules for the rows
- ``fehler.py``       errors in words
- ``schreiben.py``    the way out: the same format, for templates and export
"""

from kennzahlen.meldungen.lieferung.fehler import Fehler, FehlerhafteDatei
from kennzahlen.meldungen.lieferung.lesen import HOECHSTENS_BYTES, Format, Lieferung, lies
from kennzahlen.meldungen.lieferung.schreiben import Zeile, schreibe_csv, schreibe_xlsx

__all__ = [
    "HOECHSTENS_BYTES",
    "Fehler",
    "FehlerhafteDatei",
    "Format",
    "Lieferung",
    "Zeile",
    "lies",
    "schreibe_csv",
    "schreibe_xlsx",
]
