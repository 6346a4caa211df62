"""Values marked (P): shipped in the tables of law, changed by an administrator of the BMAS from a day on.

``recht`` is pure and the one place that says which value applies on a day. What was set is stored in ``models``, read
into the memory of a process by ``gedaechtnis``, and written by ``festsetzen`` alone. The page is
``zielsystem.parameter_page``, which knows every table.
"""
