"""A whole release as one file: made once, streamed from where it lies."""

from __future__ import annotations

from typing import Any

from celery import current_app
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from kennzahlen.models import Dateiart, Veroeffentlichung, Veroeffentlichungsdatei
from kennzahlen.veroeffentlichungen.veroeffentlichung import DATEIEN
from zielsystem.api.ansicht import Ansicht
from zielsystem.api.bedingt import Fassung
from zielsystem.api.probleme import NochNichtFertig
from zielsystem.api.schema import PROBLEM_JSON, Problem
from zielsystem.parties.doors import offen

INHALTSTYP = {Dateiart.CSV: "text/csv; charset=utf-8", Dateiart.PARQUET: "application/vnd.apache.parquet"}
ANGESTOSSEN_SEKUNDEN = 120


@offen
class Datei(Ansicht):
    """The file of a release; where it is not there yet, it is ordered."""

    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="veroeffentlichungsdatei",
        summary="Eine ganze Veröffentlichung als Datei",
        description="Alle Werte einer Veröffentlichung, mit denselben Spalten wie die Werte, ohne Hinweise. Die Datei "
        "wird je Veröffentlichung einmal hergestellt; Größe und Prüfsumme (SHA-256) stehen bei der Veröffentlichung. "
        "Solange sie noch hergestellt wird, ist die Antwort 503 mit Retry-After.",
        parameters=[
            OpenApiParameter("pk", int, OpenApiParameter.PATH, description="Nummer der Veröffentlichung."),
            OpenApiParameter("art", str, OpenApiParameter.PATH, enum=Dateiart.values, description="Art der Datei."),
        ],
        responses={
            (503, PROBLEM_JSON): OpenApiResponse(Problem, description="Die Datei wird gerade hergestellt."),
            (200, "text/csv"): OpenApiTypes.STR,
            (200, "application/vnd.apache.parquet"): OpenApiTypes.BINARY,
        },
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request, pk: int, art: str) -> FileResponse:
        """Streamed, never in memory as a whole."""
        datei = _datei(pk, art)
        if datei is None:
            _stosse_an(pk)
            raise NochNichtFertig
        antwort = FileResponse(
            datei.datei.open("rb"),
            as_attachment=True,
            filename=str(datei.datei.name).rpartition("/")[2],
            content_type=INHALTSTYP[Dateiart(art)],
        )
        antwort["X-SHA256"] = datei.sha256
        if art == Dateiart.PARQUET:
            antwort["Content-Encoding"] = "identity"
        return antwort

    def fassung(self, request: HttpRequest) -> Fassung | None:
        """That of the file: it never changes."""
        argumente: dict[str, Any] = self.kwargs
        try:
            datei = _datei(argumente["pk"], argumente["art"])
        except Http404:
            return None
        return Fassung(datei.sha256[:24], datei.erzeugt_am) if datei else None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The address says what kind of file it is, so nothing is negotiated."""
        return super().perform_content_negotiation(request, force=True)


def _datei(veroeffentlichung: int, art: str) -> Veroeffentlichungsdatei | None:
    if art not in Dateiart.values or veroeffentlichung >= 2**31:
        raise Http404
    return Veroeffentlichungsdatei.objects.filter(veroeffentlichung=veroeffentlichung, art=art).first()


def _stosse_an(nummer: int) -> None:
    """Have the files made, once for all who ask in the next two minutes. Raises ``Http404`` for no such release."""
    eine = get_object_or_404(Veroeffentlichung, pk=nummer)
    if cache.add(f"kennzahlen.dateien.{eine.pk}", 1, ANGESTOSSEN_SEKUNDEN):
        current_app.send_task(DATEIEN, args=[eine.pk, timezone.now().isoformat()])
