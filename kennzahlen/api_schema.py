"""How the API describes itself (OpenAPI): parameters and answers in German. Nothing here is run to answer."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from kennzahlen.auskunft.abfrage import EINHEITENFORMEN, HOECHSTZAHL
from kennzahlen.models import Einheitsart
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.recht import KENNZAHL_CODES

MONATSMUSTER = r"^\d{4}-(0[1-9]|1[0-2])$"


def _monat(name: str, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=text, pattern=MONATSMUSTER)


STAND = OpenApiParameter(
    "stand",
    str,
    description="Was an einem Tag (JJJJ-MM-TT, am Ende des Tages) oder zu einem Zeitpunkt (JJJJ-MM-TThh:mm) "
    "veröffentlicht war, oder die Nummer einer Veröffentlichung. Ohne Angabe: die neueste Veröffentlichung.",
)
FORMAT = OpenApiParameter(
    "format", str, enum=["json", "csv"], description="csv: dieselben Angaben mit Semikolon getrennt (UTF-8, Kopfzeile)."
)
KENNZAHLWERTE_PARAMETER = [
    OpenApiParameter(
        "kennzahl",
        str,
        many=True,
        enum=list(KENNZAHL_CODES),
        description="Code einer Kennzahl oder Ergänzungsgröße; mehrere durch Komma getrennt oder wiederholt. "
        "Ohne Angabe: alle.",
    ),
    OpenApiParameter(
        "einheit",
        str,
        many=True,
        description="Schlüssel einer Einheit: " + ", ".join(EINHEITENFORMEN) + ". Ein früherer "
        "AGS findet das Jobcenter, das ihn trug; die Antwort nennt den heutigen. Mehrere durch Komma getrennt oder "
        "wiederholt. Ohne Angabe: alle.",
    ),
    _monat("von", "Erster Berichtsmonat (JJJJ-MM). Ohne Angabe: der erste veröffentlichte."),
    _monat("bis", "Letzter Berichtsmonat (JJJJ-MM). Ohne Angabe: der letzte veröffentlichte."),
    STAND,
    FORMAT,
]


class Kennzahlwert(serializers.Serializer[object]):
    """A published value."""

    kennzahl = serializers.ChoiceField(list(KENNZAHL_CODES), help_text="Code der Kennzahl oder Ergänzungsgröße.")
    einheit = serializers.CharField(help_text="Heutiger Schlüssel der Einheit.")
    monat = serializers.RegexField(MONATSMUSTER, help_text="Berichtsmonat.")
    wert = serializers.DecimalField(
        max_digits=20,
        decimal_places=6,
        allow_null=True,
        help_text="Anteil oder Veränderung als Bruch (0.234567 sind 23,4567 %), kaufmännisch auf sechs Stellen "
        "gerundet; null, wenn es keinen Wert gibt.",
    )
    vollstaendig = serializers.BooleanField(
        help_text="Alle Monate des Zeitraums der Kennzahl und alle Jobcenter der Gruppe sind enthalten."
    )
    monate_vorhanden = serializers.IntegerField(help_text="Vorhandene Monate des Zeitraums (von 1 oder 12).")
    einheiten_fehlend = serializers.IntegerField(help_text="Jobcenter der Gruppe, deren Zahlen fehlen.")
    stand = serializers.DateField(help_text="Tag der Veröffentlichung, die gelesen wurde.")
    grund = serializers.CharField(allow_null=True, help_text="Warum es keinen Wert gibt.")
    vorlaeufig = serializers.BooleanField(
        help_text="Bei dieser Veröffentlichung war die Wartezeit des Monats noch nicht abgelaufen."
    )
    veroeffentlichung = serializers.IntegerField(help_text="Nummer der Veröffentlichung, die gelesen wurde.")
    hinweise = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Nummern der Hinweise, die diesen Wert betreffen; ihr Text steht bei den Veröffentlichungen "
        "(/api/v1/veroeffentlichungen/). In CSV durch Leerzeichen getrennt.",
    )


class Antwortende(serializers.Serializer[object]):
    """The release that answers."""

    nummer = serializers.IntegerField(help_text="Nummer der Veröffentlichung; auch als „stand“ anzugeben.")
    stand = serializers.DateField(help_text="Tag der Veröffentlichung.")
    veroeffentlicht_am = serializers.DateTimeField(help_text="Zeitpunkt der Veröffentlichung.")
    bis_monat = serializers.RegexField(MONATSMUSTER, help_text="Letzter Berichtsmonat.")


class Kennzahlwerte(serializers.Serializer[object]):
    """The answer with values."""

    anzahl = serializers.IntegerField(help_text="Zahl der Werte in dieser Antwort.")
    veroeffentlichung = Antwortende(help_text="Die Veröffentlichung, die gelesen wurde.")
    results = Kennzahlwert(many=True, help_text="Nach Einheit, Kennzahl und Monat geordnet.")


class Definition(serializers.Serializer[object]):
    """One dated definition of a measure."""

    code = serializers.CharField(help_text="Code.")
    titel = serializers.CharField(help_text="Bezeichnung.")
    norm = serializers.CharField(help_text="Rechtsgrundlage.")
    formel = serializers.CharField(help_text="Formel in Grundgrößen; m ist der Berichtsmonat.")
    ergaenzt = serializers.CharField(allow_null=True, help_text="Kennzahl, die diese Größe erläutert.")
    geschlecht = serializers.ChoiceField(["", "W", "M"], help_text="Nur Frauen (W) oder nur Männer (M).")
    veraenderung = serializers.BooleanField(help_text="Der Wert ist eine Veränderung (Quotient − 1).")
    fenster = serializers.IntegerField(help_text="Monate, auf denen ein Wert beruht.")
    gilt_ab = serializers.DateField(allow_null=True, help_text="Erster Tag der Geltung.")
    gilt_bis = serializers.DateField(allow_null=True, help_text="Erster Tag danach; null: unbefristet.")


class Definitionen(serializers.Serializer[object]):
    """The answer with definitions."""

    results = Definition(many=True)


class Einheitszeile(serializers.Serializer[object]):
    """A statistical unit."""

    schluessel = serializers.CharField(help_text="Heutiger Schlüssel.")
    art = serializers.ChoiceField(Einheitsart.values, help_text="Art der Einheit.")
    titel = serializers.CharField(help_text="Name.")


class Einheiten(serializers.Serializer[object]):
    """The answer with units."""

    results = Einheitszeile(many=True)


class Hinweiszeile(serializers.Serializer[object]):
    """A note on a release."""

    nummer = serializers.IntegerField(help_text="Nummer des Hinweises.")
    art = serializers.ChoiceField(Hinweisart.values, help_text="Erläuterung oder bekanntes Datenproblem.")
    text = serializers.CharField(help_text="Der Hinweis.")
    einheit = serializers.CharField(allow_null=True, help_text="Schlüssel der Einheit; null: alle.")
    kennzahl = serializers.CharField(allow_null=True, help_text="Code der Kennzahl; null: alle.")
    monat = serializers.RegexField(MONATSMUSTER, allow_null=True, help_text="Berichtsmonat; null: alle.")


class Veroeffentlichungszeile(serializers.Serializer[object]):
    """A release."""

    stand = serializers.DateField(help_text="Tag der Veröffentlichung.")
    bis_monat = serializers.RegexField(MONATSMUSTER, help_text="Letzter Berichtsmonat.")
    anzahl_werte = serializers.IntegerField(help_text="Veröffentlichte Werte.")
    anzahl_meldungen = serializers.IntegerField(help_text="Meldungen, auf denen sie beruht.")
    nummer = serializers.IntegerField(help_text="Nummer; auch als „stand“ anzugeben.")
    veroeffentlicht_am = serializers.DateTimeField(help_text="Zeitpunkt der Veröffentlichung.")
    hinweise = Hinweiszeile(many=True, help_text="Hinweise und bekannte Datenprobleme; in CSV nur ihre Nummern.")


class Veroeffentlichungen(serializers.Serializer[object]):
    """The answer with releases."""

    results = Veroeffentlichungszeile(many=True, help_text="Die neueste zuerst.")


class EinParameterfehler(serializers.Serializer[object]):
    """One wrong parameter."""

    parameter = serializers.CharField(help_text="Name des Parameters.")
    detail = serializers.CharField(help_text="Was nicht stimmt.")
    erlaubt = serializers.ListField(child=serializers.CharField(), help_text="Zulässige Werte oder Formen.")
    aehnlich = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Was gemeint gewesen sein könnte."
    )


class Problem(serializers.Serializer[object]):
    """A problem object (RFC 9457); for a wrong parameter the first error stands at the top as well."""

    type = serializers.CharField(help_text="Adresse der Erläuterung.")
    title = serializers.CharField(help_text="Art des Problems.")
    status = serializers.IntegerField(help_text="HTTP-Status.")
    detail = serializers.CharField(help_text="Was nicht stimmt.")
    parameter = serializers.CharField(required=False, help_text="Der erste falsche Parameter.")
    erlaubt = serializers.ListField(child=serializers.CharField(), required=False, help_text="Seine zulässigen Werte.")
    errors = EinParameterfehler(many=True, required=False, help_text="Alle falschen Parameter.")  # type: ignore[assignment]


PROBLEM = {(400, "application/problem+json"): OpenApiResponse(Problem, description="Ein Parameter ist falsch.")}
NOCH_NICHTS = {
    (404, "application/problem+json"): OpenApiResponse(Problem, description="Es ist noch nichts veröffentlicht.")
}
BEISPIEL = OpenApiExample(
    "Integrationsquote eines Jobcenters",
    response_only=True,
    status_codes=["200"],
    media_type="application/json",
    value={
        "anzahl": 1,
        "veroeffentlichung": {
            "nummer": 12,
            "stand": "2026-11-20",
            "veroeffentlicht_am": "2026-11-20T07:00:00+01:00",
            "bis_monat": "2026-07",
        },
        "results": [
            {
                "kennzahl": "K2",
                "einheit": "05111",
                "monat": "2026-07",
                "wert": "0.234567",
                "vollstaendig": True,
                "monate_vorhanden": 12,
                "einheiten_fehlend": 0,
                "stand": "2026-11-20",
                "grund": None,
                "vorlaeufig": False,
                "veroeffentlichung": 12,
                "hinweise": [3],
            }
        ],
    },
)
UMFANG = f"Höchstens {HOECHSTZAHL} Werte auf einmal."
