"""The records: reports as they were made, who gets them, who fetched them."""

from berichte.models.abonnements import Abonnement, Abruf, Zustellung
from berichte.models.archiv import Archivstueck
from berichte.models.jahresberichte import Jahresbericht, Jahresberichtsdruck, Jahresberichtsfassung
from berichte.models.monatsberichte import Bericht, Berichtsauftrag, Berichtslauf, Zielblatt

__all__ = [
    "Abonnement",
    "Abruf",
    "Archivstueck",
    "Bericht",
    "Berichtsauftrag",
    "Berichtslauf",
    "Jahresbericht",
    "Jahresberichtsdruck",
    "Jahresberichtsfassung",
    "Zielblatt",
    "Zustellung",
]
