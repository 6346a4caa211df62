"""The Bund's yearly report to the Kooperationsausschuss of a Land: drafted from the data, edited, put on its agenda.

``recht`` (PURE) holds its states and sections, ``wortlaut`` (PURE) the sentences of the draft, ``daten`` reads what
they rest on, ``akte`` are the acts, ``satz`` sets it as PDF.
"""
