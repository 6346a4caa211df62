"""The records: rounds and agreements, what is negotiated, and the documents made of them."""

from agreements.models.beteiligung import Nachweis
from agreements.models.dokumente import Dokument, Dokumentenlauf, Entwurfsauftrag
from agreements.models.festtext import Festtext
from agreements.models.vereinbarungen import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.models.verhandlung import (
    Anlage,
    Anlagenannahme,
    Antwort,
    Frage,
    Kommentar,
    Rueckfragerunde,
    Stellungnahme,
    Textfassung,
)

__all__ = [
    "Anlage",
    "Anlagenannahme",
    "Antwort",
    "Dokument",
    "Dokumentenlauf",
    "Entwurfsauftrag",
    "Frage",
    "Kommentar",
    "Planungsrunde",
    "Rueckfragerunde",
    "Stellungnahme",
    "Textfassung",
    "Vertragspartei",
    "Zielvereinbarung",
]
