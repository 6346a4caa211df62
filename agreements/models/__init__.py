"""The records: rounds and agreements, what is negotiated, and the documents made of them."""

from agreements.models.anlagen import Anlage, Anlagenannahme
from agreements.models.aufgaben import Besuch, Rundbrief
from agreements.models.ausfertigung import Ausfertigung, Ausfertigungsart
from agreements.models.auswertung import Auswertung, Auswertungsbestaetigung, Zielbewertung
from agreements.models.beteiligung import Nachweis
from agreements.models.briefdokument import Briefdokument
from agreements.models.dokumente import Dokument, Dokumentenlauf, Entwurfsauftrag
from agreements.models.festtext import Festtext
from agreements.models.gespraech import Antwort, Frage, Kommentar, Rueckfragerunde
from agreements.models.planung import Gebot, Kennzahlprognose, Planungsdatei, Planungswert, Terminsetzung
from agreements.models.planungsbrief import Bundeserwartung, Jobcentererwartung, Planungsbrief
from agreements.models.vereinbarungen import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.models.verhandlung import Stellungnahme, Textfassung
from agreements.models.zeichnung import (
    Ablehnung,
    Fristverlaengerung,
    Unterzeichner,
    Zeichnung,
    Zeichnungserinnerung,
)
from agreements.models.zieldialog import (
    Aenderungsvorschlag,
    Bestaetigung,
    Dialogbericht,
    Massnahme,
    Massnahmenvermerk,
    Tagesordnungspunkt,
    Teilnahme,
    Zieldialog,
)
from agreements.models.ziele import Beitrag, Finanzmittel, Ziel, Zielannahme, Zielfassung

__all__ = [
    "Ablehnung",
    "Aenderungsvorschlag",
    "Anlage",
    "Anlagenannahme",
    "Antwort",
    "Ausfertigung",
    "Ausfertigungsart",
    "Auswertung",
    "Auswertungsbestaetigung",
    "Beitrag",
    "Bestaetigung",
    "Besuch",
    "Briefdokument",
    "Bundeserwartung",
    "Dialogbericht",
    "Dokument",
    "Dokumentenlauf",
    "Entwurfsauftrag",
    "Festtext",
    "Finanzmittel",
    "Frage",
    "Fristverlaengerung",
    "Gebot",
    "Jobcentererwartung",
    "Kennzahlprognose",
    "Kommentar",
    "Massnahme",
    "Massnahmenvermerk",
    "Nachweis",
    "Planungsbrief",
    "Planungsdatei",
    "Planungsrunde",
    "Planungswert",
    "Rueckfragerunde",
    "Rundbrief",
    "Stellungnahme",
    "Tagesordnungspunkt",
    "Teilnahme",
    "Terminsetzung",
    "Textfassung",
    "Unterzeichner",
    "Vertragspartei",
    "Zeichnung",
    "Zeichnungserinnerung",
    "Ziel",
    "Zielannahme",
    "Zielbewertung",
    "Zieldialog",
    "Zielfassung",
    "Zielvereinbarung",
]
