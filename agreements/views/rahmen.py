"""The frame of the pages about one agreement: who may come in, the heading, the tabs.

Every tab is a page of its own: a row of :data:`REITER`, a view that starts with :func:`lade` (or :func:`lade_eigene`)
and hands :func:`rahmen` to a template that extends ``agreements/vereinbarung/rahmen.html`` and fills ``inhalt``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agreements.models import Zielvereinbarung
from agreements.views.zeilen import seitenname, traeger, zustandszelle
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Reiter:
    """A tab: ``route`` is the name of its URL in this room, with ``pk`` as its only argument.

    ``nur_parteien``: shown to the parties to the agreement alone, also when others see the agreement.
    """

    code: str
    titel: str
    route: str
    nur_parteien: bool = False


REITER: tuple[Reiter, ...] = (
    Reiter("ueberblick", "Überblick", "vereinbarung"),
    Reiter("text", "Text", "vereinbarung_text"),
    Reiter("ziele", "Ziele und Beiträge", "vereinbarung_ziele"),
    Reiter("zieldialoge", "Zieldialoge", "zieldialoge", nur_parteien=True),
    Reiter("zeichnung", "Zeichnung", "zeichnung"),
    Reiter("auswertung", "Auswertung", "vereinbarung_auswertung"),
    Reiter("dokumente", "Dokumente", "vereinbarung_dokumente"),
)
"""The tabs in their order."""


def lade(request: HttpRequest, pk: int) -> Zielvereinbarung:
    """The agreement with its round, if the access may see it; else 404."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return get_object_or_404(Zielvereinbarung.objects.visible_to(zugang).select_related("runde"), pk=pk)


def lade_eigene(request: HttpRequest, pk: int) -> Zielvereinbarung:
    """The agreement with its round, if the access acts for one of its parties; else 404."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    return get_object_or_404(Zielvereinbarung.objects.eigene(zugang).select_related("runde"), pk=pk)


def rahmen(request: HttpRequest, vereinbarung: Zielvereinbarung, reiter: str) -> dict[str, Any]:
    """What the template of the frame needs; ``reiter`` is the code of the tab that is open."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    eigene = Zielvereinbarung.objects.eigene(zugang).filter(pk=vereinbarung.pk).exists()
    offen = next(zeile for zeile in REITER if zeile.code == reiter)
    return {
        "brotkrumen": _brotkrumen(vereinbarung, offen),
        "vereinbarung_id": vereinbarung.pk,
        "titel": seitenname(vereinbarung),
        "vorzeile": f"Zielvereinbarung {vereinbarung.runde.zeitraum}, Nr. {vereinbarung.nr}: {vereinbarung.art}",
        "text": _satzanfang(traeger(vereinbarung)),
        "zustand": zustandszelle(vereinbarung),
        "fenstertitel": f"{offen.titel}: {seitenname(vereinbarung)}",
        "reiter": [
            (zeile.titel, reverse(f"agreements:{zeile.route}", args=[vereinbarung.pk]), zeile is offen)
            for zeile in REITER
            if eigene or not zeile.nur_parteien
        ],
    }


def _satzanfang(text: str) -> str:
    return text[:1].upper() + text[1:]


def _brotkrumen(vereinbarung: Zielvereinbarung, offen: Reiter) -> list[tuple[str, str | None]]:
    erste = REITER[0]
    weg: list[tuple[str, str | None]] = [
        ("Zielvereinbarungen", reverse("agreements:runden")),
        (vereinbarung.runde.titel, reverse("agreements:runde", args=[vereinbarung.runde_id])),
    ]
    if offen is erste:
        return [*weg, (seitenname(vereinbarung), None)]
    return [
        *weg,
        (seitenname(vereinbarung), reverse(f"agreements:{erste.route}", args=[vereinbarung.pk])),
        (offen.titel, None),
    ]
