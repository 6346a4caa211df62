"""What the values are about: definitions, Grundgrößen, units, comparison groups, releases. Open to everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kennzahlen.api import schema
from kennzahlen.auskunft.abfrage import alle_einheiten
from kennzahlen.models import Veroeffentlichung
from kennzahlen.models.dateien import Veroeffentlichungsdatei
from kennzahlen.recht import GRUNDGROESSEN, KENNZAHLEN, Grundgroesse, Kennzahl, formel_text
from kennzahlen.veroeffentlichungen.hinweise import Vermerk, vermerke_nach_veroeffentlichung
from zielsystem.api.ansicht import Ansicht
from zielsystem.api.parameter import Abfrage
from zielsystem.api.schema import FORMAT, antworten
from zielsystem.parties.doors import offen
from zielsystem.parties.models import Gruppenzugehoerigkeit, Parteistand, Vergleichsgruppe, gilt_am


@offen
class Kennzahlen(Ansicht):
    """The definitions, from the same rows by which the values are computed."""

    spalten = tuple(schema.Definition().fields)

    @extend_schema(
        operation_id="kennzahlen",
        summary="Definitionen der Kennzahlen",
        description="Kennzahlen und Ergänzungsgrößen mit Formel, Einheit, Rechtsgrundlage und Geltung. Ein Code mit "
        "mehreren Zeilen wurde neu gefasst; Werte davor und danach sind nicht vergleichbar.",
        parameters=[FORMAT],
        responses=antworten(schema.Definitionen),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Without a query to the database."""
        self.abfrage(request).pruefe()
        return Response({"results": [_definition(kennzahl) for kennzahl in KENNZAHLEN]})


def _definition(kennzahl: Kennzahl) -> dict[str, object]:
    return {
        "code": kennzahl.code,
        "titel": kennzahl.titel,
        "norm": kennzahl.norm.text,
        "formel": formel_text(kennzahl),
        "ergaenzt": kennzahl.ergaenzt,
        "geschlecht": kennzahl.geschlecht,
        "veraenderung": kennzahl.veraenderung,
        "fenster": kennzahl.fenster,
        "gilt_ab": kennzahl.geltung.ab,
        "gilt_bis": kennzahl.geltung.bis,
        "einheit": schema.EINHEIT_VERAENDERUNG if kennzahl.veraenderung else schema.EINHEIT_ANTEIL,
    }


