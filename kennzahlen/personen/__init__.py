"""From pseudonymised person records to the count Grundgrößen of a month file (§§ 48a, 51b SGB II; SGB2KennzV).

The records stay where they are: a DuckDB session in memory reads them from their files, counts, and is gone with all
it wrote. Pseudonyms are hashed as they are read; no message names a person or repeats a field of a record.

- ``spalten.py``        the columns of a record: how each is read, and what is wrong with it
- ``quelle.py``         files (Parquet, CSV) as one relation, in a session of bounded memory
- ``pruefung.py``       every wrong record, by file, row and column; two records for one person and month
- ``zaehlung.py``       the rules as steps in SQL: one row per person and Jobcenter, its months as bits
- ``grundgroessen.py``  which figures the records suffice for, and the rows of the month file

The records are described for those who deliver them in ``docs/person_records.md``.
"""

from kennzahlen.personen.grundgroessen import Auftrag, Ergebnis, zaehle
from kennzahlen.personen.pruefung import FehlerhaftePersonendaten

__all__ = ["Auftrag", "Ergebnis", "FehlerhaftePersonendaten", "zaehle"]
