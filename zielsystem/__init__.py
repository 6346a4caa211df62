"""Zielsystem: targets for basic income support for jobseekers (SGB II), agreed, followed and evaluated.

The map of the house, and the order in which to read it:

1. ``recht.py``       the grammar in which every table of law is written (pure Python)
2. ``befugnisse.py``  roles and what each of them may do (pure Python)
3. ``parties/``       who there is, how it changed over time, who acts for whom; ``zugriff.py``: the access rule
4. ``journal/``       what was done, by whom, on which paragraph; ``vollzug.py``: the engine
5. ``kennzahlen/``    from reported figures to published Kennzahlen, § 48a SGB II
6. ``gremien/``       bodies, their sessions and decisions, §§ 18b-18d and 44c SGB II
7. ``agreements/``    Zielvereinbarungen, § 48b SGB II
8. ``berichte/``      what is told from figures and agreements: monthly and yearly reports
9. ``demonstration/`` a structure of real names with synthetic figures, to look at all of it

In each package ``recht.py`` says what is right, ``models.py`` what is stored, the files named after an act
(``meldung.py``, ``veroeffentlichung.py``, ``lifecycle.py``) are the only ones that change it, and the doors
(``views.py``, ``api.py``, ``tasks.py``, ``management/``) call those. Imports point downwards only.

This file stays free of imports: pure modules below it must not drag Django in.
"""