@offen
class Grundgroessen(Ansicht):
    """What Jobcenter report and what the Kennzahlen are computed from."""

    spalten = tuple(schema.Grundgroessenzeile().fields)

    @extend_schema(
        operation_id="grundgroessen",
        summary="Definitionen der Grundgrößen",
        description="Was die Jobcenter für jeden Monat melden, mit Einheit, Rechtsgrundlage und Geltung.",
        parameters=[FORMAT],
        responses=antworten(schema.Grundgroessen),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Without a query to the database."""
        self.abfrage(request).pruefe()
        return Response({"results": [_grundgroesse(groesse) for groesse in GRUNDGROESSEN]})


def _grundgroesse(groesse: Grundgroesse) -> dict[str, object]:
    return {
        "code": groesse.code,
        "titel": groesse.titel,
        "art": groesse.art.value,
        "einheit": groesse.art.einheit,
        "norm": groesse.norm.text,
        "nachmeldung_monate": groesse.nachmeldung_monate,
        "gilt_ab": groesse.geltung.ab,
        "gilt_bis": groesse.geltung.bis,
    }


@offen
class Einheiten(Ansicht):
    """The units for which there are values."""

    spalten = tuple(schema.Einheitszeile().fields)

    @extend_schema(
        operation_id="einheiten",
        summary="Einheiten",
        description="Jobcenter, Länder, Bund und Vergleichsgruppen, für die Werte veröffentlicht sind.",
        parameters=[FORMAT],
        responses=antworten(schema.Einheiten),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """All of them: there are some hundreds."""
        self.abfrage(request).pruefe()
        return Response({"results": list(alle_einheiten().values(*self.spalten))})


@offen
class Vergleichsgruppen(Ansicht):
    """The groups in which Jobcenter are compared, with who belongs to them on a day."""

    spalten = tuple(schema.Vergleichsgruppenzeile().fields)
    parameter = ("am",)

    @extend_schema(
        operation_id="vergleichsgruppen",
        summary="Vergleichsgruppen",
        description="Vergleichstypen und Vergleichsringe mit den Jobcentern, die ihnen an einem Tag angehören.",
        parameters=[schema.AM, FORMAT],
        responses=antworten(schema.Vergleichsgruppen),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Three queries."""
        am = _tag(self.abfrage(request))
        mitglieder = _mitglieder(am)
        gruppen = Vergleichsgruppe.objects.order_by("art", "schluessel").values_list("pk", "art", "schluessel", "titel")
        zeilen = [
            {"schluessel": f"{art}:{code}", "art": art, "titel": titel, "jobcenter": mitglieder.get(pk, [])}
            for pk, art, code, titel in gruppen
        ]
        return Response({"am": am, "results": zeilen})


def _tag(abfrage: Abfrage) -> date:
    text = abfrage.einzeln("am")
    try:
        am = date.fromisoformat(text) if text is not None else timezone.localdate()
    except ValueError:
        am = date.min
        abfrage.verwirf("am", f"„{text}“ ist kein Tag; anzugeben ist er als JJJJ-MM-TT.", ("JJJJ-MM-TT",))
    abfrage.pruefe()
    return am


def _mitglieder(am: date) -> dict[int, list[str]]:
    """The keys of the Jobcenter of each group on a day: those they have on it."""
    ags = dict(Parteistand.objects.jobcenter().filter(gilt_am(am)).values_list("partei_id", "ags"))
    je_gruppe: dict[int, list[str]] = {}
    for gruppe, partei in Gruppenzugehoerigkeit.objects.filter(gilt_am(am)).values_list("gruppe_id", "partei_id"):
        if partei in ags:
            je_gruppe.setdefault(gruppe, []).append(ags[partei])
    return {gruppe: sorted(schluessel) for gruppe, schluessel in je_gruppe.items()}


@offen
class Veroeffentlichungen(Ansicht):
    """The releases, whose days ``stand`` can name, with what of them is there as a file."""

    spalten = tuple(schema.Veroeffentlichungszeile().fields)

    @extend_schema(
        operation_id="veroeffentlichungen",
        summary="Veröffentlichungen",
        description="Alle Veröffentlichungen mit ihrem Stand, ihren Hinweisen und ihren Dateien.",
        parameters=[FORMAT],
        responses=antworten(schema.Veroeffentlichungen),
        tags=["Kennzahlen"],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Three queries, however many there are."""
        self.abfrage(request).pruefe()
        alle = list(Veroeffentlichung.objects.order_by("-pk"))
        vermerke = vermerke_nach_veroeffentlichung(eine.pk for eine in alle)
        dateien: dict[int, list[Veroeffentlichungsdatei]] = {}
        for datei in Veroeffentlichungsdatei.objects.order_by("veroeffentlichung", "art"):
            dateien.setdefault(datei.veroeffentlichung_id, []).append(datei)
        zeilen = [_zeile(eine, vermerke.get(eine.pk, []), dateien.get(eine.pk, [])) for eine in alle]
        return Response({"results": zeilen})


def _zeile(
    eine: Veroeffentlichung, vermerke: Sequence[Vermerk], dateien: Sequence[Veroeffentlichungsdatei]
) -> dict[str, object]:
    return {
        "stand": eine.stand,
        "bis_monat": f"{eine.bis_monat:%Y-%m}",
        "anzahl_werte": eine.anzahl_werte,
        "anzahl_meldungen": eine.anzahl_meldungen,
        "nummer": eine.pk,
        "veroeffentlicht_am": localtime(eine.veroeffentlicht_am),
        "hinweise": [vermerk.als_objekt() for vermerk in vermerke],
        "dateien": [schema.dateiangabe(datei) for datei in dateien],
    }
