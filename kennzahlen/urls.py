"""Addresses of the pages of this room."""

from django.urls import path

from kennzahlen.views import einheit, meldungen, verzeichnisse

app_name = "kennzahlen"

urlpatterns = [
    path("jobcenter/", verzeichnisse.jobcenter_liste, name="jobcenter_liste"),
    path("jobcenter/<str:ags>/", einheit.jobcenter, name="jobcenter"),
    path("jobcenter/<str:ags>/diagramm/<str:code>.svg", einheit.diagramm, name="diagramm"),
    path("einheiten/", verzeichnisse.einheiten, name="einheiten"),
    path("einheiten/<str:schluessel>/", einheit.einheit, name="einheit"),
    path("einheiten/<str:schluessel>/diagramm/<str:code>.svg", einheit.diagramm, name="diagramm"),
    path("kennzahlen/", verzeichnisse.steckbriefe, name="steckbriefe"),
    path("veroeffentlichungen/", verzeichnisse.veroeffentlichungen, name="veroeffentlichungen"),
    path("meldungen/", meldungen.meldungen, name="meldungen"),
    path("meldungen/<int:pk>/", meldungen.meldung, name="meldung"),
]
