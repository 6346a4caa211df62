"""The benchmarking of a Vergleichsring, which is its members' own.

``mustersatz`` (a set to begin with, pure), ``satz`` (the ring's own set), ``mitglieder`` (who belonged to it when),
``meldung`` (what members enter and release), ``vergleich`` (one figure of all members, and of the ring as a whole).
"""
