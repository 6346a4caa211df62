"""REST API of this room: bodies, members, sessions, results, for those entitled; reading only, in OParl's types."""

from __future__ import annotations

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from gremien import api_schema as schema
from gremien.models import Ergebnis, Gremium, Sitzung, Tagesordnungspunkt, Vorlage
from gremien.recht import Gremiumart
from zielsystem.api.ansicht import Ansicht
from zielsystem.api.schema import FORMAT, NUR_JSON, SEITE, antworten
from zielsystem.api.seiten import PARAMETER, blaettere
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang


@angemeldet
class Gremien(Ansicht):
    """The bodies in which the access takes part."""

    spalten = tuple(schema.Organization().fields)
    parameter = ("art", *PARAMETER)

    @extend_schema(
        operation_id="gremien",
        summary="Gremien",
        description="Gremien, an denen Sie beteiligt sind, als OParl-1.1-Objekte vom Typ Organization.",
        parameters=[schema.ART, *SEITE, FORMAT],
        responses=antworten(schema.Organizations),
        tags=["Gremien"],
    )
    def get(self, request: Request) -> Response:
        """One query."""
        abfrage = self.abfrage(request)
        arten = abfrage.aus("art", [art.value for art in Gremiumart])
        alle = Gremium.objects.visible_to(_zugang(request))
        seite = blaettere(abfrage, alle.filter(art__in=arten) if arten else alle)
        return Response(seite.antwort(request, [schema.organization(eines) for eines in seite.zeilen]))


@angemeldet
class EinGremium(Ansicht):
    """One body with its members."""

    @extend_schema(
        operation_id="gremium",
        summary="Ein Gremium mit seinen Mitgliedern",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(schema.OrganizationWithMembers, tabelle=False),
        tags=["Gremien"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """Two queries."""
        self.abfrage(request).pruefe()
        gremium = _gremium(request, pk)
        mitglieder = gremium.mitgliedschaften.order_by("ab", "seite", "name", "pk")
        return Response(schema.organization_with_members(gremium, mitglieder))


@angemeldet
class Sitzungen(Ansicht):
    """The sessions of a body that the access may see."""

    spalten = tuple(schema.MeetingRow().fields)
    parameter = PARAMETER

    @extend_schema(
        operation_id="gremiensitzungen",
        summary="Sitzungen eines Gremiums",
        description="Sitzungen und Umlaufbeschlüsse als OParl-1.1-Objekte vom Typ Meeting.",
        parameters=[schema.NUMMER, *SEITE, FORMAT],
        responses=antworten(schema.Meetings),
        tags=["Gremien"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """Two queries."""
        sichtbare = Sitzung.objects.visible_to(_zugang(request)).filter(gremium=_gremium(request, pk))
        seite = blaettere(self.abfrage(request), sichtbare)
        return Response(seite.antwort(request, [schema.meeting_row(eine) for eine in seite.zeilen]))


@angemeldet
class EineSitzung(Ansicht):
    """One session with what one may see of its agenda."""

    @extend_schema(
        operation_id="gremiensitzung",
        summary="Eine Sitzung mit Tagesordnung und Ergebnissen",
        description="Tagesordnungspunkte sehen die Mitglieder ihrer Zusammensetzung, die Geschäftsstelle und Gäste des "
        "Punkts. Ergebnisse zählen erst mit der genehmigten Niederschrift (zustand: genehmigt).",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(schema.Meeting, tabelle=False),
        tags=["Gremien"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """Four queries."""
        self.abfrage(request).pruefe()
        zugang = _zugang(request)
        sitzung = get_object_or_404(Sitzung.objects.visible_to(zugang), pk=pk)
        punkte = (
            Tagesordnungspunkt.objects.visible_to(zugang)
            .filter(sitzung=sitzung)
            .order_by("reihenfolge")
            .prefetch_related(
                Prefetch("ergebnisse", Ergebnis.objects.gueltig(), to_attr="gueltige"),
                Prefetch("vorlagen", Vorlage.objects.vorhanden().order_by("pk"), to_attr="vorhandene"),
            )
        )
        return Response(schema.meeting(sitzung, punkte))


def _zugang(request: Request) -> Zugang:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return zugang


def _gremium(request: Request, pk: int) -> Gremium:
    return get_object_or_404(Gremium.objects.visible_to(_zugang(request)), pk=pk)
