"""Monthly reports: what a release says about one unit, in words, tables and charts.

``worte`` (PURE) writes the sentences, ``stoff`` reads the figures of all units once, ``inhalt`` puts a report together
as plain values, ``satz`` sets it as PDF, ``zielstand`` says how agreed Ziele stand.
"""
