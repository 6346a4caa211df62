"""Every route, for a role that it lets in and one that it does not, as one table says apart from the code.

A new route fails until it is written down. Behind an open door a page may still answer 404 for what the person
must not see; that is a matter of the access rule (tests/parties/test_zugriff.py and each app's own tests).
"""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern

from tests.welt import Welt
from zielsystem.befugnisse import Befugnis, Rolle, rollen_mit
from zielsystem.checks import alle_muster
from zielsystem.parties.doors import TuerMiddleware

OFFEN, ANGEMELDET = "offen", "angemeldet"
PARTEIEN = ("bmas", "bmf", "ba", "dlt", "land-05", "kommune-05111", "jobcenter-05111", "jobcenter-05124")
"""One of each kind."""

SDMX_DATEN = (
    r"api/sdmx/2.1/^(?:stand/(?P<stand>[^/]+)/)?"
    r"data/(?P<fluss>[^/]+)(?:/(?P<schluessel>[^/]*)(?:/(?P<anbieter>[^/]+))?)?/?$"
)
SDMX_STRUKTUREN = (
    r"api/sdmx/2.1/^(?:stand/(?P<stand>[^/]+)/)?"
    r"(?P<art>[a-z]+)(?:/(?P<agentur>[^/]+)(?:/(?P<kennung>[^/]+)(?:/(?P<version>[^/]+))?)?)?/?$"
)
MUSTER_ALS_AUSDRUCK = {
    "^api/": "/api/v1/gibt-es-nicht/",
    SDMX_DATEN: "/api/sdmx/2.1/data/KENNZAHLEN/all",
    SDMX_STRUKTUREN: "/api/sdmx/2.1/dataflow/BMAS",
}
"""Routes written as regular expressions, with an example."""

