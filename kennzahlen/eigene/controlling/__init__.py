"""A Jobcenter's internal figures: defined, entered and computed by itself, for itself.

``definitionen`` (what a figure means from when on), ``werte`` (what is entered), ``datei`` (figures from a file),
``rechnung`` (values of all own figures), ``darstellung`` (tables and charts of them).
"""
