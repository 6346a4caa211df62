"""The pages about the API: what there is, how to ask, what can go wrong; and its description for machines."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

from kennzahlen.api import schema
from kennzahlen.auskunft.abfrage import HOECHSTZAHL, NochNichtsVeroeffentlicht
from kennzahlen.formeln import GRUND_TEXT, Grund
from zielsystem import zahlen
from zielsystem.api.einlass import Tuer
from zielsystem.api.probleme import TITEL, NochNichtFertig, Unverwendbar
from zielsystem.parties.doors import offen
from zielsystem.ui.rows import Spalte, Tabelle


@offen
class Schema(SpectacularAPIView):
    """The description of the API for machines (OpenAPI 3.1), as YAML or JSON."""

    permission_classes = (Tuer,)
    fragt_die_regel_selbst = True


@offen
@require_safe
def dokumentation(request: HttpRequest) -> HttpResponse:
    """The description for machines, to be browsed and tried out (Swagger UI, served from here)."""
    krumen = [("Schnittstelle (API)", reverse("api")), ("Ausprobieren", None)]
    return render(request, "kennzahlen/api_dokumentation.html", {"brotkrumen": krumen})


@offen
@require_safe
def uebersicht(request: HttpRequest) -> HttpResponse:
    """The description of the API for people."""
    kontext = {
        "brotkrumen": [("Schnittstelle (API)", None)],
        "adressen": [(reverse(name), text) for name, text in _ADRESSEN],
        "beispiele": [_beispiel(abfrage, text) for abfrage, text in _BEISPIELE],
        "parameter": _tabelle("Parameter", [(p.name, str(p.description)) for p in schema.KENNZAHLWERTE_PARAMETER]),
        "felder": _tabelle(
            "Felder", [(name, str(feld.help_text)) for name, feld in schema.Kennzahlwert().fields.items()]
        ),
        "gruende": [GRUND_TEXT[grund] for grund in Grund if grund],
        "probleme": _probleme(),
        "hoechstzahl": zahlen.ganzzahl(HOECHSTZAHL),
    }
    return render(request, "kennzahlen/api.html", kontext)


_ADRESSEN = (
    ("kennzahlwerte", "Veröffentlichte Werte nach Einheit, Kennzahl und Monat"),
    ("kennzahlen", "Definitionen der Kennzahlen und Ergänzungsgrößen"),
    ("einheiten", "Jobcenter, Länder, Bund und Gruppen mit ihren Schlüsseln"),
    ("grundgroessen", "Definitionen der Grundgrößen, die gemeldet werden"),
    ("vergleichsgruppen", "Vergleichstypen und Vergleichsringe mit ihren Jobcentern"),
    ("veroeffentlichungen", "Veröffentlichungen mit ihrem Stand und als ganze Dateien (CSV, Parquet)"),
    ("meldungen", "Meldungen, mit Anmeldung oder Schlüssel"),
    ("planungsrunden", "Planungsrunden, mit Anmeldung oder Schlüssel"),
    ("zielvereinbarungen", "Zielvereinbarungen mit ihren Übergängen, mit Anmeldung oder Schlüssel"),
    ("schema", "Beschreibung für Maschinen (OpenAPI 3.1, YAML; mit format=json als JSON)"),
)
_BEISPIELE = (
    ("kennzahl=K2&einheit=bund", "Integrationsquote des Bundes, alle veröffentlichten Monate"),
    ("kennzahl=K1,K2,K3&einheit=land:05,land:06", "Die drei Kennzahlen zweier Länder"),
    ("kennzahl=K3&einheit=typ:gE,typ:zkT&format=csv", "K3 nach Art der Jobcenter als CSV"),
)


def _probleme() -> list[tuple[str, int, str]]:
    """What a problem object can be: the end of its type, its HTTP status and its title."""
    probleme = [(str(int(status)), int(status), titel) for status, titel in TITEL.items()]
    eigene = (NochNichtsVeroeffentlicht, NochNichtFertig, Unverwendbar)
    weitere = [(art.problemtyp, int(art.status_code), art.titel) for art in eigene]
    return sorted([*probleme, *weitere], key=lambda p: p[1])


def _beispiel(abfrage: str, text: str) -> tuple[str, str, list[str]]:
    """Address, text, and the address in the parts between which a narrow screen may break it."""
    adresse = f"{reverse('kennzahlwerte')}?{abfrage}"
    return adresse, text, re.split(r"(?<=/)(?=\?)|(?<=,)|(?=&)", adresse)


def _tabelle(titel: str, zeilen: list[tuple[str, str]]) -> Tabelle:
    return Tabelle(titel, [Spalte("Name", kopf=True), Spalte("Bedeutung")], zeilen)
