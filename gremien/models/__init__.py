"""What is stored of bodies, members, sessions and decisions."""

from gremien.models.abonnement import Kalenderabonnement
from gremien.models.ergebnisse import (
    Abstimmung,
    Einwendung,
    Ergebnis,
    Niederschrift,
    Stimme,
    Umsetzung,
    Umsetzungsvermerk,
)
from gremien.models.geschaeftsfuehrung import Fuehrungsakt, Fuehrungsvorgang
from gremien.models.gremien import Entsenderecht, Gremium
from gremien.models.mitglieder import Mitgliedschaft, Vertretung
from gremien.models.sitzungen import Anwesenheit, Einladung, Sitzung, Teilnahme, Widerspruch
from gremien.models.streitfaelle import Streitfall, Streitposition
from gremien.models.tagesordnung import Anhoerung, Anmeldung, Gast, Tagesordnungspunkt, Vorlage
from gremien.models.vorsitz import Vorsitzakt, Vorsitzvertretung, Vorsitzvorgang

__all__ = [
    "Abstimmung",
    "Anhoerung",
    "Anmeldung",
    "Anwesenheit",
    "Einladung",
    "Einwendung",
    "Entsenderecht",
    "Ergebnis",
    "Fuehrungsakt",
    "Fuehrungsvorgang",
    "Gast",
    "Gremium",
    "Kalenderabonnement",
    "Mitgliedschaft",
    "Niederschrift",
    "Sitzung",
    "Stimme",
    "Streitfall",
    "Streitposition",
    "Tagesordnungspunkt",
    "Teilnahme",
    "Umsetzung",
    "Umsetzungsvermerk",
    "Vertretung",
    "Vorlage",
    "Vorsitzakt",
    "Vorsitzvertretung",
    "Vorsitzvorgang",
    "Widerspruch",
]
