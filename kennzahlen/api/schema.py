"""How the API describes itself (OpenAPI): parameters and answers in German; small objects that answers share."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from kennzahlen.auskunft.abfrage import EINHEITENFORMEN, HOECHSTZAHL
from kennzahlen.models import Einheitsart, Veroeffentlichung
from kennzahlen.models.dateien import Dateiart, Veroeffentlichungsdatei
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.recht import KENNZAHL_CODES, Groessenart
from zielsystem.api.parameter import MONATSMUSTER
from zielsystem.api.schema import CURSOR, FORMAT
from zielsystem.parties.recht import Gruppenart

EINHEIT_ANTEIL = "Anteil (1 = 100 %)"
EINHEIT_VERAENDERUNG = "Veränderung gegenüber dem Vorjahresmonat (1 = 100 %)"


def _monat(name: str, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "string", "pattern": MONATSMUSTER}, description=text)


STAND = OpenApiParameter(
    "stand",
    str,
    description="Was an einem Tag (JJJJ-MM-TT, am Ende des Tages) oder zu einem Zeitpunkt (JJJJ-MM-TThh:mm) "
    "veröffentlicht war, oder die Nummer einer Veröffentlichung. Ohne Angabe: die neueste Veröffentlichung.",
)
AM = OpenApiParameter("am", date, description="Tag (JJJJ-MM-TT), an dem die Zugehörigkeit gilt. Ohne Angabe: heute.")
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
    OpenApiParameter(
        "monat",
        str,
        many=True,
        pattern=MONATSMUSTER,
        description="Einzelne Berichtsmonate (JJJJ-MM) in Stelle eines Zeitraums; mehrere durch Komma getrennt.",
    ),
    STAND,
    OpenApiParameter(
        "geaendert_seit",
        str,
        description="Nur Werte, die seit diesem Stand neu sind oder sich geändert haben; Formen wie bei „stand“.",
    ),
    OpenApiParameter(
        "anzahl",
        {"type": "integer", "minimum": 1, "maximum": HOECHSTZAHL},
        description="Seitenweise lesen, so viele Werte je Seite; die nächste Seite steht in „naechste“. Alle Seiten "
        "kommen aus derselben Veröffentlichung. Ohne Angabe: alles auf einmal.",
    ),
    CURSOR,
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
    definition_ab = serializers.DateField(
        allow_null=True, help_text="Seit wann die Fassung der Definition gilt; null: von Anfang an."
    )
    bruch = serializers.BooleanField(
        help_text="Mit diesem Monat beginnt eine neue Fassung der Definition: Frühere Werte sind nicht vergleichbar."
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
    naechste = serializers.CharField(allow_null=True, help_text="Adresse der nächsten Seite; null: keine weitere.")
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
    einheit = serializers.CharField(help_text="Worin der Wert ausgedrückt ist.")


class Definitionen(serializers.Serializer[object]):
    """The answer with definitions."""

    results = Definition(many=True)


class Grundgroessenzeile(serializers.Serializer[object]):
    """One Grundgröße."""

    code = serializers.CharField(help_text="Code.")
    titel = serializers.CharField(help_text="Bezeichnung.")
    art = serializers.ChoiceField(
        [art.value for art in Groessenart], help_text="Geld eines Monats, Bestand an einem Tag, Fälle eines Monats."
    )
    einheit = serializers.CharField(help_text="Worin sie gemeldet wird.")
    norm = serializers.CharField(help_text="Rechtsgrundlage.")
    nachmeldung_monate = serializers.IntegerField(help_text="So viele Monate später darf die Zahl noch fehlen.")
    gilt_ab = serializers.DateField(allow_null=True, help_text="Erster Tag der Geltung.")
    gilt_bis = serializers.DateField(allow_null=True, help_text="Erster Tag danach; null: unbefristet.")


class Grundgroessen(serializers.Serializer[object]):
    """The answer with Grundgrößen."""

    results = Grundgroessenzeile(many=True)


class Vergleichsgruppenzeile(serializers.Serializer[object]):
    """A comparison group."""

    schluessel = serializers.CharField(help_text="Schlüssel; so heißt auch die Einheit mit ihren Werten.")
    art = serializers.ChoiceField([art.value for art in Gruppenart], help_text="Vergleichstyp oder Vergleichsring.")
    titel = serializers.CharField(help_text="Name.")
    jobcenter = serializers.ListField(
        child=serializers.CharField(), help_text="AGS der Jobcenter; in CSV durch Leerzeichen getrennt."
    )


class Vergleichsgruppen(serializers.Serializer[object]):
    """The answer with groups."""

    am = serializers.DateField(help_text="Tag, an dem die Zugehörigkeit gilt.")
    results = Vergleichsgruppenzeile(many=True)


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


class Dateiangabe(serializers.Serializer[object]):
    """A file of a release."""

    format = serializers.ChoiceField(Dateiart.values, help_text="Art der Datei.")
    adresse = serializers.CharField(help_text="Wo sie liegt.")
    groesse = serializers.IntegerField(help_text="Byte.")
    sha256 = serializers.CharField(help_text="Prüfsumme, hexadezimal.")
    zeilen = serializers.IntegerField(help_text="Werte.")


class Veroeffentlichungszeile(serializers.Serializer[object]):
    """A release."""

    stand = serializers.DateField(help_text="Tag der Veröffentlichung.")
    bis_monat = serializers.RegexField(MONATSMUSTER, help_text="Letzter Berichtsmonat.")
    anzahl_werte = serializers.IntegerField(help_text="Veröffentlichte Werte.")
    anzahl_meldungen = serializers.IntegerField(help_text="Meldungen, auf denen sie beruht.")
    nummer = serializers.IntegerField(help_text="Nummer; auch als „stand“ anzugeben.")
    veroeffentlicht_am = serializers.DateTimeField(help_text="Zeitpunkt der Veröffentlichung.")
    hinweise = Hinweiszeile(many=True, help_text="Hinweise und bekannte Datenprobleme; in CSV nur ihre Nummern.")
    dateien = Dateiangabe(many=True, help_text="Die ganze Veröffentlichung als Datei; in CSV nur die Arten.")


class Veroeffentlichungen(serializers.Serializer[object]):
    """The answer with releases."""

    results = Veroeffentlichungszeile(many=True, help_text="Die neueste zuerst.")


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
        "naechste": None,
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
                "definition_ab": "2011-01-01",
                "bruch": False,
            }
        ],
    },
)


def antwortende(eine: Veroeffentlichung) -> dict[str, object]:
    """Which release answers."""
    return {
        "nummer": eine.pk,
        "stand": eine.stand,
        "veroeffentlicht_am": localtime(eine.veroeffentlicht_am),
        "bis_monat": f"{eine.bis_monat:%Y-%m}",
    }


def dateiangabe(datei: Veroeffentlichungsdatei) -> dict[str, object]:
    """A file of a release, as it is told."""
    return {
        "format": datei.art,
        "adresse": reverse("veroeffentlichungsdatei", args=[datei.veroeffentlichung_id, datei.art]),
        "groesse": datei.groesse,
        "sha256": datei.sha256,
        "zeilen": datei.zeilen,
    }


UMFANG = f"Höchstens {HOECHSTZAHL} Werte auf einmal."
