"""What frames every page: navigation, the Ämter of the person, and whether the figures are synthetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zielsystem.befugnisse import ROLLEN, Befugnis, Rolle
from zielsystem.parties.models import Installation
from zielsystem.parties.recht import JOBCENTER, Parteiart
from zielsystem.parties.zugriff import Zugang

Punkt = tuple[str, str, tuple[str, ...]]
"""Title, route, and what the addresses of its pages begin with."""

_OFFEN = (
    ("Jobcenter", "kennzahlen:jobcenter_liste", ("/jobcenter/", "/einheiten/")),
    ("Vergleichen", "kennzahlen:vergleichen", ("/vergleichen/",)),
    ("Kennzahlen", "kennzahlen:steckbriefe", ("/kennzahlen/", "/veroeffentlichungen/")),
    ("Berichte", "berichte:berichte", ("/berichte/",)),
)
_ANGEMELDET = (
    ("Meldungen", "kennzahlen:meldungen", ("/meldungen/",)),
    ("Zielvereinbarungen", "agreements:runden", ("/zielvereinbarungen/",)),
    ("Gremien", "gremien:gremien", ("/gremien/",)),
    ("Aufgaben", "agreements:aufgaben", ("/zielvereinbarungen/aufgaben/",)),
)
_MIT_BEFUGNIS = {
    Befugnis.KONTEN_VERWALTEN: ("Konten", "konten:konten", ("/konten/",)),
    Befugnis.JOURNAL_LESEN: ("Journal", "journal", ("/journal/",)),
}
_NUR_FUER: tuple[tuple[Callable[[Zugang], bool], tuple[str, str, tuple[str, ...]]], ...] = (
    (
        lambda zugang: zugang.art in JOBCENTER and Befugnis.EIGENE_ZAHLEN_FUEHREN in zugang.befugnisse,
        ("Eigene Zahlen", "kennzahlen:eigene_zahlen", ("/eigene-zahlen/",)),
    ),
    (
        lambda zugang: zugang.art is Parteiart.ZKT and zugang.rolle is not Rolle.ADMINISTRATION,
        ("Vergleichsring", "kennzahlen:ringe", ("/vergleichsring/",)),
    ),
)
"""What belongs to some kinds of parties only; what is behind it is a matter of the access rule."""

_RECHT = (("Recht", "recht", ("/recht/",)),)


def rahmen(request: HttpRequest) -> dict[str, Any]:
    """Context for ``base.html``; an error page may come without a Zugang."""
    zugang: Zugang | None = getattr(request, "zugang", None)
    angemeldet = zugang is not None and zugang.nutzer is not None
    eigene = [punkt for befugnis, punkt in _MIT_BEFUGNIS.items() if zugang and befugnis in zugang.befugnisse]
    besondere = [punkt for passt, punkt in _NUR_FUER if zugang and passt(zugang)]
    punkte: tuple[Punkt, ...] = (*_OFFEN, *(_ANGEMELDET if angemeldet else ()), *besondere, *eigene, *_RECHT)
    hier = _wo(request.path, punkte)
    return {
        "navigation": [(titel, reverse(name), hier == name) for titel, name, _ in punkte],
        "zugang": zugang,
        "aemter": [_amt(z, zugang) for z in getattr(request, "zugaenge", [])],
        "synthetisch": Installation.objects.filter(synthetisch=True).exists(),
    }


def _wo(pfad: str, punkte: Iterable[Punkt]) -> str:
    """The route of the entry to which a page belongs: that with the longest address it begins with; or ""."""
    passende = [(len(anfang), name) for _, name, anfaenge in punkte for anfang in anfaenge if pfad.startswith(anfang)]
    return max(passende, default=(0, ""))[1]


def _amt(zugang: Zugang, gewaehlt: Zugang | None) -> dict[str, Any]:
    assert zugang.stand
    assert zugang.rolle
    return {
        "id": zugang.amt_id,
        "partei": zugang.stand.name,
        "rolle": ROLLEN[zugang.rolle].titel,
        "aktiv": zugang == gewaehlt,
    }
