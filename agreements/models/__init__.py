"""The records: rounds and agreements, what is negotiated, and the documents made of them."""

from agreements.models.beteiligung import Nachweis
from agreements.models.dokumente import Dokument, Dokumentenlauf, Entwurfsauftrag
from agreements.models.festtext import Festtext
from agreements.models.planung import Gebot, Kennzahlprognose, Planungsdatei, Planungswert, Terminsetzung
from agreements.models.planungsbrief import Bundeserwartung, Jobcentererwartung, Planungsbrief
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
from agreements.models.ziele import Beitrag, Finanzmittel, Ziel, Zielannahme, Zielfassung

__all__ = [
    "Anlage",
    "Anlagenannahme",
    "Antwort",
    "Beitrag",
    "Bundeserwartung",
    "Dokument",
    "Dokumentenlauf",
    "Entwurfsauftrag",
    "Festtext",
    "Finanzmittel",
    "Frage",
    "Gebot",
    "Jobcentererwartung",
    "Kennzahlprognose",
    "Kommentar",
    "Nachweis",
    "Planungsbrief",
    "Planungsdatei",
    "Planungsrunde",
    "Planungswert",
    "Rueckfragerunde",
    "Stellungnahme",
    "Terminsetzung",
    "Textfassung",
    "Vertragspartei",
    "Ziel",
    "Zielannahme",
    "Zielfassung",
    "Zielvereinbarung",
]
