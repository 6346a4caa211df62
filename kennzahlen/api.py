"""REST API of published Kennzahlen: values, definitions, units, releases. Open to everyone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from kennzahlen import api_schema
from kennzahlen.auskunft.abfrage import (
    HOECHSTZAHL,
    Abfrage,
    NochNichtsVeroeffentlicht,
    alle_einheiten,
    lies_abfrage,
    pruefe_namen,
)
from kennzahlen.auskunft.reihen import Reihen
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.models import Veroeffentlichung
from kennzahlen.recht import KENNZAHLEN, Kennzahl, formel_text
from kennzahlen.veroeffentlichungen.hinweise import Vermerk, vermerke_nach_veroeffentlichung
from zielsystem import zahlen
from zielsystem.api import TITEL, Formatwahl, Tuer
from zielsystem.parties.doors import offen
from zielsystem.ui.rows import Spalte, Tabelle
from zielsystem.zahlen import bruch


class CsvRenderer(BaseRenderer):
    """The ``results`` of an answer as CSV: semicolons, a header row, true and false as in JSON, null as empty."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The text, in UTF-8."""
        assert renderer_context
        text = io.StringIO(newline="")
        schreiber = csv.writer(text, delimiter=";", lineterminator="\r\n")
        schreiber.writerow(renderer_context["view"].spalten)
        schreiber.writerows([_als_text(wert) for wert in zeile.values()] for zeile in data["results"])
        return text.getvalue().encode()


def _als_text(wert: object) -> object:
    """Lists as their parts, of notes their numbers, separated by blanks."""
    if isinstance(wert, list):
        return " ".join(str(teil["nummer"] if isinstance(teil, dict) else teil) for teil in wert)
    return str(wert).lower() if isinstance(wert, bool) else wert


class OffeneAnsicht(APIView):
    """A door of the API that is open to everyone and only reads, as JSON or CSV. ``spalten`` names the fields."""

    renderer_classes = (JSONRenderer, CsvRenderer)
    content_negotiation_class = Formatwahl
    http_method_names = ["get", "head"]
    spalten: Sequence[str] = ()

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """A CSV gets a name under which it is stored."""
        antwort = super().finalize_response(request, response, *args, **kwargs)
        if antwort.status_code == 200 and antwort.accepted_renderer.format == "csv":
            antwort["Content-Disposition"] = f'attachment; filename="{type(self).__name__.lower()}.csv"'
        return antwort


def _antwort(schema: type[Serializer[object]]) -> dict[Any, Any]:
    return {(200, "application/json"): schema, (200, "text/csv"): str} | api_schema.PROBLEM


