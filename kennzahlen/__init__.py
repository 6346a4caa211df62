"""From the figures that Jobcenter report to published Kennzahlen.

Reading order: ``recht`` (what is reported and computed), ``cube`` (the figures as one array) and ``formeln`` (from
figures to values) are pure. Then the three ways: ``meldungen`` (figures come in), ``veroeffentlichungen`` (they become
a release), ``auskunft`` (what is published is read and compared). ``models`` are the records of all of it.

Beside them stands ``eigene``: figures that are nobody else's, those of a Jobcenter and those of its Vergleichsring.
"""
