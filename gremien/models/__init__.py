"""What is stored of bodies, members, sessions and decisions."""

from gremien.models.ergebnisse import (
    Abstimmung,
    Ergebnis,
    Niederschrift,
    Stimme,
    Umsetzung,
    Umsetzungsvermerk,
)
from gremien.models.gremien import Entsenderecht, Gremium
from gremien.models.mitglieder import Mitgliedschaft, Vertretung
from gremien.models.sitzungen import (
    Anhoerung,
    Anmeldung,
    Anwesenheit,
    Einladung,
    Gast,
    Sitzung,
    Tagesordnungspunkt,
    Teilnahme,
    Vorlage,
    Widerspruch,
)

__all__ = [
    "Abstimmung",
    "Anhoerung",
    "Anmeldung",
    "Anwesenheit",
    "Einladung",
    "Entsenderecht",
    "Ergebnis",
    "Gast",
    "Gremium",
    "Mitgliedschaft",
    "Niederschrift",
    "Sitzung",
    "Stimme",
    "Tagesordnungspunkt",
    "Teilnahme",
    "Umsetzung",
    "Umsetzungsvermerk",
    "Vertretung",
    "Vorlage",
    "Widerspruch",
]
