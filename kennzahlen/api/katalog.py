"""The data catalogue (DCAT-AP.de): open to everyone, as JSON-LD."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.http import Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from kennzahlen.katalog import Dateiangabe, Eintrag, Orte, einzeln, katalog
from kennzahlen.models import Kennzahlreihe, Veroeffentlichung, VeroeffentlichungQuerySet
from kennzahlen.recht import HAUPTKENNZAHLEN, REIHENNUMMER
from zielsystem.api.ansicht import Ansicht
from zielsystem.parties.doors import offen


class JsonLd(JSONRenderer):
    """JSON-LD."""

    media_type = "application/ld+json"
    format = "jsonld"


class Katalogansicht(Ansicht):
    """A door of the catalogue. Its content is its version: the files of a release come some time after it."""

    http_method_names = ["get", "head"]

    def get_renderers(self) -> list[Any]:
        """JSON-LD, also for those who ask for JSON."""
        return [JsonLd(), JSONRenderer()]


_ANTWORT: dict[Any, Any] = {
    (200, "application/ld+json"): OpenApiTypes.OBJECT,
    (200, "application/json"): OpenApiTypes.OBJECT,
}
_FORMAT = OpenApiParameter("format", str, enum=["jsonld", "json"], description="Beides ist dasselbe JSON-LD.")


@offen
class Katalog(Katalogansicht):
    """All releases."""

    @extend_schema(
        operation_id="katalog",
        summary="Datenkatalog",
        description="Alle Veröffentlichungen als Datenkatalog nach DCAT-AP.de 3.0 (JSON-LD), die neueste zuerst.",
        parameters=[_FORMAT],
        responses=_ANTWORT,
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Four queries."""
        self.abfrage(request).pruefe()
        return Response(katalog(_eintraege(Veroeffentlichung.objects.order_by("-pk")), _orte()))


@offen
class Katalogeintrag(Katalogansicht):
    """One release."""

    @extend_schema(
        operation_id="katalogeintrag",
        summary="Eine Veröffentlichung im Datenkatalog",
        description="Eine Veröffentlichung als Datensatz nach DCAT-AP.de 3.0 (JSON-LD), mit ihren Dateien und deren "
        "Prüfsummen.",
        parameters=[_FORMAT],
        responses=_ANTWORT,
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request, pk: int) -> Response:
        """As the catalogue has it."""
        self.abfrage(request).pruefe()
        eintraege = _eintraege(Veroeffentlichung.objects.filter(pk=pk))
        if not eintraege:
            raise Http404
        return Response(einzeln(eintraege[0], _orte()))


def _eintraege(veroeffentlichungen: VeroeffentlichungQuerySet) -> list[Eintrag]:
    beginn = _erste_jahre()
    return [_eintrag(eine, beginn[eine.pk]) for eine in veroeffentlichungen.prefetch_related("dateien")]


def _erste_jahre() -> dict[int, int]:
    """The first year that each release, or one before it, has published: one query."""
    je_veroeffentlichung = dict(
        Kennzahlreihe.objects.filter(einheit__schluessel="bund", kennzahl=REIHENNUMMER[HAUPTKENNZAHLEN[0]])
        .values_list("veroeffentlichung")
        .annotate(Min("jahr"))
    )
    alle = list(Veroeffentlichung.objects.order_by("pk").values_list("pk", "bis_monat__year"))
    erste = accumulate((je_veroeffentlichung.get(pk, bis) for pk, bis in alle), min)
    return dict(zip((pk for pk, _ in alle), erste, strict=True))


def _eintrag(eine: Veroeffentlichung, erstes_jahr: int) -> Eintrag:
    dateien = [
        Dateiangabe(d.art, reverse("veroeffentlichungsdatei", args=(eine.pk, d.art)), d.sha256, d.groesse)
        for d in eine.dateien.all()
    ]
    beginn = date(erstes_jahr, 1, 1)
    return Eintrag(eine.pk, eine.stand, eine.veroeffentlicht_am, beginn, eine.bis_monat, eine.anzahl_werte, dateien)


def _orte() -> Orte:
    return Orte(
        settings.ZIELSYSTEM_URL,
        katalog=reverse("katalog"),
        sdmx=reverse("sdmx"),
        api=reverse("api"),
        beschreibung=reverse("schema"),
        veroeffentlichungen=reverse("kennzahlen:veroeffentlichungen"),
    )
