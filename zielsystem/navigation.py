"""What frames every page: navigation, the Ämter of the person, and whether the figures are synthetic."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zielsystem.befugnisse import ROLLEN, Befugnis
from zielsystem.parties.models import Installation
from zielsystem.parties.zugriff import Zugang

_OFFEN = (
    ("Jobcenter", "kennzahlen:jobcenter_liste", ("/jobcenter/", "/einheiten/")),
    ("Vergleichen", "kennzahlen:vergleichen", ("/vergleichen/",)),
    ("Kennzahlen", "kennzahlen:steckbriefe", ("/kennzahlen/", "/veroeffentlichungen/")),
)
_ANGEMELDET = (
    ("Meldungen", "kennzahlen:meldungen", ("/meldungen/",)),
    ("Zielvereinbarungen", "agreements:runden", ("/zielvereinbarungen/",)),
)
_MIT_BEFUGNIS = {
    Befugnis.KONTEN_VERWALTEN: ("Konten", "konten:konten", ("/konten/",)),
    Befugnis.JOURNAL_LESEN: ("Journal", "journal", ("/journal/",)),
}
_RECHT = (("Recht", "recht", ("/recht/",)),)


def rahmen(request: HttpRequest) -> dict[str, Any]:
    """Context for ``base.html``; an error page may come without a Zugang."""
    zugang: Zugang | None = getattr(request, "zugang", None)
    angemeldet = zugang is not None and zugang.nutzer is not None
    eigene = [punkt for befugnis, punkt in _MIT_BEFUGNIS.items() if zugang and befugnis in zugang.befugnisse]
    punkte = (*_OFFEN, *(_ANGEMELDET if angemeldet else ()), *eigene, *_RECHT)
    return {
        "navigation": [(titel, reverse(name), request.path.startswith(pfade)) for titel, name, pfade in punkte],
        "zugang": zugang,
        "aemter": [_amt(z, zugang) for z in getattr(request, "zugaenge", [])],
        "synthetisch": Installation.objects.filter(synthetisch=True).exists(),
    }


def _amt(zugang: Zugang, gewaehlt: Zugang | None) -> dict[str, Any]:
    assert zugang.stand
    assert zugang.rolle
    return {
        "id": zugang.amt_id,
        "partei": zugang.stand.name,
        "rolle": ROLLEN[zugang.rolle].titel,
        "aktiv": zugang == gewaehlt,
    }