ROUTEN: dict[str, str | Befugnis] = {
    "": OFFEN,
    "gesund/": OFFEN,
    "recht/": OFFEN,
    "recht/parameter/": OFFEN,
    "recht/parameter/<str:code>/": OFFEN,
    "recht/parameter/<str:code>/festsetzen/": Befugnis.PARAMETER_FESTSETZEN,
    "recht/parameter/<int:pk>/zuruecknehmen/": Befugnis.PARAMETER_FESTSETZEN,
    "pruefung/": OFFEN,
    "handeln-fuer/": ANGEMELDET,
    "journal/": Befugnis.JOURNAL_LESEN,
    # accounts
    "konto/anmelden/": OFFEN,
    "konto/abmelden/": OFFEN,
    "konto/eingabe/": ANGEMELDET,
    "konto/gesperrt/": OFFEN,
    "konto/registrieren/": OFFEN,
    "konto/passwort/": ANGEMELDET,
    "konto/passwort/vergessen/": OFFEN,
    "konto/passwort/vergessen/gesendet/": OFFEN,
    "konto/passwort/neu/<str:uidb36>-<str:key>/": OFFEN,
    "konto/passwort/neu/fertig/": OFFEN,
    "konten/": Befugnis.KONTEN_VERWALTEN,
    "konten/neu/": Befugnis.KONTEN_VERWALTEN,
    "konten/<int:pk>/beenden/": Befugnis.KONTEN_VERWALTEN,
    "schluessel/": ANGEMELDET,
    "schluessel/neu/": ANGEMELDET,
    "schluessel/<int:pk>/widerrufen/": ANGEMELDET,
    # Kennzahlen: what is published is public
    "jobcenter/": OFFEN,
    "jobcenter/<str:ags>/": OFFEN,
    "jobcenter/<str:ags>/diagramm/<str:code>.svg": OFFEN,
    "jobcenter/<str:ags>/streuung/<str:code>.svg": OFFEN,
    "einheiten/": OFFEN,
    "einheiten/<str:schluessel>/": OFFEN,
    "einheiten/<str:schluessel>/diagramm/<str:code>.svg": OFFEN,
    "einheiten/<str:schluessel>/streuung/<str:code>.svg": OFFEN,
    "laender/<str:code>.svg": OFFEN,
    "vergleichen/": OFFEN,
    "vergleichen/nebeneinander/<str:code>.svg": OFFEN,
    "vergleichen/gegeneinander.svg": OFFEN,
    "kennzahlen/": OFFEN,
    "veroeffentlichungen/": OFFEN,
    "veroeffentlichungen/termine/": OFFEN,
    "veroeffentlichungen/unterschied/": OFFEN,
    "veroeffentlichungen/<int:pk>/": OFFEN,
    "veroeffentlichungen/<int:pk>/hinweise/": Befugnis.KENNZAHLEN_VEROEFFENTLICHEN,
    "einheiten/<str:schluessel>/herkunft/<str:code>/": OFFEN,
    "berechnungen/": ANGEMELDET,
    "berechnungen/neu/": Befugnis.KENNZAHLEN_VEROEFFENTLICHEN,
    "berechnungen/<int:pk>/": ANGEMELDET,
    "berechnungen/<int:pk>/stand/": ANGEMELDET,
    "meldungen/": ANGEMELDET,
    "meldungen/ausnahmen/": ANGEMELDET,
    "meldungen/neu/": Befugnis.MELDUNG_ERFASSEN,
    "meldungen/<int:pk>/": ANGEMELDET,
    "meldungen/<int:pk>/erfassung/": Befugnis.MELDUNG_ERFASSEN,
    "meldungen/<int:pk>/uebergang/": Befugnis.MELDUNG_ERFASSEN,
    "meldungen/<int:pk>/versionen/": ANGEMELDET,
    "meldungen/<int:pk>/befunde.<str:art>": ANGEMELDET,
    "meldungen/<int:pk>/befunde/<int:befund>/": Befugnis.MELDUNG_ERFASSEN,
    "meldungen/hochladen/": Befugnis.MELDUNG_ERFASSEN,
    "meldungen/hochladen/<str:verweis>/": Befugnis.MELDUNG_ERFASSEN,
    "meldungen/termine/": ANGEMELDET,
    "meldungen/meldestand/": ANGEMELDET,
    "meldungen/vorlage/": Befugnis.MELDUNG_ERFASSEN,
    # figures that are nobody else's
    "eigene-zahlen/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/werte/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/hochladen/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/uebernehmen/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/vorlage/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/neu/<str:art>/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/<str:code>/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/<str:code>/verlauf.svg": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/<str:code>/aendern/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "eigene-zahlen/<str:code>/archiv/": Befugnis.EIGENE_ZAHLEN_FUEHREN,
    "vergleichsring/": ANGEMELDET,
    "vergleichsring/<str:ring>/": ANGEMELDET,
    "vergleichsring/<str:ring>/satz/": ANGEMELDET,
    "vergleichsring/<str:ring>/satz/uebernehmen/": Befugnis.RINGSATZ_FESTLEGEN,
    "vergleichsring/<str:ring>/satz/neu/": Befugnis.RINGSATZ_FESTLEGEN,
    "vergleichsring/<str:ring>/satz/<str:code>/": Befugnis.RINGSATZ_FESTLEGEN,
    "vergleichsring/<str:ring>/zahlen/": Befugnis.RINGZAHLEN_FUEHREN,
    "vergleichsring/<str:ring>/zahlen/<str:zeitraum>/": Befugnis.RINGZAHLEN_FUEHREN,
    "vergleichsring/<str:ring>/zahlen/<str:zeitraum>/uebergang/": Befugnis.RINGZAHLEN_FUEHREN,
    "vergleichsring/<str:ring>/kennzahlen/<str:code>/": ANGEMELDET,
    "vergleichsring/<str:ring>/kennzahlen/<str:code>/streuung.svg": ANGEMELDET,
    "vergleichsring/<str:ring>/kennzahlen/<str:code>/verlauf.svg": ANGEMELDET,
    "api/v1/": OFFEN,
    "api/v1/schema/": OFFEN,
    "api/v1/kennzahlwerte/": OFFEN,
    "api/v1/kennzahlen/": OFFEN,
    "api/v1/einheiten/": OFFEN,
    "api/v1/veroeffentlichungen/": OFFEN,
    "api/v1/dokumentation/": OFFEN,
    "api/v1/grundgroessen/": OFFEN,
    "api/v1/vergleichsgruppen/": OFFEN,
    "api/v1/veroeffentlichungen/<int:pk>/werte.<str:art>": OFFEN,
    "api/v1/meldungen/": ANGEMELDET,
    "api/v1/meldungen/<int:pk>/": ANGEMELDET,
    "api/v1/meldungen/<int:pk>/uebergaenge/": ANGEMELDET,
    "api/v1/planungsrunden/": ANGEMELDET,
    "api/v1/planungsrunden/<int:pk>/": ANGEMELDET,
    "api/v1/zielvereinbarungen/": ANGEMELDET,
    "api/v1/zielvereinbarungen/<int:pk>/": ANGEMELDET,
    "api/v1/zielvereinbarungen/<int:pk>/uebergaenge/": ANGEMELDET,
    "api/v1/gremien/": ANGEMELDET,
    "api/v1/gremien/<int:pk>/": ANGEMELDET,
    "api/v1/gremien/<int:pk>/sitzungen/": ANGEMELDET,
    "api/v1/gremien/sitzungen/<int:pk>/": ANGEMELDET,
    "api/v1/katalog/": OFFEN,
    "api/v1/katalog/<int:pk>/": OFFEN,
    "api/sdmx/2.1/": OFFEN,
    SDMX_DATEN: OFFEN,
    SDMX_STRUKTUREN: OFFEN,
    "^api/": OFFEN,
    # reports rest on what is published and are public; the sheet on the Ziele is not
    "berichte/": OFFEN,
    "berichte/<int:pk>/": OFFEN,
    "berichte/<int:pk>/bericht.pdf": OFFEN,
    "berichte/<int:pk>/abonnieren/": Befugnis.SEHEN,
    "berichte/zielblaetter/<int:pk>.pdf": ANGEMELDET,
    "berichte/abonnements/": Befugnis.SEHEN,
    "berichte/abbestellen/<str:verweis>/": OFFEN,
    "berichte/laeufe/": ANGEMELDET,
    "berichte/laeufe/neu/": Befugnis.KENNZAHLEN_VEROEFFENTLICHEN,
    "berichte/laeufe/<int:pk>/": ANGEMELDET,
    "berichte/auftraege/": ANGEMELDET,
    "berichte/auftraege/<int:pk>/erneut/": Befugnis.KENNZAHLEN_VEROEFFENTLICHEN,
    "berichte/jahresberichte/": Befugnis.SEHEN,
    "berichte/jahresberichte/<int:pk>/": Befugnis.SEHEN,
    "berichte/jahresberichte/<int:pk>/stand/": Befugnis.SEHEN,
    "berichte/jahresberichte/<int:pk>/jahresbericht.pdf": Befugnis.SEHEN,
    "berichte/jahresberichte/<int:pk>/bearbeiten/": Befugnis.JAHRESBERICHT_ERSTELLEN,
    "berichte/jahresberichte/<int:pk>/uebergang/": Befugnis.JAHRESBERICHT_ERSTELLEN,
    # Zielvereinbarungen
    "zielvereinbarungen/": ANGEMELDET,
    "zielvereinbarungen/neu/": Befugnis.RUNDE_PLANEN,
    "zielvereinbarungen/aufgaben/": ANGEMELDET,
    "zielvereinbarungen/aufgaben/turnus/": ANGEMELDET,
    "zielvereinbarungen/suche/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/lage/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/lage/karte.svg": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/brief/neu/": Befugnis.RUNDE_PLANEN,
    "zielvereinbarungen/<int:pk>/planung/brief/<int:version>/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/brief/<int:version>/pdf/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/brief/<int:version>/aufteilung/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/brief/<int:version>/bearbeiten/": Befugnis.RUNDE_PLANEN,
    "zielvereinbarungen/<int:pk>/planung/brief/<int:version>/veroeffentlichen/": Befugnis.RUNDE_PLANEN,
    "zielvereinbarungen/<int:pk>/planung/kalender/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/tabelle.xlsx": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/planung/einlesen/": Befugnis.WERT_ANBIETEN,
    "zielvereinbarungen/<int:pk>/planung/einlesen/<str:verweis>/": Befugnis.WERT_ANBIETEN,
    "zielvereinbarungen/planungswerte/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/planungswerte/<int:pk>/prognose.svg": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/entwuerfe/": Befugnis.ENTWURF_ERZEUGEN,
    "zielvereinbarungen/laeufe/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/laeufe/<int:pk>/entwuerfe.zip": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/uebergang/": Befugnis.SEHEN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/dokumente/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/vorbehalt/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/aenderung/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/form/": Befugnis.VERHANDELN,
    "zielvereinbarungen/<int:pk>/verwerfen/": Befugnis.RUNDE_PLANEN,
    "zielvereinbarungen/<int:pk>/nachweise/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/nachweise/<str:art>/": Befugnis.NACHWEIS_ERFASSEN,
    "zielvereinbarungen/<int:pk>/nachweise/<str:art>/anmelden/": Befugnis.NACHWEIS_ERFASSEN,
    "zielvereinbarungen/nachweise/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/nachweise/<int:pk>/widerruf/": Befugnis.NACHWEIS_ERFASSEN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/entwurf/": Befugnis.ENTWURF_ERZEUGEN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zieldialoge/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zieldialoge/neu/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zieldialoge.ics": ANGEMELDET,
    "zielvereinbarungen/zieldialoge/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/zieldialoge/<int:pk>/termin.ics": ANGEMELDET,
    "zielvereinbarungen/zieldialoge/<int:pk>/uebergang/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/<int:pk>/aendern/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/<int:pk>/niederschrift.pdf": ANGEMELDET,
    "zielvereinbarungen/zieldialoge/<int:pk>/niederschrift/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/<int:pk>/bestaetigen/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/teilnahmen/<int:pk>/bericht/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/berichte/<int:pk>/zurueck/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/teilnahmen/<int:pk>/massnahme/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/zieldialoge/teilnahmen/<int:pk>/aenderung/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/massnahmen/<int:pk>/vermerk/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/massnahmen/<int:pk>/uebergang/": Befugnis.ZIELDIALOG_FUEHREN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/text/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/text/<str:abschnitt>/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/text/<str:abschnitt>/neuigkeit/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/rueckfragen/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/anlagen/": ANGEMELDET,
    "zielvereinbarungen/anlagen/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/ziele/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/ziele/neu/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/ziele/<slug:code>/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/ziele/<slug:code>/streichen/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zielannahme/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/beitraege/neu/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/beitraege/<slug:code>/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/beitraege/<slug:code>/streichen/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/finanzmittel/<int:jahr>/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zeichnung/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zeichnung/unterzeichner/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zeichnung/frist/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zeichnung/ablehnen/": Befugnis.ZEICHNEN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zeichnung/ausfertigen/": Befugnis.SEHEN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/zeichnen/<str:niveau>/": Befugnis.ZEICHNEN,
    "zielvereinbarungen/ausfertigungen/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/ausfertigungen/<int:pk>/stand/": ANGEMELDET,
    "zielvereinbarungen/zeichnungen/<int:pk>/beleg/": ANGEMELDET,
    "zielvereinbarungen/<int:pk>/auswertung/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/auswertung/": ANGEMELDET,
    "zielvereinbarungen/vereinbarungen/<int:pk>/auswertung/berechnen/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/auswertung/bestaetigen/": Befugnis.VERHANDELN,
    "zielvereinbarungen/vereinbarungen/<int:pk>/auswertung/ziele/<slug:code>/": Befugnis.VERHANDELN,
    "zielvereinbarungen/auftraege/<int:pk>/": ANGEMELDET,
    "zielvereinbarungen/dokumente/<int:pk>/": ANGEMELDET,
    # bodies
    "gremien/": ANGEMELDET,
    "gremien/einrichten/": Befugnis.GREMIUM_EINRICHTEN,
    "gremien/kalender/": ANGEMELDET,
    "gremien/kalender/abonnieren/": ANGEMELDET,
    "gremien/kalender/abbestellen/": ANGEMELDET,
    "gremien/kalender/<str:schluessel>.ics": OFFEN,
    "gremien/<int:pk>/": ANGEMELDET,
    "gremien/<int:pk>/sitzungen/": ANGEMELDET,
    "gremien/<int:pk>/sitzungen/neu/": Befugnis.GREMIUM_FUEHREN,
    "gremien/<int:pk>/anmeldungen/": ANGEMELDET,
    "gremien/<int:pk>/anmeldungen/neu/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/anmeldungen/<int:pk>/ablehnen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/<int:pk>/mitglieder/": ANGEMELDET,
    "gremien/<int:pk>/mitglieder/neu/": Befugnis.MITGLIEDER_ENTSENDEN,
    "gremien/<int:pk>/sitze/": Befugnis.GREMIUM_FUEHREN,
    "gremien/<int:pk>/aufloesen/": Befugnis.GREMIUM_EINRICHTEN,
    "gremien/mitglieder/<int:pk>/": ANGEMELDET,
    "gremien/mitglieder/<int:pk>/beenden/": Befugnis.MITGLIEDER_ENTSENDEN,
    "gremien/mitglieder/<int:pk>/vertretung/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/vertretungen/<int:pk>/zurueck/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/<int:pk>/vorsitz/": ANGEMELDET,
    "gremien/<int:pk>/vorsitz/stellvertretung/": Befugnis.GREMIUM_FUEHREN,
    "gremien/<int:pk>/vorsitz/<slug:art>/": Befugnis.GREMIUM_FUEHREN,
    "gremien/vorsitz/<int:pk>/zurueck/": Befugnis.GREMIUM_FUEHREN,
    "gremien/<int:pk>/geschaeftsfuehrung/": ANGEMELDET,
    "gremien/<int:pk>/geschaeftsfuehrung/<slug:art>/": Befugnis.GREMIUM_FUEHREN,
    "gremien/geschaeftsfuehrung/<int:pk>/zurueck/": Befugnis.GREMIUM_FUEHREN,
    "gremien/<int:pk>/streitfaelle/": ANGEMELDET,
    "gremien/sitzungen/<int:pk>/": ANGEMELDET,
    "gremien/sitzungen/<int:pk>/termin.ics": ANGEMELDET,
    "gremien/sitzungen/<int:pk>/verlegen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/sitzungen/<int:pk>/uebergang/": Befugnis.GREMIUM_FUEHREN,
    "gremien/sitzungen/<int:pk>/widerspruch/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/sitzungen/<int:pk>/anwesenheit/": Befugnis.GREMIUM_FUEHREN,
    "gremien/sitzungen/<int:pk>/niederschrift/": Befugnis.GREMIUM_FUEHREN,
    "gremien/sitzungen/<int:pk>/einwendung/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/sitzungen/<int:pk>/niederschrift.pdf": ANGEMELDET,
    "gremien/sitzungen/<int:pk>/punkte/neu/": Befugnis.GREMIUM_FUEHREN,
    "gremien/sitzungen/<int:pk>/anmeldungen/<int:anmeldung>/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/": ANGEMELDET,
    "gremien/punkte/<int:pk>/aendern/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/ordnen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/streichen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/vorlagen/neu/": Befugnis.GREMIUM_FUEHREN,
    "gremien/vorlagen/<int:pk>/": ANGEMELDET,
    "gremien/vorlagen/<int:pk>/entfernen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/gaeste/neu/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/anhoerung/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/verlauf/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/abstimmung/": Befugnis.GREMIUM_FUEHREN,
    "gremien/abstimmungen/<int:pk>/stimmen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/abstimmungen/<int:pk>/stimme/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/abstimmungen/<int:pk>/auszaehlen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/abstimmungen/<int:pk>/verwerfen/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/ergebnis/": Befugnis.GREMIUM_FUEHREN,
    "gremien/punkte/<int:pk>/berichtigen/": Befugnis.NIEDERSCHRIFT_GENEHMIGEN,
    "gremien/punkte/<int:pk>/umsetzung/": Befugnis.GREMIUM_FUEHREN,
    "gremien/umsetzungen/": ANGEMELDET,
    "gremien/umsetzungen/<int:pk>/": ANGEMELDET,
    "gremien/umsetzungen/<int:pk>/vermerk/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/umsetzungen/<int:pk>/uebergang/": Befugnis.IM_GREMIUM_MITWIRKEN,
    "gremien/streitfaelle/": ANGEMELDET,
    "gremien/streitfaelle/neu/": Befugnis.STREITFALL_FUEHREN,
    "gremien/streitfaelle/<int:pk>/": ANGEMELDET,
    "gremien/streitfaelle/<int:pk>/uebergang/": ANGEMELDET,
    "gremien/streitfaelle/<int:pk>/entscheiden/": Befugnis.GREMIUM_FUEHREN,
    "gremien/streitfaelle/<int:pk>/mitteilung.pdf": ANGEMELDET,
}

