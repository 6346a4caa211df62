"""How doors describe themselves (OpenAPI 3.1), in German: what they have in common. Nothing here is run to answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from zielsystem.api.probleme import TITEL
from zielsystem.api.seiten import HOECHSTENS, JE_SEITE

JSON, CSV = "application/json", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROBLEM_JSON = "application/problem+json"

FORMAT = OpenApiParameter(
    "format",
    str,
    enum=["json", "csv", "xlsx"],
    description="csv: dieselben Angaben mit Semikolon getrennt (UTF-8, Kopfzeile); xlsx: als Arbeitsmappe.",
)
NUR_JSON = OpenApiParameter("format", str, enum=["json"], description="Diese Adresse antwortet nur mit JSON.")
CURSOR = OpenApiParameter(
    "cursor", str, description="Weiter nach dieser Stelle: der Cursor aus „naechste“ der vorigen Seite."
)
SEITE = (
    OpenApiParameter(
        "anzahl",
        {"type": "integer", "minimum": 1, "maximum": HOECHSTENS},
        description=f"Zeilen je Seite. Ohne Angabe: {JE_SEITE}.",
    ),
    CURSOR,
)
WIEDERHOLUNG = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 120},
    OpenApiParameter.HEADER,
    description="Selbst gewählte Kennung dieser Anfrage. Kommt dieselbe Anfrage binnen eines Tages noch einmal, gilt "
    "die erste: Es geschieht nichts, und die gespeicherte Antwort kommt zurück (Idempotency-Replayed: true).",
)


class EinParameterfehler(serializers.Serializer[object]):
    """One wrong parameter."""

    parameter = serializers.CharField(help_text="Name des Parameters oder der Angabe.")
    detail = serializers.CharField(help_text="Was nicht stimmt.")
    erlaubt = serializers.ListField(child=serializers.CharField(), help_text="Zulässige Werte oder Formen.")
    aehnlich = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Was gemeint gewesen sein könnte."
    )


class EinHindernis(serializers.Serializer[object]):
    """What stands in the way of an act."""

    code = serializers.CharField(help_text="Kurzname der Bedingung.")
    norm = serializers.CharField(help_text="Rechtsgrundlage.")
    meldung = serializers.CharField(help_text="Was fehlt, in Worten.")
    hart = serializers.BooleanField(help_text="false: mit einem Grund kann der Schritt trotzdem getan werden.")


class Problem(serializers.Serializer[object]):
    """A problem object (RFC 9457); for a wrong parameter the first error stands at the top as well."""

    type = serializers.CharField(help_text="Adresse der Erläuterung.")
    title = serializers.CharField(help_text="Art des Problems.")
    status = serializers.IntegerField(help_text="HTTP-Status.")
    detail = serializers.CharField(help_text="Was nicht stimmt.")
    parameter = serializers.CharField(required=False, help_text="Der erste falsche Parameter.")
    erlaubt = serializers.ListField(child=serializers.CharField(), required=False, help_text="Seine zulässigen Werte.")
    errors = EinParameterfehler(many=True, required=False, help_text="Alle falschen Parameter.")  # type: ignore[assignment]
    hindernisse = EinHindernis(many=True, required=False, help_text="Was einem Schritt im Weg steht.")


class Seitenkopf(serializers.Serializer[object]):
    """What stands beside the rows of a page."""

    naechste = serializers.CharField(allow_null=True, help_text="Adresse der nächsten Seite; null: keine.")


def antworten(schema: Any, status: int = 200, *, tabelle: bool = True) -> dict[Any, Any]:
    """The successful answers of a door; with ``tabelle`` also as CSV and XLSX."""
    erfolg: dict[Any, Any] = {(status, JSON): schema}
    return erfolg | ({(status, CSV): str, (status, XLSX): bytes} if tabelle else {})


class Schluesselschema(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens, as the description names them."""

    target_class = "zielsystem.schluessel.anmeldung.Schluesselanmeldung"
    name = "Schluessel"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Ein Schlüssel für Partei und Zweck, ausgestellt im Browser unter „Schlüssel“.",
        }


_IMMER = (400, 401, 404, 406, 429, 500)
_GESCHLOSSEN = (403,)
_SCHREIBEND = (409, 415, 422)


def gemeinsame_antworten(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Hook of drf-spectacular: every operation has the problems that any door may answer with, and reading ones 304."""
    for pfad in result["paths"].values():
        for methode, operation in pfad.items():
            for parameter in operation.get("parameters", ()):
                parameter.setdefault("description", "Nummer." if parameter["in"] == "path" else "")
            oeffentlich = {} in operation.get("security", [{}])
            stati = _IMMER + (() if oeffentlich else _GESCHLOSSEN) + (_SCHREIBEND if methode == "post" else ())
            antworten_der_tuer = operation["responses"]
            for antwort in antworten_der_tuer.values():
                antwort["description"] = antwort.get("description") or "Gelungen."
            for status in stati:
                antworten_der_tuer.setdefault(str(status), _problemantwort(status))
            if methode == "get":
                antworten_der_tuer.setdefault("304", {"description": "Nicht geändert: Sie haben diese Fassung schon."})
            operation["responses"] = dict(sorted(antworten_der_tuer.items()))
    return result


def _problemantwort(status: int) -> dict[str, Any]:
    inhalt = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": TITEL.get(status, "Problem"), "content": inhalt}  # type: ignore[call-overload]
