"""How rounds and agreements look to a program, and how the API describes that."""

from __future__ import annotations

from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from agreements import models
from agreements.recht import VEREINBARUNG, VEREINBARUNGSARTEN, Form, Seite, Traegerseite, Zustand, vereinbarungsart
from zielsystem.api.schema import Seitenkopf

NUMMER = OpenApiParameter("pk", int, OpenApiParameter.PATH, description="Nummer.")
_NUMMERN = [art.nr for art in VEREINBARUNGSARTEN]
ZUSTAENDE = [(zustand.value, zustand.value) for zustand in Zustand]
VEREINBARUNGEN_PARAMETER = (
    OpenApiParameter("runde", int, many=True, description="Nummern von Planungsrunden."),
    OpenApiParameter(
        "nr", int, many=True, enum=_NUMMERN, description="Art nach § 48b Abs. 1 Satz 1 Nr. 1 bis 4 SGB II."
    ),
    OpenApiParameter("zustand", str, many=True, enum=[z.value for z in Zustand], description="Zustände."),
    OpenApiParameter("schluessel", str, many=True, description="AGS von Jobcentern (5 Ziffern) oder Ländern (2)."),
)


class Planungsrunde(serializers.Serializer[object]):
    """A round."""

    nummer = serializers.IntegerField(help_text="Nummer der Planungsrunde.")
    titel = serializers.CharField(help_text="Titel.")
    ab = serializers.DateField(help_text="Erster Tag des Zeitraums.")
    bis = serializers.DateField(help_text="Erster Tag nach dem Zeitraum.")
    form = serializers.ChoiceField([form.value for form in Form], help_text="Form der Vereinbarungen nach Nr. 2.")
    angelegt_am = serializers.DateTimeField(help_text="Angelegt.")


class Planungsrunden(Seitenkopf):
    """The answer with rounds."""

    results = Planungsrunde(many=True, help_text="Die neuesten zuerst.")


class Vertragspartei(serializers.Serializer[object]):
    """A party to an agreement."""

    bezeichnung = serializers.CharField(help_text="Wie die Vereinbarung sie nennt.")
    seite = serializers.ChoiceField([seite.value for seite in Seite], help_text="Auf welcher Seite.")
    vertreten_durch = serializers.CharField(allow_blank=True, help_text="Vertreten durch.")


class Vereinbarungszeile(serializers.Serializer[object]):
    """An agreement in a list."""

    nummer = serializers.IntegerField(help_text="Nummer der Zielvereinbarung.")
    runde = serializers.IntegerField(help_text="Nummer der Planungsrunde.")
    nr = serializers.ChoiceField(_NUMMERN, help_text="Art nach § 48b Abs. 1 Satz 1 Nr. 1 bis 4 SGB II.")
    titel = serializers.CharField(help_text="Jobcenter, Land oder BA.")
    schluessel = serializers.CharField(allow_blank=True, help_text="AGS des Jobcenters oder des Landes.")
    traegerseite = serializers.ChoiceField([s.value for s in Traegerseite], help_text="Welcher Träger, bei Nr. 2.")
    zustand = serializers.ChoiceField(ZUSTAENDE, help_text="Zustand.")
    zustand_titel = serializers.CharField(help_text="Zustand in Worten.")
    fassung = serializers.IntegerField(help_text="1, Änderungsvereinbarungen zählen weiter.")
    aendert = serializers.IntegerField(allow_null=True, help_text="Nummer der Vereinbarung, die diese ändert.")
    vorbehalt = serializers.CharField(allow_blank=True, help_text="Gremium, dessen Beschluss vorbehalten ist.")


class Zielvereinbarungen(Seitenkopf):
    """The answer with agreements."""

    results = Vereinbarungszeile(many=True, help_text="Die neuesten zuerst.")


class Zielvereinbarung(Vereinbarungszeile):
    """An agreement with its parties."""

    norm = serializers.CharField(help_text="Rechtsgrundlage.")
    ab = serializers.DateField(help_text="Erster Tag des Zeitraums.")
    bis = serializers.DateField(help_text="Erster Tag nach dem Zeitraum.")
    vertragsparteien = Vertragspartei(many=True, help_text="Die Vertragsparteien in ihrer Reihenfolge.")


def runde(eine: models.Planungsrunde) -> dict[str, object]:
    """A round as a row."""
    return {
        "nummer": eine.pk,
        "titel": eine.titel,
        "ab": eine.ab,
        "bis": eine.bis,
        "form": eine.form,
        "angelegt_am": localtime(eine.angelegt_am),
    }


def zeile(eine: models.Zielvereinbarung) -> dict[str, object]:
    """An agreement as a row."""
    return {
        "nummer": eine.pk,
        "runde": eine.runde_id,
        "nr": eine.nr,
        "titel": eine.titel,
        "schluessel": eine.schluessel,
        "traegerseite": eine.traegerseite,
        "zustand": eine.zustand,
        "zustand_titel": VEREINBARUNG.titel_von(eine.zustand),
        "fassung": eine.fassung,
        "aendert": eine.aendert_id,
        "vorbehalt": eine.vorbehalt,
    }


def ganz(eine: models.Zielvereinbarung) -> dict[str, object]:
    """An agreement with its parties: one query for them; ``runde`` should have been selected along."""
    felder = ("bezeichnung", "seite", "vertreten_durch")
    return {
        **zeile(eine),
        "norm": str(vereinbarungsart(eine.nr, eine.runde.ab).norm),
        "ab": eine.runde.ab,
        "bis": eine.runde.bis,
        "vertragsparteien": list(eine.vertragsparteien.order_by("reihenfolge").values(*felder)),
    }