BEISPIELE = {
    "niveau": "einfach",
    "uidb36": "1",
    "key": "abc",
    "ags": "05111",
    "schluessel": "bund",
    "code": "K2",
    "kennzahl": "K2",
    "verweis": "abc",
    "art": "csv",
    "befund": "1",
    "ring": "1",
    "zeitraum": "2025",
    "jahr": "2027",
    "version": "1",
    "abschnitt": "praeambel",
    "anmeldung": "1",
}
BEISPIELE |= dict.fromkeys(("pk", "runde_id", "vereinbarung_id", "lauf_id", "meldung_id", "dokument_id"), "1")

MUSTER = dict(alle_muster())


def adresse(muster: URLPattern, route: str) -> str:
    """The route with an example in place of every variable."""
    if route in MUSTER_ALS_AUSDRUCK:
        return MUSTER_ALS_AUSDRUCK[route]
    for name, converter in muster.pattern.converters.items():
        for schreibweise in (f"<{_art(converter)}:{name}>", f"<{name}>"):
            route = route.replace(schreibweise, BEISPIELE[name])
    assert "<" not in route, f"kein Beispiel für {route}"
    return f"/{route}"


def _art(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def test_every_route_is_written_down_and_no_other() -> None:
    assert set(MUSTER) == set(ROUTEN)


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(ROUTEN))
def test_a_route_lets_in_whom_it_should(route: str) -> None:
    welt = Welt.erschaffe()
    ziel = adresse(MUSTER[route], route)
    falsch = []
    for name in (None, *_personen(route)):
        client = Client()
        if name:
            client.force_login(welt.personen[name])
        antwort = client.get(ziel)
        if name is None:
            herein = ROUTEN[route] == OFFEN
            abgewiesen = antwort.status_code == 401 if route.startswith("api/") else _zur_anmeldung(antwort)
            richtig = antwort.status_code != 403 and abgewiesen is not herein
        else:
            herein = darf_hinein(ROUTEN[route], Rolle(name.rpartition(".")[2]))
            richtig = (antwort.status_code != 403) is herein and not _zur_anmeldung(antwort)
        if not richtig or antwort.status_code >= 500:
            falsch.append(f"{name}: {antwort.status_code}")
    assert falsch == []


