"""The acts of a table of transitions at a door: what the buttons show, and doing one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from zielsystem.api.koerper import Koerper
from zielsystem.api.probleme import als_objekt
from zielsystem.api.schema import EinHindernis
from zielsystem.journal.vollzug import Knopf


class Uebergang(serializers.Serializer[object]):
    """An act that leads away from the present state."""

    code = serializers.CharField(help_text="Kurzname des Schritts; so wird er bei POST angegeben.")
    titel = serializers.CharField(help_text="Der Schritt, in Worten.")
    nach = serializers.CharField(help_text="Zustand danach.")
    norm = serializers.CharField(help_text="Rechtsgrundlage.")
    grund_noetig = serializers.BooleanField(help_text="Der Schritt verlangt einen Grund.")
    befugt = serializers.BooleanField(help_text="Ob Sie ihn tun dürfen: nach Rolle, Schlüssel und Gegenstand.")
    ueber_api = serializers.BooleanField(help_text="false: Diesen Schritt tut eine Person in der Anwendung.")
    frei = serializers.BooleanField(help_text="Befugt, und nichts steht im Weg.")
    hindernisse = EinHindernis(many=True, help_text="Alles, was im Weg steht, mit Rechtsgrundlage.")


class Uebergaenge(serializers.Serializer[object]):
    """The acts from the present state."""

    zustand = serializers.CharField(help_text="Gegenwärtiger Zustand.")
    results = Uebergang(many=True)


class Schritt(serializers.Serializer[object]):
    """Which act is to be done."""

    uebergang = serializers.CharField(max_length=60, help_text="Kurzname des Schritts.")
    grund = serializers.CharField(
        required=False, max_length=2000, allow_blank=True, help_text="Grund, wo einer verlangt ist."
    )


def uebergaenge(zustand: str, knoepfe: Iterable[Knopf], akte: Mapping[str, Any]) -> dict[str, Any]:
    """The acts from a state, from the same rows as the buttons; ``akte`` are those that can be done here."""
    return {"zustand": zustand, "results": [_als_objekt(knopf, knopf.uebergang.code in akte) for knopf in knoepfe]}


def _als_objekt(knopf: Knopf, ueber_api: bool) -> dict[str, Any]:
    zeile = knopf.uebergang
    return {
        "code": zeile.code,
        "titel": zeile.titel,
        "nach": zeile.nach.value,
        "norm": str(zeile.norm),
        "grund_noetig": zeile.grund_noetig,
        "befugt": knopf.befugt,
        "ueber_api": ueber_api,
        "frei": knopf.frei and ueber_api,
        "hindernisse": [als_objekt(hindernis) for hindernis in knopf.hindernisse],
    }


def lies_schritt(request: Request, akte: Iterable[str]) -> tuple[str, str]:
    """The act that a request wants done, and the reason; raises for what is not one of ``akte``."""
    koerper = Koerper(request.data, ("uebergang", "grund"))
    code, grund = koerper.text("uebergang", hoechstens=60, noetig=True), koerper.text("grund", hoechstens=2000)
    if code and code not in akte:
        koerper.verwirf("uebergang", f"Den Schritt „{code}“ gibt es hier nicht.", sorted(akte))
    koerper.pruefe()
    return code, grund
