"""How a Meldung looks to a program, and how the API describes that."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_field
from rest_framework import serializers

from kennzahlen import models
from kennzahlen.meldungen.einsendung import ZIELE
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.recht import GRUNDGROESSEN, Groessenart
from zielsystem.api.parameter import MONATSMUSTER
from zielsystem.api.schema import Seitenkopf

NUMMER = OpenApiParameter("pk", int, OpenApiParameter.PATH, description="Nummer der Meldung.")
MELDUNGEN_PARAMETER = (
    OpenApiParameter("jobcenter", str, many=True, description="AGS, auch frühere; mehrere durch Komma getrennt."),
    OpenApiParameter(
        "monat",
        str,
        many=True,
        pattern=MONATSMUSTER,
        description="Berichtsmonate (JJJJ-MM); mehrere durch Komma getrennt.",
    ),
    OpenApiParameter("zustand", str, many=True, enum=[z.value for z in Meldungszustand], description="Zustände."),
)
ZUSTAENDE = [(zustand.value, zustand.value) for zustand in Meldungszustand]
_GROESSE = {groesse.nr: groesse for groesse in GRUNDGROESSEN}
_WERT = {
    "oneOf": [
        {"type": "integer"},
        {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,2})?$"},
        {"type": "null"},
    ]
}


@extend_schema_field({"type": "object", "additionalProperties": _WERT})
class Wertefeld(serializers.JSONField):
    """Figures by code: counts as whole numbers, money in euros as text with two places, null for what is missing."""


class Befund(serializers.Serializer[object]):
    """What the checks found."""

    regel = serializers.CharField(help_text="Code der Prüfregel.")
    schwere = serializers.ChoiceField(["hart", "weich"], help_text="hart: Fehler; weich: auffällig, zu erklären.")
    groesse = serializers.CharField(help_text="Grundgröße.")
    gemeldet = serializers.CharField(allow_null=True, help_text="Gemeldete Zahl.")
    erwartet = serializers.CharField(allow_blank=True, help_text="Was zu erwarten war.")
    beteiligte = serializers.ListField(child=serializers.CharField(), help_text="Beteiligte Grundgrößen.")
    text = serializers.CharField(help_text="Der Befund in Worten.")
    erklaerung = serializers.CharField(allow_blank=True, help_text="Erklärung, die dazu gegeben wurde.")


class Meldungszeile(serializers.Serializer[object]):
    """A Meldung in a list."""

    nummer = serializers.IntegerField(help_text="Nummer der Meldung.")
    jobcenter = serializers.CharField(help_text="AGS des Jobcenters.")
    monat = serializers.RegexField(MONATSMUSTER, help_text="Berichtsmonat.")
    version = serializers.IntegerField(help_text="Version.")
    zustand = serializers.ChoiceField(ZUSTAENDE, help_text="Zustand.")
    quelle = serializers.CharField(help_text="Woher die Zahlen kommen.")
    grund = serializers.CharField(allow_blank=True, help_text="Grund der Korrektur.")
    erfasst_am = serializers.DateTimeField(help_text="Zuletzt erfasst.")
    freigegeben_am = serializers.DateTimeField(allow_null=True, help_text="Freigegeben.")
    abgeloest_am = serializers.DateTimeField(allow_null=True, help_text="Durch eine Korrektur abgelöst.")


class Meldungen(Seitenkopf):
    """The answer with Meldungen."""

    results = Meldungszeile(many=True, help_text="Die neuesten zuerst.")


class Meldung(Meldungszeile):
    """A Meldung with its figures and findings."""

    werte = Wertefeld(help_text="Zahlen je Grundgröße; Geld in Euro als Text; null: nicht gemeldet.")
    nichts_zu_melden = serializers.ListField(
        child=serializers.CharField(), help_text="Grundgrößen, zu denen es ausdrücklich nichts zu melden gab."
    )
    befunde = Befund(many=True, help_text="Alle Befunde der Prüfung.")


class Einsendung(serializers.Serializer[object]):
    """A month to be reported."""

    monat = serializers.RegexField(MONATSMUSTER, help_text="Berichtsmonat.")
    werte = Wertefeld(
        required=False,
        help_text="Zahlen je Grundgröße: ganze Zahlen, Geld in Euro; null nimmt eine Zahl zurück. Was nicht genannt "
        "ist, bleibt, wie es ist.",
    )
    nichts_zu_melden = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Grundgrößen, zu denen es nichts zu melden gibt."
    )
    erklaerungen = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="Erklärungen auffälliger Werte je Grundgröße."
    )
    ziel = serializers.ChoiceField(
        [ziel.value for ziel in ZIELE], required=False, help_text="Wie weit die Meldung gehen soll: eingereicht."
    )
    grund = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="Grund einer Korrektur.",
    )


BEISPIEL_EINSENDUNG = OpenApiExample(
    "Ein Monat",
    request_only=True,
    value={
        "monat": "2026-10",
        "werte": {"LLU": "4012345.67", "ELB": 8123, "ELB_W": 4001, "ELB_M": 4122},
        "nichts_zu_melden": ["EINTRITT_OEB"],
        "erklaerungen": {"ELB": "Zuzug aus dem Nachbarkreis."},
        "ziel": "eingereicht",
    },
)


def zeile(meldung: models.Meldung, ags: str) -> dict[str, object]:
    """A Meldung as a row."""
    return {
        "nummer": meldung.pk,
        "jobcenter": ags,
        "monat": f"{meldung.monat:%Y-%m}",
        "version": meldung.version,
        "zustand": meldung.zustand,
        "quelle": meldung.quelle,
        "grund": meldung.grund,
        "erfasst_am": localtime(meldung.erfasst_am),
        "freigegeben_am": localtime(meldung.freigegeben_am) if meldung.freigegeben_am else None,
        "abgeloest_am": localtime(meldung.abgeloest_am) if meldung.abgeloest_am else None,
    }


def ganz(meldung: models.Meldung, ags: str) -> dict[str, object]:
    """A Meldung with everything: one query for the findings."""
    zahlen = zip(GRUNDGROESSEN, meldung.werte, strict=True)
    return {
        **zeile(meldung, ags),
        "werte": {g.code: _wert(g.art, wert) for g, wert in zahlen if wert is not None or meldung.monat in g.geltung},
        "nichts_zu_melden": [_GROESSE[nr].code for nr in meldung.nichts_zu_melden],
        "befunde": [befundobjekt(befund) for befund in meldung.befunde.order_by("schwere", "groesse", "code")],
    }


def befundobjekt(befund: models.Befund) -> dict[str, Any]:
    """A finding as an object."""
    groesse = _GROESSE[befund.groesse]
    gemeldet = _wert(groesse.art, befund.gemeldet)
    return {
        "regel": befund.code,
        "schwere": befund.schwere,
        "groesse": groesse.code,
        "gemeldet": None if gemeldet is None else str(gemeldet),
        "erwartet": befund.erwartet,
        "beteiligte": [_GROESSE[nr].code for nr in befund.beteiligte],
        "text": befund.text,
        "erklaerung": befund.erklaerung,
    }


def _wert(art: Groessenart, wert: int | None) -> int | str | None:
    """A count as it is, cents as euros with two places."""
    return f"{Decimal(wert) / 100:.2f}" if wert is not None and art is Groessenart.GELD else wert
