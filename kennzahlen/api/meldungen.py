"""Meldungen for programs: what the list, the page and the form of a Meldung are for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kennzahlen.api import meldungsschema as schema
from kennzahlen.api.meldungseingabe import lies_einsendung
from kennzahlen.meldungen.einsendung import Zurueckgewiesen, sende_ein
from kennzahlen.meldungen.meldungslauf import AKTE, naechste_akte
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Meldung, MeldungQuerySet
from zielsystem.api.ansicht import Ansicht
from zielsystem.api.parameter import Abfrage
from zielsystem.api.probleme import Unverwendbar, als_objekt
from zielsystem.api.schema import FORMAT, NUR_JSON, SEITE, WIEDERHOLUNG, antworten
from zielsystem.api.seiten import PARAMETER, blaettere
from zielsystem.api.uebergaenge import Schritt, Uebergaenge, lies_schritt, uebergaenge
from zielsystem.api.wiederholung import einmalig
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang


@angemeldet
class Meldungen(Ansicht):
    """The Meldungen that the access may see; reporting a month."""

    spalten = tuple(schema.Meldungszeile().fields)
    parameter = ("jobcenter", "monat", "zustand", *PARAMETER)

    @extend_schema(
        operation_id="meldungen",
        summary="Meldungen",
        description="Meldungen, die Sie sehen: die des eigenen Jobcenters, freigegebene auch darüber. Die neuesten "
        "zuerst, jede Version für sich.",
        parameters=[*schema.MELDUNGEN_PARAMETER, *SEITE, FORMAT],
        responses=antworten(schema.Meldungen),
        tags=["Meldungen"],
    )
    def get(self, request: Request) -> Response:
        """Two queries for a page of any length."""
        abfrage = self.abfrage(request)
        seite = blaettere(abfrage, _gefragte(abfrage, _sichtbare(request)))
        return Response(seite.antwort(request, _zeilen(seite.zeilen)))

    @extend_schema(
        operation_id="meldung_einsenden",
        summary="Einen Monat melden",
        description="Meldet die Zahlen eines Monats für das eigene Jobcenter, geprüft wie im Formular. "
        "Ist etwas falsch oder unerklärt, wird nichts gespeichert, und die Antwort (422) nennt alle Befunde.",
        parameters=[NUR_JSON, WIEDERHOLUNG],
        request=schema.Einsendung,
        responses={201: schema.Meldung},
        examples=[schema.BEISPIEL_EINSENDUNG],
        tags=["Meldungen"],
    )
    @befugt(Befugnis.MELDUNG_ERFASSEN)
    @einmalig
    def post(self, request: Request) -> Response:
        """The same acts as the form, all or none."""
        zugang: Zugang = request.zugang  # type: ignore[attr-defined]
        einsendung = lies_einsendung(request.data)
        try:
            meldung = sende_ein(einsendung=einsendung, durch=zugang, am=timezone.now())
        except Zurueckgewiesen as fehler:
            raise Unverwendbar(
                f"{fehler} Es wurde nichts gespeichert.",
                hindernisse=[als_objekt(hindernis) for hindernis in fehler.gehindert.hindernisse],
                befunde=[schema.befundobjekt(befund) for befund in fehler.befunde],
            ) from fehler
        return Response(_ganz(meldung), status=201)


@angemeldet
class EineMeldung(Ansicht):
    """One Meldung with its figures and findings."""

    @extend_schema(
        operation_id="meldung",
        summary="Eine Meldung mit Zahlen und Befunden",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(schema.Meldung, tabelle=False),
        tags=["Meldungen"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """Three queries."""
        self.abfrage(request).pruefe()
        return Response(_ganz(_eine(request, pk)))


@angemeldet
class Meldungsuebergaenge(Ansicht):
    """The acts from the present state of a Meldung, and doing one."""

    @extend_schema(
        operation_id="meldung_uebergaenge",
        summary="Was mit einer Meldung geschehen kann",
        description="Die Schritte aus dem gegenwärtigen Zustand, aus derselben Tabelle wie die Knöpfe der Anwendung, "
        "mit allem, was im Weg steht.",
        parameters=[schema.NUMMER, NUR_JSON],
        responses=antworten(Uebergaenge, tabelle=False),
        tags=["Meldungen"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """What the page shows as buttons."""
        self.abfrage(request).pruefe()
        meldung = _eine(request, pk)
        knoepfe = naechste_akte(meldung, request.zugang)  # type: ignore[attr-defined]
        return Response(uebergaenge(meldung.zustand, knoepfe, AKTE))

    @extend_schema(
        operation_id="meldung_uebergang",
        summary="Einen Schritt tun",
        description="Ist etwas im Weg, nennt die Antwort (409) jedes Hindernis mit seiner Rechtsgrundlage.",
        parameters=[schema.NUMMER, NUR_JSON, WIEDERHOLUNG],
        request=Schritt,
        responses={200: schema.Meldung},
        tags=["Meldungen"],
    )
    @befugt(Befugnis.MELDUNG_ERFASSEN)
    @einmalig
    def post(self, request: Request, pk: int) -> Response:
        """The act behind the button."""
        code, grund = lies_schritt(request, AKTE)
        meldung = _eine(request, pk)
        neue = AKTE[code](meldung=meldung, durch=request.zugang, am=timezone.now(), grund=grund)  # type: ignore[attr-defined]
        return Response(_ganz(neue))


def _sichtbare(request: Request) -> MeldungQuerySet:
    return Meldung.objects.visible_to(request.zugang)  # type: ignore[attr-defined]


def _eine(request: Request, pk: int) -> Meldung:
    return get_object_or_404(_sichtbare(request), pk=pk)


def _gefragte(abfrage: Abfrage, alle: MeldungQuerySet) -> MeldungQuerySet:
    jobcenter, monate = abfrage.liste("jobcenter"), abfrage.monate("monat")
    zustaende = abfrage.aus("zustand", [zustand.value for zustand in Meldungszustand])
    if jobcenter:
        alle = alle.filter(jobcenter__in=Parteistand.objects.jobcenter().filter(ags__in=jobcenter).values("partei"))
    if monate:
        alle = alle.filter(monat__in=monate)
    return alle.filter(zustand__in=zustaende) if zustaende else alle


def _zeilen(meldungen: Sequence[Meldung]) -> list[dict[str, object]]:
    ags = _schluessel(meldung.jobcenter_id for meldung in meldungen)
    return [schema.zeile(meldung, ags[meldung.jobcenter_id]) for meldung in meldungen]


def _ganz(meldung: Meldung) -> dict[str, object]:
    return schema.ganz(meldung, _schluessel([meldung.jobcenter_id])[meldung.jobcenter_id])


def _schluessel(parteien: Iterable[int]) -> dict[int, str]:
    """The newest AGS of each Jobcenter: one query."""
    staende = Parteistand.objects.jobcenter().filter(partei__in=set(parteien)).order_by("ab")
    return dict(staende.values_list("partei_id", "ags"))
