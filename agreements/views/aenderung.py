"""An amendment beside what it amends: what was, what is to be."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.inhalt import Abschnitt, Aenderung, Anlage, Beitrag, Finanzzeile, Partner, Ziel, bezeichnung
from agreements.lifecycle import unterschiede
from agreements.views.rahmen import lade, rahmen
from agreements.views.verhandlung_zeilen import textvergleich
from zielsystem import zahlen
from zielsystem.parties.doors import angemeldet


@angemeldet
@require_safe
def aenderung(request: HttpRequest, pk: int) -> HttpResponse:
    """What an amendment changes, part by part; an agreement that amends nothing has no such page."""
    gefunden = lade(request, pk)
    if gefunden.aendert_id is None:
        raise Http404("Diese Vereinbarung ändert keine andere.")
    seite = rahmen(request, gefunden, "ueberblick")
    *weg, (name, _) = seite["brotkrumen"]
    hier = reverse("agreements:vereinbarung", args=[pk])
    kontext = {
        **seite,
        "brotkrumen": [*weg, (name, hier), ("Unterschiede", None)],
        "fenstertitel": f"Unterschiede: {name}",
        "unterschiede": [_unterschied(aenderung) for aenderung in unterschiede(gefunden)],
        "original_url": reverse("agreements:vereinbarung", args=[gefunden.aendert_id]),
    }
    return render(request, "agreements/vereinbarung/aenderung.html", kontext)


def _unterschied(aenderung: Aenderung) -> dict[str, Any]:
    vorher, nachher = aenderung.vorher, aenderung.nachher
    art = "neu" if vorher is None else "entfällt" if nachher is None else "geändert"
    return {"titel": bezeichnung(aenderung), "vergleich": textvergleich(art, _text(vorher), _text(nachher))}


def _text(teil: Any) -> str:
    """A part of an agreement in words."""
    match teil:
        case None:
            return ""
        case Abschnitt(text=text) | Beitrag(text=text):
            return text
        case Ziel(beschreibung=beschreibung, wortlaut=wortlaut):
            return f"{beschreibung}\n\n{wortlaut}"
        case Partner(bezeichnung=bezeichnung, vertreten_durch=vertreten):
            return f"{bezeichnung}\n\nvertreten durch {vertreten or zahlen.FEHLT}"
        case Finanzzeile(betrag=betrag):
            return zahlen.euro_aus_cent(betrag)
        case Anlage(titel=titel, sha256=sha256):
            return f"{titel}\n\nSHA-256 {sha256}"
    return str(teil)
