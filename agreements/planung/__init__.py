"""Planning of values: from the Erwartungswert of the Bund to a value agreed for each Jobcenter (FACHKONZEPT 3, step 1).

Pure law and arithmetic, in the order in which one reads them:

- ``recht.py``       what is planned, the parameters, the states of a Planungsbrief and of a planned value
- ``kalender.py``    the steps of a round and the day by which each is due
- ``aufteilung.py``  the rule that breaks the Bund's value down to whole persons per Jobcenter
- ``summen.py``      what local values add up to, and who is told which sums
- ``prognose.py``    a forecast with its interval

Reading and acts:

- ``ausgangslage.py``  the published figures the breakdown rests on
- ``brief.py``         writing and publishing the Planungsbrief;  ``wortlaut.py``  suggested wording
- ``verhandlung.py``   offer, counter-offer, acceptance: the only writer of ``Planungswert.zustand``
- ``werte.py``         reading values, sums, and what was agreed
- ``einlesen.py``      the whole table as XLSX, out and in
- ``fristen.py``       the calendar of one round;  ``vorausberechnung.py``  forecasts, once per release
"""