def _personen(route: str) -> list[str]:
    """Somebody whose role opens the door and somebody whose role does not, of other parties at the next route."""
    versatz = sorted(ROUTEN).index(route)
    rollen = tuple(Rolle)
    gemischt = [rollen[(stelle + versatz) % len(rollen)] for stelle in range(len(rollen))]
    je_antwort = {darf_hinein(ROUTEN[route], rolle): rolle for rolle in gemischt}
    return [
        f"{PARTEIEN[(versatz + stelle) % len(PARTEIEN)]}.{rolle}" for stelle, rolle in enumerate(je_antwort.values())
    ]


def darf_hinein(tuer: str | Befugnis, rolle: Rolle) -> bool:
    """What the table says about somebody who is logged in."""
    return tuer in (OFFEN, ANGEMELDET) or rolle in rollen_mit(Befugnis(tuer))


def _zur_anmeldung(antwort: HttpResponse) -> bool:
    return antwort.status_code == 302 and antwort["Location"].startswith("/konto/anmelden/?next=")


def test_a_view_without_a_rule_stays_shut(rf: RequestFactory) -> None:
    def vergessen(request: HttpRequest) -> HttpResponse:
        return HttpResponse("offen")

    with pytest.raises(ImproperlyConfigured, match="keine Türregel"):
        TuerMiddleware(lambda request: HttpResponse()).process_view(rf.get("/"), vergessen, (), {})


@pytest.mark.django_db
@pytest.mark.parametrize("ziel", ["/jobcenter/%00/", "/einheiten/%00/", "/api/v1/kennzahlwerte/?einheit=%00"])
def test_an_address_with_a_null_character_is_refused(client: Client, ziel: str) -> None:
    antwort = client.get(ziel)
    assert antwort.status_code == 400
    assert (antwort["Content-Type"] == "application/problem+json") is ziel.startswith("/api/")
