"""Routes under /zielvereinbarungen/."""

from django.urls import path

from agreements.views import dokumente, entwuerfe, runden, ueberblick, zieldialog, zieldialogakte, zieldialoge

app_name = "agreements"
urlpatterns = [
    path("", runden.runden, name="runden"),
    path("neu/", runden.runde_neu, name="runde_neu"),
    path("<int:pk>/", runden.runde, name="runde"),
    path("<int:pk>/entwuerfe/", entwuerfe.entwuerfe_erzeugen, name="entwuerfe_erzeugen"),
    path("laeufe/<int:pk>/", entwuerfe.lauf, name="lauf"),
    path("laeufe/<int:pk>/entwuerfe.zip", entwuerfe.lauf_paket, name="lauf_paket"),
    path("vereinbarungen/<int:pk>/", ueberblick.vereinbarung, name="vereinbarung"),
    path("vereinbarungen/<int:pk>/uebergang/", ueberblick.uebergang, name="uebergang"),
    path("vereinbarungen/<int:pk>/dokumente/", dokumente.dokumente, name="vereinbarung_dokumente"),
    path("vereinbarungen/<int:pk>/entwurf/", entwuerfe.entwurf_erzeugen, name="entwurf_erzeugen"),
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
    path("zieldialoge/<int:pk>/bestaetigen/", zieldialogakte.niederschrift_bestaetigen, name="niederschrift_bestaetigen"),
    path("zieldialoge/teilnahmen/<int:pk>/bericht/", zieldialogakte.bericht, name="zieldialog_bericht"),
    path("zieldialoge/berichte/<int:pk>/zurueck/", zieldialogakte.bericht_zurueck, name="zieldialog_bericht_zurueck"),
    path("zieldialoge/teilnahmen/<int:pk>/massnahme/", zieldialogakte.massnahme_neu, name="massnahme_neu"),
    path("zieldialoge/teilnahmen/<int:pk>/aenderung/", zieldialogakte.aenderung_vorschlagen, name="aenderung_vorschlagen"),
    path("massnahmen/<int:pk>/vermerk/", zieldialogakte.massnahme_vermerken, name="massnahme_vermerken"),
    path("massnahmen/<int:pk>/uebergang/", zieldialogakte.massnahme_uebergang, name="massnahme_uebergang"),
]
