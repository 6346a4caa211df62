"""The door of the API: a class of its own for what DRF leaves to each project (see the package for its use)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponseBase
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from zielsystem.api import schema  # noqa: F401 (tells drf-spectacular about tokens)
from zielsystem.api.bedingt import (
    Fassung,
    etag_des_inhalts,
    hat_schon,
    kennzeichen,
    kennzeichne,
    nicht_geaendert,
    unveraendert_seit,
)
from zielsystem.api.drosselung import Drossel
from zielsystem.api.formate import XLSX_ZEILEN, Csv, Formatwahl, Json, Xlsx
from zielsystem.api.parameter import Abfrage
from zielsystem.api.probleme import Parameterfehler, UngueltigeAnfrage, problem
from zielsystem.parties.doors import Tuerregel, regel_von
from zielsystem.schluessel.anmeldung import Ausweis

OFFEN = Tuerregel(offen=True)
_ZU_VIEL = UngueltigeAnfrage(
    [Parameterfehler("format", f"Als XLSX gibt es höchstens {XLSX_ZEILEN} Zeilen; mehr gibt es als csv.", ("csv",))]
)


class Ansicht(APIView):
    """A door of the API.

    ``spalten`` are the fields of a row in CSV and XLSX, ``dezimalspalten`` those of them that hold fractions as text;
    ``parameter`` what can be asked beside ``format``. Without ``spalten`` there is JSON only.
    """

    fragt_die_regel_selbst = True
    http_method_names = ["get", "head", "post"]
    content_negotiation_class = Formatwahl
    parser_classes = (JSONParser,)
    throttle_classes = (Drossel,)
    spalten: Sequence[str] = ()
    dezimalspalten: Sequence[str] = ()
    parameter: Sequence[str] = ()

    def abfrage(self, request: Request) -> Abfrage:
        """The query of a request, with every parameter noted that this door does not have."""
        abfrage = Abfrage(request.query_params)
        abfrage.pruefe_namen((*self.parameter, "format"))
        return abfrage

    def fassung(self, request: HttpRequest) -> Fassung | None:
        """What the answer will be made of, if that is known before it is made; None: its content decides."""
        return None

    def get_renderers(self) -> list[Any]:
        """JSON, and where there are rows also CSV and XLSX."""
        return [Json(), Csv(), Xlsx()] if self.spalten else [Json()]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; a client that names the version it would get is told so before anything else is done."""
        if request.method not in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        fassung = self.fassung(request)
        if fassung is None:
            return super().dispatch(request, *args, **kwargs)
        etag = kennzeichen(request, fassung)
        if hat_schon(request, etag):
            return nicht_geaendert(etag, fassung)
        antwort = super().dispatch(request, *args, **kwargs)
        if antwort.status_code == 200:
            if unveraendert_seit(request, fassung.seit):
                return nicht_geaendert(etag, fassung)
            kennzeichne(antwort, etag, fassung)
        return antwort

    def perform_authentication(self, request: Request) -> None:
        """Who comes with a token acts as the token's Amt, whatever a session would say."""
        super().perform_authentication(request)
        if isinstance(request.auth, Ausweis):
            request._request.zugang = request.auth.zugang  # type: ignore[attr-defined]

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        """401 for who is nobody, 403 for who may not."""
        if request.user.is_authenticated:
            raise PermissionDenied(message, code)
        super().permission_denied(request, message, code)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Limits in headers; a name for files; what is not public is kept by nobody; else its content is its ETag."""
        antwort = super().finalize_response(request, response, *args, **kwargs)
        if kontingent := getattr(request, "kontingent", None):
            for feld, wert in kontingent.kopfzeilen().items():
                antwort[feld] = wert
        if isinstance(antwort, Response) and antwort.status_code == 200:
            if antwort.accepted_renderer.format == "xlsx" and len(antwort.data["results"]) > XLSX_ZEILEN:
                return problem(_ZU_VIEL, {"request": request})
            self._als_datei(antwort)
            if request.method in ("GET", "HEAD"):
                oeffentlich = regel_von(type(self)) == OFFEN
                antwort.add_post_render_callback(lambda fertig: _nach_inhalt(request._request, fertig, oeffentlich))
        return antwort

    def _als_datei(self, antwort: Response) -> None:
        art = antwort.accepted_renderer.format
        if art not in ("csv", "xlsx"):
            return
        antwort["Content-Disposition"] = f'attachment; filename="{type(self).__name__.lower()}.{art}"'
        if naechste := antwort.data.get("naechste"):
            antwort["Link"] = f'<{naechste}>; rel="next"'


def _nach_inhalt(request: HttpRequest, antwort: Any, oeffentlich: bool) -> Any:
    """The answer with its ETag, or 304 to who has the same already; what is not public no proxy keeps."""
    if "ETag" in antwort:
        return None
    etag = etag_des_inhalts(antwort.content)
    if hat_schon(request, etag):
        antwort = nicht_geaendert(etag)
    kennzeichne(antwort, etag)
    if not oeffentlich:
        antwort["Cache-Control"] = "private, no-cache"
    return antwort
