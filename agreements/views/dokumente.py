"""The documents of an agreement: its PDF drafts, and ordering another one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Dokument, Zielvereinbarung
from agreements.recht import VEREINBARUNG
from agreements.views.entwuerfe import auftragsstand
from agreements.views.rahmen import lade, rahmen
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_ENTWUERFE_GEZEIGT = 5


@angemeldet
@require_safe
def dokumente(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab "Dokumente" of an agreement; invisible is not there."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = lade(request, pk)
    kontext = {**rahmen(request, gefunden, "dokumente"), **_entwuerfe(gefunden, zugang)}
    return render(request, "agreements/vereinbarung/dokumente.html", kontext)


def _entwuerfe(vereinbarung: Zielvereinbarung, zugang: Zugang) -> dict[str, Any]:
    auftrag = vereinbarung.entwurfsauftraege.filter(lauf=None).order_by("-pk").first()
    dokumente = list(vereinbarung.dokumente.order_by("-pk")[:_ENTWUERFE_GEZEIGT])
    laeuft = auftrag is not None and auftrag.dokument_id is None
    return {
        "darf_erzeugen": may(zugang, Befugnis.ENTWURF_ERZEUGEN, vereinbarung),
        "auftragsstand": auftragsstand(auftrag) if auftrag and laeuft else None,
        "entwurfstabelle": _entwurfstabelle(dokumente) if dokumente else None,
    }


def _entwurfstabelle(dokumente: list[Dokument]) -> Tabelle:
    spalten = [
        Spalte("Entwurf", kopf=True),
        Spalte("Zustand der Vereinbarung"),
        Spalte("Seiten", zahl=True),
        Spalte("Prüfsumme (SHA-256)"),
    ]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                f"PDF vom {zahlen.zeitpunkt(timezone.localtime(dokument.erzeugt_am))}",
                url=reverse("agreements:dokument", args=[dokument.pk]),
            ),
            VEREINBARUNG.titel_von(dokument.zustand),
            str(dokument.seiten),
            f"{dokument.sha256[:16]}…",
        ]
        for dokument in dokumente
    ]
    return Tabelle("Erzeugte Entwürfe", spalten, zeilen)
