"""Published values: open to everyone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kennzahlen.api import schema
from kennzahlen.api.offen import OffeneAnsicht
from kennzahlen.auskunft.abfrage import HOECHSTZAHL, PARAMETER, Auswahl, lies_auswahl
from kennzahlen.auskunft.gemerkt import gemerkte_einheiten, gemerkte_reihen
from kennzahlen.auskunft.neueste import Stand, bekannter_stand, neuester_stand
from kennzahlen.auskunft.wertzeilen import SPALTEN, Werte, lies_werte, wertspalten
from zielsystem.api.bedingt import Fassung
from zielsystem.api.formate import Json, Spalten
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
        stand = self.stand or neuester_stand()
        abfrage = self.abfrage(request)
        auswahl = lies_auswahl(abfrage, stand.veroeffentlichung if stand else None)
        werte = lies_werte(auswahl, HOECHSTZAHL)
        if werte.weitere and auswahl.anzahl is None:
            _verweigere(abfrage)
        return Response(_antwort(request, auswahl, werte, stand))


def _kurzer_weg(request: HttpRequest, fassung: Fassung) -> bytes | None:
    """The answer in JSON, from memory where few units are asked for; None where the long way has to say something."""
    stand = bekannter_stand()
    if stand is None or stand.kennung != fassung.kennung:
        return None
    abfrage = Abfrage(request.GET)
    abfrage.pruefe_namen(PARAMETER)
    auswahl = lies_auswahl(abfrage, stand.veroeffentlichung, gemerkte_einheiten)
    werte = lies_werte(auswahl, HOECHSTZAHL, gemerkte_reihen)
    if werte.weitere and auswahl.anzahl is None:
        return None
    return Json().render(_antwort(request, auswahl, werte, stand))


Kennzahlwerte.kurzer_weg = _kurzer_weg


def _antwort(request: Request | HttpRequest, auswahl: Auswahl, werte: Werte, stand: Stand | None) -> dict[str, Any]:
    eine = auswahl.veroeffentlichung
    return {
        "anzahl": len(werte),
        "veroeffentlichung": schema.antwortende(eine),
        "naechste": naechste_adresse(request, _cursor(werte)),
        "results": Spalten(wertspalten(werte, stand.vermerke(eine) if stand else ())),
    }


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
