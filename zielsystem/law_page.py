"""The page /recht/: every table of law that the system decides by, rendered from the rows themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agreements.recht import VEREINBARUNG
from kennzahlen.meldung_recht import MELDUNG
from zielsystem.befugnisse import ROLLEN, Befugnis
from zielsystem.parties.doors import offen
from zielsystem.parties.recht import ARTEN
from zielsystem.recht import Ablauf

ABLAEUFE: tuple[Ablauf, ...] = (MELDUNG, VEREINBARUNG)


@offen
@require_GET
def recht(request: HttpRequest) -> HttpResponse:
    """Parties, roles and the tables of transitions, each row with its paragraph and validity."""
    return render(
        request,
        "recht.html",
        {
            "brotkrumen": [("Start", "/"), ("Recht und Regeln", None)],
            "arten": list(ARTEN.values()),
            "rollen": [_rolle(profil) for profil in ROLLEN.values()],
            "ablaeufe": [_ablauf(ablauf) for ablauf in ABLAEUFE],
        },
    )


def _rolle(profil: Any) -> dict[str, Any]:
    return {
        "titel": profil.titel,
        "beschreibung": profil.beschreibung,
        "befugnisse": [b.value.replace("_", " ") for b in Befugnis if b in profil.befugnisse],
    }


def _ablauf(ablauf: Ablauf) -> dict[str, Any]:
    return {
        "titel": ablauf.titel,
        "zeilen": [
            {
                "akt": zeile.titel,
                "von": [z.replace("_", " ") for z in zeile.von],
                "nach": zeile.nach.replace("_", " "),
                "norm": zeile.norm,
                "geltung": zeile.geltung,
                "rollen": [p.titel for p in ROLLEN.values() if zeile.befugnis in p.befugnisse],
                "bedingungen": zeile.bedingungen,
            }
            for zeile in ablauf.uebergaenge
        ],
    }
