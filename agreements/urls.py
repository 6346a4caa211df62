"""Routes under /zielvereinbarungen/."""

from django.urls import path

from agreements.views import (
    aenderung,
    aufgaben,
    dokumente,
    entwuerfe,
    lage,
    nachweise,
    planung,
    planung_brief,
    planung_kalender,
    planung_tabelle,
    planung_wert,
    runde_verwerfen,
    runden,
    ueberblick,
    verhandlung,
    verhandlung_anlagen,
    verhandlung_rueckfragen,
    zeichnung,
    zeichnungsakte,
    zieldialog,
    zieldialogakte,
    zieldialoge,
)
from agreements.views.auswertung import runde as auswertung_runde
from agreements.views.auswertung import seiten as auswertung_seiten
from agreements.views.ziele import bearbeiten as ziele_bearbeiten
from agreements.views.ziele import uebersicht as ziele_uebersicht

app_name = "agreements"
urlpatterns = [
    path("", runden.runden, name="runden"),
    path("neu/", runden.runde_neu, name="runde_neu"),
    path("aufgaben/", aufgaben.aufgaben, name="aufgaben"),
    path("aufgaben/turnus/", aufgaben.turnus, name="aufgaben_turnus"),
    path("suche/", aufgaben.suchen, name="suche"),
    path("<int:pk>/", runden.runde, name="runde"),
    path("<int:pk>/lage/", lage.lage, name="lage"),
    path("<int:pk>/lage/karte.svg", lage.karte, name="lagekarte"),
    path("<int:pk>/planung/", planung.planung, name="planung"),
    path("<int:pk>/planung/brief/neu/", planung_brief.brief_neu, name="brief_neu"),
    path("<int:pk>/planung/brief/<int:version>/", planung_brief.planungsbrief, name="planungsbrief"),
    path("<int:pk>/planung/brief/<int:version>/aufteilung/", planung_brief.aufteilung, name="aufteilung"),
    path("<int:pk>/planung/brief/<int:version>/bearbeiten/", planung_brief.brief_bearbeiten, name="brief_bearbeiten"),
    path(
        "<int:pk>/planung/brief/<int:version>/veroeffentlichen/",
        planung_brief.brief_veroeffentlichen,
        name="brief_veroeffentlichen",
    ),
    path("<int:pk>/planung/kalender/", planung_kalender.kalender, name="rundenkalender"),
    path("<int:pk>/planung/tabelle.xlsx", planung_tabelle.tabelle, name="planung_tabelle"),
    path("<int:pk>/planung/einlesen/", planung_tabelle.einlesen, name="planung_einlesen"),
    path("<int:pk>/planung/einlesen/<str:verweis>/", planung_tabelle.planungsdatei, name="planungsdatei"),
    path("planungswerte/<int:pk>/", planung_wert.planungswert, name="planungswert"),
    path("planungswerte/<int:pk>/prognose.svg", planung_wert.prognosebild, name="prognosebild"),
    path("<int:pk>/entwuerfe/", entwuerfe.entwuerfe_erzeugen, name="entwuerfe_erzeugen"),
    path("laeufe/<int:pk>/", entwuerfe.lauf, name="lauf"),
    path("laeufe/<int:pk>/entwuerfe.zip", entwuerfe.lauf_paket, name="lauf_paket"),
    path("vereinbarungen/<int:pk>/", ueberblick.vereinbarung, name="vereinbarung"),
    path("vereinbarungen/<int:pk>/uebergang/", ueberblick.uebergang, name="uebergang"),
    path("vereinbarungen/<int:pk>/vorbehalt/", ueberblick.vorbehalt, name="vorbehalt"),
    path("vereinbarungen/<int:pk>/aenderung/", aenderung.aenderung, name="aenderung"),
    path("<int:pk>/verwerfen/", runde_verwerfen.verwerfen, name="runde_verwerfen"),
    path("<int:pk>/nachweise/", nachweise.nachweise, name="nachweise"),
    path("<int:pk>/nachweise/<str:art>/", nachweise.erfassen, name="nachweis_erfassen"),
    path("nachweise/<int:pk>/", nachweise.nachweis, name="nachweis"),
    path("nachweise/<int:pk>/widerruf/", nachweise.widerrufen, name="nachweis_widerrufen"),
    path("vereinbarungen/<int:pk>/dokumente/", dokumente.dokumente, name="vereinbarung_dokumente"),
    path("vereinbarungen/<int:pk>/entwurf/", entwuerfe.entwurf_erzeugen, name="entwurf_erzeugen"),
    path("vereinbarungen/<int:pk>/zeichnung/", zeichnung.zeichnung, name="zeichnung"),
    path("vereinbarungen/<int:pk>/zeichnung/unterzeichner/", zeichnungsakte.unterzeichner, name="unterzeichner"),
    path("vereinbarungen/<int:pk>/zeichnung/frist/", zeichnungsakte.frist, name="zeichnungsfrist"),
    path("vereinbarungen/<int:pk>/zeichnung/ablehnen/", zeichnungsakte.ablehnen, name="zeichnung_ablehnen"),
    path("vereinbarungen/<int:pk>/zeichnung/ausfertigen/", zeichnung.ausfertigen, name="ausfertigen"),
    path("vereinbarungen/<int:pk>/zeichnen/<str:niveau>/", zeichnungsakte.zeichnen, name="zeichnen"),
    path("ausfertigungen/<int:pk>/", zeichnung.ausfertigung, name="ausfertigung"),
    path("ausfertigungen/<int:pk>/stand/", zeichnung.stand, name="ausfertigung_stand"),
    path("zeichnungen/<int:pk>/beleg/", zeichnung.beleg, name="zeichnungsbeleg"),
    path("auftraege/<int:pk>/", entwuerfe.auftrag, name="auftrag"),
    path("dokumente/<int:pk>/", entwuerfe.dokument, name="dokument"),
    path("vereinbarungen/<int:pk>/zieldialoge/", zieldialoge.zieldialoge, name="zieldialoge"),
    path("vereinbarungen/<int:pk>/zieldialoge/neu/", zieldialoge.planen, name="zieldialog_planen"),
    path("vereinbarungen/<int:pk>/zieldialoge.ics", zieldialoge.termine, name="zieldialoge_termine"),
    path("zieldialoge/<int:pk>/", zieldialog.zieldialog, name="zieldialog"),
    path("zieldialoge/<int:pk>/termin.ics", zieldialog.termin, name="zieldialog_termin"),
    path("zieldialoge/<int:pk>/uebergang/", zieldialogakte.uebergang, name="zieldialog_uebergang"),
    path("zieldialoge/<int:pk>/aendern/", zieldialogakte.aendern, name="zieldialog_aendern"),
    path("zieldialoge/<int:pk>/niederschrift.pdf", zieldialog.niederschrift, name="zieldialog_niederschrift"),
    path("zieldialoge/<int:pk>/niederschrift/", zieldialogakte.niederschrift_schreiben, name="niederschrift_schreiben"),
    path(
        "zieldialoge/<int:pk>/bestaetigen/", zieldialogakte.niederschrift_bestaetigen, name="niederschrift_bestaetigen"
    ),
    path("zieldialoge/teilnahmen/<int:pk>/bericht/", zieldialogakte.bericht, name="zieldialog_bericht"),
    path("zieldialoge/berichte/<int:pk>/zurueck/", zieldialogakte.bericht_zurueck, name="zieldialog_bericht_zurueck"),
    path("zieldialoge/teilnahmen/<int:pk>/massnahme/", zieldialogakte.massnahme_neu, name="massnahme_neu"),
    path(
        "zieldialoge/teilnahmen/<int:pk>/aenderung/", zieldialogakte.aenderung_vorschlagen, name="aenderung_vorschlagen"
    ),
    path("massnahmen/<int:pk>/vermerk/", zieldialogakte.massnahme_vermerken, name="massnahme_vermerken"),
    path("massnahmen/<int:pk>/uebergang/", zieldialogakte.massnahme_uebergang, name="massnahme_uebergang"),
    path("vereinbarungen/<int:pk>/text/", verhandlung.text, name="vereinbarung_text"),
    path("vereinbarungen/<int:pk>/text/<str:abschnitt>/", verhandlung.abschnitt, name="vereinbarung_abschnitt"),
    path(
        "vereinbarungen/<int:pk>/text/<str:abschnitt>/neuigkeit/",
        verhandlung.neuigkeit,
        name="vereinbarung_neuigkeit",
    ),
    path("vereinbarungen/<int:pk>/rueckfragen/", verhandlung_rueckfragen.rueckfragen, name="vereinbarung_rueckfragen"),
    path("vereinbarungen/<int:pk>/anlagen/", verhandlung_anlagen.anlagen, name="vereinbarung_anlagen"),
    path("anlagen/<int:pk>/", verhandlung_anlagen.anlage, name="anlage"),
    path("vereinbarungen/<int:pk>/ziele/", ziele_uebersicht.ziele, name="vereinbarung_ziele"),
    path("vereinbarungen/<int:pk>/ziele/neu/", ziele_bearbeiten.ziel_neu, name="ziel_neu"),
    path("vereinbarungen/<int:pk>/ziele/<slug:code>/", ziele_bearbeiten.ziel, name="ziel"),
    path(
        "vereinbarungen/<int:pk>/ziele/<slug:code>/streichen/", ziele_bearbeiten.ziel_streichen, name="ziel_streichen"
    ),
    path("vereinbarungen/<int:pk>/zielannahme/", ziele_uebersicht.annehmen, name="ziele_annehmen"),
    path("vereinbarungen/<int:pk>/beitraege/neu/", ziele_bearbeiten.beitrag_neu, name="beitrag_neu"),
    path("vereinbarungen/<int:pk>/beitraege/<slug:code>/", ziele_bearbeiten.beitrag, name="beitrag"),
    path(
        "vereinbarungen/<int:pk>/beitraege/<slug:code>/streichen/",
        ziele_bearbeiten.beitrag_streichen,
        name="beitrag_streichen",
    ),
    path("vereinbarungen/<int:pk>/finanzmittel/<int:jahr>/", ziele_bearbeiten.finanzmittel, name="finanzmittel"),
    path("<int:pk>/auswertung/", auswertung_runde.rundenauswertung, name="rundenauswertung"),
    path("vereinbarungen/<int:pk>/auswertung/", auswertung_seiten.auswertung, name="vereinbarung_auswertung"),
    path("vereinbarungen/<int:pk>/auswertung/berechnen/", auswertung_seiten.berechnen, name="auswertung_berechnen"),
    path(
        "vereinbarungen/<int:pk>/auswertung/bestaetigen/", auswertung_seiten.bestaetigen, name="auswertung_bestaetigen"
    ),
    path(
        "vereinbarungen/<int:pk>/auswertung/ziele/<slug:code>/", auswertung_seiten.zielbewertung, name="zielbewertung"
    ),
]
