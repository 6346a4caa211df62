"""The findings of a Meldung as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kennzahlen.auskunft.ausgabe import als_csv, als_xlsx
from kennzahlen.models import Meldung
from kennzahlen.views.befunde import befundtabelle
from kennzahlen.views.meldungen import name_von
from zielsystem.parties.doors import angemeldet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@angemeldet
@require_safe
def befunde_datei(request: HttpRequest, pk: int, art: str) -> HttpResponse:
    """The findings of a Meldung as a file, for a colleague without an account."""
    arten = {"csv": ("text/csv; charset=utf-8", als_csv), "xlsx": (XLSX, als_xlsx)}
    if art not in arten:
        raise Http404("Diese Dateiart gibt es nicht.")
    gefunden = get_object_or_404(Meldung.objects.visible_to(request.zugang), pk=pk)  # type: ignore[attr-defined]
    typ, schreibe = arten[art]
    tabelle = befundtabelle(gefunden, name_von(gefunden, request.zugang))  # type: ignore[attr-defined]
    dateiname = f"befunde-{gefunden.jobcenter_id}-{gefunden.monat:%Y-%m}.{art}"
    kopf = {"Content-Disposition": f'attachment; filename="{dateiname}"'}
    return HttpResponse(schreibe(tabelle), content_type=typ, headers=kopf)
