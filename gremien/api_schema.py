"""Bodies and sessions as a program sees them: the object types of OParl 1.1 where they fit, and their description.

OParl's names stay English, as the standard has them. What OParl does not know is called as in the rest of the API.
Nothing here is public: OParl's ``public`` is false throughout.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from gremien.models import Ergebnis, Gremium, Mitgliedschaft, Sitzung, Tagesordnungspunkt, Vorlage
from gremien.recht import AUSGANGSTITEL, FORMTITEL, Ausgang, Form, Gremiumart, Sitzungszustand, gremiumtitel
from zielsystem.adresse import absolut
from zielsystem.api.schema import Seitenkopf

OPARL = "https://schema.oparl.org/1.1/"
NUMMER = OpenApiParameter("pk", int, OpenApiParameter.PATH, description="Nummer.")
ART = OpenApiParameter("art", str, many=True, enum=[art.value for art in Gremiumart], description="Arten von Gremien.")


class Person(serializers.Serializer[object]):
    """Who is a member."""

    type = serializers.CharField(help_text="OParl-Typ.")
    name = serializers.CharField(help_text="Name.")


class Membership(serializers.Serializer[object]):
    """Somebody's time in a body."""

    type = serializers.CharField(help_text="OParl-Typ.")
    person = Person(help_text="Wer Mitglied ist.")
    role = serializers.CharField(allow_blank=True, help_text="Funktion.")
    votingRight = serializers.BooleanField(help_text="Ob das Mitglied eine Stimme hat.")
    onBehalfOf = serializers.CharField(help_text="Seite, für die das Mitglied entsandt ist.")
    startDate = serializers.DateField(help_text="Erster Tag.")
    endDate = serializers.DateField(allow_null=True, help_text="Letzter Tag; leer: auf unbestimmte Zeit.")


class Organization(serializers.Serializer[object]):
    """A body."""

    id = serializers.CharField(help_text="Adresse dieses Objekts.")
    type = serializers.CharField(help_text="OParl-Typ.")
    name = serializers.CharField(help_text="Name des Gremiums.")
    shortName = serializers.CharField(help_text="Schlüssel.")
    organizationType = serializers.CharField(help_text="Immer „Gremium“.")
    classification = serializers.CharField(help_text="Art des Gremiums.")
    startDate = serializers.DateField(help_text="Besteht ab.")
    endDate = serializers.DateField(allow_null=True, help_text="Letzter Tag; leer: besteht.")
    meeting = serializers.CharField(help_text="Adresse der Liste seiner Sitzungen.")
    web = serializers.CharField(help_text="Seite in der Anwendung.")


class Organizations(Seitenkopf):
    """The answer with bodies."""

    results = Organization(many=True, help_text="Die zuletzt eingerichteten zuerst.")


class OrganizationWithMembers(Organization):
    """A body with its members."""

    membership = Membership(many=True, help_text="Heutige und frühere Mitglieder.")


class File(serializers.Serializer[object]):
    """A file."""

    type = serializers.CharField(help_text="OParl-Typ.")
    name = serializers.CharField(help_text="Titel.")
    fileName = serializers.CharField(help_text="Dateiname.")
    size = serializers.IntegerField(help_text="Größe in Byte.")
    sha256 = serializers.CharField(help_text="SHA-256 der Datei.")
    accessUrl = serializers.CharField(help_text="Adresse in der Anwendung; nur mit Anmeldung.")


class AgendaItem(serializers.Serializer[object]):
    """An item of an agenda."""

    type = serializers.CharField(help_text="OParl-Typ.")
    number = serializers.CharField(help_text="Stelle auf der Tagesordnung.")
    name = serializers.CharField(help_text="Titel.")
    public = serializers.BooleanField(help_text="Immer false.")
    form = serializers.ChoiceField([form.value for form in Form], help_text="Beratung, Erörterung oder Beschluss.")
    gegenstand = serializers.CharField(help_text="Art des Gegenstands, siehe /recht/.")
    result = serializers.CharField(allow_null=True, help_text="Ergebnis; leer: noch keines.")
    resolutionText = serializers.CharField(allow_null=True, help_text="Wortlaut des Beschlusses.")
    ja = serializers.IntegerField(allow_null=True, help_text="Stimmen dafür.")
    nein = serializers.IntegerField(allow_null=True, help_text="Stimmen dagegen.")
    enthaltung = serializers.IntegerField(allow_null=True, help_text="Enthaltungen.")
    stichentscheid = serializers.BooleanField(allow_null=True, help_text="Ob bei Gleichheit der Vorsitz entschied.")
    fassung = serializers.IntegerField(allow_null=True, help_text="Über 1: das Ergebnis wurde berichtigt.")
    endgueltig = serializers.BooleanField(help_text="Ob die Niederschrift genehmigt ist; vorher zählt kein Ergebnis.")
    auxiliaryFile = File(many=True, help_text="Vorlagen.")
    web = serializers.CharField(help_text="Seite in der Anwendung.")


class Location(serializers.Serializer[object]):
    """Where a session is."""

    type = serializers.CharField(help_text="OParl-Typ.")
    description = serializers.CharField(allow_blank=True, help_text="Ort in Worten.")


