"""REST API of this room: rounds, agreements, and what can happen with one, for who may see them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import api_schema as schema
from agreements.lifecycle import AKTE, alle_akte
from agreements.models import Planungsrunde, Zielvereinbarung
from agreements.models.vereinbarungen import ZielvereinbarungQuerySet
from agreements.recht import VEREINBARUNGSARTEN, Zustand
from zielsystem.api.ansicht import Ansicht
from zielsystem.api.parameter import Abfrage
from zielsystem.api.schema import FORMAT, NUR_JSON, SEITE, WIEDERHOLUNG, antworten
from zielsystem.api.seiten import PARAMETER, blaettere
from zielsystem.api.uebergaenge import Schritt, Uebergaenge, lies_schritt, uebergaenge
from zielsystem.api.wiederholung import einmalig
from zielsystem.parties.doors import angemeldet

_NUMMERN = [str(art.nr) for art in VEREINBARUNGSARTEN]


@angemeldet
class Planungsrunden(Ansicht):
    """The rounds."""

    spalten = tuple(schema.Planungsrunde().fields)
    parameter = PARAMETER

    @extend_schema(
        operation_id="planungsrunden",
        summary="Planungsrunden",
        description="Zeiträume, für die jede Zielvereinbarung des § 48b SGB II einmal geschlossen wird.",
        parameters=[*SEITE, FORMAT],
        responses=antworten(schema.Planungsrunden),
        tags=["Zielvereinbarungen"],
    )
    def get(self, request: Request) -> Response:
        """One query."""
        seite = blaettere(self.abfrage(request), Planungsrunde.objects.visible_to(request.zugang))  # type: ignore[attr-defined]
        return Response(seite.antwort(request, [schema.runde(eine) for eine in seite.zeilen]))


@angemeldet
class EinePlanungsrunde(Ansicht):
    """One round."""

    @extend_schema(
        operation_id="planungsrunde",
        summary="Eine Planungsrunde",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(schema.Planungsrunde, tabelle=False),
        tags=["Zielvereinbarungen"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """One query."""
        self.abfrage(request).pruefe()
        sichtbare = Planungsrunde.objects.visible_to(request.zugang)  # type: ignore[attr-defined]
        return Response(schema.runde(get_object_or_404(sichtbare, pk=pk)))


@angemeldet
class Zielvereinbarungen(Ansicht):
    """The agreements that the access may see."""

    spalten = tuple(schema.Vereinbarungszeile().fields)
    parameter = ("runde", "nr", "zustand", "schluessel", *PARAMETER)

    @extend_schema(
        operation_id="zielvereinbarungen",
        summary="Zielvereinbarungen",
        description="Zielvereinbarungen, die Sie sehen: die eigenen, geschlossene auch für BMAS und Land.",
        parameters=[*schema.VEREINBARUNGEN_PARAMETER, *SEITE, FORMAT],
        responses=antworten(schema.Zielvereinbarungen),
        tags=["Zielvereinbarungen"],
    )
    def get(self, request: Request) -> Response:
        """One query for a page of any length."""
        abfrage = self.abfrage(request)
        seite = blaettere(abfrage, _gefragte(abfrage, _sichtbare(request)))
        return Response(seite.antwort(request, [schema.zeile(eine) for eine in seite.zeilen]))


@angemeldet
class EineZielvereinbarung(Ansicht):
    """One agreement with its parties."""

    @extend_schema(
        operation_id="zielvereinbarung",
        summary="Eine Zielvereinbarung mit ihren Vertragsparteien",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(schema.Zielvereinbarung, tabelle=False),
        tags=["Zielvereinbarungen"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """Two queries."""
        self.abfrage(request).pruefe()
        return Response(schema.ganz(_eine(request, pk)))


@angemeldet
class Vereinbarungsuebergaenge(Ansicht):
    """The acts from the present state of an agreement, and doing one."""

    @extend_schema(
        operation_id="zielvereinbarung_uebergaenge",
        summary="Was mit einer Zielvereinbarung geschehen kann",
        description="Die Schritte aus dem gegenwärtigen Zustand, aus derselben Tabelle wie die Knöpfe der Anwendung, "
        "mit allem, was im Weg steht, und der Rechtsgrundlage dafür.",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(Uebergaenge, tabelle=False),
        tags=["Zielvereinbarungen"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """From the table of transitions."""
        self.abfrage(request).pruefe()
        vereinbarung = _eine(request, pk)
        knoepfe = alle_akte(vereinbarung, request.zugang)  # type: ignore[attr-defined]
        return Response(uebergaenge(vereinbarung.zustand, knoepfe, AKTE))

    @extend_schema(
        operation_id="zielvereinbarung_uebergang",
        summary="Einen Schritt tun",
        description="Ist etwas im Weg, nennt die Antwort (409) jedes Hindernis mit seiner Rechtsgrundlage. Gezeichnet "
        "wird nur von Personen in der Anwendung.",
        parameters=[schema.NUMMER, NUR_JSON, WIEDERHOLUNG],
        request=Schritt,
        responses={200: schema.Zielvereinbarung},
        tags=["Zielvereinbarungen"],
    )
    @einmalig
    def post(self, request: Request, pk: int) -> Response:
        """The act behind the button."""
        code, grund = lies_schritt(request, AKTE)
        vereinbarung = _eine(request, pk)
        neu = AKTE[code](vereinbarung=vereinbarung, durch=request.zugang, am=timezone.now(), grund=grund)  # type: ignore[attr-defined]
        return Response(schema.ganz(neu))


def _sichtbare(request: Request) -> ZielvereinbarungQuerySet:
    return Zielvereinbarung.objects.visible_to(request.zugang)  # type: ignore[attr-defined]


def _eine(request: Request, pk: int) -> Zielvereinbarung:
    return get_object_or_404(_sichtbare(request).select_related("runde"), pk=pk)


def _gefragte(abfrage: Abfrage, alle: ZielvereinbarungQuerySet) -> ZielvereinbarungQuerySet:
    bedingungen = {
        "runde__in": abfrage.nummern("runde"),
        "nr__in": abfrage.aus("nr", _NUMMERN),
        "zustand__in": abfrage.aus("zustand", [zustand.value for zustand in Zustand]),
        "schluessel__in": abfrage.liste("schluessel"),
    }
    return alle.filter(**{name: werte for name, werte in bedingungen.items() if werte})
