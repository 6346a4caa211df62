"""Figures that are nobody else's: what a Jobcenter keeps for itself, and what a Vergleichsring compares.

They stand beside § 48a SGB II and never meet it: nothing here is published, reported upwards or open to the API
(FACHKONZEPT 2, rules 6 and 7; 6). ``formelsprache`` (formulas as people write them), ``masse`` (units), ``zeitraum``
(months, quarters, years) and ``recht`` (states and rights) are pure. ``controlling`` is the Jobcenter's own room,
``vergleichsring`` that of a ring; the two know nothing of each other.
"""
