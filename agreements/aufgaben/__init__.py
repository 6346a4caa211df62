"""What waits for whom, across all rounds: the list "Meine Aufgaben", its digest by e-mail, and what is new.

``arten`` says what can wait (pure), ``vereinbarungen``, ``planung``, ``zieldialoge``, ``auswertungen``, ``gremien``
and ``meldungen`` look for it in their rooms, each with a number of queries that does not depend on how much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agreements.aufgaben.arten import AUFGABENARTEN, Aufgabe, sortiert
from agreements.aufgaben.auswertungen import auswertungsaufgaben
from agreements.aufgaben.gremien import gremienaufgaben
from agreements.aufgaben.meldungen import meldungsaufgaben
from agreements.aufgaben.planung import planungsaufgaben
from agreements.aufgaben.vereinbarungen import vereinbarungsaufgaben
from agreements.aufgaben.zieldialoge import dialogaufgaben
from zielsystem.parties.zugriff import Zugang

QUELLEN: tuple[Callable[[Zugang], Iterable[Aufgabe]], ...] = (
    vereinbarungsaufgaben,
    planungsaufgaben,
    dialogaufgaben,
    auswertungsaufgaben,
    gremienaufgaben,
    meldungsaufgaben,
)
"""Where tasks come from. Each gives only what the role of the access may do."""


def aufgaben_von(zugang: Zugang) -> list[Aufgabe]:
    """Everything that waits for somebody who acts for a party in a role, the most urgent first."""
    if zugang.partei_id is None:
        return []
    gefunden = [aufgabe for quelle in QUELLEN for aufgabe in quelle(zugang)]
    return sortiert(aufgabe for aufgabe in gefunden if aufgabe.art.befugnis in zugang.befugnisse)


__all__ = ["AUFGABENARTEN", "QUELLEN", "Aufgabe", "aufgaben_von"]
