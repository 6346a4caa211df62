"""A program that uses the API: with a token of somebody's Amt, or without."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.schluessel.ausstellen import stelle_aus
from zielsystem.schluessel.models import Schluessel


def ausgestellt(welt: Welt, partei: str, rolle: Rolle, befugnisse: Collection[Befugnis] = ()) -> tuple[Schluessel, str]:
    """A token that a person of the role made for the party."""
    zugang = welt.zugang(partei, rolle, timezone.localdate())
    return stelle_aus(zweck="Probe", befugnisse=befugnisse, tage=30, durch=zugang, am=timezone.now())


class Programm:
    """Requests with a token; ``lies`` and ``sende`` give status and content."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"} if token else {})

    def lies(self, ort: str, **parameter: Any) -> tuple[int, Any]:
        """GET."""
        antwort = self.client.get(f"/api/v1/{ort}", parameter)
        return antwort.status_code, json.loads(antwort.content)

    def sende(self, ort: str, inhalt: Any, **kopf: str) -> tuple[int, Any]:
        """POST of JSON; a header is written ``Idempotency_Key``."""
        kopfzeilen = {name.replace("_", "-"): wert for name, wert in kopf.items()}
        antwort = self.client.post(f"/api/v1/{ort}", inhalt, content_type="application/json", headers=kopfzeilen)
        return antwort.status_code, json.loads(antwort.content)
