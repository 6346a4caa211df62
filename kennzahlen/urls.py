"""Addresses of the pages of this room."""

from django.urls import path

from kennzahlen.views import (
    befunddatei,
    berechnungen,
    diagramme,
    einheit,
    erfassung,
    herkunft,
    hochladen,
    meldungen,
    termine,
    vergleichen,
    veroeffentlichungen,
    verzeichnisse,
)

app_name = "kennzahlen"

urlpatterns = [
    path("jobcenter/", verzeichnisse.jobcenter_liste, name="jobcenter_liste"),
    path("jobcenter/<str:ags>/", einheit.jobcenter, name="jobcenter"),
    path("jobcenter/<str:ags>/diagramm/<str:code>.svg", diagramme.diagramm, name="diagramm"),
    path("jobcenter/<str:ags>/streuung/<str:code>.svg", diagramme.streuung, name="streuung"),
    path("einheiten/", verzeichnisse.einheiten, name="einheiten"),
    path("einheiten/<str:schluessel>/", einheit.einheit, name="einheit"),
    path("einheiten/<str:schluessel>/diagramm/<str:code>.svg", diagramme.diagramm, name="diagramm"),
    path("einheiten/<str:schluessel>/streuung/<str:code>.svg", diagramme.streuung, name="streuung"),
    path("laender/<str:code>.svg", diagramme.karte, name="karte"),
    path("vergleichen/", vergleichen.vergleichen, name="vergleichen"),
    path("vergleichen/nebeneinander/<str:code>.svg", diagramme.nebeneinander, name="nebeneinander"),
    path("vergleichen/gegeneinander.svg", diagramme.gegeneinander, name="gegeneinander"),
    path("kennzahlen/", verzeichnisse.steckbriefe, name="steckbriefe"),
    path("einheiten/<str:schluessel>/herkunft/<str:code>/", herkunft.woher, name="herkunft"),
    path("veroeffentlichungen/", veroeffentlichungen.veroeffentlichungen, name="veroeffentlichungen"),
    path("veroeffentlichungen/termine/", veroeffentlichungen.kalender, name="kalender"),
    path("veroeffentlichungen/unterschied/", veroeffentlichungen.unterschied, name="unterschied"),
    path("veroeffentlichungen/<int:pk>/", veroeffentlichungen.veroeffentlichung, name="veroeffentlichung"),
    path("veroeffentlichungen/<int:pk>/hinweise/", veroeffentlichungen.hinweis_eintragen, name="hinweis_eintragen"),
    path("berechnungen/", berechnungen.berechnungen, name="berechnungen"),
    path("berechnungen/neu/", berechnungen.neue_berechnung, name="neue_berechnung"),
    path("berechnungen/<int:pk>/", berechnungen.berechnung, name="berechnung"),
    path("berechnungen/<int:pk>/stand/", berechnungen.berechnungsstand, name="berechnungsstand"),
    path("meldungen/hochladen/", hochladen.hochladen, name="hochladen"),
    path("meldungen/hochladen/<str:verweis>/", hochladen.hochladung, name="hochladung"),
    path("meldungen/vorlage/", hochladen.vorlage_herunterladen, name="vorlage"),
    path("meldungen/termine/", termine.termine, name="termine"),
    path("meldungen/meldestand/", termine.meldetafel, name="meldestand"),
    path("meldungen/", meldungen.meldungen, name="meldungen"),
    path("meldungen/neu/", erfassung.neu, name="meldung_neu"),
    path("meldungen/<int:pk>/", meldungen.meldung, name="meldung"),
    path("meldungen/<int:pk>/erfassung/", erfassung.erfassung, name="meldung_erfassung"),
    path("meldungen/<int:pk>/uebergang/", meldungen.uebergang, name="meldung_uebergang"),
    path("meldungen/<int:pk>/versionen/", meldungen.versionen, name="meldung_versionen"),
    path("meldungen/<int:pk>/befunde.<str:art>", befunddatei.befunde_datei, name="meldung_befunde"),
    path("meldungen/<int:pk>/befunde/<int:befund>/", meldungen.befund_erklaeren, name="befund_erklaeren"),
]
