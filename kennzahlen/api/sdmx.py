"""The SDMX data source: open to everyone, at the addresses that SDMX-REST 1.5 prescribes (see kennzahlen.sdmx)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from kennzahlen.api.offen import OffeneAnsicht
from kennzahlen.auskunft.abfrage import alle_einheiten
from kennzahlen.sdmx import anfrage, formate, verzeichnis
from kennzahlen.sdmx.als_csv import als_csv
from kennzahlen.sdmx.als_xml import generisch, strukturspezifisch
from kennzahlen.sdmx.aufbau import AGENTUR, FLUSS, VERSION
from kennzahlen.sdmx.codelisten import Einheitsangabe, beschreibungen
from kennzahlen.sdmx.fluss import Datensatz, Zuschnitt, gebuendelt
from kennzahlen.sdmx.formate import Format
from kennzahlen.sdmx.lesen import reihen
from kennzahlen.sdmx.struktur import Kopf, strukturnachricht
from kennzahlen.sdmx.werte import Reihe
from zielsystem.api.formate import Formatwahl
from zielsystem.api.parameter import Abfrage
from zielsystem.parties.doors import offen


class Unverhandelt(Formatwahl):
    """The formats of SDMX are chosen by its own rules."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first one; answers are written without it."""
        erster = next(iter(renderers))
        return erster, erster.media_type or ""


class SdmxAnsicht(OffeneAnsicht):
    """A door of the data source; it answers in one of ``formate``."""

    content_negotiation_class = Unverhandelt
    formate: ClassVar[Sequence[Format]]

    def gefragt(self, request: Request, stand: str | None) -> Abfrage:
        """The query; a ``stand`` in the address counts as the parameter."""
        parameter = request.query_params.copy()
        if stand is not None:
            parameter.appendlist("stand", stand)
        return Abfrage(parameter)

    def format(self, request: Request, abfrage: Abfrage) -> Format:
        """The one that ``format`` names, else what ``Accept`` wants most. Raises ``NotAcceptable``."""
        namen = {eines.name: eines for eines in self.formate}
        if genannt := abfrage.aus("format", list(namen)):
            return namen[genannt[0]]
        gewaehlt = formate.verhandelt(request.headers.get("Accept", ""), self.formate)
        if gewaehlt is None:
            moegliche = ", ".join(eines.medientyp for eines in self.formate)
            raise NotAcceptable(f"Diese Adresse antwortet mit: {moegliche}.")
        return gewaehlt


# -- Data ------------------------------------------------------------------------------------------------------

_SCHREIBER: Mapping[Format, Callable[[Datensatz, Iterable[Reihe], Zuschnitt], Iterator[str]]] = {
    formate.GENERISCH: generisch,
    formate.STRUKTURSPEZIFISCH: strukturspezifisch,
    formate.CSV_1: lambda satz, einige, zuschnitt: als_csv(satz, einige, zuschnitt, 1),
    formate.CSV_2: lambda satz, einige, zuschnitt: als_csv(satz, einige, zuschnitt, 2),
}


@offen
class Daten(SdmxAnsicht):
    """Observations."""

    formate = formate.DATEN

    @extend_schema(exclude=True)
    def get(
        self, request: Request, fluss: str, schluessel: str = "", anbieter: str = "", stand: str | None = None
    ) -> StreamingHttpResponse:
        """Series after series, however many: a query for forty units at a time, and three to understand what is asked.

        Nothing found is 404, as SDMX wants it.
        """
        _pruefe_fluss(fluss, anbieter)
        abfrage = self.gefragt(request, stand)
        format = self.format(request, abfrage)
        auswahl = anfrage.lies_anfrage(abfrage, schluessel)
        gefundene = reihen(auswahl)
        erste = next(gefundene, None)
        if erste is None:
            raise NotFound("Zu dieser Auswahl gibt es keine Beobachtungen.")
        eine = auswahl.veroeffentlichung
        satz = Datensatz(eine.pk, eine.stand.isoformat(), eine.veroeffentlicht_am, auswahl.frueher is not None)
        stuecke = _SCHREIBER[format](satz, chain([erste], gefundene), auswahl.zuschnitt)
        antwort = StreamingHttpResponse(gebuendelt(stuecke), content_type=format.medientyp)
        antwort["Content-Disposition"] = f'inline; filename="{FLUSS.lower()}.{format.endung}"'
        return antwort


def _pruefe_fluss(fluss: str, anbieter: str) -> None:
    """Raise ``NotFound`` for any other dataflow or provider than ours."""
    teile = fluss.split(",")
    *agentur, kennung = teile[:2]
    richtig = kennung == FLUSS and agentur in ([], [AGENTUR]) and teile[2:] in ([], ["latest"], [VERSION])
    if not richtig:
        raise NotFound(f"Den Datenfluss „{fluss}“ gibt es nicht. Es gibt: {AGENTUR},{FLUSS},{VERSION}.")
    if anbieter not in ("", "all", AGENTUR, f"{AGENTUR},{AGENTUR}"):
        raise NotFound(f"Den Datenlieferanten „{anbieter}“ gibt es nicht. Es gibt: {AGENTUR}.")


# -- Structures ------------------------------------------------------------------------------------------------


@offen
class Strukturen(SdmxAnsicht):
    """Dataflow, data structure, code lists, concepts, agencies."""

    formate = formate.STRUKTUR

    @extend_schema(exclude=True)
    def get(self, request: Request, art: str, stand: str | None = None, **name: str) -> HttpResponse:
        """All of them are small: two queries, for the units and for the release that dates them."""
        arten = (*verzeichnis.ARTEN, verzeichnis.GEMISCHT)
        if art not in arten:
            raise NotFound(f"Die Art „{art}“ gibt es hier nicht. Es gibt: data, {', '.join(arten)}.")
        abfrage = self.gefragt(request, stand)
        abfrage.pruefe_namen(("references", "detail", "asOf", "stand", "format"))
        self.format(request, abfrage)
        verweise = abfrage.aus("references", verzeichnis.VERWEISE) or ["none"]
        tiefe = abfrage.aus("detail", verzeichnis.TIEFEN) or ["full"]
        eine = anfrage.gelesene(abfrage)
        abfrage.pruefe()
        assert eine
        einheiten = [Einheitsangabe(einheit.schluessel, einheit.titel) for einheit in alle_einheiten()]
        auskunft = verzeichnis.auskunft(verzeichnis.Frage(art, **name), verweise[0], beschreibungen(einheiten))
        if not auskunft.gefragte:
            raise NotFound(f"Eine solche Beschreibung ({art}) gibt es nicht.")
        nachricht = strukturnachricht(
            Kopf(f"STRUKTUR-{eine.pk}", eine.veroeffentlicht_am),
            auskunft.alle,
            auskunft.stummel(tiefe[0]),
            request.build_absolute_uri(reverse("sdmx")),
        )
        return HttpResponse(nachricht, content_type=self.formate[0].medientyp)
