"""The published Kennzahlen as an SDMX data source (SDMX-REST 1.5, information model 2.1), as statistical clients ask.

Reading order, all pure but the last two: ``aufbau`` (what the data are made of), ``codelisten`` (the codes, from the
tables of law), ``verzeichnis`` (which descriptions a query names), ``struktur`` (they are written), ``werte`` (from
stored series to observations with their status), ``als_xml`` and ``als_csv`` (these are written, piece by piece);
then ``anfrage`` (what is asked) and ``lesen`` (it is read).
"""
