"""The page of the journal: what was done for one's own party."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zielsystem.befugnisse import ROLLEN, Befugnis, Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import visible
from zielsystem.ui.rows import Spalte, Tabelle, Zelle
from zielsystem.zahlen import zeitpunkt

JE_SEITE = 50
SPALTEN = (
    Spalte("Zeitpunkt", kopf=True),
    Spalte("Person"),
    Spalte("Akt"),
    Spalte("Gegenstand"),
    Spalte("Rechtsgrundlage"),
    Spalte("Grund"),
)


@befugt(Befugnis.JOURNAL_LESEN)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The acts of one's party, the newest first."""
    eintraege = visible(request.zugang, Befugnis.SEHEN, Eintrag.objects.all())  # type: ignore[attr-defined]
    geordnet = eintraege.select_related("nutzer", "objektart").order_by("-am", "-pk")
    seite = Paginator(geordnet, JE_SEITE).get_page(request.GET.get("seite"))
    kontext = {
        "seite": seite,
        "tabelle": Tabelle("Journal", SPALTEN, [_zeile(eintrag) for eintrag in seite]),
        "brotkrumen": [("Start", "/"), ("Journal", None)],
    }
    return render(request, "journal/journal.html", kontext)


def _zeile(eintrag: Eintrag) -> tuple[Zelle | str, ...]:
    rolle = ROLLEN[Rolle(eintrag.rolle)].titel if eintrag.rolle else ""
    gegenstand = f"{eintrag.objektart.name} {eintrag.objekt_id}" if eintrag.objektart else ""
    return (
        zeitpunkt(timezone.localtime(eintrag.am)),
        Zelle(str(eintrag.nutzer or "Betrieb"), hinweis=rolle),
        eintrag.akt.replace("_", " "),
        gegenstand,
        eintrag.norm,
        eintrag.grund,
    )