class MeetingRow(serializers.Serializer[object]):
    """A session in a list."""

    id = serializers.CharField(help_text="Adresse dieses Objekts.")
    type = serializers.CharField(help_text="OParl-Typ.")
    name = serializers.CharField(help_text="Titel.")
    meetingState = serializers.CharField(help_text="Zustand in Worten.")
    zustand = serializers.CharField(help_text="Zustand.")
    verfahren = serializers.CharField(help_text="sitzung oder umlauf.")
    cancelled = serializers.BooleanField(help_text="Ob abgesagt ist.")
    start = serializers.DateTimeField(help_text="Beginn; beim Umlauf das Ende der Frist.")
    end = serializers.DateTimeField(help_text="Geplantes Ende.")
    organization = serializers.CharField(help_text="Adresse des Gremiums.")
    web = serializers.CharField(help_text="Seite in der Anwendung.")


class Meetings(Seitenkopf):
    """The answer with sessions."""

    results = MeetingRow(many=True, help_text="Die zuletzt angelegten zuerst.")


class Meeting(MeetingRow):
    """A session with the items that one may see."""

    location = Location(help_text="Ort.")
    agendaItem = AgendaItem(many=True, help_text="Tagesordnung, soweit Sie sie sehen.")


_ERGEBNISFELDER = ("ja", "nein", "enthaltung", "stichentscheid", "fassung")


def organization(gremium: Gremium) -> dict[str, Any]:
    """A body as a row."""
    return {
        "id": absolut(reverse("gremien_api:gremium", args=[gremium.pk])),
        "type": f"{OPARL}Organization",
        "name": gremium.titel,
        "shortName": gremium.schluessel,
        "organizationType": "Gremium",
        "classification": gremiumtitel(gremium.art),
        "startDate": gremium.ab,
        "endDate": _letzter_tag(gremium.bis),
        "meeting": absolut(reverse("gremien_api:sitzungen", args=[gremium.pk])),
        "web": absolut(reverse("gremien:gremium", args=[gremium.pk])),
    }


def organization_with_members(gremium: Gremium, mitglieder: Iterable[Mitgliedschaft]) -> dict[str, Any]:
    """A body with its members."""
    return {**organization(gremium), "membership": [_membership(mitglied) for mitglied in mitglieder]}


def _letzter_tag(bis: date | None) -> date | None:
    """OParl's periods end with their last day, ours on the day after it."""
    return bis - timedelta(days=1) if bis else None


def _membership(mitglied: Mitgliedschaft) -> dict[str, Any]:
    return {
        "type": f"{OPARL}Membership",
        "person": {"type": f"{OPARL}Person", "name": mitglied.name},
        "role": mitglied.funktion,
        "votingRight": True,
        "onBehalfOf": mitglied.get_seite_display(),
        "startDate": mitglied.ab,
        "endDate": _letzter_tag(mitglied.bis),
    }


def meeting_row(sitzung: Sitzung) -> dict[str, Any]:
    """A session as a row."""
    return {
        "id": absolut(reverse("gremien_api:sitzung", args=[sitzung.pk])),
        "type": f"{OPARL}Meeting",
        "name": sitzung.titel,
        "meetingState": sitzung.zustandstitel,
        "zustand": sitzung.zustand,
        "verfahren": sitzung.verfahren,
        "cancelled": sitzung.zustand == Sitzungszustand.ABGESAGT,
        "start": localtime(sitzung.beginn),
        "end": localtime(sitzung.beginn + sitzung.dauer),
        "organization": absolut(reverse("gremien_api:gremium", args=[sitzung.gremium_id])),
        "web": absolut(reverse("gremien:sitzung", args=[sitzung.pk])),
    }


def meeting(sitzung: Sitzung, punkte: Iterable[Tagesordnungspunkt]) -> dict[str, Any]:
    """A session with items that carry their valid results and papers (``gueltige``, ``vorhandene``)."""
    return {
        **meeting_row(sitzung),
        "location": {"type": f"{OPARL}Location", "description": sitzung.ort},
        "agendaItem": [_agenda_item(punkt, sitzung) for punkt in punkte],
    }


def _agenda_item(punkt: Tagesordnungspunkt, sitzung: Sitzung) -> dict[str, Any]:
    ergebnis: Ergebnis | None = next(iter(punkt.gueltige), None)  # type: ignore[attr-defined]
    return {
        "type": f"{OPARL}AgendaItem",
        "number": str(punkt.reihenfolge),
        "name": f"{punkt.titel} ({FORMTITEL[Form(punkt.form)]})",
        "public": False,
        "form": punkt.form,
        "gegenstand": punkt.gegenstand,
        "result": AUSGANGSTITEL[Ausgang(ergebnis.ausgang)] if ergebnis else None,
        "resolutionText": ergebnis.wortlaut or None if ergebnis else None,
        **{feld: getattr(ergebnis, feld, None) for feld in _ERGEBNISFELDER},
        "endgueltig": ergebnis is not None and sitzung.zustand == Sitzungszustand.GENEHMIGT,
        "auxiliaryFile": [_file(vorlage) for vorlage in punkt.vorhandene],  # type: ignore[attr-defined]
        "web": absolut(reverse("gremien:punkt", args=[punkt.pk])),
    }


def _file(vorlage: Vorlage) -> dict[str, Any]:
    return {
        "type": f"{OPARL}File",
        "name": vorlage.titel,
        "fileName": vorlage.dateiname,
        "size": vorlage.groesse,
        "sha256": vorlage.sha256,
        "accessUrl": absolut(reverse("gremien:vorlage", args=[vorlage.pk])),
    }
