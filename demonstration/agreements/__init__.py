"""Agreements that are alive: some of the coming round on their way, some of the round of 2025 at its end.

Everything goes through the acts that everybody uses, in the order in which it could have happened, by the people who
hold the Ämter. ``acting`` says who acts and when, ``papers`` makes the documents that acts rest on, ``talks``
negotiates, ``closing`` records participation and signs, ``past`` and ``coming`` tell the two rounds.
"""

from demonstration.agreements.coming import load_coming
from demonstration.agreements.past import load_past

__all__ = ["load_coming", "load_past"]
