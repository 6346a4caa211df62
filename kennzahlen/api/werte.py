"""Published values: open to everyone."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kennzahlen.api import schema
from kennzahlen.api.offen import OffeneAnsicht
from kennzahlen.auskunft.abfrage import HOECHSTZAHL, PARAMETER, lies_auswahl
from kennzahlen.auskunft.neueste import neuester_stand
from kennzahlen.auskunft.wertzeilen import SPALTEN, Werte, lies_werte, wertspalten
from zielsystem.api.formate import Spalten
from zielsystem.api.parameter import Abfrage
from zielsystem.api.schema import antworten
from zielsystem.api.seiten import naechste_adresse, schreibe_cursor
from zielsystem.parties.doors import offen


@offen
class Kennzahlwerte(OffeneAnsicht):
    """Published values."""

    spalten = SPALTEN
    dezimalspalten = ("wert",)
    parameter = PARAMETER

    @extend_schema(
        operation_id="kennzahlwerte",
        summary="Veröffentlichte Werte",
        description="Werte von Kennzahlen und Ergänzungsgrößen nach § 48a SGB II, nach Einheit, Kennzahl und Monat "
        f"geordnet. {schema.UMFANG}",
        parameters=schema.KENNZAHLWERTE_PARAMETER,
        responses=antworten(schema.Kennzahlwerte),
        examples=[schema.BEISPIEL],
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """One query for the values, one for the units, whatever is asked."""
        abfrage = self.abfrage(request)
        stand = self.stand or neuester_stand()
        auswahl = lies_auswahl(abfrage, stand.veroeffentlichung if stand else None)
        werte = lies_werte(auswahl, HOECHSTZAHL)
        if werte.weitere and auswahl.anzahl is None:
            _verweigere(abfrage)
        eine = auswahl.veroeffentlichung
        vermerke = stand.vermerke(eine) if stand else ()
        antwort = {
            "anzahl": len(werte),
            "veroeffentlichung": schema.antwortende(eine),
            "naechste": naechste_adresse(request, _cursor(werte)),
            "results": Spalten(wertspalten(werte, vermerke)),
        }
        return Response(antwort)


def _cursor(werte: Werte) -> str | None:
    if not werte.weitere:
        return None
    letzte = werte.letzte
    nummer = werte.reihen.veroeffentlichung.pk
    return schreibe_cursor([nummer, letzte.einheit, letzte.code, f"{letzte.monat:%Y-%m}"])


def _verweigere(abfrage: Abfrage) -> None:
    abfrage.verwirf(
        "geaendert_seit",
        f"Geändert haben sich mehr als {HOECHSTZAHL} Werte. Bitte grenzen Sie die Abfrage ein, lesen Sie mit "
        "„anzahl“ seitenweise, oder laden Sie die ganze Veröffentlichung als Datei.",
    )
    abfrage.pruefe()
