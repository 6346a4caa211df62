"""A door that is open to everyone, reads what is published, and knows from the newest release whether that changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from rest_framework.response import Response

from kennzahlen.auskunft.neueste import Stand, bekannter_stand, neuester_stand
from zielsystem.api.ansicht import OFFEN, Ansicht
from zielsystem.api.bedingt import Fassung
from zielsystem.api.direkt import Tuer
from zielsystem.api.vorrat import Haltbarkeit
from zielsystem.parties.doors import regel_von


class OffeneAnsicht(Ansicht):
    """What it answers depends on the address and on what is published, and on nothing else.

    ``kurzer_weg`` answers in JSON without what only other doors need.
    """

    http_method_names = ["get", "head"]
    kurzer_weg: ClassVar[Tuer | None] = None
    stand: Stand | None = None

    def fassung(self, request: HttpRequest) -> Fassung | None:
        """That of the newest release and the newest note: one short query, which need not be asked again."""
        self.stand = neuester_stand()
        return _fassung(self.stand)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was answered may be kept until something is published."""
        antwort = super().dispatch(request, *args, **kwargs)
        fassung = _fassung(self.stand)
        if fassung and antwort.status_code == 200 and regel_von(type(self)) == OFFEN:
            als_json = isinstance(antwort, Response) and antwort.accepted_renderer.format == "json"
            tuer = type(self).kurzer_weg if als_json else None
            antwort.haltbarkeit = Haltbarkeit(fassung, _jetzige, tuer)  # type: ignore[attr-defined]
        return antwort


def _fassung(stand: Stand | None) -> Fassung | None:
    return Fassung(stand.kennung, stand.seit) if stand else None


def _jetzige() -> Fassung | None:
    return _fassung(bekannter_stand())
