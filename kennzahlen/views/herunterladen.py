"""Tables of a page as files: ``?tabelle=<schluessel>&ausgabe=csv`` on the page's own address, behind its own door."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse

from kennzahlen.auskunft.ausgabe import als_csv, als_xlsx
from kennzahlen.models import Veroeffentlichung
from zielsystem import zahlen
from zielsystem.parties.models import Installation
from zielsystem.ui.rows import Tabelle

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def gewuenscht(request: HttpRequest) -> bool:
    """Whether a file is asked for and not the page."""
    return "ausgabe" in request.GET


VEROEFFENTLICHT = "Zielsystem, Kennzahlen nach § 48a SGB II"


def datei(
    request: HttpRequest,
    tabellen: Iterable[Tabelle],
    veroeffentlichung: Veroeffentlichung | None,
    *,
    quelle: str = VEROEFFENTLICHT,
) -> HttpResponse:
    """The table that is asked for, in the form that is asked for; 404 where there is none of that name or form."""
    tabelle = next((t for t in tabellen if t.schluessel and t.schluessel == request.GET.get("tabelle")), None)
    ausgabe = request.GET["ausgabe"]
    if tabelle is None or ausgabe not in ("csv", "xlsx"):
        raise Http404("Diese Tabelle gibt es nicht.")
    stand = veroeffentlichung.stand if veroeffentlichung else None
    if ausgabe == "csv":
        antwort = HttpResponse(als_csv(tabelle), content_type=CSV)
    else:
        herkunft = [("Quelle", quelle), ("Stand", zahlen.tag(stand))]
        if Installation.objects.filter(synthetisch=True).exists():
            herkunft.append(("Achtung", "Demonstrationsdaten: alle Zahlen sind synthetisch."))
        antwort = HttpResponse(als_xlsx(tabelle, herkunft), content_type=XLSX)
    teile = [request.path.strip("/"), tabelle.schluessel, stand.isoformat() if stand else ""]
    name = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(filter(None, teile)))
    antwort["Content-Disposition"] = f'attachment; filename="{name}.{ausgabe}"'
    return antwort
