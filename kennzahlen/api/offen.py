"""A door that is open to everyone, reads what is published, and knows from the newest release whether that changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from kennzahlen.auskunft.neueste import Stand, neuester_stand
from zielsystem.api.ansicht import Ansicht
from zielsystem.api.bedingt import Fassung
from zielsystem.api.vorrat import Haltbarkeit


class OffeneAnsicht(Ansicht):
    """What it answers depends on the address and on what is published, and on nothing else."""

    http_method_names = ["get", "head"]
    stand: Stand | None = None

    def fassung(self, request: HttpRequest) -> Fassung | None:
        """That of the newest release and the newest note: one short query, which need not be asked again."""
        self.stand = neuester_stand()
        return Fassung(self.stand.kennung, self.stand.seit) if self.stand else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was answered may be kept until something is published."""
        antwort = super().dispatch(request, *args, **kwargs)
        if self.stand and antwort.status_code == 200:
            antwort.haltbarkeit = Haltbarkeit(self.stand.kennung, self.stand.seit, _jetzige)  # type: ignore[attr-defined]
        return antwort


def _jetzige() -> str | None:
    stand = neuester_stand()
    return stand.kennung if stand else None
