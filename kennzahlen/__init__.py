"""From the figures that Jobcenter report to published Kennzahlen.

Reading order: ``recht`` (what is reported and computed), ``meldung_recht`` (the states of a Meldung), ``cube`` (the
figures as one array), ``formeln`` (from figures to values), ``geheimhaltung`` (what must not be shown) and
``plausibilitaet`` (what cannot be right) are pure; then ``models`` and the acts that write them.
"""