@offen
class Kennzahlwerte(OffeneAnsicht):
    """Published values."""

    spalten = tuple(api_schema.Kennzahlwert().fields)

    @extend_schema(
        operation_id="kennzahlwerte",
        summary="Veröffentlichte Werte",
        description="Werte von Kennzahlen und Ergänzungsgrößen nach § 48a SGB II, nach Einheit, Kennzahl und Monat "
        f"geordnet. {api_schema.UMFANG}",
        parameters=api_schema.KENNZAHLWERTE_PARAMETER,
        responses=_antwort(api_schema.Kennzahlwerte) | api_schema.NOCH_NICHTS,
        examples=[api_schema.BEISPIEL],
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """One query for the values, one for the notes on them, four to understand what is asked."""
        reihen = lies_abfrage(request.query_params)
        eine = reihen.veroeffentlichung
        vermerke = vermerke_nach_veroeffentlichung([eine.pk]).get(eine.pk, [])
        zeilen = list(wertzeilen(reihen, vermerke))
        return Response({"anzahl": len(zeilen), "veroeffentlichung": _veroeffentlichung(eine), "results": zeilen})


def _veroeffentlichung(eine: Veroeffentlichung) -> dict[str, object]:
    """Which release answers."""
    return {
        "nummer": eine.pk,
        "stand": eine.stand,
        "veroeffentlicht_am": localtime(eine.veroeffentlicht_am),
        "bis_monat": f"{eine.bis_monat:%Y-%m}",
    }


def wertzeilen(reihen: Reihen, vermerke: Sequence[Vermerk]) -> Iterator[dict[str, object]]:
    """The values as they are given out, by unit, measure and month, each with the numbers of the notes on it."""
    stand, nummer = reihen.veroeffentlichung.stand.isoformat(), reihen.veroeffentlichung.pk
    for einheit in reihen.einheiten:
        for code in reihen.codes:
            for wert in reihen.werte(einheit, code):
                yield {
                    "kennzahl": code,
                    "einheit": einheit.schluessel,
                    "monat": f"{wert.monat:%Y-%m}",
                    "wert": bruch(wert.wert),
                    "vollstaendig": wert.vollstaendig,
                    "monate_vorhanden": wert.monate_vorhanden,
                    "einheiten_fehlend": wert.einheiten_fehlend,
                    "stand": stand,
                    "grund": wert.grund_text or None,
                    "vorlaeufig": wert.vorlaeufig,
                    "veroeffentlichung": nummer,
                    "hinweise": [v.nummer for v in vermerke if v.betrifft(einheit.schluessel, code, wert.monat)],
                }


@offen
class Kennzahlen(OffeneAnsicht):
    """The definitions, from the same rows by which the values are computed."""

    spalten = tuple(api_schema.Definition().fields)

    @extend_schema(
        operation_id="kennzahlen",
        summary="Definitionen",
        description="Kennzahlen und Ergänzungsgrößen mit Formel, Rechtsgrundlage und Geltung. Ein Code mit mehreren "
        "Zeilen wurde neu gefasst; Werte davor und danach sind nicht vergleichbar.",
        parameters=[api_schema.FORMAT],
        responses=_antwort(api_schema.Definitionen),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Without a query to the database."""
        _ohne_parameter(request)
        return Response({"results": [_definition(kennzahl) for kennzahl in KENNZAHLEN]})


def _definition(kennzahl: Kennzahl) -> dict[str, object]:
    return {
        "code": kennzahl.code,
        "titel": kennzahl.titel,
        "norm": kennzahl.norm.text,
        "formel": formel_text(kennzahl),
        "ergaenzt": kennzahl.ergaenzt,
        "geschlecht": kennzahl.geschlecht,
        "veraenderung": kennzahl.veraenderung,
        "fenster": kennzahl.fenster,
        "gilt_ab": kennzahl.geltung.ab,
        "gilt_bis": kennzahl.geltung.bis,
    }


@offen
class Einheiten(OffeneAnsicht):
    """The units for which there are values."""

    spalten = tuple(api_schema.Einheitszeile().fields)

    @extend_schema(
        operation_id="einheiten",
        summary="Einheiten",
        description="Jobcenter, Länder, Bund und Vergleichsgruppen, für die Werte veröffentlicht sind.",
        parameters=[api_schema.FORMAT],
        responses=_antwort(api_schema.Einheiten),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """All of them: there are some hundreds."""
        _ohne_parameter(request)
        return Response({"results": list(alle_einheiten().values(*self.spalten))})


@offen
class Veroeffentlichungen(OffeneAnsicht):
    """The releases, whose days ``stand`` can name."""

    spalten = tuple(api_schema.Veroeffentlichungszeile().fields)

    @extend_schema(
        operation_id="veroeffentlichungen",
        summary="Veröffentlichungen",
        description="Alle Veröffentlichungen, die neueste zuerst, mit den Hinweisen und bekannten Datenproblemen, die "
        "zu ihnen eingetragen sind. Ein Hinweis ohne Einheit, Kennzahl oder Monat betrifft alle.",
        parameters=[api_schema.FORMAT],
        responses=_antwort(api_schema.Veroeffentlichungen),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """All of them, about one a month, and the notes on them: two queries."""
        _ohne_parameter(request)
        alle = list(Veroeffentlichung.objects.order_by("-pk"))
        vermerke = vermerke_nach_veroeffentlichung(eine.pk for eine in alle)
        return Response({"results": [_veroeffentlichungszeile(eine, vermerke.get(eine.pk, [])) for eine in alle]})


def _veroeffentlichungszeile(eine: Veroeffentlichung, vermerke: Sequence[Vermerk]) -> dict[str, object]:
    return {
        "stand": eine.stand,
        "bis_monat": f"{eine.bis_monat:%Y-%m}",
        "anzahl_werte": eine.anzahl_werte,
        "anzahl_meldungen": eine.anzahl_meldungen,
        "nummer": eine.pk,
        "veroeffentlicht_am": localtime(eine.veroeffentlicht_am),
        "hinweise": [vermerk.als_objekt() for vermerk in vermerke],
    }


def _ohne_parameter(request: Request) -> None:
    abfrage = Abfrage(request.query_params)
    pruefe_namen(abfrage, ("format",))
    abfrage.pruefe()


@offen
class Schema(SpectacularAPIView):
    """The description of the API for machines (OpenAPI 3.1), as YAML or JSON."""

    permission_classes = (Tuer,)


@offen
@require_safe
def uebersicht(request: HttpRequest) -> HttpResponse:
    """The description of the API for people."""
    kontext = {
        "brotkrumen": [("Schnittstelle (API)", None)],
        "adressen": [(reverse(name), text) for name, text in _ADRESSEN],
        "beispiele": [_beispiel(abfrage, text) for abfrage, text in _BEISPIELE],
        "parameter": _tabelle("Parameter", [(p.name, str(p.description)) for p in api_schema.KENNZAHLWERTE_PARAMETER]),
        "felder": _tabelle(
            "Felder", [(name, str(feld.help_text)) for name, feld in api_schema.Kennzahlwert().fields.items()]
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
    ("veroeffentlichungen", "Veröffentlichungen mit ihrem Stand"),
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
    eigene = NochNichtsVeroeffentlicht
    return sorted([*probleme, (eigene.problemtyp, int(eigene.status_code), eigene.titel)], key=lambda p: p[1])


def _beispiel(abfrage: str, text: str) -> tuple[str, str, list[str]]:
    """Address, text, and the address in the parts between which a narrow screen may break it."""
    adresse = f"{reverse('kennzahlwerte')}?{abfrage}"
    return adresse, text, re.split(r"(?<=/)(?=\?)|(?<=,)|(?=&)", adresse)


def _tabelle(titel: str, zeilen: list[tuple[str, str]]) -> Tabelle:
    return Tabelle(titel, [Spalte("Name", kopf=True), Spalte("Bedeutung")], zeilen)
